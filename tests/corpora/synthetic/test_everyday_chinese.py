"""The everyday Chinese sentences and the held-out ones: all distinct, all signed, nothing denied that is not."""

from collections import Counter
from pathlib import Path

import pytest

import signary.corpora.synthetic
from signary.retrieval.lookup import plan_text

EVERYDAY = Path(signary.corpora.synthetic.__file__).parent / "everyday" / "chinese.txt"
HELD_OUT = Path(__file__).resolve().parents[3] / "benchmarks" / "free_text" / "csl.txt"
#: Parts of the glosses of signs that deny.
DENIES = ("不", "没", "别", "禁止", "免费", "无聊", "担心")


def sentences(path):
    return [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]


def test_the_everyday_sentences_are_many_and_each_is_there_once():
    lines = EVERYDAY.read_text("utf-8").splitlines()
    assert lines[0] == "# Everyday sentences in Chinese, written for this project. Apache-2.0."
    assert sum(line.startswith("## ") for line in lines) == 23
    assert len(sentences(EVERYDAY)) >= 1600
    assert [text for text, count in Counter(sentences(EVERYDAY)).items() if count > 1] == []


def test_none_is_held_out():
    assert len(sentences(HELD_OUT)) == len(set(sentences(HELD_OUT))) == 200
    assert set(sentences(EVERYDAY)).isdisjoint(sentences(HELD_OUT))


@pytest.mark.parametrize(("path", "spelled"), [(EVERYDAY, 0.08), (HELD_OUT, 0.06)], ids=["everyday", "held out"])
def test_all_are_signed_and_most_words_have_a_sign(path, spelled):
    items = [item for text in sentences(path) for plan in plan_text(text, "csl") for item in plan.items]
    counts = Counter(item.source for item in items)
    assert counts["missing"] == 0
    assert counts["fingerspelling"] / (sum(counts.values()) - counts["dropped"]) < spelled


@pytest.mark.parametrize("path", [EVERYDAY, HELD_OUT], ids=["everyday", "held out"])
def test_what_is_denied_stays_denied(path):
    for text in sentences(path):
        for plan in plan_text(text, "csl"):
            if plan.kind.negated:
                assert any(part in item.gloss for item in plan.signed for part in DENIES), text
