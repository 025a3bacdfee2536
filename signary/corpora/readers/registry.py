"""Readers by the name of the form that they read; `signary.register_reader` adds others."""

from __future__ import annotations

from dataclasses import is_dataclass

from signary.corpora.readers.keypoint_pickles import KeypointPickles
from signary.corpora.readers.motion_clips import MotionFiles, OpenPoseClips
from signary.corpora.readers.phoenix14t import Phoenix14T
from signary.corpora.readers.pt_format import PtFormat
from signary.corpora.readers.reader import CorpusReader
from signary.corpora.synthetic.phoenix_signing import SYNTHETIC_NAME, PhoenixSyntheticMotion
from signary.io.errors import InputError
from signary.io.extensions import READER
from signary.io.registry import Registry


def _check(reader: object) -> None:
    if not (isinstance(reader, type) and issubclass(reader, CorpusReader) and is_dataclass(reader)):
        raise InputError("reader", "a dataclass below CorpusReader", repr(reader))


_READERS: Registry[type[CorpusReader]] = Registry(
    READER,
    {
        "motion-files": MotionFiles,
        "openpose": OpenPoseClips,
        "pt": PtFormat,
        "keypoint-pickles": KeypointPickles,
        "phoenix14t": Phoenix14T,
        SYNTHETIC_NAME: PhoenixSyntheticMotion,
    },
    _check,
)


def reader_names() -> tuple[str, ...]:
    """Names of all forms that can be read."""
    return _READERS.names()


def get_reader(name: str) -> type[CorpusReader]:
    """The reader of a form: a class, whose arguments are its options.

    Raises:
        InputError: If there is none; lists the names.
    """
    return _READERS.get(name)
