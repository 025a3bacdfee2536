import os
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from signary.pose import PoseLayout, PoseSequence, get_layout
from signary.pose.view import to_layout
from signary.signing.rule_based import sign_text


@pytest.fixture
def rng():
    return np.random.default_rng(7)


@pytest.fixture
def make_sequence(rng):
    """Random sequences of any layout, optionally with a tenth of the joints missing."""

    def make(layout: PoseLayout | str, frames: int = 6, missing: bool = False, **facts) -> PoseSequence:
        layout = get_layout(layout) if isinstance(layout, str) else layout
        values = rng.normal(size=(frames, layout.num_features)).astype(np.float32)
        if any(channel.unit == "pixel" for channel in layout.channels):
            facts = {"width": 640, "height": 480, "depth": 0, **facts}
            values = 300 + 50 * values
        if not missing:
            return PoseSequence(values, layout, 25.0, metadata=facts)
        confidence = rng.uniform(0.01, 1.2, size=(frames, len(layout.joints)))
        confidence[rng.random(confidence.shape) < 0.1] = 0.0
        return PoseSequence.masked(values, layout, 25.0, confidence, facts)

    return make


@pytest.fixture
def signed():
    """A real sequence of the rule-based signer, in any layout."""
    return _signed


@cache
def _signed(text: str = "Hello", layout: str = "smplx") -> PoseSequence:
    pose = sign_text(text, "asl").pose
    return pose if layout == "smplx" else to_layout(pose, layout)


@pytest.fixture
def real_data() -> Path:
    if "SIGNARY_REAL_DATA" not in os.environ:
        pytest.skip("SIGNARY_REAL_DATA is not set")
    return Path(os.environ["SIGNARY_REAL_DATA"])
