"""German words whose meaning their neighbours tell, through the shipped lexicon: texts as people type them."""

import pytest

from signary.retrieval.lookup import plan_text


def glosses(text):
    return [item.gloss for plan in plan_text(text, "dgs") for item in plan.signed]


def account(text):
    return {item.word: item.source for plan in plan_text(text, "dgs") for item in plan.items}


@pytest.mark.parametrize(
    ("text", "signed"),
    [
        # separable verbs, their prefix in the way of other words
        ("Mach bitte das Licht im Flur aus.", "BITTE LICHT FLUR AUSMACHEN"),
        ("Schalten Sie bitte Ihre Handys aus.", "DU BITTE DEIN HANDY AUSMACHEN"),
        ("Hör mir doch endlich zu!", "ENDLICH ICH ZUHOEREN"),
        ("Hör auf damit!", "STOPPEN"),
        ("Hört auf zu reden!", "STOPPEN SPRECHEN"),
        ("Ich arbeite von zu Hause aus.", "ICH HAUS ARBEITEN"),
        ("Schalt den Fernseher ein!", "FERNSEHEN ANMACHEN"),
        ("Mir fällt nichts ein.", "ICH IDEE NICHTS"),
        ("Morgen geht es zurück nach Hause.", "MORGEN HAUS ZURUECK"),
        ("Die Temperaturen gehen zurück.", "TEMPERATUR SINKEN"),
        # reflexive pronouns
        ("Ich freue mich.", "ICH FREUEN"),
        ("Wie fühlst du dich?", "DU SPUEREN WIE"),
        ("Wir haben uns gestritten.", "WIR STREITEN"),
        ("Er fragt mich.", "ER-SIE ICH FRAGEN"),
        ("Ich spreche mit mir.", "ICH ICH SPRECHEN"),
        ("Du siehst mich.", "DU ICH SEHEN"),
        # how somebody is, what works, who goes
        ("Mir geht es gut.", "ICH GUT SPUEREN"),
        ("Wie geht es deiner Oma?", "DEIN OMA SPUEREN WIE"),
        ("wie gehts?", "SPUEREN WIE"),
        ("Das Internet geht nicht.", "INTERNET FUNKTIONIEREN NICHT"),
        ("Ich gehe nach Hause.", "ICH HAUS GEHEN"),
        ("Gehst du schon?", "SCHON DU GEHEN"),
        # what there is, what somebody gives
        ("Es gab einen Unfall.", "UNFALL ES-GIBT"),
        ("Morgen kann es Regen geben.", "MORGEN REGEN KOENNEN ES-GIBT"),
        ("Er hat es mir gegeben.", "ER-SIE ICH GEBEN"),
        # heard and owned, liked and fallen, meant and mine, loved and dear
        ("Hast du das gehört?", "DU HOEREN"),
        ("Wem gehört der Hund?", "HUND GEHOEREN WER"),
        ("Das Buch hat mir gefallen.", "BUCH ICH GEFALLEN"),
        ("Das Buch ist gefallen.", "BUCH FALLEN"),
        ("Ich meine das Buch.", "ICH BUCH MEINEN"),
        ("Ich suche meine Brille.", "ICH MEIN BRILLE SUCHEN"),
        ("Natürlich liebe ich dich.", "NATUERLICH ICH DU LIEBEN"),
        ("Liebe Tante,", "LIEB TANTE"),
        # soon and the same, only and first, once and a particle
        ("Ich komme gleich.", "SOFORT ICH KOMMEN"),
        ("Wir sind gleich groß.", "WIR GLEICH GROSS"),
        ("Mir ist das gleich.", "ICH EGAL"),
        ("Ich komme erst morgen.", "MORGEN ICH NUR KOMMEN"),
        ("Erst essen wir.", "ZUERST WIR ESSEN"),
        ("Sag mal, wo bist du?", "SAGEN DU WO"),
        ("Ich war zweimal dort.", "ZWEI MAL DORT ICH"),
        ("Wir sind zu fünft.", "WIR FUENF"),
        # doch, ja, da, damit, etwas, früher, wohl
        ("Doch!", "JA"),
        ("Frag doch den Lehrer.", "LEHRER FRAGEN"),
        ("Ich rufe, doch er kommt nicht.", "ICH RUFEN ABER ER-SIE KOMMEN NICHT"),
        ("Das ist ja schön.", "SCHOEN"),
        ("Da er krank ist, bleibt er hier.", "WEIL ER-SIE KRANK HIER ER-SIE BLEIBEN"),
        ("Sprich langsam, damit ich dich verstehe.", "LANGSAM SPRECHEN DAMIT ICH DU VERSTEHEN"),
        ("Hast du etwas gesehen?", "DU ETWAS SEHEN"),
        ("Es ist etwas kühler.", "BISSCHEN KUEHL"),
        ("Früher haben wir hier gewohnt.", "FRUEHER HIER WIR WOHNEN"),
        ("Ich fühle mich nicht wohl.", "ICH GUT SPUEREN NICHT"),
        ("Er kommt wohl.", "ER-SIE WAHRSCHEINLICH KOMMEN"),
        # whose it is, to whom, and you
        ("Ihr Mann schläft.", "SEIN-IHR MANN SCHLAFEN"),
        ("Die Kinder essen ihr Gemüse.", "KIND SEIN-IHR GEMUESE ESSEN"),
        ("Ich spreche mit ihr.", "ICH ER-SIE SPRECHEN"),
        ("Kommt ihr?", "IHR KOMMEN"),
        # imperatives with and without -e, and what stands with ich
        ("Melde dich!", "DU ANMELDEN"),
        ("Such den Schlüssel!", "SCHLUESSEL SUCHEN"),
        ("Ich trage eine Brille.", "ICH BRILLE TRAGEN"),
        ("Ich vertrage keine Milch.", "ICH MILCH #VERTRAGEN KEIN"),
        # questions keep their word
        ("Womit schreibst du?", "DU SCHREIBEN WAS"),
        ("Worüber lacht ihr?", "IHR LACHEN WAS"),
        ("In welchem Haus wohnst du?", "HAUS DU WOHNEN WELCHE"),
        ("Wessen Hund ist das?", "HUND WESSEN"),
        ("Wie lange bleibst du?", "DU BLEIBEN WIE-LANGE"),
        ("Was ist denn los?", "LOS WAS"),
        # negation
        ("Niemand kommt.", "KOMMEN NIEMAND"),
        ("Rauchen ist ungesund.", "RAUCHEN GESUND+NICHT"),
        ("Wir haben kein Brot mehr.", "WIR BROT HABEN NICHT-MEHR"),
        ("Ich habe mehr als du.", "ICH MEHR #ALS DU HABEN"),
        # times from now on
        ("In zwei Jahren ziehen wir um.", "SPAETER ZWEI JAHR WIR UMZIEHEN"),
        ("Ich habe das Buch in zwei Tagen gelesen.", "ZWEI TAG ICH BUCH LESEN"),
        ("Ab Januar arbeite ich wieder.", "AB JANUAR WIEDER ICH ARBEITEN"),
        ("Morgen ab 15 Uhr.", "MORGEN AB FUENFZEHN UHR"),
        # the subjunctive, and participles that no list has
        ("Ich hätte das nicht gedacht.", "ICH DENKEN NICHT"),
        ("Würdest du kommen?", "DU KOMMEN"),
        ("Das hat mich sehr gefreut.", "ICH SEHR FREUEN"),
        ("Ich habe lange überlegt.", "LANGE ICH #ÜBERLEGEN"),
        # idioms, and one word commands
        ("Halt!", "STOPPEN"),
        ("Nehmen Sie bitte Platz.", "DU BITTE SITZEN"),
        ("Mach's gut!", "TSCHUESS"),
        ("Gern geschehen.", "BITTE"),
        ("was machst du grade", "JETZT WAS DU MACHEN"),
        ("zwanzig Grad", "ZWANZIG GRAD"),
        # typed without umlauts
        ("Die Tuer ist zu.", "TUER ZU"),
        ("ich moechte kaese", "ICH KAESE MOECHTEN"),
    ],
)
def test_texts_in_full(text, signed):
    assert glosses(text) == signed.split()


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Unsere Tochter lernt laufen.", "VERLAUF"),
        ("Ich habe mich verlaufen.", "VERLAUF"),
        ("Das Bild hängt an der Wand.", "WIND"),
        ("Der Reifen ist kaputt.", "GLATT"),
        ("Stell die Kiste hin.", "ORT"),
        ("Wie lautet die Antwort?", "LAUT"),
        ("Ich wohne in Freiburg.", "FREI+BURG"),
        ("Bitte hinterlassen Sie eine Nachricht.", "HINTER+LASSEN"),
        ("Wir machen eine Klassenfahrt.", "SUPER+FAHREN"),
        ("Nur die Spitzen, bitte.", "SUPER"),
        ("Der Flug wurde gestrichen.", "MALEN"),
        ("Wir treffen uns vor dem Kino.", "VORHER"),
        ("Wir müssen noch den Tisch decken.", "DECKE"),
        ("Die Bienen fliegen.", "FLUGZEUG"),
        ("Das Tor ist fest.", "FEST"),
    ],
)
def test_no_sign_of_another_word(text, wrong):
    assert wrong not in glosses(text)


def test_what_is_not_signed_is_said():
    assert account("Ich freue mich ja.")["mich"] == "dropped"
    assert account("Sag mal!")["mal"] == "dropped"
