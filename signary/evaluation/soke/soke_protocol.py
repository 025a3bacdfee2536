"""SOKE's evaluation of a corpus: pairs of clips, thinned out and indexed as it does, measured data set by data set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from signary.evaluation.back_translation import LoadedRecogniser, read_motion
from signary.evaluation.measurable import unmeasurable
from signary.evaluation.measure import measure_poses
from signary.evaluation.pose_metric import PoseMetric
from signary.evaluation.registry import get_metric
from signary.evaluation.signature import CorpusResult, MetricResult, TextSignature
from signary.evaluation.soke.clip_rules import CUT, indexed, obstacle, require_clips, thinned
from signary.evaluation.soke.scored_joints import LICENSED
from signary.evaluation.soke.soke_body import SokeBody
from signary.evaluation.soke.soke_clips import SokeClip
from signary.evaluation.soke.soke_metrics import joint_weighted
from signary.io.errors import InputError
from signary.language.languages import resolve
from signary.pose.kinematics import forward_kinematics
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons.smplx import SMPLX_JOINTS
from signary.tokenizer import MotionTokenizer

#: Distances of the paper's tables, body and hands.
TABLES = ("soke-dtw-pa-jpe", "soke-dtw-jpe")
#: Of tokenizers: metric, parts.
RECONSTRUCTION = tuple(
    f"{name}-{part}"
    for name, parts in (
        *((name, ("body", "hand")) for name in ("soke-pa-mpjpe", "soke-mpjpe")),
        *((name, ("all", "hand", "face")) for name in ("soke-pa-mpvpe", "soke-mpvpe")),
    )
    for part in parts
)
READING = (*(f"bleu-{order}-legacy" for order in (1, 2, 3, 4)), "rouge-l")
_BEAMS, _NAMED = 3, 5
#: Spoken language whose texts are compared by characters.
_BY_CHARACTERS = "zh"

Result = MetricResult | CorpusResult


class ClipPair(NamedTuple):
    """A reference and the hypothesis for it."""

    reference: SokeClip
    hypothesis: SokeClip


@dataclass(frozen=True)
class DataSetScores:
    """What a data set scores.

    Attributes:
        name: Of the data set.
        clips: Names of its clips, in the order of the scores.
        results: Metric id -> result.
        averages: Distance -> mean weighted by joints, the paper's `Avg`.
        layout: Whose joints were measured.
        unmeasured: Metric id -> what it needs and this data set lacks.
        rebuilt: Metric id -> result of what a tokenizer makes of the references; empty without one.
        reading: Metric id -> result of the texts read off the hypotheses; empty without a recogniser or texts.
        ceiling: The same of the references themselves.
    """

    name: str
    clips: Sequence[str]
    results: Mapping[str, MetricResult]
    averages: Mapping[str, float]
    layout: str
    unmeasured: Mapping[str, str]
    rebuilt: Mapping[str, MetricResult]
    reading: Mapping[str, Result]
    ceiling: Mapping[str, Result]


@dataclass(frozen=True)
class SokeSettings:
    """How a corpus is measured.

    Attributes:
        body: The licensed body, *optional*; ours without it.
        rules: Whether clips are left out, thinned out and indexed as SOKE does.
        tokenizer: Whose reconstruction of the references is measured, too, *optional*.
        recogniser: Reads texts off the motion, *optional*.
        processes: That measure.
    """

    body: SokeBody | None = None
    rules: bool = True
    tokenizer: MotionTokenizer | None = None
    recogniser: LoadedRecogniser | None = None
    processes: int = 1


def left_out(references: Sequence[SokeClip], names: frozenset[str], rules: bool) -> dict[str, str]:
    """Place of a reference -> why it is not measured.

    Args:
        references: All of them.
        names: Of clips that somebody lists.
        rules: Whether SOKE's own reasons count.
    """
    found = {clip.place: "listed to be left out" for clip in references if clip.name in names}
    if rules:
        for clip in references:
            if clip.place not in found and (why := obstacle(clip.motion, clip.language)) is not None:
                found[clip.place] = why
    require_clips(len(references) - len(found), found)
    return found


def pair_clips(references: Sequence[SokeClip], hypotheses: Sequence[SokeClip]) -> list[ClipPair]:
    """Each reference with its hypothesis: of the same data set and name, or of the same name where that is enough.

    Raises:
        InputError: If a reference has no hypothesis, or several may be meant, or languages differ; names the places.
    """
    exact = {(clip.data_set, clip.name): clip for clip in hypotheses}
    names = Counter(clip.name for clip in hypotheses)
    only = {clip.name: clip for clip in hypotheses if names[clip.name] == 1}
    twice = {name for name, count in Counter(clip.name for clip in references).items() if count > 1}
    found, missing = [], list[str]()
    for clip in references:
        other = exact.get((clip.data_set, clip.name))
        if other is None and clip.name not in twice:
            other = only.get(clip.name)
        if other is None:
            missing.append(clip.place)
            continue
        if clip.language and other.language and clip.language != other.language:
            raise InputError(f"hypotheses, {other.place}", f"{clip.language}, as {clip.place}", other.language)
        found.append(ClipPair(clip, other))
    if missing:
        others = f" and {len(missing) - _NAMED} others" if len(missing) > _NAMED else ""
        raise InputError(
            "hypotheses",
            f"one for each of {len(references)} references",
            f"none for {', '.join(missing[:_NAMED])}{others}",
        )
    return found


def measure_pairs(pairs: Sequence[ClipPair], settings: SokeSettings) -> list[DataSetScores]:
    """Scores of every data set, in the order of the references.

    Args:
        pairs: At least one.
        settings: How they are measured.

    Raises:
        InputError: If clocks or layouts of a pair differ, or a joint is missing; names the clip.
    """
    sets: dict[str, list[ClipPair]] = {}
    for pair in pairs:
        sets.setdefault(pair.reference.data_set or pair.hypothesis.data_set or "all", []).append(pair)
    return [_measure(name, [_ruled(pair, settings.rules) for pair in found], settings) for name, found in sets.items()]


def _ruled(pair: ClipPair, rules: bool) -> ClipPair:
    """A pair at one clock, and the reference of SOKE's length."""
    reference, hypothesis = pair
    wanted, given = reference.motion, hypothesis.motion
    if rules:
        wanted = thinned(wanted, reference.language)
        given = thinned(given, reference.language) if hypothesis.clocked else given
    if not hypothesis.clocked:
        given = replace(given, fps=wanted.fps)
    if abs(given.fps - wanted.fps) > 1e-6:
        expected = f"{wanted.fps:g} frames a second, as {reference.place} (signary convert --fps resamples)"
        raise InputError(f"hypotheses, {hypothesis.place}", expected, f"{given.fps:g}")
    for clip, motion in ((reference, wanted), (hypothesis, given)):
        if not len(motion):
            raise InputError(clip.place, "at least one frame", "none")
    wanted = indexed(wanted) if rules else wanted
    return ClipPair(replace(reference, motion=wanted), replace(hypothesis, motion=given))


