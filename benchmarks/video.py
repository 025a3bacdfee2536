"""What MediaPipe sees of the figure in films of it: how far from the truth, how often hands at all, how fast.

The signer signs sentences, they are drawn and encoded as films, and what is seen in these is compared with the joints
of the same motion under the camera of the drawing. Everything is synthetic; nothing needs a network once MediaPipe is
there (docs/video.md). `joint_error` compares MediaPipe's points as they are with the joints of the body model that have
their names; `centred_error` what `JointCentres` makes of them, whose numbers were fitted to other films (`--fit`).

    python benchmarks/video.py --json [--size 512] [--sentences 6] [--keep FOLDER] [--refine]
    python benchmarks/video.py --fit [--size 512]
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import numpy as np
from common import report
from fingerspelling import MOVING, distance, normalise, our_hands
from PIL import Image, ImageDraw

from signary.pose.kinematics import forward_kinematics
from signary.pose.lifting import lift
from signary.pose.render import make_film, render
from signary.pose.render.mesh import MeshPainter
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons.hands import hand_points
from signary.pose.video.environment import make_video_python
from signary.pose.video.joint_centres import JointCentres, fit_centres
from signary.pose.video.video_reader import VideoReader
from signary.signer.lexicon import shipped_alphabet
from signary.signer.score import SignUnit
from signary.signer.signer import Signer
from signary.signing.rule_based import sign_text

SENTENCES = (
    ("asl", "My name is ABC."),
    ("dgs", "Morgen regnet es im Norden."),
    ("csl", "我喜欢书。"),
    ("asl", "The house is big."),
    ("dgs", "Ich habe 25 Bücher."),
    ("asl", "I want water, please."),
)
#: Those that the places of joints were fitted to; none is among those that are measured.
FITTED = (
    ("asl", "The old man drinks coffee."),
    ("dgs", "Heute scheint die Sonne im Süden."),
    ("csl", "今天下雨。"),
    ("asl", "I like my school."),
    ("dgs", "Das Kind spielt."),
    ("dgs", "Mein Name ist EVA."),
)
#: Groups of joints whose errors are told apart; MediaPipe's shoulders are above the joints of a body model.
_GROUPS = {
    "shoulders": ("_shoulder",),
    "elbows": ("_elbow",),
    "hand_wrists": ("_hand_wrist",),
    "knuckles": ("index1", "middle1", "ring1", "pinky1"),
    "fingers": ("index2", "index3", "middle2", "middle3", "ring2", "ring3", "pinky2", "pinky3"),
    "thumbs": ("thumb1", "thumb2", "thumb3", "thumb_tip"),
    "fingertips": ("index_tip", "middle_tip", "ring_tip", "pinky_tip"),
}
#: A point of the body that MediaPipe itself takes for hidden is not seen.
_SEEN = 0.5


class Compared(NamedTuple):
    """A film.

    Attributes:
        errors: Joint -> errors of the frames in which it is seen, in percent of a shoulder width.
        centred: The same of the joints of the body model that these points stand for.
        hands: Frames times hands that are in the picture, and those that are seen.
        seconds: That it took.
        frames: T.
        lifted: Joint -> millimetres between the lifted body and the true one, from between the shoulders, a frame each.
    """

    errors: dict[str, np.ndarray]
    centred: dict[str, np.ndarray]
    hands: tuple[int, int]
    seconds: float
    frames: int
    lifted: dict[str, np.ndarray]


def truth(sequence: PoseSequence, size: int) -> dict[str, np.ndarray]:
    """Joint -> (T, 2) pixels of the film, under the names of layout `holistic`."""
    joints = forward_kinematics(sequence)
    places = MeshPainter(sequence.values, size, size).places(joints.joints)[..., :2]
    found = {name: places[:, at] for at, name in enumerate(joints.layout.joints)}
    return found | {f"{side}_hand_wrist": found[f"{side}_wrist"] for side in ("left", "right")}


def compare(sequence: PoseSequence, seen: PoseSequence, size: int, seconds: float) -> Compared:
    """What was seen with what there was."""
    true = truth(sequence, size)
    there = seen_in(true, seen, size)
    hands = [name for name in there if name.endswith("_middle1")]
    inside = sum(int(_inside(true[name], size).sum()) for name in hands)
    counts = (inside, sum(int(there[name].sum()) for name in hands))
    errors, centred = (errors_of(true, one, there) for one in (seen, JointCentres().joints(seen)))
    return Compared(errors, centred, counts, seconds, len(seen), lifted_errors(sequence, seen))


def _inside(places: np.ndarray, size: int) -> np.ndarray:
    return np.asarray(((places >= 0) & (places < size)).all(-1))


def seen_in(true: dict[str, np.ndarray], seen: PoseSequence, size: int) -> dict[str, np.ndarray]:
    """Joint that is measured -> frames (T,) in which it is in the picture and MediaPipe takes it for seen."""
    ends = tuple(end for ends in _GROUPS.values() for end in ends)
    names = [name for name in true if name in seen.layout.joints and name.endswith(ends)]
    return {n: (seen.certainty[:, seen.layout.index(n)] > _SEEN) & _inside(true[n], size) for n in names}


def errors_of(true: dict[str, np.ndarray], seen: PoseSequence, there: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Joint -> errors in percent of a shoulder width."""
    width = float(np.median(np.linalg.norm(true["left_shoulder"] - true["right_shoulder"], axis=-1)))
    off = {name: seen.joints[:, seen.layout.index(name), :2] - true[name] for name in there}
    return {name: 100 / width * np.linalg.norm(off[name][frames], axis=-1) for name, frames in there.items()}


