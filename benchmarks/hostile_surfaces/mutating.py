"""How contents are damaged: bytes, numbers, lines, and the trees of JSON and YAML."""

from __future__ import annotations

import io
import json
import math
import random
import re
import struct
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import yaml

from hostile_surfaces.surface import Mutator

#: Words that readers stumble over.
WORDS = (
    *("", " ", "\x00", "\ufeff", "\u2028", "\ud83d\ude00", "ß", "İ", "٣", "²", "NaN", "-inf", "1e999", "null", "true"),
    *(
        "../../x",
        "/etc/passwd",
        "a/b",
        "con",
        "%s%n",
        "{0}",
        "x" * 10_000,
        "9" * 5_000,
        "-1",
        "0",
        "1e-320",
        "2001-99-99",
    ),
    *("__class__", "a\nb", "a\r\nb", '"', "'", "|", "\t", ",", ";", "`", "\\", "e\u0301" * 1000, "\u202e", "<b>"),
)
NUMBERS: tuple[Any, ...] = (
    *(
        0,
        -1,
        1,
        2,
        7,
        255,
        65535,
        2**31 - 1,
        2**31,
        -(2**31),
        2**32,
        2**53,
        2**63 - 1,
        2**63,
        2**64,
        10**30,
        -(10**400),
    ),
    *(0.5, -0.0, 1e-320, 1e38, 3.5e38, 1e308, math.inf, -math.inf, math.nan),
)
#: Bombs stay packed, so that no mutant is gigabytes on the disk.
_LARGE = 16 << 20
_PACKED = ("<H", ">H", "<I", ">I", "<i", "<Q", "<q", "<f", "<d", ">d")


def flip_bits(content: bytes, dice: random.Random) -> bytes:
    """One to eight bits turned over."""
    if not content:
        return content
    damaged = bytearray(content)
    for _ in range(dice.choice((1, 2, 8))):
        damaged[dice.randrange(len(damaged))] ^= 1 << dice.randrange(8)
    return bytes(damaged)


def set_bytes(content: bytes, dice: random.Random) -> bytes:
    """A byte or some replaced by the ends of their range."""
    if not content:
        return content
    at = dice.randrange(len(content))
    new = bytes(dice.choice((0, 1, 127, 128, 255, dice.randrange(256))) for _ in range(dice.choice((1, 2, 4, 8))))
    return content[:at] + new + content[at + len(new) :]


def set_number(content: bytes, dice: random.Random) -> bytes:
    """A binary number of two to eight bytes at the end of its range."""
    code = dice.choice(_PACKED)
    size, at = struct.calcsize(code), dice.randrange(len(content) + 1)
    if code[1] in "fd":
        new = struct.pack(code, dice.choice((math.inf, math.nan, -1e30, 1e38, 0.0)))
    else:
        new = struct.pack(
            code.upper(), dice.choice((0, 1, 2 ** (8 * size) - 1, 2 ** (8 * size - 1), 2 ** (8 * size - 2)))
        )
    return content[:at] + new + content[at + size :]


def truncate(content: bytes, dice: random.Random) -> bytes:
    """The beginning alone."""
    return content[: dice.randrange(len(content) + 1)]


def cut_out(content: bytes, dice: random.Random) -> bytes:
    """A piece taken away."""
    at = dice.randrange(len(content) + 1)
    return content[:at] + content[at + dice.choice((1, 2, 10, 100, 1000)) :]


def repeat(content: bytes, dice: random.Random) -> bytes:
    """A piece written again, once or many times, at its place or at another."""
    start = dice.randrange(len(content) + 1)
    piece = content[start : start + dice.choice((1, 4, 30, 300))]
    at = dice.choice((start, dice.randrange(len(content) + 1)))
    return content[:at] + piece * dice.choice((1, 2, 50, 3000)) + content[at:]


def insert_word(content: bytes, dice: random.Random) -> bytes:
    """A word that readers stumble over, or bytes that are no text."""
    word = dice.choice((*WORDS, *map(str, NUMBERS[:17]))).encode("utf-8", "surrogatepass")
    at = dice.randrange(len(content) + 1)
    return content[:at] + dice.choice((word, word, b"\xff\xfe", b"\xc3\x28", b"\xed\xa0\x80")) + content[at:]


def replace_number(content: bytes, dice: random.Random) -> bytes:
    """A number that is written out replaced by an extreme."""
    found = list(re.finditer(rb"-?\d+(\.\d+)?([eE][-+]?\d+)?", content[: 1 << 20]))
    if not found:
        return insert_word(content, dice)
    place = dice.choice(found)
    new = dice.choice((*map(str, NUMBERS), "9" * 5000, "1e999", "0x10", "1_0", "٣", "1.5.2", "--1")).encode()
    return content[: place.start()] + new + content[place.end() :]


