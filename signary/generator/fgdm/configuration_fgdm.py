"""Settings of FGDM. Defaults are the paper's (CVPR 2026) where it names them; see docs/systems.md §4."""

from typing import Any

# No `from __future__ import annotations` here: `strict` does not check types that are strings.
from transformers import PreTrainedConfig

from signary.generator.fgdm.vocabulary import GlossVocabulary, check_names
from signary.io.errors import InputError
from signary.nn.checked_config import checked_config
from signary.nn.motion_config import MotionConfig
from signary.nn.positions import PERIOD

SEMANTIC_MASKS = ("frame", "joint", "none")
BONE_LOSSES = ("vector", "direction")
#: Two a frame of the longest signs.
MAX_KNOTS = 64

#: A table is made of as many numbers, and every step of sampling asks the whole network.
MAX_TRAIN_STEPS, MAX_SAMPLING_STEPS = 100_000, 1_000


@checked_config
class FGDMConfig(MotionConfig, PreTrainedConfig):  # type: ignore[no-untyped-call]
    """What an FGDM model is made of, and what it was made for.

    Attributes:
        layout, fps, hand_reference, layout_json: See `MotionConfig`; the layout has keypoints and bones.
        glosses: The glosses that the model knows, in the order of their ids (which start at 1; 0 is padding and the
            blank of CTC); `language:GLOSS` where there are languages.
        languages: Ids of the sign languages that the glosses are of; empty where the model does not tell them apart.
        max_frames: Most frames of a sentence.
        notice: What must be said wherever the model's motion is shown, if anything.
        hidden_size: d_g, the width of glosses and of the general stage.
        ffn_size: Width inside the feed-forward layers.
        num_attention_heads: Heads of every attention.
        gloss_layers: Layers of the gloss encoder (F2).
        focal_layers: L1, layers of the focal stage; 0 leaves it out ("general only").
        focal_channels: d_f, numbers a joint in the focal stage.
        window: n, frames to each side whose joints a joint is compared with (F5).
        temporal_kernel: Frames that a temporal convolution of the focal stage sees, an odd number.
        contextual: Graphs have the term A_a (F5).
        topology: Graphs have the term A_b (F6).
        semantic_mask: Graphs are masked by M (F7) with weights a `frame` or a frame and `joint`; or `none`.
        general_layers: L2, layers of the general stage (F8).
        general_causal: Frames see no later ones in the general stage, as in the released code.
        gloss_knots: Vectors that every gloss lays over its time, between which frames are told what is signed in
            them (`Timing`). 0, the paper's: frames find their glosses by attention alone.
        dropout: Dropout of every layer.
        train_steps: Steps of the diffusion (F1).
        sampling_steps: Steps of DDIM.
        eta: 0 adds no noise on the way; 1 is the released code's.
        bone_loss: Bones are compared as a `vector` (the paper) or by `direction` (the released code).
        bone_weight: λ, weight of the loss of bones (F9).
        scg_weight: γ, weight of the semantic guidance; 0 leaves its branch out.
        scg_decay: α: guidance counts exp(−α · t / train_steps).
        duration_weight: Weight of the loss of lengths and, of a model with knots, of the times of glosses. Not in the
            paper, which takes the reference's.

    Raises:
        UnknownLayoutError: If no pose layout has the name.
        InputError: If a setting is unknown, of the wrong type or out of range.
    """

    model_type = "fgdm"

    # Data
    layout: str = "phoenix50"
    glosses: list[str] | tuple[str, ...] = ()
    languages: list[str] | tuple[str, ...] = ()
    max_frames: int = 300
    notice: str = ""

    # Architecture
    hidden_size: int = 512
    ffn_size: int = 2048
    num_attention_heads: int = 4
    gloss_layers: int = 2
    focal_layers: int = 3
    focal_channels: int = 16
    window: int = 3
    temporal_kernel: int = 9
    contextual: bool = True
    topology: bool = True
    semantic_mask: str = "frame"
    general_layers: int = 2
    general_causal: bool = False
    gloss_knots: int = 0

    # Diffusion
    train_steps: int = 1000
    sampling_steps: int = 5
    eta: float | int = 0.0

    # Training
    dropout: float | int = 0.1
    bone_loss: str = "vector"
    bone_weight: float | int = 0.1
    scg_weight: float | int = 1e-4
    scg_decay: float | int = 10.0
    duration_weight: float | int = 0.1

    def __post_init__(self, **kwargs: Any) -> None:
        super().__post_init__(**kwargs)
        self.glosses, self.languages = tuple(self.glosses), tuple(self.languages)
        self.check()

    @property
    def vocabulary(self) -> GlossVocabulary:
        """The glosses as numbers."""
        return GlossVocabulary(self.glosses, self.languages)

    def check(self) -> None:
        """Validate, also what `from_pretrained` has set on a config that was read.

        Raises:
            UnknownLayoutError: If no pose layout has the name.
            InputError: If a setting is out of range, or settings do not fit together.
        """
        self._check_data()
        self._check_sizes()
        self._check_graph()
        self._check_diffusion()
        self._check_training()

    def _check_data(self) -> None:
        layout = self.motion_spec.layout
        if not layout.is_keypoints or not layout.bones:
            raise InputError("layout", "a keypoint layout with bones", repr(self.layout))
        if not 1 <= self.max_frames <= PERIOD:
            raise InputError("max_frames", f"1 to {PERIOD}", self.max_frames)
        check_names(self.glosses, self.languages)

    def _check_sizes(self) -> None:
        heads = self.num_attention_heads
        self.check_least(1, "num_attention_heads", "gloss_layers", "general_layers", "focal_channels", "ffn_size")
        if self.hidden_size < 1 or self.hidden_size % (2 * heads):
            raise InputError("hidden_size", f"a multiple of {2 * heads} (for {heads} heads)", self.hidden_size)
        if self.temporal_kernel < 1 or self.temporal_kernel % 2 == 0:
            raise InputError("temporal_kernel", "an odd number", self.temporal_kernel)
        self.check_least(0, "focal_layers", "window", "gloss_knots")
        if self.gloss_knots == 1 or self.gloss_knots > MAX_KNOTS:
            raise InputError("gloss_knots", f"0 (none) or 2 to {MAX_KNOTS}", self.gloss_knots)

    def _check_graph(self) -> None:
        self.check_choice("semantic_mask", SEMANTIC_MASKS)
        if self.focal_layers and not (self.contextual or self.topology):
            raise InputError("topology", "True where contextual is False: a graph needs an edge", False)

    def _check_diffusion(self) -> None:
        if not 1 <= self.train_steps <= MAX_TRAIN_STEPS:
            raise InputError("train_steps", f"1 to {MAX_TRAIN_STEPS:,}", self.train_steps)
        most = min(self.train_steps, MAX_SAMPLING_STEPS)
        if not 1 <= self.sampling_steps <= most:
            raise InputError("sampling_steps", f"1 to {most:,}", self.sampling_steps)
        if not 0 <= self.eta <= 1:
            raise InputError("eta", "0 to 1", self.eta)

    def _check_training(self) -> None:
        self.check_below_one("dropout")
        self.check_choice("bone_loss", BONE_LOSSES)
        self.check_finite("bone_weight", "scg_weight", "scg_decay", "duration_weight")
