"""Train a motion tokenizer, from a checkout: the same code and flags as `signary train tokenizer`."""

import sys

from signary.training.flags import run
from signary.training.tokenizer import main

if __name__ == "__main__":
    run(main, sys.argv[1:])
