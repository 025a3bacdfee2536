"""Ground floor: errors with names, safe reading, whole-or-nothing writing, progress."""
