"""Sentences with pseudo-words: training data only, which teaches a model to read the signs in its prompt.

A sentence of the demo corpus' training split has one or two content words replaced by words that do not exist, signed
with signs that do not exist, so that only the signs retrieved for the prompt (SOKE, ICCV 2025, §3.4) say how they are
signed. Nothing of it may be shipped in a dictionary or evaluated on.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import cycle, islice
from pathlib import Path
from random import Random
from typing import Any

from datasets import DatasetDict

from signary.corpora.synthetic.cache import Part, build_folder, is_built, load_folder
from signary.corpora.synthetic.config import DemoCorpusConfig, check_integer, settings_of
from signary.corpora.synthetic.demo import draw_signer, sizes_of
from signary.corpora.synthetic.demo_signs import isolated_features, isolated_row, pseudo_signs
from signary.corpora.synthetic.signing import CANONICAL, SigningJob, corpus_features, sign_jobs
from signary.corpora.synthetic.splits import make_splits
from signary.io.errors import InputError
from signary.io.progress import track
from signary.language.languages import LANGUAGES
from signary.language.lemmas import candidates
from signary.nn.threads import on_threads
from signary.signer.lexicon import SignEntry, shipped_lexicon
from signary.signer.score import SignUnit

VERSION = 1
#: Categories of words that are replaced.
REPLACED = ("noun", "verb", "adjective", "place")
#: Share of the sentences in which a second word is replaced.
_TWICE = 0.4
_MARK = re.compile(r"\[([^\]#&+=:]+)\]")
_WORD = re.compile(r"[\w'’-]+$")


@dataclass(frozen=True)
class PseudoCorpusConfig(DemoCorpusConfig):
    """A demo corpus, and what is made of its training sentences. Numbers are per language.

    Attributes:
        sentences: Sentences with pseudo-words.
        signs: Pseudo-signs.
    """

    sentences: int = 2000
    signs: int = 800

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in ("sentences", "signs"):
            check_integer(name, getattr(self, name), 1)

    @property
    def name(self) -> str:
        """Name of the folder: what was asked for."""
        text = json.dumps(asdict(self) | {"version": VERSION}, sort_keys=True)
        return f"pseudo-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def build_pseudo_corpus(
    folder: Path | str | None = None, *, processes: int = 1, progress: bool = True, **config: Any
) -> DatasetDict:
    """Build the sentences and signs, or load them if they were built before.

    Args:
        folder: Where corpora are kept, as for `build_demo_corpus`.
        processes: Processes that sign.
        progress: Whether to show a bar.
        **config: Fields of `PseudoCorpusConfig`; those of the demo corpus as that was built.

    Returns:
        `sentences`, with the columns of the demo corpus, and `signs`, with those of `isolated_signs`.

    Raises:
        InputError: If a setting cannot be used, or no training sentence has a word that can be replaced.
    """
    settings = settings_of(PseudoCorpusConfig, config)
    target = build_folder(folder, settings, processes, lambda: _rows(settings, processes, progress))
    return load_folder(target)


def load_pseudo_corpus(folder: Path | str | None = None, **config: Any) -> DatasetDict:
    """Load what `build_pseudo_corpus` built before; nothing is signed.

    Args:
        folder: Where corpora are kept, as for `build_demo_corpus`.
        **config: Fields of `PseudoCorpusConfig`.

    Raises:
        InputError: If it was not built, or with other lexicons or code.
    """
    return load_folder(is_built(folder, settings_of(PseudoCorpusConfig, config)))


def _rows(config: PseudoCorpusConfig, processes: int, progress: bool) -> Iterator[Part]:
    """Name, columns and rows of both parts."""
    entries = {language: pseudo_signs(config.signs, config.seed, language=language) for language in config.languages}
    jobs = [job for language in config.languages for job in _jobs(config, language, entries[language])]
    Random(f"order {config.seed} pseudo").shuffle(jobs)
    rows = sign_jobs(jobs, processes)
    yield "sentences", corpus_features(), track(rows, "Signing pseudo-sentences", len(jobs)) if progress else rows
    yield "signs", isolated_features(), _signs(config, entries)


def _signs(config: PseudoCorpusConfig, entries: dict[str, tuple[SignEntry, ...]]) -> Iterator[dict[str, Any]]:
    with on_threads(1):
        for language, signs in entries.items():
            for number, entry in enumerate(signs):
                assert entry.form is not None
                unit = SignUnit(entry.gloss, (entry.form,))
                about = {"words": list(entry.words), "category": entry.category, "kind": "sign", "source": entry.source}
                yield isolated_row(f"{language}-pseudo-{number:04d}", language, unit, CANONICAL, config.fps) | about


def _jobs(config: PseudoCorpusConfig, language: str, entries: Sequence[SignEntry]) -> list[SigningJob]:
    """Sentences with replaced words; every pseudo-sign is used about equally often."""
    train = make_splits(language, sizes_of(config), config.seed)["train"]
    if not any(True for sentence in train for _ in replaceable(sentence.marked, language)):
        raise InputError("train", f"more {language} sentences: some with a word to replace", repr(config.train))
    random = Random(f"pseudo sentences {config.seed} {language}")
    signs, jobs = cycle(random.sample(list(entries), len(entries))), list[SigningJob]()
    for sentence in cycle(random.sample(train, len(train))):
        if len(jobs) == config.sentences:
            break
        places = list(replaceable(sentence.marked, language))
        random.shuffle(places)
        chosen = sorted(places[: 1 + (random.random() < _TWICE)], reverse=True)
        if chosen:
            new = list(islice(signs, len(chosen)))
            marked = sentence.marked
            for (start, end, category), entry in zip(chosen, new, strict=True):
                marked = _replace(marked, start, end, entry, category)
            name = f"{language}-pseudo-{len(jobs):05d}"
            signer = draw_signer(config, name)
            job = SigningJob(name, marked, language, sentence.pattern, signer, config.fps, config.seed)
            jobs.append(replace(job, extra=tuple(new)))
    return jobs


def replaceable(marked: str, language: str) -> Iterator[tuple[int, int, str]]:
    """Words that a pseudo-word can stand for: where word and mark begin and end, and the category of the gloss.

    A word is one that the gloss is looked up under: what stands before a mark may also be the end of a phrase.

    Args:
        marked: Sentence with marks.
        language: Id of the sign language.
    """
    entries, spoken = shipped_lexicon(language).entries, LANGUAGES[language].spoken
    for match in _MARK.finditer(marked):
        entry = entries.get(match.group(1))
        if entry is None or entry.category not in REPLACED:
            continue
        before = marked[: match.start()]
        if spoken == "zh":
            word = max((word for word in entry.words if before.endswith(word)), key=len, default="")
        else:
            found = _WORD.search(before)
            word = found.group() if found else ""
            if set(candidates(word, spoken)).isdisjoint(entry.words):
                word = ""
        if word:
            yield match.start() - len(word), match.end(), entry.category


def _replace(marked: str, start: int, end: int, entry: SignEntry, category: str) -> str:
    word = entry.words[0]
    word = word.capitalize() if marked[start].isupper() else word
    return f"{marked[:start]}{word}[{entry.gloss}:{category}]{marked[end:]}"
