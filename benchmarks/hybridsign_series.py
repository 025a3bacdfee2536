"""Sentences signed one after another without a rest: what small HybridSigns are trained on, and what they go on from.

Synthetic: sixteen short German sentences by the rule-based signer and eight other styles, as sixteen joints of arms,
hands and head. What is rolled out are the same sentences by the same signers in orders that no training has seen, so
that a model can know every sentence by heart and what is measured is whether it keeps signing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from datasets import Array2D, Dataset, DatasetDict, Features, Value
from safetensors.torch import load_file, save_file
from torch import Tensor

from signary.bundle.bundle import Bundle
from signary.corpora.corpus_spec import save_corpus
from signary.corpora.synthetic.signing import SigningJob, sign_job
from signary.generator.hybridsign import HybridSignModel
from signary.generator.hybridsign.roll_out import RollOutPlan, roll_out
from signary.language.languages import resolve
from signary.pose.features import sequence_features
from signary.pose.layout import Channel, PoseLayout, keypoint_layout
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence
from signary.pose.view import to_layout
from signary.training.frames import joined

FPS, SIGNERS, LANGUAGE = 25.0, 9, "dgs"
#: Series that are rolled out, and their frames.
SERIES, FRAMES = 24, 300
#: Frames of the reference that a roll-out begins with.
GIVEN_FRAMES = 24
SENTENCES = (
    *("Ich[ICH] koche[KOCHEN] in Italien[ITALIEN].", "Die Vorhersage[VORHERSAGE] ist super[SUPER]."),
    *("Wo[WO] schläfst[SCHLAFEN] du[DU]?", "Mein[MEIN] Arzt[ARZT] ist stark[STARK]."),
    *("Ist der Lehrer[LEHRER] hungrig[HUNGER]?", "Im November[NOVEMBER] hilfst[HELFEN] du[DU]."),
    *("Der Schirm[SCHIRM] ist nicht[NICHT] neu[NEU].", "Das Problem[PROBLEM] ist typisch[TYPISCH]."),
    *("Wer[WER] will[WOLLEN] antworten[ANTWORTEN]?", "Das Wetter[WETTER] ist wichtig[WICHTIG]."),
    *("Wer[WER] geht[GEHEN] in den Wald[WALD]?", "Die Kinder[KIND] kennen[KENNEN] die Frau[FRAU]."),
    *("Das Auto[AUTO] ist blau[BLAU].", "Die Sprache[SPRACHE] ist nicht[NICHT] schwierig[SCHWIERIG]."),
    *("Wer[WER] arbeitet[ARBEITEN] hier[HIER]?", "Mein[MEIN] Vater[VATER] trinkt[TRINKEN] Bier[BIER]."),
)
_CHAIN = {"elbow": "shoulder", "wrist": "elbow", "index1": "wrist", "index_tip": "index1", "pinky1": "wrist"}
_CHAIN |= {"thumb_tip": "wrist"}
_SIDES = ("left", "right")


def arms_and_head() -> PoseLayout:
    """Sixteen joints of the signer's body."""
    joints = ("nose", "neck", *(f"{side}_{joint}" for side in _SIDES for joint in ("shoulder", *_CHAIN)))
    parents = {f"{side}_{joint}": f"{side}_{parent}" for side in _SIDES for joint, parent in _CHAIN.items()}
    parents |= {"nose": "neck", **{f"{side}_shoulder": "neck" for side in _SIDES}}
    channels = [Channel(*each) for each in (("x", "metre", "left"), ("y", "metre", "up"), ("z", "metre", "forward"))]
    return keypoint_layout("arms_and_head", joints, tuple(channels), parents)


def _row(layout: PoseLayout, sentence: int, signer: int, seed: int) -> dict[str, object]:
    """A sentence, signed."""
    job = SigningJob(f"{sentence}-{signer}", SENTENCES[sentence], LANGUAGE, "plain", signer, FPS, seed)
    signed = sign_job(job)
    motion = PoseSequence(np.asarray(signed["poses"], np.float32), get_layout("smplx"), FPS)
    place = {"fps": FPS, "text": signed["text"], "language": LANGUAGE, "signer": signer}
    return {"poses": to_layout(motion, layout).values, **place}


