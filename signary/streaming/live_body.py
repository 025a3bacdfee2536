"""A body that a model moves before a sentence has ended: each sign when its policy lets it on, and holding in between.

words so far ── known words ── prompt, signed signs first ── encoder ── decoder, as far as signs are let on ── motion
                    └── anew whenever another sign is let on ──┘

The decoder goes on where it is: it keeps its past and attends to the new prompt. Its pointer never goes back, and
where it would go on to a sign that must wait, or to the end, the run waits: nothing is decided that more words could
change, and nothing that was shown is taken back. A sentence of which nothing was signed when its end came is signed as
if it had come at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from torch import Tensor

from signary.bundle.bundle import Bundle
from signary.bundle.known_words import KnownWords
from signary.generator.sign_mbart import DecodeState, EncoderState
from signary.generator.sign_mbart.pointer_rules import PointerRules, PointerState
from signary.generator.sign_mbart.processing_sign_mbart import TextTooLongError
from signary.generator.sign_mbart.stepping import JoinedWeights
from signary.generator.sign_mbart.visits import sign_at
from signary.io.errors import InputError
from signary.language.characters import says_something
from signary.language.long_sentences import CutText
from signary.language.text_so_far import KnownText, known_so_far
from signary.retrieval.retriever import RetrievedSign
from signary.streaming.chunks import PoseChunk, StreamSettings
from signary.streaming.conversation import Said
from signary.streaming.model_body import CUT_OFF, ModelBody
from signary.streaming.network_work import Decide, Encode
from signary.streaming.policies import Policy
from signary.streaming.signing_body import check_nothing_lost
from signary.streaming.text_buffer import NO_END, SoFar
from signary.streaming.work import Asking, Pause, Work

#: Words come faster than signs: who signs while they come does not wait on the way from sign to sign.
BRISK = PointerRules(first_wait=1)


@dataclass
class LiveRun:
    """A sentence that is being signed while it comes.

    Attributes:
        known: What was known of it when a sign was let on last.
        state: How far the decoder is.
        steps: Most steps that it may still take.
        made: Frames that were shown of it.
        waiting: Coarse motion (m, D) that has not been shown.
    """

    known: KnownWords
    state: DecodeState
    steps: int
    made: int = 0
    waiting: Tensor | None = None

    @property
    def signed(self) -> tuple[RetrievedSign, ...]:
        """Signs that were begun; the pointer visits entries in the order of the prompt."""
        entries = int(pointer_of(self.state).visited.sum())
        return self.known.signs[: self.known.owners[entries - 1] + 1] if entries else ()

    def sign_at(self, frame: float, stride: int) -> RetrievedSign | None:
        """The sign that is signed at a frame of the sentence, counted as it was made; None between signs."""
        entry = sign_at(pointer_of(self.state), 0, int(frame / stride))
        return None if entry is None else self.known.signs[self.known.owners[entry]]


@dataclass
class Listening:
    """A sentence that is coming.

    Attributes:
        heard: How many of its characters are known for certain.
        start: Where the piece of it that is being signed begins; behind 0 if it was too long.
        run: The piece that is being signed; None before its first sign is let on.
        whole: Whether it waits for its end, as its words are too many for a prompt.
        lost: Whether nothing more of it is signed, which has been said.
    """

    heard: int = 0
    start: int = 0
    run: LiveRun | None = None
    whole: bool = False
    lost: bool = False


class LiveBody(ModelBody):
    """A body that signs before a sentence has ended.

    Args:
        bundle: The model, with a pointer over signs in the order of signing.
        settings: How to sign.
        policy: When signs are let on.
        joined: As of `ModelBody`.

    Raises:
        InputError: As of `ModelBody`, or if the model has no such pointer.
    """

    def __init__(
        self, bundle: Bundle, settings: StreamSettings, policy: Policy, joined: JoinedWeights | None = None
    ) -> None:
        if not can_begin_early(bundle):
            got = f"{settings.policy}, and a model without a pointer over signs in their order"
            raise InputError("policy", "sentence, which any model follows", got)
        self._policy = policy
        self._listening: Listening | None = None
        super().__init__(bundle, settings, joined)

    def reset(self) -> None:
        """Forget past motion, frame numbers, and a sentence that still comes."""
        self.let_go()
        super().reset()

    def let_go(self) -> None:
        """Forget a sentence that still comes."""
        self._listening = None

    def text(self, text: str) -> Said:
        """The chunks of a text, or of what the policy lets on of a sentence that still comes."""
        listening = self._listening
        if isinstance(text, SoFar):
            listening = self._listening = listening or Listening()
        if listening is None:
            yield from super().text(text)
            return
        try:
            if not listening.lost:
                check_nothing_lost(text)
                yield from self._hear(listening, text)
        except InputError as error:
            listening.run, listening.lost = None, True
            yield from self._unsigned(text, error)
        if not isinstance(text, SoFar):
            self._listening = None

    def rest(self, frames: int) -> Said:
        """A chunk of rest; in the middle of a sentence, what is left of its motion, and then a body that holds."""
        run = None if self._listening is None else self._listening.run
        if run is None:
            yield from super().rest(frames)
            return
        if run.waiting is not None and len(run.waiting):
            waiting, run.waiting = run.waiting, run.waiting[frames:]
            made = yield from self.motion.show(waiting[:frames], run.waiting[: self.motion.lookahead])
            yield self._said_chunk(run, made)
            frames -= len(made)
        if frames:
            yield Pause()
            yield self._chunk(self.motion.hold(frames))

    def _hear(self, listening: Listening, text: str) -> Said:
        """The chunks of what is let on, one word after another; of all that is left where the sentence has ended."""
        for known in known_so_far(text, self.settings.language.spoken, listening.heard):
            listening.heard = len(known.text)
            if not (listening.whole or listening.lost):
                yield from self._let_on(listening, known)
        if not (isinstance(text, SoFar) or listening.lost):
            yield from self._hear_end(listening, text)

    def _hear_end(self, listening: Listening, text: str) -> Said:
        """The chunks of all that is left of a sentence."""
        if (run := listening.run) is not None:
            try:
                yield from self._go_on(run, self._known(text[listening.start :], run))
            except TextTooLongError as error:
                yield from self._cut(listening, run, error)
            else:
                yield from self._end(listening, run, f"cut: {NO_END}" if isinstance(text, CutText) else None)
                return
        if listening.start == 0:
            yield from super().text(text)
        elif not listening.lost and says_something(text[listening.start :]):
            yield from super().text(text[listening.start :])

    def _let_on(self, listening: Listening, heard: KnownText) -> Said:
        """The chunks of the signs that are let on now that another word is known, if there are any."""
        run = listening.run
        known = self._known(heard._replace(text=heard.text[listening.start :]), run)
        more = self._policy.let_on(known)
        if not more:
            return
        entries = sum(len(sign.entries) for sign in known.signs[: known.signed + more])
        try:
            if run is None:
                run = listening.run = yield from self._start(known, entries)
            else:
                yield from self._go_on(run, known, entries)
        except TextTooLongError as error:
            if run is None:
                listening.whole = True
                return
            yield from self._cut(listening, run, error)
            if not listening.lost:
                yield from self._let_on(listening, heard)
            return
        yield from self._say_ready(listening, run)

    def _known(self, text: str | KnownText, run: LiveRun | None) -> KnownWords:
        settings, signed = self.settings, () if run is None else run.signed
        return self.bundle.prompter.known_words(text, settings.language, settings.retrieval, signed)

    def _encode(self, known: KnownWords) -> Asking[EncoderState]:
        work = Encode(self.bundle, self.bundle.prompter.known_prompt(known, self.settings.signer))
        yield work
        return work.encoded

    def _start(self, known: KnownWords, entries: int) -> Asking[LiveRun]:
        """Begin with what is known, and let on the first entries of dictionaries that it shows, so many.

        Raises:
            TextTooLongError: If it is too much for a prompt or a run.
        """
        encoded = yield from self._encode(known)
        state = self.bundle.generator.start_decoding(encoded, BRISK, self._joined)
        pointer_of(state).let_on(entries)
        run = LiveRun(known, state, self.bundle.generator.most_steps(state, self.settings.max_new_tokens))
        self._check_room(run, known)
        self.motion.begin(encoded.hidden, encoded.mask)
        return run

    def _go_on(self, run: LiveRun, known: KnownWords, entries: int | None = None) -> Asking[None]:
        """As `_start`, with a run that has begun; without a number the sentence ends.

        Raises:
            TextTooLongError: If it is too much for a prompt or the steps that are left; the run is as before then.
        """
        self._check_room(run, known)
        encoded = yield from self._encode(known)
        self.bundle.generator.read_anew(run.state, encoded, entries)
        self.motion.read_anew(encoded.hidden, encoded.mask)
        run.known = known

    def _check_room(self, run: LiveRun, known: KnownWords) -> None:
        """Refuse signs for which a run may have too few steps, unless somebody has said how many there are."""
        needed = sum(BRISK.most_steps(len(entry.codes)) for sign in known.new for entry in sign.entries)
        if self.settings.max_new_tokens is None and needed + BRISK.behind > run.steps:
            expected = f"signs for the {run.steps} steps that are left"
            raise TextTooLongError("text", expected, f"signs of up to {needed + BRISK.behind}")

    def _cut(self, listening: Listening, run: LiveRun, why: InputError) -> Said:
        """The chunks of a piece that ends because there is no room for another word; what is left begins anew."""
        listening.start += len(run.known.text)
        pointer_of(run.state).let_on(None)
        yield from self._end(listening, run, f"cut: {why}")

    def _end(self, listening: Listening, run: LiveRun, message: str | None) -> Said:
        """The chunks of all that is left of a piece."""
        yield from self._say_ready(listening, run, message)
        if listening.lost:
            return
        listening.run = None
        for made in self.motion.show_rest(run.waiting, self.settings.chunk_frames):
            yield made if isinstance(made, Work) else self._said_chunk(run, made)

    def _say_ready(self, listening: Listening, run: LiveRun, message: str | None = None) -> Said:
        """The chunks of what is let on, as far as the run goes."""
        for made in self._ready_chunks(run):
            if isinstance(made, Work):
                yield made
                continue
            yield self._said_chunk(run, made, message)
            message = None
        if not (run.steps or run.state.waits or bool(run.state.finished.all())):
            listening.run, listening.lost = None, True
            for made in self.motion.show_rest(run.waiting, self.settings.chunk_frames):
                yield made if isinstance(made, Work) else self._said_chunk(run, made)
            yield self._chunk(self.motion.hold(0), "model", text=run.known.text, message=CUT_OFF)

    def _ready_chunks(self, run: LiveRun) -> Iterator[Work | Tensor]:
        """Whole chunks of what is let on, and work before them."""
        codes, count = self._codes(run), self.settings.chunk_frames
        run.waiting = yield from self.motion.show_ready(codes, count, run.waiting)

    def _codes(self, run: LiveRun) -> Iterator[Work | Tensor]:
        """Codes (P,) of each step, until the run ends or waits, each after the work that it needs."""
        while run.steps:
            step = Decide(self.bundle.generator, run.state)
            yield step
            if step.codes is None:
                return
            run.steps -= 1
            yield step.codes

    def _said_chunk(self, run: LiveRun, frames: Tensor, message: str | None = None) -> PoseChunk:
        """A chunk of what was shown last of a sentence."""
        sign = run.sign_at(run.made + len(frames) / 2, self.bundle.motion_tokenizer.config.stride)
        run.made += len(frames)
        word, gloss = (None, None) if sign is None else (sign.word, sign.gloss)
        return self._chunk(frames, "model", text=run.known.text, message=message, word=word, gloss=gloss)


def can_begin_early(bundle: Bundle) -> bool:
    """Whether a model can sign before a sentence has ended: it points at signs, in the order of signing."""
    return bundle.generator.config.pointer and bundle.generator.config.plan_order


def pointer_of(state: DecodeState) -> PointerState:
    """Where the pointer of a run is, of a model that has one."""
    assert state.pointer is not None
    return state.pointer