def change_lines(content: bytes, dice: random.Random) -> bytes:
    """Lines taken away, doubled, exchanged, joined or ended otherwise."""
    lines = content.split(b"\n")
    at, other = dice.randrange(len(lines)), dice.randrange(len(lines))
    change = dice.randrange(6)
    if change == 0:
        del lines[at]
    elif change == 1:
        lines[at:at] = [lines[at]] * dice.choice((1, 1, 1000))
    elif change == 2:
        lines[at], lines[other] = lines[other], lines[at]
    elif change == 3:
        lines[at : at + 2] = [b"".join(lines[at : at + 2])]
    elif change == 4:
        return dice.choice((b"\r\n", b"\r", b"\x0b", "\u2028".encode(), b"\x85")).join(lines)
    else:
        lines[at] = lines[at] + lines[other]
    return b"\n".join(lines)


def change_separators(content: bytes, dice: random.Random) -> bytes:
    """A separator, quote or bracket taken away, doubled or replaced by another."""
    found = [at for at, byte in enumerate(content[: 1 << 18]) if byte in b",;|\t\"':{}[]-# \n"]
    if not found:
        return insert_word(content, dice)
    at = dice.choice(found)
    new = dice.choice((b"", content[at : at + 1] * 2, *(bytes([byte]) for byte in b",;|\t\"':{}[]&*!%@>-#\n\0")))
    return content[:at] + new + content[at + 1 :]


BINARY: tuple[Mutator, ...] = (flip_bits, flip_bits, set_bytes, set_number, set_number, truncate, cut_out, repeat)
TEXT: tuple[Mutator, ...] = (
    *(flip_bits, truncate, cut_out, repeat, insert_word, insert_word, replace_number, replace_number),
    *(change_lines, change_lines, change_separators, change_separators),
)


def nested(depth: int, kind: str) -> Any:
    """A list of a list of …, or a mapping of a mapping of …."""
    value: Any = 0
    for _ in range(depth):
        value = [value] if kind == "list" else {"a": value}
    return value


def change_tree(value: Any, dice: random.Random) -> Any:
    """A copy of data of JSON with one place of it changed: type, extreme, missing, repeated, nested."""
    if isinstance(value, dict) and value and dice.random() < 0.85:
        name = dice.choice(list(value))
        changed = dict(value)
        choice = dice.random()
        if choice < 0.08:
            del changed[name]
        elif choice < 0.14:
            changed[dice.choice(WORDS)] = changed[name]
        elif choice < 0.2:
            changed[dice.choice(WORDS)] = changed.pop(name)
        else:
            changed[name] = change_tree(value[name], dice)
        return changed
    if isinstance(value, list) and value and dice.random() < 0.85:
        at, changed_list = dice.randrange(len(value)), list(value)
        choice = dice.random()
        if choice < 0.08:
            del changed_list[at]
        elif choice < 0.16:
            changed_list[at:at] = [value[at]] * dice.choice((1, 1, 2000))
        else:
            changed_list[at] = change_tree(value[at], dice)
        return changed_list
    return _another(value, dice)


def _another(value: Any, dice: random.Random) -> Any:
    choices: list[Callable[[], Any]] = [
        *(lambda: dice.choice(WORDS), lambda: dice.choice(NUMBERS), lambda: dice.choice((True, False, None))),
        *(
            lambda: dice.choice(([], {}, [[]], {"a": 1}, [None], [1, "a"])),
            lambda: nested(dice.choice((3, 70)), "list"),
        ),
        *(lambda: [value], lambda: {"a": value}, lambda: str(value), lambda: nested(dice.choice((3, 70)), "dict")),
    ]
    if isinstance(value, (int, float)):
        choices += [lambda: dice.choice(NUMBERS)] * 4
    if isinstance(value, str):
        choices += [lambda: dice.choice(WORDS), lambda: value + dice.choice(WORDS), lambda: value[: dice.randrange(9)]]
    return dice.choice(choices)()


def change_json(content: bytes, dice: random.Random) -> bytes:
    """One place of a JSON file changed; what is no JSON any more is changed as text."""
    try:
        value = json.loads(content)
        text = json.dumps(change_tree(value, dice), ensure_ascii=dice.random() < 0.5)
    except (ValueError, RecursionError):
        return dice.choice(TEXT)(content, dice)
    return text.encode("utf-8", "surrogatepass")


