"""Chinese words with several meanings, told apart by the words beside them (see `meanings`)."""

from __future__ import annotations

from signary.language.function_words import MEASURE_WORDS, listed
from signary.language.number_words import chinese_number
from signary.language.word_context import Context, FoundMeanings, Meaning


def chinese_meanings(context: Context, at: int) -> FoundMeanings:
    """`会不会`, `要不要`: the verb once."""
    key, left, right = context.keys[at], context.at(at - 1, at), context.at(at + 1, at)
    if key in ("不", "没") and left and left == right:
        yield from ((index, Meaning(dropped="asks whether")) for index in (at, at + 1))
    elif key in ("不", "没") and left and right.startswith(left):
        yield from ((index, Meaning(dropped="asks whether")) for index in (at - 1, at))
    elif len(key) > 1 and key[0] in "不没" and key[1:] == left:
        yield at, Meaning(dropped="asks whether")
    elif key == "想" and right in ("起来", "起"):
        yield at, Meaning(("想起来",), size=2)
    elif key in ("起来", "出来", "下来", "过来") and context.category(left) == "verb" and left not in _NO_MOTION:
        yield at, Meaning(dropped="says where to")
    elif key in _SAY_WHAT and right == "" and left != "":
        yield at, Meaning((key, key + "子"))
    elif key in MEASURE_WORDS and _is_no_measure_word(context, at):
        yield at, Meaning((key,))


def _is_no_measure_word(context: Context, at: int) -> bool:
    """Whether nothing is counted: the adverb 只, and what begins a clause or follows 姓: a name (`张老师`)."""
    key, left = context.keys[at], context.at(at - 1, at)
    if left[:1].isdecimal() or chinese_number(left) is not None or left in _BEFORE_MEASURE_WORDS:
        return False
    return key == "只" or left in ("", "姓", "叫", "是")


#: Verbs that are no motion of their own: `想起来` is another word.
_NO_MOTION = frozenset(listed("想 要 会 能 可以 喜欢 说 该 应该 打算"))
#: Measure words that say what is counted, where nothing else does: `我要三杯`, `三层`.
_SAY_WHAT = frozenset(listed("层 杯 碗 瓶 间 遍 趟 顿 场 份 种 双 片 滴 棵 朵 座"))
_BEFORE_MEASURE_WORDS = frozenset(listed("这 那 几 每 哪 某 各 另 整 两 多少 一 半 好几 上 下"))
