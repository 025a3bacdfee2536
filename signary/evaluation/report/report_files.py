"""A report on disk: `report.html`, `report.md` with `images/`, and `report.json` with every number."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from signary.evaluation.report.contents import TITLE, Report
from signary.evaluation.report.pages import IMAGES, html_page, image_files, markdown_page
from signary.evaluation.report.systems import Result, Scored
from signary.evaluation.signature import MetricResult
from signary.io.atomic import atomic_folder, check_new

#: Of the JSON file.
VERSION = 1
NAMES = ("report.html", "report.md", "report.json")


def write_report(report: Report, folder: Path | str) -> None:
    """Write a report, whole or not at all.

    Args:
        report: What it says.
        folder: New or empty.

    Raises:
        InputError: If the folder is none of both, or cannot be made.
    """
    blocks = report.blocks()
    with atomic_folder(check_new(folder), argument="output") as temporary:
        html, markdown, numbers = (temporary / name for name in NAMES)
        html.write_text(html_page(TITLE, blocks), encoding="utf-8")
        markdown.write_text(markdown_page(TITLE, blocks), encoding="utf-8")
        numbers.write_text(json.dumps(as_json(report), ensure_ascii=False, indent=1), encoding="utf-8")
        (temporary / IMAGES).mkdir()
        for name, content in image_files(blocks):
            (temporary / IMAGES / name).write_bytes(content)


def as_json(report: Report) -> dict[str, Any]:
    """Every number of a report, those of single sentences included, with its signature."""
    sentences = report.sentences
    return {
        "version": VERSION,
        "motion": report.motion_kind,
        "recogniser": report.notice,
        "notices": list(report.notices),
        "facts": dict(report.facts),
        "sentences": [
            {
                "id": sentences.ids[at],
                "text": sentences.texts[at],
                "language": sentences.languages[at],
                "glosses": None if sentences.glosses is None else list(sentences.glosses[at]),
                "seconds": report.references[at].seconds,
            }
            for at in range(len(sentences))
        ],
        "systems": [_system(scored) for scored in report.scored],
        "cases": {case.rank: sentences.ids[case.at] for case in report.cases},
    }


def _system(scored: Scored) -> dict[str, Any]:
    system = scored.system
    return {
        "name": system.name,
        "about": system.about,
        "length": system.length,
        "is_model": system.is_model,
        "metrics": {name: _result(result) for name, result in {**scored.motion, **scored.reading}.items()},
        "seconds": [sequence.seconds for sequence in system.motion],
        "readings": [{"glosses": list(reading.glosses), "text": reading.text} for reading in scored.readings],
    }


def _result(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = {"value": result.value, "signature": str(result.signature)}
    return found | ({"scores": result.scores.tolist()} if isinstance(result, MetricResult) else {})
