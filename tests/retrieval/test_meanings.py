"""Words with several meanings, by the shipped lexicons: never the sign of another one."""

import pytest

from signary.retrieval.lookup import plan_text


def glosses(text, language):
    return [item.gloss for plan in plan_text(text, language) for item in plan.signed]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("How do I get to the station?", "MUST"),
        ("How do we get to school?", "MUST"),
        ("a can of soup", "CAN"),
        ("He buys two cans of soup.", "CAN"),
        ("I have an empty can.", "CAN"),
        ("my left shoe", "LEAVE"),
        ("The door on the left is open.", "LEAVE"),
        ("There is one left.", "LEAVE"),
        ("There is no bread left.", "LEAVE"),
        ("In fall it rains.", "FALL-DOWN"),
        ("We met last fall.", "FALL-DOWN"),
        ("The green leaves are beautiful.", "LEAVE"),
        ("The leaves fall.", "LEAVE"),
        ("I need a saw.", "SEE"),
        ("My watch is new.", "LOOK"),
        ("two boxes", "ROOM"),
        ("May 3", "ALLOW"),
        ("We met in May.", "ALLOW"),
        ("I told her.", "HIS-HER"),
        ("I saw her yesterday.", "HIS-HER"),
        ("It is pretty good.", "BEAUTIFUL"),
        ("I live in New York.", "NEW"),
        ("She comes from San Francisco.", "#SAN"),
        ("He hasn't arrived yet.", "NOT"),
    ],
)
def test_english_words_are_not_signed_as_others(text, wrong):
    assert wrong not in glosses(text, "asl")


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("I have got to go.", "MUST"),
        ("I can come.", "CAN"),
        ("He left.", "LEAVE"),
        ("My mother left yesterday.", "LEAVE"),
        ("She leaves now.", "LEAVE"),
        ("The cat fell.", "FALL-DOWN"),
        ("In fall it rains.", "AUTUMN"),
        ("I saw a dog.", "SEE"),
        ("I watch TV.", "LOOK"),
        ("I may go.", "ALLOW"),
        ("Her book is red.", "HIS-HER"),
        ("I told her mother.", "HIS-HER"),
        ("I told her.", "HE-SHE-IT"),
        ("She is pretty.", "BEAUTIFUL"),
        ("a pretty girl", "BEAUTIFUL"),
        ("Maria's dog", "HIS-HER"),
        ("my mother's new house", "HIS-HER"),
        ("I live in New York.", "#NEWYORK"),
        ("He hasn't arrived yet.", "NOT-YET"),
        ("I got a book.", "GET"),
    ],
)
def test_english_words_are_signed_as_they_are_meant(text, right):
    assert right in glosses(text, "asl")


@pytest.mark.parametrize(
    "text", ["My mother's happy.", "She's eating.", "It's late.", "What's your name?", "He's a teacher.", "Bob's fine."]
)
def test_a_short_is_is_no_possession(text):
    assert "HIS-HER" not in glosses(text, "asl")


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("Ich heiße Thomas.", "NAME", "HEISS"),
        ("Wie heißen Sie?", "NAME", "HEISS"),
        ("Mein Hund heißt Rex.", "NAME", "BEDEUTEN"),
        ("Es ist heiß.", "HEISS", "NAME"),
        ("Die heißen Tage kommen.", "HEISS", "NAME"),
        ("Das heißt nichts.", "BEDEUTEN", "NAME"),
        ("Ich verstehe Sie nicht.", "DU", "ER-SIE"),
        ("Können Sie mir helfen?", "DU", "ER-SIE"),
        ("Wo ist Ihr Hund?", "DEIN", "IHR"),
        ("Sie kommt.", "ER-SIE", "DU"),
        ("Ich sehe sie.", "ER-SIE", "DU"),
        ('Er sagt: "Sie kommt."', "ER-SIE", "DU"),
        ("Ich gebe es dir.", "GEBEN", "ES-GIBT"),
        ("Es gibt Brot.", "ES-GIBT", "GEBEN"),
        ("Wir haben recht.", "RICHTIG", "ZIEMLICH"),
        ("Das ist recht gut.", "ZIEMLICH", "RICHTIG"),
        ("Es tut mir leid.", "ENTSCHULDIGUNG", "MACHEN"),
        ("Wie spät ist es?", "UHRZEIT", "SPAETER"),
        ("Das ist mein Weg.", "STRASSE", "VERSCHWINDEN"),
    ],
)
def test_german_words_are_signed_as_they_are_meant(text, right, wrong):
    found = glosses(text, "dgs")
    assert right in found
    assert wrong not in found


@pytest.mark.parametrize(
    ("text", "infinitive"),
    [("Vergiss das nicht!", "vergessen"), ("Warum weinst du?", "weinen"), ("Er versucht es.", "versuchen")],
)
def test_german_verbs_are_spelled_as_infinitives(text, infinitive):
    assert infinitive.upper() in [gloss.strip("#") for gloss in glosses(text, "dgs")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("你会不会游泳？", "你 会 游泳"),
        ("你要不要去？", "你 要 去"),
        ("你去不去？", "你 去"),
        ("他来没来？", "他 来"),
        ("我听不懂。", "我 不懂"),
        ("我不会。", "我 不会"),
        ("现在下雨。", "现在 雨"),
        ("我和妈妈", "我 和 妈妈"),
        ("因为我喜欢", "因为 我 喜欢"),
    ],
)
def test_chinese_words_are_signed_as_they_are_meant(text, expected):
    assert glosses(text, "csl") == expected.split()


def test_a_choice_is_a_question_and_no_negation():
    (plan,) = plan_text("你会不会游泳？", "csl")
    assert (plan.kind.mood, plan.kind.negated) == ("polar question", False)
