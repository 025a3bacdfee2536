"""Chunks of a model with a pointer say which word is being signed."""

from signary.language.languages import resolve
from signary.signing.model_signing import sign_by_model
from signary.streaming.session import SignStream, StreamSettings
from tests.pointing_text_to_sign import pointing

__all__ = ["pointing"]
TEXT = "Mother did not eat bread. Anna eats."


def test_words_come_in_the_order_of_signing(pointing):
    chunks = list(SignStream(pointing, StreamSettings(resolve("asl"))).sign(TEXT))
    named = [(chunk.word, chunk.gloss) for chunk in chunks if chunk.word is not None]
    found = list(dict.fromkeys(named))
    expected = [(sign["word"], sign["gloss"]) for sign in sign_by_model(pointing, TEXT, resolve("asl"))["segments"]]
    assert found
    assert found == [pair for pair in expected if pair in found]
    for chunk in chunks:
        assert (chunk.word is None) == (chunk.gloss is None)
        assert chunk.word is None or chunk.word in chunk.text


def test_the_motion_is_that_of_a_call(pointing):
    chunks = list(SignStream(pointing, StreamSettings(resolve("asl"))).sign(TEXT))
    whole = sign_by_model(pointing, TEXT, resolve("asl"))["pose"]
    assert sum(len(chunk.pose) for chunk in chunks) == len(whole)
