"""Settings of the recogniser. Defaults are those of Sign Language Transformers (Camgoz et al., CVPR 2020, §5.1)."""

import math
from typing import Any

# No `from __future__ import annotations` here: `strict` does not check types that are strings.
from transformers.models.mbart.configuration_mbart import MBartConfig

from signary.evaluation.back_translation.glosses import check_glosses
from signary.io.errors import InputError
from signary.io.quoting import quoted
from signary.nn.checked_config import checked_config
from signary.nn.motion_config import MotionConfig


@checked_config
class RecogniserConfig(MotionConfig, MBartConfig):  # type: ignore[no-untyped-call]
    """What a recogniser is made of, and what it reads and writes.

    Layers are mBART's (normalised before attention, as the paper's), and so are the names of their sizes.

    Attributes:
        vocab_size: Text tokens, those of languages included.
        d_model: Width of all states.
        encoder_layers: Layers of the recognition transformer.
        decoder_layers: Layers of the translation transformer.
        encoder_attention_heads: Heads of the recognition transformer.
        decoder_attention_heads: Heads of the translation transformer.
        encoder_ffn_dim: Width inside the feed-forward layers of the recognition transformer.
        decoder_ffn_dim: Width inside the feed-forward layers of the translation transformer.
        activation_function: Of the feed-forward layers, by transformers' name.
        init_std: Standard deviation of weights that are drawn.
        dropout: Dropout of embeddings and after every layer.
        attention_dropout: Dropout of attention's shares.
        activation_dropout: Dropout inside the feed-forward layers.
        max_position_embeddings: Most tokens of a text, its language and end included.
        layout, fps, hand_reference, layout_json: See `MotionConfig`. Motion of `smplx` becomes keypoints where it has
            to, and other clocks are resampled.
        glosses: The glosses that are recognised, `language:GLOSS`, in the order of their ids (which start at 1; 0 is
            CTC's blank).
        languages: Ids of the sign languages, in the order of their tokens.
        strides: Stride of each convolution over frames. Not in the paper, which has features of pictures.
        kernel_size: Frames or steps that such a convolution sees, an odd number.
        recognition_weight: λ_R of Eq. 10; Table 3's best for translation is 5.
        translation_weight: λ_T.
        label_smoothing: Share of the translation loss's target that goes evenly to all tokens.
        trained_on: What kind of motion it was trained on, such as `synthetic signing`.

    Raises:
        UnknownLayoutError: If no pose layout has the name.
        InputError: If a setting is unknown, of the wrong type or out of range.
    """

    model_type = "sign_recogniser"

    # Data
    glosses: list[str] | tuple[str, ...] = ()
    languages: list[str] | tuple[str, ...] = ("asl", "csl", "dgs")
    trained_on: str = ""

    # Architecture
    vocab_size: int = 3000
    max_position_embeddings: int = 128
    d_model: int = 512
    encoder_layers: int = 3
    decoder_layers: int = 3
    encoder_attention_heads: int = 8
    decoder_attention_heads: int = 8
    encoder_ffn_dim: int = 2048
    decoder_ffn_dim: int = 2048
    activation_function: str = "relu"
    strides: list[int] | tuple[int, ...] = (2, 2)
    kernel_size: int = 5
    #: About Xavier's for these widths; mBART's 0.02 is meant for wider layers.
    init_std: float = 0.05

    # Training
    recognition_weight: float | int = 5.0
    translation_weight: float | int = 1.0
    label_smoothing: float | int = 0.1

    bos_token_id: int = 0
    pad_token_id: int = 1
    eos_token_id: int = 2
    #: mBART forces token 2 at the end; here a text ends where the model ends it.
    forced_eos_token_id: int | list[int] | None = None

    def __post_init__(self, **kwargs: Any) -> None:
        super().__post_init__(**kwargs)
        self.glosses, self.languages, self.strides = tuple(self.glosses), tuple(self.languages), tuple(self.strides)
        self.check()

    @property
    def stride(self) -> int:
        """Frames a step of the encoder stands for."""
        return math.prod(self.strides)

    @property
    def notice(self) -> str:
        """What has to stand next to every figure that the recogniser gives."""
        return f"recogniser trained on {self.trained_on or 'unnamed motion'}; not comparable with published BLEU"

    def check(self) -> None:
        """Validate what is ours, also what `from_pretrained` has set on a config that was read.

        Raises:
            UnknownLayoutError: If no pose layout has the name.
            InputError: If a setting is out of range, or settings do not fit together.
        """
        self.check_motion()
        check_glosses(self.glosses, self.languages)
        for heads in ("encoder_attention_heads", "decoder_attention_heads"):
            if getattr(self, heads) < 1 or self.d_model < 1 or self.d_model % (2 * getattr(self, heads)):
                raise InputError("d_model", f"a multiple of twice {heads}, {getattr(self, heads)}", self.d_model)
        self.check_least(1, "encoder_layers", "decoder_layers", "encoder_ffn_dim", "decoder_ffn_dim")
        if any(stride < 1 for stride in self.strides):
            raise InputError("strides", "numbers of at least 1", self.strides)
        if self.kernel_size % 2 == 0 or self.kernel_size < max(self.strides, default=1):
            raise InputError("kernel_size", "an odd number, not below a stride", self.kernel_size)
        self.check_least(2, "max_position_embeddings")
        for name in ("bos_token_id", "pad_token_id", "eos_token_id"):
            if not 0 <= getattr(self, name) < self.vocab_size:
                raise InputError(name, f"0 to {self.vocab_size - 1}", quoted(getattr(self, name)))
        self._check_training()

    def _check_training(self) -> None:
        self.check_below_one("dropout", "attention_dropout", "activation_dropout", "label_smoothing")
        self.check_finite("recognition_weight", "translation_weight")
        if not self.recognition_weight + self.translation_weight:
            raise InputError("recognition_weight", "above 0 where translation_weight is 0", 0)
