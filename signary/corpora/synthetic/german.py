"""Templates of German sentences for the DGS demo corpus, weather among them. `templates` explains the notation."""

from __future__ import annotations

from collections.abc import Iterator

from signary.corpora.synthetic.templates import ONLY, Grammar, Word

#: Gender -> endings of `ein`, `der`, `kein`: subject case and object case.
_EIN = {"m": ("ein", "einen"), "f": ("eine", "eine"), "n": ("ein", "ein")}
_DER = {"m": ("der", "den"), "f": ("die", "die"), "n": ("das", "das")}
_PERSONS = ("ich", "du", "er", "wir")
_HABEN = {"ich": "habe", "du": "hast", "er": "hat", "wir": "haben"}
_SEIN = {"ich": "bin", "du": "bist", "er": "ist", "wir": "sind"}


def _nouns(text: str) -> tuple[Word, ...]:
    """Nouns as `m Apfel/Äpfel` or `f Katze/Katzen=KATZE`, parted by semicolons.

    Forms: ein (object), kein (object, negated), der (subject), den (object), bare, plural.
    """

    def build() -> Iterator[Word]:
        for item in text.split(";"):
            gender, _, rest = item.strip().partition(" ")
            names, _, gloss = rest.partition("=")
            one, _, many = names.partition("/")
            mark = f"[{gloss or _gloss(one)}]"
            yield Word({
                "ein": f"{_EIN[gender][1]} {one}{mark}", "kein": f"k{_EIN[gender][1]}[KEIN] {one}{mark}",
                "der": f"{_DER[gender][0]} {one}{mark}", "den": f"{_DER[gender][1]} {one}{mark}",
                "bare": one + mark, "plural": many + mark,
            })  # fmt: skip

    return tuple(build())


def _gloss(word: str) -> str:
    for umlaut, pair in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        word = word.lower().replace(umlaut, pair)
    return word.upper()


def _listed(text: str) -> tuple[Word, ...]:
    """Words without forms, parted by semicolons: `warm`, `im Norden=NORD`; the gloss is the word in upper case."""

    def build() -> Iterator[Word]:
        for item in text.split(";"):
            word, _, gloss = item.strip().partition("=")
            yield Word({ONLY: item.strip() if "[" in item else f"{word}[{gloss or _gloss(word.split()[-1])}]"})

    return tuple(build())


def _verb(forms: str, gloss: str, rest: str = "", negated: str = "nicht[NICHT]", *, sein: bool = False) -> Word:
    """A verb phrase from `ich du er wir participle`.

    Forms: one for every person, inf, part, aux_ and person (of the perfect), rest (what stands after the finite verb),
    neg (the same, negated).
    """
    *finite, participle = forms.split()
    marked = {person: f"{form}[{gloss}]" for person, form in zip(_PERSONS, finite, strict=True)}
    helpers = _SEIN if sein else _HABEN
    marked |= {f"aux_{person}": helpers[person] for person in _PERSONS}
    return Word(marked | {
        "inf": f"{finite[3]}[{gloss}]", "part": f"{participle}[{gloss}]", "rest": f" {rest}" if rest else "",
        "neg": f" {negated}",
    })  # fmt: skip


def _subjects() -> Iterator[Word]:
    for pronoun, gloss, person in (("ich", "ICH", "ich"), ("du", "DU", "du"), ("er", "ER-SIE", "er")) + (
        ("sie", "ER-SIE", "er"),
        ("wir", "WIR", "wir"),
    ):
        yield Word({ONLY: f"{pronoun}[{gloss}]"}, person, 2.0)
    yield Word({ONLY: "{kin}"}, "er", 12.0)
    yield Word({ONLY: "{person.der}"}, "er", 7.0)
    yield Word({ONLY: "die {person.plural}"}, "wir", 3.0)


def _kin() -> Iterator[Word]:
    for noun, gender in (("Mutter", "f"), ("Vater", "m"), ("Kind", "n"), ("Baby", "n"), ("Familie", "f")) + (
        ("Freund", "m"), ("Frau", "f"), ("Mann", "m"), ("Lehrer", "m"), ("Arzt", "m"), ("Bruder", "m")
    ):  # fmt: skip
        gloss = {"Bruder": "GESCHWISTER"}.get(noun, _gloss(noun))
        ending = "e" if gender == "f" else ""
        for stem, owner in (("mein", "MEIN"), ("dein", "DEIN"), ("unser", "UNSER")):
            if stem == "unser" and noun in ("Mann", "Frau"):
                continue
            yield Word({ONLY: f"{stem}{ending}[{owner}] {noun}[{gloss}]"})


