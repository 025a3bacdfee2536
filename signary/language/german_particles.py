"""German particles, adverbs and conjunctions that mean several things: `gleich`, `erst`, `doch`, `mal`, `da`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from signary.language.function_words import GERMAN_ARTICLES, GERMAN_OWNERS, listed
from signary.language.german_comparison import is_comparative
from signary.language.german_spelling import may_be_a_noun
from signary.language.lemmas import lemmas
from signary.language.number_words import german_number
from signary.language.separable_verbs import is_infinitive
from signary.language.word_context import Context, FoundMeanings, Meaning

_PARTICLE = Meaning(dropped="particle")
_SUBJECTS = frozenset(listed("ich du er sie es wir ihr man jemand niemand alle"))
_COPULAS = frozenset(listed("bin bist ist sind seid war warst waren wart sein bleibt bleiben blieb"))
_TO_WHOM = frozenset(listed("mir dir ihm ihr uns euch ihnen"))
#: Adjectives that `gleich` measures: `gleich groß`.
_MEASURED = frozenset(listed("groß alt viel viele schnell lang gut schwer weit teuer hoch stark warm wichtig schön"))
_BEFORE_MAL = frozenset(listed("immer noch erst nicht auf jedes nächstes letztes erstes anderes zum"))
_SOON = ("sofort",)
#: Words behind `erst` that it limits: `erst morgen`, `erst um acht`, `erst vier Jahre`.
_LIMITED = frozenset(
    listed(
        "am an um nach im in ab mit seit vor gegen beim heute morgen gestern übermorgen jetzt dann danach später "
        "abends mittags montags nächste nächsten nächstes nächster gerade spät kurz wieder bei"
    )
)
_PAST = frozenset(
    listed(
        "war warst waren hatte hattest hatten habe haben hat gab konnte konnten musste mussten wollte wollten durfte "
        "durften wohnte wohnten arbeitete lebte lebten ging gingen kam kamen"
    )
)
_RAINS = frozenset(listed("regnet schneit nieselt tröpfelt hagelt gewittert weht windet taut friert stürmt regnen"))
_SAYS = frozenset(listed("sagst sagt sagen sage meinst meint meinen meine denkst denkt"))
_FEELS = frozenset(listed("fühle fühlst fühlt fühlen gefühlt fühlte fühlten"))


def _once(context: Context, at: int) -> Meaning | None:
    """`mal` and `einmal`: a count beside a number or in `noch mal`, else a particle (`sag mal`, `schon einmal`)."""
    left, right, key = context.at(at - 1, at), context.at(at + 1, at), context.keys[at]
    start, end = context.clause(at)
    counts = left in _BEFORE_MAL or left[:1].isdecimal() or german_number(left) is not None
    if counts or context.is_capital(at) or end - start == 1 or right[:1].isdecimal() or german_number(right):
        return None
    return _PARTICLE if key == "mal" or left in ("schon", "später", "früher", "irgendwann") else None


def _but_yes(context: Context, at: int) -> Meaning | None:
    """`doch`: the answer, `aber` before a clause, else a particle."""
    start, end = context.clause(at)
    if end - start == 1 or context.at(at - 1, at) in ("klar", "na", "ja"):
        return None
    return Meaning(("aber",)) if at == start else _PARTICLE


def _yes(context: Context, at: int) -> Meaning | None:
    """`ja`: the answer where a clause begins or ends, else a particle (`das ist ja toll`)."""
    start, end = context.clause(at)
    return None if at in (start, end - 1) else _PARTICLE


def _as_because(context: Context, at: int) -> Meaning | None:
    """`da` before a clause with its verb at the end: `da er krank war`."""
    start, end = context.clause(at)
    if at != start or end - start < 3 or not _begins_a_subject(context, at + 1):
        return None
    return Meaning(("weil",)) if _is_finite(context.keys[end - 1]) else None


def _so_that(context: Context, at: int) -> Meaning | None:
    """`damit` before a clause: `damit ich dich verstehe`; elsewhere a function word."""
    purpose = at == context.clause(at)[0] and _begins_a_subject(context, at + 1)
    return Meaning(("zweck",)) if purpose else None


def _begins_a_subject(context: Context, at: int) -> bool:
    key = context.at(at, at - 1)
    return key in _SUBJECTS | GERMAN_ARTICLES | GERMAN_OWNERS or (key != "" and context.is_capital(at))


def _is_finite(key: str) -> bool:
    return key in _PAST | _COPULAS or any(lemma != key and is_infinitive(lemma) for lemma in lemmas(key, "de"))


def _equal_or_soon(context: Context, at: int) -> Meaning | None:
    """`gleich`: the same (`alle sind gleich`, `gleich groß`), all the same (`mir ist das gleich`), else soon."""
    start, end = context.clause(at)
    keys = context.keys[start:end]
    if context.is_capital(at) or context.at(at + 1, at) in _MEASURED or "wie" in keys:
        return None
    last = at + 1 == end or context.at(at + 1, at) == "nicht"
    if last and not _COPULAS.isdisjoint(keys):
        return Meaning(("egal",)) if not _TO_WHOM.isdisjoint(keys) else None
    return Meaning(_SOON)


def _first_or_only(context: Context, at: int) -> Meaning | None:
    """`erst` before a time or a number is `nur`: `erst morgen`, `erst vier Monate`."""
    right = context.at(at + 1, at)
    limited = right in _LIMITED or right[:1].isdecimal() or german_number(right) is not None
    return Meaning(("nur",)) if limited or context.category(right) == "time" else None


def _grade(context: Context, at: int) -> Meaning | None:
    """`grade` for `gerade`, but not the degrees."""
    counted = context.at(at - 1, at)[:1].isdecimal() or german_number(context.at(at - 1, at)) is not None
    return None if counted or context.is_capital(at) else Meaning(("gerade",))


def _well(context: Context, at: int) -> Meaning | None:
    start, end = context.clause(at)
    return Meaning(("gut",)) if not _FEELS.isdisjoint(context.keys[start:end]) else None


def _something(context: Context, at: int) -> Meaning | None:
    """`etwas` alone is a thing (`hast du etwas gehört?`), before a quality or a mass an amount (`etwas kühler`)."""
    start, end = context.clause(at)
    right = context.at(at + 1, at)
    if end - start == 1 or not _RAINS.isdisjoint(context.keys[start:end]):
        return None
    if right and context.is_capital(at + 1):
        return Meaning(("irgendetwas",)) if right.endswith("es") and not may_be_a_noun(right) else None
    degree = right in ("mehr", "weniger", "zu") or context.category(right) in ("adjective", "time")
    return None if degree or is_comparative(right) else Meaning(("irgendetwas",))


def _of_them(context: Context, at: int) -> Meaning | None:
    """`davon` behind an amount (`eine davon`) points at no place."""
    left = context.at(at - 1, at)
    amount = left.startswith(("ein", "kein", "viel", "wenig", "mehr")) or german_number(left) is not None
    return Meaning(dropped="says of what") if amount else None


def _about_it(context: Context, at: int) -> Meaning | None:
    start, end = context.clause(at)
    return None if _SAYS.isdisjoint(context.keys[start:end]) else Meaning(dropped="says of what")


def _formerly(context: Context, at: int) -> Meaning | None:
    """`früher` of the past, not of an earlier hour (`früher als sonst`, `etwas früher`)."""
    start, end = context.clause(at)
    left, right = context.at(at - 1, at), context.at(at + 1, at)
    if right in ("oder", "als", "gehen") or left in ("etwas", "viel", "noch", "stunde", "zu", "tage"):
        return None
    past = at == start or not _PAST.isdisjoint(context.keys[start:end])
    return Meaning(("damals",)) if past and end - start > 1 else None


def _stop(context: Context, at: int) -> Meaning | None:
    """`Halt!`, but not the particle `das ist halt so`."""
    start, end = context.clause(at)
    return Meaning(("stopp", "stoppen")) if at == start and end - start == 1 else None


def _in_which(context: Context, at: int) -> Meaning | None:
    """`womit`, `wodurch`, `wobei` ask where a sentence begins with them."""
    return Meaning(("was",)) if at == 0 and len(context.keys) > 2 else None


def _from_then(context: Context, at: int) -> Meaning | None:
    """`ab` before a time: `ab Januar`, `ab 15 Uhr`, `ab dem ersten Juni`."""
    right = context.at(at + 1, at)
    right = context.at(at + 2, at) if right in ("dem", "den", "der") else right
    timed = context.category(right) == "time" or right.endswith(("ten", "sten")) or right in ("sofort", "jetzt")
    return Meaning(("ab heute",)) if right[:1].isdecimal() or timed or german_number(right) is not None else None


def no_more(context: Context, at: int) -> FoundMeanings:
    """`kein Brot mehr` is `nicht mehr`, with the negation where `mehr` stands."""
    start, _ = context.clause(at)
    right = context.at(at + 1, at)
    none = [index for index in range(start, at) if context.keys[index].startswith("kein")]
    if context.keys[at] == "mehr" and none and right != "als" and not context.is_capital(at + 1):
        yield none[-1], Meaning(dropped="part of 'kein … mehr'")
        yield at, Meaning(("nicht mehr",))


PARTICLES: Mapping[str, Callable[[Context, int], Meaning | None]] = {
    **dict.fromkeys(("mal", "einmal"), _once),
    **dict.fromkeys(("womit", "wodurch", "wobei"), _in_which),
    "ab": _from_then, "da": _as_because, "damit": _so_that, "davon": _of_them, "dazu": _about_it, "doch": _but_yes,
    "erst": _first_or_only, "etwas": _something, "früher": _formerly, "gleich": _equal_or_soon, "grade": _grade,
    "halt": _stop, "ja": _yes, "wohl": _well,
}  # fmt: skip
