"""Ground floor: errors with names, safe reading, whole-or-nothing writing, progress."""

__version__ = "0.1.0"
