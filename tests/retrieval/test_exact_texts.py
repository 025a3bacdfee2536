"""Texts whose small signs and small words are all of their meaning, by the shipped lexicons: nothing of it is lost."""

import pytest

from signary.retrieval.lookup import plan_text


def plans_of(text, language):
    plans = plan_text(text, language)
    assert all(item.word == text[item.start : item.end] for plan in plans for item in plan.items)
    return plans


def glosses(text, language):
    return [item.gloss for plan in plans_of(text, language) for item in plan.signed]


@pytest.mark.parametrize(
    ("language", "text", "signed"),
    [
        ("dgs", "$-5", "MINUS+FUENF+DOLLAR"),
        ("dgs", "$–5", "MINUS+FUENF+DOLLAR"),
        ("dgs", "$ −5", "MINUS+FUENF+DOLLAR"),
        ("dgs", "-$5", "MINUS FUENF+DOLLAR"),
        ("dgs", "–$5", "MINUS FUENF+DOLLAR"),
        ("dgs", "−5 €", "MINUS FUENF+EURO"),
        ("dgs", "x=-5", "#X GLEICH MINUS FUENF"),
        ("asl", "$-5", "MINUS+FIVE+DOLLAR"),
        ("csl", "¥-5", "负+五+元"),
        ("dgs", "-3 bis -5 Grad", "MINUS DREI BIS MINUS FUENF GRAD"),
        ("dgs", "5 °C bis −3 °C", "FUENF GRAD BIS MINUS DREI GRAD"),
        ("dgs", "Es sind morgen -3 Grad.", "MORGEN MINUS DREI GRAD"),
        ("asl", "from -3 to -5 degrees", "FROM MINUS THREE MINUS FIVE DEGREE"),
        ("csl", "-3到-5度", "负 三 到 负 五 度"),
        ("dgs", "> 5", "GROSS+#ALS FUENF"),
        # from where to where
        ("dgs", "50%-60%", "FUENFZIG PROZENT SECHZIG PROZENT"),
        ("dgs", "5 %-10 %", "FUENF PROZENT ZEHN PROZENT"),
        ("dgs", "€5-€10", "FUENF+EURO ZEHN+EURO"),
        ("dgs", "5€–10€", "FUENF+EURO ZEHN+EURO"),
    ],
)
def test_a_minus_is_signed(language, text, signed):
    assert glosses(text, language) == signed.split()


@pytest.mark.parametrize(
    ("language", "text", "signed"),
    [
        ("dgs", "5 m²", "FUENF #QUADRAT+METER"),
        ("dgs", "20 m^2", "ZWANZIG #QUADRAT+METER"),
        ("dgs", "3 km³", "DREI #KUBIK+KILOMETER"),
        ("dgs", "20 €/m²", "ZWANZIG+EURO #QUADRAT+METER"),
        ("dgs", "10^3", "ZEHN+#HOCH+DREI"),
        ("dgs", "10⁻⁶", "ZEHN+#HOCH+MINUS+SECHS"),
        ("dgs", "10^(-6)", "ZEHN+#HOCH+MINUS+SECHS"),
        ("dgs", "5 m2", "FUENF #QUADRAT+METER"),
        ("dgs", "2^n", "ZWEI+#HOCH+#N"),
        ("dgs", "x² + 3", "#X #HOCH+ZWEI PLUS DREI"),
        ("asl", "5m²", "FIVE #SQUARE+#M"),
        ("asl", "10^3", "TEN+#POWER+THREE"),
        ("csl", "5m²", "五 #平方+米"),
        ("csl", "10^3", "十+三+#次方"),
        # a raised number behind a whole word is a footnote's
        ("dgs", "Wetter²", "WETTER ZWEI"),
    ],
)
def test_an_exponent_is_no_number_of_its_own(language, text, signed):
    assert glosses(text, language) == signed.split()


