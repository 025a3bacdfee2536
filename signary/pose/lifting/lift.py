"""Keypoints to a body: SMPL-X rotations of upper body and hands for joints in space or in a picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from signary.io.errors import InputError
from signary.pose.layout import PoseLayout
from signary.pose.lifting.arm_chain import HAND_POINTS, POINTS, ArmChain
from signary.pose.lifting.arm_lift import ArmLifted, ArmLifter
from signary.pose.lifting.certainty import confidences
from signary.pose.lifting.face_lift import lift_face
from signary.pose.lifting.hand_search import HandSearch
from signary.pose.lifting.handshape_prior import HandshapePrior, handshape_prior
from signary.pose.lifting.head_lift import levelled, lift_head
from signary.pose.lifting.lifted import Lifted, LiftingReport
from signary.pose.lifting.lifting_settings import LiftingSettings
from signary.pose.lifting.observations import SIDES, ArmSeen, Seen, lacking, look
from signary.pose.lifting.proportions import bone_ratios, offsets_of
from signary.pose.picture_size import ASSUMED
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons.rest import rest_positions
from signary.pose.skeletons.smplx import ROTATED, SMPLX, SMPLX_JOINTS
from signary.pose.video.joint_centres import SEEN_BY_MEDIAPIPE, at_joints

Floats = NDArray[np.float64]


def liftable(layout: PoseLayout) -> bool:
    """Whether sequences of a layout can be lifted: it has both shoulders, and elbow and wrist of an arm."""
    return not lacking(layout)


def lift(
    sequence: PoseSequence, *, handshapes: HandshapePrior | None = None, settings: LiftingSettings | None = None
) -> Lifted[LiftingReport]:
    """SMPL-X rotations of a keypoint sequence.

    Depth is taken where it is measured (layouts in metres or data-set units with three axes); estimators' guesses in
    pixels are used as far as bones keep their length with them; otherwise it is inferred from foreshortening, joint
    limits and handshapes. The rotations are those of the rest body with its hands where the signer's are, in shoulder
    widths. The torso stands still: leaning and turning of the body are taken out as far as they move the middle of
    the shoulders, and otherwise left to the collars.

    Args:
        sequence: Of a layout for which `liftable` is true.
        handshapes: What hands are likely to do; None for the inventory of the rule-based signer.
        settings: Weights.

    Raises:
        InputError: If the layout lacks joints, or no frame shows both shoulders.
    """
    settings = settings or LiftingSettings()
    if found := lacking(sequence.layout):
        raise InputError(
            "layout",
            "one with both shoulders, and elbow and wrist of an arm",
            f"{sequence.layout.name}, which lacks {', '.join(found[:6])}{', …' if len(found) > 6 else ''}",
        )
    if not len(sequence):
        return _nothing(sequence)
    seen = look(at_joints(sequence))
    both = [seen.arms[side] for side in SIDES]
    ratios = bone_ratios(both, seen.depth[0])
    chain = ArmChain(offsets_of(ratios))
    lifter = ArmLifter(chain, HandSearch(chain, handshapes or handshape_prior()), seen.depth, settings, seen.fps)
    arms = {side: lifter.lift(seen.arms[side]) for side in SIDES}
    measured = seen.depth[0] >= 1.0
    head = lift_head(seen.head, measured, seen.fps)
    face, face_seen = lift_face(seen.head, head, 3 if measured else 2, seen.fps)
    values = _parameters(arms, head.turn if measured else levelled(head, seen.fps), face)
    confidence = confidences(seen, arms, head.certain, face_seen, settings)
    facts = {**sequence.metadata, "hand_reference": "flat"}
    for name in ("width", "height", "depth", *SEEN_BY_MEDIAPIPE):
        facts.pop(name, None)
    pose = PoseSequence.masked(values.astype(np.float32), get_layout("smplx"), sequence.fps, confidence, facts)
    assumed = bool(sequence.metadata.get(ASSUMED))
    return Lifted(pose, _report(seen, arms, ratios, head.certain, face_seen, assumed))


def _parameters(arms: dict[str, ArmLifted], turn: Floats, face: Floats) -> Floats:
    rest = ArmChain()
    values = np.zeros((len(turn), SMPLX.num_features))
    for side, arm in arms.items():
        flip = np.array([1.0, -1.0, -1.0]) if side == "right" else np.ones(3)
        for name, vectors in rest.rotations(arm.pose).items():
            at = 3 * ROTATED.index(f"{side}_{name}")
            values[:, at : at + 3] = vectors * flip
    for name in ("neck", "head"):
        at = 3 * ROTATED.index(name)
        values[:, at : at + 3] = 0.5 * turn
    jaw = 3 * ROTATED.index("jaw")
    values[:, jaw], values[:, jaw + 3 :] = face[:, 0], face[:, 1:]
    return values


def _distance(arm: Floats, seen: ArmSeen, measured: bool) -> tuple[float, float]:
    axes = 3 if measured else 2
    off = np.linalg.norm(arm[..., :axes] - np.nan_to_num(seen.points[..., :axes]), axis=-1)
    weights = np.where(seen.weights > 0, 1.0, 0.0)
    return float((off * weights).sum()), float(weights.sum())


def _report(
    seen: Seen, arms: dict[str, ArmLifted], ratios: dict[str, float], head: Floats, face: Floats, assumed: bool
) -> LiftingReport:
    measured = seen.depth[0] >= 1.0
    width = 2 * rest_positions()[SMPLX_JOINTS.index("left_shoulder"), 0]
    sums = {
        name: np.sum([_distance(getattr(arms[s], name), seen.arms[s], measured) for s in SIDES], 0)
        for name in ("own", "rest")
    }
    percent = {name: 100 * total / max(count, 1.0) / width for name, (total, count) in sums.items()}
    hands = {side: float(seen.arms[side].hand_seen.mean()) for side in SIDES}
    wrists = {side: float((seen.arms[side].weights[:, POINTS.index("wrist")] > 0).mean()) for side in SIDES}
    missing = [f"{side} arm" for side in SIDES if not wrists[side]]
    missing += [f"{side} hand" for side in SIDES if wrists[side] and not hands[side]]
    hand = float(np.median([ratios[name] for name in POINTS[HAND_POINTS]]))
    return LiftingReport(
        frames=len(head),
        depth="measured" if measured else "guessed" if max(seen.depth) > 0.1 else "inferred",
        residual=float(percent["own"]),
        rest_residual=float(percent["rest"]),
        iterations=max(arm.steps.iterations for arm in arms.values()),
        converged=all(arm.steps.converged for arm in arms.values()),
        hands=hands,
        arms=wrists,
        head=float((head > 0).mean()),
        face=float((face > 0).mean()),
        bones={"upper_arm": ratios["elbow"], "forearm": ratios["wrist"], "hand": hand},
        assumed=assumed,
        missing=tuple(missing),
    )


def _nothing(sequence: PoseSequence) -> Lifted[LiftingReport]:
    """Of no frames."""
    shape = (0, SMPLX.num_features)
    pose = PoseSequence(
        np.zeros(shape), SMPLX, sequence.fps, np.zeros((0, len(SMPLX.joints))), {"hand_reference": "flat"}
    )
    none = dict.fromkeys(SIDES, 0.0)
    ones = {"upper_arm": 1.0, "forearm": 1.0, "hand": 1.0}
    return Lifted(pose, LiftingReport(0, "inferred", 0.0, 0.0, 0, True, none, none, 0.0, 0.0, ones, False, ()))
