"""Does the refiner refine? Synthetic motion of the rule-based signer, split `test` of the demo corpus, seed 0.

All motion is streamed: chunks of four frames, as many flow steps as the refiner's configuration says, each sentence in
a session of its own.

- On reference tokens (encode, decode, refine) and on generated ones: DTW-PA-JPE of the refined motion over that of the
  coarse, both against the signed sentence, with a paired bootstrap over sentences.
- Jerk of the wrists over the reference's, coarse and refined.
- Steps at boundaries: jerk of the four frames around the boundary of two chunks over that of the four frames of one
  chunk, medians; and around the boundary of two sentences over that within sentences, in sessions of ten sentences. Of
  fewer than 200 boundaries nothing is concluded.

    python benchmarks/refine_quality.py --json [--model FOLDER] [--limit N]
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
import torch
from common import report
from quality import PARTS, Sentences, load_pipeline, one_thread

from signary.corpora.synthetic.demo import build_demo_corpus
from signary.evaluation import DtwPaJpe, bootstrap_ratio
from signary.io.progress import track
from signary.language.languages import resolve
from signary.pose.kinematics import forward_kinematics
from signary.pose.sequence import PoseSequence
from signary.streaming.chunks import CHUNK_FRAMES
from signary.streaming.motion_decoder import MotionDecoder

BARS = {
    "refine.body.dtw_ratio": 0.95,
    "refine.hand.dtw_ratio": 1.0,
    "refine.body.generated_ratio": 1.0,
    "refine.hand.generated_ratio": 1.0,
    "refine.boundary_jerk_ratio": 1.1,
}
#: Sentences of a session in which boundaries of sentences are looked at.
IN_A_ROW = 10
#: Boundaries of which at least a median has to be.
BOUNDARIES = 200
WRISTS = ("left_wrist", "right_wrist")


def codes_of(sign: Any, sentences: Sentences, generated: bool) -> list[torch.Tensor]:
    """Codes (L, P) of every sentence: the reference's, or what the model says."""
    if not generated:
        return [sign.bundle.motion_tokenizer.encode(sequence)[0][0] for sequence in sentences.motion]
    found = [
        sign(row["text"], language=row["language"], refine=False) for row in track(sentences.rows, "generating tokens")
    ]
    return [torch.from_numpy(result["codes"]) for result in found]


class Session:
    """Motion of sentences, one after another.

    Args:
        sign: The pipeline.
        refined: Whether the refiner works.
        steps: Steps of its flow; default: those of its configuration.
    """

    def __init__(self, sign: Any, refined: bool, steps: int | None = None) -> None:
        self.sign = sign
        self.decoder = MotionDecoder(sign.bundle.motion_tokenizer, sign.bundle.refiner if refined else None, steps)

    def __call__(self, row: dict[str, Any], codes: torch.Tensor, frames: int | None = None) -> PoseSequence:
        """Motion of a sentence, cut to so many frames."""
        language = resolve(row["language"])
        bundle = self.sign.bundle
        (prompted,) = bundle.prompter.sentences(row["text"], language)
        encoded = bundle.generator.encode(**bundle.processor.pad([prompted.prompt]))
        self.decoder.begin(encoded.hidden, encoded.mask)
        shown: PoseSequence = self.sign.bundle.motion_tokenizer.to_sequence(self.decoder.show_whole(codes)[:frames])
        return shown


def wrists(sequence: PoseSequence) -> np.ndarray:
    """Places of the wrists in metres, (T, 2, 3)."""
    joints = forward_kinematics(sequence)
    return joints.joints[:, [joints.layout.index(name) for name in WRISTS]].astype(np.float64)


def jerks(places: np.ndarray, fps: float) -> np.ndarray:
    """Jerk in m/s³ of every four frames in a row, the mean of both wrists, (T − 3,)."""
    return np.asarray(np.linalg.norm(np.diff(places, 3, axis=0), axis=-1).mean(-1) * fps**3)


