"""Signs of one's own go before those of a model's dictionary, and are named wherever words are accounted for."""

import pytest
from transformers import pipeline

from signary.cli import main
from signary.io.errors import InputError
from signary.language.languages import resolve
from signary.retrieval.builder import dictionary_from_entries
from signary.retrieval.dictionary_file import DictionaryHeader, DictionaryMismatchError
from signary.signing.batch_record import Recipe
from signary.signing.model_signing import sign_by_model
from signary.signing.text_signer import SigningOptions, make_text_signer
from signary.streaming.shown_words import own_words, share_shown
from tests.pointing_text_to_sign import pointing

__all__ = ["pointing"]
ASL = resolve("asl")


def own_dictionary(dictionary, place, **words):
    """A file with entries of a dictionary under other words, of a source of their own."""
    entries = [
        dictionary.lookup(taken, "asl")._replace(lemma=word.replace("letter_", "#"), gloss="OWN", source="our clips")
        for word, taken in words.items()
    ]
    dictionary_from_entries(entries, dictionary.header).save(place)
    return place


@pytest.fixture
def mine(pointing, tmp_path):
    """A word that the model lacks, one that it has, and a letter."""
    return own_dictionary(pointing.dictionary, tmp_path / "mine.parquet", pizza="bread", mother="eat", letter_o="#a")


def told(bundle, text):
    return {word["word"]: word for word in sign_by_model(bundle, text, ASL)["retrieved"]}


def test_they_go_before_the_models_own_which_gives_the_rest(pointing, mine):
    with_mine = pointing.with_dictionaries([mine])
    assert with_mine.own_sources == {"our clips"}
    assert pointing.with_dictionaries([]) is pointing
    before, after = (told(bundle, "Mother eats pizza.") for bundle in (pointing, with_mine))
    # Spelling needs letters that the model does not have.
    assert (before["pizza"]["source"], before["pizza"]["origin"]) == ("none", [])
    assert (after["pizza"]["gloss"], after["pizza"]["origin"]) == ("OWN", ["our clips"])
    assert (before["Mother"]["gloss"], after["Mother"]["gloss"]) == ("MOTHER", "OWN")
    assert after["eats"]["gloss"] == before["eats"]["gloss"] == "EAT"
    spelled = told(with_mine, "Toas eats.")["Toas"]
    assert (spelled["source"], spelled["origin"]) == ("fingerspelling", ["", "our clips"])


def test_the_model_shows_their_codes(pointing, mine):
    with_mine = pointing.with_dictionaries([mine])
    found = with_mine.prompter.outcomes("Pizza!", ASL)
    assert (found[0].codes == pointing.dictionary.lookup("bread", "asl").codes).all()


def test_of_several_the_first_wins(pointing, mine, tmp_path):
    other = own_dictionary(pointing.dictionary, tmp_path / "other.parquet", pizza="not", house="yesterday")
    for places, codes in (([mine, other], "bread"), ([other, mine], "not")):
        bundle = pointing.with_dictionaries(places)
        entry = bundle.dictionary.lookup("pizza", "asl")
        assert (entry.codes == pointing.dictionary.lookup(codes, "asl").codes).all()
        assert ("house", "asl") in bundle.dictionary


def test_dictionaries_of_other_tokenizers_are_refused(pointing, tmp_path):
    header = pointing.dictionary.header
    other = DictionaryHeader("another", header.parts, header.codebook_sizes, header.stride, header.fps)
    place = tmp_path / "other.parquet"
    dictionary_from_entries(list(pointing.dictionary)[:1], other).save(place)
    with pytest.raises(DictionaryMismatchError, match="'another'"):
        pointing.with_dictionaries([place])
    with pytest.raises(InputError, match="dictionary: expected a folder with"):
        pointing.with_dictionaries([tmp_path / "none.parquet"])


def test_the_account_names_them_and_their_sentences_are_the_models(pointing, mine):
    options = SigningOptions(dictionaries=(str(mine),))
    signed = make_text_signer("auto", "asl", options, pointing)("Mother eats pizza.")
    assert signed.account().startswith("by the model: ")
    assert "of your own: Mother (our clips), pizza (our clips)" in signed.account()
    with pytest.raises(InputError, match="dictionaries: expected method model"):
        make_text_signer("signer", "asl", options, pointing)


def test_a_sentence_with_a_sign_of_ones_own_is_never_left_to_the_rules():
    words = [
        {
            "word": name,
            "start": start,
            "source": "dictionary",
            "shown": None,
            "weight": None,
            "reason": "not",
            "origin": [origin],
        }
        for name, start, origin in (("a", 0, "x"), ("b", 3, "y"))
    ]
    alone = [[word] for word in words]
    assert own_words(words, frozenset({"y"})) == (("b", "y"),)
    assert [share.by_model for share in share_shown("a. b.", [0, 3], alone, frozenset({"y"}))] == [False, True]
    assert [share.by_model for share in share_shown("a. b.", [0, 3], alone)] == [False]


def test_a_batch_signs_again_when_a_dictionary_changes(mine, pointing, tmp_path):
    recipe = Recipe("model", SigningOptions(dictionaries=(str(mine),)), "npz", {})
    before = recipe.facts()
    moved = mine.rename(tmp_path / "moved.parquet")
    same = Recipe("model", SigningOptions(dictionaries=(str(moved),)), "npz", {}).facts()
    assert same == before
    own_dictionary(pointing.dictionary, moved, pizza="not")
    assert Recipe("model", SigningOptions(dictionaries=(str(moved),)), "npz", {}).facts() != before


def test_pipeline_command_and_stream_take_them(pointing, mine, tmp_path, capsys):
    folder = tmp_path / "model"
    pointing.save(folder)
    sign = pipeline("text-to-sign", model=str(folder), dictionary=str(mine), device="cpu")
    assert {word["word"]: word["origin"] for word in sign("Pizza!")["retrieved"]} == {"Pizza": ["our clips"]}
    given = ["-l", "asl", "--model", str(folder), "--dictionary", str(mine)]
    for command in (["generate", "Pizza!", "-o", str(tmp_path / "a.npz")], ["stream", "Pizza!"]):
        with pytest.raises(SystemExit) as stopped:
            main([*command, *given])
        assert stopped.value.code in (0, None), capsys.readouterr().err
    assert "of your own: Pizza (our clips)" in capsys.readouterr().out
    with pytest.raises(SystemExit) as stopped:
        main(["generate", "--gloss", "REGEN", "--dictionary", str(mine), "-o", str(tmp_path / "b.npz")])
    assert stopped.value.code == 2
