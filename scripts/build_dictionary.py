"""Isolated signs to a sign dictionary, from a checkout: the same code and flags as `signary dictionary build`."""

import sys

from typer.main import get_command

from signary.cli.dictionary import app
from signary.training.flags import run


def main(flags: list[str]) -> None:
    """Build and save."""
    get_command(app).main(["build", *flags], standalone_mode=False)


if __name__ == "__main__":
    run(main, sys.argv[1:])
