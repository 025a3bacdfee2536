"""Every loss against its formula as a loop: fifty draws of lengths and masks."""

import math

import pytest
import torch

from signary.generator.hybridsign.losses import (
    ADAPTIVE,
    MOTION_LOSSES,
    adaptive_error,
    confidence_entropy,
    jitter_error,
    motion_losses,
)
from tests.carried_layout import seven_joints

LAYOUT = seven_joints()
JOINTS, WIDTH, GAMMA = len(LAYOUT.joints), LAYOUT.num_features, 0.1


class Drawn:
    """Motion of some rows, of different lengths and with joints that are missing for a while."""

    def __init__(self, seed):
        draw = torch.Generator().manual_seed(seed)
        self.rows, self.frames = (int(torch.randint(low, high, (), generator=draw)) for low, high in ((1, 4), (1, 8)))
        self.lengths = [1 + int(torch.randint(self.frames, (), generator=draw)) for _ in range(self.rows)]
        self.lengths[0] = self.frames
        shape = (self.rows, self.frames, WIDTH)
        self.made, self.data = (torch.randn(shape, generator=draw, dtype=torch.double) for _ in range(2))
        self.frame_mask = torch.arange(self.frames) < torch.tensor(self.lengths)[:, None]
        there = torch.rand(self.rows, self.frames, JOINTS, generator=draw) < 0.8
        there[0, 0] = True
        self.there = there & self.frame_mask[..., None]
        self.known = self.there.repeat_interleave(2, dim=-1)
        self.data = torch.where(self.known, self.data, 0.0)
        self.mean, self.std = (
            torch.randn(WIDTH, generator=draw).double(),
            torch.rand(WIDTH, generator=draw).double() + 0.5,
        )
        self.chunk = torch.arange(self.frames) // 3

    def counted(self):
        """Row, frame and number of all that is known."""
        return [tuple(at) for at in self.known.nonzero().tolist()]


def mean(numbers):
    numbers = list(numbers)
    return sum(numbers) / len(numbers) if numbers else 0.0


def joint(drawn):
    return mean(abs(drawn.made[at] - drawn.data[at]).item() for at in drawn.counted())


def change(drawn):
    def moved(motion, row, frame, number):
        return motion[row, frame, number] - motion[row, frame - 1, number]

    pairs = [(r, t, d) for r, t, d in drawn.counted() if t and drawn.known[r, t - 1, d]]
    return mean(abs(moved(drawn.made, *at) - moved(drawn.data, *at)).item() for at in pairs)


def bone(drawn):
    made, data = (part * drawn.std + drawn.mean for part in (drawn.made, drawn.data))
    errors = []
    for row in range(drawn.rows):
        for frame in range(drawn.frames):
            for parent, child in LAYOUT.bones:
                if drawn.there[row, frame, parent] and drawn.there[row, frame, child]:
                    ends = []
                    for motion in (made, data):
                        points = motion[row, frame].reshape(-1, 2)
                        line = points[child] - points[parent]
                        ends.append([part.item() / math.hypot(*line.tolist()) for part in line])
                    errors += [(one - other) ** 2 for one, other in zip(*ends, strict=True)]
    return mean(errors)


def soft_dtw_of(x, y):
    total = {(-1, -1): 0.0}
    for i, a in enumerate(x):
        for j, b in enumerate(y):
            cost = mean((p - q) ** 2 for p, q in zip(a, b, strict=True))
            ways = [total.get(cell, math.inf) for cell in ((i - 1, j), (i, j - 1), (i - 1, j - 1))]
            least = min(ways)
            soft = least - GAMMA * math.log(sum(math.exp((least - way) / GAMMA) for way in ways))
            total[i, j] = cost + soft
    return total[len(x) - 1, len(y) - 1]


def soft_dtw(drawn):
    made, rows = torch.where(drawn.known, drawn.made, 0.0), []
    for row, length in enumerate(drawn.lengths):
        x, y = (part[row, :length].tolist() for part in (made, drawn.data))
        rows.append((soft_dtw_of(x, y) - (soft_dtw_of(x, x) + soft_dtw_of(y, y)) / 2) / (2 * length))
    return mean(rows)


@pytest.mark.parametrize("seed", range(50))
def test_losses_of_motion_are_their_formulas(seed):
    drawn = Drawn(seed)
    found = motion_losses(
        drawn.made, drawn.data, drawn.known, drawn.frame_mask, LAYOUT, (drawn.mean, drawn.std), MOTION_LOSSES
    )
    for name, loss in zip(MOTION_LOSSES, found.tolist(), strict=True):
        expected = {"joint": joint, "bone": bone, "soft_dtw": soft_dtw, "change": change}[name](drawn)
        assert loss == pytest.approx(expected, abs=1e-9), name


@pytest.mark.parametrize("seed", range(50))
def test_other_losses_are_their_formulas(seed):
    drawn = Drawn(seed)
    draw = torch.Generator().manual_seed(seed)
    logits = torch.randn(drawn.rows, drawn.frames, JOINTS, generator=draw, dtype=torch.double)
    target, weight = drawn.there.double() * 0.9, drawn.frame_mask.double() * 0.7
    total = 0.0
    for row in range(drawn.rows):
        for frame in range(drawn.frames):
            sure = [1 / (1 + math.exp(-one)) for one in logits[row, frame].tolist()]
            wanted = target[row, frame].tolist()
            each = [-q * math.log(p) - (1 - q) * math.log(1 - p) for p, q in zip(sure, wanted, strict=True)]
            total += weight[row, frame].item() * mean(each)
    found = confidence_entropy(logits, target, weight)
    assert found.item() == pytest.approx(total / weight.sum().item(), abs=1e-9)

    chunks = {}
    for row, frame, number in drawn.counted():
        key = row, int(drawn.chunk[frame])
        chunks.setdefault(key, []).append((drawn.made[row, frame, number] - drawn.data[row, frame, number]).item() ** 2)
    expected = mean(mean(errors) / (mean(errors) + ADAPTIVE) for errors in chunks.values())
    found = adaptive_error(drawn.made, drawn.data, drawn.known, drawn.chunk)
    assert found.item() == pytest.approx(expected, abs=1e-9)

    past, errors = drawn.data, []
    for row, frame, number in drawn.counted():
        if frame >= 3 and all(drawn.known[row, frame - lag, number] for lag in range(4)):
            seen = [
                (drawn.made if drawn.chunk[frame - lag] == drawn.chunk[frame] else past)[
                    row, frame - lag, number
                ].item()
                for lag in range(4)
            ]
            errors.append((seen[0] - 3 * seen[1] + 3 * seen[2] - seen[3]) ** 2)
    found = jitter_error(drawn.made, past, drawn.known, drawn.chunk)
    assert found.item() == pytest.approx(mean(errors), abs=1e-9)


def test_the_gradient_of_every_loss_is_right():
    drawn = Drawn(3)

    def losses(made):
        return motion_losses(made, drawn.data, drawn.known, drawn.frame_mask, LAYOUT, (drawn.mean, drawn.std))

    assert torch.autograd.gradcheck(losses, drawn.made.requires_grad_())
