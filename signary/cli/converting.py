"""What `signary convert` does to motion, and all recordings of a file or corpus at once."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from signary.io.errors import InputError, NoRoomError, about
from signary.io.quoting import cut

if TYPE_CHECKING:
    from signary.pose.formats.several import Recordings
    from signary.pose.lifting import LiftedMany, LiftingReport
    from signary.pose.sequence import PoseSequence

#: The table of what was made of each recording, beside the files.
TABLE = "recordings.csv"
_COLUMNS = ("index", "id", "file", "frames", "fps", "layout", "text", "gloss", "language", "split", "said")
_FACTS = ("text", "gloss", "language", "split")
#: Reasons that the report names, and ids of each.
_REASONS, _IDS = 5, 3


@dataclass(frozen=True)
class Change:
    """What is changed of motion besides its file.

    Attributes:
        picture: Size of the picture that its points are shares of, `1280x720`, *optional*.
        layout: To which it goes, *optional*.
        flat_hands: Folder of the body model whose flat hands are meant, *optional*.
        fps: To which it is resampled, *optional*.
    """

    picture: str | None = None
    layout: str | None = None
    flat_hands: Path | None = None
    fps: float | None = None

    def __call__(self, pose: PoseSequence) -> tuple[PoseSequence, LiftingReport | None]:
        """Changed motion, and how well it was lifted if it was.

        Raises:
            InputError: If it cannot be changed so.
        """
        from signary.pose.picture_size import parse_size, with_picture
        from signary.pose.view import to_layout

        report = None
        if self.picture is not None:
            pose = with_picture(pose, parse_size(self.picture, "--picture"), "--picture")
        if self.flat_hands is not None:
            pose = _with_flat_hands(pose, self.flat_hands)
        if self.layout == "smplx" and pose.layout.is_keypoints:
            pose, report = _lifted(pose)
        elif self.layout is not None:
            pose = to_layout(pose, self.layout)
        return (pose if self.fps is None else pose.resample(self.fps)), report


def _with_flat_hands(pose: PoseSequence, model: Path) -> PoseSequence:
    from signary.pose.hand_means import HandMeans, with_flat_hands

    with about("--flat-hands", "flat_hands"):
        return with_flat_hands(pose, HandMeans.load(model))


def _lifted(pose: PoseSequence) -> tuple[PoseSequence, LiftingReport]:
    """Keypoints as rotations of the body, and how well they could be found."""
    from signary.pose.lifting import lift

    with about("--layout", "layout"):
        lifted = lift(pose)
    return lifted.pose, lifted.report


def holds_several(source: Path) -> bool:
    """Whether a source is a corpus, or a file whose kind holds several recordings."""
    from signary.corpora.corpus_files import is_corpus
    from signary.pose.formats import FORMATS

    if source.is_dir():
        return is_corpus(source)
    form = FORMATS.get(source.suffix.lower()) if source.suffix else None
    return form is not None and form.several is not None


def open_recordings(source: Path, fps: float | None = None) -> Recordings:
    """All recordings of a source for which `holds_several` is true.

    Args:
        source: The file or folder.
        fps: Frames a second of a file that does not say them; a corpus always does.

    Raises:
        InputError: If it is broken, or a corpus is given a rate.
    """
    from signary.pose.formats import FORMATS

    if not source.is_dir():
        several = FORMATS[source.suffix.lower()].several
        assert several is not None
        return several(source) if fps is None else several(source, fps)
    if fps is not None:
        raise InputError("--input-fps", "none for a corpus, whose rows say theirs", f"{fps:g}")
    from signary.corpora.corpus_recordings import CorpusRecordings

    return CorpusRecordings(source)


@dataclass
class Converted:
    """What became of the recordings of a source.

    Attributes:
        rows: Of the table, a recording that was written each.
        seconds: Of all motion.
        failed: Id and reason of those that were not.
        remarks: What whoever gets the files should know, each once -> how many files it is about.
        lifted: How well keypoints were lifted.
    """

    lifted: LiftedMany
    rows: list[tuple[object, ...]] = field(default_factory=list)
    seconds: float = 0.0
    failed: list[tuple[str, InputError]] = field(default_factory=list)
    remarks: dict[str, int] = field(default_factory=dict)

    def lines(self) -> Iterator[str]:
        """What is to be said besides how many were written."""
        if self.lifted.rows:
            yield str(self.lifted)
        for remark, count in self.remarks.items():
            yield f"{count} × {remark}" if count > 1 else remark
        reasons = defaultdict[str, list[str]](list)
        for name, error in self.failed:
            reasons[str(error).partition(", got ")[0]].append(name)
        for reason, names in sorted(reasons.items(), key=lambda item: -len(item[1]))[:_REASONS]:
            more = ", …" if len(names) > _IDS else ""
            yield cut(f"left out {len(names)} × {reason} ({', '.join(names[:_IDS])}{more})", 1000)
        if len(reasons) > _REASONS:
            yield f"left out for {len(reasons) - _REASONS} more reasons, which {TABLE} says"


def convert_all(
    source: Path, folder: Path, form: str | None, change: Change, fps: float | None, options: Mapping[str, object]
) -> None:
    """All recordings of a file or corpus into a folder, a file each, with a table and one report.

    Files are named by ids (`quoted_name`), by numbers where there are none. A recording that cannot be converted does
    not stop the others; the folder appears when all are done, whole or not at all.

    Args:
        source: A file or corpus that holds several.
        folder: A new folder.
        form: Of the files: a suffix without its dot.
        change: What is changed besides.
        fps: Frames a second of a source that does not say them.
        options: Of `write_pose`.

    Raises:
        InputError: If the source holds but one, the folder is there, the form cannot be written, or nothing could be.
        Exit: With 2 if some could not.
    """
    from signary.io.atomic import atomic_folder

    _check(source, folder, form)
    recordings = open_recordings(source, fps)
    with atomic_folder(folder, argument="OUT") as temporary:
        done = _convert(recordings, temporary, f".{form}", change, options)
        if not done.rows:
            raise done.failed[0][1] if done.failed else InputError("IN", "recordings", f"none in {str(source)!r}")
    frames = sum(int(str(row[3])) for row in done.rows)
    typer.echo(
        f"{folder}: {len(done.rows):,} of {len(recordings):,} recordings as .{form}, {frames:,} frames "
        f"({done.seconds:.1f} s); {TABLE} lists them"
    )
    for line in done.lines():
        typer.echo(line, err=True)
    if done.failed:
        raise typer.Exit(2)


def _check(source: Path, folder: Path, form: str | None) -> None:
    from signary.pose.formats import FORMATS

    if not source.exists():
        raise InputError("IN", "an existing file or folder", repr(str(source)))
    if not holds_several(source):
        kinds = ", ".join(suffix for suffix, each in FORMATS.items() if each.several is not None)
        raise InputError("--index", f"a number, or for all a {kinds} file or a corpus", f"all of {str(source)!r}")
    written = [suffix[1:] for suffix, each in FORMATS.items() if suffix and each.write is not None]
    if form not in written:
        raise InputError("--format", f"with --index all one of {', '.join(written)}", "none" if form is None else form)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError("OUT", "a new folder with --index all", repr(str(folder)))


def _convert(
    recordings: Recordings, folder: Path, suffix: str, change: Change, options: Mapping[str, object]
) -> Converted:
    from signary.io.atomic import atomic_path
    from signary.io.file_names import quoted_name
    from signary.io.progress import track
    from signary.pose.formats import write_pose
    from signary.pose.lifting import LiftedMany

    done, taken, names = Converted(LiftedMany()), {Path(TABLE).stem}, recordings.names()
    digits = len(str(max(len(recordings) - 1, 0)))
    failures: list[tuple[object, ...]] = []
    for at in track(range(len(recordings)), "converting", len(recordings)):
        name = names[at] if names else f"{at:0{digits}d}"
        path = folder / f"{quoted_name(name, taken)}{suffix}"
        try:
            pose, report = change(recordings[at])
            written = write_pose(pose, path, **options)
        except NoRoomError:
            raise
        except InputError as error:
            done.failed.append((name, error))
            failures.append((at, name, "", *[""] * (len(_COLUMNS) - 4), str(error)))
            continue
        report = written.lifted if report is None else report
        if report is not None:
            done.lifted.add(name, report.frames, report.figures())
        for remark in written.remarks:
            done.remarks[remark] = done.remarks.get(remark, 0) + 1
        done.seconds += pose.seconds
        facts = [pose.metadata.get(fact, "") for fact in _FACTS]
        said = "" if report is None else str(report)
        done.rows.append((at, name, path.name, len(pose), pose.fps, pose.layout.name, *facts, said))
    with atomic_path(folder / TABLE) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([_COLUMNS, *_in_order([*done.rows, *failures])])
    return done


def _in_order(rows: Sequence[tuple[object, ...]]) -> list[tuple[object, ...]]:
    return sorted(rows, key=lambda row: int(str(row[0])))
