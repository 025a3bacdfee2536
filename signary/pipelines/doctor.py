"""Is everything here that the embedded engine needs?"""

from __future__ import annotations

import platform
import sys
from importlib.metadata import PackageNotFoundError, version

from signary.io.errors import InputError
from signary.language.languages import LANGUAGES
from signary.signer.lexicon import shipped_alphabet, shipped_lexicon

_PACKAGES = ("torch", "numpy", "scipy", "pose-format", "pillow", "imageio-ffmpeg", "simplemma", "jieba", "pypinyin")


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
            signs, letters = len(shipped_lexicon(language).entries), len(shipped_alphabet(language).letters)
            results.append((f"dictionary {language}", True, f"{signs} signs, {letters} letters"))
        except InputError as error:
            results.append((f"dictionary {language}", False, str(error)))
    results.append(_video())
    return results


def _video() -> tuple[str, bool, str]:
    import imageio_ffmpeg

    try:
        return ("video encoder", True, imageio_ffmpeg.get_ffmpeg_version())
    except RuntimeError as error:
        return ("video encoder", False, str(error))
