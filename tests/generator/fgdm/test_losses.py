"""F9 and the loss of lengths against loops."""

import math
from itertools import product

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from signary.generator.fgdm.durations import duration_loss
from signary.generator.fgdm.guidance import SemanticGuidance, frames_needed, steps_of
from signary.generator.fgdm.losses import bone_loss, joint_loss
from signary.pose import get_layout

LAYOUT = get_layout("phoenix50")
LENGTHS = (4, 2)


@pytest.fixture
def poses():
    made = torch.randn(2, 2, 4, 50, 3, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    return made[0], made[1], torch.arange(4)[None] < torch.tensor(LENGTHS)[:, None]


def bone(pose, parent, child, kind):
    vector = [a - b for a, b in zip(pose[child].tolist(), pose[parent].tolist(), strict=True)]
    length = math.sqrt(sum(number**2 for number in vector)) if kind == "direction" else 1.0
    return [number / length for number in vector]


def test_joints(poses):
    predicted, clean, mask = poses
    differences = [
        abs(float(predicted[row, frame, joint, axis] - clean[row, frame, joint, axis]))
        for row, length in enumerate(LENGTHS)
        for frame, joint, axis in product(range(length), range(50), range(3))
    ]
    assert float(joint_loss(predicted, clean, mask)) == pytest.approx(sum(differences) / len(differences))


@pytest.mark.parametrize("kind", ["vector", "direction"])
def test_bones(poses, kind):
    predicted, clean, mask = poses
    squares = []
    for row, length in enumerate(LENGTHS):
        for frame in range(length):
            for parent, child in LAYOUT.bones:
                one, other = (bone(each[row, frame], parent, child, kind) for each in (predicted, clean))
                squares += [(a - b) ** 2 for a, b in zip(one, other, strict=True)]
    assert float(bone_loss(predicted, clean, mask, LAYOUT, kind)) == pytest.approx(sum(squares) / len(squares))


def test_lengths():
    durations = torch.tensor([[3.0, 4.0, 0.0], [5.0, 5.0, 10.0]])
    expected = (math.log(7 / 10) ** 2 + math.log(20 / 20) ** 2) / 2
    assert float(duration_loss(durations, torch.tensor([10, 20]))) == pytest.approx(expected)


def alignments(glosses, steps):
    """All ways to say the glosses in so many steps: paths over blank (0) and ids that collapse to them."""
    for path in product(sorted({0, *glosses}), repeat=steps):
        kept = [one for at, one in enumerate(path) if at == 0 or path[at - 1] != one]
        if [one for one in kept if one] == glosses:
            yield path


def literal_ctc(logits, glosses):
    """−log of the summed probability of all alignments."""
    probabilities = logits.softmax(-1)
    paths = alignments(glosses, len(logits))
    return -math.log(sum(math.prod(float(probabilities[at, one]) for at, one in enumerate(path)) for path in paths))


def test_frames_needed_count_glosses_and_repeats():
    ids = torch.tensor([[1, 0, 0], [2, 3, 0], [3, 3, 4], [3, 3, 3]])
    assert frames_needed(ids).tolist() == [14, 16, 20, 22]


@given(st.lists(st.integers(1, 3), min_size=1, max_size=12))
def test_as_many_frames_as_needed_leave_a_step_for_all_that_ctc_must_say(glosses):
    """A step a gloss, and one for the blank between equal ones; with a frame less, one is missing."""
    spoken = len(glosses) + sum(one == other for one, other in zip(glosses, glosses[1:], strict=False))
    needed = frames_needed(torch.tensor([[*glosses, 0]]))
    assert steps_of(needed).tolist() == [spoken]
    assert steps_of(needed - 1).tolist() == [spoken - 1]


@torch.no_grad()
def test_guidance_is_the_weighted_ctc_of_both_outputs(make_config, randomised):
    guidance = randomised(SemanticGuidance(make_config()))
    lengths, ids = torch.tensor([22, 21, 14, 15]), torch.tensor([[1, 2, 0], [4, 4, 0], [5, 0, 0], [1, 2, 0]])
    times = torch.tensor([0, 300, 999, 5])
    features = torch.randn(4, 22, 16, dtype=torch.float64)
    found = guidance(features, lengths, ids, times)
    assert found.skipped == 1
    expected = 0.0
    for row, glosses in enumerate(([1, 2], [4, 4], [5])):
        frames = int(lengths[row])
        x = guidance.adapter[2](guidance.adapter[0](features[row, :frames]).relu())
        x = convolve(guidance.first, x).relu()
        x = torch.stack([torch.maximum(x[at], x[at + 1]) for at in range(0, len(x) - 1, 2)])
        x = convolve(guidance.second, x).relu()
        heard = guidance.lstm(x[None])[0][0]
        ctc = literal_ctc(guidance.classifier(x), glosses) + literal_ctc(guidance.classifier(heard), glosses)
        expected += math.exp(-10 * int(times[row]) / 1000) * ctc / 3
    assert float(found.loss) == pytest.approx(expected)


def convolve(layer, x):
    """A convolution without padding, frame by frame: (T, C) to (T − 4, C)."""
    taps = range(layer.kernel_size[0])
    return torch.stack(
        [
            layer.bias + sum(layer.weight[:, :, tap] @ x[at + tap] for tap in taps)
            for at in range(len(x) - len(taps) + 1)
        ]
    )


def test_no_row_is_long_enough(make_config):
    found = SemanticGuidance(make_config())(torch.randn(2, 9, 16), torch.tensor([9, 5]), torch.ones(2, 1).long(), None)
    assert (float(found.loss), found.skipped) == (0.0, 2)
