"""The registry of sign languages: the shipped ones, and those that plug-ins and programs add."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from signary.io.errors import InputError, UnknownLanguageError
from signary.io.plugins import load_plugins
from signary.language.known_codes import CODES

#: Stands in `SignLanguage.order` for every category that is not named there.
REST = "*"
_ID, _ISO, _SPOKEN = re.compile(r"[a-z][a-z0-9_]*"), re.compile(r"[a-z]{3}"), re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True)
class SignLanguage:
    """A sign language and the spoken language that it is translated from.

    Attributes:
        id: Short name: lower-case letters, digits and `_`.
        iso: ISO 639-3 code.
        name: English name.
        spoken: ISO 639-1 code of the spoken language (ISO 639-3 where it has none).
        order: Categories of signs in the order in which a clause is signed (`docs/sign_order.md`).
    """

    id: str
    iso: str
    name: str
    spoken: str
    order: tuple[str, ...] = ("time", REST, "negation", "question")


class SentenceGrammar(Protocol):
    """What a demo corpus says: `signary.corpora.synthetic.templates.Grammar`, which this room does not know."""

    def texts(self) -> list[tuple[str, int, str]]:
        """Every piece of text with marks."""


@dataclass(frozen=True)
class LanguageFiles:
    """What there is of a language beside its name.

    Attributes:
        lexicon: YAML file of its signs, or None.
        alphabet: YAML file of its manual alphabet, or None.
        grammar: Of a demo corpus, or None; those of the shipped languages stand in `signary.corpora.synthetic`.
    """

    lexicon: Path | None = None
    alphabet: Path | None = None
    grammar: SentenceGrammar | None = None


_BY_NAME = {name.casefold(): code for code, (name, _) in CODES.items()}
_VERB_LAST = ("time", "place", REST, "verb", "negation", "question")
_languages: dict[str, SignLanguage] = {}
#: Ids of languages that were met by their code alone (`known_codes.py`); they give way to who registers them.
_met: set[str] = set()
_files: dict[str, LanguageFiles] = {}


def register_language(
    language: SignLanguage,
    *,
    lexicon: Path | str | None = None,
    alphabet: Path | str | None = None,
    grammar: SentenceGrammar | None = None,
) -> SignLanguage:
    """Add a sign language.

    With a lexicon the rule-based signer signs it, with a manual alphabet it spells; without, models trained on it work
    and the rules say what they lack. The files are read when they are needed (`dictionaries/README.md` has their form).

    Args:
        language: The language.
        lexicon: YAML file of its signs, *optional*.
        alphabet: YAML file of its manual alphabet, *optional*.
        grammar: What its demo corpus says, a `signary.corpora.synthetic.templates.Grammar`, *optional*.

    Returns:
        The language.

    Raises:
        InputError: If a code is none, another language has its id, ISO code or name, a file is not there, or the
            grammar is none.
    """
    for argument, pattern, what in (
        ("id", _ID, "lower-case letters, digits and _, a letter first"),
        ("iso", _ISO, "an ISO 639-3 code, three lower-case letters"),
        ("spoken", _SPOKEN, "an ISO 639 code, two or three lower-case letters"),
    ):
        value = getattr(language, argument)
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise InputError(argument, what, repr(value))
    if not isinstance(language.name, str) or not language.name.strip():
        raise InputError("name", "an English name", repr(language.name))
    if REST not in language.order:
        raise InputError("order", f"categories, {REST!r} for all the others among them", language.order)
    if grammar is not None and not (hasattr(grammar, "patterns") and hasattr(grammar, "vocabularies")):
        raise InputError("grammar", "a signary.corpora.synthetic.templates.Grammar", type(grammar).__name__)
    files = LanguageFiles(_file("lexicon", lexicon), _file("alphabet", alphabet), grammar)
    _add_shipped()
    _give_way(language)
    _check_free(language, files)
    _languages[language.id], _files[language.id] = language, files
    return language


def _give_way(language: SignLanguage) -> None:
    """Forget what was met by one of the names of a language that somebody registers now."""
    for known in [_languages[name] for name in _met]:
        if known != language and {language.id, language.iso, language.name.casefold()} & {
            known.id,
            known.iso,
            known.name.casefold(),
        }:
            _met.discard(known.id)
            del _languages[known.id], _files[known.id]


def meet(code: str, spoken: str | None = None) -> SignLanguage:
    """The sign language that a corpus calls by its ISO 639-3 code, registered if nobody has done so.

    Args:
        code: The code, or the id or name of a language that is registered.
        spoken: ISO 639-1 code of the spoken language that the corpus is in, *optional*.

    Returns:
        The language; under its code as its name, if nobody knows another.

    Raises:
        InputError: If the code is none.
    """
    try:
        return resolve(code)
    except UnknownLanguageError:
        wanted = code.strip().casefold()
        if not _ISO.fullmatch(wanted):
            raise
        spoken = spoken.strip().casefold() if spoken and _SPOKEN.fullmatch(spoken.strip().casefold()) else wanted
        return _add_met(SignLanguage(wanted, wanted, f"Sign language {wanted}", spoken))


def _add_met(language: SignLanguage) -> SignLanguage:
    _languages[language.id], _files[language.id] = language, LanguageFiles()
    _met.add(language.id)
    return language


def _meet_known(names: Iterable[str]) -> None:
    """Register languages that are asked for by a code or name that is known, if nobody has."""
    taken = {name for one in LANGUAGES.values() for name in (one.id, one.iso, one.name.casefold())}
    for wanted in set(names) - taken:
        code = wanted if wanted in CODES else _BY_NAME.get(wanted)
        if code is not None and code not in taken and CODES[code][0].casefold() not in taken:
            _add_met(SignLanguage(code, code, *CODES[code]))


def _file(argument: str, path: Path | str | None) -> Path | None:
    if path is not None and not Path(path).is_file():
        raise InputError(argument, "a YAML file that is there", repr(str(path)))
    return None if path is None else Path(path).resolve()


def _check_free(language: SignLanguage, files: LanguageFiles) -> None:
    """A language may be registered again as it is; no other may answer to one of its names."""
    names = {language.id, language.iso, language.name.casefold()}
    for other in _languages.values():
        if other == language and _files[other.id] == files:
            continue
        if taken := names & {other.id, other.iso, other.name.casefold()}:
            got = f"{min(taken)!r}, which {other.name} ({other.id}) has"
            raise InputError("language", "an id, an ISO code and a name that no other language has", got)


def dictionaries_folder() -> Path:
    """Where the shipped dictionaries lie: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "dictionaries"
    return inside if inside.is_dir() else package.parent / "dictionaries"


