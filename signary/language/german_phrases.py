"""German words that say something of their own together: `nicht leiden können`, `macht nichts`, `…, nicht wahr?`.

Each is found at the word that gives it away, and tells what all of its words mean.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from signary.language.function_words import listed
from signary.language.lemmas import lemmas
from signary.language.separable_verbs import is_infinitive
from signary.language.word_context import Context, FoundMeanings, Meaning

_COPULAS = frozenset(listed("bin bist ist sind seid war warst waren wart"))
_CAN = frozenset(listed("kann kannst können könnt konnte konntest konnten konntet könnte könnten"))
_HAVE = frozenset(listed("habe hab hast hat haben habt hatte hattest hatten hattet"))
_TO_WHOM = frozenset(listed("mir dir ihm ihr uns euch ihnen"))
_SUITS = frozenset(listed("gut nicht super toll besser prima schlecht ausgezeichnet hervorragend wunderbar wie"))
_PLACED = frozenset(listed("auf in im an am vor vorm hinter neben bei beim unter zwischen zur zum"))
#: Questions at the end that only ask for agreement, the longest first.
_TAGS = frozenset(
    tuple(listed(tag))
    for tag in (
        "nicht wahr",
        "oder nicht",
        "stimmt es",
        "stimmts",
        "oder",
        "gell",
        "gelle",
        "nicht",
        "ne",
        "wa",
        "woll",
    )
)
_NEVER = frozenset(listed("nie niemals"))
#: What stands where a door or a lamp is, and what was done to it.
_STATES: Mapping[str, tuple[str, ...]] = {"zu": ("schließen",), "auf": ("öffnen",)}
_SWITCHED: Mapping[str, tuple[str, ...]] = {"aus": ("ausschalten",), "an": ("einschalten",)}
#: What `wie` exclaims of, and asks for no measure.
_EXCLAIMED = frozenset(
    listed(
        "schön nett toll süß lieb schade peinlich langweilig lustig traurig dumm schrecklich furchtbar lecker gut blöd"
    )
)
_DEVICES = frozenset(
    listed("licht lampe fernseher radio computer handy heizung herd ofen motor strom musik gerät drucker wecker kamera")
)


def german_phrases(context: Context, at: int) -> FoundMeanings:
    """What words say together of which one stands at an index; see `meanings`."""
    if size := _tag(context, at):
        said = context.keys[at - 1] == "stimmt"
        yield from _dropped(range(at, at + size - (not said)), "question at the end")
        yield from () if said else ((at + size - 1, Meaning(("richtig",))),)
    elif (rule := _RULES.get(context.keys[at])) is not None:
        yield from rule(context, at)


def _dropped(indices: range | tuple[int, ...], phrase: str) -> FoundMeanings:
    yield from ((index, Meaning(dropped=f"part of '{phrase}'")) for index in indices)


def _first(context: Context, at: int, words: frozenset[str]) -> int | None:
    """Index of the first of some words in the clause of an index."""
    start, end = context.clause(at)
    return next((index for index in range(start, end) if context.keys[index] in words), None)


def _tag(context: Context, at: int) -> int:
    """Size of a question at the end that only asks for agreement: `, nicht wahr?`, `, oder?`; 0 if there is none."""
    asked = tuple(context.keys[at:])
    return len(asked) if at > 0 and at in context.breaks and asked in _TAGS else 0


def _suffer(context: Context, at: int) -> FoundMeanings:
    """`ich kann ihn nicht leiden`: I do not like him."""
    can = _first(context, at, _CAN)
    if can is not None and context.at(at + 1, at) in ("", "kann", "können"):
        yield at, Meaning(("mögen",))
        yield from _dropped((can,), "leiden können")


def _used_to(context: Context, at: int) -> FoundMeanings:
    """`ich bin es gewohnt`: it is normal to me; `ich habe hier gewohnt` lived."""
    if _first(context, at, _COPULAS) is not None and _first(context, at, _HAVE) is None:
        yield at, Meaning(("normal",))


def _let_us(context: Context, at: int) -> FoundMeanings:
    """`lass uns gehen` is said by us; `lass uns in Ruhe` lets."""
    start, end = context.clause(at)
    last = context.keys[end - 1]
    if at == start and context.at(at + 1, at) == "uns" and end - at > 2 and is_infinitive(last) and last != "ruhe":
        yield at, Meaning(dropped="part of 'lass uns'")


def _nothing(context: Context, at: int) -> FoundMeanings:
    """`das macht nichts`: it does not matter; `er macht nichts` does nothing."""
    start, end = context.clause(at)
    said = set(context.keys[start:end])
    if said <= set(listed("das es macht nichts doch gar ja aber ach")) and "macht" in said:
        yield at, Meaning(("egal",))
        yield from _dropped((context.keys.index("macht", start),), "macht nichts")


def _suit(context: Context, at: int) -> FoundMeanings:
    """`das Kleid steht dir gut`: it suits you."""
    start, end = context.clause(at)
    said = set(context.keys[start:end])
    if said & _TO_WHOM and said & _SUITS and not said & _PLACED and not context.is_capital(at):
        yield at, Meaning(("passen",))


def _alike(context: Context, at: int) -> FoundMeanings:
    """`sie sieht ihrer Mutter ähnlich`: she looks alike."""
    start, end = context.clause(at)
    sees = next((index for index in range(start, end) if "sehen" in lemmas(context.keys[index], "de")), None)
    if sees is not None and at in (end - 1, end - 2) and context.at(at + 1, at) in ("", "sehen", "sieht"):
        yield sees, Meaning(("aussehen",))


def _idea(context: Context, at: int) -> FoundMeanings:
    """`keine Ahnung` does not know."""
    none = context.at(at - 1, at).startswith("kein")
    have = _first(context, at, _HAVE)
    if none or have is not None:
        yield at, Meaning(("wissen",))
        yield from ((at - 1, Meaning(("nicht",))),) if none else ()
        yield from () if have is None else _dropped((have,), "Ahnung haben")


def _yet(context: Context, at: int) -> FoundMeanings:
    """`noch nie` is never, `noch keinen Hunger` not yet."""
    right = context.at(at + 1, at)
    if right in _NEVER:
        yield from _dropped((at,), "noch nie")
    elif right.startswith("kein") and "mehr" not in context.keys[at:]:
        yield from _dropped((at,), "noch kein")
        yield at + 1, Meaning(("noch nicht",))


def _the_more(context: Context, at: int) -> FoundMeanings:
    """`desto` says no more than `je` before it."""
    if "je" in context.keys[:at]:
        yield from _dropped((at,), "je … desto")


def _state(context: Context, at: int) -> FoundMeanings:
    """`die Tür ist zu`, `der Laden hat auf`, `das Licht ist aus`: what was done to it."""
    key, (start, end) = context.keys[at], context.clause(at)
    told = _first(context, at, _COPULAS) is not None
    had = key in _STATES and {"hat", "haben"} & set(context.keys[start:at])
    if at + 1 < end or not (told or had) or at == start:
        return
    device = not _DEVICES.isdisjoint(context.keys[start:at])
    meant = _STATES.get(key) or (_SWITCHED[key] if device else ("vorbei",) if key == "aus" else None)
    if meant is not None:
        yield at, Meaning(meant)
        yield from () if told else _dropped((_first(context, at, frozenset({"hat", "haben"})) or at,), f"{key}haben")


def _thumbs(context: Context, at: int) -> FoundMeanings:
    """`ich drücke dir die Daumen` wishes luck."""
    start, end = context.clause(at)
    presses = [index for index in range(start, end) if context.keys[index].startswith(("drück", "gedrückt"))]
    if presses:
        yield at, Meaning(("glück",))
        yield from _dropped(tuple(presses), "die Daumen drücken")


def _appetite(context: Context, at: int) -> FoundMeanings:
    """`keinen Bock haben` has no wish."""
    start, end = context.clause(at)
    if any(key in _HAVE or key.startswith("kein") for key in context.keys[start:end]):
        yield at, Meaning(("lust",))


def _just_now(context: Context, at: int) -> FoundMeanings:
    """`grad` for `gerade`, in small letters and behind no number."""
    if len(context.keys) > 1 and context.words[at].text == "grad" and not context.at(at - 1, at)[:1].isdecimal():
        yield at, Meaning(("gerade",))


def _exclaims(context: Context, at: int) -> FoundMeanings:
    """`was für ein schöner Tag!`, `wie schön!` ask nothing."""
    start, end = context.clause(at)
    key, behind = context.keys[at], context.keys[at + 1 : end]
    told = len(behind) == 4 and behind[0] == "für" and behind[1].startswith("ein") and context.is_capital(end - 1)
    if at == start and (key == "was" and told or key == "wie" and len(behind) == 1 and behind[0] in _EXCLAIMED):
        yield at, Meaning(("sehr",))


_RULES: Mapping[str, Callable[[Context, int], FoundMeanings]] = {
    **dict.fromkeys(("lass", "lasst", "lasset"), _let_us),
    **dict.fromkeys(("was", "wie"), _exclaims),
    **dict.fromkeys(("gewohnt", "gewöhnt"), _used_to),
    **dict.fromkeys(("steht", "stehen", "stand", "standen"), _suit),
    **dict.fromkeys(("desto", "umso"), _the_more),
    **dict.fromkeys((*_STATES, *_SWITCHED), _state),
    "ahnung": _idea, "bock": _appetite, "daumen": _thumbs, "grad": _just_now, "leiden": _suffer, "nichts": _nothing,
    "noch": _yet, "ähnlich": _alike,
}  # fmt: skip
