"""Flags of training: dataclasses and configurations as flags, and presets, which stand before the user's own flags."""

from __future__ import annotations

import re
import sys
from argparse import SUPPRESS, Action
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn, cast

from transformers import HfArgumentParser

from signary.io.errors import InputError
from signary.io.quoting import quoted
from signary.io.yaml_file import read_yaml
from signary.training.config_flags import ConfigFlags, flag_keywords

FLAG = "--preset"
#: A folder of presets a stage: YAML files of differences from the defaults.
PRESETS = Path(__file__).parent / "presets"
_NOT_GIVEN = object()


class FlagParser(HfArgumentParser):
    """`HfArgumentParser` whose errors are named, that guesses at no abbreviation and reads no file nobody named."""

    def add_argument(self, *names: Any, **keywords: Any) -> Action:
        """As argparse's, with the kinds of value that `ConfigFlags` have."""
        return super().add_argument(*names, **flag_keywords(keywords))

    def error(self, message: str) -> NoReturn:
        """Refuse what argparse cannot use.

        Raises:
            InputError: Always.
        """
        if found := re.fullmatch(r"argument --(\w+)[^:]*: invalid (\w+) value: (.*)", message, re.DOTALL):
            raise InputError(found[1], f"a value of the kind {found[2]}", found[3])
        if found := re.fullmatch(r"the following arguments are required: (.*)", message):
            # Each with its spelling with hyphens.
            raise InputError("arguments", re.sub(r"/--[\w-]+", "", found[1]), "none")
        if found := re.fullmatch(r"argument --(\w+)[^:]*: expected (.*)", message):
            raise InputError(found[1], found[2], "none")
        if found := re.fullmatch(r"argument --(\w+)[^:]*: (.*)", message, re.DOTALL):
            raise InputError(found[1], "a value as --help says", found[2])
        raise InputError("arguments", "flags that --help lists", message)


def parse_stage(stage: str, kinds: tuple[type[Any], ...], flags: Sequence[str]) -> tuple[Any, ...]:
    """Flags of a stage of training, one of whose presets may be among them, into one dataclass of each kind.

    Raises:
        InputError: As `parse_arguments`.
    """
    return parse_arguments(kinds, flags, f"signary train {stage}", PRESETS / stage)


def parse_arguments(
    kinds: tuple[type[Any], ...], flags: Sequence[str], program: str, presets: Path | None = None
) -> tuple[Any, ...]:
    """Flags into one dataclass of each kind.

    Args:
        kinds: Dataclasses, `ConfigFlags` among them.
        flags: As the user writes them.
        program: What help calls the command.
        presets: Folder of the presets that `--preset` offers; None for a command without.

    Raises:
        InputError: If a flag or a preset is unknown, a flag is missing, or a value has the wrong type.
    """
    parser = FlagParser(cast(Any, kinds), prog=program, allow_abbrev=False, epilog=_decided(kinds))
    words = list(flags)
    if presets is not None:
        known = ", ".join(preset_names(presets))
        parser.add_argument(FLAG, default=SUPPRESS, help=f"{known}, or a YAML file; other flags win over it.")
        words = expand_preset(words, presets)
    found = parser.parse_args_into_dataclasses(words, return_remaining_strings=True, look_for_args_file=False)
    parsed, unknown = found[: len(kinds)], found[-1]
    if unknown:
        raise InputError("arguments", "flags that --help lists", " ".join(unknown))
    parser.set_defaults(**{name: _NOT_GIVEN for one in parsed for name in vars(one)})
    given = {name for name, value in vars(parser.parse_known_args(words)[0]).items() if value is not _NOT_GIVEN}
    for one in parsed:
        if isinstance(one, ConfigFlags):
            one.given = given & set(vars(one))
    return tuple(parsed)


def _decided(kinds: Sequence[type[Any]]) -> str:
    """What help says of the settings that are no flags."""
    decided = [
        f"{name} ({why})" for kind in kinds if issubclass(kind, ConfigFlags) for name, why in kind.decided.items()
    ]
    return f"No flags, as training decides them: {', '.join(decided)}." if decided else ""


def preset_names(folder: Path) -> list[str]:
    """Names of the presets of a folder."""
    return sorted(file.stem for file in folder.glob("*.yaml"))


def expand_preset(flags: Sequence[str], folder: Path) -> list[str]:
    """Replace `--preset NAME` by the flags of `folder/NAME.yaml` (or of a YAML file given by path).

    What the user writes comes after the preset's flags and wins. Lists become several values, mappings several
    `name=value`, `true` and `false` words, and null the word `none`.

    Raises:
        InputError: If the preset does not exist, is none of flags, or is not the only one.
    """
    words = [word for flag in flags for word in (flag.split("=", 1) if flag.startswith(f"{FLAG}=") else [flag])]
    if FLAG not in words:
        return words
    at = words.index(FLAG)
    if words.count(FLAG) > 1 or at + 1 >= len(words):
        raise InputError("preset", "one name or YAML file", "several" if words.count(FLAG) > 1 else "nothing")
    name = words[at + 1]
    known = preset_names(folder)
    path = folder / f"{name}.yaml" if name in known else Path(name)
    if not path.is_file() or path.suffix not in (".yaml", ".yml"):
        raise InputError("preset", f"a YAML file or one of {', '.join(known)}", repr(name))
    values = read_yaml(path).values
    if not isinstance(values, dict):
        raise InputError("preset", "a mapping of flags", quoted(values))
    return [*(word for key, value in values.items() for word in _flag(str(key), value)), *words[:at], *words[at + 2 :]]


def _flag(key: str, value: Any) -> list[str]:
    if isinstance(value, dict):
        return [f"--{key}", *(f"{name}={_word(key, one)}" for name, one in value.items())]
    return [f"--{key}", *(_word(key, one) for one in (value if isinstance(value, list) else [value]))]


def _word(key: str, value: Any) -> str:
    if isinstance(value, (dict, list)):
        raise InputError("preset", f"words, numbers, or one list or mapping of them for {key}", quoted(value))
    return "none" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def run(main: Callable[[list[str]], None], flags: Sequence[str]) -> None:
    """Run a `main`; what the user got wrong is one line on standard error and exit code 2."""
    try:
        main(list(flags))
    except InputError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2) from None
