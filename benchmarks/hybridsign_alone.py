"""HybridSign alone: motion of text, without tokens and without coarse motion.

- `--real FOLDER`: the three How2Sign clips by heart (OpenPose, 24 fps; preset `overfit`), streamed back from their text
  in chunks of four frames and four flow steps, at the clips' lengths. Nothing is held out: this says that the network
  can hold real motion and its holes, and nothing about new sentences. Distances are those of keypoints that the
  detector saw, in shoulder widths; beside them those of the mean pose. Correlation is that of predicted and given
  confidence, over all joints and frames, and, as most of it is which joints are seen at all, over what a joint's
  confidence differs from its own mean.
- The demo corpus (synthetic motion of the rule-based signer), split `test`: what `--method hybridsign` of a model makes
  of the texts, as long as it says itself. Gloss WER by the model's recogniser; jerk and duration beside the
  reference's; frames a second of CPU time on one thread, retrieval and encoder included; DTW-PA-JPE beside the mean
  pose and the nearest training sentence.

Text is read by the encoder of a text-to-sign model (`--model`), with the signs that it retrieves. The model of the
clips stands in WORK/hybridsign_alone; what is there is not trained again.

    python benchmarks/hybridsign_alone.py --work WORK --json [--real FOLDER] [--only real|demo] [--limit N]
                                          [--model FOLDER]
"""

from __future__ import annotations

import argparse
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from common import report, verdict
from quality import PARTS, Sentences, distances, load_pipeline, one_thread
from systems_training import Trained, Workshop

from signary.bundle.bundle import Bundle
from signary.bundle.folder import EMBEDDED
from signary.corpora.opening import open_corpus
from signary.corpora.prepare import prepare_corpus
from signary.corpora.readers.motion_clips import OpenPoseClips
from signary.corpora.synthetic.demo import build_demo_corpus
from signary.evaluation.back_translation import LoadedRecogniser
from signary.evaluation.back_translation.recognition import read_motion
from signary.evaluation.baselines import MeanPose, NearestSentence
from signary.evaluation.registry import get_metric
from signary.generator.hybridsign import GeneratedFrames, HybridSignModel, to_sequences
from signary.io.errors import InputError
from signary.io.progress import track
from signary.language.languages import resolve
from signary.nn.loading import load_model
from signary.pose.features import KeypointScale, fit_sequence, sequence_features
from signary.pose.registry import get_layout
from signary.pose.render import render_pair
from signary.pose.sequence import PoseSequence
from signary.signing.text_signer import SigningOptions, TextSigner, make_text_signer

CHUNK_FRAMES, STEPS, SEED = 4, 4, 0
#: Every so many training sentences count for the mean pose.
RESTING = 20
BARS = {
    "gloss_wer": ("<=", 30.0),
    "jerk_ratio": ("<=", 3.0),
    "duration_ratio": ("<=", 1.2),
    "frames_per_second": (">=", 200.0),
}
LEAST_DURATION = 0.85
UNITS = {"gloss_wer": "%", "jerk_ratio": "x", "duration_ratio": "x", "frames_per_second": "frames/s"}
#: The clips in the folder of real recordings, and what they are like.
CLIPS, LAYOUT, FPS = "how2sign-openpose", "openpose137", "24"


class Signer:
    """Streams motion of texts.

    Args:
        sign: Text-to-sign pipeline whose encoder the model was trained with.
        folder: Of the model.
    """

    def __init__(self, sign: Any, folder: Path) -> None:
        self.sign = sign
        self.model: HybridSignModel = load_model(HybridSignModel, folder)
        self.noise = torch.Generator().manual_seed(SEED)

    @property
    def parameters(self) -> int:
        """Numbers that were trained."""
        return sum(each.numel() for each in self.model.parameters())

    def __call__(self, text: str, language: str, frames: int, signer: int | None = None) -> GeneratedFrames:
        """So many frames, chunk by chunk."""
        bundle = self.sign.bundle
        prompt = bundle.prompter.prompt(text, resolve(language), signer=signer)
        encoded = bundle.generator.encode(**bundle.processor.pad([prompt]))
        made: GeneratedFrames = self.model.generate(
            encoded.hidden,
            encoded.mask,
            num_frames=frames,
            chunk_frames=CHUNK_FRAMES,
            steps=STEPS,
            generator=self.noise,
        )
        return made


def clip_motion(row: dict[str, Any]) -> PoseSequence:
    """The recording of a row."""
    poses, confidence = (np.asarray(row[name], np.float32) for name in ("poses", "confidence"))
    return PoseSequence(poses, get_layout(LAYOUT), row["fps"], confidence)


def apart_from(sequence: PoseSequence, features: np.ndarray, group: str | None = None) -> np.ndarray:
    """Distances of the keypoints that were seen from features (T or 1, D), in shoulder widths, one-dimensional."""
    layout = sequence.layout
    joints = list(range(len(layout.joints)) if group is None else layout.articulators[group])
    away = (sequence_features(sequence) - features).reshape(len(sequence), len(layout.joints), -1)
    return np.asarray(np.linalg.norm(away[:, joints], axis=-1)[sequence.certainty[:, joints] > 0])


