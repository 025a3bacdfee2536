"""What is known by name: what the package ships, and what other packages add to it (`signary.plugins`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

from signary.io.errors import InputError
from signary.io.plugins import load_plugins, registering_package

Item = TypeVar("Item")


class Registry(Generic[Item]):
    """Things by name, open to others.

    Args:
        kind: What messages call the things, such as `decoding`.
        shipped: Name -> thing, those of the package.
    """

    def __init__(self, kind: str, shipped: Mapping[str, Item]) -> None:
        self.kind = kind
        self._items, self._packages = dict(shipped), dict[str, str]()

    def add(self, name: str, item: Item) -> None:
        """Add a thing; the same thing again is no harm.

        Args:
            name: Not empty, without blanks.
            item: What is known by it from now on.

        Raises:
            InputError: If the name is none, or something else has it.
        """
        if not isinstance(name, str) or not name or name.split() != [name]:
            raise InputError("name", f"a name for a {self.kind}, without blanks", repr(name))
        if self._items.setdefault(name, item) != item:
            raise InputError("name", f"a name no other {self.kind} has", repr(name))
        package = registering_package() or str(getattr(item, "__module__", "")).partition(".")[0]
        self._packages.setdefault(name, package)

    def names(self) -> tuple[str, ...]:
        """Names of all things, shipped ones first, in the order in which they were added."""
        load_plugins()
        return tuple(self._items)

    def find(self, name: str) -> Item | None:
        """The thing of that name, or None."""
        load_plugins()
        return self._items.get(name)

    def get(self, name: str) -> Item:
        """The thing of that name.

        Raises:
            InputError: If there is none; lists the names.
        """
        found = self.find(name)
        if found is None:
            raise InputError(self.kind, f"one of {', '.join(self._items)}", repr(name))
        return found

    def package(self, name: str) -> str:
        """The package that added a thing; empty if it is shipped, or not there."""
        load_plugins()
        return self._packages.get(name, "")
