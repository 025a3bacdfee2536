"""What does a motion tokenizer keep, and what does it cost? Synthetic: sentences of the rule-based signer.

Everyday sentences (`free_text/`) and sentences of the demo corpus' split `test` go through codes and back. For every
sign of the lexicon in them the frames that DTW aligns with it are ranked against all signs of the lexicon; the same of
the signer's own motion is what goes in. Then errors in millimetres, use of the codebooks, bits, bytes and speed.

    python benchmarks/motion_tokenizer.py --json [--tokenizer FOLDER …] [--signer] [--limit N]
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch
from common import report
from free_text import FOLDER, LANGUAGES, sentences
from quality import PARTS, one_thread
from sign_ranking import Templates, aligned_pieces, rank_of, sign_templates

from signary.bundle.folder import embedded_folder
from signary.corpora.synthetic.config import DemoCorpusConfig
from signary.corpora.synthetic.demo import sizes_of
from signary.corpora.synthetic.splits import make_splits
from signary.evaluation import PaMpjpe
from signary.io.progress import track
from signary.pose.features import fit_sequence
from signary.pose.sequence import PoseSequence
from signary.signing.rule_based import sign_text
from signary.tokenizer import MotionDecoderState, MotionTokenizer, code_counts, perplexity, usage

Tell = Callable[..., None]
TOP = (1, 5)
#: Sentences a language.
MOST = 100
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
    everyday = sentences(FOLDER, language, limit)[: MOST // 2]
    split = make_splits(language, sizes_of(config), config.seed)["test"]
    texts = [*everyday, *(one.glossed(language).text for one in split[: max(0, MOST - len(everyday))][:limit])]
    found = []
    for text in texts:
        signed = sign_text(text, language)
        signs = [(one.gloss, one.start, one.end) for one in signed.segments if one.gloss in names]
        found.append(Sentence(language, signed.pose, signs))
    return found


def ranks(signed: Sequence[Sentence], motion: Sequence[PoseSequence], templates: Mapping[str, Templates]) -> list[int]:
    """The rank of every sign in motion that is to be the sentences'; last where nothing is aligned with it."""
    found = []
    for one, pose in zip(signed, track(motion, "ranking signs", len(motion)), strict=True):
        known = templates[one.language]
        pieces = aligned_pieces(one.pose, pose, [(start, end) for _, start, end in one.signs])
        for (gloss, _, _), piece in zip(one.signs, pieces, strict=True):
            found.append(len(known.names) if piece is None else rank_of(gloss, piece, known))
    return found


def measure_signs(
    name: str,
    signed: Sequence[Sentence],
    motion: Sequence[PoseSequence],
    templates: Mapping[str, Templates],
    tell: Tell,
) -> None:
    """Recall of signs, language by language and of all."""
    found, of = (
        np.array(ranks(signed, motion, templates)),
        np.array([one.language for one in signed for _ in one.signs]),
    )
    for language in (*templates, ""):
        chosen = found[of == language] if language else found
        for top in TOP:
            place = f"{name}.{language}.top{top}" if language else f"{name}.top{top}"
            tell(place, float(np.mean(chosen < top)), "share", signs=len(chosen))


def measure_cost(name: str, tokenizer: MotionTokenizer, codes: Sequence[torch.Tensor], tell: Tell) -> None:
    """Use of the codebooks, bits a second, bytes as fp16, speed."""
    config, rate = tokenizer.config, tokenizer.config.fps / tokenizer.config.stride
    of_sentences = [code_counts(one, config.sizes) for one in codes]
    counts = [torch.stack(column).sum(0) for column in zip(*of_sentences, strict=True)]
    for column, size, count in zip(config.column_names, config.sizes, counts, strict=True):
        spread = float(perplexity(count))
        tell(f"{name}.usage.{column}", float(usage(count)), "share", codes=size, perplexity=round(spread, 1))
    tell(f"{name}.bits", rate * sum(math.log2(size) for size in config.sizes), "bits/s", columns=len(config.sizes))
    tell(f"{name}.entropy", rate * sum(math.log2(float(perplexity(count))) for count in counts), "bits/s")
    tell(f"{name}.bytes_fp16", float(sum(2 * value.numel() for value in tokenizer.state_dict().values())), "bytes")
    if config.causal_decoder:
        stream = torch.cat(list(codes), dim=1)[:, :STEPS]
        tell(f"{name}.decode", measure_speed(tokenizer, stream), "frames/s", threads=1)


def measure_speed(tokenizer: MotionTokenizer, codes: torch.Tensor) -> float:
    """Frames a CPU second of a stream that is decoded a step at a time by one thread, the median of some runs."""
    seconds = []
    for _ in range(RUNS):
        state: MotionDecoderState | None = tokenizer.start_stream()
        started = time.process_time()
        for step in range(codes.shape[1]):
            _, state = tokenizer.decode(codes[:, step : step + 1], state)
        seconds.append(time.process_time() - started)
    return tokenizer.config.stride * codes.shape[1] / float(np.median(seconds))


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
    names = {language: set(known.names) for language, known in templates.items()}
    signed = [one for language in LANGUAGES for one in signed_sentences(language, names[language], arguments.limit)]
    if arguments.signer:
        measure_signs("motion_tokenizer.signer", signed, [one.pose for one in signed], templates, tell)
    for folder in map(Path, arguments.tokenizer or [embedded_folder() / "motion_tokenizer"]):
        name = f"motion_tokenizer.{folder.parent.name if folder.name == 'model' else folder.name}"
        tokenizer = MotionTokenizer.from_pretrained(folder, dtype=torch.float32).eval()
        motion = [fit_sequence(one.pose, tokenizer.config) for one in signed]
        rebuilt = [tokenizer.reconstruct(pose) for pose in motion]
        measure_signs(name, signed, rebuilt, templates, tell)
        for part in PARTS:
            tell(f"{name}.pa_mpjpe.{part}", PaMpjpe(part).corpus(motion, rebuilt).mean, "mm")
        measure_cost(name, tokenizer, [tokenizer.encode(pose)[0] for pose in motion], tell)


if __name__ == "__main__":
    main()
