"""Composed sentences to rows with motion, which say when every sign, numeral and letter is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from datasets import Features, List, Value

from signary.corpora.synthetic.signing import corpus_features, signer_style
from signary.retrieval.lookup import plan_text
from signary.retrieval.plan import Item, SentencePlan
from signary.signer.lexicon import Lexicon, shipped_lexicon
from signary.signer.signer import SignedMotion, Signer

#: Source of an item -> kind of its unit; all others are signs.
_KINDS = {"fingerspelling": "letters", "number": "number"}

Spans = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class TextJob:
    """A sentence that is to be signed.

    Attributes:
        id: Id of the row; with `seed` it seeds what differs from one recording of a signer to the next.
        text: One sentence, as typed.
        language: Id of the sign language.
        construction: How it was composed.
        signer: 0 for the canonical signer.
        fps: Frames a second.
        seed: Seed of the corpus.
    """

    id: str
    text: str
    language: str
    construction: str
    signer: int
    fps: float
    seed: int


def composed_features() -> Features:
    """Columns of a composed corpus: those of the demo corpus, and what is said of signs and their parts."""
    times = {"start": Value("float32"), "end": Value("float32")}
    names = {"kind": Value("string"), "unit": Value("int32"), **times}
    return Features(
        {
            **corpus_features(),
            "glosses": List({"gloss": Value("string"), "word": Value("string"), **names}),
            "pieces": List({"entry": Value("string"), **names}),
        }
    )


def sign_text_job(job: TextJob) -> dict[str, Any]:
    """The row of a job."""
    (plan,) = plan_text(job.text, job.language)
    return signed_row(job, plan)


def signed_row(job: TextJob, plan: SentencePlan) -> dict[str, Any]:
    """The row of a job that has been planned.

    Returns:
        The columns of `composed_features`. `unit` is the place in the plan, from 0, that a gloss has and its pieces
        have; `kind` of a gloss is `sign`, `letters` or `number`, that of a piece `sign`, `letter` or `number`.
    """
    motion = Signer(signer_style(job.signer, f"{job.seed} {job.id}"), job.fps).sign(plan.units)
    lexicon = shipped_lexicon(job.language)
    glosses = [
        {"gloss": item.gloss, "word": item.word, "kind": kind_of(item), "unit": at, "start": start, "end": end}
        for at, (item, (start, end)) in enumerate(zip(plan.signed, motion.spans, strict=True))
    ]
    return {
        "id": job.id,
        "text": job.text,
        "language": job.language,
        "gloss": " ".join(item.gloss for item in plan.signed),
        "glosses": glosses,
        "pieces": list(pieces_of(plan, motion, lexicon)),
        "mood": plan.kind.mood,
        "pattern": job.construction,
        "signer": job.signer,
        "fps": motion.pose.fps,
        "poses": motion.pose.values,
    }


def kind_of(item: Item) -> str:
    """Kind of a unit: `sign`, `letters` or `number`."""
    return _KINDS.get(item.source, "sign")


def pieces_of(plan: SentencePlan, motion: SignedMotion, lexicon: Lexicon) -> Iterator[dict[str, Any]]:
    """What is shown when: entries of a dictionary, one for every sign, numeral, letter and part of a compound.

    Args:
        plan: What was signed.
        motion: Of its units.
        lexicon: That the plan was made with.
    """
    for at, (unit, spans) in enumerate(zip(plan.units, motion.form_spans, strict=True)):
        first = 0
        for name, forms in unit.parts:
            start, end = spans[first][0], spans[first + forms - 1][1]
            first += forms
            numeral = not name.startswith("#") and lexicon.entries[name].number is not None
            kind = "letter" if name.startswith("#") else "number" if numeral else "sign"
            yield {"entry": name, "kind": kind, "unit": at, "start": start, "end": end}
