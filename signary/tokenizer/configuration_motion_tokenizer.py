"""Settings of the motion tokenizer. Defaults are SOKE's (ICCV 2025, §3.2 and Table S6); see docs/systems.md §2.2."""

import re
from collections.abc import Mapping
from typing import Any

# No `from __future__ import annotations` here: `strict` does not check types that are strings.
from transformers import PreTrainedConfig

from signary.io.errors import InputError
from signary.io.quoting import quoted
from signary.nn.checked_config import checked_config
from signary.nn.motion_config import MotionConfig
from signary.pose.layout import PARTS
from signary.tokenizer.columns import Column, level_columns, of_columns

PARTITIONS = ("whole", "body_hands", "body_left_right")
LOSSES = ("smooth_l1", "squared_error")
STRIDES = (2, 4, 8)
#: Joints that turn the head.
HEAD = ("neck", "head")
#: Of a part; each is a column that a generator has to predict.
MOST_LEVELS = 8
#: Steps; a causal convolution keeps twice as many.
_MOST_DILATION = 1024
#: Body and hands: the best row of Table S6. The paper gives no sizes for its other partitions, nor has it a face part:
#: there a part with hands gets the hands' size, one without the body's.
CODEBOOK_SIZES = {"body": 96, "left_hand": 192, "right_hand": 192, "hands": 192, "whole": 192, "face": 96}


