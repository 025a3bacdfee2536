"""Why a model cannot be loaded, through `transformers.pipeline`, which would bury it in a text of its own.

Where a class raises, `transformers.pipeline` tries every other that the folder's config names, and then raises one
error with all tracebacks in it. So the class that our tasks are registered with hands the error on instead of a model,
and the pipeline raises it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from transformers import AutoModel

from signary.io.errors import InputError


@dataclass(frozen=True)
class RefusedModel:
    """Stands where a model would.

    Attributes:
        error: Why there is none.
    """

    error: InputError


class NamedAutoModel(AutoModel):
    """`AutoModel`, but for what becomes of our errors."""

    @classmethod
    def from_pretrained(cls, *model_args: Any, **kwargs: Any) -> Any:
        """A model, or a `RefusedModel`."""
        try:
            return super().from_pretrained(*model_args, **kwargs)
        except InputError as error:
            return RefusedModel(error)


def raise_if_refused(model: object) -> None:
    """Raise the error of a refused model; others pass."""
    if isinstance(model, RefusedModel):
        raise model.error
