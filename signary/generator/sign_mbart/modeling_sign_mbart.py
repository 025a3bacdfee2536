"""Text and retrieved signs -> motion tokens: mBART with an integrated vocabulary and part heads (SOKE §3.3).

mBART's encoder and decoder are used as they are. Ours are the embedding (text ∪ motion ∪ language tokens), one head
`Linear(d, V_p + 1)` a part, whose last row is `</s>`, and the way codes become decoder inputs (`decoding.py`).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812
from transformers import initialization as init
from transformers.models.mbart.modeling_mbart import MBartModel, MBartPreTrainedModel, MBartScaledWordEmbedding
from transformers.utils import logging
from transformers.utils.generic import ModelOutput

from signary.generator.sign_mbart.configuration_sign_mbart import SignMBartConfig
from signary.generator.sign_mbart.decode_state import EncoderState
from signary.generator.sign_mbart.decoding import IGNORED, PADDING
from signary.generator.sign_mbart.generation_sign_mbart import SignMBartGenerationMixin
from signary.generator.sign_mbart.levels import LevelHeads
from signary.generator.sign_mbart.one_table import SignMBartModel
from signary.generator.sign_mbart.pointer import Pointing, SignPointer, location, taught_past
from signary.generator.sign_mbart.pointer_losses import (
    checked_targets,
    inside_loss,
    mixture_loss,
    pointing_loss,
    stop_loss,
)
from signary.generator.sign_mbart.prompts import prompt_languages, prompt_mask
from signary.generator.sign_mbart.shown_steps import CompactPrompt, ShownSteps
from signary.io.errors import InputError
from signary.nn.checked_loading import CheckedLoading, load_base
from signary.nn.setting_names import check_names
from signary.nn.whole_batch import mean_of

_LOGGER = logging.get_logger(__name__)


@dataclass
class SignMBartOutput(ModelOutput):
    """What `forward` returns.

    Attributes:
        loss: Sum over parts of the mean cross-entropy; with a pointer see `SignMBartForConditionalGeneration.forward`.
        logits: For each part (B, L + 1, V_p + 1), step by step; (B, L, V_p + 1) for parts that may not end a sequence.
        encoder_last_hidden_state: States of shape (B, S, d).
        losses: With a pointer: the terms of the loss by name, unweighted.
        pointing: With a pointer: what it says.
    """

    loss: Tensor | None = None
    logits: tuple[Tensor, ...] | None = None
    encoder_last_hidden_state: Tensor | None = None
    losses: dict[str, Tensor] | None = None
    pointing: Pointing | None = None


class PartHead(nn.Linear):
    """The output of one part: its codes, then `</s>`.

    Args:
        d_model: Size of the decoder states.
        size: Number of codes V_p.
        part: Index of the part.
    """

    def __init__(self, d_model: int, size: int, part: int) -> None:
        super().__init__(d_model, size + 1)
        self.part = part


class SignMBartForConditionalGeneration(  # type: ignore[no-untyped-call, misc]
    CheckedLoading, MBartPreTrainedModel, SignMBartGenerationMixin
):
    """mBART that speaks motion codes.

    Args:
        config: Sizes, vocabulary and decoding method.
    """

    config: SignMBartConfig
    config_class = SignMBartConfig

    def __init__(self, config: SignMBartConfig) -> None:
        super().__init__(config)
        # Keywords of `from_pretrained` are set on the config after it was checked.
        config.check()
        self.model = SignMBartModel(config)
        self._set_embedding_size(config.vocabulary.size)
        # After the embedding: transformers initialises children in this order, and heads start from its rows.
        sizes = config.vocabulary.codebook_sizes
        self.heads = nn.ModuleList(PartHead(config.d_model, size, part) for part, size in enumerate(sizes))
        self.levels = LevelHeads(config.vocabulary, config.d_model)
        self.pointer = SignPointer(config) if config.pointer else None
        self.post_init()  # type: ignore[no-untyped-call]

    @torch.no_grad()
    def _init_weights(self, module: nn.Module) -> None:
        """Heads start from the embedding rows of their codes, and of `</s>`; they are not tied.

        It acts on the heads because transformers never hands modules over that have no parameters of their own.
        """
        if not isinstance(module, PartHead):
            super()._init_weights(module)  # type: ignore[no-untyped-call]
            return
        vocabulary, rows = self.config.vocabulary, self.model.shared.weight
        first, size = vocabulary.motion_offsets[module.part], vocabulary.codebook_sizes[module.part]
        # Unlike torch's, these two leave weights alone that came from a checkpoint.
        init.copy_(module.weight, torch.cat([rows[first : first + size], rows[self.config.eos_id, None]]))
        init.zeros_(module.bias)

    def _set_embedding_size(self, size: int) -> None:
        old = self.model.shared
        self.model.set_input_embeddings(
            MBartScaledWordEmbedding(size, self.config.d_model, self.config.pad_id, old.embed_scale)
        )

    def forward(
        self,
        input_ids: Tensor | None = None,
        attention_mask: Tensor | None = None,
        motion_codes: Tensor | None = None,
        pointer_targets: Tensor | None = None,
        inside: Tensor | None = None,
    ) -> SignMBartOutput:
        """Teacher forcing: the loss of all codes and of the ends of the sequences (Eq. 2, 3 or 4).

        With a pointer the loss is that of heads and copies together (`pointer_losses.mixture_loss`), and, weighted as
        the configuration says, of the heads alone, of the pointer, of the end, and of when signs are signed.

        Args:
            input_ids: Prompts of shape (B, S), as the processor makes them; decoding starts from their last token,
                the language.
            attention_mask: 1 where there is a token, *optional*, defaults to everything but padding.
            motion_codes: Part-local codes of shape (B, L, P), −1 behind the end of a sequence.
            pointer_targets: With a pointer: at each step 1 behind the last sign, or 2 and the number of the shown step
                that it is to point at, of shape (B, L), negative where nobody says, *optional*, defaults to that.
            inside: With a pointer: share of each step in which a sign is signed, of shape (B, L), negative where
                nobody says, *optional*, defaults to that.

        Returns:
            Loss, logits of each part and encoder states.

        Raises:
            InputError: If prompts or codes are none of this model's, codes are padded in the middle, a prompt does
                not end with a language token, or the pointer is taught to point at what is not shown.
        """
        if motion_codes is None:
            raise InputError("motion_codes", "codes of shape (B, L, P) (to generate, call `generate`)", None)
        if input_ids is None:
            raise InputError("input_ids", "prompts of shape (B, S)", None)
        self._check_codes(motion_codes)
        mask = prompt_mask(self.config, input_ids, attention_mask)
        language_ids = prompt_languages(self.config.vocabulary, input_ids, mask)
        source, mask, shown = self._encoded(input_ids, mask)
        if shown is not None:
            targets = checked_targets(pointer_targets, "pointer_targets", motion_codes, 1 + shown.codes.shape[1])
            inside = checked_targets(inside, "inside", motion_codes, 1)
            return self._taught_to_point(EncoderState(source, mask, language_ids, shown), motion_codes, targets, inside)
        logits = self._teacher_forced(source, mask, motion_codes, language_ids)
        losses = [
            _mean_entropy(part.flatten(0, 1).float(), target.flatten())
            for part, target in zip(logits, self.scheme.targets(motion_codes), strict=True)
        ]
        return SignMBartOutput(torch.stack(losses).sum(), logits, source)

    def _encoded(self, input_ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, ShownSteps | None]:
        """States (B, S', d) of checked prompts, where they have a position, and with a pointer the shown steps."""
        compact = self._compact(input_ids, mask)
        hidden = self.model.encoder(input_ids=input_ids, attention_mask=mask).last_hidden_state
        return (hidden, mask, None) if compact is None else (hidden, compact.mask, compact.shown)

    def _compact(self, input_ids: Tensor, mask: Tensor) -> CompactPrompt | None:
        """With a pointer: the prompts as the encoder's positions have them."""
        return self.model.compact(input_ids, mask)  # type: ignore[no-any-return]

    def _taught_to_point(
        self, encoded: EncoderState, codes: Tensor, targets: Tensor, inside: Tensor
    ) -> SignMBartOutput:
        """Teacher forcing of codes and pointer."""
        config, scheme, shown = self.config, self.scheme, encoded.shown
        assert self.pointer is not None
        assert shown is not None
        memory = self.pointer.remember(shown, encoded.hidden)
        last, dwell, visited = taught_past(shown, targets)
        ids = scheme.training_ids(codes, encoded.language_ids)  # (B, L + 1, P)
        weights = torch.tensor(scheme.weights, device=ids.device, dtype=self.model.shared.weight.dtype)
        embedded = (self.model.shared(ids) * weights[:, None]).sum(-2)
        if self.training and config.code_dropout:
            kept = torch.rand(embedded.shape[:2], device=embedded.device) >= config.code_dropout
            kept[:, 0] = True
            embedded = embedded * kept[..., None]
        hidden = self.model.decoder(
            inputs_embeds=embedded + self.pointer.fed_back(memory, last, dwell),
            encoder_hidden_states=encoded.hidden,
            encoder_attention_mask=encoded.mask,
            use_cache=False,
        ).last_hidden_state
        pointing = self.pointer(memory, hidden, location(shown, last, visited))
        # The end is no code here: it has an output of its own.
        logits = tuple(part[..., :-1] for part in self._of_heads([pointing.hidden[:, :-1]] * len(self.heads), codes))
        spoken = [
            _mean_entropy(part.flatten(0, 1).float(), codes[..., at].flatten(), PADDING)
            for at, part in enumerate(logits)
        ]
        losses = {
            "codes": mixture_loss(logits, pointing, shown, codes, config.copied_columns),
            "heads": torch.stack(spoken).sum(),
            "pointer": pointing_loss(pointing, targets),
            "stop": stop_loss(pointing, codes),
            "inside": inside_loss(pointing, inside),
        }
        taught = losses["pointer"] + losses["stop"] + losses["inside"]
        loss = losses["codes"] + config.head_weight * losses["heads"] + config.pointer_weight * taught
        return SignMBartOutput(loss, logits, encoded.hidden, losses, pointing)

    def _of_heads(self, states: Sequence[Tensor], codes: Tensor) -> list[Tensor]:
        """Logits of each part from the states (B, L or L + 1, d) that its head reads; lower levels are the codes'."""
        logits = [head(part) for head, part in zip(self.heads, states, strict=True)]
        for column, term in enumerate(self.levels.terms(codes, self.model.shared)):
            if term is not None:
                missing = logits[column].shape[1] - term.shape[1]
                logits[column] = logits[column] + F.pad(term, (0, 0, 0, missing))
        return logits

    def _teacher_forced(
        self, source: Tensor, mask: Tensor, motion_codes: Tensor, language_ids: Tensor
    ) -> tuple[Tensor, ...]:
        scheme = self.scheme
        ids = scheme.training_ids(motion_codes, language_ids)  # (R, N, M)
        if ids.shape[1] > self.config.max_position_embeddings:
            most = (self.config.max_position_embeddings - 1) // scheme.positions - scheme.lead
            raise InputError("motion_codes", f"at most {most} steps", motion_codes.shape[1])
        if scheme.rows > 1:
            source, mask = source.repeat_interleave(scheme.rows, 0), mask.repeat_interleave(scheme.rows, 0)
        # The mean of module outputs, not of rows: mBART scales embeddings inside its embedding module.
        weights = torch.tensor(scheme.weights, device=ids.device, dtype=self.model.shared.weight.dtype)
        embedded = (self.model.shared(ids) * weights[:, None]).sum(-2)  # (R, N, d)
        # Padding stands behind the end, where a causal decoder cannot see it: no mask is needed for it.
        hidden = self.model.decoder(
            inputs_embeds=embedded, encoder_hidden_states=source, encoder_attention_mask=mask, use_cache=False
        ).last_hidden_state
        states = scheme.hidden_of_steps(hidden, motion_codes.shape[1])
        return tuple(self._of_heads(states, motion_codes))

    def _check_codes(self, codes: Tensor) -> None:
        sizes = self.config.vocabulary.codebook_sizes
        if codes.dim() != 3 or codes.shape[2] != len(sizes) or codes.is_floating_point() or not codes.shape[1]:
            got = f"{codes.dtype} of shape {tuple(codes.shape)}"
            raise InputError("motion_codes", f"integers of shape (B, L, {len(sizes)})", got)
        limits = torch.tensor(sizes, device=codes.device)
        if bool(((codes < PADDING) | (codes >= limits)).any()):
            low, high = codes.amin((0, 1)).tolist(), codes.amax((0, 1)).tolist()
            raise InputError("motion_codes", f"-1, or 0 and more but less than {list(sizes)}", f"{low} to {high}")
        there = codes != PADDING
        lengths = there[..., 0].sum(1)
        expected = torch.arange(codes.shape[1], device=codes.device) < lengths[:, None]  # (B, L)
        good = (there == expected[..., None]).flatten(1).all(1) & (lengths > 0)
        if not bool(good.all()):
            row = int(good.long().argmin())
            wanted = "steps, then padding (-1 in all parts at once) up to the end"
            raise InputError(f"motion_codes[{row}]", wanted, codes[row].tolist())

    def trim_text_vocabulary(self, kept_ids: Iterable[int]) -> list[int]:
        """Drop the text tokens that a corpus does not use; what remains computes what it computed before.

        Rows of ids that are kept move up, in ascending order; ids of `</s>`, padding and start always stay. Give the
        result to the processor, which then maps the tokenizer's ids. mBART-large has 250,027 text tokens, which are
        256 of its 610 million parameters.

        Args:
            kept_ids: Text ids to keep, such as those of `kept_text`.

        Returns:
            The kept ids in the order of their new ids.

        Raises:
            InputError: If an id is not a text id of this model.
        """
        config, old = self.config, self.model.shared.weight.data
        special = (config.pad_token_id, config.eos_token_id, config.bos_token_id)
        kept = sorted({*kept_ids, *(token for token in special if isinstance(token, int))})
        if kept[0] < 0 or kept[-1] >= config.vocab_size:
            raise InputError("kept_ids", f"0 to {config.vocab_size - 1}", f"{kept[0]} to {kept[-1]}")
        rows = [*kept, *range(config.vocab_size, config.vocabulary.size)]
        for name in ("pad_token_id", "eos_token_id", "bos_token_id"):
            if getattr(config, name) is not None:
                setattr(config, name, kept.index(getattr(config, name)))
                setattr(self.generation_config, name, getattr(config, name))
        config.decoder_start_token_id = None
        config.vocab_size = len(kept)
        with torch.device(old.device):
            self._set_embedding_size(config.vocabulary.size)
        self.model.shared.weight.data = old[torch.tensor(rows, device=old.device)]
        self.model.encoder.padding_idx = self.model.decoder.padding_idx = config.pad_id
        return kept

    @classmethod
    def from_mbart(
        cls,
        name_or_folder: str | os.PathLike[str],
        *,
        kept_text_ids: Iterable[int] | None = None,
        seed: int = 0,
        **settings: Any,
    ) -> Self:
        """Start from any mBART: its weights, and new rows for motion, language and signer tokens.

        New rows are drawn from a normal distribution with the mean and standard deviation that the text embeddings
        have in each dimension; heads start from the rows of their codes.

        Args:
            name_or_folder: An mBART folder or Hub id; it is read once.
            kept_text_ids: Text ids to keep, *optional*, defaults to all; see `trim_text_vocabulary`.
            seed: Of the new rows.
            **settings: Fields of `SignMBartConfig`; those not given are mBART's, or have their default.

        Raises:
            ModelFolderError: If the folder lacks a weight of mBART, or has more than its config says.
            InputError: If a setting or an id to keep is not possible, or it cannot be loaded.
        """
        known = {field.name for field in fields(SignMBartConfig)}
        check_names(SignMBartConfig, settings)
        base, unused = load_base(MBartModel, name_or_folder, "model.")
        inherited = {key: value for key, value in base.config.to_dict().items() if key in known - _NOT_INHERITED}
        config = SignMBartConfig(**inherited | settings)
        with torch.device("meta"):
            model = cls(config)
        model = model.to_empty(device="cpu")
        text = base.shared.weight.data
        weights = {key: value for key, value in base.state_dict().items() if "embed_tokens" not in key}
        draw = torch.Generator().manual_seed(seed)
        noise = torch.randn(config.vocabulary.size - len(text), text.shape[1], generator=draw)
        weights["shared.weight"] = torch.cat([text, noise * text.std(0) + text.mean(0)])
        model.model.load_state_dict(weights, strict=True)
        for head in model.heads:
            model._init_weights(head)
        _LOGGER.warning(
            "%s: all weights of its encoder and decoder; new: %d rows of the embedding (motion, language and signer "
            "tokens) and %d heads, which start from them; not used: %s",
            name_or_folder,
            len(noise),
            len(model.heads),
            ", ".join(unused) or "nothing",
        )
        if kept_text_ids is not None:
            model.trim_text_vocabulary(kept_text_ids)
        model.eval()  # type: ignore[no-untyped-call]
        return model


def _mean_entropy(logits: Tensor, targets: Tensor, ignored: int = IGNORED) -> Tensor:
    """Mean cross-entropy of logits (N, V) over the targets (N,) that are not `ignored`."""
    return mean_of(F.cross_entropy(logits, targets, ignore_index=ignored, reduction="sum"), (targets != ignored).sum())


#: Fields of an mBART configuration that say how it was saved, and those that mean something else here.
_NOT_INHERITED = {"architectures", "transformers_version", "dtype", "decoder_start_token_id", "forced_eos_token_id"}
