"""train_recogniser.py on a few sentences: it trains, resumes bit for bit, refuses generated motion, names mistakes."""

import json

import numpy as np
import pytest
import torch
from datasets import DatasetDict, load_from_disk

from signary.evaluation.back_translation import RecogniserConfig, RecogniserProcessor, SignRecogniser, read_motion
from signary.evaluation.back_translation.provenance import GeneratedMotionError
from signary.io.errors import InputError
from signary.pose import PoseSequence, get_layout
from signary.pose.feature_statistics import feature_statistics
from signary.training import recogniser_sentences as sentences
from signary.training.batches import Draw
from signary.training.recogniser import read_words

SMOKE = ("--preset", "smoke")


@pytest.fixture(scope="module")
def trained(script, corpus, tmp_path_factory):
    """Output folder of a run that is done."""
    folder = tmp_path_factory.mktemp("recogniser") / "run"
    script("train_recogniser").main([*SMOKE, "--corpus", corpus, "--weights", "fp32", "--output", str(folder)])
    return folder


def changed(corpus, folder, change):
    """A copy of a corpus, every split changed."""
    DatasetDict({name: change(part) for name, part in load_from_disk(corpus).items()}).save_to_disk(str(folder))
    return str(folder)


def test_the_model_folder_reads_motion(trained, corpus):
    model = SignRecogniser.from_pretrained(trained / "model").eval()
    processor = RecogniserProcessor.from_pretrained(trained / "model")
    processor.check(model.config)
    assert model.config.notice.startswith("recogniser trained on synthetic signing;")
    train = load_from_disk(corpus)["train"].with_format("numpy", columns=["poses"], output_all_columns=True)
    assert set(model.config.glosses) == {
        f"{row['language']}:{sign['gloss']}" for row in train for sign in row["glosses"]
    }
    motion = [PoseSequence(row["poses"], get_layout("smplx"), row["fps"]) for row in train]
    mean, std = feature_statistics(motion, model.config)
    assert torch.equal(model.encoder.mean, mean)
    assert torch.equal(model.encoder.std, torch.where(std < 1e-4, 1.0, std))
    assert len(read_motion(model, processor, motion[:2], train["language"][:2])) == 2
    counts = json.loads((trained / "sentences.json").read_text())
    nothing = {"unknown_gloss": 0, "too_many_glosses": 0, "too_long_text": 0}
    assert counts == {"train": {"used": 12, **nothing}, "dev": {"used": 4, **nothing}}
    last = json.loads((trained / "log.jsonl").read_text().splitlines()[-1])
    assert {"eval_recognition_loss", "eval_translation_loss", "eval_gloss-wer", "eval_bleu-4-zh"} <= set(last)


def test_killed_between_checkpoints_and_resumed_is_as_uninterrupted(killed_and_resumed, trained, corpus, tmp_path):
    flags = [*SMOKE, "--corpus", corpus, "--weights", "fp32"]
    killed_and_resumed("train_recogniser", flags, tmp_path / "again")
    whole, resumed = (SignRecogniser.from_pretrained(folder / "model") for folder in (trained, tmp_path / "again"))
    assert {name: value.numpy().tobytes() for name, value in whole.state_dict().items()} == {
        name: value.numpy().tobytes() for name, value in resumed.state_dict().items()
    }


def test_generated_motion_is_refused(script, corpus, tmp_path):
    flags = [*SMOKE, "--output", str(tmp_path / "run")]

    def of(source):
        return changed(corpus, tmp_path / source, lambda part: part.add_column("source", [source] * len(part)))

    rules, neural = of("signary rule-based signer"), of("signary text-to-sign")
    with pytest.raises(GeneratedMotionError, match="row 0: source 'signary text-to-sign'"):
        script("train_recogniser").main([*flags, "--corpus", rules, neural])
    assert not (tmp_path / "run").exists()
    script("train_recogniser").main([*flags, "--corpus", rules, "--layout", "smplx_joints"])
    assert SignRecogniser.from_pretrained(tmp_path / "run" / "model").config.layout == "smplx_joints"


def small(processor):
    """An untrained recogniser's configuration."""
    sizes = {"d_model": 16, "encoder_attention_heads": 2, "decoder_attention_heads": 2, "trained_on": "test"}
    return RecogniserConfig(**sizes, **read_words(processor))


def test_sentences_that_cannot_be_learnt_are_counted(corpus):
    rows = sentences.read_split([corpus], "train")
    processor = sentences.make_processor(rows, 300)
    config = small(processor)
    samples = sentences.SignedSentences(rows, "smplx", config)
    lengths = [100] * len(rows)
    samples.glosses[1] = ["NOBODY-SIGNS-THIS"]
    samples.glosses[2] = []
    samples.texts[3] = "bread " * 200
    lengths[4] = 4 * len(samples.glosses[4]) - 4
    found = sentences.usable(samples, processor, lengths)
    assert found["unknown_gloss"] == [1, 2]
    assert (found["too_long_text"], found["too_many_glosses"]) == ([3], [4])
    assert found["used"] == [0, *range(5, 12)]
    with pytest.raises(InputError, match="corpus: expected a sentence .* with too_many_glosses"):
        sentences.usable(samples, processor, [1] * len(rows))


def test_noise_is_the_draws_own(corpus):
    rows = sentences.read_split([corpus], "train")
    processor = sentences.make_processor(rows, 300)
    config = small(processor)
    samples = sentences.SignedSentences(rows, "smplx", config)
    draws = [Draw.of(0, 0, 1), Draw.of(0, 0, 2), Draw.of(0, 1, 1)]
    chosen = [samples[draw] for draw in draws]
    clean = sentences.Collator(processor, config)(chosen)
    level = torch.linspace(0, 1, 133)
    noisy = [sentences.Collator(processor, config, level)(each) for each in (chosen, chosen[:1])]
    frames = len(chosen[0].motion)
    assert torch.equal(noisy[0]["values"][0, :frames], noisy[1]["values"][0])
    added = noisy[0]["values"] - clean["values"]
    assert not torch.equal(added[0, :frames], added[2, :frames])
    assert not added[~clean["frame_mask"]].any()
    np.testing.assert_allclose(added[clean["frame_mask"]].std(0), level, rtol=0.2, atol=0.01)


def test_mistakes_are_named(script, corpus, tmp_path):
    flags = [*SMOKE, "--output", str(tmp_path / "run")]
    with pytest.raises(InputError, match="--widht 3"):
        script("train_recogniser").main([*flags, "--corpus", corpus, "--widht", "3"])
    bare = changed(corpus, tmp_path / "bare", lambda part: part.remove_columns(["glosses"]))
    with pytest.raises(InputError, match="without glosses"):
        script("train_recogniser").main([*flags, "--corpus", bare])
    with pytest.raises(InputError, match="d_model: expected a multiple of"):
        script("train_recogniser").main([*flags, "--corpus", corpus, "--encoder_attention_heads", "3"])
    assert not (tmp_path / "run").exists()
