"""The pointer over shown signs, tiny and real: what it sees, what it is taught, what it may do, what it copies."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from signary.generator.sign_mbart import SignMBartConfig, SignMBartForConditionalGeneration
from signary.generator.sign_mbart.pointer import (
    DONE,
    END,
    LATER,
    NEXT,
    NOT_DONE,
    START,
    STEPS,
    VISITED,
    location,
    taught_past,
)
from signary.generator.sign_mbart.pointer_losses import mixture_loss
from signary.generator.sign_mbart.pointer_rules import PointerRules, PointerState
from signary.generator.sign_mbart.shown_steps import compact_length, read_compact
from signary.io.errors import InputError
from tests.generator.test_sign_mbart import TINY

SIZES = {"body": 11, "left_hand": 13, "body_2": 7}


def make(**changes):
    torch.manual_seed(0)
    config = SignMBartConfig(**{**TINY, "codebook_sizes": SIZES, "pointer": True, "num_signers": 2, **changes})
    return SignMBartForConditionalGeneration(config).eval()


MODEL = make()
VOCABULARY = MODEL.config.vocabulary


def codes_of(steps, seed):
    generator = torch.Generator().manual_seed(seed)
    return torch.stack([torch.randint(0, size, (steps,), generator=generator) for size in SIZES.values()], -1)


def prompt(text, signs, kinds=None):
    """Ids of a prompt: text ids, then signs, each codes (l, P)."""
    ids, offsets = list(text), torch.tensor(VOCABULARY.motion_offsets)
    for at, sign in enumerate(signs):
        ids += [VOCABULARY.kind_ids[kinds[at] if kinds else 0], *(sign + offsets).flatten().tolist()]
    return [*ids, VOCABULARY.signer_id(0), MODEL.config.eos_id, VOCABULARY.language_id("dgs")]


def padded(rows):
    longest = max(map(len, rows))
    ids = torch.tensor([row + [MODEL.config.pad_id] * (longest - len(row)) for row in rows])
    return ids, (ids != MODEL.config.pad_id).long()


def example(*lengths, text=(7, 8, 9), seed=0):
    return prompt(text, [codes_of(length, seed + at) for at, length in enumerate(lengths)])


lengths = st.lists(st.integers(1, 5), min_size=0, max_size=5)


@given(st.lists(lengths, min_size=1, max_size=3), st.integers(0, 9))
def test_prompts_have_a_position_for_every_step(batch, seed):
    kinds = [[(seed + at) % 3 for at in range(len(signs))] for signs in batch]
    made = [[codes_of(length, seed + at) for at, length in enumerate(signs)] for signs in batch]
    rows = [prompt([7, 8][: 1 + at % 2], signs, kinds[at]) for at, signs in enumerate(made)]
    ids, mask, shown = read_compact(VOCABULARY, MODEL.config.pad_id, *padded(rows))
    for row, signs in enumerate(made):
        assert (
            int(mask[row].sum())
            == compact_length(VOCABULARY, rows[row])
            == len(rows[row]) - sum(1 + (len(SIZES) - 1) * len(sign) for sign in signs)
        )
        steps = [(number, place, step) for number, sign in enumerate(signs) for place, step in enumerate(sign)]
        assert int(shown.there[row].sum()) == len(steps)
        assert int(shown.signs[row]) == len(signs)
        text = 1 + row % 2
        for at, (number, place, step) in enumerate(steps):
            assert torch.equal(shown.codes[row, at], step)
            facts = [int(value[row, at]) for value in (shown.sign, shown.place, shown.left, shown.kind, shown.at)]
            assert facts == [number, place, len(signs[number]) - 1 - place, kinds[row][number], text + at]
        assert ids[row, text + len(steps)] == VOCABULARY.signer_id(0)


@pytest.mark.parametrize("change", [lambda ids: ids[:4] + ids[5:], lambda ids: ids[:5] + [ids[4]] + ids[6:]])
def test_broken_steps_are_refused(change):
    with pytest.raises(InputError, match="steps of"):
        MODEL.encode(torch.tensor([change(example(2, 3))]))


def test_codes_in_front_of_the_first_marker_are_refused():
    ids = example(2)
    with pytest.raises(InputError, match="behind the marker"):
        MODEL.encode(torch.tensor([[i for i in ids if i != VOCABULARY.marker_id]]))


def test_positions_are_counted_not_ids():
    steps = MODEL.config.max_position_embeddings - 6
    fits = example(steps)
    assert len(fits) > 2 * MODEL.config.max_position_embeddings
    assert MODEL.encode(torch.tensor([fits])).hidden.shape[1] == MODEL.config.max_position_embeddings
    with pytest.raises(InputError, match="at most 128 positions"):
        MODEL.encode(torch.tensor([example(steps + 1)]))


def literal_location(shown, row, last, visited):
    """The definition, place by place."""
    count = int(shown.signs[row])
    found = [DONE if len(visited) >= count else NOT_DONE]
    sign = count if last == END else int(shown.sign[row, last - STEPS]) if last >= STEPS else -1
    for at in range(int(shown.there[row].sum())):
        own, place = int(shown.sign[row, at]), int(shown.place[row, at])
        if own == sign:
            found.append(max(-3, min(8, place - int(shown.place[row, last - STEPS]))) + 3)
        elif own in visited:
            found.append(VISITED)
        elif own == sign + 1:
            found.append(NEXT + min(place, 2))
        else:
            found.append(LATER + min(place, 1))
    return found


@given(lengths.filter(bool), st.integers(0, 99))
def test_places_equal_their_definition(signs, seed):
    _, _, shown = read_compact(VOCABULARY, MODEL.config.pad_id, *padded([example(*signs)]))
    generator = torch.Generator().manual_seed(seed)
    targets = torch.randint(-1, sum(signs) + STEPS, (1, 9), generator=generator)
    targets[targets == START] = END
    last, dwell, visited = taught_past(shown, targets)
    found = location(shown, last, visited)
    past, been, waited = START, set(), 0
    for at in range(10):
        assert (int(last[0, at]), int(dwell[0, at])) == (past, waited)
        assert set(visited[0, at].nonzero().flatten().tolist()) == been
        assert found[0, at].tolist() == literal_location(shown, 0, past, been)
        if at < 9:
            new = int(targets[0, at]) if int(targets[0, at]) >= 0 else past
            past, waited = new, waited + 1 if new == past else 0
            if past >= STEPS:
                been = been | {int(shown.sign[0, past - STEPS])}


def test_the_mixture_equals_its_definition():
    ids, mask = padded([example(3, 2), example(4, seed=5)])
    codes = torch.stack([codes_of(6, 0), codes_of(6, 5)])
    codes[1, 4:] = -1
    with torch.no_grad():
        out = MODEL(input_ids=ids, attention_mask=mask, motion_codes=codes)
        shown = MODEL.encode(ids, mask).shown
    total, count, shares = 0.0, 0, out.pointing.shares
    for row in range(2):
        for step in range(6 if row == 0 else 4):
            gate = out.pointing.gate[row, step].sigmoid()
            heads = torch.stack(
                [logits[row, step].softmax(-1)[codes[row, step, part]] for part, logits in enumerate(out.logits)]
            ).prod()
            copies = sum(
                shares[row, step, 1 + at]
                for at in range(shown.codes.shape[1])
                if torch.equal(shown.codes[row, at], codes[row, step])
            )
            total, count = total - torch.log((1 - gate) * heads + gate * copies), count + 1
    assert torch.allclose(
        mixture_loss(out.logits, out.pointing, shown, codes, (True, True, True)), total / count, atol=1e-5
    )
    # The steps of the first sentence are those of its first sign: some of them can be copied.
    assert float(out.losses["codes"]) == pytest.approx(float(total / count), abs=1e-5)


def test_spoken_parts_are_said_by_their_heads_whatever_the_gate():
    ids, mask = padded([example(3, 2)])
    codes, model = codes_of(3, 0)[None], make(spoken_parts=["left_hand"])
    with torch.no_grad():
        out = model(input_ids=ids, attention_mask=mask, motion_codes=codes)
        shown = model.encode(ids, mask).shown
    total = 0.0
    for step in range(3):
        gate = out.pointing.gate[0, step].sigmoid()
        said = [logits[0, step].softmax(-1)[codes[0, step, part]] for part, logits in enumerate(out.logits)]
        copies = sum(
            out.pointing.shares[0, step, 1 + at]
            for at in range(5)
            if shown.codes[0, at, [0, 2]].tolist() == codes[0, step, [0, 2]].tolist()
        )
        total -= torch.log(said[1] * ((1 - gate) * said[0] * said[2] + gate * copies))
    assert torch.allclose(out.losses["codes"], total / 3, atol=1e-5)
    model.pointer.outputs.bias.data[0] = 50.0  # Copy wherever there is something to copy.
    found, state = run(model, [example(3, 2)])
    for step, pointed in zip(found[0], state.pointer.trace, strict=True):
        if int(pointed.place) >= STEPS:
            assert bool(pointed.copied)
            assert step[[0, 2]].tolist() == shown.codes[0, int(pointed.place) - STEPS, [0, 2]].tolist()
    heads = make(spoken_parts=["left_hand"])
    heads.pointer.outputs.bias.data[0] = 50.0
    heads.heads[1].bias.data[4] = 50.0
    assert set(run(heads, [example(3, 2)])[0][0, :, 1].tolist()) == {4}


def run(model, rows, steps=None, rules=None):
    encoded = model.encode(*padded(rows))
    state = model.start_decoding(encoded, rules)
    return torch.stack(list(model.decode_steps(encoded, max_new_tokens=steps, state=state)), 1), state


def test_steps_equal_teacher_forcing():
    row = example(3, 2, 4)
    codes, state = run(MODEL, [row], 20)
    places = torch.stack([step.place for step in state.pointer.trace], 1)
    inside = torch.stack([step.inside for step in state.pointer.trace], 1)
    with torch.no_grad():
        out = MODEL(input_ids=torch.tensor([row]), motion_codes=codes, pointer_targets=places)
    shown, past = MODEL.encode(torch.tensor([row])).shown, PointerState
    assert torch.allclose(out.pointing.inside[:, :-1].sigmoid(), inside, atol=1e-4)
    replayed = past.begin(state.pointer.memory, state.pointer.rules)
    for at, step in enumerate(state.pointer.trace):
        logits = out.pointing.logits[:, at].masked_fill(~replayed.allowed(), float("-inf"))
        best = int(logits.argmax(-1))
        assert best + END == int(step.place)
        if bool(step.copied):
            assert torch.equal(codes[0, at], shown.codes[0, best - 1])
        else:
            assert [int(part[0, at].argmax()) for part in out.logits] == codes[0, at].tolist()
        replayed.go(step)


def test_a_batch_equals_each_alone_and_several_results_too():
    rows = [example(3, 2, seed=3), example(1, seed=9), example(2, 2, 2, 3), example()]
    together, _ = run(MODEL, rows, 30)
    for at, row in enumerate(rows):
        alone, _ = run(MODEL, [row], 30)
        kept = together[at][(together[at] >= 0).all(-1)]
        assert torch.equal(kept, alone[0])
    ids, mask = padded(rows)
    by_generate = MODEL.generate(ids, attention_mask=mask, max_new_tokens=30)
    assert torch.equal(by_generate, together)
    several = MODEL.generate(ids, attention_mask=mask, max_new_tokens=5, do_sample=True, num_return_sequences=2)
    assert several.shape[0] == 8


@settings(deadline=None, max_examples=25)
@given(lengths, st.integers(0, 3))
def test_every_sign_is_visited_once_in_order_and_the_sentence_ends(signs, seed):
    """Whatever an untrained network wants."""
    _, state = run(make(init_std=0.5) if seed else MODEL, [example(*signs, seed=seed)])
    pointer = state.pointer
    assert bool(state.finished.all())
    assert bool(pointer.all_visited.all())
    places = [int(step.place) for step in pointer.trace]
    shown = pointer.memory.shown
    numbers = [int(shown.sign[0, place - STEPS]) for place in places if place >= STEPS]
    assert numbers == sorted(numbers)
    assert sorted(set(numbers)) == list(range(len(signs)))
    rules = pointer.rules
    for sign in range(len(signs)):
        steps = [int(shown.place[0, p - STEPS]) for p in places if p >= STEPS and int(shown.sign[0, p - STEPS]) == sign]
        assert steps == sorted(steps)
        assert steps[0] < rules.entry
        assert max(steps.count(step) for step in steps) <= rules.first_wait
        assert signs[sign] - 1 - steps[-1] < rules.leave
    assert places.count(END) <= rules.behind


def test_without_an_order_signs_may_come_in_any():
    model, orders = make(init_std=0.5, plan_order=False), set()
    for seed in range(4):
        _, state = run(model, [example(2, 2, 2, 2, seed=seed)])
        assert bool(state.pointer.all_visited.all())
        shown = state.pointer.memory.shown
        places = [int(step.place) for step in state.pointer.trace if int(step.place) >= STEPS]
        orders.add(tuple(dict.fromkeys(int(shown.sign[0, place - STEPS]) for place in places)))
    assert {tuple(sorted(order)) for order in orders} == {(0, 1, 2, 3)}
    assert orders != {(0, 1, 2, 3)}


def test_rules_can_be_others():
    _, state = run(MODEL, [example(4, 4)], rules=PointerRules(first_wait=1, wait=1, skip=0, entry=1, leave=1))
    assert [int(step.place) - STEPS for step in state.pointer.trace][:8] == list(range(8))


def test_a_run_goes_on_from_its_state():
    row = example(3, 4)
    whole, _ = run(MODEL, [row], 12)
    encoded = MODEL.encode(torch.tensor([row]))
    state = MODEL.start_decoding(encoded)
    first = list(MODEL.decode_steps(encoded, max_new_tokens=5, state=state))
    rest = list(MODEL.decode_steps(encoded, max_new_tokens=7, state=state))
    assert torch.equal(torch.stack(first + rest, 1), whole)


@pytest.mark.slow
def test_it_learns_to_copy_signs_it_has_never_seen(overfit):
    """Sentences of random signs, then others of other random signs: each is copied whole."""
    model = make(init_std=0.05, head_weight=0.0)

    def sentence(seed):
        generator = torch.Generator().manual_seed(seed)
        signs = [codes_of(int(torch.randint(2, 5, (), generator=generator)), 1000 * seed + at) for at in range(3)]
        codes = torch.cat(signs)
        targets = torch.arange(len(codes)) + STEPS
        return prompt([7], signs), codes, targets

    def batch(seeds):
        made = [sentence(seed) for seed in seeds]
        ids, mask = padded([ids for ids, _, _ in made])
        pad = torch.nn.utils.rnn.pad_sequence
        codes = pad([codes for _, codes, _ in made], batch_first=True, padding_value=-1)
        targets = pad([targets for _, _, targets in made], batch_first=True, padding_value=-1)
        return {"input_ids": ids, "attention_mask": mask, "motion_codes": codes, "pointer_targets": targets}

    overfit(model, batch(range(256)), 120, 5e-3)
    seen = 0
    for seed in range(900, 920):
        ids, codes, _ = sentence(seed)
        found, _ = run(model, [ids])
        seen += found.shape[1] >= len(codes) and torch.equal(found[0, : len(codes)], codes)
    assert seen >= 15


def test_a_saved_model_points_as_before(tmp_path):
    MODEL.save_pretrained(tmp_path)
    loaded = SignMBartForConditionalGeneration.from_pretrained(tmp_path)
    row = example(3, 2)
    assert torch.equal(run(loaded, [row])[0], run(MODEL, [row])[0])


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"decoding": "parallel"}, "pointer"),
        ({"decoding": "sequential"}, "pointer"),
        ({"pointer_size": 0}, "pointer_size"),
        ({"code_dropout": 1.0}, "code_dropout"),
        ({"head_weight": -1.0}, "head_weight"),
        ({"spoken_parts": ["nose"]}, "spoken_parts"),
        ({"spoken_parts": list(SIZES)}, "spoken_parts"),
    ],
)
def test_settings_that_cannot_be_are_refused(changes, name):
    with pytest.raises(InputError, match=name):
        make(**changes)


def test_what_is_not_shown_cannot_be_pointed_at():
    ids = torch.tensor([example(2)])
    with pytest.raises(InputError, match="pointer_targets: expected at most 3"):
        MODEL(input_ids=ids, motion_codes=codes_of(3, 0)[None], pointer_targets=torch.tensor([[2, 3, 4]]))
    with pytest.raises(InputError, match="inside"):
        MODEL(input_ids=ids, motion_codes=codes_of(3, 0)[None], inside=torch.zeros(1, 2))
