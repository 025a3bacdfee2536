"""Presets: every one that the package carries makes a configuration, and mistakes are named with those there are."""

import pytest

from signary.evaluation.back_translation import RecogniserConfig
from signary.generator.fgdm import FGDMConfig
from signary.generator.hybridsign import HybridSignConfig
from signary.generator.sign_mbart import SignMBartConfig
from signary.io.errors import InputError
from signary.tokenizer import MotionTokenizerConfig
from signary.training import fgdm, generator, hybridsign, recogniser, tokenizer
from signary.training.config_flags import ConfigFlags
from signary.training.flags import PRESETS, expand_preset, parse_stage, preset_names

STAGES = {
    "tokenizer": (tokenizer, MotionTokenizerConfig, ["--corpus", "x"]),
    "generator": (generator, SignMBartConfig, ["--codes", "x"]),
    "hybridsign": (hybridsign, HybridSignConfig, ["--model", "x", "--corpus", "x"]),
    "fgdm": (fgdm, FGDMConfig, ["--corpus", "x"]),
    "recogniser": (recogniser, RecogniserConfig, ["--corpus", "x"]),
}
NAMED = [(stage, name) for stage in STAGES for name in preset_names(PRESETS / stage)]


def configuration(stage, *flags):
    """What the flags of a stage make."""
    module, config, needed = STAGES[stage]
    parsed = parse_stage(stage, module.KINDS, [*flags, *needed, "--output", "y"])
    (settings,) = (each.settings() for each in parsed if isinstance(each, ConfigFlags))
    return config(**settings)


def test_every_stage_has_the_two_that_the_demo_needs():
    assert {path.name for path in PRESETS.iterdir()} == set(STAGES)
    for stage in STAGES:
        assert {"demo", "smoke"} <= set(preset_names(PRESETS / stage))


@pytest.mark.parametrize(("stage", "name"), NAMED)
def test_presets_name_only_what_the_stage_knows(stage, name):
    config = configuration(stage, "--preset", name)
    default = STAGES[stage][1]()
    if (stage, name) != ("fgdm", "paper"):
        assert config.to_dict() != default.to_dict()
    else:
        assert config.to_dict() == default.to_dict()


def test_what_the_user_says_wins_wherever_it_stands():
    for flags in (["--stride", "2", "--preset=smoke"], ["--preset", "smoke", "--stride", "2", "--width", "24"]):
        config = configuration("tokenizer", *flags)
        assert (config.stride, config.code_dim) == (2, 8)
        assert config.width == (24 if "--width" in flags else 16)
    sizes = configuration("tokenizer", "--preset", "smoke", "--codebook_sizes", "none").codebook_sizes
    assert sizes == MotionTokenizerConfig().codebook_sizes


def test_a_file_of_ones_own(tmp_path):
    (tmp_path / "mine.yaml").write_text("coarse_sigma: null\nchunk_frames: [2, 4]\naverage_velocity: yes\n")
    config = configuration("hybridsign", "--preset", str(tmp_path / "mine.yaml"))
    assert (config.coarse_sigma, config.chunk_frames, config.average_velocity) == (None, (2, 4), True)


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (["--preset", "huge"], "preset: expected a YAML file or one of ablation, demo, overfit, smoke, got 'huge'"),
        (["--preset", "../generator/demo"], "preset: expected a YAML file or one of .*, got '../generator/demo'"),
        (["--preset"], "preset: expected one name or YAML file, got nothing"),
        (["--preset", "demo", "--preset=smoke"], "preset: expected one name or YAML file, got several"),
    ],
)
def test_mistakes_are_named(flags, message):
    with pytest.raises(InputError, match=message):
        expand_preset(flags, PRESETS / "tokenizer")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("- a\n", "preset: expected a mapping of flags"),
        ("layout: [[1]]\n", "preset: expected words, numbers, or one list or mapping of them for layout"),
        ("codebook_sizes: {body: {left: 1}}\n", "one list or mapping of them for codebook_sizes"),
        ("widht: 3\n", "arguments: expected flags that --help lists, got --widht 3"),
    ],
)
def test_files_that_are_no_presets(tmp_path, content, message):
    (tmp_path / "mine.yaml").write_text(content)
    with pytest.raises(InputError, match=message):
        configuration("tokenizer", "--preset", str(tmp_path / "mine.yaml"))
