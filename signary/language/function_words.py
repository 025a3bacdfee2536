"""Words that are spoken but not signed, and words that join clauses (`docs/sign_order.md` says why)."""

from __future__ import annotations

from collections.abc import Mapping


def listed(words: str) -> tuple[str, ...]:
    """The words of a string, in order."""
    return tuple(words.split())


def _words(text: str) -> frozenset[str]:
    return frozenset(listed(text))


_ENGLISH = _words(
    "a an the "
    "am is are was were be been being 's 'm 're do does did doing 'd 've shall would "
    "of to for at by in on into onto from with as than per via upon "
    "that which whom whose it its itself there and or so then too also just even only "
    "oh well let"
)

_GERMAN = _words(
    "der die das den dem des ein eine einen einem einer eines 's "
    "bin bist ist sind seid war warst waren wart sein gewesen wäre wärst wären wärt sei seist seien "
    "werde wirst wird werden werdet wurde wurdest wurden wurdet worden würde würdest würden würdet geworden "
    "in im ins an am ans auf aufs aus bei beim bis durch für gegen mit nach von vom vor vorm zu zum zur um über "
    "übers unter ab seit zwischen je pro à als so wie "
    "sich es man da dabei dazu dafür daran darauf daraus damit davon dazwischen darüber darunter hin her "
    "dieser diese dieses diesen diesem jener jene jenes jenen jenem solche solcher solches solchen solchem "
    "hinein hinaus heran einander wobei wodurch womit zwar sondern sodass überhaupt ohnehin sozusagen eben "
    "gar na naja tja "
    "und oder sowie bzw dass daß ob denn doch ja mal nun halt also auch noch schon nur dann etwa wohl eh "
    "welcher welches welchem derer deren dessen denen"
)

#: German articles, also in one word with a preposition, and words that say whose something is.
GERMAN_ARTICLES = _words("der die das den dem des ein eine einen einem einer eines am im beim vom zum zur")
GERMAN_OWNERS = frozenset(
    f"{owner}{ending}"
    for owner in listed("mein dein sein ihr unser euer kein")
    for ending in ("", *listed("e en em er es"))
)

#: Chinese words between a number and what is counted.
MEASURE_WORDS = _words(
    "个 只 条 张 本 件 位 名 辆 双 座 杯 碗 瓶 支 间 家 口 层 种 些 块 份 场 遍 趟 顿 头 匹 棵 朵 片 滴 颗 套 部 顶 集 "
    "根 串 首 幅 副 批 所 栋 幢 封 束 盒 袋 桶 卷 篇 道 阵 股 项 届 群 笔 门"
)
_CHINESE = MEASURE_WORDS | _words(
    "的 地 得 了 着 过 们 吗 呢 吧 啊 呀 嘛 啦 哦 哟 喔 嗯 么 是 把 被 将 所 之 而 以 于 与 及 和 跟 就 也 都 "
    "在 从 向 往 朝 对 给 为 由 很 那么 这么 才 又 再 还 离 可 却 并 一下 一下儿 一下子 虽然 虽说 来着 "
    "连 既 无论 不管 不论 以外 朝着 而已 罢了 着呢"
)

#: Spoken language -> words without a sign of their own, in lower case. A lexicon that has one of them signs it.
FUNCTION_WORDS: Mapping[str, frozenset[str]] = {"en": _ENGLISH, "de": _GERMAN, "zh": _CHINESE}

#: Spoken language -> words that join two clauses, or two words.
CONJUNCTIONS: Mapping[str, frozenset[str]] = {
    "en": _words("and or but so because although though if while whereas since & nor yet"),
    "de": _words("und oder aber sondern denn sowie weil obwohl wenn falls dass doch & während"),
    "zh": _words("和 或 或者 还是 但是 但 可是 不过 而且 因为 所以 虽然 如果 然后 而"),
}

#: Spoken language -> words (lemmas) that say which time is meant, and go where the time goes: `next` week, `jeden` Tag.
TIME_MODIFIERS: Mapping[str, frozenset[str]] = {
    "en": _words("next last this every each past half couple all whole entire almost nearly from"),
    "de": _words(
        "nächster nächste nächst nah letzter letzte jeder jede jeden dieser diese kommend vergangen vorig ganz alle "
        "erster erste ersten erstes zweiter zweite zweiten zweites dritter dritte dritten drittes"
    ),
    "zh": _words("下 上 每 这 那 几 下个 上个 每个 这个 整 半 多"),
}

#: Chinese words that say when, behind what they are said of.
TIMES_OF_CLAUSES = _words("时候 的时候 以前 之前 前 以后 之后 后")

#: Signs of what is below zero.
MINUS_SIGNS = frozenset("-−±–")

#: Spoken language -> words between two numbers that belong to them: `neun bis zwölf`.
RANGE_WORDS: Mapping[str, frozenset[str]] = {
    "en": _words("to through until and or"),
    "de": _words("bis und oder"),
    "zh": _words("到 至 和 或"),
}

#: Spoken language -> words that are signed where they compare (`größer als`, `as tall as`, `too late`): what they are
#: about stays behind them.
COMPARING: Mapping[str, frozenset[str]] = {
    "en": _words("than as too instead") | {"instead of"},
    "de": _words("als wie zu"),
}
#: Spoken language -> words of all and of always: a negation before them denies just this (`not everyone`).
UNIVERSALS: Mapping[str, frozenset[str]] = {
    "en": _words("everyone everybody everything all every always each"),
    "de": _words("alle alles jeder jede jedes jeden jedem immer"),
    "zh": _words("每 每个 所有 都 全 全部 总是 总 经常 大家 一直"),
}
#: Keys of the signs that such words have where they compare (`too` may also be ALSO).
COMPARING_KEYS: Mapping[str, frozenset[str]] = {
    "en": frozenset({"than", "same", "too much", "instead", "instead of"}),
    "de": frozenset({"mehr", "genauso", "statt"}),
}

#: Spoken language -> prepositions that may tell the time (`vor dem Essen`, `in zwei Jahren`).
SIDES_IN_TIME: Mapping[str, frozenset[str]] = {"de": _words("vor nach in")}

#: English words that begin a clause or a time: `before you leave`, `before lunch`, `until Friday`.
ENGLISH_SIDES_IN_TIME = _words("before after until till during since")
#: English times that no other word says more of: `about this now`.
ENGLISH_TIME_ADVERBS = _words(
    "now today tomorrow yesterday tonight later soon again always often sometimes early late recently already yet "
    "before after until till since once twice"
)

#: Spoken language -> names of times that a sign language may spell.
TIME_NAMES: Mapping[str, frozenset[str]] = {
    "en": _words(
        "january february march april may june july august september october november december "
        "jan. feb. aug. sept. oct. nov. dec. pm a.m. p.m."
    ),
}
_ALSO_VERBS = _words("may march")


def is_month_not_verb(word: str, spoken: str, first: bool) -> bool:
    """Whether a capital letter inside a sentence tells the English month from the verb (`May`, `March`)."""
    return spoken == "en" and not first and word.istitle() and word.lower() in _ALSO_VERBS


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
            "welches welchen welchem womit wofür woran worauf woraus wobei wodurch wovon wozu worüber wovor wonach "
            "wogegen"
        )
    ),
    "zh": frozenset(
        listed(
            "谁 什么 哪 哪里 哪儿 哪个 哪些 哪位 怎么 怎样 怎么样 为什么 几 几点 多少 "
            "什么时候 何时 多大 多久 多长 多远 干吗 为何 如何"
        )
    ),
}
