"""mBART's encoder and decoder with one embedding between them, whatever is done to it.

In transformers the two stacks hold the embedding under names of their own, `encoder.embed_tokens` and
`decoder.embed_tokens`, tied to `shared` by sharing its weight. Who replaces one of the three modules (an adapter of
`peft` wraps what it trains, and so do quantisers) leaves the others behind: training would go through one table and
generation through another. Here `shared` is the only module, and the stacks look it up where it is.
"""

from __future__ import annotations

import math
from typing import Any, cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812
from transformers.models.mbart.modeling_mbart import (
    MBartDecoder,
    MBartEncoder,
    MBartModel,
    MBartPreTrainedModel,
    MBartScaledWordEmbedding,
)

from signary.generator.sign_mbart.configuration_sign_mbart import SignMBartConfig
from signary.generator.sign_mbart.pointer import SignPlaces
from signary.generator.sign_mbart.shown_steps import CompactPrompt, read_compact
from signary.io.errors import InputError

_NAME = "embed_tokens"


class _WithoutTable(nn.Module):
    """A stack that has no embedding of its own, but that of the model it is in.

    Attributes:
        holder: The model. In a tuple, as a stack must not have the model that has it among its modules.
    """

    holder: tuple[nn.Module]

    def look_up_in(self, model: nn.Module) -> None:
        """Give the stack's own embedding up for the model's."""
        del self._modules[_NAME]
        self.holder = (model,)

    @property
    def embed_tokens(self) -> nn.Module:
        """The one table, or what stands in its place now."""
        # Until there is a model, nn.Module finds the stack's own, as an AttributeError sends it on to its modules.
        return cast(nn.Module, self.holder[0].shared)

    def set_input_embeddings(self, value: nn.Module) -> None:
        """Replace the one table."""
        self.holder[0].shared = value


class SignMBartEncoder(_WithoutTable, MBartEncoder):  # type: ignore[misc, no-untyped-call]
    """mBART's encoder; of a model with a pointer it has one position for each shown step of a prompt."""

    def forward(self, input_ids: Tensor | None = None, attention_mask: Tensor | None = None, **others: Any) -> Any:
        """As mBART's.

        Args:
            input_ids: Prompts of shape (B, S).
            attention_mask: 1 where there is a token, of shape (B, S).
            **others: As mBART's.
        """
        model = cast("SignMBartModel", self.holder[0])
        if input_ids is not None and attention_mask is not None:
            compact = model.compact(input_ids, attention_mask)
            if compact is not None:
                embedded = model.embed_compact(compact)
                return super().forward(inputs_embeds=embedded, attention_mask=compact.mask, **others)
        return super().forward(input_ids=input_ids, attention_mask=attention_mask, **others)


class SignMBartDecoder(_WithoutTable, MBartDecoder):  # type: ignore[misc, no-untyped-call]
    """mBART's decoder."""


class SignMBartModel(MBartModel):  # type: ignore[no-untyped-call]
    """mBART's encoder and decoder, and `shared`, the one table of text, motion and language tokens.

    Args:
        config: Of the generator; the table has `vocab_size` rows until the generator gives it all of its own.
    """

    #: There is nothing to tie: each weight has one name.
    _tied_weights_keys: dict[str, str] = {}

    def __init__(self, config: SignMBartConfig) -> None:
        # Not MBartModel's, which would build stacks of its own; the order is the same, and with it what is drawn.
        MBartPreTrainedModel.__init__(self, config)
        scale = math.sqrt(config.d_model) if config.scale_embedding else 1.0
        self.shared: Any = MBartScaledWordEmbedding(config.vocab_size, config.d_model, config.pad_id, scale)
        self.encoder: Any = SignMBartEncoder(config)
        self.decoder: Any = SignMBartDecoder(config)
        self.post_init()  # type: ignore[no-untyped-call]
        for stack in (self.encoder, self.decoder):
            stack.look_up_in(self)
        self.places = SignPlaces(config.d_model) if config.pointer else None

    def compact(self, input_ids: Tensor, mask: Tensor) -> CompactPrompt | None:
        """Prompts of a model with a pointer, a position for each shown step; None without one.

        Args:
            input_ids: Prompts of shape (B, S).
            mask: 1 where there is a token, of shape (B, S).

        Raises:
            InputError: If codes do not come in whole steps, or there are more positions than the model has.
        """
        config = cast(SignMBartConfig, self.config)
        if self.places is None:
            return None
        compact, most = read_compact(config.vocabulary, config.pad_id, input_ids, mask), config.max_position_embeddings
        if compact.ids.shape[1] > most:
            raise InputError("input_ids", f"at most {most} positions", compact.ids.shape[1])
        return compact

    def embed_compact(self, compact: CompactPrompt) -> Tensor:
        """Inputs (B, S', d) of the encoder: of shown steps the mean of their codes' embeddings, and their places."""
        embedded, shown = self.shared(compact.ids), compact.shown
        if self.places is None or not shown.codes.shape[1]:
            return cast(Tensor, embedded)
        config = cast(SignMBartConfig, self.config)
        offsets = torch.tensor(config.vocabulary.motion_offsets, device=shown.codes.device)
        codes = self.shared(shown.codes.clamp_min(0) + offsets)  # (B, K, P, d)
        weights = torch.tensor(config.part_weights, device=codes.device, dtype=codes.dtype)
        steps = (codes * weights[:, None]).sum(-2) + self.places(shown) * self.shared.embed_scale
        # Padding of steps goes to a column that is cut off again.
        length = embedded.shape[1]
        at = shown.at.where(shown.there, length)[..., None].expand(-1, -1, embedded.shape[-1])
        return F.pad(embedded, (0, 0, 0, 1)).scatter(1, at, steps.to(embedded.dtype))[:, :length]

    def set_input_embeddings(self, value: nn.Module) -> None:
        """Replace the one table."""
        self.shared = value
