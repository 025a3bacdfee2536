"""Presets: YAML files of differences from the defaults, put before the user's own flags."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

import yaml
from transformers import HfArgumentParser

from signary.io.errors import InputError

Parsed = TypeVar("Parsed")
FLAG = "--preset"


def expand_preset(arguments: Sequence[str], folder: Path) -> list[str]:
    """Replace `--preset NAME` by the flags of `folder/NAME.yaml` (or of a YAML file given by path).

    What the user writes comes after the preset's flags and wins. Lists become several values, `true` and `false` words.

    Raises:
        InputError: If the preset does not exist or is no flat mapping.
    """
    rest = list(arguments)
    if FLAG not in rest:
        return rest
    at = rest.index(FLAG)
    if at + 1 >= len(rest):
        raise InputError("preset", "a name or a YAML file", "nothing")
    name = rest[at + 1]
    del rest[at : at + 2]
    path = Path(name) if name.endswith((".yaml", ".yml")) else folder / f"{name}.yaml"
    if not path.is_file():
        known = ", ".join(sorted(file.stem for file in folder.glob("*.yaml"))) or "none"
        raise InputError("preset", f"a YAML file or one of {known}", repr(name))
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise InputError("preset", "valid YAML", str(error)) from None
    if not isinstance(values, dict) or any(isinstance(value, dict) for value in values.values()):
        raise InputError("preset", "a flat mapping of flags", repr(values))
    return [*(word for key, value in values.items() for word in _flag(str(key), value)), *rest]


def _flag(key: str, value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [f"--{key}", *(str(item).lower() if isinstance(item, bool) else str(item) for item in values)]


def parse_arguments(kinds: tuple[type[Any], ...], arguments: Sequence[str], folder: Path) -> tuple[Any, ...]:
    """Parse flags, a preset's included, into one dataclass of each kind.

    Raises:
        InputError: If a flag is unknown.
        ValueError: If a value has the wrong type.
    """
    parser = HfArgumentParser(cast(Any, kinds))
    *parsed, unknown = parser.parse_args_into_dataclasses(
        expand_preset(arguments, folder), return_remaining_strings=True
    )
    if unknown:
        raise InputError("arguments", "flags that --help lists", " ".join(unknown))
    return tuple(parsed)


def run(main: Callable[[list[str]], None], arguments: Sequence[str]) -> None:
    """Run a script's `main`; what the user got wrong is one line on standard error and exit code 2."""
    try:
        main(list(arguments))
    except InputError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2) from None
