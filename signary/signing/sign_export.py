"""Entries of a dictionary as motion to look at: pictures and files of motion, decoded from their codes."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import torch

from signary.io.atomic import atomic_path
from signary.io.errors import InputError
from signary.io.file_names import distinct_name, is_reserved
from signary.pose.formats import FORMATS, write_pose
from signary.pose.render import render
from signary.pose.sequence import PoseSequence
from signary.retrieval.dictionary import LETTER, DictionarySign
from signary.tokenizer import MotionTokenizer

PICTURES = ("png", "gif", "mp4")
MOTION = tuple(suffix[1:] for suffix, form in FORMATS.items() if form.write is not None and form.read is not None)
#: Columns of the table beside the files, from which a dictionary can be built again.
_COLUMNS = ("path", "words", "language", "gloss", "source", "licence", "kind")
TABLE = "signs.csv"
#: Steps of the first posture before a sign: it begins as after a hold.
_LEAD = 2
_LONGEST = 80


def sign_motion(sign: DictionarySign, tokenizer: MotionTokenizer) -> PoseSequence:
    """The motion that an entry's codes decode to.

    Args:
        sign: The entry.
        tokenizer: The one that made its dictionary.
    """
    codes = torch.from_numpy(sign.codes)
    led = torch.cat([codes[:1].expand(_LEAD, -1), codes])[None].to(tokenizer.device)
    values = tokenizer.decode(led).values[0, _LEAD * tokenizer.config.stride :]
    facts = {"source": sign.source, "text": sign.lemma, "language": sign.language}
    return tokenizer.to_sequence(values, metadata={name: said for name, said in facts.items() if said})


def safe_name(lemma: str, language: str, taken: set[str]) -> str:
    """A file's name for an entry, without suffix, that every system takes and no other entry has.

    Args:
        lemma: Of the entry; letters keep their mark as `letter_`.
        language: Id of its sign language.
        taken: Names that are given away, in lower case; the new one is added.
    """
    plain = f"letter_{lemma.removeprefix(LETTER)}" if lemma.startswith(LETTER) else lemma
    kept = re.sub(r"[^\w\-]+", "_", unicodedata.normalize("NFC", plain)).strip("_")[:_LONGEST] or "sign"
    return distinct_name(f"sign_{kept}.{language}" if is_reserved(kept) else f"{kept}.{language}", taken)


def export_signs(
    signs: Iterable[DictionarySign],
    tokenizer: MotionTokenizer,
    folder: Path,
    formats: Sequence[str],
    *,
    size: int = 256,
    mark: bool = True,
) -> Iterator[Path]:
    """Write entries into a folder, a file each and format, and a table of all at the end.

    Args:
        signs: The entries.
        tokenizer: The one that made their dictionary.
        folder: Where to; made if it is not there. Files of the same names are replaced.
        formats: Of `PICTURES` and `MOTION`.
        size: Width and height of pictures.
        mark: Put the small notice into pictures.

    Yields:
        Each file when it is there; the table last.

    Raises:
        InputError: If there is no such format, or the folder cannot be made.
    """
    known = (*PICTURES, *MOTION)
    if not formats or set(formats) - set(known):
        raise InputError("format", f"some of {', '.join(known)}", ", ".join(formats) or "none")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError("output", "a folder that can be made", f"{str(folder)!r} ({error.strerror})") from None
    taken, rows = set[str](), []
    for sign in signs:
        name, pose = safe_name(sign.lemma, sign.language, taken), sign_motion(sign, tokenizer)
        for form in formats:
            path = folder / f"{name}.{form}"
            if form in PICTURES:
                render(pose, path, size=size, mark=mark)
            else:
                write_pose(pose, path)
            yield path
        shown = next((form for form in formats if form in MOTION), formats[0])
        kind = "letter" if sign.lemma.startswith(LETTER) else "sign"
        about = (sign.language, sign.gloss, sign.source, sign.licence, kind)
        rows.append((f"{name}.{shown}", sign.lemma.removeprefix(LETTER), *about))
    with atomic_path(folder / TABLE) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([_COLUMNS, *rows])
    yield folder / TABLE
