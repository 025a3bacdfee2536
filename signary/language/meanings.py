"""Words with one spelling and several meanings: which one is meant, told by the words beside them.

What is found here is looked up under other keys than the word itself; without a sign it is spelled, never signed as the
other meaning: `my left hand` has nothing of LEAVE, `in fall` nothing of FALL-DOWN, `Wie heißen Sie?` nothing of HEISS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from signary.language.function_words import CONJUNCTIONS, FUNCTION_WORDS
from signary.language.listed import listed
from signary.language.words import Word


@dataclass(frozen=True)
class Meaning:
    """What a word means here.

    Attributes:
        keys: To look it up under, the best first; without a sign for any it is spelled.
        dropped: Why it is not signed at all (empty: it is).
        size: How many words it takes, a name of several words.
    """

    keys: tuple[str, ...] = ()
    dropped: str = ""
    size: int = 1


@dataclass(frozen=True)
class Context:
    """A sentence in lower case, and what is known about its words.

    Attributes:
        words: The words.
        keys: Their keys in lower case.
        breaks: Indices of the words before which punctuation parts clauses.
        category: Category of a key's sign, empty without one.
    """

    words: Sequence[Word]
    keys: Sequence[str]
    breaks: frozenset[int]
    category: Callable[[str], str]

    def at(self, index: int, origin: int) -> str:
        """The key of a word in the clause of another one; empty where there is none."""
        if not 0 <= index < len(self.keys):
            return ""
        first, last = sorted((index, origin))
        return "" if any(at in self.breaks for at in range(first + 1, last + 1)) else self.keys[index]

    def clause(self, origin: int) -> tuple[int, int]:
        """Indices of the first word of a clause, as punctuation parts them, and after its last one."""
        start = max((at for at in self.breaks if at <= origin), default=0)
        return start, min((at for at in self.breaks if at > origin), default=len(self.keys))

    def is_capital(self, index: int) -> bool:
        """Whether a word has a capital letter that its place does not explain."""
        text = self.words[index].text
        return index > 0 and text[0].isupper() and not (text.isupper() and len(text) > 1)


_OWNERS = frozenset(listed("my your his her its our their"))
_ARTICLES = frozenset(listed("a an the this these those every each another some any no")) | _OWNERS
_COUNTS = frozenset(listed("one two three four five six seven eight nine ten many few several both all"))
_PERSONS = frozenset(listed("i you he she it we they who"))
_HAVE = frozenset(listed("have has had 've 's having"))
_BE = frozenset(listed("is are was were be been 's 're"))
_SEASON_BEFORE = frozenset(listed("in this last next every each early late during since by until of"))
_MONTH_BEFORE = _SEASON_BEFORE | {"on", "late", "from", "to", "and", "or", "before", "after", "mid"}
_LOOKS = frozenset(
    listed(
        "new old gold golden silver black white red green yellow brown blue big small nice good cheap expensive broken "
        "dry dead fallen wet sharp rusty empty full beautiful autumn tea bay"
    )
)
_SIDES = frozenset(listed("hand side arm foot leg eye ear shoe turn corner lane knee shoulder wing door"))
_NO_OWNER = frozenset(listed("it he she that there here what who where how when why let this everything i you we they"))
_DEGREES = frozenset(listed("good bad much well often soon sure far close long likely nearly many"))
_NAMES = frozenset(
    (
        "new york", "new york city", "new zealand", "new orleans", "new delhi", "new jersey", "new mexico",
        "new hampshire", "new england", "los angeles", "las vegas", "san francisco", "san diego", "san antonio",
        "san jose", "santa fe", "hong kong", "sri lanka", "costa rica", "puerto rico", "el salvador", "saudi arabia",
        "south africa", "south korea", "north korea", "north carolina", "south carolina", "north dakota",
        "south dakota", "west virginia", "rhode island", "salt lake city", "kansas city", "mexico city",
        "united kingdom", "great britain", "cape town", "buenos aires", "rio de janeiro", "sao paulo", "tel aviv",
        "kuala lumpur", "abu dhabi", "northern ireland", "ivory coast", "white house", "silicon valley",
    )
)  # fmt: skip
_FIRST_NAMES_OF_PLACES = frozenset(listed("new san santa los las saint st. fort port lake mount"))
_LONGEST_NAME = 3


def meanings(
    words: Sequence[Word], spoken: str, breaks: frozenset[int], category: Callable[[str], str]
) -> dict[int, Meaning]:
    """Index of a word -> what it means, for the words whose meaning depends on their neighbours.

    Args:
        words: Words of a sentence.
        spoken: ISO 639-1 code of their language.
        breaks: Indices of the words before which punctuation parts clauses.
        category: Category of the sign of a key in lower case, empty if there is none.
    """
    context = Context(words, [word.key.lower() for word in words], breaks, category)
    found: dict[int, Meaning] = {}
    for at in range(len(words)):
        if at not in found and spoken in _RULES:
            found |= dict(_RULES[spoken](context, at))
    return found


_Found = Iterator[tuple[int, Meaning]]


def _english(context: Context, at: int) -> _Found:
    key = context.keys[at]
    if size := _name_at(context, at):
        yield at, Meaning((" ".join(context.keys[at : at + size]),), size=size)
    elif key in _ENGLISH:
        meaning = _ENGLISH[key](context, at)
        if meaning is not None:
            yield at, meaning
    elif key == "yet":
        start, _ = context.clause(at)
        negation = next((index for index in range(start, at) if context.keys[index] == "not"), None)
        if negation is not None:
            yield negation, Meaning(dropped="part of 'not yet'")


def _name_at(context: Context, at: int) -> int:
    """How many words a name of several takes that begins here; 0 if there is none."""
    capital = [word.text[:1].isupper() for word in context.words[at : at + _LONGEST_NAME]]
    for size in range(min(_LONGEST_NAME, len(capital)), 1, -1):
        parted = any(index in context.breaks for index in range(at + 1, at + size))
        if " ".join(context.keys[at : at + size]) in _NAMES and capital[0] and capital[size - 1] and not parted:
            return size
    known = context.keys[at] in _FIRST_NAMES_OF_PLACES and context.is_capital(at) and at + 1 not in context.breaks
    return 2 if known and capital[1:2] == [True] and not context.category(context.keys[at + 1]) else 0


def _is_noun(context: Context, at: int) -> bool:
    """Whether an article, an owner or a number stands before a word, or before its adjective."""
    left, before = context.at(at - 1, at), context.at(at - 2, at)
    adjective = left in _LOOKS or context.category(left) == "adjective"
    return left in _ARTICLES | _COUNTS or (adjective and before in _ARTICLES | _COUNTS) or left.isdecimal()


def _can(context: Context, at: int) -> Meaning | None:
    singular = _is_noun(context, at) and context.at(at - 1, at) not in ("all", "both", "any", "some", "this", "her")
    return Meaning(("tin",)) if singular or context.at(at + 1, at) == "of" else None


def _tool(context: Context, at: int) -> Meaning | None:
    left = context.at(at - 1, at)
    return Meaning() if _is_noun(context, at) and left not in ("all", "both", "many") else None


def _left(context: Context, at: int) -> Meaning | None:
    left, right = context.at(at - 1, at), context.at(at + 1, at)
    start, end = context.clause(at)
    if right in _SIDES or left in _ARTICLES or left in ("turn", "go", "keep", "stay", "on", "to", "turns", "upper"):
        return Meaning(("left side", "on the left"))
    rest = left in _BE or left in _COUNTS or left in ("nothing", "anything", "something", "much", "none", "any")
    owned = any(key in _HAVE | _BE | {"there", "got"} for key in context.keys[start : max(start, at - 1)])
    last = at + 1 == end or right in CONJUNCTIONS["en"]
    return Meaning(("left over",)) if rest or (last and owned and left not in _PERSONS | _HAVE) else None


def _fall(context: Context, at: int) -> Meaning | None:
    left, before, right = (context.at(index, at) for index in (at - 1, at - 2, at + 1))
    named = left in _SEASON_BEFORE or (
        left == "the" and before in (*_SEASON_BEFORE, "") and right not in ("of", "from")
    )
    return Meaning(("autumn",)) if named else None


def _leaves(context: Context, at: int) -> Meaning | None:
    left, right = context.at(at - 1, at), context.at(at + 1, at)
    verbs = right in _BE or right in ("fall", "fell", "turn", "turned", "change", "grow", "grew", "have", "can", "will")
    noun = _is_noun(context, at) or left in ("of", "with", "and", "like", *_LOOKS) or (left == "" and verbs)
    return Meaning(("leaf",)) if noun and left not in _PERSONS else None


def _may(context: Context, at: int) -> Meaning | None:
    left, right = context.at(at - 1, at), context.at(at + 1, at)
    number = right[:1].isdecimal() or left[:1].isdecimal()
    alone = left == "" and right in ("is", "was", "has", "and", "or", "starts", "comes", "")
    capital = context.words[at].text[0].isupper()
    return Meaning(("may (month)",)) if number or (capital and (alone or left in _MONTH_BEFORE)) else None


def _her(context: Context, at: int) -> Meaning | None:
    right = context.at(at + 1, at)
    kind = context.category(right)
    free = right == "" or kind in ("time", "negation", "question", "pronoun") or right in _FREE
    return Meaning(("she",)) if free and at > 0 and right not in _OWNERS - {"my", "your"} else None


_FREE = (
    FUNCTION_WORDS["en"] | CONJUNCTIONS["en"] | frozenset(listed("again here there home too every now yes no"))
) - {"own"}


def _pretty(context: Context, at: int) -> Meaning | None:
    right, behind = context.at(at + 1, at), context.at(at + 2, at)
    degree = right in _DEGREES or right.endswith("ly") or context.category(right) == "adjective"
    two = _is_noun(context, at) and context.category(behind) == "noun" and right in _LOOKS - {"good", "nice", "big"}
    return Meaning(("quite", "fairly", "rather")) if degree and not two else None


def _get(context: Context, at: int) -> Meaning | None:
    left, right, behind = (context.at(index, at) for index in (at - 1, at + 1, at + 2))
    if right in ("there", "here", "home"):
        return Meaning(("arrive",))
    goal = (
        behind in _ARTICLES or context.category(behind) == "place" or behind in ("work", "school", "you", "him", "her")
    )
    return Meaning(("arrive",)) if right == "to" and goal and left not in _HAVE else None


def _possessive(context: Context, at: int) -> Meaning | None:
    owner, owned, behind = (context.at(index, at) for index in (at - 1, at + 1, at + 2))
    if owner in _NO_OWNER or context.category(owner) in ("time", "question", "pronoun"):
        return None
    kind = context.category(owned)
    if kind in ("noun", "place") or (owned == "" and at > 1):
        return Meaning(("his",))
    described = (kind == "adjective" or owned in _LOOKS) and context.category(behind) in ("noun", "place")
    unknown = kind == "" and owned.isalpha() and not owned.endswith(("ing", "ed", "ly")) and owned not in _FREE
    # `Bob's fine` may be a sentence, if nothing else in its clause is a verb.
    start, end = context.clause(at)
    others = [context.keys[index] for index in range(start, end) if index not in (at - 1, at, at + 1)]
    unknown = unknown and any(key in _BE | _HAVE or context.category(key) == "verb" for key in others)
    return Meaning(("his",)) if described or unknown else None


_ENGLISH: Mapping[str, Callable[[Context, int], Meaning | None]] = {
    "can": _can, "cans": lambda context, at: Meaning(("tin",)), "left": _left, "fall": _fall, "leaves": _leaves,
    "saw": _tool, "saws": _tool, "watch": _tool, "watches": _tool, "may": _may, "her": _her, "pretty": _pretty,
    "get": _get, "gets": _get, "got": _get, "'s": _possessive,
}  # fmt: skip

_ADDRESSEE: Mapping[str, tuple[str, ...]] = {"sie": ("du",), "ihnen": ("du", "dir")}
_YOURS = frozenset(listed("ihr ihre ihren ihrem ihrer ihres"))
_CALLED = frozenset(listed("heiße heisse heißt heisst heißen heissen heißest hieß hiess hießen hiessen"))
_GERMAN_PERSONS = frozenset(listed("ich du er sie es wir ihr man"))
_GERMAN_ARTICLES = frozenset(listed("der die das den dem des ein eine einen einem einer eines am im beim vom zum zur"))
_GERMAN_HAVE = frozenset(listed("habe hab hast hat haben habt hatte hattest hatten hattet"))


def _german(context: Context, at: int) -> _Found:
    key, left, right = context.keys[at], context.at(at - 1, at), context.at(at + 1, at)
    start, end = context.clause(at)
    # Direct speech begins with a capital letter too: `er sagt: "Sie kommt"`.
    speech = at in context.breaks and right.endswith(("t", "seid"))
    if speech and key in (*_ADDRESSEE, *_YOURS):
        return
    if context.is_capital(at) and key in _ADDRESSEE:
        yield at, Meaning(_ADDRESSEE[key])
    elif context.is_capital(at) and key in _YOURS:
        yield at, Meaning(("dein",))
    elif key in _CALLED and _is_called(context, at):
        yield at, Meaning(("heißen (name)", "name"))
    elif key == "recht" and (at + 1 == end or right == "nicht") and _GERMAN_HAVE & set(context.keys[start:end]):
        yield at, Meaning(("recht haben", "richtig"))
    elif key == "spät" and left == "wie":
        yield at, Meaning(("uhrzeit",))
    elif key == "weg" and context.is_capital(at):
        yield at, Meaning(("weg (noun)", "wege", "straße"))


def _is_called(context: Context, at: int) -> bool:
    """Whether a form of `heißen` gives a name: beside a person or `wie`, and not `das heißt` or `was heißt`."""
    key, left, right = context.keys[at], context.at(at - 1, at), context.at(at + 1, at)
    if left in ("das", "was") or right in ("das", "dies") or (left in _GERMAN_ARTICLES and key.endswith(("e", "en"))):
        return False
    if key in ("heiße", "heisse", "heißen", "heissen"):
        return left in _GERMAN_PERSONS | {"wie"} or right in _GERMAN_PERSONS
    return left != ""


def _chinese(context: Context, at: int) -> _Found:
    """`会不会`, `要不要`: the verb once."""
    key, left, right = context.keys[at], context.at(at - 1, at), context.at(at + 1, at)
    if key in ("不", "没") and left and left == right:
        yield from ((index, Meaning(dropped="asks whether")) for index in (at, at + 1))
    elif len(key) > 1 and key[0] in "不没" and key[1:] == left:
        yield at, Meaning(dropped="asks whether")


_RULES: Mapping[str, Callable[[Context, int], _Found]] = {"en": _english, "de": _german, "zh": _chinese}
