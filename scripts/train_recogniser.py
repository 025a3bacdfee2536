"""Train a recogniser, from a checkout: the same code and flags as `signary train recogniser`."""

import sys

from signary.training.flags import run
from signary.training.recogniser import main

if __name__ == "__main__":
    run(main, sys.argv[1:])
