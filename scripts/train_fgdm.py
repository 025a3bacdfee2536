"""Train FGDM, from a checkout: the same code and flags as `signary train fgdm`."""

import sys

from signary.training.fgdm import main
from signary.training.flags import run

if __name__ == "__main__":
    run(main, sys.argv[1:])
