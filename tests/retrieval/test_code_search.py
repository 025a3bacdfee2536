import numpy as np
import pytest
import torch

from signary.pose.feature_statistics import feature_statistics
from signary.pose.sequence import PoseSequence
from signary.retrieval.code_search import CodeSearch, with_rests
from signary.retrieval.sign_encoding import LIFTED, IsolatedSign, encode_sign, reconstruction_error
from signary.signer.signer import rest_parameters
from signary.signing.rule_based import sign_text
from signary.tokenizer import MotionTokenizer, MotionTokenizerConfig


@pytest.fixture(scope="module")
def mother():
    return sign_text("mother", "asl").pose


@pytest.fixture(scope="module")
def tokenizer(mother):
    """Tiny and untrained: its encoder knows nothing of what its decoder shows."""
    torch.manual_seed(0)
    sizes = {"body": 16, "left_hand": 8, "right_hand": 8, "face": 4}
    levels = {"body": 2, "left_hand": 1, "right_hand": 1, "face": 1}
    config = MotionTokenizerConfig(
        width=8, code_dim=4, codebook_sizes=sizes, residual_levels=levels, face_part=True, causal_decoder=True
    )
    model = MotionTokenizer(config)
    model.set_statistics(*feature_statistics([mother], config))
    model.assign_id()
    return model.eval()


def far(search, codes, sign):
    return reconstruction_error(sign, search.decoded(codes, sign))


def test_searched_codes_decode_nearer_and_leave_the_face(tokenizer, mother):
    sign = mother[20:40]
    search, codes = CodeSearch(tokenizer, tokenizer.config), tokenizer.encode(sign)[0][0].numpy()
    found = search.search(sign, codes)
    assert found.shape == codes.shape
    assert far(search, found, sign) < far(search, codes, sign)
    face = tokenizer.config.column_names.index("face")
    # A step may take over the face of the one before it, and no other.
    assert set(found[:, face]) <= set(codes[:, face])
    assert (found < np.array(tokenizer.config.sizes)).all()
    np.testing.assert_array_equal(search.search(sign, codes), found)


def test_a_hold_is_the_best_of_all_codes_that_differ_in_one_column(tokenizer, mother):
    sign = mother[28:40]
    search, codes = CodeSearch(tokenizer, tokenizer.config), tokenizer.encode(sign)[0][0].numpy()
    held = search.hold(sign, codes)
    assert held.shape == (len(tokenizer.config.sizes),)
    one = far(search, np.repeat(held[None], 3, 0), sign)
    assert one <= min(far(search, np.repeat(step[None], 3, 0), sign) for step in codes) + 1.0


def test_what_was_lifted_is_searched_and_what_was_not_is_as_encoded(tokenizer, mother, monkeypatch):
    monkeypatch.setattr("signary.retrieval.sign_encoding.SEARCH_ABOVE", np.inf)
    plain = encode_sign(IsolatedSign(("mother",), "asl", mother), tokenizer)
    lifted = encode_sign(IsolatedSign(("mother",), "asl", mother.with_metadata(**{LIFTED: "well"})), tokenizer)
    assert lifted.reconstruction_error < plain.reconstruction_error
    assert (lifted.codes.shape[1], lifted.frames) == (plain.codes.shape[1], plain.frames)
    # A letter's hold is one posture.
    hold = encode_sign(IsolatedSign(("#m",), "asl", mother.with_metadata(**{LIFTED: "well"})), tokenizer)
    assert (hold.codes == hold.codes[0]).all()


def test_gaps_are_held_and_what_is_never_seen_rests(mother):
    values, layout = mother.values.copy(), mother.layout
    certainty = np.ones((len(mother), len(layout.joints)), np.float32)
    left = [at for at, name in enumerate(layout.joints) if name.startswith("left_")]
    right = [layout.index("right_wrist")]
    values[:, layout.features(left)], certainty[:, left] = np.nan, 0
    values[5:9, layout.features(right)], certainty[5:9, right] = np.nan, 0
    values[:2, layout.features(right)], certainty[:2, right] = np.nan, 0
    whole = with_rests(PoseSequence(values, layout, 25.0, certainty, mother.metadata)).values
    rest = rest_parameters()
    np.testing.assert_array_equal(
        whole[:, layout.features(left)], np.tile(rest[layout.features(left)], (len(mother), 1))
    )
    wrist = layout.features(right)
    np.testing.assert_array_equal(whole[5:9, wrist], np.tile(mother.values[4, wrist], (4, 1)))
    np.testing.assert_array_equal(whole[:2, wrist], np.tile(mother.values[2, wrist], (2, 1)))
