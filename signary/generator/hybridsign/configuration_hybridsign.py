"""Settings of HybridSign. Defaults are the paper's where it names them; see docs/systems.md §3."""

from typing import Any

# No `from __future__ import annotations` here: `strict` does not check types that are strings.
from transformers import PreTrainedConfig

from signary.generator.hybridsign.flow import STEPS
from signary.io.errors import InputError
from signary.nn.checked_config import checked_config
from signary.nn.motion_config import MotionConfig
from signary.nn.positions import PERIOD
from signary.pose.layout import ARTICULATORS, PARTS

EXPERTS = (1, 3, 4)
MIXERS = ("rnn", "causal", "confidence")
#: More steps than any flow needs; a model folder may not ask for more.
MOST_STEPS = 1000


@checked_config
class HybridSignConfig(MotionConfig, PreTrainedConfig):  # type: ignore[no-untyped-call]
    """What a HybridSign model is made of, and what the motion it was made for is like.

    Attributes:
        layout, fps, hand_reference, layout_json: See `MotionConfig`.
        num_experts: 3 (face, body, hands), 4 (face, body, left hand, right hand) or 1 (Table 5). A group without
            joints in the layout has no expert.
        mixer: How a frame hears of earlier ones (Table 4): `confidence`, `causal` or `rnn`.
        hidden_size: d, the width of group tokens.
        joint_size: Width of a joint before a group's joints are pooled.
        num_hidden_layers: Layers of an expert.
        num_attention_heads: Heads, among joints, frames and text alike.
        text_size: Width of the text states that the model is conditioned on.
        window: Attention reaches back less than so many frames.
        num_signers: Signers that motion can be asked for; 0 for none.
        coarse_sigma: None makes motion of text alone: the flow starts from unit noise. A number makes a refiner: its
            flow starts from coarse motion plus noise of this standard deviation, in units of the coarse error. Near 1
            it makes motion as varied as the data; far below 1 it makes its expectation, from the first step on.
        lookahead: Of a refiner: frames of coarse motion after a frame, and as many before it, that the frame may be
            told; a stream is so many frames behind its codes. 0, as in the paper: nothing that follows.
        smoothing: Of a refiner that looks ahead: standard deviation, in frames, of the Gaussian that coarse motion is
            smoothed by, cut off at `lookahead` frames on both sides. The flow starts from smoothed motion. 0: none,
            as in the paper.
        seam_frames: Of a refiner: a chunk's correction of coarse motion begins where that of the last chunk ended; the
            difference fades by a factor e in so many frames. What a model says of two chunks differs a little, and a
            viewer sees the step. Nothing in training knows of it. 0, as in the paper: chunks are as they were made.
        paced: Say how many frames every position of a prompt takes, and so when a sentence is over (`pace.py`). Such a
            model needs no length, and one with `coarse_sigma` no tokens: its coarse motion is that of the dictionary's
            signs, in the times that it says.
        average_velocity: Learn the mean velocity between two times of the flow, not that at one time: fewer steps
            then do (MeanFlow). Not with the mixer `rnn`.
        flow_steps: Steps of the flow of a chunk, unless who streams asks for another number.
        confidence_memory: The confidence that is predicted of a joint has a map of the joint's own, which is told the
            joint's confidence in so many frames before the chunk: what is not seen mostly stays so for a while. 0: one
            map for all joints, which is told nothing of the past but by the tokens of groups.
        chunk_frames: Training draws the size of the chunks of a batch from these.
        confidence_weight: Weight of the loss of predicted confidence.
        pace_weight: Weight of the loss of frames, of a model that is paced.
        jitter_weight: Of a refiner: weight of the squared third difference of errors from frame to frame, so that
            errors that jitter cost more than errors that stay. Not in the paper.
        joint_weight: Of a refiner of `smplx`: weight of the squared error of places in centimetres, of arms and of the
            hands' joints from their wrists. A hand is as far off as all rotations before it. Not in the paper.
        face_weight: Of a refiner: what an error of the face counts, those of other numbers counting 1. A face says in
            few of a frame's numbers what a sentence asks. Not in the paper.
        own_past: Of a refiner: share of rows in training whose clean copy is what the model itself makes; the others'
            is coarse motion. 0: the true motion, as in the paper. A true past says by how much coarse motion is off,
            and a model that has learnt to rely on it goes on from its own errors in a stream.
        start_share: Share of chunks that training puts at the very start of their flow, where it is decided what a
            refiner adds. 0, as in the paper: all times alike.
        clean_jitter: Training adds noise of this standard deviation to every frame of a true past, in units of the
            coarse error (for a model without coarse motion, of 0.2 standard deviations).
        hand_dropout: Probability that training hides a hand of a row for a while.

    Raises:
        UnknownLayoutError: If no pose layout has the name.
        InputError: If a setting is unknown, of the wrong type or out of range.
    """

    model_type = "hybridsign"

    # Architecture
    num_experts: int = 3
    mixer: str = "confidence"
    hidden_size: int = 512
    joint_size: int = 256
    num_hidden_layers: int = 3
    num_attention_heads: int = 4
    text_size: int = 1024
    window: int = 64
    num_signers: int = 0
    coarse_sigma: float | int | None = None
    lookahead: int = 0
    smoothing: float | int = 0.0
    seam_frames: float | int = 0.0
    paced: bool = False
    average_velocity: bool = False
    flow_steps: int = STEPS
    confidence_memory: int = 0

    # Training
    chunk_frames: list[int] | tuple[int, ...] = (1, 2, 4, 8, 16)
    confidence_weight: float | int = 0.1
    pace_weight: float | int = 1.0
    jitter_weight: float | int = 0.0
    joint_weight: float | int = 0.0
    face_weight: float | int = 1.0
    own_past: float | int = 0.0
    start_share: float | int = 0.0
    clean_jitter: float | int = 0.3
    hand_dropout: float | int = 0.1

    def __post_init__(self, **kwargs: Any) -> None:
        super().__post_init__(**kwargs)
        self.chunk_frames = tuple(self.chunk_frames)
        self.check()

    @property
    def refines(self) -> bool:
        """True if coarse motion is part of the condition."""
        return self.coarse_sigma is not None

    @property
    def group_joints(self) -> dict[str, tuple[int, ...]]:
        """Group -> joint indices of the layout, an expert each. Its order is that of G everywhere."""
        layout = self.pose_layout
        face = layout.articulators.get("face", ())
        body = tuple(joint for joint in layout.parts.get("body", ()) if joint not in set(face))
        groups = {
            1: {"whole": tuple(range(len(layout.joints)))},
            3: {name: layout.articulators.get(name, ()) for name in ARTICULATORS},
            4: {"face": face, "body": body, **{part: layout.parts.get(part, ()) for part in PARTS[1:]}},
        }[self.num_experts]
        return {name: joints for name, joints in groups.items() if joints}

    def check(self) -> None:
        """Validate, also what `from_pretrained` has set on a config that was read.

        Raises:
            UnknownLayoutError: If no pose layout has the name.
            InputError: If a setting is out of range.
        """
        self.check_motion()
        self.check_choice("num_experts", EXPERTS)
        self.check_choice("mixer", MIXERS)
        self._check_sizes()
        self._check_training()

    def _check_sizes(self) -> None:
        heads = self.num_attention_heads
        self.check_least(1, "num_attention_heads", "num_hidden_layers", "text_size", "window")
        for name, step in (("hidden_size", 2 * heads), ("joint_size", heads)):
            if getattr(self, name) < 1 or getattr(self, name) % step:
                raise InputError(name, f"a multiple of {step} (for {heads} heads)", getattr(self, name))
        if self.num_signers < 0:
            raise InputError("num_signers", "0 or more", self.num_signers)
        if self.average_velocity and self.mixer == "rnn":
            raise InputError("average_velocity", "False with the mixer rnn, which has no forward derivative", True)
        if not 1 <= self.flow_steps <= MOST_STEPS:
            raise InputError("flow_steps", f"1 to {MOST_STEPS:,}", self.flow_steps)
        if self.coarse_sigma is not None and not 0 <= self.coarse_sigma < float("inf"):
            raise InputError("coarse_sigma", "None, or a finite number of at least 0", self.coarse_sigma)
        self.check_finite("seam_frames")
        if self.seam_frames and not self.refines:
            raise InputError("seam_frames", "0 for a model without coarse_sigma", self.seam_frames)
        if self.confidence_memory < 0:
            raise InputError("confidence_memory", "0 or more", self.confidence_memory)
        for name in ("window", "lookahead", "confidence_memory"):
            if getattr(self, name) > PERIOD:
                raise InputError(name, f"at most {PERIOD:,}", getattr(self, name))
        self._check_lookahead()

    def _check_lookahead(self) -> None:
        if self.lookahead < 0:
            raise InputError("lookahead", "0 or more", self.lookahead)
        if self.lookahead and not self.refines:
            raise InputError("lookahead", "0 for a model without coarse_sigma", self.lookahead)
        self.check_finite("smoothing")
        if self.smoothing and not self.lookahead:
            raise InputError("smoothing", "0 for a model without lookahead", self.smoothing)

    def _check_training(self) -> None:
        if not self.chunk_frames or min(self.chunk_frames) < 1:
            raise InputError("chunk_frames", "numbers of at least 1", self.chunk_frames)
        self.check_finite("confidence_weight", "pace_weight", "jitter_weight", "joint_weight", "face_weight")
        self.check_finite("clean_jitter")
        for name in ("hand_dropout", "own_past", "start_share"):
            if not 0 <= getattr(self, name) <= 1:
                raise InputError(name, "a probability, 0 to 1", getattr(self, name))
        for name in ("jitter_weight", "joint_weight", "own_past"):
            if getattr(self, name) and not self.refines:
                raise InputError(name, "0 for a model without coarse_sigma", getattr(self, name))
        if self.face_weight != 1 and not (self.refines and self.pose_layout.articulators.get("face")):
            raise InputError("face_weight", "1 for a model without coarse_sigma or without a face", self.face_weight)
        if self.joint_weight and self.layout != "smplx":
            raise InputError("joint_weight", "0 for a layout without rotations", self.joint_weight)
