"""Pickles that ask for code, memory or time, and how pickles are damaged: a pickle is a program of one-byte steps."""

from __future__ import annotations

import gzip
import io
import pickle
import pickletools
import random
import struct
import zipfile

from hostile_surfaces.mutating import BINARY, WORDS
from hostile_surfaces.surface import Mutator
from hostile_surfaces.worker import CANARY

_TOUCH = f"touch {CANARY}".encode()
_SET = f"import sys; sys.{CANARY} = 1".encode()


def short(text: bytes) -> bytes:
    """A text in a pickle."""
    return b"X" + struct.pack("<I", len(text)) + text


def raw(content: bytes) -> bytes:
    """Bytes in a pickle."""
    return b"B" + struct.pack("<I", len(content)) + content


def name(module: str, attribute: str) -> bytes:
    """A Python object by its name in a pickle."""
    return f"c{module}\n{attribute}\n".encode()


def call(module: str, attribute: str, *arguments: bytes) -> bytes:
    """A call in a pickle."""
    return name(module, attribute) + b"(" + b"".join(arguments) + b"tR"


def whole(steps: bytes, protocol: int = 4) -> bytes:
    """A pickle of steps that leave one object."""
    return b"\x80" + bytes([protocol]) + steps + b"."


def integer(value: int) -> bytes:
    """A whole number of any size in a pickle."""
    size = value.bit_length() // 8 + 1
    head = b"\x8a" + bytes([size]) if size < 256 else b"\x8b" + struct.pack("<I", size)
    return head + value.to_bytes(size, "little", signed=True)


#: Ten words, and twelve levels of ten times the list below.
LAUGHS = b"".join(
    [b"](" + short(b"lol") * 10 + b"e"]
    + [b"q" + bytes([at]) + b"0](" + (b"h" + bytes([at])) * 10 + b"e" for at in range(12)]
)
_TYPE = call("numpy", "dtype", short(b"U1")) + b"(K\x03" + short(b"<") + b"NNNJ\4\0\0\0J\4\0\0\0K\x08tb"

#: Steps that run code, if somebody lets them.
CODE = (
    call("os", "system", short(_TOUCH)),
    call("posix", "system", short(_TOUCH)),
    call("subprocess", "call", b"](" + short(b"touch") + short(CANARY.encode()) + b"e"),
    call("builtins", "exec", short(_SET)),
    call("builtins", "eval", short(b"__import__('os').system('" + _TOUCH + b"')")),
    call("__builtin__", "execfile", short(b"x")),
    call("builtins", "open", short(CANARY.encode()), short(b"w")),
    call("io", "FileIO", short(CANARY.encode()), short(b"w")),
    call("pathlib", "Path.touch", call("pathlib", "PosixPath", short(CANARY.encode()))),
    call("numpy", "save", short(CANARY.encode()), b"K\x01"),
    call("numpy.f2py.crackfortran", "myeval", short(_SET)),
    call("torch.serialization", "load", short(CANARY.encode())),
    call("torch._utils", "_rebuild_parameter_with_state", name("os", "system")),
    call("collections", "OrderedDict") + b"}" + short(b"__class__") + name("os", "system") + b"sb",
    short(b"posix") + short(b"system") + b"\x93(" + short(_TOUCH) + b"tR",
    b"(iposix\nsystem\n" + short(_TOUCH) + b"t",
    b"(" + short(_TOUCH) + b"iposix\nsystem\n",
    b"(" + name("posix", "system") + short(_TOUCH) + b"o",
    name("posix", "system") + b"(" + short(_TOUCH) + b"t\x81",
    call("functools", "partial", name("os", "system"), short(_TOUCH)) + b")R",
    call("builtins", "getattr", name("os", "system"), short(b"__call__")) + b"(" + short(_TOUCH) + b"tR",
)
#: Steps that ask for memory or time.
BOMBS = (
    call("numpy", "dtype", LAUGHS),
    call("collections", "OrderedDict", LAUGHS),
    LAUGHS,
    b"}(" + LAUGHS + b"K\x01u",
    b"\x8f(" + LAUGHS + b"\x90",
    raw(b"x" * (1 << 20))
    + b"q\x010"
    + name("builtins", "bytearray")
    + b"q\x020]("
    + b"h\x02h\x01\x85R" * 30_000
    + b"e",
    b"]("
    + short(b"x") * 100_000
    + b"eq\x010"
    + name("builtins", "set")
    + b"q\x020]("
    + b"h\x02h\x01\x85R" * 10_000
    + b"e",
    b"]("
    + short(b"x") * 100_000
    + b"eq\x010"
    + name("builtins", "bytes")
    + b"q\x020]("
    + b"h\x02h\x01\x85R" * 10_000
    + b"e",
    b"}(" + b"".join(integer(at * (2**61 - 1)) + b"N" for at in range(1, 60_001)) + b"u",
    b"\x8f(" + b"".join(integer(at * (2**61 - 1)) for at in range(1, 60_001)) + b"\x90",
    b"}" + b"".join(integer(at * (2**61 - 1)) + b"Ns" for at in range(1, 60_001)),
    b"}("
    + b"".join(
        call("builtins", "complex", b"G" + struct.pack(">d", -1000003.0 * at), b"G" + struct.pack(">d", at)) + b"N"
        for at in range(1, 20_001)
    )
    + b"u",
    b"".join(b"Np%d\n0" % (at * (2**61 - 1)) for at in range(1, 60_001)) + b"N",
    integer(1 << 4_000_000) + b"q\x010}(" + b"h\x01Nh\x01N" * 20_000 + b"u",
    integer(1 << 400_000)
    + b"q\x010"
    + call("torch._utils", "_rebuild_tensor_v2", b"N", b"K\x00", b"(" + b"h\x01" * 5_000 + b"t", b")"),
    b"\x8f" * 3_000_000,
    b"](" + b"\x8f" * 3_000_000 + b"e",
    b"](" + b"}" * 3_000_000 + b"e",
    b"](" + b"]\x94" * 2_000_000 + b"e",
    b")" + b"\x85" * 1_000_000,
    b"(" * 2_000_000,
    b"}" + b"K\x01" + b"2\x86" * 60 + b"K\x02s",
    call("numpy", "ndarray", b"(J\xff\xff\xff\x7ft"),
    call("builtins", "bytearray", b"J\xff\xff\xff\x7f"),
    call("numpy.core.multiarray", "scalar", _TYPE, raw(b"\xff\xff\xff\xff")),
    call("numpy._core.numeric", "_frombuffer", raw(b"\xff\xff\xff\xff" * 3), _TYPE, b"K\x03\x85", short(b"C")),
    short(b"\xed\xa0\x80"),
    b"V\\ud800\n",
    b"I" + b"9" * 200_000 + b"\n",
    b"F" + b"9" * 200_000 + b"\n",
    b"\x80\x05\x96" + struct.pack("<Q", 10**13),
)


