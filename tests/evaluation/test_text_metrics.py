"""Metrics of text equal their formulas, written out, on random sentences; by hand; mistakes are named."""

import math
from collections import Counter

import numpy as np
import pytest

from signary.evaluation import Bleu, Chrf, GlossWer, LegacyBleu, RougeL, Wer, require_same
from signary.evaluation.errors import EmptyCorpusError, LengthMismatchError
from signary.evaluation.signature import SignatureMismatchError
from signary.io.errors import InputError

WORDS = ["im", "norden", "regnet", "es", "morgen", "und", "wind", "nordwind", "sonne"]


def sentences(seed, count=4):
    """References, and hypotheses that share words with them; one hypothesis in ten is empty."""
    random = np.random.default_rng(seed)
    references, hypotheses = [], []
    for _ in range(count):
        reference = list(random.choice(WORDS, random.integers(1, 9)))
        kept = [word for word in reference if random.random() < 0.7]
        kept += list(random.choice(WORDS, random.integers(0, 4)))
        references.append(" ".join(reference))
        hypotheses.append("" if random.random() < 0.1 else " ".join(kept))
    return references, hypotheses


def ngrams(items, n):
    return Counter(tuple(items[at : at + n]) for at in range(len(items) - n + 1))


def bleu(references, hypotheses, order, smoothed):
    """Papineni et al. 2002, Eq. 1 to 3; smoothing: the k-th precision that is 0 becomes 1 / (2^k · n-grams)."""
    lengths = sum(len(one.split()) for one in references), sum(len(one.split()) for one in hypotheses)
    logarithms, zeros, any_match = [], 0, False
    for n in range(1, order + 1):
        pairs = [(ngrams(a.split(), n), ngrams(b.split(), n)) for a, b in zip(references, hypotheses, strict=True)]
        total = sum(sum(found.values()) for _, found in pairs)
        right = sum(sum((expected & found).values()) for expected, found in pairs)
        any_match = any_match or right > 0
        if not right:
            zeros += 1
            right = 0.5**zeros if smoothed else 0
        if not right or not total:
            return 0.0
        logarithms.append(math.log(right / total))
    penalty = 1 if lengths[1] >= lengths[0] else math.exp(1 - lengths[0] / lengths[1])
    return 100 * penalty * math.exp(sum(logarithms) / order) if any_match else 0.0


@pytest.mark.parametrize("order", [1, 2, 3, 4])
def test_bleu_is_its_definition(order):
    for seed in range(50):
        corpus = sentences(seed)
        assert Bleu(order).corpus(*corpus).value == pytest.approx(bleu(*corpus, order, smoothed=True), rel=1e-6)
        assert LegacyBleu(order).corpus(*corpus).value == pytest.approx(bleu(*corpus, order, smoothed=False), rel=1e-6)


def chrf(references, hypotheses):
    """Popović 2015: mean precision and recall of the orders that both sides have, F with β = 2."""
    precisions, recalls = [], []
    for n in range(1, 7):
        pairs = [
            (ngrams(a.replace(" ", ""), n), ngrams(b.replace(" ", ""), n))
            for a, b in zip(references, hypotheses, strict=True)
        ]
        right = sum(sum((expected & found).values()) for expected, found in pairs)
        # sacrebleu counts no n-grams of a hypothesis whose reference is shorter than n.
        found = sum(sum(found.values()) for expected, found in pairs if expected)
        expected = sum(sum(expected.values()) for expected, _ in pairs)
        if found and expected:
            precisions.append(right / found)
            recalls.append(right / expected)
    precision, recall = np.mean(precisions), np.mean(recalls)
    return 100 * 5 * precision * recall / (4 * precision + recall)


def test_chrf_is_its_definition():
    for seed in range(50):
        references, hypotheses = sentences(seed, 5)
        assert Chrf().corpus(references, hypotheses).value == pytest.approx(chrf(references, hypotheses), rel=1e-6)


def subsequence(first, second):
    if not first or not second:
        return 0
    if first[-1] == second[-1]:
        return 1 + subsequence(first[:-1], second[:-1])
    return max(subsequence(first[:-1], second), subsequence(first, second[:-1]))


def rouge(reference, hypothesis):
    common = subsequence(reference.split()[:7], hypothesis.split()[:7])
    if not common:
        return 0
    precision, recall = common / len(hypothesis.split()[:7]), common / len(reference.split()[:7])
    return (1 + 1.2**2) * precision * recall / (recall + 1.2**2 * precision)


