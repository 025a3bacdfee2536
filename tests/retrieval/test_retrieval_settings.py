"""Settings of retrieval: saved and loaded whole, words counted under every form, mistakes named."""

import json

import pytest

from signary.io.errors import FormatError, InputError
from signary.retrieval.retrieval_settings import FILE_NAME, RetrievalSettings, count_words

TEXTS = [
    ("My mother eats bread.", "asl"),
    ("Mothers eat.", "asl"),
    ("Morgen regnet es.", "dgs"),
    ("我妈妈吃面包。", "csl"),
]


def test_words_count_for_every_form_they_are_looked_up_under():
    counts = count_words(TEXTS)
    assert counts["asl"]["eat"] == 2
    assert counts["asl"]["mother"] == 2
    assert counts["asl"]["mothers"] == 1
    assert counts["dgs"]["regnen"] == 1
    assert counts["csl"]["妈妈"] == 1
    assert set(counts) == {"asl", "dgs", "csl"}


def test_settings_survive_saving(tmp_path):
    settings = RetrievalSettings("rare", rare_below=3, spell=True, word_counts=count_words(TEXTS))
    settings.save(tmp_path)
    assert RetrievalSettings.load(tmp_path) == settings
    assert RetrievalSettings.load(tmp_path / "none") == RetrievalSettings(mode="all")


@pytest.mark.parametrize(
    "change",
    [{"mode": "some"}, {"rare_below": "3"}, {"word_counts": {"asl": {"a": "b"}}}, {"word_counts": []}, {"more": 1}],
)
def test_a_broken_file_is_named(tmp_path, change):
    RetrievalSettings().save(tmp_path)
    path = tmp_path / FILE_NAME
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(FormatError, match=r"retrieval\.json"):
        RetrievalSettings.load(tmp_path)
    path.write_text("{")
    with pytest.raises(FormatError, match="JSON"):
        RetrievalSettings.load(tmp_path)


def test_a_corpus_without_sentences_is_named():
    with pytest.raises(InputError, match="texts: expected at least one sentence"):
        count_words([])


def test_a_broken_link_is_no_missing_file(tmp_path):
    (tmp_path / "retrieval.json").symlink_to("gone")
    with pytest.raises(InputError, match="path: expected an existing file"):
        RetrievalSettings.load(tmp_path)
