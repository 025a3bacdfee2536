"""A body that a model moves: texts to prompts, codes and motion.

text ── sentences ── prompt ── encoder ── decoder, step by step ── motion tokenizer ── refiner ── PoseChunk
        (held until they end)             └──────────── one chunk at a time, when it is asked for ────────┘
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from torch import Tensor

from signary.bundle.bundle import Bundle
from signary.bundle.prompter import PromptedSentence
from signary.bundle.sentence_steps import NoMotionError
from signary.generator.sign_mbart import DecodeState, EncoderState
from signary.generator.sign_mbart.stepping import JoinedWeights
from signary.generator.sign_mbart.visits import sign_at
from signary.io.errors import NothingToSignError
from signary.language.long_sentences import CutText
from signary.pose.motion_spec import MotionSpec
from signary.pose.sequence import PoseSequence
from signary.retrieval.retriever import RetrievedSign
from signary.streaming.chunks import StreamSettings
from signary.streaming.conversation import Said
from signary.streaming.motion_decoder import MotionDecoder
from signary.streaming.network_work import Decide, Encode
from signary.streaming.signing_body import Body
from signary.streaming.text_buffer import NO_END
from signary.streaming.work import Asking, Work

#: What is said where a sentence has more steps than it may.
CUT_OFF = "cut off by the limit of steps: the end of the sentence is not signed"


@dataclass(frozen=True)
class Run:
    """A sentence that is being decoded.

    Attributes:
        sentence: The sentence.
        encoded: What the encoder made of it.
        state: How far it is.
        steps: Most steps.
    """

    sentence: PromptedSentence
    encoded: EncoderState
    state: DecodeState
    steps: int


class ModelBody(Body):
    """A body that a model moves.

    Args:
        bundle: The model.
        settings: How to sign.
        joined: The generator's weights, put together, *optional*, defaults to a copy of its own.

    Raises:
        InputError: If the motion tokenizer cannot decode piece by piece, or the model does not know the signer or the
            mode of retrieval.
    """

    motion: MotionDecoder

    def __init__(self, bundle: Bundle, settings: StreamSettings, joined: JoinedWeights | None = None) -> None:
        if settings.signer is not None:
            bundle.processor.vocabulary.signer_id(settings.signer)
        if settings.retrieval is not None:
            bundle.prompter.check_mode(settings.retrieval)
        self.bundle = bundle
        self._joined = self._ready(joined)
        super().__init__(settings)

    def _ready(self, joined: JoinedWeights | None) -> JoinedWeights | None:
        """The weights that decode, put together; a decoder that cannot decode piece by piece says so."""
        self.bundle.motion_tokenizer.start_stream()
        return self.bundle.generator.join_weights() if joined is None else joined

    @property
    def spec(self) -> MotionSpec:
        """What its motion is like."""
        return self.bundle.motion_tokenizer.config.motion_spec

    @property
    def notice(self) -> str | None:
        """What must be said wherever its motion is shown, if anything."""
        return self.bundle.notice

    def _at_rest(self) -> MotionDecoder:
        refiner = self.bundle.refiner if self.settings.refine else None
        return MotionDecoder(self.bundle.motion_tokenizer, refiner, self.settings.flow_steps)

    def _pose(self, frames: Tensor, method: str | None) -> PoseSequence:
        facts = {"notice": self.bundle.notice} if self.bundle.notice else {}
        return self.bundle.motion_tokenizer.to_sequence(frames, metadata=facts)

    def _sentences(self, text: str) -> Iterator[tuple[str, Said]]:
        return self._prompted(text, NO_END if isinstance(text, CutText) else None)

    def _prompted(self, text: str, cut: str | None) -> Iterator[tuple[str, Said]]:
        """The sentences, or pieces of them, with their prompts.

        Args:
            text: The text.
            cut: Why it is the piece of a sentence.

        Raises:
            InputError: If nothing of it can be signed.
        """
        settings = self.settings
        prompts = self.bundle.prompter.sentences(
            text,
            settings.language,
            settings.retrieval,
            settings.signer,
            max_new_tokens=settings.max_new_tokens,
            cut=cut,
            within_words=True,
        )
        for sentence in list(prompts):
            if beside := sentence.beside:
                why = NothingToSignError("text", "at least one word that can be signed", repr(beside[:60]))
                yield beside, self._unsigned(beside, why)
            yield sentence.sentence.text, self._sign(sentence)

    def _sign(self, sentence: PromptedSentence) -> Said:
        """The chunks of a sentence or piece."""
        run = yield from self._begin(sentence)
        yield from self._show(run, self._decided(run))

    def _begin(self, sentence: PromptedSentence) -> Asking[Run]:
        """Encode a sentence."""
        encoding = Encode(self.bundle, sentence.prompt)
        yield encoding
        state = self.bundle.generator.start_decoding(encoding.encoded, joined=self._joined)
        steps = self.bundle.generator.most_steps(state, self.settings.max_new_tokens)
        return Run(sentence, encoding.encoded, state, steps)

    def _decided(self, run: Run) -> Iterator[Tensor | Work]:
        """Codes (P,) of each step of a sentence, each after the work that it needs."""
        for _ in range(run.steps):
            step = Decide(self.bundle.generator, run.state)
            yield step
            if step.codes is None:
                return
            yield step.codes

    def _show(self, run: Run, codes: Iterator[Tensor | Work], account: str | None = None) -> Said:
        """The chunks of a sentence, the first says if it is a piece; one without frames if its end is not signed.

        Args:
            run: The sentence.
            codes: Its codes, step by step, and the work that they ask for.
            account: What becomes of its words, where that is known.
        """
        text, message = run.sentence.sentence.text, run.sentence.message
        self.motion.begin(run.encoded.hidden, run.encoded.mask, run.sentence.signer)
        began, last = self.frames, None
        for made in self.motion.show_as_decided(codes, self.settings.chunk_frames):
            if isinstance(made, Work):
                yield made
                continue
            sign = self._sign_at(run, self.frames - began - len(made) / 2)
            word, gloss = (None, None) if sign is None else (sign.word, sign.gloss)
            facts = {"text": text, "message": message, "account": account, "word": word, "gloss": gloss}
            yield self._chunk(made, "model", **facts)
            last, message, account = made, None, None
        if last is None:
            raise NoMotionError("text", "sentences for which the model makes motion", f"none for {text[:60]!r}")
        if not bool(run.state.finished.all()):
            yield self._chunk(last[:0], "model", text=text, message=CUT_OFF)

    def _sign_at(self, run: Run, frame: float) -> RetrievedSign | None:
        """The sign that is signed at a frame of a sentence, which has been decoded so far."""
        if run.state.pointer is None:
            return None
        entry = sign_at(run.state.pointer, 0, int(frame / self.bundle.motion_tokenizer.config.stride))
        owners = [sign for sign in run.sentence.shown for _ in sign.entries]
        return None if entry is None else owners[entry]
