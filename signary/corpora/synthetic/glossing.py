"""Sentences with marks become glosses and signs, in sign order and with the face of the sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from signary.corpora.synthetic.templates import Mark, marks, plain_text
from signary.io.errors import InputError
from signary.language.kind import CONTENT, POLAR, SentenceKind, sentence_kind
from signary.language.languages import LANGUAGES
from signary.language.order import sign_order
from signary.language.words import cut_words
from signary.signer.lexicon import SignEntry, shipped_alphabet, shipped_lexicon
from signary.signer.phonology import NonManual
from signary.signer.score import SignUnit

#: The face of a whole sentence, the head of a negation, and the hold after a sentence: as `retrieval.lookup` has them.
MOODS = {POLAR: NonManual(brows="raised"), CONTENT: NonManual(brows="furrowed")}
NEGATION = NonManual(head="shake")
SENTENCE_PAUSE = 0.3


@dataclass(frozen=True)
class GlossedSentence:
    """A sentence and what is signed.

    Attributes:
        text: Spoken-language sentence.
        language: Id of the sign language.
        glosses: Glosses in sign order; a number is one gloss, its signs joined by `+`.
        kind: Statement or question, negated or not.
        units: What to sign, one for each gloss.
    """

    text: str
    language: str
    glosses: tuple[str, ...]
    kind: SentenceKind
    units: tuple[SignUnit, ...]


@dataclass(frozen=True)
class _Slot:
    mark: Mark
    category: str


def gloss_sentence(
    marked: str, language: str, extra: Mapping[str, SignEntry] = MappingProxyType({})
) -> GlossedSentence:
    """Read the marks of a sentence.

    Args:
        marked: Sentence with marks (`corpora.templates`), without slots.
        language: Id of a sign language with a shipped lexicon.
        extra: Gloss -> entry, beside those of the lexicon.

    Raises:
        InputError: If a gloss is not in the lexicon, a spelling has no letters, or nothing is signed.
    """
    chosen = LANGUAGES[language]
    text = plain_text(marked)
    kind = sentence_kind(text, cut_words(text, chosen.spoken), chosen.spoken)
    slots = [_Slot(mark, mark.category or _category(mark, language, extra)) for mark in marks(marked)]
    order = sign_order(slots, chosen, question=kind.mood == CONTENT)
    ordered = [slots[index] for index in order if slots[index].mark.gloss]
    if not ordered:
        raise InputError("sentence", "at least one mark with a gloss", repr(marked))
    mood = MOODS.get(kind.mood, NonManual())
    units = []
    for slot in ordered:
        face = NEGATION.over(mood) if slot.category == "negation" else mood
        units.append(replace(_unit(slot.mark, language, extra), nonmanual=face))
    units[-1] = replace(units[-1], pause=SENTENCE_PAUSE)
    return GlossedSentence(text, language, tuple(unit.gloss for unit in units), kind, tuple(units))


def _category(mark: Mark, language: str, extra: Mapping[str, SignEntry]) -> str:
    if "+" in mark.gloss:
        return "number"
    entries = {**extra, **shipped_lexicon(language).entries} if extra else shipped_lexicon(language).entries
    if mark.gloss not in entries:
        raise InputError("gloss", f"one of the {len(entries)} of the {language} lexicon", repr(mark.gloss))
    return entries[mark.gloss].category


def _unit(mark: Mark, language: str, extra: Mapping[str, SignEntry]) -> SignUnit:
    if mark.gloss in extra and (form := extra[mark.gloss].form) is not None:
        return SignUnit(mark.gloss, (form,), parts=((mark.gloss, 1),))
    if mark.gloss.startswith("#"):
        letters, alphabet = _letters(mark.spelling, language), shipped_alphabet(language).letters
        parts = tuple((f"#{letter}", 1) for letter in letters)
        return SignUnit(mark.gloss, tuple(alphabet[letter] for letter in letters), spelled=True, parts=parts)
    lexicon = shipped_lexicon(language)
    names = [mark.gloss] if mark.gloss in lexicon.entries else mark.gloss.split("+")
    forms = [tuple(lexicon.forms(name)) for name in names]
    parts = tuple((name, len(each)) for name, each in zip(names, forms, strict=True))
    return SignUnit(mark.gloss, sum(forms, ()), parts=parts)


def _letters(spelling: str, language: str) -> list[str]:
    alphabet, found = shipped_alphabet(language), list[str]()
    for syllable in spelling.split():
        letters = alphabet.spell(syllable)
        if letters is None:
            raise InputError("spelling", f"letters of the {language} manual alphabet", repr(syllable))
        found += letters
    return found
