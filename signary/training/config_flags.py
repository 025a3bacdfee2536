"""A configuration's settings as flags: names, types, defaults and help are those of its class, stated there alone."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, field, fields, make_dataclass
from functools import cached_property
from inspect import cleandoc, get_annotations
from types import NoneType, UnionType
from typing import Any, ClassVar, Union, get_args, get_origin

from signary.io.errors import InputError
from signary.io.quoting import quoted

#: Word for a setting that is None.
NONE = "none"
#: What stands in the metadata of a field beside its help: None is a value; values are `name=value`, of this kind; one
#: value without a name will do, too.
_OR_NONE, _PAIRS, _ALONE = "or_none", "pairs", "alone"


class ConfigFlags:
    """Settings of a configuration, as flags have said them; made by `config_flags`.

    Attributes:
        decided: Settings that are no flags, and who decides them.
        otherwise: Flags whose default is no setting of the class: None leaves them out of `settings`.
    """

    decided: ClassVar[Mapping[str, str]] = {}
    otherwise: ClassVar[Mapping[str, str]] = {}

    @cached_property
    def given(self) -> set[str]:
        """Names of the flags that were given; of what no parser made, those whose value is not the default."""
        return {name for name, value in vars(self).items() if value != _default_of(type(self), name)}

    def settings(self) -> dict[str, Any]:
        """Settings by name, as the configuration takes them.

        Raises:
            InputError: If a name is given twice in a setting of several names.
        """
        found = {one.name: getattr(self, one.name) for one in _fields(type(self)) if one.name not in self.otherwise}
        found |= {name: value for name in self.otherwise if (value := getattr(self, name)) is not None}
        alone = {one.name for one in _fields(type(self)) if one.metadata.get(_ALONE)}
        return {name: _mapping(name, value, name in alone) for name, value in found.items()}


def config_flags(
    config: type[Any],
    decided: Mapping[str, str],
    inherited: Sequence[str] = (),
    otherwise: Mapping[str, str] | None = None,
) -> type[ConfigFlags]:
    """A dataclass for `HfArgumentParser` with a field for each setting of a configuration class.

    Args:
        config: A strict dataclass; its docstring, or that of a base class of this package, describes its settings
            under `Attributes:`.
        decided: Settings of this package that are no flags, because training knows them: name -> who decides.
        inherited: Settings of transformers' base classes that are flags, too.
        otherwise: Flags that have another default than the class': name -> what is taken without the flag.

    Raises:
        TypeError: If a setting is not described, of a type that no flag can have, or one that there is not.
    """
    own = [name for kind in _ours(config) for name in get_annotations(kind) if name not in decided]
    known, described = {one.name: one for one in fields(config)}, descriptions(config)
    otherwise = otherwise or {}
    if strangers := {*decided, *inherited, *otherwise} - set(known):
        raise TypeError(f"{config.__name__}: no settings {', '.join(sorted(strangers))}")
    made = []
    for name in dict.fromkeys([*own, *inherited]):
        if name in known:
            if name not in described:
                raise TypeError(f"{config.__name__}: {name} is not described under Attributes")
            made.append((name, *_flag(known[name], described[name], otherwise.get(name))))
    namespace = {"__doc__": f"Settings of {config.__name__}.", "decided": dict(decided), "otherwise": dict(otherwise)}
    return make_dataclass(f"{config.__name__}Flags", made, bases=(ConfigFlags,), namespace=namespace)


def _ours(config: type[Any]) -> list[type[Any]]:
    """A configuration class and its base classes that are not transformers', the first ones first."""
    bases = (base for base in config.__mro__ if base.__module__.partition(".")[0] not in ("transformers", "builtins"))
    return [*bases][::-1]


def descriptions(config: type[Any]) -> dict[str, str]:
    """What the docstring of a class says of each attribute, in one line each, or else those of its base classes."""
    found = dict[str, str]()
    for kind in _ours(config):
        for names, text in _attributes(kind.__doc__ or ""):
            # An entry of several names points to the base class that describes each.
            found |= {name: text for name in names if len(names) == 1 or name not in found}
    return found


def _attributes(docstring: str) -> list[tuple[list[str], str]]:
    """Names and text of every entry under `Attributes:`."""
    found, inside = list[tuple[list[str], str]](), False
    for line in cleandoc(docstring).splitlines():
        indent, text = len(line) - len(line.lstrip()), line.strip()
        if not indent and text:
            inside = text == "Attributes:"
        elif inside and indent == 4:
            named, _, first = text.partition(": ")
            found.append((named.split(", "), first))
        elif inside and text:
            known, described = found.pop()
            found.append((known, f"{described} {text}"))
    return found


