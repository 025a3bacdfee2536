import pytest

from signary.io.errors import UnknownLanguageError
from signary.language.languages import LANGUAGES, resolve


@pytest.mark.parametrize("name", ["dgs", "DGS", "gsg", "German Sign Language", " german sign language "])
def test_resolve_by_id_code_and_name(name):
    assert resolve(name).id == "dgs"


def test_ids_codes_and_spoken_languages():
    table = {item.id: (item.iso, item.spoken) for item in LANGUAGES.values()}
    assert table == {"asl": ("ase", "en"), "dgs": ("gsg", "de"), "csl": ("csl", "zh")}


def test_unknown_language_lists_what_there_is():
    with pytest.raises(UnknownLanguageError, match="asl.*dgs.*csl.*'klingon'"):
        resolve("klingon")


def test_available_limits_the_choice():
    assert resolve("ase", available=["ASL"]).id == "asl"
    assert resolve("asl", available=["ase"]).id == "asl"
    with pytest.raises(UnknownLanguageError, match="asl") as error:
        resolve("dgs", available=["asl"])
    assert "gsg" not in error.value.expected


def test_nothing_available():
    with pytest.raises(UnknownLanguageError, match="nothing is available"):
        resolve("asl", available=[])
