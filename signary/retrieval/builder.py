"""Isolated signs to a dictionary: cut out of their recordings, encoded, the best of each word kept (SOKE §3.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from signary.io.errors import InputError
from signary.io.progress import track
from signary.language.characters import plain
from signary.language.languages import resolve
from signary.retrieval.dictionary import DictionarySign, SignDictionary, check_range
from signary.retrieval.dictionary_file import SCHEMA, DictionaryHeader, EmptyDictionaryError
from signary.retrieval.sign_cutting import cut_out, hands_seen, sign_span
from signary.retrieval.sign_encoding import (
    IsolatedSign,
    MotionTokenizerLike,
    RefusedRecordingError,
    TokenizerConfig,
    encode_sign,
    reconstruction_error,
)

__all__ = ["IsolatedSign", "MotionTokenizerLike", "TokenizerConfig", "cut_out", "hands_seen", "reconstruction_error"]
__all__ += ["BuildReport", "BuiltDictionary", "Competition", "Refusal", "Take", "UnreadableSign", "build_dictionary"]
__all__ += ["dictionary_from_entries", "dictionary_header", "normal_lemma", "sign_span", "take_of"]


@dataclass(frozen=True)
class UnreadableSign:
    """In the place of a recording that could not be read; `reason` says why: a kind, a colon, and the rest."""

    reason: str
    gloss: str = ""
    name: str = ""


@dataclass(frozen=True)
class Refusal:
    """A recording that is not in the dictionary: its place among the rows, its gloss, why, and its name."""

    row: int
    gloss: str
    reason: str
    name: str = ""

    @property
    def kind(self) -> str:
        """Why, one of few."""
        return self.reason.partition(":")[0]

    @property
    def alike(self) -> str:
        """Why, without the recording's name and numbers: the same of recordings with the same fault."""
        named = re.sub(rf"(?<!\w){re.escape(self.name)}(?!\w)", "", self.reason) if self.name else self.reason
        return _NUMBERS.sub("0", named)


class Take(NamedTuple):
    """A recording that can be used: its place among the rows, its lemmas, and the entry, without a lemma."""

    row: int
    lemmas: tuple[str, ...]
    entry: DictionarySign


@dataclass
class BuildReport:
    """What became of every recording.

    Attributes:
        recordings: Recordings read.
        refused: Recordings that could not be used.
        outdone: (row, lemma, language) where another recording of the word had the lower error or came first.
    """

    recordings: int = 0
    refused: list[Refusal] = field(default_factory=list)
    outdone: list[tuple[int, str, str]] = field(default_factory=list)

    def __str__(self) -> str:
        """One line for people."""
        reasons = sorted({refusal.kind for refusal in self.refused})
        why = f" ({', '.join(reasons)})" if reasons else ""
        return f"{self.recordings} recordings, {len(self.refused)} refused{why}, {len(self.outdone)} outdone by others"

    def lines(self) -> Iterator[str]:
        """What was refused: a line each of what few share, and one with examples of what many do.

        Those of a kind that say the same but for names and numbers are alike; of ever more ways to say it the first
        have lines of their own.
        """
        kinds = dict[str, dict[str, list[Refusal]]]()
        for refusal in self.refused:
            kinds.setdefault(refusal.kind, {}).setdefault(refusal.alike, []).append(refusal)
        for kind, ways in kinds.items():
            told = list(ways.values())
            others = [refusal for found in told[_WAYS:] for refusal in found]
            for found in (*told[:_WAYS], others):
                if len(found) <= _FEW:
                    yield from (f"refused: {refusal.name}: {refusal.reason}" for refusal in found)
                else:
                    named = "; ".join(f"{one.name}:{one.reason.partition(':')[2] or one.gloss}" for one in found[:2])
                    yield f"refused: {len(found):,} ({kind}), such as {named}; …"


#: Refusals alike that are all named, and ways to say a kind that have lines of their own.
_FEW, _WAYS = 5, 12
#: Numbers in what is said of a recording.
_NUMBERS = re.compile(r"[0-9][0-9.,]*")


class BuiltDictionary(NamedTuple):
    """The dictionary, and what became of every recording."""

    dictionary: SignDictionary
    report: BuildReport


def build_dictionary(
    rows: Iterable[IsolatedSign | UnreadableSign], tokenizer: MotionTokenizerLike, *, progress: bool = True
) -> BuiltDictionary:
    """Encode isolated signs; of several recordings of a word the one with the lowest reconstruction error is kept.

    Ties go to the first recording. Entries stand in the order in which their words first came.

    Args:
        rows: Recordings; read once, one at a time. Those that could not be read are refused.
        tokenizer: Encodes and reconstructs; recordings are resampled to its rate.
        progress: Whether to show a bar where someone is looking and the work takes longer than a second.

    Returns:
        The dictionary and the report.

    Raises:
        EmptyDictionaryError: If no recording can be used.
        CodeRangeError: If the tokenizer makes codes outside its codebooks.
        UnknownLanguageError: If a row's sign language is not registered.
        InputError: If a row has no lemma, a pose does not fit the tokenizer, or the tokenizer has no id yet.
    """
    header, competition = dictionary_header(tokenizer.config), Competition()
    for row, sign in enumerate(track(rows, "building the dictionary") if progress else rows):
        competition.add(take_of(row, sign, tokenizer))
    return competition.finish(header)


