"""Corpora as others publish them: pickles, tables beside JSON, folders of keypoints."""

from __future__ import annotations

import gzip
import json
import pickle
import zlib
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from hostile_surfaces.mutating import BINARY, JSON, NPZ, TEXT, change_json
from hostile_surfaces.pickling import BOMBS, CODE, LAUGHS, PICKLE, short, whole
from hostile_surfaces.surface import Files, Mutator, Surface
from signary.corpora.readers.keypoint_pickles import KeypointPickles
from signary.corpora.readers.motion_clips import MotionFiles, OpenPoseClips
from signary.corpora.readers.phoenix14t import read_phoenix14t
from signary.corpora.readers.pt_format import (
    read_pt_split,
    read_translation_pickle,
    write_pt_split,
    write_translation_pickle,
)
from signary.pose.formats import write_pose
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence

_FIELDS = {"pose": 25, "face": 70, "hand_left": 21, "hand_right": 21}


def _sentences() -> list[PoseSequence]:
    layout = get_layout("phoenix50")
    dice = np.random.default_rng(1)
    facts = [
        {"id": f"dev/one-{at}", "text": "und nun .", "gloss": "UND JETZT", "signer": "Signer01"} for at in range(2)
    ]
    return [
        PoseSequence(dice.normal(size=(3, layout.num_features)).astype(np.float32), layout, 25.0, metadata=each)
        for each in facts
    ]


def _write_keypoint_pickles(folder: Path) -> None:
    motion = np.random.default_rng(1).random((2, 137, 3)).astype(np.float32)
    row = {"name": "a", "text": "Guten Tag.", "keypoints": motion}
    for name, content in {"rows": [row, {**row, "name": "b"}], "names": {"a": row, "b": row}}.items():
        (folder / name).mkdir()
        (folder / name / "train.pkl").write_bytes(pickle.dumps(content))


def _keypoint_attacks() -> list[Files]:
    inside = [b"}" + short(b"n") + b"}" + short(key) + LAUGHS + b"ss" for key in (b"text", b"keypoints", b"name")]
    inside += [b"}" + LAUGHS + b"Ns", b"]" + LAUGHS + b"a", b"]}" + short(b"name") + LAUGHS + b"sa"]
    return [{"train.pkl": whole(steps)} for steps in (*inside, *CODE, *BOMBS)]


def _read_keypoint_pickles(folder: Path) -> object:
    return list(KeypointPickles("dgs", 25.0).rows(folder))


def _write_translation_pickles(folder: Path) -> None:
    (folder / "one").mkdir()
    write_translation_pickle(_sentences(), folder / "one" / "file")


def _translation_attacks() -> list[Files]:
    rows = [
        b"]}(" + b"".join(short(name) + LAUGHS for name in (b"name", b"signer", b"gloss", b"text", b"sign")) + b"ua",
        b"]}" + LAUGHS + b"Nsa",
        LAUGHS,
    ]
    return [{"file": gzip.compress(whole(steps))} for steps in (*rows, *CODE)]


def _read_translation_pickle(folder: Path) -> object:
    return read_translation_pickle(folder / "file")


def _write_pt_format(folder: Path) -> None:
    (folder / "one").mkdir()
    write_pt_split(_sentences(), folder / "one", "dev")


def _read_pt_format(folder: Path) -> object:
    return read_pt_split(folder, "dev")


def _write_phoenix(folder: Path) -> None:
    names = ("one-1", "one-2")
    states = [{"name": f"test/{name}", "pami0": "0 1 1 2 4 4 5 0"} for name in names]
    classes = json.dumps({"0": "__NULL__", "1": "REGEN0", "2": "REGEN1", "3": "REGEN2", "4": "KOMMEN0", "5": "KOMMEN1"})
    tables = {
        "test_phoenix2014t.csv": "id|signer|annotation|translation\n"
        + "".join(f"{name}|Signer0{at}|REGEN KOMMEN|es regnet .\n" for at, name in enumerate(names, 1)),
        "PHOENIX-2014-T.test.corpus.csv": "name|video|start|end|speaker|orth|translation\n"
        + "".join(
            f"{name}|{name}/*.png|-1|-1|Signer0{at}|REGEN KOMMEN|es regnet .\n" for at, name in enumerate(names, 1)
        ),
    }
    for at, (table, content) in enumerate(tables.items()):
        one = folder / str(at)
        one.mkdir()
        (one / table).write_text(content, encoding="utf-8")
        lines = "".join(json.dumps(state) + "\n" for state in states).encode()
        (one / "phoenix14t.test.jsonl.gz").write_bytes(gzip.compress(lines))
        (one / "phoenix14t_pami0_class_to_gloss.json").write_text(classes, encoding="utf-8")


