"""What can be wrong with what metrics are given."""

from __future__ import annotations

from collections.abc import Sized

from signary.io.errors import InputError


class EmptyCorpusError(InputError):
    """There is nothing to measure."""


class LengthMismatchError(InputError):
    """Two things that are compared place by place have different lengths."""


class MissingJointError(InputError):
    """A joint that a metric needs is not there."""


class UnknownMetricError(InputError):
    """No metric has this id."""


def check_paired(references: Sized, hypotheses: Sized, what: str) -> None:
    """Refuse an empty corpus, and hypotheses that are not one a reference.

    Args:
        references: Of a corpus.
        hypotheses: Of the same corpus.
        what: What they are, in the plural.

    Raises:
        EmptyCorpusError: If there are no references.
        LengthMismatchError: If numbers differ.
    """
    if not len(references):
        raise EmptyCorpusError("references", f"at least one of the {what}", "none")
    if len(hypotheses) != len(references):
        raise LengthMismatchError("hypotheses", f"{len(references)} {what}, as the references", len(hypotheses))
