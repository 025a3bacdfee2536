"""The shipped lexicons with texts as people type them."""

import pytest

from signary.retrieval.lookup import plan_text


def glosses(text, language):
    plans = plan_text(text, language)
    assert all(item.word == text[item.start : item.end] for plan in plans for item in plan.items)
    return [item.gloss for plan in plans for item in plan.signed]


@pytest.mark.parametrize(
    ("text", "verb", "infinitive", "base"),
    [
        ("Er gibt Geld aus.", "gibt", "ausgeben", "GEBEN"),
        ("Ich stehe früh auf.", "stehe", "aufstehen", "STEHEN"),
        ("Weil er früh aufsteht, lacht er.", "aufsteht", "aufstehen", "STEHEN"),
        ("Ich muss früh aufstehen.", "aufstehen", "aufstehen", "STEHEN"),
        ("Er lernt, früh aufzustehen.", "aufzustehen", "aufstehen", "STEHEN"),
        ("Er ist früh aufgestanden.", "aufgestanden", "aufstehen", "STEHEN"),
        ("Mach das Licht aus!", "Mach", "ausmachen", "MACHEN"),
        ("Mach das Licht an!", "Mach", "anmachen", "MACHEN"),
        ("Das Fest findet morgen statt.", "findet", "stattfinden", "FINDEN"),
        ("Wir ziehen um.", "ziehen", "umziehen", "ZIEHEN"),
        ("Die Sonne geht auf.", "geht", "aufgehen", "GEHEN"),
        ("Die Sonne geht unter.", "geht", "untergehen", "GEHEN"),
        ("Sie nimmt heute teil.", "nimmt", "teilnehmen", "NEHMEN"),
        ("Hör mir zu!", "Hör", "zuhören", "HOEREN"),
        ("Denkst du nach?", "Denkst", "nachdenken", "DENKEN"),
    ],
)
def test_a_verb_is_never_signed_without_its_prefix(text, verb, infinitive, base):
    (plan,) = plan_text(text, "dgs")
    (item,) = [item for item in plan.items if item.word == verb]
    assert item.gloss == "#" + infinitive.upper() or item.through == infinitive
    assert base not in glosses(text, "dgs")


def test_opposites_are_not_the_same():
    for left, right in (
        ("Die Sonne geht auf.", "Die Sonne geht unter."),
        ("Mach das Licht an!", "Mach das Licht aus!"),
        ("Das Licht ist an.", "Das Licht ist aus."),
        ("Die Tür ist auf.", "Die Tür ist zu."),
    ):
        assert glosses(left, "dgs") != glosses(right, "dgs")


@pytest.mark.parametrize("mark", "'’‘‛´`′ʹʼ＇")
@pytest.mark.parametrize(("word", "gloss"), [("don{}t", "NOT"), ("can{}t", "CANT"), ("won{}t", "WONT")])
def test_negation_is_signed_whatever_the_apostrophe(mark, word, gloss):
    assert gloss in glosses(f"I {word.format(mark)} eat bread.", "asl")


@pytest.mark.parametrize(
    ("language", "typed", "usual"),
    [
        ("asl", "I do n't eat .", "I don't eat."),
        ("asl", "I ca n't come .", "I can't come."),
        ("asl", "I wo n't come .", "I won't come."),
        ("asl", "I 'm happy .", "I'm happy."),
        ("asl", "it 's good", "it's good"),
        ("asl", "You 're happy .", "You're happy."),
        ("asl", "We 've eaten and they 'll come", "We've eaten and they'll come"),
        ("asl", "\ufeff“I\u00a0love  my mo\u00adther,”\u200b she said…", '"I love my mother," she said…'),
        ("dgs", "Wie geht´s?", "Wie geht's?"),
        ("dgs", "Lehrer*innen und Ärzt:innen", "Lehrer und Ärzte"),
        ("dgs", "Wir fragen die Lehrer/-innen.", "Wir fragen die Lehrer."),
        ("dgs", "Jede:r Lehrer(in) lernt.", "Jeder Lehrer lernt."),
        ("dgs", "ein*e Freund*in", "ein Freund"),
        ("dgs", "Er*sie lernt.", "Er lernt."),
        ("dgs", "Ich moechte ueber das Wetter sprechen.", "Ich möchte über das Wetter sprechen."),
        ("dgs", "Ich wuerde fuer dich gehen.", "Ich würde für dich gehen."),
        ("dgs", "Wir muessen spaeter zurueckkommen.", "Wir müssen später zurückkommen."),
        ("csl", "我喜歡吃麵包。", "我喜欢吃面包。"),
        ("csl", "媽媽的書", "妈妈的书"),
        ("csl", "她沒有來。", "她没有来。"),
        ("csl", "這是我的書", "这是我的书"),
        ("csl", "老師教學生。", "老师教学生。"),
    ],
)
def test_the_same_text_is_the_same_signs(language, typed, usual):
    assert [gloss.lower() for gloss in glosses(typed, language)] == [
        gloss.lower() for gloss in glosses(usual, language)
    ]


@pytest.mark.parametrize(
    ("text", "address", "gloss"),
    [
        ("Visit https://example.org/help?x=1 today.", "https://example.org/help?x=1", ""),
        ("Write to anna@mail.com!", "anna@mail.com", "#ANNAMAILCOM"),
        ("See www.example.com.", "www.example.com", "#WWWEXAMPLECOM"),
        ("I like @anna_b.", "@anna_b", "#ANNAB"),
        ("Read report_2.pdf now.", "report_2.pdf", "#REPORT2PDF"),
        ("We have v2.0 now.", "v2.0", "#V20"),
        ("I work with example.org/a/very/long/address/of/a/page now.", "example.org/a/very/long/address/of/a/page", ""),
    ],
)
def test_an_address_is_spelled_or_named_as_not_signed(text, address, gloss):
    (plan,) = plan_text(text, "asl")
    (item,) = [item for item in plan.items if item.word == address]
    assert item.gloss == gloss
    assert item.source == ("fingerspelling" if gloss else "missing")
    assert gloss or "address" in item.through


def test_time_stays_before_an_address_in_sign_order():
    assert glosses("Visit https://example.org/help?x=1 today.", "asl") == ["TODAY", "VISIT"]