@pytest.mark.parametrize(
    ("text", "signed"),
    [
        ("Vom 3.–5. Mai", "DRITTE FUENF MAI"),
        ("Vom 3.-5. Mai", "DRITTE FUENF MAI"),
        ("3. – 5. Mai", "DRITTE FUENF MAI"),
        ("3. - 5. Mai", "DRITTE FUENF MAI"),
        ("am 10./11. Juni", "ZEHN ELF JUNI"),
        ("vom 3.5.-5.5.", "DRITTE+MAI FUENF+MAI"),
        ("am 10.–12.5.2024", "ZEHN ZWOELF+MAI+ZWANZIG+VIER+ZWANZIG"),
        ("vom 10. bis 12. Mai", "ZEHN BIS ZWOELF MAI"),
    ],
)
def test_german_days_from_one_to_another_are_one_sentence(text, signed):
    assert len(plans_of(text, "dgs")) == 1
    assert glosses(text, "dgs") == signed.split()


def test_a_number_may_still_end_a_sentence():
    assert [plan.text for plan in plans_of("Das steht auf Seite 3-5. Ich lese es.", "dgs")] == [
        "Das steht auf Seite 3-5.",
        "Ich lese es.",
    ]


@pytest.mark.parametrize(
    ("language", "text", "signed"),
    [
        ("asl", "He may not come.", "HE-SHE-IT MAYBE COME NOT"),
        ("asl", "They may come.", "THEY MAYBE COME"),
        ("asl", "Mary may come.", "#MARY MAYBE COME"),
        ("asl", "He may or may not come.", "HE-SHE-IT MAYBE OR MAYBE COME NOT"),
        ("asl", "May I go?", "ALLOW ME GO"),
        ("asl", "You may go.", "YOU ALLOW GO"),
        ("asl", "May is warm.", "#MAY WARM"),
        ("asl", "It may rain in May.", "#MAY MAYBE RAIN"),
        ("dgs", "Es dürfte regnen.", "WAHRSCHEINLICH REGEN"),
    ],
)
def test_what_may_be_is_not_what_is_allowed(language, text, signed):
    assert glosses(text, language) == signed.split()


@pytest.mark.parametrize(
    ("language", "text", "signed"),
    [
        ("asl", "He is taller than me.", "HE-SHE-IT TALL THAN ME"),
        ("asl", "more than ten", "MORE THAN TEN"),
        ("asl", "It is colder than today.", "COLD THAN TODAY"),
        ("asl", "I am as tall as you.", "ME TALL SAME YOU"),
        ("asl", "I work as a teacher.", "ME WORK TEACHER"),
        ("dgs", "Er ist größer als ich.", "ER-SIE GROSS MEHR ICH"),
        ("dgs", "Es ist wärmer als gestern.", "WARM MEHR GESTERN"),
        ("dgs", "Im Süden ist es kälter als im Norden.", "SUED KALT MEHR NORD"),
        ("dgs", "mehr als zehn", "MEHR #ALS ZEHN"),
        ("dgs", "Das Buch ist teurer als das Brot.", "BUCH TEUER MEHR BROT"),
        ("dgs", "ein schnelleres Auto als meins", "SCHNELL AUTO MEHR MEIN"),
        ("dgs", "Ich bin so groß wie du.", "ICH GROSS GLEICH DU"),
        ("dgs", "Ich arbeite als Lehrer.", "ICH LEHRER ARBEITEN"),
        ("dgs", "Ein kleiner Mann arbeitet als Arzt.", "KLEIN MANN ARZT ARBEITEN"),
        ("dgs", "Als ich klein war", "ICH KLEIN"),
    ],
)
def test_what_is_compared_stays_compared(language, text, signed):
    assert glosses(text, language) == signed.split()


