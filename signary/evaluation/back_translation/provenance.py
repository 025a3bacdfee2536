"""Where motion is from: a recogniser that has seen what models generate would flatter them."""

from __future__ import annotations

from collections.abc import Iterable

from signary.io.errors import InputError

#: What a row's `source` starts with if a model made its motion: `signary text-to-sign` is what the pipeline writes,
#: `model` what everyone else's rows have to say, such as `model: SOKE`.
GENERATED = ("signary text-to-sign", "model")


class GeneratedMotionError(InputError):
    """Motion that a model made is no training motion of a recogniser."""


def refuse_generated(sources: Iterable[str | None], corpus: str) -> None:
    """Refuse a corpus with motion that a model made; the rule-based signer's is synthetic, but no model's.

    Args:
        sources: Column `source` of its rows.
        corpus: Its name.

    Raises:
        GeneratedMotionError: Naming the first such row.
    """
    for row, source in enumerate(sources):
        if source is not None and source.strip().casefold().startswith(GENERATED):
            expected = "motion that no model has generated (a recogniser trained on it flatters models)"
            raise GeneratedMotionError("corpus", expected, f"{corpus!r}, row {row}: source {source!r}")
