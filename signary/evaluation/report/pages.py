"""A report as pages: HTML that needs no other file and no network, and Markdown with pictures beside it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from html import escape

from signary.evaluation.report.blocks import Block, Figure, Heading, Lines, Notice, Paragraph, Picture, Table

#: Folder of the pictures of the Markdown page.
IMAGES = "images"

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; color: #222; background: #fff; max-width: 1120px; margin: 2em auto;
  padding: 0 1em; }
h1 { font-size: 1.6em; } h2 { margin-top: 2em; border-bottom: 1px solid #ccc; } h3 { margin: 1.4em 0 .3em; }
.notice { background: #fff4d6; border-left: 4px solid #e69f00; padding: .5em .8em; margin: .5em 0; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .25em .7em; border-bottom: 1px solid #ddd; text-align: left; vertical-align: top; }
th { vertical-align: bottom; }
table.numbers td { text-align: right; white-space: nowrap; }
table.numbers th { text-align: right; font-size: .85em; max-width: 7em; }
table.numbers td:first-child, table.numbers th:first-child { text-align: left; }
tr.bold td { font-weight: 600; background: #eef5fa; }
pre { background: #f6f6f6; padding: .7em; overflow-x: auto; font-size: 12px; }
figure { display: inline-block; margin: .5em 1em .5em 0; vertical-align: top; max-width: 530px; }
figcaption { color: #555; font-size: .9em; }
img { max-width: 100%; border: 1px solid #ddd; }
"""
#: Nothing is fetched: pictures lie in the page, and there is no script.
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def html_page(title: str, blocks: Sequence[Block]) -> str:
    """The report as one HTML page.

    Args:
        title: Of the page.
        blocks: What is on it, in order; texts are escaped here.
    """
    body = "\n".join(_html(block) for block in blocks)
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{escape(title)}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{escape(title)}</h1>\n{body}\n</body>\n</html>\n"
    )


def markdown_page(title: str, blocks: Sequence[Block]) -> str:
    """The report as Markdown; its pictures are expected in the folder `IMAGES` beside it."""
    return "\n\n".join([f"# {_plain(title)}", *(part for block in blocks for part in _markdown(block))]) + "\n"


def image_files(blocks: Sequence[Block]) -> Iterator[tuple[str, bytes]]:
    """Names and contents of the pictures that the Markdown page shows."""
    for block in blocks:
        if isinstance(block, Figure):
            yield f"{block.name}.svg", block.svg.encode()
        elif isinstance(block, Picture):
            yield f"{block.name}.png", block.png


def _html(block: Block) -> str:
    match block:
        case Heading(text):
            return f"<h2>{escape(text)}</h2>"
        case Notice(text):
            return f'<p class="notice">{escape(text)}</p>'
        case Paragraph(text):
            return f"<p>{escape(text)}</p>"
        case Lines(lines):
            return f"<pre>{escape(chr(10).join(lines))}</pre>"
        case Figure(title=title, svg=svg):
            return f"<figure>{svg}<figcaption>{escape(title)}</figcaption></figure>"
        case Picture(title=title, lines=lines, png=png):
            source = f"data:image/png;base64,{b64encode(png).decode()}"
            return (
                f"<h3>{escape(title)}</h3>\n<p>{'<br>'.join(map(escape, lines))}</p>\n"
                f'<img src="{source}" alt="{escape(title)}">'
            )
        case Table():
            return _html_table(block)


def _html_table(table: Table) -> str:
    head = "".join(f"<th>{escape(cell)}</th>" for cell in table.header)
    rows = []
    for number, row in enumerate(table.rows):
        style = ' class="bold"' if number in table.bold else ""
        rows.append(f"<tr{style}>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>")
    body, kind = "\n".join(rows), "numbers" if table.numeric else "texts"
    return (
        f'<h3>{escape(table.title)}</h3>\n<div class="wide"><table class="{kind}">\n<thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{body}\n</tbody>\n</table></div>"
    )


def _markdown(block: Block) -> Iterator[str]:
    match block:
        case Heading(text):
            yield f"## {_plain(text)}"
        case Notice(text):
            yield f"> **{_plain(text)}**"
        case Paragraph(text):
            yield _plain(text)
        case Lines(lines):
            yield "\n".join(["```text", *lines, "```"])
        case Figure(name=name, title=title):
            yield f"![{_plain(title)}]({IMAGES}/{name}.svg)"
            yield _plain(title)
        case Picture(name=name, title=title, lines=lines):
            yield f"### {_plain(title)}"
            yield from map(_plain, lines)
            yield f"![{_plain(title)}]({IMAGES}/{name}.png)"
        case Table():
            yield f"**{_plain(block.title)}**"
            rows = [block.header, ["---", *["---:" if block.numeric else "---"] * (len(block.header) - 1)]]
            rows += [[_strong(cell, number in block.bold) for cell in row] for number, row in enumerate(block.rows)]
            yield "\n".join(f"| {' | '.join(row)} |" for row in [[_cell(cell) for cell in row] for row in rows])


def _strong(cell: str, bold: bool) -> str:
    return f"**{cell}**" if bold and cell else cell


def _cell(text: str) -> str:
    return _plain(text).replace("|", "\\|")


def _plain(text: str) -> str:
    """Text of sentences may hold what HTML would read as a tag."""
    return " ".join(text.split()).replace("<", "&lt;")
