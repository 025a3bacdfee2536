"""The `signary` command: reads arguments, calls the floors below, turns errors into one line."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from signary.cli import (
    corpus,
    dictionary,
    evaluate,
    generate,
    model,
    motion_files,
    serve,
    stream,
    train,
)
from signary.io import __version__

app = typer.Typer(
    name="signary",
    help="Text goes in, a signed pose sequence comes out. The embedded lexicons are a demonstration, not verified by "
    "signers; not for communication.",
    add_completion=False,
    pretty_exceptions_enable=False,
)

app.add_typer(corpus.app, name="corpus")
app.add_typer(dictionary.app, name="dictionary")
app.add_typer(train.app, name="train")
app.add_typer(model.app, name="model")
app.command()(generate.generate)
app.command()(stream.stream)
app.command()(serve.serve)
app.command()(motion_files.render)
app.command()(motion_files.convert)
app.command()(evaluate.evaluate)


def _version(shown: bool) -> None:
    if shown:
        typer.echo(f"signary {__version__}")
        raise typer.Exit


#: What the command-line library raises for arguments it cannot use; its module differs between versions.
_UsageError: type[Exception] = typer.BadParameter.__bases__[0]


@app.callback(invoke_without_command=True)
def _global(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Nothing to do before a command; without one, show what there is."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(2)


@app.command()
def languages() -> None:
    """List the sign languages with the size of their dictionaries, and what is lacking for their texts."""
    from signary.cli.doctor import describe_dictionaries
    from signary.language.languages import LANGUAGES
    from signary.language.text_support import lacking

    for language in LANGUAGES.values():
        lacks = lacking(language.spoken)
        typer.echo(
            f"{language.id}  {language.iso}  {language.name} (from {language.spoken}): "
            + describe_dictionaries(language.id)
            + (f"; {language.spoken} without {', '.join(lacks)}" if lacks else "")
        )


@app.command()
def doctor() -> None:
    """Check that everything the embedded engine needs is here."""
    from signary.cli.doctor import findings

    results = findings()
    for name, fine, detail in results:
        typer.echo(f"{'ok ' if fine else 'BAD'} {name}: {detail}")
    if not all(fine for _, fine, _ in results):
        raise typer.Exit(1)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line: exit code 0, or 2 after one line that says what was expected and what was given."""
    try:
        code: Any = typer.main.get_command(app).main(arguments, prog_name="signary", standalone_mode=False)
    except _UsageError as error:
        code = _fail(_describe(error))
    except (ValueError, OSError) as error:
        code = _fail(str(error))
    except (KeyboardInterrupt, typer.Abort):
        code = 130
    sys.exit(code if isinstance(code, int) else 0)


def _describe(error: Any) -> str:
    """A usage error as argument, expected, got."""
    if type(error).__name__ == "NoSuchOption":
        return f"{error.option_name}: expected an option of this command (--help lists them), got an unknown one"
    name = getattr(getattr(error, "param", None), "name", None)
    if name and type(error).__name__ == "MissingParameter":
        option = "" if error.param.param_type_name == "argument" else "--"
        return f"{name}: expected {option}{name} to be given, got nothing"
    return f"{name}: {error.message}" if name else str(error.message)


def _fail(message: str) -> int:
    typer.echo("signary: " + " ".join(message.split()), err=True)
    return 2
