"""CTC against all its paths: few steps and few glosses, so that they can be counted."""

from collections import defaultdict
from itertools import groupby, product

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from signary.evaluation.back_translation.ctc import best_path, ctc_nll, prefix_beam_search, steps_needed
from signary.io.errors import InputError

EVERYTHING = 1000


def scores(seed, steps, ids):
    return torch.from_numpy(np.random.default_rng(seed).normal(0, 1.5, (steps, ids))).log_softmax(-1)


def all_sequences(found):
    """Sequence of glosses -> its probability, over every path."""
    total = defaultdict(float)
    for path in product(range(found.shape[1]), repeat=len(found)):
        glosses = tuple(number for number, _ in groupby(path) if number)
        total[glosses] += float(found[range(len(found)), path].sum().exp())
    return total


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 5), st.integers(2, 4))
def test_a_beam_of_everything_finds_the_likeliest_sequence(seed, steps, ids):
    found = scores(seed, steps, ids)
    total = all_sequences(found)
    assert total[tuple(prefix_beam_search(found, EVERYTHING))] == pytest.approx(max(total.values()))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 5), st.integers(2, 4))
def test_the_best_path_is_the_likeliest_path(seed, steps, ids):
    found = scores(seed, steps, ids)
    path = max(product(range(ids), repeat=steps), key=lambda each: float(found[range(steps), each].sum()))
    assert best_path(found) == [number for number, _ in groupby(path) if number]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.lists(st.integers(1, 3), min_size=1, max_size=3))
def test_the_loss_counts_every_path_and_no_padding(seed, glosses):
    found = scores(seed, 5, 4)
    padded = torch.cat([found, scores(seed + 1, 3, 4)])[None]
    ids = torch.tensor([[*glosses, 3, 3]])
    loss = ctc_nll(padded, torch.tensor([5]), ids, torch.tensor([len(glosses)]))
    assert float(loss) == pytest.approx(-np.log(all_sequences(found)[tuple(glosses)]), rel=1e-4)


def test_a_wider_beam_sums_paths_that_the_best_path_does_not():
    """Graves' example: each of two steps is likelier blank, yet the gloss is likelier than nothing."""
    found = torch.tensor([[0.6, 0.4], [0.6, 0.4]]).log()
    assert best_path(found) == []
    assert prefix_beam_search(found, 2) == [1]


def test_pruning_of_tokens_changes_nothing():
    """With 40 glosses only the likeliest extensions are tried; a beam that tries them all finds the same."""
    for seed in range(20):
        found = scores(seed, 12, 40)
        assert prefix_beam_search(found, 5) == dense_beam_search(found, 5)


def dense_beam_search(found, beams):
    """The same search as a literal recursion over prefixes, all tokens tried."""
    kept = {(): (1.0, 0.0)}
    for row in found.exp().tolist():
        after = defaultdict(lambda: [0.0, 0.0])
        for prefix, (blank, other) in kept.items():
            after[prefix][0] += (blank + other) * row[0]
            if prefix:
                after[prefix][1] += other * row[prefix[-1]]
            for token in range(1, len(row)):
                same = prefix and prefix[-1] == token
                after[(*prefix, token)][1] += (blank if same else blank + other) * row[token]
        kept = dict(sorted(after.items(), key=lambda item: -sum(item[1]))[:beams])
    return list(next(iter(kept)))


def test_too_few_steps_are_named():
    found = scores(0, 3, 4)[None]
    assert steps_needed([1, 1, 2]) == 4
    with pytest.raises(InputError, match=r"gloss_ids\[0\]: expected motion of at least 4 steps, got 3 steps"):
        ctc_nll(found, torch.tensor([3]), torch.tensor([[1, 1, 2]]), torch.tensor([3]))
    with pytest.raises(InputError, match="beams: expected at least 1"):
        prefix_beam_search(found[0], 0)
