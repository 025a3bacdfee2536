"""Who signs reaches the refiner, of whole texts as of streams."""

import numpy as np
import pytest
import torch

from signary.generator.hybridsign import HybridSignConfig, HybridSignModel
from signary.io.model_files import ModelFolderError
from signary.pipelines.text_to_sign import TextToSignPipeline
from signary.streaming.motion_decoder import MotionDecoder

TEXT = "Hello! Mother eats bread."


def refiner_of(tiny, signers):
    torch.manual_seed(0)
    sizes = {"hidden_size": 16, "joint_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2, "coarse_sigma": 0.1}
    config = HybridSignConfig(**sizes, text_size=tiny.generator.config.d_model, window=8, num_signers=signers)
    refiner = HybridSignModel(config).eval()
    refiner.set_statistics(tiny.motion_tokenizer.mean, tiny.motion_tokenizer.std)
    for parameter in refiner.parameters():
        torch.nn.init.normal_(parameter, std=0.1)
    return refiner


@pytest.fixture(scope="module")
def knowing(tiny):
    """A model whose refiner knows the generator's two signers."""
    bundle = tiny.with_refiner(refiner_of(tiny, 2))
    return TextToSignPipeline(bundle.generator, bundle=bundle, device="cpu")


@pytest.mark.parametrize("signer", [None, 0, 1])
def test_streams_and_whole_texts_are_of_the_same_signer(knowing, signer):
    chosen = {} if signer is None else {"signer": signer}
    whole = knowing(TEXT, language="asl", **chosen)["pose"].values
    chunks = knowing.stream(TEXT, "asl", **chosen)
    assert np.allclose(np.concatenate([chunk.pose.values for chunk in chunks]), whole, atol=1e-5)
    with torch.no_grad():
        own = knowing.bundle.refiner.network.signers.weight
        before = own.clone()
        own[signer or 0] += 1.0
        moved = knowing(TEXT, language="asl", **chosen)["pose"].values
        own.copy_(before)
        own[1 - (signer or 0)] += 1.0
        same = knowing(TEXT, language="asl", **chosen)["pose"].values
        own.copy_(before)
    assert not np.allclose(moved, whole, atol=1e-4)
    assert np.array_equal(same, whole)


def test_codes_become_the_motion_of_a_signer(tiny):
    codes = torch.zeros(3, len(tiny.motion_tokenizer.config.column_names), dtype=torch.long)
    states, mask = torch.zeros(1, 2, tiny.generator.config.d_model), torch.ones(1, 2, dtype=torch.long)
    made = []
    for signer in (0, 1, None):
        motion = MotionDecoder(tiny.motion_tokenizer, refiner_of(tiny, 2))
        motion.begin(states, mask, signer)
        made.append(motion.show_whole(codes))
    assert not torch.allclose(made[0], made[1], atol=1e-5)
    assert not torch.allclose(made[0], made[2], atol=1e-5)
    unknowing = MotionDecoder(tiny.motion_tokenizer, refiner_of(tiny, 0))
    unknowing.begin(states, mask, 1)
    assert torch.isfinite(unknowing.show_whole(codes)).all()


def test_a_refiner_of_other_signers_is_refused(tiny):
    with pytest.raises(ModelFolderError, match="refiner: expected the 2 signers of the generator, or none, got 3"):
        tiny.with_refiner(refiner_of(tiny, 3))
