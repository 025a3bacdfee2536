import pytest

from signary.language.words import cut_words

NOUNS = [
    ("Lehrer*innen", "Lehrerinnen"),
    ("Lehrer:innen", "Lehrerinnen"),
    ("Lehrer_innen", "Lehrerinnen"),
    ("Lehrer/innen", "Lehrerinnen"),
    ("Lehrer/-innen", "Lehrerinnen"),
    ("Lehrer(innen)", "Lehrerinnen"),
    ("Lehrer(-innen)", "Lehrerinnen"),
    ("Lehrer·innen", "Lehrerinnen"),
    ("Lehrer-innen", "Lehrerinnen"),
    ("LehrerInnen", "LehrerInnen"),
    ("Lehrer*in", "Lehrerin"),
    ("Lehrer:in", "Lehrerin"),
    ("Lehrer/in", "Lehrerin"),
    ("Lehrer/-in", "Lehrerin"),
    ("Lehrer(in)", "Lehrerin"),
    ("Ärzt*innen", "Ärztinnen"),
    ("Kolleg:innen", "Kolleginnen"),
    ("Student_innen", "Studentinnen"),
    ("Bürger/innen", "Bürgerinnen"),
    ("lehrer*innen", "lehrerinnen"),
    ("Schüler*innenzahl", "Schülerinnenzahl"),
    ("Schüler(innen)zahl", "Schülerinnenzahl"),
    ("Bürger:innenmeister:in", "Bürgerinnenmeister"),
]
OTHERS = [
    ("ein*e", "ein"),
    ("eine:n", "eine"),
    ("kein_e", "kein"),
    ("ein/e", "ein"),
    ("jede:r", "jede"),
    ("jede*n", "jede"),
    ("jede(r)", "jede"),
    ("neue*r", "neue"),
    ("unser*e", "unser"),
    ("Freund(e)", "Freund"),
    ("der*die", "der"),
    ("die/der", "die"),
    ("den:die", "den"),
    ("er*sie", "er"),
    ("sie/er", "sie"),
    ("ihm/ihr", "ihm"),
    ("seine*ihre", "seine"),
    ("der/die/das", "der"),
]


@pytest.mark.parametrize(("form", "key"), NOUNS + OTHERS)
@pytest.mark.parametrize("template", ["{}", "Wir sehen {} dort.", "({})", "„{}“, sagt er"])
def test_a_form_for_all_genders_is_one_word(form, key, template):
    words = cut_words(template.format(form), "de")
    assert [(word.text, word.key) for word in words if word.start == template.index("{")] == [(form, key)]
    assert len(words) == len(template.format("x").replace("(", " ").split())


@pytest.mark.parametrize(
    "text",
    [
        "außen/innen",
        "Außen/innen",
        "und/oder",
        "mein/dein",
        "Nord/Süd",
        "Ja/Nein",
        "m/s",
        "wichtig: innen",
        "(innen)",
        "f(x)",
        "Uhr: er",
    ],
)
def test_other_words_with_such_marks_stay_two(text):
    assert all(word.text.isalpha() for word in cut_words(text, "de"))


def test_only_german_has_them():
    assert len(cut_words("Lehrer*innen", "en")) == 2
    assert [word.key for word in cut_words("Wie geht's, habe's", "de")] == ["Wie", "geht", "es", "habe", "es"]
