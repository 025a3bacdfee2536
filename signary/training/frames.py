"""Windows of signed sentences, as HybridSign is trained on them: motion, coarse motion, and the text of every frame.

A window may hold the end of one sentence and the beginning of the next, or several sentences, so that the model learns
to go on from a sentence that is over. What is joined is joined as a stream joins it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from datasets import Dataset
from torch import Tensor
from torch.nn import functional

from signary.generator.hybridsign.pace import PaceTargets
from signary.generator.sign_mbart import SignMBartForConditionalGeneration, SignMBartProcessor
from signary.io.errors import InputError
from signary.io.progress import track
from signary.nn.motion_batch import batch_sequences
from signary.pose.cross_fade import FADE, CrossFade
from signary.pose.detector_faults import DetectorFaults, with_faults
from signary.pose.features import sequence_features
from signary.tokenizer import MotionTokenizer, MotionTokenizerConfig
from signary.training.batches import Draw
from signary.training.motion import row_sequence

DECODED_AT_ONCE = 16
#: Sentences that a window is of which is not of one.
SENTENCES = 2


class FrameSample(NamedTuple):
    """A window of T frames.

    Attributes:
        values: Features (T, D), NaN where missing.
        certainty: Tensor of shape (T, J).
        coarse: What the motion tokenizer keeps of them, (T, D), or None. The window then begins where a code begins.
        prompts: Prompts of the sentences.
        sentence: Which of the prompts each frame is of, (T,).
        positions: Number of each frame in its sentence, (T,).
        signer: Who signs it, where the corpus says so.
        paces: Of a model that is paced: frames that every position of each prompt takes, (S, 2), NaN where nobody
            knows, and frames of its sentence.
    """

    values: np.ndarray
    certainty: np.ndarray
    coarse: np.ndarray | None
    prompts: list[list[int]]
    sentence: np.ndarray
    positions: np.ndarray
    signer: int | None = None
    paces: list[tuple[np.ndarray, int]] | None = None


@torch.no_grad()
def coarse_rows(rows: Dataset, tokenizer: MotionTokenizer) -> list[Tensor]:
    """What the tokenizer keeps of every row, (stride · L, D), in half precision: a corpus of it has to be held."""
    order = np.argsort([len(row["poses"]) for row in rows.select_columns(["poses"])], kind="stable")
    kept: list[Tensor] = [torch.empty(0)] * len(rows)
    for first in track(range(0, len(order), DECODED_AT_ONCE), "motion through its codes"):
        chosen = order[first : first + DECODED_AT_ONCE]
        batch = batch_sequences([row_sequence(rows[int(at)], tokenizer.config) for at in chosen], tokenizer.config)
        codes, mask = tokenizer.encode(batch.values, batch.frame_mask)
        decoded = tokenizer.decode(codes, code_mask=mask).values.half()
        for at, row, count in zip(chosen, decoded, mask.sum(1).tolist(), strict=True):
            # A copy: a view would hold the batch.
            kept[at] = row[: tokenizer.config.stride * count].clone()
    return kept


class SignedFrames(torch.utils.data.Dataset[FrameSample]):
    """Random windows of sentences, or of several sentences of one signer, one after the other.

    What is missing stays missing: NaN, and confidence 0. Confidences of detectors that go beyond 1, as OpenPose's do,
    count as 1.

    Args:
        rows: Columns poses, fps, text, language and, where the processor has signers, signer.
        prompts: Prompt of every row.
        config: The kind of motion, and its clock; with coarse motion, that of the motion tokenizer.
        frames: T; shorter samples come whole.
        pair_share: Probability that a window is cut from several sentences.
        coarse: Coarse motion of every row, from `coarse_rows`; None for windows without it.
        sentences: How many those are.
        from_start: Windows begin where their first sentence begins, as streams do.
        faults: Faults of a detector that motion is given, anew in every draw; the coarse motion has none. None: none.
        paces: Of every row frames that the positions of its prompt take, (S, 2), *optional*.
    """

    def __init__(
        self,
        rows: Dataset,
        prompts: Sequence[list[int]],
        config: MotionTokenizerConfig,
        frames: int,
        pair_share: float = 0.0,
        coarse: Sequence[Tensor] | None = None,
        sentences: int = SENTENCES,
        from_start: bool = False,
        faults: DetectorFaults | None = None,
        paces: Sequence[np.ndarray] | None = None,
    ) -> None:
        if frames < 1 or not 0 <= pair_share <= 1:
            raise InputError("frames", "at least 1, and a share of pairs from 0 to 1", (frames, pair_share))
        if sentences < 1:
            raise InputError("sentences", "at least 1", sentences)
        self.rows, self.prompts, self.config = rows, prompts, config
        self.frames, self.pair_share, self.coarse, self.faults = frames, pair_share, coarse, faults
        self.sentences, self.from_start = sentences, from_start
        self.paces = paces
        #: A stream's chunks begin where codes begin; what is known at the end of a chunk depends on that.
        self.step = 1 if coarse is None else config.stride
        self.signers = list(rows["signer"]) if "signer" in rows.column_names else None
        signers = self.signers or [0] * len(rows)
        pairs = list(zip(signers, rows["language"], strict=True))
        groups: dict[tuple[Any, str], list[int]] = {}
        for at, pair in enumerate(pairs):
            groups.setdefault(pair, []).append(at)
        self._others = [groups[pair] for pair in pairs]

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, draw: Draw) -> FrameSample:
        rng, chosen = draw.rng(), [draw.index]
        if rng.random() < self.pair_share:
            others = self._others[draw.index]
            chosen += [others[int(rng.integers(len(others)))] for _ in range(self.sentences - 1)]
        parts = [self._motion(at, rng) for at in chosen]
        sentence = np.concatenate([np.full(len(values), number) for number, (values, _, _) in enumerate(parts)])
        positions = np.concatenate([np.arange(len(values)) for values, _, _ in parts])
        places = 1 if self.from_start else max(1, (len(sentence) - self.frames) // self.step + 1)
        start = self.step * int(rng.integers(places))
        window = slice(start, start + self.frames)
        motion = [values for values, _, _ in parts]
        coarse = None if self.coarse is None else joined([coarse for _, _, coarse in parts], motion)[window]
        return FrameSample(
            joined(motion, motion)[window],
            np.concatenate([certainty for _, certainty, _ in parts])[window],
            coarse,
            [self.prompts[at] for at in chosen],
            sentence[window],
            positions[window],
            None if self.signers is None else self.signers[draw.index],
            None
            if self.paces is None
            else [(self.paces[at], len(values)) for at, (values, _, _) in zip(chosen, parts, strict=True)],
        )

    def both(self, at: int) -> tuple[Tensor, Tensor]:
        """Coarse and true motion (T, D) of a row, NaN where missing."""
        values, _, coarse = self._motion(at)
        return torch.from_numpy(coarse), torch.from_numpy(values)

    def _motion(self, at: int, rng: np.random.Generator | None = None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Features, certainty and coarse features of a row; without coarse motion the features stand for the last.

        Coarse motion is of whole codes: motion stays at its last frame until then, as where the tokenizer encodes it.
        """
        sequence = row_sequence(self.rows[at], self.config)
        if self.faults is not None and rng is not None:
            sequence = with_faults(sequence, self.faults, rng)
        values, certainty = sequence_features(sequence), np.minimum(sequence.certainty, 1.0)
        if self.coarse is None:
            return values, certainty, values
        coarse = self.coarse[at].float().numpy()
        frames = np.minimum(np.arange(len(coarse)), len(values) - 1)
        return values[frames], certainty[frames], coarse


