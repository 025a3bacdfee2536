import numpy as np
import pytest
import torch
from three_sentences import motion

from signary.evaluation.back_translation import NOISE_LEVELS, motion_batch, noisy
from signary.io.errors import InputError
from signary.pose import PoseSequence


def test_noise_is_as_strong_as_the_level_says_and_differs_in_size_alone(model, sequences):
    spread = model.encoder.std.numpy()
    clean, *worse = (noisy(model, sequences, level) for level in (0.0, *NOISE_LEVELS))
    for level, found in zip(NOISE_LEVELS, worse, strict=True):
        for at, (before, after) in enumerate(zip(clean, found, strict=True)):
            drawn = (after.values - before.values) / (level * spread)
            assert drawn.std() == pytest.approx(1, rel=0.05)
            first = (worse[0][at].values - before.values) / (NOISE_LEVELS[0] * spread)
            np.testing.assert_allclose(drawn, first, atol=1e-3)
    assert not np.allclose(worse[0][0].values[:20], worse[0][1].values[:20])


def test_missing_joints_stay_missing(model):
    whole = motion(12)
    confidence = np.ones((12, 50), np.float32)
    confidence[3:5, 20] = 0
    sequence = PoseSequence.masked(whole.values, whole.layout, whole.fps, confidence)
    (found,) = noisy(model, [sequence], 1.0)
    assert np.array_equal(found.certainty, confidence)


def test_noise_makes_what_was_learnt_less_and_less_likely(trained, processor, sequences, labels):
    model, _ = trained
    levels = (0.0, *NOISE_LEVELS)
    batches = [motion_batch(noisy(model, sequences, level), model.config) for level in levels]
    with torch.no_grad():
        losses = [model(**batch._asdict(), **labels).recognition_loss.item() for batch in batches]
    assert losses == sorted(losses)
    assert losses[-1] > 1.1 * losses[0]


def test_a_level_that_is_none_is_refused(model, sequences):
    for level in (-1.0, float("nan"), float("inf")):
        with pytest.raises(InputError, match="level: expected a finite number of at least 0"):
            noisy(model, sequences, level)
