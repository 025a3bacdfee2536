"""JSON from outside: its size, depth, numbers and names are looked at before it is parsed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np

from signary.io.budget import JSON, Budget
from signary.io.errors import FormatError, UnsafeFileError
from signary.io.reading import read_bytes

#: A text, or what is left of one at the end; possessive, so that its time is linear whatever it is given.
_TEXT = re.compile(rb'"(?:[^"\\]++|\\.?)*+(?:"|\Z)', re.DOTALL)
_HALF_CHARACTER = re.compile(rb"\\u[dD][89a-fA-F]")
_ONE_DIGIT = bytes.maketrans(b"123456789", b"000000000")
_NO_BRACKETS = bytes(byte for byte in range(256) if byte not in b"[]{}")
#: What a bracket does to the depth, by byte.
_STEP = np.zeros(256, np.int8)
_STEP[[*b"[{"]], _STEP[[*b"]}"]] = 1, -1


class _RepeatedKeyError(ValueError):
    """Two values under one name: which of them is meant nobody can say."""


def read_json(path: Path | str, budget: Budget = JSON, kind: type | tuple[type, ...] = dict) -> Any:
    """The content of a JSON file.

    Args:
        path: The file, UTF-8.
        budget: Most that it may hold.
        kind: What it must be: `dict` for an object, `list` for an array.

    Raises:
        InputError: If there is no such file, or it cannot be read.
        FormatError: If it is no JSON, not of that kind, or names one thing twice.
        UnsafeFileError: If it holds more than the budget.
    """
    path = Path(path)
    return parse_json(read_bytes(path, budget.on_disk), path.name, budget, kind)


def parse_json(content: bytes | str, where: str, budget: Budget = JSON, kind: type | tuple[type, ...] = dict) -> Any:
    """The value that JSON stands for; see `read_json`.

    Args:
        content: Bytes (UTF-8, a byte order mark is passed over) or text.
        where: What messages call it, such as the name of its file.
        budget: Most that it may hold.
        kind: What it must be.

    Raises:
        FormatError: If it is no JSON, not of that kind, or names one thing twice.
        UnsafeFileError: If it holds more than the budget.
    """
    try:
        data = content.encode() if isinstance(content, str) else content.removeprefix(b"\xef\xbb\xbf")
        _check_claims(data, where, budget)
        value = json.loads(data.decode(), object_pairs_hook=_unrepeated)
        if _HALF_CHARACTER.search(data):
            json.dumps(value, ensure_ascii=False).encode()
    except FormatError:
        raise
    except UnicodeError:
        raise FormatError(where, "JSON in UTF-8", "bytes or escapes that are no characters") from None
    except _RepeatedKeyError as error:
        raise FormatError(where, "JSON that names a thing once", str(error)) from None
    except (ValueError, RecursionError) as error:
        raise FormatError(where, "JSON", str(error)) from None
    if not isinstance(value, kind):
        expected = " or ".join(_SPOKEN.get(one, one.__name__) for one in (kind if isinstance(kind, tuple) else (kind,)))
        raise FormatError(where, f"JSON with {expected}", _SPOKEN.get(type(value), type(value).__name__))
    return value


_SPOKEN: dict[type, str] = {
    dict: "an object",
    list: "an array",
    str: "a text",
    int: "a number",
    float: "a number",
    type(None): "null",
    bool: "a truth value",
}


def _check_claims(data: bytes, where: str, budget: Budget) -> None:
    """Depth, items and lengths, at the speed of a search: nothing is built."""
    budget.check_on_disk(where, len(data))
    budget.check_items(where, (data.count(b'"') - data.count(b'\\"')) // 4)  # a name and a text are four quotes
    budget.check_text(where, max(0, max(map(len, _TEXT.findall(data)), default=0) - 2))
    bare = _TEXT.sub(b"", data)
    if b"0" * (budget.digits + 1) in bare.translate(_ONE_DIGIT):
        raise UnsafeFileError(where, f"at most {budget.digits:,} digits in a number", "more")
    brackets = bare.translate(None, _NO_BRACKETS)
    budget.check_items(where, bare.count(b",") + bare.count(b"[") + bare.count(b"{"))
    depths = np.cumsum(_STEP[np.frombuffer(brackets, np.uint8)], dtype=np.int32)
    budget.check_depth(where, int(depths.max(initial=0)))


def _unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen = set[str]()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise _RepeatedKeyError(f"{twice[:100]!r} twice")
    return found
