import pytest
import torch

from signary.evaluation.back_translation import GlossesOfLanguages, RecogniserProcessor
from signary.evaluation.back_translation.provenance import GeneratedMotionError, refuse_generated
from signary.io.errors import InputError, UnknownLanguageError


def test_glosses_of_languages_are_apart():
    vocabulary = GlossesOfLanguages.of([("dgs", ["B", "A"]), ("asl", ["A"])])
    assert vocabulary.names == ("asl:A", "dgs:A", "dgs:B")
    assert vocabulary.ids(["A", "B", "A"], "dgs") == [2, 3, 2]
    assert vocabulary.ids(["A"], "ase") == [1]
    assert vocabulary.glosses([1, 3]) == ["A", "B"]
    assert vocabulary.allowed(["asl", "dgs"]).tolist() == [[True, True, False, False], [True, False, True, True]]
    assert vocabulary.knows(["B"], "dgs")
    assert not vocabulary.knows(["B"], "asl")


def test_unknown_glosses_and_languages_are_named():
    vocabulary = GlossesOfLanguages.of([("dgs", ["A"])])
    with pytest.raises(InputError, match="glosses: expected glosses of dgs that the recogniser knows, got 'C'"):
        vocabulary.ids(["A", "C"], "dgs")
    with pytest.raises(InputError, match="a list of at least one gloss"):
        vocabulary.ids("A", "dgs")
    with pytest.raises(InputError, match="a list of at least one gloss"):
        vocabulary.ids([], "dgs")
    with pytest.raises(UnknownLanguageError):
        vocabulary.ids(["A"], "asl")


def test_labels_are_shifted_and_padded(processor, labels):
    starts = labels["decoder_input_ids"][:, 0]
    assert processor.tokenizer.convert_ids_to_tokens(starts.tolist()) == ["<asl>", "<dgs>", "<csl>"]
    end, pad = processor.tokenizer.eos_token_id, processor.tokenizer.pad_token_id
    for inputs, targets in zip(labels["decoder_input_ids"].tolist(), labels["labels"].tolist(), strict=True):
        count = targets.index(end)
        assert inputs[1 : count + 1] == targets[:count]
        assert set(inputs[count + 1 :]) <= {pad}
        assert set(targets[count + 1 :]) <= {-100}
    assert labels["gloss_counts"].tolist() == [4, 2, 3]
    assert labels["gloss_ids"].shape == (3, 4)


@pytest.mark.parametrize("text", ["My mother eats bread.", "他会打电话吗？", "Zürich – 3 Äpfel?", "</s> <asl>"])
def test_text_comes_back_as_it_is_written(processor, text):
    assert processor.written(processor.written(text)) == processor.written(text)
    assert processor.written(text).replace(" ", "") == processor.written(text.replace(" ", ""))
    assert processor.written("My mother eats bread.") == "my mother eats bread."


def test_saved_and_loaded(processor, tmp_path):
    processor.save_pretrained(tmp_path)
    loaded = RecogniserProcessor.from_pretrained(tmp_path)
    assert (loaded.glosses, loaded.languages) == (processor.glosses, processor.languages)
    for text in ("My mother eats bread.", "他会打电话吗？"):
        assert loaded.text_ids(text) == processor.text_ids(text)
    assert loaded.start_ids(["csl", "dgs"]) == processor.start_ids(["csl", "dgs"])


def test_another_recognisers_processor_is_refused(processor, make):
    other = make(glosses=processor.glosses[:-1])
    with pytest.raises(InputError, match="processor: expected the recogniser's, with its .* tokens and 8 glosses"):
        processor.check(other.config)
    with pytest.raises(InputError, match="tokenizer: expected one with the token <bsl>"):
        RecogniserProcessor(processor.tokenizer, ["bsl:A"], ["bsl"])
    with pytest.raises(InputError, match="as many texts as glosses"):
        processor.labels(["a"], [], [])


def test_texts_have_no_special_tokens(processor):
    ids = [*processor.start_ids(["asl"]), *processor.text_ids("bread"), processor.tokenizer.eos_token_id]
    assert processor.texts(torch.tensor([[*ids, processor.tokenizer.pad_token_id]])) == ["bread"]


@pytest.mark.parametrize("source", ["model", "Model: SOKE", "signary text-to-sign"])
def test_motion_that_a_model_made_is_refused(source):
    with pytest.raises(
        GeneratedMotionError, match=f"corpus: expected motion that no model .* row 1: source '{source}'"
    ):
        refuse_generated(["recorded", source], "runs/corpus")


def test_recorded_and_rule_based_motion_is_none():
    refuse_generated([None, "", "signary rule-based signer", "PHOENIX14T"], "runs/corpus")
