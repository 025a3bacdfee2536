import json

import pytest
from huggingface_hub.dataclasses import strict
from transformers import PreTrainedConfig

from signary.io.errors import InputError, UnknownLayoutError
from signary.nn.setting_types import named_type_errors
from signary.pose import layout_names
from signary.tokenizer import MotionTokenizer, MotionTokenizerConfig
from signary.tokenizer.columns import named_columns

PARTS = ("body", "left_hand", "right_hand")


def test_defaults_are_the_papers():
    config = MotionTokenizerConfig()
    assert (config.layout, config.fps, config.stride) == ("smplx", 25, 4)
    assert (config.width, config.code_dim, config.dilations) == (512, 512, (9, 3, 1))
    assert (config.decay, config.commitment_weight, config.loss) == (0.99, 0.02, "smooth_l1")
    assert config.part_names == PARTS
    assert config.sizes == (96, 192, 192)
    assert not config.causal_decoder
    assert config.tokenizer_id is None


@pytest.mark.parametrize(
    ("settings", "widths"),
    [
        ({"partition": "whole"}, {"whole": 133}),
        ({"partition": "body_hands"}, {"body": 43, "hands": 90}),
        ({}, {"body": 43, "left_hand": 45, "right_hand": 45}),
        ({"face_part": True}, {"body": 30, "left_hand": 45, "right_hand": 45, "face": 13}),
        ({"face_part": True, "partition": "body_hands"}, {"body": 30, "hands": 90, "face": 13}),
        ({"face_part": True, "head_part": True}, {"body": 24, "left_hand": 45, "right_hand": 45, "face": 19}),
    ],
)
def test_partitions_hold_every_number_once(settings, widths):
    config = MotionTokenizerConfig(**settings)
    layout = config.pose_layout
    columns = {part: layout.features(joints) for part, joints in config.part_joints.items()}
    assert {part: len(at) for part, at in columns.items()} == widths
    assert sorted(number for at in columns.values() for number in at) == list(range(133))
    assert len(config.sizes) == len(widths)


def test_levels_are_columns_behind_all_parts(tmp_path):
    config = MotionTokenizerConfig(
        residual_levels={"body": 3, "left_hand": 1, "right_hand": 2},
        codebook_sizes={"body": 40, "left_hand": 30, "right_hand": 20, "body_3": 7},
        threshold_ema_dead_code={"body": 0.5, "left_hand": 0.2, "right_hand": 0.1, "right_hand_2": 0},
    )
    assert config.part_names == PARTS
    assert config.column_names == (*PARTS, "body_2", "right_hand_2", "body_3")
    assert config.sizes == (40, 30, 20, 40, 20, 7)
    assert [*config.dead_code_thresholds().values()] == [0.5, 0.2, 0.1, 0.5, 0, 0.5]
    assert config.codebook_sizes == dict(zip(config.column_names, config.sizes, strict=True))
    config.save_pretrained(tmp_path)
    loaded = MotionTokenizerConfig.from_pretrained(tmp_path)
    assert (loaded.column_names, loaded.sizes) == (config.column_names, config.sizes)
    assert loaded.to_dict() == config.to_dict()


def test_one_number_of_levels_is_for_all_parts():
    config = MotionTokenizerConfig(residual_levels=2, face_part=True)
    names = ("body", "left_hand", "right_hand", "face", "body_2", "left_hand_2", "right_hand_2", "face_2")
    assert config.column_names == names
    assert config.sizes == (96, 192, 192, 96) * 2


def test_names_of_columns_tell_part_and_level():
    config = MotionTokenizerConfig(residual_levels=2)
    assert named_columns(config.column_names) == config.columns
    # What only looks like a level is a part: plug-ins may call parts what they like.
    assert named_columns(("arm_2", "arm_3")) == (("arm_2", 1), ("arm_3", 1))


@pytest.mark.parametrize("layout", layout_names())
@pytest.mark.parametrize("partition", ["whole", "body_hands", "body_left_right"])
def test_every_shipped_layout_can_be_partitioned(layout, partition):
    assert MotionTokenizerConfig(layout=layout, partition=partition).part_names


@pytest.mark.parametrize("face_part", [False, True])
def test_round_trip_through_a_folder(tmp_path, face_part):
    sizes = {"right_hand": 20, "left_hand": 30, "body": 40} | ({"face": 9} if face_part else {})
    config = MotionTokenizerConfig(
        codebook_sizes=sizes, face_part=face_part, fps=12.5, dilations=(3, 1), tokenizer_id="0123456789abcdef"
    )
    config.save_pretrained(tmp_path)
    loaded = MotionTokenizerConfig.from_pretrained(tmp_path)
    assert loaded.to_dict() == config.to_dict()
    assert loaded.part_names == config.part_names
    assert loaded.sizes == config.sizes
    assert loaded.sizes[:3] == (40, 30, 20)  # the parts' order is the layout's, not the dictionary's


