"""Languages that a program adds: with dictionaries, without, and with spoken languages that nobody wrote tables for."""

from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

import signary
from signary import cli
from signary.corpora.synthetic.config import DemoCorpusConfig
from signary.corpora.synthetic.demo_signs import isolated_signs, pseudo_signs
from signary.corpora.synthetic.grammars import GRAMMARS, SHIPPED
from signary.corpora.synthetic.splits import held_out_glosses, make_splits
from signary.corpora.synthetic.templates import ONLY, Grammar, Word
from signary.io import plugins
from signary.io.errors import InputError, LexiconError, NoDictionaryError, UnknownLanguageError
from signary.language import languages
from signary.language.languages import LANGUAGES, SignLanguage, language_files, register_language, resolve
from signary.language.text_support import lacking
from signary.retrieval.lookup import plan_text
from signary.signer.lexicon import has_shipped_lexicon, shipped_alphabet, shipped_lexicon
from signary.signing.batch_record import Recipe
from signary.signing.text_signer import SigningOptions, make_text_signer

LSF = SignLanguage("lsf", "fsl", "French Sign Language", "fr")
_DIGITS = "".join(
    f"- {{gloss: N{digit}, words: [], number: {digit}, category: number, handshape: index, palm: forward, fingers: up, "
    f"source: test, checked: false}}\n"
    for digit in range(10)
)


@pytest.fixture(autouse=True)
def as_before(monkeypatch):
    """What a test registers is gone after it."""
    len(LANGUAGES)
    monkeypatch.setattr(languages, "_languages", dict(languages._languages))
    monkeypatch.setattr(languages, "_files", dict(languages._files))


@pytest.fixture
def lexicon(tmp_path):
    """Makes a lexicon of a few signs and the ten digits."""

    def make(language, *words, path="signs.yaml"):
        signs = "".join(
            f"- {{gloss: S{at}, words: [{word}], category: noun, handshape: flat, palm: forward, fingers: up, "
            f"source: test, checked: false}}\n"
            for at, word in enumerate(words)
        )
        file = tmp_path / path
        file.write_text(f"language: {language}\nnotice: A test.\nnumbers: digits\nsigns:\n{signs}{_DIGITS}")
        return file

    return make


def glosses(text, language):
    return [(item.word, item.gloss, item.source) for plan in plan_text(text, language) for item in plan.items]


def test_a_registered_language_is_found_by_all_its_names_and_signed(lexicon):
    assert signary.register_language is register_language
    assert register_language(LSF, lexicon=lexicon("lsf", "chat", "maison")) is LSF
    assert [resolve(name) for name in ("lsf", "FSL", "french sign language")] == [LSF] * 3
    assert glosses("Les chats ont 25 maisons.", "lsf") == [
        ("Les", "", "missing"), ("chats", "S0", "lexicon"), ("ont", "", "missing"),
        ("25", "N2+N5", "number"), ("maisons", "S1", "lexicon"),
    ]  # fmt: skip
    result = signary.sign_text("Le chat.", "fsl")
    assert result.pose.metadata["language"] == "lsf"
    assert "1 signed" in result.account()


@pytest.mark.parametrize(
    ("change", "argument", "part"),
    [
        ({"id": "LSF"}, "id", "lower-case"),
        ({"id": "a/b"}, "id", "lower-case"),
        ({"iso": "fr"}, "iso", "three"),
        ({"spoken": "French"}, "spoken", "two or three"),
        ({"name": " "}, "name", "English name"),
        ({"order": ("time", "negation")}, "order", "all the others"),
        ({"iso": "gsg"}, "language", "German Sign Language \\(dgs\\) has"),
        ({"name": "american sign language"}, "language", "asl"),
        ({"id": "csl"}, "language", "csl"),
    ],
)
def test_what_makes_no_language_is_refused_and_not_kept(change, argument, part):
    fields = {"id": "lsf", "iso": "fsl", "name": "French Sign Language", "spoken": "fr"} | change
    with pytest.raises(InputError, match=part) as error:
        register_language(SignLanguage(**fields))
    assert error.value.argument == argument
    assert list(LANGUAGES) == ["asl", "dgs", "csl"]


