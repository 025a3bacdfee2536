"""`signary evaluate`: a model's motion for the sentences of a corpus, measured beside the baselines, as a report."""

from __future__ import annotations

import platform
import shlex
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

from signary.cli.generated_motion import generate_motion
from signary.cli.protocols import PROTOCOLS, ProtocolOptions, check_protocol, evaluate_soke
from signary.io import __version__

if TYPE_CHECKING:
    from signary.bundle.bundle import Bundle
    from signary.evaluation.back_translation import LoadedRecogniser
    from signary.evaluation.report import ReportCorpus


def evaluate(
    corpus: Annotated[
        Path,
        typer.Option(
            "--corpus",
            help="Prepared corpus, splits train and --split; soke: or a folder of motion files or of its results.",
        ),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="New or empty folder for the report.")],
    model: Annotated[
        str | None, typer.Option("--model", help="Folder or Hub id of a model; default the embedded one.")
    ] = None,
    recogniser: Annotated[
        Path | None,
        typer.Option(
            "--recogniser",
            help="Folder of a recogniser for back-translation; default the model's own, else the embedded one.",
        ),
    ] = None,
    split: Annotated[str, typer.Option("--split", help="Which sentences are measured.")] = "test",
    limit: Annotated[int | None, typer.Option("--limit", help="The first sentences only; default all.", min=1)] = None,
    seed: Annotated[
        int | None, typer.Option("--seed", help="Draw codes with this seed; default the likeliest codes.", min=0)
    ] = None,
    metric: Annotated[
        list[str] | None,
        typer.Option("--metric", help="Id of a metric to measure by, may be repeated; default the usual ones."),
    ] = None,
    processes: Annotated[int, typer.Option("--processes", help="Processes that measure.", min=1)] = 2,
    protocol: Annotated[
        str | None, typer.Option("--protocol", help=f"Measure as published code does: {', '.join(PROTOCOLS)}.")
    ] = None,
    hypotheses: Annotated[
        Path | None,
        typer.Option("--hypotheses", help="soke: motion to measure, a corpus or a folder of files named as the clips."),
    ] = None,
    body: Annotated[
        Path | None, typer.Option("--body", help="soke: folder of the licensed SMPL-X model; default our skeleton.")
    ] = None,
    betas: Annotated[
        str | None,
        typer.Option("--betas", help="soke: ten numbers of its shape, as SOKE's code has; default its mean."),
    ] = None,
    tokenizer: Annotated[
        Path | None,
        typer.Option("--tokenizer", help="soke: motion tokenizer that decodes tokens and is itself measured."),
    ] = None,
    mean: Annotated[Path | None, typer.Option("--mean", help="soke: mean.pt, for results of SOKE's test.")] = None,
    std: Annotated[Path | None, typer.Option("--std", help="soke: std.pt, for results of SOKE's test.")] = None,
    input_fps: Annotated[
        float | None, typer.Option("--input-fps", help="soke: frames a second of files that do not say it.")
    ] = None,
    hand_reference: Annotated[
        str, typer.Option("--hand-reference", help="soke: what zero hands mean in its files, mano_mean or flat.")
    ] = "mano_mean",
    leave_out: Annotated[
        Path | None, typer.Option("--leave-out", help="soke: file with names of clips to leave out, one a line.")
    ] = None,
    clip_rules: Annotated[
        bool, typer.Option("--clip-rules/--no-clip-rules", help="soke: choose and index clips as its code does.")
    ] = True,
) -> None:
    """Measure a model and the baselines on the same sentences: report.html, report.md, report.json."""
    options = ProtocolOptions(
        hypotheses, body, betas, tokenizer, mean, std, input_fps, hand_reference, leave_out, clip_rules
    )
    check_protocol(protocol, options, metric or ())
    if protocol is not None:
        evaluate_soke(corpus, output, options, split, limit, seed, model, recogniser, processes)
        return
    _evaluate(corpus, output, model, recogniser, split, limit, seed, metric or (), processes)


