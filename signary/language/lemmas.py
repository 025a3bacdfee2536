"""The keys under which a word may stand in a dictionary: as it is, as its lemma, in other spellings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache

from signary.language.abbreviations import expand
from signary.language.addresses import is_address
from signary.language.characters import plain

MAX_LEMMA_LENGTH = 60

#: Spoken language -> symbol -> its name.
SYMBOLS: Mapping[str, Mapping[str, str]] = {
    "en": {"%": "percent", "°": "degree", "€": "euro", "$": "dollar", "£": "pound", "&": "and", "@": "at", "+": "plus"}
    | {"-": "minus", "−": "minus", "=": "equal", "#": "number", "§": "paragraph", "×": "times", "÷": "divide"}
    | {"¢": "cent", "¥": "yen", "￥": "yen", "№": "number", "±": "plus minus", "‰": "per thousand", "<": "less than"}
    | {">": "more than", "≈": "about", "₹": "rupee", "₽": "ruble", "₩": "won"},
    "de": {"%": "prozent", "°": "grad", "€": "euro", "$": "dollar", "£": "pfund", "&": "und", "@": "at", "+": "plus"}
    | {"-": "minus", "−": "minus", "=": "gleich", "#": "nummer", "§": "paragraph", "×": "mal", "÷": "geteilt"}
    | {"¢": "cent", "¥": "yen", "￥": "yen", "№": "nummer", "±": "plus minus", "‰": "promille", "<": "kleiner als"}
    | {">": "größer als", "≈": "ungefähr", "₹": "rupie", "₽": "rubel", "₩": "won"},
    "zh": {"%": "百分之", "°": "度", "€": "欧元", "$": "美元", "£": "英镑", "&": "和", "+": "加", "¥": "元", "￥": "元"}
    | {"-": "负", "−": "负", "=": "等于", "#": "号", "×": "乘", "÷": "除", "@": "at", "№": "号", "‰": "千分之"}
    | {"±": "加 减", "<": "小于", ">": "大于", "≈": "大约", "₹": "卢比", "₽": "卢布", "₩": "韩元"},
}
_FORMS = {
    "en": {
        "break": "broke", "drink": "drunk", "drive": "drove", "fall": "fell", "feel": "felt", "find": "found",
        "give": "given", "go": "went gone", "leave": "left", "ring": "rung", "rise": "rose", "run": "ran",
        "shake": "shook", "speak": "spoke", "think": "thought", "win": "won", "person": "people", "life": "lives",
        "wife": "wives", "leaf": "leaves", "bad": "worse worst", "big": "bigger", "hot": "hotter",
    },
    "de": {
        "haben": "hast", "wissen": "weißt", "essen": "aß aßen gegessen", "geben": "gegeben", "fahren": "gefahren",
        "bleiben": "geblieben", "finden": "gefunden", "stehen": "gestanden", "bringen": "gebracht",
        "denken": "dachte dachten gedacht", "verlieren": "verloren", "beginnen": "begonnen", "fallen": "fällt gefallen",
        "fliegen": "geflogen", "arbeiten": "gearbeitet", "gut": "bessere besserer besseres",
        "dieser": "diese dieses diesen diesem",
    },
}  # fmt: skip
#: Spoken language -> form that simplemma 1.x leaves as it is or misreads -> its lemma.
_IRREGULAR = {
    spoken: {form: lemma for lemma, forms in table.items() for form in forms.split()}
    for spoken, table in _FORMS.items()
}
_UMLAUTS = (("ae", "ä"), ("oe", "ö"), ("ue", "ü"))


@lru_cache(maxsize=65536)
def candidates(word: str, spoken: str) -> tuple[str, ...]:
    """Keys to look a word up under, the best first, all in lower case and each once.

    The word itself, what it stands for (abbreviations, symbols), its lemma, the lemma of the capitalised word
    (lower-case German misleads simplemma: `schauern` is a verb, `Schauern` are showers), without hyphens, and for
    German with umlauts and ß written the other way (`fuer`, `strasse`). An address is only what it is.

    Args:
        word: A word, a symbol or an abbreviation with its stop.
        spoken: ISO 639-1 code of its language.
    """
    return tuple(dict.fromkeys(key for key in _candidates(plain(word), spoken) if key))


def _candidates(word: str, spoken: str) -> Iterator[str]:
    lowered = word.lower()
    yield lowered
    if is_address(word):
        return
    yield SYMBOLS.get(spoken, {}).get(word, "")
    yield expand(word, spoken) or ""
    yield lowered.rstrip(".") if "." in word else ""
    yield lowered.replace(".", "") if "." in word else ""
    if spoken == "zh":
        yield from _chinese_forms(lowered)
        return
    yield from lemmas(word, spoken)
    if "-" in lowered:
        yield lowered.replace("-", "")
        yield lowered.replace("-", " ")
    if spoken == "de":
        for variant in _german_spellings(lowered):
            yield variant
            yield from lemmas(variant, spoken)


def lemmas(word: str, spoken: str) -> tuple[str, ...]:
    """Lemmas of a word, in lower case: of the word as written, in lower case, and capitalised; none if unknown."""
    if not word or len(word) > MAX_LEMMA_LENGTH or not word[0].isalpha():
        return ()
    if irregular := _IRREGULAR.get(spoken, {}).get(word.lower()):
        return (irregular,)
    lemmatize = _lemmatizer(spoken)
    forms = dict.fromkeys((word, word.lower(), word[0].upper() + word[1:].lower()))
    return tuple(dict.fromkeys(lemmatize(form).lower() for form in forms)) if lemmatize else ()


@cache
def _lemmatizer(spoken: str) -> Callable[[str], str] | None:
    """Simplemma for a language, or `None` if it does not know it."""
    from simplemma import lemmatize

    try:
        lemmatize("a", spoken)
    except ValueError:
        return None
    return lambda word: str(lemmatize(word, spoken))


def knows_lemmas(spoken: str) -> bool:
    """Whether words of a language have lemmas here; those of others are looked up as they are typed."""
    return _lemmatizer(spoken) is not None


def _german_spellings(word: str) -> Iterator[str]:
    umlauts = word
    for pair, umlaut in _UMLAUTS:
        umlauts = umlauts.replace(pair, umlaut)
    yield umlauts
    yield word.replace("ss", "ß")
    yield word.replace("ß", "ss")
    yield umlauts.replace("ss", "ß")


def _chinese_forms(word: str) -> Iterator[str]:
    """What is asked (`喜不喜欢`), a doubled verb once (`看看`, `想一想`), words without a suffix (`玩儿`, `老师们`)."""
    if match := re.fullmatch(r"(.)[不没]\1(.*)", word):
        yield match.group(1) + match.group(2)
    if len(word) == 2 and word[0] == word[1]:
        yield word[0]
    if match := re.fullmatch(r"(.)[一了]\1", word):
        yield match.group(1)
    if match := re.fullmatch(r"(.)\1(.)\2", word):
        yield match.group(1) + match.group(2)
    if len(word) > 1 and word[-1] in "儿们":
        yield word[:-1]
