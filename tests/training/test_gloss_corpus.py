"""Synthetic corpora as keypoints with the times of what is signed, and glosses that begin where their motion lies."""

import numpy as np
import pytest
import torch
from datasets import Dataset, concatenate_datasets

from signary.corpora.synthetic.demo_signs import isolated_signs
from signary.corpora.synthetic.gloss_orders import gloss_orders
from signary.generator.fgdm import FGDMConfig, FGDMModel, SentencePoses
from signary.io.errors import InputError
from signary.training.gloss_corpus import gloss_corpus
from signary.training.gloss_motion import MOMENTS, mean_motions, place_glosses

SIZES = {"hidden_size": 16, "ffn_size": 16, "num_attention_heads": 2, "focal_layers": 0, "scg_weight": 0.0}


@pytest.fixture(scope="module")
def rows():
    """Glosses in any order, and a row of a name, whose letters have no times."""
    made = gloss_orders("dgs", 6, progress=False, glosses="lexicon", signers=0).with_format(None)
    name = made.select([0]).map(
        lambda row: {"gloss": "#ANNA", "glosses": [{"gloss": "#ANNA", "start": 0.5, "end": 2.0}], "signer": 3},
        features=made.features,
    )
    return concatenate_datasets([made, name])


def test_rows_become_keypoints_and_pieces(rows):
    found = gloss_corpus([rows], "phoenix50", 12.5)
    assert len(found) == 7
    for row, made in zip(rows, found, strict=True):
        frames = np.asarray(made["poses"]).shape
        assert frames[1] == 150
        assert abs(frames[0] - len(row["poses"]) / 2) <= 1
    assert [piece["entry"] for piece in found[0]["pieces"]] == rows[0]["gloss"].split()
    assert found[0]["pieces"][0]["start"] == pytest.approx(rows[0]["glosses"][0]["start"])
    assert [piece["entry"] for piece in found[6]["pieces"]] == ["#A", "#N", "#N", "#A"]
    assert all(np.isnan(piece["start"]) for piece in found[6]["pieces"])
    assert [sign["gloss"] for sign in found[6]["glosses"]] == ["#A", "#N", "#N", "#A"]
    assert found[0]["text"] == rows[0]["gloss"]
    assert len(gloss_corpus([rows], "phoenix50", 12.5, signer=0)) == 6


def test_signs_alone_and_composed_rows_have_their_times():
    signs = isolated_signs("asl").select(range(2))
    piece = {"entry": "MOTHER", "kind": "sign", "unit": 0, "start": 0.25, "end": 0.75}
    about = {"id": "a", "language": "asl", "gloss": "MOTHER", "signer": 0, "fps": 25.0, "pieces": [piece]}
    composed = Dataset.from_list([{**about, "poses": np.zeros((30, 133), np.float32).tolist()}])
    alone, whole = gloss_corpus([signs], "phoenix50", 10)[0], gloss_corpus([composed], "phoenix50", 10)[0]
    assert alone["pieces"] == [{"entry": signs[0]["gloss"], "start": signs[0]["start"], "end": signs[0]["end"]}]
    assert whole["pieces"] == [{"entry": "MOTHER", "start": 0.25, "end": 0.75}]


def sentence(gloss, moves, start, end):
    """A pose that goes evenly by some number a frame."""
    poses = (np.arange(10)[:, None] * moves + np.zeros((10, 150))).astype(np.float32).reshape(10, 50, 3)
    return SentencePoses(poses, [gloss], np.array([[start, end]], np.float32))


def test_mean_motions_are_of_the_time_of_their_gloss():
    read = [sentence(1, 1.0, 2, 9), sentence(1, 3.0, 2, 9), sentence(3, 1.0, 0, 0), sentence(2, 1, np.nan, 4)]
    means, counts = mean_motions(read, 3)
    assert counts.tolist() == [2, 0, 1]
    assert np.allclose(means[0].reshape(MOMENTS, 150)[:, 0], 2 * np.linspace(2, 9, MOMENTS))
    assert not means[1].any()
    with pytest.raises(InputError, match="gloss_start: expected corpora that say when"):
        mean_motions([one._replace(spans=None) for one in read], 3)


def test_glosses_that_move_alike_begin_side_by_side():
    torch.manual_seed(0)
    model = FGDMModel(FGDMConfig(glosses=["A", "B", "C", "D"], gloss_knots=2, **SIZES))
    place_glosses(model, [sentence(1, 1.0, 0, 9), sentence(2, 1.1, 0, 9), sentence(3, -5.0, 0, 9)])
    placed = model.gloss_encoder.embedding.weight.detach()
    assert (placed[1] - placed[2]).norm() < 0.1 * (placed[1] - placed[3]).norm()
    assert not placed[4].any()
    assert float(placed[1:4].square().mean()) == pytest.approx(1, rel=1e-3)