@checked_config
class MotionTokenizerConfig(MotionConfig, PreTrainedConfig):  # type: ignore[no-untyped-call]
    """What a motion tokenizer is made of, and what the motion it was made for is like.

    Attributes:
        layout, fps, hand_reference, layout_json: See `MotionConfig`; other clocks are resampled or refused.
        partition: `body_left_right` (one codebook each), `body_hands` or `whole` (SOKE, Table 4).
        face_part: Take the layout's face out of the body into a part of its own, the last one. Not in the paper.
        head_part: Take what turns the head (`head`, `neck`) into the face's part too, so that a shake or a nod is no
            matter of the hands' place. Not in the paper.
        residual_levels: Codes a part and step, one number or part -> number: the codebook of a level is one of what the
            levels before it leave over. 1 is the paper's; every further one is a column more in the codes.
        codebook_sizes: Column -> V, the size of its codebook. Further levels of a part need not be named: they are as
            large as its first. None takes `CODEBOOK_SIZES`.
        width: Channels of the convolutions, one number or part -> number.
        code_dim: C, numbers of a codebook vector.
        stride: Frames a token stands for: 2, 4 or 8.
        dilations: Dilations of the residual blocks of a stage, in order; at most 1,024.
        loss: Reconstruction loss: `smooth_l1` (the released code) or `squared_error` (the paper).
        commitment_weight: Weight of the commitment loss.
        joint_weight: Of `smplx`: weight of the error of places in centimetres, of arms and of the hands' joints from
            their wrists, added to the loss. Not in the paper.
        decay: Decay of the codebooks' moving averages.
        threshold_ema_dead_code: A code whose moving count a batch falls below this is replaced; one number, or one a
            column. The paper's 1 belongs to batches of 320 clips; `dead_code_threshold` gives one that fits the batch.
        causal_decoder: Build a decoder that never looks ahead, so that tokens can be decoded as they arrive.
        tokenizer_id: Random hex that names the trained weights; `MotionTokenizer.assign_id` writes it once.

    Raises:
        UnknownLayoutError: If no pose layout has the name.
        InputError: If a setting is unknown, of the wrong type or out of range.
    """

    model_type = "motion_tokenizer"

    # Architecture
    partition: str = "body_left_right"
    face_part: bool = False
    head_part: bool = False
    residual_levels: int | dict[str, int] = 1
    codebook_sizes: dict[str, int] | None = None
    width: int | dict[str, int] = 512
    code_dim: int = 512
    stride: int = 4
    dilations: list[int] | tuple[int, ...] = (9, 3, 1)
    causal_decoder: bool = False

    # Training
    loss: str = "smooth_l1"
    commitment_weight: float | int = 0.02
    joint_weight: float | int = 0.0
    decay: float | int = 0.99
    threshold_ema_dead_code: float | int | dict[str, float | int] = 1.0

    tokenizer_id: str | None = None

    def __post_init__(self, **kwargs: Any) -> None:
        super().__post_init__(**kwargs)
        self.dilations = tuple(self.dilations)
        self._check_partition()
        self._check_levels()
        if self.codebook_sizes is None:
            self.codebook_sizes = {part: CODEBOOK_SIZES[part] for part in self.part_names}
        self._check_codebooks()
        self.codebook_sizes = of_columns(self.codebook_sizes, self.columns)
        self.check()

    def check(self) -> None:
        """Validate, also what `from_pretrained` has set on a config that was read.

        Raises:
            UnknownLayoutError: If no pose layout has the name.
            InputError: If a setting is out of range, or settings do not fit together.
        """
        self.check_motion()
        self._check_partition()
        self._check_levels()
        self._check_codebooks()
        self._check_architecture()
        self._check_training()
        self._check_tokenizer_id()

    @property
    def part_joints(self) -> dict[str, tuple[int, ...]]:
        """Part -> joint indices of the layout, in order."""
        layout = self.pose_layout
        everything = tuple(range(len(layout.joints)))
        hands = tuple(joint for part in PARTS[1:] for joint in layout.parts.get(part, ()))
        parts = {
            "whole": {"whole": everything},
            "body_hands": {"body": layout.parts.get("body", ()), "hands": hands},
            "body_left_right": {part: layout.parts.get(part, ()) for part in PARTS},
        }[self.partition]
        if self.face_part:
            face = layout.articulators.get("face", ())
            if self.head_part:
                face = tuple(sorted({*face, *(layout.index(name) for name in HEAD if name in layout.joints)}))
            parts = {part: tuple(joint for joint in joints if joint not in set(face)) for part, joints in parts.items()}
            parts["face"] = face
        return parts

    @property
    def part_names(self) -> tuple[str, ...]:
        """Names of the parts, in order."""
        return tuple(self.part_joints)

    @property
    def part_widths(self) -> dict[str, int]:
        """Part -> channels of its convolutions, in order."""
        given = self.width
        return {part: given if isinstance(given, int) else given[part] for part in self.part_names}

    @property
    def part_levels(self) -> dict[str, int]:
        """Part -> number of its levels, in order."""
        given = self.residual_levels
        return {part: given if isinstance(given, int) else given[part] for part in self.part_names}

    @property
    def columns(self) -> tuple[Column, ...]:
        """What the P columns of codes stand for: first all parts, then their second levels, and so on."""
        return level_columns(self.part_levels)

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of the P columns of codes, in order; with one level those of the parts."""
        return tuple(column.name for column in self.columns)

    @property
    def sizes(self) -> tuple[int, ...]:
        """V of each column, in order."""
        return tuple(of_columns(self.codebook_sizes or CODEBOOK_SIZES, self.columns).values())

    def dead_code_thresholds(self) -> dict[str, float]:
        """Column -> threshold of dead codes."""
        given = self.threshold_ema_dead_code
        if isinstance(given, Mapping):
            return {column: float(one) for column, one in of_columns(given, self.columns).items()}
        return dict.fromkeys(self.column_names, float(given))

    def _check_partition(self) -> None:
        """Every joint of the layout is in exactly one part, and no part is empty."""
        self.check_choice("partition", PARTITIONS)
        if self.head_part and not (self.face_part and any(name in self.pose_layout.joints for name in HEAD)):
            raise InputError("head_part", f"face_part, and a layout with joints {' or '.join(HEAD)}", self.layout)
        if self.face_part and self.partition == "whole":
            raise InputError("face_part", "a partition with a body to take the face from", "partition 'whole'")
        parts = self.part_joints
        for part, joints in parts.items():
            if not joints:
                raise InputError("partition", f"a layout with joints for part {part}", f"layout {self.layout!r}")
        covered = sorted(joint for joints in parts.values() for joint in joints)
        if covered != list(range(len(self.pose_layout.joints))):
            raise InputError("partition", f"parts that hold all joints of {self.layout} once", self.partition)

    def _check_levels(self) -> None:
        """At least one level a part, and what else may be said part by part."""
        for name in ("residual_levels", "width"):
            given = getattr(self, name)
            if isinstance(given, Mapping) and set(given) != set(self.part_names):
                expected = f"one number, or exactly the parts {', '.join(self.part_names)}"
                raise InputError(name, expected, ", ".join(given))
        for part, levels in self.part_levels.items():
            if not 1 <= levels <= MOST_LEVELS:
                raise InputError("residual_levels", f"1 to {MOST_LEVELS} for {part}", levels)

    def _check_codebooks(self) -> None:
        """One size of at least 2 and one threshold of at least 0 a column."""
        if self.codebook_sizes is not None:
            self._check_names("codebook_sizes", "", self.codebook_sizes)
        for column, size in zip(self.column_names, self.sizes, strict=True):
            if size < 2:
                raise InputError(f"codebook_sizes[{column!r}]", "at least 2", size)
        given = self.threshold_ema_dead_code
        if isinstance(given, Mapping):
            self._check_names("threshold_ema_dead_code", "one number, or ", given)
        for column, threshold in self.dead_code_thresholds().items():
            if not 0 <= threshold < float("inf"):
                raise InputError("threshold_ema_dead_code", f"a finite number of at least 0 for {column}", threshold)

    def _check_names(self, name: str, otherwise: str, given: Mapping[str, Any]) -> None:
        """All parts, and of the further columns those that are to differ from their part's first."""
        parts, columns = self.part_names, self.column_names
        if not set(parts) <= set(given) <= set(columns):
            further = f", and at most {', '.join(columns[len(parts) :])}" if len(columns) > len(parts) else ""
            raise InputError(name, f"{otherwise}exactly the parts {', '.join(parts)}{further}", ", ".join(given))

    def _check_architecture(self) -> None:
        """Sizes that networks can be built of."""
        self.check_least(1, "code_dim")
        for part, width in self.part_widths.items():
            if width < 1:
                raise InputError("width", f"at least 1 for {part}", width)
        self.check_choice("stride", STRIDES)
        if not self.dilations or min(self.dilations) < 1 or max(self.dilations) > _MOST_DILATION:
            raise InputError("dilations", f"numbers from 1 to {_MOST_DILATION:,}", quoted(self.dilations))

    def _check_training(self) -> None:
        """Loss and its weights."""
        self.check_choice("loss", LOSSES)
        self.check_finite("commitment_weight", "joint_weight")
        if self.joint_weight and (self.layout, self.hand_reference) != ("smplx", "flat"):
            raise InputError("joint_weight", "0, but for layout smplx and hand reference flat", self.joint_weight)
        if not 0 < self.decay < 1:
            raise InputError("decay", "a number between 0 and 1", self.decay)

    def _check_tokenizer_id(self) -> None:
        """Hexadecimal or not yet there."""
        if self.tokenizer_id is not None and not re.fullmatch("[0-9a-f]{8,64}", self.tokenizer_id):
            raise InputError("tokenizer_id", "8 to 64 hexadecimal digits", repr(self.tokenizer_id))
