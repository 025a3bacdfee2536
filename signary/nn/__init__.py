"""Network pieces that several models share: stateful layers, positions and times, losses.

Shapes follow the legend in `signary.pose`; inside convolutions time comes last, `(B, C, T)`.
"""

from signary.nn.adaptive_norm import Modulation, adaptive_norm
from signary.nn.bone_loss import bone_loss, bone_orientations
from signary.nn.causal_conv import CausalConv1d
from signary.nn.loss_balance import InverseLossBalance
from signary.nn.masked_losses import masked_mean, masked_smooth_l1, masked_squared_error
from signary.nn.parallel_linear import ParallelLinear
from signary.nn.positions import PERIOD, position_angles, position_encoding, rotary_turns, rotate
from signary.nn.soft_dtw import soft_dtw, soft_dtw_divergence
from signary.nn.time_embedding import TimeEmbedding
from signary.nn.windowed_cache import WindowedCache

__all__ = [
    "PERIOD",
    "CausalConv1d",
    "InverseLossBalance",
    "Modulation",
    "ParallelLinear",
    "TimeEmbedding",
    "WindowedCache",
    "adaptive_norm",
    "bone_loss",
    "bone_orientations",
    "masked_mean",
    "masked_smooth_l1",
    "masked_squared_error",
    "position_angles",
    "position_encoding",
    "rotary_turns",
    "rotate",
    "soft_dtw",
    "soft_dtw_divergence",
]