def flag_keywords(keywords: dict[str, Any]) -> dict[str, Any]:
    """Keywords of `add_argument` for what the metadata of a field says beside its help."""
    kind, pairs, alone = keywords.get("type"), keywords.pop(_PAIRS, None), keywords.pop(_ALONE, False)
    if pairs is not None:
        keywords |= {"type": _pair_of(pairs, alone), "nargs": "+"}
    if keywords.pop(_OR_NONE, False) and kind is not None and pairs is None:
        keywords["type"] = _or_none(kind)
    return keywords


def _flag(setting: Field[Any], described: str, otherwise: str | None) -> tuple[Any, Any]:
    """Type and field of a setting."""
    kind, pairs, optional = _kind(setting.name, setting.type)
    # argparse formats help.
    help_text = described.replace("%", "%%")
    if otherwise is not None:
        return kind | None, field(default=None, metadata={"help": f"{help_text} Without it: {otherwise}."})
    metadata: dict[str, Any] = {"help": help_text}
    metadata |= {_OR_NONE: True} if optional else {}
    if pairs:
        alone = not {int, float}.isdisjoint(get_args(setting.type))
        metadata |= {_PAIRS: pairs, _ALONE: alone, "metavar": "[NAME=]NUMBER" if alone else "NAME=NUMBER"}
    default = setting.default if setting.default_factory is MISSING else setting.default_factory()
    if isinstance(default, (list, tuple)) or pairs and default is not None:
        words = list(default) if isinstance(default, (list, tuple)) else [default]
        return kind, field(default_factory=lambda: words, metadata=metadata)
    return kind | None if optional and not pairs else kind, field(default=default, metadata=metadata)


def _kind(name: str, hint: Any) -> tuple[Any, type | None, bool]:
    """Type of a flag, that of the values where they have names, and whether None is one."""
    members = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    optional, members = NoneType in members, tuple(one for one in members if one is not NoneType)
    for one in members:
        if get_origin(one) is dict:
            return list[str], _number(get_args(one)[1]), optional
        if get_origin(one) in (list, tuple):
            return list[get_args(one)[0]], None, optional  # type: ignore[misc]
    kind = float if set(members) == {int, float} else members[0]
    if len(members) > 1 and kind is not float or kind not in (str, bool, int, float):
        raise TypeError(f"{name}: no flag can have the type {hint}")
    return kind, None, optional


def _number(hint: Any) -> type:
    """int, or float where that is possible."""
    return float if float in (hint, *get_args(hint)) else int


def _or_none(kind: Callable[[str], Any]) -> Callable[[str], Any]:
    def parse(word: str) -> Any:
        return None if word.lower() == NONE else kind(word)

    parse.__name__ = getattr(kind, "__name__", "value")
    return parse


def _pair_of(kind: type, alone: bool) -> Callable[[str], Any]:
    def parse(word: str) -> Any:
        name, sign, value = word.partition("=")
        try:
            if name and sign:
                return name, kind(value)
            if alone:
                return kind(word)
        except ValueError:
            pass
        if word.lower() == NONE:
            return None
        expected = f"{kind.__name__} or name={kind.__name__}" if alone else f"name={kind.__name__}"
        raise argparse.ArgumentTypeError(f"{word!r} instead of {expected}")

    return parse


def _mapping(name: str, value: Any, alone: bool) -> Any:
    """A setting; one of names and values becomes a dictionary, unless it is one value that may stand alone."""
    if value == [None]:
        return None
    if alone and isinstance(value, list) and not all(isinstance(one, tuple) for one in value):
        if len(value) > 1:
            raise InputError(name, "one number, or only names with numbers", quoted(value))
        return value[0]
    if not isinstance(value, list) or not any(isinstance(one, tuple) for one in value):
        return value
    found = dict(one for one in value if one is not None)
    if len(found) < len(value):
        raise InputError(name, "every name once", " ".join("=".join(map(str, one or (NONE,))) for one in value))
    return found


def _default_of(kind: type[ConfigFlags], name: str) -> Any:
    (one,) = (one for one in _fields(kind) if one.name == name)
    return one.default if one.default_factory is MISSING else one.default_factory()


def _fields(kind: type[Any]) -> tuple[Field[Any], ...]:
    """Of a class that `config_flags` made, which the base class does not show."""
    return fields(kind)
