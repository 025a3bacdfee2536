"""`signary convert` and `signary render`: files of motion, in and out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from signary.cli.converting import Change, convert_all, holds_several, open_recordings
from signary.cli.options import FLAT_HANDS, Compress, Mark, Rig, RigMapping, Size
from signary.cli.written import rig_remarks
from signary.io.errors import InputError
from signary.io.quoting import cut

if TYPE_CHECKING:
    from signary.pose.sequence import PoseSequence

#: Options of `read_pose`, as the command line calls them.
_OPTIONS = {"fps": "--input-fps", "person": "--person", "index": "--index"}
_INPUT_FPS = "Frames a second of an input that does not say: .npz without a rate, OpenPose folders, .skels."
_PERSON = "Whom to read from a .pose file or an OpenPose folder that shows several people, from 0."
_INDEX = "Which recording of a .skels file or a corpus, from 0."
_PICTURE = "Size of the picture, of points that are shares of it: DWPose, .npy of MediaPipe."
_ALL = "all"
_EVERY = " `all`: each into the folder OUT, with a table."
_FORM = "With --index all: pose, npz, skels, glb, bvh or vrma."
#: How many things that are left out are named, and in how many characters.
_MOST, _LONGEST = 30, 1000
_EACH = " Once for every input that has such a choice, or once for each."


def convert(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="IN",
            help="A pose file (.pose .npz .skels), a folder of OpenPose JSON files, a video, or a prepared corpus.",
        ),
    ],
    target: Annotated[
        Path,
        typer.Argument(
            metavar="OUT",
            help="A pose file (.pose .npz .skels), or one to play (.glb .bvh .vrma); with --index all a new folder.",
        ),
    ],
    layout: Annotated[
        str | None,
        typer.Option(
            help="Layout to convert to: smplx (lifts keypoints), smplx_joints, holistic, openpose137, phoenix50."
        ),
    ] = None,
    flat_hands: Annotated[Path | None, typer.Option(metavar="FOLDER", help=FLAT_HANDS)] = None,
    fps: Annotated[float | None, typer.Option(help="Resample to this frame rate.")] = None,
    input_fps: Annotated[float | None, typer.Option(help=_INPUT_FPS)] = None,
    person: Annotated[int | None, typer.Option(help=_PERSON)] = None,
    picture: Annotated[str | None, typer.Option(metavar="WIDTHxHEIGHT", help=_PICTURE)] = None,
    index: Annotated[str | None, typer.Option(metavar="N|all", help=_INDEX + _EVERY)] = None,
    form: Annotated[str | None, typer.Option("--format", metavar="SUFFIX", help=_FORM)] = None,
    compress: Compress = False,
    rig: Rig = None,
    rig_mapping: RigMapping = None,
) -> None:
    """Change the file format, and on request the layout, the frame rate or the figure that moves."""
    from signary.pose.formats import write_pose

    change = Change(picture, layout, flat_hands, fps)
    options: dict[str, object] = {"compress": True} if compress else {}
    if rig is not None or rig_mapping is not None:
        options |= {"rig": rig, "rig_mapping": rig_mapping}
    number = _number(index, form)
    if index == _ALL:
        if person is not None:
            raise InputError("--person", "none with --index all", person)
        convert_all(source, target, form, change, input_fps, options)
        return
    choices = {"fps": _listed(input_fps), "person": _listed(person), "index": _listed(number)}
    (read,) = read_inputs([source], choices)
    pose, report = change(read)
    written = write_pose(pose, target, **options)
    typer.echo(f"{target}: {pose.layout.name}, {len(pose)} frames at {pose.fps:g} fps")
    say_remarks([source], [read])
    lifted = [] if report is None else [str(report)]
    for remark in [*lifted, *written.lines(), *rig_remarks(rig, rig_mapping)]:
        typer.echo(remark, err=True)


def _number(index: str | None, form: str | None) -> int | None:
    """The number of a recording; None for all, or where none is given."""
    if form is not None and index != _ALL:
        raise InputError("--format", "to be used with --index all (the suffix of OUT decides)", repr(form))
    if index is None or index == _ALL:
        return None
    try:
        return int(index)
    except ValueError:
        raise InputError("--index", f"a number from 0, or {_ALL}", repr(cut(index))) from None


def render(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="IN [REFERENCE] OUT",
            help="A pose file (.pose .npz .skels, or a folder of OpenPose JSON files), optionally a second one to put "
            "beside it, and the picture (.gif .mp4 .png).",
        ),
    ],
    size: Size = 512,
    mark: Mark = True,
    captions: Annotated[Path | None, typer.Option(help="WebVTT file whose cues are burnt in.")] = None,
    input_fps: Annotated[list[float] | None, typer.Option(help=_INPUT_FPS + _EACH)] = None,
    person: Annotated[list[int] | None, typer.Option(help=_PERSON + _EACH)] = None,
    index: Annotated[list[int] | None, typer.Option(help=_INDEX + _EACH)] = None,
) -> None:
    """Draw a pose file, or two side by side."""
    from signary.pose.render import render as draw
    from signary.pose.render import render_pair
    from signary.retrieval.segments import read_vtt
    from signary.signing.outputs import PICTURES, check_outputs

    if not 2 <= len(files) <= 3:
        raise InputError("files", "IN [REFERENCE] OUT", f"{len(files)} of them")
    *sources, target = files
    if target.suffix.lower() not in PICTURES:
        raise InputError("OUT", f"a name that ends in {', '.join(PICTURES)}", repr(str(target)))
    check_outputs([target])
    shown = read_vtt(captions) if captions else []
    poses = read_inputs(sources, {"fps": input_fps or [], "person": person or [], "index": index or []})
    if len(poses) == 1:
        draw(poses[0], target, size=size, mark=mark, captions=shown)
    else:
        labels = _labels(sources, index or [])
        render_pair(poses[0], poses[1], target, labels=labels, size=size, mark=mark, captions=shown)
    typer.echo(f"{target}: {max(pose.seconds for pose in poses):.1f} s")
    say_remarks(sources, poses)


def _labels(sources: Sequence[Path], index: Sequence[int]) -> tuple[str, str]:
    """What stands above two pictures; sequences of one file are told apart by their numbers."""
    numbers = [f" {at}" for at in index] if len(index) > 1 else ["", ""]
    return sources[0].stem + numbers[0], sources[1].stem + numbers[1]


def read_inputs(sources: Sequence[Path], choices: Mapping[str, Sequence[float]]) -> list[PoseSequence]:
    """Read files of motion.

    Args:
        sources: Files or folders.
        choices: Option of `read_pose` -> its values: one for all sources that have this option, or one a source.

    Raises:
        InputError: As `read_pose`, or if there are more values than sources.
    """
    from signary.pose.formats import is_video
    from signary.pose.video.environment import make_video_python

    if any(is_video(source) and source.is_file() for source in sources):
        make_video_python()
    options: list[dict[str, float]] = [{} for _ in sources]
    for name, values in choices.items():
        if len(values) > len(sources):
            raise InputError(_OPTIONS[name], f"at most {len(sources)}, one for each input", f"{len(values)}")
        takers = [at for at, source in enumerate(sources) if name in _options_of(source)]
        # What nobody takes goes to the first, for `read_pose` to say that it is not one of its options.
        given = dict(enumerate(values)) if len(values) > 1 else dict.fromkeys(takers or [0], *values) if values else {}
        for at, value in given.items():
            options[at][name] = value
    poses = []
    for source, chosen in zip(sources, options, strict=True):
        try:
            poses.append(_read(source, **chosen))
        except InputError as error:
            if error.argument not in _OPTIONS:
                raise
            raise InputError(_OPTIONS[error.argument], error.expected, error.got) from None
    return poses


def _is_corpus(source: Path) -> bool:
    return source.is_dir() and holds_several(source)


def _options_of(source: Path) -> tuple[str, ...]:
    """What may be chosen of a source."""
    from signary.pose.formats import options_of

    return ("index",) if _is_corpus(source) else options_of(source)


def _read(source: Path, **options: Any) -> PoseSequence:
    """The motion of a file or folder, or one of a corpus."""
    from signary.pose.formats import read_pose
    from signary.pose.formats.several import one_recording

    if not _is_corpus(source):
        return read_pose(source, **options)
    for name, value in options.items():
        if name != "index":
            raise InputError(name, "an option for a corpus: index", f"{name}={value!r}")
    return one_recording(open_recordings(source), source.name, options.get("index"), "rows")


def say_remarks(sources: Sequence[Path], poses: Sequence[PoseSequence]) -> None:
    """Say on stderr what of each input is left out, assumed or missing altogether."""
    for source, pose in zip(sources, poses, strict=True):
        for remark in _remarks(pose, source):
            typer.echo(f"{source.name}: {remark}" if len(sources) > 1 else remark, err=True)


def _remarks(pose: PoseSequence, source: Path) -> list[str]:
    from signary.pose.formats import is_video
    from signary.pose.hands_seen import hands_seen, said_of_hands

    found, options = [], _options_of(source)
    left_out = pose.metadata.get("left_out")
    if isinstance(left_out, list) and left_out:
        people = "person" in options and any(str(what).startswith("person ") for what in left_out)
        named = cut(", ".join(map(str, left_out[:_MOST])), _LONGEST)  # the file may have written them itself
        found.append(f"left out: {named}{' (--person reads another)' if people else ''}")
    if source.is_dir() and pose.metadata.get("fps_assumed"):
        found.append(f"fps assumed {pose.fps:g} (--input-fps states another)")
    if is_video(source):
        found.append(said_of_hands(hands_seen(pose)))
        for key, what in (("frames_held", "missing, and those before them held"), ("frames_lost", "not there")):
            if key in pose.metadata:
                found.append(f"{pose.metadata[key]} frames of the video are {what}")
    if len(pose) and not pose.certainty.any():
        found.append(f"missing: every joint in all {len(pose)} frames")
    return found


def _listed(value: float | None) -> list[float]:
    return [] if value is None else [value]
