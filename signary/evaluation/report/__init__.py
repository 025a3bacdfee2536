"""Reports: systems measured side by side, and what came out as HTML, Markdown and JSON.

`corpus` (sentences and references) -> `systems` (numbers) -> `cases`, `plots`, `contents` (what is said) -> `blocks`,
`pages`, `files` (how it is written). Motion is handed in: nothing is generated here.
"""

from signary.evaluation.report.cases import Case, draw_cases
from signary.evaluation.report.contents import Report
from signary.evaluation.report.metric_choice import MetricChoice
from signary.evaluation.report.report_corpus import ReportCorpus
from signary.evaluation.report.report_files import write_report
from signary.evaluation.report.systems import Scored, Sentences, System, score_systems

__all__ = [
    "Case",
    "MetricChoice",
    "Report",
    "Scored",
    "Sentences",
    "System",
    "ReportCorpus",
    "draw_cases",
    "score_systems",
    "write_report",
]
