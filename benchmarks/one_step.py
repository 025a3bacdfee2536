"""One step of the flow or four: how near the motion is to the reference, and how fast it is made.

The refiner of a text-to-sign model refines the coarse motion of reference tokens (encode, decode) of the demo corpus'
split `test`, synthetic motion of the rule-based signer, streamed in chunks of four frames.

- `hybridsign.one_step.dtw_ratio`: DTW-PA-JPE of one-step motion over that of the four-step flow's, both against the
  signed sentence; of body and hands the larger, with the 95 % interval of a paired bootstrap over sentences.
- `hybridsign.one_step.speedup`: frames a second of one step over those of four, in rounds that take turns, by the time
  of the processor; text is read beforehand. Median, lowest and highest round.
- `--alone FOLDER`: the same of a model of text alone, at the references' lengths: `hybridsign.one_step.alone.*`. The
  noise is drawn anew for each sentence, alike for both.

    python benchmarks/one_step.py --json [--model FOLDER] [--alone FOLDER] [--limit N] [--rounds N]
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

import torch
from common import parallel_speedup, report, verdict
from quality import PARTS, Sentences, load_pipeline, one_thread
from refine_quality import Session, codes_of
from stream import Tell

from signary.corpora.synthetic.demo import build_demo_corpus
from signary.evaluation import DtwPaJpe, bootstrap_ratio
from signary.generator.hybridsign import HybridSignModel, to_sequences
from signary.io.progress import track
from signary.language.languages import resolve
from signary.nn.loading import load_model
from signary.pose.sequence import PoseSequence
from signary.streaming.chunks import CHUNK_FRAMES

FEW, MANY, SEED = 1, 4, 0
BARS: dict[str, tuple[str, float]] = {
    "hybridsign.one_step.dtw_ratio": ("<=", 1.1),
    "hybridsign.one_step.speedup": (">=", 1.8),
}
#: Figures that do not read a clock. A processor's time is not the clock's, but a busy machine changes it as well.
TIMELESS = ("hybridsign.one_step.dtw_ratio",)
#: Sentences of a round.
TIMED = 6


class Said(NamedTuple):
    """A sentence as a model of motion gets it: text states and their mask, coarse motion (1, T, D) or none, T."""

    hidden: torch.Tensor
    mask: torch.Tensor
    coarse: torch.Tensor | None
    frames: int


def sayings(sign: Any, test: Sentences, coarse: bool) -> list[Said]:
    """The sentences, with coarse motion of their reference tokens or without."""
    bundle, said = sign.bundle, list[Said]()
    for row, motion in zip(test.rows, test.motion, strict=True):
        prompt = bundle.prompter.prompt(row["text"], resolve(row["language"]))
        encoded = bundle.generator.encode(**bundle.processor.pad([prompt]))
        rough = bundle.motion_tokenizer.decode(bundle.motion_tokenizer.encode(motion)[0]).values if coarse else None
        said.append(Said(encoded.hidden, encoded.mask, rough, len(motion) if rough is None else rough.shape[1]))
    return said


def busy_seconds(model: HybridSignModel, said: Sequence[Said], steps: int) -> float:
    """Time of the processor for all chunks of the sentences."""
    spent, reach = 0.0, model.config.lookahead
    for each in said:
        state, noise = model.start_stream(each.hidden, each.mask), torch.Generator().manual_seed(SEED)
        began = time.process_time()
        for first in range(0, each.frames, CHUNK_FRAMES):
            last = min(first + CHUNK_FRAMES, each.frames)
            piece = None if each.coarse is None else each.coarse[:, first:last]
            ahead = each.coarse[:, last : last + reach] if each.coarse is not None and reach else None
            _, state = model.next_frames(state, piece, last - first, steps, noise, ahead)
        spent += time.process_time() - began
    return spent


def measure_speed(name: str, model: HybridSignModel, said: Sequence[Said], rounds: int, tell: Tell) -> None:
    """Frames a second of one step over those of four."""
    frames, rates = sum(each.frames for each in said), {FEW: list[float](), MANY: list[float]()}
    for at in range(-1, rounds):
        for steps in (FEW, MANY) if at % 2 else (MANY, FEW):
            seconds = busy_seconds(model, said, steps)
            if at >= 0:
                rates[steps].append(frames / seconds)
    ratios = [few / many for few, many in zip(rates[FEW], rates[MANY], strict=True)]
    facts = {f"frames_per_second_{steps}": round(statistics.median(found), 1) for steps, found in rates.items()}
    spread = {"low": round(min(ratios), 3), "high": round(max(ratios), 3), "rounds": rounds, "clock": "processor"}
    tell(f"{name}.speedup", statistics.median(ratios), "x", chunk_frames=CHUNK_FRAMES, **facts, **spread)


def measure_distance(
    name: str, test: Sentences, made: Callable[[int], list[PoseSequence]], threads: int, tell: Tell
) -> None:
    """Distance of what is made in one step over that in four.

    Args:
        name: Of the figure.
        test: Sentences and references.
        made: Motion of all sentences in so many steps.
        threads: That measure.
        tell: Reports.
    """
    motion, found = {steps: made(steps) for steps in (FEW, MANY)}, dict[str, tuple[float, dict[str, Any]]]()
    for part in PARTS:
        few, many = (DtwPaJpe(part).corpus(test.motion, motion[steps], threads=threads) for steps in (FEW, MANY))
        interval = bootstrap_ratio(few, many)
        spread = {"low": round(interval.low, 4), "high": round(interval.high, 4)}
        found[part] = (
            few.mean / many.mean,
            {"of": part, "one": round(few.mean, 5), "four": round(many.mean, 5), **spread},
        )
    ratio, facts = max(found.values(), key=lambda each: each[0])
    each = {part: round(one[0], 4) for part, one in found.items()}
    tell(f"{name}.dtw_ratio", ratio, "x", sentences=len(test.rows), **each, **facts)


def refined(sign: Any, test: Sentences, steps: int) -> list[PoseSequence]:
    """Reference tokens of every sentence, refined in a session of its own and cut to the reference's length."""
    pairs = zip(test.rows, codes_of(sign, test, False), test.motion, strict=True)
    return [
        Session(sign, True, steps)(row, codes, len(reference))
        for row, codes, reference in track(pairs, f"{steps} steps", len(test.rows))
    ]


