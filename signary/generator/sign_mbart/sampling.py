"""How codes are chosen from what the heads say, and what `generate` may be asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from transformers import GenerationConfig
from transformers.generation.logits_process import TemperatureLogitsWarper, TopKLogitsWarper, TopPLogitsWarper

from signary.io.errors import InputError
from signary.nn.installed_transformers import explicit_settings


@dataclass(frozen=True)
class Sampling:
    """How to draw codes instead of taking the likeliest, for each head on its own (Eq. 4 factorises).

    Attributes:
        temperature: Logits are divided by it.
        top_k: Only so many codes are drawn from, *optional*.
        top_p: Only the likeliest codes with this share of the probability are drawn from, *optional*.
        generator: Where the randomness comes from, *optional*, defaults to torch's global generator.
    """

    temperature: float = 1.0
    top_k: int | None = None
    top_p: float | None = None
    generator: torch.Generator | None = None

    def __post_init__(self) -> None:
        """Validate.

        Raises:
            InputError: If a value is out of range.
        """
        if not 0 < self.temperature < float("inf"):
            raise InputError("temperature", "a number above 0 (greedy decoding: no sampling)", self.temperature)
        if self.top_k is not None and self.top_k < 1:
            raise InputError("top_k", "1 or more", self.top_k)
        if self.top_p is not None and not 0 < self.top_p <= 1:
            raise InputError("top_p", "above 0, at most 1", self.top_p)

    def chooser(self) -> Callable[[Tensor], Tensor]:
        """A function from logits (B, V) to codes (B,)."""
        warpers: list[Any] = [TemperatureLogitsWarper(float(self.temperature))] if self.temperature != 1 else []
        warpers += [TopKLogitsWarper(self.top_k)] if self.top_k else []
        warpers += [TopPLogitsWarper(self.top_p)] if self.top_p is not None and self.top_p < 1 else []

        def choose(logits: Tensor) -> Tensor:
            logits = logits.float()
            for warp in warpers:
                logits = warp(None, logits)
            return torch.multinomial(logits.softmax(-1), 1, generator=self.generator)[:, 0]

        return choose


def greedy(logits: Tensor) -> Tensor:
    """The likeliest codes (B,) of logits (B, V)."""
    return logits.argmax(-1)


@dataclass(frozen=True)
class Request:
    """What `generate` is asked for.

    Attributes:
        max_new_tokens: At most so many steps; None where nobody says.
        num_return_sequences: Sequences a prompt.
        sampling: How to draw codes, or None for the likeliest ones.
    """

    max_new_tokens: int | None
    num_return_sequences: int
    sampling: Sampling | None


_OF_SAMPLING = ("temperature", "top_k", "top_p")
_KNOWN = ("max_new_tokens", "do_sample", *_OF_SAMPLING, "num_return_sequences")


def read_request(
    settings: Mapping[str, Any],
    config: GenerationConfig,
    usual: GenerationConfig,
    generator: torch.Generator | None = None,
) -> Request:
    """What keywords, and behind them a configuration, ask for.

    Args:
        settings: Keywords; None stands for none.
        config: What counts where there is no keyword.
        usual: The configuration of a model without settings of its own; what differs from it was set.
        generator: Randomness of sampling, *optional*.

    Raises:
        InputError: If a setting is not one of this model's, out of range, or about sampling without sampling.
    """
    given = {name: value for name, value in settings.items() if value is not None}
    explicit = explicit_settings(config, usual)
    for where, names in (("generate", {*settings} - {*_KNOWN}), ("generation_config", {*explicit} - {*_KNOWN})):
        if names:
            raise InputError(where, f"settings among {', '.join(_KNOWN)}", ", ".join(sorted(names)))
    chosen = {**explicit, **given}
    sampling = None
    if chosen.get("do_sample"):
        temperature, top_k, top_p = (chosen.get(name) for name in _OF_SAMPLING)
        sampling = Sampling(1.0 if temperature is None else temperature, top_k or None, top_p, generator)
    elif any(name in given for name in _OF_SAMPLING):
        raise InputError("do_sample", f"True with {', '.join(given)}", bool(chosen.get("do_sample")))
    steps, number = chosen.get("max_new_tokens"), chosen.get("num_return_sequences", 1)
    if steps is not None and steps < 1:
        raise InputError("max_new_tokens", "1 or more", steps)
    if number < 1 or (number > 1 and not sampling):
        raise InputError("num_return_sequences", "1 or more" if sampling else "1 without sampling", number)
    return Request(steps, number, sampling)
