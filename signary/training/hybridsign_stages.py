"""The stages of HybridSign's training: flow matching from the true past, then self-forcing from a past of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from torch import Tensor, nn

from signary.generator.hybridsign import HybridSignModel, SelfForcing
from signary.generator.hybridsign.generation_hybridsign import CHUNK_FRAMES
from signary.generator.hybridsign.losses import MOTION_LOSSES
from signary.generator.hybridsign.pace import PaceTargets
from signary.io.errors import InputError

FLOW_MATCHING, SELF_FORCING = "flow_matching", "self_forcing"
STAGES = (FLOW_MATCHING, SELF_FORCING)


@dataclass
class StageArguments:
    """How HybridSign learns."""

    stage: str = field(
        default=FLOW_MATCHING,
        metadata={
            "help": "flow_matching learns velocities of the flow after a true past (stage 1); self_forcing rolls "
            "motion out and compares whole motions with the data (stage 2, which goes on from --start_from)."
        },
    )
    losses: list[str] = field(
        default_factory=lambda: list(MOTION_LOSSES),
        metadata={"help": f"Losses of self_forcing, balanced: some of {', '.join(MOTION_LOSSES)}."},
    )
    roll_out_chunk: int = field(default=CHUNK_FRAMES, metadata={"help": "Frames of a chunk that is rolled out."})
    start_from: str = field(
        default="", metadata={"help": "Folder or Hub id of a model to go on from: weights, statistics."}
    )

    def __post_init__(self) -> None:
        if self.stage not in STAGES:
            raise InputError("stage", f"one of {', '.join(STAGES)}", repr(self.stage))
        if self.roll_out_chunk < 1:
            raise InputError("roll_out_chunk", "at least 1", self.roll_out_chunk)

    @property
    def rolls_out(self) -> bool:
        """Whether the model goes on from frames of its own."""
        return self.stage == SELF_FORCING

    def check_start(self) -> None:
        """Refuse a second stage without a first one.

        Raises:
            InputError: If there is nothing to go on from.
        """
        if self.rolls_out and not self.start_from:
            raise InputError("start_from", "a model that has been through flow_matching, for self_forcing", "none")

    def module(self, model: HybridSignModel) -> nn.Module:
        """What is trained: the model, or the model with the balance of its losses."""
        return SelfForcing(model, self.losses) if self.rolls_out else model

    def loss(
        self,
        module: nn.Module,
        motion: Mapping[str, Tensor],
        states: Tensor,
        seen: Tensor,
        pace: PaceTargets | None = None,
    ) -> tuple[Tensor, dict[str, float]]:
        """Loss of a batch, and its terms as they are.

        Args:
            module: From `module`, as the trainer wraps it.
            motion: Motion and what belongs to it, by the names that both stages take.
            states: States of the texts, of shape (B, S, d).
            seen: Which of them a frame sees, of shape (B, T, S).
            pace: How long what is shown takes, of a model that says so itself; learnt in stage 1.
        """
        text = {"text_states": states, "text_mask": seen}
        if not self.rolls_out:
            out = module(**motion, **text, pace=pace)
            found = {"flow_loss": out.flow_loss, "confidence_loss": out.confidence_loss, "pace_loss": out.pace_loss}
            return out.loss, {name: loss.item() for name, loss in found.items() if loss is not None}
        out = module(**motion, **text, chunk_frames=self.roll_out_chunk)
        terms = zip(self.losses, out.motion_losses.tolist(), out.weights.tolist(), strict=True)
        named = {key: number for name, loss, weight in terms for key, number in _named(name, loss, weight)}
        return out.loss, {**named, "confidence_loss": out.confidence_loss.item()}


def _named(name: str, loss: float, weight: float) -> tuple[tuple[str, float], tuple[str, float]]:
    return (f"{name}_loss", loss), (f"{name}_weight", weight)


def trained_model(module: nn.Module) -> HybridSignModel:
    """The model in what a stage trains."""
    found = module.model if isinstance(module, SelfForcing) else module
    assert isinstance(found, HybridSignModel)
    return found
