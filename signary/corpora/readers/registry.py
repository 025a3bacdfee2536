"""Readers by the name of the form that they read; `signary.register_reader` adds others."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import is_dataclass
from pathlib import Path

from signary.corpora.readers.annotations import Sentences
from signary.corpora.readers.dgs_pairs import DgsPairs
from signary.corpora.readers.how2sign import How2Sign
from signary.corpora.readers.keypoint_pickles import KeypointPickles
from signary.corpora.readers.motion_clips import MotionFiles, OpenPoseClips
from signary.corpora.readers.ms_asl import MsAsl
from signary.corpora.readers.phoenix14t import Phoenix14T
from signary.corpora.readers.point_pickles import Slrtp, WholeBodyPickles
from signary.corpora.readers.pt_format import PtFormat
from signary.corpora.readers.reader import CorpusReader
from signary.corpora.readers.sign_tables import AslCitizen, Autsl, GlossFolder, SemLex, SignTable, SpokenToSigned
from signary.corpora.readers.signavatars import SignAvatars
from signary.corpora.readers.signspark import SignSpark
from signary.corpora.readers.soke import SokeFrames
from signary.corpora.readers.videos import Videos
from signary.corpora.readers.wlasl import Wlasl
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
        "soke": SokeFrames,
        "how2sign": How2Sign,
        "dgs-pairs": DgsPairs,
        "wholebody-pickles": WholeBodyPickles,
        "slrtp": Slrtp,
        "signavatars": SignAvatars,
        "signspark": SignSpark,
        "sentences": Sentences,
        "wlasl": Wlasl,
        "ms-asl": MsAsl,
        "asl-citizen": AslCitizen,
        "autsl": Autsl,
        "sem-lex": SemLex,
        "spoken-to-signed": SpokenToSigned,
        "signsuisse": SignTable,
        "gloss-folder": GlossFolder,
        "video": Videos,
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


def looks_like(source: Path) -> tuple[str, ...]:
    """Names of the forms that a file or folder looks like."""
    found = []
    for name in reader_names():
        with suppress(OSError, InputError):
            if get_reader(name).sniff(source):
                found.append(name)
    return tuple(found)
