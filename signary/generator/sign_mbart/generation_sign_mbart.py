"""Decoding step by step, with explicit state (SOKE §3.3, inference; greedy unless asked to sample)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor
from transformers import DynamicCache, EncoderDecoderCache, GenerationConfig, GenerationMixin
from transformers.generation.logits_process import TemperatureLogitsWarper, TopKLogitsWarper, TopPLogitsWarper
from transformers.masking_utils import create_bidirectional_mask
from transformers.modeling_outputs import BaseModelOutput

from signary.generator.sign_mbart.decoding import PADDING, DecodingScheme
from signary.io.errors import InputError

if TYPE_CHECKING:
    from signary.generator.sign_mbart.configuration_sign_mbart import SignMBartConfig

#: Steps where nobody says how many: 16 seconds at four frames a step and 25 frames a second.
DEFAULT_STEPS = 100


@dataclass(frozen=True)
class Sampling:
    """How to draw codes instead of taking the likeliest, for each head on its own (Eq. 4 factorises).

    Attributes:
        temperature: Logits are divided by it.
        top_k: Only so many codes are drawn from, *optional*.
        top_p: Only the likeliest codes with this share of the probability are drawn from, *optional*.
        generator: Where the randomness comes from, *optional*, defaults to torch's global generator.
    """

    temperature: float = 1.0
    top_k: int | None = None
    top_p: float | None = None
    generator: torch.Generator | None = None

    def __post_init__(self) -> None:
        """Validate.

        Raises:
            InputError: If a value is out of range.
        """
        if not self.temperature > 0:
            raise InputError("temperature", "a number above 0 (greedy decoding: no sampling)", self.temperature)
        if self.top_k is not None and self.top_k < 1:
            raise InputError("top_k", "1 or more", self.top_k)
        if self.top_p is not None and not 0 < self.top_p <= 1:
            raise InputError("top_p", "above 0, at most 1", self.top_p)

    def chooser(self) -> Callable[[Tensor], Tensor]:
        """A function from logits (B, V) to codes (B,)."""
        warpers: list[Any] = [TemperatureLogitsWarper(float(self.temperature))] if self.temperature != 1 else []
        warpers += [TopKLogitsWarper(self.top_k)] if self.top_k else []
        warpers += [TopPLogitsWarper(self.top_p)] if self.top_p is not None and self.top_p < 1 else []

        def choose(logits: Tensor) -> Tensor:
            logits = logits.float()
            for warp in warpers:
                logits = warp(None, logits)
            return torch.multinomial(logits.softmax(-1), 1, generator=self.generator)[:, 0]

        return choose


def _greedy(logits: Tensor) -> Tensor:
    return logits.argmax(-1)


@dataclass(frozen=True)
class EncoderState:
    """What the encoder made of the prompts.

    Attributes:
        hidden: States of shape (B, S, d).
        mask: 1 where there is a token, 0 at padding, of shape (B, S).
        language_ids: Ids of the language tokens, of shape (B,).
    """

    hidden: Tensor
    mask: Tensor
    language_ids: Tensor


@dataclass
class DecodeState:
    """Everything that one decoding run carries from step to step; keep it to go on, drop it to cancel.

    Attributes:
        scheme: How codes become decoder inputs.
        cache: Keys and values of the decoder; those of the cross-attention are computed once.
        hidden: Encoder states of shape (R, S, d).
        mask: Mask of the cross-attention as the attention implementation wants it, or None without padding.
        offsets: Integrated id of code 0 of every part, of shape (P,).
        next_ids: Ids of the next decoder input, of shape (R, M).
        weights: Weights of these M ids, of shape (M, 1).
        finished: Samples that have said `</s>`, of shape (B,).
        position: Next decoder position.
        step: Steps taken.
    """

    scheme: DecodingScheme
    cache: EncoderDecoderCache
    hidden: Tensor
    mask: Any
    offsets: Tensor
    next_ids: Tensor
    weights: Tensor
    finished: Tensor
    position: int = 0
    step: int = 0


class SignMBartGenerationMixin(GenerationMixin):  # type: ignore[misc]
    """Step-wise decoding; `generate` loops over it."""

    if TYPE_CHECKING:
        config: SignMBartConfig
        generation_config: GenerationConfig
        model: Any
        heads: Any
        training: bool

        @property
        def scheme(self) -> DecodingScheme: ...

        def encode(
            self, input_ids: Tensor, attention_mask: Tensor | None = None, language: str | Sequence[str] | None = None
        ) -> EncoderState: ...

        def _language_ids(self, input_ids: Tensor, attention_mask: Tensor, language: Any) -> Tensor: ...

    @torch.no_grad()
    def start_decoding(self, encoder_state: EncoderState) -> DecodeState:
        """A fresh state, before the first step.

        Args:
            encoder_state: Of `encode`; it is not changed and may be used again.

        Raises:
            InputError: If the model is in training mode, where dropout would make every step another.
        """
        if self.training:
            raise InputError("model", "evaluation mode (call model.eval())", "training mode")
        scheme, hidden = self.scheme, encoder_state.hidden
        rows = scheme.rows
        mask = encoder_state.mask
        if rows > 1:
            hidden, mask = hidden.repeat_interleave(rows, 0), mask.repeat_interleave(rows, 0)
        cross_mask = None
        if not bool(mask.all()):
            cross_mask = create_bidirectional_mask(
                config=self.config, inputs_embeds=hidden[:, :1], attention_mask=mask, encoder_hidden_states=hidden
            )
        device = hidden.device
        return DecodeState(
            scheme=scheme,
            cache=EncoderDecoderCache(DynamicCache(config=self.config), DynamicCache(config=self.config)),
            hidden=hidden,
            mask=cross_mask,
            offsets=torch.tensor(scheme.vocabulary.motion_offsets, device=device),
            next_ids=scheme.start_ids(encoder_state.language_ids.to(device)),
            weights=torch.tensor(scheme.weights, device=device, dtype=hidden.dtype)[:, None],
            finished=torch.zeros(len(encoder_state.hidden), dtype=torch.bool, device=device),
        )

    def decode_steps(
        self,
        encoder_state: EncoderState,
        *,
        max_new_tokens: int = DEFAULT_STEPS,
        sampling: Sampling | None = None,
        state: DecodeState | None = None,
    ) -> Iterator[Tensor]:
        """Motion codes, step by step, as they are decided.

        Each sequence ends for itself as soon as any head that may end it says `</s>`; the iterator ends with the
        last. Dropping it cancels the run; nothing is computed ahead.

        Args:
            encoder_state: Of `encode`.
            max_new_tokens: At most so many steps, with every decoding method.
            sampling: How to draw codes, *optional*, defaults to the likeliest ones.
            state: Of an earlier run over the same `encoder_state` that is to go on, *optional*.

        Yields:
            Part-local codes of shape (B, P); −1 for sequences that have ended.

        Raises:
            InputError: If there is no step to take, or no room for so many positions, or the model is training.
        """
        state = state or self.start_decoding(encoder_state)
        if max_new_tokens < 1:
            raise InputError("max_new_tokens", "1 or more", max_new_tokens)
        room = (self.config.max_position_embeddings - state.position) // state.scheme.positions
        if max_new_tokens > room:
            raise InputError("max_new_tokens", f"at most {room} (max_position_embeddings)", max_new_tokens)
        return self._steps(state, max_new_tokens, sampling.chooser() if sampling else _greedy)

    def _steps(self, state: DecodeState, steps: int, choose: Callable[[Tensor], Tensor]) -> Iterator[Tensor]:
        for _ in range(steps):
            with torch.no_grad():
                codes = self._next_step(state, choose)
            if codes is None:
                return
            yield codes

    def _next_step(self, state: DecodeState, choose: Callable[[Tensor], Tensor]) -> Tensor | None:
        """Codes of the next step (B, P), or None if all sequences have ended."""
        scheme, finished = state.scheme, state.finished
        sizes = scheme.vocabulary.codebook_sizes
        codes = finished.new_zeros((len(finished), len(sizes)), dtype=torch.long)
        for position in range(scheme.positions):
            for part, hidden in scheme.speakers(self._next_hidden(state), position):
                logits = self.heads[part](hidden)  # (B, V_p + 1)
                chosen = choose(logits if scheme.may_end(part) else logits[:, :-1])
                if scheme.may_end(part):
                    finished = finished | (chosen == sizes[part])
                codes[:, part] = chosen
            # Every head that may end a sequence speaks at the first position of a step.
            if position == 0:
                state.finished = finished
                if bool(finished.all()):
                    return None
            ids = (codes + state.offsets).masked_fill(finished[:, None], scheme.pad_id)
            state.next_ids = scheme.next_ids(ids, position)
        state.step += 1
        return codes.masked_fill(finished[:, None], PADDING)

    def _next_hidden(self, state: DecodeState) -> Tensor:
        """Decoder output (R, d) at the next position.

        It calls mBART's decoder layers itself: a single new position needs no causal mask, and the decoder's own
        `forward` builds two masks at every call.
        """
        decoder = self.model.decoder
        hidden = (decoder.embed_tokens(state.next_ids) * state.weights).sum(1, keepdim=True)  # (R, 1, d)
        positions = decoder.embed_positions
        hidden = hidden + positions.weight[state.position + positions.offset]
        hidden = decoder.layernorm_embedding(hidden)
        for layer in decoder.layers:
            hidden = layer(
                hidden,
                None,
                state.hidden,
                encoder_attention_mask=state.mask,
                past_key_values=state.cache,
                use_cache=True,
            )
        state.position += 1
        return decoder.layer_norm(hidden)[:, 0]

    def generate(  # type: ignore[override]
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
            **settings: Any of `max_new_tokens` (steps, 100 by default), `do_sample`, `temperature`, `top_k`,
                `top_p` and `num_return_sequences`; they go before `generation_config`.

        Returns:
            Part-local codes of shape (B, L, P), −1 behind the end of a sequence; L is 0 if all ended at once.

        Raises:
            InputError: If a setting is unknown to this model or out of range.
        """
        unknown = set(settings) - {*_SETTINGS}
        if unknown:
            raise InputError("generate", f"settings among {', '.join(_SETTINGS)}", ", ".join(sorted(unknown)))
        if input_ids is None:
            raise InputError("input_ids", "prompts of shape (B, S)", None)
        settings = {key: value for key, value in settings.items() if value is not None}
        steps = settings.get("max_new_tokens")
        if steps is None:
            steps = (generation_config or self.generation_config).max_new_tokens or DEFAULT_STEPS
        if steps < 1:
            raise InputError("max_new_tokens", "1 or more", steps)
        if attention_mask is None:
            attention_mask = (input_ids != self.config.pad_token_id).long()
        result: Tensor = super().generate(
            input_ids,
            attention_mask=attention_mask,
            generation_config=generation_config,
            custom_generate=_loop_over_steps,
            language_ids=self._language_ids(input_ids, attention_mask, language),
            generator=generator,
            **settings | {"max_new_tokens": steps},
        )
        return result


