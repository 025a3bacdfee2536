"""From a score to SMPL-X motion: sample both hands, smooth, solve the arms, add head and face."""

from __future__ import annotations

import numpy as np
import torch
from scipy.interpolate import make_interp_spline
from scipy.ndimage import gaussian_filter1d
from torch import Tensor

from signary.pose.kinematics import BuiltInSkeleton
from signary.pose.rotations import axis_angle_to_quaternion, matrix_to_quaternion, quaternion_multiply, slerp
from signary.pose.skeletons.smplx import ROTATED
from signary.signer.arm_ik import ArmPose, ArmSolver, Passage
from signary.signer.facial_expression import face_and_head
from signary.signer.hand_clearance import HandClearance
from signary.signer.hand_model import finger_rotations
from signary.signer.score import Beat, Motion, Score, Still, Travel
from signary.signer.strokes import WRIST_MOVES, minimum_jerk, stroke_curve
from signary.signer.style import SignerStyle

#: Standard deviation in seconds of the smoothing that blends beats into each other (coarticulation).
BLEND = 0.034
#: The torso that wrists keep out of, metres: half its width, and how far wrists stay before its middle.
TORSO_HALF_WIDTH, TORSO_DEPTH = 0.19, 0.135
#: No wrist comes nearer to its own shoulder than a folded arm allows.
SHOULDER, SHOULDER_RADIUS = (0.178, 0.462, -0.02), 0.16
#: Seconds over which the way that hands part is handed from one to the other, and how often they are parted at most.
SHARED, _PARTINGS = 0.08, 3
#: Frames a second at which it is looked whether hands are clear.
CLOCK = 25.0
_MIRROR = torch.tensor([1.0, -1.0, -1.0], dtype=torch.float64)
_ARM = ("collar", "shoulder", "elbow", "wrist")


class _Track:
    """One hand sampled at all frames: contact path, orientation from-to-how far, own turns, fingers."""

    def __init__(self, frames: int) -> None:
        self.point = np.zeros((frames, 3))
        self.local = np.zeros((frames, 3))
        self.start, self.end = np.zeros((frames, 3, 3)), np.zeros((frames, 3, 3))
        self.change, self.turn = np.zeros(frames), np.zeros((frames, 3))
        self.fingers = np.zeros((frames, 21))
        self.still = np.zeros(frames, dtype=bool)
        self.passages: list[Passage] = []

    def write(self, rows: slice, motion: Motion, time: np.ndarray, seconds: float, space: float) -> None:
        if isinstance(motion, Still):
            state = motion.state
            self.point[rows], self.fingers[rows] = state.wrist, state.shape
            self.start[rows] = self.end[rows] = state.frame
            self.still[rows] = True
            return
        self.start[rows] = motion.start.frame
        if isinstance(motion, Travel):
            progress = minimum_jerk(time)
            self.passages.append(Passage(rows.start, rows.stop, progress))
            self._between(rows, motion, progress, motion.end.frame)
            path = np.outer(1 - progress, motion.start.wrist) + np.outer(progress, motion.end.wrist)
            self.point[rows] = path + np.outer(np.sin(np.pi * progress) ** 2, motion.bow)
            return
        curve = stroke_curve(motion.move, time, seconds, space, motion.opposed)
        wrist_only = motion.move.kind in WRIST_MOVES
        if (motion.move.palm or motion.move.fingers) and motion.move.repeat == 1:
            self.passages.append(Passage(rows.start, rows.stop, curve.change))
        self._between(rows, motion, curve.change, motion.start.frame if wrist_only else motion.end.frame)
        self.fingers[rows] += curve.fingers
        self.turn[rows] = curve.turn
        if wrist_only:
            self.point[rows] = motion.start.wrist
            return
        self.point[rows] = motion.start.point + curve.place
        self.local[rows] = np.outer(1 - curve.change, motion.start.contact) + np.outer(curve.change, motion.end.contact)

    def _between(self, rows: slice, motion: Motion, progress: np.ndarray, end_frame: np.ndarray) -> None:
        assert not isinstance(motion, Still)
        self.end[rows], self.change[rows] = end_frame, progress
        self.fingers[rows] = np.outer(1 - progress, motion.start.shape) + np.outer(progress, motion.end.shape)

    def solve(self, smooth: float) -> tuple[Tensor, Tensor, Tensor]:
        """Wrist places (T, 3), hand quaternions (T, 4) and finger angles (T, 21), blended over neighbouring frames."""
        start, end = (matrix_to_quaternion(torch.from_numpy(frames).mT) for frames in (self.start, self.end))
        hand = slerp(start, end, torch.from_numpy(self.change))
        hand = quaternion_multiply(hand, axis_angle_to_quaternion(torch.from_numpy(self.turn)))
        local = torch.from_numpy(self.local)
        wrist = torch.from_numpy(self.point) - _rotate(hand, local)
        wrist = _outside_body(_blend(wrist, smooth))
        return wrist, _blend_turns(hand, smooth), _blend(torch.from_numpy(self.fingers), smooth)


