"""When which sign is signed: segments in seconds, written as WebVTT captions and as ELAN annotations."""

from __future__ import annotations

import html
import math
import mimetypes
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from signary.io.atomic import atomic_path
from signary.io.errors import InputError, UnsafeFileError
from signary.io.reading import read_bytes

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = "http://www.mpi.nl/tools/elan/EAFv3.0.xsd"
# Characters that XML 1.0 cannot hold at all.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
MIN_SECONDS = 0.001


@dataclass(frozen=True)
class Segment:
    """One sign in time.

    Attributes:
        word: As written in the text.
        gloss: Name of the sign.
        start: Seconds from the beginning.
        end: Seconds from the beginning, at least a millisecond after `start`.
        source: Where the sign comes from (`retrieval.plan.SOURCES`).
    """

    word: str
    gloss: str
    start: float
    end: float
    source: str

    def __post_init__(self) -> None:
        if not (math.isfinite(self.start) and math.isfinite(self.end) and self.start >= 0):
            raise InputError("segment", "finite times from 0", f"{self.start} to {self.end}")
        if self.end - self.start < MIN_SECONDS * 0.999:
            raise InputError("segment", "an end at least a millisecond after the start", f"{self.start} to {self.end}")


def write_vtt(path: Path | str, segments: Iterable[Segment]) -> None:
    """Write WebVTT captions: one cue a segment, the gloss above the word.

    Args:
        path: File to write; it appears whole or not at all.
        segments: In any order.

    Raises:
        InputError: If the folder of `path` does not exist.
    """
    cues = ["WEBVTT\n"]
    for number, segment in enumerate(sorted(segments, key=lambda item: item.start), start=1):
        times = f"{_clock(segment.start)} --> {_clock(segment.end)}"
        cues.append(f"{number}\n{times}\n{_caption(segment.gloss)}\n{_caption(segment.word)}\n")
    with atomic_path(path) as temporary:
        temporary.write_text("\n".join(cues), encoding="utf-8", newline="\n")


_TIME = r"((?:[0-9]{1,6}:)?[0-9]{2}:[0-9]{2}\.[0-9]{3})"
_CUE_TIMES = re.compile(rf"{_TIME}\s+-->\s+{_TIME}")
#: Numbers far beyond those of characters, which Python would refuse to read.
_NO_CHARACTER = re.compile(r"&#(?:[0-9]{9,}|[xX][0-9a-fA-F]{9,});?")
#: Captions of a hundred films.
_MAX_CAPTIONS = 16 << 20
_CUE_TAG = re.compile(r"<[^<>]*>")


def read_vtt(path: Path | str) -> list[tuple[float, float, str]]:
    """Cues of a WebVTT file: (start, end, text) in seconds, lines of a cue joined by spaces, tags left out.

    Raises:
        InputError: If the file is missing or no WebVTT, or a cue ends before it starts.
        UnsafeFileError: If it is larger than captions are.
    """
    try:
        text = read_bytes(path, _MAX_CAPTIONS).decode("utf-8-sig")
    except (InputError, UnicodeDecodeError) as error:
        if isinstance(error, UnsafeFileError):
            raise
        raise InputError("captions", "a WebVTT file", repr(str(path))) from None
    if not text.startswith("WEBVTT"):
        raise InputError("captions", "a file that begins with WEBVTT", repr(text[:20]))
    cues = []
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        lines = block.strip().split("\n")
        at = next((number for number, line in enumerate(lines) if "-->" in line), None)
        if at is None:
            continue
        match = _CUE_TIMES.match(lines[at].strip())
        start, end = (_seconds(part) for part in match.groups()) if match else (1.0, 0.0)
        if end < start:
            raise InputError("captions", "cues with times such as 00:01.000 --> 00:02.000", repr(lines[at]))
        words = html.unescape(_NO_CHARACTER.sub("\ufffd", _CUE_TAG.sub("", " ".join(lines[at + 1 :]))))
        cues.append((start, end, words))
    return cues


def _seconds(clock: str) -> float:
    seconds = 0.0
    for part in clock.split(":"):
        seconds = 60 * seconds + float(part)
    return seconds


