"""How soon, how fast and how evenly a stream signs: the embedded model's whole chain, one thread.

- first chunk: from a text to its first chunk of motion, in a session that has signed before; also for a sentence of 50
  words over one of 5; a refiner that looks ahead waits for the codes of so many frames more; the same of streams that
  choose between model and rules, and of rules;
- frames a second over whole sentences, and how evenly chunks come: the 99th percentile of the time between two, over
  the time a chunk lasts;
- the same sentences all at once: the largest difference of any number;
- what a reader waits who gets the whole sentence at once, from models of the same size: all steps decoded, then the
  refiner run over all frames as one chunk, in which every frame sees every other;
- `--long`: ten minutes of motion in one session, and what they add to the resident memory;
- the refiner alone, over chunk sizes and flow steps.

    python benchmarks/stream.py --json [--model FOLDER] [--long]
"""

from __future__ import annotations

import argparse
import gc
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from common import parallel_speedup, report, verdict
from quality import load_pipeline, one_thread

from signary.corpora.synthetic.grammars import SHIPPED
from signary.corpora.synthetic.splits import make_splits
from signary.language.languages import resolve

ROUNDS, SENTENCES = 5, 24
LONG_SECONDS = 600
CHUNKS, STEPS = (1, 4, 8, 16), (1, 2, 4)
SHORT = "My mother eats bread today."
LONG = " and ".join(["my mother eats bread", "my father drinks water", "the teacher reads a book"] * 3) + (
    " and you sleep."
)
#: Lengths of sentences in steps of four frames, for the wait of a whole sequence.
LENGTHS = {60: 15, 300: 75}
BARS: dict[str, tuple[str, float]] = {
    "stream.first_chunk_ms": ("<=", 150.0),
    "stream.frames_per_second": (">=", 75.0),
    "stream.first_chunk_growth": ("<=", 1.5),
    "stream.gap_p99_over_chunk": ("<", 1.0),
    "stream.offline_max_abs_diff": ("<=", 1e-4),
    "stream.memory_growth_percent": ("<", 5.0),
    "stream.wait_ratio_300": (">=", 5.0),
}
#: These are no times, and a busy machine does not change them.
TIMELESS = ("stream.offline_max_abs_diff", "stream.memory_growth_percent")

Tell = Callable[..., None]


def sentences() -> list[tuple[str, str]]:
    """(text, language) of test sentences, the languages in turn."""
    sizes = {"train": 200, "dev": 20, "test": 40, "test_unseen_words": 10}
    columns = [[(each.text, language) for each in make_splits(language, sizes, 0)["test"]] for language in SHIPPED]
    return [pair for row in zip(*columns, strict=False) for pair in row][:SENTENCES]


def timed_chunks(session: Any, text: str) -> tuple[list[float], list[int]]:
    """Seconds until each chunk, from the one before or from the text, and its frames."""
    seconds, frames, before = [], [], time.perf_counter()
    for chunk in session.sign(text):
        now = time.perf_counter()
        seconds.append(now - before)
        frames.append(len(chunk.pose))
        before = now
    return seconds, frames


def measure_chain(sign: Any, tell: Tell) -> None:
    """First chunk, frames a second, evenness."""
    sessions = {language: sign.open_stream(language) for language in sign.languages}
    for language, session in sessions.items():
        list(session.sign("1."))
        assert session.frames, language
    firsts, rates, gaps = [], [], []
    fps = sign.bundle.motion_tokenizer.config.fps
    for text, language in sentences():
        seconds, frames = timed_chunks(sessions[language], text)
        firsts.append(seconds[0])
        rates.append(sum(frames) / sum(seconds))
        # A chunk must be there before the one before it is over.
        gaps += [wait / (count / fps) for wait, count in zip(seconds[1:], frames[:-1], strict=True)]
    spread = {"low": round(1000 * min(firsts), 2), "high": round(1000 * max(firsts), 2)}
    tell("stream.first_chunk_ms", 1000 * statistics.median(firsts), "ms", sentences=len(firsts), **spread)
    spread = {"low": round(min(rates), 1), "high": round(max(rates), 1)}
    tell("stream.frames_per_second", statistics.median(rates), "frames/s", sentences=len(rates), **spread)
    tell("stream.gap_p99_over_chunk", float(np.percentile(gaps, 99)), "x", chunks=len(gaps), worst=round(max(gaps), 3))


def measure_methods(sign: Any, tell: Tell) -> None:
    """First chunks of streams that choose between model and rules, once a sentence is decided, and of rules."""
    for method in ("auto", "signer"):
        sessions = {language: sign.open_stream(language, method=method) for language in sign.languages}
        for session in sessions.values():
            list(session.sign("1."))
        firsts = [timed_chunks(sessions[language], text)[0][0] for text, language in sentences()]
        spread = {"low": round(1000 * min(firsts), 2), "high": round(1000 * max(firsts), 2)}
        name = f"stream.first_chunk_ms.{method}"
        tell(name, 1000 * statistics.median(firsts), "ms", sentences=len(firsts), **spread)


def first_chunk(sign: Any, text: str) -> float:
    """Seconds until the first chunk of an English sentence."""
    session = sign.open_stream("asl")
    began = time.perf_counter()
    next(session.sign(text))
    return time.perf_counter() - began


