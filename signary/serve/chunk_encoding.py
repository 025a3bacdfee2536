"""Chunks of motion on the wire: JSON, or a header in JSON and the numbers as float16."""

from __future__ import annotations

import json
import struct
from typing import Any

import numpy as np

from signary.streaming.chunks import PoseChunk

#: Numbers are radians and coefficients: a hundred-thousandth is far below what anybody sees.
_DIGITS = 5
#: Begins a binary chunk.
MAGIC = b"SGN1"


def is_idle(chunk: PoseChunk) -> bool:
    """Whether nothing is signed in a chunk, and nothing said."""
    return chunk.text is None and chunk.message is None


def encode_chunk(chunk: PoseChunk, binary: bool) -> str | bytes:
    """A chunk as a message.

    Args:
        chunk: The chunk.
        binary: As bytes: `SGN1`, the length of a header (uint32), the header (JSON in UTF-8, filled up with blanks to a
            multiple of 4 bytes), frames × channels in float16; all little-endian. Else as JSON with `values`.
    """
    frames, channels = chunk.pose.values.shape
    header: dict[str, Any] = {
        "type": "chunk",
        "start": chunk.start,
        "frames": frames,
        "text": chunk.text,
        "word": chunk.word,
        "gloss": chunk.gloss,
        "message": chunk.message,
        "method": chunk.method,
        "account": chunk.account,
        "idle": is_idle(chunk),
    }
    if not binary:
        # Numbers of `chunk.pose` are finite: missing ones would be an error of the model.
        return json.dumps({**header, "values": rounded(chunk.pose.values)}, ensure_ascii=False, allow_nan=False)
    said = json.dumps({**header, "channels": channels}, ensure_ascii=False).encode()
    said += b" " * (-len(said) % 4)
    return MAGIC + struct.pack("<I", len(said)) + said + chunk.pose.values.astype("<f2").tobytes()


def decode_chunk(content: bytes) -> tuple[dict[str, Any], np.ndarray]:
    """Header and frames (frames, channels) in float32 of a binary chunk, as a client reads it.

    Args:
        content: As `encode_chunk` makes it.
    """
    assert content[:4] == MAGIC
    (size,) = struct.unpack("<I", content[4:8])
    header = json.loads(content[8 : 8 + size])
    values = np.frombuffer(content[8 + size :], "<f2").astype(np.float32)
    return header, values.reshape(header["frames"], header["channels"])


def rounded(values: np.ndarray) -> list[list[float | None]]:
    """Numbers for JSON: five digits, None for those that are missing.

    Args:
        values: Of shape (T, D).
    """
    # Through float64: the nearest float32 of a rounded number has many digits again.
    whole = np.round(values.astype(np.float64), _DIGITS)
    if np.isfinite(whole).all():
        finite: list[list[float | None]] = whole.tolist()
        return finite
    return [[number if np.isfinite(number) else None for number in frame] for frame in whole.tolist()]
