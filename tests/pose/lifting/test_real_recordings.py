"""Lifting of real recordings: they come back in the picture, and what they lack is said."""

import numpy as np
import pytest

from signary.pose.formats import read_pose
from signary.pose.lifting import lift

pytestmark = pytest.mark.real_data


def test_phoenix_skeletons(real_data):
    report = lift(read_pose(real_data / "phoenix14t-skels" / "train.skels", index=0)).report
    assert report.depth == "measured"
    assert report.rest_residual < 6


def test_dgs_pairs(real_data):
    files = sorted(real_data.glob("dgs-corpus-pairs/train/*_original.pose"))[:3]
    assert files
    for file in files:
        lifted = lift(read_pose(file))
        assert lifted.report.rest_residual < 5
        assert lifted.report.face == 1


def test_how2sign_folders(real_data):
    clip = min(path for path in real_data.glob("how2sign-openpose/json/*") if path.is_dir())
    assert lift(read_pose(clip, fps=24.0)).report.rest_residual < 6


def test_letters_lack_a_left_hand(real_data):
    file = min(real_data.glob("pose-lexicon/fingerspelling_lexicon/*/*.pose"))
    lifted = lift(read_pose(file))
    assert lifted.report.missing
    left = [at for at, name in enumerate(lifted.pose.layout.joints) if name.startswith("left_index")]
    assert (np.asarray(lifted.pose.confidence)[:, left] == 0).all()
