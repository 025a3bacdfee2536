"""English verbs of several words, and verbs that mean one thing as a helper and another by themselves.

`turn the light off` is TURN-OFF, `do it` is done and `do you` only asks, `get wet` becomes, `let's` is said by us.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from signary.language.english_light_verbs import carries
from signary.language.function_words import CONJUNCTIONS, listed
from signary.language.lemmas import candidates
from signary.language.word_context import Context, FoundMeanings, Meaning

_PARTICLES = frozenset(listed("up down on off out away back in over"))
_SUBJECTS = frozenset(listed("i you we they he she it"))
_OBJECTS = frozenset(listed("me you him her us them it this that these those everything something anything nothing"))
_DETERMINERS = frozenset(listed("a an the this that these those my your his her its our their some any no every all"))
_OWNERS = frozenset(listed("my your his her its our their"))
_BE = frozenset(listed("am is are was were be been being 'm 's 're"))
_BEFORE_INFINITIVE = frozenset(
    listed("to will would can could should must shall may might cannot let not never please 'll 'd and")
)
_TAGGED = frozenset(listed("is are was were do does did can could will would should have has had am must"))
_TAGGING = frozenset(listed("i you he she it we they there"))
_MODALS = frozenset(listed("should can could will would must may shall 'll 'd"))
_DO_FORMS = frozenset(listed("do does did"))
_NEGATED = frozenset(listed("not never n't"))
_DONE_THINGS = frozenset(
    listed(
        "homework exercise exercises sports yoga nothing something anything everything well better best it that this"
    )
)
#: Adjectives and participles that tell what somebody becomes where they follow `get`.
_BECOMING = frozenset(listed("well better worse old older late dark used ready"))
#: Participles that say all: `got married`, `get lost`.
_PARTICIPLES = frozenset(
    listed("married divorced lost fired hurt stolen broken caught killed stuck invited engaged paid born dressed hit")
)
_STATES = frozenset(listed("quiet calm still warm cold clean dry safe busy healthy open closed away off out"))
_COUNTS = frozenset(
    listed("one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty few many several")
)
_MONEY = frozenset(listed("money dollars euros for up cash time water energy"))
_FAR = 4


def english_verbs(context: Context, at: int) -> FoundMeanings:
    """What a verb means, if its neighbours tell, and its particle; see `meanings`."""
    key = context.keys[at]
    if particle := _particle(context, at):
        phrase = _phrase(context, at, context.keys[particle])
        yield at, Meaning((phrase,))
        yield particle, Meaning(dropped=f"part of '{phrase}'")
    elif size := _tag(context, at):
        yield from ((index, Meaning(dropped="part of a question")) for index in range(at, at + size - 1))
        yield at + size - 1, Meaning(("correct",))
    elif key == "used" and _is_usual(context, at):
        yield at, Meaning(dropped="part of 'used to'")
        yield at + 1, Meaning(("habit",))
    elif key in ("had", "'d") and _is_advice(context, at):
        yield at, Meaning(dropped="part of 'had better'")
        yield at + 1, Meaning(("should",))
    elif key == "not" and context.at(at + 1, at) == "only" and {"but", "also"} & set(context.keys[at:]):
        yield from ((index, Meaning(dropped="part of 'not only'")) for index in (at, at + 1))
    elif key in _ENGLISH_VERBS and (meaning := _ENGLISH_VERBS[key](context, at)) is not None:
        yield at, meaning


def _tag(context: Context, at: int) -> int:
    """Size of a question at the end that only asks for agreement: `, don't you?`, `, can she?`; 0 if there is none."""
    keys, end = context.keys[at:], len(context.keys)
    tag = at > 1 and at in context.breaks and keys[0] in _TAGGED and keys[-1] in _TAGGING and end - at in (2, 3)
    return end - at if tag and (end - at == 2 or keys[1] == "not") else 0


def _is_usual(context: Context, at: int) -> bool:
    """`I am not used to it`, unlike `I used to live here`."""
    left = context.at(at - 1, at)
    left = context.at(at - 2, at) if left in ("not", "so", "very", "never", "still") else left
    return context.at(at + 1, at) == "to" and left in _BE | {"get", "got", "getting", "gets", "become"}


def _is_advice(context: Context, at: int) -> bool:
    """`you had better go`."""
    verb = context.at(at + 2, at)
    return context.at(at + 1, at) == "better" and (verb in ("not", "be") or context.category(verb) == "verb")


def _phrase(context: Context, at: int, particle: str) -> str:
    keys = (f"{verb} {particle}" for verb in candidates(context.keys[at], "en"))
    return next((key for key in keys if context.category(key)), "")


def _particle(context: Context, at: int) -> int:
    """Index of the particle that makes another verb of this one: `turn the light off`, `pick me up`; 0 without one."""
    for index in range(at + 2, min(at + 2 + _FAR, context.clause(at)[1])):
        between = context.keys[index - 1]
        if context.keys[index] in _PARTICLES:
            after = context.at(index + 1, at)
            last = not after or after in CONJUNCTIONS["en"] or context.category(after) in ("time", "place", "question")
            last = last or after in ("the", "at", "in", "before", "when", "please", "for", "from", "on")
            goal = context.keys[index] in ("in", "on", "off", "over", "out") and after in _DETERMINERS
            object_ = context.keys[at + 1] in _OBJECTS | _DETERMINERS
            return index if object_ and last and not goal and _phrase(context, at, context.keys[index]) else 0
        if context.category(between) == "verb" or between in CONJUNCTIONS["en"]:
            return 0
    return 0


def _do(context: Context, at: int) -> Meaning | None:
    """What is done (`do it`, `what do you do?`), not what only asks, negates or stresses."""
    left, right, behind = (context.at(index, at) for index in (at - 1, at + 1, at + 2))
    start, end = context.clause(at)
    helped = not (_DO_FORMS | _MODALS).isdisjoint(context.keys[start:at]) and left in _SUBJECTS | _NEGATED | {"n't"}
    object_ = right in _DONE_THINGS or (right in _DETERMINERS and context.category(behind) in ("", "noun", "adjective"))
    verb_follows = any(context.category(key) == "verb" for key in context.keys[at + 1 : min(at + 5, end)])
    if right in _SUBJECTS - {"it"} or right in _NEGATED or right == "n't":
        return None
    if left in _BEFORE_INFINITIVE or helped:
        return Meaning(("doing",)) if not (left == "not" and verb_follows and not helped) else None
    subject = left in _SUBJECTS or (start < at and context.category(left) in ("noun", "pronoun"))
    ends = right == "" and not subject
    done = object_ and not verb_follows and (context.keys[at] == "do" or subject)
    return Meaning(("doing",)) if done or (ends and at > start and context.keys[at] == "do") else None


def _doing(context: Context, at: int) -> Meaning | None:
    return Meaning(("doing",))


def _get(context: Context, at: int) -> Meaning | None:
    """`get wet` is BECOME, `get married` says no more than the participle."""
    right = context.at(at + 1, at)
    right = context.at(at + 2, at) if right in ("so", "very", "too", "really") else right
    if right in _PARTICIPLES:
        return Meaning(dropped="auxiliary verb")
    known = context.category(right) == "adjective" and right not in ("more", "less", "enough", "many", "first", "last")
    return Meaning(("become",)) if known or right in _BECOMING else None


def _let(context: Context, at: int) -> Meaning | None:
    """`let's` is said by us and `let me` offers; else something is allowed."""
    right = context.at(at + 1, at)
    if right == "'s":
        return Meaning(("we",))
    opens = at == context.clause(at)[0] or context.at(at - 1, at) in ("please", "and", "ok", "okay", "just")
    return None if opens and right in ("me", "us") else Meaning(("allow",))


def _keep(context: Context, at: int) -> Meaning | None:
    """`keep running` goes on, `keep quiet` stays; else something is kept."""
    right = context.at(at + 1, at)
    if right.endswith("ing") and right not in ("nothing", "something", "anything", "everything"):
        return Meaning(("continue",))
    return Meaning(("stay",)) if right in _STATES or right == "on" else None


def _going(context: Context, at: int) -> Meaning | None:
    """`I am going to ask` will be; `I am going to school` goes."""
    left, right, verb = (context.at(index, at) for index in (at - 1, at + 1, at + 2))
    start, _ = context.clause(at)
    progressive = not _BE.isdisjoint(context.keys[start:at]) or left in _SUBJECTS
    progressive = progressive or context.words[at].text.lower() == "gon"
    future = right == "to" and (verb == "be" or context.category(verb) == "verb") and verb not in ("work", "sleep")
    return Meaning(("will",)) if progressive and future else None


def _ever(context: Context, at: int) -> Meaning:
    """`have you ever seen` asks whether it was once so; elsewhere `ever` only stresses."""
    start, _ = context.clause(at)
    asked = context.keys[start] in ("have", "has", "had") and context.at(at + 1, at) != ""
    return Meaning(("already",)) if asked else Meaning(dropped="function word")


def _there(context: Context, at: int) -> Meaning | None:
    """`is there`, `there will be`, `there must be` say that something exists."""
    left, right, behind = (context.at(index, at) for index in (at - 1, at + 1, at + 2))
    start, _ = context.clause(at)
    asked = left in ("is", "are", "was", "were") and at == start + 1 and right != ""
    asked = asked or (
        left in ("is", "are", "was", "were") and context.at(at - 2, at) in ("why", "when") and right != ""
    )
    helped = right in ("will", "'ll", "must", "may", "might", "can", "could", "should", "has", "have") and (
        behind in ("be", "been") or (behind == "not" and context.at(at + 3, at) in ("be", "been"))
    )
    negated = right in ("is", "are", "was", "were", "'s", "'re") and behind == "not"
    exists = right in ("'s", "'re") and behind not in (*_OWNERS, "")
    return Meaning(("have",)) if asked or helped or negated or exists else None


def _book(context: Context, at: int) -> Meaning | None:
    """`book a table`, `I booked two seats`: not what is read."""
    key, left, right = context.keys[at], context.at(at - 1, at), context.at(at + 1, at)
    ordered = right in _DETERMINERS or context.category(right) == "number" or right.isdecimal()
    wanted = left in _BEFORE_INFINITIVE | _SUBJECTS and ordered
    return Meaning(("reserve",)) if key in ("booked", "booking") or (wanted and key == "book") else None


def _break(context: Context, at: int) -> Meaning | None:
    """`a short break` is a rest."""
    left, before = context.at(at - 1, at), context.at(at - 2, at)
    noun = left in ("a", "the", "my", "our", "your", "lunch", "coffee", "this", "next")
    noun = noun or (left in ("short", "long", "little", "quick", "small") and before in _DETERMINERS)
    return Meaning(("rest",)) if noun else None


def _been(context: Context, at: int) -> Meaning | None:
    return Meaning(("visit",)) if context.at(at + 1, at) == "to" else None


def _save(context: Context, at: int) -> Meaning | None:
    """Money and time are saved otherwise than people."""
    _, end = context.clause(at)
    return Meaning(("savings",)) if not _MONEY.isdisjoint(context.keys[at + 1 : min(end, at + 4)]) else None


def _broke(context: Context, at: int) -> Meaning | None:
    left = context.at(at - 1, at)
    return Meaning(("poor",)) if left in _BE or (left in ("so", "totally", "completely")) else None


def _fired(context: Context, at: int) -> Meaning | None:
    dismissed = context.at(at - 1, at) in _BE | {"got", "get", "gets", "getting", "not"} or context.at(at + 1, at) in (
        "him",
        "her",
        "me",
        "us",
        "them",
    )
    return Meaning(("dismissed",)) if dismissed else None


def _own(context: Context, at: int) -> Meaning | None:
    """`my own room` says no more than `my room`."""
    left = context.at(at - 1, at)
    return Meaning(dropped=f"part of '{left} own'") if left in _OWNERS or left == "'s" else None


def _about(context: Context, at: int) -> Meaning | None:
    """`I was about to call`: almost, not what is spoken of."""
    near = context.at(at - 1, at) in _BE | {"just", "not"} and context.at(at + 1, at) == "to"
    return Meaning(("almost",)) if near else None


def _into(context: Context, at: int) -> Meaning | None:
    """What is cut or changed into something is not inside it."""
    start, _ = context.clause(at)
    verbs = {form for key in context.keys[start:at] for form in candidates(key, "en")}
    changed = {"cut", "change", "turn", "translate", "divide", "make", "break", "exchange", "grow"} & verbs
    return Meaning(dropped="function word") if changed else None


def _play(context: Context, at: int) -> Meaning | None:
    """`a play` is drama."""
    left, before, right = (context.at(index, at) for index in (at - 1, at - 2, at + 1))
    noun = left in ("a", "the", "this", "that", "school", "new") and (left != "school" or before in _DETERMINERS)
    return Meaning(("drama",)) if noun and context.category(right) not in ("noun",) else None


def _for(context: Context, at: int) -> Meaning | None:
    """`for two hours` and `for Friday` tell a time as it is signed without `for`."""
    for index in range(at + 1, at + 5):
        key = context.at(index, at)
        kind = context.category(key)
        if kind == "time":
            return Meaning(dropped="part of a time")
        if key not in _DETERMINERS | _COUNTS and kind != "adjective" and not key.isdecimal():
            return None
    return None


def _it(context: Context, at: int) -> Meaning | None:
    """`what day is it?` and `how far is it to …?` ask for no thing."""
    asked = context.at(at - 2, at) in ("day", "date", "month", "year") and context.at(at - 3, at) == "what"
    asked = asked or (context.at(at - 2, at) == "far" and context.at(at - 3, at) == "how")
    return Meaning(dropped="stands for nothing") if asked and context.at(at - 1, at) in _BE else None


def _last(context: Context, at: int) -> Meaning | None:
    """`how long will it last?`, `the movie lasts two hours`."""
    verb = context.keys[at] != "last" or context.at(at - 1, at) in _BEFORE_INFINITIVE - {"and", "to"} | {"it"}
    return Meaning(("continue",)) if verb else None


def _lie(context: Context, at: int) -> Meaning | None:
    """What lies somewhere tells no lies."""
    left, right = context.at(at - 1, at), context.at(at + 1, at)
    if right not in ("in", "on", "between", "near", "under", "beside", "next", "behind", "at"):
        return None
    return Meaning(("lie down",) if left in _SUBJECTS | _BE | _BEFORE_INFINITIVE else ("place",))


def _miss(context: Context, at: int) -> Meaning | None:
    """`Miss Carter` misses nobody."""
    titled = context.words[at].text[:1].isupper() and context.is_capital(at + 1)
    return Meaning(("title of a woman",)) if titled else None


def _pass(context: Context, at: int) -> Meaning | None:
    """`pass me the salt`."""
    handed = context.at(at + 1, at) in ("me", "him", "us", "them", "her") and context.at(at + 2, at) in _DETERMINERS
    return Meaning(("give",)) if handed else None


def _rather(context: Context, at: int) -> Meaning | None:
    left = context.at(at - 1, at)
    return Meaning(("prefer",)) if left in ("would", "'d") or context.at(at - 2, at) in ("would", "'d") else None


def _afraid(context: Context, at: int) -> Meaning | None:
    """`I'm afraid we are closed` is polite."""
    polite = context.at(at - 2, at) == "i" and context.at(at - 1, at) in ("'m", "am")
    return Meaning(("sorry",)) if polite and context.at(at + 1, at) in _SUBJECTS | {"so", "not", "there"} else None


def _mind(context: Context, at: int) -> Meaning | None:
    """`would you mind?` asks whether it is all right."""
    asked = context.at(at - 1, at) in _SUBJECTS and context.at(at - 2, at) in _DO_FORMS | {"would"}
    return Meaning(("ok",)) if asked else None


def _help(context: Context, at: int) -> Meaning | None:
    """`I can't help laughing`: I cannot stop."""
    stopped = context.at(at - 1, at) == "not" and context.at(at - 2, at) in ("can", "ca", "could")
    return Meaning(("stop",)) if stopped and context.at(at + 1, at).endswith("ing") else None


def _either(context: Context, at: int) -> Meaning | None:
    return Meaning(dropped="part of 'either … or'") if "or" in context.keys[at + 1 :] else None


def _nor(context: Context, at: int) -> Meaning | None:
    return Meaning(("and",)) if "neither" in context.keys[:at] else None


def _whatever(context: Context, at: int) -> Meaning | None:
    return Meaning(("anything",)) if context.at(at + 1, at) in _SUBJECTS else None


def _typed_u(context: Context, at: int) -> Meaning | None:
    """`see u tomorrow`."""
    return Meaning(("you",)) if context.words[at].text == "u" else None


def _past(context: Context, at: int) -> Meaning | None:
    """`drive past the church`."""
    going = context.category(context.at(at - 1, at)) == "verb" and context.at(at + 1, at) in _DETERMINERS | _OBJECTS
    return Meaning(("pass",)) if going else None


def _really(context: Context, at: int) -> Meaning | None:
    degree = context.category(context.at(at + 1, at)) == "adjective"
    return Meaning(("very",)) if degree else None


def _out(context: Context, at: int) -> Meaning | None:
    """`we are out of gas`."""
    gone = context.at(at - 1, at) in _BE | {"all", "completely"} and context.at(at + 1, at) == "of"
    away = context.at(at + 2, at) in ("town", "the", "my", "his", "her", "work", "order", "date", "control", "reach")
    return Meaning(("run out of",), size=2) if gone and not away else None


_ENGLISH_VERBS: Mapping[str, Callable[[Context, int], Meaning | None]] = {
    **dict.fromkeys(listed("take takes took taking taken have has had having make makes made making"), carries),
    "about": _about, "afraid": _afraid, "been": _been, "book": _book, "booked": _book, "booking": _book,
    "break": _break, "broke": _broke, "did": _do, "do": _do, "does": _do, "doing": _doing, "either": _either,
    "ever": _ever, "fired": _fired, "for": _for, "get": _get, "gets": _get, "getting": _get, "going": _going,
    "got": _get, "gotten": _get, "help": _help, "into": _into, "it": _it, "keep": _keep, "keeps": _keep, "kept": _keep,
    "last": _last, "lasted": _last, "lasts": _last, "lay": _lie, "let": _let, "lets": _let, "lie": _lie, "lies": _lie,
    "lying": _lie, "mind": _mind, "miss": _miss, "nor": _nor, "out": _out, "own": _own, "pass": _pass, "past": _past,
    "play": _play, "rather": _rather, "really": _really, "save": _save, "saved": _save, "saves": _save, "saving": _save,
    "there": _there, "u": _typed_u, "whatever": _whatever,
}  # fmt: skip
