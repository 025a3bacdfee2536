from functools import cache

import numpy as np
import pytest
import torch

from signary.generator.fgdm import (
    FGDMConfig,
    FGDMModel,
    SentencePoses,
    batch_sentences,
    sentence_poses,
    sentence_statistics,
)
from signary.pose import Channel, PoseSequence, layout_names, registry
from signary.pose.layout import keypoint_layout
from signary.pose.view import to_layout
from signary.signing.rule_based import sign_text

#: Two arms that no bone connects, and no neck.
ARMS = keypoint_layout(
    "arms",
    [f"{side}_{joint}" for side in ("left", "right") for joint in ("shoulder", "elbow", "wrist")],
    (Channel("x", "metre", "left"), Channel("y", "metre", "up"), Channel("z", "metre", "forward")),
    {
        f"{side}_{joint}": f"{side}_{parent}"
        for side in ("left", "right")
        for joint, parent in (("elbow", "shoulder"), ("wrist", "elbow"))
    },
)
#: Text and glosses of real sentences of the rule-based signer.
SENTENCES = (("Hello", ("HELLO",)), ("Thank you", ("THANK", "YOU")), ("My mother eats", ("MY", "MOTHER", "EAT")))
GLOSSES = tuple(gloss for _, glosses in SENTENCES for gloss in glosses)


@cache
def _signed(text: str, layout: str) -> PoseSequence:
    return to_layout(sign_text(text, "asl").pose, layout)


@pytest.fixture(autouse=True)
def _seed():
    """The random state is as before when a test is done."""
    with torch.random.fork_rng():
        torch.manual_seed(0)
        yield


@pytest.fixture(autouse=True)
def _arms(monkeypatch):
    """The layout is known while a test runs, and not to other tests."""
    assert layout_names()
    monkeypatch.setitem(registry._REGISTRY, ARMS.name, ARMS)


@pytest.fixture
def make_config():
    """A tiny config; 8 frames a second keep real sentences short."""

    def make(**settings) -> FGDMConfig:
        tiny = {
            **{"fps": 8, "glosses": GLOSSES, "hidden_size": 16, "ffn_size": 32, "num_attention_heads": 2},
            **{"focal_layers": 2, "focal_channels": 4, "general_layers": 1, "gloss_layers": 1},
        }
        return FGDMConfig(**{**tiny, **settings})

    return make


@pytest.fixture
def sentences():
    """Real sentences as the model reads them, the first ones of a list of three."""

    def get(config: FGDMConfig, count: int = 3) -> list[SentencePoses]:
        chosen = SENTENCES[:count]
        return [sentence_poses(_signed(text, config.layout), glosses, config) for text, glosses in chosen]

    return get


@pytest.fixture
def make_model(make_config, sentences, overfit):
    """A tiny model of arms with the statistics of real sentences, trained for some steps, in eval mode."""

    def make(steps: int = 0, **settings) -> FGDMModel:
        model = FGDMModel(make_config(**{"layout": "arms", **settings}))
        read = sentences(model.config)
        model.set_statistics(sentence_statistics(read))
        if steps:
            overfit(model, batch_sentences(read)._asdict(), steps, 3e-3)
        return model.eval()

    return make


@pytest.fixture
def rows():
    """Four rows of different lengths, with garbage in the padding: arguments of `forward`, lengths."""

    def make(model: FGDMModel, garbage: float = 1e3) -> tuple[dict[str, torch.Tensor], list[int]]:
        lengths = [1, 17, 20, 26]
        layout = model.config.pose_layout
        shape = (4, 26, len(layout.joints), len(layout.channels))
        poses = torch.tensor(np.random.default_rng(1).normal(size=shape), dtype=torch.float32)
        mask = torch.arange(26)[None] < torch.tensor(lengths)[:, None]
        ids = torch.tensor([[1, 0, 0], [2, 3, 0], [3, 3, 4], [6, 5, 1]])
        times = torch.tensor([999, 600, 10, 0])
        noise = torch.randn(shape, generator=torch.Generator().manual_seed(2))
        poses = torch.where(mask[..., None, None], poses, garbage)
        return {"poses": poses, "gloss_ids": ids, "frame_mask": mask, "times": times, "noise": noise}, lengths

    return make


@pytest.fixture
def randomised():
    """A module in float64 whose parameters are all random: zero-initialised terms take part."""

    def make(module: torch.nn.Module) -> torch.nn.Module:
        module = module.double().eval()
        generator = torch.Generator().manual_seed(3)
        with torch.no_grad():
            for parameter in module.parameters():
                parameter.copy_(0.3 * torch.randn(parameter.shape, generator=generator, dtype=torch.float64))
        return module

    return make
