"""One animation of a glTF file: a sample a frame where something moves, two where it stays, none where it rests."""

from __future__ import annotations

from typing import Any

import numpy as np

from signary.pose.avatar.gltf_buffer import GltfBuilder

#: Turns, weights and shifts that differ by less are the same.
_SAME = 1e-7
_LARGEST_SHORT = 32767


class GltfAnimation:
    """An animation in the making.

    Args:
        builder: The file.
        name: Of the animation.
        frames: Number of samples, at least 1.
        fps: Frames a second.
    """

    def __init__(self, builder: GltfBuilder, name: str, frames: int, fps: float) -> None:
        self._builder = builder
        self._name = name
        self._channels: list[tuple[int, str, np.ndarray]] = []
        self._seconds = (np.arange(frames) / fps).astype(np.float32)
        #: First and last frame; one if there is only one.
        self._ends = sorted({0, frames - 1})
        self._times: dict[bool, int] = {}

    def rotate(self, node: int, turns: np.ndarray, *, short: bool = False) -> None:
        """Turn a node.

        Args:
            node: Index of the node.
            turns: Unit quaternions (x, y, z, w), shape (T, 4).
            short: Write them as normalised 16-bit integers, at most 0.0035° off.
        """
        if np.abs(turns[:, :3]).max() <= _SAME:
            return
        # Of both quaternions of a turn the one nearer to the frame before: readers mix neighbours.
        against = (turns[1:] * turns[:-1]).sum(-1, keepdims=True) < 0
        turns = np.concatenate([turns[:1], turns[1:] * np.cumprod(np.where(against, -1, 1), axis=0)])
        self._channel(node, "rotation", turns, short)

    def morph(self, node: int, weights: np.ndarray) -> None:
        """Set the weights of a node's morph targets, shape (T, targets)."""
        if np.abs(weights).max() > _SAME:
            self._channel(node, "weights", weights)

    def shift(self, node: int, translations: np.ndarray) -> None:
        """Move a node, shape (T, 3), also where it does not move: a shift may mean something else."""
        self._channel(node, "translation", translations)

    def finish(self) -> None:
        """Add the animation to the file, unless nothing moves: glTF has no animation without channels."""
        if not self._channels:
            return
        channels, samplers = [], []
        for at, (node, path, samples) in enumerate(self._channels):
            moves = bool((samples != samples[0]).any())
            channels.append({"sampler": at, "target": {"node": node, "path": path}})
            samplers.append({"input": self._time(moves), "interpolation": "LINEAR"})
            kept = samples if moves else samples[self._ends]
            self._channels[at] = node, path, kept.reshape(-1) if path == "weights" else kept
        for members in self._alike():
            arrays = [self._channels[at][2] for at in members]
            outputs = self._builder.pool(arrays, normalized=arrays[0].dtype == np.int16)
            for at, output in zip(members, outputs, strict=True):
                samplers[at]["output"] = output
        self._builder.add("animations", {"name": self._name, "samplers": samplers, "channels": channels})

    def _alike(self) -> list[list[int]]:
        """Numbers of channels that can lie in one view."""
        found: dict[tuple[Any, ...], list[int]] = {}
        for at, (_, _, samples) in enumerate(self._channels):
            found.setdefault((samples.dtype, *samples.shape[1:]), []).append(at)
        return list(found.values())

    def _channel(self, node: int, path: str, samples: np.ndarray, short: bool = False) -> None:
        if np.abs(samples - samples[0]).max() <= _SAME:
            samples = np.broadcast_to(samples[0], samples.shape)
        kept = np.round(samples * _LARGEST_SHORT).astype(np.int16) if short else samples.astype(np.float32)
        self._channels.append((node, path, kept))

    def _time(self, all_frames: bool) -> int:
        """Index of the seconds of all frames, or of the ends."""
        if all_frames not in self._times:
            seconds = self._seconds if all_frames else self._seconds[self._ends]
            self._times[all_frames] = self._builder.accessor(seconds, bounds=True)
        return self._times[all_frames]
