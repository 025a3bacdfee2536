from itertools import pairwise

import pytest
import torch

from signary.generator.hybridsign import HybridSignConfig, HybridSignModel


@pytest.fixture(autouse=True)
def _seed():
    torch.manual_seed(0)


@pytest.fixture
def make_model():
    """A tiny model in eval mode and float64. Nothing in it is zero: a new model's velocity would hide every error."""

    def make(spread: float = 0.2, **settings) -> HybridSignModel:
        usual = {"layout": "phoenix50", "hidden_size": 16, "joint_size": 8, "num_hidden_layers": 2}
        usual |= {"num_attention_heads": 2, "text_size": 6, "window": 6, "coarse_sigma": 0.3}
        model = HybridSignModel(HybridSignConfig(**{**usual, **settings}))
        with torch.no_grad():
            for parameter in model.parameters():
                parameter.add_(spread * torch.randn_like(parameter))
        numbers = len(model.mean)
        model.set_statistics(torch.randn(numbers), torch.rand(numbers) + 0.5, torch.rand(numbers) + 0.5)
        return model.double().eval()

    return make


@pytest.fixture
def text():
    """States of a text for some rows."""

    def make(rows: int = 1, tokens: int = 5) -> torch.Tensor:
        return torch.randn(rows, tokens, 6, dtype=torch.double)

    return make


@pytest.fixture
def motion():
    """Motion, coarse or not, for some rows."""

    def make(model: HybridSignModel, rows: int = 1, frames: int = 20) -> torch.Tensor:
        return model.mean + model.std * torch.randn(rows, frames, len(model.mean), dtype=torch.double)

    return make


@pytest.fixture
def stream():
    """Frames of a stream, its chunks of given sizes, and where the flow of each frame started."""

    def run(model, state, coarse, sizes, steps, seed=3):
        generator = torch.Generator().manual_seed(seed)
        made, starts = [], []
        for first, last in pairwise(torch.tensor([0, *sizes]).cumsum(0).tolist()):
            noise = torch.Generator()
            noise.set_state(generator.get_state())
            starts.append(torch.randn(len(coarse), last - first, coarse.shape[2], generator=noise, dtype=torch.double))
            frames, state = model.next_frames(state, coarse[:, first:last], steps=steps, generator=generator)
            made.append(frames)
        return *(torch.cat(parts, 1) for parts in zip(*made, strict=True)), torch.cat(starts, 1), state

    return run
