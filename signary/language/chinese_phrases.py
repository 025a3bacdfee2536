"""Chinese words that say something of their own together: `快下雨了`, `非去不可`, `何必生气`, `找到`, `来杯茶`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from signary.language.function_words import listed
from signary.language.number_words import chinese_number
from signary.language.word_context import Context, FoundMeanings, Meaning

_PERSONS = frozenset(listed("我 你 您 他 她 我们 你们 他们 她们 大家 人 谁 自己"))
_PARTICLES = frozenset(listed("了 啊 吧 吗 呢 呀 的 嘛 啦 哦"))
#: Verbs behind which 到 says that something came about: `找到`, `买到`.
_REACHING = frozenset(
    listed("见 看 听 找 买 遇 碰 学 吃 想 感 抓 捡 订 约 拍 猜 闻 梦 查 挣 赚 办 做 说 谈 提 租 读 用")
)
#: Behind these 干嘛 asks what somebody does, not why.
_DOING = frozenset(listed("在 正在 要 想 去 来 能 会 爱 该 打算 准备 都 还 又 到底"))
#: What is ordered and served by these.
_SERVED = frozenset(listed("杯 碗 瓶 份 个 条 盘 斤 罐 壶 袋 盒 支 听 点 点儿"))
#: Between a verb and its object without a number these count one thing.
_ONE_OF = frozenset(listed("杯 碗 瓶 本 张 件 条 份 首 支 束 双 套 部 把 块 片 顿 场 家"))
_SOON_BEFORE = frozenset(
    listed("到 要 下 来 走 开 结束 完 毕业 放假 考试 过年 死 饿 累 迟到 生日 春节 开始 回来 睡着 疯 冻 渴")
)
_MUST = Meaning(("必须",))


def chinese_phrases(context: Context, at: int) -> FoundMeanings:
    """What words say together of which one stands at an index; see `meanings`."""
    rule = _RULES.get(context.keys[at])
    yield from () if rule is None else rule(context, at)


def _counts(key: str) -> bool:
    return key[:1].isdecimal() or chinese_number(key) is not None


def _why(context: Context, at: int) -> FoundMeanings:
    """`你何必生气呢？`, `何苦呢？` ask what for, and say that there is no need."""
    yield at, Meaning(("为什么",))


def _surely(context: Context, at: int) -> FoundMeanings:
    """`难道你忘了？` asks as `吗` does."""
    yield at, Meaning(dropped="asks whether")


def _why_or_what(context: Context, at: int) -> FoundMeanings:
    """`你在干嘛？` asks what somebody does; `你干嘛打我？` why."""
    left, right = context.at(at - 1, at), context.at(at + 1, at)
    first, _ = context.clause(at)
    alone = left in _PERSONS and at - first < 2
    if right in _PARTICLES | {""} and (left in _DOING or alone):
        yield at, Meaning(("什么",))


def _soon(context: Context, at: int) -> FoundMeanings:
    """`快下雨了`, `快十点了`, `快要毕业了` will soon be so; `快点` is fast."""
    first, end = context.clause(at)
    right, behind = context.at(at + 1, at), context.at(at + 2, at)
    done = context.keys[end - 1] == "了" and end - 1 > at + 1
    coming = right.startswith(tuple(_SOON_BEFORE)) or _counts(right) or context.category(right) in ("time", "noun")
    if right == "要" and behind:
        yield at, Meaning(("马上",))
        yield at + 1, Meaning(dropped="part of '快要'")
    elif done and (coming or context.category(right) == "verb") and context.at(at - 1, at) not in ("很", "太", "真"):
        yield at, Meaning(("马上",))


def _soon_in_one_word(context: Context, at: int) -> FoundMeanings:
    """`就要下雨了`, in one word or in two."""
    yield at, Meaning(("马上",))


def _about_to(context: Context, at: int) -> FoundMeanings:
    _, end = context.clause(at)
    if context.at(at + 1, at) == "要" and context.keys[end - 1] == "了" and end - 1 > at + 2:
        yield at, Meaning(("马上",))
        yield at + 1, Meaning(dropped="part of '就要'")


def _no_other_way(context: Context, at: int) -> FoundMeanings:
    """`非去不可` must be."""
    _, end = context.clause(at)
    last = next((index for index in range(at + 2, end) if context.keys[index] in ("不可", "不行", "不成")), None)
    if last is not None:
        yield at, _MUST
        yield last, Meaning(dropped="part of '非…不可'")
    elif context.at(end - 2, at) == "不" and context.at(end - 1, at) == "可":
        yield at, _MUST
        yield from ((index, Meaning(dropped="part of '非…不可'")) for index in (end - 2, end - 1))


def _reached(context: Context, at: int) -> FoundMeanings:
    """`找到`, `买到票` came about; `跑到学校`, `等到明天` name a place or a time."""
    left, right = context.at(at - 1, at), context.at(at + 1, at)
    to_where = _counts(right) or context.category(right) in ("time", "place")
    if left in _REACHING and not to_where:
        yield at, Meaning(dropped="says that it came about")


def _a_little(context: Context, at: int) -> FoundMeanings:
    """`慢一点`, `便宜一点儿吧`, `慢一点说` compare; `有一点`, `吃一点` are little."""
    left, right = context.at(at - 1, at), context.at(at + 1, at)
    ends = right in _PARTICLES | {""} or context.category(right) == "verb"
    manner = context.category(left) == "adjective" or (left.endswith("声") and context.category(left) == "")
    none = context.at(at + 2, at) in ("都", "也") and context.at(at + 3, at)[:1] in ("不", "没", "无")
    if manner and ends:
        yield at, Meaning(dropped="a little")
    elif none and context.at(at + 3, at):
        yield from ((index, Meaning(dropped="stresses the negation")) for index in (at, at + 2))


def _almost(context: Context, at: int) -> FoundMeanings:
    """`差一点就迟到了`: almost, with nothing bad in it."""
    if context.at(at + 1, at) in ("一点", "一点儿", "点", "点儿") and context.at(at + 2, at):
        yield at, Meaning(("差点",), size=2)


def _much_better(context: Context, at: int) -> FoundMeanings:
    """`我好多了` is much better; `好多人` are many."""
    if context.at(at + 1, at) == "了" and at > context.clause(at)[0] and at + 2 == context.clause(at)[1]:
        yield at, Meaning(("好",))


def _at_a_time(context: Context, at: int) -> FoundMeanings:
    """`在星期一前`, `在三点` say when; `在家` where."""
    right, behind = context.at(at + 1, at), context.at(at + 2, at)
    timed = context.category(right) == "time" or (_counts(right) and behind in ("点", "年", "月", "号", "日"))
    if timed:
        yield at, Meaning(dropped="preposition")


def _disturb(context: Context, at: int) -> FoundMeanings:
    """`打扰了` is an apology, `请勿打扰` none."""
    start, end = context.clause(at)
    if set(context.keys[start:end]) - set(listed("打扰 了 一下 您 你 不好意思 对不起 请问")):
        yield at, Meaning(("打扰 (disturb)",))


def _order(context: Context, at: int) -> FoundMeanings:
    """`来杯茶`, `来两碗面` order it; `来三个人` come."""
    left, right, behind = (context.at(at + step, at) for step in (-1, 1, 2))
    thing = context.at(at + 2 + _counts(right), at)
    served = right in _SERVED or (_counts(right) and behind in _SERVED)
    if served and left in ("", "再", "先", "给我", "我", "我们", "请") and thing and thing not in _PERSONS:
        yield at, Meaning(("要",))


def _one_of(context: Context, at: int) -> FoundMeanings:
    """`喝杯水`, `买本书`: a measure word without a number."""
    left, right = context.at(at - 1, at), context.at(at + 1, at)
    if context.category(left) == "verb" and right and right not in _PARTICLES and not _counts(right):
        yield at, Meaning(dropped="measure word")


def _concerns(context: Context, at: int) -> FoundMeanings:
    """`这不关你的事`, `关我什么事` have nothing of closing."""
    _, end = context.clause(at)
    if context.at(at + 1, at) in _PERSONS and "事" in context.keys[at + 2 : end]:
        yield at, Meaning(("关系",))


def _only_who(context: Context, at: int) -> FoundMeanings:
    """`只有你能帮我` has nobody; `只有十块钱` has it."""
    _, end = context.clause(at)
    able = {"能", "可以", "才", "会", "才能"} & set(context.keys[at + 2 : end])
    if context.at(at - 1, at) == "只" and context.at(at + 1, at) in _PERSONS and able:
        yield at, Meaning(dropped="part of '只有'")


def _plays(context: Context, at: int) -> FoundMeanings:
    """`弹钢琴` is one sign, which is the piano's too."""
    if context.at(at + 1, at) in ("琴", "钢琴"):
        yield at, Meaning(dropped="part of '弹琴'")


def _you_so(context: Context, at: int) -> FoundMeanings:
    """`你好厉害` greets nobody."""
    if context.category(context.at(at + 1, at)) == "adjective":
        yield at, Meaning(("你",))


_RULES: Mapping[str, Callable[[Context, int], FoundMeanings]] = {
    **dict.fromkeys(("何必", "何苦"), _why),
    **dict.fromkeys(("干嘛", "干吗", "干啥"), _why_or_what),
    **dict.fromkeys(("快要", "就要"), _soon_in_one_word),
    **dict.fromkeys(("一点", "一点儿"), _a_little),
    **dict.fromkeys(_ONE_OF, _one_of),
    "你好": _you_so, "关": _concerns, "到": _reached, "在": _at_a_time, "好多": _much_better, "就": _about_to,
    "差": _almost, "弹": _plays, "快": _soon, "打扰": _disturb, "有": _only_who, "来": _order, "难道": _surely,
    "非": _no_other_way,
}  # fmt: skip
