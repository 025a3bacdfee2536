"""The best that an evaluation has found so far, kept with the run: which model is shared is chosen by a metric."""

from __future__ import annotations

import math
from copy import deepcopy

import torch
from torch import nn


class Best(nn.Module):
    """A copy of the model with the least figure; the first of equal ones. `Trainer.keep` saves and resumes it.

    Args:
        model: What is trained; the copy starts from it.
    """

    figure: torch.Tensor

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self.model = deepcopy(model).requires_grad_(False).eval()
        self.register_buffer("figure", torch.tensor(math.inf, dtype=torch.float64))

    @torch.no_grad()
    def consider(self, model: nn.Module, figure: float) -> None:
        """Take the model as it is now if its figure is less than that of the copy; one that is no number is not.

        Args:
            model: Of the same kind as the first one.
            figure: What the metric says; less is better.
        """
        if figure < float(self.figure):
            self.figure.fill_(figure)
            self.model.load_state_dict(model.state_dict())
