import pytest

from signary.language.kind import CONTENT, POLAR, STATEMENT, sentence_kind
from signary.language.words import cut_words

CASES = [
    ("en", "Where do you live?", CONTENT, False),
    ("en", "Do you know where he lives?", POLAR, False),
    ("en", "Hello, how are you?", CONTENT, False),
    ("en", "Isn't it cold?", POLAR, True),
    ("en", "You like it?", POLAR, False),
    ("en", "I know what you did.", STATEMENT, False),
    ("en", "where is the station", CONTENT, False),
    ("en", "do you sign", POLAR, False),
    ("en", "do your homework", STATEMENT, False),
    ("en", "I can't come!", STATEMENT, True),
    ("de", "Wo wohnst du?", CONTENT, False),
    ("de", "Um wie viel Uhr kommst du?", CONTENT, False),
    ("de", "Weißt du, wo er wohnt?", POLAR, False),
    ("de", "Und du?", POLAR, False),
    ("de", "Regnet es nicht?", POLAR, True),
    ("de", "Wenn es regnet, bleibe ich hier", STATEMENT, False),
    ("de", "warum kommst du nicht", CONTENT, True),
    ("de", "Es gibt keinen Regen.", STATEMENT, True),
    ("zh", "你会手语吗？", POLAR, False),
    ("zh", "你叫什么名字", CONTENT, False),
    ("zh", "你喜不喜欢猫？", POLAR, False),
    ("zh", "我不去。", STATEMENT, True),
    ("zh", "你呢", POLAR, False),
    ("zh", "万一下雨，我们怎么办？", CONTENT, False),
    ("zh", "你在干什么？", CONTENT, False),
    ("zh", "你有几个孩子？", CONTENT, False),
    ("zh", "你星期几来？", CONTENT, False),
    ("zh", "你弟弟多高？", CONTENT, False),
    ("zh", "你何必生气呢？", CONTENT, False),
    ("zh", "他为啥没来？", CONTENT, True),
    ("zh", "怎么办", CONTENT, False),
    ("zh", "你要买什么样的帽子吗？", POLAR, False),
    ("zh", "他几乎天天来？", POLAR, False),
    ("zh", "哪怕下雨你也去？", POLAR, False),
    ("zh", "桌子上有几个苹果。", STATEMENT, False),
    ("zh", "你到底去不去！", POLAR, False),
    ("zh", "去不去你决定。", STATEMENT, False),
    ("fr", "Tu viens ?", POLAR, False),
]


@pytest.mark.parametrize(("spoken", "text", "mood", "negated"), CASES)
def test_kind(spoken, text, mood, negated):
    kind = sentence_kind(text, cut_words(text, spoken), spoken)
    assert (kind.mood, kind.negated) == (mood, negated)


def test_no_words():
    assert sentence_kind("", [], "en").mood == STATEMENT
    assert sentence_kind("", [], "zh").mood == STATEMENT
