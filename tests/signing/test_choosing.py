"""Without a method, the model signs sentences like those of its training, and the rules everything else."""

import sys

import numpy as np
import pytest

from signary.cli import main
from signary.io.errors import InputError
from signary.language.languages import resolve
from signary.signing.choosing import share_out
from signary.signing.rule_based import sign_text
from signary.signing.text_signer import SigningOptions, make_text_signer, trained_on

#: Sentences of everyday words in the order of templates, and others, with the reason why the rules sign them.
LIKE_TRAINING = {
    "asl": ["The baby sleeps.", "We need a new car.", "It will snow tomorrow morning."],
    "dgs": ["Morgen regnet es im Norden.", "Wo ist die Schule?", "Ich möchte ein Brot kaufen."],
    "csl": ["明天会下雨吗？", "医院在哪里？", "我妈妈吃面包。"],
}
UNLIKE = {
    ("asl", "Help"): "1 word, usual are 3 to 9",
    ("asl", "Good morning!"): "2 words, usual are 3 to 9",
    ("asl", "The umbrella sleeps."): "rare in training: umbrella",
    ("asl", "The baby sleeps"): "no . or ? at the end",
    ("asl", "The baby sleeps and the dog eats."): "2 clauses",
    ("asl", "The baby sleeps, the dog eats."): "2 clauses",
    ("asl", "asdf qwer zxcv"): "rare in training: asdf, qwer, zxcv",
    ("dgs", "Danke"): "rare in training: Danke",
    ("dgs", "Morgen regnet es im Norden, und es schneit im Süden."): "2 clauses",
    ("csl", "她不是老师。"): "rare in training: 不是",
    ("csl", "因为下雨，我们不去学校。"): "rare in training: 因为",
}


@pytest.fixture(scope="module")
def trained():
    return trained_on(None)


@pytest.mark.parametrize("language", LIKE_TRAINING)
def test_sentences_like_those_of_training_go_to_the_model(language, trained):
    for text in LIKE_TRAINING[language]:
        (share,) = share_out(text, resolve(language), trained)
        assert (share.text, share.by_model, share.reasons) == (text, True, ())


@pytest.mark.parametrize(("case", "reason"), UNLIKE.items())
def test_others_go_to_the_rules_and_say_why(case, reason, trained):
    language, text = case
    (share,) = share_out(text, resolve(language), trained)
    assert (share.text, share.by_model) == (text, False)
    assert share.reasons[0].startswith(reason)


def test_neighbours_of_one_kind_stay_together_and_nothing_is_lost(trained):
    text = " The baby\tsleeps.  Hello! “Thanks.” The baby sleeps. We need a new car. "
    shares = share_out(text, resolve("asl"), trained)
    assert [(share.sentences, share.by_model) for share in shares] == [(1, True), (2, False), (2, True)]
    assert "".join(share.text for share in shares) == text
    assert share_out(text, resolve("asl"), {})[0].reasons == ("training had no asl",)


def test_what_the_rules_sign_is_theirs_and_loads_no_model(monkeypatch):
    monkeypatch.setitem(sys.modules, "signary.bundle.model_folder", None)
    found = make_text_signer("auto", "dgs", SigningOptions())("Ich heiße Thomas!")
    assert np.array_equal(found.pose.values, sign_text("Ich heiße Thomas!", "dgs").pose.values)
    assert found.account().startswith("by rules (rare in training: heiße, Thomas): 3 words: ")


def test_speed_and_handedness_are_left_to_the_rules():
    found = make_text_signer("auto", "asl", SigningOptions(speed=2.0))("The baby sleeps.")
    assert len(found.pose) < len(sign_text("The baby sleeps.", "asl").pose)
    assert found.account().startswith("by rules (speed and left_handed are theirs): ")
    with pytest.raises(InputError, match="speed: expected method signer, got method model"):
        make_text_signer("model", "asl", SigningOptions(speed=2.0))


def test_a_mixed_text_is_one_motion_without_a_jump():
    whole = make_text_signer("auto", "asl", SigningOptions(no_refine=True))(
        "The baby sleeps. Hello! We need a new car."
    )
    pieces = [signed.pose for _, signed in whole.parts]
    assert len(whole.pose) == sum(map(len, pieces))
    assert whole.pose.metadata["text"] == "The baby sleeps. Hello! We need a new car."
    steps = np.abs(np.diff(whole.pose.values, axis=0)).max(1)
    within = max(float(np.abs(np.diff(piece.values, axis=0)).max()) for piece in pieces)
    assert steps.max() <= within
    assert [found.word for found in whole.segments] == ["The baby sleeps.", "Hello", "We need a new car."]
    assert whole.segments[1].start >= pieces[0].seconds
    assert whole.segments[2].start == pytest.approx(pieces[0].seconds + pieces[1].seconds)
    account = whole.account()
    assert account.count("1 sentence by the model: ") == 2
    assert "1 sentence by rules (1 word, usual are 3 to 9): " in account


def test_the_model_alone_says_which_words_it_hardly_knows(capsys, tmp_path):
    lines = {}
    for text in ("The baby sleeps.", "asdf qwer zxcv"):
        with pytest.raises(SystemExit) as stopped:
            main(["generate", text, "-l", "asl", "--method", "model", "-o", str(tmp_path / "a.npz")])
        assert stopped.value.code == 0
        lines[text] = capsys.readouterr().out
    assert "; training has every word at least 5 times" in lines["The baby sleeps."]
    assert "; 3 rare in training, likely to come out wrong (asdf, qwer, zxcv)" in lines["asdf qwer zxcv"]
