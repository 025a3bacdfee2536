"""What is known of a sentence that still comes, whatever the pieces in which it came."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signary.language.text_so_far import clause_has_ended, known_so_far

TEXTS = {
    "en": "When it rains, my mother doesn't go to New York by bus",
    "de": "Ich möchte morgen, wenn es geht, mit dem Zug fahren",
    "zh": "我喜欢吃苹果，不喜欢吃3个鱼和iPhone",
}


@pytest.mark.parametrize(
    ("spoken", "text", "known"),
    [
        ("en", "My mo", ["My"]),
        ("en", "My mother, ", ["My", "My mother,"]),
        ("en", "  My  mother ", ["  My", "  My  mother"]),
        ("en", "It costs 3.5", ["It", "It costs"]),
        ("zh", "苹果", []),
        ("zh", "苹果好", ["苹果"]),
        ("zh", "妈妈吃面包", ["妈妈", "妈妈吃"]),
        ("zh", "苹果，", ["苹果，"]),
        ("en", "   ", []),
        ("zh", "", []),
    ],
)
def test_known(spoken, text, known):
    found = list(known_so_far(text, spoken))
    assert [one.text for one in found] == known
    assert all(one.begun == (spoken == "zh" and text[-1] not in "，") for one in found)


@pytest.mark.parametrize("spoken", TEXTS)
@given(data=st.data())
def test_pieces_change_nothing(spoken, data):
    text = TEXTS[spoken]
    cuts = sorted(data.draw(st.sets(st.integers(1, len(text)))))
    found, heard = [], 0
    for end in [*cuts, len(text)]:
        for known in known_so_far(text[:end], spoken, heard):
            found.append(known)
            heard = len(known.text)
    assert found == list(known_so_far(text, spoken))
    assert all(text.startswith(known.text) for known in found)
    assert [len(known.text) for known in found] == sorted({len(known.text) for known in found})


def test_marks_end_clauses():
    assert clause_has_ended("When it rains,")
    assert clause_has_ended("下雨，")
    assert not clause_has_ended("When it rains")
    assert not clause_has_ended("")