def _evaluate(
    corpus: Path,
    output: Path,
    model: str | None,
    recogniser: Path | None,
    split: str,
    limit: int | None,
    seed: int | None,
    metric: Sequence[str],
    processes: int,
) -> None:
    """A model beside the baselines; arguments as of `evaluate`."""
    from signary.evaluation.report import (
        MetricChoice,
        Report,
        ReportCorpus,
        draw_cases,
        score_systems,
        write_report,
    )
    from signary.evaluation.report.baseline_systems import baseline_systems, ground_truth, mean_pose
    from signary.io.atomic import check_new
    from signary.pipelines.loading import load_text_to_sign

    started = perf_counter()
    check_new(output)
    choice = MetricChoice.of(metric)
    sign = load_text_to_sign(model)
    bundle = sign.bundle
    source = ReportCorpus.load(corpus, split, limit, bundle.motion_tokenizer.config)
    sentences, references = source.sentences(), source.references()
    reader, why = _recogniser(recogniser, bundle, sentences.languages) if choice.needs_recogniser else (None, "")
    choice.check(reader is not None, sentences.glosses is not None, why)
    if why:
        typer.echo(f"back-translation is left out: {why}; --recogniser names another one", err=True)
    mean = mean_pose(source)
    made, cut_off = generate_motion(sign, sentences, seed, mean)
    systems = [
        ground_truth(references),
        made,
        *baseline_systems(source, sentences, references, bundle.motion_tokenizer, bundle.dictionary, mean),
    ]
    choice, unmeasured = choice.measurable([*references, *(one for system in systems for one in system.motion)])
    for name, needed in unmeasured.items():
        typer.echo(f"{name} is left out: it needs {needed}", err=True)
    scored = score_systems(systems, references, sentences, reader, processes, choice)
    facts = _facts(corpus, source, model, reader.name if reader else why or "none", seed, cut_off)
    report = Report(
        scored,
        references,
        sentences,
        source.motion_kind,
        reader.notice if reader else "",
        [f"{sign.notice}; not for communication"] if sign.notice else [],
        facts | _left_out(unmeasured) | {"seconds": f"{perf_counter() - started:.0f}"},
        draw_cases(scored[1], scored[0], references, sentences),
    )
    write_report(report, output)
    for name, result in {**scored[1].motion, **scored[1].reading}.items():
        typer.echo(f"{result.value:10.4g}  {name}")
    typer.echo(f"{output}: report.html, report.md, report.json ({len(sentences)} sentences, {source.motion_kind})")


def _left_out(unmeasured: Mapping[str, str]) -> dict[str, str]:
    """What a report says of metrics that it has not."""
    if not unmeasured:
        return {}
    return {"metrics left out": "; ".join(f"{name}: needs {needed}" for name, needed in unmeasured.items())}


def _recogniser(folder: Path | None, bundle: Bundle, languages: Sequence[str]) -> tuple[LoadedRecogniser | None, str]:
    """The recogniser that was named, else the model's own, else the embedded one; or none, and why."""
    from signary.bundle.folder import EMBEDDED
    from signary.bundle.loading import quiet_loading
    from signary.bundle.parts import load_recogniser
    from signary.evaluation.back_translation import LoadedRecogniser

    with quiet_loading():
        if folder:
            return LoadedRecogniser.load(folder), ""
        found = bundle.recogniser or load_recogniser(EMBEDDED)
    if found is None:
        return None, "there is no recogniser"
    obstacle = found.obstacle(bundle.motion_tokenizer.config, languages)
    whose = "the model's own" if bundle.recogniser else "the embedded"
    return (None, f"{whose} recogniser {obstacle}") if obstacle else (found, "")


def _facts(
    corpus: Path,
    source: ReportCorpus,
    model: str | None,
    reader: str,
    seed: int | None,
    cut_off: list[str],
) -> dict[str, str]:
    """What a reader needs to repeat the run."""
    import torch
    import transformers

    versions = f"signary {__version__}, Python {platform.python_version()}, torch {torch.__version__}"
    return {
        "corpus": f"{corpus.absolute().name}, split {source.name}, {len(source.split)} of {source.total} sentences",
        "model": "embedded" if model is None else Path(model).name,
        "recogniser": reader,
        "codes": "the likeliest (greedy)" if seed is None else f"drawn, seed {seed}",
        "cut off by the limit of steps": ", ".join(cut_off) or "none",
        "command": shlex.join(["signary", *sys.argv[1:]]),
        "versions": f"{versions}, transformers {transformers.__version__}",
        "machine": f"{platform.machine()}, {torch.get_num_threads()} threads",
    }
