"""What became of a sentence: its signs, letters, times, negation and question, against the rule-based signer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property

import numpy as np
from sign_ranking import (
    aligned_frames,
    alignment,
    best_piece,
    features,
    piece_at,
    rank_of,
    sign_and_letter_templates,
)

from signary.evaluation.back_translation import LoadedRecogniser, read_glosses
from signary.language.kind import CONTENT, POLAR
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons.rest import EXPRESSIONS
from signary.pose.skeletons.smplx import ROTATED
from signary.retrieval.lookup import check_signs, plan_text
from signary.retrieval.plan import Item, SentencePlan
from signary.retrieval.segments import Segment
from signary.signer.lexicon import shipped_lexicon
from signary.signer.signer import SignedMotion, Signer
from signary.signing.rule_based import sign_text

#: Share of the signer's head shake, and of its brows, that is enough.
ENOUGH = 0.5
#: Start and end in seconds.
Span = tuple[float, float]
#: Category of signs of question words.
ASKING = "question"
#: What the brows do in a question.
BROWS = {POLAR: "brows_raised", CONTENT: "brows_furrowed"}


@dataclass
class Findings:
    """What was found in sentences; shares are means of them.

    Attributes:
        ranks: Of every expected sign among the lexicon, in the frames aligned with it.
        anywhere: The same, in the frames of the whole motion that it fits best.
        durations: Seconds of the motion over those of the signer.
        letters: Of every letter whether it is the nearest of the alphabet.
        spelled: Of every spelled word whether all of its letters are.
        times: Seconds between starts, and between ends, of segments and those of the signer.
        times_aligned: The same, the signer's times carried over to the motion by DTW.
        negations: Of every negated clause whether the head is shaken.
        questions: Of every question whether the brows ask.
        negations_read: Of every negated clause whether a recogniser reads its signs of negation.
        questions_read: Of every question with a question word whether a recogniser reads the sign of the word.
        sentences: How many.
        failed: How many of them the method refused.
        by_model: How many of them begin with what a model signed, of a method that shares them out.
    """

    ranks: list[int] = field(default_factory=list)
    anywhere: list[int] = field(default_factory=list)
    durations: list[float] = field(default_factory=list)
    letters: list[bool] = field(default_factory=list)
    spelled: list[bool] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    times_aligned: list[float] = field(default_factory=list)
    negations: list[bool] = field(default_factory=list)
    questions: list[bool] = field(default_factory=list)
    negations_read: list[bool] = field(default_factory=list)
    questions_read: list[bool] = field(default_factory=list)
    sentences: int = 0
    failed: int = 0
    by_model: int = 0

    def __iadd__(self, other: Findings) -> Findings:
        """These and others."""
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        return self


class Expected:
    """What the rules make of a text: plans, and the canonical signer's motion.

    Args:
        text: One sentence or several.
        language: Id of the sign language.

    Raises:
        NothingToSignError: If nothing of it is signed.
    """

    def __init__(self, text: str, language: str) -> None:
        self.text, self.language = text, language
        self.plans: Sequence[SentencePlan] = plan_text(text, language)
        check_signs(text, self.plans)
        self.units = [unit for plan in self.plans for unit in plan.units]
        self.items: list[Item] = [item for plan in self.plans for item in plan.signed]
        self.motion = one_after_another(sign_text(text, language).pose, self.plans)

    @cached_property
    def features(self) -> np.ndarray:
        """Of the motion."""
        return features(self.motion.pose)

    def spans_of(self, plan: SentencePlan) -> Sequence[tuple[float, float]]:
        """Times of the signs of one plan."""
        first = sum(len(each.order) for each in self.plans[: self.plans.index(plan)])
        return self.motion.spans[first : first + len(plan.order)]


def one_after_another(pose: PoseSequence, plans: Sequence[SentencePlan]) -> SignedMotion:
    """Motion of sentences, each from rest to rest, with the times of their signs and forms.

    Args:
        pose: The motion.
        plans: What the sentences become.
    """
    spans, forms, late = list[Span](), list[tuple[Span, ...]](), 0.0
    for motion in (Signer().sign(plan.units) for plan in plans if plan.units):
        spans += [(start + late, end + late) for start, end in motion.spans]
        forms += [tuple((start + late, end + late) for start, end in each) for each in motion.form_spans]
        late += motion.pose.seconds
    return SignedMotion(pose, tuple(spans), tuple(forms))


class Ruler:
    """Measures sentences of a language.

    Args:
        language: Id of the sign language.
        judge: A recogniser, *optional*.
    """

    def __init__(self, language: str, judge: LoadedRecogniser | None = None) -> None:
        self.language, self.judge = language, judge
        self.signs, self.letters = sign_and_letter_templates(language)
        self._names = frozenset(self.signs.names)

    def of(self, glosses: Iterable[str]) -> Ruler:
        """One that expects some signs only; they are still ranked among all."""
        other = copy(self)
        other._names = self._names.intersection(glosses)
        return other

    def failed(self, expected: Expected) -> Findings:
        """The findings of a sentence that a method refused: nothing is right."""
        signs = [item for item in expected.items if item.gloss in self._names]
        last, spelled = (
            [len(self.signs.names)] * len(signs),
            [item for item in expected.items if item.unit and _spelled(item)],
        )
        findings = Findings(last, list(last), [0.0], sentences=1, failed=1)
        findings.letters = [False for item in spelled if item.unit for _ in item.unit.parts]
        findings.spelled = [False for _ in spelled]
        findings.negations = [False for plan in expected.plans if _shakes(plan)]
        findings.questions = [False for plan in expected.plans if plan.kind.mood in BROWS]
        if self.judge is not None:
            findings.negations_read = list(findings.negations)
            findings.questions_read = [False for plan in expected.plans if plan.kind.mood == CONTENT]
        return findings

    def measure(self, expected: Expected, pose: PoseSequence, segments: Sequence[Segment]) -> Findings:
        """The findings of a sentence.

        Args:
            expected: What the rules make of it.
            pose: What a method makes of it.
            segments: Which word it says is shown when; those without a gloss are none.
        """
        reference = expected.motion.pose
        pose = pose if pose.fps == reference.fps else pose.resample(reference.fps)
        shown = features(pose)
        path = alignment(expected.features, shown)
        found = Findings(durations=[pose.seconds / reference.seconds], sentences=1)
        for item, spans, (start, end) in zip(
            expected.items, expected.motion.form_spans, expected.motion.spans, strict=True
        ):
            if item.gloss in self._names:
                piece = piece_at(shown, aligned_frames(path, start, end, reference.fps))
                missed = len(self.signs.names)
                found.ranks.append(missed if piece is None else rank_of(item.gloss, piece, self.signs))
                anywhere = best_piece(self.signs.of(item.gloss), shown)
                found.anywhere.append(rank_of(item.gloss, anywhere, self.signs))
            elif _spelled(item) and self.letters is not None:
                right = list(self._right_letters(item, spans, path, shown, reference.fps))
                found.letters += right
                found.spelled.append(all(right))
        found.times, found.times_aligned = _time_errors(expected, segments, path)
        if pose.layout.name == "smplx":
            self._face(expected, pose, path, found)
        if self.judge is not None:
            self._read(self.judge, expected, pose, found)
        return found

    def _read(self, judge: LoadedRecogniser, expected: Expected, pose: PoseSequence, found: Findings) -> None:
        """What the recogniser reads of what denies and asks; it sees signs, not brows, so yes/no questions are none."""
        read = Counter(read_glosses(judge.model, judge.processor, pose, self.language))
        lexicon, known = shipped_lexicon(self.language), judge.processor.vocabulary

        def is_read(items: Iterable[Item]) -> list[bool]:
            wanted = Counter(item.gloss for item in items if known.knows([item.gloss], self.language))
            return [wanted <= read] if wanted else []

        for plan in expected.plans:
            shaken = [item for item in plan.signed if item.unit and item.unit.nonmanual.head == "shake"]
            found.negations_read += is_read(shaken)
            if plan.kind.mood == CONTENT:
                entries = ((item, lexicon.entries.get(item.gloss)) for item in plan.signed)
                found.questions_read += is_read(item for item, entry in entries if entry and entry.category == ASKING)

    def _right_letters(
        self, item: Item, spans: Sequence[tuple[float, float]], path: np.ndarray, shown: np.ndarray, fps: float
    ) -> Iterator[bool]:
        """Of every letter whether it is the nearest of the alphabet in the frames aligned with it; digits are none."""
        assert item.unit is not None
        assert self.letters is not None
        first = 0
        for name, forms in item.unit.parts:
            start, end = spans[first][0], spans[first + forms - 1][1]
            first += forms
            if name in self.letters.names:
                piece = piece_at(shown, aligned_frames(path, start, end, fps))
                yield piece is not None and rank_of(name, piece, self.letters) == 0

    @staticmethod
    def _face(expected: Expected, pose: PoseSequence, path: np.ndarray, found: Findings) -> None:
        reference = expected.motion.pose
        for plan in expected.plans:
            spans = expected.spans_of(plan)
            if _shakes(plan):
                shaken = [span for unit, span in zip(plan.units, spans, strict=True) if unit.nonmanual.head == "shake"]
                theirs, ours = _both(shaken, path, reference.fps)
                found.negations.append(head_shake(pose, ours) >= ENOUGH * head_shake(reference, theirs))
            if plan.kind.mood in BROWS:
                theirs, ours = _both(spans, path, reference.fps)
                brow = BROWS[plan.kind.mood]
                (other,) = set(BROWS.values()) - {brow}
                enough = expression(pose, ours, brow) >= ENOUGH * expression(reference, theirs, brow)
                clear = expression(pose, ours, brow) > expression(pose, ours, other)
                found.questions.append(enough and clear)


def _spelled(item: Item) -> bool:
    return item.source == "fingerspelling"


def _shakes(plan: SentencePlan) -> bool:
    """Whether the signer shakes the head in a sentence."""
    return any(unit.nonmanual.head == "shake" for unit in plan.units)


def _both(spans: Sequence[tuple[float, float]], path: np.ndarray, fps: float) -> tuple[np.ndarray, np.ndarray]:
    """Frames of spans, and the frames that are aligned with them."""
    theirs = np.concatenate([np.arange(round(start * fps), round(end * fps) + 1) for start, end in spans])
    ours = np.concatenate([aligned_frames(path, start, end, fps) for start, end in spans])
    return theirs, ours


def head_shake(pose: PoseSequence, frames: np.ndarray) -> float:
    """How much neck and head turn to the sides: standard deviation of the turn about the vertical, in radians."""
    frames = frames[frames < len(pose)]
    columns = [3 * ROTATED.index(joint) + 1 for joint in ("neck", "head")]
    return float(pose.values[frames][:, columns].sum(1).std()) if len(frames) else 0.0


def expression(pose: PoseSequence, frames: np.ndarray, name: str) -> float:
    """Mean coefficient of an expression of the face."""
    frames = frames[frames < len(pose)]
    column = 3 * len(ROTATED) + EXPRESSIONS.index(name)
    return float(pose.values[frames, column].mean()) if len(frames) else 0.0


def _time_errors(expected: Expected, segments: Sequence[Segment], path: np.ndarray) -> tuple[list[float], list[float]]:
    """Differences of starts and ends of the segments with a gloss that the signer has too, in the order of signing."""
    named = sorted((segment for segment in segments if segment.gloss), key=lambda segment: segment.start)
    glosses = [item.gloss for item in expected.items]
    matcher = SequenceMatcher(None, glosses, [segment.gloss for segment in named], autojunk=False)
    fps, direct, aligned = expected.motion.pose.fps, list[float](), list[float]()
    for block in matcher.get_matching_blocks():
        for at in range(block.size):
            span, segment = expected.motion.spans[block.a + at], named[block.b + at]
            direct += [abs(span[0] - segment.start), abs(span[1] - segment.end)]
            if len(frames := aligned_frames(path, *span, fps)):
                aligned += [abs(frames[0] / fps - segment.start), abs(frames[-1] / fps - segment.end)]
    return direct, aligned