def of_text(model: HybridSignModel, said: Sequence[Said], steps: int) -> list[PoseSequence]:
    """Motion of text alone."""
    found = list[PoseSequence]()
    for each in track(said, f"{steps} steps of text", len(said)):
        noise = torch.Generator().manual_seed(SEED)
        made = model.generate(
            each.hidden, each.mask, num_frames=each.frames, chunk_frames=CHUNK_FRAMES, steps=steps, generator=noise
        )
        found += to_sequences(made, model.config)
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--model", help="text-to-sign model folder; default: the embedded one")
    parser.add_argument("--alone", help="folder of a model of text alone, which reads text by that model's encoder")
    parser.add_argument("--limit", type=int, default=40, help="sentences a language")
    parser.add_argument("--rounds", type=int, default=7, help="rounds in which one and four steps take turns")
    parser.add_argument("--processes", type=int, default=2, help="processes that sign, threads that measure")
    arguments = parser.parse_args()
    speedup = parallel_speedup()
    one_thread()
    sign = load_pipeline(arguments.model)
    test = Sentences.of(
        build_demo_corpus(processes=arguments.processes)["test"], sign.bundle.motion_tokenizer, arguments.limit
    )

    def tell(name: str, value: float, unit: str, **context: Any) -> None:
        found = verdict(name, value, BARS, speedup < 1.6, TIMELESS)
        machine = {} if name in TIMELESS else {"threads": 1, "contended": speedup < 1.6}
        report(name, value, unit, arguments.json, **found, **context, **machine)

    threads, rounds, name = arguments.processes, arguments.rounds, "hybridsign.one_step"
    if sign.bundle.refiner is not None:
        measure_speed(name, sign.bundle.refiner, sayings(sign, test, True)[:TIMED], rounds, tell)
        measure_distance(name, test, partial(refined, sign, test), threads, tell)
    if arguments.alone:
        model, said = load_model(HybridSignModel, arguments.alone, argument="alone"), sayings(sign, test, False)
        measure_speed(f"{name}.alone", model, said[:TIMED], rounds, tell)
        measure_distance(f"{name}.alone", test, partial(of_text, model, said), threads, tell)


if __name__ == "__main__":
    main()
