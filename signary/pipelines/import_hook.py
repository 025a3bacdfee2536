"""Something to do as soon as a module is imported, without importing it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib._bootstrap import _lock_unlock_module  # type: ignore[attr-defined]
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from itertools import dropwhile
from types import ModuleType
from typing import Any


def when_imported(name: str, action: Callable[[], object], packages: Sequence[str] = ()) -> None:
    """Run an action once: right after the first import of a module, or now if it is imported already.

    Where another thread is importing the module at this moment, this waits for it. An error of the action is an error
    of the import after which it runs.

    Args:
        name: Full name of the module.
        action: It may import anything, the module too, which is complete by then.
        packages: Top-level packages whose modules may import the module while they are imported themselves: the action
            then waits until the outermost of these imports is done, so that it meets none of them half made.
    """
    hook = _AfterImport(name, action, packages)
    # In this order: a thread that begins to import the module after the first line meets the hook, and one that began
    # before it, and has not, is waited for in the second.
    sys.meta_path.insert(0, hook)
    _lock_unlock_module(name)
    hook.fire_if_ready()


class _AfterImport(MetaPathFinder):
    """Finds modules where the finders behind it find them, and is gone once its action has run."""

    def __init__(self, name: str, action: Callable[[], object], packages: Sequence[str]) -> None:
        self._name, self._action, self._packages = name, action, frozenset(packages)
        self._once, self._here = threading.Lock(), threading.local()

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self._name and fullname.partition(".")[0] not in self._packages:
            return None
        behind = list(dropwhile(lambda finder: finder is not self, list(sys.meta_path)))[1:]
        found = (finder.find_spec(fullname, path, target) for finder in behind if hasattr(finder, "find_spec"))
        spec = next((spec for spec in found if spec is not None), None)
        if spec is not None and spec.loader is not None and hasattr(spec.loader, "exec_module"):
            spec.loader = _Loader(spec.loader, self)
        return spec

    @contextmanager
    def importing(self, name: str) -> Iterator[None]:
        """Around the code of a module; when the outermost of this thread is done, the action may run."""
        self._here.depth = getattr(self._here, "depth", 0) + 1
        try:
            yield
        finally:
            self._here.depth -= 1
        self.fire_if_ready(name)

    def fire_if_ready(self, executed: str = "") -> None:
        """Run the action, unless it has been run, the module is not there, or an import of this thread goes on.

        Args:
            executed: A module whose code has just been run, though its import is not over.
        """
        module = sys.modules.get(self._name)
        if module is None or getattr(self._here, "depth", None):
            return
        unfinished = getattr(getattr(module, "__spec__", None), "_initializing", False)
        if unfinished and executed != self._name:
            return
        if self._once.acquire(blocking=False):
            # A new list: a thread that is walking along the old one must not skip a finder.
            sys.meta_path = [finder for finder in sys.meta_path if finder is not self]
            self._action()


class _Loader(Loader):
    """Loads as another loader does, and tells the hook when."""

    def __init__(self, loader: Any, hook: _AfterImport) -> None:
        self._loader, self._hook = loader, hook

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
        with self._hook.importing(module.__name__):
            self._loader.exec_module(module)
