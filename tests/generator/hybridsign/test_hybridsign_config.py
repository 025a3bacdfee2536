import pytest

from signary.generator.hybridsign import HybridSignConfig
from signary.io.errors import InputError, UnknownLayoutError
from signary.pose.registry import get_layout, layout_names


@pytest.mark.parametrize("num_experts", [1, 3, 4])
@pytest.mark.parametrize("layout", layout_names())
def test_every_joint_has_one_expert_in_every_layout(layout, num_experts):
    groups = HybridSignConfig(layout=layout, num_experts=num_experts).group_joints
    joints = sorted(joint for group in groups.values() for joint in group)
    assert joints == list(range(len(get_layout(layout).joints)))
    assert all(groups.values())


def test_experts_are_those_of_the_paper():
    assert list(HybridSignConfig(layout="openpose137").group_joints) == ["face", "body", "hands"]
    four = HybridSignConfig(layout="openpose137", num_experts=4).group_joints
    assert [len(joints) for joints in four.values()] == [70, 25, 21, 21]
    assert list(HybridSignConfig(layout="phoenix50").group_joints) == ["body", "hands"]


def test_it_survives_saving(tmp_path):
    config = HybridSignConfig(chunk_frames=[3, 5], coarse_sigma=0.2, num_signers=4, mixer="causal")
    config.save_pretrained(tmp_path)
    assert HybridSignConfig.from_pretrained(tmp_path).to_dict() == config.to_dict()


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"fps": 0}, "fps: expected a number above 0"),
        ({"hand_reference": "bent"}, "hand_reference: expected one of flat, mano_mean"),
        ({"num_experts": 2}, "num_experts: expected one of 1, 3, 4, got 2"),
        ({"flow_steps": 0}, "flow_steps: expected 1 to 1,000, got 0"),
        ({"flow_steps": 1001}, "flow_steps: expected 1 to 1,000, got 1001"),
        ({"mixer": "lstm"}, "mixer: expected one of rnn, causal, confidence"),
        ({"hidden_size": 100}, r"hidden_size: expected a multiple of 8 \(for 4 heads\), got 100"),
        ({"joint_size": 30}, "joint_size: expected a multiple of 4"),
        ({"num_hidden_layers": 0}, "num_hidden_layers: expected at least 1"),
        ({"num_attention_heads": 0}, "num_attention_heads: expected at least 1"),
        ({"text_size": 0}, "text_size: expected at least 1"),
        ({"window": 0}, "window: expected at least 1"),
        ({"num_signers": -1}, "num_signers: expected 0 or more"),
        ({"coarse_sigma": -0.1}, "coarse_sigma: expected None, or a finite number"),
        ({"chunk_frames": []}, "chunk_frames: expected numbers of at least 1"),
        ({"confidence_weight": -1}, "confidence_weight: expected a finite number"),
        ({"jitter_weight": -1}, "jitter_weight: expected a finite number"),
        ({"clean_jitter": float("inf")}, "clean_jitter: expected a finite number"),
        ({"jitter_weight": 1}, "jitter_weight: expected 0 for a model without coarse_sigma"),
        ({"own_past": 0.5}, "own_past: expected 0 for a model without coarse_sigma"),
        ({"joint_weight": 1}, "joint_weight: expected 0 for a model without coarse_sigma"),
        ({"joint_weight": 1, "coarse_sigma": 0, "layout": "phoenix50"}, "joint_weight: expected 0 for a layout"),
        ({"face_weight": 2}, "face_weight: expected 1 for a model without coarse_sigma or without a face, got 2"),
        ({"face_weight": 2, "coarse_sigma": 0, "layout": "phoenix50"}, "face_weight: expected 1 for a model"),
        ({"face_weight": -1, "coarse_sigma": 0}, "face_weight: expected a finite number of at least 0"),
        ({"lookahead": 4}, "lookahead: expected 0 for a model without coarse_sigma, got 4"),
        ({"lookahead": -1, "coarse_sigma": 0}, "lookahead: expected 0 or more, got -1"),
        ({"smoothing": 1, "coarse_sigma": 0}, "smoothing: expected 0 for a model without lookahead, got 1"),
        ({"seam_frames": 2}, "seam_frames: expected 0 for a model without coarse_sigma, got 2"),
        ({"seam_frames": -1, "coarse_sigma": 0}, "seam_frames: expected a finite number of at least 0, got -1"),
        ({"smoothing": -1, "coarse_sigma": 0, "lookahead": 4}, "smoothing: expected a finite number"),
        ({"start_share": 1.5}, "start_share: expected a probability"),
        ({"hand_dropout": 2}, "hand_dropout: expected a probability"),
        ({"hidden_size": "512"}, "hidden_size: expected int, got '512'"),
        ({"hiddensize": 512}, "config: expected settings of HybridSignConfig, got hiddensize"),
    ],
    ids=str,
)
def test_settings_that_make_no_model_are_named(settings, message):
    with pytest.raises(InputError, match=f"^{message}"):
        HybridSignConfig(**settings)


def test_an_unknown_layout_is_named():
    with pytest.raises(UnknownLayoutError, match="^layout"):
        HybridSignConfig(layout="stick")
