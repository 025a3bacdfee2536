"""Motion of text alone, without codes: how long a sentence is, where its signs are, and then chunk by chunk.

    prompt ── encoder ── frames of every position ── times of the shown signs ── their motion ── flow ── PoseChunk

Streaming and whole texts are signed by the same lines, so that both give the same motion.
"""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor

from signary.bundle.bundle import Bundle
from signary.bundle.prompter import PromptedSentence
from signary.bundle.shown_motion import ShownMotion, TimedSentence, timed_sentence
from signary.generator.hybridsign import HybridSignModel
from signary.generator.sign_mbart import EncoderState
from signary.generator.sign_mbart.visits import SignVisit
from signary.retrieval.retriever import RetrievedSign
from signary.streaming.chunks import CHUNK_FRAMES
from signary.streaming.motion_decoder import MotionDecoder, rests
from signary.streaming.network_work import Refine
from signary.streaming.work import Asking, Work, alone
from signary.tokenizer import MotionTokenizer

#: What is said of a sentence that is longer than the limit.
CUT_OFF = "cut off by the limit of steps: the end of the sentence is not signed"


class TextMotion(MotionDecoder):
    """A body in motion that HybridSign alone moves.

    Args:
        tokenizer: Makes motion of the dictionary's entries.
        model: Makes motion of text.
        flow_steps: Steps of its flow. Default: as many as its configuration says.
    """

    def __init__(self, tokenizer: MotionTokenizer, model: HybridSignModel, flow_steps: int | None = None) -> None:
        super().__init__(tokenizer, model, flow_steps)
        self.model = model
        self._signs = ShownMotion(tokenizer, model.rest) if model.config.refines else None

    def seed(self, seed: int) -> None:
        """Begin the flow's noise with a number."""
        self._noise.manual_seed(seed)

    def plan(self, encoded: EncoderState) -> TimedSentence:
        """When a sentence is over, and when its signs are signed.

        Args:
            encoded: What the generator's encoder made of its prompt.
        """
        return timed_sentence(self.model.paces(encoded.hidden, encoded.mask)[0], encoded.shown)

    def show_timed(
        self, encoded: EncoderState, timed: TimedSentence, chunk_frames: int = CHUNK_FRAMES
    ) -> Iterator[Work | Tensor]:
        """Chunks (n, D) of a sentence, each after the work that it needs; the last may be shorter.

        Args:
            encoded: What the generator's encoder made of its prompt.
            timed: Of `plan`.
            chunk_frames: n.
        """
        self.begin(encoded.hidden, encoded.mask)
        if self._signs is None:
            for first in range(0, timed.frames, chunk_frames):
                yield (yield from self._from_noise(min(chunk_frames, timed.frames - first)))
            return
        for rest in rests(self._fade_in(self._signs(timed), self._coarse), chunk_frames):
            yield (yield from self._show_first(rest, chunk_frames))

    def show_all(self, encoded: EncoderState, timed: TimedSentence) -> Tensor:
        """All frames (T, D) of a sentence, in the chunks of a stream."""

        def chunks() -> Asking[list[Tensor]]:
            made = list[Tensor]()
            for each in self.show_timed(encoded, timed):
                if isinstance(each, Work):
                    yield each
                else:
                    made.append(each)
            return made

        return torch.cat(alone(chunks()))

    def _from_noise(self, frames: int) -> Asking[Tensor]:
        """The next frames (n, D) of a model that starts from noise."""
        assert self._refining is not None
        work = Refine(self.model, self._refining, frames, self.model.mean[None][:0], self._flow_steps, self._noise)
        yield work
        self._refining = work.state
        return self._shown(self._fade_in(work.frames, self.last))


def most_frames(bundle: Bundle, max_new_tokens: int | None) -> int:
    """Frames after which a sentence is cut off.

    Args:
        bundle: The model.
        max_new_tokens: Most steps, of codes that nobody makes here; None for as many as the generator has positions.
    """
    steps = bundle.generator.config.max_position_embeddings if max_new_tokens is None else max_new_tokens
    return int(steps * bundle.motion_tokenizer.config.stride)


def signed_at(sentence: PromptedSentence, timed: TimedSentence, frame: float) -> RetrievedSign | None:
    """The retrieved sign, with all its letters, that is signed at a frame of a sentence; None between signs."""
    entries = iter(timed.signs)
    for sign in sentence.shown:
        own = [next(entries) for _ in sign.entries]
        if own and own[0].start <= frame < own[-1].end:
            return sign
    return None


def visits_of(timed: TimedSentence) -> tuple[SignVisit, ...]:
    """When the shown signs are signed, in frames; those that the limit has cut off are not."""
    begun = [one for one in timed.signs if one.start < timed.frames]
    return tuple(SignVisit(one.sign, one.start, min(one.end, timed.frames), 1.0) for one in begun)
