"""Statistics, tokens and word codes as SOKE's code writes them."""

import json

import numpy as np
import pytest
import torch

from signary.corpora.readers.soke_files import read_soke_statistics, read_soke_tokens, read_word_codes
from signary.io.errors import FormatError, UnsafeFileError


def test_statistics_are_cut_as_features_are(tmp_path):
    torch.save(torch.arange(179.0), tmp_path / "mean.pt")
    torch.save(torch.arange(179.0)[None] + 1, tmp_path / "std.pt")
    mean, std = read_soke_statistics(tmp_path / "mean.pt", tmp_path / "std.pt")
    wanted = np.concatenate([np.arange(36, 159), np.arange(169, 179)])
    np.testing.assert_array_equal(mean, wanted)
    np.testing.assert_array_equal(std, wanted + 1)
    torch.save(torch.ones(133), tmp_path / "std.pt")
    assert read_soke_statistics(tmp_path / "mean.pt", tmp_path / "std.pt")[1].shape == (133,)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (torch.ones(150), "179 or 133 numbers"),
        ({"a": 1}, "179 or 133 numbers"),
        (torch.full((179,), float("nan")), "finite numbers"),
        (-torch.ones(179), "standard deviations of 0 or more"),
    ],
)
def test_other_statistics_are_named(tmp_path, content, words):
    torch.save(torch.ones(179), tmp_path / "mean.pt")
    torch.save(content, tmp_path / "std.pt")
    with pytest.raises(FormatError, match=words):
        read_soke_statistics(tmp_path / "mean.pt", tmp_path / "std.pt")


@pytest.mark.parametrize("dtype", [np.int64, np.int32, np.uint16])
@pytest.mark.parametrize("stacked", [True, False])
def test_tokens(tmp_path, dtype, stacked):
    codes = np.random.default_rng(0).integers(0, 96, (7, 3)).astype(dtype)
    np.save(tmp_path / "a.npy", codes[None] if stacked else codes)
    np.testing.assert_array_equal(read_soke_tokens(tmp_path / "a.npy"), codes)


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        (np.zeros((1, 4, 2), int), "codes of shape"),
        (np.zeros((2, 4, 3), int), "codes of shape"),
        (np.zeros((1, 4, 3)), "codes of shape"),
        (np.full((1, 4, 3), -1), "codes from 0"),
        (np.full((1, 4, 3), 1 << 20), "codes from 0"),
    ],
)
def test_other_tokens_are_named(tmp_path, codes, words):
    np.save(tmp_path / "a.npy", codes)
    with pytest.raises(FormatError, match=words):
        read_soke_tokens(tmp_path / "a.npy")
    np.save(tmp_path / "a.npy", np.array([None]))
    with pytest.raises(UnsafeFileError):
        read_soke_tokens(tmp_path / "a.npy")


def test_codes_of_words(tmp_path):
    path = tmp_path / "word2code.json"
    path.write_text(
        json.dumps(
            {
                "dog": {"body": [1, 2], "lhand": [3, 4], "rhand": [5, 191]},
                "天": {"body": [0], "lhand": [0], "rhand": [0]},
            }
        )
    )
    found = read_word_codes(path)
    assert list(found) == ["dog", "天"]
    assert found["dog"].tolist() == [[1, 3, 5], [2, 4, 191]]
    for codes, words in (
        ({"body": [1], "lhand": [1]}, "lists body, lhand, rhand of one length"),
        ({"body": [1], "lhand": [1, 2], "rhand": [1]}, "of one length"),
        ({"body": [1.5], "lhand": [1], "rhand": [1]}, "whole numbers"),
        ({"body": [True], "lhand": [1], "rhand": [1]}, "whole numbers"),
        ({"body": [10**30], "lhand": [1], "rhand": [1]}, "codes from 0"),
        ([], "of one length"),
    ):
        path.write_text(json.dumps({"dog": codes}))
        with pytest.raises(FormatError, match=f"'dog': expected.*{words}"):
            read_word_codes(path)
