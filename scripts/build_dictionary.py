"""Isolated signs and a motion tokenizer to a sign dictionary (SOKE §3.4).

    python scripts/build_dictionary.py --tokenizer runs/tokenizer/model --signs SIGNS --output runs/dictionary

SIGNS are tables of pose files or data sets, as `signary dictionary build` reads them (`docs/dictionary.md`).
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path

from signary.io.atomic import atomic_folder
from signary.io.progress import track
from signary.nn.loading import load_model
from signary.retrieval.builder import build_dictionary
from signary.retrieval.recordings import list_recordings, read_signs
from signary.tokenizer import MotionTokenizer
from signary.training.flags import parse_arguments, run


@dataclass
class DictionaryArguments:
    """What to build from."""

    tokenizer: str = field(metadata={"help": "Folder or Hub id of the motion tokenizer."})
    signs: list[str] = field(metadata={"help": "Tables or data sets of isolated signs."})
    output: str = field(metadata={"help": "Folder for the dictionary."})


def main(flags: list[str]) -> None:
    """Build and save."""
    (arguments,) = parse_arguments((DictionaryArguments,), flags, "build_dictionary.py")
    tokenizer = load_model(MotionTokenizer, arguments.tokenizer, argument="tokenizer")
    found = [each for place in arguments.signs for each in list_recordings(Path(place), tokenizer.config)]
    rows = track(read_signs(found), "building the dictionary", len(found))
    built = build_dictionary(rows, tokenizer, progress=False)
    with atomic_folder(arguments.output, argument="output", keep=lambda name: True) as temporary:
        built.dictionary.save(temporary)
    sys.stdout.write(f"{built.report}\n")


if __name__ == "__main__":
    run(main, sys.argv[1:])
