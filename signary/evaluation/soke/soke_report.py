"""The scores of SOKE's protocol as a report: `report.html`, `report.md` and `report.json`, a row a data set."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from signary.evaluation.report.blocks import Block, Heading, Lines, Notice, Paragraph, Table
from signary.evaluation.report.pages import html_page, markdown_page
from signary.evaluation.signature import MetricResult
from signary.evaluation.soke.clip_rules import count_reasons
from signary.evaluation.soke.scored_joints import LICENSED
from signary.evaluation.soke.soke_protocol import RECONSTRUCTION, TABLES, DataSetScores, Result
from signary.io.atomic import atomic_folder, check_new
from signary.io.quoting import cut

TITLE = "SOKE's protocol"
#: Of the JSON file.
VERSION = 1
_SHORT = {"soke-dtw-pa-jpe": "DTW-PA-JPE", "soke-dtw-jpe": "DTW-JPE"}
_NAMED = 1000
_SAID = (
    "Sums along DTW paths in metres, divided by nothing: longer references score higher. Avg is weighted by the joints "
    "of body and hands, as in the paper's tables."
)
_BUILT_IN = (
    "joints of layout {layout}, not of the licensed SMPL-X body: comparable with other numbers of the same signature, "
    "not with the paper's tables"
)


@dataclass(frozen=True)
class SokeReport:
    """Everything that a report says.

    Attributes:
        scores: Of every data set.
        dropped: Place of a reference -> why it was left out.
        facts: Name -> value: folders, body, tokenizer, command.
        notices: What has to be read before any number.
    """

    scores: Sequence[DataSetScores]
    dropped: Mapping[str, str]
    facts: Mapping[str, str]
    notices: Sequence[str] = ()

    def blocks(self) -> list[Block]:
        """The report in the order in which it is read."""
        others = sorted({one.layout for one in self.scores if not one.layout.startswith(LICENSED)})
        return [
            *map(Notice, [*(_BUILT_IN.format(layout=layout) for layout in others), *self.notices]),
            Table("What was measured", ("", "value"), list(self.facts.items()), numeric=False),
            Heading("Distances"),
            Paragraph(_SAID),
            self._distances(),
            *self._unmeasured(),
            *self._rebuilt(),
            *self._reading(),
            *self._dropped(),
            Heading("Signatures"),
            Lines(self.signatures()),
        ]

    def signatures(self) -> list[str]:
        """Signature lines of all numbers, each once."""
        found = [result for one in self.scores for part in _parts(one) for result in part.values()]
        return list(dict.fromkeys(str(result.signature) for result in found))

    def _distances(self) -> Table:
        parts = ("body", "hand", "Avg")
        header = ["data set", "clips", *(f"{_SHORT[metric]} {part} ↓" for metric in TABLES for part in parts)]
        rows = []
        for one in self.scores:
            cells = [one.name, str(len(one.clips))]
            for metric in TABLES:
                found = [one.results.get(f"{metric}-{part}") for part in ("body", "hand")]
                values = [*(None if result is None else result.value for result in found), one.averages.get(metric)]
                cells += ["" if value is None else f"{value:.3f}" for value in values]
            rows.append(cells)
        return Table("Body and hands", header, rows)

    def _unmeasured(self) -> Iterator[Block]:
        rows = [(one.name, name, needed) for one in self.scores for name, needed in one.unmeasured.items()]
        if rows:
            yield Table("Metrics that are left out", ("data set", "metric", "it needs"), rows, numeric=False)

    def _rebuilt(self) -> Iterator[Block]:
        ids = [name for name in RECONSTRUCTION if any(name in one.rebuilt for one in self.scores)]
        if not ids:
            return
        yield Heading("The tokenizer")
        yield Paragraph("References through the tokenizer and back, frame by frame; joints stand for vertices (MPVPE).")
        rows = [[one.name, *(_shown(one.rebuilt.get(name)) for name in ids)] for one in self.scores]
        header = ["data set", *(f"{name.removeprefix('soke-').replace('mpvpe', 'mpvpe (joints)')} ↓" for name in ids)]
        yield Table("Reconstruction", header, rows)

    def _reading(self) -> Iterator[Block]:
        read = [one for one in self.scores if one.reading]
        if not read:
            return
        ids = list(read[0].reading)
        yield Heading("Back-translation")
        rows = []
        for one in read:
            for who, results in (("references", one.ceiling), ("hypotheses", one.reading)):
                rows.append([f"{one.name}, {who}", *(f"{results[name].value:.2f}" for name in ids)])
        yield Table("Texts that the recogniser reads", ["data set", *(f"{name} ↑" for name in ids)], rows)

    def _dropped(self) -> Iterator[Block]:
        if not self.dropped:
            return
        yield Heading("Left out")
        rows = [(reason, str(count)) for reason, count in count_reasons(self.dropped).items()]
        yield Table("References that are not measured", ("why", "clips"), rows)
        yield Paragraph(cut(", ".join(self.dropped), _NAMED))

    def as_json(self) -> dict[str, Any]:
        """Every number, those of single clips included, with its signature."""
        return {
            "version": VERSION,
            "protocol": "soke",
            "facts": dict(self.facts),
            "notices": list(self.notices),
            "dropped": dict(self.dropped),
            "data_sets": [
                {
                    "name": one.name,
                    "layout": one.layout,
                    "clips": list(one.clips),
                    "metrics": _numbers(one.results),
                    "averages": dict(one.averages),
                    "unmeasured": dict(one.unmeasured),
                    "tokenizer": _numbers(one.rebuilt),
                    "reading": _numbers(one.reading),
                    "reading_of_references": _numbers(one.ceiling),
                }
                for one in self.scores
            ],
        }


def write_soke_report(report: SokeReport, folder: Path | str) -> None:
    """Write a report, whole or not at all.

    Raises:
        InputError: If the folder is neither new nor empty, or cannot be made.
    """
    blocks = report.blocks()
    with atomic_folder(check_new(folder), argument="output") as temporary:
        (temporary / "report.html").write_text(html_page(TITLE, blocks), encoding="utf-8")
        (temporary / "report.md").write_text(markdown_page(TITLE, blocks), encoding="utf-8")
        numbers = json.dumps(report.as_json(), ensure_ascii=False, indent=1)
        (temporary / "report.json").write_text(numbers, encoding="utf-8")


def _parts(one: DataSetScores) -> tuple[Mapping[str, Result], ...]:
    return one.results, one.rebuilt, one.reading, one.ceiling


def _shown(result: Result | None) -> str:
    return "" if result is None else f"{result.value:.2f}"


def _numbers(results: Mapping[str, Result]) -> dict[str, Any]:
    return {
        name: {"value": result.value, "signature": str(result.signature)}
        | ({"scores": result.scores.tolist()} if isinstance(result, MetricResult) else {})
        for name, result in results.items()
    }
