"""Settings of the wrong type are refused with a named error, like settings out of range."""

from __future__ import annotations

from dataclasses import fields
from inspect import get_annotations
from types import GenericAlias
from typing import Any, TypeVar, get_args

from huggingface_hub.errors import StrictDataclassFieldValidationError

from signary.io.errors import InputError

_Config = TypeVar("_Config")


def named_type_errors(config: type[_Config]) -> type[_Config]:
    """Class decorator above `@strict`: a setting of the wrong type raises `InputError` naming it, also if set later.

    The errors of `strict` itself are no `ValueError` and take several lines.

    Args:
        config: A strict dataclass.

    Raises:
        TypeError: If the class annotates a setting with a string, as `from __future__ import annotations` does for a
            whole module: `strict` does not check such settings.
    """
    if unchecked := [name for name, hint in get_annotations(config).items() if isinstance(hint, str)]:
        raise TypeError(f"{config.__name__}: the types of {', '.join(unchecked)} are strings, which are not checked")
    types: dict[str, Any] = {setting.name: setting.type for setting in fields(config)}  # type: ignore[arg-type]
    strict_setattr = config.__setattr__

    def set_named(self: _Config, name: str, value: Any) -> None:
        try:
            strict_setattr(self, name, value)
        except StrictDataclassFieldValidationError:
            raise InputError(name, _described(types[name]), f"{value!r:.80}") from None

    config.__setattr__ = set_named  # type: ignore[method-assign, assignment]
    return config


def _described(hint: Any) -> str:
    """A type as people write it: `dict[str, int] or None`."""
    if isinstance(hint, GenericAlias):
        return str(hint)
    if isinstance(hint, type):
        return "None" if hint is type(None) else hint.__name__
    return " or ".join(map(_described, get_args(hint)))
