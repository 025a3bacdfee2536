"""`signary evaluate`: a model's motion for the sentences of a corpus, measured beside the baselines, as a report."""

from __future__ import annotations

import platform
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from signary.io import __version__

if TYPE_CHECKING:
    from signary.bundle.bundle import Bundle
    from signary.evaluation.back_translation import LoadedRecogniser
    from signary.evaluation.baselines import MeanPose
    from signary.evaluation.report import ReportCorpus, Sentences, System
    from signary.pipelines.text_to_sign import TextToSignPipeline

#: Sentences that are generated side by side.
_BATCH = 16


def evaluate(
    corpus: Annotated[
        Path, typer.Option("--corpus", help="Folder written by datasets' save_to_disk, splits train and --split.")
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
) -> None:
    """Measure a model and the baselines on the same sentences: report.html, report.md, report.json."""
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
    choice = MetricChoice.of(metric or ())
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
    scored = score_systems(systems, references, sentences, reader, processes, choice)
    facts = _facts(corpus, source, model, reader.name if reader else why or "none", seed, cut_off)
    report = Report(
        scored,
        references,
        sentences,
        source.motion_kind,
        reader.notice if reader else "",
        [f"{sign.notice}; not for communication"] if sign.notice else [],
        facts | {"seconds": f"{perf_counter() - started:.0f}"},
        draw_cases(scored[1], scored[0], references, sentences),
    )
    write_report(report, output)
    for name, result in {**scored[1].motion, **scored[1].reading}.items():
        typer.echo(f"{result.value:10.4g}  {name}")
    typer.echo(f"{output}: report.html, report.md, report.json ({len(sentences)} sentences, {source.motion_kind})")


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


def generate_motion(
    sign: TextToSignPipeline, sentences: Sentences, seed: int | None, mean: MeanPose
) -> tuple[System, list[str]]:
    """The model's motion of all sentences, and the ids of those that the limit of steps has cut off.

    Args:
        sign: The model.
        sentences: What is to be signed.
        seed: Of the draw of codes; None for the likeliest ones.
        mean: Takes the place of motion that the model does not make.
    """
    from signary.evaluation.report.baseline_systems import system_of
    from signary.io.progress import track

    options: dict[str, Any] = {} if seed is None else {"do_sample": True, "seed": seed}
    found: dict[int, dict[str, Any] | None] = {}
    for batch in track(_batches(sentences.languages), "generating"):
        texts = [sentences.texts[at] for at in batch]
        found |= dict(zip(batch, _signed(sign, texts, sentences.languages[batch[0]], options), strict=True))
    results = [found[at] for at in range(len(sentences))]
    refined = "refined" if sign.bundle.refiner is not None else "as its codes give it"
    motion = [None if result is None else result["pose"] for result in results]
    system = system_of("model", f"motion from text alone, {refined}", motion, mean, is_model=True)
    return system, [sentences.ids[at] for at, result in enumerate(results) if result and not result["complete"]]


def _signed(
    sign: TextToSignPipeline, texts: list[str], language: str, options: dict[str, Any]
) -> list[dict[str, Any] | None]:
    """What the model signs, side by side; None for a text for which it makes no motion."""
    from signary.bundle.sentence_steps import NoMotionError

    try:
        return list(sign(texts, language=language, batch_size=len(texts), **options))
    except NoMotionError:
        if len(texts) == 1:
            return [None]
        return [found for text in texts for found in _signed(sign, [text], language, options)]


def _batches(languages: Sequence[str]) -> list[list[int]]:
    """Numbers of sentences, those of a language together."""
    found = []
    for language in dict.fromkeys(languages):
        chosen = [at for at, one in enumerate(languages) if one == language]
        found += [chosen[first : first + _BATCH] for first in range(0, len(chosen), _BATCH)]
    return found


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
