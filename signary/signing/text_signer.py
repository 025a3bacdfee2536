"""The ways from text to motion behind one face: the model, the rule-based signer, and whichever suits a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from signary.io.errors import InputError
from signary.io.json_file import read_json
from signary.io.quoting import cut
from signary.language.languages import resolve
from signary.language.training_text import LEAST, TrainingText, load_training_text
from signary.pose.sequence import PoseSequence
from signary.retrieval.segments import Segment
from signary.signer.lexicon import has_shipped_lexicon, shipped_lexicon
from signary.signer.signer import DEFAULT_FPS
from signary.signer.style import SignerStyle
from signary.signing.choosing import Share, all_by_model, all_by_rules, share_out
from signary.signing.rule_based import check_text, sign_text
from signary.signing.shared_signing import SharedSigning, SignedText
from signary.signing.shown_words import share_shown, shown_account

if TYPE_CHECKING:
    from signary.bundle.bundle import Bundle

METHODS = ("auto", "model", "signer")
#: The model that comes with the package.
_EMBEDDED = Path(__file__).parents[1] / "demo"


#: From a text to what was signed.
TextSigner = Callable[[str], SignedText]


@dataclass(frozen=True)
class SigningOptions:
    """How to sign; None and False mean that nobody said so.

    Attributes:
        signer: Number of a signer; of the model one of those it was trained with.
        fps: Frames a second.
        seed: Of what is random.
        speed: Tempo; 2 is twice as fast. Rule-based signer only, so that `auto` leaves every sentence to it.
        left_handed: The left hand is dominant. As `speed`.
        model: Folder or Hub id. Not for method `signer`, as the next four.
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


def make_text_signer(name: str, language: str, options: SigningOptions, bundle: Bundle | None = None) -> TextSigner:
    """A function that signs texts.

    Args:
        name: `model`, `signer`, or `auto`: sentence by sentence, as `signary.signing.choosing` says.
        language: Sign language by id, ISO 639-3 code or name.
        options: How to sign.
        bundle: The model that the options name, where it is loaded already, *optional*.

    Raises:
        UnknownLanguageError: If the method does not know the language.
        NoDictionaryError: If the method is `signer` and the language has no lexicon.
        InputError: If there is no such method, it cannot do what is asked for, or its model cannot be loaded.
    """
    if name not in METHODS:
        raise InputError("method", " or ".join(METHODS), repr(name))
    for item in fields(options):
        only = item.metadata.get("method", name)
        if name not in (only, "auto") and getattr(options, item.name) != item.default:
            raise InputError(item.name, f"method {only}", f"method {name}")
    if name == "signer":
        return by_rules(language, options)
    return by_model(language, options, bundle) if name == "model" else by_choice(language, options, bundle)


def by_rules(language: str, options: SigningOptions) -> TextSigner:
    """The rule-based signer; arguments and errors as for `make_text_signer`."""
    chosen, style = resolve(language), make_style(options)
    # Of a batch, a language that has none is refused once and not sentence by sentence.
    shipped_lexicon(chosen.id)
    fps = DEFAULT_FPS if options.fps is None else options.fps
    return lambda text: sign_text(text, chosen, style, fps)


def make_style(options: SigningOptions) -> SignerStyle:
    """The canonical signer or one drawn by number, with tempo, handedness and seed applied.

    Raises:
        InputError: If the tempo is out of range.
    """
    style = SignerStyle.canonical() if options.signer is None else SignerStyle.random(options.signer)
    seed = options.seed or 0
    return replace(
        style,
        seed=seed if options.signer is None else style.seed + seed,
        speed=style.speed * (1.0 if options.speed is None else options.speed),
        left_handed=options.left_handed or style.left_handed,
    )


@dataclass(frozen=True)
class ModelSigning:
    """A text signed by a model.

    Attributes:
        pose: The motion.
        segments: Each sign with its word and time; of a model without a pointer, which gives none, each sentence or
            piece of a long one, without a gloss.
        retrieved: What was retrieved for every word, as `text-to-sign` returns it.
        sentences: Each sentence, or piece of a long one, as `text-to-sign` returns it.
        cut_off: Sentences that were stopped by the limit of steps.
        pieces: Beginning of each sentence that was too long to be signed at once, and into how many pieces it was cut.
        rare: Words that training has fewer than `LEAST` times; None if the model does not say what it was trained on.
    """

    pose: PoseSequence
    segments: tuple[Segment, ...]
    retrieved: tuple[dict[str, Any], ...]
    sentences: tuple[dict[str, Any], ...]
    cut_off: tuple[str, ...]
    rare: tuple[str, ...] | None = None
    pieces: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of(cls, result: dict[str, Any], fps: float | None = None, rare: tuple[str, ...] | None = None) -> ModelSigning:
        """What the pipeline returns for a text, at another frame rate if one is given.

        Raises:
            InputError: If the frame rate is out of range.
        """
        pose: PoseSequence = result["pose"]
        sentences = tuple(result["sentences"])
        cut_off = tuple(found["text"] for found in sentences if not found["complete"])
        firsts = (found for found in sentences if found["part"] == 1 and found["parts"] > 1)
        pieces = tuple((found["text"], found["parts"]) for found in firsts)
        shown = pose if fps is None else pose.resample(fps)
        segments = tuple(map(_segment, result["segments"]))
        return cls(shown, segments, tuple(result["retrieved"]), sentences, cut_off, rare, pieces)

    @property
    def tells_times(self) -> bool:
        """Whether the model says which sign it shows when."""
        return any("shown" in found for found in self.retrieved)

    def account(self) -> str:
        """One line that says what became of the words."""
        line = f"{len(self.retrieved)} word{'' if len(self.retrieved) == 1 else 's'}: "
        line += shown_account(self.retrieved) if self.tells_times else self._prompted()
        line += "".join(f"; signed in {count} pieces: {cut(text, 60)!r} …" for text, count in self.pieces)
        return line + "".join(f"; cut off by the limit of steps: {text!r}" for text in self.cut_off)

    def _prompted(self) -> str:
        """What a model without a pointer was shown, and which words it hardly knows."""
        alone = [found["word"] for found in self.retrieved if found["source"] in ("none", "left out")]
        line = f"{len(self.retrieved) - len(alone)} with a sign of the dictionary"
        if alone:
            line += f", {len(alone)} left to the network ({_some(alone)})"
        if self.rare:
            line += f"; {len(self.rare)} rare in training, likely to come out wrong ({_some(self.rare)})"
        elif self.rare is not None:
            line += f"; training has every word at least {LEAST} times"
        return line


