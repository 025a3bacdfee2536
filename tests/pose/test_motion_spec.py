"""What two things must share: compared in one place, said in one sentence, the same from JSON."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signary.bundle.folder import embedded_folder
from signary.io.errors import FormatError, InputError, UnknownLayoutError
from signary.io.model_files import ModelFolderError
from signary.pose import MotionSpec, get_layout, layout_names, register_layout
from signary.pose.layout_json import carried_json, layout_from_json, layout_to_json
from signary.pose.motion_spec import HAND_REFERENCES
from tests.carried_layout import seven_joints, waving

SMPLX = MotionSpec(get_layout("smplx"), 25)


def test_what_fits_passes_whoever_says_it():
    SMPLX.require(SMPLX, argument="motion", owner="the model")
    SMPLX.require(replace(SMPLX, fps=25 + 1e-9), argument="motion", owner="the model")
    SMPLX.require(replace(SMPLX, fps=50), argument="motion", owner="the model", any_fps=True)
    seven = waving()
    MotionSpec(seven_joints(), 25, "mano_mean").require(seven, argument="motion", owner="the model")
    assert MotionSpec.of(seven) == MotionSpec(seven.layout, 25.0, "flat")


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (replace(SMPLX, fps=30.0), r"layout smplx, 25 fps, hand_reference flat, as .*\(resample first\), got .*30 fps"),
        (replace(SMPLX, hand_reference="mano_mean"), r"\(converting needs the licensed hand means\), got .*mano_mean"),
        (MotionSpec(get_layout("phoenix50"), 25), "as the model has it, got layout phoenix50, 25 fps$"),
        (MotionSpec(seven_joints("smplx"), 25), "one name: 34 joints, 133 numbers and 7 joints, 14 numbers"),
    ],
)  # fmt: skip
def test_what_differs_is_said_in_one_sentence(other, said):
    joints = len(get_layout("smplx").joints)
    with pytest.raises(ModelFolderError, match=said.replace("34 joints", f"{joints} joints")) as caught:
        SMPLX.require(other, argument="refiner", owner="the model", error=ModelFolderError)
    assert str(caught.value).startswith(
        "refiner: expected layout smplx, 25 fps, hand_reference flat, as the model has it"
    )
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("fps", [0, -1, float("nan"), float("inf"), 1001, "25", None, True])
def test_clocks_that_are_none_are_refused(fps):
    with pytest.raises(InputError, match="fps"):
        MotionSpec(get_layout("smplx"), fps)


@pytest.mark.parametrize("reference", ["relaxed", "", 3, ["flat"]])
def test_hand_references_that_are_none_are_refused(reference):
    with pytest.raises(InputError, match="hand_reference: expected one of flat, mano_mean"):
        MotionSpec(get_layout("smplx"), 25, reference)
    with pytest.raises(InputError, match="hand_reference"):
        MotionSpec.from_settings({"layout": "smplx", "fps": 25, "hand_reference": reference})


@given(st.sampled_from(layout_names()), st.floats(0.1, 1000), st.sampled_from(HAND_REFERENCES))
def test_settings_are_the_spec(layout, fps, reference):
    spec = MotionSpec(get_layout(layout), fps, reference)
    settings = spec.settings()
    assert settings["layout_json"] is None
    assert MotionSpec.from_settings(json.loads(json.dumps(settings))) == spec


def test_a_layout_that_is_not_shipped_goes_through_json_that_sorts_its_names():
    spec = MotionSpec(seven_joints(), 30)
    text = json.dumps(spec.settings(), sort_keys=True)
    again = MotionSpec.from_settings(json.loads(text))
    assert again == spec
    assert list(again.layout.parts) == list(spec.layout.parts)
    assert again.layout.index("left_hand_wrist") == spec.layout.index("left_wrist")
    with pytest.raises(UnknownLayoutError):
        get_layout("seven")  # what comes along is at hand, and not made known to others


def test_settings_of_embedded_configs_are_read_as_they_are():
    for part in ("motion_tokenizer", "refiner"):
        settings = json.loads((embedded_folder() / part / "config.json").read_text(encoding="utf-8"))
        assert "layout_json" not in settings
        assert MotionSpec.from_settings(settings) == SMPLX


class TestNames:
    def test_nothing_that_comes_along_passes_for_a_shipped_layout(self):
        settings = MotionSpec(seven_joints("other"), 25).settings() | {"layout": "phoenix50"}
        settings["layout_json"]["name"] = "phoenix50"
        with pytest.raises(FormatError, match="'phoenix50' that comes with this package.*another layout 'phoenix50'"):
            MotionSpec.from_settings(settings)
        with pytest.raises(InputError, match="comes with this package.*50 joints, 150 numbers.*7 joints, 14 numbers"):
            carried_json(seven_joints("phoenix50"))

    def test_nor_for_a_registered_one(self, monkeypatch):
        monkeypatch.setattr("signary.pose.registry._REGISTRY", {})
        known = register_layout(seven_joints())
        assert register_layout(seven_joints()) is known
        settings = MotionSpec(known, 25).settings()
        assert MotionSpec.from_settings(settings).layout is known
        settings["layout_json"]["joints"][0] = "throat"
        with pytest.raises(FormatError, match="'seven' that is registered.*another layout 'seven'"):
            MotionSpec.from_settings(settings)
        with pytest.raises(InputError, match="a name no other layout has"):
            register_layout(seven_joints(joints=tuple(reversed(known.joints))))

    def test_a_layout_under_another_name_is_refused(self):
        settings = MotionSpec(seven_joints(), 25).settings() | {"layout": "eight"}
        with pytest.raises(FormatError, match="the layout 'eight' described, got that of 'seven'"):
            MotionSpec.from_settings(settings)

    @pytest.mark.parametrize("name", ["nobody", 3, None, ["smplx"]])
    def test_names_of_nothing_are_refused(self, name):
        with pytest.raises(UnknownLayoutError, match="layout"):
            MotionSpec.from_settings({"layout": name, "fps": 25})


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"name": "a" * 101},
        {"name": "line\nbreak"},
        {"name": 7},
        {"joints": ["neck"] * 7},
        {"joints": [*"abcdef", "g" * 101]},
        {"joints": [*"abcdef", 7]},
        {"parents": [-1.5, 0, 0, 1, 2, 3, 4]},
        {"parents": [True, 0, 0, 1, 2, 3, 4]},
        {"parents": ["-1", 0, 0, 1, 2, 3, 4]},
        {"widths": [2.0] * 7},
        {"mirror": [0, 1, 2, 3, 4, 5, 6.0]},
        {"parts": {f"part{at}": [] for at in range(65)}},
        {"channels": [["x", "metre", "left"]] * 17},
    ],
)
def test_numbers_and_names_are_taken_as_they_are_or_not_at_all(changes):
    facts = layout_to_json(seven_joints())
    assert layout_from_json(facts) == seven_joints()
    with pytest.raises(InputError, match="layout|joints|widths"):
        layout_from_json(facts | changes)
