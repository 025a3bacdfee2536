"""English words that say something of their own together: `can't stand`, `no longer`, `get off the bus`.

Each is found at the word that gives it away, and tells what all of its words mean.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from signary.language.function_words import listed
from signary.language.lemmas import candidates, lemmas
from signary.language.word_context import Context, FoundMeanings, Meaning

_SUBJECTS = frozenset(listed("i you we they he she it"))
_OBJECTS = frozenset(listed("me you him her us them it this that these those"))
_PERSONS = frozenset(listed("me you him her us them somebody someone anybody anyone"))
_OWNERS = frozenset(listed("my your his her its our their"))
_DETERMINERS = _OWNERS | frozenset(listed("a an the this that these those some any no every all another"))
_BE = frozenset(listed("am is are was were be been being 's 'm 're"))
_HELPERS = _BE | frozenset(listed("do does did can could will would should have has had must may might"))
_NEGATED = frozenset(listed("not never no nobody none nothing"))
_VEHICLES = frozenset(
    listed(
        "car bus train taxi cab plane airplane boat ship ferry bike bicycle subway tram elevator truck van horse "
        "flight metro trolley"
    )
)
#: Verbs that say as much without the particle: `eat up`, `slow down`.
_AS_MUCH_WITHOUT: Mapping[str, frozenset[str]] = {
    "up": frozenset(
        listed(
            "eat clean fill use finish wash dry tidy hurry wrap heat mix end dress warm lock tie speak call open pay "
            "check think add shut close break drink buy cook cut pack sum type mess hang make beat cover fold heal "
            "speed free line mop sweep swallow zip light cheer"
        )
    ),
    "down": frozenset(listed("slow calm break cut cool settle quiet shut close burn note copy write tone wind")),
}
#: Behind `stand` these say how or where somebody stands.
_STANDING = frozenset(listed("up still straight on in at by for near next to here there alone"))
#: Words between a verb and its particle, at most.
_FAR = 4
_PAPERS = frozenset(
    listed(
        "note paper papers form forms contract letter document documents card agreement check name names petition "
        "permission slip bill receipt list lease line below deal report application"
    )
)
_SWITCHED = frozenset(listed("light lights lamp lamps"))
_NEAR = frozenset(listed("behind beside next under above below across outside inside over here there"))
_BRIGHT = frozenset(listed("it outside sky room already still day morning window lamp sun here green red blue"))


def english_phrases(context: Context, at: int) -> FoundMeanings:
    """What words say together of which one stands at an index; see `meanings`."""
    key = context.keys[at]
    rule = _RULES.get(key)
    if rule is None:
        rule = next((_OF_VERBS[form] for form in candidates(key, "en") if form in _OF_VERBS), None)
    yield from () if rule is None else rule(context, at)


def _dropped(indices: range | tuple[int, ...], phrase: str) -> FoundMeanings:
    yield from ((index, Meaning(dropped=f"part of '{phrase}'")) for index in indices)


def _ends(context: Context, at: int) -> bool:
    """Whether nothing that could be an object stands at an index: the end of a clause, a time, a preposition."""
    key = context.at(at, at - 1)
    return key not in _DETERMINERS | _OBJECTS and context.category(key) not in ("noun", "number")


def _stand(context: Context, at: int) -> FoundMeanings:
    """`I can't stand loud music` hates it; `I can't stand up` does not. A bear is an animal, to bear is to stand."""
    key, right = context.keys[at], context.at(at + 1, at)
    helped = context.at(at - 1, at) == "not" and context.at(at - 2, at) in ("can", "could")
    thing = right in _DETERMINERS | _OBJECTS or right.endswith("ing")
    thing = thing or context.category(right) in ("noun", "adjective") or (right != "" and context.category(right) == "")
    if (
        helped
        and thing
        and right not in ("up", "still", "straight", "on", "in", "at", "by", "for", "near", "next", "to")
    ):
        yield at, Meaning(("hate",))
        yield from _dropped((at - 2, at - 1), f"cannot {key}")
    elif key == "bear" and context.at(at - 1, at) in ("to", "not", "can", "could", "will", "must"):
        yield at, Meaning(("bear (endure)",))


def _particle(context: Context, at: int) -> FoundMeanings:
    """`up` and `down` that only say that something is done to its end: `eat up your soup`, `clean it up`."""
    key, (start, _) = context.keys[at], context.clause(at)
    if key == "up" and context.at(at - 1, at) in _BE and context.at(at + 1, at) == "to":
        if context.at(at + 2, at) in _PERSONS:
            yield at, Meaning(("decide",))
        return
    for index in range(at - 1, max(start, at - _FAR) - 1, -1):
        forms = candidates(context.keys[index], "en")
        known = any(context.category(f"{form} {key}") for form in forms)
        apart = index < at - 1 and not _ends(context, at + 1)
        if not _AS_MUCH_WITHOUT[key].isdisjoint(forms) and not known and not apart:
            yield at, Meaning(dropped=f"says no more than '{context.keys[index]}'")
            return
        if index < at - 1 and context.keys[index] in _HELPERS | _SUBJECTS:
            return


def _no_longer(context: Context, at: int) -> FoundMeanings:
    """`he no longer lives here`, `not any longer`, `not anymore`: not still."""
    left = context.at(at - 1, at)
    negated = not _NEGATED.isdisjoint(context.keys[context.clause(at)[0] : at])
    if context.keys[at] == "anymore":
        if negated:
            yield at, Meaning(("still",))
    elif left == "no":
        yield at - 1, Meaning(("not",))
        yield at, Meaning(("still",))
    elif left == "any" and negated:
        yield at - 1, Meaning(dropped="part of 'any longer'")
        yield at, Meaning(("still",))


def _more(context: Context, at: int) -> FoundMeanings:
    """`I don't live here any more`, but `I don't want any more soup`."""
    negated = not _NEGATED.isdisjoint(context.keys[context.clause(at)[0] : at])
    if context.at(at - 1, at) == "any" and negated and _ends(context, at + 1):
        yield at - 1, Meaning(dropped="part of 'any more'")
        yield at, Meaning(("still",))


def _all(context: Context, at: int) -> FoundMeanings:
    """`not at all`, `do you like it at all?`: only stress."""
    if context.at(at - 1, at) == "at" and _ends(context, at + 1):
        yield from _dropped((at - 1, at), "at all")


def _what_or_how(context: Context, at: int) -> FoundMeanings:
    """`how about some tea?` offers the tea; `what a beautiful day!` and `how beautiful!` ask nothing."""
    start, end = context.clause(at)
    key, right = context.keys[at], context.at(at + 1, at)
    if right == "about":
        yield from _dropped((at + 1,), f"{key} about")
    elif at == start:
        exclaims = key == "what" and right in ("a", "an") and _HELPERS.isdisjoint(context.keys[at:end])
        exclaims = exclaims or (key == "how" and end - start == 2 and context.category(right) == "adjective")
        yield from ((at, Meaning(("very",))),) if exclaims else ()


def _so_do_i(context: Context, at: int) -> FoundMeanings:
    """`so do I`, `so am I`: also."""
    start, end = context.clause(at)
    if at == start and end - start == 3 and context.keys[at + 1] in _HELPERS and context.keys[at + 2] in _SUBJECTS:
        yield at, Meaning(("also",))
        yield from _dropped((at + 1,), "so do I")


def _matter(context: Context, at: int) -> FoundMeanings:
    """`what's the matter?` asks what is wrong."""
    if context.at(at - 1, at) == "the" and "what" in context.keys[context.clause(at)[0] : at]:
        yield at, Meaning(("wrong",))


def _fined(context: Context, at: int) -> FoundMeanings:
    yield at, Meaning(("fine (money)",))


def _light(context: Context, at: int) -> FoundMeanings:
    """`this bag is light` says what it weighs; `it is light outside` shines."""
    left, start = context.at(at - 1, at), context.clause(at)[0]
    told = left in _BE or (left in ("so", "very", "too", "quite") and context.at(at - 2, at) in _BE)
    last = context.at(at + 1, at) in ("", "and", "but", "enough")
    if told and last and _BRIGHT.isdisjoint(context.keys[start:at]) and at - start > 1:
        yield at, Meaning(("light (weight)",))


def _done(context: Context, at: int) -> FoundMeanings:
    """`you shouldn't have done that` did it; `I'm done` is at its end."""
    have = {"have", "has", "had", "'ve"}
    if not have.isdisjoint(context.keys[max(context.clause(at)[0], at - _FAR) : at]):
        yield at, Meaning(("doing",))


def _there(context: Context, at: int) -> FoundMeanings:
    """`isn't there anything?`, `aren't there any?`: nothing exists."""
    if context.at(at - 1, at) == "not" and context.at(at - 2, at) in ("is", "are", "was", "were") and at > 1:
        yield at, Meaning(("have",))


def _right(context: Context, at: int) -> FoundMeanings:
    """`right behind you` says how near, not who is right."""
    right, left = context.at(at + 1, at), context.at(at - 1, at)
    near = right in _NEAR or (right == "in" and context.at(at + 2, at) == "front")
    if near and left not in ("turn", "go", "keep", "bear", "all", *_DETERMINERS):
        yield at, Meaning(dropped="says how near")


def _mind(context: Context, at: int) -> FoundMeanings:
    """`mind the gap`, `watch your step` warn."""
    behind = context.at(at + 2, at)
    warns = context.keys[at] == "mind" or behind in ("step", "head", "mouth", "language", "fingers", "back")
    if at == context.clause(at)[0] and context.at(at + 1, at) in ("the", "your") and behind and warns:
        yield at, Meaning(("careful",))


def _typed_r(context: Context, at: int) -> FoundMeanings:
    """`r u coming?`."""
    if {"u", "you", "we", "they", "how", "where", "what"} & {context.at(at - 1, at), context.at(at + 1, at)}:
        yield at, Meaning(dropped="auxiliary verb")


def _love(context: Context, at: int) -> FoundMeanings:
    """`I would love some cake`, `I'd love to` want it."""
    if {context.at(at - 1, at), context.at(at - 2, at)} & {"would", "'d"} and context.keys[at] == "love":
        yield at, Meaning(("want",))


def _get(context: Context, at: int) -> FoundMeanings:
    """`get in the car`, `get off the bus`, `get out`, `get back` move; `I don't get it` does not understand."""
    start, end = context.clause(at)
    right, behind, noun = (context.at(at + step, at) for step in (1, 2, 3))
    ridden = not _VEHICLES.isdisjoint((behind, noun)) or behind in _OBJECTS
    if right in ("in", "into", "on", "onto") and (ridden or (right in ("in", "on") and at + 2 == end)):
        yield at, Meaning(("enter",))
        yield from _dropped((at + 1,), f"get {right}")
    elif right in ("off", "out") and (right == "off" or behind not in _DETERMINERS):
        yield at, Meaning(("leave",))
        yield from _dropped((at + 1,), f"get {right}")
    elif right == "back" and behind not in _DETERMINERS | _OBJECTS:
        yield at, Meaning(("come",))
    elif right == "" and context.keys[start] == "the" and _is_comparative(context.at(start + 1, at)):
        yield at, Meaning(("become",))
    elif right in ("it", "that") and at + 2 == end and context.keys[at] in ("get", "gets") and at > start:
        # `did you get it?` asks whether it came, `can I get it?` wants it.
        received = {"did", "can", "could", "will", "would", "to", "may", "where", "when", "let", "should"}
        if received.isdisjoint(context.keys[start:at]):
            yield at, Meaning(("understand",))


def _is_comparative(key: str) -> bool:
    raised = key.endswith("er") and any(lemma != key for lemma in lemmas(key, "en"))
    return raised or key in ("more", "less", "better", "worse")


def _make(context: Context, at: int) -> FoundMeanings:
    """`make up your mind` decides; who `can't make it` does not come."""
    keys = [context.at(at + step, at) for step in (1, 2, 3)]
    if keys[:2] == ["it", ""] and context.at(at - 1, at) in ("not", "can", "could", "will", "'ll", "to"):
        yield at, Meaning(("come",))
        yield from _dropped((at + 1,), "make it")
    if keys[0] == "up" and keys[1] in _OWNERS and keys[2] in ("mind", "minds"):
        yield at, Meaning(("decide",))
        yield from _dropped((at + 1, at + 2, at + 3), "make up one's mind")


def _give(context: Context, at: int) -> FoundMeanings:
    """`give me a hand` asks for help, with no hand in it."""
    for behind in (at + 1, at + 2):
        if context.at(behind, at) == "a" and context.at(behind + 1, at) == "hand":
            yield at, Meaning(("help",))
            yield from _dropped((behind, behind + 1), "give a hand")


def _run(context: Context, at: int) -> FoundMeanings:
    """`we ran into our teacher` met him; `ran into the house` did not."""
    right, behind, noun = (context.at(at + step, at) for step in (1, 2, 3))
    person = behind in _PERSONS or (behind in _OWNERS | {"a", "an"} and _is_a_person(context, at + 3))
    named = behind != "" and context.is_capital(at + 2) and context.category(behind) == ""
    if right == "into" and (person or named) and noun not in ("house", "room", "car"):
        yield at, Meaning(("meet",))
        yield from _dropped((at + 1,), "run into")


#: Who is met, beside all whose word ends as those of persons do.
_MET = frozenset(
    listed(
        "friend friends boss cousin aunt uncle mother father mom dad brother sister nurse doctor neighbor neighbour "
        "student police cop guy man woman boyfriend girlfriend ex classmate colleague people kids family"
    )
)


def _is_a_person(context: Context, at: int) -> bool:
    keys = [context.at(index, at - 1) for index in (at, at + 1)]
    return any(key in _MET or key.endswith(("teacher", "worker", "player", "driver")) for key in keys)


def _sign(context: Context, at: int) -> FoundMeanings:
    """`sign here`, `he signed the contract` write a name, and no sign language."""
    behind = [context.at(at + step, at) for step in (1, 2, 3)]
    determined = behind[0] in _DETERMINERS and not _PAPERS.isdisjoint(behind[1:])
    if behind[0] in ("here", "up") or behind[0] in _PAPERS or determined:
        yield at, Meaning(("sign (one's name)",))


def _turn(context: Context, at: int) -> FoundMeanings:
    """`it turned out well` became so, and switched nothing off."""
    start, end = context.clause(at)
    if context.at(at + 1, at) == "out" and at > start and _SWITCHED.isdisjoint(context.keys[at:end]):
        yield at, Meaning(("become",))
        yield from _dropped((at + 1,), "turn out")


def _take(context: Context, at: int) -> FoundMeanings:
    """`the plane takes off` flies; `take off your shoes` removes them."""
    start, _ = context.clause(at)
    flies = not {"plane", "planes", "airplane", "flight", "helicopter", "jet"}.isdisjoint(context.keys[start:at])
    if context.at(at + 1, at) == "off" and flies and _ends(context, at + 2):
        yield at, Meaning(("fly",))
        yield from _dropped((at + 1,), "take off")


_RULES: Mapping[str, Callable[[Context, int], FoundMeanings]] = {
    "all": _all, "anymore": _no_longer, "done": _done, "down": _particle, "fined": _fined, "how": _what_or_how,
    "light": _light, "longer": _no_longer, "matter": _matter, "mind": _mind, "more": _more, "r": _typed_r,
    "right": _right, "so": _so_do_i, "there": _there, "up": _particle, "watch": _mind, "what": _what_or_how,
}  # fmt: skip
_OF_VERBS: Mapping[str, Callable[[Context, int], FoundMeanings]] = {
    "bear": _stand, "get": _get, "give": _give, "love": _love, "make": _make, "run": _run, "sign": _sign,
    "stand": _stand, "take": _take, "turn": _turn,
}  # fmt: skip
