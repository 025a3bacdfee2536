"""Train HybridSign, from a checkout: the same code and flags as `signary train hybridsign`."""

import sys

from signary.training.flags import run
from signary.training.hybridsign import main

if __name__ == "__main__":
    run(main, sys.argv[1:])
