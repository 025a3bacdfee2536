"""Sentences to rows with motion, on one process or several: the rows are the same."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from multiprocessing import get_context
from typing import Any, TypeVar

import torch
from datasets import Array2D, Dataset, Features, List, Value

from signary.corpora.synthetic.glossing import gloss_sentence
from signary.io.progress import track
from signary.nn.threads import on_threads
from signary.pose.registry import get_layout
from signary.signer.lexicon import SignEntry
from signary.signer.signer import SignedMotion, Signer
from signary.signer.style import SignerStyle

CANONICAL = 0
Item = TypeVar("Item")
Result = TypeVar("Result")
_CHUNK = 16


@dataclass(frozen=True)
class SigningJob:
    """A sentence that is to be signed.

    Attributes:
        id: Id of the row; with `seed` it seeds what differs from one recording of a signer to the next.
        marked: Sentence with marks.
        language: Id of the sign language.
        pattern: Name of the pattern it was made from.
        signer: 0 for the canonical signer.
        fps: Frames a second.
        seed: Seed of the corpus.
        extra: Entries beside those of the lexicon that its marks name.
    """

    id: str
    marked: str
    language: str
    pattern: str
    signer: int
    fps: float
    seed: int
    extra: tuple[SignEntry, ...] = ()


def pose_feature() -> Array2D:
    """Motion of layout `smplx`, (T, 133) float32."""
    return Array2D((None, get_layout("smplx").num_features), "float32")


def corpus_features() -> Features:
    """Columns of the demo corpus."""
    timed = {"gloss": Value("string"), "start": Value("float32"), "end": Value("float32")}
    return Features(
        {
            "id": Value("string"),
            "text": Value("string"),
            "language": Value("string"),
            "gloss": Value("string"),
            "glosses": List(timed),
            "mood": Value("string"),
            "pattern": Value("string"),
            "signer": Value("int32"),
            "fps": Value("float32"),
            "poses": pose_feature(),
        }
    )


def signer_style(signer: int, recording: str = "") -> SignerStyle:
    """Style of a signer of the corpus.

    Args:
        signer: 0 for the canonical signer, else a number that seeds the style.
        recording: Seeds the unsteadiness of one recording; the canonical signer has none.
    """
    if signer == CANONICAL:
        return SignerStyle.canonical()
    return replace(SignerStyle.random(signer), seed=zlib.crc32(f"{recording} {signer}".encode()))


def sign_job(job: SigningJob) -> dict[str, Any]:
    """The row of a job."""
    sentence = gloss_sentence(job.marked, job.language, {entry.gloss: entry for entry in job.extra})
    motion = Signer(signer_style(job.signer, f"{job.seed} {job.id}"), job.fps).sign(sentence.units)
    about: dict[str, Any] = {"id": job.id, "text": sentence.text, "language": job.language}
    about |= {"mood": sentence.kind.mood, "pattern": job.pattern, "signer": job.signer}
    return about | motion_columns(sentence.glosses, motion)


def motion_columns(glosses: Sequence[str], motion: SignedMotion) -> dict[str, Any]:
    """The columns of a row that say what is signed when, and how.

    Args:
        glosses: As many as the motion has spans.
        motion: Of the sentence.
    """
    timed = [
        {"gloss": gloss, "start": start, "end": end} for gloss, (start, end) in zip(glosses, motion.spans, strict=True)
    ]
    return {"gloss": " ".join(glosses), "glosses": timed, "fps": motion.pose.fps, "poses": motion.pose.values}


def sign_jobs(jobs: Iterable[SigningJob], processes: int) -> Iterator[dict[str, Any]]:
    """Rows of jobs, in their order; `processes` as for `on_processes`."""
    return on_processes(sign_job, jobs, processes, _CHUNK)


def on_processes(
    function: Callable[[Item], Result], items: Iterable[Item], processes: int, together: int = 1
) -> Iterator[Result]:
    """What a function makes of items, in their order, on one process or several: it is the same.

    Args:
        function: One of a module, that keeps no state.
        items: What it is called with.
        processes: 1 works here; more are spawned, so that scripts need `if __name__ == "__main__":`.
        together: Items that a process is given at once.
    """
    if processes == 1:
        # Frames are few: threads cost more than they bring, and one gives the same numbers everywhere.
        with on_threads(1):
            yield from map(function, items)
        return
    with get_context("spawn").Pool(processes, initializer=torch.set_num_threads, initargs=(1,)) as pool:
        yield from pool.imap(function, items, chunksize=together)


def signed_parts(
    jobs: Mapping[str, Sequence[Item]],
    sign: Callable[[Item], dict[str, Any]],
    features: Features,
    processes: int,
    title: str | None,
) -> Iterator[tuple[str, Features, Iterator[dict[str, Any]]]]:
    """Columns and rows of every split, as `cache.build_folder` wants them; one pool of processes signs them all.

    Args:
        jobs: Split -> what is to be signed.
        sign: From a job to its row.
        features: Columns.
        processes: As for `on_processes`.
        title: Of the bar that is shown; None for no bar.
    """
    everything = [job for split in jobs.values() for job in split]
    rows = on_processes(sign, everything, processes, _CHUNK)
    if title is not None:
        rows = track(rows, title, len(everything))
    for split, own in jobs.items():
        yield split, features, islice(rows, len(own))
    # The last row is taken, but the generator is not at its end: let it close its processes.
    next(rows, None)


def signed_dataset(rows: Iterable[dict[str, Any]], count: int, title: str | None) -> Dataset:
    """Rows with the columns of the demo corpus, signed here and now, on one thread.

    Args:
        rows: As they are signed.
        count: How many.
        title: Of the bar; None shows none.
    """
    with on_threads(1):
        signed = list(rows if title is None else track(rows, title, count))
    dataset = Dataset.from_list(signed, features=corpus_features())
    return dataset.with_format("numpy", columns=["poses"], output_all_columns=True)
