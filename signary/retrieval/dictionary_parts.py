"""Parts of a dictionary that is being built: recordings read and encoded, with a record each on the disk."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from signary.io.atomic import atomic_path
from signary.io.budget import JSON
from signary.io.errors import FormatError, InputError
from signary.io.json_file import read_json
from signary.language.languages import resolve
from signary.retrieval.builder import Refusal, Take, UnreadableSign, take_of
from signary.retrieval.dictionary import DictionarySign
from signary.retrieval.recordings import AnyRecording, read_sign
from signary.retrieval.sign_encoding import IsolatedSign, MotionTokenizerLike

#: Recordings of a part: few enough that a process that is killed has little to do again.
ITEMS = 16
_BUDGET = JSON.sized(64 << 20)
_FACTS = ("language", "frames", "reconstruction_error", "source", "licence", "gloss")


@dataclass(frozen=True)
class EntryFacts:
    """What is said of entries beside what their data set says.

    Attributes:
        language: Sign language that they are filed under instead of their own, *optional*: a model knows few. Their
            source then names their own.
        source: Of entries whose data set says none.
        licence: Of entries whose data set says none.
    """

    language: str | None = None
    source: str = ""
    licence: str = ""

    def of(self, sign: IsolatedSign) -> IsolatedSign:
        """The recording with these facts.

        Raises:
            UnknownLanguageError: If one of the languages is not registered.
        """
        source, licence = sign.source or self.source, sign.licence or self.licence
        own, language = resolve(sign.language).id, resolve(self.language or sign.language).id
        if own != language:
            source = f"{source} ({own})".strip()
        return replace(sign, language=language, source=source, licence=licence)


@dataclass(frozen=True)
class EncodingJob:
    """Reads and encodes recordings; what every process knows.

    Attributes:
        tokenizer: Makes the codes.
        facts: What is said of all entries.
        records: Folder of the records.
    """

    tokenizer: MotionTokenizerLike
    facts: EntryFacts
    records: Path

    def __call__(self, number: int, items: Sequence[tuple[int, AnyRecording]]) -> None:
        """Read and encode a part, and write its record.

        Args:
            number: Of the part.
            items: Recordings with their rows.
        """
        write_record(part_path(self.records, number), [self._take(row, recording) for row, recording in items])

    def _take(self, row: int, recording: AnyRecording) -> Take | Refusal:
        sign = read_sign(recording, self.tokenizer.config.motion_spec)
        if isinstance(sign, UnreadableSign):
            return take_of(row, sign, self.tokenizer)
        try:
            return take_of(row, self.facts.of(sign), self.tokenizer)
        except InputError as error:
            raise error.named(f"{recording.name}, {error.argument}") from None


def part_path(records: Path, number: int) -> Path:
    """Where the record of a part is."""
    return records / f"{number:06d}.json"


def write_record(path: Path, found: Sequence[Take | Refusal]) -> None:
    """Write what became of recordings, whole or not at all."""
    text = json.dumps([_written(one) for one in found], ensure_ascii=False)
    with atomic_path(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def read_record(path: Path) -> list[Take | Refusal]:
    """What `write_record` has written.

    Raises:
        FormatError: If it is damaged.
    """
    try:
        return [_read(one) for one in read_json(path, _BUDGET, list)]
    except (KeyError, TypeError, ValueError) as error:
        raise FormatError(f"{path.parent.parent.name}/{path.name}", "the record of a part", str(error)) from None


def _written(found: Take | Refusal) -> dict[str, Any]:
    if isinstance(found, Refusal):
        return asdict(found)
    facts = {name: getattr(found.entry, name) for name in _FACTS}
    return {"row": found.row, "lemmas": found.lemmas, "codes": found.entry.codes.tolist(), **facts}


def _read(written: dict[str, Any]) -> Take | Refusal:
    if "codes" not in written:
        return Refusal(**written)
    codes, facts = np.array(written["codes"], dtype=np.int64), {name: written[name] for name in _FACTS}
    return Take(int(written["row"]), tuple(written["lemmas"]), DictionarySign(lemma="", codes=codes, **facts))
