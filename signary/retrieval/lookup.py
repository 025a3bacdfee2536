"""Text to signs: dictionary first, then numbers, compounds and fingerspelling; nothing is lost without a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from signary.io.errors import NothingToSignError
from signary.language.kind import CONTENT, POLAR, SentenceKind, sentence_kind
from signary.language.languages import SignLanguage, resolve
from signary.language.normal_form import NormalText, normal_text
from signary.language.order import BREAK, count_clauses, sign_order
from signary.language.sentences import split_sentences
from signary.language.words import clause_breaks, cut_words
from signary.retrieval.dictionary_words import DictionaryWords
from signary.retrieval.plan import Item, SentencePlan
from signary.retrieval.word_signs import Found, find_signs
from signary.signer.lexicon import Alphabet, Lexicon, shipped_lexicon, speller
from signary.signer.phonology import NonManual

#: Seconds of hold after a sentence.
SENTENCE_PAUSE = 0.3

_MOOD = {POLAR: NonManual(brows="raised"), CONTENT: NonManual(brows="furrowed")}
_NEGATION = NonManual(head="shake")


def look_up(sentence: str, lexicon: Lexicon, alphabet: Alphabet, language: SignLanguage) -> SentencePlan:
    """Plan one sentence.

    Args:
        sentence: Any text; offsets in the plan refer to it.
        lexicon: Signs of the language.
        alphabet: Its manual alphabet.
        language: Says which language is spoken and how its signs are ordered.
    """
    normal = normal_text(sentence, language.spoken)
    plan = _plan(normal.text, DictionaryWords(lexicon, language.spoken), alphabet, language)
    return replace(_as_typed(plan, normal), text=sentence, start=0)


def plan_text(
    text: str,
    language: str | SignLanguage,
    *,
    lexicon: Lexicon | None = None,
    alphabet: Alphabet | None = None,
) -> list[SentencePlan]:
    """Plan a text sentence by sentence: its normal form is planned, and the plans quote it as it was typed.

    Args:
        text: Any text; offsets in the plans refer to it.
        language: Id, ISO 639-3 code or English name of a sign language, or the language itself.
        lexicon: *optional*, defaults to the one that was registered with the language.
        alphabet: *optional*, defaults to the one that was registered with the language; without any nothing is spelled.

    Raises:
        UnknownLanguageError: If there is no such language.
        NoDictionaryError: If the language has no lexicon, and none is given.
        LexiconError: If a dictionary file is broken or not there.
    """
    chosen = resolve(language) if isinstance(language, str) else language
    words = DictionaryWords(lexicon or shipped_lexicon(chosen.id), chosen.spoken)
    letters = alphabet or speller(chosen.id)
    normal = normal_text(text, chosen.spoken)
    sentences = split_sentences(normal.text, chosen.spoken)
    plans = (_plan(sentence.text, words, letters, chosen).shifted(sentence.start) for sentence in sentences)
    return [_as_typed(plan, normal) for plan in plans]


def check_signs(text: str, plans: Sequence[SentencePlan]) -> None:
    """Refuse a text of which nothing is signed.

    Args:
        text: As it was typed.
        plans: Of its sentences.

    Raises:
        NothingToSignError: If it is empty, or no plan has a sign; names the first words and why they have none.
    """
    if not text.strip():
        raise NothingToSignError("text", "at least one word", "an empty text")
    if not any(plan.order for plan in plans):
        reasons = "; ".join(f"{item.word}: {item.through}" for plan in plans for item in plan.items[:3])
        got = repr(text.strip()[:60]) + (f" ({reasons})" if reasons else "")
        raise NothingToSignError("text", "at least one word that can be signed", got)


def _as_typed(plan: SentencePlan, normal: NormalText) -> SentencePlan:
    """A plan of the normal form as a plan of the text itself: every word as it was typed, in its place there."""
    items, at = list[Item](), 0
    for item in plan.items:
        start, end = normal.place(item.start, item.end)
        start, at = max(start, at), end
        items.append(replace(item, word=normal.source[start:end], start=start, end=end))
    if not plan.text:
        return replace(plan, items=tuple(items))
    start, end = normal.place(plan.start, plan.start + len(plan.text))
    return replace(plan, text=normal.source[start:end], start=start, items=tuple(items))


def _plan(sentence: str, dictionary: DictionaryWords, alphabet: Alphabet, language: SignLanguage) -> SentencePlan:
    words = dictionary.recut(cut_words(sentence, language.spoken))
    kind = sentence_kind(sentence, words, language.spoken)
    breaks = clause_breaks(sentence, words)
    found = find_signs(sentence, words, kind, breaks, dictionary, alphabet)
    slots = _slots(found, breaks)
    ordered = (slots[place].index for place in sign_order(slots, language, question=kind.mood == CONTENT))
    order = tuple(index for index in ordered if index is not None and found[index].item.unit is not None)
    items = _with_nonmanuals(found, order, kind)
    return SentencePlan(sentence, 0, language.id, kind, items, order, count_clauses(slots, language))


@dataclass(frozen=True)
class _Slot:
    """What is ordered: an item, or a break between clauses (`index` None)."""

    category: str
    index: int | None = None


def _slots(found: list[Found], breaks: frozenset[int]) -> list[_Slot]:
    slots: list[_Slot] = []
    for index, item in enumerate(found):
        if item.at in breaks:
            slots.append(_Slot(BREAK))
        if item.category:
            slots.append(_Slot(item.category, index))
    return slots


def _with_nonmanuals(found: list[Found], order: tuple[int, ...], kind: SentenceKind) -> tuple[Item, ...]:
    """Items whose units carry what the whole sentence says with the face, and the pause after the last sign."""
    mood, items = _MOOD.get(kind.mood, NonManual()), []
    for index, each in enumerate(found):
        unit = each.item.unit
        if unit is not None:
            nonmanual = _NEGATION.over(mood) if each.category == "negation" else mood
            pause = SENTENCE_PAUSE if index == order[-1] else 0.0
            unit = replace(unit, nonmanual=unit.nonmanual.over(nonmanual), pause=pause)
        items.append(replace(each.item, unit=unit))
    return tuple(items)
