"""`signary dictionary build`: isolated signs of any form, and other dictionaries, to one dictionary file."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from signary.cli.reader_arguments import Parser, add_processes, add_reader_options, named_reader, naming_forms
from signary.io.errors import InputError

if TYPE_CHECKING:
    from signary.corpora.readers.reader import CorpusReader
    from signary.retrieval.dictionary import SignDictionary
    from signary.retrieval.recordings import AnyRecording
    from signary.tokenizer import MotionTokenizer

COMMAND = "signary dictionary build"
_SUFFIX = ".parquet"
_EPILOG = "`signary corpus formats` lists the readers and their options; those of isolated signs can be used here."


def build_dictionary_file(arguments: Sequence[str]) -> None:
    """Read, encode, merge and write.

    Args:
        arguments: Of the command line, behind `signary dictionary build`.

    Raises:
        InputError: If something is missing or cannot be used.
    """
    from signary.corpora.readers.registry import get_reader
    from signary.retrieval.dictionary_build import Launch, build_from_recordings, finish_build

    name, others = named_reader(COMMAND, arguments)
    reader = None if name is None else get_reader(name)
    launch = Launch.find()
    given = _parser(reader, launch.size).parse_args(others)
    output: Path = given.output
    _check(given, name)
    tokenizer = load_tokenizer(given.tokenizer)
    merged = [_load(path, tokenizer) for path in given.merge]
    built, report = None, None
    if given.source or given.input:
        with naming_forms(COMMAND, name, given.source) if name is not None else nullcontext():
            recordings = _recordings(reader, given, tokenizer)
            facts, asked = _facts(given), _asked(name, reader, given)
            found = build_from_recordings(
                recordings, tokenizer, output, facts=facts, asked=asked, processes=given.processes, launch=launch
            )
        if found is None:
            return
        built, report = found
    if launch.rank == 0:
        _write(output, built, merged, given)
        finish_build(output)
        for line in [] if report is None else report.lines():
            typer.echo(line, err=True)
        _say(output, built, report, given)


def _parser(reader: type[CorpusReader] | None, launched: int) -> Parser:
    from signary.retrieval.merging import PREFERENCES

    about = "Isolated signs to a dictionary." if reader is None else f"Reads {reader.about}."
    usage = f"{COMMAND} [READER INPUT…] [--input PLACE] [--merge FILE] -o FILE [options]"
    parser = Parser(prog=COMMAND, usage=usage, description=about, epilog=_EPILOG, allow_abbrev=False)
    parser.add_argument("source", type=Path, nargs="*", metavar="INPUT", help="Files or folders that the reader reads.")
    parser.add_argument("--output", "-o", required=True, type=Path, metavar="FILE", help="File to write, *.parquet.")
    parser.add_argument("--tokenizer", type=Path, metavar="FOLDER", help="Motion tokenizer; default the embedded one.")
    places = (
        "Isolated signs without a reader, repeatable: a .csv table of files of motion (columns path, words, language; "
        "gloss, source, licence, kind), a folder with signs.csv, or a corpus of `signary corpus prepare` or datasets "
        "with words."
    )
    parser.add_argument("--input", type=Path, action="append", default=[], metavar="PLACE", help=places)
    merge = "Dictionary whose entries come in too, repeatable; of the same tokenizer."
    parser.add_argument("--merge", type=Path, action="append", default=[], metavar="FILE", help=merge)
    prefer = (
        "Of a word that several have: the entry of what is first (what is built, then --merge as given; default), or "
        "the one with the lowest reconstruction error."
    )
    parser.add_argument("--prefer", choices=PREFERENCES, default=PREFERENCES[0], help=prefer)
    filed = "Sign language that the entries are filed under instead of their own, such as one of the model's."
    parser.add_argument("--as-language", metavar="ID", help=filed)
    parser.add_argument("--source", dest="said_source", default="", metavar="TEXT", help="Source, where none is said.")
    parser.add_argument("--licence", default="", metavar="TEXT", help="Licence, where none is said.")
    add_processes(parser, 1 if launched > 1 else None)
    add_reader_options(parser, reader)
    return parser


def _check(given: argparse.Namespace, name: str | None) -> None:
    output: Path = given.output
    if output.suffix != _SUFFIX or not output.absolute().parent.is_dir():
        raise InputError("output", f"a name that ends in {_SUFFIX}, in a folder that is there", repr(str(output)))
    if name is not None and not given.source:
        raise InputError("input", f"files or folders behind the reader {name}", "none")
    if not given.source and not given.input and len(given.merge) < 2:
        raise InputError("input", "READER INPUT…, --input, or --merge twice", "nothing to build of")
    if given.as_language is not None:
        from signary.language.languages import resolve

        resolve(given.as_language)


def load_tokenizer(folder: Path | None) -> MotionTokenizer:
    """The motion tokenizer of a folder, by default that of the embedded model."""
    from signary.bundle.folder import MOTION_TOKENIZER, embedded_folder
    from signary.bundle.loading import quiet_loading
    from signary.nn.loading import load_model
    from signary.tokenizer import MotionTokenizer

    place = embedded_folder() / MOTION_TOKENIZER if folder is None else folder
    with quiet_loading():
        return load_model(MotionTokenizer, place, argument="tokenizer")


def _load(path: Path, tokenizer: MotionTokenizer) -> SignDictionary:
    from signary.io.errors import about
    from signary.retrieval.dictionary import SignDictionary

    with about(f"merge, {path.name}", "dictionary"):
        return SignDictionary.load(path, tokenizer.config.tokenizer_id)


def _recordings(
    reader: type[CorpusReader] | None, given: argparse.Namespace, tokenizer: MotionTokenizer
) -> list[AnyRecording]:
    from signary.retrieval.recordings import index_recordings, list_recordings

    found: list[AnyRecording] = []
    if reader is not None:
        made = reader(**_reader_settings(reader, given))
        found += [each for place in given.source for each in index_recordings(made, place)]
    for place in given.input:
        found += list_recordings(place, tokenizer.config)
    return found


def _reader_settings(reader: type[CorpusReader], given: argparse.Namespace) -> dict[str, Any]:
    from signary.corpora.readers.reader import reader_options

    settings = {option.name: getattr(given, option.name) for option in reader_options(reader)}
    return {name: value for name, value in settings.items() if value is not None}


def _facts(given: argparse.Namespace) -> Any:
    from signary.retrieval.dictionary_parts import EntryFacts

    return EntryFacts(given.as_language, given.said_source, given.licence)


def _asked(name: str | None, reader: type[CorpusReader] | None, given: argparse.Namespace) -> dict[str, Any]:
    """What a build that was stopped must have been asked for to go on."""
    settings = {} if reader is None else {key: str(value) for key, value in _reader_settings(reader, given).items()}
    places = {"sources": given.source, "inputs": given.input}
    return {
        "reader": name,
        "options": settings,
        **{key: [str(place.resolve()) for place in value] for key, value in places.items()},
    }


def _write(
    output: Path, built: SignDictionary | None, merged: Sequence[SignDictionary], given: argparse.Namespace
) -> None:
    from signary.retrieval.merging import merge_dictionaries

    parts = [part for part in (built, *merged) if part is not None]
    dictionary, kept = merge_dictionaries(parts, given.prefer) if merged else (parts[0], ())
    dictionary.save(output)
    names = [*(["what was built"] if built is not None else []), *map(str, given.merge)]
    for part, name, count in zip(parts, names, kept, strict=bool(kept)):
        typer.echo(f"merged: {count:,} of {len(part):,} entries of {name}")


def _say(output: Path, built: SignDictionary | None, report: Any, given: argparse.Namespace) -> None:
    if built is None:
        typer.echo(f"{output}: {len(given.merge)} dictionaries in one")
    else:
        typer.echo(f"{output}: {len(built):,} entries of {report}")