@cache
def _phoenix_attacks() -> tuple[Files, ...]:
    table, states, classes = (
        "test_phoenix2014t.csv",
        "phoenix14t.test.jsonl.gz",
        "phoenix14t_pami0_class_to_gloss.json",
    )
    head = b"id|signer|annotation|translation\n"
    good: Files = {
        table: head + b"a|Signer01|A|es regnet .\n",
        states: gzip.compress(b'{"name": "test/a", "pami0": "1 1 2"}\n'),
        classes: b'{"1": "A0", "2": "A1"}',
    }
    deep = b"[" * 100_000 + b"]" * 100_000
    changed: list[Files] = [
        {table: head + b"a|S1|A|" + b"x" * 131_073 + b"\n"},
        {table: head + b"a|Signer01|" + b"A " * 60_000 + b"|x\n"},
        {table: head + b"a|Signer" + b"9" * 5000 + b"|A|x\n"},
        {table: head + b"a|Signer01|A|x\n" * 50_000},
        {table: b"|" * 1_000_000},
        {states: gzip.compress(deep)},
        {states: gzip.compress(b'{"name": "test/a", "pami0": "' + b"9" * 5000 + b'"}\n')},
        {states: gzip.compress(b'{"name": "test/a", "pami0": "' + b"1 " * 2_000_000 + b'"}\n')},
        {states: gzip.compress(b'{"name": ' + b"9" * 5000 + b', "pami0": "1"}\n')},
        {states: gzip.compress(b'{"name": "test/a", "pami0": {"split": 1}}\n')},
        {states: gzip.compress(b"\n" * (600 << 20), 1)},
        {states: gzip.compress((b'{"name": "test/a", "pami0": "1 1"}' + b"\n") * 2_000_000, 1)},
        {classes: deep},
        {classes: b'{"a": "b"}'},
        {classes: b'{"' + b"9" * 5000 + b'": "b"}'},
        {classes: b'{"1": ' + deep[:40] + b"}"},
    ]
    return tuple({**good, **one} for one in changed)


def _read_phoenix(folder: Path) -> object:
    return read_phoenix14t(folder, "test")


def _write_clips(folder: Path) -> None:
    clips = folder / "one"
    (clips / "a").mkdir(parents=True)
    person = {f"{name}_keypoints_2d": [0.5, 1.5, 0.9] * points for name, points in _FIELDS.items()}
    for frame in range(2):
        text = json.dumps({"version": 1.3, "people": [person]})
        (clips / "a" / f"a_{frame:012d}_keypoints.json").write_text(text, encoding="utf-8")
    (clips / "table.tsv").write_text("clip\ttext\na\tGuten Tag.\n", encoding="utf-8")


def _clip_attacks() -> list[Files]:
    frame = json.dumps({"people": []}).encode()
    return [
        {"table.tsv": table, "a/a_000000000000_keypoints.json": frame}
        for table in (
            b"clip\ttext\na\t" + b"x" * 131_073 + b"\n",
            b"clip\ttext\n..\tx\n",
            b"clip\ttext\n../one\tx\n",
            b"clip\ttext\n/etc\tx\n",
            b"clip\ttext\na\x00\tx\n",
            b"clip\ttext\n" + b"a" * 5000 + b"\tx\n",
            b'clip\ttext\na\t"x\n',
            b"clip\ttext\tclip\na\tx\tb\n",
            b"\t" * 1_000_000,
        )
    ]


def _read_clips(folder: Path) -> object:
    return list(OpenPoseClips("dgs", folder / "table.tsv", 25.0).rows(folder))


def _write_motion_clips(folder: Path) -> None:
    clips = folder / "one"
    clips.mkdir()
    for name in ("a.npz", "b.pose", "c.skels"):
        write_pose(replace(_sentences()[0], metadata={}), clips / name)
    lines = "".join(f"{name}\tGuten Tag.\tdev\tTAG\n" for name in ("a.npz", "b.pose", "c.skels"))
    (clips / "table.tsv").write_text(f"clip\ttext\tsplit\tgloss\n{lines}", encoding="utf-8")


def _motion_clip_attacks() -> list[Files]:
    """Tables that name what is no file of motion, or another kind of it."""
    names = (b"a.npz", b"../one/a.npz", b"table.tsv", b"a", b"a.pt", b"a.npz.npz", b"a.NPZ\x00.pose", b".", b"a.mp4")
    return [{"table.tsv": b"clip\ttext\n" + name + b"\tx\n", "a.npz": b"PK\x03\x04", "a.pt": b"x"} for name in names]


def _read_motion_clips(folder: Path) -> object:
    return list(MotionFiles("dgs", folder / "table.tsv", 25.0).rows(folder))


def packed(mutators: tuple[Mutator, ...]) -> Mutator:
    """Damages what a gzip file holds."""

    def change(content: bytes, dice: object) -> bytes:
        try:
            plain = gzip.decompress(content)
        except (OSError, EOFError, zlib.error):
            return content[:-1]
        if len(plain) > 1 << 20:
            return content[:-1]
        return gzip.compress(dice.choice(mutators)(plain, dice), 1)  # type: ignore[attr-defined]

    return change


SURFACES = (
    Surface("keypoint_pickle", _write_keypoint_pickles, _read_keypoint_pickles, {"": PICKLE}, _keypoint_attacks),
    Surface(
        "translation_pickle",
        _write_translation_pickles,
        _read_translation_pickle,
        {"": PICKLE},
        _translation_attacks,
    ),
    Surface("pt_format", _write_pt_format, _read_pt_format, {"": TEXT}),
    Surface(
        "phoenix14t",
        _write_phoenix,
        _read_phoenix,
        {"": TEXT, ".json": JSON, ".gz": (*[packed((*TEXT, change_json))] * 9, *PICKLE[:8])},
        _phoenix_attacks,
    ),
    Surface("clips", _write_clips, _read_clips, {"": TEXT, ".json": JSON}, _clip_attacks),
    Surface(
        "motion_clips",
        _write_motion_clips,
        _read_motion_clips,
        {"": TEXT, ".npz": NPZ, ".pose": BINARY},
        _motion_clip_attacks,
    ),
)
