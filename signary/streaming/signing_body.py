"""Texts to chunks of motion: what every session does, whoever does the work of its networks.

text ── sentences ── prompt ── encoder ── decoder, step by step ── motion tokenizer ── refiner ── PoseChunk
        (held until they end)             └──────────── one chunk at a time, when it is asked for ────────┘
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass

from torch import Tensor

from signary.bundle.bundle import Bundle
from signary.bundle.prompter import PromptedSentence
from signary.bundle.sentence_steps import NoMotionError
from signary.generator.sign_mbart import DecodeState
from signary.generator.sign_mbart.stepping import JoinedWeights
from signary.generator.sign_mbart.visits import sign_at
from signary.io.errors import InputError, NothingToSignError
from signary.language.languages import SignLanguage
from signary.language.long_sentences import CutText
from signary.pose.sequence import PoseSequence
from signary.retrieval.retriever import RetrievedSign
from signary.streaming.motion_decoder import CHUNK_FRAMES, FLOW_STEPS, MotionDecoder
from signary.streaming.text_buffer import MOST_HELD
from signary.streaming.work import Decide, Encode, Pause, Work

#: What decoders put in the place of bytes that are no text.
REPLACEMENT = "\ufffd"


@dataclass(frozen=True)
class PoseChunk:
    """A piece of motion.

    Attributes:
        start: Number of its first frame in the session.
        pose: Its frames.
        text: The sentence that it is from; None while nothing is signed.
        message: Why a sentence is not signed, or not as one, or not to its end (the chunk then has no frames); else
            None.
        word: The word that is signed in the middle of the chunk; None between signs, and of a model without a pointer.
        gloss: Name of its sign.
    """

    start: int
    pose: PoseSequence
    text: str | None = None
    message: str | None = None
    word: str | None = None
    gloss: str | None = None


@dataclass(frozen=True)
class StreamSettings:
    """How a session signs.

    Attributes:
        language: Sign language.
        retrieval: As for a call of the pipeline.
        signer: As for a call of the pipeline.
        max_new_tokens: Most steps a sentence.
        chunk_frames: Frames of a chunk; the last one of a sentence may be shorter.
        refine: Whether the refiner makes the motion continuous; not without one.
        flow_steps: Steps of its flow.

    Raises:
        InputError: If a number is below 1.
    """

    language: SignLanguage
    retrieval: str | None = None
    signer: int | None = None
    max_new_tokens: int | None = None
    chunk_frames: int = CHUNK_FRAMES
    refine: bool = True
    flow_steps: int = FLOW_STEPS

    def __post_init__(self) -> None:
        for name in ("chunk_frames", "flow_steps", "max_new_tokens"):
            value = getattr(self, name)
            if value is not None and (type(value) is not int or value < 1):
                raise InputError(name, "an integer of at least 1", repr(value))


#: What a body that signs says: chunks, and work that is to be done before.
Said = Generator[PoseChunk | Work, None, None]


class Conversation:
    """A body that signs, and where it is: nowhere, until it is let go on.

    Args:
        said: What it says.
    """

    def __init__(self, said: Said) -> None:
        self._said = said
        #: What it said last; None when it has said all.
        self.now: PoseChunk | Work | None = None

    def go_on(self) -> None:
        """Let it say the next thing."""
        self.now = next(self._said, None)

    def refuse(self, error: InputError) -> None:
        """Tell it that its work cannot be done; it says the next thing."""
        try:
            self.now = self._said.throw(error)
        except StopIteration:
            self.now = None

    def close(self) -> None:
        """Cancel what it has not said."""
        self._said.close()
        self.now = None


class Signing:
    """A body that signs: what it is to do is asked for as work, and chunks come when the work is done.

    Frames are numbered from the beginning. Dropping an iterator cancels what it has not yet said; the next one goes on
    from the last chunk.

    Args:
        bundle: The model.
        settings: How to sign.
        joined: The generator's weights, put together, *optional*, defaults to a copy of its own.

    Raises:
        InputError: If the motion tokenizer cannot decode piece by piece, or the model does not know the signer or the
            mode of retrieval.
    """

    def __init__(self, bundle: Bundle, settings: StreamSettings, joined: JoinedWeights | None = None) -> None:
        # A decoder that is not causal cannot decode piece by piece, and says so.
        bundle.motion_tokenizer.start_stream()
        if settings.signer is not None:
            bundle.processor.vocabulary.signer_id(settings.signer)
        if settings.retrieval is not None:
            bundle.prompter.check_mode(settings.retrieval)
        self.bundle, self.settings = bundle, settings
        self._joined = bundle.generator.join_weights() if joined is None else joined
        self.reset()

    def reset(self) -> None:
        """Forget past motion and frame numbers."""
        refiner = self.bundle.refiner if self.settings.refine else None
        self.motion = MotionDecoder(self.bundle.motion_tokenizer, refiner, self.settings.flow_steps)

    @property
    def frames(self) -> int:
        """Frames so far."""
        return self.motion.frame

    def text(self, text: str) -> Said:
        """The chunks of a text; a stream goes on, and says what cannot be signed instead of raising it."""
        try:
            # Bytes that were no UTF-8: a word without its umlaut would be another word.
            if REPLACEMENT in text:
                raise InputError("text", "text without U+FFFD, which stands for what was lost", repr(text[:60]))
            sentences = self._prompts(text)
        except InputError as error:
            yield from self._idle(self.settings.chunk_frames, text, str(error))
            return
        for sentence in sentences:
            if beside := sentence.beside:
                why = NothingToSignError("text", "at least one word that can be signed", repr(beside[:60]))
                yield from self._idle(self.settings.chunk_frames, beside, str(why))
            try:
                yield from self._sign(sentence)
            except InputError as error:
                yield from self._idle(self.settings.chunk_frames, sentence.sentence.text, str(error))

    def _prompts(self, text: str) -> list[PromptedSentence]:
        settings = self.settings
        prompts = self.bundle.prompter.sentences(
            text,
            settings.language,
            settings.retrieval,
            settings.signer,
            max_new_tokens=settings.max_new_tokens,
            cut=f"no end within {MOST_HELD:,} characters" if isinstance(text, CutText) else None,
            within_words=True,
        )
        return list(prompts)

    def _sign(self, sentence: PromptedSentence) -> Said:
        """The chunks of a sentence, the first says if it is a piece; one without frames if its end is not signed."""
        generator, text, message = self.bundle.generator, sentence.sentence.text, sentence.message
        encoding = Encode(self.bundle, sentence.prompt)
        yield encoding
        encoded = encoding.encoded
        self.motion.begin(encoded.hidden, encoded.mask)
        began, last = self.frames, None
        state = generator.start_decoding(encoded, joined=self._joined)
        steps = generator.most_steps(state, self.settings.max_new_tokens)
        for made in self.motion.show_as_decided(self._decided(state, steps), self.settings.chunk_frames):
            if isinstance(made, Work):
                yield made
                continue
            sign = self._sign_at(state, sentence, self.frames - began - len(made) / 2)
            yield self._chunk(made, text, message, sign)
            last, message = made, None
        if last is None:
            raise NoMotionError("text", "sentences for which the model makes motion", f"none for {text[:60]!r}")
        if not bool(state.finished.all()):
            yield self._chunk(last[:0], text, "cut off by the limit of steps: the end of the sentence is not signed")

    def _decided(self, state: DecodeState, steps: int) -> Iterator[Tensor | Work]:
        """Codes (P,) of each step of a sentence, at most so many, each after the work that it needs."""
        for _ in range(steps):
            step = Decide(self.bundle.generator, state)
            yield step
            if step.codes is None:
                return
            yield step.codes

    def rest(self, frames: int) -> Said:
        """A chunk of rest."""
        return self._idle(frames)

    def _idle(self, count: int, text: str | None = None, message: str | None = None) -> Said:
        yield Pause()
        yield self._chunk(self.motion.rest(count), text, message)

    def _sign_at(self, state: DecodeState, sentence: PromptedSentence, frame: float) -> RetrievedSign | None:
        """The sign that is signed at a frame of a sentence, which has been decoded so far."""
        if state.pointer is None:
            return None
        entry = sign_at(state.pointer, 0, int(frame / self.bundle.motion_tokenizer.config.stride))
        owners = [sign for sign in sentence.shown for _ in sign.entries]
        return None if entry is None else owners[entry]

    def _chunk(
        self, frames: Tensor, text: str | None, message: str | None = None, sign: RetrievedSign | None = None
    ) -> PoseChunk:
        facts = {"notice": self.bundle.notice} if self.bundle.notice else {}
        pose = self.bundle.motion_tokenizer.to_sequence(frames, metadata=facts)
        named = (None, None) if sign is None else (sign.word, sign.gloss)
        return PoseChunk(self.frames - len(frames), pose, text, message, *named)
