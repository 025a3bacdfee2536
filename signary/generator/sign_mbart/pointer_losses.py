"""What a generator with a pointer is trained on: codes from heads and copies, where to point, when to stop.

Legend: B samples, L steps, K shown steps, P columns.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from signary.generator.sign_mbart.decoding import PADDING
from signary.generator.sign_mbart.pointer import Pointing
from signary.generator.sign_mbart.shown_steps import ShownSteps
from signary.io.errors import InputError
from signary.nn.whole_batch import mean_of


def checked_targets(targets: Tensor | None, name: str, codes: Tensor, most: float) -> Tensor:
    """What is taught at each step (B, L), −1 everywhere if nobody says anything.

    Args:
        targets: Of shape (B, L), or None.
        name: Of the argument.
        codes: Of shape (B, L, P).
        most: The greatest number there may be.

    Raises:
        InputError: If the shape does not fit, or a number is too great.
    """
    if targets is None:
        return torch.full(codes.shape[:2], -1, device=codes.device)
    if targets.shape != codes.shape[:2]:
        raise InputError(name, f"shape {tuple(codes.shape[:2])}", tuple(targets.shape))
    if bool((targets > most).any()):
        raise InputError(name, f"at most {most}", targets.max().item())
    return targets


def mixture_loss(
    logits: Sequence[Tensor], pointing: Pointing, shown: ShownSteps, codes: Tensor, copied_columns: Sequence[bool]
) -> Tensor:
    """Mean of −log P(step), codes from heads and whole steps that are copied: the mixture of `pointer`.

    Args:
        logits: For each column (B, L, V_p).
        pointing: At L + 1 positions.
        shown: The shown steps.
        codes: Of shape (B, L, P), −1 behind the end.
        copied_columns: For each column whether it is copied; heads say the others, whatever the gate.
    """
    there, steps = codes[..., 0] != PADDING, codes.shape[1]
    likelihood = torch.stack(
        [
            column.float().log_softmax(-1).gather(-1, codes[..., at].clamp_min(0)[..., None])[..., 0]
            for at, column in enumerate(logits)
        ],
        dim=-1,
    )  # (B, L, P)
    columns = torch.tensor(copied_columns, device=codes.device)
    spoken, always = likelihood[..., columns].sum(-1), likelihood[..., ~columns].sum(-1)
    same = (codes[:, :, None] == shown.codes[:, None])[..., columns].all(-1)  # (B, L, K)
    copied = (pointing.shares[:, :steps, 1:] * same).sum(-1)
    gate = pointing.gate[:, :steps]
    tiny = torch.finfo(copied.dtype).tiny
    both = torch.logaddexp(F.logsigmoid(-gate) + spoken, F.logsigmoid(gate) + copied.clamp_min(tiny).log())
    return mean_of(-((both + always) * there).sum(), there.sum())


def pointing_loss(pointing: Pointing, targets: Tensor) -> Tensor:
    """Mean cross-entropy of the pointer where it is taught: targets (B, L), negative where it is not."""
    logits = pointing.logits[:, : targets.shape[1]].float()
    taught = targets >= 1
    wanted = (targets - 1).masked_fill(~taught, 0)
    losses = -logits.log_softmax(-1).gather(-1, wanted[..., None])[..., 0]
    return mean_of(torch.where(taught, losses, 0.0).sum(), taught.sum())


def stop_loss(pointing: Pointing, codes: Tensor) -> Tensor:
    """Mean binary cross-entropy of the end, before every step and behind the last."""
    there = codes[..., 0] != PADDING
    lengths = there.sum(1, keepdim=True)
    at = torch.arange(codes.shape[1] + 1, device=codes.device)[None]
    counted = at <= lengths
    losses = F.binary_cross_entropy_with_logits(pointing.stop, (at == lengths).float(), reduction="none")
    return mean_of((losses * counted).sum(), counted.sum())


def inside_loss(pointing: Pointing, inside: Tensor) -> Tensor:
    """Mean binary cross-entropy of the share of each step in which a sign is signed: (B, L), negative: not known."""
    known = inside >= 0
    losses = F.binary_cross_entropy_with_logits(
        pointing.inside[:, : inside.shape[1]], inside.clamp(0, 1).float(), reduction="none"
    )
    return mean_of((losses * known).sum(), known.sum())