def _object(forms: str, gloss: str, slot: str) -> Word:
    return _verb(forms, gloss, f"{{{slot}.ein}}", f"{{{slot}.kein}}")


_VERB_PHRASES = (
    _object("kaufe kaufst kauft kaufen gekauft", "KAUFEN", "thing"),
    _object("suche suchst sucht suchen gesucht", "SUCHEN", "thing"),
    _object("finde findest findet finden gefunden", "FINDEN", "thing"),
    _object("bekomme bekommst bekommt bekommen bekommen", "BEKOMMEN", "thing"),
    _object("brauche brauchst braucht brauchen gebraucht", "BRAUCHEN", "thing"),
    _object("sehe siehst sieht sehen gesehen", "SEHEN", "seen"),
    _object("treffe triffst trifft treffen getroffen", "TREFFEN", "met"),
    _object("lese liest liest lesen gelesen", "LESEN", "text"),
    _object("schreibe schreibst schreibt schreiben geschrieben", "SCHREIBEN", "text"),
    _verb("esse isst isst essen gegessen", "ESSEN", "{food}", "kein[KEIN] Brot[BROT]"),
    _verb("trinke trinkst trinkt trinken getrunken", "TRINKEN", "{drink.bare}", "{drink.kein}"),
    _verb("bringe bringst bringt bringen gebracht", "BRINGEN", "{drink.bare}", "{drink.kein}"),
    _verb("frage fragst fragt fragen gefragt", "FRAGEN", "{met.den}", "{met.den} nicht[NICHT]"),
    _verb("höre hörst hört hören gehört", "HOEREN", "{heard.den}", "{heard.den} nicht[NICHT]"),
    _verb("kenne kennst kennt kennen gekannt", "KENNEN", "{met.den}", "{met.den} nicht[NICHT]"),
    _verb("verstehe verstehst versteht verstehen verstanden", "VERSTEHEN", "{met.den}", "{met.den} nicht[NICHT]"),
    _verb("wohne wohnst wohnt wohnen gewohnt", "WOHNEN", "{home}", "nicht[NICHT] {home}"),
    _verb("arbeite arbeitest arbeitet arbeiten gearbeitet", "ARBEITEN", "{site}", "nicht[NICHT] {site}"),
    _verb("schlafe schläfst schläft schlafen geschlafen", "SCHLAFEN", "{site}", "nicht[NICHT] {site}"),
    _verb("spiele spielst spielt spielen gespielt", "SPIELEN", "{site}", "nicht[NICHT] {site}"),
    _verb("lerne lernst lernt lernen gelernt", "LERNEN", "{home}", "nicht[NICHT] {home}"),
    _verb("koche kochst kocht kochen gekocht", "KOCHEN", "{home}", "nicht[NICHT] {home}"),
    _verb("sitze sitzt sitzt sitzen gesessen", "SITZEN", "{site}", "nicht[NICHT] {site}"),
    _verb("stehe stehst steht stehen gestanden", "STEHEN", "{site}", "nicht[NICHT] {site}"),
    _verb("fahre fährst fährt fahren gefahren", "FAHREN", "{goal}", "nicht[NICHT] {goal}", sein=True),
    _verb("gehe gehst geht gehen gegangen", "GEHEN", "{near}", "nicht[NICHT] {near}", sein=True),
    _verb("bleibe bleibst bleibt bleiben geblieben", "BLEIBEN", "{home}", "nicht[NICHT] {home}", sein=True),
    _verb("helfe hilfst hilft helfen geholfen", "HELFEN"),
    _verb("antworte antwortest antwortet antworten geantwortet", "ANTWORTEN"),
    _verb("lebe lebst lebt leben gelebt", "LEBEN", "{home}", "nicht[NICHT] {home}"),
    _verb("gebärde gebärdest gebärdet gebärden gebärdet", "GEBAERDEN"),
)
_TAKING = tuple(
    _verb(forms, gloss)
    for forms, gloss in (
        ("kaufe kaufst kauft kaufen gekauft", "KAUFEN"), ("suche suchst sucht suchen gesucht", "SUCHEN"),
        ("esse isst isst essen gegessen", "ESSEN"), ("trinke trinkst trinkt trinken getrunken", "TRINKEN"),
        ("lese liest liest lesen gelesen", "LESEN"), ("sehe siehst sieht sehen gesehen", "SEHEN"),
        ("finde findest findet finden gefunden", "FINDEN"), ("lerne lernst lernt lernen gelernt", "LERNEN"),
    )
)  # fmt: skip
#: Verbs that make a whole sentence without anything else, and verbs whose object can be counted.
_PLAIN = tuple(
    _verb(forms, gloss)
    for forms, gloss in (
        ("arbeite arbeitest arbeitet arbeiten gearbeitet", "ARBEITEN"), ("wohne wohnst wohnt wohnen gewohnt", "WOHNEN"),
        ("schlafe schläfst schläft schlafen geschlafen", "SCHLAFEN"), ("lerne lernst lernt lernen gelernt", "LERNEN"),
        ("spiele spielst spielt spielen gespielt", "SPIELEN"), ("koche kochst kocht kochen gekocht", "KOCHEN"),
    )
)  # fmt: skip
_COUNTING = tuple(
    _verb(forms, gloss)
    for forms, gloss in (
        ("kaufe kaufst kauft kaufen gekauft", "KAUFEN"), ("sehe siehst sieht sehen gesehen", "SEHEN"),
        ("suche suchst sucht suchen gesucht", "SUCHEN"), ("finde findest findet finden gefunden", "FINDEN"),
    )
)  # fmt: skip


