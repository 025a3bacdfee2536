"""Where rotations put arms and fingers: what a viewer sees of errors that add up along an arm, for losses."""

from __future__ import annotations

from functools import cache

import torch

from signary.pose.kinematics import BuiltInSkeleton

ARMS = tuple(f"{side}_{joint}" for joint in ("shoulder", "elbow", "wrist") for side in ("left", "right"))
#: Both wrists, then the joints of each hand, its finger tips last.
_HANDS = {
    wrist: tuple(BuiltInSkeleton.layout.joints[joint] for joint in BuiltInSkeleton.layout.parts[wrist[:-5] + "hand"])
    for wrist in ("left_wrist", "right_wrist")
}
HANDS = tuple(name for names in _HANDS.values() for name in names)
CENTIMETRES = 100


def sign_places(parameters: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Places of the arms, and of the joints of the hands as seen from their wrists: what tells signs apart.

    Args:
        parameters: Features of layout `smplx`, shape (…, 133), radians.

    Returns:
        Centimetres: x, y, z of each of `ARMS`, shape (…, 18), as seen from the neck, which does not move; and of
        `HANDS` less those of their wrists, shape (…, 120).
    """
    joints = _skeleton().limbs(parameters)
    hands = [_of(joints, names) - _of(joints, (wrist,)) for wrist, names in _HANDS.items()]
    return _of(joints, ARMS).flatten(-2), torch.cat(hands, dim=-2).flatten(-2)


def _of(joints: torch.Tensor, names: tuple[str, ...]) -> torch.Tensor:
    return CENTIMETRES * joints[..., [BuiltInSkeleton.layout.index(name) for name in names], :]


@cache
def _skeleton() -> BuiltInSkeleton:
    return BuiltInSkeleton()
