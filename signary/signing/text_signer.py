"""The ways from text to motion behind one face: the model, the rule-based signer, and whichever suits a sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from signary.io.errors import InputError
from signary.io.json_file import read_json
from signary.language.languages import resolve
from signary.language.training_text import TrainingText, load_training_text
from signary.signer.lexicon import has_shipped_lexicon, shipped_lexicon
from signary.signer.signer import DEFAULT_FPS
from signary.signer.style import SignerStyle
from signary.signing.rule_based import check_text, sign_text
from signary.signing.shared_signing import SharedSigning, SignedText
from signary.streaming.choosing import Share, all_by_model, all_by_rules, share_out
from signary.streaming.chunks import METHODS

if TYPE_CHECKING:
    from signary.bundle.bundle import Bundle
    from signary.signing.asked_model import AskedModel
    from signary.signing.model_signer import ModelSigner
    from signary.signing.signed_by_model import ModelSigning

#: The method that is signing's alone: it makes sentences whole, and no stream.
BY_GLOSSES = "fgdm"
#: The model that comes with the package.
_EMBEDDED = Path(__file__).parents[1] / "demo"

#: Methods that need a model.
_NETWORKS = ("model", "hybridsign")

#: From a text to what was signed.
TextSigner = Callable[[str], SignedText]


@dataclass(frozen=True)
class SigningOptions:
    """How to sign; None, False and () mean that nobody said so.

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
        dictionaries: Files of signs of one's own, which go before those of the model's dictionary.
    """

    signer: int | None = None
    fps: float | None = None
    seed: int | None = None
    speed: float | None = field(default=None, metadata={"methods": ("signer",)})
    left_handed: bool = field(default=False, metadata={"methods": ("signer",)})
    model: str | None = field(default=None, metadata={"methods": _NETWORKS})
    no_retrieval: bool = field(default=False, metadata={"methods": _NETWORKS})
    sample: bool = field(default=False, metadata={"methods": ("model",)})
    max_steps: int | None = field(default=None, metadata={"methods": _NETWORKS})
    no_refine: bool = field(default=False, metadata={"methods": ("model",)})
    dictionaries: tuple[str, ...] = field(default=(), metadata={"methods": _NETWORKS})


def make_text_signer(name: str, language: str, options: SigningOptions, bundle: Bundle | None = None) -> TextSigner:
    """A function that signs texts.

    Args:
        name: `model`; `hybridsign`, the model's part that makes motion without codes; `signer`; or `auto`: sentence by
            sentence, as `signary.streaming.choosing` says.
        language: Sign language by id, ISO 639-3 code or name.
        options: How to sign.
        bundle: The model that the options name, where it is loaded already, *optional*.

    Raises:
        UnknownLanguageError: If the method does not know the language.
        NoDictionaryError: If the method is `signer` and the language has no lexicon.
        InputError: If there is no such method, it cannot do what is asked for, or its model cannot be loaded.
    """
    if name == BY_GLOSSES:
        return by_glosses(language, options)
    if name not in METHODS:
        raise InputError("method", " or ".join((*METHODS, BY_GLOSSES)), repr(name))
    for item in fields(options):
        only = item.metadata.get("methods", METHODS)
        if name not in (*only, "auto") and getattr(options, item.name) != item.default:
            raise InputError(item.name, f"method {' or '.join(only)}", f"method {name}")
    if name == "signer":
        return by_rules(language, options)
    if name == "hybridsign":
        return by_text_motion(language, options, bundle)
    return by_model(language, options, bundle) if name == "model" else by_choice(language, options, bundle)


def by_glosses(language: str, options: SigningOptions) -> TextSigner:
    """A gloss model, which is told the signs that the rules find, in their order.

    Arguments and errors as for `make_text_signer`.

    Raises:
        UnknownLanguageError: If the model does not have the language.
        InputError: If something is asked for that no gloss model does, or the model cannot be loaded.
    """
    from signary.signing.text_gloss_signing import GlossTextSigner

    for item in fields(options):
        if item.name not in ("fps", "seed", "model") and getattr(options, item.name) != item.default:
            raise InputError(item.name, "another method", f"method {BY_GLOSSES}")
    shipped_lexicon(resolve(language).id)
    return GlossTextSigner.load(options.model, language, options.seed or 0, options.fps).sign


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


def by_model(language: str, options: SigningOptions, loaded: Bundle | None = None) -> Callable[[str], ModelSigning]:
    """A model; arguments and errors as for `make_text_signer`."""
    return _model_signer(language, options, loaded).sign


def by_text_motion(language: str, options: SigningOptions, loaded: Bundle | None = None) -> TextSigner:
    """HybridSign alone, of a model; arguments and errors as for `make_text_signer`."""
    from signary.signing.text_motion_signing import TextMotionSigner

    asked = _asked_model(language, options, loaded)
    return TextMotionSigner(asked, max_steps=options.max_steps, seed=options.seed).sign


def _asked_model(language: str, options: SigningOptions, loaded: Bundle | None) -> AskedModel:
    """The model with one's own signs, and what is asked of it whatever of it signs."""
    from signary.bundle.bundle import Bundle
    from signary.bundle.loading import quiet_loading
    from signary.signing.asked_model import AskedModel

    with quiet_loading():
        bundle = Bundle.load(options.model) if loaded is None else loaded
        bundle = bundle.with_dictionaries(options.dictionaries)
    retrieval = "none" if options.no_retrieval else None
    return AskedModel(bundle, bundle.language(language), retrieval, options.signer, options.fps)


def _model_signer(language: str, options: SigningOptions, loaded: Bundle | None) -> ModelSigner:
    from signary.signing.model_signer import ModelSigner

    return ModelSigner(
        _asked_model(language, options, loaded),
        refine=not options.no_refine,
        generation={"seed": options.seed, "do_sample": options.sample or None, "max_new_tokens": options.max_steps},
    )


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
    matters of the rules, which then sign everything. Sentences with signs of one's own are the model's: rules know
    nothing of these.
    """
    chosen = resolve(language)
    unsaid: dict[str, Any] = {
        item.name: item.default for item in fields(SigningOptions) if "model" in item.metadata.get("methods", ())
    }
    rules = cache(lambda: by_rules(language, replace(options, **unsaid)))
    model = cache(lambda: _model_signer(language, options, loaded))

    def all_of(share: Share) -> SharedSigning:
        signed: SignedText = model().sign(share.text) if share.by_model else rules()(share.text)
        return SharedSigning.of(share.text, [(share, signed)])

    if _asks_for(options, "signer"):
        reason = "speed and left_handed are theirs"
        return lambda text: all_of(all_by_rules(check_text(text), reason))
    if not has_shipped_lexicon(chosen.id):
        return lambda text: all_of(all_by_model(check_text(text)))
    if points(options.model) if loaded is None else loaded.processor.pointer:
        return lambda text: model().sign_shown(check_text(text), make_style(options))
    trained = trained_on(options.model) if loaded is None else loaded.training_text
    own = options.dictionaries or (loaded is not None and loaded.own_sources)
    if own or (not trained and options.model is not None):
        return lambda text: all_of(all_by_model(check_text(text)))

    def shared(text: str) -> SharedSigning:
        shares = share_out(check_text(text), chosen, trained)
        return all_of(shares[0]) if len(shares) == 1 else model().sign_shares(text, shares, make_style(options))

    return shared


def _asks_for(options: SigningOptions, method: str) -> bool:
    """Whether something is asked for that only one method can do."""
    only = (item for item in fields(options) if item.metadata.get("methods") == (method,))
    return any(getattr(options, item.name) != item.default for item in only)