def _modal(forms: str, gloss: str) -> Word:
    return Word({person: f"{form}[{gloss}]" for person, form in zip(_PERSONS, forms.split(), strict=True)})


_VOCABULARIES = {
    "subject": tuple(_subjects()),
    "kin": tuple(_kin()),
    "person": _nouns(
        "m Freund/Freunde; m Mann/Männer; f Frau/Frauen; n Kind/Kinder; m Lehrer/Lehrer; m Arzt/Ärzte=ARZT; "
        "m Bauer/Bauern"
    ),
    "met": _nouns("m Freund/Freunde; m Mann/Männer; f Frau/Frauen; m Lehrer/Lehrer; f Ärztin/Ärzte=ARZT"),
    "heard": _nouns(
        "m Hund/Hunde; f Katze/Katzen; m Vogel/Vögel; m Wind/Winde; m Donner/-; m Regen/-; m Zug/Züge; m Sturm/Stürme"
    ),
    "thing": _nouns(
        "m Apfel/Äpfel; n Buch/Bücher; n Auto/Autos; m Schirm/Schirme; f Blume/Blumen; n Haus/Häuser; "
        "n Telefon/Telefone; n Bild/Bilder; m Fernseher/Fernseher=FERNSEHEN; m Hund/Hunde; f Katze/Katzen; "
        "f Karte/Karten=BILD"
    ),
    "seen": _nouns(
        "m Vogel/Vögel; m Baum/Bäume; m Stern/Sterne; f Wolke/Wolken; n Flugzeug/Flugzeuge; m Hund/Hunde; "
        "f Katze/Katzen; m Regenbogen/Regenbogen; f Burg/Burgen; m Zug/Züge; f Welle/Wellen; n Feuer/Feuer; "
        "m Blitz/Blitze"
    ),
    "text": _nouns("n Buch/Bücher; n Beispiel/Beispiele; m Name/Namen; m Titel/Titel=THEMA"),
    "counted": _nouns(
        "m Apfel/Äpfel; n Buch/Bücher; n Auto/Autos; f Blume/Blumen; n Haus/Häuser; n Bild/Bilder; m Hund/Hunde; "
        "f Katze/Katzen; m Vogel/Vögel; m Baum/Bäume; n Kind/Kinder; m Freund/Freunde; n Fenster/Fenster; "
        "m Schirm/Schirme"
    ),
    "food": _listed("Brot; einen Apfel[APFEL]"),
    "drink": tuple(
        Word({"bare": f"{name}[{_gloss(name)}]", "kein": f"{kein}[KEIN] {name}[{_gloss(name)}]"})
        for name, kein in (
            ("Tee", "keinen"), ("Kaffee", "keinen"), ("Milch", "keine"), ("Wasser", "kein"), ("Bier", "kein"),
        )
    ),
    "city": _listed("Berlin; Hamburg; München; Köln"),
    "home": _listed(
        "in Berlin; in Hamburg; in München; in Köln; in Bayern; in Sachsen; in Österreich; in der Schweiz[SCHWEIZ]; "
        "in Frankreich; in Italien; in Polen; in der Stadt[STADT]; im Schwarzwald[SCHWARZWALD]; in Spanien; hier; dort"
    ),
    "site": _listed(
        "im Garten[GARTEN]; im Haus[HAUS]; in der Schule[SCHULE]; in der Stadt[STADT]; im Wald[WALD]; "
        "auf dem Berg[BERG]; am See[SEE]; hier; dort; am Fenster[FENSTER]; im Zug[ZUG]; im Auto[AUTO]"
    ),
    "goal": _listed(
        "nach Berlin[BERLIN]; nach Hamburg[HAMBURG]; nach München[MUENCHEN]; nach Köln[KOELN]; nach England[ENGLAND]; "
        "nach Italien[ITALIEN]; nach Polen[POLEN]; nach Spanien[SPANIEN]; nach Frankreich[FRANKREICH]; "
        "ans Meer[MEER]; an die Ostsee[OSTSEE]; an die Nordsee[NORDSEE]; in die Berge[BERG]; "
        "an den Bodensee[BODENSEE]; in die Stadt[STADT]"
    ),
    "near": _listed(
        "in die Schule[SCHULE]; in den Garten[GARTEN]; in den Wald[WALD]; in die Stadt[STADT]; ans Fenster[FENSTER]; "
        "an den See[SEE]; an den Strand[KUESTE]; zum Arzt[ARZT]"
    ),
    "vp": _VERB_PHRASES,
    "taking": _TAKING,
    "plain": _PLAIN,
    "vp_count": _COUNTING,
    "modal": (
        _modal("kann kannst kann können", "KOENNEN"), _modal("muss musst muss müssen", "MUESSEN"),
        _modal("soll sollst soll sollen", "SOLLEN"), _modal("will willst will wollen", "WOLLEN"),
        _modal("möchte möchtest möchte möchten", "MOECHTEN"),
    ),
    "have": (_modal("habe hast hat haben", "HABEN"),),
    "be": (Word({person: _SEIN[person] for person in _PERSONS}),),
    "was": (Word(dict(zip(_PERSONS, ("war", "warst", "war", "waren"), strict=True))),),
    "past": _listed("gestern; vorgestern; letzte[LETZTE] Woche[WOCHE]; letztes[LETZTE] Jahr[JAHR]"),
    "future": _listed("morgen; übermorgen; bald; heute; später; nächste[NAECHSTE] Woche[WOCHE]; jetzt; dann"),
    "habit": _listed("oft; manchmal; immer; selten; heute; jetzt"),
    "day": _listed(
        "am Montag[MONTAG]; am Dienstag[DIENSTAG]; am Mittwoch[MITTWOCH]; am Donnerstag[DONNERSTAG]; "
        "am Freitag[FREITAG]; am Samstag[SAMSTAG]; am Sonntag[SONNTAG]; am Wochenende[WOCHENENDE]"
    ),
    "season": _listed(
        "im Januar[JANUAR]; im Februar[FEBRUAR]; im März[MAERZ]; im April[APRIL]; im Mai[MAI]; im Juni[JUNI]; "
        "im Juli[JULI]; im August[AUGUST]; im September[SEPTEMBER]; im Oktober[OKTOBER]; im November[NOVEMBER]; "
        "im Dezember[DEZEMBER]; im Sommer[SOMMER]; im Winter[WINTER]; im Herbst[HERBST]; im Frühling[FRUEHLING]"
    ),
    "part": _listed(
        "am Abend[ABEND]; am Vormittag[VORMITTAG]; am Nachmittag[NACHMITTAG]; in der Nacht[NACHT]; am Mittag[MITTAG]"
    ),
    "number": _listed(
        "zwei; drei; vier; fünf; sechs; sieben; acht; neun; zehn; elf; zwölf; fünfzehn; zwanzig; dreißig; "
        "fünfundzwanzig=FUENF+ZWANZIG; zweiunddreißig=ZWEI+DREISSIG; vierundvierzig=VIER+VIERZIG"
    ),
    "hour": _listed("zwei; drei; vier; fünf; sechs; sieben; acht; neun; zehn; elf; zwölf"),
    "degrees": _listed(
        "zwei; drei; fünf; sieben; acht; neun; zehn; zwölf; fünfzehn; sechzehn; achtzehn; zwanzig; dreißig; "
        "zweiundzwanzig=ZWEI+ZWANZIG; achtundzwanzig=ACHT+ZWANZIG; fünfunddreißig=FUENF+DREISSIG"
    ),
    "feeling": _listed(
        "müde; traurig; krank; gesund; gehörlos; hörend; glücklich=GLUECK; sauer; ruhig; stark; alt; lieb; "
        "hungrig=HUNGER"
    ),
    "quality": _listed(
        "neu; alt; groß; klein; schön; gut; schlecht; schwer; leicht; rot; blau; grün; gelb; grau; weiß; nass; trocken"
    ),
    "judged": _listed(
        "das Wetter[WETTER]; die Sprache[SPRACHE]; das Buch[BUCH]; das Bild[BILD]; das Problem[PROBLEM]; "
        "die Vorhersage[VORHERSAGE]"
    ),
    "judgement": _listed("wichtig; schlecht; gut; typisch; schwierig; schlimm; neu; super; richtig"),
    "name": _listed(
        "Anna[#ANNA]; Tom[#TOM]; Maria[#MARIA]; Ben[#BEN]; Lisa[#LISA]; Paul[#PAUL]; Nina[#NINA]; Leo[#LEO]"
    ),
    "region": _listed(
        "im Norden[NORD]; im Süden[SUED]; im Osten[OST]; im Westen[WEST]; im Nordosten[NORDOST]; "
        "im Nordwesten[NORDWEST]; im Südosten[SUEDOST]; im Südwesten[SUEDWEST]; in der Mitte[MITTE]; in Bayern; "
        "in Sachsen; an der Küste[KUESTE]; an den Alpen[ALPEN]; im Bergland[BERG]; an der Nordsee[NORDSEE]; "
        "an der Ostsee[OSTSEE]; am Rhein[RHEIN]; in Brandenburg; in Niedersachsen; im Schwarzwald[SCHWARZWALD]; "
        "an der Donau[DONAU]; in Deutschland; in Skandinavien; in Norddeutschland"
    ),
    "falls": _listed("regnet[REGEN]; schneit[SCHNEE]; hagelt[HAGEL]"),
    "phenomenon": _listed(
        "Regen; Schauer; Schnee; Nebel; Gewitter; Frost; Hagel; Wolken[WOLKE]; Sturm; Nieselregen; Dauerregen; "
        "Hochnebel; Schneeregen; Unwetter; Sonne; Starkregen; Schneeschauer; Böen[BOEE]; Graupel"
    ),
    "climate": _listed(
        "warm; kalt; kühl; mild; heiß; trocken; nass; klar; bewölkt; freundlich; wechselhaft; glatt; schwül; feucht; "
        "trüb; angenehm; frisch; dunkel; wolkenlos; frostfrei; neblig=NEBEL; windig=WIND; sonnig=SONNE"
    ),
    "wind": _listed("stark; schwach; kräftig; mäßig; frisch; heftig"),
    "tide": _listed("steigen; sinken; bleiben; fallen"),
    "when": (Word({ONLY: "{future}"}, "", 6.0), Word({ONLY: "{day}"}, "", 5.0), Word({ONLY: "{part}"}, "", 3.0)),
}  # fmt: skip