def write_eaf(path: Path | str, segments: Iterable[Segment], media: Path | str | None = None) -> None:
    """Write an ELAN annotation document (EAF 3.0) with the tiers `gloss` and `word`.

    Args:
        path: File to write; it appears whole or not at all.
        segments: In any order; they may touch, but not overlap, as in a tier of ELAN.
        media: Video or sound that the times refer to, *optional*.

    Raises:
        InputError: If segments overlap by a millisecond or more, or the folder of `path` does not exist.
    """
    ordered = sorted(segments, key=lambda item: item.start)
    for left, right in zip(ordered, ordered[1:], strict=False):
        if _milliseconds(right.start) < _milliseconds(left.end):
            got = f"{left.gloss} to {left.end}, {right.gloss} from {right.start}"
            raise InputError("segments", "times that do not overlap", got)
    document = _document(Path(path), media)
    _add_tiers(document, ordered)
    for identifier in ("gloss", "word"):
        kind = {"LINGUISTIC_TYPE_ID": identifier, "TIME_ALIGNABLE": "true", "GRAPHIC_REFERENCES": "false"}
        ElementTree.SubElement(document, "LINGUISTIC_TYPE", kind)
    ElementTree.indent(document)
    with atomic_path(path) as temporary:
        ElementTree.ElementTree(document).write(temporary, encoding="UTF-8", xml_declaration=True)


def _document(path: Path, media: Path | str | None) -> ElementTree.Element:
    attributes = {"AUTHOR": "signary", "DATE": datetime.now(UTC).isoformat(timespec="seconds")}
    attributes |= {"FORMAT": "3.0", "VERSION": "3.0", f"{{{_XSI}}}noNamespaceSchemaLocation": _SCHEMA}
    document = ElementTree.Element("ANNOTATION_DOCUMENT", attributes)
    header = ElementTree.SubElement(document, "HEADER", {"MEDIA_FILE": "", "TIME_UNITS": "milliseconds"})
    if media is not None:
        target = Path(media).resolve()
        kind = mimetypes.guess_type(target.name)[0] or "application/octet-stream"
        described = {"MEDIA_URL": target.as_uri(), "MIME_TYPE": kind}
        if target.is_relative_to(path.resolve().parent):
            described["RELATIVE_MEDIA_URL"] = "./" + target.relative_to(path.resolve().parent).as_posix()
        ElementTree.SubElement(header, "MEDIA_DESCRIPTOR", described)
    last = ElementTree.SubElement(header, "PROPERTY", {"NAME": "lastUsedAnnotationId"})
    last.text = "0"
    return document


def _add_tiers(document: ElementTree.Element, segments: Sequence[Segment]) -> None:
    """Time slots in rising order, then one annotation a segment in each tier."""
    times = sorted({time for item in segments for time in (_milliseconds(item.start), _milliseconds(item.end))})
    slots = {time: f"ts{number}" for number, time in enumerate(times, start=1)}
    order = ElementTree.SubElement(document, "TIME_ORDER")
    for time, slot in slots.items():
        ElementTree.SubElement(order, "TIME_SLOT", {"TIME_SLOT_ID": slot, "TIME_VALUE": str(time)})
    number = 0
    for name in ("gloss", "word"):
        tier = ElementTree.SubElement(document, "TIER", {"TIER_ID": name, "LINGUISTIC_TYPE_REF": name})
        for item in segments:
            number += 1
            places = (slots[_milliseconds(item.start)], slots[_milliseconds(item.end)])
            attributes = {"ANNOTATION_ID": f"a{number}", "TIME_SLOT_REF1": places[0], "TIME_SLOT_REF2": places[1]}
            annotation = ElementTree.SubElement(tier, "ANNOTATION")
            alignable = ElementTree.SubElement(annotation, "ALIGNABLE_ANNOTATION", attributes)
            value = ElementTree.SubElement(alignable, "ANNOTATION_VALUE")
            value.text = _NOT_XML.sub("\ufffd", item.gloss if name == "gloss" else item.word)
    last = document.find("HEADER/PROPERTY")
    if last is not None:
        last.text = str(number)


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)


def _clock(seconds: float) -> str:
    minutes, milliseconds = divmod(_milliseconds(seconds), 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{milliseconds // 1000:02d}.{milliseconds % 1000:03d}"


def _caption(text: str) -> str:
    """A line of cue text: escaped, without line breaks or blank lines, which would end the cue."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    cleaned = _NOT_XML.sub("\ufffd", escaped)
    return " ".join(cleaned.split()) or "\u00a0"
