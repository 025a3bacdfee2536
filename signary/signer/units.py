"""What the signer is asked to sign: a list of units, each a sign, a number or a fingerspelled word."""

from __future__ import annotations

from dataclasses import dataclass, field

from signary.signer.phonology import NonManual, Phonology


@dataclass(frozen=True)
class SignUnit:
    """One item of an utterance.

    Attributes:
        gloss: Name shown to people; a fingerspelled word is written `#WORD` by convention.
        forms: Forms signed one after another (several for compounds, numbers and spelled words).
        spelled: Forms are letters of a manual alphabet: they are held longer and doubles slide.
        nonmanual: Used where the forms themselves say nothing (sentence-level questions, negation).
        pause: Seconds of hold after the unit (sentence ends).
    """

    gloss: str
    forms: tuple[Phonology, ...]
    spelled: bool = False
    nonmanual: NonManual = field(default_factory=NonManual)
    pause: float = 0.0
