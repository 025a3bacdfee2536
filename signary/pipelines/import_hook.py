"""Something to do as soon as a module is imported, without importing it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Sequence
from importlib._bootstrap import _lock_unlock_module  # type: ignore[attr-defined]
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from itertools import dropwhile
from types import ModuleType
from typing import Any


def when_imported(name: str, action: Callable[[], object]) -> None:
    """Run an action once: right after the first import of a module, or now if it is imported already.

    Where another thread is importing the module at this moment, this waits for it. An error of the action is an error
    of that import.

    Args:
        name: Full name of the module.
        action: It may import anything, the module too, which is complete by then.
    """
    hook = _AfterImport(name, action)
    # In this order: a thread that begins to import the module after the first line meets the hook, and one that began
    # before it, and has not, is waited for in the second.
    sys.meta_path.insert(0, hook)
    _lock_unlock_module(name)
    if sys.modules.get(name) is not None:
        hook.fire()


class _AfterImport(MetaPathFinder):
    """Finds one module where the finders behind it find it, and is gone once the module is imported."""

    def __init__(self, name: str, action: Callable[[], object]) -> None:
        self._name, self._action, self._once = name, action, threading.Lock()

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self._name:
            return None
        behind = list(dropwhile(lambda finder: finder is not self, list(sys.meta_path)))[1:]
        found = (finder.find_spec(fullname, path, target) for finder in behind if hasattr(finder, "find_spec"))
        spec = next((spec for spec in found if spec is not None), None)
        if spec is not None and spec.loader is not None and hasattr(spec.loader, "exec_module"):
            spec.loader = _Loader(spec.loader, self.fire)
        return spec

    def fire(self) -> None:
        """Run the action, unless it has been run."""
        if self._once.acquire(blocking=False):
            # A new list: a thread that is walking along the old one must not skip a finder.
            sys.meta_path = [finder for finder in sys.meta_path if finder is not self]
            self._action()


class _Loader(Loader):
    """Loads as another loader does, then runs an action."""

    def __init__(self, loader: Any, action: Callable[[], None]) -> None:
        self._loader, self._action = loader, action

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        module: ModuleType | None = self._loader.create_module(spec)
        return module

    def exec_module(self, module: ModuleType) -> None:
        # The module's own code, and whoever looks later, sees the loader that it would have had.
        module.__loader__ = self._loader
        if module.__spec__ is not None:
            module.__spec__.loader = self._loader
        self._loader.exec_module(module)
        self._action()