def measure_distance(sign: Any, test: Sentences, kind: str, threads: int, tell: Any) -> list[PoseSequence]:
    """Distance of refined over coarse; returns the refined motion."""
    motion: dict[bool, list[PoseSequence]] = {}
    codes = codes_of(sign, test, kind == "generated_ratio")
    for refined in (False, True):
        pairs = zip(test.rows, codes, test.motion, strict=True)
        motion[refined] = [
            Session(sign, refined)(row, code, len(reference) if kind == "dtw_ratio" else None)
            for row, code, reference in track(pairs, "refined" if refined else "coarse", len(codes))
        ]
    for part in PARTS:
        metric = DtwPaJpe(part)
        coarse, made = (metric.corpus(test.motion, motion[refined], threads=threads) for refined in (False, True))
        interval = bootstrap_ratio(made, coarse)
        spread = {"low": round(interval.low, 4), "high": round(interval.high, 4), "sentences": len(codes)}
        tell(f"refine.{part}.{kind}", made.mean / coarse.mean, coarse=round(coarse.mean, 5), **spread)
    if kind == "dtw_ratio":
        measure_jerk(test.motion, motion, tell)
    return motion[True]


def measure_jerk(references: Sequence[PoseSequence], motion: dict[bool, list[PoseSequence]], tell: Any) -> None:
    """Mean jerk over that of the reference."""
    mean = np.mean([jerks(wrists(each), each.fps).mean() for each in references])
    for name, found in (("coarse", motion[False]), ("refined", motion[True])):
        made = np.mean([jerks(wrists(each), each.fps).mean() for each in found])
        tell(f"refine.jerk_ratio.{name}", float(made / mean), reference=round(float(mean), 2))


def measure_boundaries(sign: Any, test: Sentences, refined: Sequence[PoseSequence], tell: Any) -> None:
    """Jerk at boundaries over that elsewhere."""
    inside, around = list[float](), list[float]()
    for sequence in refined:
        # Chunks of a sentence begin at its first frame and every four frames after it, looking ahead or not.
        starts = range(0, len(sequence), CHUNK_FRAMES)
        found = jerks(wrists(sequence), sequence.fps)
        inside += [float(found[start]) for start in starts if start < len(found)]
        around += [float(found[start - 2]) for start in starts[1:] if start - 2 < len(found)]
    ratio = float(np.median(around) / np.median(inside))
    tell("refine.boundary_jerk_ratio", ratio, boundaries=len(around), of="chunks")
    measure_sentences(sign, test, tell)


def measure_sentences(sign: Any, test: Sentences, tell: Any) -> None:
    """Jerk of the two frames on both sides of boundaries of sentences, over that of four frames of one sentence."""
    within, between = list[float](), list[float]()
    rows = list(zip(test.rows, codes_of(sign, test, False), strict=True))
    for first in track(range(0, len(rows), IN_A_ROW), "sentences in a row"):
        group = rows[first : first + IN_A_ROW]
        session, ends, places = Session(sign, True), list[int](), list[np.ndarray]()
        for row, code in group:
            places.append(wrists(session(row, code)))
            ends.append(sum(map(len, places)))
        found = jerks(np.concatenate(places), sign.bundle.motion_tokenizer.config.fps)
        across = {end - back for end in ends[:-1] for back in (1, 2, 3)}
        between += [float(found[end - 2]) for end in ends[:-1]]
        within += [float(value) for index, value in enumerate(found) if index not in across]
    ratio = float(np.median(between) / np.median(within))
    tell("refine.boundary_jerk_ratio", ratio, boundaries=len(between), of="sentences")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--model", help="model folder; default: the embedded one")
    parser.add_argument("--limit", type=int, help="sentences a language; default: all")
    parser.add_argument("--processes", type=int, default=2, help="processes that sign, threads that measure")
    arguments = parser.parse_args()
    one_thread()
    sign = load_pipeline(arguments.model)
    corpus = build_demo_corpus(processes=arguments.processes)
    test = Sentences.of(corpus["test"], sign.bundle.motion_tokenizer, arguments.limit)

    def tell(name: str, value: float, **context: Any) -> None:
        bar: dict[str, Any] = {"bar": f"<= {BARS[name]:g}"} if name in BARS else {}
        if bar and context.get("boundaries", BOUNDARIES) >= BOUNDARIES:
            bar["passed"] = value <= BARS[name]
        report(name, value, "x", arguments.json, **bar, **context)

    distance = partial(measure_distance, sign, test, threads=arguments.processes, tell=tell)
    refined = distance("dtw_ratio")
    distance("generated_ratio")
    measure_boundaries(sign, test, refined, tell)


if __name__ == "__main__":
    main()
