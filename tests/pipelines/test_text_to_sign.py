"""The pipeline `text-to-sign` on a tiny model that was taught four sentences."""

import copy
import json

import numpy as np
import pytest
import torch
from torch.nn.modules.module import register_module_forward_hook
from transformers import pipeline
from transformers.pipelines.pt_utils import KeyDataset

from signary.bundle.sentence_steps import NoMotionError
from signary.generator.sign_mbart import TextTooLongError
from signary.io.errors import InputError, NothingToSignError, UnknownLanguageError
from signary.nn.threads import on_threads
from signary.pipelines.text_to_sign import TextToSignPipeline
from signary.pose.cross_fade import FADE
from signary.signing.rule_based import sign_text

TEXT = "Hello! Mother eats bread."


def same(one, other):
    assert np.array_equal(one["codes"], other["codes"])
    assert np.allclose(one["pose"].values, other["pose"].values, atol=1e-6)
    for name in ("retrieved", "segments", "complete"):
        assert one[name] == other[name]


def test_it_signs_what_it_was_taught(sign, taught):
    for (text, language), codes in taught.items():
        result = sign(text, language=language)
        assert result["codes"].dtype == np.int64
        assert np.array_equal(result["codes"], codes.numpy())
        assert result["complete"]
        pose = result["pose"]
        assert (pose.layout.name, pose.fps, len(pose)) == ("smplx", 25, 4 * len(codes))
        assert np.isfinite(pose.values).all()
        facts = {"text": text, "language": language, "hand_reference": "flat"}
        assert facts.items() <= pose.metadata.items()
        assert "notice" not in pose.metadata
        assert result["timings"].keys() == {"retrieval", "encoding", "decoding", "motion"}
        assert all(seconds > 0 for seconds in result["timings"].values())


def test_the_motion_is_what_the_tokenizer_makes_of_the_codes(sign):
    result = sign("Hello!", language="asl")
    decoded = sign.bundle.motion_tokenizer.decode(torch.from_numpy(result["codes"])[None]).values[0]
    assert np.array_equal(result["pose"].values, decoded.numpy())


def test_every_word_is_accounted_for(sign):
    result = sign(TEXT, language="asl")
    assert [(found["word"], found["lemma"], found["source"]) for found in result["retrieved"]] == [
        ("Hello", None, "none"),
        ("Mother", "mother", "dictionary"),
        ("eats", None, "none"),
        ("bread", "bread", "dictionary"),
    ]
    for found in result["retrieved"]:
        assert TEXT[found["start"] : found["end"]] == found["word"]
        assert (found["steps"] > 0) == (found["reason"] is None)
    json.dumps([result["retrieved"], result["segments"], result["timings"]])


def test_sentences_are_signed_one_by_one_in_order(sign):
    result = sign(TEXT, language="asl")
    parts = [sign(text, language="asl") for text in ("Hello!", "Mother eats bread.")]
    assert np.array_equal(result["codes"], np.concatenate([part["codes"] for part in parts]))
    alone, frames = np.concatenate([part["pose"].values for part in parts]), result["pose"].values
    seam = len(parts[0]["pose"])
    settled = np.r_[:seam, seam + FADE : len(frames)]
    assert np.allclose(frames[settled], alone[settled], atol=1e-6)
    steps = np.abs(np.diff(frames[seam - 1 : seam + FADE], axis=0)).max()
    assert steps < np.abs(alone[seam] - alone[seam - 1]).max()
    first, second = parts[0]["pose"].seconds, result["pose"].seconds
    assert [(found["text"], found["start"], found["end"]) for found in result["segments"]] == [
        ("Hello!", 0.0, first),
        ("Mother eats bread.", first, second),
    ]


@pytest.mark.parametrize("batch_size", [1, 2, 3, 8])
def test_batches_equal_singles(sign, batch_size):
    texts = [TEXT, "Mother eats bread.", "Hello!", "Bread? Hello, mother."]
    singles = [sign(text, language="asl", max_new_tokens=16) for text in texts]
    for given in (texts, (text for text in texts), KeyDataset([{"text": text} for text in texts], "text")):
        found = list(sign(given, language="asl", max_new_tokens=16, batch_size=batch_size))
        assert len(found) == len(texts)
        for one, other in zip(found, singles, strict=True):
            same(one, other)


