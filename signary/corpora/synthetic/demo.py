"""The demo corpus: sentences from templates, signed by the rule-based signer, kept on disk.

Synthetic. Demonstration lexicon, written from public descriptions, not verified by signers; not for communication.
`docs/demo_corpus.md` describes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from datasets import DatasetDict

from signary.corpora.synthetic.cache import Part, build_folder, is_built, load_folder
from signary.corpora.synthetic.config import DemoCorpusConfig, SyntheticConfig, settings_of
from signary.corpora.synthetic.signing import CANONICAL, SigningJob, corpus_features, sign_job, signed_parts
from signary.corpora.synthetic.splits import SPLITS, make_splits

#: Frames of a sentence that SOKE trains on (ICCV 2025: clips of 40 to 400 frames).
USUAL_FRAMES = (40, 400)


def build_demo_corpus(
    folder: Path | str | None = None,
    *,
    processes: int = 1,
    progress: bool = True,
    **config: Any,
) -> DatasetDict:
    """Build the demo corpus, or load it if it was built before from the same configuration, lexicons and code.

    Args:
        folder: Where corpora are kept, *optional*, defaults to `SIGNARY_CACHE` or the cache folder of the platform.
        processes: Processes that sign; the corpus is the same whatever their number. More than one are spawned, so
            that scripts need `if __name__ == "__main__":`.
        progress: Whether to show a bar.
        **config: Fields of `DemoCorpusConfig`.

    Returns:
        Splits train, dev, test and test_unseen_words (those of size 0 left out); `poses` of a row is a numpy array
        (T, 133), float32, everything else plain Python.

    Raises:
        InputError: If a setting cannot be used, or the templates do not yield so many different sentences.
    """
    settings = settings_of(DemoCorpusConfig, config)
    return load_folder(build_folder(folder, settings, processes, lambda: _rows(settings, processes, progress)))


def load_demo_corpus(folder: Path | str | None = None, **config: Any) -> DatasetDict:
    """Load a demo corpus that was built before; nothing is signed.

    Args:
        folder: Where corpora are kept, as for `build_demo_corpus`.
        **config: Fields of `DemoCorpusConfig`.

    Returns:
        What `build_demo_corpus` returns.

    Raises:
        InputError: If it was not built, or with other lexicons or code.
    """
    return load_folder(is_built(folder, settings_of(DemoCorpusConfig, config)))


def _rows(config: DemoCorpusConfig, processes: int, progress: bool) -> Iterator[Part]:
    title = "Signing the demo corpus" if progress else None
    return signed_parts(_jobs(config), sign_job, corpus_features(), processes, title)


def sizes_of(config: DemoCorpusConfig) -> dict[str, int]:
    """Split -> sentences a language."""
    return {split: int(getattr(config, split)) for split in SPLITS}


def _jobs(config: DemoCorpusConfig) -> dict[str, list[SigningJob]]:
    """What is to be signed in every split, languages mixed."""
    jobs: dict[str, list[SigningJob]] = {split: [] for split in SPLITS}
    sizes = sizes_of(config)
    for language in config.languages:
        for split, sentences in make_splits(language, sizes, config.seed).items():
            for number, sentence in enumerate(sentences):
                name = f"{language}-{split}-{number:05d}"
                signer = draw_signer(config, name) if split == "train" else CANONICAL
                jobs[split].append(
                    SigningJob(name, sentence.marked, language, sentence.pattern, signer, config.fps, config.seed)
                )
    for split in SPLITS:
        Random(f"order {config.seed} {split}").shuffle(jobs[split])
    return jobs


def draw_signer(config: SyntheticConfig, name: str) -> int:
    """The signer of a training sentence."""
    random = Random(f"signer {config.seed} {name}")
    if config.signers == 0 or random.random() < config.canonical_share:
        return CANONICAL
    return random.randint(1, config.signers)


def describe(corpus: DatasetDict) -> str:
    """A table of figures about a corpus: a line for every split and language.

    Columns: sentences, different glosses, least, median and greatest number of frames, percentage of sentences of 40 to
    400 frames, hours of motion, percentage of questions.
    """
    head = f"{'split':18} {'lang':4} {'rows':>5} {'glosses':>7} {'frames':>13} {'usual':>6} {'hours':>6} {'asked':>6}"
    lines = [head]
    for split, dataset in corpus.items():
        columns = dataset.with_format(None).select_columns(["language", "gloss", "mood", "fps"])[:]
        lengths = np.array([_frames(row) for row in dataset.with_format("arrow").select_columns(["poses"])])
        languages = np.array(columns["language"])
        for language in dict.fromkeys(columns["language"]):
            chosen = np.flatnonzero(languages == language)
            lines.append(_line(str(split), language, columns, lengths, chosen))
    return "\n".join(lines)


def _frames(row: Any) -> int:
    return len(row.column("poses").combine_chunks().storage[0])


def _line(split: str, language: str, columns: dict[str, list[Any]], lengths: Any, chosen: Iterable[int]) -> str:
    rows = list(chosen)
    frames, fps = lengths[rows], np.array(columns["fps"])[rows]
    glosses = {gloss for row in rows for gloss in columns["gloss"][row].split()}
    usual = np.mean((frames >= USUAL_FRAMES[0]) & (frames <= USUAL_FRAMES[1]))
    asked = np.mean(["question" in columns["mood"][row] for row in rows])
    spread = f"{frames.min()}/{np.median(frames):.0f}/{frames.max()}"
    hours = float(np.sum(frames / fps)) / 3600
    counts = f"{split:18} {language:4} {len(rows):5} {len(glosses):7} {spread:>13}"
    return f"{counts} {100 * usual:5.1f}% {hours:6.2f} {100 * asked:5.1f}%"
