"""`python -m signary.cli`."""

from signary.cli import main

main()