_SETTINGS = ("max_new_tokens", "do_sample", "temperature", "top_k", "top_p", "num_return_sequences")


def _loop_over_steps(
    model: Any,
    input_ids: Tensor,
    *,
    generation_config: GenerationConfig,
    language_ids: Tensor,
    generator: torch.Generator | None = None,
    **prepared: Any,
) -> Tensor:
    """`custom_generate` of `GenerationMixin`: its preparation, our loop.

    `GenerationMixin` keeps every keyword that this signature names from its own preparation. So the attention mask
    must not be named here: the encoder would run without it, and it would not be repeated for several results.

    The prepared logits processors are not used: they act on token ids of one vocabulary, while heads speak codes.
    """
    config, attention_mask = generation_config, prepared["attention_mask"]
    encoder_outputs: BaseModelOutput = prepared["encoder_outputs"]
    hidden = encoder_outputs.last_hidden_state
    if (config.num_beams or 1) > 1:
        raise InputError("num_beams", "1 (codes of several heads have no beam)", config.num_beams)
    sampling = None
    if config.do_sample:
        temperature = 1.0 if config.temperature is None else config.temperature
        sampling = Sampling(temperature, config.top_k or None, config.top_p, generator)
    language_ids = language_ids.repeat_interleave(len(hidden) // len(language_ids), 0)
    state = EncoderState(hidden, attention_mask, language_ids)
    steps = list(model.decode_steps(state, max_new_tokens=config.max_new_tokens, sampling=sampling))
    if steps:
        return torch.stack(steps, dim=1)
    return language_ids.new_empty((len(hidden), 0, len(model.heads)))
