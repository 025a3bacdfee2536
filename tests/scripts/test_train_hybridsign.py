"""HybridSign of text alone on keypoints: from pickles to a corpus, to a model of another layout, to a stream."""

import pickle

import numpy as np
import pytest
import torch

from signary.bundle.bundle import Bundle
from signary.bundle.folder import EMBEDDED
from signary.corpora.opening import open_corpus
from signary.corpora.prepare import prepare_corpus
from signary.corpora.readers.keypoint_pickles import KeypointPickles
from signary.generator.hybridsign import HybridSignModel, to_sequences
from signary.io.errors import InputError
from signary.pose.registry import get_layout
from signary.training.batches import Draw
from signary.training.hybridsign import CorpusArguments, HybridSignFlags, read_frames
from signary.training.hybridsign_stages import StageArguments

LAYOUT = ["--layout", "openpose137", "--fps", "12"]
ALONE = ["--preset", "smoke", "--coarse_sigma", "none", "--pair_share", "0", *LAYOUT]


@pytest.fixture(scope="module")
def keypoints(tmp_path_factory):
    """A corpus of two sentences a split, 24 frames a second; feet and in one sentence a hand are never seen."""
    folder, rng, layout = tmp_path_factory.mktemp("keypoints"), np.random.default_rng(0), get_layout("openpose137")
    for split in ("train", "dev"):
        rows = []
        for number, text in enumerate(("I bought qwzx at the store.", "You see the bubbles.")):
            points = np.concatenate([rng.uniform(300, 500, (24, 137, 2)), rng.uniform(0.3, 1.08, (24, 137, 1))], -1)
            points[:, layout.index("neck"), :2] = 400, 300
            points[:, layout.index("left_shoulder"), :2] = 450, 300
            points[:, layout.index("right_shoulder"), :2] = 350, 300
            points[:, 19:25] = 0
            if number:
                points[:, list(layout.parts["left_hand"])] = 0
            rows.append({"name": f"{split}-{number}", "text": text, "keypoints": points.astype(np.float32)})
        (folder / f"{split}.pkl").write_bytes(pickle.dumps(rows))
    prepare_corpus(KeypointPickles("asl", 24.0), folder, folder / "corpus")
    return str(folder / "corpus")


@pytest.fixture(scope="module")
def alone(script, keypoints, tmp_path_factory):
    """Folder of a model that was trained on them."""
    output = tmp_path_factory.mktemp("alone")
    flags = [*ALONE, "--model", str(EMBEDDED), "--corpus", keypoints, "--output", str(output)]
    script("train_hybridsign").main(flags)
    return output / "model"


def test_a_model_of_text_alone_has_the_layout_and_clock_that_were_asked_for(alone, keypoints):
    model = HybridSignModel.from_pretrained(alone).float().eval()
    assert (model.config.layout, model.config.fps, model.config.coarse_sigma) == ("openpose137", 12, None)
    layout = model.config.pose_layout
    assert sorted(open_corpus(keypoints)) == ["dev", "train"]
    # A hand that half of the sentences lack is not learnt as zeros: its mean is that of where it is.
    hand = layout.features(layout.parts["left_hand"])
    assert model.mean[hand].reshape(-1, 2).mean(0).tolist() == pytest.approx([0.0, 1.0], abs=0.15)
    feet = layout.features(range(19, 25))
    assert not model.mean[feet].any()
    assert (model.std[feet] == 1).all()


def test_it_streams_from_text(alone):
    sign, model = Bundle.load(EMBEDDED), HybridSignModel.from_pretrained(alone).float().eval()
    encoded = sign.generator.encode(**sign.processor("I bought qwzx at the store.", "asl"))
    state = model.start_stream(encoded.hidden, encoded.mask)
    for _ in range(3):
        frames, state = model.next_frames(state, chunk_frames=4)
        (sequence,) = to_sequences(frames, model.config, least_confidence=0.0)
        assert (len(sequence), sequence.fps) == (4, 12)
        assert torch.isfinite(frames.values).all()
    assert state.sentence_frame == 12


def test_samples_keep_what_is_missing_and_certainty_ends_at_one(keypoints):
    corpus = CorpusArguments(str(EMBEDDED), [keypoints], pair_share=0)
    flags = HybridSignFlags(layout="openpose137", fps=24)
    frames = read_frames(Bundle.load(EMBEDDED), corpus, StageArguments(), flags, "train")
    sample, row = frames[Draw.of(0, 0, 1)], open_corpus(keypoints)["train"][1]
    given = np.asarray(row["confidence"], np.float32)
    assert given.max() > 1
    assert np.array_equal(sample.certainty, np.minimum(given, 1))
    assert np.array_equal(np.isnan(sample.values)[:, ::2], given == 0)
    assert sample.coarse is None


def test_coarse_motion_has_no_other_layout(script, keypoints, tmp_path):
    flags = ["--preset", "smoke", *LAYOUT, "--model", str(EMBEDDED), "--corpus", keypoints]
    with pytest.raises(
        InputError,
        match="motion: .*smplx, 25 fps.*as coarse motion .no coarse_sigma does without",
    ):
        script("train_hybridsign").main([*flags, "--output", str(tmp_path)])
