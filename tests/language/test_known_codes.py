"""Languages that are met by their codes: registered without a lexicon, and giving way to who registers them."""

import pytest

from signary.io.errors import UnknownLanguageError
from signary.language import languages
from signary.language.known_codes import CODES
from signary.language.languages import LANGUAGES, SignLanguage, language_files, meet, register_language, resolve


@pytest.fixture(autouse=True)
def forgotten(monkeypatch):
    """Languages of a test are gone after it."""
    list(LANGUAGES)
    monkeypatch.setattr(languages, "_languages", dict(languages._languages))
    monkeypatch.setattr(languages, "_files", dict(languages._files))
    monkeypatch.setattr(languages, "_met", set(languages._met))


@pytest.mark.parametrize("asked", ["sgg", "SGG", "Swiss-German Sign Language"])
def test_known_codes_and_names_are_registered(asked):
    found = resolve(asked)
    assert found == SignLanguage("sgg", "sgg", "Swiss-German Sign Language", "de")
    assert LANGUAGES["sgg"] is found
    assert language_files("sgg").lexicon is None


def test_the_languages_of_a_model_are_met_and_no_others_are_offered():
    assert resolve("ise", ["ise", "asl"]).name == "Italian Sign Language"
    with pytest.raises(UnknownLanguageError, match="one of asl"):
        resolve("svk", ["asl"])
    assert "svk" not in LANGUAGES


def test_who_registers_a_language_has_its_names():
    resolve("fsl")
    own = register_language(SignLanguage("lsf_own", "fsl", "French Sign Language", "fr"))
    assert resolve("fsl") is own
    assert "fsl" not in LANGUAGES
    assert resolve("French Sign Language") is own


def test_codes_that_nobody_knows():
    assert meet("qqs", "fr") == SignLanguage("qqs", "qqs", "Sign language qqs", "fr")
    assert meet("qqt").spoken == "qqt"
    assert meet("ase").id == "asl"
    for wrong in ("klingon", "x", "../a"):
        with pytest.raises(UnknownLanguageError):
            meet(wrong)


def test_no_code_is_one_of_a_shipped_language():
    assert not {"ase", "gsg", "csl", "asl", "dgs"} & set(CODES)
    assert len({name for name, _ in CODES.values()}) == len(CODES)
    for code in CODES:
        assert resolve(code).iso == code
