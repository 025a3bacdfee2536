"""The demo corpus: sentences from templates, signed by the rule-based signer, kept on disk.

Synthetic. Demonstration lexicon, written from public descriptions, not verified by signers; not for communication.
`docs/demo_corpus.md` describes it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import numpy as np
from datasets import Dataset, DatasetDict, Features, load_from_disk
from datasets.arrow_writer import ArrowWriter

from signary.corpora.cache import atomic_folder, cache_folder
from signary.corpora.signing import CANONICAL, SigningJob, corpus_features, sign_jobs
from signary.corpora.splits import GRAMMARS, SPLITS, make_splits
from signary.io.errors import InputError
from signary.io.progress import track
from signary.language.languages import resolve
from signary.pose.sequence import MAX_FPS
from signary.signer.lexicon import dictionaries_folder
from signary.signer.signer import DEFAULT_FPS

Config = TypeVar("Config", bound="DemoCorpusConfig")
#: Name, columns and rows of a split.
Part = tuple[str, Features, Iterable[dict[str, Any]]]
VERSION = 1
#: Frames of a sentence that training takes (`SYSTEMS` of the paper: clips of 40 to 400 frames).
USUAL_FRAMES = (40, 400)
_KEY_FILE = "signary_key.txt"
_WRITE_BATCH = 32
#: Parts of the package whose code decides what is said and how it is signed.
_SOURCES = ("signer", "language", "pose/kinematics.py", "pose/rotations.py", "pose/skeletons") + tuple(
    f"corpora/{name}.py"
    for name in ("templates", "english", "german", "chinese", "glossing", "splits", "signing", "demo_signs", "pseudo")
)


@dataclass(frozen=True)
class DemoCorpusConfig:
    """What is built. Numbers of sentences are per language.

    Attributes:
        languages: Ids of sign languages.
        seed: Decides sentences, words that are held out, and signers.
        train: Sentences in `train`.
        dev: Sentences in `dev`.
        test: Sentences in `test`.
        test_unseen_words: Sentences in `test_unseen_words`.
        signers: Signers of `train` beside the canonical one.
        canonical_share: Share of `train` that the canonical signer signs.
        fps: Frames a second.
    """

    languages: tuple[str, ...] = tuple(GRAMMARS)
    seed: int = 0
    train: int = 6000
    dev: int = 100
    test: int = 200
    test_unseen_words: int = 100
    signers: int = 8
    canonical_share: float = 0.6
    fps: float = DEFAULT_FPS

    def __post_init__(self) -> None:
        if not self.languages or len(set(self.languages)) < len(self.languages):
            raise InputError("languages", "different sign languages, at least one", self.languages)
        object.__setattr__(self, "languages", tuple(resolve(name, GRAMMARS).id for name in self.languages))
        for name, least in (("train", 1), ("dev", 0), ("test", 0), ("test_unseen_words", 0), ("signers", 0)):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int) or value < least:
                raise InputError(name, f"an integer from {least}", repr(value))
        if not 0.0 <= self.canonical_share <= 1.0:
            raise InputError("canonical_share", "a number from 0 to 1", self.canonical_share)
        if not 1.0 <= self.fps <= MAX_FPS:
            raise InputError("fps", f"a number from 1 to {MAX_FPS:g}", self.fps)

    @property
    def name(self) -> str:
        """Name of the folder: what was asked for."""
        text = json.dumps(asdict(self), sort_keys=True)
        return f"demo-{hashlib.sha256(text.encode()).hexdigest()[:12]}"

    def key(self) -> str:
        """Changes with the configuration, the version, the dictionaries and the code that signs."""
        digest = hashlib.sha256(f"{VERSION} {self.name}".encode())
        for path in _sources():
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
        return digest.hexdigest()


def _sources() -> list[Path]:
    package = Path(__file__).resolve().parent.parent
    found = list(dictionaries_folder().rglob("*.yaml"))
    for name in _SOURCES:
        path = package / name
        found += path.rglob("*.*") if path.is_dir() else [path]
    return sorted(path for path in found if path.is_file() and path.suffix != ".pyc")


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

    Raises:
        InputError: If it was not built, or with other lexicons or code.
    """
    return load_folder(is_built(folder, settings_of(DemoCorpusConfig, config)))