@pytest.mark.parametrize("name", ["asl", "ase", "American Sign Language", "ASL"])
def test_languages_have_several_names(sign, name):
    assert sign("Hello!", language=name)["pose"].metadata["language"] == "asl"


def test_settings_of_the_constructor_hold_and_calls_go_first(folder, sign):
    german = pipeline("text-to-sign", model=str(folder), device="cpu", language="gsg", max_new_tokens=3, batch_size=2)
    result = german("Guten Morgen.")
    assert (len(result["codes"]), result["complete"]) == (3, False)
    same(german("Guten Morgen.", max_new_tokens=50), sign("Guten Morgen.", language="dgs"))
    assert german("Hello!", language="asl")["pose"].metadata["language"] == "asl"


def test_a_model_of_one_language_needs_no_name(tiny):
    one = copy.deepcopy(tiny)
    one.processor.vocabulary = vocabulary = copy.copy(one.processor.vocabulary)
    object.__setattr__(vocabulary, "languages", ("asl",))
    one.generator.config.languages = ["asl"]
    sign = TextToSignPipeline(one.generator, bundle=one, device="cpu")
    assert sign("Hello!", max_new_tokens=2)["pose"].metadata["language"] == "asl"


def test_being_cut_off_is_said(sign):
    result = sign(TEXT, language="asl", max_new_tokens=9)
    assert [found["complete"] for found in result["segments"]] == [True, False]
    assert not result["complete"]
    assert len(result["codes"]) == 8 + 9


def test_retrieval_can_be_turned_off(sign):
    result = sign("Mother eats bread.", language="asl", retrieval="none", max_new_tokens=4)
    assert {found["source"] for found in result["retrieved"]} == {"none"}
    assert "retrieval is off (mode none)" in {found["reason"] for found in result["retrieved"]}
    few = sign("Mother eats bread.", language="asl", retrieval="at_most", max_new_tokens=4)
    assert max(found["steps"] for found in few["retrieved"]) == 10


def test_signers_are_told_apart(sign):
    prompts = [next(sign.preprocess("Hello!", sign_language(sign), signer=who))["sentence"].prompt for who in (0, 1)]
    assert prompts[0] != prompts[1]


def sign_language(sign):
    return sign._sanitize_parameters(language="asl")[0]["language"]


def test_draws_repeat_with_their_seed_whatever_stands_beside_them(sign):
    drawing = {"language": "asl", "do_sample": True, "temperature": 3.0, "max_new_tokens": 20}
    first, again = (sign("Hello!", seed=5, **drawing) for _ in range(2))
    same(first, again)
    other = sign("Hello!", seed=6, **drawing)
    assert not np.array_equal(first["codes"], other["codes"])
    beside = sign(["Mother eats bread.", "Hello!"], seed=5, batch_size=2, **drawing)
    assert np.array_equal(beside[1]["codes"], first["codes"])
    assert not np.array_equal(sign("Hello!", top_k=2, seed=5, **drawing)["codes"], first["codes"])


def test_a_model_that_ends_at_once_is_named(tiny):
    ending = copy.deepcopy(tiny)
    ending.generator.heads[0].bias.data[-1] = 1e4
    sign = TextToSignPipeline(ending.generator, bundle=ending, device="cpu")
    with pytest.raises(NoMotionError, match="none for 'Hello!'"):
        sign("Hello!", language="asl")
    with pytest.raises(NoMotionError):
        sign(["Hello!", "Bread."], language="asl", batch_size=2)


@pytest.mark.parametrize("retrieval", [None, "none"])
@pytest.mark.parametrize("language", ["asl", "dgs"])
@pytest.mark.parametrize(
    "text",
    [
        "😀",
        "♥",
        "👍🏽 👨\u200d👩\u200d👧",
        "Здравствуйте",
        "こんにちは！",
        "שלום",
        "?!",
        "…",
        "—",
        "",
        " \t\n",
        "\u200b\ufeff",
    ]
    + ["\x00", "\ud800", "🎉🎉🎉!!! 🎉", "( )", "'", "→ ↔", "мир труд май."],
)
def test_texts_without_a_word_are_refused_as_the_signer_does(sign, text, language, retrieval):
    errors = []
    for method in (lambda: sign(text, language=language, retrieval=retrieval), lambda: sign_text(text, language)):
        with pytest.raises(NothingToSignError) as error:
            method()
        errors.append(str(error.value))
    assert errors[0] == errors[1]
    with pytest.raises(NothingToSignError):
        sign(["Hello!", text], language=language, batch_size=2)


