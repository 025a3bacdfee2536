"""Is everything here that the embedded engines need?"""

from __future__ import annotations

import platform
import sys
from importlib.metadata import PackageNotFoundError, version

from signary.io.errors import InputError
from signary.language.languages import LANGUAGES
from signary.signer.lexicon import has_shipped_alphabet, has_shipped_lexicon, shipped_lexicon, speller

_PACKAGES = (
    *("torch", "transformers", "numpy", "scipy", "pose-format", "pillow", "imageio-ffmpeg"),
    *("simplemma", "jieba", "pypinyin"),
)


def findings() -> list[tuple[str, bool, str]]:
    """(what, fine, detail) of every check."""
    results = [("python", sys.version_info >= (3, 11), platform.python_version())]
    for package in _PACKAGES:
        try:
            results.append((package, True, version(package)))
        except PackageNotFoundError:
            results.append((package, False, "not installed"))
    for language in LANGUAGES:
        try:
            results.append((f"dictionary {language}", True, describe_dictionaries(language)))
        except InputError as error:
            results.append((f"dictionary {language}", False, str(error)))
    return [*results, _model(), _video(), _mediapipe()]


def describe_dictionaries(language: str) -> str:
    """Size of the lexicon and the manual alphabet of a registered language.

    Args:
        language: Id.

    Raises:
        LexiconError: If a file is broken.
    """
    if not has_shipped_lexicon(language):
        return "no lexicon, for trained models only"
    entries = shipped_lexicon(language).entries
    checked = sum(entry.checked for entry in entries.values())
    alphabet = speller(language)
    letters = f"{len(alphabet.letters)} letters{', two-handed' if alphabet.base else ''}"
    having = letters if has_shipped_alphabet(language) else "no manual alphabet"
    return f"{len(entries)} signs, {checked} checked by signers, {having}"


def _model() -> tuple[str, bool, str]:
    from signary.bundle.bundle import Bundle
    from signary.bundle.loading import quiet_loading

    try:
        with quiet_loading():
            bundle = Bundle.load()
    except (OSError, ValueError) as error:
        return ("embedded model", False, str(error).partition("\n")[0])
    signs = 0 if bundle.dictionary is None else len(bundle.dictionary)
    size = sum(weight.numel() for weight in bundle.generator.parameters()) / 1e6
    detail = f"{size:.1f} M parameters, {', '.join(bundle.languages)}, {signs} dictionary signs"
    return ("embedded model", True, detail)


def _video() -> tuple[str, bool, str]:
    import imageio_ffmpeg

    try:
        return ("video encoder", True, imageio_ffmpeg.get_ffmpeg_version())
    except RuntimeError as error:
        return ("video encoder", False, str(error))


def _mediapipe() -> tuple[str, bool, str]:
    from signary.pose.video.environment import video_python

    try:
        return ("mediapipe for videos", True, str(video_python()))
    except InputError as error:
        return ("mediapipe for videos", True, f"{error.got}, installed when videos are first read")
