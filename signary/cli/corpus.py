"""`signary corpus`: made ready for training from any form that a reader knows; what is in one; its motion as codes."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder that prepare or save_to_disk has written.")],
    sheet: Annotated[Path | None, typer.Option("--sheet", help="Draw some of its clips as well, into a .png.")] = None,
) -> None:
    """Show splits, sizes, kind of motion, missing joints, languages, words and columns of a corpus."""
    from signary.training.corpus_facts import corpus_facts

    facts = corpus_facts(folder)
    for line in facts.lines():
        typer.echo(line)
    if sheet is not None:
        from signary.corpora.contact_sheet import write_sheet

        if len(facts.layouts) != 1 or facts.features is None:
            raise InputError("sheet", "a corpus with motion of one layout", repr(str(folder)))
        write_sheet(folder, facts.layouts[0], sheet)
        typer.echo(f"{sheet}: some clips, a line each")


# The options of `prepare` depend on the format: they are read there, --help included.
@app.command(context_settings=PASSED_ON)
def prepare(context: typer.Context) -> None:
    """Read a corpus of a FORMAT and write it as one that can be trained on: FORMAT SOURCE… -o FOLDER."""
    from signary.corpora.prepare import prepare_corpus
    from signary.corpora.readers.reader import ListingReader
    from signary.corpora.readers.registry import get_reader

    name, arguments = _named_format(context.args)
    if name is None and not {"--help", "-h"} & set(arguments):
        expected = "--format with a name that `signary corpus formats` lists, or that name as first argument"
        raise InputError("format", expected, "none")
    reader = None if name is None else get_reader(name)
    parser = _full_parser(reader)
    given = vars(parser.parse_args(arguments))
    assert reader is not None, "help ends the program"
    sources, output, dtype = (given.pop(one) for one in ("source", "output", "dtype"))
    processes = given.pop("processes") if issubclass(reader, ListingReader) else 1
    made = reader(**{option: value for option, value in given.items() if value is not None})
    with _naming_forms(str(name), sources):
        prepared = prepare_corpus(made, sources, output, processes=processes, motion_type=dtype)
    for remark in (*prepared.remarks, *prepared.findings):
        typer.echo(remark, err=True)
    typer.echo(f"{output}: {prepared}")


def _named_format(arguments: list[str]) -> tuple[str | None, list[str]]:
    """The format, and the arguments without it."""
    first = _parser(None)
    first.add_argument("--format")
    found, others = first.parse_known_args(arguments)
    if found.format is None and others and not others[0].startswith("-"):
        return others[0], others[1:]
    return found.format, others


@contextmanager
def _naming_forms(name: str, sources: Sequence[Path]) -> Iterator[None]:
    """Within it, errors say what a source looks like, if that is another form."""
    from signary.corpora.readers.registry import looks_like

    try:
        yield
    except InputError as error:
        forms = dict.fromkeys(form for source in sources if source.exists() for form in looks_like(source))
        if not forms or name in forms:
            raise
        hint = f" (it looks like {' or '.join(forms)}: signary corpus prepare {next(iter(forms))} …)"
        raise InputError(error.argument, error.expected, f"{error.got}{hint}") from None


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
    from signary.corpora.readers.reader import ListingReader, reader_options
    from signary.corpora.readers.registry import reader_names

    parser = _parser(reader, epilog=f"`signary corpus formats` lists the formats: {', '.join(reader_names())}.")
    parser.add_argument("source", type=Path, nargs="+", metavar="SOURCE", help="Files or folders to read.")
    parser.add_argument("--output", "-o", required=True, type=Path, metavar="FOLDER", help="New folder to write.")
    if reader is not None and issubclass(reader, ListingReader):
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        parser.add_argument("--processes", type=int, default=cores, metavar="INT", help=f"That read (default {cores}).")
    dtypes = ("float32", "float16")
    parser.add_argument("--dtype", choices=dtypes, default=dtypes[0], help="Of motion on the disk (default float32).")
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
