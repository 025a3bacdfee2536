import pytest

from signary.io.errors import UnknownLanguageError
from signary.language.languages import SignLanguage
from signary.retrieval.lookup import SENTENCE_PAUSE, look_up, plan_text
from signary.signer.lexicon import shipped_alphabet, shipped_lexicon

SIGNED = [
    ("dgs", "Morgen regnet es im Norden.", "MORGEN NORD REGEN"),
    ("dgs", "Guten Morgen!", "GUTEN-MORGEN"),
    ("dgs", "Guter Morgen", "GUTEN-MORGEN"),
    ("dgs", "Ein Wintersturm kommt.", "WINTER+STURM KOMMEN"),
    ("dgs", "Wo wohnst du?", "DU WOHNEN WO"),
    ("dgs", "Ich komme nicht, du kommst.", "ICH KOMMEN NICHT DU KOMMEN"),
    ("dgs", "Im Norden regnet es und im Süden kommt Sturm", "NORD REGEN SUED STURM KOMMEN"),
    ("dgs", "Ich komme nächste Woche an.", "NAECHSTE WOCHE ICH ANKOMMEN"),
    ("dgs", "Du hast gegessen.", "DU ESSEN"),
    ("dgs", "Du hast ein Buch.", "DU BUCH HABEN"),
    ("dgs", "Keine Wolken", "WOLKE NICHT"),
    ("dgs", "Am 3. Mai um 8 Uhr", "DRITTE MAI 8 UHR"),
    ("dgs", "Im Norden fünf bis 25 Grad", "NORD 5 BIS 5+20 GRAD"),
    ("dgs", "Das erste Buch", "ERSTE BUCH"),
    ("asl", "I don't like snow.", "ME LIKE SNOW NOT"),
    ("asl", "I can't see it today.", "TODAY ME SEE IT CANT"),
    ("asl", "Where do you see ice creams?", "YOU SEE ICE-CREAM WHERE"),
    ("asl", "It is cold today.", "TODAY COLD"),
    ("asl", "I have seen snow.", "ME SEE SNOW"),
    ("asl", "I have snow.", "ME HAVE SNOW"),
    ("asl", "One second", "1 SECOND"),
    ("asl", "I may like May 3rd", "#MAY THIRD ME MAYBE LIKE"),
    ("asl", "21 ice creams", "2+1 ICE-CREAM"),
    ("asl", "Bob's café", "#BOB #CAFE"),
    ("csl", "我今天不想去北京大学。", "今天 我 想 去 北京 大学 不"),
    ("csl", "二十五个人来了", "20+5 人 来"),
    ("csl", "三杯水", "3 水"),
    ("csl", "你喜不喜欢水？", "你 喜欢 水"),
    ("csl", "没关系", "没关系"),
]


@pytest.mark.parametrize(("language", "sentence", "glosses"), SIGNED)
def test_signs_in_sign_order(plan, language, sentence, glosses):
    assert " ".join(item.gloss for item in plan(language, sentence).signed) == glosses


ACCOUNTS = [
    ("dgs", "Wintersturm", "compound", "compound split: winter + sturm"),
    ("dgs", "regnete", "lexicon", "regnen"),
    ("dgs", "der", "dropped", "function word"),
    ("dgs", "Baden-Schule", "compound", "compound split: baden + schule"),
    ("dgs", "Zug", "fingerspelling", "not in the lexicon"),
    ("dgs", "1998", "number", "1998"),
    ("dgs", "мир", "missing", "not in the lexicon, and no letter or number sign for 'м'"),
    ("asl", "😀", "missing", "not in the lexicon, and no letter or number sign for '😀'"),
    ("asl", "3.5", "number", "3 point 5"),
    ("csl", "老师", "fingerspelling", "not in the lexicon; pinyin lao shi"),
]


