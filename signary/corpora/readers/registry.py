"""Readers by the name of the form that they read."""

from __future__ import annotations

from dataclasses import is_dataclass

from signary.corpora.readers.keypoint_pickles import KeypointPickles
from signary.corpora.readers.motion_clips import MotionFiles, OpenPoseClips
from signary.corpora.readers.phoenix14t import Phoenix14T
from signary.corpora.readers.pt_format import PtFormat
from signary.corpora.readers.reader import CorpusReader
from signary.corpora.synthetic.phoenix_signing import SYNTHETIC_NAME, PhoenixSyntheticMotion
from signary.io.errors import InputError
from signary.io.registry import Registry

_READERS: Registry[type[CorpusReader]] = Registry(
    "format",
    {
        "motion-files": MotionFiles,
        "openpose": OpenPoseClips,
        "pt": PtFormat,
        "keypoint-pickles": KeypointPickles,
        "phoenix14t": Phoenix14T,
        SYNTHETIC_NAME: PhoenixSyntheticMotion,
    },
)


def register_reader(name: str, reader: type[CorpusReader]) -> None:
    """Make a form of corpora known by a name, for `signary corpus prepare --format NAME`.

    Args:
        name: Without blanks.
        reader: A subclass of `CorpusReader` that is a dataclass.

    Raises:
        InputError: If the name is none, another reader has it, or the class is no such one.
    """
    if not (isinstance(reader, type) and issubclass(reader, CorpusReader) and is_dataclass(reader)):
        raise InputError("reader", "a dataclass below CorpusReader", repr(reader))
    _READERS.add(name, reader)


def reader_names() -> tuple[str, ...]:
    """Names of all forms that can be read."""
    return _READERS.names()


def get_reader(name: str) -> type[CorpusReader]:
    """The reader of a form: a class, whose arguments are its options.

    Raises:
        InputError: If there is none; lists the names.
    """
    return _READERS.get(name)
