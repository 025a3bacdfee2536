import numpy as np
import pytest
import torch
from three_sentences import SENTENCES, motion

from signary.evaluation import EmptyCorpusError, Fid, LengthMismatchError
from signary.evaluation.back_translation import Reading, motion_batch, motion_features, read_batch, read_motion
from signary.evaluation.back_translation.scores import score_readings
from signary.io.errors import InputError, UnknownLanguageError


@pytest.mark.parametrize("beams", [1, 3])
def test_what_was_learnt_is_read_in_any_batch(trained, processor, sequences, languages, beams):
    model, _ = trained
    readings = read_motion(model, processor, sequences, languages, beams, batch_size=3)
    assert readings == [Reading(tuple(glosses), processor.written(text)) for _, text, glosses in SENTENCES]
    assert read_motion(model, processor, sequences, languages, beams, batch_size=1) == readings
    backwards = read_motion(model, processor, sequences[::-1], languages[::-1], beams, batch_size=2)
    assert backwards[::-1] == readings


def test_only_glosses_of_the_language_are_read(trained, processor, sequences):
    """Motion of another language is read as the nearest glosses of the one that was named."""
    model, _ = trained
    with torch.no_grad():
        model.gloss_head.bias[0] -= 5
        readings = {name: read_motion(model, processor, sequences, [name] * 3) for name in ("asl", "dgs", "csl")}
        model.gloss_head.bias[0] += 5
    for language, found in readings.items():
        glosses = [gloss for reading in found for gloss in reading.glosses]
        assert len(glosses) > 3
        assert processor.vocabulary.knows(glosses, language)


@pytest.mark.parametrize(
    ("name", "wish"), [("bos_token_id", {}), ("eos_token_id", 2**64), ("repetition_penalty", 2.0), ("num_beams", 4)]
)
def test_a_folder_has_no_wishes_of_its_own(model, processor, name, wish):
    before = getattr(model.generation_config, name)
    setattr(model.generation_config, name, wish)
    try:
        with pytest.raises(InputError, match=f"generation_config: expected what follows .*, got {name}"):
            read_motion(model, processor, [motion(9)], ["asl"])
    finally:
        setattr(model.generation_config, name, before)


def test_parameters_are_read_as_joints(make, processor):
    """A recogniser of keypoints reads SMPL-X motion, in any of its clocks."""
    turns = motion(30, layout="smplx", fps=50.0)
    still = np.zeros_like(turns.values)
    still[:, :30] = turns.values[:, :30] * 0.1
    sequence = type(turns)(still, turns.layout, turns.fps)
    model = make(layout="smplx_joints")
    assert motion_batch([sequence], model.config).values.shape[:2] == (1, 15)
    assert len(read_motion(model, processor, [sequence], ["dgs"])) == 1
    with pytest.raises(InputError, match="sequence: expected layout smplx_joints"):
        motion_batch([motion(5)], model.config)


def test_features_are_one_a_step_and_their_distance_is_measured(model, sequences):
    found = motion_features(model, sequences, batch_size=2)
    assert [array.shape for array in found] == [(10, 16), (9, 16), (6, 16)]
    alone = motion_features(model, sequences[1:2])[0]
    np.testing.assert_allclose(found[1], alone, atol=1e-5)
    fid = Fid("test")
    assert fid.corpus(found, found).value == pytest.approx(0, abs=1e-6)
    noisy = motion_features(model, [motion(len(sequence), 9) for sequence in sequences])
    assert fid.corpus(found, noisy).value > 0


def test_scores_compare_in_the_recognisers_spelling(processor):
    texts = ["My mother eats bread.", "Die Sonne scheint.", "他会打电话吗？"]
    glosses = [["MY", "MOTHER", "EAT", "BREAD"], ["SONNE", "SCHEINEN"], ["他", "会", "打电话"]]
    right = [Reading(tuple(each), processor.written(text)) for each, text in zip(glosses, texts, strict=True)]
    scores = score_readings(right, glosses, texts, processor)
    assert scores["gloss-wer"].value == 0
    assert scores["bleu-4-zh"].value == pytest.approx(100)
    wrong = [Reading(("MY", "EAT", "BREAD"), "my mother eats milk."), *right[1:]]
    scores = score_readings(wrong, glosses, texts, processor)
    assert scores["gloss-wer"].value == pytest.approx(100 / 9)
    assert scores["bleu-1-zh"].value < 100
    with pytest.raises(EmptyCorpusError):
        score_readings([], [], [], processor)
    with pytest.raises(LengthMismatchError):
        score_readings(right[:2], glosses, texts, processor)


def test_mistakes_are_named(model, processor, sequences):
    with pytest.raises(LengthMismatchError, match="languages: expected 3, one a sequence"):
        read_motion(model, processor, sequences, ["asl"])
    with pytest.raises(LengthMismatchError, match="languages"):
        read_motion(model, processor, sequences, "asl")
    with pytest.raises(InputError, match="beams: expected at least 1"):
        read_motion(model, processor, sequences, ["asl"] * 3, beams=0)
    with pytest.raises(InputError, match="batch_size: expected at least 1"):
        read_motion(model, processor, sequences, ["asl"] * 3, batch_size=0)
    with pytest.raises(UnknownLanguageError):
        read_batch(model, processor, motion_batch(sequences[:1], model.config), ["bsl"])
    with pytest.raises(InputError, match="sequences: expected at least one"):
        motion_batch([], model.config)
