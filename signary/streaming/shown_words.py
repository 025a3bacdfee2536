"""Which words a model with a pointer has shown, and whether they are enough for its sentence to be left to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from signary.streaming.choosing import Share, join_shares

#: A word is shown if its sign had so much of the pointer's attention on the average.
SURE = 0.5
#: A sentence is the model's if so much of its words that the dictionary knows is shown.
LEAST_SHOWN = 0.8
#: Words that a reason names.
_NAMED = 4


def is_shown(word: Mapping[str, Any]) -> bool:
    """Whether the sign of a word was signed, all of it and surely; `word` as `sign_times.words_with_times` has it."""
    return word["shown"] is not None and word["weight"] >= SURE and word["reason"] is None


def is_known(word: Mapping[str, Any]) -> bool:
    """Whether the dictionary has a sign for a word, or letters to spell it."""
    return word["source"] in ("dictionary", "fingerspelling")


def why_not_shown(words: Sequence[Mapping[str, Any]], own_sources: frozenset[str] = frozenset()) -> str | None:
    """Why a sentence is not left to the model; None if it is.

    Args:
        words: What became of the words of the sentence.
        own_sources: Of signs of one's own: a sentence with one of them is the model's, as rules know nothing of these.
    """
    if own_sources and own_words(words, own_sources):
        return None
    known = [word for word in words if is_known(word)]
    lost = [word["word"] for word in known if not is_shown(word)]
    if not known:
        return "no sign of its words is in the prompt"
    if (len(known) - len(lost)) / len(known) >= LEAST_SHOWN:
        return None
    return f"{len(lost)} of {len(known)} signs not shown: {_some(lost)}"


def own_words(words: Sequence[Mapping[str, Any]], sources: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Words with signs of one's own in the prompt, and where these come from.

    Args:
        words: What became of words (`retrieval.word_account`).
        sources: Of signs of one's own.
    """
    found = ((word["word"], [origin for origin in word["origin"] if origin in sources]) for word in words)
    return tuple((word, ", ".join(origins)) for word, origins in found if origins)


def share_shown(
    text: str,
    starts: Sequence[int],
    words: Sequence[Sequence[Mapping[str, Any]]],
    own_sources: frozenset[str] = frozenset(),
) -> list[Share]:
    """The sentences of a text, neighbours that are signed the same way together.

    Args:
        text: The text that the model signed.
        starts: Where each of its sentences, or pieces of them, begins.
        words: What became of the words of each.
        own_sources: Of signs of one's own.
    """
    ends = [*starts[1:], len(text)]
    parts = [text[start:end] for start, end in zip([0, *starts[1:]], ends, strict=True)]
    return join_shares(parts, [why_not_shown(each, own_sources) for each in words])


def words_account(words: Sequence[Mapping[str, Any]]) -> str:
    """One line that says what became of words.

    Args:
        words: As `sign_times.words_with_times` has them, or of a model without a pointer as `word_account` does.
    """
    many = f"{len(words)} word{'' if len(words) == 1 else 's'}: "
    return many + (shown_account(words) if any("shown" in word for word in words) else _prompted(words))


def _prompted(words: Sequence[Mapping[str, Any]]) -> str:
    """What a model was shown that does not say what it shows."""
    alone = [word["word"] for word in words if word["source"] in ("none", "left out")]
    line = f"{len(words) - len(alone)} with a sign of the dictionary"
    return line + (f", {len(alone)} left to the network ({_some(alone, 6)})" if alone else "")


def shown_account(words: Sequence[Mapping[str, Any]]) -> str:
    """What became of words: shown, spelled, left out, not shown and why, in one line.

    Args:
        words: As `sign_times.words_with_times` has them.
    """
    shown = [word for word in words if is_known(word) and is_shown(word)]
    signed = [word for word in shown if word["source"] == "dictionary"]
    spelled = [word["word"] for word in shown if word["source"] == "fingerspelling"]
    left_out = [word["word"] for word in words if word["source"] == "left out"]
    parts = [f"{len(signed)} shown"] if signed or not spelled else []
    for names, what in ((spelled, "spelled"), (left_out, "left out")):
        parts += [f"{len(names)} {what} ({_some(names)})"] if names else []
    lost = [word for word in words if word["source"] != "left out" and word not in shown]
    if lost:
        reasons = "; ".join(f"{word['word']}: {_reason(word)}" for word in lost[:_NAMED])
        parts.append(f"{len(lost)} not shown ({reasons}{'; …' * (len(lost) > _NAMED)})")
    least = min(shown, key=lambda word: float(word["weight"]), default=None)
    return ", ".join(parts) + (f"; least sure: {least['word']} ({least['weight']:.2f})" if least else "")


def _reason(word: Mapping[str, Any]) -> str:
    """Why a word is not shown."""
    if word["reason"] is not None:
        return str(word["reason"])
    return "unsure" if word["shown"] is not None else "not signed"


def _some(words: Sequence[str], most: int = _NAMED) -> str:
    return ", ".join(words[:most]) + ", …" * (len(words) > most)
