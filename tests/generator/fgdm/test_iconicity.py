"""F3 against a loop, and its order: joint by joint."""

import math

import pytest
import torch

from signary.generator.fgdm.iconicity import Iconicity
from signary.pose import get_layout


def literal(joints, layout):
    """Joint by joint: coordinates, length, direction."""
    out = []
    for joint, parent in enumerate(layout.parents):
        place = joints[joint]
        bone = [0.0] * len(place) if parent < 0 else [a - b for a, b in zip(place, joints[parent], strict=True)]
        length = math.sqrt(sum(number * number for number in bone))
        direction = [number / length if length > 0 else 0.0 for number in bone]
        out.append([*place, length, *direction])
    return out


@pytest.mark.parametrize("name", ["phoenix50", "openpose137", "slrtp178"])
def test_every_joint_gives_its_numbers(name):
    layout = get_layout(name)
    shape = (2, 3, len(layout.joints), len(layout.channels))
    joints = torch.randn(shape, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    found = Iconicity(layout)(joints)
    assert found.shape == (*shape[:3], 2 * shape[3] + 1)
    for row in range(2):
        for frame in range(3):
            expected = torch.tensor(literal(joints[row, frame].tolist(), layout), dtype=torch.float64)
            assert torch.allclose(found[row, frame], expected, atol=1e-12)


def test_a_root_and_a_bone_without_length_have_no_direction():
    features = Iconicity(get_layout("phoenix50"))(torch.full((1, 50, 3), 2.0))
    assert torch.equal(features[..., :3], torch.full((1, 50, 3), 2.0))
    assert (features[..., 3:] == 0).all()
