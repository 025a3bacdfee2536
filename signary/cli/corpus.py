"""`signary corpus`: made ready for training from any form that a reader knows; what is in one; its motion as codes."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from signary.cli.train import PASSED_ON, add_passed_on
from signary.io.errors import InputError

if TYPE_CHECKING:
    from signary.corpora.readers.reader import CorpusReader, ReaderOption

_COMMAND = "signary corpus prepare"

app = typer.Typer(help="Corpora of signed sentences: make one, look at one, encode its motion.", no_args_is_help=True)

add_passed_on(app, "encode", "encode", "Motion to motion codes, once, for the training of a generator.")


@app.command()
def info(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder written by datasets' save_to_disk.")],
) -> None:
    """Show splits, sizes, kind of motion, languages and columns of a corpus, and which tokenizer encoded it."""
    from signary.training.corpus_facts import corpus_facts

    for line in corpus_facts(folder).lines():
        typer.echo(line)


# The options of `prepare` depend on the format: they are read there, --help included.
@app.command(context_settings=PASSED_ON)
def prepare(context: typer.Context) -> None:
    """Read a corpus of a FORMAT and write it as one that can be trained on: --format FORMAT SOURCE -o FOLDER."""
    from signary.corpora.prepare import prepare_corpus
    from signary.corpora.readers.registry import get_reader

    first = _parser(None)
    first.add_argument("--format")
    name = first.parse_known_args(context.args)[0].format
    if name is None and not {"--help", "-h"} & set(context.args):
        raise InputError("format", "--format with a name that `signary corpus formats` lists", "none")
    reader = None if name is None else get_reader(name)
    parser = _full_parser(reader)
    given = vars(parser.parse_args(context.args))
    assert reader is not None, "help ends the program"
    source, output, _ = (given.pop(name) for name in ("source", "output", "format"))
    made = reader(**{option: value for option, value in given.items() if value is not None})
    prepared = prepare_corpus(made, source, output)
    for remark in prepared.remarks:
        typer.echo(remark, err=True)
    typer.echo(f"{output}: {prepared}")


@app.command()
def formats(name: Annotated[str, typer.Argument(metavar="[FORMAT]", help="Only this one.")] = "") -> None:
    """List the forms of corpora that can be read, and the options of each."""
    from signary.corpora.readers.reader import reader_options
    from signary.corpora.readers.registry import get_reader, reader_names

    for each in [name] if name else reader_names():
        reader = get_reader(each)
        typer.echo(f"{each}: {reader.about}")
        for option in reader_options(reader):
            typer.echo(f"    --{option.name} {_shown(option)}")


def _shown(option: ReaderOption) -> str:
    """Type, whether it is needed, and what it is."""
    otherwise = "optional" if option.default is None else f"default {option.default}"
    needed = "needed" if option.required else otherwise
    return f"{option.kind.__name__.upper()} ({needed})  {option.about}"


class _Parser(argparse.ArgumentParser):
    """What is wrong is an error of ours, in one line."""

    def error(self, message: str) -> NoReturn:
        raise InputError("arguments", f"those that `{self.prog} --help` lists", message)


def _parser(reader: type[CorpusReader] | None, **settings: Any) -> _Parser:
    about = "Options depend on the format." if reader is None else f"Reads {reader.about}."
    return _Parser(prog=_COMMAND, description=about, allow_abbrev=False, add_help=bool(settings), **settings)


def _full_parser(reader: type[CorpusReader] | None) -> _Parser:
    """The arguments of a format."""
    from signary.corpora.readers.reader import reader_options
    from signary.corpora.readers.registry import reader_names

    parser = _parser(reader, epilog="`signary corpus formats` lists the formats.")
    parser.add_argument("source", type=Path, metavar="SOURCE", help="File or folder to read.")
    parser.add_argument("--format", required=True, metavar="FORMAT", help=f"One of {', '.join(reader_names())}.")
    parser.add_argument("--output", "-o", required=True, type=Path, metavar="FOLDER", help="New folder to write.")
    for option in [] if reader is None else reader_options(reader):
        kind: Any = _truth if option.kind is bool else option.kind
        named: Sequence[str] = [f"--{option.name}", *(["-l"] if option.name == "language" else [])]
        parser.add_argument(
            *named,
            type=kind,
            required=option.required,
            metavar=option.kind.__name__.upper(),
            help=_shown(option).replace("%", "%%"),
        )
    return parser


def _truth(text: str) -> bool:
    """A written truth value."""
    if text.lower() not in ("true", "false"):
        raise argparse.ArgumentTypeError(f"expected true or false, got {text!r}")
    return text.lower() == "true"
