"""Words that nobody knows, out of words that are known: compounds in parts, Chinese words cut anew."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from signary.language.addresses import is_address
from signary.language.function_words import (
    CONJUNCTIONS,
    FUNCTION_WORDS,
    MEASURE_WORDS,
    NEGATIONS,
    QUESTION_WORDS,
    listed,
)
from signary.language.gender_forms import person_words
from signary.language.lemmas import candidates
from signary.language.number_words import chinese_number
from signary.language.separable_verbs import PREFIXES, infinitive_of, is_of_an_adjective, whole_infinitive
from signary.language.words import Word, is_chinese_word
from signary.retrieval.compounds import split_characters, split_compound

#: Categories whose words make compounds: `allenfalls` is not all and if.
_COMPOUNDED = ("noun", "place", "time", "adjective", "verb", "number")
#: Prefixes that say no more in a verb than they say alone.
_DIRECTIONS = (
    "zurück",
    "hoch",
    "runter",
    "raus",
    "rein",
    "hinaus",
    "heraus",
    "hinein",
    "herein",
    "hinunter",
    "herunter",
)
#: Words whose parts say something else, or the opposite: `别的` (other) is no `别` (do not), `本来` no `来`.
_OTHER_SENSE = frozenset(
    listed(
        "别的 别人 别处 不得不 不得了 不见得 不由得 不怎么 不但 不仅 不过 不如 不管 不论 不然 不断 不久 了不起 差不多 "
        "说不定 从来 本来 原来 后来 将来 向来 近来 历来 想起 想起来 看起来 一会儿 对了 看来 说来 得了 除了 好不容易 "
        "来不及 来得及 忍不住 免不了 怪不得 恨不得 巴不得 舍不得 用不着 要不然 要不是 要是 只要 只好 不只 "
        "最近 最后 最初 好像 好久 好处 真相 不安 不满 多半 大半 算了 罢了 极了"
    )
)
#: Adverbs of degree, which may stand before every adjective: `很累`, `太热`.
_DEGREES = frozenset(listed("很 太 最 更 真 好 挺 多 非常 比较 特别 十分 不 都 也"))
#: Letters of the shortest word that `un-` negates.
MIN_OPPOSITE = 5
#: `weggefahren`, where `gefahren` is no plural of `Gefahr`.
_PARTICIPLE = re.compile(rf"(?:{'|'.join(PREFIXES)})ge\w{{2,}}(?:t|en)")
#: Words that are nouns in compounds, whatever they are alone: `Klassenfahrt`, but `das ist klasse`.
_AS_NOUNS = {"klasse": "schulklasse", "fest": "feier"}
#: How names of towns end that are no compounds of words: `Freiburg` is no free castle.
_NAMES_END = ("burg",)
#: Prefixes of verbs that mean something else without them: `hinterlassen`.
_NEVER_APART = ("hinter", "wider")
_LEFT_WHOLE = _OTHER_SENSE | QUESTION_WORDS["zh"] | CONJUNCTIONS["zh"] | FUNCTION_WORDS["zh"] | set(NEGATIONS["zh"])


class WordParts:
    """Takes words apart into words that a lexicon or a dictionary has.

    Args:
        spoken: ISO 639-1 code of the spoken language.
        find: Key of a form in lower case, taken as it is, or `None`.
        category: Category of the sign of a key (`signary.signer.phonology.CATEGORIES`).
    """

    def __init__(self, spoken: str, find: Callable[[str], str | None], category: Callable[[str], str]) -> None:
        self.spoken, self.find, self.category = spoken, find, category
        self.function_words = FUNCTION_WORDS.get(spoken, frozenset())

    def key_of(self, word: str) -> str | None:
        """The best key of a word that is known."""
        found = next((key for form in candidates(word, self.spoken) if (key := self.find(form)) is not None), None)
        return self._person(word.lower()) if found is None and self.spoken == "de" else found

    def _person(self, word: str) -> str | None:
        """The key of a noun that a German noun in -in or -innen is derived from: `ärztin` has the sign of `arzt`."""
        keys = (self.find(form) for form in person_words(word))
        return next((key for key in keys if key is not None and self.category(key) == "noun"), None)

    def split(self, word: str) -> tuple[str, ...] | None:
        """Keys of the known words of which an unknown German compound, or a word with hyphens, consists."""
        if is_address(word):
            return None
        if "-" in word:
            keys = [self._part(piece, True) for piece in word.lower().split("-") if piece]
            if len(keys) > 1 and all(keys):
                return tuple(key for key in keys if key)
        if self.spoken != "de":
            return None
        lowered = word.lower().replace("-", "")
        if lowered.startswith("un") and (opposite := self._opposite(lowered)):
            return opposite
        # `innen` at the end is the plural of persons, never the adverb.
        return None if lowered.endswith("innen") or _is_another_verb(lowered) else split_compound(lowered, self._part)

    def _opposite(self, word: str) -> tuple[str, ...] | None:
        """A German adjective and its negation: `ungesund`."""
        key, no = self.key_of(word[2:]) if len(word) > MIN_OPPOSITE else None, self.find("nicht")
        return (key, no) if key and no and self.category(key) == "adjective" else None

    def _part(self, piece: str, inflected: bool) -> str | None:
        if piece in self.function_words:
            return None
        piece = _AS_NOUNS.get(piece, piece) if self.spoken == "de" else piece
        key = self.key_of(piece) if inflected else self.find(piece) or self._person(piece)
        if key is None or self.category(key) not in _COMPOUNDED:
            return None
        return None if key != piece and self.category(key) == "verb" else key

    def recut(self, words: Sequence[Word]) -> Sequence[Word]:
        """Chinese words that nobody knows, cut into words that are known: `不想` is `不` and `想`."""
        if self.spoken != "zh":
            return words
        before = [None, *words]
        return [part for word, left in zip(words, before, strict=False) for part in self.cut(word, left)]

    def cut(self, word: Word, left: Word | None) -> list[Word]:
        """The known words that a Chinese word consists of; the word itself if it is known or does not consist of any.

        Args:
            word: As the tokenizer cut it.
            left: The word before it: after a number the measure word is parted from what is counted (`三` `本书`).
        """
        key = word.key
        if left is not None and _counts(left.key) and len(key) > 1 and key[0] in MEASURE_WORDS and not self.find(key):
            return _parts(word, (key[0], *self._pieces(key[1:])))
        return _parts(word, self._pieces(key))

    def _pieces(self, word: str) -> tuple[str, ...]:
        if len(word) < 2 or self.key_of(word) or word in _LEFT_WHOLE:
            return (word,)
        guessed = not is_chinese_word(word)
        pieces = split_characters(word, self._is_known)
        if pieces and self._sensible(pieces, guessed):
            return pieces
        if guessed and len(word) > 2 and word[0] in self.function_words:
            return (word[0], *self._pieces(word[1:]))
        return (word,)

    def _is_known(self, piece: str) -> bool:
        return self.find(piece) is not None or piece in self.function_words or piece in NEGATIONS["zh"]

    def _sensible(self, pieces: tuple[str, ...], guessed: bool) -> bool:
        """Whether the pieces mean what the whole means.

        Single characters seldom keep their meaning in a word (`天气`): verbs and what follows them, pronouns and
        negation do. In a word that the tokenizer only guessed nouns do too; what is left are names (`小红`).
        """
        kinds = ["long" if len(piece) > 1 else self._kind(piece) for piece in pieces]
        if all(kind == "function" for kind in kinds):
            return False
        while pieces[0] in _DEGREES and len(pieces) > 1:
            pieces, kinds = pieces[1:], kinds[1:]
            if kinds[0] == "adjective" and all(kind == "function" for kind in kinds[1:]):
                return True
        fine = ("long", "verb", "pronoun", "negation", "function", *(("noun", "place") if guessed else ()))
        pairs, said = pairwise(kinds), ("pronoun", "adjective")
        return kinds[0] in fine and all(pair[1] in fine or pair[0] == "verb" or pair == said for pair in pairs)

    def _kind(self, piece: str) -> str:
        if piece in self.function_words:
            return "function"
        key = self.find(piece)
        return "negation" if key is None else self.category(key)


def _is_another_verb(word: str) -> bool:
    """Whether a verb means something else than its prefix and the rest do, as `teilnehmen` and `krankschreiben` do."""
    if is_of_an_adjective(word) or word.endswith(_NAMES_END):
        return True
    if word.startswith(_NEVER_APART) and infinitive_of(word) is not None:
        return True
    if _PARTICIPLE.fullmatch(word) and not word.startswith(_DIRECTIONS):
        return True
    verb = whole_infinitive(word)
    return verb is not None and not verb.startswith(_DIRECTIONS)


def _counts(word: str) -> bool:
    return word[:1].isdecimal() or word in ("这", "那", "几", "每") or chinese_number(word) is not None


def _parts(word: Word, pieces: tuple[str, ...]) -> list[Word]:
    if len(pieces) == 1 or "".join(pieces) != word.text:
        return [word]
    parts, at = [], word.start
    for piece in pieces:
        parts.append(Word(piece, at, at + len(piece), piece))
        at += len(piece)
    return parts
