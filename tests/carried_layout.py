"""A pose layout of seven joints that comes with nothing, and motion of it."""

import numpy as np

from signary.pose import Channel, PoseLayout, PoseSequence
from signary.pose.layout import keypoint_layout

_ARMS = {f"{side}_{joint}": f"{side}_{parent}" for side in ("left", "right") for joint, parent in
         (("elbow", "shoulder"), ("wrist", "elbow"))}  # fmt: skip
JOINTS = ("neck", "right_shoulder", "left_shoulder", "right_elbow", "left_elbow", "right_wrist", "left_wrist")
#: Rest of the joints, in metres; x to the signer's left, y up.
REST = np.array([[0, 0], [-0.2, 0], [0.2, 0], [-0.3, -0.3], [0.3, -0.3], [-0.2, -0.1], [0.2, -0.1]], np.float32)


def seven_joints(name: str = "seven", joints: tuple[str, ...] = JOINTS) -> PoseLayout:
    return keypoint_layout(
        name,
        joints,
        (Channel("x", "metre", "left"), Channel("y", "metre", "up")),
        parents={**_ARMS, "left_shoulder": "neck", "right_shoulder": "neck"},
        aliases={"right_wrist": "right_hand_wrist", "left_wrist": "left_hand_wrist"},
    )


def waving(frames: int = 24, fps: float = 25.0, layout: PoseLayout | None = None) -> PoseSequence:
    """Both wrists go up and down."""
    layout = layout or seven_joints()
    joints = np.repeat(REST[None], frames, 0)
    joints[:, [JOINTS.index("right_wrist"), JOINTS.index("left_wrist")], 1] += 0.1 * np.sin(np.arange(frames))[:, None]
    return PoseSequence(joints, layout, fps)
