"""`signary generate`: a text, many, or a line of glosses into files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from signary.cli import options
from signary.cli.gloss import refuse_beside_glosses, sign_gloss_line
from signary.cli.written import write_all
from signary.io.errors import InputError

if TYPE_CHECKING:
    from signary.signing.batch import BatchResult

#: What is done where nobody says how to sign.
DEFAULT_METHOD = "auto"


def generate(
    output: options.Outputs,
    text: options.Text = None,
    language: options.OptionalLanguage = None,
    gloss: options.Gloss = None,
    length: options.Length = None,
    input: options.Input = None,
    format: options.Format = None,
    method: options.Method = DEFAULT_METHOD,
    model: options.Model = None,
    dictionary: options.Dictionaries = None,
    no_retrieval: options.NoRetrieval = False,
    no_refine: options.NoRefine = False,
    sample: options.Sample = False,
    max_steps: options.MaxSteps = None,
    speed: options.Speed = None,
    left_handed: options.LeftHanded = False,
    signer: options.Signer = None,
    fps: options.Fps = None,
    seed: options.Seed = None,
    size: options.Size = 512,
    mark: options.Mark = True,
    captions: options.Captions = False,
    compress: options.Compress = False,
    rig: options.Rig = None,
    rig_mapping: options.RigMapping = None,
) -> None:
    """Sign a text, or many, or a line of glosses."""
    from signary.signing import batch, batch_record
    from signary.signing.outputs import check_outputs
    from signary.signing.rule_based import check_text
    from signary.signing.text_signer import SigningOptions, make_text_signer

    own = tuple(map(str, dictionary or ()))
    how = SigningOptions(signer, fps, seed, speed, left_handed, model, no_retrieval, sample, max_steps, no_refine, own)
    pictures: dict[str, Any] = {"size": size, "mark": mark, "captions": captions}
    played: dict[str, Any] = {"compress": compress, "rig": rig, "rig_mapping": rig_mapping}
    _check_played([path.suffix.lower() for path in output] if input is None else [f".{format}"], **played)
    if gloss is not None:
        others = vars(replace(how, model=None, fps=None, seed=None))
        way = {"text": text, "input": input, "format": format}
        refuse_beside_glosses({**way, "method": None if method == DEFAULT_METHOD else method, **others})
        check_outputs(output)
        signed = sign_gloss_line(gloss, model=model, language=language, length=length, fps=fps, seed=seed)
        write_all(signed, output, pictures | played)
        return
    _check_request(text, input is not None, language, length, format)
    if input is not None:
        recipe = batch_record.Recipe(method, how, format or "", pictures, **played)
        _say(batch.sign_file(input, batch.one_folder(output), recipe, language, partial(typer.echo, err=True)))
        return
    check_outputs(output)
    sentence = check_text(text or "")
    write_all(make_text_signer(method, language or "", how)(sentence), output, pictures | played)


def _check_request(text: str | None, many: bool, language: str | None, length: int | None, format: str | None) -> None:
    """Refuse what does not go together; a table may name the language of each row.

    Raises:
        InputError: If something is missing or too much.
    """
    if length is not None:
        raise InputError("length", "to be used with --gloss", length)
    if language is None and not many:
        raise InputError("language", "--language to be given", "nothing")
    if (text is None) == (not many):
        raise InputError("text", "either TEXT or --input", "both" if text is not None else "neither")
    if format is not None and not many:
        raise InputError("format", "to be used with --input (the suffix of --output decides)", repr(format))


def _check_played(suffixes: Sequence[str], compress: bool, rig: str | None, rig_mapping: Path | None) -> None:
    """Refuse to pack what has no packed form, and rigs that nothing is written for or that cannot be used.

    Raises:
        InputError: If no `.glb` is written, or no file that a rig can move in, or the rig lacks what is needed.
    """
    if compress and ".glb" not in suffixes:
        raise InputError("compress", "a .glb to be written", ", ".join(suffixes))
    if rig is None:
        if rig_mapping is not None:
            raise InputError("rig", "a rig, whose bones the mapping names", "none")
        return
    from signary.pose.avatar.rig_writing import check_rig

    moved = [suffix for suffix in suffixes if suffix in (".glb", ".bvh")]
    if not moved:
        raise InputError("rig", "a .bvh or .glb to be written", ", ".join(suffixes))
    for suffix in moved:
        check_rig(suffix, rig, rig_mapping, compress)


def _say(done: BatchResult) -> None:
    """The report, and an exit code that says whether all sentences are signed: 0, 2, or 128 and the signal."""
    typer.echo(str(done))
    if done.signal:
        raise typer.Exit(128 + done.signal)
    if done.failed or done.stop:
        raise typer.Exit(2)
