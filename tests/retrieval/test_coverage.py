import pytest

from signary.io.errors import InputError
from signary.retrieval.coverage import coverage


def test_function_words_do_not_count(plan):
    result = coverage([plan("dgs", "Der Wintersturm kommt um 8 Uhr."), plan("dgs", "Der Zug, der Zug 😀")])
    assert result.content == 7
    assert result.share == pytest.approx(4 / 7)
    assert result.unknown == {"zug": 2, "😀": 1}
    assert list(result.unknown) == ["zug", "😀"]
    assert result.sources == {
        "lexicon": 2,
        "number": 1,
        "compound": 1,
        "fingerspelling": 2,
        "dropped": 4,
        "missing": 1,
    }


def test_nothing_to_sign(plan):
    with pytest.raises(InputError, match="content word"):
        coverage([plan("dgs", "der die das")])