def test_rouge_l_is_its_definition():
    for seed in range(50):
        references, hypotheses = ([" ".join(one.split()[:7]) for one in side] for side in sentences(seed))
        expected = 100 * np.mean([rouge(*pair) for pair in zip(references, hypotheses, strict=True)])
        assert RougeL().corpus(references, hypotheses).mean == pytest.approx(expected, rel=1e-6)


def edits(first, second):
    table = np.zeros((len(first) + 1, len(second) + 1), int)
    table[:, 0], table[0] = range(len(first) + 1), range(len(second) + 1)
    for i in range(len(first)):
        for j in range(len(second)):
            table[i + 1, j + 1] = min(table[i, j] + (first[i] != second[j]), table[i, j + 1] + 1, table[i + 1, j] + 1)
    return table[-1, -1]


@pytest.mark.parametrize("metric", [Wer(), GlossWer()], ids=["wer", "gloss-wer"])
def test_word_error_rates_are_pooled(metric):
    for seed in range(50):
        references, hypotheses = sentences(seed)
        errors = sum(edits(a.split(), b.split()) for a, b in zip(references, hypotheses, strict=True))
        expected = 100 * errors / sum(len(one.split()) for one in references)
        assert metric.corpus(references, hypotheses).mean == pytest.approx(expected, rel=1e-6)


def test_by_hand():
    references, hypotheses = ["es regnet im norden", "sonne"], ["es regnet norden", "wind und sonne"]
    # 4 of 6 words match; of 4 pairs of words "es regnet" does; the hypotheses are longer.
    assert LegacyBleu(1).corpus(references, hypotheses).value == pytest.approx(100 * 4 / 6)
    assert LegacyBleu(2).corpus(references, hypotheses).value == pytest.approx(100 * math.sqrt(4 / 6 * 1 / 4))
    assert LegacyBleu(3).corpus(references, hypotheses).value == 0
    assert Bleu(3).corpus(references, hypotheses).value == pytest.approx(100 * (4 / 6 * 1 / 4 * 1 / 4) ** (1 / 3))
    assert Wer().corpus(references, hypotheses).mean == pytest.approx(100 * 3 / 5)
    assert Wer().corpus(references, hypotheses).scores.tolist() == [25, 200]
    rouge_first = 2.44 * 1 * 0.75 / (0.75 + 1.44)
    rouge_second = 2.44 * 1 / 3 / (1 + 1.44 / 3)
    assert RougeL().corpus(references, hypotheses).scores == pytest.approx([100 * rouge_first, 100 * rouge_second])


def test_chinese_is_split_into_characters():
    references, hypotheses = ["明天下雨。"], ["明天下雪。"]
    assert Bleu(1).corpus(references, hypotheses).value < 100 * 4 / 5
    assert Bleu(1, "zh").corpus(references, hypotheses).value == pytest.approx(100 * 4 / 5)


ALL = [Bleu(4), LegacyBleu(4), Chrf(), RougeL(), Wer(), GlossWer()]


@pytest.mark.parametrize("metric", ALL, ids=lambda metric: metric.signature.name)
def test_perfect_text_and_padding(metric):
    references, hypotheses = sentences(1, 20)
    assert metric.corpus(references, references).value == pytest.approx(metric.best)
    padded = [f"  {text}  \n" for text in references], [f"{text} " for text in hypotheses]
    assert metric.corpus(*padded).value == pytest.approx(metric.corpus(references, hypotheses).value)


def test_signatures_keep_smoothing_and_order_apart():
    results = [metric.corpus(["a b"], ["a b"]) for metric in (Bleu(4), LegacyBleu(4), Bleu(3))]
    assert str(results[1].signature).startswith("bleu-4-legacy|tokens:spaces|mean:pooled|smoothing:floor-0|")
    for other in results[1:]:
        with pytest.raises(SignatureMismatchError):
            require_same(results[0], other)


@pytest.mark.parametrize("metric", ALL, ids=lambda metric: metric.signature.name)
def test_mistakes_are_named(metric):
    with pytest.raises(EmptyCorpusError, match="references: expected at least one of the texts, got none"):
        metric.corpus([], [])
    with pytest.raises(LengthMismatchError, match="hypotheses: expected 1 texts, as the references, got 2"):
        metric.corpus(["a"], ["a", "b"])
    with pytest.raises(InputError, match=r"references\[1\]: expected words, got ' '"):
        metric.corpus(["a", " "], ["a", "b"])
    with pytest.raises(InputError, match="hypotheses: expected a list of texts, got str"):
        metric.corpus(["a"], "b")
    with pytest.raises(InputError, match="references: expected a list of texts"):
        metric.corpus([None], ["b"])


def test_unknown_orders_are_refused():
    with pytest.raises(InputError, match="order: expected 1 to 4"):
        Bleu(5)
