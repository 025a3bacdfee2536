"""`signary corpus`: made ready for training from any form that a reader knows; what is in one; its motion as codes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from signary.cli.options import FLAT_HANDS
from signary.cli.reader_arguments import Parser, add_processes, add_reader_options, named_reader, naming_forms, shown
from signary.cli.train import PASSED_ON, add_passed_on
from signary.io.errors import InputError

if TYPE_CHECKING:
    from signary.corpora.readers.reader import CorpusReader

_COMMAND = "signary corpus prepare"
_LAYOUT = "Bring all motion to this layout; smplx lifts keypoints to rotations of the body, and says how well."

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

    name, arguments = named_reader(_COMMAND, context.args)
    if name is None and not {"--help", "-h"} & set(arguments):
        expected = "--format with a name that `signary corpus formats` lists, or that name as first argument"
        raise InputError("format", expected, "none")
    reader = None if name is None else get_reader(name)
    parser = _full_parser(reader)
    parser.add_argument("--layout", metavar="NAME", help=_LAYOUT)
    parser.add_argument("--flat_hands", type=Path, metavar="FOLDER", help=FLAT_HANDS)
    given = vars(parser.parse_args(arguments))
    assert reader is not None, "help ends the program"
    sources, output, dtype = (given.pop(one) for one in ("source", "output", "dtype"))
    layout, model = given.pop("layout"), given.pop("flat_hands")
    processes = given.pop("processes") if issubclass(reader, ListingReader) else 1
    made = reader(**{option: value for option, value in given.items() if value is not None})
    if layout is not None or model is not None:
        from signary.corpora.in_layout import reader_in_layout
        from signary.pose.hand_means import HandMeans

        made = reader_in_layout(made, layout, None if model is None else HandMeans.load(model))
    with naming_forms(_COMMAND, str(name), sources):
        prepared = prepare_corpus(made, sources, output, processes=processes, motion_type=dtype)
    for remark in (*prepared.remarks, *prepared.findings):
        typer.echo(remark, err=True)
    typer.echo(f"{output}: {prepared}")


@app.command()
def corrupt(
    corpus: Annotated[Path, typer.Argument(metavar="CORPUS", help="Folder that prepare or save_to_disk has written.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="New folder to write.")],
    seed: Annotated[int, typer.Option("--seed", help="Of the faults.")] = 0,
    severity: Annotated[float, typer.Option("--severity", help="How bad the detector is: 0 to 10, 1 as usual.")] = 1.0,
    splits: Annotated[
        str, typer.Option("--splits", help="Only these, parted by commas; others stay as they are.")
    ] = "",
    processes: Annotated[int, typer.Option("--processes", help="That work at the same time.")] = 1,
) -> None:
    """Give the motion of a corpus the faults of a detector: lost, hidden and swapped hands, jitter, low confidence."""
    from signary.corpora.corrupted import CorruptedCorpus
    from signary.corpora.prepare import prepare_corpus

    reader = CorruptedCorpus(seed, severity, splits)
    # A severity out of range is told before anything is read.
    _ = reader.faults
    prepared = prepare_corpus(reader, corpus, output, processes=processes)
    for remark in (*prepared.remarks, *prepared.findings):
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
            typer.echo(f"    --{option.name} {shown(option)}")


def _parser(reader: type[CorpusReader] | None, **settings: Any) -> Parser:
    about = "Options depend on the format." if reader is None else f"Reads {reader.about}."
    return Parser(prog=_COMMAND, description=about, allow_abbrev=False, add_help=bool(settings), **settings)


def _full_parser(reader: type[CorpusReader] | None) -> Parser:
    """The arguments of a format."""
    from signary.corpora.readers.reader import ListingReader
    from signary.corpora.readers.registry import reader_names

    parser = _parser(reader, epilog=f"`signary corpus formats` lists the formats: {', '.join(reader_names())}.")
    parser.add_argument("source", type=Path, nargs="+", metavar="SOURCE", help="Files or folders to read.")
    parser.add_argument("--output", "-o", required=True, type=Path, metavar="FOLDER", help="New folder to write.")
    if reader is not None and issubclass(reader, ListingReader):
        add_processes(parser)
    dtypes = ("float32", "float16")
    parser.add_argument("--dtype", choices=dtypes, default=dtypes[0], help="Of motion on the disk (default float32).")
    add_reader_options(parser, reader)
    return parser
