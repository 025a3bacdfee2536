"""What kind of sentence it is: statement, yes/no question, question with a question word; negated or not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from signary.language.listed import listed
from signary.language.words import Word, clause_breaks

STATEMENT, POLAR, CONTENT = "statement", "polar question", "content question"


@dataclass(frozen=True)
class SentenceKind:
    """`mood` is `statement`, `polar question` (yes or no) or `content question` (who, what, where …)."""

    mood: str = STATEMENT
    negated: bool = False


#: Words that negate, by the key of the word, and first the one whose sign stands in for the others.
NEGATIONS: Mapping[str, tuple[str, ...]] = {
    "en": ("not", "no", "never", "nobody", "nothing", "nowhere", "none", "neither", "nor"),
    "de": ("nicht", "kein", "keine", "keinen", "keinem", "keiner", "keines", "keins", "nie", "niemals", "niemand")
    + ("niemanden", "niemandem", "nichts", "nirgends", "nirgendwo", "weder"),
    "zh": ("不", "没", "没有", "别", "不要", "不是", "不会", "不能", "未", "无", "从不", "不用"),
}
QUESTION_WORDS: Mapping[str, frozenset[str]] = {
    "en": frozenset(listed("who whom whose what where when why how which")),
    "de": frozenset(
        listed(
            "wer wen wem wessen was wo wohin woher wann warum wieso weshalb wie wieviel wieviele welche welcher "
            "welches welchen welchem womit wofür woran worauf woraus wobei wodurch wovon wozu worüber"
        )
    ),
    "zh": frozenset(
        listed(
            "谁 什么 哪 哪里 哪儿 哪个 哪些 哪位 怎么 怎样 怎么样 为什么 几 几点 多少 "
            "什么时候 何时 多大 多久 多长 多远 干吗 为何 如何"
        )
    ),
}
_QUESTION_MARK = re.compile(r"[?？؟][\s\"'”’»«)\]!！?？؟.…]*$")
_FINAL_MARK = re.compile(r"[.!。！…۔।][\s\"'”’»«)\]]*$")
_ASIDES = frozenset(listed("and but so well hey hello hi okay und aber also hallo na ach denn oh"))
_SUBJECTS: Mapping[str, frozenset[str]] = {
    "en": frozenset(listed("i you he she it we they")),
    "de": frozenset(listed("ich du er sie es wir ihr man")),
}
_AUXILIARIES = frozenset(
    listed("am is are was were do does did have has had can could will would shall should may might must")
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
        whether = _asks_whether(keys)
        return SentenceKind(POLAR if whether else _chinese_mood(text, keys), negated and not whether)
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


def _asks_whether(keys: list[str]) -> bool:
    """`喜不喜欢`, and cut into three words `去` `不` `去`, or into two `会` `不会`."""
    joined = any(re.fullmatch(r"(.)[不没]\1.*", key) for key in keys)
    parted = zip(keys, keys[1:], keys[2:], strict=False)
    halves = zip(keys, keys[1:], strict=False)
    return (
        joined
        or any(middle in ("不", "没") and left == right for left, middle, right in parted)
        or any(right in ("不" + left, "没" + left) for left, right in halves)
    )


def _chinese_mood(text: str, keys: list[str]) -> str:
    asks = any(key in QUESTION_WORDS["zh"] for key in keys)
    if keys and keys[-1] == "吗":
        return POLAR
    if _QUESTION_MARK.search(text) or (not _FINAL_MARK.search(text) and (asks or keys[-1:] == ["呢"])):
        return CONTENT if asks else POLAR
    return STATEMENT
