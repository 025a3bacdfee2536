"""Pages: nothing is fetched, everything is escaped, pictures are there."""

from base64 import b64decode
from html.parser import HTMLParser

import pytest

from signary.evaluation.report.blocks import Figure, Heading, Lines, Notice, Paragraph, Picture, Table
from signary.evaluation.report.pages import html_page, image_files, markdown_page

EVIL = '<script src="https://example.org/x.js">&"'
PNG = b"\x89PNG nothing"
BLOCKS = [
    Heading(EVIL),
    Notice(EVIL),
    Paragraph(EVIL),
    Table(EVIL, ("system", EVIL), [("model", EVIL), (f"a|b {EVIL}", "2")], bold=[1]),
    Lines([EVIL]),
    Figure("plot", EVIL, '<svg xmlns="http://www.w3.org/2000/svg"><title>plot</title></svg>'),
    Picture("case", EVIL, [EVIL, EVIL], PNG),
]


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.sources, self.texts = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.sources += [value for name, value in attributes if name in ("src", "href")]

    def handle_data(self, data):
        self.texts.append(data)


@pytest.fixture
def page():
    return Page(html_page(EVIL, BLOCKS))


def test_texts_are_shown_as_they_are_and_make_no_tags(page):
    assert "script" not in page.tags
    assert sum(EVIL in text for text in page.texts) >= 11


def test_the_page_fetches_nothing(page):
    (source,) = page.sources
    kind, _, content = source.partition(",")
    assert kind == "data:image/png;base64"
    assert b64decode(content) == PNG


def test_markdown_shows_the_files_that_are_written():
    text = markdown_page("Title", BLOCKS)
    files = dict(image_files(BLOCKS))
    assert set(files) == {"plot.svg", "case.png"}
    assert files["case.png"] == PNG
    for name in files:
        assert f"](images/{name})" in text
    outside = text.replace("\n".join(["```text", EVIL, "```"]), "")
    assert "<script" not in outside


def test_a_markdown_table_has_one_shape():
    text = markdown_page("Title", [Table("t", ("system", "a", "b"), [("x|y", "1", "2"), ("m", "3", "4")], bold=[1])])
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert len({row.replace("\\|", "").count("|") for row in rows}) == 1
    assert rows[1] == "| --- | ---: | ---: |"
    assert rows[3] == "| **m** | **3** | **4** |"
    words = markdown_page("Title", [Table("t", ("", "value"), [("a", "b")], numeric=False)])
    assert "| --- | --- |" in words