def deepen(content: bytes, dice: random.Random) -> bytes:
    """Brackets far deeper than any reader needs, at one place."""
    at, depth = dice.randrange(len(content) + 1), dice.choice((100, 2000, 100_000))
    left, right = dice.choice(((b"[", b"]"), (b'{"a":', b"}"), (b"[{a: ", b"}]"), (b"- ", b""), (b"(", b")")))
    return content[:at] + left * depth + dice.choice((b"1", b"")) + right * depth + content[at:]


def change_yaml(content: bytes, dice: random.Random) -> bytes:
    """One place of a YAML file changed; what is no YAML any more is changed as text."""
    try:
        value = yaml.safe_load(content)
        text = yaml.safe_dump(change_tree(value, dice), allow_unicode=True, default_flow_style=dice.random() < 0.5)
    except Exception:  # noqa: BLE001 - PyYAML fails in many ways at what is no YAML
        return dice.choice(TEXT)(content, dice)
    return text.encode("utf-8", "surrogatepass")


def insert_yaml(content: bytes, dice: random.Random) -> bytes:
    """A word of YAML that is more than data: tags, aliases, dates, merges."""
    words = (
        b"!!bool x",
        b"!!int x",
        b"!!python/name:os.system ",
        b"&a ",
        b"*a ",
        b"&a [*a]",
        b"<<: ",
        b"2001-99-99",
        b"1:99",
        b"!!timestamp x",
        b"!!set {a}",
        b"? [a]\n: b",
        b"--- ",
        b"...",
        b"%YAML 9.9\n",
        b"|9\n",
        b"0b",
        b"=",
        b"NO: ",
    )
    places = [found.end() for found in re.finditer(rb"[:,\[{\-] ", content[: 1 << 20])] or [0]
    at = dice.choice(places)
    return content[:at] + dice.choice(words) + content[at:]


JSON: tuple[Mutator, ...] = (*[change_json] * 12, *TEXT, deepen)
YAML: tuple[Mutator, ...] = (*[change_yaml] * 6, *[insert_yaml] * 3, *TEXT, deepen)


def inside_zip(inner: Sequence[Mutator]) -> Mutator:
    """Damages a member of an archive and packs it anew, so that its checksum is right."""

    def change(content: bytes, dice: random.Random) -> bytes:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                if sum(one.file_size for one in archive.infolist()) > _LARGE:
                    return dice.choice(BINARY)(content, dice)
                members = {one.filename: archive.read(one) for one in archive.infolist()}
        except Exception:  # noqa: BLE001 - an archive that an earlier damage has broken
            return dice.choice(BINARY)(content, dice)
        if not members:
            return dice.choice(BINARY)(content, dice)
        chosen = dice.choice(sorted(members))
        choice = dice.random()
        if choice < 0.05:
            del members[chosen]
        elif choice < 0.1:
            members[dice.choice(("x", "../x.npy", chosen + ".npy"))] = members[chosen]
        elif choice < 0.15:
            members[chosen] = members[dice.choice(sorted(members))]
        else:
            members[chosen] = dice.choice(inner)(members[chosen], dice)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", dice.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as archive:
            for name, member in members.items():
                archive.writestr(name, member)
        return packed.getvalue()

    return change


def change_npy_header(content: bytes, dice: random.Random) -> bytes:
    """Another type, order or shape in the header of a numpy array."""
    end = content.find(b"\n")
    if not content.startswith(b"\x93NUMPY") or end < 0:
        return dice.choice(BINARY)(content, dice)
    header = content[10:end]
    types = (
        b"|O",
        b"<f8",
        b"<U1",
        b"<i2",
        b"|V0",
        b"<M8[s]",
        b"<f16",
        b"|S0",
        b"<U2000000000",
        b"<c16",
        b">f4",
        b"|b1",
        b"x",
    )
    shapes = (
        b"()",
        b"(-1,)",
        b"(0, 1000000000000000000000)",
        b"(2147483648, 2147483648)",
        b"(1,)",
        b"(" + b"1," * 70 + b")",
        b"(3.5,)",
    )
    if dice.random() < 0.5:
        header = re.sub(rb"'descr': '[^']*'", b"'descr': '" + dice.choice(types) + b"'", header)
    else:
        header = re.sub(rb"'shape': \([^)]*\)", b"'shape': " + dice.choice(shapes), header)
    return content[:8] + struct.pack("<H", len(header) + 1) + header + b"\n" + content[end + 1 :]


NPZ: tuple[Mutator, ...] = (*BINARY, *[inside_zip((*BINARY, *[change_npy_header] * 8, insert_word, change_json))] * 14)
