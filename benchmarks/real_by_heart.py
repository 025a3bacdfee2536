"""Real recordings, lifted to one body, by heart: tokenizer, generator, refiner, and what the model signs of the texts.

    python benchmarks/real_by_heart.py --work FOLDER --real FOLDER --json [--smoke]

Sentences of PHOENIX14T (skeletons), How2Sign (OpenPose) and the DGS Corpus (MediaPipe) are prepared by
`signary corpus prepare … --layout smplx`; all of them are trained on, and nothing is held out, so nothing is said about
new sentences. Figures are distances of joints of arms and hands, of what was seen, in percent of the rest body's
shoulder width, between the lifted recordings and

- `reconstruction`: what the tokenizer makes of them, encoded and decoded;
- `generated`, `refined`: what the model signs of the texts alone, frame by frame where the length is the recording's,
  else along the cheapest path (DTW);
- `mean_pose`: the mean of each sentence, for comparison.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from common import report
from datasets import Array2D, Dataset, DatasetDict, Features, Value
from quality import one_thread
from systems_training import Trained, Workshop

from signary.bundle.assemble import PartFolders, assemble
from signary.corpora.corpus_spec import save_corpus
from signary.corpora.opening import open_corpus
from signary.corpora.rows import row_motion
from signary.evaluation.dtw import dtw_path
from signary.io.atomic import atomic_folder
from signary.io.errors import InputError
from signary.nn.loading import load_model
from signary.pipelines.loading import load_text_to_sign
from signary.pose.kinematics import forward_kinematics
from signary.pose.layout import PoseLayout
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence
from signary.pose.view import shoulder_width
from signary.tokenizer import MotionTokenizer

FPS = 25.0
#: Name of a set -> its form and folder.
SETS = {
    "phoenix": ("pt", "phoenix14t-skels"),
    "how2sign": ("how2sign", "how2sign-openpose"),
    "dgs_corpus": ("dgs-pairs", "dgs-corpus-pairs"),
}
#: Flags beside the presets of the stages.
TOKENIZER = (
    *("--causal_decoder", "--residual_levels", "body=3", "left_hand=1", "right_hand=1"),
    *("--codebook_sizes", "body=256", "left_hand=192", "right_hand=192", "--joint_weight", "1"),
)
GENERATOR = (
    *("--d_model", "192", "--encoder_layers", "2", "--decoder_layers", "2"),
    *("--encoder_ffn_dim", "768", "--decoder_ffn_dim", "768", "--text_tokens", "600", "--attention", "eager"),
    *("--dropout", "0", "--max_steps", "120", "--batch_size", "16", "--learning_rate", "0.001"),
)
#: As the embedded refiner: mostly its own past, as a stream gives it that one and not the true one.
REFINER = (
    *("--num_experts", "1", "--coarse_sigma", "0.001", "--lookahead", "4", "--hand_dropout", "0"),
    *("--own_past", "0.75", "--start_share", "0.75", "--joint_weight", "8", "--batch_size", "8"),
    *("--learning_rate", "0.001", "--warmup", "100"),
)
#: About twenty core-minutes together.
STEPS = {"tokenizer": 4500, "generator": 900, "refiner": 1200}


@dataclass(frozen=True)
class Sentence:
    """A recording and its text.

    Attributes:
        name: Of its set.
        text: In the spoken language.
        language: Of the signs.
        motion: Lifted, on the tokenizer's clock.
    """

    name: str
    text: str
    language: str
    motion: PoseSequence


def prepared(name: str, real: Path, work: Path) -> Path:
    """A set as a corpus of lifted motion, by the command line.

    Raises:
        SystemExit: If it cannot be prepared, with what was said.
    """
    form, place = SETS[name]
    folder = work / name
    if not folder.is_dir():
        words = ["corpus", "prepare", form, str(real / place), "--layout", "smplx", "-o", str(folder)]
        done = subprocess.run(
            [sys.executable, "-m", "signary.cli", *words], check=False, capture_output=True, text=True
        )
        if done.returncode:
            raise SystemExit(f"prepare {name} failed:\n{done.stderr[-2000:]}")
        sys.stderr.write(done.stderr)
    return folder


def read_sentences(name: str, folder: Path) -> list[Sentence]:
    """All sentences of a prepared corpus, whatever their split."""
    found = []
    for part in open_corpus(folder).values():
        for row in part.with_format("numpy", columns=["poses", "confidence"], output_all_columns=True):
            motion = row_motion(row, get_layout("smplx")).resample(FPS)
            found.append(Sentence(name, row["text"], row["language"], motion))
    return found


def write_sentences(sentences: Sequence[Sentence], folder: Path) -> Path:
    """One corpus of them; what is trained on is also what is evaluated."""
    if not folder.is_dir():
        layout = get_layout("smplx")
        arrays = {"poses": layout.num_features, "confidence": len(layout.joints)}
        texts = dict.fromkeys(("text", "language", "hand_reference"), Value("string"))
        widths = {name: Array2D((None, width), "float32") for name, width in arrays.items()}
        rows = [
            {
                "text": each.text,
                "language": each.language,
                "hand_reference": "flat",
                "fps": each.motion.fps,
                "poses": each.motion.values,
                "confidence": each.motion.certainty,
            }
            for each in sentences
        ]
        made = Dataset.from_list(rows, features=Features({**texts, "fps": Value("float32"), **widths}))
        with atomic_folder(folder) as temporary:
            save_corpus(DatasetDict(train=made, dev=made), temporary, layout)
    return folder


def moving_joints(layout: PoseLayout) -> list[int]:
    """Joints of arms and hands."""
    hands = {joint for part in ("left_hand", "right_hand") for joint in layout.parts[part]}
    arms = {layout.index(f"{side}_{name}") for side in ("left", "right") for name in ("elbow", "wrist")}
    return sorted(hands | arms)


def joints_of(motion: PoseSequence) -> PoseSequence:
    """Joints of the rest body; where a rotation is missing, all that hangs on it is."""
    return forward_kinematics(motion)


def distances(sentence: Sentence, made: PoseSequence) -> np.ndarray:
    """Distances of joints of arms and hands that both have, in percent of a shoulder width, one-dimensional."""
    true, found = joints_of(sentence.motion), joints_of(made)
    chosen = moving_joints(true.layout)
    first, second = true.joints[:, chosen], found.joints[:, chosen]
    if len(first) != len(second):
        cost = np.nan_to_num(np.nanmean(np.linalg.norm(first[:, None] - second[None], axis=-1), axis=-1), nan=1.0)
        path = dtw_path(cost)
        first, second = first[path[:, 0]], second[path[:, 1]]
    away = np.linalg.norm(first - second, axis=-1)
    return np.asarray(100 * away[np.isfinite(away)] / shoulder_width(true))


def held_mean(sentence: Sentence) -> PoseSequence:
    """The mean pose of a sentence, held."""
    values = sentence.motion.values
    known = np.isfinite(values)
    mean = np.where(known, values, 0).sum(0) / np.maximum(known.sum(0), 1)
    return PoseSequence.masked(np.tile(mean, (len(values), 1)), sentence.motion.layout, FPS, sentence.motion.certainty)


def tell_of(
    name: str, sentences: Sequence[Sentence], made: Iterable[PoseSequence], tell: Callable[..., None], *cost: Trained
) -> None:
    """Report the mean over all joints, of all sentences and of each set, and how many are as long as the recording."""
    pairs = list(zip(sentences, made, strict=True))
    found = [distances(*pair) for pair in pairs]
    of_sets = {
        each: round(
            float(np.concatenate([one for one, (s, _) in zip(found, pairs, strict=True) if s.name == each]).mean()), 3
        )
        for each in dict.fromkeys(sentence.name for sentence in sentences)
    }
    longest = max(float(one.mean()) for one in found)
    same = sum(len(sentence.motion) == len(motion) for sentence, motion in pairs)
    context: dict[str, Any] = {"worst_sentence": round(longest, 3), "same_length": same, "sentences": len(pairs)}
    context |= {"core_minutes": [each.core_minutes for each in cost], "steps": [each.steps for each in cost]}
    tell(f"real.{name}_percent", float(np.concatenate(found).mean()), "% of shoulder width", **of_sets, **context)


def train_all(workshop: Workshop, corpus: Path) -> tuple[Path, tuple[Trained, ...]]:
    """Tokenizer, codes, generator, model folder and refiner; the model folder with all of them, and their costs."""

    def steps(stage: str) -> tuple[str, ...]:
        count = str(STEPS[stage])
        rest = ("--evaluate_every", "0", "--log_every", "50")
        return () if workshop.smoke else ("--steps", count, "--save_every", count, *rest)

    def chosen(*flags: str) -> tuple[str, ...]:
        return () if workshop.smoke else flags

    data = ("--corpus", str(corpus))
    flags: tuple[str, ...] = (*data, *chosen(*TOKENIZER), *steps("tokenizer"))
    tokenizer = workshop.train("tokenizer", "train_tokenizer", "overfit", None, *flags)
    codes = workshop.make("codes", "encode_corpus", "--tokenizer", str(tokenizer.folder), *data)
    flags = ("--num_signers", "0", "--retrieval", "none", "--min_steps", "2", *chosen(*GENERATOR), *steps("generator"))
    generator = workshop.train("generator", "train_generator", "small", None, "--codes", str(codes), *flags)
    coarse = workshop.folder / "coarse"
    if not coarse.is_dir():
        assemble(PartFolders(tokenizer.folder, generator.folder), coarse)
    flags = (*data, *chosen(*REFINER), *steps("refiner"))
    refiner = workshop.train("refiner", "train_hybridsign", "overfit", None, "--model", str(coarse), *flags)
    whole = workshop.folder / "model"
    if not whole.is_dir():
        assemble(PartFolders(tokenizer.folder, generator.folder, refiner.folder), whole)
    return whole, (tokenizer, generator, refiner)


def signed(model: Path, sentences: Sequence[Sentence], refine: bool) -> list[PoseSequence]:
    """What the model signs of the texts."""
    sign = load_text_to_sign(str(model), device="cpu", refine=refine)
    return [sign(each.text, language=each.language)["pose"] for each in sentences]


def measure(real: Path, workshop: Workshop, tell: Callable[..., None]) -> None:
    """Prepare, train what is missing, and report."""
    folders = {name: prepared(name, real, workshop.folder) for name in SETS}
    sentences = [each for name, folder in folders.items() for each in read_sentences(name, folder)]
    corpus = write_sentences(sentences, workshop.folder / "corpus")
    model, (tokenizer, generator, refiner) = train_all(workshop, corpus)
    network = load_model(MotionTokenizer, tokenizer.folder)
    tell_of("mean_pose", sentences, map(held_mean, sentences), tell)
    with torch.no_grad():
        rebuilt = [network.reconstruct(each.motion) for each in sentences]
    tell_of("reconstruction", sentences, rebuilt, tell, tokenizer)
    tell_of("generated", sentences, signed(model, sentences, False), tell, generator)
    tell_of("refined", sentences, signed(model, sentences, True), tell, refiner)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--work", type=Path, required=True, help="work folder; what is trained there is not trained again"
    )
    parser.add_argument("--real", type=Path, required=True, help="folder of real recordings")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--smoke", action="store_true", help="train nearly nothing, to try everything out")
    arguments = parser.parse_args()
    one_thread()
    workshop = Workshop(arguments.work / "real_by_heart", arguments.smoke)
    workshop.folder.mkdir(parents=True, exist_ok=True)
    try:
        measure(arguments.real, workshop, partial(report, as_json=arguments.json))
    except InputError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2) from None


if __name__ == "__main__":
    main()