def test_a_misspelt_setting_is_refused(tmp_path):
    with pytest.raises(InputError, match="code_dims"):
        MotionTokenizerConfig(code_dims=4)
    MotionTokenizerConfig().save_pretrained(tmp_path)
    file = tmp_path / "config.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"widht": 4}))
    with pytest.raises(InputError, match="widht"):
        MotionTokenizerConfig.from_pretrained(tmp_path)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"fps": 0}, "fps: expected a number above 0"),
        ({"fps": -25.0}, "fps: expected a number above 0"),
        ({"fps": float("nan")}, "fps: expected a number above 0"),
        ({"hand_reference": "bent"}, "hand_reference: expected one of flat, mano_mean, got 'bent'"),
        ({"partition": "halves"}, "partition: expected one of whole, body_hands, body_left_right"),
        ({"partition": "whole", "face_part": True}, "face_part"),
        ({"layout": "phoenix50", "face_part": True}, "joints for part face"),
        ({"codebook_sizes": {"body": 96}}, "codebook_sizes: expected exactly the parts body, left_hand, right_hand"),
        ({"codebook_sizes": {"body": 1, "left_hand": 4, "right_hand": 4}}, r"codebook_sizes\['body'\]: .* 2, got 1"),
        ({"threshold_ema_dead_code": {"body": 0.1}}, "threshold_ema_dead_code"),
        ({"head_part": True}, "head_part: expected face_part, and a layout with joints neck or head, got smplx"),
        ({"joint_weight": 1, "layout": "phoenix50"}, "joint_weight: expected 0, but for layout smplx"),
        ({"joint_weight": 1, "hand_reference": "mano_mean"}, "joint_weight: expected 0, but for layout smplx"),
        ({"joint_weight": float("nan")}, "joint_weight"),
        ({"width": {"body": 8}}, "width: expected one number, or exactly the parts body, left_hand, right_hand"),
        ({"width": {"body": 8, "left_hand": 0, "right_hand": 8}}, "width: expected at least 1 for left_hand, got 0"),
        ({"residual_levels": 0}, "residual_levels: expected 1 to 8 for body, got 0"),
        ({"residual_levels": 9}, "residual_levels: expected 1 to 8 for body, got 9"),
        (
            {"residual_levels": {"body": 2}},
            "residual_levels: expected one number, or exactly the parts body, left_hand",
        ),
        (
            {"residual_levels": 2, "codebook_sizes": {**dict.fromkeys(PARTS, 9), "body_3": 9}},
            "codebook_sizes: expected exactly the parts body, left_hand, right_hand, and at most body_2, left_hand_2",
        ),
        ({"residual_levels": 2, "codebook_sizes": {**dict.fromkeys(PARTS, 9), "body_2": 1}}, r"\['body_2'\]: .* got 1"),
        ({"threshold_ema_dead_code": -1}, "threshold_ema_dead_code"),
        ({"width": 0}, "width"),
        ({"code_dim": -3}, "code_dim"),
        ({"stride": 3}, "stride: expected one of 2, 4, 8, got 3"),
        ({"dilations": ()}, "dilations"),
        ({"dilations": (9, 1025)}, "dilations: expected numbers from 1 to 1,024"),
        ({"dilations": (2**63,)}, "dilations: expected numbers from 1 to 1,024"),
        ({"loss": "l2"}, "loss: expected one of smooth_l1, squared_error"),
        ({"commitment_weight": -0.1}, "commitment_weight"),
        ({"decay": 1.0}, "decay"),
        ({"tokenizer_id": "my tokenizer"}, "tokenizer_id"),
    ],
)
def test_errors_name_the_setting(settings, message):
    with pytest.raises(InputError, match=message):
        MotionTokenizerConfig(**settings)


def test_unknown_layout_has_its_own_error():
    with pytest.raises(UnknownLayoutError, match="smpl9"):
        MotionTokenizerConfig(layout="smpl9")


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"codebook_sizes": "96"}, r"codebook_sizes: expected dict\[str, int\] or None, got '96'"),
        ({"codebook_sizes": {"body": "96"}}, "codebook_sizes: expected"),
        ({"fps": "25"}, "fps: expected float or int, got '25'"),
        ({"fps": True}, "fps: expected float or int, got True"),
        ({"layout": None}, "layout: expected str, got None"),
        ({"face_part": 1}, "face_part: expected bool, got 1"),
        ({"residual_levels": 1.5}, r"residual_levels: expected int or dict\[str, int\], got 1.5"),
        ({"residual_levels": {"body": "2"}}, "residual_levels: expected int or dict"),
        ({"width": 16.0}, r"width: expected int or dict\[str, int\], got 16.0"),
        ({"stride": "4"}, "stride: expected int, got '4'"),
        ({"dilations": [9, "3"]}, "dilations: expected"),
        ({"threshold_ema_dead_code": {"body": None}}, "threshold_ema_dead_code: expected"),
        ({"tokenizer_id": 12345678}, "tokenizer_id: expected str or None"),
    ],
)
def test_wrong_types_are_named(tmp_path, settings, message):
    with pytest.raises(InputError, match=message):
        MotionTokenizerConfig(**settings)
    MotionTokenizerConfig().save_pretrained(tmp_path)
    file = tmp_path / "config.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | settings))
    with pytest.raises(InputError, match=message):
        MotionTokenizerConfig.from_pretrained(tmp_path)


def test_a_setting_changed_later_is_checked_too(make_model, tmp_path):
    config = MotionTokenizerConfig()
    with pytest.raises(InputError, match="fps: expected float or int, got '25'"):
        config.fps = "25"
    make_model().save_pretrained(tmp_path)
    with pytest.raises(InputError, match="width: expected at least 1 for body, got 0"):
        MotionTokenizer.from_pretrained(tmp_path, width=0)
    with pytest.raises(InputError, match="width: expected int"):
        MotionTokenizer.from_pretrained(tmp_path, width="16")


def test_types_that_would_not_be_checked_are_a_mistake_in_the_class():
    with pytest.raises(TypeError, match="types of size are strings"):

        @named_type_errors
        @strict
        class Unchecked(PreTrainedConfig):
            size: "int" = 1