def _add_shipped() -> None:
    if not _languages:
        for language in (
            SignLanguage("asl", "ase", "American Sign Language", "en"),
            SignLanguage("dgs", "gsg", "German Sign Language", "de", _VERB_LAST),
            SignLanguage("csl", "csl", "Chinese Sign Language", "zh"),
        ):
            folder, name = dictionaries_folder(), f"{language.id}.yaml"
            _languages[language.id] = language
            _files[language.id] = LanguageFiles(folder / name, folder / "alphabets" / name)


class _Languages(Mapping[str, SignLanguage]):
    """The registered languages by id; plug-ins are loaded when it is first looked into."""

    def _all(self) -> dict[str, SignLanguage]:
        _add_shipped()
        load_plugins()
        return _languages

    def __getitem__(self, name: str) -> SignLanguage:
        return self._all()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(tuple(self._all()))

    def __len__(self) -> int:
        return len(self._all())


LANGUAGES: Mapping[str, SignLanguage] = _Languages()


def language_files(language: str) -> LanguageFiles:
    """Lexicon, alphabet and grammar of a language, as they were registered.

    Args:
        language: Id.

    Raises:
        UnknownLanguageError: If no language has it.
    """
    return _files[language if language in LANGUAGES else resolve(language).id]


def resolve(language: str, available: Iterable[str] | None = None) -> SignLanguage:
    """Find a sign language by id, ISO 639-3 code or English name, in any case.

    One that nobody has registered and whose code is known (`known_codes.py`) is registered by this, without a lexicon.

    Args:
        language: For example `dgs`, `gsg` or `German Sign Language`.
        available: Ids or ISO codes to choose from, *optional*, defaults to all that are registered.

    Raises:
        UnknownLanguageError: If no language, or none of the available ones, is called so; lists those that are, and
            those of the available ones that nobody registered.
    """
    allowed = None if available is None else {name.casefold() for name in available}
    # Of those that a model has, its languages; otherwise what is asked for.
    _meet_known({language.strip().casefold()} if allowed is None else allowed)
    choice = [item for item in LANGUAGES.values() if allowed is None or {item.id, item.iso} & allowed]
    wanted = language.strip().casefold()
    for item in choice:
        if wanted in (item.id, item.iso, item.name.casefold()):
            return item
    names = ", ".join(f"{item.id} ({item.iso}, {item.name})" for item in choice)
    unknown = sorted((allowed or set()) - {code for item in choice for code in (item.id, item.iso)})
    if unknown:
        names += f"{'; or ' if names else ''}{', '.join(unknown)} once signary.register_language has added it"
    raise UnknownLanguageError("language", f"one of {names or 'none (nothing is available)'}", repr(language))
