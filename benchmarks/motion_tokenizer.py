"""What does a motion tokenizer keep, and what does it cost? Synthetic: sentences of the rule-based signer.

Everyday sentences (`free_text/`) and sentences of the demo corpus' split `test` go through codes and back. For every
sign of the lexicon in them the frames that DTW aligns with it are ranked against all signs of the lexicon; the same of
the signer's own motion is what goes in. Then errors in millimetres, use of the codebooks, bits, bytes and speed.

    python benchmarks/motion_tokenizer.py --json [--tokenizer FOLDER …] [--limit N]
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch
from common import report
from free_text import LANGUAGES, sentences
from quality import PARTS, one_thread
from sign_ranking import aligned_pieces, rank_of, sign_templates

from signary.bundle.folder import embedded_folder
from signary.corpora.synthetic.config import DemoCorpusConfig
from signary.corpora.synthetic.demo import sizes_of
from signary.corpora.synthetic.splits import make_splits
from signary.evaluation import PaMpjpe
from signary.io.progress import track
from signary.pose.features import fit_sequence
from signary.pose.sequence import PoseSequence
from signary.signing.rule_based import sign_text
from signary.tokenizer import MotionTokenizer, code_counts, perplexity, usage

TOP = (1, 5)
#: Steps of a decoded stream whose speed is measured, and how often.
STEPS, RUNS = 100, 5


@dataclass(frozen=True)
class Sentence:
    """A signed sentence, and the signs of the lexicon in it: gloss, start and end in seconds."""

    language: str
    pose: PoseSequence
    signs: Sequence[tuple[str, float, float]]


def signed_sentences(language: str, names: set[str], limit: int | None) -> list[Sentence]:
    """Everyday sentences, and as many sentences of the demo corpus' split `test` as make a hundred; `limit` of each."""
    config = DemoCorpusConfig()
    everyday = sentences(language, limit)
    split = make_splits(language, sizes_of(config), config.seed)["test"]
    texts = [*everyday, *(one.glossed(language).text for one in split[: max(0, 100 - len(everyday))][:limit])]
    found = []
    for text in texts:
        signed = sign_text(text, language)
        signs = [(one.gloss, one.start, one.end) for one in signed.segments if one.gloss in names]
        found.append(Sentence(language, signed.pose, signs))
    return found


def ranks(sentences: Sequence[Sentence], motion: Sequence[PoseSequence], templates: dict[str, object]) -> list[int]:
    """The rank of every sign in motion that is to be the sentences'; last where nothing is aligned with it."""
    found = []
    for one, pose in zip(sentences, track(motion, "ranking signs", len(motion)), strict=True):
        known = templates[one.language]
        pieces = aligned_pieces(one.pose, pose, [(start, end) for _, start, end in one.signs])
        for (gloss, _, _), piece in zip(one.signs, pieces, strict=True):
            found.append(len(known) if piece is None else rank_of(gloss, piece, known))
    return found


def measure_speed(tokenizer: MotionTokenizer, codes: torch.Tensor) -> float:
    """Frames a second of a stream that is decoded a step at a time, the median of some runs."""
    seconds = []
    for _ in range(RUNS):
        state, started = tokenizer.start_stream(), time.perf_counter()
        for step in codes.split(1, dim=1):
            state = tokenizer.decode(step, state).state
        seconds.append(time.perf_counter() - started)
    return tokenizer.config.stride * codes.shape[1] / float(np.median(seconds))


def measure_cost(
    name: str, tokenizer: MotionTokenizer, codes: Sequence[torch.Tensor], tell: Callable[..., None]
) -> None:
    """Use of the codebooks, bits a second, bytes as fp16, speed."""
    config, rate = tokenizer.config, tokenizer.config.fps / tokenizer.config.stride
    counts = [
        torch.stack(column).sum(0) for column in zip(*(code_counts(one, config.sizes) for one in codes), strict=True)
    ]
    for column, size, count in zip(config.column_names, config.sizes, counts, strict=True):
        tell(f"{name}.usage.{column}", float(usage(count)), "share", codes=size, perplexity=float(perplexity(count)))
    tell(f"{name}.bits", rate * sum(math.log2(size) for size in config.sizes), "bits/s", columns=len(config.sizes))
    tell(f"{name}.entropy", rate * sum(math.log2(float(perplexity(count))) for count in counts), "bits/s")
    tell(f"{name}.bytes_fp16", float(sum(2 * value.numel() for value in tokenizer.state_dict().values())), "bytes")
    if config.causal_decoder:
        stream = torch.cat(list(codes), dim=1)[:, :STEPS]
        tell(f"{name}.decode", measure_speed(tokenizer, stream), "frames/s", threads=torch.get_num_threads())


def measure(name: str, sentences: Sequence[Sentence], motion: Sequence[PoseSequence], templates: dict, tell) -> None:
    """Recall of signs, a language and of all."""
    found, of = np.array(ranks(sentences, motion, templates)), [one.language for one in sentences for _ in one.signs]
    chosen = {f".{language}": np.array(of) == language for language in templates} | {"": np.ones(len(found), bool)}
    for suffix, which in chosen.items():
        for top in TOP:
            tell(f"{name}{suffix}.top{top}", float(np.mean(found[which] < top)), "share", signs=int(which.sum()))


def main() -> None:
    """Print all measures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--tokenizer", nargs="+", help="folders; default: the embedded one")
    parser.add_argument("--signer", action="store_true", help="also of the motion that goes in")
    parser.add_argument("--limit", type=int, help="sentences a language and source; default: a hundred in all")
    arguments = parser.parse_args()
    one_thread()
    tell = partial(report, as_json=arguments.json)
    templates = {language: sign_templates(language) for language in LANGUAGES}
    names = {language: {gloss for gloss, _ in known} for language, known in templates.items()}
    signed = [one for language in LANGUAGES for one in signed_sentences(language, names[language], arguments.limit)]
    if arguments.signer:
        measure("motion_tokenizer.signer", signed, [one.pose for one in signed], templates, tell)
    for folder in map(Path, arguments.tokenizer or [embedded_folder() / "motion_tokenizer"]):
        name = f"motion_tokenizer.{folder.parent.name if folder.name == 'model' else folder.name}"
        tokenizer = MotionTokenizer.from_pretrained(folder, dtype=torch.float32).eval()
        motion = [fit_sequence(one.pose, tokenizer.config) for one in signed]
        rebuilt = [tokenizer.reconstruct(pose) for pose in motion]
        measure(name, signed, rebuilt, templates, tell)
        for part in PARTS:
            tell(f"{name}.pa_mpjpe.{part}", PaMpjpe(part).corpus(motion, rebuilt).mean, "mm")
        measure_cost(name, tokenizer, [tokenizer.encode(pose)[0] for pose in motion], tell)


if __name__ == "__main__":
    main()