_PATTERNS = {
    "statement": ["{subject} {vp.v}{vp.rest}."],
    "time": ["{future} {vp.v} {subject}{vp.rest}.", "{when} {vp.v} {subject}{vp.rest}."],
    "season": ["{season} {vp.v} {subject}{vp.rest}."],
    "habit": ["{habit} {vp.v} {subject}{vp.rest}."],
    "perfect": ["{past} {vp.aux_v} {subject}{vp.rest} {vp.part}.", "{subject} {vp.aux_v} {past}{vp.rest} {vp.part}."],
    "negated": ["{subject} {vp.v}{vp.neg}.", "{when} {vp.v} {subject}{vp.neg}."],
    "negated perfect": ["{past} {vp.aux_v} {subject}{vp.neg} {vp.part}."],
    "never": ["{subject} {vp.v} nie[NIE]{vp.rest}."],
    "not yet": ["{subject} {plain.aux_v} noch nicht[NOCH-NICHT] {plain.part}."],
    "modal": ["{subject} {modal.v}{vp.rest} {vp.inf}.", "{when} {modal.v} {subject}{vp.rest} {vp.inf}."],
    "negated modal": ["{subject} {modal.v}{vp.neg} {vp.inf}."],
    "polar": ["{vp.v} {subject}{vp.rest}?", "{vp.v} {subject} {when}{vp.rest}?"],
    "polar perfect": ["{vp.aux_v} {subject} {past}{vp.rest} {vp.part}?"],
    "polar modal": ["{modal.v} {subject}{vp.rest} {vp.inf}?"],
    "polar feeling": ["{be.v} {subject} {feeling}?", "ist {thing.der} {quality}?"],
    "who": ["wer[WER] {vp.er}{vp.rest}?", "wer[WER] {modal.er}{vp.rest} {vp.inf}?"],
    "what": [
        "was[WAS] {taking.v} {subject}?", "was[WAS] {taking.v} {subject} {when}?",
        "was[WAS] {modal.v} {subject} {taking.inf}?",
    ],
    "where": ["wo[WO] {plain.v} {subject}?", "wo[WO] ist {thing.der}?", "wo[WO] {plain.v} {subject} {when}?"],
    "when": ["wann[WANN] {vp.v} {subject}{vp.rest}?", "wann[WANN] {modal.v} {subject}{vp.rest} {vp.inf}?"],
    "why": ["warum[WARUM] {vp.v} {subject}{vp.rest}?", "warum[WARUM] {be.v} {subject} {feeling}?"],
    "how many": ["wie viele[WIEVIEL] {counted.plural} {have.v} {subject}?"],
    "number": ["{subject} {have.v} {number} {counted.plural}.", "{subject} {vp_count.v} {number} {counted.plural}."],
    "number past": ["{past} {vp_count.aux_v} {subject} {number} {counted.plural} {vp_count.part}."],
    "clock": ["um {hour} Uhr[UHR] {vp.v} {subject}{vp.rest}.", "{subject} {plain.v} um {hour} Uhr[UHR]."],
    "feeling": ["{subject} {be.v} {feeling}.", "{future} {be.v} {subject} {feeling}."],
    "not feeling": ["{subject} {be.v} nicht[NICHT] {feeling}."],
    "quality": ["{thing.der} ist {quality}.", "{judged} ist {judgement}.", "{seen.der} ist {quality}."],
    "not quality": ["{thing.der} ist nicht[NICHT] {quality}.", "{judged} ist nicht[NICHT] {judgement}."],
    "and": [
        "{subject} {have.v} {thing_1.ein} und[&] {thing_2.ein}.",
        "{subject} {have.v} {drink_1.bare} und[&] {drink_2.bare}.",
    ],
    "name": ["mein[MEIN] Name[NAME] ist {name}.", "ist dein[DEIN] Name[NAME] {name}?"],
    "weather falls": ["{when} {falls} es {region}.", "{falls} es {when} {region}?", "{region} {falls} es {when}."],
    "weather phenomenon": [
        "{when} gibt es[ES-GIBT] {region} {phenomenon}.", "{region} gibt es[ES-GIBT] {when} {phenomenon}.",
    ],
    "weather phenomena": ["{when} kommen[KOMMEN] {region} {phenomenon_1} und[&] {phenomenon_2}."],
    "weather climate": [
        "{when} ist es {region} {climate}.", "{region} bleibt[BLEIBEN] es {when} {climate}.",
        "ist es {when} {region} {climate}?",
    ],
    "weather negated": ["{when} ist es {region} nicht[NICHT] {climate}.", "{region} {falls} es {when} nicht[NICHT]."],
    "weather degrees": ["{when} {region} {degrees} Grad[GRAD].", "{region} werden es {when} {degrees} Grad[GRAD]."],
    "weather wind": ["der Wind[WIND] weht[WEHEN] {region} {wind}."],
    "weather sun": [
        "{when} scheint[SCHEINEN] {region} die Sonne[SONNE].",
        "{region} scheint[SCHEINEN] die Sonne[SONNE] {when} nicht[NICHT].",
    ],
    "weather values": [
        "die Temperaturen[TEMPERATUR] {tide} {when} {region}.", "{when} {tide} {region} die Temperaturen[TEMPERATUR].",
    ],
    "weather question": [
        "wie[WIE] wird {when} das Wetter[WETTER] {region}?", "wann[WANN] {falls} es {region}?",
        "wo[WO] {falls} es {when}?",
    ],
}  # fmt: skip
GERMAN = Grammar(_PATTERNS, _VOCABULARIES)
