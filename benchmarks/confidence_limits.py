"""How well confidences can be told beforehand at all, on the corrupted sentences of `hybridsign_ablation.py`.

Heads as HybridSign's (`ConfidenceHead`) are trained on sentences of `train` and asked on `dev`, chunks of four frames
ahead, without the network behind them. Correlation over the frames of each joint, mean of the joints:

- `held`: the last confidence before the chunk;
- `past`: a head that is told nothing but each joint's last confidences;
- `past_and_motion`: told the reasons in the motion of the chunk, too, as they truly are: what hides hands and joints;
- `motion`: told those reasons and nothing of the past.

What is left to 1 comes out of the blue. WORK and the corpus are those of `hybridsign_ablation.py`.

    python benchmarks/confidence_limits.py --work WORK --json [--corpus FOLDER] [--steps 300]
"""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

import numpy as np
import torch
from common import report
from hybridsign_ablation import CHUNK_FRAMES, CLEAN, CORRUPTED, LAYOUT, Study
from hybridsign_confidence import held, within_joints
from quality import one_thread

from signary.bundle.folder import EMBEDDED
from signary.generator.hybridsign.confidence_head import NEVER, ConfidenceHead, before_chunks
from signary.generator.hybridsign.frame_plan import FramePlan
from signary.io.progress import track
from signary.pose.hidden_hands import reasons_not_to_see
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence

MEMORY, HIDDEN, BATCH, SEED = 8, 32, 64, 0
VARIANTS = {"past": (True, False), "past_and_motion": (True, True), "motion": (False, True)}


def told_by_motion(sequence: PoseSequence) -> np.ndarray:
    """Reasons not to see hands and joints in each frame, (T, numbers)."""
    reasons, layout = reasons_not_to_see(sequence), sequence.layout
    hands = [list(layout.parts[part]) for part in ("left_hand", "right_hand")]
    by_hand = [each[:, hand].mean(1) for each in (reasons.blur, reasons.covered) for hand in hands]
    return np.stack([*reasons.at_face, reasons.crossing, *by_hand], axis=1)


class Clips:
    """Chunks of frames of sentences: what was said in them, what before them, and what their motion gives as reason."""

    def __init__(self, study: Study, split: str) -> None:
        self.given = [np.minimum(each.certainty, 1.0) for each in study.motion(CORRUPTED, split)[1]]
        motion = track(study.motion(CLEAN, split)[1], f"reasons of {split}")
        reasons = [told_by_motion(each) for each in motion]
        chunks = [self._chunks(given, why) for given, why in zip(self.given, reasons, strict=True)]
        self.past, self.why, self.said, self.there = (torch.cat(parts) for parts in zip(*chunks, strict=True))

    @staticmethod
    def _chunks(given: np.ndarray, why: np.ndarray) -> tuple[torch.Tensor, ...]:
        count = -(-len(given) // CHUNK_FRAMES)
        plan = FramePlan(1, 0, len(given), (CHUNK_FRAMES,) * count)
        past = before_chunks(torch.tensor(given)[None].float(), plan, MEMORY)[0]
        frames = np.arange(count * CHUNK_FRAMES).reshape(count, -1)
        within = np.minimum(frames, len(given) - 1)
        said, reasons = torch.tensor(given[within]).float(), torch.tensor(why[within]).float()
        return past, reasons, said, torch.tensor(frames < len(given))

    def in_clips(self, said: torch.Tensor) -> list[np.ndarray]:
        """Predictions (chunks, frames, J) as (T, J) of each sentence."""
        return [each.numpy() for each in torch.split(said[self.there], [len(given) for given in self.given])]


class Teller(torch.nn.Module):
    """A head of confidence, whose tokens are reasons."""

    def __init__(self, past: bool, motion: bool, numbers: int) -> None:
        super().__init__()
        joints = len(get_layout(LAYOUT).joints)
        self.past, self.motion = past, motion
        self.read = torch.nn.Sequential(torch.nn.Linear(numbers, HIDDEN), torch.nn.SiLU())
        self.head = ConfidenceHead([list(range(joints))], HIDDEN)

    def forward(self, clips: Clips, chosen: torch.Tensor) -> torch.Tensor:
        """Logits (chunks, frames, J)."""
        past, why = clips.past[chosen], clips.why[chosen]
        past, why = past if self.past else torch.full_like(past, NEVER), why if self.motion else 0 * why
        tokens = self.read(why)
        logits: torch.Tensor = self.head(tokens[None], tokens, past[:, None], FramePlan(1, 0, 0, (CHUNK_FRAMES,)))
        return logits


def trained(teller: Teller, clips: Clips, steps: int) -> Teller:
    """The same, trained."""
    optimizer = torch.optim.Adam(teller.parameters(), 0.01)
    draw = torch.Generator().manual_seed(SEED)
    for _ in range(steps):
        chosen = torch.randint(len(clips.past), (BATCH,), generator=draw)
        weight = clips.there[chosen][..., None].expand_as(clips.said[chosen]).float()
        logits = teller(clips, chosen)
        loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, clips.said[chosen], weight)
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        optimizer.step()
    return teller


def main() -> None:
    """Train, ask and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="work folder")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--corpus", type=Path, help="the demo corpus; default: WORK/corpora/sentences")
    parser.add_argument("--steps", type=int, default=300, help="steps of every head")
    parser.add_argument("--limit", type=int, default=200, help="most sentences of a split")
    arguments = parser.parse_args()
    one_thread()
    corpus = arguments.corpus or arguments.work / "corpora" / "sentences"
    study = Study(arguments.work, corpus, str(EMBEDDED), None, arguments.limit, smoke=False)
    training, asked = Clips(study, "train"), Clips(study, "dev")
    said = {"held": [held(each, CHUNK_FRAMES) for each in asked.given]}
    everything = torch.arange(len(asked.past))
    for name, (past, motion) in VARIANTS.items():
        torch.manual_seed(SEED)
        teller = trained(Teller(past, motion, training.why.shape[-1]), training, arguments.steps)
        with torch.no_grad():
            said[name] = asked.in_clips(teller(asked, everything).sigmoid())
    layout = get_layout(LAYOUT)
    tell = partial(report, as_json=arguments.json, data="synthetic", sentences=len(asked.given), steps=arguments.steps)
    for name, told in said.items():
        for group, joints in {"all": tuple(range(len(layout.joints))), **layout.articulators}.items():
            tell(f"confidence_limits.{name}.{group}", within_joints(asked.given, told, joints), "r")


if __name__ == "__main__":
    main()