def lifted_errors(sequence: PoseSequence, seen: PoseSequence) -> dict[str, np.ndarray]:
    """Joint -> (T,) millimetres between the body that what was seen is lifted to and the true one."""
    lifted = lift(seen).pose
    both = [forward_kinematics(one) for one in (sequence, lifted)]
    index = both[0].layout.index
    shoulders = [index("left_shoulder"), index("right_shoulder")]
    true, found = (one.joints - one.joints[:, shoulders].mean(1, keepdims=True) for one in both)
    names = [name for name in both[0].layout.joints if name.endswith(("_wrist", "_tip"))]
    return {name: 1000 * np.linalg.norm(found[:, index(name)] - true[:, index(name)], axis=-1) for name in names}


def films(sentences: Sequence[tuple[str, str]], size: int, folder: Path) -> Iterator[tuple[PoseSequence, Path]]:
    """Sentences as films."""
    for number, (language, text) in enumerate(sentences):
        sequence = sign_text(text, language).pose
        path = folder / f"{number}-{language}.mp4"
        render(sequence, path, size=size)
        yield sequence, path


def letter_ranks(reader: VideoReader, size: int, folder: Path) -> dict[str, dict[str, int]]:
    """Static letters of the ASL alphabet, held: which of them all a hand is nearest to as seen, and as lifted.

    Measured as `benchmarks/fingerspelling.py` measures recordings of people.
    """
    true, signer = our_hands(), Signer()
    ranks: dict[str, dict[str, int]] = {"": {}, "_lifted": {}}
    for letter, form in shipped_alphabet("asl").letters.items():
        if letter in MOVING:
            continue
        signed = signer.sign([SignUnit(f"#{letter}", (form,), spelled=True)])
        start, end = (round(time * signed.pose.fps) for time in signed.spans[0][:2])
        path = folder / f"letter-{letter}.mp4"
        render(signed.pose[max(0, start - 5) : end + 5], path, size=size)
        seen = reader.read(path)
        lifted = forward_kinematics(lift(seen).pose)
        for how, sequence, wrist, down in (("", seen, "hand_wrist", 1.0), ("_lifted", lifted, "wrist", -1.0)):
            points = [sequence.layout.index(name.replace("hand_wrist", wrist)) for name in hand_points("right")]
            third = len(sequence) // 3
            held = sequence.joints[third : 2 * third, points, :2].astype(float) * [1.0, down]
            hand = np.nanmedian(normalise(held), axis=0)
            order = sorted(true, key=lambda other: distance(true[other], hand))
            ranks[how][letter] = order.index(letter) + 1
    return ranks


def fit(reader: VideoReader, size: int, folder: Path) -> JointCentres:
    """Where MediaPipe's points lie off the joints, in films of other sentences than those that are measured."""
    clips = []
    for sequence, path in films(FITTED, size, folder):
        seen, true = reader.read(path), truth(sequence, size)
        clips.append((seen, true, seen_in(true, seen, size)))
    return fit_centres(clips)


