"""The base of all configurations: what is unknown, of the wrong type, out of range or would run code is refused."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, TypeVar

import transformers
from huggingface_hub.dataclasses import strict

from signary.io.errors import InputError, UnsafeFileError
from signary.io.library_errors import named_errors
from signary.io.model_files import CONFIG_FILE, check_settings
from signary.io.quoting import quoted
from signary.nn.setting_names import OF_LOADERS, check_names
from signary.nn.setting_types import named_type_errors

_Config = TypeVar("_Config")


def checked_config(config: type[_Config]) -> type[_Config]:
    """Class decorator of configurations: settings of the wrong type are refused by name, also if set later.

    The module of the class has no `from __future__ import annotations`: types that are strings are not checked.
    """
    return named_type_errors(strict(config))


class CheckedConfig:
    """Mix-in of configurations, before transformers': settings that nobody knows or that would run code are refused.

    transformers sets whatever it is given as an attribute, and drops keywords of `from_pretrained` and `from_dict`
    that nobody asks for.
    """

    def __post_init__(self, **kwargs: Any) -> None:
        check_names(type(self), kwargs)  # type: ignore[arg-type]
        super().__post_init__(**kwargs)  # type: ignore[misc]

    @classmethod
    def from_dict(cls, config_dict: dict[str, Any], **kwargs: Any) -> Any:
        """As transformers', checked.

        Raises:
            InputError: If a setting is unknown, of the wrong type, out of range or unsafe.
        """
        check_settings(CONFIG_FILE, config_dict)
        named = config_dict.get("architectures") or []
        if not isinstance(named, list) or any(not isinstance(one, str) or hasattr(transformers, one) for one in named):
            # `transformers.pipeline` would load the folder with those.
            raise UnsafeFileError(CONFIG_FILE, "architectures of this package", quoted(named))
        wants_unused = kwargs.pop("return_unused_kwargs", False)
        with named_errors("config", f"settings of {cls.__name__}", "others"):
            made, unused = super().from_dict(dict(config_dict), return_unused_kwargs=True, **kwargs)  # type: ignore[misc]
        if wants_unused:
            return made, unused
        check_names(cls, set(unused) - OF_LOADERS)  # type: ignore[arg-type]
        return made

    def check_choice(self, name: str, allowed: Iterable[object]) -> None:
        """Refuse a setting that is none of a few.

        Raises:
            InputError: Names it.
        """
        choices = tuple(allowed)
        if (value := getattr(self, name)) not in choices:
            raise InputError(name, f"one of {', '.join(map(str, choices))}", repr(value))

    def check_least(self, least: int, *names: str) -> None:
        """Refuse settings below a number.

        Raises:
            InputError: Names the first.
        """
        for name in names:
            if getattr(self, name) < least:
                raise InputError(name, f"at least {least}", getattr(self, name))

    def check_finite(self, *names: str) -> None:
        """Refuse settings that are no finite numbers of at least 0.

        Raises:
            InputError: Names the first.
        """
        for name in names:
            if not 0 <= getattr(self, name) < math.inf:
                raise InputError(name, "a finite number of at least 0", getattr(self, name))

    def check_below_one(self, *names: str) -> None:
        """Refuse settings that are no shares below 1.

        Raises:
            InputError: Names the first.
        """
        for name in names:
            if not 0 <= getattr(self, name) < 1:
                raise InputError(name, "at least 0, below 1", getattr(self, name))
