"""The layouts that are known by name: the shipped ones, and those that a program or a plug-in registers."""

from __future__ import annotations

from functools import cache

from signary.io.errors import InputError, UnknownLayoutError
from signary.io.plugins import load_plugins
from signary.pose.layout import PoseLayout
from signary.pose.skeletons import shipped

_REGISTRY: dict[str, PoseLayout] = {}


def register_layout(layout: PoseLayout) -> PoseLayout:
    """Make a layout known by its name, in this process.

    What is trained, encoded or written with it carries it, so that other processes need no registration.

    Args:
        layout: Under a name that no other layout has; registering the same twice changes nothing.

    Raises:
        InputError: If another layout has its name.
    """
    known = _shipped().get(layout.name) or _REGISTRY.setdefault(layout.name, layout)
    if known is not layout and known != layout:
        raise InputError("name", "a name no other layout has", repr(layout.name))
    return known


def layout_names() -> tuple[str, ...]:
    """Names of all layouts that come with this package, are registered, or come with a plug-in."""
    load_plugins()
    return (*_shipped(), *_REGISTRY)


def get_layout(name: str) -> PoseLayout:
    """The layout of that name.

    Raises:
        UnknownLayoutError: If there is none.
    """
    found = find_layout(name)
    if found is None:
        raise UnknownLayoutError("layout", f"one of {', '.join(layout_names())}", repr(name))
    return found


def find_layout(name: str) -> PoseLayout | None:
    """The layout of that name, if there is one."""
    # What comes with the package can be of no plug-in: nobody waits for them, or for a broken one, in vain.
    if (found := _shipped().get(name)) is not None:
        return found
    load_plugins()
    return _REGISTRY.get(name)


def is_shipped(layout: PoseLayout) -> bool:
    """Whether a layout comes with this package, so that its name says everything."""
    known = _shipped().get(layout.name)
    return known is layout or known == layout


@cache
def _shipped() -> dict[str, PoseLayout]:
    return {layout.name: layout for layout in shipped()}
