"""Files of pose sequences: one module a format, one function to read them all and one to write.

Files that programs play (`.glb`, `.bvh`, `.vrma`) are written by `signary.pose.avatar` and not read: they are made for
a figure's bones, and what they hold is not always all of the motion. Keypoints are lifted to a body for them.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from signary.io.errors import InputError
from signary.pose.avatar import playable
from signary.pose.formats.landmark_arrays import read_landmarks
from signary.pose.formats.npz_file import npz_remarks, read_npz_file, write_npz_file
from signary.pose.formats.numbered_frames import read_frames_folder
from signary.pose.formats.pose_file import read_pose_file, write_pose_file
from signary.pose.formats.several import Recordings
from signary.pose.formats.signavatars_pickle import read_signavatars
from signary.pose.formats.skels import SkelsFile, read_skels, read_skels_file, write_skels, write_skels_file
from signary.pose.formats.written import Written
from signary.pose.sequence import PoseSequence

__all__ = [
    "FORMATS",
    "Format",
    "Written",
    "is_video",
    "options_of",
    "read_pose",
    "read_skels",
    "write_pose",
    "write_skels",
]


def _write_glb(
    sequence: PoseSequence,
    path: Path | str,
    *,
    compress: bool = False,
    rig: Path | str | None = None,
    rig_mapping: Path | str | None = None,
) -> None:
    from signary.pose.avatar.gltf import write_glb

    if rig is None and rig_mapping is None:
        write_glb(sequence, path, compress=compress)
    elif compress:
        raise InputError("compress", "our own figure, whose files can be packed", f"the rig {rig}")
    else:
        _write_on_rig(sequence, path, rig, rig_mapping)


def _write_bvh(
    sequence: PoseSequence, path: Path | str, *, rig: Path | str | None = None, rig_mapping: Path | str | None = None
) -> None:
    from signary.pose.avatar.bvh import write_bvh

    if rig is None and rig_mapping is None:
        write_bvh(sequence, path)
    else:
        _write_on_rig(sequence, path, rig, rig_mapping)


def _write_on_rig(sequence: PoseSequence, path: Path | str, rig: Path | str | None, mapping: Path | str | None) -> None:
    from signary.pose.avatar.rig_writing import write_on_rig

    if rig is None:
        raise InputError("rig", "a rig, whose bones the mapping names", "none")
    write_on_rig(sequence, path, rig, mapping)


def _write_vrma(sequence: PoseSequence, path: Path | str) -> None:
    from signary.pose.avatar.vrma import write_vrma

    write_vrma(sequence, path)


def _vrma_remarks(sequence: PoseSequence) -> list[str]:
    from signary.pose.avatar.vrma import vrma_remarks

    return [*playable.remarks(sequence), *vrma_remarks(sequence)]


def _read_video(path: Path | str, *, fps: float | None = None) -> PoseSequence:
    from signary.pose.video.video_reader import read_video

    return read_video(path, fps=fps)


@dataclass(frozen=True)
class Format:
    """How one kind of file is read and written, if it is.

    Attributes:
        read: Reads a file; its keyword-only arguments are options of `read_pose`.
        write: Writes one; its keyword-only arguments are options of `write_pose`.
        remarks: What a user should know of a file with such a sequence, a line each.
        played: Whether a figure's bones move in it: keypoints are lifted to a body before they are written.
        several: Opens all recordings of a file that holds several; arguments are its path and, if asked for, `fps`.
    """

    read: Callable[..., PoseSequence] | None
    write: Callable[..., None] | None
    remarks: Callable[[PoseSequence], list[str]] | None = None
    played: bool = False
    several: Callable[..., Recordings] | None = None


#: Videos, whose motion MediaPipe sees (`signary.pose.video`).
VIDEO_SUFFIXES = (".mp4", ".mov", ".m4v", ".webm", ".mkv", ".avi")
#: By suffix in lower case; a folder has the empty suffix.
FORMATS = {
    ".pose": Format(read_pose_file, write_pose_file),
    ".npz": Format(read_npz_file, write_npz_file, npz_remarks),
    ".skels": Format(read_skels_file, write_skels_file, several=SkelsFile),
    ".glb": Format(None, _write_glb, playable.remarks, played=True),
    ".bvh": Format(None, _write_bvh, playable.remarks, played=True),
    ".vrma": Format(None, _write_vrma, _vrma_remarks, played=True),
    ".npy": Format(read_landmarks, None),
    ".pkl": Format(read_signavatars, None),
    **dict.fromkeys(VIDEO_SUFFIXES, Format(_read_video, None)),
    "": Format(read_frames_folder, None),
}


def read_pose(path: Path | str, **options: Any) -> PoseSequence:
    """The pose sequence in a file, whose suffix says what it is, or in a folder of frames.

    What of the file the sequence does not hold (other people, joints without a place in the layout, arrays that are not
    read) is named in `metadata["left_out"]`, a list of texts.

    Args:
        path: A `.pose`, `.npz` or `.skels` file, `.npy` of MediaPipe, `.pkl` of SignAvatars, a video, or a folder of
            one file a frame: JSON of OpenPose or DWPose, pickles of SOKE.
        **options: What the format asks for: `person` (`.pose`, folders) and `index` (`.skels`) from 0, `fps` for what
            states no frame rate. `options_of` says which there are.

    Raises:
        InputError: If there is no such file, its suffix is unknown, or an option is not one of its format.
        FormatError: If the content is not what the suffix promises.
    """
    path = Path(path)
    found = _format_of(path)
    for option, value in options.items():
        if option not in options_of(path):
            raise InputError(
                option, f"an option for {_kind(path)}: {', '.join(options_of(path))}", f"{option}={value!r}"
            )
    return found(path, **options)


def options_of(path: Path | str) -> tuple[str, ...]:
    """The options that `read_pose` takes for a file or folder.

    Raises:
        InputError: If there is no such file, or its suffix is unknown.
    """
    return _keywords(_format_of(Path(path)))


def is_video(path: Path | str) -> bool:
    """Whether a path is that of a video, by its suffix."""
    return Path(path).suffix.lower() in VIDEO_SUFFIXES


def _keywords(function: Callable[..., Any]) -> tuple[str, ...]:
    parameters = inspect.signature(function).parameters
    return tuple(name for name, what in parameters.items() if what.kind is what.KEYWORD_ONLY)


def _format_of(path: Path) -> Callable[..., PoseSequence]:
    """What reads a file or folder."""
    if not path.exists():
        raise InputError("path", "an existing file or folder", repr(str(path)))
    suffix = "" if path.is_dir() else path.suffix.lower()
    found = FORMATS.get(suffix) if path.is_dir() or suffix else None
    if found is None or found.read is None:
        only = "" if found is None else f", as a {suffix} is written for other programs and not read"
        expected = f"{_known('read')} or a folder of frames of OpenPose, DWPose or SOKE{only}"
        raise InputError("path", expected, repr(str(path)))
    return found.read


def _kind(path: Path) -> str:
    return "a folder" if path.is_dir() else path.suffix.lower()


def write_pose(sequence: PoseSequence, path: Path | str, **options: Any) -> Written:
    """Write a pose sequence in the format that the suffix of `path` names; the file appears whole or not at all.

    `.glb`, `.bvh` and `.vrma` are made of rotations: keypoints are lifted to layout `smplx` first (`lift`).

    Args:
        sequence: The sequence.
        path: A path that ends in `.pose`, `.npz`, `.skels`, `.glb`, `.bvh` or `.vrma`.
        **options: What the format asks for: `compress` (`.glb`), `rig` and `rig_mapping` (`.glb`, `.bvh`; see
            `signary.pose.avatar.rig_writing`).

    Returns:
        What whoever gets the file should know: how well keypoints were lifted, what is put in place of gaps, what
        other programs ask for.

    Raises:
        InputError: If the suffix is unknown, an option is not one of its format, the folder cannot be written to, or
            the format cannot hold the sequence.
    """
    suffix = Path(path).suffix.lower()
    form = FORMATS.get(suffix)
    write = None if form is None else form.write
    if form is None or write is None:
        raise InputError("output", _known("write"), repr(str(path)))
    for option in options:
        if option not in _keywords(write):
            takers = [name for name, each in FORMATS.items() if each.write and option in _keywords(each.write)]
            raise InputError(option, f"a file that has such an option: {', '.join(takers) or 'none'}", repr(str(path)))
    report = None
    if form.played and sequence.layout.is_keypoints:
        from signary.pose.lifting import lift

        lifted = lift(sequence)
        sequence, report = lifted.pose, lifted.report
    write(sequence, path, **options)
    return Written(report, () if form.remarks is None else tuple(form.remarks(sequence)))


def _known(how: str) -> str:
    suffixes = [suffix for suffix, each in FORMATS.items() if suffix and getattr(each, how) is not None]
    return f"a path that ends in {', '.join(suffixes[:-1])} or {suffixes[-1]}"
