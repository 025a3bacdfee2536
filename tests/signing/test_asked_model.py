"""What is asked of a model is checked alike, whatever of the model signs, before anything is signed."""

import pytest

from signary.io.errors import InputError
from signary.signing.text_signer import SigningOptions, make_text_signer
from tests.alone_text_to_sign import with_alone
from tests.pointing_text_to_sign import pointing

__all__ = ["pointing"]
METHODS = ("model", "hybridsign")
TEXT = "Mother eats bread."


@pytest.fixture(scope="module")
def alone(pointing, tmp_path_factory):
    return with_alone(pointing, tmp_path_factory.mktemp("alone") / "model")


def refusal(method, alone, language="asl", **options):
    with pytest.raises(InputError) as refused:
        make_text_signer(method, language, SigningOptions(**options), alone)
    return refused.value


def test_both_refuse_the_same_signers_and_languages(alone):
    for options in ({"signer": 7}, {"signer": -1}, {"language": "csl"}):
        first, second = (refusal(method, alone, **options) for method in METHODS)
        assert str(first) == str(second)
        assert type(first) is type(second)
        assert first.argument == next(iter(options))


@pytest.mark.parametrize("method", METHODS)
def test_both_are_asked_for_another_rate_and_for_no_signs(alone, method):
    usual, other = (
        make_text_signer(method, "asl", options, alone)(TEXT)
        for options in (SigningOptions(), SigningOptions(fps=50, no_retrieval=True))
    )
    assert (usual.pose.fps, other.pose.fps) == (25, 50)
    assert {word["source"] for word in usual.retrieved} != {word["source"] for word in other.retrieved}
    assert all(word.get("gloss") is None for word in other.retrieved)
