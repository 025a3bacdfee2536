"""Train the text-to-motion-token generator, from a checkout: the same code and flags as `signary train generator`."""

import sys

from signary.training.flags import run
from signary.training.generator import main

if __name__ == "__main__":
    run(main, sys.argv[1:])
