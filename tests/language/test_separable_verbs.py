import pytest

from signary.language.separable_verbs import lone_particles, separated_verbs, whole_infinitive
from signary.language.verbs import clauses
from signary.language.words import clause_breaks, cut_words


def parts(text, signs=()):
    words = cut_words(text, "de")
    spans = list(clauses([word.key.lower() for word in words], "de", clause_breaks(text, words)))
    pairs = separated_verbs(words, spans, signs.__contains__)
    return words, spans, pairs


@pytest.mark.parametrize(
    ("text", "verb", "prefix", "infinitive"),
    [
        ("Er gibt Geld aus.", "gibt", "aus", "ausgeben"),
        ("Ich stehe früh auf.", "stehe", "auf", "aufstehen"),
        ("Ich mache das Licht aus.", "mache", "aus", "ausmachen"),
        ("Ich mache das Licht an.", "mache", "an", "anmachen"),
        ("Mach das Licht aus!", "Mach", "aus", "ausmachen"),
        ("Das Fest findet morgen statt.", "findet", "statt", "stattfinden"),
        ("Wir ziehen um.", "ziehen", "um", "umziehen"),
        ("Die Sonne geht auf.", "geht", "auf", "aufgehen"),
        ("Die Sonne geht unter.", "geht", "unter", "untergehen"),
        ("Du siehst heute müde aus.", "siehst", "aus", "aussehen"),
        ("Sie sieht besser aus als gestern.", "sieht", "aus", "aussehen"),
        ("Es fängt an zu regnen.", "fängt", "an", "anfangen"),
        ("Ich stehe auf um sieben Uhr.", "stehe", "auf", "aufstehen"),
        ("Pass auf!", "Pass", "auf", "aufpassen"),
        ("Steh bitte auf!", "Steh", "auf", "aufstehen"),
        ("Gib nicht auf!", "Gib", "auf", "aufgeben"),
        ("Komm rein.", "Komm", "rein", "reinkommen"),
        ("Lies den Brief vor!", "Lies", "vor", "vorlesen"),
        ("Sie nimmt am Kurs teil.", "nimmt", "teil", "teilnehmen"),
        ("Ich lerne ihn kennen.", "lerne", "kennen", "kennenlernen"),
        ("Es tut mir leid.", "tut", "leid", "leidtun"),
        ("Was hast du vor?", "hast", "vor", "vorhaben"),
        ("Wo steigen wir um?", "steigen", "um", "umsteigen"),
        ("Er denkt über das Problem nach.", "denkt", "nach", "nachdenken"),
        ("Der Zug faehrt um acht ab.", "faehrt", "ab", "abfahren"),
        ("Kommst du zurueck?", "Kommst", "zurueck", "zurückkommen"),
        ("dann ziehen am abend wolken auf", "ziehen", "auf", "aufziehen"),
        ("der regen breitet sich weiter aus", "breitet", "aus", "ausbreiten"),
        ("Er sagt er kommt um acht an", "kommt", "an", "ankommen"),
        ("Das hängt vom Wetter ab.", "hängt", "ab", "abhängen"),
        ("Er fängt von vorne an.", "fängt", "an", "anfangen"),
        ("Er schaut fern.", "schaut", "fern", "fernschauen"),
        ("Ich mache das Licht und den Fernseher aus.", "mache", "aus", "ausmachen"),
    ],
)
def test_a_prefix_at_the_end_belongs_to_its_verb(text, verb, prefix, infinitive):
    words, _, pairs = parts(text)
    found = [(words[pair.verb].text, words[pair.prefix].text, pair.infinitive) for pair in pairs]
    assert found == [(verb, prefix, infinitive)]


def test_every_clause_has_its_own():
    _, _, pairs = parts("Der Zug kommt um acht an, und ich rufe dich an und mache die Tür auf.")
    assert [pair.infinitive for pair in pairs] == ["ankommen", "anrufen", "aufmachen"]


@pytest.mark.parametrize(
    "text",
    [
        "Er geht auf die Straße.",
        "Das Buch liegt auf dem Tisch.",
        "Ich komme mit dem Zug.",
        "Licht an.",
        "Das Licht ist an.",
        "Von heute an regnet es.",
        "Er arbeitet von Montag an.",
        "Er geht auf und ab.",
        "Sie läuft hin und her.",
        "Das ist mein Weg.",
        "Er nimmt seinen Teil.",
        "Ich muss weg.",
        "Er wohnt bei mir.",
        "Das weiß ich genau.",
        "Er kommt, um zu helfen.",
        "Er kommt um zu helfen.",
    ],
)
def test_prepositions_and_adverbs_are_no_prefixes(text):
    assert parts(text)[2] == []


def test_a_verb_with_a_sign_is_preferred():
    assert parts("sonst gibt das tief den ton an", {"angeben"})[2][0].infinitive == "angeben"


@pytest.mark.parametrize(
    ("text", "lone"),
    [
        ("Das Licht ist an.", ["an"]),
        ("Licht aus!", ["aus"]),
        ("Die Tür ist zu.", ["zu"]),
        ("Ich mache das Licht aus.", []),
        ("Von heute an regnet es.", []),
        ("Es regnet ab und an.", []),
        ("Er geht auf und ab.", []),
    ],
)
def test_particles_without_a_verb(text, lone):
    words, spans, pairs = parts(text)
    assert [words[at].text for at in sorted(lone_particles(words, spans, pairs))] == lone


@pytest.mark.parametrize(
    ("word", "infinitive"),
    [
        ("aufsteht", "aufstehen"),
        ("aufzustehen", "aufstehen"),
        ("aufgestanden", "aufstehen"),
        ("aufstehen", "aufstehen"),
        ("stattgefunden", "stattfinden"),
        ("auszugeben", "ausgeben"),
        ("teilgenommen", "teilnehmen"),
        ("anfängt", "anfangen"),
        ("vorbeikommt", "vorbeikommen"),
        ("abschnitten", None),
        ("zufrieden", None),
        ("aufstand", "aufstehen"),
        ("Aufstand", None),
        ("verstehen", None),
        ("gehen", None),
        ("anderen", None),
        ("unten", None),
        ("abends", None),
        ("über", None),
    ],
)
def test_verbs_with_their_prefix_at_them(word, infinitive):
    assert whole_infinitive(word) == infinitive