def _segment(found: Mapping[str, Any]) -> Segment:
    """A sign with its word, or a sentence of which nobody says when its signs are signed."""
    word = found["word"] if "word" in found else found["text"]
    return Segment(word, found.get("gloss", ""), found["start"], found["end"], found["source"])


def _some(words: Sequence[str]) -> str:
    return ", ".join(words[:6]) + (", …" if len(words) > 6 else "")


def by_model(language: str, options: SigningOptions, loaded: Bundle | None = None) -> Callable[[str], ModelSigning]:
    """A model; arguments and errors as for `make_text_signer`."""
    from signary.bundle.bundle import Bundle
    from signary.bundle.loading import quiet_loading
    from signary.bundle.sentence_steps import check_generation
    from signary.signing.model_signing import sign_by_model

    with quiet_loading():
        bundle = Bundle.load(options.model) if loaded is None else loaded
    chosen = bundle.language(language)
    generation: dict[str, Any] = {
        "seed": options.seed,
        "do_sample": options.sample or None,
        "max_new_tokens": options.max_steps,
    }
    generation = {name: value for name, value in generation.items() if value is not None}
    check_generation(generation)
    if options.signer is not None:
        bundle.processor.vocabulary.signer_id(options.signer)
    generation |= {"retrieval": "none" if options.no_retrieval else None, "signer": options.signer}
    generation |= {"refine": not options.no_refine}
    known = bundle.training_text.get(chosen.id)

    def by(text: str) -> ModelSigning:
        rare = None if known is None else known.rare(text, chosen.spoken)
        return ModelSigning.of(sign_by_model(bundle, check_text(text), chosen, **generation), options.fps, rare)

    return by


def points(model: str | None) -> bool:
    """Whether a model has a pointer, which says what it has shown.

    Args:
        model: Folder or Hub id; None for the embedded model.

    Raises:
        InputError: If there is no such model, or its configuration is damaged.
    """
    folder = _EMBEDDED
    if model is not None:
        from signary.bundle.folder import local_folder

        folder = local_folder(model)
    return read_json(folder / "config.json").get("pointer") is True


def trained_on(model: str | None) -> dict[str, TrainingText]:
    """Id of a sign language -> the training sentences of a model; empty if the model does not say.

    Args:
        model: Folder or Hub id; None for the embedded model.

    Raises:
        InputError: If there is no such model, or its file is damaged.
    """
    if model is None:
        return load_training_text(_EMBEDDED)
    from signary.bundle.folder import local_folder

    return load_training_text(local_folder(model))


def by_choice(language: str, options: SigningOptions, loaded: Bundle | None = None) -> TextSigner:
    """Each sentence by the model if it shows it, else by rules; the model is loaded when needed.

    A model with a pointer signs first, and says what it has shown; another one gets sentences like those of its
    training. Arguments and errors as for `make_text_signer`. A model that was asked for by name and does not say what
    it was trained on signs everything, and so does any model in a language without a lexicon; tempo and handedness are
    matters of the rules, which then sign everything.
    """
    chosen = resolve(language)
    unsaid: dict[str, Any] = {
        item.name: item.default for item in fields(SigningOptions) if item.metadata.get("method") == "model"
    }
    rules = cache(lambda: by_rules(language, replace(options, **unsaid)))
    model = cache(lambda: by_model(language, options, loaded))
    signers: dict[bool, Callable[[], TextSigner]] = {True: model, False: rules}

    def signed(text: str, shares: Sequence[Share]) -> SharedSigning:
        return SharedSigning.of(text, [(share, signers[share.by_model]()(share.text)) for share in shares])

    def shown(text: str) -> SharedSigning:
        found = model()(check_text(text))
        shares = share_shown(text, found.sentences, found.retrieved)
        return (
            SharedSigning.of(text, [(shares[0], found)])
            if shares[0].text == text and shares[0].by_model
            else signed(text, shares)
        )

    if _asks_for(options, "signer"):
        reason = "speed and left_handed are theirs"
        return lambda text: signed(check_text(text), all_by_rules(text, reason))
    if not has_shipped_lexicon(chosen.id):
        return lambda text: signed(check_text(text), all_by_model(text))
    if points(options.model) if loaded is None else loaded.processor.pointer:
        return shown
    trained = trained_on(options.model) if loaded is None else loaded.training_text
    if not trained and options.model is not None:
        return lambda text: signed(check_text(text), all_by_model(text))
    return lambda text: signed(text, share_out(check_text(text), chosen, trained))


def _asks_for(options: SigningOptions, method: str) -> bool:
    """Whether something is asked for that only one method can do."""
    only = (item for item in fields(options) if item.metadata.get("method") == method)
    return any(getattr(options, item.name) != item.default for item in only)
