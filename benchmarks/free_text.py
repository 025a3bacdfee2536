"""Does what people type come out as its signs? Synthetic: the rule-based signer says which signs a sentence has.

Everyday sentences (`free_text/`, 200 a language), of which no training text is made. For every sign of the lexicon
that the rules put into a sentence, the frames that DTW aligns with it are ranked against all signs of the lexicon
(`top1`, `top5`), and so are the frames of the whole motion that the sign fits best (`order_free`); README.md says what
else is measured.

    python benchmarks/free_text.py --json [--method auto|model|signer] [--model FOLDER] [--sentences FOLDER]
                                   [--tokenizer FOLDER]   # the signer's motion through a motion tokenizer
                                   [--phoenix FILE] [--unseen] [--languages asl dgs csl] [--limit N] [--no-refine]
                                   [--no-judge]
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, count, islice
from pathlib import Path
from typing import Any

import numpy as np
from common import report
from free_text_measures import Expected, Findings, Ruler
from quality import one_thread
from recogniser import JUDGE

from signary.evaluation.back_translation import LoadedRecogniser
from signary.io.errors import InputError
from signary.io.progress import track
from signary.io.tables import read_table
from signary.pose.features import fit_sequence
from signary.signing.rule_based import sign_text
from signary.signing.shared_signing import SharedSigning
from signary.signing.text_signer import SigningOptions, TextSigner, make_text_signer
from signary.streaming.chunks import METHODS
from signary.tokenizer import MotionTokenizer
from signary.training.composing.composed_config import ComposedConfig
from signary.training.composing.composer import UNSEEN, composed_block
from signary.training.composing.held_out import unseen_signs

FOLDER = Path(__file__).parent / "free_text"
LANGUAGES = ("asl", "dgs", "csl")
TOP = (1, 5)
#: Durations, over the signer's, that are as long as they should be.
USUAL = (0.75, 1.33)
#: Sentences of PHOENIX, evenly chosen.
PHOENIX_SENTENCES = 60
TOKENIZER = "tokenizer"
#: Composed sentences a language with signs that no training text has.
UNSEEN_SENTENCES = 100
#: What the embedded model's training text is made of, and what is kept out of it.
COMPOSED = ComposedConfig()


def sentences(folder: Path, language: str, limit: int | None = None) -> list[str]:
    """The sentences of a language; lines that begin with `#` speak of the file."""
    lines = (folder / f"{language}.txt").read_text("utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")][:limit]


def phoenix_sentences(file: Path, limit: int | None = None) -> list[str]:
    """German sentences of a file of PHOENIX14T, `|` between its columns, evenly chosen."""
    texts = [text for _, (text,) in read_table(file).of("translation")]
    count = min(len(texts), PHOENIX_SENTENCES if limit is None else limit)
    return [texts[at] for at in np.linspace(0, len(texts) - 1, count).round().astype(int)]


def unseen_sentences(language: str, limit: int | None = None) -> list[str]:
    """Composed sentences, each with a sign at least that no training text has."""
    made = chain.from_iterable(composed_block(language, COMPOSED, UNSEEN, number) for number in count())
    texts = dict.fromkeys(each.text for each in islice(made, UNSEEN_SENTENCES if limit is None else limit))
    return list(texts)


def through_tokenizer(folder: str, language: str) -> TextSigner:
    """The signer's motion, encoded and decoded: the most that a generator of these codes can reach."""
    tokenizer = MotionTokenizer.from_pretrained(folder).eval()

    def by(text: str) -> Any:
        signed = sign_text(text, language)
        return replace(signed, pose=tokenizer.reconstruct(fit_sequence(signed.pose, tokenizer.config)))

    return by


def measure(texts: Sequence[str], language: str, method: TextSigner, ruler: Ruler, title: str) -> Findings:
    """What a method makes of sentences."""
    found = Findings()
    for text in track(texts, title):
        expected = Expected(text, language)
        try:
            signed = method(text)
        except InputError:
            found += ruler.failed(expected)
        else:
            found += ruler.measure(expected, signed.pose, signed.segments)
            found.by_model += isinstance(signed, SharedSigning) and signed.parts[0][0].by_model
    return found


