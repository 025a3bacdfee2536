"""German pronouns of persons: reflexive ones, the many meanings of `ihr`, and forms of verbs told by `ich`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from signary.language.function_words import CONJUNCTIONS, FUNCTION_WORDS, NEGATIONS, QUESTION_WORDS, listed
from signary.language.lemmas import lemmas
from signary.language.separable_verbs import PREFIXES, is_infinitive
from signary.language.word_context import Context, Meaning

_REFLEXIVE = {"mich": "ich", "mir": "ich", "dich": "du", "dir": "du", "uns": "wir", "euch": "ihr"}
_PERSONS = frozenset(listed("ich du er sie es wir ihr man"))
_PREPOSITIONS = frozenset(
    listed(
        "an auf aus bei durch für gegen hinter in mit nach neben ohne über um unter von vor wegen zu zwischen ans aufs "
        "außer gegenüber seit"
    )
)
_OF_YOU = frozenset(listed("seid habt könnt müsst wollt sollt dürft wisst werdet wart hattet"))
_HELPERS = FUNCTION_WORDS["de"] | frozenset(listed("haben können müssen sollen wollen dürfen mögen"))
_NO_VERBS = FUNCTION_WORDS["de"] | QUESTION_WORDS["de"] | CONJUNCTIONS["de"] | frozenset(NEGATIONS["de"])
_SUBORDINATE = frozenset(listed("weil dass wenn ob bevor obwohl während damit nachdem falls sobald solange seit bis"))
_FOLLOW_IMPERATIVES = frozenset(
    listed(
        "mich mir dich dir uns euch ihn ihm ihnen es das den dem die ein eine einen einem mein meine meinen meinem "
        "dein deine deinen deinem bitte mal doch nicht nie sie ihm auf an in mit weiter alles etwas sofort schnell"
    )
)


#: Present tense of what somebody is told who is addressed; the past (`Sie waren krank`) is told of others.
_TOLD_TO_YOU = frozenset(
    listed(
        "sind haben werden können müssen dürfen sollen wollen mögen möchten wissen sollten könnten würden dürften "
        "müssten wären hätten bräuchten"
    )
)
_FORMAL = re.compile(r"(?<![.!?:…\s„“\"»«]) +(?:Sie|Ihnen|Ihr(?:e[nmrs]?)?)\b")
_GREETING = re.compile(
    r"\b(?:guten (?:tag|morgen|abend)|hallo|grüß gott|willkommen|herzlich|danke(?: schön)?|vielen dank|bitte|ja|nein|"
    r"gut|okay|ok|entschuldigung|moment|natürlich|gerne?|sehr|achtung|stopp?|halt)\b|[^\w\s]",
    re.IGNORECASE,
)
_THEIRS = re.compile("ihr(?:e[nmrs]?)?|ihnen")


def is_addressed(context: Context, at: int) -> bool:
    """Whether the `Sie` that begins a sentence is the formal address (`Sie haben recht.`).

    A capital letter tells nothing there. A plural verb of the present with nobody spoken of before addresses somebody,
    and so it does in a text that addresses somebody elsewhere; behind another sentence it is they, else she.
    """
    verb = context.at(at + 1, at)
    if at != 0 or context.words[0].text != "Sie" or not (verb in _TOLD_TO_YOU or _is_present(verb)):
        return False
    if any(_THEIRS.fullmatch(word.text) for word in context.words):
        return False
    sentence = " ".join(word.text for word in context.words)
    addressed = any(_FORMAL.search(text) for text in (context.before, sentence, context.after))
    return addressed or not _GREETING.sub("", context.before).strip()


def _is_present(verb: str) -> bool:
    """Whether a form is the plural of the present, which is the infinitive: `gehen`, not `gingen`."""
    return verb != "" and is_infinitive(verb) and lemmas(verb, "de")[:1] == (verb,)


def _reflexive(context: Context, at: int) -> Meaning | None:
    """`ich freue mich`, `setzt ihr euch?`: the subject again, if it is the nearest one and no preposition stands."""
    start, end = context.clause(at)
    if context.at(at - 1, at) in _PREPOSITIONS:
        return None
    near = [context.keys[index] for index in range(at - 1, start - 1, -1) if context.keys[index] in _PERSONS]
    near += [key for key in context.keys[at + 1 : end] if key in _PERSONS]
    same = bool(near) and near[0] == _REFLEXIVE[context.keys[at]]
    return Meaning(dropped="reflexive pronoun") if same else None


def _her_or_you(context: Context, at: int) -> Meaning | None:
    """`ihr`: hers before a noun, to her behind a preposition or beside another subject, else you."""
    start, end = context.clause(at)
    left, right = context.at(at - 1, at), context.at(at + 1, at)
    beside = [context.keys[index] for index in (at - 1, at + 1) if start <= index < end]
    if any(key in _OF_YOU or (key.endswith("t") and context.category(key) == "verb") for key in beside):
        other = any(key in _PERSONS - {"ihr", "es"} for key in context.keys[start:end])
        return Meaning(("sie",)) if other or left in _PREPOSITIONS else None
    described = context.category(right) == "adjective" or right.endswith("en") or right.startswith(("nächst", "letzt"))
    noun = at + 1 + described
    if any(context.at(index, at) and context.is_capital(index) for index in (at + 1, noun)):
        return Meaning(("ihre",))
    other = any(key in _PERSONS - {"ihr"} for key in context.keys[start:end])
    return Meaning(("sie",)) if other or left in _PREPOSITIONS else None


def first_person(context: Context, at: int) -> str | None:
    """The infinitive of a form with `ich` that may be another word: `ich liebe dich`, `natürlich trage ich es`."""
    key, (start, end) = context.keys[at], context.clause(at)
    verb = key[:-1] + ("n" if key.endswith(("le", "re")) and not is_infinitive(key + "n") else "en")
    if not key.endswith("e") or context.is_capital(at) or key in _NO_VERBS or _leaves_a_prefix(context, at):
        return None
    if not _is_verb(verb):
        return None
    main = (context.at(at - 1, at) == "ich" and at - 1 == start) or (context.at(at + 1, at) == "ich" and at - start < 3)
    last = at + 1 == end and "ich" in context.keys[start:end] and context.keys[start] in _SUBORDINATE
    return verb if main or last else None


def imperative(context: Context, at: int) -> str | None:
    """The infinitive of an imperative that is in no list of words: `Such das!`, `Melde dich!`, `Klingel nicht!`."""
    key, (start, end) = context.keys[at], context.clause(at)
    if at != start or not key.isalpha() or key in _NO_VERBS or context.category(key) or _leaves_a_prefix(context, at):
        return None
    alone = at + 1 == end and context.words[at].text[0].islower()
    if not alone and context.at(at + 1, at) not in _FOLLOW_IMPERATIVES:
        return None
    stem = key.removesuffix("e")
    endings = ("en", "n") if stem.endswith(("el", "er")) else ("en",)
    return next((stem + ending for ending in endings if _is_verb(stem + ending)), None)


def _is_verb(word: str) -> bool:
    """Whether a word is an infinitive, and no form of an auxiliary verb (`hätten`, `wurden`)."""
    return word not in _HELPERS and is_infinitive(word) and word in lemmas(word, "de")


def _leaves_a_prefix(context: Context, at: int) -> bool:
    """Whether the prefix of a verb ends the clause: the whole verb is found with it."""
    _, end = context.clause(at)
    return end - 1 > at and context.keys[end - 1] in PREFIXES


PERSONS: Mapping[str, Callable[[Context, int], Meaning | None]] = {
    **dict.fromkeys(_REFLEXIVE, _reflexive),
    "ihr": _her_or_you,
}