def hostile_pickles() -> list[bytes]:
    """All of them; the bombs plain, the code plain, packed, and in a file of torch."""
    pickles = [whole(steps) for steps in (*CODE, *BOMBS)]
    pickles += [whole(b"}" + short(b"a") + steps + b"s", 2) for steps in CODE]
    pickles += [gzip.compress(whole(steps)) for steps in CODE[:4]]
    return [*pickles, gzip.compress(pickle.dumps(bytes(600 << 20)), 1)]


def torch_archive(steps: bytes) -> bytes:
    """A file as `torch.save` writes it, whose pickle is `steps`."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("archive/data.pkl", whole(steps, 2))
        archive.writestr("archive/byteorder", "little")
        archive.writestr("archive/version", "3\n")
    return packed.getvalue()


def change_steps(content: bytes, dice: random.Random) -> bytes:
    """A step of a pickle replaced by another, taken away, repeated, or a hostile one put before it."""
    packed = content[:2] == b"\x1f\x8b"
    try:
        plain = gzip.decompress(content) if packed else content
        if len(plain) > 1 << 20:
            return dice.choice(BINARY)(content, dice)
        starts = [at for _, _, at in pickletools.genops(plain) if at is not None]
    except Exception:  # noqa: BLE001 - a pickle that an earlier damage has broken
        return dice.choice(BINARY)(content, dice)
    which = dice.randrange(len(starts))
    start, end = starts[which], starts[which + 1] if which + 1 < len(starts) else len(plain)
    step, choice = plain[start:end], dice.random()
    if choice < 0.35:
        new = _other_step(dice)
    elif choice < 0.5:
        new = b""
    elif choice < 0.65:
        new = step * dice.choice((2, 2, 1000))
    elif choice < 0.8:
        new = dice.choice(CODE) + dice.choice((b"0", b"")) + step
    else:
        new = _other_step(dice) + step
    changed = plain[:start] + new + plain[end:]
    return gzip.compress(changed, 1) if packed else changed


def _other_step(dice: random.Random) -> bytes:
    simple = (
        b"N",
        b"]",
        b"}",
        b")",
        b"\x8f",
        b"(",
        b"0",
        b"2",
        b"t",
        b"e",
        b"s",
        b"u",
        b"a",
        b"R",
        b"b",
        b"\x85",
        b"\x90",
        b"\x91",
        b"\x94",
    )
    return dice.choice(
        (
            dice.choice(simple),
            dice.choice(simple),
            integer(dice.choice((0, -1, 2**31, 2**63, 2**64, -(10**30), 10**700))),
            b"G" + struct.pack(">d", dice.choice((float("nan"), float("inf"), -1e300, 0.0))),
            short(dice.choice(WORDS).encode("utf-8", "surrogatepass")),
            raw(dice.choice((b"", b"\xff" * 8, b"x" * 1000))),
            b"h" + bytes([dice.randrange(20)]),
            name(
                *dice.choice(
                    (
                        ("numpy", "ndarray"),
                        ("numpy", "dtype"),
                        ("builtins", "set"),
                        ("builtins", "bytes"),
                        ("os", "system"),
                    )
                )
            ),
            LAUGHS,
        )
    )


PICKLE: tuple[Mutator, ...] = (*BINARY, *[change_steps] * 8)
