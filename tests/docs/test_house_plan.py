"""The plan of the house is the house: rooms of README and docs/design.md, their order, the libraries."""

import re
import tomllib

import pytest
from doc_pages import ROOT

_PACKAGE = ROOT / "signary"
_PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
#: Folders of the package without code.
_DATA = {"demo"}


def _rooms() -> set[str]:
    return {path.name for path in _PACKAGE.iterdir() if path.is_dir() and any(path.glob("*.py"))}


def _first_cells(page: str, heading: str) -> list[str]:
    """First cells of the first table under a heading."""
    text = (ROOT / page).read_text("utf-8").partition(f"\n{heading}")[2]
    rows = re.findall(r"^\|(.+?)\|", text.partition("\n## ")[0], re.MULTILINE)
    return [cell.strip() for cell in rows if not set(cell.strip()) <= set("-: ")][1:]


@pytest.mark.parametrize(
    ("page", "heading", "prefix"), [("README.md", "## The house", "signary/"), ("docs/design.md", "## 1.", "")]
)
def test_named_rooms_are_the_folders_of_the_package(page, heading, prefix):
    named = [name for cell in _first_cells(page, heading) for name in re.findall(rf"`{prefix}(\w+)/`", cell)]
    beside = {"dictionaries", "benchmarks", "tests", "docs", "scripts"}
    assert len(named) == len(set(named))
    assert set(named) - beside - _DATA == _rooms()


def _order(layers: list[str]) -> list[set[str]]:
    rooms = [{name.strip(" ()") for name in layer.split("|")} & _rooms() for layer in layers]
    return [layer for layer in rooms if layer]


def test_the_order_of_the_stairs_is_import_linters():
    (contract,) = [each for each in _PROJECT["tool"]["importlinter"]["contracts"] if each["type"] == "layers"]
    (stairs,) = re.findall(r"^`([\w |]+(?: → [\w |]+)+)`$", (ROOT / "docs/design.md").read_text("utf-8"), re.MULTILINE)
    assert _order(stairs.split("→")) == _order(contract["layers"])
    assert set().union(*_order(stairs.split("→"))) == _rooms()


def test_the_libraries_are_those_of_the_project():
    project = _PROJECT["project"]
    asked = [*project["dependencies"], *(name for extra in project["optional-dependencies"].values() for name in extra)]
    names = {re.split(r"[\[<>=!~ ;]", requirement)[0].lower() for requirement in asked}
    names.discard(project["name"])  # an extra may take in another one
    listed = [name.strip() for cell in _first_cells("docs/design.md", "## 3.") for name in cell.split(",")]
    assert sorted(listed) == sorted(names)


def test_nothing_is_announced_that_is_not_there():
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    stale = [
        (page.name, word)
        for page in pages
        for word in ("(to come)", "unfinished room")
        if word in page.read_text("utf-8")
    ]
    assert stale == []
