"""The general stage of FGDM (F8), and the gloss encoder (F2): transformers over frames and over glosses."""

from __future__ import annotations

import torch
from torch import nn

from signary.generator.fgdm.asgcn import Condition
from signary.generator.fgdm.configuration_fgdm import FGDMConfig
from signary.nn.positions import position_encoding


def with_positions(x: torch.Tensor) -> torch.Tensor:
    """(B, N, E) plus the sinusoids of its N positions."""
    return x + position_encoding(torch.arange(x.shape[1], device=x.device), x.shape[2]).to(x.dtype)


class GlossEncoder(nn.Module):
    """F2: glosses by a transformer.

    Args:
        config: Sizes.
    """

    def __init__(self, config: FGDMConfig) -> None:
        super().__init__()
        self.embedding = nn.Embedding(len(config.glosses) + 1, config.hidden_size)
        layer = nn.TransformerEncoderLayer(
            config.hidden_size, config.num_attention_heads, config.ffn_size, config.dropout, batch_first=True
        )
        self.layers = nn.TransformerEncoder(layer, config.gloss_layers, enable_nested_tensor=False)

    def forward(self, gloss_ids: torch.Tensor, gloss_mask: torch.Tensor) -> torch.Tensor:
        """Ids of shape (B, G) to features of shape (B, G, d_g)."""
        x = with_positions(self.embedding(gloss_ids))
        return torch.as_tensor(self.layers(x, src_key_padding_mask=~gloss_mask))


class GeneralStage(nn.Module):
    """F2G and the transformer decoder: all joints of a frame become one vector, frames see each other and the glosses.

    Args:
        config: Sizes, and whether frames see later ones.
        num_features: Numbers a frame.
    """

    def __init__(self, config: FGDMConfig, num_features: int) -> None:
        super().__init__()
        self.causal = config.general_causal
        self.transform = nn.Linear(num_features, config.hidden_size)
        layer = nn.TransformerDecoderLayer(
            config.hidden_size, config.num_attention_heads, config.ffn_size, config.dropout, batch_first=True
        )
        self.layers = nn.TransformerDecoder(layer, config.general_layers)

    def forward(
        self, x: torch.Tensor, frame_mask: torch.Tensor, condition: Condition, told: torch.Tensor | None = None
    ) -> torch.Tensor:
        """(B, T, J, d_f) to (B, T, d_g); `told` is what is signed in every frame, of that shape, if frames are told."""
        frames = with_positions(self.transform(x.flatten(2)))
        frames = frames if told is None else frames + told
        later = None
        if self.causal:
            later = torch.ones(x.shape[1], x.shape[1], dtype=torch.bool, device=x.device).triu(1)
        return torch.as_tensor(
            self.layers(
                frames,
                condition.states,
                tgt_mask=later,
                tgt_key_padding_mask=~frame_mask,
                memory_key_padding_mask=~condition.mask,
            )
        )