@pytest.mark.parametrize(
    ("text", "signed"),
    [
        ("vor dem Essen", "VORHER ESSEN"),
        ("Vor acht", "VORHER ACHT"),
        ("Ich komme vor acht.", "VORHER ACHT ICH KOMMEN"),
        ("Vor 1990", "VORHER NEUNZEHN+NEUNZIG"),
        ("Ich spiele nach der Schule.", "DANACH SCHULE ICH SPIELEN"),
        ("Ich komme nach meiner Arbeit.", "DANACH MEIN ARBEITEN ICH KOMMEN"),
        ("vor einem Spiel", "VORHER SPIELEN"),
        ("Vor drei Jahren", "VORHER DREI JAHR"),
        # before what stands somewhere, and prepositions that belong to a verb or a noun
        ("vor dem Haus", "HAUS"),
        ("vor zwei Leuten", "ZWEI LEUTE"),
        ("nach Norden", "NORD"),
        ("nach Polen", "POLEN"),
        ("Ich suche nach einer Wohnung.", "ICH WOHNEN SUCHEN"),
        ("Ich habe Angst vor der Prüfung.", "ICH ANGST PRUEFUNG HABEN"),
    ],
)
def test_vor_and_nach_are_signed_where_they_tell_the_time(text, signed):
    assert glosses(text, "dgs") == signed.split()


@pytest.mark.parametrize(
    ("language", "text", "signed"),
    [
        ("dgs", "Ich darf gehen.", "ICH DUERFEN GEHEN"),
        ("dgs", "Mein Bruder kommt.", "MEIN BRUDER KOMMEN"),
        ("dgs", "meine Schwestern", "MEIN SCHWESTER"),
        ("dgs", "ein Eis", "EIS"),
        ("dgs", "In diesem Fall kommt er.", "#FALL ER-SIE KOMMEN"),
        ("dgs", "Wir haben Strom.", "WIR #STROM HABEN"),
        ("dgs", "Mein Pass ist neu.", "MEIN AUSWEIS NEU"),
        ("dgs", "Eisregen", "EISREGEN"),
        ("dgs", "am Main", "#MAIN"),
        ("dgs", "Er starb im Krieg.", "ER-SIE #KRIEG STERBEN"),
        ("csl", "他三岁了。", "他 三 岁"),
        ("csl", "也许下雨。", "可能 雨"),
        ("csl", "他可能来。", "他 可能 来"),
        ("csl", "你几岁？", "你 多大"),
    ],
)
def test_no_word_has_the_sign_of_another_one(language, text, signed):
    assert glosses(text, language) == signed.split()


@pytest.mark.parametrize(
    ("text", "signed"),
    [
        ("Liebe Schüler!nnen, kommt!", "LIEB SCHUELER KOMMEN"),
        ("jede Ärzt!n", "JEDER ARZT"),
        ("die Lehrerïnnen", "LEHRER"),
        ("'s ist kalt", "KALT"),
        ("Hast du 'ne Katze?", "DU KATZE HABEN"),
        ("Ich werde ihn krank schreiben.", "ICH ER-SIE #KRANKSCHREIBEN"),
        ("Der Arzt hat mich krank geschrieben.", "ARZT ICH #KRANKSCHREIBEN"),
        ("Der Arzt schreibt mich krank.", "ARZT ICH #KRANKSCHREIBEN"),
        ("Ich bin krank und schreibe.", "ICH KRANK SCHREIBEN"),
        ("Er liegt krank im Bett.", "ER-SIE KRANK BETT LIEGEN"),
        ("Es ist zu warm.", "ZU-SEHR WARM"),
        ("Er ist zu spät.", "ER-SIE ZU-SEHR SPAET"),
        ("ein zu kleines Haus", "ZU-SEHR KLEIN HAUS"),
        ("Es kommt zu heftigen Gewittern.", "HEFTIG GEWITTER KOMMEN"),
    ],
)
def test_german_as_it_is_typed(text, signed):
    assert glosses(text, "dgs") == signed.split()


@pytest.mark.parametrize("language", ["dgs", "csl"])
@pytest.mark.parametrize(
    "address",
    [
        "https://例子.cn/路",
        "http://百度.中国",
        "https://zh.wikipedia.org/wiki/手語",
        "https://example.org/a?q=手语&b=1",
    ],
)
def test_chinese_characters_within_an_address_are_no_words(language, address):
    items = [item for plan in plans_of(f"A {address} B", language) for item in plan.items]
    assert [item.word for item in items] == ["A", address, "B"]


def test_chinese_behind_an_address_is_the_next_word():
    items = [item.word for plan in plans_of("看https://example.com吧", "csl") for item in plan.items]
    assert items == ["看", "https://example.com", "吧"]
