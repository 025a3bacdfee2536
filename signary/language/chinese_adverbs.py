"""Chinese words that say what will be, what is not at all and what would be if not: `会`, `一点也不`, `要不是`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from signary.language.function_words import listed
from signary.language.word_context import Context, Meaning

#: What stands between 会 and what will be.
_BESIDE_WILL = frozenset(listed("不会 不 很 一定 再 又 在 也 都 更 就 越来越"))
#: What tells that something will be, and is no skill.
_AHEAD = frozenset(
    listed("明天 后天 明年 以后 将来 今晚 马上 一定 可能 恐怕 肯定 也许 下周 下个月 待会儿 一会儿 如果 要是")
)
_COMES_ABOUT = frozenset(
    listed(
        "下雨 下雪 刮风 雨 雪 来 回来 死 后悔 迟到 发生 变 生气 病 生病 好 哭 冷 热 忘 忘记 结束 成功 失败 累 想 想念 "
        "喜欢 帮 帮助 等 感冒 赢 输"
    )
)
#: Skills: `明天会开车` still says that somebody can drive.
_LEARNED = frozenset(listed("开车 游泳 说 做饭 唱歌 跳舞 手语 画画 写 打 弹 骑 英语 中文 汉语 滑冰 滑雪"))
_PERSONS = frozenset(listed("我 你 您 他 她 我们 你们 他们 她们 大家 人 谁"))


def _if_not(context: Context, at: int) -> Meaning | None:
    """要 of 要不是 is if: `要不是你帮我`."""
    left, right, second = (context.at(at + step, at) for step in (-1, 1, 2))
    return Meaning(("如果",)) if right == "不是" and second and left in ("", "我", "他", "她", "你") else None


def _will(context: Context, at: int) -> Meaning | None:
    """会 says what will be, and of nobody that he is able to: `明天会下雨`, `他会来的`, `你会后悔`."""
    first, end = context.clause(at)
    keys = context.keys[first:end]
    behind = next((index for index in range(at + 1, end) if context.keys[index] not in _BESIDE_WILL), at)
    verb = context.keys[behind]
    if behind == at or verb in _LEARNED:
        return None
    timed = not _AHEAD.isdisjoint(keys) or any(
        key.startswith(("明", "后天", "下周", "下个", "将来")) for key in keys[: at - first]
    )
    comes_about = verb in _COMES_ABOUT or verb.startswith(("下雨", "下雪", "刮风"))
    sure = context.keys[end - 1] == "的" and context.at(end - 2, at) != "会"
    return Meaning(dropped="says that it will be") if timed or comes_about or sure else None


def _will_not(context: Context, at: int) -> Meaning | None:
    """`他不会来` denies what will be, `他不会游泳` what he is able to."""
    right = context.at(at + 1, at)
    return Meaning(("不",)) if right in _COMES_ABOUT and context.at(at - 1, at) != "会" else None


def _at_all(context: Context, at: int) -> Meaning | None:
    """一点儿也不, 一点都没 is not at all: nothing is little."""
    right, behind = context.at(at + 1, at), context.at(at + 2, at)
    none = right in ("也", "都") and behind[:1] in ("不", "没", "无")
    return Meaning(dropped="stresses the negation") if none and behind else None


def _also_not(context: Context, at: int) -> Meaning | None:
    left, right = context.at(at - 1, at), context.at(at + 1, at)
    none = left in ("一点", "一点儿", "半点") and right[:1] in ("不", "没", "无")
    return Meaning(dropped="stresses the negation") if none and right else None


def _scan(context: Context, at: int) -> Meaning | None:
    """`我扫你`: a code is read, and no floor swept."""
    right, second = context.at(at + 1, at), context.at(at + 2, at)
    coded = any(key.endswith("码") or key == "微信" for key in context.keys)
    return Meaning(("扫描", "扫码")) if right in _PERSONS or (coded and right != "地") or "码" in second else None


CHINESE_ADVERBS: Mapping[str, Callable[[Context, int], Meaning | None]] = {
    **dict.fromkeys(("一点", "一点儿"), _at_all),
    **dict.fromkeys(("也", "都"), _also_not),
    "不会": _will_not,
    "会": _will,
    "扫": _scan,
    "要": _if_not,
}
