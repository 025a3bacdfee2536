import json

import pytest

from signary.generator.fgdm import FGDMConfig
from signary.io.errors import InputError, UnknownLayoutError


def test_defaults_are_the_papers():
    config = FGDMConfig()
    assert (config.focal_layers, config.focal_channels, config.window) == (3, 16, 3)
    assert (config.general_layers, config.gloss_layers, config.hidden_size) == (2, 2, 512)
    assert (config.train_steps, config.sampling_steps, config.eta) == (1000, 5, 0.0)
    assert (config.bone_weight, config.scg_weight, config.scg_decay) == (0.1, 1e-4, 10.0)


def test_round_trip_through_a_folder(tmp_path):
    config = FGDMConfig(glosses=["WOLKE", "ÜBER", "B"], layout="slrtp178", fps=12.5, semantic_mask="joint")
    config.save_pretrained(tmp_path)
    loaded = FGDMConfig.from_pretrained(tmp_path)
    assert loaded.to_dict() == config.to_dict()
    assert loaded.glosses == ("WOLKE", "ÜBER", "B")


def test_a_misspelt_setting_is_refused(tmp_path):
    with pytest.raises(InputError, match="focal_layer"):
        FGDMConfig(focal_layer=4)
    FGDMConfig().save_pretrained(tmp_path)
    file = tmp_path / "config.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"widht": 4}))
    with pytest.raises(InputError, match="widht"):
        FGDMConfig.from_pretrained(tmp_path)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"layout": "smplx"}, "layout: expected a keypoint layout with bones, got 'smplx'"),
        ({"fps": 0}, "fps: expected a number above 0"),
        ({"max_frames": 0}, "max_frames: expected 1 to 4096"),
        ({"max_frames": 5000}, "max_frames: expected 1 to 4096"),
        ({"glosses": ["A", "A"]}, "glosses: expected different words without spaces, got 'A'"),
        ({"glosses": ["A B"]}, "glosses: expected different words without spaces, got 'A B'"),
        ({"glosses": [""]}, "glosses"),
        ({"glosses": [1]}, "glosses: expected"),
        ({"hidden_size": 511}, r"hidden_size: expected a multiple of 8 \(for 4 heads\), got 511"),
        ({"num_attention_heads": 0}, "num_attention_heads"),
        ({"general_layers": 0}, "general_layers: expected at least 1"),
        ({"focal_layers": -1}, "focal_layers: expected at least 0"),
        ({"focal_channels": 0}, "focal_channels"),
        ({"window": -1}, "window"),
        ({"temporal_kernel": 4}, "temporal_kernel: expected an odd number"),
        ({"semantic_mask": "yes"}, "semantic_mask: expected one of frame, joint, none"),
        ({"contextual": False, "topology": False}, "topology: expected True where contextual is False"),
        ({"contextual": 1}, "contextual: expected bool, got 1"),
        ({"train_steps": 0}, "train_steps"),
        ({"sampling_steps": 0}, "sampling_steps: expected 1 to 1,000"),
        ({"sampling_steps": 1001}, "sampling_steps"),
        ({"eta": 1.5}, "eta: expected 0 to 1"),
        ({"dropout": 1.0}, "dropout"),
        ({"bone_loss": "length"}, "bone_loss: expected one of vector, direction"),
        ({"scg_weight": float("nan")}, "scg_weight"),
        ({"bone_weight": -1}, "bone_weight"),
    ],
)
def test_errors_name_the_setting(settings, message):
    with pytest.raises(InputError, match=message):
        FGDMConfig(**settings)


def test_unknown_layout_has_its_own_error():
    with pytest.raises(UnknownLayoutError, match="phoenix51"):
        FGDMConfig(layout="phoenix51")