def joined(parts: Sequence[np.ndarray], shown: Sequence[np.ndarray]) -> np.ndarray:
    """Motion (T, D) of sentences one after another, each beginning where the one before ended, as in a stream.

    Args:
        parts: Motion of each sentence, or its coarse motion.
        shown: Motion of each sentence: what a stream shows, whose velocity goes on.
    """
    whole = [parts[0]]
    for part, before in zip(parts[1:], shown, strict=False):
        # What is missing on either side has no way to go.
        jump, velocity = whole[-1][-1] - part[0], before[-1] - before[-min(2, len(before))]
        fade = CrossFade(torch.from_numpy(np.nan_to_num(jump)), torch.from_numpy(np.nan_to_num(velocity)), FADE)
        whole.append((part + fade.offsets(0, len(part)).numpy()).astype(np.float32))
    return np.concatenate(whole)


class FrameCollator:
    """Samples side by side, padded at the end: coarse motion with its last frame, as a refiner takes it to end.

    Gives `values` (B, T, D), `frame_mask` (B, T), `confidence` (B, T, J), `coarse` (B, T, D) where there is any,
    `sentence` and `positions` (B, T), `signer` (B,) where wanted, and `input_ids` and `attention_mask` of all prompts,
    as many a sample as the sample of the most sentences has.

    Args:
        processor: Pads prompts.
        signers: Whether to say who signs.
    """

    def __init__(self, processor: SignMBartProcessor, signers: bool = False) -> None:
        self.processor, self.signers = processor, signers

    def __call__(self, samples: Sequence[FrameSample]) -> dict[str, Tensor]:
        """A batch."""
        longest = max(len(sample.values) for sample in samples)

        def padded(arrays: Sequence[np.ndarray]) -> Tensor:
            out = np.zeros((len(arrays), longest, *arrays[0].shape[1:]), arrays[0].dtype)
            for row, array in zip(out, arrays, strict=True):
                row[: len(array)] = array
            return torch.from_numpy(out)

        def held(arrays: Sequence[np.ndarray]) -> Tensor:
            frames = np.arange(longest)
            return torch.from_numpy(np.stack([array[np.minimum(frames, len(array) - 1)] for array in arrays]))

        lengths = torch.tensor([len(sample.values) for sample in samples])
        # A sample of fewer sentences gets its prompts again; no frame is of those.
        most = max(len(sample.prompts) for sample in samples)
        prompts = [prompt for sample in samples for prompt in (sample.prompts * most)[:most]]
        batch = {
            "values": padded([sample.values for sample in samples]),
            "frame_mask": torch.arange(longest) < lengths[:, None],
            "confidence": padded([sample.certainty for sample in samples]),
            "sentence": padded([sample.sentence for sample in samples]),
            "positions": padded([sample.positions for sample in samples]),
            **self.processor.pad(prompts),
        }
        if self.signers:
            batch["signer"] = torch.tensor([sample.signer for sample in samples])
        coarse = [sample.coarse for sample in samples if sample.coarse is not None]
        batch |= {"coarse": held(coarse)} if coarse else {}
        paces = [pace for sample in samples for pace in (list(sample.paces or ()) * most)[:most]]
        if paces:
            longest = max(len(frames) for frames, _ in paces)
            batch["pace_length"] = torch.tensor([len(frames) for frames, _ in paces])
            batch["pace_total"] = torch.tensor([float(total) for _, total in paces])
            batch["pace_frames"] = torch.full((len(paces), longest, 2), torch.nan)
            for row, (frames, _) in zip(batch["pace_frames"], paces, strict=True):
                row[: len(frames)] = torch.from_numpy(frames)
        return batch


