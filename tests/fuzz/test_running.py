"""The bench itself: it must see what it is there to see."""

import os
import subprocess
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent.parent / "benchmarks"))

from hostile_surfaces import running
from hostile_surfaces.mutating import BINARY, JSON, NPZ, TEXT, YAML
from hostile_surfaces.running import run_surface
from hostile_surfaces.surface import Surface
from hostile_surfaces.worker import CANARY

from signary.io.errors import FormatError


def _write(folder: Path) -> None:
    (folder / "one").mkdir()
    (folder / "one" / "file").write_bytes(b"seed")


def _read(behaviour: str, folder: Path) -> object:
    content = (folder / "file").read_bytes()
    if content == b"seed":
        return None
    if behaviour == "named":
        raise FormatError("file", "a seed", "none")
    if behaviour == "foreign":
        raise ValueError("not ours")
    if behaviour == "endless message":
        raise type("SignaryError", (ValueError,), {"__module__": "signary.io"})("x" * 10**6)
    if behaviour == "hangs":
        while True:
            pass
    if behaviour == "memory":
        return bytearray(b"x") * (2 << 30)
    if behaviour == "freed memory":
        return len(bytearray(b"x") * (110 << 20))
    if behaviour.startswith("child"):
        does = {"child hangs": "while 1: pass", "child memory": "x = bytearray(b'x') * (200 << 20); input()"}
        program = f"started_by = {os.getppid()}\n{does[behaviour]}"
        subprocess.run([sys.executable, "-c", program], stdin=subprocess.PIPE)
    if behaviour == "code":
        Path(CANARY).touch()
    if behaviour == "crash":
        os.kill(os.getpid(), 9)
    return None


def _still_running() -> list[Path]:
    """Programs that children of this process have started and left behind."""
    found = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if f"started_by = {os.getpid()}\n".encode() in process.read_bytes():
                found.append(process)
    return found


@pytest.mark.parametrize(
    ("behaviour", "expected"),
    [
        ("named", {"named": 2}),
        ("accepted", {"accepted": 2}),
        ("foreign", {"foreign": 2}),
        ("endless message", {"foreign": 2}),
        ("crash", {"foreign": 2}),
        ("hangs", {"hangs": 2}),
        ("memory", {"memory": 2}),
        ("freed memory", {"memory": 2}),
        ("child hangs", {"hangs": 2}),
        ("child memory", {"memory": 2}),
        ("code", {"accepted": 2, "code": 2}),
    ],
)
def test_every_outcome_is_seen(behaviour, expected, monkeypatch, tmp_path):
    monkeypatch.setattr(running, "MAX_SECONDS", 0.2 if "hangs" in behaviour else 30)
    monkeypatch.setattr(running, "MAX_BYTES", 100 << 20)
    attacks = [{"file": b"one"}, {"file": b"two"}]
    surface = Surface("x", _write, partial(_read, behaviour), {"": TEXT}, lambda: attacks)
    tally = run_surface(surface, 2, keep=tmp_path / "kept")
    assert tally.mutants == 2
    assert {name: tally.counts[name] for name in expected} == expected
    assert not _still_running()
    failed = [name for name in expected if name not in ("named", "accepted")]
    kept = sorted(path.name for path in (tmp_path / "kept").rglob("file"))
    assert len(kept) == (2 if failed else 0)


def test_surfaces_whose_valid_files_are_not_read_are_told():
    def refuse(folder):
        raise FormatError("file", "other", "this")

    with pytest.raises(RuntimeError, match="valid inputs cannot be read"):
        run_surface(Surface("x", _write, refuse, {"": TEXT}), 3)


@pytest.mark.parametrize("mutators", [BINARY, TEXT, JSON, YAML, NPZ])
def test_mutants_are_the_same_for_a_seed_and_different_from_each_other(mutators):
    surface = Surface("x", _write, _read, {"": mutators})
    seeds = [{"a/file": b'{"a": [1, "b"], "c": {"d": null}}\n'}]
    made = [surface.mutant(seeds, [], number, seed=1)["a/file"] for number in range(100)]
    assert made == [surface.mutant(seeds, [], number, seed=1)["a/file"] for number in range(100)]
    assert len(set(made)) > 60
    assert made != [surface.mutant(seeds, [], number, seed=2)["a/file"] for number in range(100)]
