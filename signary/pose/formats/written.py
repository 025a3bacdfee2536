"""What whoever gets a file of motion should know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from signary.pose.lifting import LiftingReport


@dataclass(frozen=True)
class Written:
    """What is to be said of a file that was written.

    Attributes:
        lifted: How well keypoints were lifted; None where that was not needed.
        remarks: What is put in place of gaps, what other programs ask for, a line each.
    """

    lifted: LiftingReport | None = None
    remarks: tuple[str, ...] = ()

    def lines(self) -> Iterator[str]:
        """All of it, for people."""
        if self.lifted is not None:
            yield str(self.lifted)
        yield from self.remarks
