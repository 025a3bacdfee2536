"""Codes of a sign by search: those that decode nearest to it, where the encoder's own do not give it back.

An encoder is as good as the motion that it was trained on; a real signer's arms may lie far from it. Decoder and
codebooks can often show such motion nevertheless: codes are chosen step by step by what they decode to (analysis by
synthesis, as in speech coding), hands first, for they tell signs apart.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, runtime_checkable

import numpy as np
import torch
from torch import Tensor

from signary.pose.kinematics import BuiltInSkeleton
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons.smplx import SMPLX, SMPLX_JOINTS
from signary.signer.signer import rest_parameters

#: Steps before the one that is searched with which candidates are decoded, and behind it.
_BEFORE, _BEHIND = 3, 1
#: Rounds over the columns of a step, and passes over the steps.
_ROUNDS, _PASSES = 3, 2
#: Steps of a hold that candidates are decoded with, and rounds over its columns.
_HELD, _HELD_ROUNDS = 4, 4
#: What a joint counts: of a hand, of arms and head; of an arm or hand that was never seen, which rests.
_HAND, _BODY, _UNSEEN = 1.0, 0.3, 0.15
_SIDES = ("left", "right")
#: The column that is left as it is encoded: what it holds most of (jaw, expression) moves no joint that is compared.
_FACE = "face"
_JOINTS = SMPLX_JOINTS.joints[:65]


@runtime_checkable
class Decodes(Protocol):
    """A tokenizer whose codes can be searched."""

    def decode(self, codes: Tensor, /) -> Any:
        """`values`: features of shape (B, stride · L, D) of codes (B, L, P)."""
        ...


class CodeSearch:
    """Searches codes of `smplx` motion.

    Args:
        tokenizer: Decodes.
        config: Its `column_names`, `sizes` and `stride`.
    """

    def __init__(self, tokenizer: Decodes, config: Any) -> None:
        self._tokenizer, self._stride = tokenizer, int(config.stride)
        columns = list(zip(config.column_names, config.sizes, strict=True))
        self._columns = [(at, size) for at, (name, size) in enumerate(columns) if name != _FACE]
        self._skeleton = BuiltInSkeleton()
        self._wrists = [_JOINTS.index(f"{side}_wrist") for side in _SIDES]
        self._hands = [[at for at, name in enumerate(_JOINTS) if _of_hand(name, side)] for side in _SIDES]
        self._body = [at for at, name in enumerate(_JOINTS) if _of_arms_or_head(name)]

    @torch.no_grad()
    def search(self, sign: PoseSequence, codes: np.ndarray) -> np.ndarray:
        """Codes (L, P) that decode nearer to a sign.

        Args:
            sign: The sign alone, `smplx`, on the tokenizer's clock; its arms that are never seen rest.
            codes: Where the search begins: those of an encoder, of as many steps as the sign has.
        """
        target, weights = self._target(sign, len(codes)), self._weights(sign)
        found = torch.from_numpy(np.asarray(codes, dtype=np.int64)).clone()
        for _ in range(_PASSES):
            before = found.clone()
            for step in range(len(found)):
                self._search_step(found, step, target, weights)
            if torch.equal(before, found):
                break
        return found.numpy()

    @torch.no_grad()
    def hold(self, sign: PoseSequence, codes: np.ndarray) -> np.ndarray:
        """Codes (P,) that, step after step the same, decode nearest to the posture that a sign holds.

        Args:
            sign: The hold, as of `search`.
            codes: Where the search begins: steps (L, P) of an encoder, of which the nearest is taken.
        """
        posture = np.median(with_rests(sign).values, axis=0)
        target = self._skeleton.limbs(torch.from_numpy(posture)).expand(self._stride, -1, -1)
        weights = self._weights(sign)
        steps = torch.from_numpy(np.asarray(codes, dtype=np.int64))

        def costs(candidates: Tensor) -> Tensor:
            held = candidates[:, None].expand(-1, _HELD, -1)
            values = self._tokenizer.decode(held).values[:, -self._stride :]
            return self._far(values, target, weights)

        return self._descend(steps, costs, _HELD_ROUNDS).numpy()

    @torch.no_grad()
    def decoded(self, codes: np.ndarray, like: PoseSequence) -> PoseSequence:
        """What codes (L, P) decode to, as after a hold of the first; as many frames as `like` has."""
        steps = torch.from_numpy(np.asarray(codes, dtype=np.int64))
        led = torch.cat([steps[:1].expand(_BEFORE, -1), steps])
        values = self._tokenizer.decode(led[None]).values[0, _BEFORE * self._stride :]
        facts = {"hand_reference": like.metadata.get("hand_reference", "flat")}
        return PoseSequence(values[: len(like)].float().cpu().numpy(), like.layout, like.fps, None, facts)

    def _target(self, sign: PoseSequence, steps: int) -> Tensor:
        """Joints (stride · L, 65, 3) to come near to."""
        values = torch.from_numpy(with_rests(sign).values)
        frames = torch.arange(steps * self._stride).clamp_max(len(values) - 1)
        return self._skeleton.limbs(values[frames])

    def _weights(self, sign: PoseSequence) -> Tensor:
        """What each joint counts, (65,)."""
        weights = torch.zeros(len(_JOINTS))
        weights[self._body] = _BODY
        for hand in self._hands:
            weights[hand] = _HAND
        weights[torch.from_numpy(_never_seen(sign))] = _UNSEEN
        return weights

    def _search_step(self, codes: Tensor, step: int, target: Tensor, weights: Tensor) -> None:
        """Better codes for a step, in place."""
        begin, end = step - _BEFORE, min(step + 1 + _BEHIND, len(codes))
        around = codes[torch.arange(begin, end).clamp_min(0)]
        frames = slice(self._stride * _BEFORE, self._stride * (end - begin))
        wanted = target[self._stride * step : self._stride * end]
        starts = torch.stack([codes[step], codes[max(step - 1, 0)]])

        def costs(candidates: Tensor) -> Tensor:
            steps = around[None].repeat(len(candidates), 1, 1)
            steps[:, _BEFORE] = candidates
            return self._far(self._tokenizer.decode(steps).values[:, frames], wanted, weights)

        codes[step] = self._descend(starts, costs, _ROUNDS)

    def _descend(self, starts: Tensor, costs: Callable[[Tensor], Tensor], rounds: int) -> Tensor:
        """The best of some codes (N, P), made better column by column; shape (P,)."""
        found = costs(starts)
        best, cost = starts[found.argmin()].clone(), float(found.min())
        for _ in range(rounds):
            old = cost
            for column, size in self._columns:
                candidates = best[None].repeat(size, 1)
                candidates[:, column] = torch.arange(size)
                found = costs(candidates)
                if float(found.min()) < cost:
                    best, cost = candidates[found.argmin()], float(found.min())
            if cost > 0.99 * old:
                break
        return best

    def _far(self, values: Tensor, wanted: Tensor, weights: Tensor) -> Tensor:
        """How far features (B, T, D) are from joints (T, 65, 3) that are wanted, (B,), in metres."""
        joints = self._skeleton.limbs(values.float())
        off = weights[self._body] * (joints[..., self._body, :] - wanted[:, self._body]).norm(dim=-1)
        cost = off.mean((1, 2))
        for wrist, hand in zip(self._wrists, self._hands, strict=True):
            ours, theirs = (each[..., hand, :] - each[..., [wrist], :] for each in (joints, wanted))
            cost = cost + (weights[hand] * (ours - theirs).norm(dim=-1)).mean((1, 2))
        return torch.as_tensor(cost)


def with_rests(sign: PoseSequence) -> PoseSequence:
    """Motion without gaps: what is missing for a while stays as it was, or as it will be; what is never seen rests.

    Args:
        sign: Layout `smplx`.
    """
    values = sign.values.copy()
    rest = rest_parameters()
    at = np.arange(len(values))
    for column in np.flatnonzero(np.isnan(values).any(0)):
        known = ~np.isnan(values[:, column])
        if not known.any():
            values[:, column] = rest[column]
            continue
        last = np.maximum.accumulate(np.where(known, at, -1))
        values[:, column] = values[np.where(last < 0, int(known.argmax()), last), column]
    return PoseSequence(values, sign.layout, sign.fps, None, sign.metadata)


def _never_seen(sign: PoseSequence) -> np.ndarray:
    """Which of the compared joints belong to an arm or hand that no frame shows, boolean of shape (65,)."""
    seen = np.atleast_1d((sign.certainty > 0).any(axis=0))
    lost = {name for name, there in zip(SMPLX.joints, seen, strict=True) if not there}
    found = []
    for name in _JOINTS:
        hands = [_of_hand(name, side) and f"{side}_index1" in lost for side in _SIDES]
        arms = [name.startswith(f"{side}_") and f"{side}_elbow" in lost for side in _SIDES]
        found.append(any(hands) or any(arms))
    return np.array(found)


def _of_hand(name: str, side: str) -> bool:
    fingers = ("thumb", "index", "middle", "ring", "pinky")
    return any(name.startswith(f"{side}_{finger}") for finger in fingers)


def _of_arms_or_head(name: str) -> bool:
    return name.endswith(("_collar", "_shoulder", "_elbow", "_wrist")) or name in ("neck", "head")
