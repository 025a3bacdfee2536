"""What HybridSign alone is trained on beside motion: prompts whose signs are signed, when, and how they would move.

A corpus says in its column `pieces` when the entries of the dictionary are signed; where it does not, they are looked
for in its motion's codes. Signs that are not found are not shown, and of the ways around them nothing is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, overload

import numpy as np
import torch
from datasets import Dataset
from torch import Tensor

from signary.bundle.bundle import Bundle
from signary.bundle.shown_motion import ShownMotion, TimedSentence, TimedSign
from signary.generator.hybridsign.pace import STAY, WAY
from signary.generator.sign_mbart import SignMBartProcessor
from signary.generator.sign_mbart.shown_steps import read_compact
from signary.io.errors import InputError
from signary.io.progress import track
from signary.language.languages import resolve
from signary.language.read_text import read_sentence
from signary.pose.features import sequence_features
from signary.pose.sequence import PoseSequence
from signary.retrieval.prompt import CodedSign
from signary.retrieval.retriever import in_order
from signary.tokenizer import MotionTokenizerConfig
from signary.training.frames import SignedFrames
from signary.training.generator_sentences import find_pieces, match_pieces, timed_entries
from signary.training.motion import row_sequence
from signary.training.pointer_targets import ShownPiece

#: Sentences, from all over the corpus, that say how a body rests.
_RESTING = 300


@dataclass(frozen=True)
class PacedPrompt:
    """A prompt, and when what it shows is signed.

    Attributes:
        ids: Token ids.
        timed: Its shown signs.
        frames: What every position of the encoder takes, on the way and at it, (S, 2), NaN where nobody knows.
    """

    ids: list[int]
    timed: TimedSentence
    frames: np.ndarray


def paced_prompts(bundle: Bundle, rows: Dataset, config: MotionTokenizerConfig) -> list[PacedPrompt]:
    """The prompt of every row with what its motion shows.

    Args:
        bundle: The model that reads the prompts.
        rows: Columns text, language, poses and, where there are any, signer and pieces.
        config: The kind of motion, and its clock.
    """
    return [_paced(bundle, row, row_sequence(row, config)) for row in track(rows, "prompts and times", len(rows))]


def _paced(bundle: Bundle, row: Mapping[str, Any], sequence: PoseSequence) -> PacedPrompt:
    language, processor = resolve(row["language"]), bundle.processor
    sentence = read_sentence(row["text"], language.spoken)
    signs = in_order(bundle.prompter.retrieval(language)(sentence), processor.pointer)
    pieces, shown, timed = list[ShownPiece](), list[CodedSign](signs), row.get("pieces")
    if processor.pointer and timed is not None:
        pieces, shown = match_pieces(timed_entries(timed, sequence.fps), signs)
    elif processor.pointer and signs and not bundle.motion_spec.differences(sequence.motion_spec):
        stride = bundle.motion_tokenizer.config.stride
        found, shown = find_pieces(bundle.motion_tokenizer.encode(sequence)[0][0].cpu().numpy(), signs)
        pieces = [piece._replace(start=piece.start * stride, end=piece.end * stride) for piece in found]
    signer = row.get("signer") if processor.num_signers else None
    ids = processor.sentence_prompt(sentence, language.id, shown, signer)
    taken = _targets(processor, ids, pieces, len(sequence), whole=timed is not None)
    return PacedPrompt(ids, _timed(pieces, len(sequence)), taken)


def _timed(pieces: Sequence[ShownPiece], frames: int) -> TimedSentence:
    """The shown of the pieces of a sentence."""
    known = [piece for piece in pieces if piece.codes is not None]
    signs = (TimedSign(at, one.codes, one.start, one.end) for at, one in enumerate(known) if one.codes is not None)
    return TimedSentence(tuple(signs), frames)


def _targets(
    processor: SignMBartProcessor, ids: list[int], pieces: Sequence[ShownPiece], frames: int, whole: bool
) -> np.ndarray:
    """Frames of every position, NaN where nobody knows.

    Args:
        processor: Of the prompt.
        ids: The prompt, which shows those of the pieces that have codes.
        pieces: What is signed.
        frames: Frames of the sentence.
        whole: Whether the pieces are all that is signed; else nothing is known of the ways between them.
    """
    row = torch.tensor([ids])
    if not processor.pointer:
        return np.full((len(ids), 2), np.nan, np.float32)
    compact = read_compact(processor.vocabulary, processor.pad_id, row, torch.ones_like(row))
    taken = np.zeros((compact.ids.shape[1], 2), np.float32)
    if not any(piece.codes is not None for piece in pieces):
        return np.full_like(taken, np.nan)
    at, sign = compact.shown.at[0].numpy(), compact.shown.sign[0].numpy()
    done, known, number = 0.0, whole, 0
    for piece in pieces:
        if piece.codes is None:
            known = False
            continue
        own = at[sign == number]
        taken[own[0], WAY] = max(piece.start - done, 0) if known else np.nan
        taken[own, STAY] = (piece.end - piece.start) / len(own)
        done, known, number = piece.end, whole, number + 1
    taken[-1, STAY] = max(frames - done, 0) if known else np.nan
    return taken


def paced_frames(
    bundle: Bundle, rows: Dataset, config: MotionTokenizerConfig, windows: tuple[int, float], *, of_signs: bool
) -> SignedFrames:
    """Windows with the frames that their prompts take.

    Args:
        bundle: The model that reads the prompts.
        rows: As for `paced_prompts`.
        config: The kind of motion, and its clock.
        windows: Frames of a window, and the share of those that are cut from two sentences.
        of_signs: Whether the motion of the shown signs is coarse motion.

    Raises:
        InputError: If it is, and the model shows no signs.
    """
    if of_signs and not (bundle.processor.pointer and bundle.dictionary is not None):
        expected = "one with dictionary and pointer, as the flow starts from shown signs (no coarse_sigma: from noise)"
        raise InputError("model", expected, "one without")
    paced = paced_prompts(bundle, rows, config)
    prompts, paces, coarse = [each.ids for each in paced], [each.frames for each in paced], None
    if of_signs:
        coarse = ShownCoarse(paced, ShownMotion(bundle.motion_tokenizer, resting_pose(rows, config)))
    return SignedFrames(rows, prompts, config, *windows, coarse, paces=paces)


class ShownCoarse(Sequence[Tensor]):
    """Motion of what every prompt shows, (T, D), made when it is asked for.

    Args:
        prompts: With their times.
        motion: Makes it.
    """

    def __init__(self, prompts: Sequence[PacedPrompt], motion: ShownMotion) -> None:
        self.prompts, self.motion = prompts, motion

    def __len__(self) -> int:
        return len(self.prompts)

    @overload
    def __getitem__(self, at: int) -> Tensor: ...
    @overload
    def __getitem__(self, at: slice) -> list[Tensor]: ...
    def __getitem__(self, at: int | slice) -> Tensor | list[Tensor]:
        if isinstance(at, slice):
            return [self.motion(prompt.timed) for prompt in self.prompts[at]]
        return self.motion(self.prompts[at].timed)


def resting_pose(rows: Dataset, config: MotionTokenizerConfig) -> Tensor:
    """Mean of the first and last frames of sentences, (D,); 0 of what is never there."""
    some = rows.select(range(0, len(rows), max(1, len(rows) // _RESTING)))
    ends = [sequence_features(row_sequence(row, config))[[0, -1]] for row in track(some, "how bodies rest", len(some))]
    found = torch.from_numpy(np.concatenate(ends))
    return torch.nan_to_num(found.nanmean(0))
