"""Abbreviations written with a full stop: they do not end a sentence, and are looked up in full."""

from __future__ import annotations

from collections.abc import Mapping

from signary.language.listed import listed

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
