"""Frames as pose sequences: place and size, what is missing, kinds of layouts."""

import numpy as np
import pytest
import torch

from signary.generator.hybridsign import GeneratedFrames, HybridSignConfig, to_sequences
from signary.io.errors import InputError
from signary.pose.features import KeypointScale, sequence_features


def frames_of(layout, rows=2, frames=5, confidence=0.9):
    config = HybridSignConfig(layout=layout, fps=24)
    kind = config.pose_layout
    values = torch.randn(rows, frames, kind.num_features)
    return GeneratedFrames(values, torch.full((rows, frames, len(kind.joints)), confidence)), config


def test_keypoints_get_the_place_and_size_that_is_asked_for():
    made, config = frames_of("openpose137")
    left, right, neck = (config.pose_layout.index(name) for name in ("left_shoulder", "right_shoulder", "neck"))
    joints = made.values.unflatten(-1, (-1, 2))
    joints[:, :, left], joints[:, :, right], joints[:, :, neck] = (
        torch.tensor(at) for at in ([0.5, 0], [-0.5, 0], [0, 0.0])
    )
    scale = KeypointScale((300.0, 200.0), 120.0)
    sequences = to_sequences(made, config, scale)
    assert len(sequences) == 2
    for sequence, values in zip(sequences, made.values, strict=True):
        assert (sequence.layout.name, sequence.fps) == ("openpose137", 24)
        assert KeypointScale.of(sequence) == KeypointScale((300.0, 200.0), 120.0)
        assert np.allclose(sequence_features(sequence), values.numpy(), atol=1e-4)
    assert to_sequences(made, config)[0].metadata["width"] == 1000


def test_keypoints_that_nobody_would_see_are_missing():
    made, config = frames_of("openpose137")
    made.confidence[0, 2, 7] = 0.04
    first, second = to_sequences(made, config)
    assert np.isnan(first.joints[2, 7]).all()
    assert first.certainty[2, 7] == 0
    assert np.isfinite(first.joints).sum() == first.joints.size - 2
    assert np.isfinite(second.values).all()
    assert np.isfinite(to_sequences(made, config, least_confidence=0.0)[0].values).all()


def test_parameters_are_never_missing():
    made, config = frames_of("smplx", confidence=0.01)
    (first, _) = to_sequences(made, config)
    assert np.array_equal(first.values, made.values[0].numpy())
    assert first.confidence is None
    assert first.metadata == {"hand_reference": "flat"}


def test_mistakes_are_named():
    made, config = frames_of("openpose137")
    with pytest.raises(InputError, match=r"least_confidence: expected a number from 0 to 1, got 2"):
        to_sequences(made, config, least_confidence=2)
    with pytest.raises(InputError, match=r"values of shape \(B, T, 274\)"):
        to_sequences(made._replace(values=made.values[0]), config)
    with pytest.raises(InputError, match=r"confidence of shape \(B, T, 137\)"):
        to_sequences(made._replace(confidence=made.confidence[:, :4]), config)
