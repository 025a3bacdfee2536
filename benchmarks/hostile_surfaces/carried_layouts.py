"""Layouts that come along with what has motion of them: in `motion_spec.json`, `config.json` and `.npz`."""

from __future__ import annotations

import io
import json
import random
import zipfile
import zlib
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from datasets import Dataset

from hostile_surfaces.models import decode, valid, write_one
from hostile_surfaces.motion_files import layout_changes, read_npz
from hostile_surfaces.mutating import BINARY, JSON, change_json, nested
from hostile_surfaces.surface import Files, Surface
from signary.corpora.corpus_spec import FILE_NAME, read_corpus_spec, save_corpus, write_corpus_spec
from signary.pose.formats import write_pose
from signary.pose.layout import Channel, PoseLayout, keypoint_layout
from signary.pose.motion_spec import MotionSpec
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons.hands import ARM_PARENTS, HAND_WRISTS, hand_parents, hand_points
from signary.tokenizer import MotionTokenizer, MotionTokenizerConfig

_CONFIG, _WEIGHTS, _MOTION = "config.json", "model.safetensors", "a.npz"


@cache
def arms() -> PoseLayout:
    """A layout that comes with nothing: arms and hands."""
    names = ("neck", *(f"{side}_{joint}" for side in ("left", "right") for joint in ("shoulder", "elbow", "wrist")))
    parents = ARM_PARENTS | hand_parents("left") | hand_parents("right")
    return keypoint_layout(
        "arms",
        (*names, *hand_points("left"), *hand_points("right")),
        (Channel("x", "metre", "left"), Channel("y", "metre", "up")),
        parents | {"left_shoulder": "neck", "right_shoulder": "neck"},
        HAND_WRISTS,
    )


def _moving() -> PoseSequence:
    values = np.random.default_rng(1).normal(size=(4, arms().num_features)).astype(np.float32)
    return PoseSequence(values, arms(), 25.0)


def _hostile_facts(settings: dict[str, Any]) -> list[dict[str, Any]]:
    """What a file says of its motion, and the layout in it hostile in many ways."""
    facts = settings["layout_json"]
    found: list[Any] = [facts | change for change in layout_changes(len(facts["joints"]))]
    found += [[], 7, "smplx", {}, nested(300, "list"), nested(300, "dict"), {"a": facts}, facts | {"name": "smplx"}]
    changed = [settings | {"layout_json": one} for one in found]
    return [*changed, settings | {"layout": "smplx"}, settings | {"layout": ["arms"]}, settings | {"layout_json": None}]


# ---------------------------------------------------------------------------------------------- motion_spec.json


def _write_specs(folder: Path) -> None:
    rows = Dataset.from_list([{"poses": _moving().values.tolist(), "fps": 25.0}])
    save_corpus(rows, folder / "corpus", arms())
    for path in (folder / "corpus").iterdir():
        if path.name != FILE_NAME:
            path.unlink()
    for name, reference in (("smplx", "mano_mean"), ("phoenix50", "flat")):
        (folder / name).mkdir()
        write_corpus_spec(folder / name, MotionSpec(get_layout(name), 25.0, reference))


def _spec_attacks() -> list[Files]:
    settings = MotionSpec(arms(), 25.0).settings()
    found = [{FILE_NAME: json.dumps(one).encode()} for one in _hostile_facts(settings)]
    rates: list[object] = [0, -1, 1e308, True, "25", [], None]
    found += [{FILE_NAME: json.dumps(settings | {"fps": fps}).encode()} for fps in rates]
    return [*found, {FILE_NAME: b" " * (5 << 20)}, {FILE_NAME: b"[" * 100_000}, {FILE_NAME: b'{"fps": ' + b"9" * 5000}]


def _read_spec(folder: Path) -> object:
    spec = read_corpus_spec(folder)
    assert spec is not None
    spec.differences(MotionSpec(arms(), 25.0))
    write_corpus_spec(folder, spec)
    return read_corpus_spec(folder)


# -------------------------------------------------------------------------------------------------- config.json


def _write_model(folder: Path) -> None:
    """A motion tokenizer of arms."""
    torch.manual_seed(0)
    settings: dict[str, Any] = {"layout": "arms", "layout_json": MotionSpec(arms(), 25.0).settings()["layout_json"]}
    sizes = {"body": 6, "left_hand": 7, "right_hand": 8}
    parts = {name: sizes[name] for name in arms().parts if name in sizes}
    tokenizer = MotionTokenizer(MotionTokenizerConfig(width=8, code_dim=4, codebook_sizes=parts, **settings))
    tokenizer.assign_id()
    tokenizer.save_pretrained(folder)


def _config_attacks() -> list[Files]:
    files = valid(_write_model)
    config = json.loads(files[_CONFIG])
    return [files | {_CONFIG: json.dumps(one).encode()} for one in _hostile_facts(config)]


def change_layout(content: bytes, dice: random.Random) -> bytes:
    """One place of the layout in a JSON file changed; of a file without one, any place."""
    try:
        value = json.loads(content)
        inner = json.loads(change_json(json.dumps(value["layout_json"]).encode(), dice))
        return json.dumps(value | {"layout_json": inner}).encode("utf-8", "surrogatepass")
    except (ValueError, TypeError, KeyError, RecursionError):
        return change_json(content, dice)


# ---------------------------------------------------------------------------------------------------------- .npz


def _write_archive(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    write_pose(_moving(), folder / _MOTION)


def _saying(content: bytes, text: str) -> bytes:
    """An archive with another layout text."""
    with np.load(io.BytesIO(content)) as archive:
        arrays = {name: archive[name] for name in archive.files}
    packed = io.BytesIO()
    np.savez_compressed(packed, **arrays | {"layout_json": np.array(text)})
    return packed.getvalue()


def _archive_attacks() -> list[Files]:
    settings = MotionSpec(arms(), 25.0).settings()
    texts = [json.dumps(one["layout_json"]) for one in _hostile_facts(settings)]
    texts += ["[" * 100_000, "", "{", '{"name": NaN}', "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")]
    archive = valid(_write_archive)[_MOTION]
    return [{_MOTION: _saying(archive, text)} for text in texts]


def change_archive(content: bytes, dice: random.Random) -> bytes:
    """The layout in an archive changed as JSON."""
    try:
        with np.load(io.BytesIO(content)) as archive:
            text = str(archive["layout_json"])
        changed = change_json(text.encode(), dice).decode("utf-8", "replace")
        return _saying(content, changed.replace("\0", ""))
    except (ValueError, OSError, KeyError, EOFError, zipfile.BadZipFile, zlib.error, MemoryError):
        return dice.choice(BINARY)(content, dice)


_LAYOUTS: Sequence[Any] = (*[change_layout] * 12, *JSON[:4])
SURFACES = (
    Surface("motion_spec", _write_specs, _read_spec, {"": _LAYOUTS}, _spec_attacks),
    Surface(
        "config_layout",
        partial(write_one, _write_model),
        decode,
        {".json": _LAYOUTS, "": BINARY},
        _config_attacks,
        frozenset({_WEIGHTS}),
    ),
    Surface(
        "npz_layout",
        partial(write_one, _write_archive),
        read_npz,
        {"": (*[change_archive] * 8, *BINARY[:2])},
        _archive_attacks,
    ),
)
