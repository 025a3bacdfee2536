"""`signary evaluate --protocol soke`: motion files or a model's motion, measured as the paper's tables are."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from signary.cli.generated_motion import generate_motion
from signary.io.errors import FormatError, InputError, about
from signary.io.reading import read_bytes

if TYPE_CHECKING:
    from signary.evaluation.soke.soke_clips import ClipOptions, SokeClip
    from signary.evaluation.soke.soke_protocol import SokeSettings

PROTOCOLS = ("soke",)
_MOST_LIST = 16 << 20


@dataclass(frozen=True)
class ProtocolOptions:
    """Options of `signary evaluate` that belong to a protocol.

    Attributes:
        hypotheses: Folder with motion to measure; None for the model's, or for results, which hold both sides.
        body: Folder of the licensed body model.
        betas: Its shape, ten numbers parted by commas.
        tokenizer: Folder of the tokenizer that decodes tokens, and whose reconstruction is measured.
        mean, std: Statistics of SOKE's features, for results.
        input_fps: Of what does not say its rate.
        hand_reference: What zero hands mean in pickles and results of SOKE's form.
        leave_out: File with names of clips.
        clip_rules: Whether SOKE's rules hold.
    """

    hypotheses: Path | None
    body: Path | None
    betas: str | None
    tokenizer: Path | None
    mean: Path | None
    std: Path | None
    input_fps: float | None
    hand_reference: str
    leave_out: Path | None
    clip_rules: bool

    def given(self) -> list[str]:
        """Those that only a protocol reads."""
        names = ("hypotheses", "body", "betas", "tokenizer", "mean", "std", "input_fps", "leave_out")
        found = [name for name in names if getattr(self, name) is not None]
        return found if self.clip_rules else [*found, "no_clip_rules"]


def check_protocol(protocol: str | None, options: ProtocolOptions, metrics: Sequence[str]) -> None:
    """Refuse an unknown protocol, options that only one has, and metrics beside those that a protocol is made of.

    Raises:
        InputError: Naming the option.
    """
    if protocol is not None and protocol not in PROTOCOLS:
        raise InputError("protocol", f"one of {', '.join(PROTOCOLS)}", repr(protocol))
    if protocol is not None and metrics:
        raise InputError("metric", f"none with --protocol {protocol}, which says what is measured", ", ".join(metrics))
    if protocol is None and (given := options.given()):
        raise InputError(f"--{given[0].replace('_', '-')}", f"--protocol {' or '.join(PROTOCOLS)} with it", "none")


def evaluate_soke(
    corpus: Path,
    output: Path,
    options: ProtocolOptions,
    split: str,
    limit: int | None,
    seed: int | None,
    model: str | None,
    recogniser: Path | None,
    processes: int,
) -> None:
    """Measure, write the report and say the tables' numbers; arguments as of `signary evaluate`."""
    from signary.evaluation.soke.soke_protocol import left_out, measure_pairs, pair_clips
    from signary.evaluation.soke.soke_report import SokeReport, write_soke_report
    from signary.io.atomic import check_new

    check_new(output)
    reading, settings = _settings(options, split, recogniser, processes)
    references, hypotheses, kind = _sides(corpus, options, reading, model, limit, seed)
    dropped = left_out(references, _listed(options.leave_out), options.clip_rules)
    kept = [clip for clip in references if clip.place not in dropped]
    scores = measure_pairs(pair_clips(kept, hypotheses), settings)
    reader = settings.recogniser
    facts = {
        "references": f"{corpus.absolute().name}, {len(kept)} of {len(references)} clips",
        "split": f"{split}, of corpora and where folders have one of its name",
        "hypotheses": kind,
        "body": "licensed SMPL-X" if settings.body is not None else "built-in skeleton, or keypoints as they are",
        "tokenizer": "none" if settings.tokenizer is None else str(settings.tokenizer.config.tokenizer_id),
        "recogniser": "none" if reader is None else reader.name,
        "clips": "thinned out, left out and indexed as SOKE does" if options.clip_rules else "as they are",
        "command": shlex.join(["signary", *sys.argv[1:]]),
    }
    notices = [reader.notice] if reader is not None else []
    write_soke_report(SokeReport(scores, dropped, facts, notices), output)
    for one in scores:
        for name, result in {**one.results, **one.rebuilt, **one.reading}.items():
            typer.echo(f"{result.value:10.4g}  {one.name}  {name}")
        for name, needed in one.unmeasured.items():
            typer.echo(f"{name} of {one.name} is left out: it needs {needed}", err=True)
    if dropped:
        typer.echo(f"left out: {len(dropped)} of {len(references)} references; the report says why", err=True)
    typer.echo(f"{output}: report.html, report.md, report.json ({len(kept)} clips of {len(scores)} data sets)")


