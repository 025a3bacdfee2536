"""The composed corpus: sentences such as people type, signed as users get them signed, kept on disk.

Synthetic. Demonstration lexicon, written from public descriptions, not verified by signers; not for communication.
`docs/demo_corpus.md` describes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from datasets import DatasetDict

from signary.corpora.synthetic.cache import Part, build_folder, is_built, load_folder
from signary.corpora.synthetic.config import settings_of
from signary.corpora.synthetic.demo import draw_signer
from signary.corpora.synthetic.signing import CANONICAL, on_processes, signed_parts
from signary.io.errors import InputError
from signary.training.composing.composed_config import ComposedConfig
from signary.training.composing.composed_rows import TextJob, composed_features, sign_text_job
from signary.training.composing.composer import (
    BLOCK,
    SPLITS,
    ComposedText,
    composed_block,
    without_others,
)

#: Blocks that are made at once at most.
_TOGETHER = 16


def build_composed_corpus(
    folder: Path | str | None = None, *, processes: int = 1, progress: bool = True, **config: Any
) -> DatasetDict:
    """Build a composed corpus, or load it if it was built before from the same configuration, lexicons and code.

    Args:
        folder: Where corpora are kept, as for `build_demo_corpus`.
        processes: Processes that compose and sign; the corpus is the same whatever their number. More than one are
            spawned, so that scripts need `if __name__ == "__main__":`.
        progress: Whether to show bars.
        **config: Fields of `ComposedConfig`.

    Returns:
        Splits train, dev and test_unseen_signs (those of size 0 left out), with the columns of `composed_features`.

    Raises:
        InputError: If a setting cannot be used, or there are not so many different sentences.
    """
    settings = settings_of(ComposedConfig, config)
    return load_folder(build_folder(folder, settings, processes, lambda: _rows(settings, processes, progress)))


def load_composed_corpus(folder: Path | str | None = None, **config: Any) -> DatasetDict:
    """Load a composed corpus that was built before; nothing is signed.

    Args:
        folder: Where corpora are kept, as for `build_demo_corpus`.
        **config: Fields of `ComposedConfig`.

    Raises:
        InputError: If it was not built, or with other lexicons or code.
    """
    return load_folder(is_built(folder, settings_of(ComposedConfig, config)))


def composed_split(language: str, config: ComposedConfig, split: str, processes: int = 1) -> list[ComposedText]:
    """The sentences of a split, without motion.

    Args:
        language: Id of the sign language.
        config: What they are made of.
        split: One of `composer.SPLITS`.
        processes: Processes that compose.

    Raises:
        InputError: If there are not so many different sentences.
    """
    size = int(getattr(config, split))
    made = list(islice(without_others(_made(language, config, split, processes), config, language, split), size))
    if len(made) < size:
        raise InputError(split, f"at most {len(made)}, as many {language} sentences as could be composed", size)
    return made


def _made(language: str, config: ComposedConfig, split: str, processes: int) -> Iterator[ComposedText]:
    """Sentences of blocks, of many more than should be needed: some are refused, or there twice."""
    blocks = 1 + int(getattr(config, split)) // BLOCK
    make = partial(_block, language, config, split)
    numbers = iter(range(2 + 4 * blocks))
    if processes == 1 or blocks == 1:
        for number in numbers:
            yield from composed_block(language, config, split, number)
    while together := list(islice(numbers, min(_TOGETHER, blocks))):
        for texts in on_processes(make, together, processes):
            yield from texts


def _block(language: str, config: ComposedConfig, split: str, number: int) -> list[ComposedText]:
    return list(composed_block(language, config, split, number))


def _rows(config: ComposedConfig, processes: int, progress: bool) -> Iterator[Part]:
    jobs = {split: _jobs(config, split, processes) for split in SPLITS}
    title = "Signing the composed corpus" if progress else None
    return signed_parts(jobs, sign_text_job, composed_features(), processes, title)


def _jobs(config: ComposedConfig, split: str, processes: int) -> list[TextJob]:
    """What is to be signed in a split, languages mixed."""
    jobs = list[TextJob]()
    for language in config.languages if getattr(config, split) else ():
        for number, made in enumerate(composed_split(language, config, split, processes)):
            name = f"{language}-{split}-{number:05d}"
            signer = draw_signer(config, name) if split == "train" else CANONICAL
            jobs.append(TextJob(name, made.text, language, made.construction, signer, config.fps, config.seed))
    Random(f"order {config.seed} {split}").shuffle(jobs)
    return jobs
