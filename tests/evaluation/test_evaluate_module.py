"""signary's metrics in the `evaluate` library, without network."""

import numpy as np
import pytest
from literal import make_sequence

from signary.evaluation import EVALUATE_MODULE, get_metric
from signary.evaluation.errors import UnknownMetricError
from signary.io.errors import InputError

evaluate = pytest.importorskip("evaluate")


@pytest.fixture
def load(tmp_path, monkeypatch):
    monkeypatch.setattr("evaluate.config.HF_MODULES_CACHE", str(tmp_path / "modules"))
    return lambda metric_id: evaluate.load(EVALUATE_MODULE, metric_id, cache_dir=str(tmp_path / "cache"))


def test_text(load):
    references, predictions = ["morgen regnet es im norden", "sonne"], ["morgen regnet es", "sonne und wind"]
    found = load("wer").compute(references=references, predictions=predictions)
    expected = get_metric("wer").corpus(references, predictions)
    assert found == {"wer": expected.mean, "signature": str(expected.signature)}


def test_motion(load):
    references, hypotheses = [make_sequence(0, 4), make_sequence(1, 5)], [make_sequence(2, 6), make_sequence(3, 3)]
    lists = [[one.values.tolist() for one in side] for side in (references, hypotheses)]
    metric = load("dtw-pa-jpe-hand")
    found = metric.compute(references=lists[0], predictions=lists[1], layout="phoenix50", fps=25.0)
    assert found["dtw-pa-jpe-hand"] == pytest.approx(get_metric("dtw-pa-jpe-hand").corpus(references, hypotheses).mean)
    with pytest.raises(InputError, match="layout: expected the motion's layout, and its fps"):
        metric.compute(references=lists[0], predictions=lists[1])
    lists[1][0][2][7] = float("nan")
    with pytest.raises(InputError, match="values: expected finite numbers, as no confidence is given"):
        metric.compute(references=lists[0], predictions=lists[1], layout="phoenix50", fps=25.0)


def test_features(load):
    random = np.random.default_rng(0)
    references, predictions = ([random.normal(size=(5, 3)) for _ in range(2)] for _ in range(2))
    found = load("fid").compute(references=references, predictions=predictions, features="recogniser")
    assert found["fid"] == pytest.approx(get_metric("fid", "recogniser").corpus(references, predictions).value)


def test_unknown_ids_are_named(load):
    with pytest.raises(UnknownMetricError, match="expected an id such as"):
        load("bleu")
