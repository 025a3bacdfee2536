"""Sessions side by side: what waits at the same time is computed in one batch, so that sessions share the weights' way.

    pool = SessionPool(bundle)
    session = pool.open(StreamSettings(language))
    session.push("Morgen regnet es im Norden.")
    while session.busy:
        for session, chunk in pool.step():
            show(chunk)

Every session signs as a `SignStream` of its own would. A step makes a chunk for each that is asked: all prompts that
begin are encoded, then the decoder goes on by a step for all whose codes are not enough yet, the motion tokenizer and
the refiner follow; whoever is behind catches up with the others. Nothing is computed ahead.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from signary.bundle.bundle import Bundle
from signary.io.errors import InputError
from signary.nn.threads import fitting_threads, on_threads
from signary.signer.lexicon import has_shipped_lexicon
from signary.streaming.bodies import make_body
from signary.streaming.chunks import PoseChunk, StreamSettings
from signary.streaming.pooled_session import PooledSession
from signary.streaming.work import Work, first_stage


class SessionPool:
    """Sessions of one model, computed together.

    One thread at a time may call `step`. `open`, and everything that a session offers, may be called by any thread at
    any time, also while a step runs: texts wait until the next step. The model's weights must not change while the
    pool is used.

    Args:
        bundle: The model.
        threads: Threads of torch during a step, *optional*, defaults to one for a small model.

    Raises:
        InputError: If the motion tokenizer cannot decode piece by piece, or threads are below 1.
    """

    def __init__(self, bundle: Bundle, threads: int | None = None) -> None:
        if threads is not None and threads < 1:
            raise InputError("threads", "at least 1", threads)
        bundle.motion_tokenizer.start_stream()
        self.bundle = bundle
        self._threads = threads or fitting_threads(bundle.generator)
        self._joined = bundle.generator.join_weights()
        self._open = dict[int, PooledSession]()

    @property
    def sessions(self) -> Collection[PooledSession]:
        """Those that are open, in the order of opening."""
        return list(self._open.values())

    def open(self, settings: StreamSettings) -> PooledSession:
        """Begin a session.

        Args:
            settings: How it signs.

        Raises:
            NoDictionaryError: If the method is `signer` and the language has no lexicon.
            InputError: If the model does not know the signer or the mode of retrieval.
        """
        session = PooledSession(make_body(self.bundle, settings, self._joined), self._forget)
        self._open[id(session)] = session
        return session

    def _forget(self, session: PooledSession) -> None:
        self._open.pop(id(session), None)

    def step(self, sessions: Iterable[PooledSession] | None = None) -> list[tuple[PooledSession, PoseChunk]]:
        """Make the next chunk of every session that has something to sign.

        Args:
            sessions: Those that may have a chunk, *optional*, defaults to all that are open. The others wait.

        Returns:
            Chunks by session, in that order, none of sessions without anything to sign, nor of those of method `auto`
            that have to go on thinking in the next step. What was being made when its session was cancelled or closed
            is still returned: the session goes on from there.
        """
        asked = list(dict.fromkeys(self.sessions if sessions is None else sessions))
        with on_threads(self._threads):
            for session in asked:
                session.begin_step()
            while work := [(session, session.work) for session in asked if session.work is not None]:
                self._do(work)
            made = [(session, session.take_chunk()) for session in asked]
        return [(session, chunk) for session, chunk in made if chunk is not None]

    def warm_up(self, sessions: int = 1) -> None:
        """Touch all that the first sentences of a process would wait for, in every language of the model.

        Word lists, lexicons and alphabets are read, libraries imported, and every network has run with one to so many
        rows, for which kernels are made. It takes some seconds, once a process, and is a step: no other may run.

        Args:
            sessions: As many as are expected side by side.

        Raises:
            InputError: If it is below 1.
        """
        if sessions < 1:
            raise InputError("sessions", "at least 1", sessions)
        for name in self.bundle.languages:
            language = self.bundle.language(name)
            if has_shipped_lexicon(language.id):
                self._warm_rules(StreamSettings(language, method="signer"))
        for method in ("model",) if self.bundle.text_motion is None else ("model", "hybridsign"):
            self._warm_networks(method, sessions)

    def _warm_networks(self, method: str, sessions: int) -> None:
        """Sign in every language, and with one to so many sessions."""
        crowd = list[PooledSession]()
        for name in self.bundle.languages:
            crowd.append(self.open(StreamSettings(self.bundle.language(name), method=method)))
            crowd[-1].push(_words(self.bundle, name))
            crowd[-1].flush()
            self.step(crowd[-1:])
        text = _words(self.bundle, self.bundle.languages[0])
        while len(crowd) < sessions:
            crowd.append(self.open(crowd[0].settings))
        for count in range(1, len(crowd) + 1):
            for session in crowd[:count]:
                if not session.busy:
                    session.push(f"{text}\n")
            self.step(crowd[:count])
        for session in crowd:
            session.close()

    def _warm_rules(self, settings: StreamSettings) -> None:
        session = self.open(settings)
        session.push("1 zqxv\n")
        self.step([session])
        session.close()

    def _do(self, work: Sequence[tuple[PooledSession, Work]]) -> None:
        """Do what comes first."""
        asking = {id(each): session for session, each in work}
        for batch in first_stage([each for _, each in work]):
            sessions = [asking[id(each)] for each in batch]
            try:
                batch[0].do(batch)
            except InputError as error:
                if len(batch) == 1:
                    sessions[0].refused(error)
                else:
                    self._do_singly(sessions, batch)
            else:
                for session in sessions:
                    session.done()

    def _do_singly(self, sessions: Sequence[PooledSession], batch: Sequence[Work]) -> None:
        """Do work of which some is refused: it must not be refused to the others."""
        for session, each in zip(sessions, batch, strict=True):
            try:
                each.do([each])
            except InputError as error:
                session.refused(error)
            else:
                session.done()


def _words(bundle: Bundle, language: str) -> str:
    """A word of a language that the model has a sign for, if any, and one that no language has."""
    signs = () if bundle.dictionary is None else bundle.dictionary
    known = (sign.lemma for sign in signs if sign.language == language and sign.lemma.isalpha())
    return f"{next(known, '')} zqxv"
