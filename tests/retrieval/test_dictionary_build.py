"""Dictionaries of many recordings: on from where they were stopped, whoever and however many build them."""

import json
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from signary.corpora.readers.registry import get_reader
from signary.io.errors import FormatError, InputError
from signary.pose.feature_statistics import feature_statistics
from signary.pose.formats import write_pose
from signary.retrieval import dictionary_build, dictionary_parts
from signary.retrieval.dictionary_build import Launch, build_from_recordings, finish_build, work_folder
from signary.retrieval.dictionary_parts import EntryFacts
from signary.retrieval.recordings import index_recordings
from signary.signing.rule_based import sign_text
from signary.tokenizer import MotionTokenizer, MotionTokenizerConfig

WORDS = ("bread", "mother", "father", "house", "book")


@pytest.fixture(scope="module")
def tokenizer():
    config = MotionTokenizerConfig(width=8, code_dim=4, codebook_sizes={"body": 6, "left_hand": 7, "right_hand": 8})
    model = MotionTokenizer(config)
    model.set_statistics(*feature_statistics([sign_text("mother", "asl").pose], config))
    model.assign_id()
    return model.eval()


@pytest.fixture(autouse=True)
def as_encoded(monkeypatch):
    """Small parts, and codes that are not searched: how well they fit is no matter here."""
    monkeypatch.setattr(dictionary_build, "ITEMS", 2)
    monkeypatch.setattr("signary.retrieval.sign_encoding.SEARCH_ABOVE", np.inf)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Files named by glosses, two takes of one, and one that is broken."""
    place = tmp_path_factory.mktemp("signs")
    for word in WORDS:
        write_pose(sign_text(word, "asl").pose, place / f"{word.upper()}.npz")
    write_pose(sign_text("mother", "asl").pose.resample(30.0), place / "MOTHER2.npz")
    (place / "BROKEN.npz").write_bytes(b"none")
    return place


def recordings(folder):
    return index_recordings(get_reader("gloss-folder")(language="asl"), folder)


def entries(dictionary):
    return [(*sign[:2], sign.codes.tolist(), *sign[3:]) for sign in dictionary]


def test_what_is_built_and_what_is_said(folder, tokenizer, tmp_path):
    dictionary, report = build_from_recordings(recordings(folder), tokenizer, tmp_path / "a.parquet")
    assert sorted(sign.lemma for sign in dictionary) == sorted(WORDS)
    assert {sign.source for sign in dictionary} == {folder.name}
    (refused,) = report.refused
    assert (refused.kind, refused.name) == ("cannot be read", "BROKEN")
    assert [lemma for _, lemma, _ in report.outdone] == ["mother"]
    assert report.recordings == 7
    assert work_folder(tmp_path / "a.parquet").is_dir()
    finish_build(tmp_path / "a.parquet")
    assert not any(tmp_path.iterdir())


@dataclass
class Stopping:
    """The tokenizer, which stops everything at its n-th recording, and counts."""

    tokenizer: MotionTokenizer
    after: int
    encoded: list = field(default_factory=list)

    def __getattr__(self, name):
        return getattr(self.tokenizer, name)

    def encode(self, pose):
        if len(self.encoded) == self.after:
            raise KeyboardInterrupt
        self.encoded.append(len(pose))
        return self.tokenizer.encode(pose)


def test_a_build_that_was_stopped_goes_on_without_loss_or_repeat(folder, tokenizer, tmp_path):
    whole = build_from_recordings(recordings(folder), tokenizer, tmp_path / "whole.parquet")
    target = tmp_path / "a.parquet"
    first = Stopping(tokenizer, 4)
    with pytest.raises(KeyboardInterrupt):
        build_from_recordings(recordings(folder), first, target)
    done = len(list((work_folder(target) / "records").glob("*.json")))
    assert done
    second = Stopping(tokenizer, 100)
    again = build_from_recordings(recordings(folder), second, target)
    assert entries(again.dictionary) == entries(whole.dictionary)
    assert again.report == whole.report
    # Of what the first has encoded no more than the part that it was in the middle of.
    assert len(second.encoded) <= len(WORDS) + 1 - len(first.encoded) + 2
    # Asked for anew, nothing is left to do.
    assert not Stopping(tokenizer, 0).encoded
    assert entries(build_from_recordings(recordings(folder), Stopping(tokenizer, 0), target).dictionary) == entries(
        whole.dictionary
    )


def test_another_build_of_the_same_name_is_refused(folder, tokenizer, tmp_path):
    target = tmp_path / "a.parquet"
    with pytest.raises(KeyboardInterrupt):
        build_from_recordings(recordings(folder), Stopping(tokenizer, 4), target, asked={"reader": "gloss-folder"})
    with pytest.raises(InputError, match=r"the reader of the build that was stopped in 'a.parquet.building'"):
        build_from_recordings(recordings(folder), tokenizer, target, asked={"reader": "wlasl"})
    with pytest.raises(InputError, match="the listing of the build"):
        build_from_recordings(recordings(folder)[:3], tokenizer, target, asked={"reader": "gloss-folder"})
    record = next((work_folder(target) / "records").glob("*.json"))
    record.write_text(json.dumps([{"row": 0, "codes": [[1]]}]))
    with pytest.raises(FormatError, match="the record of a part"):
        build_from_recordings(recordings(folder), tokenizer, target, asked={"reader": "gloss-folder"})


def test_nothing_is_left_of_a_build_that_did_nothing(folder, tokenizer, tmp_path):
    target = tmp_path / "a.parquet"
    broken = [one for one in recordings(folder) if one.name == "BROKEN"]
    with pytest.raises(InputError, match="at least one recording that can be used.*BROKEN: cannot be read"):
        build_from_recordings(broken, tokenizer, target)
    with pytest.raises(InputError, match="processes"):
        build_from_recordings(broken, tokenizer, target, processes=0)
    assert not any(tmp_path.iterdir())


def test_several_processes_share_the_parts(folder, tokenizer, tmp_path):
    shares = [dictionary_build._share(recordings(folder), Launch(rank, 3)) for rank in range(3)]
    rows = [row for share in shares for _, part in share for row, _ in part]
    assert sorted(rows) == list(range(7))
    assert len({number for share in shares for number, _ in share}) == 4


def test_facts_of_entries(folder, tokenizer, tmp_path):
    facts = EntryFacts(language="dgs", source="never", licence="CC0")
    dictionary, _ = build_from_recordings(recordings(folder), tokenizer, tmp_path / "a.parquet", facts=facts)
    assert {(sign.language, sign.source, sign.licence) for sign in dictionary} == {
        ("dgs", f"{folder.name} (asl)", "CC0")
    }
    assert dictionary_parts.ITEMS == 16


@pytest.mark.slow
def test_processes_make_no_difference(folder, tokenizer, tmp_path):
    many = recordings(folder) * 2
    one = build_from_recordings(many, tokenizer, tmp_path / "one.parquet")
    two = build_from_recordings(many, tokenizer, tmp_path / "two.parquet", processes=2)
    assert [sign.lemma for sign in one.dictionary] == [sign.lemma for sign in two.dictionary]
    assert one.report.recordings == two.report.recordings == 14
    assert Path(tmp_path / "two.parquet.building").is_dir()
