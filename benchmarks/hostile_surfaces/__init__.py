"""Surfaces where files from outside come in, and mutants that attack them: `benchmarks/hostile.py`, `tests/fuzz`.

A surface is a `Surface` in the list `SURFACES` of one of the modules in `MODULES`; a new module is a new name there.
"""

from __future__ import annotations

from importlib import import_module

from hostile_surfaces.surface import Surface

MODULES = (
    *("plain_files", "lexicons", "corpora", "dictionaries", "sentences", "motion_files", "models", "saved_corpora"),
    *("checkpoints", "carried_layouts", "assembling", "server", "readers", "videos", "rigs"),
)


def surfaces() -> dict[str, Surface]:
    """Name -> surface, of all modules."""
    found: dict[str, Surface] = {}
    for module in MODULES:
        for surface in import_module(f"hostile_surfaces.{module}").SURFACES:
            assert surface.name not in found, surface.name
            found[surface.name] = surface
    return found
