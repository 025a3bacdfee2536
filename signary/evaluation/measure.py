"""Several metrics of motion over a corpus, in several processes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from functools import partial
from multiprocessing import get_context
from typing import Any, NamedTuple

import numpy as np
import torch

from signary.evaluation.errors import LengthMismatchError, check_paired
from signary.evaluation.measured_joints import as_joints
from signary.evaluation.pose_metric import PoseMetric, naming_pair
from signary.evaluation.signature import MetricResult
from signary.io.errors import InputError
from signary.io.progress import track
from signary.pose.layout import PoseLayout
from signary.pose.sequence import PoseSequence

#: Pairs that a process takes at a time: few enough that processes end together.
_CHUNK = 4

#: Fields of a sequence, and of its layout: layouts hold read-only mappings, which do not go from process to process.
_Packed = tuple[dict[str, Any], dict[str, Any]]


class _Refusal(NamedTuple):
    """An error of a pair: exceptions with arguments of their own do not come back from another process."""

    kind: type[InputError]
    argument: str
    expected: str
    got: str


def measure_poses(
    metrics: Sequence[PoseMetric],
    references: Sequence[PoseSequence],
    hypotheses: Sequence[PoseSequence],
    processes: int = 1,
    length: str = "own",
) -> list[MetricResult]:
    """Results of all metrics over a corpus, in their order; the same whatever the number of processes.

    Each sequence becomes joints once, so that many metrics cost little more than one.

    Args:
        metrics: At least one.
        references: At least one.
        hypotheses: As many, in the same order.
        processes: 1 measures here; more are spawned, so that scripts need `if __name__ == "__main__":`.
        length: One of `LENGTHS`: whose the hypotheses' lengths are.

    Raises:
        EmptyCorpusError: If there are no references.
        LengthMismatchError: If numbers differ.
        InputError: If a pair cannot be compared, or a number is below 1.
    """
    return measure_systems(metrics, references, [hypotheses], processes, [length])[0]


def measure_systems(
    metrics: Sequence[PoseMetric],
    references: Sequence[PoseSequence],
    systems: Sequence[Sequence[PoseSequence]],
    processes: int = 1,
    lengths: Sequence[str] | None = None,
) -> list[list[MetricResult]]:
    """Results of all metrics for several systems, as `measure_poses` gives them for one; processes start only once.

    Args:
        metrics: At least one.
        references: At least one.
        systems: Hypotheses of each, as many as references, in the same order.
        processes: As of `measure_poses`.
        lengths: One of `LENGTHS` for each system, *optional*, defaults to `own`.

    Raises:
        EmptyCorpusError: If there are no references.
        LengthMismatchError: If numbers differ.
        InputError: If a pair cannot be compared, or a number is below 1.
    """
    for hypotheses in systems:
        check_paired(references, hypotheses, "sequences")
    if not metrics or processes < 1:
        raise InputError("metrics", "at least one, and at least one process", (len(metrics), processes))
    whose = ["own"] * len(systems) if lengths is None else lengths
    if len(whose) != len(systems):
        raise LengthMismatchError("lengths", f"{len(systems)}, one a system", len(whose))
    pairs = [pair for hypotheses in systems for pair in zip(references, hypotheses, strict=True)]
    numbered = [(at % len(references), *pair) for at, pair in enumerate(pairs)]
    rows = list(track(_rows(metrics, numbered, processes), f"measuring {len(metrics)} metrics", len(numbered)))
    found = []
    for system, length in enumerate(whose):
        columns = zip(*rows[system * len(references) : (system + 1) * len(references)], strict=True)
        results = zip(metrics, columns, strict=True)
        found.append([metric.collect(np.array(each), references, length) for metric, each in results])
    return found


def _rows(
    metrics: Sequence[PoseMetric], pairs: Sequence[tuple[int, PoseSequence, PoseSequence]], processes: int
) -> Iterator[list[np.ndarray]]:
    if processes == 1:
        yield from (_measure(metrics, *pair) for pair in pairs)
        return
    packed = ((number, _pack(reference), _pack(hypothesis)) for number, reference, hypothesis in pairs)
    with get_context("spawn").Pool(processes, initializer=torch.set_num_threads, initargs=(1,)) as pool:
        for found in pool.imap(partial(_measure_packed, metrics), packed, chunksize=_CHUNK):
            if isinstance(found, _Refusal):
                raise found.kind(found.argument, found.expected, found.got)
            yield found


def _measure(
    metrics: Sequence[PoseMetric], number: int, reference: PoseSequence, hypothesis: PoseSequence
) -> list[np.ndarray]:
    with naming_pair(number):
        pair = as_joints(reference), as_joints(hypothesis)
        return [metric.measure(*pair) for metric in metrics]


def _measure_packed(
    metrics: Sequence[PoseMetric], numbered: tuple[int, _Packed, _Packed]
) -> list[np.ndarray] | _Refusal:
    number, *pair = numbered
    try:
        reference, hypothesis = (_unpack(one) for one in pair)
        return _measure(metrics, number, reference, hypothesis)
    except InputError as error:
        return _Refusal(type(error), error.argument, error.expected, str(error.got))


def _pack(sequence: PoseSequence) -> _Packed:
    layout = {item.name: getattr(sequence.layout, item.name) for item in fields(sequence.layout)}
    plain = {name: dict(value) if isinstance(value, Mapping) else value for name, value in layout.items()}
    return {item.name: getattr(sequence, item.name) for item in fields(sequence)} | {"layout": None}, plain


def _unpack(packed: _Packed) -> PoseSequence:
    sequence, layout = packed
    return PoseSequence(**sequence | {"layout": PoseLayout(**layout)})
