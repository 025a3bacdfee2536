"""The `signary` command: reads arguments, calls the floors below, turns errors into one line."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from signary import __version__
from signary.cli import dictionary, evaluate, stream
from signary.cli.gloss import refuse_beside_glosses, sign_gloss_line
from signary.io.errors import InputError

if TYPE_CHECKING:
    from signary.pipelines.batch import BatchResult

app = typer.Typer(
    name="signary",
    help="Text goes in, a signed pose sequence comes out. The embedded lexicons are a demonstration, not verified by "
    "signers; not for communication.",
    add_completion=False,
    pretty_exceptions_enable=False,
)

app.add_typer(dictionary.app, name="dictionary")
app.command()(stream.stream)
app.command()(evaluate.evaluate)

#: What `generate` does where nobody says how to sign.
DEFAULT_METHOD = "model"

Language = Annotated[
    str | None, typer.Option("--language", "-l", help="Sign language: asl, dgs, csl, an ISO 639-3 code or a name.")
]
Size = Annotated[int, typer.Option(help="Width and height of pictures in pixels.", min=64, max=2048)]
Mark = Annotated[bool, typer.Option("--mark/--no-mark", help="Small notice in a corner of pictures.")]


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
def generate(
    output: Annotated[
        list[Path],
        typer.Option(
            "--output",
            "-o",
            help="File to write (.pose .npz .gif .mp4 .png .vtt .eaf), may be repeated; a folder with --input.",
        ),
    ],
    text: Annotated[str | None, typer.Argument(help="What to sign, at most 2,000 characters.")] = None,
    language: Language = None,
    gloss: Annotated[
        str | None, typer.Option("--gloss", help="Glosses parted by blanks instead of a text, for a gloss model.")
    ] = None,
    length: Annotated[
        int | None, typer.Option("--length", help="With --gloss: frames of the sentence; default: as predicted.")
    ] = None,
    input: Annotated[
        Path | None, typer.Option("--input", help="Many sentences: .txt (one a line) or .csv (text, and id).")
    ] = None,
    format: Annotated[
        str | None, typer.Option("--format", help="With --input: pose, npz, gif, mp4, png, vtt or eaf.")
    ] = None,
    method: Annotated[
        str, typer.Option("--method", help="model: a trained network; signer: the rule-based signer.")
    ] = DEFAULT_METHOD,
    model: Annotated[
        str | None, typer.Option("--model", help="Folder or Hub id of a model; default the embedded one.")
    ] = None,
    no_retrieval: Annotated[bool, typer.Option("--no-retrieval", help="Model: without dictionary signs.")] = False,
    no_refine: Annotated[bool, typer.Option("--no-refine", help="Model: motion as the codes give it.")] = False,
    sample: Annotated[bool, typer.Option("--sample", help="Model: draw codes, not the likeliest ones.")] = False,
    max_steps: Annotated[
        int | None, typer.Option("--max-steps", help="Model: longest sentence in steps (usually 0.16 s).", min=1)
    ] = None,
    speed: Annotated[float | None, typer.Option(help="Signer: tempo; 2 is twice as fast (0.25 to 4).")] = None,
    left_handed: Annotated[bool, typer.Option("--left-handed", help="Signer: the left hand is dominant.")] = False,
    signer: Annotated[
        int | None,
        typer.Option("--signer", help="Number of a randomly drawn (model: a known) signer.", min=0),
    ] = None,
    fps: Annotated[float | None, typer.Option(help="Frames a second; default 25, or the model's own.")] = None,
    seed: Annotated[
        int | None, typer.Option(help="Of what is random: blinks and unsteadiness, or with --sample codes.", min=0)
    ] = None,
    size: Size = 512,
    mark: Mark = True,
    captions: Annotated[bool, typer.Option("--captions", help="Burn the glosses into pictures.")] = False,
) -> None:
    """Sign a text, or many, or a line of glosses."""
    from signary.pipelines import batch
    from signary.pipelines.methods import Wishes, make_method
    from signary.pipelines.outputs import check_outputs, write_output
    from signary.pipelines.rule_based import check_text

    wishes = Wishes(signer, fps, seed, speed, left_handed, model, no_retrieval, sample, max_steps, no_refine)
    pictures: dict[str, Any] = {"size": size, "mark": mark, "captions": captions}
    if gloss is not None:
        others = vars(replace(wishes, model=None, fps=None, seed=None))
        way = {"text": text, "input": input, "format": format, "language": language}
        refuse_beside_glosses({**way, "method": None if method == DEFAULT_METHOD else method, **others})
        sign_gloss_line(gloss, output, model=model, length=length, fps=fps, seed=seed, pictures=pictures)
        return
    if length is not None:
        raise InputError("length", "to be used with --gloss", length)
    if language is None:
        raise InputError("language", "--language to be given", "nothing")
    if (text is None) == (input is None):
        raise InputError("text", "either TEXT or --input", "both" if text is not None else "neither")
    if input is not None:
        make = partial(make_method, method, language, wishes)
        _say(batch.sign_file(input, batch.one_folder(output), format, make, pictures))
        return
    if format is not None:
        raise InputError("format", "to be used with --input (the suffix of --output decides)", repr(format))
    check_outputs(output)
    sentence = check_text(text or "")
    result = make_method(method, language, wishes)(sentence)
    video = next((path for path in output if path.suffix.lower() == ".mp4"), None)
    for path in output:
        write_output(result, path, media=video, **pictures)
        typer.echo(f"{path}: {result.pose.seconds:.1f} s, {len(result.pose)} frames at {result.pose.fps:g} fps")
    typer.echo(result.account())
    if "notice" in result.pose.metadata:
        typer.echo(f"{result.pose.metadata['notice']}; not for communication", err=True)


def _say(done: BatchResult) -> None:
    """How many sentences were signed.

    Raises:
        InputError: If some were not; names the first.
    """
    typer.echo(f"{done.written} written, {done.kept} were there already, {len(done.failed)} failed, in {done.folder}")
    if done.failed:
        raise InputError("input", "sentences that can be signed", f"{len(done.failed)} that cannot: {done.failed[0]}")


@app.command()
def render(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="IN [REFERENCE] OUT",
            help="A pose file, optionally a second one to put beside it, and the picture (.gif .mp4 .png).",
        ),
    ],
    size: Size = 512,
    mark: Mark = True,
    captions: Annotated[Path | None, typer.Option(help="WebVTT file whose cues are burnt in.")] = None,
) -> None:
    """Draw a pose file, or two side by side."""
    from signary.pipelines.outputs import PICTURES, check_outputs
    from signary.pose.formats import read_pose
    from signary.pose.render import render as draw
    from signary.pose.render import render_pair
    from signary.retrieval.segments import read_vtt

    if not 2 <= len(files) <= 3:
        raise InputError("files", "IN [REFERENCE] OUT", f"{len(files)} of them")
    *sources, target = files
    if target.suffix.lower() not in PICTURES:
        raise InputError("OUT", f"a name that ends in {', '.join(PICTURES)}", repr(str(target)))
    check_outputs([target])
    shown = read_vtt(captions) if captions else []
    poses = [read_pose(source) for source in sources]
    if len(poses) == 1:
        draw(poses[0], target, size=size, mark=mark, captions=shown)
    else:
        labels = (sources[0].stem, sources[1].stem)
        render_pair(poses[0], poses[1], target, labels=labels, size=size, mark=mark, captions=shown)
    typer.echo(f"{target}: {max(pose.seconds for pose in poses):.1f} s")


@app.command()
def convert(
    source: Annotated[Path, typer.Argument(metavar="IN", help="A pose file, or a folder of OpenPose JSON files.")],
    target: Annotated[Path, typer.Argument(metavar="OUT", help="A pose file (.pose .npz .skels).")],
    layout: Annotated[
        str | None, typer.Option(help="Layout to convert to: smplx_joints, holistic, openpose137, phoenix50, slrtp178.")
    ] = None,
    fps: Annotated[float | None, typer.Option(help="Resample to this frame rate.")] = None,
) -> None:
    """Change the file format, and on request the layout or the frame rate."""
    from signary.pose.formats import read_pose, write_pose
    from signary.pose.view import to_layout

    pose = read_pose(source)
    if layout is not None:
        pose = to_layout(pose, layout)
    if fps is not None:
        pose = pose.resample(fps)
    write_pose(pose, target)
    typer.echo(f"{target}: {pose.layout.name}, {len(pose)} frames at {pose.fps:g} fps")
    for fact in ("left_out",):
        if fact in pose.metadata:
            typer.echo(f"left out: {pose.metadata[fact]}", err=True)


@app.command()
def languages() -> None:
    """List the sign languages with the size of their embedded dictionaries."""
    from signary.language.languages import LANGUAGES
    from signary.signer.lexicon import shipped_alphabet, shipped_lexicon

    for language in LANGUAGES.values():
        signs, letters = shipped_lexicon(language.id), shipped_alphabet(language.id)
        checked = sum(entry.checked for entry in signs.entries.values())
        typer.echo(
            f"{language.id}  {language.iso}  {language.name} (from {language.spoken}): {len(signs.entries)} signs, "
            f"{checked} checked by signers, {len(letters.letters)} letters"
        )


@app.command()
def doctor() -> None:
    """Check that everything the embedded engine needs is here."""
    from signary.pipelines.doctor import findings

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