def test_a_language_may_be_registered_again_as_it_is_and_not_otherwise(lexicon):
    file = lexicon("lsf", "chat")
    register_language(LSF, lexicon=file)
    register_language(LSF, lexicon=str(file))
    with pytest.raises(InputError, match="'French Sign Language' ?|fsl|lsf"):
        register_language(LSF)
    assert language_files("lsf").lexicon == file.resolve()


def test_files_must_be_there_and_of_the_language(lexicon, tmp_path):
    with pytest.raises(InputError, match="lexicon: expected a YAML file that is there"):
        register_language(LSF, lexicon=tmp_path / "none.yaml")
    register_language(LSF, lexicon=lexicon("lis", "gatto"))
    with pytest.raises(LexiconError, match="signs.yaml.*'lsf'.*'lis'"):
        shipped_lexicon("lsf")
    with pytest.raises(InputError, match="grammar: expected a signary"):
        register_language(SignLanguage("lis", "ise", "Italian Sign Language", "it"), grammar="x")


def test_a_language_without_dictionaries_says_so_in_one_sentence():
    register_language(LSF)
    assert not has_shipped_lexicon("lsf")
    for use in (
        lambda: plan_text("Bonjour", "lsf"),
        lambda: signary.sign_text("Bonjour", "lsf"),
        lambda: make_text_signer("signer", "lsf", SigningOptions()),
        lambda: isolated_signs("lsf"),
        lambda: pseudo_signs(1, 0, language="lsf"),
    ):
        with pytest.raises(NoDictionaryError) as error:
            use()
        assert str(error.value) == (
            "language: expected one with a lexicon, which the rules sign with; a model trained on the language needs "
            "none: asl, dgs, csl, got French Sign Language (lsf), which has none"
        )
    with pytest.raises(NoDictionaryError, match="words are spelled with: asl, dgs, csl, got French"):
        shipped_alphabet("lsf")
    with pytest.raises(UnknownLanguageError, match="one with a grammar for the demo corpus: asl, dgs, csl, got French"):
        DemoCorpusConfig(languages=("lsf",))


def test_a_lexicon_alone_spells_nothing_and_says_why(lexicon):
    register_language(LSF, lexicon=lexicon("lsf", "chat"))
    (plan,) = plan_text("Un chat noir.", "lsf")
    assert [item.source for item in plan.items] == ["missing", "lexicon", "missing"]
    assert "no letter or number sign for 'n'" in plan.items[2].through
    assert len(isolated_signs("lsf")) == 11
    assert all(sign.words[0].isascii() for sign in pseudo_signs(3, 0, language="lsf"))


#: Spoken language, text, and what is signed of it where the lexicon has the word for a cat.
TEXTS = [
    ("fr", "chat", "Trois chats ? J'ai 4,5 kg.", ["S0"]),
    ("nl", "kat", "Ik heb 21 kat.", ["N2+N1", "S0"]),
    ("es", "gato", "¿Dónde están los gatos? ¡Hola!", ["S0"]),
    ("ru", "кошка", "У меня 5 кошек.", ["N5", "S0"]),
    ("ar", "قط", "عندي قط. ٢٥ قط؟", ["S0", "N2+N5", "S0"]),
    ("hi", "बिल्ली", "बिल्ली। २५ बिल्ली।", ["S0", "N2+N5", "S0"]),
    ("ja", "猫", "猫が好きです。猫は可愛い。", ["S0", "S0"]),
    ("xzz", "cat", "Foo cat 12 bar", ["S0", "N1+N2"]),
]


@pytest.mark.parametrize(("spoken", "word", "text", "signed"), TEXTS)
def test_texts_of_any_spoken_language_are_cut_and_every_word_is_accounted_for(lexicon, spoken, word, text, signed):
    register_language(SignLanguage("new", "nww", "New Sign Language", spoken), lexicon=lexicon("new", word))
    plans = plan_text(text, "new")
    items = [item for plan in plans for item in plan.items]
    assert [item.gloss for item in items if item.unit is not None] == signed
    assert all(text[item.start : item.end] == item.word for item in items)
    left = "".join(
        text[end:start]
        for end, start in zip([0, *(i.end for i in items)], [*(i.start for i in items), None], strict=True)
    )
    assert not any(character.isalnum() for character in left)
    assert lacking(spoken)


