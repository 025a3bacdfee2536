"""A pointer over the steps that a prompt shows: where the model is, what it copies, when it is done.

Beyond SOKE, whose prompt is a condition that is never copied (docs/systems.md §2.5). A pointer network (Vinyals et al.
2015) with a copy gate (See et al. 2017, Eq. 9) over whole steps of codes:

    a_i  = softmax(q(h) · k(s_i) / √n + q'(h) · f_i)                                    i: END, then the shown steps
    h'   = h + Σ a_i v(s_i)
    P(y) = (1 − g) · ∏_p P_p(y_p | h') + g · Σ_i a_i · 1[y = codes of step i]            g = σ(w · h')

h is the decoder's state, s_i the encoder's of step i, and f_i says how i lies to where the pointer was a step ago
(`location`). What it pointed at, and for how long, is fed back into the decoder's next input.

Legend: B prompts, T decoder positions, K shown steps, N shown signs, d model size, n size of keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from signary.generator.sign_mbart.configuration_sign_mbart import SignMBartConfig
from signary.generator.sign_mbart.shown_steps import ShownSteps
from signary.generator.sign_mbart.vocabulary import SIGN_KINDS

#: Where a pointer is: before its first sign, behind its last, or at shown step `index - STEPS`.
START, END, STEPS = 0, 1, 2
#: Kinds of places, seen from where the pointer was: distances within its sign from −3 to 8, then those of `location`.
_BACK, _AHEAD = 3, 8
_WITHIN = _BACK + _AHEAD + 1
VISITED, NEXT, LATER, DONE, NOT_DONE = _WITHIN, _WITHIN + 1, _WITHIN + 4, _WITHIN + 6, _WITHIN + 7
LOCATIONS = _WITHIN + 8
#: More steps, signs or waiting than these are as so many.
_MOST_PLACES, _MOST_SIGNS, _MOST_DWELL = 24, 96, 16


class SignPlaces(nn.Module):
    """What a shown step says beside its codes: its place in its sign from both ends, the sign's number, its kind.

    Args:
        d_model: Size of the encoder's states.
    """

    def __init__(self, d_model: int) -> None:
        super().__init__()
        self.place = nn.Embedding(_MOST_PLACES, d_model)
        self.left = nn.Embedding(_MOST_PLACES, d_model)
        self.number = nn.Embedding(_MOST_SIGNS, d_model)
        self.kind = nn.Embedding(len(SIGN_KINDS), d_model)

    def forward(self, shown: ShownSteps) -> Tensor:
        """Vectors (B, K, d) of the steps."""
        places = self.place(shown.place.clamp_max(_MOST_PLACES - 1)) + self.left(shown.left.clamp_max(_MOST_PLACES - 1))
        number = self.number(shown.sign.clamp(0, _MOST_SIGNS - 1))
        return torch.as_tensor(places + number + self.kind(shown.kind))


@dataclass(frozen=True)
class PointerMemory:
    """What a pointer looks at.

    Attributes:
        shown: The shown steps.
        keys: Of END and the steps, of shape (B, K + 1, n).
        values: The same, of shape (B, K + 1, d).
        feedback: What the decoder is told of START, END and the steps, of shape (B, K + 2, d).
    """

    shown: ShownSteps
    keys: Tensor
    values: Tensor
    feedback: Tensor

    def scores(self, query: Tensor) -> Tensor:
        """Products (B, T, K + 1) of queries (B, T, n) and keys."""
        return query @ self.keys.transpose(1, 2)

    def read(self, shares: Tensor) -> Tensor:
        """Values (B, T, d), mixed by shares (B, T, K + 1)."""
        return shares @ self.values

    def told(self, last: Tensor) -> Tensor:
        """What the decoder is told (B, T, d) of places (B, T)."""
        return self.feedback.gather(1, last[..., None].expand(-1, -1, self.feedback.shape[-1]))


@dataclass(frozen=True)
class MemoriesSideBySide:
    """What the pointers of several runs look at, each at its own, without padding or a copy.

    Attributes:
        shown: The shown steps of all, in one batch.
        runs: Of each run, of one prompt.
    """

    shown: ShownSteps
    runs: Sequence[PointerMemory]

    def scores(self, query: Tensor) -> Tensor:
        """As `PointerMemory.scores`; 0 for padding."""
        scores = query.new_zeros((*query.shape[:2], self.shown.sign.shape[1] + 1))
        for at, run in enumerate(self.runs):
            scores[at, :, : run.keys.shape[1]] = query[at] @ run.keys[0].T
        return scores

    def read(self, shares: Tensor) -> Tensor:
        """As `PointerMemory.read`."""
        rows = [shares[at, :, : run.values.shape[1]] @ run.values[0] for at, run in enumerate(self.runs)]
        return torch.stack(rows)

    def told(self, last: Tensor) -> Tensor:
        """As `PointerMemory.told`."""
        return torch.stack([run.feedback[0, places] for run, places in zip(self.runs, last, strict=True)])


@dataclass(frozen=True)
class Pointing:
    """What the pointer says at T positions.

    Attributes:
        logits: Of END and the steps, of shape (B, T, K + 1); −inf for padding.
        hidden: Decoder states with what was pointed at, of shape (B, T, d).
        gate: Logit of copying, of shape (B, T).
        stop: Logit of the sentence having ended before this position, of shape (B, T).
        inside: Logit of the share of the step in which a sign is signed, of shape (B, T).
    """

    logits: Tensor
    hidden: Tensor
    gate: Tensor
    stop: Tensor
    inside: Tensor

    @property
    def shares(self) -> Tensor:
        """a, of shape (B, T, K + 1), float32."""
        return self.logits.float().softmax(-1)


class SignPointer(nn.Module):
    """Pointer, gate, stop and feedback.

    Args:
        config: Of the generator.
    """

    def __init__(self, config: SignMBartConfig) -> None:
        super().__init__()
        d_model, size = config.d_model, config.pointer_size
        self.scale = 1 / sqrt(size)
        self.query, self.key = nn.Linear(d_model, size), nn.Linear(d_model, size)
        self.location_query, self.location = nn.Linear(d_model, size), nn.Embedding(LOCATIONS, size)
        self.value = nn.Linear(d_model, d_model)
        self.end_key, self.end_value = nn.Embedding(1, size), nn.Embedding(1, d_model)
        self.feedback = nn.Linear(d_model, d_model)
        self.ends = nn.Embedding(STEPS, d_model)
        self.dwell = nn.Embedding(_MOST_DWELL, d_model)
        self.outputs = nn.Linear(d_model, 3)

    def remember(self, shown: ShownSteps, source: Tensor) -> PointerMemory:
        """What does not change while a prompt is decoded.

        Args:
            shown: The shown steps.
            source: The encoder's states of shape (B, S', d).
        """
        rows, width = len(source), source.shape[-1]
        states = source.gather(1, shown.at[..., None].expand(-1, -1, width))  # (B, K, d)

        def behind(ends: nn.Embedding, steps: Tensor) -> Tensor:
            return torch.cat([ends.weight.to(steps.dtype).expand(rows, -1, -1), steps], dim=1)

        keys, values = behind(self.end_key, self.key(states)), behind(self.end_value, self.value(states))
        return PointerMemory(shown, keys, values, behind(self.ends, self.feedback(states)))

    def fed_back(self, memory: PointerMemory | MemoriesSideBySide, last: Tensor, dwell: Tensor) -> Tensor:
        """What the decoder is told (B, T, d) of where the pointer was.

        Args:
            memory: Of `remember`.
            last: Where it was a step ago (`START`, `END`, or a step), of shape (B, T).
            dwell: For how many steps it had been there, of shape (B, T).
        """
        return torch.as_tensor(memory.told(last) + self.dwell(dwell.clamp(0, _MOST_DWELL - 1)))

    def forward(self, memory: PointerMemory | MemoriesSideBySide, hidden: Tensor, places: Tensor) -> Pointing:
        """Where to point, and what follows.

        Args:
            memory: Of `remember`.
            hidden: Decoder states of shape (B, T, d).
            places: Of `location`, of shape (B, T, K + 1).
        """
        by_content = memory.scores(self.query(hidden))  # (B, T, K + 1)
        by_location = (self.location_query(hidden) @ self.location.weight.to(hidden.dtype).T).gather(-1, places)
        there = F.pad(memory.shown.there, (1, 0), value=True)[:, None]
        logits = ((by_content + by_location) * self.scale).masked_fill(~there, float("-inf"))
        read = hidden + memory.read(logits.float().softmax(-1).to(hidden.dtype))
        gate, stop, inside = self.outputs(read).float().unbind(-1)
        return Pointing(logits, read, gate, stop, inside)


def location(shown: ShownSteps, last: Tensor, visited: Tensor) -> Tensor:
    """How END and every step lie to where the pointer was: kinds of places of shape (B, T, K + 1).

    Args:
        shown: The shown steps.
        last: Where the pointer was a step ago (`START`, `END`, or a step), of shape (B, T).
        visited: Which signs it has been at, of shape (B, T, N).
    """
    at = (last - STEPS).clamp_min(0)
    on_step = last >= STEPS
    sign = shown.sign.gather(1, at).where(on_step, -1) if shown.sign.shape[1] else last.new_full(last.shape, -1)
    place = shown.place.gather(1, at) if shown.sign.shape[1] else last
    sign = torch.where(last == END, shown.signs[:, None], sign)  # (B, T)
    signs, places = shown.sign[:, None], shown.place[:, None]  # (B, 1, K)
    distance = (places - place[..., None]).clamp(-_BACK, _AHEAD) + _BACK
    been = _of_steps(visited, shown)
    other = torch.where(
        been,
        VISITED,
        torch.where(signs == sign[..., None] + 1, NEXT + places.clamp_max(2), LATER + places.clamp_max(1)),
    )
    steps = torch.where(signs == sign[..., None], distance, other)
    done = torch.where(visited.sum(-1) >= shown.signs[:, None], DONE, NOT_DONE)
    return torch.cat([done[..., None], steps], dim=-1)


def _of_steps(of_signs: Tensor, shown: ShownSteps) -> Tensor:
    """Facts (B, T, N) of signs as facts (B, T, K) of their steps; those of padding are any sign's."""
    if not shown.sign.shape[1]:
        return of_signs.new_zeros((*of_signs.shape[:2], 0))
    places = shown.sign.clamp_min(0)[:, None].expand(-1, of_signs.shape[1], -1)
    return of_signs.gather(-1, places)


def taught_past(shown: ShownSteps, targets: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Where a pointer that was taught had been before each position.

    Args:
        shown: The shown steps.
        targets: Where it points at each of L steps (`END` or a step), of shape (B, L); negative where nobody says: it
            then stays where it was.

    Returns:
        `last` and `dwell` of shape (B, L + 1), and `visited` of shape (B, L + 1, N): those before the first step to
        those behind the last.
    """
    steps = F.pad(targets, (1, 0), value=START)
    at = torch.arange(steps.shape[1], device=steps.device).expand_as(steps)
    last = steps.gather(1, torch.where(steps >= 0, at, 0).cummax(1).values)
    changed = F.pad(last[:, 1:] != last[:, :-1], (1, 0), value=True)
    dwell = at - torch.where(changed, at, 0).cummax(1).values
    number = max(1, int(shown.signs.max()))
    sign = shown.sign.gather(1, (last - STEPS).clamp_min(0)) if shown.sign.shape[1] else torch.full_like(last, -1)
    here = F.one_hot(sign.clamp_min(0), number).bool() & ((last >= STEPS) & (sign >= 0))[..., None]
    return last, dwell, here.long().cummax(1).values.bool()
