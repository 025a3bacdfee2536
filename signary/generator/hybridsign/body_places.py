"""Where rotations put shoulders, elbows and wrists: what a viewer sees of errors that add up along an arm."""

from __future__ import annotations

from functools import cache

import torch

from signary.pose.kinematics import BuiltInSkeleton

ARMS = tuple(f"{side}_{joint}" for joint in ("shoulder", "elbow", "wrist") for side in ("left", "right"))
CENTIMETRES = 100


def body_places(parameters: torch.Tensor) -> torch.Tensor:
    """Places of the joints of both arms on the built-in body.

    Args:
        parameters: Features of layout `smplx`, shape (…, 133), radians.

    Returns:
        Centimetres, shape (…, 18): x, y, z of each of `ARMS`.
    """
    skeleton = _skeleton()
    places = skeleton.joints(parameters)[..., [skeleton.layout.index(name) for name in ARMS], :]
    return CENTIMETRES * places.flatten(-2)


@cache
def _skeleton() -> BuiltInSkeleton:
    return BuiltInSkeleton()
