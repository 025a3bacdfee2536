"""Chinese words with several meanings, told apart by the words beside them (see `meanings`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from signary.language.chinese_adverbs import CHINESE_ADVERBS
from signary.language.chinese_phrases import chinese_phrases
from signary.language.chinese_words import COMPLEMENTS, SEPARABLE, SURNAMES, TELLING_COMPLEMENTS, TITLES
from signary.language.function_words import FUNCTION_WORDS, MEASURE_WORDS, listed
from signary.language.kind import asks_if_done
from signary.language.number_words import chinese_number
from signary.language.word_context import Context, FoundMeanings, Meaning


def chinese_meanings(context: Context, at: int) -> FoundMeanings:
    """`会不会`: the verb once; `看不清`: 看 and 清楚, denied; `还书`: to give back, and other words of two meanings."""
    key = context.keys[at]
    found = next((tuple(rule(context, at)) for rule in _ANYWHERE if any(rule(context, at))), None)
    if found is None and key in _OF_ONE_WORD:
        meaning = _OF_ONE_WORD[key](context, at)
        found = () if meaning is None else ((at, meaning),)
    yield from found or ()


def _whether(context: Context, at: int) -> FoundMeanings:
    """`会不会`, `喜不喜欢`, `会 不会`, `吃了没有`; `爱来不来` asks nothing."""
    key, left, right = context.keys[at], context.at(at - 1, at), context.at(at + 1, at)
    if context.at(at - 2, at) == "爱":
        return
    if not right and asks_if_done(context.keys[context.clause(at)[0] : at + 1]):
        yield at, Meaning(dropped="asks whether")
        return
    if key in ("不", "没") and left and left == right:
        yield from ((index, Meaning(dropped="asks whether")) for index in (at, at + 1))
    elif key in ("不", "没") and left and right.startswith(left):
        yield from ((index, Meaning(dropped="asks whether")) for index in (at - 1, at))
    elif len(key) > 1 and key[0] in "不没" and key[1:] == left:
        yield at, Meaning(dropped="asks whether")


def _complements(context: Context, at: int) -> FoundMeanings:
    """What stands behind a verb and 不 or 得: `走不动`, `看得见`; and where a verb leads: `跑出来`."""
    key, left, right = context.keys[at], context.at(at - 1, at), context.at(at + 1, at)
    said = context.category(left)
    if context.category(left + key + right):
        return
    if key in ("不", "得") and right in COMPLEMENTS and _can_fail(left, said, right):
        follows = context.at(at + 2, at)
        if key == "得" and (follows or right in _SAID_OF_DOING) and right not in ("见", "到", "了", "动", "起", "及"):
            return
        if key == "得":
            yield at, Meaning(("可以",))
        telling = TELLING_COMPLEMENTS.get(right)
        yield at + 1, Meaning((telling,)) if telling else Meaning(dropped="says how far it goes")
    elif key == "想" and right in ("起来", "起"):
        yield at, Meaning(("想起来",), size=2)
    elif key == "起来" and said == "adjective":
        yield at, Meaning(dropped="says that it begins")
    elif key in ("起来", "出来", "下来", "过来") and said == "verb" and left not in _NO_MOTION:
        yield at, Meaning(dropped="says where to")


def _can_fail(left: str, category: str, right: str) -> bool:
    """Whether something is done that may not come about: `回不去`, `想不起来`, but not `我就不去` nor `想不去`."""
    if left == "想":
        return right not in _GOING
    if not left or left in _NO_MOTION or left in _ADVERBS or left in FUNCTION_WORDS["zh"]:
        return False
    does = category == "verb" or left == "分" or (category == "" and len(left) == 1)
    return does and (len(left) == 1 or right not in _GOING)


def _counting(context: Context, at: int) -> FoundMeanings:
    """Measure words that are counted themselves, or that count nothing."""
    key, left, right = context.keys[at], context.at(at - 1, at), context.at(at + 1, at)
    if key == "名" and _counts(left):
        yield at, Meaning(dropped="measure word")
    elif key in ("遍", "趟") and (_counts(left) or left in ("几", "两")):
        yield at, Meaning(("次",))
    elif key in _SAY_WHAT and right == "" and left != "":
        yield at, Meaning((key, key + "子"))
    elif key in MEASURE_WORDS and _is_no_measure_word(context, at):
        yield at, Meaning((key,))


def _names(context: Context, at: int) -> FoundMeanings:
    """Surnames that are words, too: `周老师`, `姓高`."""
    key, left, right = context.keys[at], context.at(at - 1, at), context.at(at + 1, at)
    if len(key) == 1 and key in SURNAMES and (right in TITLES or left == "姓"):
        yield at, Meaning((f"姓 {key}",))


def _separated(context: Context, at: int) -> FoundMeanings:
    """A verb and its object with little between them: `见过几次面` is 见面, `生他的气` is 生气."""
    key, left = context.keys[at], context.at(at - 1, at)
    if len(left) > 2 and left[0] + key in SEPARABLE and "不" in left:
        yield at, Meaning(dropped=f"part of '{left[0]}{key}'")
        return
    for behind in range(at + 1, min(at + 7, len(context.keys))):
        other = context.at(behind, at)
        if not other or not (behind == at + 1 or _stands_between(context, behind - 1)):
            return
        if behind > at + 1 and key + other in SEPARABLE:
            yield at, Meaning((key + other, _ALSO.get(key + other, "")))
            yield behind, Meaning(dropped=f"part of '{key}{other}'")
            yield from (
                (index, Meaning(dropped="counts once"))
                for index in range(at + 1, behind)
                if context.keys[index] in ("一", "一个") and context.keys[index + 1] in (*MEASURE_WORDS, other)
            )
            return


def _stands_between(context: Context, at: int) -> bool:
    """Whether a word may part a verb from its object: particles, how often, whose, what kind."""
    key = context.keys[at]
    kind = context.category(key)
    return _counts(key) or key in MEASURE_WORDS or key in _BETWEEN or kind in ("pronoun", "number", "adjective")


_ANYWHERE = (_whether, _separated, _complements, _names, chinese_phrases, _counting)
_BETWEEN = frozenset(
    listed("次 天 小时 分钟 会儿 年 什么 点 完 了 过 着 的 好 一个 几 视频 一会儿 一次 两次 几次 一面")
)
#: What a verb is called in the lexicon that stands there under another word.
_ALSO = {"拍照": "照相", "打电话": "打电话", "打手语": "手语"}


def _is_no_measure_word(context: Context, at: int) -> bool:
    """Whether nothing is counted: the adverb 只, and what begins a clause or follows 姓: a name (`张老师`)."""
    key, left = context.keys[at], context.at(at - 1, at)
    if _counts(left) or left in _BEFORE_MEASURE_WORDS:
        return False
    return key == "只" or left in ("", "姓", "叫", "是")


def _counts(key: str) -> bool:
    return key[:1].isdecimal() or chinese_number(key) is not None


def _beside(context: Context, at: int) -> Iterator[str]:
    """The words to the left and to the right, and the second to the right."""
    yield from (context.at(at + step, at) for step in (-1, 1, 2))


def _give_back(context: Context, at: int) -> Meaning | None:
    """还 is to give back before money, books and persons at the end; elsewhere still."""
    _, right, second = _beside(context, at)
    person = right in _PERSONS and (not second or second in _PAID)
    return Meaning(("还给",)) if right in _PAID or right in ("给", "到") or person else None


def _must(context: Context, at: int) -> Meaning | None:
    """得 is must before a verb and behind who must, to get before 了; behind a verb a particle."""
    left, right, second = _beside(context, at)
    if (right == "了" and second) or _counts(right) or right == "第一":
        return Meaning(("得到",))
    who = left in ("", *_ADVERBS) or context.category(left) in ("pronoun", "time")
    return Meaning(("必须",)) if who and right and right not in ("了", "吧") else None


def _right_or_for(context: Context, at: int) -> Meaning | None:
    """对 is right at the end of what it says; before what it is about a preposition."""
    left, right, second = _beside(context, at)
    about = second != "" and right not in _PARTICLES and context.category(right) not in ("negation", "verb", "")
    unknown = right not in _PARTICLES and context.category(right) == "" and len(right) > 1 and second != ""
    return Meaning(dropped="preposition") if (about or unknown or right == "着") and left != "不" else None


def _a_little(context: Context, at: int) -> Meaning | None:
    """点 behind an adjective or a verb is a little, never the hour: `早点`, `吃点`; 点 with 了 is to order."""
    left, right, _ = _beside(context, at)
    if _counts(left) or left in ("几", "半", "") or context.category(left) == "number":
        return None
    orders = right == "了" or context.category(left) not in ("adjective", "verb", "time")
    return Meaning(("点菜",)) if orders and context.category(left) != "adjective" else Meaning(dropped="a little")


def _called(context: Context, at: int) -> Meaning | None:
    """叫 is a name before a name or 什么; else somebody is called or told to."""
    left, right, _ = _beside(context, at)
    known = context.category(right)
    told = right in ("了", "个", "辆", "得", "着", "") or right in _PERSONS or known in ("noun", "pronoun", "verb")
    return Meaning(("喊",)) if told and left != "名字" and (left or right) else None


def _or_still(context: Context, at: int) -> Meaning | None:
    """还是 parts what is chosen from; behind the subject it is still."""
    left, right, _ = _beside(context, at)
    still = left == "" or (context.category(left) == "pronoun" and context.category(right) in ("verb", "negation", ""))
    return Meaning(("还",)) if still and right and right not in _PERSONS else None


def _spend(context: Context, at: int) -> Meaning | None:
    """花 is to spend before money and time."""
    _, right, _ = _beside(context, at)
    return Meaning(("花钱",)) if _counts(right) or right in ("了", "多少", "时间", "很多", "太多") else None


def _strike(context: Context, at: int) -> Meaning | None:
    """打 is to call before a number that is dialled or 给, and says nothing of its own before a game."""
    _, right, second = _beside(context, at)
    dialled = len(right) > 2 and _counts(right) and not set(right) & set("十百千万亿")
    if right in ("不", "得") and second == "通" and "电话" in context.keys[:at]:
        return Meaning(dropped="part of '打电话'")
    if dialled or right in ("给", "错", "通") or (right in ("不", "得") and second == "通"):
        return Meaning(("打电话",))
    if right in ("不", "得") and second == "开":
        return Meaning(("打开",))
    if right.startswith("开"):
        return Meaning(dropped="part of '打开'")
    if right == "个" and second == "电话":
        return Meaning(dropped="part of '打电话'")
    if right in _GAMES or context.category(right) == "noun" and right in _SIGNED:
        return Meaning(dropped="part of what is done")
    return None


def _wrap(context: Context, at: int) -> Meaning | None:
    """包 before food is to wrap, never the bag."""
    _, right, _ = _beside(context, at)
    return Meaning(("包住",)) if right in ("饺子", "粽子", "包子", "起来", "书") else None


def _meet(context: Context, at: int) -> Meaning | None:
    """见 alone is to meet."""
    left, right, _ = _beside(context, at)
    alone = (left or right) and (context.category(left) != "verb" or left in _NO_MOTION)
    whom = right in _PERSONS or context.category(right) in ("pronoun", "noun", "")
    return Meaning(("见面",)) if alone and whom else None


def _side_or_time(context: Context, at: int) -> Meaning | None:
    """前 and 后 say where behind 往 and 向, else when."""
    left, right, _ = _beside(context, at)
    there = left in ("往", "向", "朝", "靠") or right in ("排", "门")
    return Meaning((context.keys[at] + "面",)) if there else None


def _always(context: Context, at: int) -> Meaning | None:
    """老 before a verb is always."""
    _, right, _ = _beside(context, at)
    return Meaning(("总",)) if context.category(right) in ("verb", "negation") else None


def _very(context: Context, at: int) -> Meaning | None:
    """死 behind what one feels is very: `累死了`."""
    left, _, _ = _beside(context, at)
    felt = context.category(left) == "adjective" or left in ("担心", "想", "笑", "气", "害怕", "吓")
    return Meaning(("很",)) if felt else None


def _held(context: Context, at: int) -> Meaning | None:
    """住 behind a verb says that it holds: `接住`; alone it is to live."""
    left, _, _ = _beside(context, at)
    lives = left in (*_NO_MOTION, "来", "去", "回", "在", "一起", "搬")
    return Meaning(dropped="says how far it goes") if context.category(left) == "verb" and not lives else None


def _not_able(context: Context, at: int) -> Meaning | None:
    """不过 behind a verb says that somebody cannot keep up: `跑不过他`; `再好不过` is very good."""
    left, right, _ = _beside(context, at)
    if context.category(left) == "adjective" and right in ("", "了"):
        return Meaning(("很",))
    fails = context.category(left) == "verb" or left in ("下", "比", "说")
    unknown = context.category(left) == "" and len(left) == 1 and left not in FUNCTION_WORDS["zh"]
    return Meaning(("不",)) if fails or unknown else None


def _go_over(context: Context, at: int) -> Meaning | None:
    """过去 behind who goes is to go there; else the past."""
    left, right, _ = _beside(context, at)
    goes = left and right in ("", "了", "看", "看看", "吧", "找") and context.category(left) != "time"
    return Meaning(("去",)) if goes else None


def _if(context: Context, at: int) -> Meaning | None:
    """的话 at the end of a first clause is if; behind a person what somebody says."""
    left, right, _ = _beside(context, at)
    first, _ = context.clause(at)
    goes_on = right == "" or right in ("就", "那") or context.category(right) == "pronoun"
    if not goes_on or not left or at == len(context.keys) - 1 or context.category(left) == "pronoun":
        return None
    if any(key in ("说", "讲", "听", "信", "会说", "懂") for key in context.keys[first:at]):
        return None
    said = any(key in ("如果", "要是", "假如", "万一") for key in context.keys[first:at])
    return Meaning(dropped="said already") if said else Meaning(("如果",))


def _flies(context: Context, at: int) -> Meaning | None:
    """飞 in a sentence is to fly, and no bird."""
    left, right, _ = _beside(context, at)
    return Meaning(("飞行",)) if left or right else None


def _part(context: Context, at: int) -> Meaning | None:
    """分 that no number counts is to tell apart; with one it is a mark in an exam, a coin, or a minute."""
    left, right, _ = _beside(context, at)
    if not (_counts(left) or left in ("几", "多少", "点", "")):
        return Meaning(("分开",))
    first, end = context.clause(at)
    marks = right != "钟" and any(word in ("考", "考试", "得", "打", "满") for word in context.keys[first:end])
    return Meaning(("分数",)) if marks else Meaning(("分币",)) if right == "钱" else None


def _piece(context: Context, at: int) -> Meaning | None:
    """块 is money behind a number, else a piece."""
    left, _, _ = _beside(context, at)
    money = _counts(left) or left in ("几", "多少", "半", "", "多", "百", "千", "万")
    return None if money and not {"切", "掰", "砍"} & set(context.keys) else Meaning(("块儿",))


def _ride(context: Context, at: int) -> Meaning | None:
    """骑 with a bicycle is one sign; anything else is mounted."""
    left, right, second = _beside(context, at)
    wheels = not (left or right) or any("车" in word for word in (right, second))
    return None if wheels else Meaning(("骑上",))


def _while(context: Context, at: int) -> Meaning | None:
    """边 twice and before verbs is at the same time."""
    _, right, _ = _beside(context, at)
    twice = sum(key == "边" for key in context.keys) > 1
    return Meaning(("一边",)) if twice and context.category(right) == "verb" else None


def _not_exact(context: Context, at: int) -> Meaning | None:
    """不准 at the end says that something is not exact."""
    left, right, _ = _beside(context, at)
    return Meaning(("不",)) if left and not right else None


def _metre(context: Context, at: int) -> Meaning | None:
    """米 behind a number is the metre, never rice."""
    left, _, _ = _beside(context, at)
    return Meaning(("公尺",)) if _counts(left) or left in ("几", "多少", "半") else None


def _pass(context: Context, at: int) -> Meaning | None:
    """过 that follows no verb is to pass: `过桥`; else a particle."""
    left, right, _ = _beside(context, at)
    passes = context.category(right) in ("noun", "place", "time") or _counts(right) or right == "了"
    particle = context.category(left) in ("verb", "adjective") or left in ("得", "不")
    return Meaning(("经过",)) if passes and not particle else None


def _please(context: Context, at: int) -> Meaning | None:
    """麻烦 at the beginning of a clause is polite."""
    left, right, _ = _beside(context, at)
    asks = left == "" and (right in _PERSONS or context.category(right) in ("verb", "adjective"))
    return Meaning(("请",)) if asks else None


_OF_ONE_WORD: Mapping[str, Callable[[Context, int], Meaning | None]] = {
    "还": _give_back,
    "得": _must,
    "对": _right_or_for,
    "点": _a_little,
    "点儿": _a_little,
    "叫": _called,
    "还是": _or_still,
    "花": _spend,
    "打": _strike,
    "包": _wrap,
    "见": _meet,
    "前": _side_or_time,
    "后": _side_or_time,
    "老": _always,
    "死": _very,
    "的话": _if,
    "过去": _go_over,
    "住": _held,
    "不过": _not_able,
    "飞": _flies,
    "分": _part,
    "块": _piece,
    "骑": _ride,
    "边": _while,
    "不准": _not_exact,
    "米": _metre,
    "过": _pass,
    "麻烦": _please,
    **CHINESE_ADVERBS,
}
#: Verbs that are no motion of their own: `想起来` is another word.
_NO_MOTION = frozenset(listed("想 要 会 能 可以 喜欢 说 该 应该 打算"))
#: Behind 得 these say how well something is done, unless nothing follows: `做得好`.
_SAID_OF_DOING = frozenset(listed("好 快 清楚 明白"))
#: Measure words that say what is counted, where nothing else does: `我要三杯`, `三层`.
_SAY_WHAT = frozenset(listed("层 杯 碗 瓶 间 遍 趟 顿 场 份 种 双 片 滴 棵 朵 座"))
_BEFORE_MEASURE_WORDS = frozenset(listed("这 那 几 每 哪 某 各 另 整 两 多少 一 半 好几 上 下"))
_PERSONS = frozenset(listed("我 你 您 他 她 我们 你们 他们 她们 大家 人 谁"))
_PAID = frozenset(listed("钱 书 债 清 东西 车"))
_ADVERBS = frozenset(listed("都 就 还 也 又 可 只 必 总 一定 所以 那"))
_GOING = frozenset(listed("来 去 进 出 走 回 上 下 过 开 回来 回去 进去 出去 过来 过去"))
_PARTICLES = frozenset(listed("了 啊 吧 吗 呢 呀 的 得 不 不对 嘛"))
_GAMES = frozenset(listed("球 篮球 足球 乒乓球 羽毛球 网球 排球 太极拳 太极 拳 牌 扑克 雷 针 折 车 伞"))
_SIGNED = frozenset(listed("手语 手势"))
