"""Decoding step by step, with explicit state (SOKE §3.3, inference; greedy unless asked to sample)."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812
from transformers import GenerationConfig, GenerationMixin

from signary.generator.sign_mbart.configuration_sign_mbart import SignMBartConfig
from signary.generator.sign_mbart.decode_state import ENDLESS, DecodeState, EncoderState
from signary.generator.sign_mbart.decoding import DecodingScheme
from signary.generator.sign_mbart.pointer import END, Pointing, location
from signary.generator.sign_mbart.pointer_rules import PointerRules, PointerState, PointerStep
from signary.generator.sign_mbart.prompts import prompt_languages, prompt_mask
from signary.generator.sign_mbart.runs_side_by_side import RunsSideBySide
from signary.generator.sign_mbart.sampling import Request, Sampling, greedy, read_request
from signary.generator.sign_mbart.shown_steps import CompactPrompt, ShownSteps
from signary.generator.sign_mbart.stepping import (
    JoinedWeights,
    SideBySide,
    joined_weights,
    next_hidden,
    remember,
)
from signary.io.errors import InputError

#: Steps where nobody says how many: 16 seconds at four frames a step and 25 frames a second.
DEFAULT_STEPS = 100


class SignMBartGenerationMixin(GenerationMixin):
    """Step-wise decoding; `generate` loops over it."""

    config: SignMBartConfig
    model: Any
    heads: Any
    levels: Any
    pointer: Any
    training: bool
    _encoded: Callable[[Tensor, Tensor], tuple[Tensor, Tensor, ShownSteps | None]]
    _compact: Callable[[Tensor, Tensor], CompactPrompt | None]

    @property
    def scheme(self) -> DecodingScheme:
        """How codes become decoder inputs, as the configuration says."""
        return self.config.scheme

    @torch.no_grad()
    def encode(
        self, input_ids: Tensor, attention_mask: Tensor | None = None, language: str | Sequence[str] | None = None
    ) -> EncoderState:
        """Encode prompts once, for `decode_steps` and whoever else is conditioned on the text.

        Args:
            input_ids: Prompts of shape (B, S).
            attention_mask: 1 where there is a token, *optional*, defaults to everything but padding.
            language: Sign language of all or of each sample, *optional*, defaults to the prompt's last token.

        Raises:
            UnknownLanguageError: If the model does not know the language.
            InputError: If there are ids that the model does not know, more than it has positions for, or padding
                before the end; or if a prompt does not end with a language token and no language is given.
        """
        mask = prompt_mask(self.config, input_ids, attention_mask)
        language_ids = prompt_languages(self.config.vocabulary, input_ids, mask, language)
        hidden, mask, shown = self._encoded(input_ids, mask)
        return EncoderState(hidden, mask, language_ids, shown)

    def join_weights(self, like: Tensor | None = None) -> JoinedWeights:
        """The weights of decoder and heads, put together for steps, for runs that begin while they do not change.

        Args:
            like: Encoder states, whose number type rows will have, *optional*, defaults to that of the weights.
        """
        scheme, sizes = self.scheme, self.config.vocabulary.codebook_sizes
        heads = {
            parts: ([self.heads[part] for part in parts], [sizes[part] + 1 for part in parts])
            for parts in scheme.head_groups
        }
        return joined_weights(self.model.decoder, heads, self.model.shared.weight if like is None else like)

    @torch.no_grad()
    def start_decoding(
        self, encoder_state: EncoderState, rules: PointerRules | None = None, joined: JoinedWeights | None = None
    ) -> DecodeState:
        """A fresh state, before the first step.

        Args:
            encoder_state: Of `encode`; it is not changed and may be used again.
            rules: What the pointer may not do, *optional*, defaults to the usual rules.
            joined: Of `join_weights`, *optional*, defaults to weights that are put together for this run.

        Raises:
            InputError: If the model is in training mode, where dropout would make every step another.
        """
        if self.training:
            raise InputError("model", "evaluation mode (call model.eval())", "training mode")
        scheme, hidden = self.scheme, encoder_state.hidden
        device, decoder, parts = hidden.device, self.model.decoder, len(scheme.vocabulary.codebook_sizes)
        return DecodeState(
            scheme=scheme,
            memory=remember(decoder, hidden, encoder_state.mask, scheme.rows),
            offsets=torch.tensor(scheme.vocabulary.motion_offsets, device=device),
            ends=tuple(scheme.may_end(part) for part in range(parts)),
            lead=scheme.lead,
            next_ids=scheme.start_ids(encoder_state.language_ids.to(device)),
            weights=torch.tensor(scheme.weights, device=device, dtype=self.model.shared.weight.dtype)[:, None],
            joined=self.join_weights(hidden) if joined is None else joined,
            lengths=torch.full((len(hidden),), ENDLESS, device=device),
            slots=deque(maxlen=scheme.lead + 1),
            pointer=self._start_pointing(encoder_state, rules),
        )

    def _start_pointing(self, encoder_state: EncoderState, rules: PointerRules | None) -> PointerState | None:
        if encoder_state.shown is None:
            return None
        memory = self.pointer.remember(encoder_state.shown, encoder_state.hidden)
        return PointerState.begin(memory, rules or PointerRules(in_order=self.config.plan_order))

    def decode_steps(
        self,
        encoder_state: EncoderState,
        *,
        max_new_tokens: int | None = None,
        sampling: Sampling | None = None,
        state: DecodeState | None = None,
    ) -> Iterator[Tensor]:
        """Motion codes, step by step, as they are decided.

        Each sequence ends for itself as soon as any head that may end it says `</s>`; the iterator ends with the
        last. Dropping it cancels the run; nothing is computed ahead of what the latest part of a step needs.

        Args:
            encoder_state: Of `encode`.
            max_new_tokens: At most so many steps, with every decoding method, *optional*, defaults to 100 or to as
                many as there are positions for; with a pointer to these.
            sampling: How to draw codes, *optional*, defaults to the likeliest ones.
            state: Of an earlier run over the same `encoder_state` that is to go on, *optional*.

        Yields:
            Part-local codes of shape (B, P); −1 for sequences that have ended.

        Raises:
            InputError: If there is no step to take, or no room for so many positions, or the model is training.
        """
        state = state or self.start_decoding(encoder_state)
        return self._steps(state, self.most_steps(state, max_new_tokens), sampling.chooser() if sampling else greedy)

    def most_steps(self, state: DecodeState, max_new_tokens: int | None = None) -> int:
        """How many steps a run may still take; argument and errors as for `decode_steps`."""
        slots = self.config.max_position_embeddings // state.scheme.positions
        room = slots - state.lead - state.step
        # A pointer comes to its end by itself, and the more signs there are the later.
        usual = DEFAULT_STEPS if state.pointer is None else slots
        steps = min(usual, max(room, 1)) if max_new_tokens is None else max_new_tokens
        if steps < 1:
            raise InputError("max_new_tokens", "1 or more", steps)
        if steps > room:
            raise InputError("max_new_tokens", f"at most {room} (max_position_embeddings)", steps)
        return steps

    def _steps(self, state: DecodeState, steps: int, choose: Callable[[Tensor], Tensor]) -> Iterator[Tensor]:
        for _ in range(steps):
            with torch.no_grad():
                codes = self._next_step(state, choose)
            if codes is None:
                return
            yield codes

    def _next_step(self, state: DecodeState, choose: Callable[[Tensor], Tensor]) -> Tensor | None:
        """Codes of the next step (B, P), or None if all sequences have ended."""
        while self._next_slot(state, choose):
            if (codes := state.whole_step()) is not None:
                return codes
        return None

    @torch.no_grad()
    def read_anew(self, state: DecodeState, encoder_state: EncoderState, limit: int | None = None) -> None:
        """Go on with the prompt of a sentence of which more words have come; what was decided stays.

        The decoder keeps its past; it attends to the new prompt from the next step on. The signs that the pointer has
        visited must be the first ones of the new prompt.

        Args:
            state: Of a run of one prompt, of a model with a pointer.
            encoder_state: Of `encode`, of the new prompt.
            limit: Signs of the prompt that may be signed so far; None where all words have come, and the sentence ends.

        Raises:
            InputError: If the model has no pointer, or the first signs are others.
        """
        if state.pointer is None or encoder_state.shown is None or isinstance(state.memory, SideBySide):
            raise InputError("state", "a run of a model with a pointer", "one without")
        state.pointer.read_anew(self.pointer.remember(encoder_state.shown, encoder_state.hidden), limit)
        state.memory.read_anew(self.model.decoder, encoder_state.hidden, encoder_state.mask)
        state.held = None

    @torch.no_grad()
    def next_steps(self, states: Sequence[DecodeState]) -> list[Tensor | None]:
        """The next step of several runs side by side, each as if it were alone: likeliest codes.

        Runs may be at different steps and have prompts of different lengths; they share the way of the weights.

        Args:
            states: Of `start_decoding`, of one prompt each; they go on by a step.

        Returns:
            For each run codes of shape (1, P), or None if it has ended, or waits for words (`DecodeState.waits`).
        """
        if len(states) == 1:
            return [self._next_step(states[0], greedy)]
        found: list[Tensor | None] = [None] * len(states)
        waiting = [at for at, state in enumerate(states) if not bool(state.finished.all())]
        while waiting:
            joined = RunsSideBySide.of([states[at] for at in waiting])
            self._next_slot(joined, greedy)
            going_on = joined.part()
            waiting = [at for at, goes_on in zip(waiting, going_on, strict=True) if goes_on]
            for at in waiting:
                found[at] = states[at].whole_step()
            waiting = [at for at in waiting if found[at] is None]
        return found

    def _next_slot(self, state: DecodeState, choose: Callable[[Tensor], Tensor]) -> bool:
        """What the parts say next, each for its own step; false, and nothing is said, if all sequences have ended."""
        if state.pointer is not None:
            return self._next_pointed(state, state.pointer, choose)
        scheme, slot = state.scheme, state.memory.position // state.scheme.positions
        if state.lead and bool(state.finished.all()):
            return False
        sizes, codes = scheme.vocabulary.codebook_sizes, state.lengths.new_zeros((len(state.lengths), len(state.ends)))
        ended = state.finished
        for position in range(scheme.positions):
            for parts, hidden in scheme.head_inputs(self._next_hidden(state), position):
                for part, logits in zip(parts, state.joined.heads[parts](hidden), strict=True):
                    logits = self._with_lower_levels(part, logits, codes)
                    chosen = choose(logits if state.ends[part] else logits[:, :-1])
                    if state.ends[part]:
                        ended = ended | (chosen == sizes[part])
                    codes[:, part] = chosen
            # Every head that may end a sequence speaks at the first position of a slot.
            if position == 0:
                state.lengths = state.lengths.clamp_max(slot).where(ended, state.lengths)
                if bool(state.finished.all()):
                    return False
                unsaid = _unsaid(state, slot) if state.lead else ended[:, None]
            ids = (codes + state.offsets).masked_fill(unsaid, scheme.pad_id)
            state.next_ids = scheme.next_ids(ids, position)
        state.slots.append(codes)
        return True

    def _with_lower_levels(self, part: int, logits: Tensor, codes: Tensor) -> Tensor:
        """Logits (B, V_p + 1) of a part, and what the codes (B, P) of its lower levels, said already, add to them."""
        if str(part) not in self.levels:
            return logits
        term: Tensor = self.levels.term(part, codes, self.model.shared)
        return logits + term

    def _next_pointed(self, state: DecodeState, pointer: PointerState, choose: Callable[[Tensor], Tensor]) -> bool:
        """The next step of a model with a pointer: codes of the heads, or a whole step of a shown sign."""
        hidden = self._next_hidden(state)
        places = location(pointer.memory.shown, pointer.last[:, None], pointer.visited[:, None])
        pointing = self.pointer(pointer.memory, hidden[:, None], places)
        ended = state.finished | pointer.overdue() | ((pointing.stop[:, 0] > 0) & (pointer.last == END))
        state.lengths = state.lengths.clamp_max(state.taken).where(ended, state.lengths)
        if bool(state.finished.all()):
            return False
        codes, step = self._point(state, pointer, pointing, choose)
        state.held = pointer.beyond(step.place)
        if state.held is not None and bool(state.held.all()):
            state.memory.step_back()
            return False
        pointer.go(step)
        ids = (codes + state.offsets).masked_fill(ended[:, None], state.scheme.pad_id)
        state.next_ids = state.scheme.next_ids(ids, 0)
        state.slots.append(codes)
        return True

    def _point(
        self, state: DecodeState, pointer: PointerState, pointing: Pointing, choose: Callable[[Tensor], Tensor]
    ) -> tuple[Tensor, PointerStep]:
        """Codes (B, P) of the next step, and what the pointer does there: the likelier of heads and copies."""
        logits = pointing.logits[:, 0].float().masked_fill(~pointer.allowed(), float("-inf"))
        shares, gate, shown = logits.softmax(-1), pointing.gate[:, 0], pointer.memory.shown
        (parts,) = state.joined.heads
        spoken, likelihood = gate.new_zeros((len(gate), len(state.ends)), dtype=torch.long), F.logsigmoid(-gate)
        columns = self.config.copied_columns
        for part, found in zip(parts, state.joined.heads[parts](pointing.hidden[:, 0]), strict=True):
            found = self._with_lower_levels(part, found, spoken)[:, :-1].float()
            spoken[:, part] = choose(found)
            if columns[part]:
                likelihood = likelihood + found.log_softmax(-1).gather(-1, spoken[:, part, None])[:, 0]
        place = shares.argmax(-1)  # END, then the steps
        at = (place - 1).clamp_min(0)
        copy = torch.zeros_like(place, dtype=torch.bool)
        if shown.codes.shape[1]:
            step = shown.codes.gather(1, at[:, None, None].expand(-1, 1, spoken.shape[1]))[:, 0]  # (B, P)
            kept = torch.tensor(columns, device=step.device)
            same = ((shown.codes == step[:, None]) | ~kept).all(-1)
            copied = F.logsigmoid(gate) + (shares[:, 1:] * same).sum(-1).log()
            copy = (place > 0) & (copied > likelihood)
            spoken = torch.where(copy[:, None] & kept, step, spoken)
        weight = shares.gather(1, place[:, None])[:, 0]
        return spoken, PointerStep(place + END, weight, pointing.inside[:, 0].sigmoid(), copy)

    def _next_hidden(self, state: DecodeState) -> Tensor:
        """Decoder output (R, d) at the next position."""
        decoder = self.model.decoder
        # The mean of module outputs, not of rows: mBART scales embeddings inside its embedding module.
        embedded = (self.model.shared(state.next_ids) * state.weights).sum(1)  # (R, d)
        if (pointer := state.pointer) is not None:
            last, dwell = pointer.last[:, None], pointer.dwell[:, None]
            embedded = embedded + self.pointer.fed_back(pointer.memory, last, dwell)[:, 0]
        return next_hidden(decoder, state.joined, state.memory, embedded)

    def generate(
        self,
        input_ids: Tensor | None = None,
        *,
        attention_mask: Tensor | None = None,
        language: str | Sequence[str] | None = None,
        generation_config: GenerationConfig | None = None,
        generator: torch.Generator | None = None,
        **settings: Any,
    ) -> Tensor:
        """Motion codes of whole sequences.

        Args:
            input_ids: Prompts of shape (B, S), as the processor makes them.
            attention_mask: 1 where there is a token, *optional*, defaults to everything but padding.
            language: Sign language of all or of each sample, *optional*, defaults to the prompt's last token.
            generation_config: Settings, *optional*, defaults to the model's own.
            generator: Randomness of sampling, *optional*.
            **settings: Any of `max_new_tokens` (steps, as in `decode_steps`), `do_sample`, `temperature`, `top_k` (all
                codes by default), `top_p` and `num_return_sequences`; they go before `generation_config`.

        Returns:
            Part-local codes of shape (B, L, P), −1 behind the end of a sequence; L is 0 if all ended at once. With
            `num_return_sequences` n, rows b·n to b·n + n − 1 belong to prompt b.

        Raises:
            InputError: If a setting is unknown to this model or out of range, or a prompt is none of this model's.
        """
        usual = GenerationConfig.from_model_config(self.config)
        request = read_request(settings, generation_config or self.generation_config, usual, generator)
        if input_ids is None:
            raise InputError("input_ids", "prompts of shape (B, S)", None)
        mask = prompt_mask(self.config, input_ids, attention_mask)
        inherited: Any = super()
        result: Tensor = inherited.generate(
            input_ids,
            attention_mask=mask,
            custom_generate=_loop_over_steps,
            language_ids=prompt_languages(self.config.vocabulary, input_ids, mask, language),
            compact=self._compact(input_ids, mask),
            request=request,
            do_sample=request.sampling is not None,
            max_new_tokens=request.max_new_tokens or DEFAULT_STEPS,
            num_return_sequences=request.num_return_sequences,
        )
        return result


def _unsaid(state: DecodeState, slot: int | Tensor) -> Tensor:
    """Parts whose step is before the first or behind the end of a sequence, of shape (B, P)."""
    device = state.lengths.device
    steps = torch.as_tensor(slot, device=device).reshape(-1, 1) - torch.tensor(state.scheme.delays, device=device)
    return (steps < 0) | (steps >= state.lengths[:, None])


def _loop_over_steps(
    model: Any,
    input_ids: Tensor,
    *,
    language_ids: Tensor,
    compact: CompactPrompt | None,
    request: Request,
    **prepared: Any,
) -> Tensor:
    """`custom_generate` of `GenerationMixin`: its preparation, our loop.

    `GenerationMixin` keeps every keyword that this signature names from its own preparation. So the attention mask
    must not be named here: the encoder would run without it, and it would not be repeated for several results.

    The prepared logits processors are not used: they act on token ids of one vocabulary, while heads speak codes.
    """
    hidden: Tensor = prepared["encoder_outputs"].last_hidden_state
    prompts = len(language_ids)
    rows = torch.arange(prompts, device=hidden.device).repeat_interleave(len(hidden) // prompts)
    mask, shown = prepared["attention_mask"], None
    if compact is not None:
        mask, shown = compact.mask[rows], compact.shown.rows(rows)
    state = EncoderState(hidden, mask, language_ids[rows], shown)
    steps = list(model.decode_steps(state, max_new_tokens=request.max_new_tokens, sampling=request.sampling))
    if steps:
        return torch.stack(steps, dim=1)
    return language_ids.new_empty((len(hidden), 0, len(model.heads)))
