"""A model with a pointer says of every word what became of it: shown, when, spelled, left out, or why not."""

import numpy as np
import pytest

from signary.bundle.sentence_steps import decode_prompts
from signary.language.languages import resolve
from signary.retrieval.segments import read_vtt
from signary.signing.model_signing import sign_by_model
from signary.signing.outputs import write_output
from signary.signing.rule_based import sign_text
from signary.signing.signed_by_model import ModelSigning
from signary.streaming.shown_words import LEAST_SHOWN, SURE, share_shown, shown_account, why_not_shown
from tests.pointing_text_to_sign import pointing

__all__ = ["pointing"]
ASL = resolve("asl")
TEXT = "Yesterday the mother did not eat bread. Anna eats twenty-five breads."


@pytest.fixture(scope="module")
def signed(pointing):
    return sign_by_model(pointing, TEXT, ASL)


def test_signs_come_in_the_order_of_the_rules_with_words_and_times(signed):
    segments, rules = signed["segments"], sign_text(TEXT, "asl")
    assert [found["gloss"] for found in segments] == [found.gloss for found in rules.segments]
    assert [found["word"] for found in segments] == [found.word for found in rules.segments]
    times = [time for found in segments for time in (found["start"], found["end"])]
    assert times == sorted(times)
    assert 0 <= times[0] < times[-1] <= signed["pose"].seconds + 0.2
    for found in segments:
        start, end = found["place"]
        assert TEXT[start:end] == found["word"]
        assert found["source"] == "model"
        assert 0 < found["weight"] <= 1
        assert found["complete"]


def test_letters_and_numerals_have_times_of_their_own(signed):
    pieces = {found["gloss"]: [piece["gloss"] for piece in found["pieces"]] for found in signed["segments"]}
    assert pieces["#ANNA"] == ["#A", "#N", "#N", "#A"]
    assert pieces["TWO+FIVE"] == ["TWO", "FIVE"]
    assert pieces["MOTHER"] == ["MOTHER"]
    for found in signed["segments"]:
        starts = [piece["start"] for piece in found["pieces"]]
        assert starts == sorted(starts)


def test_every_word_is_accounted_for(signed):
    told = {word["word"]: word for word in signed["retrieved"]}
    assert told["Anna"]["source"] == "fingerspelling"
    assert told["the"]["source"] == "left out"
    assert (told["the"]["shown"], told["the"]["weight"]) == (None, None)
    assert "prompt" not in told["the"]["reason"]
    by_place = {found["place"]: found for found in signed["segments"]}
    for word in signed["retrieved"]:
        found = by_place.get((word["start"], word["end"]))
        assert (word["shown"] is None) == (found is None)
        if found is not None:
            assert word["shown"] == (found["start"], found["end"])


def test_sentences_stand_beside_the_signs(signed):
    first, second = signed["sentences"]
    assert TEXT[slice(*first["place"])] == first["text"]
    assert TEXT[slice(*second["place"])] == second["text"]
    assert first["end"] == second["start"]
    assert all(
        first["start"] <= found["start"] < first["end"] for found in signed["segments"] if found["place"][1] < 40
    )


def test_side_by_side_they_are_as_alone(pointing):
    sentences = list(pointing.prompter.sentences(TEXT, ASL))
    together = decode_prompts(pointing, [sentence.prompt for sentence in sentences])
    for row, sentence in enumerate(sentences):
        alone = decode_prompts(pointing, [sentence.prompt])
        kept = together.codes[row][together.codes[row][:, 0] >= 0]
        assert kept.tolist() == alone.codes[0].tolist()
        known = together.visits[row][: alone.visits.shape[1]]
        np.testing.assert_allclose(known, alone.visits[0], atol=1e-4)


def test_a_sentence_that_is_stopped_says_what_was_not_signed(pointing):
    found = sign_by_model(pointing, "Mother did not eat bread.", ASL, max_new_tokens=4)
    assert not found["complete"]
    lost = [word for word in found["retrieved"] if word["source"] == "dictionary" and word["shown"] is None]
    assert lost
    assert {word["reason"] for word in lost} == {"its sign was in the prompt, and was not signed"}
    account = ModelSigning.of(found).account()
    assert f"{lost[0]['word']}: its sign was in the prompt, and was not signed" in account
    assert "cut off by the limit of steps" in account


def test_captions_are_signs(signed, tmp_path):
    write_output(ModelSigning.of(signed), tmp_path / "a.vtt")
    cues = read_vtt(tmp_path / "a.vtt")
    assert [text for _, _, text in cues] == [f"{found['gloss']} {found['word']}" for found in signed["segments"]]
    write_output(ModelSigning.of(signed), tmp_path / "a.eaf")
    assert "TWO+FIVE" in (tmp_path / "a.eaf").read_text("utf-8")


def test_a_sentence_with_more_signs_than_a_prompt_shows_is_signed_in_pieces(pointing):
    text = "Mother did not eat " + "bread, mother, yesterday, " * 30 + "bread."
    found = sign_by_model(pointing, text, ASL)
    assert len(found["sentences"]) >= 2
    assert all("signs and letters at once" in part["cut"] for part in found["sentences"])
    assert len(found["segments"]) == len(sign_text(text, "asl").segments)
    places = [sentence["place"] for sentence in found["sentences"]]
    assert places[0][0] == 0
    assert places[-1][1] == len(text)


def word(name, source="dictionary", weight=0.9, reason=None, start=0):
    shown = None if weight is None else (0.0, 0.5)
    facts = {"word": name, "start": start, "end": start + len(name), "source": source}
    return facts | {"shown": shown, "weight": weight, "reason": reason}


def test_a_sentence_is_the_models_if_most_of_it_is_shown():
    words = [word("a"), word("b"), word("c"), word("d"), word("the", "left out", None)]
    assert why_not_shown(words) is None
    unsure = [word("x", weight=SURE - 0.01), *words]
    assert why_not_shown(unsure) is None  # 4 of 5, as many as are asked for
    assert pytest.approx(0.8) == LEAST_SHOWN
    assert why_not_shown([*unsure, word("y", weight=None, reason="not signed")]) == "2 of 6 signs not shown: x, y"
    assert why_not_shown([word("the", "left out", None)]) == "no sign of its words is in the prompt"


def test_sentences_that_are_not_shown_are_left_to_the_rules():
    text = "One two. Three. Four."
    words = [[word("One"), word("two")], [word("Three", weight=0.2)], [word("Four")]]
    shares = share_shown(text, [0, 9, 16], words)
    assert [(share.text, share.by_model) for share in shares] == [
        ("One two. ", True),
        ("Three. ", False),
        ("Four.", True),
    ]
    assert shares[1].reasons == ("1 of 1 signs not shown: Three",)


def test_the_account_names_what_is_not_shown():
    words = [
        word("Mother"),
        word("Anna", "fingerspelling", 0.8),
        word("the", "left out", None, "function word"),
        word("eats", weight=0.3),
        word("qwzx", "none", None, "not in the dictionary"),
    ]
    assert shown_account(words) == (
        "1 shown, 1 spelled (Anna), 1 left out (the), 2 not shown (eats: unsure; qwzx: not in the dictionary); "
        "least sure: Anna (0.80)"
    )
