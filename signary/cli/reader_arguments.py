"""Arguments of commands that read other people's data sets: they depend on the reader, which is named first."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from signary.io.errors import InputError

if TYPE_CHECKING:
    from signary.corpora.readers.reader import CorpusReader, ReaderOption


class Parser(argparse.ArgumentParser):
    """What is wrong is an error of ours, in one line."""

    def error(self, message: str) -> NoReturn:
        """Refuse what was given."""
        raise InputError("arguments", f"those that `{self.prog} --help` lists", message)


def named_reader(command: str, arguments: Sequence[str]) -> tuple[str | None, list[str]]:
    """The reader, named first or with `--format`, and the arguments without it; None where the first is an option."""
    first = Parser(prog=command, allow_abbrev=False, add_help=False)
    first.add_argument("--format")
    found, others = first.parse_known_args(arguments)
    if found.format is None and others and not others[0].startswith("-"):
        return others[0], others[1:]
    return found.format, others


def add_processes(parser: argparse.ArgumentParser, default: int | None = None) -> None:
    """The option of how many processes read; by default as many as there are cores."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    chosen = cores if default is None else default
    parser.add_argument("--processes", type=int, default=chosen, metavar="INT", help=f"That read (default {chosen}).")


def add_reader_options(parser: argparse.ArgumentParser, reader: type[CorpusReader] | None) -> None:
    """The options of a reader."""
    from signary.corpora.readers.reader import reader_options

    for option in [] if reader is None else reader_options(reader):
        kind: Any = _truth if option.kind is bool else option.kind
        named: Sequence[str] = [f"--{option.name}", *(["-l"] if option.name == "language" else [])]
        parser.add_argument(
            *named,
            type=kind,
            required=option.required,
            metavar=option.kind.__name__.upper(),
            help=shown(option).replace("%", "%%"),
        )


def shown(option: ReaderOption) -> str:
    """Type, whether it is needed, and what it is."""
    otherwise = "optional" if option.default is None else f"default {option.default}"
    needed = "needed" if option.required else otherwise
    return f"{option.kind.__name__.upper()} ({needed})  {option.about}"


@contextmanager
def naming_forms(command: str, name: str, sources: Sequence[Path]) -> Iterator[None]:
    """Within it, errors say what a source looks like, if that is another form.

    Args:
        command: That reads, for the hint.
        name: Of the form that was asked for.
        sources: What is read.
    """
    from signary.corpora.readers.registry import get_reader, looks_like

    try:
        yield
    except InputError as error:
        forms = dict.fromkeys(form for source in sources if source.exists() for form in looks_like(source))
        if name in forms:
            raise
        for other in get_reader(name).also_reads:
            forms.pop(other, None)
        if not forms:
            raise
        hint = f" (it looks like {' or '.join(forms)}: {command} {next(iter(forms))} …)"
        raise InputError(error.argument, error.expected, f"{error.got}{hint}") from None


def _truth(text: str) -> bool:
    """A written truth value."""
    if text.lower() not in ("true", "false"):
        raise argparse.ArgumentTypeError(f"expected true or false, got {text!r}")
    return text.lower() == "true"
