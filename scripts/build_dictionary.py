"""Isolated signs and a motion tokenizer to a sign dictionary (SOKE §3.4).

    python scripts/build_dictionary.py --tokenizer runs/tokenizer/model --signs SIGNS --output runs/dictionary

SIGNS are folders written by `datasets.save_to_disk` with columns `words` (list), `language`, `poses` (T, D) and `fps`;
`kind` (`letter` for letters of a manual alphabet), `gloss`, `source` and `licence` are optional.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import torch
from datasets import Dataset

from signary.io.progress import track
from signary.retrieval.builder import IsolatedSign, build_dictionary
from signary.retrieval.retriever import LETTER
from signary.tokenizer import MotionTokenizer, MotionTokenizerConfig
from signary.training.motion import load_split, row_sequence
from signary.training.presets import parse_arguments, run

OPTIONAL = ("kind", "gloss", "source", "licence")


@dataclass
class DictionaryArguments:
    """What to build from."""

    tokenizer: str = field(metadata={"help": "Folder or Hub id of the motion tokenizer."})
    signs: list[str] = field(metadata={"help": "Data sets of isolated signs."})
    output: str = field(metadata={"help": "Folder for the dictionary."})


def recordings(signs: Dataset, config: MotionTokenizerConfig) -> Iterator[IsolatedSign]:
    """Rows as the builder wants them; letters are looked up as `#a`."""
    for row in signs:
        letter = row.get("kind") == "letter"
        words = [LETTER + word if letter else word for word in row["words"]]
        about = {name: row.get(name) or "" for name in ("gloss", "source", "licence")}
        yield IsolatedSign(lemmas=tuple(words), language=row["language"], pose=row_sequence(row, config), **about)


def main(flags: list[str]) -> None:
    """Build and save."""
    (arguments,) = parse_arguments((DictionaryArguments,), flags, Path(__file__).parent / "configs" / "dictionary")
    tokenizer = MotionTokenizer.from_pretrained(arguments.tokenizer, dtype=torch.float32)
    signs = load_split(arguments.signs, "train", ("poses", "fps", "words", "language"), OPTIONAL)
    rows = track(recordings(signs, tokenizer.config), "building the dictionary", len(signs))
    built = build_dictionary(rows, tokenizer, progress=False)
    Path(arguments.output).mkdir(parents=True, exist_ok=True)
    built.dictionary.save(arguments.output)
    sys.stdout.write(f"{built.report}\n")


if __name__ == "__main__":
    run(main, sys.argv[1:])
