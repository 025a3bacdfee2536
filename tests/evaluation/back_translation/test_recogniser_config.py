import json

import pytest

from signary.evaluation.back_translation import RecogniserConfig
from signary.io.errors import InputError, UnknownLayoutError


def test_defaults_are_the_papers():
    config = RecogniserConfig()
    assert (config.encoder_layers, config.decoder_layers, config.d_model) == (3, 3, 512)
    assert (config.encoder_attention_heads, config.encoder_ffn_dim, config.dropout) == (8, 2048, 0.1)
    assert (config.recognition_weight, config.translation_weight) == (5.0, 1.0)


def test_round_trip_through_a_folder(tmp_path):
    config = RecogniserConfig(glosses=["dgs:ÜBER", "asl:B"], layout="slrtp178", fps=12.5, strides=(2, 1))
    config.save_pretrained(tmp_path)
    loaded = RecogniserConfig.from_pretrained(tmp_path)
    assert loaded.to_dict() == config.to_dict()
    assert (loaded.glosses, loaded.strides) == (("dgs:ÜBER", "asl:B"), (2, 1))


def test_the_notice_names_what_it_was_trained_on():
    notice = RecogniserConfig(trained_on="synthetic signing").notice
    assert notice == "recogniser trained on synthetic signing; not comparable with published BLEU"


def test_a_misspelt_setting_is_refused(tmp_path):
    with pytest.raises(InputError, match="encoder_layer"):
        RecogniserConfig(encoder_layer=4)
    RecogniserConfig().save_pretrained(tmp_path)
    file = tmp_path / "config.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"widht": 4}))
    with pytest.raises(InputError, match="widht"):
        RecogniserConfig.from_pretrained(tmp_path)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"fps": 0}, "fps: expected a number above 0"),
        ({"hand_reference": "relaxed"}, "hand_reference"),
        ({"glosses": ["MY"]}, "glosses: expected language:GLOSS without spaces, languages asl, csl, dgs, got 'MY'"),
        ({"glosses": ["bsl:MY"]}, "got 'bsl:MY'"),
        ({"glosses": ["asl:"]}, "got 'asl:'"),
        ({"glosses": ["asl:A B"]}, "got 'asl:A B'"),
        ({"glosses": ["asl:A", "asl:A"]}, "glosses: expected different glosses, got 'asl:A' twice"),
        ({"languages": []}, "languages: expected distinct lower-case ids"),
        ({"languages": ["asl", "asl"]}, "languages"),
        ({"languages": ["ASL"]}, "languages"),
        ({"d_model": 510}, "d_model: expected a multiple of twice encoder_attention_heads, 8, got 510"),
        ({"decoder_attention_heads": 0}, "d_model"),
        ({"encoder_layers": 0}, "encoder_layers: expected at least 1"),
        ({"strides": (2, 0)}, "strides"),
        ({"kernel_size": 4}, "kernel_size: expected an odd number"),
        ({"strides": (7,)}, "kernel_size: expected an odd number, not below a stride, got 5"),
        ({"max_position_embeddings": 1}, "max_position_embeddings"),
        ({"eos_token_id": 3000}, "eos_token_id: expected 0 to 2999, got 3000"),
        ({"pad_token_id": -1}, "pad_token_id: expected 0 to 2999"),
        ({"bos_token_id": 2**70}, "bos_token_id: expected 0 to 2999"),
        ({"dropout": 1.0}, "dropout"),
        ({"label_smoothing": -0.1}, "label_smoothing"),
        ({"translation_weight": -1}, "translation_weight"),
        ({"recognition_weight": 0, "translation_weight": 0}, "recognition_weight: expected above 0"),
        ({"d_model": "wide"}, "d_model: expected int, got 'wide'"),
        ({"trained_on": 3}, "trained_on: expected str, got 3"),
    ],
)
def test_wrong_settings_are_named(settings, message):
    with pytest.raises(InputError, match=message):
        RecogniserConfig(**settings)


def test_an_unknown_layout_is_named():
    with pytest.raises(UnknownLayoutError):
        RecogniserConfig(layout="skeleton")
