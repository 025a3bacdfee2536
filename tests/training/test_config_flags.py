"""Configuration classes as flags: every setting, its own default and description, and what training decides itself."""

from dataclasses import dataclass, field, fields

import pytest
from huggingface_hub.dataclasses import strict

from signary.evaluation.back_translation import RecogniserConfig
from signary.generator.fgdm import FGDMConfig
from signary.generator.hybridsign import HybridSignConfig
from signary.generator.sign_mbart import SignMBartConfig
from signary.io.errors import InputError
from signary.tokenizer import MotionTokenizerConfig
from signary.training import fgdm, hybridsign, recogniser, tokenizer
from signary.training.config_flags import config_flags, descriptions
from signary.training.flags import parse_arguments
from signary.training.new_generator import GeneratorFlags

STAGES = {
    "tokenizer": (tokenizer.TokenizerFlags, MotionTokenizerConfig, {}),
    "generator": (GeneratorFlags, SignMBartConfig, {}),
    "hybridsign": (hybridsign.HybridSignFlags, HybridSignConfig, {}),
    "fgdm": (fgdm.FGDMFlags, FGDMConfig, {"glosses": ["A"]}),
    "recogniser": (recogniser.RecogniserFlags, RecogniserConfig, {}),
}


@strict
@dataclass
class Settings:
    """Settings of every kind.

    Attributes:
        name: Something
            in two lines, 50 % of it.
        size: A whole number.
        share: A number.
        level: A number or none.
        steps: Numbers.
        orders: Numbers, or none.
        sizes: Part -> size.
        weights: Part -> weight, or one for all.
        levels: Part -> number, or one for all.
        switch: On or off.
        on: On or off.
        made: By training.
    """

    name: str = "a"
    size: int = 3
    share: float | int = 1
    level: float | int | None = 0.5
    steps: list[int] | tuple[int, ...] = (1, 2)
    orders: list[int] | None = None
    sizes: dict[str, int] | None = None
    weights: float | int | dict[str, float | int] | None = None
    levels: int | dict[str, int] = 1
    switch: bool = False
    on: bool = True
    made: list[str] = field(default_factory=list)


FLAGS = config_flags(Settings, {"made": "training"})


def parsed(*words, kind=FLAGS):
    (flags,) = parse_arguments((kind,), words, "program")
    return flags


def test_without_flags_settings_are_the_class_defaults():
    flags = parsed()
    assert flags.settings() == {
        one.name: list(one.default) if isinstance(one.default, tuple) else one.default
        for one in fields(Settings)
        if one.name != "made"
    }
    assert flags.given == set()


@pytest.mark.parametrize(
    ("words", "name", "value"),
    [
        (["--name", "b"], "name", "b"),
        (["--size", "3"], "size", 3),
        (["--share", "1e-4"], "share", 1e-4),
        (["--level", "none"], "level", None),
        (["--level=-2"], "level", -2.0),
        (["--steps", "4", "5", "6"], "steps", [4, 5, 6]),
        (["--orders", "2", "1"], "orders", [2, 1]),
        (["--orders", "none"], "orders", None),
        (["--sizes", "body=4", "left_hand=8"], "sizes", {"body": 4, "left_hand": 8}),
        (["--sizes", "body=4", "--sizes", "none"], "sizes", None),
        (["--weights", "body=0.5"], "weights", {"body": 0.5}),
        (["--weights", "0.5"], "weights", 0.5),
        (["--levels", "2"], "levels", 2),
        (["--levels", "body=2", "left_hand=1"], "levels", {"body": 2, "left_hand": 1}),
        (["--switch"], "switch", True),
        (["--switch", "false"], "switch", False),
        (["--no_on"], "on", False),
        (["--size", "9", "--size", "4"], "size", 4),
    ],
)
def test_every_kind_of_setting_can_be_set(words, name, value):
    flags = parsed(*words)
    assert flags.settings()[name] == value
    assert type(flags.settings()[name]) is type(value)
    assert flags.given == {name}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--size", "2.5"], "size: expected a value of the kind int, got '2.5'"),
        (["--share", "much"], "share: expected a value of the kind float, got 'much'"),
        (["--size"], "size: expected one argument, got none"),
        (["--sizes", "body"], "sizes: expected a value as --help says, got 'body' instead of name=int"),
        (["--sizes", "body=x"], "sizes: expected a value as --help says, got 'body=x' instead of name=int"),
        (["--levels", "many"], "levels: expected a value as --help says, got 'many' instead of int or name=int"),
        (["--levels", "2.5"], "levels: expected a value as --help says, got '2.5' instead of int or name=int"),
        (["--siz", "3"], "arguments: expected flags that --help lists, got --siz 3"),
        (["--made", "x"], "arguments: expected flags that --help lists, got --made x"),
    ],
)
def test_mistakes_are_one_named_error(words, message):
    with pytest.raises(InputError) as caught:
        parsed(*words)
    assert str(caught.value) == message