def make_corpus(folder: Path) -> None:
    """Every sentence by every signer; `dev` has other recordings of some."""
    layout, numbers = arms_and_head(), len(SENTENCES) * SIGNERS
    features = Features(
        {
            "poses": Array2D((None, layout.num_features), "float32"),
            "fps": Value("float32"),
            "text": Value("string"),
            "language": Value("string"),
            "signer": Value("int64"),
        }
    )
    train = [_row(layout, at % len(SENTENCES), at // len(SENTENCES), 0) for at in range(numbers)]
    dev = [_row(layout, at % len(SENTENCES), at % SIGNERS, 1) for at in range(len(SENTENCES))]
    rows = {name: Dataset.from_list(part, features=features) for name, part in (("train", train), ("dev", dev))}
    save_corpus(DatasetDict(rows), folder, layout)


@dataclass(frozen=True)
class Series:
    """What is rolled out, N series of T frames.

    Attributes:
        values: Features of the reference, shape (N, T, D).
        states: What the text encoder makes of every sentence, 0 behind its end, shape (sentences, S, d).
        lengths: Tokens of every sentence.
        sentence: Which sentence a frame is of, shape (N, T).
        positions: Number of the frame in it, shape (N, T).
        signer: Shape (N,).
    """

    values: Tensor
    states: Tensor
    lengths: Tensor
    sentence: Tensor
    positions: Tensor
    signer: Tensor

    @classmethod
    def load(cls, path: Path) -> Series:
        """What `make_series` has written."""
        found = load_file(path)
        whole = {name: found[name].long() for name in ("lengths", "sentence", "positions", "signer")}
        return cls(values=found["values"].float(), states=found["states"].float(), **whole)

    def text(self) -> tuple[Tensor, Tensor, Tensor]:
        """States of all sentences, which of them each frame sees, and the signers, as a roll-out takes them."""
        count, tokens, size = self.states.shape
        there = torch.arange(tokens) < self.lengths[:, None]
        seen = torch.nn.functional.one_hot(self.sentence, count).bool()[..., None] & there
        states = self.states.reshape(1, count * tokens, size).expand(len(self.sentence), -1, -1)
        return states, seen.flatten(2), self.signer


def make_series(model: str, path: Path) -> None:
    """Write series of sentences in random orders, with what the text encoder of a model folder makes of them."""
    layout, rng, bundle = arms_and_head(), np.random.default_rng(2), Bundle.load(model, device="cpu")
    parts: Mapping[str, list[np.ndarray]] = {name: [] for name in ("values", "sentence", "positions")}
    signers = rng.integers(SIGNERS, size=SERIES)
    texts = dict[int, str]()
    for signer in signers.tolist():
        order, motion = rng.permutation(len(SENTENCES)).tolist(), list[np.ndarray]()
        used = list[int]()
        while sum(map(len, motion)) < FRAMES:
            used.append(order[len(used)])
            row = _row(layout, used[-1], signer, 2)
            texts[used[-1]] = str(row["text"])
            motion.append(sequence_features(PoseSequence(np.asarray(row["poses"]), layout, FPS)))
        counts = [len(each) for each in motion]
        parts["values"].append(joined(motion, motion)[:FRAMES])
        parts["sentence"].append(np.repeat(used, counts)[:FRAMES])
        parts["positions"].append(np.concatenate([np.arange(count) for count in counts])[:FRAMES])
    prompts = [bundle.prompter.prompt(texts.get(at, "-"), resolve(LANGUAGE), signer=0) for at in range(len(SENTENCES))]
    with torch.no_grad():
        encoded = bundle.generator.encode(**bundle.processor.pad(prompts))
    mask = encoded.mask.bool()
    stacked = {name: torch.from_numpy(np.stack(each)) for name, each in parts.items()}
    short = {name: stacked[name].to(torch.int16) for name in ("sentence", "positions")}
    save_file(
        {
            "values": stacked["values"].half(),
            "states": torch.where(mask[..., None], encoded.hidden, 0.0).half(),
            "lengths": mask.sum(1).to(torch.int16),
            "signer": torch.from_numpy(signers).to(torch.int16),
            **short,
        },
        path,
    )


@torch.no_grad()
def rolled_out(
    model: HybridSignModel, series: Series, wanted: Tensor, given: int, chunk_frames: int, steps: int, seed: int
) -> Tensor:
    """Motion (N, T, D) that a model makes, standardised, sentence after sentence.

    Args:
        model: The model.
        series: What it signs.
        wanted: The series' reference, standardised.
        given: Frames at the beginning that are the reference's; whole chunks.
        chunk_frames: Frames of a chunk.
        steps: Steps of the flow.
        seed: Of the noise.
    """
    torch.manual_seed(seed)
    shape = (wanted.shape[0], wanted.shape[1], wanted.shape[2])
    begun, text = wanted[:, :given] if given else None, series.text()
    plan = RollOutPlan(model, text, series.positions, shape, None, chunk_frames, steps, steps - 1, begun)
    return roll_out(plan).frames
