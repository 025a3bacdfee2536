"""Grammars of demo corpora: those of the shipped languages, and those that were registered with a language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from signary.corpora.synthetic.chinese import CHINESE
from signary.corpora.synthetic.english import ENGLISH
from signary.corpora.synthetic.german import GERMAN
from signary.corpora.synthetic.templates import Grammar
from signary.io.errors import InputError, UnknownLanguageError
from signary.language.languages import LANGUAGES, SignLanguage, language_files, resolve

#: Those of the languages that the embedded demo is made of.
SHIPPED: Mapping[str, Grammar] = {"asl": ENGLISH, "dgs": GERMAN, "csl": CHINESE}


class _Grammars(Mapping[str, Grammar]):
    """Id of a sign language -> its grammar, for the languages that have one."""

    def __getitem__(self, language: str) -> Grammar:
        if language in SHIPPED:
            return SHIPPED[language]
        grammar = language_files(language).grammar if language in LANGUAGES else None
        if grammar is None:
            raise KeyError(language)
        if not isinstance(grammar, Grammar):
            what = "a signary.corpora.synthetic.templates.Grammar"
            raise InputError("grammar", what, f"{type(grammar).__name__} for {language}")
        return grammar

    def __iter__(self) -> Iterator[str]:
        return (name for name in LANGUAGES if name in SHIPPED or language_files(name).grammar is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)


GRAMMARS: Mapping[str, Grammar] = _Grammars()


def language_with_grammar(name: str) -> SignLanguage:
    """A sign language that a demo corpus can be built for.

    Args:
        name: Id, ISO 639-3 code or English name.

    Raises:
        UnknownLanguageError: If there is no such language, or it has no grammar; lists those that have one.
    """
    language = resolve(name)
    if language.id not in GRAMMARS:
        choice = ", ".join(GRAMMARS)
        got = f"{language.name} ({language.id}), which was registered without"
        raise UnknownLanguageError("language", f"one with a grammar for the demo corpus: {choice}", got)
    return language
