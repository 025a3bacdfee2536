"""The pages that a reader of the repository opens, and what stands in them."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "benchmarks/*.md", "dictionaries/*.md", "scripts/*.md", "tests/**/*.md")
    for path in ROOT.glob(pattern)
    if "node_modules" not in path.parts  # what `make test-readers` installs is no part of the repository
)
_FENCE = re.compile(r"^(```+)(\w*).*?\n(.*?)^\1\s*$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)
_PLACEHOLDER = re.compile(r"[A-Z]{3,}\.(?!md)")
_PATH = re.compile(r"`([\w./-]+\.(?:py|md|yaml|toml|gif|txt))`")


def name_of(page: Path) -> str:
    """Of a page, as tests are called by it."""
    return str(page.relative_to(ROOT))


def blocks(page: Path, *languages: str) -> list[str]:
    """Fenced blocks of one of the languages ("" for none)."""
    return [body for _, language, body in _FENCE.findall(page.read_text("utf-8")) if language in languages]


def prose(page: Path) -> str:
    """The page without fenced blocks."""
    return _FENCE.sub("", page.read_text("utf-8"))


def links(page: Path) -> list[str]:
    """Targets of links and pictures, those into the web left out."""
    return [link for link in _LINK.findall(prose(page)) if not re.match(r"[a-z]+:", link)]


def anchors(page: Path) -> set[str]:
    """What `page.md#…` may end with: headings as GitHub makes anchors of them."""
    return {slug(heading) for heading in _HEADING.findall(prose(page))}


def slug(heading: str) -> str:
    """`The model's folder: what, where` is the-models-folder-what-where."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def quoted_paths(page: Path) -> list[str]:
    """Files that the prose names in code type, with their folder; `train_STAGE.py` is none, but any of several."""
    return [path for path in _PATH.findall(prose(page)) if "/" in path and not _PLACEHOLDER.search(path)]
