"""Systems' motion for the same sentences, all as the same joints on the same clock.

Lengths: SOKE ends a sentence itself, FGDM predicts glosses' durations. HybridSign of text alone is told a length: that
of a line through the training sentences' lengths over their characters, or the reference's in the table of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import torch
from systems_corpora import LANGUAGE, LAYOUT

from signary.cli.generated_motion import generate_motion
from signary.evaluation.baselines import MeanPose
from signary.evaluation.report import ReportCorpus, Sentences, System
from signary.evaluation.report.baseline_systems import baseline_systems, ground_truth, mean_pose, system_of
from signary.generator.fgdm import FGDMModel
from signary.generator.hybridsign import HybridSignModel
from signary.io.progress import track
from signary.language.languages import resolve
from signary.nn.loading import load_model
from signary.pipelines.loading import load_text_to_sign
from signary.pose.sequence import PoseSequence
from signary.pose.view import to_layout
from signary.tokenizer import MotionTokenizerConfig

FPS = 25.0
BATCH = 16
#: Of HybridSign's and FGDM's noise.
SEED = 0
#: Names of rows, as far as others have to know them.
FGDM, ALONE = "FGDM, from the reference's glosses", "HybridSign alone"
GIVEN_LENGTH = " (told the length)"


def in_common(system: System) -> System:
    """The system with its motion as joints of `LAYOUT` on the common clock, and in its description from where."""
    kinds = dict.fromkeys(f"{each.layout.name}, {each.fps:g} fps" for each in system.motion)
    motion = [to_layout(each, LAYOUT).resample(FPS) for each in track(system.motion, f"joints of {system.name}")]
    return replace(system, motion=motion, about=f"{system.about}; made as {' and '.join(kinds)}")


@dataclass(frozen=True)
class Task:
    """Sentences to be signed, and what may be learnt from.

    Attributes:
        corpus: With motion of layout `smplx`.
    """

    corpus: ReportCorpus

    @classmethod
    def load(cls, folder: Path, split: str, limit: int) -> Task:
        """The first sentences of a split."""
        return cls(ReportCorpus.load(folder, split, limit, MotionTokenizerConfig(layout="smplx", fps=FPS)))

    @cached_property
    def sentences(self) -> Sentences:
        """What is to be signed."""
        return self.corpus.sentences()

    @cached_property
    def parameters(self) -> list[PoseSequence]:
        """The references as they are in the corpus."""
        return self.corpus.references()

    @cached_property
    def references(self) -> Sequence[PoseSequence]:
        """The references as all systems are measured against them."""
        return self.truth.motion

    @cached_property
    def truth(self) -> System:
        """The references as a system."""
        return in_common(ground_truth(self.parameters))

    @cached_property
    def mean(self) -> MeanPose:
        """Mean pose of the training sentences."""
        return mean_pose(self.corpus)

    @cached_property
    def line(self) -> tuple[float, float]:
        """Seconds a character, and seconds of no character, of the training sentences (least squares)."""
        characters = np.array([len(text) for text in self.corpus.training["text"]], float)
        seconds = np.array([each.seconds for each in self.corpus.training_motion()])
        slope, offset = np.polyfit(characters, seconds, 1) if len(set(characters)) > 1 else (0.0, seconds.mean())
        return float(slope), float(offset)

    def baselines(self, model: Path) -> list[System]:
        """Mean pose, nearest training sentence, and by a model's parts dictionary stitching and reconstruction."""
        parts = load_text_to_sign(str(model), device="cpu").bundle
        found = baseline_systems(
            self.corpus, self.sentences, self.parameters, parts.motion_tokenizer, parts.dictionary, self.mean
        )
        return [in_common(system) for system in found]

    def soke(self, model: Path, refine: bool) -> System:
        """What a text-to-sign model makes of the texts, with its refiner or without."""
        sign = load_text_to_sign(str(model), device="cpu", refine=refine)
        made, cut_off = generate_motion(sign, self.sentences, None, self.mean)
        name, how = ("SOKE + HybridSign", "refined") if refine else ("SOKE", "as its codes give it")
        about = f"motion from text alone, {how}; {len(cut_off)} sentences cut off by the limit of steps"
        lost = made.about.partition("; ")[2]
        return in_common(replace(made, name=name, about=f"{about}; {lost}" if lost else about, is_model=True))

    @torch.no_grad()
    def hybridsign_alone(self, model: Path, text_model: Path, given_length: bool) -> System:
        """What HybridSign makes of the texts, in chunks as it streams.

        Args:
            model: HybridSign without coarse motion.
            text_model: Whose encoder reads the texts.
            given_length: Whether it is told the references' lengths.
        """
        sign = load_text_to_sign(str(text_model), device="cpu")
        hybrid, noise = load_model(HybridSignModel, model), torch.Generator().manual_seed(SEED)
        made = list[PoseSequence]()
        for text, reference in track(list(zip(self.sentences.texts, self.parameters, strict=True)), ALONE):
            prompt = sign.bundle.prompter.prompt(text, resolve(LANGUAGE), signer=sign.processor.default_signer)
            encoded = sign.model.encode(**sign.processor.pad([prompt]))
            frames = len(reference) if given_length else self.frames_of(text)
            values = hybrid.generate(encoded.hidden, encoded.mask.bool(), num_frames=frames, generator=noise).values[0]
            made.append(sign.bundle.motion_tokenizer.to_sequence(values))
        about = "motion from text alone, without tokens; text encoder of the row SOKE, not trained here"
        length = "" if given_length else "; length by a line through the characters of the training sentences"
        about, whose = f"{about}{length}", "reference" if given_length else "own"
        return in_common(System(ALONE + GIVEN_LENGTH * given_length, about, made, whose, is_model=True))

    def frames_of(self, text: str) -> int:
        """Length of a sentence by the line of the training sentences."""
        slope, offset = self.line
        return max(1, round(FPS * (offset + slope * len(text))))

    def fgdm(self, model: Path, given_length: bool) -> System:
        """What FGDM makes of the references' glosses; those that it does not know are left out, and counted.

        Raises:
            InputError: If a length is more than the model makes.
        """
        network = load_model(FGDMModel, model)
        vocabulary, glosses = network.config.vocabulary, self.sentences.glosses or []
        language = LANGUAGE if vocabulary.languages else None
        known = [[gloss for gloss in each if vocabulary.knows(gloss, language)] for each in glosses]
        lost = sum(map(len, glosses)) - sum(map(len, known))
        found: list[PoseSequence | None] = [None] * len(known)
        signed = [at for at, each in enumerate(known) if each]
        for first in track(range(0, len(signed), BATCH), "FGDM"):
            chosen = signed[first : first + BATCH]
            frames = [max(1, round(self.parameters[at].seconds * network.config.fps)) for at in chosen]
            made = network.generate([known[at] for at in chosen], frames if given_length else None, SEED, language)
            for at, sequence in zip(chosen, made, strict=True):
                found[at] = sequence
        about = f"motion from the reference's glosses, {network.config.sampling_steps} denoising steps"
        about += f"; {lost} of {sum(map(len, glosses))} glosses are unknown to it and left out"
        still = replace(self.mean, still=to_layout(self.mean.still, network.config.pose_layout))
        whose = "reference" if given_length else "own"
        return in_common(
            system_of(FGDM + GIVEN_LENGTH * given_length, about, found, still, length=whose, is_model=True)
        )
