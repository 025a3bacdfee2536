import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signary.language.characters import shape
from signary.language.normal_form import normal_form, normal_text

APOSTROPHES = "'’‘‛´`′‵ʹʼʻʽˈˊˋ＇｀"
#: What people and programs put into texts, beside letters.
ODD = (
    "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202e\u2066\u2069\ufe0e\ufe0f\u034f\u3164\u180e\x00\x07\x7f"
)
TYPED = st.text(
    st.one_of(
        st.characters(exclude_categories=[]),
        st.sampled_from(
            ODD + APOSTROPHES + "–—-−…‥.。“”„«»「」 \u00a0\t\n\u2028aZß\u0301\u0308ä5²½℃№ﬁ㎞Ａ５ᵗ看著甚麼麵包👩🏽"
        ),
    ),
    max_size=40,
)


@pytest.mark.parametrize("mark", APOSTROPHES)
def test_apostrophes_between_letters_are_one(mark):
    assert normal_form(f"I don{mark}t", "en") == "I don't"
    assert normal_form(f"Wie geht{mark}s?", "de") == "Wie geht's?"


@pytest.mark.parametrize("character", ODD)
def test_what_shows_nothing_is_left_out(character):
    assert normal_form(f"I do{character}n't{character} eat{character}.", "en") == "I don't eat."


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("“I don’t,” he said.", '"I don\'t," he said.'),
        ("„Ja“, «nein» und »doch«", '"Ja", "nein" und "doch"'),
        ("‘quoted’ and ‚auch‘", "'quoted' and 'auch'"),
        ("the dogs’ food, rock ’n’ roll", "the dogs' food, rock 'n' roll"),
        ("bread…", "bread…"),
        ("bread ... and .... more", "bread … and … more"),
        ("Ja — klar–oder ―nicht", "Ja - klar - oder - nicht"),
        ("10–12 Uhr, –5 Grad", "10-12 Uhr, -5 Grad"),
        ("Baden‐Württemberg, e‑mail", "Baden-Württemberg, e-mail"),
        ("  a\t\tb \u00a0\u3000 c\u2009d  ", "a b c d"),
        ("one \n\n two\r\nthree\u2028four", "one\ntwo\nthree\nfour"),
        ("scho\u0308n, Cafe\u0301", "schön, Café"),
        ("Ｈｅｌｌｏ　１２：３０！", "Hello 12:30!"),
        ("𝐇𝐞𝐥𝐥𝐨 ﬁne 5ᵗʰ", "Hello fine 5th"),
        ("5㎞ und 3㎏", "5km und 3kg"),
        ("Kaﬀee\u00ad", "Kaffee"),
        ("5′ 6″ x´", "5′ 6″ x'"),
        ("\ud83d lone", "\ufffd lone"),
        ("", ""),
        (" \u200b\ufeff\n", ""),
    ],
)
def test_forms(typed, expected):
    assert normal_form(typed, "de") == expected


@pytest.mark.parametrize("text", ["m²", "1½", "20 ℃", "№ 5", "Ⅳ", "−5", "5º", "H₂O", "① ②", "😀", "ℹ", "€", "x < y"])
def test_what_means_more_than_its_letters_stays(text):
    assert normal_form(text, "en") == text


def test_an_emoji_keeps_its_joiners_and_loses_its_selectors():
    assert normal_form("👨\u200d👩\u200d👧 ❤\ufe0f\u200d🔥 1\u200d2", "en") == "👨\u200d👩\u200d👧 ❤\u200d🔥 12"


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("我喜歡吃麵包。", "我喜欢吃面包。"),
        ("媽媽的書", "妈妈的书"),
        ("她沒有來。", "她没有来。"),
        ("我會說漢語", "我会说汉语"),
        ("頭髮發現", "头发发现"),
        ("乾淨的乾隆", "干净的乾隆"),
        ("後來皇后來了", "后来皇后来了"),
        ("這隻貓只喝水", "这只猫只喝水"),
        ("妳看著我", "你看着我"),
        ("著名的著作顯著", "著名的著作显著"),
        ("甚麼時候睡著", "什么时候睡着"),
        ("裡面和裏面", "里面和里面"),
        ("醫生在醫院工作", "医生在医院工作"),
        ("老師教學生", "老师教学生"),
        ("幾點鐘", "几点钟"),
        ("祂和牠們", "他和它们"),
        ("臺灣與台灣", "台湾与台湾"),
        ("你好", "你好"),
        ("面包和干净", "面包和干净"),
    ],
)
def test_traditional_chinese_is_simplified(traditional, simplified):
    assert normal_form(traditional, "zh") == simplified
    assert normal_form(simplified, "zh") == simplified


def test_only_chinese_is_simplified():
    assert normal_form("麵包 in Taipei", "en") == "麵包 in Taipei"


def test_chinese_has_full_width_punctuation_after_its_characters():
    assert normal_form("你好,我吃面包.你呢? 3.5个,v2.0", "zh") == "你好，我吃面包。你呢？ 3.5个，v2.0"
    assert normal_form("今天１２：３０，好！", "zh") == "今天12：30，好！"
    assert normal_form("Ja，gut。", "de") == "Ja,gut."


@settings(max_examples=400, deadline=None)
@given(text=TYPED, spoken=st.sampled_from(["en", "de", "zh", "fr"]))
def test_a_normal_form_is_its_own(text, spoken):
    once = normal_form(text, spoken)
    assert normal_form(once, spoken) == once


@settings(max_examples=400, deadline=None)
@given(text=TYPED, spoken=st.sampled_from(["en", "de", "zh"]))
def test_every_character_has_its_place_and_what_says_something_stays(text, spoken):
    normal = normal_text(text, spoken)
    places = [normal.place(at, at + 1) for at in range(len(normal.text))]
    assert normal.moved is None or list(normal.moved) == places
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)
    covered = {at for start, end in places for at in range(start, end)}
    lost = "".join(character for at, character in enumerate(text) if at not in covered)
    assert not any(shape(character) in "LHDS" for character in lost)
