"""German verbs with a prefix that leaves them: `steht … auf`, `aufsteht`, `aufzustehen` are all `aufstehen`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from signary.language.function_words import FUNCTION_WORDS, listed
from signary.language.german_spelling import is_known, may_be_a_noun
from signary.language.lemmas import lemmas
from signary.language.words import Word

PREFIXES = frozenset(
    listed(
        "ab an auf aus bei dar durch ein fehl fern fest fort frei heim her hin hoch inne kennen leid los mit nach "
        "nieder preis raus recht rein rauf rüber rum ran runter statt teil über um umher unter vor voran voraus weg "
        "weh weiter zu zurück zusammen auseinander empor entgegen entlang gegenüber heran herab herauf heraus herbei "
        "herein herum herunter hervor hinab hinauf hinaus hindurch hinein hinterher hinunter hinweg hinzu vorbei "
        "vorüber einher"
    )
)
_LONGEST_FIRST = sorted(PREFIXES, key=len, reverse=True)
#: Words that join nouns as well as clauses.
_JOINS = frozenset(listed("und oder sowie"))
#: Prefixes that say something without a verb too, at the end of a clause: `das Licht ist an`.
_ALONE = frozenset(listed("an aus auf zu ab"))
#: Prefixes that are words of their own too, and the verbs that they go with.
_ONLY_WITH = {
    "kennen": ("lernen",),
    "leid": ("tun",),
    "weh": ("tun",),
    "recht": ("haben",),
    "frei": ("haben", "nehmen"),
    "krank": ("schreiben", "melden"),
    "gesund": ("schreiben", "pflegen"),
    "schwarz": ("fahren", "arbeiten"),
    "schwer": ("fallen",),
    "leicht": ("fallen",),
}
#: Adjectives among them: they make another verb (`krankschreiben`), which no list of verbs need have.
_ADJECTIVES = frozenset(listed("krank gesund schwarz schwer leicht"))
#: Words among them that are written apart from a verb right behind them as well: `kennen lernen`, `krank geschrieben`.
_WRITTEN_APART = _ADJECTIVES | {"kennen", "leid", "weh"}
#: Verbs beside which such a word is an adverb: `ist aus`, `muss weg`.
_NO_BASES = frozenset(listed("sein können müssen sollen wollen dürfen mögen"))
#: What may follow a prefix within its clause: comparison, an infinitive, a prepositional phrase.
_FOLLOWERS = frozenset(
    listed(
        "als wie zu um in im mit bei beim von vom für auf wegen trotz am an nach vor aus seit bis "
        "damit davon dazu daran darauf darüber dafür"
    )
)
#: Prefixes behind `von` and one of these words, where they are part of it: `von hier aus`, `von Montag an`.
_BEHIND_VON = frozenset(listed("an auf aus ab her"))
_AFTER_VON = frozenset(
    listed(
        "heute morgen gestern jetzt nun hier dort da anfang beginn grund klein kind kindheit jugend haus vornherein "
        "montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz april mai juni juli august "
        "september oktober november dezember selbst sich natur geburt"
    )
)
#: Prefixes that are no adverbs: at the end of a clause they make verbs that no list has, too (`schaut … fern`).
_ALWAYS = frozenset(listed("ab an auf aus bei dar ein fern mit nach statt teil um unter vor zu"))
#: Words that could be verbs, and are not.
_NO_VERBS = frozenset(
    listed(
        "sein seine seinen seinem seiner meine meinen meinem meiner deine deinen ihren euren unsere unseren weißen "
        "licht morgen gern gerne heute abend lieber gestern oben unten hinten eben neben gegen wegen wieder keinen "
        "bitte"
    )
)


@dataclass(frozen=True)
class SeparatedVerb:
    """Indices of a verb and of its prefix, and the infinitive of the whole."""

    verb: int
    prefix: int
    infinitive: str


def separated_verbs(
    words: Sequence[Word], clauses: Sequence[tuple[int, int]], has_sign: Callable[[str], bool]
) -> list[SeparatedVerb]:
    """German verbs whose prefix stands at the end of their clause: `er gibt Geld aus`, `mach das Licht aus`.

    A word is a prefix if it ends its clause (or comparison, infinitive or a prepositional phrase follows) and makes a
    German verb with one before it; of several the nearest. Some stand right before it, too: `krank geschrieben`.

    Args:
        words: Words of a German sentence.
        clauses: Indices of the first word of every clause and after its last one.
        has_sign: Whether an infinitive has a sign: such a verb is preferred.
    """
    keys = [word.key.lower() for word in words]
    found = []
    for start, end in clauses:
        apart = list(_written_apart(words, start, end))
        found += apart
        taken = {at for pair in apart for at in (pair.verb, pair.prefix)}
        for prefix in range(start + 1, end):
            if keys[prefix] not in PREFIXES | _ADJECTIVES or not words[prefix].text.islower():
                continue
            if prefix in taken or not _ends_a_clause(keys, prefix, end):
                continue
            options = [pair for pair in _pairs(words, start, prefix) if pair.verb not in taken]
            if not options and keys[start] in _JOINS and prefix > start + 1:
                # `das Licht und den Fernseher aus`: the verb stands before what is joined.
                before = max((left for left, right in clauses if right == start), default=0)
                options = list(_pairs(words, before, prefix))
            if not options and prefix == end - 1 and keys[prefix] in _ALWAYS:
                options = list(_pairs(words, start, prefix, any_verb=True))
            nearest = options[0] if options and not _is_behind_von(keys, start, prefix) else None
            best = next((pair for pair in options if has_sign(pair.infinitive)), nearest)
            if best is not None:
                taken |= {best.verb}
                found.append(best)
    return found


def _written_apart(words: Sequence[Word], start: int, end: int) -> Iterator[SeparatedVerb]:
    """Infinitives and participles with what makes another verb of them right before: `krank geschrieben`."""
    for at in range(start, end - 1):
        prefix, verb = words[at].key.lower(), words[at + 1].key
        if prefix in _WRITTEN_APART and words[at].text.islower() and verb[0].islower():
            base = next((base for base in _bases(verb, first=False) if base in _ONLY_WITH[prefix]), None)
            if base is not None and (verb == base or verb.startswith("ge")):
                yield SeparatedVerb(at + 1, at, prefix + base)


def lone_particles(
    words: Sequence[Word], clauses: Sequence[tuple[int, int]], verbs: Sequence[SeparatedVerb]
) -> frozenset[int]:
    """Indices of prefixes that belong to no verb and yet end a clause: what they say is said by nothing else.

    Args:
        words: Words of a German sentence.
        clauses: As for `separated_verbs`.
        verbs: What that found.
    """
    keys, taken = [word.key.lower() for word in words], {pair.prefix for pair in verbs}
    ends = ((start, end) for start, end in clauses if end - start > 1 and keys[end - 1] in _ALONE)
    ends = ((start, end) for start, end in ends if keys[end - 2] not in ("und", "oder"))
    return frozenset(
        end - 1
        for start, end in ends
        if end - 1 not in taken and _ends_a_clause(keys, end - 1, end) and not _is_behind_von(keys, start, end - 1)
    )


def _ends_a_clause(keys: Sequence[str], at: int, end: int) -> bool:
    if at + 1 == end:
        # `auf und ab`, `hin und her`
        return keys[end : end + 1] != ["und"] or keys[end + 1 : end + 2] == [] or keys[end + 1] not in PREFIXES
    following = keys[at + 1]
    return following in _FOLLOWERS and (keys[at], following) not in (("um", "zu"), ("mit", "zu"), ("vor", "als"))


def _is_behind_von(keys: Sequence[str], start: int, prefix: int) -> bool:
    if keys[prefix] in _BEHIND_VON and keys[max(start, prefix - 3) : prefix] == ["von", "zu", "hause"]:
        return True
    if keys[prefix] not in _BEHIND_VON or prefix - 2 < start or keys[prefix - 2] not in ("von", "vom"):
        return False
    return keys[prefix - 1] in _AFTER_VON or keys[prefix - 1][:1].isdecimal()


def _pairs(words: Sequence[Word], start: int, prefix: int, *, any_verb: bool = False) -> Iterator[SeparatedVerb]:
    """Verbs that the prefix could be of, the nearest first; capital letters tell nouns, but where a clause begins."""
    key = words[prefix].key.lower()
    for at in range(prefix - 1, start - 1, -1):
        if words[at].text[0].isupper() and at != start and not words[at].text.isupper():
            continue
        if any_verb and words[at].text[0].isupper() and may_be_a_noun(words[at].key):
            continue
        for base in _bases(words[at].key, first=at == start):
            known = any_verb or key in _ADJECTIVES or is_known(key + base)
            if known and base in _ONLY_WITH.get(key, (base,)):
                yield SeparatedVerb(at, prefix, key + base)
                break


def _bases(word: str, *, first: bool) -> Iterator[str]:
    """Infinitives that a word may be a form of; where a clause begins it may be an imperative (`pass auf`)."""
    lowered = word.lower()
    if lowered in _NO_VERBS or lowered in FUNCTION_WORDS["de"]:
        return
    imperative = [lowered + "en"] if first else []
    # `Schalt` is of `schalten`, not of `schalen`; `hörten` is no infinitive.
    forms = [form for form in imperative if form in lemmas(form, "de")]
    forms += [*lemmas(lowered, "de"), lowered, re.sub(r"e?s?t$|e$", "en", lowered), *imperative]
    yield from (form for form in forms if form not in _NO_BASES and is_infinitive(form))


@lru_cache(maxsize=16384)
def is_infinitive(word: str) -> bool:
    """Whether a German word in lower case is the infinitive of a verb: it has a form for `er` or `ihr`, too."""
    match = re.fullmatch(r"(.+?)(?:en|(?<=e[lr])n)|tun", word)
    if match is None:
        return False
    stem = match.group(1) or "tu"
    return is_known(word) and (is_known(stem + "t") or is_known(stem + "et"))


@lru_cache(maxsize=16384)
def infinitive_of(word: str, *, first: bool = False) -> str | None:
    """The infinitive of a form of a German verb (`aufsteht`, `aufzustehen`, `weinst`); `None` for other words.

    Args:
        word: A word; one with a capital letter is a noun.
        first: Whether it is the first of its sentence, where verbs have a capital letter too.
    """
    if not word[:1].islower() and not (first and word[1:].islower()):
        return None
    # A noun has the noun for a lemma too: `abschnitten`.
    lowered = word.lower()
    found = {lemma for lemma in lemmas(word, "de") if lemma != lowered} or {lowered}
    verb = found.pop()
    if found or not is_infinitive(verb):
        return None
    # In lower case `bucht` and `föhn` are rather nouns; where a sentence begins a bare stem is an imperative.
    imperative = first and lowered + "en" == verb
    return None if may_be_a_noun(word) and lowered != verb and not imperative else verb


def is_of_an_adjective(word: str) -> bool:
    """Whether a form in lower case is of a verb with an adjective for a prefix: `krankgeschrieben`, `schwerfällt`."""
    pairs = ((prefix, word[len(prefix) :].removeprefix("zu")) for prefix in _ADJECTIVES if word.startswith(prefix))
    return any(base in _ONLY_WITH[prefix] for prefix, rest in pairs if rest for base in _bases(rest, first=False))


def whole_infinitive(word: str) -> str | None:
    """The infinitive of a verb with its prefix at it; `None` for others."""
    verb = infinitive_of(word)
    base = next((verb[len(prefix) :] for prefix in _LONGEST_FIRST if verb.startswith(prefix)), "") if verb else ""
    return verb if is_infinitive(base) else None