def correlations(given: list[np.ndarray], predicted: list[np.ndarray]) -> tuple[float, float]:
    """Pearson's correlation over all joints and frames of (T, J) arrays, and of what differs from each joint's mean."""
    first, second = np.concatenate(given), np.concatenate(predicted)
    within = [(each - each.mean(0)).ravel() for each in (first, second)]
    return float(np.corrcoef(first.ravel(), second.ravel())[0, 1]), float(np.corrcoef(*within)[0, 1])


def measure_clips(real: Path, model: str, sign: Any, workshop: Workshop, tell: Any) -> None:
    """Train on the clips, stream them back, compare, and draw them beside each other."""
    clips, corpus = real / CLIPS, workshop.folder / "clips"
    if not corpus.is_dir():
        prepare_corpus(OpenPoseClips("asl", clips / "clips.tsv", float(FPS)), clips / "json", corpus)
    kind = ("--layout", LAYOUT, "--fps", FPS)
    trained = workshop.train(
        "how2sign", "train_hybridsign", "overfit", None, "--model", model, "--corpus", str(corpus), *kind
    )
    signer, rows = Signer(sign, trained.folder), open_corpus(str(corpus))["train"]
    config = signer.model.config
    recorded = [clip_motion(row) for row in rows]
    start = time.perf_counter()
    made = [
        signer(row["text"], row["language"], len(each))
        for row, each in zip(rows, track(recorded, "clips"), strict=True)
    ]
    seconds, frames = time.perf_counter() - start, sum(map(len, recorded))
    name = partial("hybridsign_alone.how2sign.{}".format)
    mean = signer.model.mean.numpy()[None]
    off = np.concatenate([apart_from(each, one.values[0].numpy()) for each, one in zip(recorded, made, strict=True)])
    away = np.concatenate([apart_from(each, mean) for each in recorded])
    tell(name("mean_pose"), float(away.mean()), "shoulder widths", median=round(float(np.median(away)), 4))
    tell(name("error"), float(off.mean()), "shoulder widths", median=round(float(np.median(off)), 4), **cost(trained))
    tell(name("error_ratio"), float(off.mean() / away.mean()), "x", of="mean pose", frames=frames, clips=len(rows))
    for group in config.pose_layout.articulators:
        apart = [apart_from(each, one.values[0].numpy(), group) for each, one in zip(recorded, made, strict=True)]
        tell(name(f"error.{group}"), float(np.concatenate(apart).mean()), "shoulder widths")
    measure_speed(recorded, made, partial(tell, name("speed_ratio")))
    given = [np.minimum(each.certainty, 1.0) for each in recorded]
    said = [each.confidence[0].numpy() for each in made]
    everything = tuple(range(len(config.pose_layout.joints)))
    for group, joints in {"all": everything, **config.pose_layout.articulators}.items():
        chosen = [[array[:, list(joints)] for array in arrays] for arrays in (given, said)]
        over_all, within = correlations(*chosen)
        tell(name(f"confidence_correlation.{group}"), over_all, "r", within_joints=round(within, 4))
    tell(name("frames_per_second"), frames / seconds, "frames/s", parameters=signer.parameters)
    for row, each, one in zip(rows, recorded, made, strict=True):
        (shown,) = to_sequences(one, config, KeypointScale.of(each))
        for suffix in (".gif", ".png"):
            path = workshop.folder / f"{row['id']}{suffix}"
            render_pair(each, shown, path, labels=("recorded", "HybridSign, of text"), size=256)


def measure_speed(real: list[PoseSequence], made: list[GeneratedFrames], tell: Any) -> None:
    """How much hands move from frame to frame, beside how much they really do."""
    moved = list[np.ndarray]()
    for each, one in zip(real, made, strict=True):
        hands = list(each.layout.articulators["hands"])
        seen = (each.certainty[:, hands] > 0)[1:] & (each.certainty[:, hands] > 0)[:-1]
        shapes = (len(each), len(each.layout.joints), -1)
        both = [array.reshape(shapes)[:, hands] for array in (sequence_features(each), one.values[0].numpy())]
        moved.append(np.stack([np.linalg.norm(np.diff(array, axis=0), axis=-1)[seen] for array in both]))
    recorded, streamed = np.concatenate(moved, axis=1).mean(1)
    tell(float(streamed / recorded), "x", of="hands", recorded_widths_a_frame=round(float(recorded), 5))


