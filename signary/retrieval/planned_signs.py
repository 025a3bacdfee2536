"""Retrieved signs in the order in which they are signed, and nothing that is not signed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from signary.language.languages import SignLanguage
from signary.language.read_text import ReadSentence
from signary.retrieval.lookup import plan_sentences
from signary.retrieval.plan import Item, SentencePlan
from signary.retrieval.retriever import Outcome, RetrievalMiss, RetrievedSign
from signary.signer.lexicon import has_shipped_lexicon


class PlannedSigns(NamedTuple):
    """What a sentence shows.

    Attributes:
        signs: Retrieved signs, in the order of signing.
        outcomes: What became of every word, in the order of the text; a sign that is not shown is a miss.
    """

    signs: tuple[RetrievedSign, ...]
    outcomes: tuple[Outcome, ...]


def plan_signs(outcomes: Sequence[Outcome], sentence: ReadSentence, language: SignLanguage) -> PlannedSigns:
    """Put retrieved signs into the order of the rules, and leave out those whose words the rules do not sign.

    Where a language has no lexicon, and with it no rules, signs stay in the order of the text.

    Args:
        outcomes: Of a retriever.
        sentence: The sentence they are of.
        language: Its sign language.
    """
    if not has_shipped_lexicon(language.id):
        return PlannedSigns(tuple(one for one in outcomes if isinstance(one, RetrievedSign)), tuple(outcomes))
    (plan,) = plan_sentences([sentence], language)
    ranks = {index: rank for rank, index in enumerate(plan.order)}
    placed, told = list[tuple[int, int, RetrievedSign]](), list[Outcome]()
    for outcome in outcomes:
        if isinstance(outcome, RetrievedSign):
            items = _items_at(plan, outcome, sentence.typed.start)
            signed = [ranks[index] for index, _ in items if index in ranks]
            if not signed:
                reasons = [item.through for _, item in items]
                outcome = RetrievalMiss(*outcome[:3], reasons[0] if reasons else "not signed")
            else:
                placed.append((min(signed), outcome.start, outcome))
        told.append(outcome)
    return PlannedSigns(tuple(sign for _, _, sign in sorted(placed, key=lambda each: each[:2])), tuple(told))


def _items_at(plan: SentencePlan, sign: RetrievedSign, start: int) -> list[tuple[int, Item]]:
    """Items of a plan that speak of a retrieved sign's words, with their places in the plan."""
    begin, end = start + sign.start, start + sign.end
    return [(at, item) for at, item in enumerate(plan.items) if item.start < end and item.end > begin]
