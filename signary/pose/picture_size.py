"""The size of a picture that a file does not say: shares of width and height become pixels of that picture."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from signary.io.errors import InputError
from signary.io.quoting import quoted
from signary.pose.sequence import PoseSequence

#: Metadata of sequences whose files hold shares: pixels of a square picture until somebody says its size.
ASSUMED = "picture_assumed"
_MOST = 65_536
_SIZE = re.compile(r"([1-9][0-9]{0,5})[x×]([1-9][0-9]{0,5})")


def parse_size(text: str, argument: str = "picture") -> tuple[int, int]:
    """Width and height of `1280x720`.

    Raises:
        InputError: If the text is no size, or larger than any picture.
    """
    found = _SIZE.fullmatch(text)
    size = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 0 < max(size) <= _MOST:
        raise InputError(argument, f"width and height such as 1280x720, at most {_MOST:,}", quoted(text))
    return size


def with_picture(sequence: PoseSequence, size: tuple[int, int], argument: str = "picture") -> PoseSequence:
    """A sequence of shares in the picture that it was seen in.

    Args:
        sequence: Of DWPose or MediaPipe's arrays, in pixels of a square (`metadata["picture_assumed"]`).
        size: Width and height in pixels. Depth, which MediaPipe has in the scale of x, goes with the width.
        argument: What messages call the size.

    Raises:
        InputError: If the file says the size itself, or is in pixels already.
    """
    if not sequence.metadata.get(ASSUMED):
        raise InputError(argument, "none for motion whose file has pixels, or no picture", f"{size[0]}x{size[1]}")
    scales = np.ones(len(sequence.layout.channels), np.float32)
    for at, channel in enumerate(sequence.layout.channels):
        down = channel.direction in ("down", "up")
        scales[at] = size[1] / sequence.metadata["height"] if down else size[0] / sequence.metadata["width"]
    joints = sequence.joints * scales
    metadata = {name: fact for name, fact in sequence.metadata.items() if name != ASSUMED}
    metadata |= {"width": size[0], "height": size[1]}
    return replace(sequence, values=joints.reshape(len(joints), -1), metadata=metadata)
