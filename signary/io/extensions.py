"""The extension points that take a class or function by name; languages and layouts have their own in their rooms.

Nothing of what is extended is imported here (`signary/io/registry.py` says why), so that types are named in words.
"""

from __future__ import annotations

from typing import Any

from signary.io.registry import register

READER, METRIC, DECODING = "format", "metric", "decoding"


def register_reader(name: str, reader: type[Any] | str) -> None:
    """Make a form of corpora known by a name, for `signary corpus prepare --format NAME`.

    Args:
        name: Without blanks.
        reader: A dataclass below `signary.corpora.readers.reader.CorpusReader`, or where it is,
            `"package.module:name"`.

    Raises:
        InputError: If the name is none, or another reader has it; when it is used, if it is no reader.
    """
    register(READER, name, reader)


def register_metric(metric_id: str, factory: Any) -> None:
    """Make a metric known by an id, for `get_metric` and `signary evaluate --metric`.

    Args:
        metric_id: Without blanks; those of metrics of glosses begin with `gloss-`.
        factory: A class or function without arguments that makes a `signary.evaluation.pose_metric.PoseMetric` (of
            motion) or a `signary.evaluation.metric.Metric` (of texts), or where it is, `"package.module:name"`.

    Raises:
        InputError: If the id is none, or another metric has it.
    """
    register(METRIC, metric_id, factory)


def register_decoding(name: str, factory: Any) -> None:
    """Make a decoding scheme known by a name, which `SignMBartConfig(decoding=name)` then takes.

    Args:
        name: Without blanks.
        factory: A subclass of `signary.generator.sign_mbart.decoding.DecodingScheme`, a function from the same
            arguments to one, or where it is, `"package.module:name"`.

    Raises:
        InputError: If the name is none, or another scheme has it.
    """
    register(DECODING, name, factory)
