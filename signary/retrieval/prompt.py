"""Retrieved signs as a prompt of the text encoder (SOKE, section 3.4).

The prompt is the raw text, then every retrieved sign in the order of the sentence: a short marker that names it (its
lemma as text), then its steps, each as one token a part in the order of the dictionary's parts::

    text … <sign> lemma <B_12><LH_7><RH_80> <B_12><LH_9><RH_81> …  <sign> lemma …

`<B_i>` is code i of part body, `<LH_j>` of left_hand, `<RH_k>` of right_hand; which vocabulary ids these are, and how
the marker is written, is the generator's business. The steps are a condition: they are never copied to the output.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import numpy as np

from signary.io.errors import InputError


class CodedSign(Protocol):
    """Anything with a name and codes: `DictionarySign`, `RetrievedSign`."""

    @property
    def lemma(self) -> str:
        """What the marker of the sign says."""
        ...

    @property
    def codes(self) -> np.ndarray:
        """Integer array of shape (L, P)."""
        ...


def subsample(codes: np.ndarray, max_steps: int | None) -> np.ndarray:
    """At most `max_steps` steps of a sign, evenly spaced, the first and the last among them.

    Args:
        codes: Array of shape (L, P).
        max_steps: At least 2; `None` keeps all.

    Returns:
        Array of shape (min(L, max_steps), P).

    Raises:
        InputError: If `max_steps` is below 2.
    """
    if max_steps is None:
        return codes
    if max_steps < 2:
        raise InputError("max_steps", "at least 2 (the first and the last step are kept)", max_steps)
    if len(codes) <= max_steps:
        return codes
    return codes[np.linspace(0, len(codes) - 1, max_steps).round().astype(np.int64)]


def prompt_steps(signs: Iterable[CodedSign], max_steps: int | None = None) -> list[tuple[str, np.ndarray]]:
    """What the prompt says after the text: name and steps of every sign, in the order given.

    Args:
        signs: Retrieved signs.
        max_steps: Most steps a sign (released code: 10), at least 2; all by default.

    Returns:
        (lemma, int64 array of shape (L, P)) pairs.

    Raises:
        InputError: If `max_steps` is below 2.
    """
    return [(sign.lemma, np.asarray(subsample(sign.codes, max_steps), dtype=np.int64)) for sign in signs]


def entries_of(signs: Iterable[CodedSign]) -> list[CodedSign]:
    """Each entry of a dictionary that the signs are made of: of a spelled word its letters, of others their parts.

    Args:
        signs: Retrieved signs, or entries themselves.
    """
    return [entry for sign in signs for entry in getattr(sign, "entries", (sign,))]
