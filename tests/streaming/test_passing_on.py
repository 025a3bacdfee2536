"""Results go from process to process, into files and into copies, and stay what they are."""

import copy
import pickle
from dataclasses import replace
from multiprocessing import get_context

import numpy as np
import pytest

from signary.pose import PoseSequence, get_layout
from signary.signing.rule_based import sign_text
from signary.signing.signed_by_model import ModelSigning

WAYS = [
    *(lambda thing, protocol=protocol: pickle.loads(pickle.dumps(thing, protocol)) for protocol in (2, 4, 5)),
    copy.copy,
    copy.deepcopy,
]


@pytest.fixture(
    scope="module",
    params=[("Morgen regnet es, 3 Grad, in XQZ!", "dgs"), ("I eat bread.", "asl"), ("我吃面包。", "csl")],
)
def signed(request):
    return sign_text(*request.param)


@pytest.mark.parametrize("way", WAYS)
def test_what_the_signer_gives_stays_equal(signed, way):
    other = way(signed)
    assert other == signed
    assert other.pose.layout == get_layout("smplx")
    assert other.account() == signed.account()
    assert np.array_equal(other.pose.values, signed.pose.values)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", ["smplx", "phoenix50", "openpose137", "holistic", "slrtp178"])
def test_layouts_stay_equal_and_read_only(name, way):
    layout = get_layout(name)
    layout.index(layout.joints[0])  # what is computed once must not come along
    other = way(layout)
    assert other == layout
    assert other.index(layout.joints[-1]) == len(layout.joints) - 1
    with pytest.raises(TypeError):
        other.parts["body"] = ()


@pytest.mark.parametrize("way", WAYS)
def test_what_the_pipeline_gives_stays_equal(sign, way):
    result = sign("Hello! Mother eats bread.", language="asl")
    other = way(result)
    assert other["pose"] == result["pose"]
    assert np.array_equal(other["codes"], result["codes"])
    assert {key: other[key] for key in ("retrieved", "segments", "complete", "timings")} == {
        key: result[key] for key in ("retrieved", "segments", "complete", "timings")
    }
    assert way(ModelSigning.of(result)) == ModelSigning.of(result)
    chunks = list(sign.stream("Hello!", "asl"))
    assert way(chunks) == chunks


def test_processes_pass_results_on():
    with get_context("spawn").Pool(1) as pool:
        assert pool.apply(sign_text, ("Hello.", "asl")) == sign_text("Hello.", "asl")


def test_sequences_that_differ_are_not_equal():
    layout = get_layout("phoenix50")
    values = np.random.default_rng(0).normal(size=(3, 50, 3)).astype(np.float32)
    seen = np.ones((3, 50), np.float32)
    values[1, 4], seen[1, 4] = np.nan, 0
    one = PoseSequence(values, layout, 25.0, seen, {"a": np.array([1.0, np.nan]), "b": {"c": [1]}})
    assert one == PoseSequence(
        values.copy(), layout, 25.0, seen.copy(), {"a": np.array([1.0, np.nan]), "b": {"c": [1]}}
    )
    moved = values.copy()
    moved[0, 0, 0] += 1
    for other in (
        replace(one, values=moved),
        replace(one, fps=24.0),
        replace(one, confidence=np.where(seen > 0, 0.5, 0)),
        replace(one, metadata={"a": np.array([1.0, 2.0]), "b": {"c": [1]}}),
        replace(one, metadata={"b": {"c": [1]}}),
        one[:2],
        "one",
    ):
        assert one != other
