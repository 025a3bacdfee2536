"""The two ways from text to motion behind one face: the rule-based signer and the model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Protocol

from signary.io.errors import InputError
from signary.language.languages import resolve
from signary.pipelines.rule_based import check_text, sign_text
from signary.pose.sequence import PoseSequence
from signary.retrieval.segments import Segment
from signary.signer.signer import DEFAULT_FPS
from signary.signer.style import SignerStyle

if TYPE_CHECKING:
    from signary.pipelines.text_to_sign import TextToSignPipeline

METHODS = ("model", "signer")


class SignedText(Protocol):
    """A text that was signed, whichever way."""

    @property
    def pose(self) -> PoseSequence:
        """The motion."""
        ...

    @property
    def segments(self) -> Sequence[Segment]:
        """What is signed when."""
        ...

    def account(self) -> str:
        """One line that says what became of the words."""
        ...


#: From a text to what was signed.
Method = Callable[[str], SignedText]


@dataclass(frozen=True)
class Wishes:
    """How to sign; None and False mean that nobody said so.

    Attributes:
        signer: Number of a signer; of the model one of those it was trained with.
        fps: Frames a second.
        seed: Of what is random.
        speed: Tempo; 2 is twice as fast. Rule-based signer only.
        left_handed: The left hand is dominant. Rule-based signer only.
        model: Folder or Hub id. Model only, as are the next four.
        no_retrieval: Retrieve no signs.
        sample: Draw codes instead of taking the likeliest.
        max_steps: Most steps a sentence.
        no_refine: Leave motion as its codes give it.
    """

    signer: int | None = None
    fps: float | None = None
    seed: int | None = None
    speed: float | None = field(default=None, metadata={"method": "signer"})
    left_handed: bool = field(default=False, metadata={"method": "signer"})
    model: str | None = field(default=None, metadata={"method": "model"})
    no_retrieval: bool = field(default=False, metadata={"method": "model"})
    sample: bool = field(default=False, metadata={"method": "model"})
    max_steps: int | None = field(default=None, metadata={"method": "model"})
    no_refine: bool = field(default=False, metadata={"method": "model"})


def make_method(name: str, language: str, wishes: Wishes) -> Method:
    """A function that signs texts.

    Args:
        name: `model` or `signer`.
        language: Sign language by id, ISO 639-3 code or name.
        wishes: How to sign.

    Raises:
        UnknownLanguageError: If the method does not know the language.
        InputError: If there is no such method, it cannot do what is wished, or its model cannot be loaded.
    """
    if name not in METHODS:
        raise InputError("method", " or ".join(METHODS), repr(name))
    for item in fields(wishes):
        only = item.metadata.get("method", name)
        if only != name and getattr(wishes, item.name) != item.default:
            raise InputError(item.name, f"method {only}", f"method {name}")
    return by_model(language, wishes) if name == "model" else by_rules(language, wishes)


def by_rules(language: str, wishes: Wishes) -> Method:
    """The rule-based signer; arguments and errors as for `make_method`."""
    chosen, style = resolve(language), make_style(wishes)
    fps = DEFAULT_FPS if wishes.fps is None else wishes.fps
    return lambda text: sign_text(text, chosen, style, fps)


def make_style(wishes: Wishes) -> SignerStyle:
    """The canonical signer or one drawn by number, with tempo, handedness and seed applied.

    Raises:
        InputError: If the tempo is out of range.
    """
    style = SignerStyle.canonical() if wishes.signer is None else SignerStyle.random(wishes.signer)
    seed = wishes.seed or 0
    return replace(
        style,
        seed=seed if wishes.signer is None else style.seed + seed,
        speed=style.speed * (1.0 if wishes.speed is None else wishes.speed),
        left_handed=wishes.left_handed or style.left_handed,
    )


@dataclass(frozen=True)
class ModelSigning:
    """A text signed by a model.

    Attributes:
        pose: The motion.
        segments: Each sentence with its time, without a gloss: the network gives no times of signs.
        retrieved: What was retrieved for every word, as `text-to-sign` returns it.
        cut_off: Sentences that were stopped by the limit of steps.
    """

    pose: PoseSequence
    segments: tuple[Segment, ...]
    retrieved: tuple[dict[str, Any], ...]
    cut_off: tuple[str, ...]

    @classmethod
    def of(cls, result: dict[str, Any], fps: float | None = None) -> ModelSigning:
        """What the pipeline returns for a text, at another frame rate if one is given.

        Raises:
            InputError: If the frame rate is out of range.
        """
        pose: PoseSequence = result["pose"]
        segments = tuple(
            Segment(found["text"], "", found["start"], found["end"], found["source"]) for found in result["segments"]
        )
        cut_off = tuple(found["text"] for found in result["segments"] if not found["complete"])
        return cls(pose if fps is None else pose.resample(fps), segments, tuple(result["retrieved"]), cut_off)

    def account(self) -> str:
        """One line that says what became of the words."""
        alone = [found["word"] for found in self.retrieved if found["source"] == "none"]
        total = len(self.retrieved)
        line = f"{total} word{'' if total == 1 else 's'}: {total - len(alone)} with a sign of the dictionary"
        if alone:
            line += f", {len(alone)} left to the network ({', '.join(alone[:6])}{', …' if len(alone) > 6 else ''})"
        return line + "".join(f"; cut off by the limit of steps: {text!r}" for text in self.cut_off)


def load_model(name: str | None, **settings: Any) -> TextToSignPipeline:
    """The pipeline `text-to-sign` of a model, loaded without a word on the screen.

    Args:
        name: Folder or Hub id; None for the embedded model.
        **settings: Of the pipeline.

    Raises:
        InputError: If it cannot be loaded, or a setting is out of range.
    """
    from signary.pipelines.model_folder import embedded_folder
    from signary.pipelines.quiet import load_pipeline

    name = str(embedded_folder()) if name is None else name
    loaded: TextToSignPipeline = load_pipeline("text-to-sign", name, **settings)
    return loaded


def by_model(language: str, wishes: Wishes) -> Method:
    """The pipeline `text-to-sign`; arguments and errors as for `make_method`."""
    settings = {"retrieval": "none" if wishes.no_retrieval else None, "signer": wishes.signer, "seed": wishes.seed}
    settings |= {"do_sample": wishes.sample or None, "max_new_tokens": wishes.max_steps}
    settings |= {"refine": False if wishes.no_refine else None}
    sign = load_model(wishes.model, language=language, **settings)
    return lambda text: ModelSigning.of(sign(check_text(text)), wishes.fps)
