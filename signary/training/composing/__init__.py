"""Compositional training text: sentences without end, signed as users get them signed."""