def settings_of(kind: type[Config], fields: dict[str, Any]) -> Config:
    """A configuration of a corpus.

    Raises:
        InputError: If a field is unknown or out of range.
    """
    known = kind.__dataclass_fields__
    for name in fields:
        if name not in known:
            raise InputError(name, f"a setting: {', '.join(known)}", repr(fields[name]))
    if isinstance(fields.get("languages"), str):
        raise InputError("languages", "a list of sign languages", repr(fields["languages"]))
    if "languages" in fields:
        fields = {**fields, "languages": tuple(fields["languages"])}
    return kind(**fields)


def _target(folder: Path | str | None, config: DemoCorpusConfig) -> Path:
    return (cache_folder() if folder is None else Path(folder)) / config.name


def is_built(folder: Path | str | None, config: DemoCorpusConfig) -> Path:
    """The folder of a corpus that was built before.

    Raises:
        InputError: If it was not built, or with other lexicons or code.
    """
    target = _target(folder, config)
    if not _has_key(target, config):
        got = "one of other lexicons or code" if target.exists() else "nothing there"
        raise InputError("folder", f"a corpus of this configuration, built before, in {target}", got)
    return target


def _has_key(target: Path, config: DemoCorpusConfig) -> bool:
    try:
        return (target / _KEY_FILE).read_text(encoding="utf-8") == config.key()
    except OSError:
        return False


def load_folder(target: Path) -> DatasetDict:
    """A corpus; motion as numpy arrays, everything else as plain Python."""
    loaded = load_from_disk(str(target))
    assert isinstance(loaded, DatasetDict)
    return loaded.with_format("numpy", columns=["poses"], output_all_columns=True)


def build_folder(
    folder: Path | str | None, config: DemoCorpusConfig, processes: int, parts: Callable[[], Iterable[Part]]
) -> Path:
    """Write a corpus, unless it is there: whole or not at all.

    Args:
        folder: Where corpora are kept.
        config: What is asked for; with lexicons and code it makes the key.
        processes: Checked here, used by who signs.
        parts: Called if there is something to write: splits with their columns and rows; those without rows are left
            out.

    Raises:
        InputError: If `processes` is no number of processes.
    """
    if isinstance(processes, bool) or not isinstance(processes, int) or processes < 1:
        raise InputError("processes", "an integer from 1", repr(processes))
    target = _target(folder, config)
    if _has_key(target, config):
        return target
    with atomic_folder(target) as temporary:
        raw = temporary / "raw"
        raw.mkdir()
        splits = {split: _write(raw / f"{split}.arrow", features, rows) for split, features, rows in parts()}
        DatasetDict({split: rows for split, rows in splits.items() if len(rows)}).save_to_disk(str(temporary))
        shutil.rmtree(raw)
        (temporary / "config.json").write_text(json.dumps(asdict(config), indent=2), encoding="utf-8")
        (temporary / _KEY_FILE).write_text(config.key(), encoding="utf-8")
    return target


def _write(path: Path, features: Features, rows: Iterable[dict[str, Any]]) -> Dataset:
    with ArrowWriter(features=features, path=str(path), writer_batch_size=_WRITE_BATCH) as writer:
        for row in rows:
            writer.write(row)
        writer.finalize()
    return Dataset.from_file(str(path))


def _rows(config: DemoCorpusConfig, processes: int, progress: bool) -> Iterator[Part]:
    """Columns and rows of every split; one pool of processes signs them all."""
    jobs = _jobs(config)
    everything = [job for split in SPLITS for job in jobs[split]]
    rows: Iterator[dict[str, Any]] = sign_jobs(everything, processes)
    if progress:
        rows = track(rows, "Signing the demo corpus", len(everything))
    for split in SPLITS:
        yield split, corpus_features(), islice(rows, len(jobs[split]))
    # The last row is taken, but the generator is not at its end: let it close its processes.
    next(rows, None)


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


def draw_signer(config: DemoCorpusConfig, name: str) -> int:
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
