"""Chinese words that nobody knows, cut into words that are known: `不想` is 不 and 想, `看不清` is 看, 不 and 清."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from signary.language.chinese_words import (
    COMPLEMENTS,
    DETERMINERS,
    EVENTS,
    LOCALIZERS,
    NO_NEGATIONS,
    OTHER_SENSE,
    SEPARABLE,
    TITLES,
)
from signary.language.function_words import (
    CONJUNCTIONS,
    FUNCTION_WORDS,
    MEASURE_WORDS,
    NEGATIONS,
    QUESTION_WORDS,
    listed,
)
from signary.language.number_words import CHINESE_NUMERAL, chinese_number
from signary.language.words import Word, is_chinese_word
from signary.retrieval.compounds import split_characters

#: Adverbs of degree, which may stand before every adjective: `很累`, `太热`.
_DEGREES = frozenset(listed("很 太 最 更 真 好 挺 多 非常 比较 特别 十分 不 都 也"))
#: What only speaks about how much: a character behind them is an adjective, known or not (`太闷`).
_ONLY_DEGREES = frozenset(listed("很 太 更 挺 最"))
#: Words of grammar with which a guess of the tokenizer may begin: `我订`, `别碰`, `请排`.
_OPENING = frozenset(
    listed(
        "我 你 您 他 她 它 不 没 别 请 很 太 更 也 就 都 把 被 让 给 先 再 又 刚 该 已 常 想 要 会 能 还 "
        "正 只 真 的 了 得 叫 姓 这 那"
    )
)
#: Words of grammar that say the same where the tokenizer knows them together with another (`被打`, not `对手`).
_APART = frozenset(listed("很 太 也 都 只 就 又 再 才 还 在 被 把 给 从 跟 和 没 不 了"))
_LEFT_WHOLE = OTHER_SENSE | QUESTION_WORDS["zh"] | CONJUNCTIONS["zh"] | FUNCTION_WORDS["zh"] | set(NEGATIONS["zh"])
_POTENTIAL = re.compile(rf"([^不得])([不得])({'|'.join(sorted(COMPLEMENTS, key=len, reverse=True))})")
_COUNTED = MEASURE_WORDS | set(listed("天 年 月 周 次 站 楼 页 岁 夜 晚 届 号 人 句 步 班 段 遍 秒 下 觉 道 笔 门"))
#: Measure words that also stand without a number behind a verb: `喝杯水`, `买本书`.
_ONE_OF = frozenset("杯碗瓶本张件份首束套")
#: Objects that verbs are parted from: `拍张照`.
_OBJECTS = frozenset(verb[1:] for verb in SEPARABLE)
_A_LITTLE = re.compile("(.+)(点儿?)")
_COUNTS = re.compile(rf"({CHINESE_NUMERAL}+|[{''.join(DETERMINERS)}])(.)(.*)")


class ChineseWords:
    """Cuts words of the tokenizer into words that a lexicon or a dictionary has.

    Args:
        find: Key of a form in lower case, taken as it is, or `None`.
        key_of: The best key of a word in any of its forms, or `None`.
        category: Category of the sign of a key (`signary.signer.phonology.CATEGORIES`).
    """

    def __init__(
        self, find: Callable[[str], str | None], key_of: Callable[[str], str | None], category: Callable[[str], str]
    ) -> None:
        self.find, self.key_of, self.category = find, key_of, category

    def cut(self, word: Word, left: Word | None) -> list[Word]:
        """The known words that a word consists of; the word itself if it is known or does not consist of any.

        Args:
            word: As the tokenizer cut it.
            left: The word before it: after a number the measure word is parted from what is counted (`三` `本书`),
                and behind `哪` or `各` a country from its people (`哪` `国人`).
        """
        key = word.key
        if left is not None and left.key in DETERMINERS and key == "国人":
            return _parts(word, ("国", "人"))
        if left is not None and len(key) > 1 and key[0] in MEASURE_WORDS and not self.find(key):
            verb = left.key in ("了", "过") or self._category(left.key) == "verb"
            known = self.find(key[1:]) is not None
            of_verb = verb and (known if key[0] in _ONE_OF else not is_chinese_word(key) and key[1:] in _OBJECTS)
            if _counts(left.key) or left.key == "多" or of_verb:
                return _parts(word, (key[0], *self._pieces(key[1:])))
        return _parts(word, self._pieces(key))

    def cut_pair(self, left: Word, right: Word) -> list[Word] | None:
        """Two words that nobody knows, cut elsewhere into words that are known: `中` `文学` into `中文` `学`."""
        if left.end != right.start or not (self._is_unknown(left.key) and self._is_unknown(right.key)):
            return None
        for size in range(1, len(right.key)):
            pieces = (left.key + right.key[:size], right.key[size:])
            if self.find(pieces[0]) and self.find(pieces[1]) and len(pieces[0]) > 1:
                whole = Word(left.text + right.text, left.start, right.end, left.key + right.key)
                return _parts(whole, pieces)
        return None

    def _is_unknown(self, word: str) -> bool:
        return self.key_of(word) is None and word not in _LEFT_WHOLE and not word[:1].isascii() and not _counts(word)

    def _category(self, word: str) -> str:
        key = self.find(word)
        return "" if key is None else self.category(key)

    def _pieces(self, word: str) -> tuple[str, ...]:
        if word == "多长" and self.find(word) is None:
            return "多", "长"
        if len(word) < 2 or word[0].isdecimal() or self.key_of(word) or word in _LEFT_WHOLE:
            return (word,)
        guessed = not is_chinese_word(word)
        for found in (self._by_grammar(word), self._by_meaning(word, guessed), self._by_opening(word, guessed)):
            if found:
                return found
        return (word,)

    def _by_grammar(self, word: str) -> tuple[str, ...] | None:
        """What is parted whether its words are known or not: counting, complements, negation, places, titles."""
        if match := _POTENTIAL.fullmatch(word):
            return match.groups()
        if len(word) == 3 and word[1] in "过了着个" and word[0] + word[2] in SEPARABLE:
            return word[0], word[1], word[2]
        if word == "要不是":
            return "要", "不是"
        if len(word) > 3 and word[0] == "非" and word[-2:] in ("不可", "不行"):
            return "非", *self._pieces(word[1:-2]), word[-2:]
        if len(word) == 2 and word[0] in EVENTS and word[1] in "前后" and self.find(word[0]):
            return word[0], word[1]
        if word[0] in "把被" and len(word) > 1 and self.find(word[1:]):
            return word[0], word[1:]
        if (match := _COUNTS.fullmatch(word)) and match[2] in _COUNTED and (not match[3] or self.find(match[3])):
            return tuple(piece for piece in match.groups() if piece)
        rest = self.find(word[1:])
        if rest and (word[0] in DETERMINERS or (word[0] in "上下" and self.category(rest) == "time")):
            return word[0], word[1:]
        if word[0] == "别" and len(word) == 2 and word not in NO_NEGATIONS:
            return word[0], word[1]
        if word[0] in "不没" and word not in NO_NEGATIONS:
            pieces = self._pieces(word[1:])
            if len(word) == 2 or rest or len(pieces) > 1:
                return (word[0], *pieces)
        if word[-1] in LOCALIZERS and (key := self.find(word[:-1])) and self.category(key) in ("noun", "place"):
            return word[:-1], word[-1]
        if word[1:] in TITLES and self.find(word[1:]):
            return word[0], word[1:]
        if (match := _A_LITTLE.fullmatch(word)) and self._category(match[1]) in ("adjective", "time", "verb"):
            return match.groups()
        if len(word) == 2 and word[0] in _ONLY_DEGREES:
            return word[0], word[1]
        if word[-1] == "死" and (key := self.find(word[:-1])) and self.category(key) in ("adjective", "verb"):
            return word[:-1], word[-1]
        return None

    def _by_meaning(self, word: str, guessed: bool) -> tuple[str, ...] | None:
        """The fewest known words, where they mean what the whole means."""
        pieces = split_characters(word, self._is_known)
        return pieces if pieces and self._sensible(pieces, guessed) else None

    def _by_opening(self, word: str, guessed: bool) -> tuple[str, ...] | None:
        """A guess of the tokenizer without the word of grammar with which it begins."""
        other = next((size for size in (4, 3, 2) if word[:size] in OTHER_SENSE and len(word) > size), 0)
        if guessed and other:
            return word[:other], *self._pieces(word[other:])
        if guessed and word[0] in DETERMINERS and word[1] in MEASURE_WORDS:
            return word[0], word[1], *self._pieces(word[2:])
        if guessed and (word[0] in _OPENING or (len(word) > 2 and word[0] in FUNCTION_WORDS["zh"])):
            return word[0], *self._pieces(word[1:])
        if guessed and len(word) == 3 and word[1] in MEASURE_WORDS and self.find(word[2]):
            return word[0], word[1], word[2]
        if guessed and len(word) == 3 and word[0] in "小老阿" and self._category(word[2]) == "verb":
            return word[:2], word[2]
        if guessed and len(word) > 2 and self.find(word[:2]):
            return word[:2], *self._pieces(word[2:])
        if guessed and len(word) > 2 and word[0] in DETERMINERS and self.find(word[1]):
            return word[0], *self._pieces(word[1:])
        if guessed and word[-1] in "得了着过的吧吗呢啊呀是":
            return *self._pieces(word[:-1]), word[-1]
        return None

    def _is_known(self, piece: str) -> bool:
        grammar = piece in FUNCTION_WORDS["zh"] or piece in NEGATIONS["zh"] or chinese_number(piece) is not None
        return grammar or self.find(piece) is not None

    def _sensible(self, pieces: tuple[str, ...], guessed: bool) -> bool:
        """Whether the pieces mean what the whole means.

        Single characters seldom keep their meaning in a word (`天气`): verbs and what follows them, pronouns and
        negation do. In a word that the tokenizer only guessed nouns do too; what is left are names (`小红`).
        """
        kinds = ["long" if len(piece) > 1 else self._kind(piece) for piece in pieces]
        if all(kind == "function" for kind in kinds):
            return False
        if not guessed and len(pieces) > 2 and all(len(piece) == 1 for piece in pieces):
            # Names of three characters and more, such as `加拿大`.
            return False
        if not guessed and len(pieces) == 2 and kinds[0] == "function" and pieces[0] not in _APART:
            return False
        while pieces[0] in _DEGREES and len(pieces) > 1:
            pieces, kinds = pieces[1:], kinds[1:]
            if kinds[0] in ("adjective", "time") and all(kind == "function" for kind in kinds[1:]):
                return True
        if kinds[0] == "adjective" and kinds[1:] in (["long"], ["noun"]):
            return kinds[1] == "long" or pieces[0] in "新旧" or (guessed and pieces[0] not in "小老")
        if pieces[0] in ("给", "让", "从", "在", "向", "对") and kinds[1:] in (["noun"], ["place"]):
            return True
        if pieces[0] in ("快", "慢", "多", "少", "早", "晚", *(("老",) if guessed else ())) and kinds[1:] == ["verb"]:
            return True
        of_guesses = ("noun", "place", "time", "number", "other") if guessed else ()
        fine = ("long", "verb", "pronoun", "negation", "function", *of_guesses)
        return kinds[0] in fine and all(_follows(pair, fine, guessed) for pair in pairwise(kinds))

    def _kind(self, piece: str) -> str:
        if piece in FUNCTION_WORDS["zh"]:
            return "function"
        if chinese_number(piece) is not None:
            return "number"
        key = self.find(piece)
        return "negation" if key is None else self.category(key)


def _follows(pair: tuple[str, str], fine: tuple[str, ...], guessed: bool) -> bool:
    """Whether a piece of one kind says the same behind one of another as it does alone."""
    if pair[1] in fine or pair[0] == "verb" or pair == ("long", "noun"):
        return True
    return pair[1] == "adjective" and (pair[0] == "pronoun" or (guessed and pair[0] != "adjective"))


def _counts(word: str) -> bool:
    return word[:1].isdecimal() or word in DETERMINERS or chinese_number(word) is not None


def _parts(word: Word, pieces: tuple[str, ...]) -> list[Word]:
    if len(pieces) == 1 or "".join(pieces) != word.text:
        return [word]
    parts, at = [], word.start
    for piece in pieces:
        parts.append(Word(piece, at, at + len(piece), piece))
        at += len(piece)
    return parts
