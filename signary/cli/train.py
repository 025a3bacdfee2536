"""`signary train`: a command for each stage of training, whose flags are its module's own."""

from __future__ import annotations

from importlib import import_module

import typer

#: Stage -> what it trains; `signary.training.STAGE` has the code.
STAGES = {
    "tokenizer": "Motion to motion codes, and back (SOKE).",
    "generator": "Text to motion codes (SOKE).",
    "hybridsign": "A refiner of coarse motion, or motion of text alone (HybridSign).",
    "fgdm": "Glosses to motion (FGDM).",
    "recogniser": "Motion to glosses and text, for back-translation.",
}
#: The flags of a command are left to the module that has the code, --help included.
PASSED_ON = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}

app = typer.Typer(
    help="Train a stage; its flags: signary train STAGE --help. `accelerate launch -m signary.training.STAGE` is the "
    "same.",
    no_args_is_help=True,
)


def add_passed_on(to: typer.Typer, name: str, module: str, help_text: str) -> None:
    """Add a command that hands everything on to the `main` of a module, which is imported then.

    Args:
        to: Where to.
        name: Of the command.
        module: Of `signary.training`.
        help_text: What it does, in a line.
    """

    def command(context: typer.Context) -> None:
        import_module(f"signary.training.{module}").main(context.args)

    to.command(name, help=help_text, context_settings=PASSED_ON)(command)


for _stage, _help in STAGES.items():
    add_passed_on(app, _stage, _stage, _help)
