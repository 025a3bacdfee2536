"""Measured systems to the blocks of a report: labels first, ground truth in the first row, oracle lengths apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from signary.evaluation.registry import get_metric, needs_features
from signary.evaluation.report.blocks import Block, Figure, Heading, Lines, Notice, Paragraph, Picture, Table
from signary.evaluation.report.cases import Case
from signary.evaluation.report.plots import distance_histogram, duration_scatter, speed_densities
from signary.evaluation.report.systems import Result, Scored, Sentences
from signary.evaluation.smoothness import STILL
from signary.pose.sequence import PoseSequence

TITLE = "Evaluation of sign language production"
#: Metrics whose distribution is drawn.
HISTOGRAMS = ("dtw-pa-jpe-hand", "dtw-pa-jpe-body")
#: What is nearer to 0 is the rounding error of a sum of many float64.
_NOTHING = 1e-6
_ARROWS = {0.0: "↓", 100.0: "↑"}
_WITHOUT_READING = "Nothing was read off the motion: back-translation and distances of features were left out."


@dataclass(frozen=True)
class Report:
    """Everything that a report says.

    Attributes:
        scored: Systems, ground truth first.
        references: One sequence a sentence.
        sentences: What was to be signed.
        motion_kind: What the references are, such as `synthetic motion of the rule-based signer`; in every table.
        notice: Of the recogniser; empty without one.
        notices: What else has to be read before any number.
        facts: Name -> value: corpus, model, seed, versions, command.
        cases: Sentences in pictures.
    """

    scored: Sequence[Scored]
    references: Sequence[PoseSequence]
    sentences: Sentences
    motion_kind: str
    notice: str
    notices: Sequence[str]
    facts: Mapping[str, str]
    cases: Sequence[Case]

    def blocks(self) -> list[Block]:
        """The report in the order in which it is read."""
        notices = [self.motion_kind, *self.notices, *([self.notice] if self.notice else [])]
        return [
            *map(Notice, notices),
            Table("What was measured", ("", "value"), list(self.facts.items()), numeric=False),
            Table(
                "Systems",
                ("system", "what it is"),
                [(one.system.name, one.system.about) for one in self.scored],
                numeric=False,
            ),  # fmt: skip
            *self._numbers(),
            *self._plots(),
            *self._pictures(),
            Heading("Signatures"),
            Paragraph("Numbers are only comparable with numbers of the same signature (docs/evaluation.md)."),
            Lines(self.signatures()),
        ]

    def signatures(self) -> list[str]:
        """Signature lines of all numbers, each once, in the order of the tables."""
        results = [result for one in self.scored for part in (one.motion, one.reading) for result in part.values()]
        return list(dict.fromkeys(str(result.signature) for result in results))

    def _numbers(self) -> Iterator[Block]:
        if self.scored[0].motion:
            yield Heading("Motion")
            yield from self._tables({one.system.name: one.motion for one in self.scored}, self.motion_kind)
        if not self.scored[0].reading:
            yield Paragraph(_WITHOUT_READING)
            return
        yield Heading("Back-translation and features")
        label = f"{self.motion_kind}; {self.notice}"
        yield from self._tables({one.system.name: one.reading for one in self.scored}, label)
        yield from self._languages(label)
        yield Paragraph("The ground truth's row is the ceiling: what the recogniser misreads there is its own mistake.")

    def _tables(self, results: Mapping[str, Mapping[str, Result]], label: str) -> Iterator[Block]:
        for length, title in (
            ("own", "Systems with lengths of their own"),
            ("reference", "Systems that are told the reference's length"),
        ):
            chosen = [one for one in self.scored if one.system.length == length]
            if not chosen:
                continue
            metrics = list(results[chosen[0].system.name])
            header = ["system", *(f"{metric} {_arrow(best_of(metric))}" for metric in metrics)]
            rows = [
                [one.system.name, *(shown(results[one.system.name][metric].value) for metric in metrics)]
                for one in chosen
            ]
            bold = [row for row, one in enumerate(chosen) if one.system.is_model]
            yield Table(f"{title} ({label}; {len(self.sentences)} sentences)", header, rows, bold)

    def _languages(self, label: str) -> Iterator[Block]:
        """Gloss WER by language, as one corpus may hold several."""
        signed, languages = self.sentences.glosses, list(dict.fromkeys(self.sentences.languages))
        if signed is None or len(languages) < 2 or "gloss-wer" not in self.scored[0].reading:
            return
        places = {name: [at for at, one in enumerate(self.sentences.languages) if one == name] for name in languages}
        header = ["system", *(f"{name}, n = {len(chosen)}" for name, chosen in places.items())]
        metric, wanted, rows = get_metric("gloss-wer"), [" ".join(glosses) for glosses in signed], []
        for one in self.scored:
            read = [" ".join(reading.glosses) for reading in one.readings]
            pairs = (([side[at] for at in chosen] for side in (wanted, read)) for chosen in places.values())
            rows.append([one.system.name, *(shown(metric.corpus(*pair).value) for pair in pairs)])
        bold = [row for row, one in enumerate(self.scored) if one.system.is_model]
        yield Table(f"gloss-wer ↓ by language ({label})", header, rows, bold)

    def _plots(self) -> Iterator[Block]:
        shown = [one for one in self.scored[1:] if one.system.length == "own"]
        yield Heading("Plots")
        if not shown:
            yield Paragraph("There is no system with lengths of its own.")
            return
        for metric in [name for name in HISTOGRAMS if name in shown[0].motion]:
            yield Figure(
                metric, f"{metric}: sentences by their score ({self.motion_kind}).", distance_histogram(shown, metric)
            )
        title = f"Seconds of each sentence ({self.motion_kind}); on the line they are the reference's."
        yield Figure("durations", title, duration_scatter(shown, self.references))
        svg, holds = speed_densities(shown, self.references)
        still = ", ".join(f"{name} {share:.0%}" for name, share in holds.items())
        title = f"Speeds of moving wrists ({self.motion_kind}). Holds (under {STILL:g}): {still} of all steps."
        yield Figure("wrist-speeds", title, svg)

    def _pictures(self) -> Iterator[Block]:
        if not self.cases:
            return
        yield Heading("Best, median and worst sentence")
        yield Paragraph(f"Chosen by {self.cases[0].metric}; reference on the left of each pair ({self.motion_kind}).")
        for case in self.cases:
            yield Picture(f"case-{case.rank}", f"{case.rank.title()}: {case.score:.4g}", case.lines, case.png)


def shown(value: float) -> str:
    """Four digits, 0 for rounding errors of 0; the JSON file has all digits."""
    return "0" if abs(value) < _NOTHING else f"{value:.4g}"


def _arrow(best: float) -> str:
    """Where better numbers lie."""
    return _ARROWS.get(best, f"→ {best:g}")


def best_of(metric: str) -> float:
    """What a perfect output scores."""
    return get_metric(metric, "any" if needs_features(metric) else None).best
