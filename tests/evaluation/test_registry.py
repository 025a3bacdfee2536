"""Every metric has an id, a definition and a signature of its own; unknown ids are named with the nearest ones."""

from pathlib import Path

import pytest

from signary.evaluation import Wer, get_metric, metric_ids
from signary.evaluation.errors import UnknownMetricError
from signary.evaluation.registry import needs_features
from signary.io.errors import InputError
from signary.io.extensions import register_metric

IDS = metric_ids()
PAGE = Path(__file__).parents[2] / "docs" / "evaluation.md"


def made(metric_id):
    return get_metric(metric_id, "recogniser" if needs_features(metric_id) else None)


@pytest.mark.parametrize("metric_id", IDS)
def test_each_id_makes_a_metric_that_says_what_it_is(metric_id):
    metric = made(metric_id)
    assert metric_id.startswith(metric.signature.name)
    assert metric.definition
    assert metric.source
    assert metric.best in (0.0, 1.0, 100.0)


def test_signatures_differ():
    assert len({str(made(metric_id).signature) for metric_id in IDS}) == len(IDS)


def test_unknown_ids_name_the_nearest():
    with pytest.raises(UnknownMetricError, match="metric: expected an id such as bleu-4.*, got 'bleu4'"):
        get_metric("bleu4")
    with pytest.raises(UnknownMetricError, match="dtw-pa-jpe-body"):
        get_metric("quality")


def test_features_have_to_be_named_where_there_are_some():
    with pytest.raises(InputError, match="features: expected the name of what makes the features, got None"):
        get_metric("fid")
    with pytest.raises(InputError, match="features: expected none for wer"):
        get_metric("wer", "recogniser")


def test_ids_are_taken_once():
    with pytest.raises(InputError, match="name: expected a name no other metric has, got 'bleu-4'"):
        register_metric("bleu-4", Wer)
    with pytest.raises(InputError, match="name: expected a name no other metric has, got 'fid'"):
        register_metric("fid", Wer)


@pytest.mark.parametrize("metric_id", IDS)
def test_the_page_says_of_each_metric_what_it_is(metric_id):
    metric = made(metric_id)
    rows = [line.split(" | ") for line in PAGE.read_text(encoding="utf-8").splitlines() if f"`{metric_id}`" in line]
    row = next(row for row in rows if len(row) > 4)
    assert (row[1], row[2], row[3]) == (metric.definition, f"{metric.best:g}", metric.source)