def _outside_body(wrist: Tensor) -> Tensor:
    """Wrists that a way would lead through chest, belly or shoulder are brought before them, softly."""
    across, height, depth = wrist.unbind(-1)
    inside = torch.sigmoid((height + 0.06) / 0.02) * torch.sigmoid((0.47 - height) / 0.015)
    surface = TORSO_DEPTH * (1 - (across / TORSO_HALF_WIDTH) ** 2).clamp_min(0.0).sqrt() * inside
    lifted = surface + 0.01 * torch.nn.functional.softplus((depth - surface) / 0.01)
    wrist = torch.stack([across, height, torch.where(surface > 0, torch.maximum(lifted, depth), depth)], -1)
    away = wrist - torch.tensor(SHOULDER, dtype=wrist.dtype)
    distance = away.norm(dim=-1, keepdim=True).clamp_min(1e-6)
    near = torch.sigmoid((SHOULDER_RADIUS - distance) / 0.02)
    outwards = away / distance + near * torch.tensor([0.0, 0.0, 1.0], dtype=wrist.dtype)
    kept = SHOULDER_RADIUS + 0.012 * torch.nn.functional.softplus((distance - SHOULDER_RADIUS) / 0.012)
    pushed = torch.tensor(SHOULDER, dtype=wrist.dtype) + kept * outwards / outwards.norm(dim=-1, keepdim=True)
    return torch.where(distance < SHOULDER_RADIUS + 0.08, pushed, wrist)


def _rotate(quaternion: Tensor, vector: Tensor) -> Tensor:
    imaginary = quaternion[:, 1:]
    cross = torch.linalg.cross(imaginary, vector) + quaternion[:, :1] * vector
    turned: Tensor = vector + 2 * torch.linalg.cross(imaginary, cross)
    return turned


def _blend(values: Tensor, smooth: float) -> Tensor:
    return torch.from_numpy(gaussian_filter1d(values.numpy(), smooth, axis=0, mode="nearest"))


def _blend_turns(turns: Tensor, smooth: float) -> Tensor:
    """Smoothed quaternions: neighbours are brought to the same hemisphere before they are averaged."""
    flips = torch.where((turns[1:] * turns[:-1]).sum(-1) < 0, -1.0, 1.0).double()
    signs = torch.cat([torch.ones(1, dtype=torch.float64), flips.cumprod(0)])
    blended = _blend(turns * signs[:, None], smooth)
    return torch.nn.functional.normalize(blended, dim=-1)


def sample(beats: list[Beat], frames: int, fps: float, space: float) -> _Track:
    """One hand's beats at every frame of a clock."""
    track = _Track(frames)
    times = np.arange(frames) / fps
    for beat in beats:
        first, last = np.searchsorted(times, (beat.start - 1e-9, beat.end - 1e-9))
        if beat is beats[-1]:
            last = frames
        if last > first:
            rows = slice(int(first), int(last))
            time = np.clip((times[rows] - beat.start) / (beat.end - beat.start), 0.0, 1.0)
            track.write(rows, beat.motion, time, beat.end - beat.start, space)
    return track


def animate(
    score: Score, style: SignerStyle, skeleton: BuiltInSkeleton, clearance: HandClearance, fps: float
) -> tuple[np.ndarray, float]:
    """SMPL-X parameters of a score.

    Args:
        score: What is signed.
        style: How.
        skeleton: The signer's body.
        clearance: Keeps the hands of that body out of what they are not to be in.
        fps: Frames a second.

    Returns:
        float32 array of shape (T, 133), T = seconds · fps rounded up, and the largest distance in metres between a
        wrist and where the score wants it (0 unless a place is out of reach).
    """
    signed = _Clip(score, style, skeleton, fps)
    # Found at one clock, moves are the same whatever the frame rate.
    cleared = signed if fps == CLOCK else _Clip(score, style, skeleton, CLOCK)
    moves = cleared.keep_clear(clearance)
    if cleared is not signed and moves.any():
        signed.move(_at_rate(moves, len(signed.parameters), fps))
    excess = max(hand.excess for hand in signed.hands)
    return signed.parameters.numpy().astype(np.float32), excess


