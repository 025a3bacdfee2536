"""German words with several meanings, told apart by the words beside them (see `meanings`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from signary.language.function_words import GERMAN_ARTICLES, GERMAN_OWNERS, listed
from signary.language.german_comparison import comparison, measures
from signary.language.german_particles import PARTICLES, no_more
from signary.language.german_persons import PERSONS, first_person, imperative, is_addressed
from signary.language.german_phrases import german_phrases
from signary.language.german_times import TIME_SIGNS, is_before_a_time
from signary.language.german_verb_senses import VERB_SENSES, says_no_more, takes_a_seat
from signary.language.separable_verbs import PREFIXES
from signary.language.word_context import Context, FoundMeanings, Meaning

_ADDRESSEE: Mapping[str, tuple[str, ...]] = {"sie": ("du",), "ihnen": ("du", "dir")}
_YOURS = frozenset(listed("ihr ihre ihren ihrem ihrer ihres"))
_CALLED = frozenset(listed("heiße heisse heißt heisst heißen heissen heißest hieß hiess hießen hiessen"))
_GERMAN_PERSONS = frozenset(listed("ich du er sie es wir ihr man"))
_TO_WHOM = frozenset(listed("mir dir ihm ihr uns euch ihnen"))
_COPULAS = frozenset(listed("ist war lautet sind"))
_TITLES = frozenset(listed("herr herrn frau dr dr. doktor professor prof prof. familie onkel tante"))
#: Nouns that are spelled as forms of verbs and adjectives with a sign, and mean something else.
_OTHER_NOUNS = frozenset(
    listed(
        "macht mächte sucht süchte fliege fliegen klasse klassen gut güter paar paare paaren recht rechte rechten "
        "reich reiche reichen sage sagen stimme stimmen falle fallen lehre leere ziehe brauche hörer rate alter krieg "
        "kriege fall fälle fällen brauch bräuche gebet esse pass passe pässe schein scheine schiene schienen "
        "wachs tau trieb triebe verstand wolle stand stände bestand bestände strom stroms schloß schuft habe gelte "
        "liege steige reifen spitze spitzen puste anzeige anzeigen ehe fest feste festen"
    )
)
#: Keys of those of them that have a sign.
_NOUN_KEYS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("klasse", "klassen"), ("schulklasse",)),
    **dict.fromkeys(("pass", "pässe"), ("reisepass",)),
    **dict.fromkeys(("fest", "feste", "festen"), ("feier",)),
}
#: `acht geben` is no number.
_GIVES = frozenset(listed("gib gebe gibst gibt geben gebt gab gaben"))
_KNOWERS = frozenset(listed("ich er sie es man wer jeder jede keiner niemand"))
_MUCH = frozenset(listed("viel viele wenig spät früh teuer oft lange kurz laut leise"))
#: Fewer words than this stand between `haben` and `recht`.
_NEAR = 6
_GERMAN_HAVE = frozenset(listed("habe hab hast hat haben habt hatte hattest hatten hattet"))


def german_meanings(context: Context, at: int) -> FoundMeanings:
    """What a word means, if its neighbours tell; see `meanings`."""
    key, right = context.keys[at], context.at(at + 1, at)
    # Direct speech begins with a capital letter too: `er sagt: "Sie kommt"`.
    speech = at in context.breaks and right.endswith(("t", "seid"))
    if speech and key in (*_ADDRESSEE, *_YOURS):
        return
    if key in _ADDRESSEE and (context.is_capital(at) or (key == "sie" and is_addressed(context, at))):
        yield at, Meaning(_ADDRESSEE[key])
    elif context.is_capital(at) and key in _YOURS:
        yield at, Meaning(("dein",))
    elif found := dict(takes_a_seat(context, at)) or dict(no_more(context, at)) or dict(german_phrases(context, at)):
        yield from found.items()
    elif says_no_more(context, at):
        yield at, Meaning(dropped="says no more than its noun")
    elif _is_right(context, at):
        yield at, Meaning(dropped="part of 'recht haben'")
    elif key in _GERMAN and (meaning := _GERMAN[key](context, at)) is not None:
        yield at, meaning
    elif _is_a_persons_name(context, at):
        yield at, Meaning(("name of a person",))
    elif key in _OTHER_NOUNS and (context.is_capital(at) or (at == 0 and right in _COPULAS)):
        yield at, Meaning((*_NOUN_KEYS.get(key, ()), f"{key} (noun)"))
    elif verb := first_person(context, at) or imperative(context, at):
        yield at, Meaning((verb,))


def _called(context: Context, at: int) -> Meaning | None:
    return Meaning(("heißen (name)", "name")) if _is_called(context, at) else None


def _recht(context: Context, at: int) -> Meaning | None:
    """`du hast recht`, `mir ist es recht`."""
    left, right = context.at(at - 1, at), context.at(at + 1, at)
    start, end = context.clause(at)
    has = (at + 1 == end or right == "nicht") and not _GERMAN_HAVE.isdisjoint(context.keys[start:end])
    suits = left in _TO_WHOM and not context.is_capital(at)
    return Meaning(("recht haben", "richtig")) if has or suits else None


def _is_right(context: Context, at: int) -> bool:
    """Whether a form of `haben` and `recht` say one thing: `Sie haben recht`, `da hast du nicht recht`."""
    _, end = context.clause(at)
    behind = context.keys[at + 1 : end]
    return context.keys[at] in _GERMAN_HAVE and behind[-1:] == ["recht"] and len(behind) < _NEAR


def _late(context: Context, at: int) -> Meaning | None:
    return Meaning(("uhrzeit",)) if context.at(at - 1, at) == "wie" else None


def _white(context: Context, at: int) -> Meaning | None:
    return Meaning(("wissen",)) if _knows(context, at) else None


def _probably(context: Context, at: int) -> Meaning | None:
    """`es dürfte regnen`, but not `dürfte ich …?`."""
    asks = at == context.clause(at)[0] or context.at(at + 1, at) in _GERMAN_PERSONS
    return None if asks else Meaning(("wahrscheinlich",))


def _too(context: Context, at: int) -> Meaning | None:
    return Meaning(("zu sehr",)) if _is_excess(context, at) else None


def _bench(context: Context, at: int) -> Meaning | None:
    """What people sit on: `auf der Bank sitzen`, `Bänke`; money lies at the other one."""
    start, end = context.clause(at)
    keys = set(context.keys[start:end])
    sat = any(key.startswith(("sitz", "saß", "setz", "gesess", "park", "holz")) for key in keys)
    bench = context.keys[at].startswith("bän") or (sat and not keys & {"geld", "konto"})
    return Meaning(("sitzbank",)) if bench else None


def _lock(context: Context, at: int) -> Meaning | None:
    """`der Schlüssel steckt im Schloss`: no castle."""
    start, end = context.clause(at)
    locked = any("schlüssel" in key or key.endswith(("tür", "fahrrad", "schrank")) for key in context.keys[start:end])
    return Meaning(("schloss (lock)",)) if locked else None


def _way(context: Context, at: int) -> Meaning | None:
    return Meaning(("weg (noun)", "wege", "straße")) if context.is_capital(at) else None


def _lays(context: Context, at: int) -> Meaning | None:
    """`den Tisch decken`, no `Decken`."""
    return None if context.is_capital(at) else Meaning(("decken",))


def _puts(context: Context, at: int) -> Meaning | None:
    """`ich stelle die Tasse hin`, no `Stelle`."""
    noun = context.is_capital(at) or context.at(at - 1, at) in GERMAN_ARTICLES | GERMAN_OWNERS
    start, end = context.clause(at)
    parted = end - 1 > at and context.keys[end - 1] in PREFIXES
    return None if noun or parted or end - start == 1 else Meaning(("hinstellen", "stellen (verb)"))


def _better(context: Context, at: int) -> Meaning | None:
    """`besser als` compares, and improves nothing."""
    return Meaning(("gut",)) if context.at(at + 1, at) == "als" else None


def _rather(context: Context, at: int) -> Meaning | None:
    return Meaning(("vorziehen",)) if _is_rather(context, at) else None


def _hand(context: Context, at: int) -> Meaning | None:
    """`sie reicht mir das Brot`."""
    dative = (context.at(at + 1, at), context.at(at + 2, at) if context.keys[at] == "reichst" else "")
    handed = not _TO_WHOM.isdisjoint(dative) and at + 2 < context.clause(at)[1]
    return Meaning(("reichen (hand over)",)) if handed else None


def _attention(context: Context, at: int) -> Meaning | None:
    """`gib acht!`."""
    start, end = context.clause(at)
    given = at + 1 == end and not _GIVES.isdisjoint(context.keys[start:at])
    return Meaning(("aufpassen",)) if given else None


def _nor(context: Context, at: int) -> Meaning | None:
    within = "weder" in context.keys[context.clause(at)[0] : at]
    return Meaning(dropped="part of 'weder … noch'") if within else None


def _side_in_time(context: Context, at: int) -> Meaning | None:
    return Meaning(TIME_SIGNS[context.keys[at]]) if is_before_a_time(context, at) else None


def _is_a_persons_name(context: Context, at: int) -> bool:
    """Whether a noun is a name: `Frau Bauer`, `er heißt Jan`, `mein Name ist Jan Bauer`."""
    if not context.is_capital(at):
        return False
    left, before, first = (context.at(index, at) for index in (at - 1, at - 2, at - 3))
    titled = left in _TITLES and context.words[at - 1].text[0].isupper()
    if titled and context.keys[at] not in _TITLES:
        # `meine Frau trinkt`, `trinkt meine Familie Kaffee`; but `die Familie Bauer`, `mein Onkel Paul`.
        nouns = {"frau": GERMAN_ARTICLES | GERMAN_OWNERS, "familie": GERMAN_OWNERS}
        return before not in nouns.get(left, frozenset())
    if left in _CALLED and _is_called(context, at - 1):
        return True
    if (left in _GERMAN_PERSONS and before in _CALLED) or (left in _COPULAS and before == "name"):
        return True
    after_name = (before in _CALLED and _is_called(context, at - 2)) or (before in _COPULAS and first == "name")
    return after_name and context.is_capital(at - 1)


def _knows(context: Context, at: int) -> bool:
    """Whether `weiß` is a verb: the colour stands beside a copula or another verb, or alone."""
    left, right = context.at(at - 1, at), context.at(at + 1, at)
    if left in _KNOWERS or right in _KNOWERS - {"sie"} or right in ("nicht", "nichts", "alles", "das", "davon"):
        return True
    start, end = context.clause(at)
    others = [context.keys[index] for index in range(start, end) if index != at]
    verbs = [key for key in others if key in _COPULAS | {"wird", "werden", "bleibt", "waren"} or _is_verb(context, key)]
    return len(others) > 1 and left not in ("und", "oder", "in") and right != "und" and not verbs


def _is_verb(context: Context, key: str) -> bool:
    return context.category(key) == "verb"


def _is_excess(context: Context, at: int) -> bool:
    """Whether `zu` says more than enough (`zu warm`, `zu viel Regen`, `ein zu kleines Haus`).

    As a preposition it stands before the adjective of a noun that has no other article: `zu heftigen Gewittern`.
    """
    left, right, behind = (context.at(index, at) for index in (at - 1, at + 1, at + 2))
    if left == "bis" or behind == "zu" or context.is_capital(at + 1):
        return False
    if right in _MUCH:
        return True
    noun = behind != "" and (context.category(behind) in ("noun", "place") or context.is_capital(at + 2))
    has_article = left in GERMAN_ARTICLES | GERMAN_OWNERS
    return context.category(right) == "adjective" and (not noun or has_article)


def _is_rather(context: Context, at: int) -> bool:
    """Whether `lieber` compares (`ich esse lieber Brot`), and is no adjective (`mein lieber Vater`, `Lieber Hans`)."""
    opens_a_letter = at == 0 and (len(context.words) == 1 or context.is_capital(1))
    owned = context.at(at - 1, at) in GERMAN_ARTICLES | GERMAN_OWNERS
    return not opens_a_letter and not (owned and context.is_capital(at + 1))


def _is_called(context: Context, at: int) -> bool:
    """Whether a form of `heißen` gives a name: beside a person or `wie`, and not `das heißt` or `was heißt`."""
    key, left, right = context.keys[at], context.at(at - 1, at), context.at(at + 1, at)
    means = right in ("das", "dies") and not (context.at(at + 2, at) and context.is_capital(at + 2))
    if left in ("das", "was") or means or (left in GERMAN_ARTICLES and key.endswith(("e", "en"))):
        return False
    if key in ("heiße", "heisse", "heißen", "heissen"):
        return left in _GERMAN_PERSONS | {"wie"} or right in _GERMAN_PERSONS
    return left != ""


_GERMAN: Mapping[str, Callable[[Context, int], Meaning | None]] = {
    **PARTICLES,
    **PERSONS,
    **VERB_SENSES,
    **dict.fromkeys(_CALLED, _called),
    **dict.fromkeys(("stelle", "stellst", "stellt", "stellen", "stellte", "stell"), _puts),
    **dict.fromkeys(("lichten", "lichtet"), lambda context, at: Meaning(("lichten (verb)",))),
    **dict.fromkeys(("decken", "deckt"), _lays),
    **dict.fromkeys(("reicht", "reiche", "reichen", "reichte", "reichst"), _hand),
    **dict.fromkeys(("dürfte", "dürften"), _probably),
    **dict.fromkeys(TIME_SIGNS, _side_in_time),
    **dict.fromkeys(("bank", "bänke", "bänken"), _bench),
    **dict.fromkeys(("schloss", "schlosses", "schlösser"), _lock),
    "acht": _attention, "als": comparison, "besser": _better, "lieber": _rather, "noch": _nor, "recht": _recht,
    "so": measures, "spät": _late, "weg": _way, "weiß": _white, "wie": comparison, "zu": _too,
}  # fmt: skip
