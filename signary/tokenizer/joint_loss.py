"""What rotations are wrong by where it is seen: on the body, where the errors of an arm's joints add up."""

from __future__ import annotations

import torch

from signary.nn.masked_losses import masked_smooth_l1
from signary.pose.sign_places import HANDS, sign_places
from signary.pose.skeletons.smplx import SMPLX

#: Features that no place depends on: those of the head and the face, which keypoints may not show.
_ASIDE = SMPLX.features([SMPLX.index(name) for name in ("neck", "head", "jaw", "expression")])
_LIMBS = [at for at in range(SMPLX.num_features) if at not in set(_ASIDE)]
#: A finger tip counts so often as another joint of a hand: it is what shows a handshape.
_TIPS = 2.0


def joint_loss(made: torch.Tensor, wanted: torch.Tensor, frame_mask: torch.Tensor, known: torch.Tensor) -> torch.Tensor:
    """Smooth L1 of places in centimetres: mean of those of the arms + mean of those of the hands from their wrists.

    Args:
        made: Features of layout `smplx`, shape (B, T, 133), radians.
        wanted: What they are to be; may hold NaN where it is not known.
        frame_mask: Boolean tensor of shape (B, T), false for padding.
        known: Boolean tensor of shape (B, T, 133). Frames in which anything of arms or hands is missing do not count:
            a place depends on all rotations between it and the neck.
    """
    counted = frame_mask & known[..., _LIMBS].all(-1)
    wanted = torch.where(counted[..., None] & known, wanted, made.detach())
    # Rotations multiply: half precision would be off by millimetres.
    with torch.autocast(made.device.type, enabled=False):
        arms, hands = sign_places(made.float())
        with torch.no_grad():
            wanted_arms, wanted_hands = sign_places(wanted.float())
        weights = hands.new_tensor([_TIPS if name.endswith("_tip") else 1.0 for name in HANDS]).repeat_interleave(3)
        weights = weights / weights.mean()
        return masked_smooth_l1(arms, wanted_arms, counted) + masked_smooth_l1(
            hands * weights, wanted_hands * weights, counted
        )
