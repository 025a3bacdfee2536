"""Verbs in pieces: auxiliaries that only carry tense, subjects that stand for nothing, and where clauses begin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from signary.language.function_words import CONJUNCTIONS, QUESTION_WORDS, listed
from signary.language.german_spelling import is_known
from signary.language.kind import POLAR, SentenceKind
from signary.language.lemmas import lemmas, weak_participle
from signary.language.words import Word

_DO = frozenset({"do", "does", "did"})
_HAVE = frozenset({"have", "has", "had"})
_SUBJECTS = frozenset(listed("i you he she it we they not"))
_BETWEEN = frozenset(listed("not never ever already just also always often probably recently still only really"))
_IMPERSONAL = frozenset(
    listed(
        "rain snow hail thunder storm freeze pour cold cool warm hot mild wet dry rainy snowy sunny cloudy windy foggy "
        "stormy icy dark light late early time noon midnight monday tuesday wednesday thursday friday saturday sunday"
    )
)
_REACH = 4
#: Other forms than the lemma that are no participles: `do you have children?`, `I have better food`.
_NO_PARTICIPLES = frozenset(
    listed(
        "children men women people feet teeth geese mice lice oxen wives knives better best worse worst more most less "
        "least further farther older elder grandchildren firemen policemen gentlemen fishermen an me him her us them "
        "his their this that these those data media criteria"
    )
)
_GERMAN_HAVE = frozenset(listed("habe hab hast hat haben habt hatte hattest hatten hattet hätte hättest hätten hättet"))
_MODAL_INFINITIVES = frozenset(listed("können müssen sollen wollen dürfen lassen"))
#: German conjunctions that are particles inside a clause: `frag doch`, `was ist denn los?`.
_ALSO_PARTICLES = frozenset({"doch", "denn"})
_PARTICIPLE = re.compile(
    r"\w*ge\w+(?:t|en)|\w+iert|(?:be|ver|er|ent|zer|miss|emp|über|unter|wider|hinter|wieder)\w+(?:t|en)"
)


def auxiliaries(words: Sequence[Word], spoken: str, kind: SentenceKind, breaks: frozenset[int]) -> frozenset[int]:
    """Indices of verbs that only help another: `do you like`, `I have seen`, `ich habe gegessen`.

    Args:
        words: Words of a sentence.
        spoken: ISO 639-1 code of their language; others than English and German have none.
        kind: Kind of the sentence.
        breaks: Indices before which punctuation parts clauses.
    """
    keys = [word.key.lower() for word in words]
    if spoken == "en":
        opens = kind.mood == POLAR
        return frozenset(at for at in range(len(keys)) if _helps(keys, at, opens) or _is_perfect(keys, at))
    if spoken == "de":
        verbal = [_is_participle(word) for word in words]
        spans = clauses(keys, spoken, breaks)
        return frozenset(at for start, end in spans for at in _german_perfect(keys, verbal, start, end))
    return frozenset()


def _helps(keys: list[str], at: int, opens: bool) -> bool:
    if keys[at] not in _DO or at + 1 == len(keys):
        return False
    asked = at > 0 and keys[at - 1] in QUESTION_WORDS["en"]
    return keys[at + 1] in _SUBJECTS or asked or (opens and at == 0)


def _is_perfect(keys: list[str], at: int) -> bool:
    if keys[at] not in _HAVE:
        return False
    after = next((key for key in keys[at + 1 :] if key not in _BETWEEN and key not in _SUBJECTS), "")
    if after == "been":
        return True
    changed = any(lemma != after for lemma in lemmas(after, "en"))
    return (
        changed
        and after not in _NO_PARTICIPLES
        and not after.endswith(("s", "ing", "er"))
        and after not in QUESTION_WORDS["en"]
    )


def clauses(keys: Sequence[str], spoken: str, breaks: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Indices of the first word of every clause and after its last one; conjunctions begin one.

    Args:
        keys: Words of a sentence, in lower case.
        spoken: ISO 639-1 code of their language, English or German.
        breaks: Indices before which punctuation parts clauses.
    """
    start = 0
    for at in range(1, len(keys) + 1):
        joins = at < len(keys) and keys[at] in CONJUNCTIONS[spoken] and keys[at] not in _ALSO_PARTICLES
        if at == len(keys) or at in breaks or joins:
            yield start, at
            start = at


def _german_perfect(keys: list[str], verbal: list[bool], start: int, end: int) -> Iterator[int]:
    """`habe … gesehen`, and in subordinate clauses `… gesehen habe`; `verbal` tells the participles."""
    last = end - 1
    if keys[last] in _MODAL_INFINITIVES and last - start > 1 and keys[last - 1].endswith("n"):
        # `ich hätte kommen sollen` has two infinitives where others have a participle.
        yield from (at for at in range(start, last - 1) if keys[at] in _GERMAN_HAVE)
    elif keys[last] in _GERMAN_HAVE and last > start and verbal[last - 1]:
        yield last
    elif verbal[last]:
        yield from (at for at in range(start, last) if keys[at] in _GERMAN_HAVE)


def _is_participle(word: Word) -> bool:
    """`gesehen`, `probiert`, and `bekommen`, which is also the infinitive; a capital letter tells a noun."""
    key = word.key
    if not key[0].islower() or not _PARTICIPLE.fullmatch(key):
        return False
    if any(lemma.endswith("n") and (lemma != key or key.endswith("en")) for lemma in lemmas(key, "de")):
        return True
    weak = weak_participle(key)
    return weak is not None and is_known(weak)


def expletives(words: Sequence[Word], spoken: str) -> frozenset[int]:
    """Indices of English `it` that stands for nothing: `it rains`, `is it cold`, `it is late`.

    Args:
        words: Words of a sentence.
        spoken: ISO 639-1 code of their language; none are found but in English (German `es` is a function word).
    """
    if spoken != "en":
        return frozenset()
    its = (at for at, word in enumerate(words) if word.key.lower() == "it")
    return frozenset(at for at in its if any(_is_impersonal(word.key) for word in words[at + 1 : at + 1 + _REACH]))


def _is_impersonal(key: str) -> bool:
    return key.lower() in _IMPERSONAL or not _IMPERSONAL.isdisjoint(lemmas(key, "en"))
