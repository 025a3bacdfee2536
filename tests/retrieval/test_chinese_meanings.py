"""Chinese, by the shipped lexicon: words of two meanings, and words that the tokenizer cuts otherwise than signs."""

import pytest

from signary.retrieval.lookup import plan_text


def glosses(text, language):
    return [item.gloss for plan in plan_text(text, language) for item in plan.signed]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Whether: the verb once, however it is cut.
        ("你去没去过上海？", "你 去 上海"),
        ("他是不是老师？", "他 是 老师"),
        ("你能不能帮我？", "你 可以 帮助 我"),
        ("他爱来不来。", "他 爱 来 来 不"),
        # What can and cannot be done.
        ("我看得见。", "我 看 可以"),
        ("黑板上的字看不清楚。", "黑板 上 字 看 明白 不"),
        ("这么多饭我吃不完。", "多 饭 我 吃 结束 不"),
        ("房子太贵，买不起。", "家 太 贵 买 不"),
        ("我走不动了。", "我 走 不"),
        ("电话打不通。", "打电话 不"),
        ("他跑不过我。", "他 跑 不 我"),
        ("如果下雨我就不去。", "如果 雨 我 去 不"),
        ("我决定不来。", "我 决定 来 不"),
        # Numbers that are read digit by digit, and those that are not.
        ("密码是2580。", "密码 是 二+五+八+零"),
        ("请打12345。", "请 打电话 一+二+三+四+五"),
        ("他住1203号。", "一+二+零+三 号 他 住"),
        ("他有1203块钱。", "他 有 一+千+二+百+零+三 元"),
        # Measure words, counted and in words of the tokenizer.
        ("这道题很难。", "这 #题 很 难"),
        ("我们有五门课。", "我们 有 五 课"),
        ("请再说一遍。", "请 再 说 一 次"),
        ("我跑了第三名。", "我 跑 第+三"),
        ("他住五楼。", "他 住 五 楼"),
        # Words of two meanings.
        ("我得走了。", "我 一定 走"),
        ("他得了金牌。", "他 得到 #金牌"),
        ("他跑得很快。", "他 跑 很 快"),
        ("下个月还你钱。", "下个月 还给 你 钱"),
        ("他还没来。", "他 还 来 没有"),
        ("快叫医生！", "快 喊 医生"),
        ("我叫王小明。", "我 名字 #王小明"),
        ("我花了三百块。", "我 花钱 三+百 元"),
        ("跑步对身体好。", "跑 身体 好"),
        ("你说得对。", "你 说 是"),
        ("多吃点水果。", "多 吃 水果"),
        ("妈妈包饺子。", "妈妈 #包 饺子"),
        ("我考了九十分。", "我 考 九十 #分"),
        ("还有一百米。", "还 一+百 米"),
        ("老看手机不好。", "经常 看 手机 坏"),
        ("累死我了。", "累 很 我"),
        ("他死了。", "他 死"),
        ("周老师教数学。", "#周 老师 教 数学"),
        ("我们还是走吧。", "我们 还 走"),
        ("打开窗户。", "开 窗户"),
        ("他打我。", "他 打 我"),
        ("危险，别过去！", "危险 去 不"),
        # Verbs and their objects, with something between.
        ("我们见过几次面。", "我们 见面 多少 次"),
        ("我洗了个澡。", "我 洗澡"),
        ("他帮了我一个忙。", "他 帮助 我"),
        ("她在生他的气。", "他 在 生气 他"),
        ("他结过婚。", "他 结婚"),
        ("热得睡不着觉。", "热 睡不着"),
        # Clauses, and what stays behind them.
        ("睡觉以前要刷牙。", "睡觉 以前 要 刷牙"),
        ("下班后去吃饭。", "下班 以后 去 吃"),
        ("三天前我来过。", "三 天 以前 我 来"),
        ("你不去的话，我也不去。", "如果 你 去 不 我 也 去 不"),
        ("今天比昨天冷。", "今天 比 昨天 冷"),
        ("你今天去还是明天去？", "今天 你 去 或者 明天 去"),
        ("你来得太早。", "你 来 太 早上"),
        # Guesses of the tokenizer, cut by their grammar.
        ("我订一张票。", "我 #订 一 票"),
        ("灯坏了。", "灯 坏"),
        ("別碰我！", "#碰 我 不"),
        ("热水不够。", "热水 足够 不"),
        ("請把門打開。", "请 门 开"),
        ("心里很高兴。", "心 里 很 高兴"),
        ("小红来了。", "#小红 来"),
        # Kept whole: the parts say something else.
        ("对手", "#对手"),
        ("这只猫很可爱。", "这 猫 很 可爱"),
    ],
)
def test_more_chinese_words_are_signed_as_they_are_meant(text, expected):
    assert glosses(text, "csl") == expected.split()


@pytest.mark.parametrize(
    ("text", "mood", "negated"),
    [
        ("你喝不喝酒？", "polar question", False),
        ("你去没去过北京？", "polar question", False),
        ("谁也不知道。", "statement", True),
        ("什么都没有", "statement", True),
        ("谁知道", "content question", False),
        ("你为什么不去？", "content question", True),
    ],
)
def test_chinese_questions_and_negations(text, mood, negated):
    (plan,) = plan_text(text, "csl")
    assert (plan.kind.mood, plan.kind.negated) == (mood, negated)