def dictionary_header(config: TokenizerConfig) -> DictionaryHeader:
    """What the codes of a tokenizer mean.

    Raises:
        InputError: If it has no id yet.
    """
    if config.tokenizer_id is None:
        raise InputError("tokenizer", "a trained one with a tokenizer_id (assign_id writes it)", "none")
    return DictionaryHeader(
        config.tokenizer_id,
        tuple(config.column_names),
        tuple(config.sizes),
        config.stride,
        float(config.fps),
        config.motion_spec,
    )


def take_of(row: int, sign: IsolatedSign | UnreadableSign, tokenizer: MotionTokenizerLike) -> Take | Refusal:
    """What becomes of a recording; arguments and errors as for `build_dictionary`."""
    if isinstance(sign, UnreadableSign):
        return Refusal(row, sign.gloss, sign.reason, sign.name)
    language = resolve(sign.language)
    lemmas = [normal_lemma(lemma, language.spoken) for lemma in sign.lemmas]
    if not lemmas or not all(lemmas):
        raise InputError(f"lemmas of row {row} ({sign.gloss!r})", "words that are not empty", sign.lemmas)
    try:
        entry = encode_sign(sign, tokenizer)
    except RefusedRecordingError as reason:
        return Refusal(row, sign.gloss, str(reason), sign.name)
    return Take(row, tuple(dict.fromkeys(lemmas)), entry._replace(language=language.id))


class _Kept(NamedTuple):
    row: int
    entry: DictionarySign


class Competition:
    """Recordings that compete for the entries of their words: the lower error wins, of equals the first."""

    def __init__(self) -> None:
        self.report = BuildReport()
        self._best: dict[tuple[str, str], _Kept] = {}

    def add(self, found: Take | Refusal) -> None:
        """Take a recording in; they have to come in the order of their rows."""
        self.report.recordings += 1
        if isinstance(found, Refusal):
            self.report.refused.append(found)
            return
        for lemma in found.lemmas:
            self._keep_better(_Kept(found.row, found.entry._replace(lemma=lemma)))

    def _keep_better(self, new: _Kept) -> None:
        """Keep the entry with the lower error, of equals the one that was there, and report the other."""
        key = (new.entry.lemma, new.entry.language)
        old = self._best.setdefault(key, new)
        if old is new:
            return
        better = new.entry.reconstruction_error < old.entry.reconstruction_error
        self._best[key] = new if better else old
        self.report.outdone.append((old.row if better else new.row, *key))

    def finish(self, header: DictionaryHeader) -> BuiltDictionary:
        """The dictionary of all winners, in the order in which their words first came.

        Raises:
            EmptyDictionaryError: If there is none.
            CodeRangeError: If a code is outside its codebook.
        """
        if not self._best:
            raise EmptyDictionaryError("rows", "at least one recording that can be used", self._why_none())
        entries = (kept.entry for kept in self._best.values())
        return BuiltDictionary(dictionary_from_entries(entries, header), self.report)

    def _why_none(self) -> str:
        first = next(iter(self.report.refused), None)
        return str(self.report) + (f": {first.name}: {first.reason}" if first else "")


def normal_lemma(lemma: str, spoken: str) -> str:
    """A lemma as it is looked up: composed, in lower case, single blanks (Chinese: none).

    Args:
        lemma: One word, or several.
        spoken: ISO 639-1 code of its language.
    """
    return ("" if spoken == "zh" else " ").join(plain(lemma).lower().split())


def dictionary_from_entries(entries: Iterable[DictionarySign], header: DictionaryHeader) -> SignDictionary:
    """A dictionary of entries that are there already, in their order.

    Raises:
        EmptyDictionaryError: If there is none.
        CodeRangeError: If a code is outside its codebook.
        InputError: If an entry is broken, or two have the same lemma and language.
    """
    import pyarrow as pa

    rows = list(entries)
    columns: dict[str, Any] = {
        name: [_text(getattr(row, name), name) for row in rows]
        for name in ("lemma", "language", "source", "licence", "gloss")
    }
    codes = [_steps(row, header) for row in rows]
    bounds = np.cumsum([0, *map(len, codes)], dtype=np.int64)
    steps = np.concatenate([np.zeros((0, len(header.parts)), dtype=np.int64), *codes])
    check_range(steps, bounds, header, lambda row: f"row {row} ({rows[row].lemma!r}, {rows[row].language})")
    offsets = pa.array((bounds * len(header.parts)).astype(np.int32))
    columns["codes"] = pa.ListArray.from_arrays(offsets, pa.array(steps.reshape(-1).astype(np.uint16)))
    columns |= {"steps": np.diff(bounds), "frames": [int(row.frames) for row in rows]}
    columns["reconstruction_error"] = [float(row.reconstruction_error) for row in rows]
    return SignDictionary(pa.table(columns, schema=SCHEMA), header)


def _text(text: object, name: str) -> str:
    if not isinstance(text, str) or any("\ud800" <= character <= "\udfff" for character in text):
        raise InputError(name, "text without surrogates", repr(text))
    if not text and name in ("lemma", "language"):
        raise InputError(name, "text that is not empty", repr(text))
    return text


def _steps(entry: DictionarySign, header: DictionaryHeader) -> np.ndarray:
    """The codes of an entry, int64 of shape (L, P)."""
    codes = np.asarray(entry.codes)
    if codes.ndim != 2 or codes.shape[1] != len(header.parts) or not len(codes) or codes.dtype.kind not in "iu":
        expected = f"integers of shape (L, {len(header.parts)}), L at least 1"
        raise InputError(f"codes of {entry.lemma!r} ({entry.language})", expected, f"{codes.dtype} {codes.shape}")
    return codes.astype(np.int64)
