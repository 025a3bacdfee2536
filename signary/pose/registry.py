"""The layouts that are known by name: the shipped ones, and those that a program registers."""

from __future__ import annotations

from signary.io.errors import InputError, UnknownLayoutError
from signary.io.plugins import load_plugins
from signary.pose.layout import PoseLayout
from signary.pose.skeletons import shipped

_REGISTRY: dict[str, PoseLayout] = {}


def register_layout(layout: PoseLayout) -> PoseLayout:
    """Add a layout to the registry.

    Raises:
        InputError: If another layout has its name.
    """
    # First, or a registry that holds a layout would look as if it held the shipped ones.
    _load_shipped()
    return _add(layout)


def _add(layout: PoseLayout) -> PoseLayout:
    if _REGISTRY.setdefault(layout.name, layout) is not layout:
        raise InputError("name", "a name no other layout has", repr(layout.name))
    return layout


def layout_names() -> tuple[str, ...]:
    """Names of all registered layouts."""
    _load_shipped()
    load_plugins()
    return tuple(_REGISTRY)


def get_layout(name: str) -> PoseLayout:
    """The registered layout of that name.

    Raises:
        UnknownLayoutError: If there is none.
    """
    _load_shipped()
    if name not in _REGISTRY:
        load_plugins()
    if name not in _REGISTRY:
        raise UnknownLayoutError("layout", f"one of {', '.join(_REGISTRY)}", repr(name))
    return _REGISTRY[name]


def _load_shipped() -> None:
    if not _REGISTRY:
        for layout in shipped():
            _add(layout)
