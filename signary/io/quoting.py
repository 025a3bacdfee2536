"""What a message quotes of its input: always short, on one line, and found without walking through all of it."""

from __future__ import annotations

import math
import re
from typing import Any

#: Most characters of a text that a message quotes.
MAX_QUOTE = 200
_ITEMS, _LEVELS, _DIGITS = 4, 3, 30
#: Line breaks, control characters and halves of characters, which no terminal shows.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_BRACKETS = dict[type[Any], tuple[str, str]]({list: ("[", "]"), tuple: ("(", ")")})


def quoted(value: object, most: int = MAX_QUOTE) -> str:
    """What `repr` says of a value, cut: four items of a container, three levels, `most` characters in all.

    The time it takes does not grow with the value: a list of a list of … that would fill gigabytes when written out is
    quoted as quickly as a word. Objects that are neither text, numbers nor containers are named by their kind.

    Args:
        value: Anything, from a file that nobody vouches for.
        most: Most characters.
    """
    return cut(_quoted(value, most, _LEVELS), most)


def cut(text: str, most: int = MAX_QUOTE) -> str:
    """A text on one line, with `…` for what lies beyond `most` characters."""
    seen = _UNSEEN.sub(" ", text[: most + 1])
    return seen if len(text) <= most else f"{seen[: most - 1]}…"


def _quoted(value: Any, most: int, levels: int) -> str:
    kind = type(value)
    if kind in (str, bytes, bytearray):
        return repr(value[:most]) + ("…" if len(value) > most else "")
    if kind is int and value.bit_length() > 64:
        return f"an integer of about {1 + int(value.bit_length() * math.log10(2)):,} digits"
    if value is None or kind in (bool, int, float, complex):
        return repr(value)
    if kind in (list, tuple, set, frozenset, dict):
        return _container(value, most, levels)
    shape, dtype = getattr(value, "shape", None), getattr(value, "dtype", None)
    if isinstance(shape, tuple) and dtype is not None:
        return f"{kind.__name__} of shape {tuple(shape)} and {cut(str(dtype), _DIGITS)}"
    return kind.__name__


def _container(value: Any, most: int, levels: int) -> str:
    left, right = _BRACKETS.get(type(value), ("{", "}"))
    if not value:
        return f"{left}{right}" if type(value) not in (set, frozenset) else f"{type(value).__name__}()"
    if not levels:
        return f"{left}…{right}"
    items = [item for item, _ in zip(value.items() if type(value) is dict else value, range(_ITEMS), strict=False)]
    if type(value) is dict:
        inside = [f"{_quoted(key, most, levels - 1)}: {_quoted(item, most, levels - 1)}" for key, item in items]
    else:
        inside = [_quoted(item, most, levels - 1) for item in items]
    rest = ", …" if len(value) > len(items) else "," if type(value) is tuple and len(value) == 1 else ""
    return f"{left}{', '.join(inside)}{rest}{right}"
