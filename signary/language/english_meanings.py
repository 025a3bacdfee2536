"""English words with several meanings, told apart by the words beside them (see `meanings`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from signary.language.english_joining import JOINING
from signary.language.english_phrases import english_phrases
from signary.language.english_verbs import english_verbs
from signary.language.function_words import CONJUNCTIONS, FUNCTION_WORDS, listed
from signary.language.lemmas import lemmas
from signary.language.word_context import Context, FoundMeanings, Meaning

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
_TITLES = frozenset(listed("mr mr. mrs mrs. ms ms. miss dr dr. prof prof. professor sir president"))
_LETTERED = frozenset(listed("letter vitamin plan grade hepatitis type class level group section team option"))
_LIKENESS = frozenset(
    listed(
        "look looks looked looking sound sounds sounded feel feels felt feeling taste tastes tasted smell smells "
        "smelled seem seems seemed act acts acted just exactly more much nothing something anything be being become "
        "becomes 'm am"
    )
)
_HELPERS = frozenset(listed("do does did not to will would can could might may must should shall let"))
_VERY = frozenset(listed("very so too quite pretty rather"))
_NO_PLACE_OWNED = frozenset(listed("here there home outside inside upstairs downstairs away back nearby far near"))
_NO_OWNER = frozenset(listed("it he she that there here what who where how when why let this everything i you we they"))
_DEGREES = frozenset(listed("good bad much well often soon sure far close long likely nearly many"))
_COMPARED = frozenset(listed("more less better worse rather other else fewer further farther elder sooner"))
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
#: Words that `her` does not own: `I told her to come`, `I saw her again`.
_FREE = (
    FUNCTION_WORDS["en"]
    | CONJUNCTIONS["en"]
    | frozenset(
        listed(
            "again here there home too every now yes no through across around about with without after before during "
            "until near behind under between away back up down off out over very not alone first"
        )
    )
) - {"own"}
#: Verbs behind which somebody does something: `let her go`, `I saw her run`.
_WITH_INFINITIVE = frozenset(
    listed("let lets make makes made help helps helped see saw watch watched hear heard have had feel felt")
)
#: Verbs of switching, beside which `on` says what is done.
_SWITCHED = frozenset(
    listed("turn turned turns turning switch switched switches switching put puts putting try tried keep")
)
#: Adverbs between `have` and what was done.
_MID = frozenset(listed("already just not never all probably ever finally"))
_TOO_MUCH = frozenset(listed("much many little late early often few"))
#: What stands before `may` where it rather tells or asks what is allowed.
_ALLOWED = frozenset(["", *listed("i you we one who what where when how please then only")])


def english_meanings(context: Context, at: int) -> FoundMeanings:
    """What a word means, if its neighbours tell; see `meanings`."""
    key = context.keys[at]
    if _is_a_persons_name(context, at):
        yield at, Meaning(("name of a person",))
    elif size := _name_at(context, at):
        yield at, Meaning((" ".join(context.keys[at : at + size]),), size=size)
    elif found := dict(english_phrases(context, at)):
        yield from found.items()
    elif key in _ENGLISH and (meaning := _ENGLISH[key](context, at)) is not None:
        yield at, meaning
    elif key == "yet":
        start, _ = context.clause(at)
        negation = next((index for index in range(start, at) if context.keys[index] == "not"), None)
        if negation is not None:
            yield negation, Meaning(dropped="part of 'not yet'")
    else:
        yield from english_verbs(context, at)


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
    noun = _is_noun(context, at) and left not in ("all", "both", "many")
    return Meaning(("wristwatch",) if context.keys[at].startswith("watch") else ()) if noun else None


def _left(context: Context, at: int) -> Meaning | None:
    left, right = context.at(at - 1, at), context.at(at + 1, at)
    start, end = context.clause(at)
    beside = "right" in (context.at(at - 2, at), context.at(at + 2, at)) and {left, right} & {"or", "and"}
    moving = left in ("turn", "go", "keep", "stay", "on", "to", "turns", "upper")
    if beside or right in _SIDES or left in _ARTICLES or moving:
        return Meaning(("left side", "on the left"))
    helper = next(
        (context.keys[index] for index in range(at - 1, start - 1, -1) if context.keys[index] not in _MID), ""
    )
    if helper in _HAVE and left in _MID:
        return None
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
    """The month; what is possible (`he may not come`); else what is allowed (`may I?`, `you may go`)."""
    left, right = context.at(at - 1, at), context.at(at + 1, at)
    number = right[:1].isdecimal() or left[:1].isdecimal()
    alone = left == "" and right in ("is", "was", "has", "and", "or", "starts", "comes", "")
    capital = context.words[at].text[0].isupper()
    if number or (capital and (alone or left in _MONTH_BEFORE)):
        return Meaning(("may (month)",))
    if left in CONJUNCTIONS["en"]:  # `he may or may not come`
        before = next((index for index in range(at - 1, -1, -1) if context.keys[index] == "may"), None)
        return None if before is None else _may(context, before)
    possible = left not in _ALLOWED or right in ("be", "have", "also", "even")
    return Meaning(("maybe",)) if possible else None


def _than(context: Context, at: int) -> Meaning | None:
    """Behind a comparative, which is signed as the adjective alone, `than` is what compares."""
    start, _ = context.clause(at)
    compared = any(_is_comparative(key) for key in context.keys[start:at])
    return Meaning(("than",)) if compared else None


def _is_comparative(key: str) -> bool:
    raised = key.endswith("er") and any(lemma != key and key.startswith(lemma[:2]) for lemma in lemmas(key, "en"))
    return raised or key in _COMPARED


def _as(context: Context, at: int) -> Meaning | None:
    """The second `as` of `as tall as you`."""
    start, _ = context.clause(at)
    pairs = [first for first in range(start, at - 1) if context.keys[first] == "as"]
    last = context.keys[at - 1]
    described = context.category(last) in ("adjective", "time") or last in _DEGREES
    return Meaning(("as (comparison)", "same")) if pairs and described else None


def _her(context: Context, at: int) -> Meaning | None:
    right = context.at(at + 1, at)
    kind = context.category(right)
    free = right == "" or kind in ("time", "negation", "question", "pronoun") or right in _FREE
    left, behind = context.at(at - 1, at), context.at(at + 2, at)
    twice = (right in _OWNERS and context.category(left) == "verb") or (
        left in _WITH_INFINITIVE and (kind == "verb" or (kind == "adjective" and behind == ""))
    )
    return Meaning(("she",)) if twice or (free and at > 0 and right not in _OWNERS - {"my", "your"}) else None


def _pretty(context: Context, at: int) -> Meaning | None:
    right, behind = context.at(at + 1, at), context.at(at + 2, at)
    degree = right in _DEGREES or right.endswith("ly") or context.category(right) == "adjective"
    two = _is_noun(context, at) and context.category(behind) == "noun" and right in _LOOKS - {"good", "nice", "big"}
    return Meaning(("quite", "fairly", "rather")) if degree and not two else None


def _get(context: Context, at: int) -> Meaning | None:
    left, right, behind = (context.at(index, at) for index in (at - 1, at + 1, at + 2))
    auxiliary = context.at(at - 2, at) if left in _PERSONS | {"not"} else left
    owns = auxiliary in ("'s", "'ve", "has", "have") and right != "to" and context.keys[at] == "got"
    if owns and (right in _ARTICLES | _COUNTS or context.category(right) == "noun" or right[:1].isdecimal()):
        return Meaning(("have",))
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
    if owned in _NO_PLACE_OWNED:
        return None
    if kind in ("noun", "place") or (owned == "" and at > 1):
        return Meaning(("his",))
    described = (kind == "adjective" or owned in _LOOKS) and context.category(behind) in ("noun", "place")
    unknown = kind == "" and owned.isalpha() and not owned.endswith(("ing", "ed", "ly")) and owned not in _FREE
    # `Bob's fine` may be a sentence, if nothing else in its clause is a verb.
    start, end = context.clause(at)
    others = [context.keys[index] for index in range(start, end) if index not in (at - 1, at, at + 1)]
    unknown = unknown and any(key in _BE | _HAVE or context.category(key) == "verb" for key in others)
    return Meaning(("his",)) if described or unknown else None


def _is_a_persons_name(context: Context, at: int) -> bool:
    """Whether a word with a capital letter is a name: `Mr. Brown`, `my name is Rose`, and what follows such a name."""
    left, before, first = (context.at(index, at) for index in (at - 1, at - 2, at - 3))
    if not context.is_capital(at) or context.keys[at] in _TITLES or context.keys[at] in FUNCTION_WORDS["en"]:
        return False
    if left in _TITLES and context.words[at - 1].text[0].isupper():
        return True
    called = left in ("named", "called") or (left in ("is", "'s", "was") and before == "name")
    return called or (before in ("is", "'s", "was") and first == "name" and context.is_capital(at - 1))


def _like(context: Context, at: int) -> Meaning | None:
    """The verb, or what is alike: `she looks like her mother`, `what is it like?`."""
    left, before, right = (context.at(index, at) for index in (at - 1, at - 2, at + 1))
    start, _ = context.clause(at)
    asked = context.keys[start:at]
    what = right == "" and ("what" in asked or "how" in asked) and not _BE.isdisjoint(asked)
    verb = context.category(left) == "verb" and left not in _HELPERS
    one = before in ("a", "an", "another", "every") and right in ("him", "me", "us", "them", "this", "that", "you")
    if left in ("feel", "feels", "felt", "feeling") and right.endswith("ing"):
        return Meaning(("want",))
    alike = left in _LIKENESS or left in _BE or verb or what or one
    return Meaning(("similar", "alike")) if alike else None


def _right(context: Context, at: int) -> Meaning | None:
    left, before, right = (context.at(index, at) for index in (at - 1, at - 2, at + 1))
    beside = "left" in (before, context.at(at + 2, at)) and (left in ("or", "and") or right in ("or", "and"))
    if right in _SIDES or beside or left in ("turn", "turns", "turned", "go", "keep", "stay", "bear", "upper", "lower"):
        return Meaning(("right side",))
    if right in ("away", "after", "before", "ahead"):
        return Meaning(("right (at once)",))
    owed = (right == "to" and left in ("the", "no", "a", "your", "my")) or (left == "the" and before in _HAVE)
    return Meaning(("right (claim)",)) if owed else None


def _rights(context: Context, at: int) -> Meaning:
    return Meaning(("right (claim)",))


def _well(context: Context, at: int) -> Meaning | None:
    """`Well, …` says nothing; `the well` holds water."""
    if context.at(at - 1, at) in ("a", "the", "this", "that", "our", "every", "deep", "old"):
        return Meaning(("well (noun)",))
    alone = at == context.clause(at)[0] and at + 1 in context.breaks
    return Meaning(dropped="function word") if alone and len(context.keys) > 1 else None


def _mean(context: Context, at: int) -> Meaning | None:
    left, right = context.at(at - 1, at), context.at(at + 1, at)
    before_noun = left in ("a", "the", "my", "your", "his", "our", "such") and right != ""
    said = left in _BE | _VERY | {"am", "being"} and (right in ("", "to", "of") or right in CONJUNCTIONS["en"])
    return Meaning(("mean (nasty)",)) if before_noun or said else None


def _kind(context: Context, at: int) -> Meaning | None:
    left, right = context.at(at - 1, at), context.at(at + 1, at)
    sort = right == "of" and left not in _VERY and left not in _BE - {"is", "'s"}
    noun = left in ("this", "that", "what", "any", "some", "every", "one", "same", "different") and right in ("", "is")
    return Meaning(("type", "sort")) if sort or noun or context.keys[at] == "kinds" else None


def _will(context: Context, at: int) -> Meaning | None:
    left = context.at(at - 1, at)
    noun = left in ("a", "the", "my", "your", "his", "our", "their", "free", "good", "last", "strong", "own")
    return Meaning(("will (noun)",)) if noun and context.at(at + 1, at) not in ("be", "not", "have", "come") else None


def _fly(context: Context, at: int) -> Meaning | None:
    left = context.at(at - 1, at)
    noun = left in ("a", "the", "this", "that", "one", "another", "every", "two", "three", "many", "these", "those")
    return Meaning(("fly (insect)",)) if noun or (left in _LOOKS and _is_noun(context, at)) else None


def _ground(context: Context, at: int) -> Meaning | None:
    left, right = context.at(at - 1, at), context.at(at + 1, at)
    return Meaning(("grind",)) if left in _PERSONS and right in _ARTICLES | {""} else None


def _close(context: Context, at: int) -> Meaning | None:
    left, right = context.at(at - 1, at), context.at(at + 1, at)
    near = left in _BE | _VERY | {"'m", "am", "be", "stay", "get", "come", "came", "how"} and right not in _ARTICLES
    near = near or (left == "it" and context.at(at - 2, at) in _BE and right in ("", "to"))
    friend = left in ("a", "my", "his", "our", "your") and right != ""
    return Meaning(("near",)) if near or friend else None


def _cold(context: Context, at: int) -> Meaning | None:
    left, right = context.at(at - 1, at), context.at(at + 1, at)
    start, _ = context.clause(at)
    caught = not (_HAVE | {"got", "catch", "caught", "get", "with"}).isdisjoint(context.keys[start:at])
    ends = right == "" or right in _FREE or context.category(right) in ("time", "negation")
    return Meaning(("cold (illness)",)) if left in ("a", "the", "bad") and caught and ends else None


def _hard(context: Context, at: int) -> Meaning | None:
    left, before = context.at(at - 1, at), context.at(at - 2, at)
    doing = (before if left in _VERY else left) or ""
    adverb = context.category(doing) == "verb" and doing not in _BE | _LIKENESS and not doing.startswith("make")
    return Meaning(("hard (adverb)",)) if adverb or doing in ("raining", "snowing") else None


def _on(context: Context, at: int) -> Meaning | None:
    """`turn the light on`: said by nothing else."""
    left, right = context.at(at - 1, at), context.at(at + 1, at)
    start, end = context.clause(at)
    switched = not _SWITCHED.isdisjoint(context.keys[start:at]) and (at + 1 == end or right in CONJUNCTIONS["en"])
    return Meaning(("on (working)",)) if left in _SWITCHED or switched else None


def _couple(context: Context, at: int) -> Meaning | None:
    return (
        Meaning(("a few", "couple (some)"))
        if context.at(at + 1, at) == "of" and context.at(at - 1, at) == "a"
        else None
    )


def _too(context: Context, at: int) -> Meaning | None:
    """`too expensive`, `too much` say more than enough, `me too` says also."""
    right = context.at(at + 1, at)
    degree = context.category(right) == "adjective" or right in _TOO_MUCH
    degree = degree or (right.endswith("ly") and right not in ("only", "early"))
    said = context.at(at - 1, at) in _BE | {"am", "'m", "be", "far"}
    free = right in _FREE or context.category(right) in ("time", "place", "pronoun", "verb", "question", "negation")
    return Meaning(("too much",)) if degree or (said and right != "" and not free) else None


def _letter_a(context: Context, at: int) -> Meaning | None:
    """The letter, not the article: `vitamin A`, `A&B`, and a capital letter among small ones."""
    left, right = context.at(at - 1, at), context.at(at + 1, at)
    named = left in _LETTERED or (right in ("", "&", "+", "and", "or") and context.words[at].text == "A")
    return Meaning(("letter a",)) if named and len(context.keys) > 1 else None


_ENGLISH: Mapping[str, Callable[[Context, int], Meaning | None]] = {
    **JOINING,
    "a": _letter_a, "as": _as, "can": _can, "cans": lambda context, at: Meaning(("tin",)), "close": _close,
    "cold": _cold, "couple": _couple, "fall": _fall, "flies": _fly, "fly": _fly, "get": _get, "gets": _get, "got": _get,
    "ground": _ground, "hard": _hard, "her": _her, "kind": _kind, "kinds": _kind, "leaves": _leaves, "left": _left,
    "like": _like, "may": _may, "mean": _mean, "on": _on, "pretty": _pretty, "right": _right, "rights": _rights,
    "'s": _possessive, "saw": _tool, "saws": _tool, "than": _than, "too": _too, "watch": _tool, "watches": _tool,
    "well": _well, "will": _will,
}  # fmt: skip
