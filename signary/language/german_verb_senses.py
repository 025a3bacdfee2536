"""German verbs whose sign depends on what they are said of: `es geht`, `es gibt`, `das gehört mir`, `nimm Platz`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from signary.language.function_words import listed
from signary.language.lemmas import lemmas
from signary.language.separable_verbs import PREFIXES
from signary.language.word_context import Context, FoundMeanings, Meaning

_TO_WHOM = frozenset(listed("mir dir ihm ihr uns euch ihnen"))
_PERSONS = frozenset(listed("ich du er sie wir ihr man"))
_HELPERS = frozenset(
    listed("habe hab hast hat haben habt hatte hattest hatten hattet wurde wurden worden hätte hätten")
)
_WAYS = frozenset(listed("zu zum zur nach in ins im um aus durch über auf hier los weg entlang weiter"))
_STATES = frozenset(listed("gut schlecht besser schlechter super prima bestens wieder"))
#: What works or does not.
_DEVICES = frozenset(
    listed(
        "es das alles nichts was internet wlan handy telefon computer fernseher uhr licht auto heizung aufzug drucker "
        "kamera radio maschine waschmaschine app seite link gerät motor strom"
    )
)
#: What sinks and rises where a person would return.
_QUANTITIES = frozenset(
    listed(
        "temperatur temperaturen wert werte preis preise regen niederschlag niederschläge zahl zahlen wasser druck "
        "schauer frost schneefall hochwasser wind fieber nachfrage"
    )
)
_SKY = frozenset(
    listed(
        "wolke wolken tief hoch tiefs hochs schauer regen regengebiet gewitter front fronten wolkenfelder nebel luft "
        "ausläufer regenband störung sturm"
    )
)
_FLYERS = frozenset(listed("vogel vögel biene bienen ball mücke mücken blatt blätter schmetterling"))
_ONESELF = frozenset(listed("mich dich sich uns euch"))
_PLANNED = frozenset(listed("flug flüge zug züge termin spiel unterricht stunde urlaub konzert veranstaltung"))
_EXAMS = frozenset(listed("prüfung prüfungen test klausur abitur führerschein examen"))


def _clause(context: Context, at: int) -> frozenset[str]:
    start, end = context.clause(at)
    return frozenset(context.keys[start:end])


def _goes(context: Context, at: int) -> Meaning | None:
    """`es geht mir gut` (how somebody is), `das geht nicht` (whether something works), else a way that is gone."""
    start, end = context.clause(at)
    keys = _clause(context, at)
    if end - start == 1 or (end - 1 > at and context.keys[end - 1] in PREFIXES):
        return None
    told = bool(keys & {"es", "'s", "gehts"})
    if told and not keys & (_WAYS - {"wieder"}) and keys & (_TO_WHOM | {"wie"} | _STATES):
        return Meaning(("fühlen",))
    subject = {context.at(at - 1, at), context.at(at + 1, at)} & (_DEVICES - {"was"})
    works = bool(subject) or at == start or bool(keys & _DEVICES - {"es", "das"} and not keys & _PERSONS)
    return Meaning(("funktionieren",)) if works and not keys & _WAYS and not keys & _PERSONS else None


def _gives(context: Context, at: int) -> Meaning | None:
    """`es gab`, `kann es … geben`, `hat es … gegeben` without a giver and a receiver."""
    keys = _clause(context, at)
    exists = "es" in keys and not keys & (_PERSONS | _TO_WHOM)
    return Meaning(("es gibt",)) if exists else None


def _belongs(context: Context, at: int) -> Meaning | None:
    """`gehört` is heard beside an auxiliary verb; else it belongs to somebody."""
    return Meaning(("hören",)) if _clause(context, at) & _HELPERS else None


def _pleases(context: Context, at: int) -> Meaning | None:
    return Meaning(("gefällt",)) if _clause(context, at) & _TO_WHOM and not context.is_capital(at) else None


def _passes(context: Context, at: int) -> Meaning | None:
    return Meaning(("erfolg",)) if _clause(context, at) & _EXAMS else None


def _means(context: Context, at: int) -> Meaning | None:
    """`ich meine das ernst`, `was meinen Sie?`; `meine` and `meinen` before a noun say whose it is."""
    left, right = context.at(at - 1, at), context.at(at + 1, at)
    persons = ("ich",) if context.keys[at] == "meine" else ("wir", "sie", "leute")
    owned = (
        right != "" and right not in persons and (context.is_capital(at + 1) or context.category(right) == "adjective")
    )
    return Meaning(("meinst",)) if (left in persons or right in persons) and not owned else None


def _loves(context: Context, at: int) -> Meaning | None:
    return Meaning(("lieben",)) if "ich" in (context.at(at - 1, at), context.at(at + 1, at)) else None


def _wanders(context: Context, at: int) -> Meaning | None:
    return None if len(context.keys) == 1 or _clause(context, at) & _SKY else Meaning(("laufen",))


def _flies(context: Context, at: int) -> Meaning | None:
    return Meaning(("fliegen (wings)",)) if _clause(context, at) & _FLYERS and not context.is_capital(at) else None


def _goes_astray(context: Context, at: int) -> Meaning | None:
    """`ich habe mich verlaufen` is no course of things."""
    return Meaning(("verlaufen (go astray)",)) if _clause(context, at) & _ONESELF else None


def _cancels(context: Context, at: int) -> Meaning | None:
    return Meaning(("ausfallen",)) if _clause(context, at) & _PLANNED else None


def _returns(context: Context, at: int) -> Meaning | None:
    return None if len(context.keys) == 1 or _clause(context, at) & _QUANTITIES else Meaning(("zurück",))


def takes_a_seat(context: Context, at: int) -> FoundMeanings:
    """`nehmen Sie bitte Platz`: one word, to sit down."""
    start, end = context.clause(at)
    seats = [index for index in range(start, end) if context.keys[index] == "platz"]
    if context.keys[at] in _TAKES and seats and context.at(seats[0] - 1, at) not in ("den", "einen", "viel", "keinen"):
        yield at, Meaning(("setzen",))
        yield seats[0], Meaning(dropped="part of 'Platz nehmen'")


def says_no_more(context: Context, at: int) -> bool:
    """Whether a verb adds nothing to its noun: `eine Frage stellen`, `eine Entscheidung treffen`."""
    start, end = context.clause(at)
    nouns = _WITH_NOUNS.get(next(iter(lemmas(context.keys[at], "de")), ""), _NO_NOUNS)
    return not context.is_capital(at) and any(key in nouns for key in context.keys[start:end])


def sense_of_whole_verb(infinitive: str, keys: frozenset[str]) -> str:
    """The word that says what a verb in two pieces means beside the words of its clause: itself, mostly."""
    return "zurück" if infinitive == "zurückgehen" and not keys & _QUANTITIES else infinitive


def _forms(words: str, rule: Callable[[Context, int], Meaning | None]) -> Iterator[tuple[str, _Rule]]:
    yield from ((word, rule) for word in listed(words))


_Rule = Callable[[Context, int], Meaning | None]
_TAKES = frozenset(listed("nehmen nimm nehmt nimmt nehme nimmst nahm nahmen"))
_NO_NOUNS = frozenset[str]()
#: Verbs that only carry one of these nouns, which says what is done.
_WITH_NOUNS: Mapping[str, frozenset[str]] = {
    "stellen": frozenset(listed("frage fragen antrag anträge forderung forderungen")),
    "treffen": frozenset(listed("entscheidung entscheidungen wahl vorbereitungen maßnahmen vereinbarung absprache")),
    "sagen": frozenset(["bescheid"]),
    "führen": frozenset(listed("gespräch gespräche diskussion telefonat krieg")),
    "leisten": frozenset(listed("hilfe arbeit widerstand")),
}
VERB_SENSES: Mapping[str, _Rule] = {
    **dict(_forms("geht gehts ging gehen", _goes)),
    **dict(_forms("geben gab gegeben gäbe gibt", _gives)),
    **dict(_forms("gehört", _belongs)),
    **dict(_forms("gefallen", _pleases)),
    **dict(_forms("bestanden bestehen besteht bestehe bestand", _passes)),
    **dict(_forms("meine meinen", _means)),
    **dict(_forms("liebe", _loves)),
    **dict(_forms("wandern wandert wanderten gewandert", _wanders)),
    **dict(_forms("fliegen fliegt geflogen flog flogen", _flies)),
    **dict(_forms("verlaufen verläuft verläufst verlief", _goes_astray)),
    **dict(_forms("gestrichen", _cancels)),
    **dict(_forms("zurückgehen zurückgeht zurückgegangen", _returns)),
}
