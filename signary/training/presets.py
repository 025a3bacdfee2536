"""Presets: YAML files of differences from the defaults, put before the user's own flags."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

from transformers import HfArgumentParser

from signary.io.errors import InputError
from signary.io.quoting import quoted
from signary.io.yaml_file import read_yaml

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
    values = read_yaml(path).values
    if not isinstance(values, dict) or not all(map(_is_flat, values.values())):
        raise InputError("preset", "a flat mapping of flags", quoted(values))
    return [*(word for key, value in values.items() for word in _flag(str(key), value)), *rest]


def _is_flat(value: Any) -> bool:
    items = value if isinstance(value, list) else [value]
    return not any(isinstance(item, (dict, list)) for item in items)


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
