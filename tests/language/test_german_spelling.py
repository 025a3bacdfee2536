import pytest

from signary.language.function_words import listed
from signary.language.german_spelling import with_umlauts
from signary.language.words import cut_words


@pytest.mark.parametrize(
    ("typed", "spelled"),
    [
        ("fuer", "für"), ("Fuer", "für"), ("FUER", "für"), ("ueber", "über"), ("wuerde", "würde"),
        ("Wuerden", "würden"),
        ("waere", "wäre"), ("waeren", "wären"), ("dafuer", "dafür"), ("darueber", "darüber"), ("waehrend", "während"),
        ("wofuer", "wofür"), ("naechste", "nächste"), ("muessen", "müssen"), ("koennte", "könnte"),
        ("moechte", "möchte"), ("haette", "hätte"), ("duerfen", "dürfen"), ("zurueck", "zurück"), ("spaet", "spät"),
        ("laeuft", "läuft"), ("faehrt", "fährt"), ("raeumt", "räumt"), ("hoeren", "hören"), ("fuehlen", "fühlen"),
        ("taeglich", "täglich"), ("uebermorgen", "übermorgen"), ("gruen", "grün"), ("fruehstueck", "frühstück"),
        ("gleichmaessig", "gleichmässig"), ("aeusserst", "äusserst"),
    ],
)  # fmt: skip
def test_words_get_their_umlauts(typed, spelled):
    assert with_umlauts(typed) == spelled


@pytest.mark.parametrize(
    "word",
    listed(
        "neue neuer Steuer teuer aktuell individuell virtuell Poesie Statue Duell Aloe zuerst bauen schauen genau "
        "blaue treue Quelle Michael Israel Goethe Mueller Schaefer Queen dass muss essen besser wissen Feuer "
        "Abenteuer heute Leute abenteuerlustigste xuey Mauer dauert freuen"
    ),
)
def test_real_words_and_names_stay(word):
    assert with_umlauts(word) is None


def test_keys_have_their_umlauts_and_texts_do_not():
    words = cut_words("Faehrt der Zug fuer Mueller?", "de")
    assert [word.key for word in words] == ["fährt", "der", "Zug", "für", "Mueller"]
    assert [word.text for word in words] == ["Faehrt", "der", "Zug", "fuer", "Mueller"]
    assert [word.key for word in cut_words("fuer", "en")] == ["fuer"]
