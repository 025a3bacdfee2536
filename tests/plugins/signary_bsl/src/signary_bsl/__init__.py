"""British Sign Language for signary: a plug-in, found through the entry-point group `signary.plugins`."""

from __future__ import annotations

from importlib import import_module

#: Modules of this package; each has a `register()` of its own.
_PARTS = ("language", "layout", "reader", "metric", "decoding")


def register() -> None:
    """Add everything in this package to signary."""
    for name in _PARTS:
        import_module(f"signary_bsl.{name}").register()
