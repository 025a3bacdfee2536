"""Runs of the decoder side by side: each at a step and with a prompt of its own, and each as if it were alone."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from signary.generator.sign_mbart.pointer_rules import PointerRules
from signary.io.errors import InputError
from tests.generator import test_pointer, test_sign_mbart
from tests.generator.test_decoding import ALL

#: Every method, without and with parts that come later.
SCHEMES = (*test_sign_mbart.METHODS, *ALL)


def alone(model, ids, steps):
    """Codes of one prompt, and the state behind them."""
    encoded = model.encode(ids)
    state = model.start_decoding(encoded)
    codes = list(model.decode_steps(encoded, max_new_tokens=steps, state=state))
    return [code[0].tolist() for code in codes], state


def side_by_side(model, prompts, comes, sits_out, steps):
    """Codes of prompts whose runs begin at different turns, and sit turns out."""
    joined, states, found, over = model.join_weights(), {}, [[] for _ in prompts], set()
    for turn in range(400):
        for at, ids in enumerate(prompts):
            if comes[at] == turn:
                states[at] = model.start_decoding(model.encode(ids), joined=joined)
        going = [at for at in states if at not in over and (turn + at) % sits_out[at]]
        for at, codes in zip(going, model.next_steps([states[at] for at in going]) if going else [], strict=True):
            if codes is not None:
                found[at].append(codes[0].tolist())
            if codes is None or len(found[at]) == steps:
                over.add(at)
        if len(over) == len(prompts):
            return found, states
    raise AssertionError("a run does not end")


turns = st.lists(st.integers(0, 7), min_size=4, max_size=4)
pauses = st.lists(st.integers(2, 4), min_size=4, max_size=4)


@pytest.mark.parametrize("scheme", SCHEMES)
@settings(deadline=None, max_examples=2)
@given(st.lists(st.integers(3, 12), min_size=4, max_size=4), turns, pauses)
def test_every_run_is_as_alone(scheme, lengths, comes, sits_out):
    model = test_sign_mbart.make(scheme)
    # Ends are said now and then, at different steps.
    for head in model.heads:
        head.bias.data[-1] += 1.5
    prompts = [test_sign_mbart.prompts(model, [length], seed=at) for at, length in enumerate(lengths)]
    found, _ = side_by_side(model, prompts, comes, sits_out, 9)
    assert found == [alone(model, ids, 9)[0] for ids in prompts]


@settings(deadline=None, max_examples=15)
@given(st.lists(test_pointer.lengths, min_size=4, max_size=4), turns, pauses, st.integers(0, 9))
def test_pointers_go_their_own_ways(lengths, comes, sits_out, seed):
    model = test_pointer.MODEL
    prompts = [torch.tensor([test_pointer.example(*signs, seed=seed + at)]) for at, signs in enumerate(lengths)]
    found, states = side_by_side(model, prompts, comes, sits_out, 500)
    for at, ids in enumerate(prompts):
        codes, state = alone(model, ids, None)
        assert found[at] == codes
        assert [step.place.tolist() for step in states[at].pointer.trace] == [
            step.place.tolist() for step in state.pointer.trace
        ]
        assert bool(states[at].finished.all())
        assert bool(states[at].pointer.all_visited.all())


def test_a_run_goes_on_alone_from_where_it_was_beside_others():
    model = test_pointer.MODEL
    first, second = (torch.tensor([test_pointer.example(*signs)]) for signs in ((3, 2), (1, 4, 2)))
    expected, _ = alone(model, second, None)
    encoded = model.encode(second)
    states = [model.start_decoding(model.encode(first)), model.start_decoding(encoded)]
    found = [model.next_steps(states)[1][0].tolist() for _ in range(4)]
    # A memory doubles its room behind 64 positions, whoever is beside it.
    found += [codes[0].tolist() for codes in model.decode_steps(encoded, state=states[1])]
    assert found == expected


def test_runs_that_cannot_stand_side_by_side():
    model, kind = test_sign_mbart.make(), test_sign_mbart
    two, one = (model.start_decoding(model.encode(kind.prompts(model, lengths))) for lengths in ([3, 4], [5]))
    with pytest.raises(InputError, match=r"states: expected runs of one prompt each, got \[2, 1\]"):
        model.next_steps([two, one])
    model = test_pointer.MODEL
    encoded = model.encode(torch.tensor([test_pointer.example(2, 1)]))
    strict, loose = (model.start_decoding(encoded, PointerRules(wait=wait)) for wait in (1, 3))
    with pytest.raises(InputError, match="states: expected runs whose pointers follow the same rules"):
        model.next_steps([strict, loose])


def test_no_prompt_has_padding_of_its_neighbours():
    model = test_pointer.MODEL
    rows = [test_pointer.example(3, 2, seed=3), test_pointer.example(1, seed=9), test_pointer.example()]
    together = model.encode(*test_pointer.padded(rows))
    for at, row in enumerate(rows):
        own, single = together.alone(at), model.encode(torch.tensor([row]))
        assert own.mask.tolist() == single.mask.tolist()
        assert torch.allclose(own.hidden, single.hidden, atol=1e-5)
        assert all(
            torch.equal(*pair) for pair in zip(vars(own.shown).values(), vars(single.shown).values(), strict=True)
        )
