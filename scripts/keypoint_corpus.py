"""Keypoints of OpenPose to a corpus, from a checkout: the same code and flags as `signary corpus keypoints`."""

import sys

from signary.training.flags import run
from signary.training.keypoints import main

if __name__ == "__main__":
    run(main, sys.argv[1:])
