"""The words of a lexicon and their signs: forms that the rule-based signer signs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from signary.language.languages import SignLanguage
from signary.retrieval.number_signs import NumberKey
from signary.retrieval.spelling import bare_name, spell
from signary.signer.lexicon import Alphabet, Lexicon, SignEntry, has_shipped_lexicon, shipped_lexicon, speller
from signary.signer.score import SignUnit

#: The turn of the hand that makes a rank of a number, in ASL up to the ninth; then letters stand for it.
_TURN = {"kind": "twist", "angle": -80}
_LAST_TURNED = {"en": 9}
_FOLDED = str.maketrans({"Ä": "AE", "Ö": "OE", "Ü": "UE", "ß": "SS"})


class LexiconWords:
    """A lexicon and a manual alphabet as a `WordStore`.

    Args:
        lexicon: The signs.
        alphabet: Spells what the lexicon does not have.
        spoken: ISO 639-1 code of the spoken language.
    """

    name, spells = "lexicon", True

    def __init__(self, lexicon: Lexicon, alphabet: Alphabet, spoken: str) -> None:
        self.lexicon, self.alphabet, self.spoken = lexicon, alphabet, spoken
        self.numbers, self.by_number = lexicon.numbers, lexicon.by_number
        keys = (key.replace(" ", "") for key in lexicon.by_word) if spoken == "zh" else lexicon.by_word
        self._keys = dict(zip(keys, lexicon.by_word, strict=True))

    def find(self, form: str) -> str | None:
        """The key of a form; Chinese keys are found without the blanks in them."""
        return self._keys.get(form)

    def phrases(self) -> Iterable[str]:
        """Keys that may be several words."""
        return (key for key in self.lexicon.by_word if " " in key or "'" in key or key == "cannot")

    def category(self, key: str, prefer: str = "") -> str:
        """Category of the sign of a key."""
        return self._entry(key, prefer).category

    def number(self, key: str) -> int | None:
        """What a number sign is worth."""
        return self._entry(key).number

    def sign(self, key: str, prefer: str = "") -> SignUnit:
        """The sign of a key."""
        return self._unit(self._entry(key, prefer).gloss)

    def number_sign(self, key: NumberKey) -> SignUnit | None:
        """The sign of a number; of a rank its own, else the number's, turned or with letters."""
        number = self._unit(key.key)
        if not key.rank:
            return number
        gloss = gloss_of(key.rank)
        if gloss in self.lexicon.entries:
            return self._unit(gloss)
        if key.value > _LAST_TURNED.get(self.spoken, key.value):
            letters = spell("th", self.alphabet, self.lexicon)
            parts = number.parts + letters.parts
            return None if letters.unknown else SignUnit(gloss, (*number.forms, *letters.forms), parts=parts)
        turned = number.forms[-1].varied({"movement": [_TURN]})
        return SignUnit(gloss, (*number.forms[:-1], turned), parts=number.parts)

    def named(self, word: str) -> SignUnit | None:
        """The sign that is called so, else one for the word, else its letters."""
        gloss = gloss_of(word)
        if gloss not in self.lexicon.entries and word in self.lexicon.by_word:
            gloss = self.lexicon.by_word[word][0]
        if gloss in self.lexicon.entries:
            return self._unit(gloss)
        bare = bare_name(word)
        letters, _ = self.spell(bare)
        return None if letters is None else replace(letters, gloss="#" + bare.upper())

    def spell(self, word: str) -> tuple[SignUnit | None, str]:
        """The letters of a word; Han characters name it as they are, not by their pinyin."""
        spelled = spell(word, self.alphabet, self.lexicon)
        if spelled.unknown:
            return None, spelled.unknown
        han = any(character >= "\u3400" for character in word)
        gloss = "#" + (word if han else "".join(spelled.letters))
        return SignUnit(gloss, spelled.forms, spelled=True, parts=spelled.parts), ""

    def joined(self, signs: Sequence[SignUnit]) -> SignUnit:
        """Signs of one word."""
        forms = tuple(form for sign in signs for form in sign.forms)
        parts = tuple(part for sign in signs for part in sign.parts)
        spelled = all(sign.spelled for sign in signs)
        return SignUnit("+".join(sign.gloss for sign in signs), forms, spelled=spelled, parts=parts)

    def _unit(self, gloss: str) -> SignUnit:
        forms = tuple(self.lexicon.forms(gloss))
        return SignUnit(gloss, forms, parts=((gloss, len(forms)),))

    def _entry(self, key: str, prefer: str = "") -> SignEntry:
        """The entry for a key; of several the first of category `prefer`, else the first that is no question word."""
        entries = [self.lexicon.entries[gloss] for gloss in self.lexicon.by_word[key]]
        if prefer and (preferred := [entry for entry in entries if entry.category == prefer]):
            return preferred[0]
        return next((entry for entry in entries if entry.category != "question"), entries[0])


@cache
def shipped_words(language: SignLanguage) -> LexiconWords | None:
    """The registered lexicon of a sign language, or `None` if it has none."""
    if not has_shipped_lexicon(language.id):
        return None
    return LexiconWords(shipped_lexicon(language.id), speller(language.id), language.spoken)


def gloss_of(word: str) -> str:
    """The gloss of a sign that is called as a word is."""
    return word.upper().translate(_FOLDED)
