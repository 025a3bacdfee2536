import pytest

from signary.retrieval.spelling import spell


@pytest.mark.parametrize(
    ("language", "word", "letters"),
    [
        ("dgs", "Schön", "SCH Ö N"),
        ("dgs", "Straße", "S T R A S S E"),
        ("asl", "O'Brien-Łódź", "O B R I E N L O D Z"),
        ("asl", "Müller", "M U L L E R"),
        ("asl", "MP3", "M P 3"),
        ("asl", "e\u0301", "E"),
        ("csl", "中国", "ZH O NG G U O"),
        ("csl", "翻案", "F A N A N"),
        ("csl", "女", "N U"),
        ("csl", "KTV", "K T V"),
    ],
)
def test_letters(dictionaries, language, word, letters):
    lexicon, alphabet = dictionaries[language]
    spelling = spell(word, alphabet, lexicon)
    assert " ".join(spelling.letters) == letters
    assert len(spelling.forms) == len(spelling.letters)


@pytest.mark.parametrize(("word", "unknown"), [("aЖb", "Ж"), ("😀", "😀"), ("日本の", "の"), ("-", "-")])
def test_a_character_without_a_letter_is_named(dictionaries, word, unknown):
    lexicon, alphabet = dictionaries["asl"]
    spelling = spell(word, alphabet, lexicon)
    assert (spelling.unknown, spelling.forms) == (unknown, ())