def _settings(
    options: ProtocolOptions, split: str, recogniser: Path | None, processes: int
) -> tuple[ClipOptions, SokeSettings]:
    """How clips are read and measured: everything that is named is loaded before the clips."""
    from signary.bundle.loading import quiet_loading
    from signary.corpora.readers.soke_files import read_soke_statistics
    from signary.evaluation.back_translation import LoadedRecogniser
    from signary.evaluation.soke.soke_body import MEAN_SHAPE, SokeBody
    from signary.evaluation.soke.soke_clips import ClipOptions
    from signary.evaluation.soke.soke_protocol import SokeSettings
    from signary.nn.loading import load_model
    from signary.pose.motion_spec import checked_hand_reference
    from signary.tokenizer import MotionTokenizer

    if (options.mean is None) != (options.std is None):
        raise InputError("std" if options.std is None else "mean", "both --mean and --std", "one of them")
    if options.betas is not None and options.body is None:
        raise InputError("betas", "a body whose shape they are (--body)", "none")
    statistics = None
    if options.mean is not None and options.std is not None:
        statistics = read_soke_statistics(options.mean, options.std)
    body = None
    if options.body is not None:
        body = SokeBody(options.body, MEAN_SHAPE if options.betas is None else _numbers(options.betas))
    reference = checked_hand_reference(options.hand_reference)
    with quiet_loading():
        folder = options.tokenizer
        tokenizer = None if folder is None else load_model(MotionTokenizer, folder, argument="tokenizer")
        reader = None if recogniser is None else LoadedRecogniser.load(recogniser)
    reading = ClipOptions(split, options.input_fps, tokenizer, statistics, reference)
    return reading, SokeSettings(body, options.clip_rules, tokenizer, reader, processes)


def _numbers(text: str) -> list[float]:
    try:
        return [float(part) for part in text.split(",")]
    except ValueError:
        raise InputError("betas", "numbers parted by commas", repr(text)) from None


def _listed(path: Path | None) -> frozenset[str]:
    """Names of a list, one a line."""
    if path is None:
        return frozenset()
    with about("leave-out", "path"):
        try:
            text = read_bytes(path, _MOST_LIST).decode()
        except UnicodeDecodeError as error:
            raise FormatError("leave-out", "UTF-8", f"{str(path)!r} ({error.reason})") from None
    return frozenset(filter(None, map(str.strip, text.splitlines())))


def _sides(
    corpus: Path,
    options: ProtocolOptions,
    reading: ClipOptions,
    model: str | None,
    limit: int | None,
    seed: int | None,
) -> tuple[list[SokeClip], list[SokeClip], str]:
    """References, hypotheses, and what the latter are."""
    from signary.corpora.corpus_files import is_corpus
    from signary.evaluation.soke.soke_clips import is_results, read_clips, read_results

    if not corpus.is_dir():
        raise InputError("corpus", "an existing folder", repr(str(corpus)))
    if options.hypotheses is not None:
        if model is not None:
            raise InputError("model", "none with --hypotheses", repr(model))
        references = read_clips(corpus, reading, "corpus")[:limit]
        return references, read_clips(options.hypotheses, reading, "hypotheses"), options.hypotheses.absolute().name
    if is_corpus(corpus):
        return (*_generated(corpus, reading.split, model, limit, seed), "motion of the model from text alone")
    if is_results(corpus, reading.split):
        references, hypotheses = read_results(corpus, reading, "corpus")
        return references[:limit], hypotheses, "the results' own (feats_rst)"
    raise InputError("hypotheses", "a folder of motion, as the references are no corpus to generate from", "none")


def _generated(
    corpus: Path, split: str, model: str | None, limit: int | None, seed: int | None
) -> tuple[list[SokeClip], list[SokeClip]]:
    """The sentences of a corpus, and what a model makes of their texts; both on the model's clock."""
    from signary.evaluation.report import ReportCorpus
    from signary.evaluation.report.baseline_systems import mean_pose
    from signary.evaluation.soke.soke_clips import SokeClip
    from signary.pipelines.loading import load_text_to_sign

    sign = load_text_to_sign(model)
    source = ReportCorpus.load(corpus, split, limit, sign.bundle.motion_tokenizer.config)
    sentences = source.sentences()
    made, _ = generate_motion(sign, sentences, seed, mean_pose(source))
    facts = list(zip(sentences.ids, sentences.languages, sentences.texts, strict=True))
    sides = [
        [
            SokeClip(name, language, motion, f"{corpus.name}, split {split}, {name}", language, text)
            for (name, language, text), motion in zip(facts, motions, strict=True)
        ]
        for motions in (source.references(), made.motion)
    ]
    return sides[0], sides[1]
