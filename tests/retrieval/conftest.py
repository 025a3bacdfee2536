import string

import pytest

from signary.signer.lexicon import load_alphabet, load_lexicon

FORM = "handshape: flat, palm: forward, fingers: up"

GERMAN = {
    "ICH": ("pronoun", "ich"),
    "DU": ("pronoun", "du"),
    "WINTER": ("noun", "winter"),
    "STURM": ("noun", "sturm, stürmen"),
    "SCHULE": ("noun", "schule"),
    "BUCH": ("noun", "buch"),
    "WOLKE": ("noun", "wolke"),
    "GRAD": ("noun", "grad"),
    "REGEN": ("noun", "regen, regnen"),
    "NORD": ("place", "norden"),
    "SUED": ("place", "süden"),
    "MORGEN": ("time", "morgen"),
    "MAI": ("time", "mai"),
    "UHR": ("time", "uhr"),
    "WOCHE": ("time", "woche"),
    "NAECHSTE": ("adjective", "nächste"),
    "GUTEN-MORGEN": ("other", "guten morgen"),
    "KOMMEN": ("verb", "kommen"),
    "ANKOMMEN": ("verb", "ankommen"),
    "ESSEN": ("verb", "essen"),
    "HABEN": ("verb", "haben"),
    "WOHNEN": ("verb", "wohnen"),
    "NICHT": ("negation", "nicht"),
    "WO": ("question", "wo"),
    "BADEN": ("place", "baden"),
    "ERSTE": ("adjective", "erste"),
    "BIS": ("other", "bis"),
}
ENGLISH = {
    "ME": ("pronoun", "i"),
    "YOU": ("pronoun", "you"),
    "IT": ("pronoun", "it"),
    "LIKE": ("verb", "like"),
    "DO": ("verb", "do"),
    "HAVE": ("verb", "have"),
    "SEE": ("verb", "see"),
    "COLD": ("adjective", "cold"),
    "SNOW": ("noun", "snow"),
    "ICE-CREAM": ("noun", "ice cream"),
    "TODAY": ("time", "today"),
    "SECOND": ("time", "second"),
    "CANT": ("negation", '"can\'t"'),
    "NOT": ("negation", "not"),
    "WHERE": ("question", "where"),
    "MAYBE": ("other", "may"),
    "POINT": ("other", "point"),
}
CHINESE = {
    "我": ("pronoun", "我"),
    "你": ("pronoun", "你"),
    "想": ("verb", "想"),
    "去": ("verb", "去"),
    "人": ("noun", "人"),
    "来": ("verb", "来"),
    "水": ("noun", "水"),
    "杯": ("noun", "杯"),
    "不": ("negation", "不"),
    "今天": ("time", "今天"),
    "北京": ("place", "北京"),
    "大学": ("place", "大学"),
    "喜欢": ("verb", "喜欢"),
    "什么": ("question", "什么"),
    "没关系": ("other", "没 关系"),
}


def write_lexicon(path, language, order, signs, numbers):
    lines = [f"language: {language}", "notice: test", f"numbers: {order}", "signs:"]
    for gloss, (category, words) in signs.items():
        lines.append(
            f"- {{gloss: {gloss}, words: [{words}], category: {category}, {FORM}, source: test, checked: false}}"
        )
    for value in numbers:
        fields = f"words: [], category: number, number: {value}"
        lines.append(f'- {{gloss: "{value}", {fields}, {FORM}, source: test, checked: false}}')
    path.write_text("\n".join(lines), encoding="utf-8")
    return load_lexicon(path)


def write_alphabet(path, language, groups):
    letters = "\n".join(f'  "{letter}": {{{FORM}}}' for letter in [*string.ascii_uppercase, *groups])
    path.write_text(f"language: {language}\nnotice: test\nletters:\n{letters}\n", encoding="utf-8")
    return load_alphabet(path)


@pytest.fixture(scope="session")
def dictionaries(tmp_path_factory):
    """Small lexicons and alphabets: id -> (lexicon, alphabet)."""
    folder = tmp_path_factory.mktemp("dictionaries")
    tens = [*range(21), *range(30, 100, 10), 100]
    made = {
        "dgs": ("ones_first", GERMAN, [*tens, 1000], ["Ä", "Ö", "Ü", "SCH"]),
        "asl": ("digits", ENGLISH, tens, []),
        "csl": ("tens_first", CHINESE, [*range(11), *range(20, 100, 10), 100, 1000], ["ZH", "CH", "SH", "NG"]),
    }
    return {
        name: (
            write_lexicon(folder / f"{name}.yaml", name, *made[name][:3]),
            write_alphabet(folder / f"{name}-a.yaml", name, made[name][3]),
        )
        for name in made
    }


@pytest.fixture(scope="session")
def plan(dictionaries):
    """Plan one sentence with the small dictionaries: `plan("dgs", "…")`."""
    from signary.language.languages import resolve
    from signary.retrieval.lookup import look_up

    return lambda language, sentence: look_up(sentence, *dictionaries[language], resolve(language))
