"""English verbs that only carry a noun, which says what is done: `take a shower`, `have breakfast`, `take the bus`."""

from __future__ import annotations

from collections.abc import Mapping

from signary.language.function_words import CONJUNCTIONS, listed
from signary.language.lemmas import candidates
from signary.language.word_context import Context, Meaning

_DETERMINERS = frozenset(listed("a an the this that my your his her our their some any no another"))
_ACTS = listed("shower bath walk nap rest break seat look vacation trip")
_RIDDEN = listed("bus train taxi cab subway tram plane ferry bike metro")
_MEALS = listed("breakfast lunch dinner supper")
_DRINKS = listed("coffee tea beer juice")
_ONLY_WITH_A = frozenset(listed("rest nap look walk break chat talk swim") + _DRINKS)
#: Verb -> noun -> the verb that is meant; empty where the noun says all.
_CARRIERS: Mapping[str, Mapping[str, str]] = {
    "take": dict.fromkeys(_ACTS, "") | dict.fromkeys(_RIDDEN, "ride"),
    "have": dict.fromkeys(_MEALS, "eat") | dict.fromkeys(_DRINKS, "drink")
    | dict.fromkeys(listed("rest nap look walk break chat talk swim"), ""),
    "make": dict.fromkeys(listed("decision call appointment reservation"), ""),
}  # fmt: skip
_CARRIED = frozenset(noun for nouns in _CARRIERS.values() for noun in nouns)


def carries(context: Context, at: int) -> Meaning | None:
    """A verb that only carries a noun: `take a shower`, `have breakfast`, `make a decision`, `take the bus`."""
    verb = next((verb for verb in _CARRIERS if verb in candidates(context.keys[at], "en")), "")
    noun, article = _object(context, at)
    sense = _CARRIERS.get(verb, {}).get(noun)
    if sense is None or (verb == "have" and noun in _ONLY_WITH_A and article not in ("a", "an")):
        return None
    return Meaning((sense,)) if sense else Meaning(dropped=f"says no more than '{noun}'")


def _object(context: Context, at: int) -> tuple[str, str]:
    """The noun behind a verb, and the article or owner before it, with at most two words between them."""
    article = context.at(at + 1, at)
    first = at + 1 + (article in _DETERMINERS)
    for index in range(first, first + 3):
        key = context.at(index, at)
        if key in _CARRIED and context.category(context.at(index + 1, at)) != "noun":
            return key, article if article in _DETERMINERS else ""
        if context.category(key) not in ("adjective", "number", "other", "") or key in CONJUNCTIONS["en"]:
            break
    return "", ""
