"""Sentences composed at the command line: shown, or signed and kept as a corpus.

python -m signary.training.composing.compose --languages asl --show 20 [--split dev]
python -m signary.training.composing.compose --folder runs/corpora --processes 2 --train 12000
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from signary.corpora.synthetic.written_text import FILES
from signary.io.errors import InputError
from signary.training.composing.composed_config import ComposedConfig
from signary.training.composing.composed_corpus import build_composed_corpus
from signary.training.composing.composer import SPLITS, composed_texts
from signary.training.config_flags import config_flags
from signary.training.flags import parse_arguments, run

ComposedFlags = config_flags(ComposedConfig, {"languages": "--languages"})


@dataclass
class ComposeArguments:
    """What is done with the sentences.

    Attributes:
        languages: Ids of sign languages.
        show: Print so many sentences of a split instead of building a corpus.
        split: Whose sentences are printed.
        folder: Where corpora are kept, *optional*, defaults to the cache folder.
        processes: Processes that compose and sign.
    """

    languages: list[str] = field(default_factory=lambda: list(FILES), metadata={"help": "Ids of sign languages."})
    show: int = field(default=0, metadata={"help": "Sentences a language that are printed; nothing is built then."})
    split: str = field(default="train", metadata={"help": f"Whose sentences are printed: {', '.join(SPLITS)}."})
    folder: Path | None = field(default=None, metadata={"help": "Where corpora are kept; default: the cache folder."})
    processes: int = field(default=1, metadata={"help": "Processes that compose and sign."})


def main(flags: Sequence[str]) -> None:
    """Print sentences, or build a corpus.

    Args:
        flags: As the user writes them: fields of `ComposeArguments` and of `ComposedConfig`.

    Raises:
        InputError: If a flag or a setting cannot be used.
    """
    arguments, composed = parse_arguments((ComposeArguments, ComposedFlags), flags, "compose")
    settings = {**composed.settings(), "languages": tuple(arguments.languages)}
    if arguments.split not in SPLITS:
        raise InputError("split", " or ".join(SPLITS), repr(arguments.split))
    if arguments.show:
        _show(ComposedConfig(**settings), arguments)
        return
    corpus = build_composed_corpus(arguments.folder, processes=arguments.processes, **settings)
    sys.stdout.write("".join(f"{split}: {len(rows)} sentences\n" for split, rows in corpus.items()))


def _show(config: ComposedConfig, arguments: ComposeArguments) -> None:
    for language in config.languages:
        for made in islice(composed_texts(language, config, arguments.split), arguments.show):
            glosses = " ".join(item.gloss for item in made.plan.signed)
            sys.stdout.write(f"{language}\t{made.construction}\t{made.text}\t{glosses}\n")


if __name__ == "__main__":
    run(main, sys.argv[1:])
