"""Without a method, the model signs what it shows, or what is like its training, and the rules everything else."""

import re
import shutil
import sys

import numpy as np
import pytest

from signary.bundle.bundle import Bundle
from signary.cli import main
from signary.io.errors import InputError
from signary.language.languages import resolve
from signary.language.training_text import LEAST, TrainingText, save_training_text
from signary.signing.rule_based import sign_text
from signary.signing.text_signer import SigningOptions, make_text_signer
from signary.streaming.choosing import share_out
from signary.streaming.session import SignStream, StreamSettings

#: What a model without a pointer was trained on: each of these sentences, `LEAST` times.
TRAINING = {
    "asl": [
        "The baby sleeps.",
        "We need a new car.",
        "It will snow tomorrow morning.",
        "The dog eats good bread and needs our help.",
    ],
    "dgs": [
        "Wo ist die Schule?",
        "Ich möchte ein Brot kaufen.",
        "Morgen regnet es im Norden.",
        "Es schneit im Süden und es ist sehr kalt.",
    ],
    "csl": ["明天会下雨吗？", "医院在哪里？", "我妈妈吃面包。", "她是我们学校老师。", "我们不去学校。"],
}
#: Sentences of its words, and others, with the reason why the rules sign them.
LIKE_TRAINING = {
    "asl": ["The baby sleeps.", "We need a new dog.", "It will snow tomorrow morning."],
    "dgs": ["Morgen regnet es im Süden.", "Wo ist ein Brot?", "Ich möchte es kaufen."],
    "csl": ["明天会下雨吗？", "学校在哪里？", "我妈妈吃面包。"],
}
UNLIKE = {
    ("asl", "Help"): "1 word, usual are 3 to 9",
    ("asl", "Good morning!"): "2 words, usual are 3 to 9",
    ("asl", "The umbrella sleeps."): "rare in training: umbrella",
    ("asl", "The baby sleeps"): "no . at the end",
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
    return {name: TrainingText.of(texts * LEAST, resolve(name).spoken) for name, texts in TRAINING.items()}


@pytest.fixture(scope="module")
def without_pointer(folder, tmp_path_factory):
    """A model without a pointer, of which one sentence is said to be its training."""
    where = shutil.copytree(folder, tmp_path_factory.mktemp("trained") / "model")
    texts = {"asl": "Mother eats bread.", "dgs": "Es regnet."}
    save_training_text(
        where, {name: TrainingText.of([text] * LEAST, resolve(name).spoken) for name, text in texts.items()}
    )
    return str(where)


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


def test_what_the_rules_sign_is_theirs_and_loads_no_model(monkeypatch, without_pointer):
    monkeypatch.setitem(sys.modules, "signary.bundle.bundle", None)
    sign = make_text_signer("auto", "dgs", SigningOptions(model=without_pointer))
    found = sign("Ich heiße Thomas!")
    assert np.array_equal(found.pose.values, sign_text("Ich heiße Thomas!", "dgs").pose.values)
    assert found.account().startswith("by rules (rare in training: Ich, heiße, Thomas): 3 words: ")
    with pytest.raises(ImportError):
        sign("Es regnet.")


def test_speed_and_handedness_are_left_to_the_rules():
    found = make_text_signer("auto", "asl", SigningOptions(speed=2.0))("The baby sleeps.")
    assert len(found.pose) < len(sign_text("The baby sleeps.", "asl").pose)
    assert found.account().startswith("by rules (speed and left_handed are theirs): ")
    with pytest.raises(InputError, match="speed: expected method signer, got method model"):
        make_text_signer("model", "asl", SigningOptions(speed=2.0))


def test_a_mixed_text_is_one_motion_without_a_jump(without_pointer):
    text = "Mother eats bread. Hello! Mother eats bread."
    whole = make_text_signer("auto", "asl", SigningOptions(model=without_pointer))(text)
    check_seams(whole, text)
    assert [found.word for found in whole.segments] == ["Mother eats bread.", "Hello", "Mother eats bread."]
    pieces = [signed.pose.seconds for _, signed in whole.parts]
    assert whole.segments[1].start >= pieces[0]
    assert whole.segments[2].start == pytest.approx(pieces[0] + pieces[1])
    account = whole.account()
    assert account.count("1 sentence by the model: ") == 2
    assert "1 sentence by rules (rare in training: Hello): " in account


def check_seams(whole, text):
    pieces = [signed.pose for _, signed in whole.parts]
    assert len(whole.pose) == sum(map(len, pieces))
    assert whole.pose.metadata["text"] == text
    steps = np.abs(np.diff(whole.pose.values, axis=0)).max(1)
    within = max(float(np.abs(np.diff(piece.values, axis=0)).max()) for piece in pieces)
    assert steps.max() <= within


@pytest.mark.parametrize(
    ("language", "text", "signs"),
    [
        ("asl", "Help", ["HELP"]),
        ("asl", "Thanks for dinner, we had a great time!", None),
        ("dgs", "Ich heiße Ute!", ["ICH", "NAME", "#UTE"]),
        ("csl", "她不是老师。", None),
    ],
)
def test_the_embedded_model_signs_free_text_and_says_of_every_word_what_became_of_it(language, text, signs):
    found, rules = make_text_signer("auto", language, SigningOptions())(text), sign_text(text, language)
    assert [share.by_model for share, _ in found.parts] == [True], found.account()
    shown = [segment.gloss for segment in found.segments]
    assert shown == (signs or [segment.gloss for segment in rules.segments])
    assert f"by the model: {len(found.parts[0][1].retrieved)} word" in found.account()
    assert "not shown" not in found.account()


def test_what_the_embedded_model_does_not_show_the_rules_sign():
    """Six steps are enough for no sentence of four signs: its words are missing, the rules have them all."""
    text = "We need a new car."
    found = make_text_signer("auto", "asl", SigningOptions(max_steps=6))(text)
    assert np.array_equal(found.pose.values, sign_text(text, "asl").pose.values)
    assert re.match(r"by rules \([2-4] of 4 signs not shown: .*car.*\): 5 words: 4 signed", found.account())


def test_letters_in_any_order_are_spelled_and_nothing_else():
    found = make_text_signer("auto", "asl", SigningOptions())("asdf qwer zxcv")
    assert [segment.gloss for segment in found.segments] == ["#ASDF", "#QWER", "#ZXCV"]
    assert "3 spelled (asdf, qwer, zxcv)" in found.account()


def test_a_stream_of_the_embedded_model_is_what_a_call_signs():
    text = "asdf qwer. Help me, please!"
    found = make_text_signer("auto", "asl", SigningOptions())(text)
    settings = StreamSettings(resolve("asl"), method="auto")
    chunks = list(SignStream(Bundle.load(), settings).sign(text))
    assert np.allclose(np.concatenate([chunk.pose.values for chunk in chunks]), found.pose.values, atol=1e-4)
    glosses = list(dict.fromkeys(chunk.gloss for chunk in chunks if chunk.gloss))
    assert glosses[:2] == ["#ASDF", "#QWER"]
    assert [chunk.account.partition(" words: ")[0] for chunk in chunks if chunk.account] == [
        "by the model: 2",
        "by the model: 3",
    ]


def test_a_model_without_a_pointer_says_which_words_it_hardly_knows(capsys, tmp_path, without_pointer):
    lines = {}
    for text in ("Mother eats bread.", "asdf qwer zxcv"):
        flags = ["-l", "asl", "--method", "model", "--model", without_pointer, "-o", str(tmp_path / "a.npz")]
        with pytest.raises(SystemExit) as stopped:
            main(["generate", text, *flags])
        assert stopped.value.code == 0
        lines[text] = capsys.readouterr().out
    assert "; training has every word at least 5 times" in lines["Mother eats bread."]
    assert "; 3 rare in training, likely to come out wrong (asdf, qwer, zxcv)" in lines["asdf qwer zxcv"]
