"""How sentences are typed, and numbers of all kinds."""

from random import Random

import pytest

from signary.corpora.synthetic.written_text import read_topics, text_key
from signary.io.errors import InputError
from signary.retrieval.lookup import plan_text
from signary.training.composing.as_typed import hastily_typed, well_typed
from signary.training.composing.sentence_frames import frames_of
from signary.training.composing.slots import Slots
from signary.training.composing.typed_numbers import NUMBERS, date

SPOKEN = {"asl": "en", "dgs": "de", "csl": "zh"}


@pytest.mark.parametrize(
    ("text", "spoken", "typed"),
    [
        ("where is it?", "en", "Where is it?"),
        ("übermorgen regnet es", "de", "Übermorgen regnet es."),
        ("你好吗?", "zh", "你好吗？"),
        ("我很好", "zh", "我很好。"),
        ("Stop!", "en", "Stop!"),
    ],
)
def test_well_typed(text, spoken, typed):
    assert well_typed(text, spoken) == typed


def test_haste():
    random = Random(0)
    typed = {hastily_typed("Don't call Anna, Ben.", random, "en") for _ in range(200)}
    assert {"don't call anna, ben.", "Don't call Anna, Ben", "Don't call Anna, Ben!!"} <= typed
    assert any("Dont" in text for text in typed)
    assert any("ue" in hastily_typed("Für dich.", random, "de") for _ in range(100))
    assert all(text_key(text) == "我很好" for text in (hastily_typed("我很好。", random, "zh") for _ in range(50)))


@pytest.mark.parametrize("language", SPOKEN)
def test_numbers_are_signed(language):
    random, spoken = Random(0), SPOKEN[language]
    months = frames_of(language).lists["months"]
    for _ in range(25):
        texts = [fill(random, spoken) for fill in NUMBERS.values()] + [date(random, spoken, months)]
        for text in texts:
            items = [item for plan in plan_text(text, language) for item in plan.items]
            assert any(item.source in ("number", "lexicon") for item in items), text
            assert all(item.source != "missing" for item in items), text


@pytest.mark.parametrize("language", SPOKEN)
def test_frames_have_slots_that_are_known(language, monkeypatch):
    frames = frames_of(language)
    slots = Slots(frames, _Any(SPOKEN[language]), _Any(), Random(0))
    for lines in frames.constructions.values():
        for frame in lines:
            assert "{" not in slots.fill(frame)
    assert set(frames.lists["names"] or frames.lists["given"])
    with pytest.raises(InputError, match="slot"):
        slots.fill("the {thing}")


class _Any:
    """In the place of words and clauses, of which only frames are of interest here."""

    def __init__(self, spoken="en"):
        self.spoken = spoken

    def choose(self, category):
        return None, "word"

    def statement(self):
        return "clause"

    short = question = statement

    def special(self, pattern):
        return "clause"


def test_topics(tmp_path):
    file = tmp_path / "text.txt"
    file.write_text("# licence\n\n## one\nA.\n\nB.\n## two\nC.\n", encoding="utf-8")
    assert read_topics(file) == {"one": ("A.", "B."), "two": ("C.",)}
    file.write_text("A.\n## one\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 1"):
        read_topics(file)
