"""Which sentences the model signs where nobody says how.

A model with a pointer says what it has shown, and is asked (`shown_words.py`). Another one gets sentences like those it
was trained on, and no others: a small model signs sentences of its training's kind well, and others wrongly without a
sign of it. So it is given a sentence only if all of these hold; the rule-based signer signs the rest:

- training has every word of it at least `LEAST` times, and ends as it does (with a full stop, say);
- it is one clause, of the usual number of words;
- the rule-based signer spells no word of it: letters are what the model shows worst.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from signary.language.languages import SignLanguage
from signary.language.read_text import ReadSentence, read_text
from signary.language.training_text import LEAST, TrainingText
from signary.retrieval.lookup import plan_sentences
from signary.retrieval.plan import SentencePlan

#: Words that a reason names.
_NAMED = 4
#: Who signs, for an account: the model.
BY_MODEL = "by the model"


@dataclass(frozen=True)
class Share:
    """Neighbouring sentences of a text that are signed the same way.

    Attributes:
        text: The part of the text, as typed.
        sentences: How many there are.
        by_model: Whether the model signs them.
        reasons: Why it does not, each once; empty for the model.
    """

    text: str
    sentences: int
    by_model: bool
    reasons: tuple[str, ...]


def share_out(text: str, language: SignLanguage, trained: Mapping[str, TrainingText]) -> list[Share]:
    """The sentences of a text, neighbours that are signed the same way together.

    Args:
        text: Any text.
        language: Sign language.
        trained: Id of a sign language -> the training sentences of the model.
    """
    read = read_text(text, language.spoken)
    plans = plan_sentences(read, language)
    reasons = [why_not(sentence, plan, language, trained) for sentence, plan in zip(read, plans, strict=True)]
    starts = [0, *(plan.start for plan in plans[1:]), len(text)]
    parts = [text[start:end] for start, end in zip(starts, starts[1:], strict=False)]
    return join_shares(parts, reasons)


def join_shares(parts: Sequence[str], reasons: Sequence[str | None]) -> list[Share]:
    """Neighbouring sentences that are signed the same way together.

    Args:
        parts: The sentences; one behind the other they are the text.
        reasons: Why the model does not sign each; None if it does.
    """
    shares = list[Share]()
    for by_model, places in groupby(range(len(parts)), key=lambda at: reasons[at] is None):
        at = list(places)
        found = tuple(dict.fromkeys(reason for place in at if (reason := reasons[place]) is not None))
        shares.append(Share("".join(parts[place] for place in at), len(at), by_model, found))
    return shares


def all_by_model(text: str) -> Share:
    """All of a text for the model."""
    return Share(text, 1, True, ())


def all_by_rules(text: str, reason: str) -> Share:
    """All of a text for the rules, for one reason."""
    return Share(text, 1, False, (reason,))


def by_rules(reasons: Sequence[str]) -> str:
    """Who signs, and why, for an account: the rules.

    Args:
        reasons: Why the model does not; at least one.
    """
    return f"by rules ({'; '.join(reasons)})"


def why_not(
    sentence: ReadSentence, plan: SentencePlan, language: SignLanguage, trained: Mapping[str, TrainingText]
) -> str | None:
    """Why the model does not sign a sentence; None if it does.

    Args:
        sentence: The sentence.
        plan: What the rule-based signer makes of the sentence.
        language: Its sign language.
        trained: As for `share_out`.
    """
    known = trained.get(language.id)
    if known is None:
        return f"training had no {language.id}"
    rare = known.rare_words(sentence.words)
    if rare:
        return f"rare in training: {_some(rare)}"
    spelled = [item.word for item in plan.items if item.source == "fingerspelling"]
    if spelled:
        return f"spelled: {_some(spelled)}"
    if plan.clauses != 1:
        return f"{plan.clauses} clauses"
    words = len(sentence.words)
    if not known.shortest <= words <= known.longest:
        return f"{words} word{'' if words == 1 else 's'}, usual are {known.shortest} to {known.longest}"
    if known.endings.get(sentence.text[-1], 0) < LEAST:
        return f"no {' or '.join(known.endings)} at the end"
    return None


def _some(words: tuple[str, ...] | list[str]) -> str:
    return ", ".join(words[:_NAMED]) + (", …" if len(words) > _NAMED else "")
