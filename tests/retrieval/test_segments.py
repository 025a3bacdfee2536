import math
import xml.etree.ElementTree as ElementTree

import pytest

from signary.io.errors import InputError
from signary.retrieval.segments import Segment, read_vtt, write_eaf, write_vtt

SEGMENTS = [
    Segment("regnet & <so>", "REGEN", 0.52, 1.28, "lexicon"),
    Segment("Mor\ngen --> \x00", "MORGEN", 0.0, 0.52, "lexicon"),
    Segment("", "#Ü", 3661.5, 3662.0, "fingerspelling"),
]


def test_vtt(tmp_path):
    write_vtt(tmp_path / "a.vtt", SEGMENTS)
    text = (tmp_path / "a.vtt").read_text(encoding="utf-8")
    cues = text.split("\n\n")
    assert cues[0] == "WEBVTT"
    assert cues[1] == "1\n00:00:00.000 --> 00:00:00.520\nMORGEN\nMor gen --&gt; \ufffd"
    assert cues[2].endswith("\nREGEN\nregnet &amp; &lt;so&gt;")
    assert cues[3].startswith("3\n01:01:01.500 --> 01:01:02.000\n#Ü\n")
    assert len(cues) == 4


def test_eaf(tmp_path):
    write_eaf(tmp_path / "a.eaf", SEGMENTS, media=tmp_path / "a b.mp4")
    root = ElementTree.parse(tmp_path / "a.eaf").getroot()
    assert (root.tag, root.get("VERSION")) == ("ANNOTATION_DOCUMENT", "3.0")
    slots = {slot.get("TIME_SLOT_ID"): int(slot.get("TIME_VALUE")) for slot in root.iter("TIME_SLOT")}
    assert list(slots.values()) == [0, 520, 1280, 3661500, 3662000]
    tiers = {
        tier.get("TIER_ID"): [value.text or "" for value in tier.iter("ANNOTATION_VALUE")] for tier in root.iter("TIER")
    }
    assert tiers["gloss"] == ["MORGEN", "REGEN", "#Ü"]
    assert tiers["word"][1] == "regnet & <so>"
    spans = [
        (slots[a.get("TIME_SLOT_REF1")], slots[a.get("TIME_SLOT_REF2")]) for a in root.iter("ALIGNABLE_ANNOTATION")
    ]
    assert spans[:2] == [(0, 520), (520, 1280)]
    ids = [a.get("ANNOTATION_ID") for a in root.iter("ALIGNABLE_ANNOTATION")]
    assert len(set(ids)) == 6
    media = root.find("HEADER/MEDIA_DESCRIPTOR")
    assert media.get("MIME_TYPE") == "video/mp4"
    assert media.get("RELATIVE_MEDIA_URL") == "./a b.mp4"
    types = {kind.get("LINGUISTIC_TYPE_ID") for kind in root.iter("LINGUISTIC_TYPE")}
    assert {tier.get("LINGUISTIC_TYPE_REF") for tier in root.iter("TIER")} <= types


def test_no_segments(tmp_path):
    write_vtt(tmp_path / "a.vtt", [])
    write_eaf(tmp_path / "a.eaf", [])
    assert (tmp_path / "a.vtt").read_text() == "WEBVTT\n"
    assert ElementTree.parse(tmp_path / "a.eaf").getroot().find("TIME_ORDER") is not None


@pytest.mark.parametrize(("start", "end"), [(-1, 1), (1, 1), (2, 1), (math.nan, 1), (0, math.inf)])
def test_impossible_times(start, end):
    with pytest.raises(InputError, match="segment"):
        Segment("a", "A", start, end, "lexicon")


def test_overlaps_and_folders(tmp_path):
    overlapping = [Segment("a", "A", 0, 1, "lexicon"), Segment("b", "B", 0.5, 2, "lexicon")]
    with pytest.raises(InputError, match="overlap"):
        write_eaf(tmp_path / "a.eaf", overlapping)
    with pytest.raises(InputError, match="existing folder"):
        write_vtt(tmp_path / "nowhere" / "a.vtt", SEGMENTS)
    assert list(tmp_path.iterdir()) == []


def test_captions_are_read_as_they_were_written(tmp_path):
    segments = [Segment("R & B <1>", "MUSIC", 0.5, 1.25, "lexicon"), Segment("two", "TWO", 3601.0, 3602.5, "number")]
    write_vtt(tmp_path / "a.vtt", segments)
    assert read_vtt(tmp_path / "a.vtt") == [(0.5, 1.25, "MUSIC R & B <1>"), (3601.0, 3602.5, "TWO two")]


@pytest.mark.parametrize("text", ["nothing", "WEBVTT\n\n00:05.000 --> 00:01.000\nx\n", "WEBVTT\n\nsoon --> later\nx\n"])
def test_files_that_are_no_captions_are_refused(tmp_path, text):
    (tmp_path / "a.vtt").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="captions: expected"):
        read_vtt(tmp_path / "a.vtt")
