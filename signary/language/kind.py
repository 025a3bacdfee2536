"""What kind of sentence it is: statement, yes/no question, question with a question word; negated or not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from signary.language.function_words import NEGATIONS, QUESTION_WORDS, listed
from signary.language.words import Word, clause_breaks

STATEMENT, POLAR, CONTENT = "statement", "polar question", "content question"


@dataclass(frozen=True)
class SentenceKind:
    """`mood` is `statement`, `polar question` (yes or no) or `content question` (who, what, where …)."""

    mood: str = STATEMENT
    negated: bool = False


_QUESTION_MARK = re.compile(r"[?？؟][\s\"'”’»«)\]!！?？؟.…]*$")
_FINAL_MARK = re.compile(r"[.!。！…۔।][\s\"'”’»«)\]]*$")
_ASIDES = frozenset(listed("and but so well hey hello hi okay und aber also hallo na ach denn oh"))
_SUBJECTS: Mapping[str, frozenset[str]] = {
    "en": frozenset(listed("i you u he she it we they")),
    "de": frozenset(listed("ich du er sie es wir ihr man")),
}
_AUXILIARIES = frozenset(
    listed("am is are r was were do does did have has had can could will would shall should may might must")
)
#: Chinese words that ask, whatever they are joined with: `怎么办`, `干什么`, `哪天`; `哪怕` asks nothing.
_CHINESE_ASKS = re.compile(r"谁|什么|怎[么样]|哪(?!怕)|多少|[为如]何|何[时处必苦]|[为干]?啥|咋|干[吗嘛]")
#: `几个`, `星期几`, `多高` ask in a question only (`有几个`: some); `几乎` asks nothing.
_HOW_MANY = re.compile(r"(第|星期|礼拜|周)?几(?![乎何率])|多[大高长远久重深宽厚快]$")
_FULL_STOP = re.compile(r"[.。…][\s\"'”’»«)\]]*$")
#: What stands before a `没有` that denies something: `他还没有`.
_SUBJECTS_AND_ADVERBS = frozenset(
    listed("我 你 您 他 她 它 我们 你们 他们 她们 还 也 都 就 可 并 从来 一直 什么 谁 有")
)
_CLEAR_GERMAN = frozenset(listed("wer wen wem wo wohin woher wann warum wieso weshalb welche welcher welches"))


def sentence_kind(text: str, words: Sequence[Word], spoken: str) -> SentenceKind:
    """Tell the kind of a sentence from its question mark, its question words and its negations.

    Without any final mark (transcripts) the order of words decides: `do you …`, `where is …`, `wo …`, `…吗`.

    Args:
        text: The sentence.
        words: Its words.
        spoken: ISO 639-1 code of its language.
    """
    keys = [word.key.lower() for word in words]
    negated = any(key in NEGATIONS.get(spoken, ()) for key in keys)
    if spoken == "zh":
        whether = _asks_whether(keys) and not _FULL_STOP.search(text)
        # `她问我会不会手语。` denies nothing, `他没问我会不会手语。` something besides.
        denials = sum(key in NEGATIONS["zh"] or key[:1] in ("不", "没", "别") for key in keys)
        negated = negated and not whether and not (denials == 1 and _asks_whether(keys) and "爱" not in keys)
        return SentenceKind(POLAR if whether else _chinese_mood(text, keys), negated)
    if _QUESTION_MARK.search(text):
        return SentenceKind(CONTENT if _asks_with_word(text, words, keys, spoken) else POLAR, negated)
    if _FINAL_MARK.search(text):
        return SentenceKind(STATEMENT, negated)
    return SentenceKind(_unmarked_mood(keys, spoken), negated)


def _asks_with_word(text: str, words: Sequence[Word], keys: list[str], spoken: str) -> bool:
    """Whether a clause of a question opens with a question word, and the question is not opened by its verb."""
    ask = QUESTION_WORDS.get(spoken, frozenset())
    first = next((index for index, key in enumerate(keys) if key not in _ASIDES), 0)
    opening = keys[first : first + 2]
    if len(opening) == 2 and opening[0] not in ask and opening[1] in _SUBJECTS.get(spoken, ()):
        return False
    if spoken == "en" and opening and opening[0] in _AUXILIARIES:
        return False
    starts = {0, first, *clause_breaks(text, words)}
    return any(key in ask and any(index - start in (0, 1) for start in starts) for index, key in enumerate(keys))


def _unmarked_mood(keys: list[str], spoken: str) -> str:
    first, second = (*keys, "", "")[:2]
    if spoken == "en" and first in QUESTION_WORDS["en"] and second in _AUXILIARIES:
        return CONTENT
    if spoken == "en" and first in _AUXILIARIES and second in _SUBJECTS["en"]:
        return POLAR
    return CONTENT if spoken == "de" and first in _CLEAR_GERMAN else STATEMENT


def asks_if_done(keys: Sequence[str]) -> bool:
    """Whether Chinese words end with a `没有` that denies nothing: `吃了没有`, `去过北京没有`, `有时间没有`."""
    *before, last = keys or ("",)
    done = any(key[-1:] in ("了", "过") or key == "有" for key in before)
    return last in ("没有", "没") and done and before[-1] not in _SUBJECTS_AND_ADVERBS


def _asks_whether(keys: list[str]) -> bool:
    """`喜不喜欢`, and cut into three words `去` `不` `去`, or into two `会` `不会`; `吃了没有`."""
    joined = any(re.fullmatch(r"(.)[不没]\1.*", key) for key in keys)
    parted = zip(keys, keys[1:], keys[2:], strict=False)
    halves = zip(keys, keys[1:], strict=False)
    return (
        joined
        or asks_if_done(keys)
        or any(middle in ("不", "没") and right.startswith(left) for left, middle, right in parted)
        or any(right in ("不" + left, "没" + left) for left, right in halves)
    )


def _chinese_mood(text: str, keys: list[str]) -> str:
    asks = [index for index, key in enumerate(keys) if key in QUESTION_WORDS["zh"] or _CHINESE_ASKS.search(key)]
    marked = bool(_QUESTION_MARK.search(text))
    if not marked and _says_all(keys, asks):
        return STATEMENT
    if keys and (keys[-1] == "吗" or ("难道" in keys and not _FULL_STOP.search(text))):
        return POLAR
    if marked:
        return CONTENT if asks or _asks_how_many(keys) else POLAR
    if not _FINAL_MARK.search(text) and (asks or keys[-1:] == ["呢"]):
        return CONTENT if asks else POLAR
    return STATEMENT


def _asks_how_many(keys: list[str]) -> bool:
    """`几个孩子`, `多高`, and `多高` cut into two words."""
    parted = (left + right for left, right in zip(keys, keys[1:], strict=False) if left == "多")
    return any(_HOW_MANY.match(key) for key in (*keys, *parted))


def _says_all(keys: list[str], asking: list[int]) -> bool:
    """`谁也不知道`, `什么都没有`: question words that mean everybody and everything."""
    return bool(asking) and all({"也", "都"} & set(keys[index + 1 : index + 4]) for index in asking)
