"""Plans of sentences to motion by the rule-based signer, each sentence from rest to rest; very long ones in pieces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from signary.pose.sequence import PoseSequence
from signary.retrieval.plan import Item, SentencePlan
from signary.signer.signer import Signer
from signary.signer.style import SignerStyle

#: Forms, such as signs or letters, that are signed at once: about a minute. Motion is made whole before it is shown.
MOST_FORMS = 120


@dataclass(frozen=True)
class RuleMotion:
    """A sentence, or a piece of a long one, signed by rules.

    Attributes:
        pose: The motion, from rest to rest.
        signed: Each item of the sentence that is signed in it, with start and end in seconds.
    """

    pose: PoseSequence
    signed: tuple[tuple[Item, float, float], ...]

    @property
    def frames(self) -> Tensor:
        """The numbers of the motion (T, 133)."""
        return torch.from_numpy(self.pose.values)

    def item_at(self, seconds: float) -> Item | None:
        """What is signed at a time; None between signs."""
        return next((item for item, start, end in self.signed if start <= seconds < end), None)


def sign_items(items: Sequence[Item], style: SignerStyle, fps: float) -> RuleMotion:
    """The motion of a sentence, or of a piece of one.

    Args:
        items: What is signed, in sign order.
        style: How it is signed.
        fps: Frames a second.

    Raises:
        InputError: If the rate cannot be used, or nothing is signed.
    """
    # A signer of its own: how a sentence is signed must not depend on what was signed before.
    motion = Signer(style, fps).sign([item.unit for item in items if item.unit is not None])
    times = ((item, *span) for item, span in zip(items, motion.spans, strict=True))
    return RuleMotion(motion.pose, tuple(times))


def pieces_of(plan: SentencePlan) -> list[list[Item]]:
    """What is signed of a sentence, in sign order: in one piece, or of a long one in pieces of `MOST_FORMS` forms.

    Args:
        plan: What becomes of its words.
    """
    pieces, room = list[list[Item]](), 0
    for item in (part for whole in plan.signed for part in _parts(whole)):
        forms = 0 if item.unit is None else len(item.unit.forms)
        if not pieces or forms > room:
            pieces.append([])
            room = MOST_FORMS
        pieces[-1].append(item)
        room -= forms
    return pieces


def _parts(item: Item) -> Iterator[Item]:
    """The item, or parts of one that is longer than a piece: a word of hundreds of letters."""
    unit = item.unit
    if unit is None or len(unit.forms) <= MOST_FORMS:
        yield item
        return
    for first in range(0, len(unit.forms), MOST_FORMS):
        pause = unit.pause if first + MOST_FORMS >= len(unit.forms) else 0.0
        part = replace(unit, forms=unit.forms[first : first + MOST_FORMS], parts=(), pause=pause)
        yield replace(item, unit=part)


def items_account(items: Sequence[Item]) -> str:
    """One line that says what became of words.

    Args:
        items: The words.
    """
    counts = Counter(item.source for item in items)
    names = {"lexicon": "signed", "number": "numbers", "compound": "signed as compounds"}
    parts = [f"{counts[source]} {name}" for source, name in names.items() if counts[source]]
    for source, name in (("fingerspelling", "spelled"), ("dropped", "not signed"), ("missing", "lost")):
        if counts[source]:
            words = [item.word for item in items if item.source == source]
            parts.append(f"{counts[source]} {name} ({', '.join(words[:6])}{', …' if len(words) > 6 else ''})")
    total = sum(counts.values())
    return f"{total} word{'' if total == 1 else 's'}: {', '.join(parts)}"