def _measure(name: str, pairs: Sequence[ClipPair], settings: SokeSettings) -> DataSetScores:
    references = [_joints(pair.reference, settings.body) for pair in pairs]
    hypotheses = [_joints(pair.hypothesis, settings.body) for pair in pairs]
    ids = [f"{metric}-{part}" for metric in TABLES for part in ("body", "hand")]
    layout, needed = references[0].layout, dict[str, str]()
    if not layout.name.startswith((LICENSED, SMPLX_JOINTS.name)):
        # What detectors saw is not all there, or in a plane; the joints of a body model are.
        needed = unmeasurable(_metrics(ids), [*references, *hypotheses])
        require_clips(len(ids) - len(needed), needed)
    results = _results([one for one in ids if one not in needed], references, hypotheses, pairs, settings)
    tables = [metric for metric in TABLES if {f"{metric}-body", f"{metric}-hand"} <= set(results)]
    averages = {
        metric: float(joint_weighted(results[f"{metric}-body"], results[f"{metric}-hand"], layout).mean())
        for metric in tables
    }
    rebuilt = _rebuilt(pairs, references, settings) if settings.tokenizer is not None else {}
    reading = _reading([pair.hypothesis.motion for pair in pairs], pairs, settings)
    ceiling = _reading([pair.reference.motion for pair in pairs], pairs, settings)
    clips = [pair.reference.name for pair in pairs]
    return DataSetScores(name, clips, results, averages, layout.name, needed, rebuilt, reading, ceiling)