def tell(found: Findings, name: str, method: str, report: Callable[..., None]) -> None:
    """Print the figures of sentences; those of which there is nothing are left out."""
    about: dict[str, Any] = {"method": method, "sentences": found.sentences, "failed": found.failed}
    about |= {"by_model": found.by_model} if method == "auto" else {}

    def print_share(name: str, right: Sequence[bool] | np.ndarray, **context: Any) -> None:
        if len(right):
            report(name, float(np.mean(right)), "share", **about, **context)

    for top in TOP:
        print_share(f"{name}.top{top}", np.array(found.ranks) < top, signs=len(found.ranks))
        print_share(f"{name}.order_free.top{top}", np.array(found.anywhere) < top, signs=len(found.anywhere))
    durations = np.array(found.durations)
    print_share(f"{name}.duration_ratio", (durations >= USUAL[0]) & (durations <= USUAL[1]), between=list(USUAL))
    report(f"{name}.duration_ratio.median", float(np.median(durations)), "x", **about)
    print_share(f"{name}.spelled_recall", found.letters, letters=len(found.letters))
    print_share(f"{name}.spelled_words", found.spelled, words=len(found.spelled))
    for key, errors in (("word_times_error", found.times), ("word_times_error.aligned", found.times_aligned)):
        if errors:
            report(f"{name}.{key}", float(np.median(errors)), "s", times=len(errors), **about)
    print_share(f"{name}.negation_kept", found.negations, negations=len(found.negations))
    print_share(f"{name}.question_kept", found.questions, questions=len(found.questions))
    print_share(f"{name}.negation_read", found.negations_read, negations=len(found.negations_read))
    print_share(f"{name}.question_read", found.questions_read, questions=len(found.questions_read))
    middle = "" if name == "free_text.all" else name.removeprefix("free_text")
    for top in TOP:
        print_share(f"free_text.{method}{middle}.recall_{top}", np.array(found.ranks) < top, signs=len(found.ranks))


def main() -> None:
    """Print all measures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--method", choices=METHODS, help="default: auto")
    parser.add_argument("--model", help="model folder; default: the embedded one")
    parser.add_argument("--tokenizer", help="folder of a motion tokenizer: instead of a method, the signer through it")
    parser.add_argument("--sentences", type=Path, default=FOLDER, help="folder with asl.txt, dgs.txt, csl.txt")
    parser.add_argument("--phoenix", type=Path, help="file of PHOENIX14T sentences, measured as a group of their own")
    parser.add_argument(
        "--unseen", action="store_true", help="instead: composed sentences with signs that no training text has"
    )
    parser.add_argument("--languages", nargs="+", choices=LANGUAGES, default=LANGUAGES, help="default: all")
    parser.add_argument("--limit", type=int, help="sentences a group; default: all")
    parser.add_argument("--no-judge", action="store_true", help="ask no recogniser for negations and question words")
    parser.add_argument("--no-refine", action="store_true", help="of the model, motion as its codes give it")
    arguments = parser.parse_args()
    if arguments.tokenizer and arguments.method:
        parser.error("--tokenizer takes no --method")
    if arguments.unseen and (arguments.phoenix or arguments.sentences != FOLDER):
        parser.error("--unseen takes neither --phoenix nor --sentences")
    one_thread()
    name = TOKENIZER if arguments.tokenizer else arguments.method or "auto"
    model = None if name in ("signer", TOKENIZER) else arguments.model
    options = SigningOptions(model=model, no_refine=arguments.no_refine)
    say, everything = partial(report, as_json=arguments.json), Findings()
    read_texts = unseen_sentences if arguments.unseen else partial(sentences, arguments.sentences)
    groups = {each: (each, partial(read_texts, each)) for each in arguments.languages}
    if arguments.phoenix:
        groups["phoenix"] = ("dgs", partial(phoenix_sentences, arguments.phoenix))
    judge = None if arguments.no_judge else LoadedRecogniser.load(JUDGE)
    rulers, title = dict[str, Ruler](), "free_text.unseen" if arguments.unseen else "free_text"
    for group, (language, read) in groups.items():
        ruler = rulers.setdefault(language, rulers.get(language) or Ruler(language, judge))
        if name == TOKENIZER:
            method = through_tokenizer(arguments.tokenizer, language)
        else:
            method = make_text_signer(name, language, options)
        if arguments.unseen:
            ruler = ruler.of(unseen_signs(language, COMPOSED.seed, COMPOSED.unseen_share))
        found = measure(read(limit=arguments.limit), language, method, ruler, f"{name} {group}")
        tell(found, f"{title}.{group}", name, say)
        if group != "phoenix":
            everything += found
    tell(everything, f"{title}.all", name, say)


if __name__ == "__main__":
    main()
