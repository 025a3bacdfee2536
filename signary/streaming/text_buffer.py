"""Text that comes in pieces, held until a sentence has ended or nobody has written for a while."""

from __future__ import annotations

import time
from collections.abc import Callable

from signary.io.errors import InputError
from signary.language.long_sentences import CutText, cut_before
from signary.language.sentences import split_sentences

#: Seconds after which words without an end are taken for a sentence.
SILENCE = 1.0
#: Characters that may wait for their end; what has none by then is cut.
MOST_HELD = 2000
#: Why it is.
NO_END = f"no end within {MOST_HELD:,} characters"
#: What could come next: a sentence has ended only if it has with each of them.
_NEXT_WORDS = (" A", " a")
#: What a sentence that has ended ends with: a mark, and what may close behind it.
_MARKS = ".!?…。！？\"'”’»“)]」』）】》"


class SoFar(str):
    """What has come of a sentence that has not ended; what comes next is more of it, or all of it."""

    __slots__ = ()


def checked_piece(text: str) -> str:
    """A piece of text.

    Raises:
        InputError: If it is no text.
    """
    if not isinstance(text, str):
        raise InputError("text", "a text", type(text).__name__)
    return text


class IncomingText:
    """Pieces of text in, whole sentences out. Pieces are joined as they are: blanks are the writer's.

    A sentence has ended when its mark can be nothing else: the full stop of `Dr.` or `3.` waits for what follows.

    Args:
        spoken: ISO 639-1 code of the language that is written.
        clock: Tells seconds.
        early: Whether what is held is told as well, as `SoFar`.
    """

    def __init__(self, spoken: str, clock: Callable[[], float] = time.monotonic, early: bool = False) -> None:
        self.spoken, self._clock, self.early = spoken, clock, early
        self._held, self._since = "", clock()

    @property
    def held(self) -> str:
        """What waits for its end."""
        return self._held

    @property
    def patience(self) -> float | None:
        """Seconds until what is held is taken for a sentence, 0 if it is time; None if nothing is held."""
        if not split_sentences(self._held, self.spoken):
            return None
        return max(0.0, self._since + SILENCE - self._clock())

    def push(self, text: str) -> list[str]:
        """Add a piece; return the sentences that it ends, and the beginning of the next one if that is asked for.

        Of what has no end within 2,000 characters, the beginning comes as `CutText`, up to a clause or a word.

        Raises:
            InputError: If it is no text; nothing is added then.
        """
        whole = self._held + checked_piece(text)
        sentences = split_sentences(whole, self.spoken)
        if sentences and not self._has_ended(whole[sentences[-1].start :]):
            held = whole[sentences.pop().start :]
        else:
            # Behind the last end: an opening quotation mark, say.
            held = whole[sentences[-1].end :].lstrip() if sentences else whole
        cut, start = list[str](), 0
        while len(held) - start > MOST_HELD:
            end = start + cut_before(held[start : start + MOST_HELD + 1], self.spoken, MOST_HELD)
            cut.append(CutText(held[start:end].strip()))
            start = end
        self._held, self._since = held[start:], self._clock()
        begun = [SoFar(self._held)] if self.early and self._held.strip() else []
        return [*(sentence.text for sentence in sentences), *(piece for piece in cut if piece), *begun]

    def flush(self) -> list[str]:
        """What is held, as sentences."""
        sentences = [sentence.text for sentence in split_sentences(self._held, self.spoken)]
        self._held = ""
        return sentences

    def _has_ended(self, last: str) -> bool:
        """Whether what begins with the last sentence goes on with something else, whatever comes."""
        (sentence, *_) = split_sentences(last, self.spoken)
        rest, said = last[sentence.end :], sentence.text
        if rest.strip() or "\n" in rest or "\r" in rest:
            return True
        if not said.rstrip(_MARKS).strip() or said[-1] not in _MARKS:
            return False
        if said.endswith(".") and said.rstrip(".")[-1:].isdecimal():
            return False
        return all(len(split_sentences(said + word, self.spoken)) > 1 for word in _NEXT_WORDS)
