"""How a model retrieves: saved beside its dictionary, so that who loads the folder retrieves as it was trained to."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from signary.io.atomic import atomic_path
from signary.io.budget import JSON
from signary.io.errors import FormatError, InputError
from signary.io.json_file import read_json
from signary.language.languages import resolve
from signary.language.lemmas import candidates
from signary.language.read_text import read_sentence
from signary.retrieval.dictionary import SignDictionary
from signary.retrieval.retriever import MAX_SIGNS, MAX_STEPS, MODES, RARE_BELOW, Retriever

FILE_NAME = "retrieval.json"
_MAX_BYTES = 1 << 26


@dataclass(frozen=True)
class RetrievalSettings:
    """Mode of a model's retriever and what the mode needs.

    Attributes:
        mode: `all`, `at_most`, `rare` or `none`, see `Retriever`.
        max_signs: For mode `at_most`.
        max_steps: For mode `at_most`.
        rare_below: For mode `rare`.
        spell: Spell words that are not in the dictionary.
        word_counts: For mode `rare`: sign language -> word or lemma -> how often training has it.
    """

    mode: str = "all"
    max_signs: int = MAX_SIGNS
    max_steps: int = MAX_STEPS
    rare_below: int = RARE_BELOW
    spell: bool = False
    word_counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def retriever(self, dictionary: SignDictionary, language: str, mode: str | None = None) -> Retriever:
        """A retriever for a sign language.

        Args:
            dictionary: The signs.
            language: Id, ISO 639-3 code or English name.
            mode: Another mode than the model's own, *optional*.

        Raises:
            UnknownLanguageError: If there is no such sign language.
            InputError: If the mode is unknown.
        """
        chosen, mode = resolve(language), mode or self.mode
        return Retriever(
            dictionary,
            chosen,
            mode,
            max_signs=self.max_signs,
            max_steps=self.max_steps,
            word_counts=self.word_counts.get(chosen.id, {}) if mode == "rare" else None,
            rare_below=self.rare_below,
            spell=self.spell,
        )

    def save(self, folder: Path | str) -> None:
        """Write `retrieval.json` into a folder that is there."""
        with atomic_path(Path(folder) / FILE_NAME) as temporary:
            temporary.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True), "utf-8")

    @classmethod
    def load(cls, folder: Path | str) -> RetrievalSettings:
        """Read `retrieval.json`; where there is none, the paper's settings.

        Raises:
            FormatError: If the file is not what `save` writes.
            InputError: If it is there, but cannot be read.
            UnsafeFileError: If it holds more than such a file may: see `signary.io.budget`.
        """
        path = Path(folder) / FILE_NAME
        if not os.path.lexists(path):  # a broken link is there, and an error
            return cls()
        values = read_json(path, JSON.sized(_MAX_BYTES))
        expected = {item.name: type(item.default) for item in fields(cls) if item.name != "word_counts"}
        good = set(values) == {*expected, "word_counts"}
        good = good and all(type(values[name]) is kind for name, kind in expected.items())
        if not good or values["mode"] not in MODES or not _are_counts(values["word_counts"]):
            raise FormatError(str(path), "settings as save_pretrained writes them", "something else")
        return cls(**values)


def _are_counts(counts: object) -> bool:
    tables = counts.values() if isinstance(counts, dict) else [None]
    return all(isinstance(table, dict) and all(type(value) is int for value in table.values()) for table in tables)


def count_words(texts: Iterable[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """How often a corpus has every word and lemma: what mode `rare` asks.

    Args:
        texts: (sentence, sign language) pairs.

    Returns:
        Sign language -> form -> count; a word counts for every form it may be looked up under.

    Raises:
        UnknownLanguageError: If a sign language is not registered.
    """
    counts: dict[str, Counter[str]] = {}
    for text, name in texts:
        language = resolve(name)
        table = counts.setdefault(language.id, Counter())
        for word in read_sentence(text, language.spoken).words:
            table.update(candidates(word.key, language.spoken))
    if not counts:
        raise InputError("texts", "at least one sentence", "none")
    return {name: dict(table) for name, table in counts.items()}
