"""What code cites can be opened by whoever reads it: pages of `docs/`, their sections, papers."""

import re
from pathlib import Path

import pytest
from doc_pages import ROOT, anchors, prose

_CODE = sorted(
    path
    for folder in ("signary", "scripts", "benchmarks", "tests")
    for suffix in ("py", "md", "yaml")
    for path in (ROOT / folder).rglob(f"*.{suffix}")
    if path != Path(__file__) and "node_modules" not in path.parts
)
_SECTION = re.compile(r"docs/systems\.md §(\d+(?:\.\d+)*)")
_PAGE = re.compile(r"\bdocs/[\w/]+(?:\.md|/)")
_IN_CAPITALS = re.compile(r"\b[A-Z]{3,}\.md\b")


def _found(pattern: re.Pattern[str]) -> list[tuple[Path, str]]:
    return [(path, hit) for path in _CODE for hit in pattern.findall(path.read_text("utf-8"))]


def test_cited_pages_are_there():
    cited = _found(_PAGE)
    assert len(cited) > 10
    assert [(str(path), page) for path, page in cited if not (ROOT / page).exists()] == []


def test_cited_sections_are_there():
    systems = ROOT / "docs" / "systems.md"
    numbers = re.findall(r"^#+ (\d+(?:\.\d+)*)", prose(systems), re.MULTILINE)
    cited = _found(_SECTION)
    assert len(cited) >= 5
    assert [(str(path), section) for path, section in cited if section not in numbers] == []


def test_nothing_is_cited_that_is_not_in_the_repository():
    there = {"README.md", "CONTRIBUTING.md", "LICENSE.md"}
    assert [(str(path), name) for path, name in _found(_IN_CAPITALS) if name not in there] == []


@pytest.mark.parametrize("formula", range(1, 10))
def test_every_formula_of_fgdm_is_restated_and_used(formula):
    assert f"| F{formula} |" in prose(ROOT / "docs" / "systems.md")
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "signary/generator/fgdm").glob("*.py"))
    assert re.search(rf"\bF{formula}\b", code)


def test_systems_has_a_section_for_every_system():
    assert {"2-soke-text-to-motion-tokens", "3-hybridsign-motion-as-a-stream", "4-fgdm-glosses-to-motion"} <= anchors(
        ROOT / "docs" / "systems.md"
    )
