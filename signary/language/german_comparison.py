"""German `als` and `wie`: whether they compare, and what then says so."""

from __future__ import annotations

from signary.language.function_words import listed
from signary.language.lemmas import lemmas
from signary.language.word_context import Context, Meaning

_COMPARED = frozenset(listed("mehr weniger besser eher lieber anders andere anderer anderes anderen höher nichts"))
_AS_MUCH = frozenset(listed("so genauso ebenso gleich doppelt halb"))
#: Why `wie` is not signed behind `genauso`; what it compares still stays behind it.
SAID_BY_EQUAL = "says no more than 'genauso'"
_EQUAL = frozenset(listed("genauso ebenso gleich"))
_FACTORS = frozenset(listed("doppelt halb dreifach dreimal zweimal mal"))
_PREFERRING = frozenset(listed("lieber eher"))
_BARE = str.maketrans("äöü", "aou")


def comparison(context: Context, at: int) -> Meaning | None:
    """What says that something is compared: MEHR behind a comparative, GLEICH for `so … wie`, STATT behind `lieber`.

    Where another word says so already (`mehr als`, `anders als`, `doppelt so groß wie`) `als` and `wie` are spelled:
    they have no sign of their own.
    """
    key, (start, _) = context.keys[at], context.clause(at)
    before = frozenset(context.keys[start:at])
    if not compares(context, at):
        return None
    if key == "als":
        if not _PREFERRING.isdisjoint(before):
            return Meaning(("statt", "als (comparison)"))
        told = not before.isdisjoint(_COMPARED - {"besser", "höher", "nichts"})
        return Meaning(("als (comparison)",) if told else ("mehr", "als (comparison)"))
    if not before.isdisjoint(_EQUAL):
        return Meaning(dropped=SAID_BY_EQUAL)
    return Meaning(("wie (comparison)",) if before & _FACTORS else ("genauso", "wie (comparison)"))


def measures(context: Context, at: int) -> Meaning | None:
    """`so` before what `wie` compares (`so groß wie`) says no more than `wie`."""
    _, end = context.clause(at)
    behind = context.keys[at + 2 : end]
    compared = next((at + 2 + index for index, key in enumerate(behind) if key == "wie"), None)
    return Meaning(dropped="part of 'so … wie'") if compared is not None and compares(context, compared) else None


def compares(context: Context, at: int) -> bool:
    """Whether `als` follows a comparative (`größer als ich`), or `wie` follows `so` and its adjective."""
    start, _ = context.clause(at)
    before = context.keys[start:at]
    if context.keys[at] == "wie":
        return not _AS_MUCH.isdisjoint(before[:-1]) and context.category(before[-1]) in ("adjective", "time")
    # With the ending -er alone an adjective may also stand before its noun: `ein kleiner Mann arbeitet als Arzt`.
    surely = any(is_comparative(key, inflected=True) for key in before)
    return surely or (bool(before) and not context.is_capital(at - 1) and is_comparative(before[-1]))


def is_comparative(key: str, *, inflected: bool = False) -> bool:
    """Whether a form compares: `kleiner`, `dunkler`, `größere`.

    Args:
        key: In lower case.
        inflected: Only if it is no mere ending either (`ein kleiner Hund`).
    """
    if key in _COMPARED:
        return True
    adjective = next((lemma for lemma in lemmas(key, "de") if lemma not in (key, key.removesuffix("r"))), "")
    if not adjective or not key.translate(_BARE).startswith(adjective[:2].translate(_BARE)):
        return False
    short = adjective[:-2] + adjective[-1] if adjective.endswith(("el", "er", "en")) else adjective
    raised = {(stem + "er").translate(_BARE) for stem in (adjective, short)}
    has_umlaut = key.translate(_BARE) != key and adjective.translate(_BARE) == adjective
    for ending in ("", "e", "en", "er", "es", "em"):
        if key.endswith(ending) and key.removesuffix(ending).translate(_BARE) in raised:
            return not inflected or has_umlaut or ending != ""
    return False