def pace_targets(states: Tensor, batch: Mapping[str, Tensor]) -> PaceTargets | None:
    """What the prompts of a batch should take; None where nobody says.

    Args:
        states: Of `text_of_frames`, (B, N · S, d), N the prompts of a row.
        batch: Of the collator.
    """
    if "pace_frames" not in batch:
        return None
    frames = batch["pace_frames"]
    states = states.view(len(frames), -1, states.shape[-1])
    there = torch.arange(states.shape[1], device=states.device) < batch["pace_length"][:, None]
    frames = functional.pad(frames, (0, 0, 0, states.shape[1] - frames.shape[1]), value=torch.nan)
    return PaceTargets(states, there, frames, batch["pace_total"])


@torch.no_grad()
def text_of_frames(generator: SignMBartForConditionalGeneration, batch: Mapping[str, Tensor]) -> tuple[Tensor, Tensor]:
    """What the generator's encoder makes of the prompts of a batch, and which of it each frame may see.

    Returns:
        States of shape (B, n · S, d), and booleans of shape (B, T, n · S), n prompts a sample.
    """
    encoded = generator.encode(batch["input_ids"], batch["attention_mask"])
    rows, tokens, size = encoded.hidden.shape
    samples = len(batch["sentence"])
    prompts = rows // samples
    states = encoded.hidden.view(samples, prompts * tokens, size)
    of_sentence = torch.arange(prompts, device=states.device).repeat_interleave(tokens)
    there = encoded.mask.bool().view(samples, 1, prompts * tokens)
    return states, there & (batch["sentence"][..., None] == of_sentence)