def measure_demo(sign: Any, recogniser: LoadedRecogniser, limit: int | None, threads: int, tell: Any) -> None:
    """The model's own part, from text to the end that it says itself, beside references of the split `test`."""
    bundle, corpus = sign.bundle, build_demo_corpus().with_format(None)
    kind = bundle.motion_tokenizer
    test, training = Sentences.of(corpus["test"], kind, limit), corpus["train"]
    parameters = sum(each.numel() for each in bundle.require_text_motion().parameters())
    metadata = {"hand_reference": kind.config.hand_reference}

    def motion(row: dict[str, Any]) -> PoseSequence:
        values = np.asarray(row["poses"], np.float32)
        return fit_sequence(PoseSequence(values, get_layout("smplx"), float(row["fps"]), None, metadata), kind.config)

    some = training.select(range(0, len(training), RESTING))
    still = MeanPose.of(motion(row) for row in track(some, "mean pose", len(some)))
    nearest = NearestSentence(training["text"], training["language"])
    found = [motion(training[nearest.find(row["text"], row["language"])]) for row in test.rows]
    made, seconds = sign_rows(bundle, test.rows)
    systems = {"mean_pose": [still.hold(len(each)) for each in test.motion], "nearest_sentence": found, "made": made}
    for name, sequences in systems.items():
        scores = distances(test.motion, sequences, threads)
        for part in PARTS:
            length = "reference" if name == "mean_pose" else "own"
            value = float(scores[part].mean())
            tell(f"hybridsign_alone.demo.{name}.{part}", value, "m", sentences=len(test.rows), length=length)
    figures = {
        "gloss_wer": word_errors(recogniser, test.rows, made),
        "jerk_ratio": get_metric("jerk-ratio").corpus(test.motion, made).value,
        "duration_ratio": get_metric("duration-ratio").corpus(test.motion, made).value,
        "frames_per_second": sum(map(len, made)) / seconds,
    }
    about = {"sentences": len(test.rows), "parameters": parameters}
    for name, value in figures.items():
        facts = about | ({"time": "of the process"} if name == "frames_per_second" else {})
        facts |= {"of_references": round(word_errors(recogniser, test.rows, test.motion), 2)} if "wer" in name else {}
        passed = verdict(name, value, BARS, contended=False)
        least = {"least": LEAST_DURATION, "passed": LEAST_DURATION <= value <= 1.2} if name == "duration_ratio" else {}
        tell(f"hybridsign_alone.demo.{name}", value, UNITS[name], **facts | passed | least)


def sign_rows(bundle: Bundle, rows: list[dict[str, Any]]) -> tuple[list[PoseSequence], float]:
    """Motion of every row's text by its signer, and CPU seconds from text to motion; what loads is loaded before."""
    signers: dict[tuple[str, int | None], TextSigner] = {}
    for row in rows:
        key = (row["language"], row.get("signer"))
        if key not in signers:
            signers[key] = make_text_signer("hybridsign", key[0], SigningOptions(signer=key[1]), bundle)
            signers[key](row["text"])
    start = time.process_time()
    made = [signers[row["language"], row.get("signer")](row["text"]).pose for row in track(rows, "HybridSign alone")]
    return made, time.process_time() - start


def word_errors(recogniser: LoadedRecogniser, rows: list[dict[str, Any]], motion: list[PoseSequence]) -> float:
    """Gloss word error rate of what a recogniser reads off motion, in percent."""
    languages = [row["language"] for row in rows]
    read = read_motion(recogniser.model, recogniser.processor, motion, languages)
    metric = get_metric("gloss-wer")
    return float(metric.corpus([row["gloss"] for row in rows], [" ".join(each.glosses) for each in read]).value)


def cost(trained: Trained) -> dict[str, Any]:
    """What a model cost."""
    return {"core_minutes": trained.core_minutes, "steps": trained.steps}


def main() -> None:
    """Train, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="work folder")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--real", type=Path, help="folder of real recordings")
    parser.add_argument("--only", choices=("real", "demo"), help="only this half")
    parser.add_argument("--model", default=str(EMBEDDED), help="text-to-sign model folder; default: the embedded one")
    parser.add_argument("--limit", type=int, default=20, help="test sentences a language; 0: all")
    parser.add_argument("--smoke", action="store_true", help="train nearly nothing, to try everything out")
    parser.add_argument("--threads", type=int, default=1, help="threads that measure")
    arguments = parser.parse_args()
    one_thread()
    workshop = Workshop(arguments.work / "hybridsign_alone", arguments.smoke)
    workshop.folder.mkdir(parents=True, exist_ok=True)
    tell = partial(report, as_json=arguments.json)
    sign, model = load_pipeline(arguments.model), arguments.model
    try:
        if arguments.real is not None and arguments.only != "demo":
            measure_clips(arguments.real, model, sign, workshop, tell)
        if arguments.only != "real":
            recogniser = sign.bundle.recogniser
            if recogniser is None:
                raise InputError("model", "one with a recogniser", "one without")
            measure_demo(sign, recogniser, arguments.limit or None, arguments.threads, tell)
    except InputError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2) from None


if __name__ == "__main__":
    main()
