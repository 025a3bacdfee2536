"""`signary corpus`: what is in a corpus; its motion as codes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from signary.cli.train import add_passed_on

app = typer.Typer(help="Corpora of signed sentences: look at one, encode its motion.", no_args_is_help=True)

add_passed_on(app, "encode", "encode", "Motion to motion codes, once, for the training of a generator.")


@app.command()
def info(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder written by datasets' save_to_disk.")],
) -> None:
    """Show splits, sizes, kind of motion, languages and columns of a corpus, and which tokenizer encoded it."""
    from signary.training.corpus_facts import corpus_facts

    for line in corpus_facts(folder).lines():
        typer.echo(line)
