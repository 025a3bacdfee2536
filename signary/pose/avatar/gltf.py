"""`.glb`: the skinned figure and one animation of it (glTF 2.0), for Blender, game engines and web pages.

The animation has the name of the text. Each joint that turns has a channel of sampled rotations, a sample a frame: as
floats where a turn moves much (shoulder, elbow), as 16-bit integers where it moves a hand; what stays as it is has two
samples, what stays at rest no channel. The ten coefficients of expression are the weights of the face's morph targets.
`extras` of the scene hold what was signed when (docs/pose_files.md).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from signary.io.atomic import atomic_path
from signary.io.errors import InputError
from signary.io.quoting import cut
from signary.pose.avatar.figure import Figure, load_figure, local_rotations
from signary.pose.avatar.gltf_animation import GltfAnimation
from signary.pose.avatar.gltf_buffer import GltfBuilder
from signary.pose.avatar.gltf_figure import FACE, loaded_figure
from signary.pose.avatar.playable import playable
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons.smplx import NUM_EXPRESSION

#: Metres over which 16 bits turn a point by less than 0.02 mm.
_SHORT_LEVER = 0.25
_LONGEST_NAME = 63
#: What of the metadata goes into `extras`; `segments` is a list of signs: word, gloss, start, end.
_FACTS = ("text", "language", "notice", "segments")


def write_glb(sequence: PoseSequence, path: Path | str, *, compress: bool = False) -> None:
    """Write motion on the figure as a `.glb` file; it appears whole or not at all.

    Args:
        sequence: Motion of layout `smplx`, at least one frame; `text`, `language`, `notice` and `segments` of its
            metadata go along.
        path: The file.
        compress: Pack it by `EXT_meshopt_compression`, which web viewers read and Blender does not.

    Raises:
        InputError: If the motion has no rotations or frames, or the folder cannot be written to.
    """
    content = glb_bytes(sequence, compress=compress)
    with atomic_path(path) as temporary:
        temporary.write_bytes(content)


def glb_bytes(sequence: PoseSequence, *, compress: bool = False, detail: str = "full") -> bytes:
    """The bytes of `write_glb`.

    Args:
        sequence: As of `write_glb`.
        compress: As of `write_glb`.
        detail: `full` or `light` figure.

    Raises:
        InputError: As of `write_glb`.
    """
    values = playable(sequence, ".glb")
    builder = loaded_figure(detail, compress)
    add_motion(builder, load_figure(detail), values, sequence)
    return builder.to_bytes()


def add_motion(builder: GltfBuilder, figure: Figure, values: np.ndarray, sequence: PoseSequence) -> None:
    """Add an animation and the captions to a file that has the figure.

    Args:
        builder: The file.
        figure: Whose nodes it has.
        values: Array of shape (T, 133) without gaps.
        sequence: Says frame rate and metadata.
    """
    animation = GltfAnimation(builder, animation_name(sequence), len(values), sequence.fps)
    turns, levers = local_rotations(figure, values), _levers(figure)
    for joint in range(len(figure.joints)):
        animation.rotate(joint, turns[:, joint], short=builder.compress or levers[joint] <= _SHORT_LEVER)
    for at, node in enumerate(builder.document["nodes"]):
        if node["name"] == FACE:
            animation.morph(at, values[:, -NUM_EXPRESSION:])
    animation.finish()
    # Twist bones have channels of their own now.
    builder.document["scenes"][0]["extras"] = extras(sequence)


def animation_name(sequence: PoseSequence) -> str:
    """The text, as far as a name goes."""
    return cut(str(sequence.metadata.get("text") or "signing"), _LONGEST_NAME)


def extras(sequence: PoseSequence) -> dict[str, Any]:
    """What was signed when, for `extras`: facts of the metadata, frames a second, number of frames.

    Raises:
        InputError: If the metadata's `segments` are no list of signs with finite times.
    """
    facts = {name: sequence.metadata[name] for name in _FACTS if sequence.metadata.get(name)}
    found: dict[str, Any] = {name: str(facts[name]) for name in facts if name != "segments"}
    if "segments" in facts:
        found["segments"] = [_segment(item) for item in _listed(facts["segments"])]
    return found | {"fps": sequence.fps, "frames": len(sequence)}


def _listed(segments: Any) -> list[Any]:
    if not isinstance(segments, (list, tuple)):
        raise InputError("metadata['segments']", "a list of signs", segments)
    return list(segments)


def _segment(item: Any) -> dict[str, Any]:
    if not isinstance(item, Mapping) or not {"start", "end"} <= set(item) or not {"word", "text", "gloss"} & set(item):
        raise InputError("metadata['segments']", "word or gloss, start and end of each sign", item)
    times = {name: item[name] for name in ("start", "end")}
    if not all(isinstance(time, (int, float)) and math.isfinite(time) for time in times.values()):
        raise InputError("metadata['segments']", "start and end in seconds", item)
    # A model without a pointer tells the times of sentences, a gloss model those of glosses.
    words = {"word": str(item.get("word", item.get("text", ""))), "gloss": str(item.get("gloss", ""))}
    return words | {name: round(float(time), 6) for name, time in times.items()}


def _levers(figure: Figure) -> np.ndarray:
    """How far from each joint the farthest joint is that hangs on it, shape (J,), metres."""
    levers = np.zeros(len(figure.joints))
    for joint in range(len(figure.joints)):
        above = figure.parents[joint]
        while above >= 0:
            levers[above] = max(levers[above], float(np.linalg.norm(figure.rest[joint] - figure.rest[above])))
            above = figure.parents[above]
    return levers