def draw_over(sequence: PoseSequence, seen: PoseSequence, size: int, target: Path) -> None:
    """Eight frames of a film with the points that were seen: body blue, left hand green, right hand red."""
    film, parts = make_film(sequence, size), seen.layout.parts
    chosen = np.linspace(0, len(seen) - 1, 8).round().astype(int)
    sheet = Image.new("RGB", (4 * size, 2 * size))
    for place, frame in enumerate(chosen):
        picture = film.picture(int(frame))
        pen = ImageDraw.Draw(picture)
        for joints, ink in ((range(33), "blue"), (parts["left_hand"], "lime"), (parts["right_hand"], "red")):
            for x, y in seen.joints[frame, list(joints), :2]:
                if np.isfinite(x + y):
                    pen.ellipse((x - 2, y - 2, x + 2, y + 2), fill=ink)
        sheet.paste(picture, (place % 4 * size, place // 4 * size))
    sheet.save(target)


def _cpu_seconds(reader: VideoReader) -> float:
    """Processor time of the process that looks at videos; that of a machine that others use as well."""
    process = reader.process_id
    if process is None:
        return 0.0
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Print errors, how often hands were seen, and frames a second."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=512, help="pixels of the films")
    parser.add_argument("--sentences", type=int, default=len(SENTENCES))
    parser.add_argument("--refine", action="store_true", help="irises as well")
    parser.add_argument("--keep", type=Path, help="folder for films and pictures with the points drawn over")
    parser.add_argument("--fit", action="store_true", help="only fit the places of joints, and print them")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    found: list[Compared] = []
    with ExitStack() as stack:
        folder = arguments.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        reader = VideoReader(refine=arguments.refine, cache=None, python=make_video_python())
        stack.callback(reader.close)
        if arguments.fit:
            print(fit(reader, arguments.size, folder))
            return
        for sequence, path in films(SENTENCES[: arguments.sentences], arguments.size, folder):
            if not found:
                reader.read(path, last=2)  # models are loaded
            begun, spent = time.perf_counter(), _cpu_seconds(reader)
            seen = reader.read(path)
            spent, passed = _cpu_seconds(reader) - spent, time.perf_counter() - begun
            found.append(compare(sequence, seen, arguments.size, spent or passed))
            if arguments.keep:
                draw_over(sequence, seen, arguments.size, path.with_suffix(".png"))
        letters = letter_ranks(reader, arguments.size, folder)
    for how, ranks in letters.items():
        for most in (1, 3):
            share = float(np.mean([rank <= most for rank in ranks.values()]))
            report(f"video.letters{how}_top{most}", share, "share", arguments.json, size=arguments.size, ranks=ranks)
    _report(found, arguments.json, size=arguments.size, sentences=len(found), frames=sum(one.frames for one in found))


def _report(found: list[Compared], as_json: bool, **context: int) -> None:
    for what in ("joint_error", "centred_error"):
        of_clips = [one.errors if what == "joint_error" else one.centred for one in found]
        every = np.concatenate([errors for one in of_clips for errors in one.values()])
        for name, value in {"": every.mean(), "_median": np.median(every), "_p90": np.percentile(every, 90)}.items():
            report(f"video.{what}{name}_percent", float(value), "% of a shoulder width", as_json, **context)
        for group, ends in _GROUPS.items():
            chosen = [errors for one in of_clips for name, errors in one.items() if name.endswith(ends)]
            mean = float(np.concatenate(chosen).mean())
            report(f"video.{what}.{group}_percent", mean, "% of a shoulder width", as_json, **context)
    for group, end in {"wrists": "_wrist", "fingertips": "_tip"}.items():
        far = [errors for one in found for name, errors in one.lifted.items() if name.endswith(end)]
        report(
            f"video.lifted_error.{group}_mm", float(np.nanmedian(np.concatenate(far))), "mm, median", as_json, **context
        )
    inside, seen = (sum(one.hands[at] for one in found) for at in (0, 1))
    report("video.hands_seen_percent", 100 * seen / inside, "% of hands in the picture", as_json, **context)
    rate = sum(one.frames for one in found) / sum(one.seconds for one in found)
    report("video.frames_per_second", rate, "frames a second of processor time", as_json, **context)


if __name__ == "__main__":
    main()
