"""Numbers up to 10¹² read back from their signs, digits stay digits, nothing vanishes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signary.language.characters import shape
from signary.retrieval.lookup import plan_text
from signary.signer.lexicon import shipped_lexicon

MANY = settings(max_examples=80, deadline=None)
INTEGERS = st.one_of(st.integers(0, 10**12 - 1), st.integers(1, 12).flatmap(lambda size: st.integers(0, 10**size - 1)))
LANGUAGES = pytest.mark.parametrize("language", ["asl", "dgs", "csl"])


def values(text, language):
    """What the number signs of a text are worth, one after another."""
    worth = {gloss: value for value, gloss in shipped_lexicon(language).by_number.items()}
    glosses = [gloss for plan in plan_text(text, language) for item in plan.signed for gloss in item.gloss.split("+")]
    return [worth[gloss] for gloss in glosses]


def read_by_thousands(signs, below_hundred):
    total, hundreds, small = 0, 0, []
    for sign in signs:
        if sign == 100:
            hundreds, small = 100 * (below_hundred(small) or 1), []
        elif sign > 100:
            total, hundreds, small = total + (hundreds + below_hundred(small) or 1) * sign, 0, []
        else:
            small.append(sign)
    return total + hundreds + below_hundred(small)


def read_by_myriads(signs):
    if all(sign < 10 for sign in signs):
        return int("".join(map(str, signs)))
    total, section, digit = 0, 0, 0
    for sign in signs:
        if sign >= 10**4:
            total, section, digit = (
                (total + section + digit) * sign if sign == 10**8 else total + (section + digit) * sign,
                0,
                0,
            )
        elif sign in (100, 1000) or (sign == 10 and digit):
            section, digit = section + digit * sign, 0
        elif sign >= 10:
            section += sign
        else:
            digit = sign
    return total + section + digit


READERS = {
    "asl": lambda signs: read_by_thousands(signs, lambda small: int("".join(map(str, small)) or 0)),
    "dgs": lambda signs: read_by_thousands(signs, sum),
    "csl": read_by_myriads,
}
WRITTEN = {
    "asl": lambda value: f"{value:,}",
    "dgs": lambda value: f"{value:,}".replace(",", "."),
    "csl": str,
}


@LANGUAGES
@MANY
@given(value=INTEGERS)
def test_every_integer_reads_back_to_itself(language, value):
    assert READERS[language](values(WRITTEN[language](value), language)) == value


@LANGUAGES
@MANY
@given(value=INTEGERS)
def test_no_two_integers_are_signed_alike(language, value):
    signs = values(WRITTEN[language](value), language)
    assert signs != values(WRITTEN[language](value + 1), language)
    assert signs != values(WRITTEN[language](10 * value + 10), language)


@LANGUAGES
@MANY
@given(digits=st.from_regex("0[0-9]{1,30}", fullmatch=True))
def test_digits_after_a_zero_are_signed_one_by_one(language, digits):
    assert values(digits, language) == list(map(int, digits))


PHONES = {
    "asl": r"(\([2-9][0-9]{2}\) |[2-9][0-9]{2}[-. ])[0-9]{3}[-.][0-9]{3}[1-9]",
    "dgs": r"01[5-7][0-9][ /-][1-9][0-9]{6,7}",
    "csl": r"1[3-9][0-9]{9}|1[3-9][0-9]-[0-9]{4}-[0-9]{4}",
}


@LANGUAGES
@MANY
@given(data=st.data())
def test_telephone_numbers_are_signed_digit_by_digit(language, data):
    phone = data.draw(st.from_regex(PHONES[language], fullmatch=True))
    assert values(phone, language) == [int(character) for character in phone if character.isdecimal()]


def chinese(value):
    """The usual numeral of an integer below 10⁸."""
    if value >= 10**4:
        high, low = divmod(value, 10**4)
        return chinese(high) + "万" + ("" if not low else ("零" if low < 1000 else "") + chinese(low))
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        count = value // unit % 10
        if count:
            text += ("零" if gap and text else "") + "零一二三四五六七八九"[count] + name
        gap = not count
    return text or "零"


@MANY
@given(value=st.integers(1, 10**8 - 1))
def test_chinese_numerals_and_digits_are_signed_alike(value):
    words = values(chinese(value), "csl")
    assert READERS["csl"](words) == value
    if not 1700 <= value <= 2099:
        assert words == values(str(value), "csl")


PIECES = [
    *("10 am", "3:30 pm", "9am-5pm", "(555) 123-4567", "+1 555 123 4567", "$20", "$ 3.50", "20 %", "−5 °C", "25℃", "½"),
    *("2½", "Ⅷ", "①", "№ 5", "#hello", "# 5", "3.", "Mai", "03.05.2010", "am 3.5. um", "Viertel vor acht", "halb acht"),
    *("10 Mio. €", "1 000 000", "2,5 Millionen", "0171 2345678", "1/2", "24/7", "8:30", "8.30 Uhr", ".5", "5 - 3 = 2"),
    *(
        "三点半去",
        "差五分八点",
        "１０５",
        "2024年5月3日",
        "百分之二十",
        "20%",
        "第 3",
        "3万5千",
        "￥50",
        "几万人",
        "3块5",
    ),
    *("a million", "half past seven", "nine oh five pm", "1990s", "the", "und", "的", ",", "."),
]


@LANGUAGES
@MANY
@given(
    text=st.lists(st.sampled_from(PIECES), max_size=12).flatmap(
        lambda each: st.sampled_from([" ".join(each), "".join(each)])
    )
)
def test_no_number_and_no_symbol_vanishes(language, text):
    left = set(range(len(text)))
    for plan in plan_text(text, language):
        for item in plan.items:
            assert item.word == text[item.start : item.end]
            assert item.gloss or item.through
            left -= set(range(item.start, item.end))
    assert not any(shape(text[at]) in "LHDS" for at in left), text