@pytest.mark.parametrize(("language", "word", "source", "through"), ACCOUNTS)
def test_every_word_says_where_its_sign_comes_from(plan, language, word, source, through):
    (item,) = plan(language, word).items
    assert (item.word, item.source, item.through) == (word, source, through)
    assert (item.unit is None) == (source in ("dropped", "missing"))


def test_parted_verbs_and_auxiliaries_stay_in_the_account(plan):
    items = plan("dgs", "Ich komme morgen an.").items
    assert [(item.word, item.through) for item in items] == [
        ("Ich", "ich"),
        ("komme", "ankommen"),
        ("morgen", "morgen"),
        ("an", "part of 'ankommen'"),
    ]


def test_articles_are_no_numbers(plan):
    assert [item.source for item in plan("dgs", "eine Wolke eins").items] == ["dropped", "lexicon", "number"]


def test_faces_and_pause(plan):
    polar, content = plan("asl", "You don't like snow?"), plan("asl", "Where is snow?")
    assert [unit.nonmanual.brows for unit in polar.units] == ["raised"] * 4
    assert [unit.nonmanual.head for unit in polar.units] == [None, None, None, "shake"]
    assert {unit.nonmanual.brows for unit in content.units} == {"furrowed"}
    assert [unit.pause for unit in polar.units] == [0, 0, 0, SENTENCE_PAUSE]
    assert {unit.nonmanual.brows for unit in plan("asl", "I like snow.").units} == {None}


def test_spelled_units_have_letters(plan):
    (unit,) = plan("dgs", "Tschüß").units
    assert (unit.gloss, unit.spelled, len(unit.forms)) == ("#TSCHÜSS", True, 5)


def test_offsets_refer_to_the_whole_text(dictionaries):
    text = "  Guten Morgen!\nDr. Zug kommt. "
    plans = plan_text(text, "German Sign Language", lexicon=dictionaries["dgs"][0], alphabet=dictionaries["dgs"][1])
    assert [text[each.start :].startswith(each.text) for each in plans] == [True, True]
    assert [item.word for each in plans for item in each.items] == ["Guten Morgen", "Dr.", "Zug", "kommt"]
    assert all(text[item.start : item.end] == item.word for each in plans for item in each.items)


def test_unknown_language():
    with pytest.raises(UnknownLanguageError):
        plan_text("x", "klingon")


def test_empty_text(plan, dictionaries):
    assert plan("asl", "").items == ()
    assert plan_text(" \n ", "asl", lexicon=dictionaries["asl"][0], alphabet=dictionaries["asl"][1]) == []


def test_a_new_language_needs_no_code(dictionaries):
    language = SignLanguage("lsf", "fsl", "French Sign Language", "fr")
    plan = look_up("Tu viens demain, café 12 ?", *dictionaries["asl"], language)
    assert [item.source for item in plan.items] == ["fingerspelling"] * 4 + ["number"]
    assert plan.kind.mood == "polar question"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("asl", "Jim's number is 555-1234, he's 21 and came 3rd or 12th on May 3, 2024; it cost $3.50 (20%)."),
        ("asl", "I have 1,250,000 reasons & 3/4 of a pie at half past 7"),
        ("dgs", "Der Wintersturm kam am 21. Mai 1998 um Viertel nach acht, mit -3,5 Grad und 2 km², sagt Schmidt."),
        ("csl", "李明今年第三次坐76路公交车，花了3.5元，百分之二十。"),
    ],
)
def test_units_say_what_their_forms_are_of(language, text):
    lexicon, alphabet = shipped_lexicon(language), shipped_alphabet(language)
    units = [unit for plan in plan_text(text, language) for unit in plan.units]
    assert units
    for unit in units:
        assert sum(forms for _, forms in unit.parts) == len(unit.forms)
        at = 0
        for name, forms in unit.parts:
            known = [alphabet.letters[name[1:]]] if name.startswith("#") else lexicon.forms(name)
            own = list(unit.forms[at : at + forms])
            # A rank is a turn of the number sign that it is made of.
            assert own == known or [form.handshape for form in own] == [form.handshape for form in known]
            at += forms
