"""Tiny models of motion from text alone, beside the tiny model with a pointer: untrained, but they move everything."""

import torch

from signary.bundle.bundle import Bundle
from signary.bundle.folder import TEXT_MOTION
from signary.generator.hybridsign import HybridSignConfig, HybridSignModel

#: From shown signs, as the embedded one, and from noise.
KINDS = {"signs": {"coarse_sigma": 0.1, "lookahead": 4, "smoothing": 1.0, "seam_frames": 2.0}, "noise": {}}


def make_alone(bundle, kind="signs", **settings):
    """A model of this kind, without training."""
    torch.manual_seed(0)
    sizes = {"hidden_size": 16, "joint_size": 8, "num_hidden_layers": 2, "num_attention_heads": 2, "window": 8}
    width = bundle.generator.config.d_model
    model = HybridSignModel(
        HybridSignConfig(**{**sizes, "text_size": width, "paced": True, **KINDS[kind], **settings})
    ).eval()
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.1)
    model.set_statistics(bundle.motion_tokenizer.mean, bundle.motion_tokenizer.std)
    if model.config.refines:
        model.rest.copy_(bundle.motion_tokenizer.mean)
    if model.config.paced:
        # About two frames a position.
        torch.nn.init.constant_(model.pace.say.bias, 0.5)
    return model


def with_alone(bundle, folder, kind="signs", **settings):
    """The bundle in a folder that has such a part."""
    bundle.save(folder)
    make_alone(bundle, kind, **settings).save_pretrained(folder / TEXT_MOTION)
    return Bundle.load(folder, device="cpu")
