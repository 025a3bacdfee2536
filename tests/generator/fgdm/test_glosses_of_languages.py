"""Glosses of several languages side by side: one name is as many signs as languages have it."""

import pytest

from signary.generator.fgdm import FGDMConfig, GlossVocabulary, UnknownGlossError
from signary.io.errors import InputError, UnknownLanguageError

NAMES = ["asl:HAND", "asl:DOG", "asl:#A", "asl:#N", "asl:TWO", "asl:FIVE", "dgs:HAND", "dgs:HUND", "dgs:#ANNA"]


@pytest.fixture
def vocabulary():
    return GlossVocabulary(NAMES, ["asl", "dgs"])


def test_a_name_is_another_sign_in_another_language(vocabulary):
    assert vocabulary.ids(["HAND"], "asl") == [1]
    assert vocabulary.ids(["HAND"], "German Sign Language") == vocabulary.ids(["HAND"], "gsg") == [7]


def test_the_language_that_has_all_glosses_needs_no_name(vocabulary):
    assert vocabulary.ids(["HAND", "DOG"]) == [1, 2]
    assert vocabulary.ids(["HUND", "HAND"]) == [8, 7]
    assert vocabulary.language(["HUND", "HAND"]) == "dgs"


def test_names_and_numbers_are_signed_in_parts_that_are_known(vocabulary):
    assert vocabulary.parts(["#ANNA", "TWO+FIVE"], "asl") == [[3, 4, 4, 3], [5, 6]]
    # Where the whole is known it is one sign.
    assert vocabulary.parts(["#ANNA"], "dgs") == [[9]]
    assert vocabulary.knows("#NAN", "asl")
    assert not vocabulary.knows("#NAN", "dgs")


@pytest.mark.parametrize(
    ("glosses", "language", "kind", "words"),
    [
        (["HAND"], None, InputError, "language: expected one of asl, dgs, which all have these glosses, got none"),
        (["HAND"], "csl", UnknownLanguageError, "asl"),
        (
            ["DOG", "HUND"],
            None,
            UnknownGlossError,
            "expected glosses of one sign language, got 'DOG' of asl, 'HUND' of",
        ),
        (["HNUD"], None, UnknownGlossError, r"one of 9 known glosses \(nearest: HUND \(dgs\)"),
        (["HNUD"], "dgs", UnknownGlossError, r"one of 3 known glosses of dgs \(nearest: HUND.*\), got 'HNUD'"),
        (["DOG"], "dgs", UnknownGlossError, "got 'DOG'"),
        (["#ANNE"], "asl", UnknownGlossError, "got '#ANNE'"),
    ],
)
def test_what_is_not_plain_is_named(vocabulary, glosses, language, kind, words):
    with pytest.raises(kind, match=words):
        vocabulary.ids(glosses, language)


def test_a_model_that_does_not_tell_languages_apart_takes_none():
    vocabulary = GlossVocabulary(["HAND"])
    assert (vocabulary.ids(["HAND"]), vocabulary.knows("HAND")) == ([1], True)
    with pytest.raises(InputError, match="language: expected none"):
        vocabulary.ids(["HAND"], "asl")


@pytest.mark.parametrize(
    ("glosses", "languages", "words"),
    [
        (["HAND"], ["asl"], "language:GLOSS, languages asl"),
        (["asl:"], ["asl"], "language:GLOSS, languages asl"),
        (["csl:HAND"], ["asl", "dgs"], "languages asl, dgs, got 'csl:HAND'"),
        (["asl:HAND"], ["asl", "asl"], "different lower-case ids"),
        (["ASL:HAND"], ["ASL"], "different lower-case ids"),
        (["asl:A", "asl:A"], ["asl"], "twice"),
    ],
)
def test_names_that_make_no_vocabulary_are_refused(glosses, languages, words):
    with pytest.raises(InputError, match=words):
        FGDMConfig(glosses=glosses, languages=languages)
