"""How good is the embedded demo model? Synthetic motion of the rule-based signer, canonical signer, corpus seed 0.

- DTW-PA-JPE as SOKE computes it, of the tokenizer's reconstruction and of what the model generates from the text alone,
  both against the signed sentence of the split `test`; PA-MPJPE of the reconstruction; use of the codebooks.
- Token accuracy, teacher-forced, of the heads alone (what a pointer copies is not counted), and its ceiling: the share
  of codes that stay as they are when the reference itself is encoded again with sensor noise.
- On `test_unseen_words`, sentences with words that no training sentence has: how much retrieval lowers the distance of
  the hands, against the same weights without it; those weights against a model trained without retrieval (--baseline);
  and recall of the unseen signs: the frames that DTW aligns with the sign, compared with every sign of the lexicon.

    python benchmarks/demo_quality.py --json [--model FOLDER] [--baseline FOLDER] [--limit N]
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np
import torch
from common import report
from quality import PARTS, Sentences, distances, generate, load_pipeline, one_thread
from sign_ranking import aligned_pieces, rank_of, sign_templates

from signary.corpora.synthetic.demo import build_demo_corpus
from signary.corpora.synthetic.splits import held_out_glosses
from signary.evaluation import PaMpjpe
from signary.io.progress import track
from signary.language.languages import resolve
from signary.pose.sequence import PoseSequence
from signary.tokenizer import MotionTokenizer, code_counts, usage

#: Sensor noise of the ceiling: standard deviation of every rotation in radians (1.1 degrees).
NOISE = 0.02
#: Signs among which an unseen sign has to be the nearest, or one of the nearest five.
TOP = (1, 5)

Report = Callable[..., None]


def measure_tokenizer(tokenizer: MotionTokenizer, test: Sentences, processes: int, tell: Report) -> list[PoseSequence]:
    """Reconstruction of the test split; returns it."""
    rebuilt = [tokenizer.reconstruct(sequence) for sequence in track(test.motion, "reconstructing")]
    for part in PARTS:
        error = PaMpjpe(part).corpus(test.motion, rebuilt)
        tell(f"demo_quality.reconstruction_mm.{part}", error.mean, "mm", metric=str(error.signature))
    codes = [tokenizer.encode(sequence)[0] for sequence in test.motion]
    counts = [code_counts(row, tokenizer.config.sizes, torch.ones(row.shape[:2], dtype=torch.bool)) for row in codes]
    for at, column in enumerate(tokenizer.config.column_names):
        used = float(usage(torch.stack([row[at] for row in counts]).sum(0)))
        tell(f"demo_quality.codebook_usage.{column}", used, "share", codes=tokenizer.config.sizes[at])
    return rebuilt


def token_accuracy(sign: Any, test: Sentences) -> tuple[float, float]:
    """Share of codes that the likeliest code is right for (teacher forcing), and that noise leaves as they are."""
    tokenizer, model = sign.bundle.motion_tokenizer, sign.model
    processor, prompter = sign.bundle.processor, sign.bundle.prompter
    right, kept, total = 0, 0, 0
    noise = np.random.default_rng(0)
    for row, sequence in zip(test.rows, track(test.motion, "token accuracy"), strict=True):
        codes, _ = tokenizer.encode(sequence)
        noisy = PoseSequence(
            sequence.values + noise.normal(0, NOISE, sequence.values.shape).astype(np.float32),
            sequence.layout,
            sequence.fps,
            None,
            sequence.metadata,
        )
        prompt = prompter.prompt(row["text"], resolve(row["language"]), signer=processor.default_signer)
        with torch.no_grad():
            logits = model(**processor.pad([prompt]), motion_codes=codes).logits
        likely = torch.stack([part[:, : codes.shape[1], :-1].argmax(-1) for part in logits], -1)
        right += int((likely == codes).sum())
        kept += int((tokenizer.encode(noisy)[0] == codes).sum())
        total += codes.numel()
    return right / total, kept / total


def unseen_pieces(unseen: Sentences, motion: Sequence[PoseSequence]) -> Iterator[tuple[str, str, np.ndarray]]:
    """Language, gloss and features of the frames that DTW aligns with each sign that training has not."""
    held_out = {language: set(held_out_glosses(language, 0)) for language in {row["language"] for row in unseen.rows}}
    for row, reference, generated in zip(unseen.rows, unseen.motion, motion, strict=True):
        signs = [sign for sign in row["glosses"] if sign["gloss"] in held_out[row["language"]]]
        spans = [(sign["start"], sign["end"]) for sign in signs]
        for sign, piece in zip(signs, aligned_pieces(reference, generated, spans), strict=True):
            if piece is not None:
                yield row["language"], sign["gloss"], piece


def sign_recall(unseen: Sentences, motion: Sequence[PoseSequence]) -> dict[int, float]:
    """Share of the unseen signs whose own sign is the nearest, or among the nearest five, of the whole lexicon."""
    templates = {language: sign_templates(language) for language in {row["language"] for row in unseen.rows}}
    pieces = track(list(unseen_pieces(unseen, motion)), "looking for the unseen signs")
    ranks = [rank_of(gloss, piece, templates[language]) for language, gloss, piece in pieces]
    return {top: float(np.mean(np.array(ranks) < top)) for top in TOP}


def measure_unseen(sign: Any, baseline: Any, unseen: Sentences, processes: int, tell: Report) -> None:
    """What retrieval brings on sentences with unseen words."""
    results = {"with": generate(sign, unseen), "without": generate(sign, unseen, retrieval="none")}
    if baseline is not None:
        results["baseline"] = generate(baseline, unseen)
    poses = {name: [result["pose"] for result in found] for name, found in results.items()}
    means = {
        name: {part: float(scores.mean()) for part, scores in distances(unseen.motion, found, processes).items()}
        for name, found in poses.items()
    }
    for part in PARTS:
        gain = 1 - means["with"][part] / means["without"][part]
        tell(f"demo_quality.unseen_words.{part}_gain", gain, "share", sentences=len(unseen.rows), distances={
            name: round(found[part], 4) for name, found in means.items()
        })  # fmt: skip
        if baseline is not None:
            worse = means["without"][part] / means["baseline"][part]
            tell(f"demo_quality.unseen_words.{part}_without_over_baseline", worse, "x")
    for name, found in (*poses.items(), ("reference", unseen.motion)):
        for top, recall in sign_recall(unseen, found).items():
            tell(f"demo_quality.unseen_words.recall_{top}.{name}", recall, "share")


def main() -> None:
    """Print all measures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--model", help="model folder; default: the embedded one")
    parser.add_argument("--baseline", help="model folder of the same size and budget, trained without retrieval")
    parser.add_argument("--limit", type=int, help="sentences a language and split; default: all")
    parser.add_argument("--processes", type=int, default=2, help="processes that sign and measure")
    arguments = parser.parse_args()
    one_thread()
    sign = load_pipeline(arguments.model)
    baseline = load_pipeline(arguments.baseline) if arguments.baseline else None
    corpus = build_demo_corpus(processes=arguments.processes)
    tokenizer = sign.bundle.motion_tokenizer
    test = Sentences.of(corpus["test"], tokenizer, arguments.limit)
    tell = partial(report, as_json=arguments.json)
    rebuilt = measure_tokenizer(tokenizer, test, arguments.processes, tell)
    generated = [result["pose"] for result in generate(sign, test)]
    found = {
        name: distances(test.motion, motion, arguments.processes)
        for name, motion in (("reconstruction", rebuilt), ("generated", generated))
    }
    for part in PARTS:
        for name, scores in found.items():
            tell(f"demo_quality.{part}.{name}", scores[part].mean(), "m", sentences=len(test.rows))
        tell(f"demo_quality.{part}.ratio", found["generated"][part].mean() / found["reconstruction"][part].mean(), "x")
    accuracy, ceiling = token_accuracy(sign, test)
    tell("demo_quality.token_accuracy", accuracy, "share", ceiling=round(ceiling, 4), noise_radians=NOISE)
    unseen = Sentences.of(corpus["test_unseen_words"], tokenizer, arguments.limit)
    measure_unseen(sign, baseline, unseen, arguments.processes, tell)


if __name__ == "__main__":
    main()
