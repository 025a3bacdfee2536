"""Decoding schemes by the name that a configuration has for them; `signary.register_decoding` adds others."""

from __future__ import annotations

from collections.abc import Callable

from signary.generator.sign_mbart.decoding import (
    DecodingScheme,
    MultiHeadDecoding,
    ParallelDecoding,
    SequentialDecoding,
)
from signary.generator.sign_mbart.vocabulary import SignVocabulary
from signary.io.errors import InputError
from signary.io.extensions import DECODING
from signary.io.registry import Registry

#: Vocabulary, id of padding and weights of the parts -> scheme: a class of schemes is one.
DecodingFactory = Callable[[SignVocabulary, int, tuple[float, ...]], DecodingScheme]

_DECODINGS: Registry[DecodingFactory] = Registry(
    DECODING,
    {"multi_head": MultiHeadDecoding, "parallel": ParallelDecoding, "sequential": SequentialDecoding},
)


def decoding_names() -> tuple[str, ...]:
    """Names of all schemes."""
    return _DECODINGS.names()


def decoding_package(name: str) -> str:
    """The package that added a scheme; empty for the shipped ones."""
    return _DECODINGS.package(name)


def find_decoding(name: str, package: str = "") -> DecodingFactory:
    """The scheme of a name.

    Args:
        name: Of the scheme.
        package: The package that had added it when the model was saved, *optional*; named where it is missing.

    Raises:
        InputError: If there is no scheme of that name.
    """
    found = _DECODINGS.find(name)
    if found is None:
        source = f"the package {package!r}, which is not installed" if package else "a package of signary.plugins"
        raise InputError("decoding", f"one of {', '.join(_DECODINGS.names())}, or one of {source}", repr(name))
    return found
