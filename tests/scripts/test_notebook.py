"""The notebook runs in one go."""

import json
import sys
import types
from pathlib import Path

import pytest

NOTEBOOK = Path(__file__).parents[2] / "spaces" / "signary.ipynb"


def cells():
    """Code of its cells, what is only for notebooks left out."""
    found = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in found if cell["cell_type"] == "code"]
    return [cell for cell in code if not cell.startswith("%")]


def test_nothing_was_run_and_all_of_it_is_python():
    found = json.loads(NOTEBOOK.read_text("utf-8"))
    assert all(not cell["outputs"] for cell in found["cells"] if cell["cell_type"] == "code")
    assert len(cells()) >= 4
    for cell in cells():
        compile(cell, str(NOTEBOOK), "exec")


@pytest.mark.slow
def test_it_runs_in_one_go(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    shown = []
    display = types.ModuleType("IPython.display")
    display.Image, display.display = Path, shown.append
    monkeypatch.setitem(sys.modules, "IPython", types.ModuleType("IPython"))
    monkeypatch.setitem(sys.modules, "IPython.display", display)
    names = {}
    for cell in cells():
        exec(cell, names)
    assert shown == [Path("mother.gif")]
    assert {path.name for path in tmp_path.iterdir()} == {"mother.gif", "mother.glb", "mother.pose"}
    assert "MOTHER" in capsys.readouterr().out
