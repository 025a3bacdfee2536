"""The signer: units in, SMPL-X motion and time spans out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from signary.io.errors import InputError
from signary.pose.kinematics import BuiltInSkeleton
from signary.pose.motion_spec import MAX_FPS
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence
from signary.signer.animation import animate
from signary.signer.choreography import Choreographer
from signary.signer.hand_clearance import HandClearance
from signary.signer.score import SignUnit
from signary.signer.style import SignerStyle

NOTICE = "demonstration lexicon, not verified by signers"
DEFAULT_FPS = 25.0


@dataclass(frozen=True)
class SignedMotion:
    """What was signed.

    Attributes:
        pose: Motion in layout `smplx`, flat-hand reference, from rest to rest.
        spans: (start, end) in seconds of each unit, transitions left out.
        form_spans: The same of each form of each unit: of every letter of a spelled word, say.
    """

    pose: PoseSequence
    spans: tuple[tuple[float, float], ...]
    form_spans: tuple[tuple[tuple[float, float], ...], ...] = ()


@cache
def rest_parameters() -> np.ndarray:
    """The canonical signer at rest: hands lowered before the belly; `smplx` parameters of shape (133,)."""
    style = SignerStyle.canonical()
    score = Choreographer(style).score(())
    skeleton = BuiltInSkeleton(style.proportions)
    found: np.ndarray = animate(score, style, skeleton, HandClearance(skeleton, style.proportions), DEFAULT_FPS)[0][0]
    return found


class Signer:
    """A rule-based signer.

    Args:
        style: How it signs; the canonical signer by default.
        fps: Frames a second of the motion.

    Raises:
        InputError: If fps is not a usable rate.
    """

    def __init__(self, style: SignerStyle | None = None, fps: float = DEFAULT_FPS) -> None:
        if not 1.0 <= fps <= MAX_FPS:
            raise InputError("fps", f"a number from 1 to {MAX_FPS:g}", fps)
        self.style, self.fps = style or SignerStyle.canonical(), float(fps)
        self._skeleton = BuiltInSkeleton(self.style.proportions)
        self._clearance = HandClearance(self._skeleton, self.style.proportions)
        self._choreographer = Choreographer(self.style, self.style.proportions.get("body", 1.0))

    def sign(self, units: Sequence[SignUnit]) -> SignedMotion:
        """Sign units one after another, from the rest position back to it.

        Args:
            units: At least one unit; every unit needs at least one form.

        Returns:
            Motion and the time span of each unit.

        Raises:
            InputError: If there is nothing to sign.
        """
        if not units:
            raise InputError("units", "at least one unit to sign", "none")
        for unit in units:
            if not unit.forms:
                raise InputError("units", "forms for every unit", f"none for {unit.gloss}")
        score = self._choreographer.score(units)
        parameters, excess = animate(score, self.style, self._skeleton, self._clearance, self.fps)
        facts = {"hand_reference": "flat", "source": "signary rule-based signer", "notice": NOTICE}
        if excess > 1e-3:
            facts["out_of_reach_mm"] = f"{1000 * excess:.1f}"
        pose = PoseSequence(parameters, get_layout("smplx"), self.fps, metadata=facts)
        return SignedMotion(
            pose.mirror() if self.style.left_handed else pose, tuple(score.spans), tuple(score.form_spans)
        )
