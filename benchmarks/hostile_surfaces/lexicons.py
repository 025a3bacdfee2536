"""Lexicons, manual alphabets, reviews of signs and presets: YAML."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from hostile_surfaces.mutating import YAML
from hostile_surfaces.surface import Files, Surface
from signary.language.languages import dictionaries_folder
from signary.signer.lexicon import load_alphabet, load_lexicon
from signary.signer.review import read_review
from signary.training.flags import expand_preset

_NAME = "file.yaml"
_HEAD = "language: dgs\nnotice: n\nnumbers: digits\n"
_REVIEW = "signary_review: 1\nby: Anna Muster\n"


def _write_lexicons(folder: Path) -> None:
    """Some entries of the shipped lexicons, and a compound with its parts."""
    for language in ("asl", "dgs", "csl"):
        text = (dictionaries_folder() / f"{language}.yaml").read_text(encoding="utf-8")
        head, *entries = text.split("\n- ")
        by_gloss = {entry.split("gloss: ")[1].split(",")[0].strip(): entry for entry in entries}
        compound = next(entry for entry in entries if "compound:" in entry)
        parts = [part.strip() for part in compound.split("compound: [")[1].split("]")[0].split(",")]
        simple = [entry for entry in entries if "compound:" not in entry]
        chosen = {*simple[5:11], *(by_gloss[part] for part in parts), compound}
        _put(folder / language, "\n- ".join([head, *(entry for entry in entries if entry in chosen)]))


def _write_alphabets(folder: Path) -> None:
    for language in ("asl", "dgs", "csl"):
        _put(folder / language, (dictionaries_folder() / "alphabets" / f"{language}.yaml").read_text(encoding="utf-8"))


def _write_reviews(folder: Path) -> None:
    sign = '{language: "dgs", gloss: "REGEN", verdict: "wrong", why: "zu \\"schnell\\"", when: "2026-11-30"}'
    sentence = '{language: "csl", text: "你好。", method: "model", verdict: "right", when: "2026-11-30"}'
    _put(folder / "one", f"{_REVIEW}signs:\n- {sign}\n- {sign.replace('REGEN', 'SCHNEE')}\nsentences:\n- {sentence}\n")


def _write_presets(folder: Path) -> None:
    _put(folder / "one", "width: 8\nlearning_rate: 1.0e-4\nlayers: [1, 2, 3]\ntrim: true\nname: demo\n")


def _put(folder: Path, text: str) -> None:
    folder.mkdir()
    (folder / _NAME).write_text(text, encoding="utf-8")


def laughs(head: str) -> str:
    """Nine levels of lists of nine aliases of the level below."""
    levels = "".join(f"{chr(98 + at)}: &{chr(98 + at)} [{','.join(['*' + chr(97 + at)] * 9)}]\n" for at in range(9))
    return f"a: &a [x,x,x,x,x,x,x,x,x]\n{levels}{head}"


def _attacks(head: str, entry: str) -> list[Files]:
    texts = [
        laughs(head.replace("dgs", "*j")),
        head.replace("dgs", "!!bool foo"),
        head.replace("dgs", "!!python/object/apply:os.system ['touch signary_canary']"),
        head.replace("dgs", "2001-99-99"),
        head + entry.replace("X", "2001-99-99"),
        head + entry.replace("X", "9" * 100_000),
        head + entry.replace("X", "[" * 5000),
        head + entry.replace("X", "12:99:99:99"),
        head + entry.replace("X", "!!int 0b"),
        head + entry.replace("X", "? {a: b}\n : c"),
        head + head,
        "&a " + "{a: " * 10 + "*a" + "}" * 10,
    ]
    return [{_NAME: text.encode()} for text in texts]


def _read(load: object, folder: Path) -> object:
    return load(folder / _NAME)  # type: ignore[operator]


def _read_preset(folder: Path) -> object:
    return expand_preset(["--preset", str(folder / _NAME)], folder)


SURFACES = (
    Surface(
        "lexicon",
        _write_lexicons,
        partial(_read, load_lexicon),
        {"": YAML},
        partial(_attacks, _HEAD, "signs: [{gloss: X, words: [a]}]\n"),
    ),
    Surface(
        "alphabet",
        _write_alphabets,
        partial(_read, load_alphabet),
        {"": YAML},
        partial(_attacks, "language: dgs\nnotice: b\n", "letters: {A: {handshape: A}, A: {handshape: X}}\n"),
    ),
    Surface(
        "review",
        _write_reviews,
        partial(_read, read_review),
        {"": YAML},
        partial(_attacks, _REVIEW, "signs: [{language: dgs, gloss: X, verdict: right, when: 2026-11-30}]\n"),
    ),
    Surface("preset", _write_presets, _read_preset, {"": YAML}, partial(_attacks, "width: dgs\n", "a: X\n")),
)
