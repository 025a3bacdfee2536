from functools import cache

import numpy as np
import pytest
import torch

from signary.nn.motion_batch import batch_sequences
from signary.pose import PoseSequence
from signary.pose.feature_statistics import feature_statistics
from signary.pose.view import to_layout
from signary.signing.rule_based import sign_text
from signary.tokenizer import MotionTokenizer, MotionTokenizerConfig


@cache
def _signed(text: str) -> PoseSequence:
    return sign_text(text, "asl").pose


@cache
def _in_layout(text: str, layout: str) -> PoseSequence:
    return to_layout(_signed(text), layout)


@pytest.fixture(autouse=True)
def _seed():
    """The random state is as before when a test is done."""
    with torch.random.fork_rng():
        torch.manual_seed(0)
        yield


@pytest.fixture
def signed():
    """A real sequence of the rule-based signer, in any layout."""

    def get(text: str = "Hello", layout: str = "smplx") -> PoseSequence:
        return _signed(text) if layout == "smplx" else _in_layout(text, layout)

    return get


@pytest.fixture
def make_config():
    """A tiny config; every part has 8 codes."""

    def make(**settings) -> MotionTokenizerConfig:
        settings = {"width": 16, "code_dim": 8, "threshold_ema_dead_code": 0.05, **settings}
        if "codebook_sizes" not in settings:
            full = MotionTokenizerConfig(**{**settings, "threshold_ema_dead_code": 0.0})
            settings["codebook_sizes"] = dict.fromkeys(full.part_names, 8)
        return MotionTokenizerConfig(**settings)

    return make


@pytest.fixture
def make_model(make_config, signed, overfit):
    """A tiny tokenizer with the statistics of two sequences, trained for some steps, in eval mode."""

    def make(steps: int = 0, **settings) -> MotionTokenizer:
        config = make_config(**settings)
        model = MotionTokenizer(config)
        sequences = [signed(text, config.layout) for text in ("Hello", "Thank you")]
        model.set_statistics(*feature_statistics(sequences, config))
        if steps:
            overfit(model, batch_sequences(sequences, config)._asdict(), steps, 3e-3)
        return model.eval()

    return make


@pytest.fixture
def rows():
    """Eight rows of different lengths, with garbage in the padding: values (8, T, D) and mask."""

    def make(model: MotionTokenizer, garbage: float = 1e3) -> tuple[torch.Tensor, torch.Tensor]:
        lengths = [1, 2, 3, 4, 5, 11, 16, 22]
        spread = model.config.pose_layout.num_features
        values = model.mean + model.std * torch.tensor(
            np.random.default_rng(1).normal(size=(8, 22, spread)), dtype=torch.float32
        )
        mask = torch.arange(22)[None] < torch.tensor(lengths)[:, None]
        return torch.where(mask[..., None], values, garbage), mask

    return make


def state_of(model: MotionTokenizer) -> dict[str, torch.Tensor]:
    return {name: tensor.clone() for name, tensor in model.state_dict().items()}


@pytest.fixture
def snapshot():
    return state_of
