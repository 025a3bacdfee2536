"""A corpus in another layout than it lies on the disk: keypoints in another set of points, or lifted to a body.

What a reader gives is brought to the layout row by row, so that corpora of several detectors become one that a model
can be trained on; relaxed hands of a body become flat ones likewise. Sentences that cannot be brought there are
dropped, and named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

from signary.corpora.readers.reader import CorpusReader, Dropped, ListingReader
from signary.corpora.row_schema import LIFTED, CorpusRow
from signary.io.errors import InputError
from signary.pose.hand_means import HandMeans, with_flat_hands
from signary.pose.lifting import lift
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence
from signary.pose.view import to_layout

#: The layout that keypoints are lifted to.
BODY = "smplx"
#: Why a sentence is dropped.
_NOT_THERE = "cannot be brought to the layout"


def reader_in_layout(
    reader: CorpusReader, layout: str | None = None, flat_hands: HandMeans | None = None
) -> CorpusReader:
    """A reader whose motion is of a layout, whatever that of the files is.

    Args:
        reader: Of the files.
        layout: Name of a layout of keypoints, or `smplx`, to which keypoints are lifted (`signary.pose.lifting`); None
            leaves each as it is.
        flat_hands: Relaxed hands become flat by these means, *optional*.

    Raises:
        UnknownLayoutError: If there is no such layout.
        InputError: If its numbers are parameters of another body.
    """
    if layout is not None and not get_layout(layout).is_keypoints and layout != BODY:
        raise InputError("layout", f"a layout of keypoints, or {BODY}", repr(layout))
    if isinstance(reader, ListingReader):
        return _Listing(reader, layout, flat_hands)
    return _Rows(reader, layout, flat_hands)


def in_layout(motion: PoseSequence, layout: str | None, flat_hands: HandMeans | None = None) -> PoseSequence:
    """Motion in a layout; its confidence is there, whatever it was, and figures of lifting are in its metadata.

    Args:
        motion: Of any layout.
        layout: As of `reader_in_layout`.
        flat_hands: As of `reader_in_layout`.

    Raises:
        InputError: If it lacks what the layout needs: shoulders, arms, flat hands.
    """
    if flat_hands is not None:
        motion = with_flat_hands(motion, flat_hands)
    if layout == BODY and motion.layout.is_keypoints:
        lifted = lift(motion)
        motion = lifted.pose.with_metadata(**{LIFTED: lifted.report.figures()})
    elif layout is not None:
        motion = to_layout(motion, layout)
    return replace(motion, confidence=motion.certainty)


def _brought(row: CorpusRow, layout: str | None, flat_hands: HandMeans | None) -> CorpusRow:
    return row if row.motion is None else replace(row, motion=in_layout(row.motion, layout, flat_hands))


def _brought_or_dropped(row: CorpusRow, layout: str | None, flat_hands: HandMeans | None) -> CorpusRow | Dropped:
    try:
        return _brought(row, layout, flat_hands)
    except InputError as error:
        return Dropped(row.id, _NOT_THERE, f"{row.id}: {error}")


@dataclass
class _Rows(CorpusReader):
    """Rows of a reader in a layout."""

    about: ClassVar[str] = "any form, in another layout"

    reader: CorpusReader
    layout: str | None
    flat_hands: HandMeans | None

    def rows(self, source: Path) -> Iterator[CorpusRow | Dropped]:
        """The rows of the reader, each in the layout or dropped."""
        for row in self.reader.rows(source):
            yield row if isinstance(row, Dropped) else _brought_or_dropped(row, self.layout, self.flat_hands)

    def remarks(self) -> Sequence[str]:
        """What the reader has to say."""
        return self.reader.remarks()


@dataclass
class _Listing(ListingReader[Any]):
    """A listing reader in a layout."""

    about: ClassVar[str] = "any form, in another layout"

    reader: ListingReader[Any]
    layout: str | None
    flat_hands: HandMeans | None

    def listed(self, source: Path) -> Sequence[Any]:
        """What the reader lists."""
        return self.reader.listed(source)

    def read(self, item: Any) -> CorpusRow:
        """A sentence in the layout.

        Raises:
            InputError: If it cannot be read or brought there.
        """
        return _brought(self.reader.read(item), self.layout, self.flat_hands)

    def remarks(self) -> Sequence[str]:
        """What the reader has to say."""
        return self.reader.remarks()
