"""What a reader can click leads somewhere, every page can be reached, and files that pages name are there."""

import pytest
from doc_pages import PAGES, ROOT, anchors, links, name_of, quoted_paths, slug

#: Folders that a page's paths may be meant from: the repository's, the package's, its own.
_HOMES = (ROOT, ROOT / "signary", ROOT / "scripts")


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_relative_links_resolve(page):
    broken = []
    for link in links(page):
        target, _, anchor = link.partition("#")
        path = (page.parent / target).resolve() if target else page
        fine = path.exists() and (not anchor or (path.suffix == ".md" and anchor in anchors(path)))
        broken += [] if fine else [link]
    assert not broken


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_named_files_are_there(page):
    # Folders that a reader writes (`out/`, `runs/`) are no part of the repository.
    written = (
        "out/",
        "runs/",
        "models/",
        "dictionary/",
        "model/",
        "motion_tokenizer/",
        "refiner/",
        "corpora/clips",
        "report/",
    )
    missing = [
        path
        for path in quoted_paths(page)
        if not path.startswith(written) and not any((home / path).exists() for home in (*_HOMES, page.parent))
    ]
    assert not missing


def test_every_page_of_docs_is_reached_from_the_index():
    index = ROOT / "docs" / "README.md"
    seen, waiting = {index}, [index]
    while waiting:
        page = waiting.pop()
        targets = [(page.parent / link.partition("#")[0]).resolve() for link in links(page)]
        new = {path for path in targets if path.suffix == ".md" and path.is_file()} - seen
        seen |= new
        waiting += sorted(new)
    assert sorted(set((ROOT / "docs").rglob("*.md")) - seen) == []
    assert index in {(ROOT / link.partition("#")[0]).resolve() for link in links(ROOT / "README.md")}


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("What is the paper's, and what is ours", "what-is-the-papers-and-what-is-ours"),
        ("2.3 Generator (SOKE §3.3)", "23-generator-soke-33"),
        ("`.npz` of other programs", "npz-of-other-programs"),
    ],
)
def test_anchors_are_githubs(heading, expected):
    assert slug(heading) == expected