def test_sentences_end_where_their_script_says():
    register_language(SignLanguage("new", "nww", "New Sign Language", "ar"))
    from signary.language.sentences import split_sentences

    assert [s.text for s in split_sentences("أين القط؟ هنا.", "ar")] == ["أين القط؟", "هنا."]
    assert [s.text for s in split_sentences("यह बिल्ली है। वह नहीं।", "hi")] == ["यह बिल्ली है।", "वह नहीं।"]


@pytest.mark.parametrize(
    ("spoken", "number", "signed"),
    [
        ("fr", "3,5", None), ("fr", "1.234", "N1+N2+N3+N4"), ("es", "1.234,5", None), ("ja", "3.5", None),
        ("ja", "1,234", "N1+N2+N3+N4"), ("pt", "2024", "N2+N0+N2+N4"), ("it", "10:30", "N1+N0+N3+N0"),
    ],
)  # fmt: skip
def test_a_decimal_without_a_name_for_its_sign_is_not_signed_as_another_number(lexicon, spoken, number, signed):
    register_language(SignLanguage("new", "nww", "New Sign Language", spoken), lexicon=lexicon("new", "x"))
    (item,) = plan_text(number, "new")[0].items
    assert item.gloss == (signed or "")
    if signed is None:
        assert item.source == "missing"
        assert "decimal" in item.through
        assert spoken in item.through


def test_what_is_lacking_for_a_spoken_language():
    assert [lacking(spoken) for spoken in ("en", "de", "zh")] == [()] * 3
    assert "lemmas" not in lacking("fr")
    assert "numbers in words" in lacking("fr")
    assert {"lemmas", "words without blanks between them"} <= set(lacking("th"))


def _grammar(words):
    return Grammar(
        {"a": ["{noun} sees[S0] {other}."], "b": ["{noun} and {other}."], "c": ["{noun} is there[S1]."]},
        {
            "noun": tuple(Word({ONLY: f"{word}[S{at}]"}) for at, word in enumerate(words)),
            "other": tuple(Word({ONLY: f"the {word}[S{at}]"}) for at, word in enumerate(words)),
        },
    )


def test_a_grammar_comes_with_the_language_and_few_words_are_held_out(lexicon):
    words = [f"{first}{last}" for first in ("ta", "ko", "mi", "su") for last in ("ba", "do", "ku", "li")]
    assert list(GRAMMARS) == list(SHIPPED)
    register_language(
        SignLanguage("new", "nww", "New Sign Language", "en"), lexicon=lexicon("new", *words), grammar=_grammar(words)
    )
    assert list(GRAMMARS) == [*SHIPPED, "new"]
    sizes = {"train": 60, "dev": 5, "test": 5, "test_unseen_words": 8}
    splits = make_splits("new", sizes, 0)
    assert {split: len(sentences) for split, sentences in splits.items()} == sizes
    held = set(held_out_glosses("new", 0))
    # Two of sixteen stand in the templates themselves, and one in four of the others is held out.
    assert len(held) == 3
    assert all(sentence.glosses & held for sentence in splits["test_unseen_words"])
    assert not any(sentence.glosses & held for split in ("train", "dev", "test") for sentence in splits[split])
    with pytest.raises(InputError, match="test_unseen_words: expected at most"):
        make_splits("new", sizes | {"test_unseen_words": 5000}, 0)
    assert DemoCorpusConfig().languages == tuple(SHIPPED)


