"""`signary dictionary`: build a dictionary of signs, search it, say what is in it; take in reviews by signers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from signary.io.errors import InputError

if TYPE_CHECKING:
    from signary.retrieval.dictionary import DictionarySign, SignDictionary

app = typer.Typer(
    help="Dictionaries of signs: build, search, look at them; take in reviews by signers.", no_args_is_help=True
)

_SUFFIX = ".parquet"


@app.command()
def build(
    tokenizer: Annotated[Path, typer.Option("--tokenizer", help="Folder of a trained motion tokenizer.")],
    input: Annotated[
        list[Path],
        typer.Option(
            "--input",
            help="Isolated signs, once or several times: a .csv table of pose files (columns path, words, language; "
            "gloss, source, licence, kind), a folder with signs.csv, or a folder written by datasets' save_to_disk.",
        ),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="File to write, *.parquet.")],
) -> None:
    """Encode isolated signs; of several recordings of a word the one that is reconstructed best is kept."""
    from signary.bundle.loading import quiet_loading
    from signary.io.progress import track
    from signary.nn.loading import load_model
    from signary.retrieval.builder import build_dictionary
    from signary.retrieval.recordings import list_recordings, read_signs
    from signary.tokenizer import MotionTokenizer

    if output.suffix != _SUFFIX or not output.absolute().parent.is_dir():
        raise InputError("output", f"a name that ends in {_SUFFIX}, in a folder that is there", repr(str(output)))
    with quiet_loading():
        motion_tokenizer = load_model(MotionTokenizer, tokenizer, argument="tokenizer")
    recordings = [each for place in input for each in list_recordings(place, motion_tokenizer.config)]
    rows = track(read_signs(recordings), "building the dictionary", len(recordings))
    dictionary, report = build_dictionary(rows, motion_tokenizer, progress=False)
    dictionary.save(output)
    for refusal in report.refused:
        typer.echo(f"refused: {recordings[refusal.row].name}: {refusal.reason}", err=True)
    typer.echo(f"{output}: {len(dictionary):,} entries of {report}")


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(metavar="WORD...", help="Words, or the beginnings of words.")],
    language: Annotated[
        str | None, typer.Option("--language", "-l", help="Sign language; all of the dictionary by default.")
    ] = None,
    dictionary: Annotated[
        Path | None, typer.Option("--dictionary", help="File or folder of a dictionary; default the embedded one.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", help="Most entries a word.", min=1)] = 20,
) -> None:
    """Show the entries whose words contain a text: equal ones first, then those that begin with it."""
    from signary.language.languages import resolve

    signs = _open(dictionary)
    chosen = None if language is None else resolve(language, signs.languages()).id
    for word in words:
        found = signs.search(word, chosen, limit)
        for sign in found:
            typer.echo(_entry(sign, signs))
        if not found:
            typer.echo(f"{word}: no entry")


@app.command()
def info(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="File or folder of a dictionary; default the embedded one.")
    ] = None,
) -> None:
    """Show how many entries a dictionary has, and which tokenizer its codes belong to."""
    for line in _facts(_open(file).info()):
        typer.echo(line)


@app.command()
def review(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Corrections that the page of `serve` has exported.")],
    dictionaries: Annotated[
        Path, typer.Option("--dictionaries", help="Folder of lexicons (*.yaml), such as that of a checkout.")
    ] = Path("dictionaries"),
) -> None:
    """Bring a signer's verdicts into lexicons: `checked: by whom, when` of right signs, a note on others."""
    from signary.signer.review import plan_changes, read_review

    found = read_review(file)
    changes, lost = plan_changes(found, dictionaries)
    for change in changes:
        change.write()
        typer.echo(f"{change.path}: {len(change.checked)} checked, {len(change.noted)} noted by {found.by}")
        for gloss in change.disputed:
            typer.echo(f"{gloss}: noted, and checked by others", err=True)
    if not changes:
        typer.echo("nothing to change")
    for verdict in lost:
        typer.echo(f"left out: {verdict.what}, which the {verdict.language} lexicon does not have", err=True)
    for verdict in found.sentences:
        if verdict.verdict != "right":
            why = f": {verdict.why}" if verdict.why else ""
            typer.echo(
                f"sentence, in no lexicon: {verdict.verdict}, {verdict.language}, {verdict.what!r}{why}", err=True
            )


def _open(place: Path | None) -> SignDictionary:
    from signary.retrieval.dictionary import SignDictionary
    from signary.retrieval.dictionary_file import embedded_dictionary

    return SignDictionary.load(embedded_dictionary() if place is None else place)


def _entry(sign: DictionarySign, dictionary: SignDictionary) -> str:
    """An entry in one line."""
    length = f"{len(sign.codes)} steps ({sign.frames / dictionary.header.fps:.2f} s)"
    origin = ", ".join(part for part in (sign.source, sign.licence) if part) or "no source"
    gloss = sign.gloss or "no gloss"
    return f"{sign.lemma}  {sign.language}  {gloss}  {length}  error {sign.reconstruction_error:.1f}  {origin}"


def _facts(info: dict[str, Any]) -> Iterator[str]:
    """What `SignDictionary.info` says, a line a fact."""
    for name, value in info.items():
        if isinstance(value, dict):
            shown = ", ".join(f"{key or 'none'} {count:,}" for key, count in value.items())
        elif isinstance(value, (list, tuple)):
            shown = ", ".join(map(str, value))
        else:
            shown = f"{value:g}" if isinstance(value, float) else str(value)
        yield f"{name.replace('_', ' ')}: {shown}"
