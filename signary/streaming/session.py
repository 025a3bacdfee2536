"""Signing while the text still comes: sentences in, chunks of motion out as soon as their first codes are decided.

text ── sentences ── prompt ── encoder ── decoder, step by step ── motion tokenizer ── refiner ── PoseChunk
        (held until they end)             └──────────── one chunk at a time, when it is asked for ────────┘

A session has no thread and computes nothing ahead: whoever pulls slowly slows it down.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from torch import Tensor

from signary.bundle.bundle import Bundle
from signary.bundle.prompter import PromptedSentence
from signary.bundle.sentence_steps import NoMotionError
from signary.generator.sign_mbart import DecodeState
from signary.generator.sign_mbart.visits import sign_at
from signary.io.errors import InputError, NothingToSignError
from signary.language.languages import SignLanguage
from signary.language.long_sentences import CutText
from signary.nn.threads import fitting_threads, on_threads
from signary.pose.sequence import PoseSequence
from signary.retrieval.retriever import RetrievedSign
from signary.streaming.motion_decoder import CHUNK_FRAMES, FLOW_STEPS, MotionDecoder
from signary.streaming.text_buffer import MOST_HELD, IncomingText

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


class SignStream:
    """A session: text goes in with `push` and `flush`, motion comes out of the iterators that they return.

    An iterator signs the sentences that its call completed. Dropping it, or asking for the next one, cancels what was
    not yet pulled; the session goes on from the last chunk that was. Frames are numbered through the whole session.

    Args:
        bundle: The model.
        settings: How to sign.

    Raises:
        InputError: If the motion tokenizer cannot decode piece by piece, or the model does not know the signer or the
            mode of retrieval.
    """

    def __init__(self, bundle: Bundle, settings: StreamSettings) -> None:
        # A decoder that is not causal cannot decode piece by piece, and says so.
        bundle.motion_tokenizer.start_stream()
        if settings.signer is not None:
            bundle.processor.vocabulary.signer_id(settings.signer)
        if settings.retrieval is not None:
            bundle.prompter.check_mode(settings.retrieval)
        self.bundle, self.settings = bundle, settings
        self.text = IncomingText(settings.language.spoken)
        self._threads = fitting_threads(bundle.generator)
        self._motion, self._pulled = self._new_motion(), iter(())  # type: MotionDecoder, Iterator[PoseChunk]

    @property
    def frames(self) -> int:
        """Frames so far."""
        return self._motion.frame

    def reset(self) -> None:
        """Forget everything: held text, past motion, frame numbers."""
        self._cancel()
        self.text.flush()
        self._motion = self._new_motion()

    def _new_motion(self) -> MotionDecoder:
        refiner = self.bundle.refiner if self.settings.refine else None
        return MotionDecoder(self.bundle.motion_tokenizer, refiner, self.settings.flow_steps)

    def push(self, text: str) -> Iterator[PoseChunk]:
        """Add text; sign the sentences that it completes.

        Text after the last end of a sentence is held; whoever shows live captions calls `idle` while none come.

        A sentence that is longer than the model can sign, or has no end within 2,000 characters, is cut behind a
        clause or a word, and the first chunk of each of its pieces says so.

        Raises:
            InputError: If it is no text.
        """
        return self._start(self.text.push(text))

    def flush(self) -> Iterator[PoseChunk]:
        """Sign what is held as if it had ended."""
        return self._start(self.text.flush())

    def sign(self, text: str) -> Iterator[PoseChunk]:
        """Sign a whole text, what was held before it included; a text without a word is a rest with a message.

        Errors as for `push`.
        """
        return self._start([*self.text.push(text), *self.text.flush()] or [text])

    def idle(self, frames: int = CHUNK_FRAMES) -> Iterator[PoseChunk]:
        """What to show while no text comes: the idle pose, or what has been held for a second without an end.

        Args:
            frames: Frames of rest.

        Raises:
            InputError: If frames is below 1.
        """
        if frames < 1:
            raise InputError("frames", "at least 1", frames)
        return self.flush() if self.text.patience == 0 else self._start([], rest=frames)

    def _cancel(self) -> None:
        close = getattr(self._pulled, "close", None)
        if close is not None:
            close()

    def _start(self, sentences: list[str], rest: int = 0) -> Iterator[PoseChunk]:
        self._cancel()
        self._pulled = self._on_few_threads(self._chunks(sentences, rest))
        return self._pulled

    def _on_few_threads(self, chunks: Iterator[PoseChunk]) -> Iterator[PoseChunk]:
        """The chunks, each computed on the threads of this session; between them torch has its own number again."""
        while True:
            with on_threads(self._threads):
                chunk = next(chunks, None)
            if chunk is None:
                return
            yield chunk

    def _chunks(self, sentences: list[str], rest: int) -> Iterator[PoseChunk]:
        if rest:
            yield self._idle_chunk(rest)
        for text in sentences:
            yield from self._sign_or_report(text)

    def _sign_or_report(self, text: str) -> Iterator[PoseChunk]:
        """The chunks of a text; a stream goes on, and says what cannot be signed instead of raising it."""
        try:
            # Bytes that were no UTF-8: a word without its umlaut would be another word.
            if REPLACEMENT in text:
                raise InputError("text", "text without U+FFFD, which stands for what was lost", repr(text[:60]))
            sentences = self._prompts(text)
        except InputError as error:
            yield self._idle_chunk(self.settings.chunk_frames, text, str(error))
            return
        for sentence in sentences:
            if beside := sentence.beside:
                why = NothingToSignError("text", "at least one word that can be signed", repr(beside[:60]))
                yield self._idle_chunk(self.settings.chunk_frames, beside, str(why))
            try:
                yield from self._sign(sentence)
            except InputError as error:
                yield self._idle_chunk(self.settings.chunk_frames, sentence.sentence.text, str(error))

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

    def _sign(self, sentence: PromptedSentence) -> Iterator[PoseChunk]:
        """The chunks of a sentence, the first says if it is a piece; one without frames if its end is not signed."""
        generator, text, message = self.bundle.generator, sentence.sentence.text, sentence.message
        encoded = generator.encode(**self.bundle.processor.pad([sentence.prompt]).to(self.bundle.device))
        self._motion.begin(encoded.hidden, encoded.mask)
        began = self.frames
        state = generator.start_decoding(encoded)
        steps = generator.decode_steps(encoded, max_new_tokens=self.settings.max_new_tokens, state=state)
        for frames in self._motion.show_as_decided((codes[0] for codes in steps), self.settings.chunk_frames):
            sign = self._sign_at(state, sentence, self.frames - began - len(frames) / 2)
            yield self._chunk(frames, text, message, sign)
            message = None
        if self.frames == began:
            raise NoMotionError("text", "sentences for which the model makes motion", f"none for {text[:60]!r}")
        if not bool(state.finished.all()):
            yield self._chunk(frames[:0], text, "cut off by the limit of steps: the end of the sentence is not signed")

    def _idle_chunk(self, count: int, text: str | None = None, message: str | None = None) -> PoseChunk:
        return self._chunk(self._motion.rest(count), text, message)

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
