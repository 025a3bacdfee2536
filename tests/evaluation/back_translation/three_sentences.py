"""Sentences in three sign languages, and motion that stands for them."""

import numpy as np

from signary.pose import PoseSequence, get_layout

SENTENCES = (
    ("asl", "My mother eats bread.", ["MY", "MOTHER", "EAT", "BREAD"]),
    ("dgs", "Die Sonne scheint.", ["SONNE", "SCHEINEN"]),
    ("csl", "他会打电话吗？", ["他", "会", "打电话"]),
)
LENGTHS = (40, 33, 21)


def motion(frames, seed=0, layout="phoenix50", fps=25.0):
    """Random motion of a signer whose shoulders are apart."""
    layout = get_layout(layout)
    values = np.random.default_rng(seed).normal(size=(frames, layout.num_features)).astype(np.float32)
    return PoseSequence(values, layout, fps)
