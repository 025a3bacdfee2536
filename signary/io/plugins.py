"""Packages that add to this one: languages, layouts, readers, metrics, decodings.

A package names a function in the entry-point group `signary.plugins`; it is called once, without arguments, before the
first look into any registry, and calls `signary.register_language` and its like.
"""

from __future__ import annotations

import sys
import threading
from importlib.metadata import EntryPoint, entry_points

from signary.io.errors import InputError

GROUP = "signary.plugins"
_LOCK = threading.RLock()
_loaded: set[str] = set()
_loading = False
#: Where packages were looked for when the last look found nothing more to load.
_looked: tuple[str, ...] | None = None
_registering = ""


def registering_package() -> str:
    """Name of the package whose function is being called; empty outside of `load_plugins`."""
    return _registering


def load_plugins() -> None:
    """Call every function of the entry-point group `signary.plugins` that has not been called yet.

    Registries call this before they are looked into; a plug-in that looks into one while it registers meets what is
    there by then.

    Raises:
        InputError: If a plug-in cannot be imported or raises; it is tried again at the next look.
    """
    global _loading, _looked
    with _LOCK:
        # Reading all entry points takes milliseconds, and registries are looked into for every sentence.
        if _loading or _looked == (places := tuple(sys.path)):
            return
        _loading = True
        try:
            for point in entry_points(group=GROUP):
                name = f"{point.name} = {point.value}"
                if name not in _loaded:
                    _load(point)
                    _loaded.add(name)
            _looked = places
        finally:
            _loading = False


def _load(point: EntryPoint) -> None:
    global _registering
    package = point.dist.name if point.dist is not None else point.name
    _registering = package
    try:
        point.load()()
    except Exception as error:
        got = f"{point.value!r} of {package} ({type(error).__name__}: {error})"
        raise InputError("plugin", "a function of signary.plugins that registers without an error", got) from error
    finally:
        _registering = ""
