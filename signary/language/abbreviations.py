"""Abbreviations written with a full stop: they do not end a sentence, and are looked up in full."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from signary.language.function_words import listed

#: Spoken language -> abbreviation in lower case, with its stops -> what it stands for (empty: spelled as it is).
ABBREVIATIONS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "mr.": "mister",
        "mrs.": "misses",
        "ms.": "miss",
        "dr.": "doctor",
        "prof.": "professor",
        "st.": "saint",
        "jr.": "junior",
        "sr.": "senior",
        "vs.": "versus",
        "e.g.": "for example",
        "i.e.": "that is",
        "etc.": "et cetera",
        "approx.": "approximately",
        "dept.": "department",
        "gov.": "governor",
        "gen.": "general",
        "sen.": "senator",
        "rev.": "reverend",
        "inc.": "",
        "ltd.": "",
        "a.m.": "morning",
        "p.m.": "afternoon",
        "u.s.": "usa",
        "u.s.a.": "usa",
        "u.k.": "england",
        "jan.": "january",
        "feb.": "february",
        "aug.": "august",
        "sept.": "september",
        "oct.": "october",
        "nov.": "november",
        "dec.": "december",
    },
    "de": {
        "z.b.": "zum beispiel",
        "z.t.": "zum teil",
        "d.h.": "das heißt",
        "u.a.": "unter anderem",
        "u.u.": "unter umständen",
        "i.d.r.": "in der regel",
        "v.a.": "vor allem",
        "n.chr.": "nach christus",
        "v.chr.": "vor christus",
        "bzw.": "beziehungsweise",
        "usw.": "und so weiter",
        "etc.": "et cetera",
        "ca.": "circa",
        "evtl.": "eventuell",
        "ggf.": "gegebenenfalls",
        "inkl.": "inklusive",
        "sog.": "sogenannt",
        "vgl.": "vergleiche",
        "dr.": "doktor",
        "prof.": "professor",
        "hr.": "herr",
        "fr.": "frau",
        "str.": "straße",
        "nr.": "nummer",
        "tel.": "telefon",
        "st.": "sankt",
        "std.": "stunde",
        "mio.": "million",
        "mrd.": "milliarde",
        "jh.": "jahrhundert",
        "jan.": "januar",
        "feb.": "februar",
        "aug.": "august",
        "sept.": "september",
        "okt.": "oktober",
        "nov.": "november",
        "dez.": "dezember",
    },
}

#: Abbreviations that may also be the last word of a sentence: a capital letter after them starts a new one.
MAY_END = frozenset(listed("etc. usw. inc. ltd. jr. sr. a.m. p.m. u.s. u.s.a. u.k. n.chr. v.chr."))


def expand(word: str, spoken: str) -> str | None:
    """What an abbreviation stands for, `""` if it is spelled as it is, `None` if the word is no abbreviation."""
    return ABBREVIATIONS.get(spoken, {}).get(word.lower().replace(" ", ""))


#: Spoken language -> words without their beginning -> the whole word.
_CLIPPED: Mapping[str, Mapping[str, str]] = {
    "en": {"'em": "them", "'cause": "because", "'til": "until", "'till": "until", "'bout": "about", "'n'": "and"}
    | {"'round": "around"},
    "de": {"'s": "es", "'n": "ein", "'ne": "eine", "'nen": "einen", "'nem": "einem", "'ner": "einer", "'nes": "eines"}
    | {"'rein": "herein", "'raus": "heraus", "'runter": "herunter", "'rauf": "herauf", "'rum": "herum"}
    | {"'rüber": "herüber", "'ran": "heran", "'drauf": "darauf", "'drin": "darin", "'drum": "darum"},
}
_CLIPPED_AT: Mapping[str, re.Pattern[str]] = {
    spoken: re.compile(rf"(?<![\w'.-])(?:{'|'.join(sorted(words, key=len, reverse=True))})(?![\w'-])", re.IGNORECASE)
    for spoken, words in _CLIPPED.items()
}


def find_clipped(text: str, spoken: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and whole form of every word that is typed without its beginning (`'s ist kalt`, `'em`), in order."""
    if "'" in text and spoken in _CLIPPED_AT:
        for match in _CLIPPED_AT[spoken].finditer(text):
            yield *match.span(), _CLIPPED[spoken][match.group().lower()]
