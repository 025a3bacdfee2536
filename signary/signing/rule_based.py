"""Text to motion without any learned weights: look up, order, sign.

Demonstration lexicon, written from public descriptions, not verified by signers; not for communication.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from signary.io.errors import InputError, NothingToSignError
from signary.language.languages import SignLanguage, resolve
from signary.language.read_text import read_text
from signary.pose.sequence import PoseSequence
from signary.retrieval.lookup import check_signs, plan_sentences
from signary.retrieval.plan import Item, SentencePlan
from signary.retrieval.segments import Segment
from signary.signer.signer import DEFAULT_FPS, NOTICE, Signer
from signary.signer.style import SignerStyle

MAX_CHARACTERS = 2000


@dataclass(frozen=True)
class SigningResult:
    """A signed text.

    Attributes:
        pose: Motion in layout `smplx`.
        segments: Each sign with its word, gloss, time and source, in the order of signing.
        plans: Sentence by sentence, what became of every word.
    """

    pose: PoseSequence
    segments: tuple[Segment, ...]
    plans: tuple[SentencePlan, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """All words in spoken order."""
        return tuple(item for plan in self.plans for item in plan.items)

    def account(self) -> str:
        """One line that says what became of the words."""
        counts = Counter(item.source for item in self.items)
        names = {"lexicon": "signed", "number": "numbers", "compound": "signed as compounds"}
        parts = [f"{counts[source]} {name}" for source, name in names.items() if counts[source]]
        for source, name in (("fingerspelling", "spelled"), ("dropped", "not signed"), ("missing", "lost")):
            if counts[source]:
                words = [item.word for item in self.items if item.source == source]
                parts.append(f"{counts[source]} {name} ({', '.join(words[:6])}{', …' if len(words) > 6 else ''})")
        total = sum(counts.values())
        return f"{total} word{'' if total == 1 else 's'}: {', '.join(parts)}"


def check_text(text: str) -> str:
    """The text, if it can be signed.

    Raises:
        NothingToSignError: If it is empty.
        InputError: If it is longer than 2,000 characters.
    """
    if not text.strip():
        raise NothingToSignError("text", "at least one word", "an empty text")
    if len(text) > MAX_CHARACTERS:
        raise InputError("text", f"at most {MAX_CHARACTERS:,} characters", f"{len(text):,}")
    return text


def sign_text(
    text: str,
    language: str | SignLanguage,
    style: SignerStyle | None = None,
    fps: float = DEFAULT_FPS,
) -> SigningResult:
    """Sign a text of one or several sentences with the rule-based signer.

    Args:
        text: Spoken-language text, at most 2,000 characters.
        language: Sign language by id (such as `asl`), ISO 639-3 code or name.
        style: How it is signed; the canonical signer by default.
        fps: Frames a second.

    Returns:
        Motion, time segments and the account of every word.

    Raises:
        NothingToSignError: If the text is empty or holds nothing that can be signed.
        InputError: If it is too long.
        UnknownLanguageError: If the language is unknown.
        NoDictionaryError: If it has no lexicon.
    """
    chosen = resolve(language) if isinstance(language, str) else language
    check_text(text)
    sentences = read_text(text, chosen.spoken)
    plans = tuple(plan_sentences(sentences, chosen))
    check_signs(text, plans)
    signed = [item for plan in plans for item in plan.signed]
    motion = Signer(style, fps).sign([unit for plan in plans for unit in plan.units])
    segments = tuple(
        Segment(item.word, item.gloss, start, end, item.source)
        for item, (start, end) in zip(signed, motion.spans, strict=True)
    )
    pose = motion.pose.with_metadata(text=text, language=chosen.id, notice=NOTICE)
    return SigningResult(pose, segments, plans)
