"""Text to signs: dictionary first, then numbers, compounds and fingerspelling; nothing is lost without a word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from signary.io.errors import NothingToSignError
from signary.language.kind import CONTENT, POLAR, SentenceKind
from signary.language.languages import SignLanguage, resolve
from signary.language.order import BREAK, KEPT_NEGATION, clauses_over, count_clauses, sign_order
from signary.language.read_text import ReadSentence, read_sentence, read_text
from signary.retrieval.bound_signs import Found
from signary.retrieval.lexicon_words import LexiconWords
from signary.retrieval.plan import Item, SentencePlan
from signary.retrieval.word_signs import find_signs
from signary.retrieval.word_store import SignsT, WordIndex
from signary.signer.lexicon import Alphabet, Lexicon, shipped_lexicon, speller
from signary.signer.phonology import NonManual
from signary.signer.score import SignUnit

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
    (plan,) = plan_sentences([read_sentence(sentence, language.spoken)], language, lexicon=lexicon, alphabet=alphabet)
    return plan


def plan_text(
    text: str,
    language: str | SignLanguage,
    *,
    lexicon: Lexicon | None = None,
    alphabet: Alphabet | None = None,
) -> list[SentencePlan]:
    """Plan a text sentence by sentence; arguments, errors and plans as for `plan_sentences`."""
    chosen = resolve(language) if isinstance(language, str) else language
    return plan_sentences(read_text(text, chosen.spoken), chosen, lexicon=lexicon, alphabet=alphabet)


def plan_sentences(
    sentences: Iterable[ReadSentence],
    language: str | SignLanguage,
    *,
    lexicon: Lexicon | None = None,
    alphabet: Alphabet | None = None,
) -> list[SentencePlan]:
    """Plan sentences of a text that was read: normal forms are planned, and the plans quote what was typed.

    Args:
        sentences: The sentences; offsets in the plans refer to their text.
        language: Id, ISO 639-3 code or English name of a sign language, or the language itself.
        lexicon: *optional*, defaults to the one that was registered with the language.
        alphabet: *optional*, defaults to the one that was registered with the language; without any nothing is spelled.

    Raises:
        UnknownLanguageError: If there is no such language.
        NoDictionaryError: If the language has no lexicon, and none is given.
        LexiconError: If a dictionary file is broken or not there.
        InputError: If a sentence has been read as another language.
    """
    chosen = resolve(language) if isinstance(language, str) else language
    words = LexiconWords(lexicon or shipped_lexicon(chosen.id), alphabet or speller(chosen.id), chosen.spoken)
    index = WordIndex(words)
    return [_plan(sentence, index, chosen) for sentence in sentences]


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


def _plan(sentence: ReadSentence, dictionary: WordIndex[SignUnit], language: SignLanguage) -> SentencePlan:
    sentence.require(language.spoken)
    sentence = dictionary.recut(sentence)
    found, kind, typed = find_signs(sentence, dictionary), sentence.kind, sentence.typed
    slots = _slots(found, sentence.breaks)
    order = _order(slots, found, language, kind)
    items = tuple(_items(found, _with_nonmanuals(found, order, kind), sentence))
    return SentencePlan(typed.text, typed.start, language.id, kind, items, order, count_clauses(slots, language))


def _items(found: list[Found[SignUnit]], units: Iterable[SignUnit | None], sentence: ReadSentence) -> Iterator[Item]:
    """The words as they were typed, in their places in the text."""
    places = sentence.typed_places((each.item.start, each.item.end) for each in found)
    for each, unit, (word, start, end) in zip(found, units, places, strict=True):
        at, gloss = sentence.typed.start, "" if unit is None else unit.gloss
        yield Item(word, at + start, at + end, gloss, each.item.source, each.item.through, unit)


@dataclass(frozen=True)
class _Slot:
    """What is ordered: an item, or a break between clauses (`index` None)."""

    category: str
    index: int | None = None


def signing_order(found: Sequence[Found[SignsT]], sentence: ReadSentence, language: SignLanguage) -> tuple[int, ...]:
    """Indices of what was found for a sentence, of that which has a sign, in the order of signing.

    Args:
        found: Of `find_signs`.
        sentence: The sentence.
        language: Says how its signs are ordered.
    """
    return _order(_slots(found, sentence.breaks), found, language, sentence.kind)


def settled_words(found: Sequence[Found[SignsT]], sentence: ReadSentence, language: SignLanguage) -> frozenset[int]:
    """Indices of what was found in clauses behind which another has begun; arguments as for `signing_order`."""
    slots = _slots(found, sentence.breaks)
    over = clauses_over(slots, language)
    return frozenset(slot.index for slot, done in zip(slots, over, strict=True) if done and slot.index is not None)


def _order(
    slots: Sequence[_Slot], found: Sequence[Found[SignsT]], language: SignLanguage, kind: SentenceKind
) -> tuple[int, ...]:
    ordered = (slots[place].index for place in sign_order(slots, language, question=kind.mood == CONTENT))
    return tuple(index for index in ordered if index is not None and found[index].item.unit is not None)


def _slots(found: Sequence[Found[SignsT]], breaks: frozenset[int]) -> list[_Slot]:
    slots: list[_Slot] = []
    for index, item in enumerate(found):
        if item.at in breaks:
            slots.append(_Slot(BREAK))
        if item.category:
            slots.append(_Slot(item.category, index))
    return slots


def _with_nonmanuals(
    found: list[Found[SignUnit]], order: tuple[int, ...], kind: SentenceKind
) -> Iterator[SignUnit | None]:
    """Units that carry what the whole sentence says with the face, and the pause after the last sign."""
    mood = _MOOD.get(kind.mood, NonManual())
    for index, each in enumerate(found):
        unit = each.item.unit
        if unit is not None:
            nonmanual = _NEGATION.over(mood) if each.category in ("negation", KEPT_NEGATION) else mood
            pause = SENTENCE_PAUSE if index == order[-1] else 0.0
            unit = replace(unit, nonmanual=unit.nonmanual.over(nonmanual), pause=pause)
        yield unit
