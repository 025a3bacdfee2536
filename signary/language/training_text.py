"""Which sentences a model was trained on, in figures: how often every word, how many words, how they end.

Saved in the model's folder, so that who has a sentence can tell beforehand whether it is like those, and who reads
the result which of its words training never had.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from signary.io.atomic import atomic_path
from signary.io.errors import FormatError, InputError
from signary.io.json_file import read_json
from signary.language.languages import resolve
from signary.language.read_text import read_sentence
from signary.language.words import Word

FILE_NAME = "training_text.json"
#: A word was learned if training has it so often.
LEAST = 5
#: Of all training sentences, as many are shorter than usual, and as many longer.
_UNUSUAL = 0.01


@dataclass(frozen=True)
class TrainingText:
    """The training sentences of a model in one sign language.

    Attributes:
        sentences: How many there were.
        words: Word, without regard to capitals -> how often they have it.
        shortest: Words of a sentence of the usual length, at least; one in a hundred has fewer.
        longest: At most; one in a hundred has more.
        endings: Last character of a sentence -> how many end so.
    """

    sentences: int
    words: Mapping[str, int]
    shortest: int
    longest: int
    endings: Mapping[str, int]

    @classmethod
    def of(cls, texts: Iterable[str], spoken: str) -> TrainingText:
        """Count sentences.

        Args:
            texts: The sentences of a corpus.
            spoken: ISO 639-1 code of their language.

        Raises:
            InputError: If there is none, or one has no word.
        """
        words, endings, lengths = Counter[str](), Counter[str](), list[int]()
        for text in texts:
            sentence = read_sentence(text, spoken)
            if not sentence.words:
                raise InputError("texts", "at least one word in every sentence", repr(text))
            words.update(word.key.casefold() for word in sentence.words)
            endings[sentence.text[-1]] += 1
            lengths.append(len(sentence.words))
        if not lengths:
            raise InputError("texts", "at least one sentence", "none")
        lengths.sort()
        out = int(len(lengths) * _UNUSUAL)
        counted = dict(sorted(words.items()))
        return cls(len(lengths), counted, lengths[out], lengths[-1 - out], dict(sorted(endings.items())))

    def rare(self, sentence: str, spoken: str, least: int = LEAST) -> tuple[str, ...]:
        """The words of a text, in its normal form, that training has fewer than `least` times, each once."""
        return self.rare_words(read_sentence(sentence, spoken).words, least)

    def rare_words(self, words: Iterable[Word], least: int = LEAST) -> tuple[str, ...]:
        """Those of some words, in their normal form, that training has fewer than `least` times, each once."""
        return tuple(dict.fromkeys(word.text for word in words if self.words.get(word.key.casefold(), 0) < least))


def count_training_text(texts: Iterable[tuple[str, str]]) -> dict[str, TrainingText]:
    """Count a corpus of several languages.

    Args:
        texts: (sentence, sign language) pairs.

    Returns:
        Id of the sign language -> figures.

    Raises:
        UnknownLanguageError: If a sign language is not registered.
        InputError: If a sentence has no word.
    """
    by_language: dict[str, list[str]] = {}
    for text, name in texts:
        by_language.setdefault(resolve(name).id, []).append(text)
    return {name: TrainingText.of(found, resolve(name).spoken) for name, found in sorted(by_language.items())}


def save_training_text(folder: Path | str, languages: Mapping[str, TrainingText]) -> None:
    """Write `training_text.json` into a folder that is there."""
    with atomic_path(Path(folder) / FILE_NAME) as temporary:
        content = {name: asdict(found) for name, found in languages.items()}
        temporary.write_text(json.dumps(content, ensure_ascii=False, indent=0) + "\n", "utf-8")


def load_training_text(folder: Path | str) -> dict[str, TrainingText]:
    """Read `training_text.json` of a model folder; nothing where there is none.

    Raises:
        FormatError: If the file is not what `save_training_text` writes.
    """
    path = Path(folder) / FILE_NAME
    if not path.exists():
        return {}
    return {name: _checked(path, found) for name, found in read_json(path).items()}


def _checked(path: Path, found: Any) -> TrainingText:
    names = set(TrainingText.__dataclass_fields__)
    good = isinstance(found, dict) and set(found) == names
    good = good and all(type(found[name]) is int and found[name] > 0 for name in ("sentences", "shortest", "longest"))
    good = good and all(
        isinstance(found[name], dict) and all(type(count) is int for count in found[name].values())
        for name in ("words", "endings")
    )
    if not good:
        raise FormatError(str(path), f"figures of training sentences ({', '.join(sorted(names))})", "something else")
    return TrainingText(**found)