def test_a_name_twice_is_refused():
    with pytest.raises(InputError, match="sizes: expected every name once, got body=1 body=2"):
        parsed("--sizes", "body=1", "body=2").settings()


@pytest.mark.parametrize("words", [("2", "3"), ("2", "body=3")])
def test_one_number_for_all_stands_alone(words):
    with pytest.raises(InputError, match="levels: expected one number, or only names with numbers"):
        parsed("--levels", *words).settings()


def test_help_is_the_docstring_and_says_what_is_no_flag(capsys):
    assert descriptions(Settings)["name"] == "Something in two lines, 50 % of it."
    with pytest.raises(SystemExit):
        parsed("--help")
    shown = " ".join(capsys.readouterr().out.split())
    assert "Something in two lines, 50 % of it. (default: a)" in shown
    assert "No flags, as training decides them: made (training)." in shown


def test_base_classes_have_settings_and_descriptions_too():
    @strict
    @dataclass
    class Base:
        """Base.

        Attributes:
            layout: Of the base.
            fps: Of the base.
        """

        layout: str = "smplx"
        fps: float | int = 25

    @strict
    @dataclass
    class Derived(Base):
        """Derived.

        Attributes:
            layout, fps: See `Base`.
            fps: Of its own.
            size: Its size.
        """

        layout: str = "phoenix50"
        size: int = 3

    assert descriptions(Derived) == {"layout": "Of the base.", "fps": "Of its own.", "size": "Its size."}
    kind = config_flags(Derived, {"fps": "nobody"})
    assert parsed("--size", "4", kind=kind).settings() == {"layout": "phoenix50", "size": 4}


def test_another_default_is_left_out_unless_it_is_given():
    kind = config_flags(Settings, {"made": "training"}, otherwise={"name": "that of the model"})
    assert "name" not in parsed(kind=kind).settings()
    assert parsed("--name", "a", kind=kind).settings()["name"] == "a"


def test_what_no_parser_made_was_given_where_it_differs():
    assert FLAGS(size=4, steps=[1, 2]).given == {"size"}


def test_classes_that_cannot_be_flags_are_refused():
    with pytest.raises(TypeError, match="no settings nothing"):
        config_flags(Settings, {"nothing": "nobody"})

    @strict
    @dataclass
    class Silent:
        """No attributes."""

        size: int = 3

    with pytest.raises(TypeError, match="size is not described"):
        config_flags(Silent, {})

    @strict
    @dataclass
    class Odd:
        """Odd.

        Attributes:
            size: Bytes.
        """

        size: bytes | int = 3

    with pytest.raises(TypeError, match="size: no flag can have the type"):
        config_flags(Odd, {})


@pytest.mark.parametrize("stage", STAGES)
def test_every_setting_of_a_stage_is_a_flag_or_decided_by_training(stage):
    kind, config, more = STAGES[stage]
    flags = {one.name for one in fields(kind)}
    assert set(config.__annotations__) == (flags | set(kind.decided)) & set(config.__annotations__)
    assert not flags & set(kind.decided)
    made, plain = config(**parsed(kind=kind).settings(), **more), config(**more)
    assert made.to_dict() == plain.to_dict()


@pytest.mark.parametrize(
    ("stage", "words", "expected"),
    [
        ("tokenizer", "--stride 2 --loss squared_error --decay 0.9", {"stride": 2, "loss": "squared_error"}),
        ("tokenizer", "--commitment_weight 1 --dilations 3 1", {"commitment_weight": 1.0, "dilations": (3, 1)}),
        ("fgdm", "--window 5 --temporal_kernel 3 --num_attention_heads 8", {"window": 5, "temporal_kernel": 3}),
        ("fgdm", "--train_steps 50 --scg_decay 1 --gloss_layers 1", {"train_steps": 50, "gloss_layers": 1}),
        ("hybridsign", "--confidence_weight 0.5 --coarse_sigma 0.1", {"confidence_weight": 0.5, "coarse_sigma": 0.1}),
        ("recogniser", "--strides 2 2 2 --kernel_size 7", {"strides": (2, 2, 2), "kernel_size": 7}),
        ("recogniser", "--max_position_embeddings 64 --attention_dropout 0.2", {"attention_dropout": 0.2}),
        ("generator", "--part_weight 0.4 --d_model 32 --encoder_layers 1", {"part_weight": 0.4, "encoder_layers": 1}),
        ("generator", "--notice demonstration --decoding parallel", {"notice": "demonstration"}),
    ],
)
def test_flags_reach_the_configuration(stage, words, expected):
    kind, config, more = STAGES[stage]
    made = config(**parsed(*words.split(), kind=kind).settings(), **more)
    assert {name: getattr(made, name) for name in expected} == expected


def test_settings_that_do_not_fit_are_refused_by_the_class():
    with pytest.raises(InputError, match="stride: expected one of 2, 4, 8, got 3"):
        MotionTokenizerConfig(**parsed("--stride", "3", kind=tokenizer.TokenizerFlags).settings())