def test_the_key_of_a_demo_corpus_follows_grammar_lexicon_and_code(lexicon, monkeypatch):
    words = ["tabaku", "komito"]
    file = lexicon("new", *words)
    language = SignLanguage("new", "nww", "New Sign Language", "en")
    register_language(language, lexicon=file, grammar=_grammar(words))
    settings = DemoCorpusConfig(languages=("new",))
    keys = [settings.key()]
    file.write_text(file.read_text() + "\n# changed\n")
    keys.append(settings.key())
    monkeypatch.setitem(languages._files, "new", languages.LanguageFiles(file, None, _grammar(words[::-1])))
    keys.append(settings.key())
    from signary.corpora.synthetic import config

    assert {"signer.py", "languages.py", "kinematics.py", "smplx.py", "english.py"} <= {
        p.name for p in config._files(settings.sources)
    }
    assert len(set(keys)) == 3


def test_plug_ins_are_loaded_at_the_first_look_and_once(monkeypatch):
    calls = []

    class Point:
        name, value, dist = "made", "made:register", None

        def load(self):
            return lambda: calls.append(register_language(LSF))

    monkeypatch.setattr(plugins, "entry_points", lambda group: [Point()] if group == "signary.plugins" else [])
    monkeypatch.setattr(plugins, "_looked", None)
    monkeypatch.setattr(plugins, "_loaded", set())
    assert calls == []
    assert "lsf" in LANGUAGES
    assert list(LANGUAGES)[-1] == "lsf"
    assert len(calls) == 1


def test_a_plug_in_that_fails_is_named_and_tried_again(monkeypatch):
    point = EntryPoint("broken", "no.such.module:register", "signary.plugins")
    monkeypatch.setattr(plugins, "entry_points", lambda group: [point])
    monkeypatch.setattr(plugins, "_looked", None)
    monkeypatch.setattr(plugins, "_loaded", set())
    for _ in range(2):
        with pytest.raises(InputError, match=r"'no.such.module:register' of broken \(ModuleNotFoundError"):
            resolve("asl")


def test_a_model_that_knows_an_unregistered_language_says_what_to_do():
    with pytest.raises(UnknownLanguageError, match="lsf once signary.register_language has added it, got 'lsf'"):
        resolve("lsf", available=["lsf"])
    with pytest.raises(UnknownLanguageError, match=r"asl \(ase, American Sign Language\); or lsf once"):
        resolve("lsf", available=["asl", "lsf"])


def test_registered_paths_do_not_follow_the_working_directory(lexicon, tmp_path, monkeypatch):
    lexicon("lsf", "chat")
    monkeypatch.chdir(tmp_path)
    register_language(LSF, lexicon=Path("signs.yaml"))
    monkeypatch.chdir("/")
    assert "chat" in shipped_lexicon("lsf").by_word


def test_the_command_line_lists_what_is_there_and_what_is_lacking(capsys, lexicon):
    register_language(LSF)
    register_language(SignLanguage("lis", "ise", "Italian Sign Language", "it"), lexicon=lexicon("lis", "gatto"))
    with pytest.raises(SystemExit) as left:
        cli.main(["languages"])
    assert left.value.code == 0
    lines, signs = capsys.readouterr().out.splitlines(), len(shipped_lexicon("asl").entries)
    assert lines[0].endswith(f"American Sign Language (from en): {signs} signs, 0 checked by signers, 26 letters")
    assert lines[3].startswith(
        "lsf  fsl  French Sign Language (from fr): no lexicon, for trained models only; fr without numbers in words, "
    )
    assert "(from it): 11 signs, 0 checked by signers, no manual alphabet; it without" in lines[4]
    with pytest.raises(SystemExit) as left:
        cli.main(["generate", "chat", "-l", "lsf", "--method", "signer", "-o", "x.npz"])
    assert left.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("signary: language: expected one with a lexicon")


def test_a_batch_is_made_anew_when_a_registered_lexicon_changes(lexicon):
    recipe = Recipe("signer", SigningOptions(), "pose", {})
    before = recipe.facts()
    file = lexicon("lsf", "chat")
    register_language(LSF, lexicon=file)
    registered = recipe.facts()
    file.write_text(file.read_text() + "\n# changed\n")
    digests = [facts["lexicons"] for facts in (before, registered, recipe.facts())]
    assert len(set(digests)) == 3