def test_a_sentence_without_a_word_among_others_is_accounted_for_and_not_signed(sign):
    text = "😀! Hello! ♥ … мир. Bread. 🎉"
    result = sign(text, language="asl")
    assert [segment["text"] for segment in result["segments"]] == ["Hello!", "Bread."]
    assert [word["word"] for word in result["retrieved"]] == ["😀", "Hello", "♥", "мир", "Bread", "🎉"]
    assert all(text[word["start"] : word["end"]] == word["word"] for word in result["retrieved"])
    np.testing.assert_array_equal(result["codes"], sign("Hello! Bread.", language="asl")["codes"])


@pytest.mark.parametrize(
    ("text", "settings", "error", "words"),
    [
        ("Hello!", {}, InputError, "language: expected one of asl, dgs, got none"),
        ("Hello!", {"language": "csl"}, UnknownLanguageError, r"asl \(ase, American Sign Language\), dgs"),
        ("Hello!", {"language": 5}, InputError, "language: expected a value of type str, got 5"),
        ("", {"language": "asl"}, InputError, "text: expected at least one word, got an empty text"),
        (" … ", {"language": "asl"}, NothingToSignError, "text: expected at least one word"),
        (["Hello!", "😀"], {"language": "asl"}, NothingToSignError, "expected at least one word that can be signed"),
        ("Hello! 😀", {"language": "dgs", "retrieval": "some"}, InputError, "retrieval: expected one of"),
        ([], {"language": "asl"}, InputError, "an empty list"),
        (5, {"language": "asl"}, InputError, "text: expected a text, a list of texts"),
        (["Hello!", 5], {"language": "asl"}, InputError, "text: expected a text, got int"),
        ("bread" * 120, {"language": "asl"}, TextTooLongError, "at most 128 tokens"),
        ("Hello!", {"language": "asl", "speed": 2}, InputError, "expected settings among language, .* got speed"),
        ("Hello!", {"language": "asl", "retrieval": "some"}, InputError, "retrieval: expected one of all, at_most"),
        ("Hello!", {"language": "asl", "retrieval": "rare"}, InputError, "retrieval: expected another mode"),
        ("Hello!", {"language": "asl", "signer": 2}, InputError, "signer: expected 0 to 1, got 2"),
        ("Hello!", {"language": "asl", "max_new_tokens": 0}, InputError, "max_new_tokens: expected an integer of"),
        ("Hello!", {"language": "asl", "max_new_tokens": 999}, InputError, "max_new_tokens: expected at most 128"),
        ("Hello!", {"language": "asl", "do_sample": 1}, InputError, "do_sample: expected True or False"),
        ("Hello!", {"language": "asl", "seed": -1}, InputError, "seed: expected an integer of at least 0"),
        ("Hello!", {"language": "asl", "temperature": 0.5}, InputError, "do_sample: expected True"),
        ("Hello!", {"language": "asl", "do_sample": True, "top_p": 2}, InputError, "top_p: expected"),
    ],
)
def test_mistakes_are_named(sign, text, settings, error, words):
    with pytest.raises(error, match=words):
        sign(text, **settings)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"speed": 2}, "got speed"),
        ({"language": "csl"}, "language: expected one of asl"),
        ({"retrieval": "some"}, "retrieval: expected"),
        ({"top_k": 0}, "top_k: expected"),
        ({"dtype": "int8"}, "dtype: expected"),
    ],
)
def test_mistakes_of_the_constructor_are_named(folder, settings, words):
    with pytest.raises(InputError, match=words):
        pipeline("text-to-sign", model=str(folder), device="cpu", **settings)


def test_arguments_without_a_name_are_refused(sign):
    with pytest.raises(TypeError):
        sign("Hello!", "asl")


def test_small_networks_sign_on_one_thread_and_give_the_others_back(sign):
    seen = set()
    with on_threads(2):
        hook = register_module_forward_hook(lambda *_: seen.add(torch.get_num_threads()))
        try:
            sign(TEXT, language="asl")
        finally:
            hook.remove()
        assert torch.get_num_threads() == 2
    assert seen == {1}
