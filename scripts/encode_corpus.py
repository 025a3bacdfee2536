"""Motion of a corpus to motion codes, from a checkout: the same code and flags as `signary corpus encode`."""

import sys

from signary.training.encode import main
from signary.training.flags import run

if __name__ == "__main__":
    run(main, sys.argv[1:])
