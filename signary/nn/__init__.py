"""Network pieces that several models share: stateful causal convolution and masked losses.

Shapes follow the legend in `signary.pose`; inside convolutions time comes last, `(B, C, T)`.
"""

from signary.nn.causal_conv import CausalConv1d
from signary.nn.masked_losses import masked_mean, masked_smooth_l1, masked_squared_error

__all__ = ["CausalConv1d", "masked_mean", "masked_smooth_l1", "masked_squared_error"]
