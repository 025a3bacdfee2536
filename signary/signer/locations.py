"""Places where signs are made: on the body, at the second hand, in space.

Coordinates are `(out, up, forward)` in metres from the pelvis of the built-in skeleton (`signary.pose.kinematics`),
for the dominant hand: `out` is the dominant side, so that mirroring is a change of sign. Other body sizes scale them.
"""

from __future__ import annotations

BODY_LOCATIONS: dict[str, tuple[float, float, float]] = {
    "head_top": (0.0, 0.815, 0.03),
    "forehead": (0.0, 0.74, 0.11),
    "forehead_side": (0.068, 0.725, 0.075),
    "eye": (0.035, 0.695, 0.115),
    "nose": (0.0, 0.665, 0.14),
    "cheek": (0.05, 0.65, 0.095),
    "ear": (0.085, 0.675, 0.02),
    "mouth": (0.0, 0.632, 0.125),
    "chin": (0.0, 0.60, 0.12),
    "jaw_side": (0.058, 0.61, 0.075),
    "under_chin": (0.0, 0.575, 0.085),
    "neck": (0.0, 0.53, 0.055),
    "neck_side": (0.055, 0.53, 0.03),
    "shoulder": (0.165, 0.495, 0.045),
    "shoulder_contra": (-0.165, 0.485, 0.06),
    "chest": (0.0, 0.37, 0.125),
    "chest_ipsi": (0.10, 0.38, 0.12),
    "chest_contra": (-0.085, 0.38, 0.12),
    "stomach": (0.0, 0.22, 0.13),
    "belly_side": (0.12, 0.18, 0.10),
    "hip": (0.15, 0.04, 0.09),
    "upper_arm_contra": (-0.20, 0.33, 0.06),
}

BASE_LOCATIONS: tuple[str, ...] = (
    "base_palm",
    "base_back",
    "base_fingertips",
    "base_index_side",
    "base_pinky_side",
    "base_thumb",
    "base_index_tip",
    "base_middle_tip",
    "base_ring_tip",
    "base_pinky_tip",
    "base_pinch",
    "base_web",
    "base_heel",
    "base_wrist",
    "base_forearm",
    "base_elbow",
    "base_above",
)

SPACE_LOCATIONS: dict[str, tuple[float, float, float]] = {
    "neutral": (0.0, 0.33, 0.32),
    "neutral_ipsi": (0.16, 0.33, 0.32),
    "neutral_contra": (-0.13, 0.33, 0.31),
    "low": (0.0, 0.18, 0.30),
    "low_ipsi": (0.16, 0.18, 0.30),
    "shoulder_front": (0.19, 0.48, 0.30),
    "shoulder_front_middle": (0.0, 0.48, 0.32),
    "face_front": (0.0, 0.64, 0.30),
    "face_side": (0.15, 0.63, 0.22),
    "head_side": (0.20, 0.74, 0.12),
    "above_head": (0.05, 0.87, 0.14),
    "far_front": (0.10, 0.42, 0.46),
    "side": (0.36, 0.36, 0.22),
    "high_side": (0.31, 0.62, 0.18),
}

LOCATIONS: tuple[str, ...] = (*BODY_LOCATIONS, *BASE_LOCATIONS, *SPACE_LOCATIONS)