class _Clip:
    """A score at a clock: both hands, the left one first, and `smplx` parameters of shape (T, 133)."""

    def __init__(self, score: Score, style: SignerStyle, skeleton: BuiltInSkeleton, fps: float) -> None:
        frames, self.fps = max(1, int(np.ceil(score.seconds * fps - 1e-6))), fps
        smooth = BLEND / style.speed * fps
        self.hands = [
            _Hand(side, sample(beats, frames, fps, style.space), ArmSolver(skeleton.rest), smooth)
            for side, beats in (("left", score.second), ("right", score.dominant))
        ]
        self.parameters = torch.zeros(frames, len(ROTATED) * 3 + 10, dtype=torch.float64)
        for hand in self.hands:
            hand.write(self.parameters)
        face_and_head(self.parameters, score, style, fps)

    def keep_clear(self, clearance: HandClearance) -> np.ndarray:
        """Move hands out of what they are in; the moves, metres, shape (T, 2, 3)."""
        # The one that stays where it is is touched: the other one keeps out of it.
        left, right = (hand.track.still for hand in self.hands)
        share = np.where(left, 0.0, np.where(right, 1.0, 0.5))
        share = gaussian_filter1d(share, SHARED * self.fps, mode="nearest")
        moved = np.zeros((len(self.parameters), 2, 3))
        for _ in range(_PARTINGS):
            moves = clearance.moves(self.parameters, share, self.fps, moved)
            if not moves.any():
                break
            moved += moves
            self.move(moves)
        return moved

    def move(self, moves: np.ndarray) -> None:
        """Take both wrists elsewhere: metres in space, shape (T, 2, 3)."""
        for at, hand in enumerate(self.hands):
            if moves[:, at].any():
                hand.move(moves[:, at])
                hand.write(self.parameters)


def _at_rate(moves: np.ndarray, frames: int, fps: float) -> np.ndarray:
    """Moves at `CLOCK` at another frame rate, shape (frames, 2, 3)."""
    if len(moves) < 2:
        return np.repeat(moves[:1], frames, 0)
    last = (len(moves) - 1) / CLOCK
    times = np.minimum(np.arange(frames) / fps, last)
    return np.asarray(make_interp_spline(np.arange(len(moves)) / CLOCK, moves, k=min(3, len(moves) - 1))(times))


class _Hand:
    """One hand and its arm over an utterance."""

    def __init__(self, side: str, track: _Track, solver: ArmSolver, smooth: float) -> None:
        self.track, self._side, self._solver, self._smooth = track, side, solver, smooth
        self._wrist, self._turn, fingers = track.solve(smooth)
        self._fingers = finger_rotations(fingers)

    @property
    def excess(self) -> float:
        """How far a place is out of reach, metres."""
        return float(self._solver.reach(self._wrist).max())

    def move(self, moves: np.ndarray) -> None:
        """Take the wrist elsewhere: metres in space, shape (T, 3)."""
        mirror = [-1.0, 1.0, 1.0] if self._side == "right" else [1.0, 1.0, 1.0]
        self._wrist = self._wrist + torch.from_numpy(moves * np.array(mirror))

    def write(self, parameters: Tensor) -> None:
        """Put what brings the hand there into `smplx` parameters, shape (T, 133)."""
        pose = self._solver.solve(self._wrist, self._turn, 3.0 * self._smooth, self.track.passages)
        _write_arm(parameters, pose, self._fingers, self._side)


def _write_arm(parameters: Tensor, pose: ArmPose, fingers: Tensor, side: str) -> None:
    flip = _MIRROR if side == "right" else torch.ones(3, dtype=torch.float64)
    for joint in _ARM:
        at = 3 * ROTATED.index(f"{side}_{joint}")
        parameters[:, at : at + 3] = getattr(pose, joint) * flip
    start = 3 * ROTATED.index(f"{side}_index1")
    parameters[:, start : start + 45] = (fingers.reshape(-1, 15, 3) * flip).flatten(-2)
