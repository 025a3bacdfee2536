"""Parts of a model that `signary model assemble` puts together: whatever is damaged, no folder is made of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import torch

from hostile_surfaces.models import SENTENCES, SIZES, valid, write_generator, write_gloss_model, write_one
from hostile_surfaces.mutating import BINARY, JSON
from hostile_surfaces.surface import Files, Surface
from signary.bundle.assemble import PartFolders, assemble
from signary.bundle.bundle import Bundle
from signary.evaluation.back_translation import RecogniserConfig, RecogniserProcessor, SignRecogniser
from signary.io.errors import InputError

_WEIGHTS = "model.safetensors"
#: Folder of a part -> name that `PartFolders` has for it.
_PARTS = {
    "generator": "generator",
    "motion_tokenizer": "tokenizer",
    "refiner": "refiner",
    "dictionary": "dictionary",
    "fgdm": "gloss_model",
    "recogniser": "recogniser",
}


def _write(one: Path) -> None:
    """Every part, each in a folder of its own."""
    write_generator(one / "generator")
    for part in ("motion_tokenizer", "refiner", "dictionary"):
        shutil.move(one / "generator" / part, one / part)
    write_gloss_model(one / "fgdm")
    torch.manual_seed(0)
    processor = RecogniserProcessor.train(SENTENCES, 280)
    names: dict[str, Any] = {"vocab_size": len(processor.tokenizer), "glosses": processor.glosses}
    config = RecogniserConfig(**SIZES, **names, languages=processor.languages, max_position_embeddings=24)
    SignRecogniser(config).save_pretrained(one / "recogniser")
    processor.save_pretrained(one / "recogniser")


def _attacks() -> Sequence[Files]:
    """Parts of other models, settings that ask for code or files, and more files than a part has."""
    whole, found = valid(_write), list[Files]()
    for part in ("generator", "motion_tokenizer", "refiner", "fgdm", "recogniser"):
        place = f"{part}/config.json"
        config = json.loads(whole[place])
        changes: list[dict[str, Any]] = [
            {"auto_map": {"AutoModel": "code.Model", "AutoConfig": "code.Config"}},
            {"notice": "x" * 1000},
            {"notice": ["a"]},
            {"layout": "phoenix50"},
            {"layout": "arms", "layout_json": {"name": "arms"}},
            {"fps": 1e9},
            {"model_type": "bert"},
            {"hidden_size": 10**9, "d_model": 10**9, "width": 10**9},
        ]
        found += [whole | {place: json.dumps(config | change).encode()} for change in changes]
        found += [whole | {f"{part}/code.py": b"open('signary_canary', 'w')"}]
        found += [{name: content for name, content in whole.items() if not name.startswith(part)}]
    settings = "dictionary/retrieval.json"
    found += [whole | {settings: text} for text in (b"[" * 100_000, b"{}", b'{"mode": "rare"}')]
    found += [
        whole | {"dictionary/pytorch_model.bin": b"x"},
        whole | {"generator/dictionary/retrieval.json": b"{}"},
    ]
    return found


def _read(folder: Path) -> object:
    """Put the parts together, and load what came out: it is whole, or not there."""
    output = folder / "model"
    places = {name: folder / part for part, name in _PARTS.items()}
    try:
        assemble(PartFolders(**places), output, notice="a test")
    except InputError:
        assert not output.exists(), "a folder of parts that were refused"
        raise
    return Bundle.load(output, device="cpu")


SURFACES = (
    Surface(
        "assembled_parts",
        partial(write_one, _write),
        _read,
        {".json": JSON, "": BINARY},
        _attacks,
        frozenset({f"{part}/{_WEIGHTS}" for part in _PARTS}),
    ),
)
