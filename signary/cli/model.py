"""`signary model`: put parts together to a model folder, say what one holds, write its card."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from signary.io.quoting import cut

if TYPE_CHECKING:
    from signary.bundle.bundle import Bundle

app = typer.Typer(
    help="Model folders: put them together of trained parts, look into them, write their cards.", no_args_is_help=True
)
#: Of what is added to a card.
_MOST_BYTES = 1 << 20
#: Characters of what is left out of a checkpoint.
_LONGEST = 1000
_Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="A model folder.")]


@app.command()
def assemble(
    tokenizer: Annotated[Path, typer.Option("--tokenizer", help="Folder of a motion tokenizer.")],
    generator: Annotated[Path, typer.Option("--generator", help="Folder of a generator, with its processor.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="New or empty folder for the model.")],
    refiner: Annotated[Path | None, typer.Option("--refiner", help="Folder of a refiner (HybridSign).")] = None,
    dictionary: Annotated[
        Path | None, typer.Option("--dictionary", help="Folder or .parquet file of a sign dictionary.")
    ] = None,
    gloss_model: Annotated[Path | None, typer.Option("--gloss-model", help="Folder of a gloss model (FGDM).")] = None,
    recogniser: Annotated[
        Path | None, typer.Option("--recogniser", help="Folder of a recogniser, for back-translation.")
    ] = None,
    text_motion: Annotated[
        Path | None, typer.Option("--text-motion", help="Folder of a HybridSign that makes motion of text alone.")
    ] = None,
    notice: Annotated[
        str | None, typer.Option("--notice", help="What must be said wherever motion of this model is shown.")
    ] = None,
) -> None:
    """Check that trained parts belong together, and make one model folder of them: whole, or not at all."""
    from signary.bundle.assemble import PartFolders
    from signary.bundle.assemble import assemble as put_together
    from signary.bundle.loading import quiet_loading

    parts = PartFolders(tokenizer, generator, refiner, dictionary, gloss_model, recogniser, text_motion)
    with quiet_loading():
        bundle = put_together(parts, output, notice)
    _say(bundle, output)


@app.command("import-soke")
def import_soke(
    checkpoint: Annotated[
        Path, typer.Argument(metavar="CHECKPOINT", help="SOKE's tokenizer (.ckpt, .pt, .tar), with a state_dict.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="New or empty folder for the motion tokenizer.")],
    mean: Annotated[Path, typer.Option("--mean", help="SOKE's mean.pt: means of 179 or 133 features.")],
    std: Annotated[Path, typer.Option("--std", help="SOKE's std.pt: their standard deviations.")],
    fps: Annotated[float, typer.Option("--fps", help="Frames a second that its codes are taken to stand for.")] = 24.0,
    hand_reference: Annotated[
        str, typer.Option("--hand-reference", help="What zero hands mean in what it was trained on: mano_mean or flat.")
    ] = "mano_mean",
    mapping: Annotated[
        Path | None,
        typer.Option("--mapping", help="YAML file: what the checkpoint calls its parts, where the usual names fail."),
    ] = None,
) -> None:
    """Make a motion tokenizer of SOKE's published weights, so that its tokens become motion here."""
    from signary.corpora.readers.soke_files import read_soke_statistics
    from signary.io.atomic import atomic_folder, check_new
    from signary.io.errors import about
    from signary.tokenizer.soke_checkpoint import import_soke_tokenizer
    from signary.tokenizer.soke_names import SokeMapping

    check_new(output)
    statistics = read_soke_statistics(mean, std)
    with about("mapping", "path"):
        names = None if mapping is None else SokeMapping.read(mapping)
    with about("checkpoint", "path"):
        found = import_soke_tokenizer(checkpoint, statistics, fps, names, hand_reference)
    with atomic_folder(output, argument="output") as temporary:
        found.tokenizer.save_pretrained(temporary)
    config = found.tokenizer.config
    for part, size in zip(config.part_names, config.sizes, strict=True):
        typer.echo(f"{part}: {size} codes, of {found.prefixes[part]}.…")
    typer.echo(f"{output}: motion tokenizer {config.tokenizer_id}, {config.stride} frames a token, {fps:g} fps")
    if not found.averages:
        typer.echo(
            "without moving averages of the codebooks, which SOKE does not save: training begins them anew", err=True
        )
    if left_out := ", ".join(f"{count} called {first}.…" for first, count in found.left_out.items()):
        typer.echo(f"left out, as no part of the tokenizer: {cut(left_out, _LONGEST)}", err=True)


@app.command()
def info(
    model: Annotated[
        str | None, typer.Argument(metavar="FOLDER_OR_ID", help="Folder or Hub id; default the embedded model.")
    ] = None,
) -> None:
    """Show what a model folder holds, what its parts have in common, and what it lacks."""
    bundle, folder = _open(model)
    _say(bundle, folder)


@app.command()
def card(
    folder: _Folder,
    license: Annotated[
        str | None, typer.Option("--license", help="As the Hub calls it: apache-2.0, cc-by-nc-4.0 …")
    ] = None,
    dataset: Annotated[
        list[str] | None, typer.Option("--dataset", help="What it was trained on; may be repeated.")
    ] = None,
    metrics: Annotated[
        Path | None, typer.Option("--metrics", help="report.json that `signary evaluate` has written.")
    ] = None,
    addition: Annotated[
        Path | None, typer.Option("--addition", help="Markdown file for the end: how it was made, what it cannot do.")
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", help="What it is loaded as, user/name; default the folder's name.")
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Write over a card that is there.")] = False,
) -> None:
    """Write the card of a model folder, README.md, with what the folder says of itself."""
    from signary.bundle.card import CardFacts, write_card
    from signary.bundle.loading import quiet_loading

    facts = CardFacts(name, None, license, tuple(dataset or ()), metrics, _markdown(addition))
    bundle, _ = _open(str(folder))
    with quiet_loading():
        path = write_card(bundle, folder, facts, replace)
    typer.echo(f"{path}: card of {', '.join(bundle.languages)}")


def _markdown(path: Path | None) -> str:
    from signary.io.errors import FormatError
    from signary.io.reading import read_bytes

    try:
        return "" if path is None else read_bytes(path, _MOST_BYTES).decode()
    except UnicodeDecodeError as error:
        raise FormatError("addition", "UTF-8", f"{str(path)!r} ({error.reason})") from None


def _open(name: str | None) -> tuple[Bundle, Path]:
    from signary.bundle.bundle import Bundle
    from signary.bundle.loading import quiet_loading

    with quiet_loading():
        bundle = Bundle.load(name, device="cpu")
    assert bundle.folder is not None
    return bundle, bundle.folder


def _say(bundle: Bundle, folder: Path) -> None:
    from signary.bundle.description import describe
    from signary.bundle.loading import quiet_loading

    typer.echo(f"model: {folder}")
    with quiet_loading():
        for name, said in describe(bundle, folder):
            typer.echo(f"{name}: {said}")