def measure_growth(sign: Any, tell: Tell) -> None:
    """First chunk of a long sentence over that of a short one, in turn."""
    ratios = []
    for _ in range(ROUNDS + 1):
        short, long = first_chunk(sign, SHORT), first_chunk(sign, LONG)
        ratios.append(long / short)
    words = {"words_short": len(SHORT.split()), "words_long": len(LONG.split()), "rounds": ROUNDS}
    tell("stream.first_chunk_growth", statistics.median(ratios[1:]), "x", **words)


def measure_offline(sign: Any, tell: Tell) -> None:
    """Largest difference between stream and whole."""
    worst = 0.0
    for text, language in sentences():
        whole = sign(text, language=language)["pose"].values
        streamed = np.concatenate([chunk.pose.values for chunk in sign.stream(text, language)])
        worst = max(worst, float(np.abs(whole - streamed).max()))
    tell("stream.offline_max_abs_diff", worst, "rad", sentences=SENTENCES)


def whole_wait(sign: Any, steps: int) -> float:
    """Seconds until a whole sentence of so many steps is there, refined as one chunk."""
    parts = sign.bundle
    began = time.perf_counter()
    encoded = sign.model.encode(**_prompt(sign))
    codes = torch.stack([code[0] for code in _endless(sign, encoded, steps)])
    coarse = parts.motion_tokenizer.decode(codes[None]).values
    if parts.refiner is not None:
        state = parts.refiner.start_stream(encoded.hidden, encoded.mask)
        parts.refiner.next_frames(state, coarse, ahead=_following(parts.refiner, coarse[:, :0]))
    return time.perf_counter() - began


def _following(refiner: Any, frames: torch.Tensor) -> torch.Tensor | None:
    """Coarse motion that a refiner sees of the time after a chunk, if it sees any."""
    return frames[:, : refiner.config.lookahead] if refiner.config.lookahead else None


def _prompt(sign: Any) -> Any:
    """What the model is shown of a short sentence: its text, and the signs of its words."""
    (prompted,) = sign.bundle.prompter.sentences(SHORT, resolve("asl"))
    return sign.bundle.processor.pad([prompted.prompt])


def _endless(sign: Any, encoded: Any, steps: int) -> Iterator[torch.Tensor]:
    """Exactly so many steps: where the sentence ends before, it is said again."""
    made = 0
    while made < steps:
        for code in sign.model.decode_steps(encoded, max_new_tokens=steps - made):
            made += 1
            yield code


def measure_wait(sign: Any, tell: Tell) -> None:
    """What a reader waits for the whole sentence, over the first chunk."""
    for frames, steps in LENGTHS.items():
        ratios = [whole_wait(sign, steps) / first_chunk(sign, SHORT) for _ in range(ROUNDS + 1)][1:]
        spread = {"low": round(min(ratios), 2), "high": round(max(ratios), 2)}
        tell(f"stream.wait_ratio_{frames}", statistics.median(ratios), "x", rounds=ROUNDS, **spread)


def resident_bytes() -> int:
    """Resident memory of this process."""
    status = Path("/proc/self/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) * 1024


def measure_memory(sign: Any, tell: Tell) -> None:
    """Ten minutes in one session."""
    session, pairs = sign.open_stream("asl"), [text for text, language in sentences() if language == "asl"]
    fps, before, at = sign.bundle.motion_tokenizer.config.fps, 0, 0
    while session.frames < LONG_SECONDS * fps:
        for _ in session.sign(pairs[at % len(pairs)]):
            pass
        at += 1
        if not before and session.frames > LONG_SECONDS * fps / 20:
            gc.collect()
            before = resident_bytes()
    gc.collect()
    growth = 100 * (resident_bytes() - before) / before
    tell("stream.memory_growth_percent", growth, "%", seconds=LONG_SECONDS, sentences=at, mebibytes=before >> 20)


def measure_refiner(sign: Any, tell: Tell) -> None:
    """Frames a second of the refiner alone."""
    refiner = sign.bundle.refiner
    if refiner is None:
        return
    encoded = sign.model.encode(**_prompt(sign))
    for frames in CHUNKS:
        coarse = sign.bundle.motion_tokenizer.mean.expand(1, frames, -1)
        ahead = _following(refiner, sign.bundle.motion_tokenizer.mean.expand(1, refiner.config.lookahead, -1))
        for steps in STEPS:
            state, seconds = refiner.start_stream(encoded.hidden, encoded.mask), []
            for _ in range(max(96 // frames, 20)):
                began = time.perf_counter()
                _, state = refiner.next_frames(state, coarse, steps=steps, ahead=ahead)
                seconds.append(time.perf_counter() - began)
            rate = frames / statistics.median(seconds[len(seconds) // 3 :])
            tell("stream.refiner_frames_per_second", rate, "frames/s", chunk_frames=frames, flow_steps=steps)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--model", help="model folder; default the embedded one")
    parser.add_argument("--long", action="store_true", help="also sign for ten minutes")
    arguments = parser.parse_args()
    speedup = parallel_speedup()
    one_thread()
    sign = load_pipeline(arguments.model)
    machine = {"threads": 1, "machine.parallel_speedup": round(speedup, 2), "contended": speedup < 1.6}

    def tell(name: str, value: float, unit: str, **context: Any) -> None:
        found = verdict(name, value, BARS, speedup < 1.6, TIMELESS)
        report(name, value, unit, arguments.json, **found, **context, **machine)

    measures = [measure_chain, measure_methods, measure_growth, measure_offline, measure_wait, measure_refiner]
    for measure in [*measures, *([measure_memory] if arguments.long else [])]:
        measure(sign, tell)


if __name__ == "__main__":
    main()
