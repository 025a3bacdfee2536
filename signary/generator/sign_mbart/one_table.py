"""mBART's encoder and decoder with one embedding between them, whatever is done to it.

In transformers the two stacks hold the embedding under names of their own, `encoder.embed_tokens` and
`decoder.embed_tokens`, tied to `shared` by sharing its weight. Who replaces one of the three modules (an adapter of
`peft` wraps what it trains, and so do quantisers) leaves the others behind: training would go through one table and
generation through another. Here `shared` is the only module, and the stacks look it up where it is.
"""

from __future__ import annotations

import math
from typing import Any, cast

from torch import nn
from transformers.models.mbart.modeling_mbart import (
    MBartDecoder,
    MBartEncoder,
    MBartModel,
    MBartPreTrainedModel,
    MBartScaledWordEmbedding,
)

from signary.generator.sign_mbart.configuration_sign_mbart import SignMBartConfig

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
    """mBART's encoder."""


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

    def set_input_embeddings(self, value: nn.Module) -> None:
        """Replace the one table."""
        self.shared = value