def _joints(clip: SokeClip, body: SokeBody | None) -> PoseSequence:
    """A clip as joints; errors name it."""
    try:
        if clip.motion.layout.is_keypoints:
            return clip.motion
        if body is None and clip.motion.metadata.get("hand_reference") == "mano_mean":
            expected = "the licensed body, which knows what relaxed hands are (--body), or hands that are flat at zero"
            raise InputError("hand_reference", expected, "mano_mean and our skeleton")
        return forward_kinematics(clip.motion) if body is None else body.joints(clip.motion)
    except InputError as error:
        raise error.named(f"{clip.place}, {error.argument}") from None


def _results(
    ids: Sequence[str],
    references: Sequence[PoseSequence],
    hypotheses: Sequence[PoseSequence],
    pairs: Sequence[ClipPair],
    settings: SokeSettings,
) -> dict[str, MetricResult]:
    chosen = list(_metrics(ids).values())
    for metric in chosen if settings.rules else ():
        metric.signature = replace(metric.signature, cut=CUT)
    try:
        measured = measure_poses(chosen, references, hypotheses, settings.processes)
    except InputError as error:
        raise _named(error, pairs) from None
    return dict(zip(ids, measured, strict=True))


def _metrics(ids: Sequence[str]) -> dict[str, PoseMetric]:
    return {one: metric for one in ids if isinstance(metric := get_metric(one), PoseMetric)}


def _named(error: InputError, pairs: Sequence[ClipPair]) -> InputError:
    """An error about a pair of a list says which clip it is."""
    before, _, rest = error.argument.partition("], ")
    number = before.removeprefix("pairs[")
    if not number.isdigit():
        return error
    clip = getattr(pairs[int(number)], "hypothesis" if rest.startswith("hypothesis") else "reference")
    return error.named(f"{clip.place}, {rest}")


def _rebuilt(
    pairs: Sequence[ClipPair], references: Sequence[PoseSequence], settings: SokeSettings
) -> dict[str, MetricResult]:
    """What the tokenizer makes of the references."""
    assert settings.tokenizer is not None
    made = []
    for pair in pairs:
        fps = pair.reference.motion.fps
        # SOKE's tokenizer takes frames of any clock for its own.
        whole = replace(pair.reference.motion, fps=settings.tokenizer.config.fps)
        try:
            rebuilt = settings.tokenizer.reconstruct(whole, resample=False)
        except InputError as error:
            raise error.named(f"{pair.reference.place}, {error.argument}") from None
        made.append(_joints(replace(pair.reference, motion=replace(rebuilt, fps=fps)), settings.body))
    needed = unmeasurable(_metrics(RECONSTRUCTION), [*references, *made])
    return _results([one for one in RECONSTRUCTION if one not in needed], references, made, pairs, settings)


def _reading(motion: Sequence[PoseSequence], pairs: Sequence[ClipPair], settings: SokeSettings) -> dict[str, Result]:
    """BLEU and ROUGE-L of the texts that a recogniser reads off motion, words or Chinese characters."""
    reader, texts = settings.recogniser, [pair.reference.text for pair in pairs]
    languages = [pair.reference.language for pair in pairs]
    if reader is None or not all(texts) or not all(languages):
        return {}
    if why := reader.obstacle(motion[0].motion_spec, [str(language) for language in languages]):
        raise InputError("recogniser", "one that reads this motion", f"one that {why}")
    spoken = resolve(str(languages[0])).spoken
    readings = read_motion(reader.model, reader.processor, motion, [str(one) for one in languages], _BEAMS)
    wanted = [_parted(reader.processor.written(str(text)), spoken) for text in texts]
    written = [_parted(reading.text, spoken) for reading in readings]
    return {one: _by_characters(get_metric(one).corpus(wanted, written), spoken) for one in READING}


def _parted(text: str, spoken: str) -> str:
    return " ".join("".join(text.split())) if spoken == _BY_CHARACTERS else text


def _by_characters(found: Result, spoken: str) -> Result:
    if spoken != _BY_CHARACTERS or not isinstance(found.signature, TextSignature):
        return found
    return replace(found, signature=replace(found.signature, tokens="characters"))
