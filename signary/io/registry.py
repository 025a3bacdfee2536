"""What is known by name: what the package ships, and what other packages add to it (`signary.plugins`).

Registries stand in the rooms of what they hold, and these take seconds to import. A package that adds a decoding must
not make everybody wait for it who only wants to sign by rules: so what is added waits here until its registry is there,
and may be named instead of imported (`"package.module:name"`, as entry points are).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Generic, NamedTuple, TypeVar, cast

from signary.io.errors import InputError
from signary.io.plugins import load_plugins, registering_package

Item = TypeVar("Item")

_REFERENCE = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_]\w*")


class _Added(NamedTuple):
    """A thing that somebody adds: itself or a reference to it, and the package that does."""

    name: str
    item: Any
    package: str


#: Kind -> what waits for the registry of the kind; kind -> the registry.
_WAITING: dict[str, list[_Added]] = {}
_REGISTRIES: dict[str, Registry[Any]] = {}


def register(kind: str, name: str, item: Any) -> None:
    """Add a thing; the same thing again is no harm.

    Args:
        kind: Of the registry.
        name: Not empty, without blanks.
        item: What is known by the name from now on, or where it is: `"package.module:name"`, imported when it is used.

    Raises:
        InputError: If the name is none or the item a text of another form; if something else has the name, now or when
            the registry is looked into.
    """
    if not isinstance(name, str) or not name or name.split() != [name]:
        raise InputError("name", f"a name for a {kind}, without blanks", repr(name))
    if isinstance(item, str) and not _REFERENCE.fullmatch(item):
        raise InputError(kind, "a class or function, or 'package.module:name'", repr(item))
    module = item.partition(":")[0] if isinstance(item, str) else str(getattr(item, "__module__", ""))
    _WAITING.setdefault(kind, []).append(_Added(name, item, registering_package() or module.partition(".")[0]))
    if kind in _REGISTRIES:
        _REGISTRIES[kind].take_in()


class Registry(Generic[Item]):
    """Things by name, open to others.

    Args:
        kind: What messages call the things, such as `decoding`.
        shipped: Name -> thing, those of the package.
        check: Refuses what is no such thing, *optional*; called when a thing is used.
    """

    def __init__(
        self, kind: str, shipped: Mapping[str, Item], check: Callable[[Item], object] = lambda item: None
    ) -> None:
        self.kind, self._check = kind, check
        self._items, self._packages = dict[str, Any](shipped), dict[str, str]()
        _REGISTRIES[kind] = self

    def take_in(self) -> None:
        """Take in what waits.

        Raises:
            InputError: If something else has the name of a thing; it is not added.
        """
        waiting = _WAITING.get(self.kind, [])
        while waiting:
            added = waiting.pop(0)
            if added.name not in self._items:
                self._items[added.name], self._packages[added.name] = added.item, added.package
            elif added.item not in (self._items[added.name], _reference(self._items[added.name])):
                raise InputError("name", f"a name no other {self.kind} has", repr(added.name))

    def names(self) -> tuple[str, ...]:
        """Names of all things, shipped ones first, in the order in which they were added."""
        self._look()
        return tuple(self._items)

    def find(self, name: str) -> Item | None:
        """The thing of that name, or None.

        Raises:
            InputError: If it cannot be imported, or is no such thing.
        """
        self._look()
        item = self._items.get(name)
        if isinstance(item, str):
            item = self._items[name] = _imported(self.kind, item)
        if item is not None and name in self._packages:
            self._check(item)
        return cast(Item | None, item)

    def get(self, name: str) -> Item:
        """The thing of that name.

        Raises:
            InputError: If there is none; lists the names. As `find`.
        """
        found = self.find(name)
        if found is None:
            raise InputError(self.kind, f"one of {', '.join(self._items)}", repr(name))
        return found

    def package(self, name: str) -> str:
        """The package that added a thing; empty if it is shipped, or not there."""
        self._look()
        return self._packages.get(name, "")

    def _look(self) -> None:
        load_plugins()
        self.take_in()


def _reference(item: Any) -> str:
    """What names a thing that was imported."""
    return f"{getattr(item, '__module__', '')}:{getattr(item, '__qualname__', '')}"


def _imported(kind: str, reference: str) -> Any:
    module, _, name = reference.partition(":")
    try:
        return getattr(import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise InputError(kind, f"{reference!r} to be there", f"{type(error).__name__}: {error}") from error
