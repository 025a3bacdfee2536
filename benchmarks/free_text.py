"""Does what people type come out as its signs? Synthetic: the rule-based signer says which signs a sentence has.

60 everyday sentences (`free_text/`, 20 a language), written without a look at the templates of the demo corpus. For
every sign of the lexicon that the rules put into a sentence, the frames that DTW aligns with it are ranked against all
signs of the lexicon: by the default method, by the model alone, and by the rules themselves (what can be reached).

    python benchmarks/free_text.py --json [--methods auto model signer] [--model FOLDER] [--limit N]
                                   [--tokenizer FOLDER]   # the signer's motion through a motion tokenizer
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from common import report
from quality import one_thread
from sign_ranking import Templates, aligned_pieces, rank_of, sign_templates

from signary.io.progress import track
from signary.pose.features import fit_sequence
from signary.signing.rule_based import sign_text
from signary.signing.shared_signing import SharedSigning
from signary.signing.text_signer import METHODS, SigningOptions, TextSigner, make_text_signer
from signary.tokenizer import MotionTokenizer

FOLDER = Path(__file__).parent / "free_text"
LANGUAGES = ("asl", "dgs", "csl")
TOP = (1, 5)


def sentences(language: str, limit: int | None = None) -> list[str]:
    """The sentences of a language; lines that begin with `#` speak of the file."""
    lines = (FOLDER / f"{language}.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")][:limit]


def ranks_of(text: str, language: str, method: TextSigner, templates: Templates) -> tuple[list[int], Any]:
    """The rank of every sign of a sentence, and what was signed. A sign that nothing is aligned with ranks last."""
    reference, found = sign_text(text, language), method(text)
    names = {name for name, _ in templates}
    signs = [segment for segment in reference.segments if segment.gloss in names]
    pieces = aligned_pieces(reference.pose, found.pose, [(sign.start, sign.end) for sign in signs])
    ranks = [
        len(names) if piece is None else rank_of(sign.gloss, piece, templates)
        for sign, piece in zip(signs, pieces, strict=True)
    ]
    return ranks, found


def through_tokenizer(folder: str, language: str) -> TextSigner:
    """The signer's motion, encoded and decoded: the most that a generator of these codes can reach."""
    tokenizer = MotionTokenizer.from_pretrained(folder).eval()

    def by(text: str) -> Any:
        signed = sign_text(text, language)
        return replace(signed, pose=tokenizer.reconstruct(fit_sequence(signed.pose, tokenizer.config)))

    return by


def measure(name: str, arguments: argparse.Namespace, templates: dict[str, Templates]) -> None:
    """Print the recall of a method, language by language and of all."""
    tell, everything = partial(report, as_json=arguments.json), list[int]()
    for language in LANGUAGES:
        options = SigningOptions(model=None if name == "signer" else arguments.model)
        if name == "tokenizer":
            method = through_tokenizer(arguments.tokenizer, language)
        else:
            method = make_text_signer(name, language, options)
        ranks, by_model = list[int](), 0
        texts = sentences(language, arguments.limit)
        for text in track(texts, f"{name} {language}"):
            found, signed = ranks_of(text, language, method, templates[language])
            ranks += found
            by_model += isinstance(signed, SharedSigning) and signed.parts[0][0].by_model
        everything += ranks
        _tell(tell, f"free_text.{name}.{language}", ranks, sentences=len(texts), by_model=by_model)
    _tell(tell, f"free_text.{name}", everything)


def _tell(tell: Any, name: str, ranks: list[int], **context: Any) -> None:
    for top in TOP:
        tell(f"{name}.recall_{top}", float(np.mean(np.array(ranks) < top)), "share", signs=len(ranks), **context)


def main() -> None:
    """Print all measures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--methods", nargs="+", choices=METHODS, default=None, help="default: all")
    parser.add_argument("--model", help="model folder; default: the embedded one")
    parser.add_argument("--tokenizer", help="folder of a motion tokenizer: the signer's motion through it")
    parser.add_argument("--limit", type=int, help="sentences a language; default: all")
    arguments = parser.parse_args()
    one_thread()
    templates = {language: sign_templates(language) for language in LANGUAGES}
    methods = METHODS if arguments.methods is None and not arguments.tokenizer else arguments.methods or ()
    for name in (*methods, *(["tokenizer"] if arguments.tokenizer else [])):
        measure(name, arguments, templates)


if __name__ == "__main__":
    main()
