"""German `vor` and `nach`: whether a time follows, and not a place."""

from __future__ import annotations

from collections.abc import Mapping

from signary.language.function_words import GERMAN_ARTICLES, GERMAN_OWNERS, listed
from signary.language.number_words import german_number
from signary.language.separable_verbs import is_infinitive
from signary.language.word_context import Context

#: Prepositions of time, and the signs of their adverbs.
TIME_SIGNS: Mapping[str, tuple[str, ...]] = {"vor": ("vorher",), "nach": ("danach",), "in": ("später",)}
#: What takes place, beside all that can be done (`vor dem Schlafen`).
_EVENTS = frozenset(
    listed(
        "arbeit schule unterricht prüfung test spiel training konzert kino film reise urlaub ferien hochzeit geburt "
        "tod krieg fest party feier geburtstag weihnachten ostern pfingsten silvester neujahr mittag mitternacht "
        "sonnenaufgang sonnenuntergang sommer winter frühling herbst wochenende feierabend pause frühstück start "
        "beginn ende schluss abfahrt ankunft operation termin sitzung kurs studium ausbildung wahl gewitter regen "
        "sturm montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz april mai juni juli "
        "august september oktober november dezember morgen abend nacht"
    )
)
_ENDS_OF_EVENTS = tuple(
    listed("essen spiel sitzung lesung staltung digung landung fest feier ferien prüfung krieg pause unterricht")
)
#: How words begin that have a preposition without a time: `Angst vor`, `fragt nach`.
_WITH_SIDES: Mapping[str, tuple[str, ...]] = {
    "vor": ("angst", "furcht", "fürcht", "warn", "gewarnt", "schütz", "geschützt", "respekt", "flieh", "ekel", "ekl"),
    "nach": ("such", "gesucht", "frag", "gefragt", "riech", "roch", "schmeck", "sehn", "streb", "greif", "griff")
    + ("sieh", "seh", "sah", "aussieh", "kling", "klang", "duft", "stink"),
}
#: Nouns that are spelled as infinitives.
_NO_EVENTS = frozenset(
    listed("wagen laden garten ofen rasen hafen graben bogen kragen faden norden süden osten westen")
)
#: Events that are buildings too, and verbs beside which they are (`wir treffen uns vor dem Kino`).
_BUILDINGS = frozenset(listed("kino schule theater"))
_AT_A_PLACE = frozenset(
    listed("treffen trifft treffe triffst warten wartet warte steht stehen stehe hält halten parken parkt sitzen sitzt")
)
_TOOK = frozenset(listed("hat habe hast haben habt hatte hatten war waren wurde wurden schafft schaffe schaffen"))
_SOME = frozenset(listed("einem einer einigen wenigen vielen mehreren ein paar"))
_TIMES = frozenset(
    listed(
        "sekunde sekunden minute minuten stunde stunden tag tagen tage woche wochen monat monaten monate jahr jahren "
        "jahre jahrzehnten jahrhunderten"
    )
)


def is_before_a_time(context: Context, at: int) -> bool:
    """Whether a time follows: `vor drei Jahren`, `nach 8 Uhr`, `vor acht`, `vor dem Essen`, `nach der Schule`."""
    right, behind = context.at(at + 1, at), context.at(at + 2, at)
    if context.keys[at] == "in":
        return _is_ahead(context, at)
    if right in ("kurzem", "langem", "allem"):
        return right != "allem"
    counted = right[:1].isdecimal() or german_number(right) is not None
    if (counted or right in _SOME) and (behind in _TIMES or behind == "uhr"):
        return True
    if counted:
        # What is counted is a noun: without one it is the hour or the year.
        return not behind or not (context.is_capital(at + 2) or context.category(behind) == "noun")
    has_article = right in GERMAN_ARTICLES | GERMAN_OWNERS
    key = context.at(at + 1 + has_article, at)
    if not key or not context.words[at + 1 + has_article].text[:1].isupper() or _asks_for_it(context, at):
        return False
    if key in _BUILDINGS and context.keys[at] == "vor" and _is_a_place(context, at):
        return False
    done = has_article and is_infinitive(key) and context.category(key) != "place" and key not in _NO_EVENTS
    return key in _EVENTS or key.endswith(_ENDS_OF_EVENTS) or done


def _is_ahead(context: Context, at: int) -> bool:
    """Whether `in` counts from now (`in zwei Jahren`), not how long something took (`in zwei Tagen gelesen`)."""
    start, end = context.clause(at)
    right, behind = context.at(at + 1, at), context.at(at + 2, at)
    behind = context.at(at + 3, at) if right == "ein" and behind == "paar" else behind
    counted = right[:1].isdecimal() or german_number(right) is not None or right in _SOME | {"ein", "kurzer"}
    return counted and behind in _TIMES | {"zeit"} and _TOOK.isdisjoint(context.keys[start:end])


def _is_a_place(context: Context, at: int) -> bool:
    start, end = context.clause(at)
    return not _AT_A_PLACE.isdisjoint(context.keys[start:end])


def _asks_for_it(context: Context, at: int) -> bool:
    """Whether the preposition belongs to a verb or a noun: `Angst vor`, `fragen nach`."""
    start, end = context.clause(at)
    return any(key.startswith(_WITH_SIDES[context.keys[at]]) for key in context.keys[start:end])
