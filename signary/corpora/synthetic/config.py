"""What a demo corpus is made of, and the key that tells when it has to be made anew."""

# No `from __future__ import annotations` here: flags are made of types that are no strings.
import hashlib
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from dataclasses import fields as dataclass_fields
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from signary.corpora.synthetic.grammars import GRAMMARS, SHIPPED, language_with_grammar
from signary.corpora.synthetic.templates import Grammar
from signary.io.errors import InputError
from signary.language.languages import language_files
from signary.pose.motion_spec import MAX_FPS
from signary.signer.signer import DEFAULT_FPS

Config = TypeVar("Config", bound="SyntheticConfig")
VERSION = 1
#: Parts of the package whose code decides what is said and how it is signed.
_SOURCES = ("signer", "language", "pose/kinematics.py", "pose/rotations.py", "pose/skeletons") + tuple(
    f"corpora/synthetic/{name}.py"
    for name in ("templates", "english", "german", "chinese", "glossing", "splits", "signing", "demo_signs", "pseudo")
)


@dataclass(frozen=True)
class SyntheticConfig:
    """What all synthetic corpora are asked for.

    Attributes:
        languages: Ids of sign languages.
        seed: Decides sentences, words that are held out, and signers.
        signers: Signers of `train` beside the canonical one.
        canonical_share: Share of `train` that the canonical signer signs, 0 to 1.
        fps: Frames a second.

    Raises:
        UnknownLanguageError: If a language has no grammar for a demo corpus.
        InputError: If a setting is out of range; names it.
    """

    kind: ClassVar[str] = "synthetic"
    sources: ClassVar[tuple[str, ...]] = _SOURCES

    languages: tuple[str, ...] = tuple(SHIPPED)
    seed: int = 0
    signers: int = 8
    canonical_share: float = 0.6
    fps: float = DEFAULT_FPS

    def __post_init__(self) -> None:
        names = self.languages
        if not isinstance(names, (list, tuple)) or not all(isinstance(name, str) for name in names):
            raise InputError("languages", "a list of sign languages", repr(names))
        object.__setattr__(self, "languages", tuple(language_with_grammar(name).id for name in names))
        if not self.languages or len(set(self.languages)) < len(self.languages):
            raise InputError("languages", "different sign languages, at least one", self.languages)
        if isinstance(self.seed, bool) or not isinstance(self.seed, int):
            raise InputError("seed", "an integer", repr(self.seed))
        check_integer("signers", self.signers, 0)
        check_number("canonical_share", self.canonical_share, 0.0, 1.0)
        check_number("fps", self.fps, 1.0, MAX_FPS)

    @property
    def name(self) -> str:
        """Name of the folder: what was asked for."""
        text = json.dumps(asdict(self), sort_keys=True)
        return f"{self.kind}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"

    def key(self) -> str:
        """Changes with the configuration, the version, the dictionaries and the code that signs."""
        digest = hashlib.sha256(f"{VERSION} {self.name}".encode())
        for path in (*_files(self.sources), *_dictionaries(self.languages)):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
        for language in self.languages:
            if language not in SHIPPED:
                digest.update(repr(GRAMMARS[language].texts()).encode() + _last_touch(GRAMMARS[language]))
        return digest.hexdigest()


@dataclass(frozen=True)
class DemoCorpusConfig(SyntheticConfig):
    """What a demo corpus is made of, beside what all corpora are asked for. Numbers of sentences are per language.

    Attributes:
        train: Sentences in `train`.
        dev: Sentences in `dev`.
        test: Sentences in `test`.
        test_unseen_words: Sentences in `test_unseen_words`.
    """

    kind: ClassVar[str] = "demo"

    train: int = 6000
    dev: int = 100
    test: int = 200
    test_unseen_words: int = 100

    def __post_init__(self) -> None:
        super().__post_init__()
        for name, least in (("train", 1), ("dev", 0), ("test", 0), ("test_unseen_words", 0)):
            check_integer(name, getattr(self, name), least)


def check_number(name: str, value: object, low: float, high: float) -> None:
    """Refuse a setting that is no number of a range.

    Raises:
        InputError: If it is none.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
        raise InputError(name, f"a number from {low:g} to {high:g}", repr(value))


def check_integer(name: str, value: object, least: int) -> None:
    """Refuse a setting that is no number of things.

    Raises:
        InputError: If it is no integer from `least`.
    """
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise InputError(name, f"an integer from {least}", repr(value))


def _files(sources: Sequence[str]) -> list[Path]:
    """Files of the package with these names, or in folders of these names: code and text."""
    package = Path(__file__).resolve().parents[2]
    found = list[Path]()
    for name in sources:
        path = package / name
        found += (file for file in path.rglob("*.*") if file.suffix in (".py", ".txt")) if path.is_dir() else [path]
    return sorted(found)


def _last_touch(grammar: Grammar) -> bytes:
    """The module that polishes the sentences of a registered grammar."""
    file = getattr(sys.modules.get(getattr(grammar.polish, "__module__", "")), "__file__", None)
    return Path(file).read_bytes() if file else b""


def _dictionaries(languages: tuple[str, ...]) -> list[Path]:
    """Lexicons and alphabets that the sentences are signed with."""
    files = [language_files(language) for language in languages]
    return [path for each in files for path in (each.lexicon, each.alphabet) if path is not None]


def settings_of(kind: type[Config], fields: dict[str, Any]) -> Config:
    """A configuration of a corpus.

    Raises:
        InputError: If a field is unknown or out of range.
    """
    known = [field.name for field in dataclass_fields(kind)]
    for name in fields:
        if name not in known:
            raise InputError(name, f"a setting: {', '.join(known)}", repr(fields[name]))
    return kind(**fields)
