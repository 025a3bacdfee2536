"""Decoding schemes: parts that speak later than others, and schemes that somebody else registers."""

import json

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from signary.generator.sign_mbart import SignMBartConfig, SignMBartForConditionalGeneration
from signary.generator.sign_mbart.decoding import MultiHeadDecoding, ParallelDecoding, SequentialDecoding
from signary.generator.sign_mbart.decoding_registry import decoding_names
from signary.io.extensions import register_decoding
from tests.generator.test_sign_mbart import SIZES, decode, make, prompts, random_codes

KINDS = {"multi": MultiHeadDecoding, "rows": ParallelDecoding, "one-by-one": SequentialDecoding}
DELAYS = ((0, 1, 1), (0, 2, 1), (0, 0, 3))


def late(kind, delays):
    """The name of a scheme with delays, registered once."""
    name = f"{kind}-{'-'.join(map(str, delays))}"
    if name not in decoding_names():
        facts = {"delays": property(lambda self: delays), "__module__": __name__}
        register_decoding(name, type("Late", (KINDS[kind],), facts))
    return name


ALL = [late(kind, delays) for kind in KINDS for delays in DELAYS]


def endless(model):
    for head in model.heads:
        head.bias.data[-1] = -100.0
    return model


@pytest.mark.parametrize("method", ALL)
def test_steps_with_cache_equal_teacher_forcing(method):
    model = endless(make(method))
    ids = prompts(model, [7])
    # A sequence that was cut ends otherwise than one that has ended: what parts spoke ahead is no step of it.
    codes = torch.stack(decode(model, ids, 12 + model.scheme.lead), 1)
    with torch.no_grad():
        logits = model(input_ids=ids, motion_codes=codes).logits
    for part, found in enumerate(logits):
        assert torch.equal(found[:, :12, : list(SIZES.values())[part]].argmax(-1), codes[:, :12, part])


def test_the_inputs_are_those_that_the_delay_draws():
    config = SignMBartConfig(codebook_sizes=SIZES, vocab_size=50, decoding=late("multi", (0, 1, 1)))
    codes, language = torch.tensor([[[1, 2, 3], [4, 5, 6]]]), torch.tensor([config.vocabulary.language_id("dgs")])
    start, (body, left, right), pad = language.item(), config.vocabulary.motion_offsets, config.pad_id
    wanted = [[start] * 3, [body + 1, pad, pad], [body + 4, left + 2, right + 3], [pad, left + 5, right + 6]]
    assert config.scheme.training_ids(codes, language)[0].tolist() == wanted
    states = config.scheme.hidden_of_steps(torch.arange(4.0)[None, :, None], 2)
    assert [found.flatten().tolist() for found in states] == [[0, 1, 2], [1, 2], [1, 2]]
    assert [found.tolist() for found in config.scheme.targets(codes)] == [[[1, 4, 11]], [[2, 5]], [[3, 6]]]


@pytest.mark.parametrize("method", ALL)
def test_a_batch_equals_each_alone_and_an_end_ends_its_own_sequence(method):
    model = make(method)
    ids = prompts(model, [3, 9, 5, 12])
    lengths = set()
    for push in (-4.0, 0.0, 2.0, 4.0):
        model.heads[0].bias.data[-1] = push
        together = model.generate(ids, max_new_tokens=10)
        assert ((together >= 0).all(-1) == (together >= 0).any(-1)).all()
        for row in range(4):
            length = int((ids[row] != model.config.pad_token_id).sum())
            alone = model.generate(ids[row : row + 1, :length], max_new_tokens=10)
            kept = together[row][(together[row] >= 0).all(-1)]
            assert torch.equal(kept, alone[0])
            lengths.add(len(kept))
    assert len(lengths) > 2


@pytest.mark.parametrize("method", ALL)
def test_steps_taken_in_two_runs_are_those_of_one(method):
    model = make(method)
    source = model.encode(prompts(model, [6, 9]))
    whole, state = list(model.decode_steps(source, max_new_tokens=9)), model.start_decoding(source)
    pieces = [step for count in (1, 3, 5) for step in model.decode_steps(source, max_new_tokens=count, state=state)]
    assert [step.tolist() for step in pieces] == [step.tolist() for step in whole]


@pytest.mark.parametrize("method", ALL)
def test_no_step_is_computed_before_it_is_asked_for(method):
    model = endless(make(method))
    source = model.encode(prompts(model, [6]))
    state, scheme = model.start_decoding(source), model.scheme
    for count, _ in enumerate(model.decode_steps(source, max_new_tokens=5, state=state), start=1):
        assert state.memory.position == (count + scheme.lead) * scheme.positions


@pytest.mark.parametrize("method", ALL)
def test_there_is_room_for_as_many_steps_as_positions_hold(method):
    model = endless(make(method, max_position_embeddings=24))
    ids, scheme = prompts(model, [4]), model.scheme
    room = 24 // scheme.positions - scheme.lead
    assert len(decode(model, ids, room)) == room
    with pytest.raises(ValueError, match=f"max_new_tokens: expected at most {room} "):
        decode(model, ids, room + 1)
    most = 23 // scheme.positions - scheme.lead
    assert model(input_ids=ids, motion_codes=random_codes(1, most)).loss.isfinite()
    with pytest.raises(ValueError, match=f"motion_codes: expected at most {most} steps"):
        model(input_ids=ids, motion_codes=random_codes(1, most + 1))


@settings(max_examples=30, deadline=None)
@given(
    kind=st.sampled_from(sorted(KINDS)),
    delays=st.permutations([0, *range(4)]).map(lambda found: (0, *found[:2])),
    lengths=st.lists(st.integers(1, 5), min_size=1, max_size=3),
)
def test_padding_never_changes_the_loss_and_every_code_is_asked_for(kind, delays, lengths):
    model = make(late(kind, delays))
    ids, codes = prompts(model, [4] * len(lengths)), random_codes(len(lengths), max(lengths))
    for row, length in enumerate(lengths):
        codes[row, length:] = -1
    with torch.no_grad():
        loss = model(input_ids=ids, motion_codes=codes).loss
        longer = torch.cat([codes, torch.full((len(lengths), 2, 3), -1)], 1)
        assert torch.allclose(model(input_ids=ids, motion_codes=longer).loss, loss, atol=1e-5)
    asked = [int((target >= 0).sum()) for target in model.scheme.targets(codes)]
    assert asked == [sum(lengths) + len(lengths) * model.scheme.may_end(part) for part in range(3)]


@pytest.mark.slow
@pytest.mark.parametrize("method", [late(kind, (0, 1, 1)) for kind in KINDS] + [late("multi", (0, 2, 1))])
def test_it_learns_and_reproduces_what_it_learned(method, overfit):
    model = make(method, init_std=0.05)
    ids, codes = prompts(model, [5, 8, 6, 7]), random_codes(4, 6)
    codes[1, 4:] = -1
    outputs = overfit(model, {"input_ids": ids, "motion_codes": codes}, 150, 5e-3)
    assert outputs[-1].loss < outputs[0].loss / 3
    state = model.start_decoding(source := model.encode(ids))
    found = torch.stack(list(model.decode_steps(source, max_new_tokens=20, state=state)), 1)
    assert torch.equal(found, codes)
    assert state.finished.all()


def test_a_folder_says_which_package_its_decoding_needs(tmp_path):
    name = late("multi", (0, 1, 1))
    make(name).save_pretrained(tmp_path)
    assert SignMBartForConditionalGeneration.from_pretrained(tmp_path).scheme.delays == (0, 1, 1)
    config = json.loads((tmp_path / "config.json").read_text())
    assert config["decoding_package"] == __name__
    config |= {"decoding": "spiral", "decoding_package": "signary-spiral"}
    (tmp_path / "config.json").write_text(json.dumps(config))
    wanted = (
        "decoding: expected one of multi_head, .* the package 'signary-spiral', which is not installed, got 'spiral'"
    )
    with pytest.raises(ValueError, match=wanted):
        SignMBartForConditionalGeneration.from_pretrained(tmp_path)


def test_names_are_taken_once():
    register_decoding("parallel", ParallelDecoding)
    with pytest.raises(ValueError, match="name: expected a name no other decoding has, got 'parallel'"):
        register_decoding("parallel", MultiHeadDecoding)
    with pytest.raises(ValueError, match="name: expected a name for a decoding, without blanks, got 'two words'"):
        register_decoding("two words", MultiHeadDecoding)
    with pytest.raises(ValueError, match=r"decoding: expected one of multi_head, parallel, sequential.* got 'magic'"):
        SignMBartConfig(decoding="magic")


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"delays": (1, 1, 1)}, "decoding: expected 3 delays of 0 or more, one of them 0, got"),
        ({"delays": (0, 1)}, "expected 3 delays"),
        ({"delays": (0, -1, 1)}, "expected 3 delays"),
        ({"delays": (0, 1, 1), "may_end": lambda self, part: True}, "an end that one of the parts without delay says"),
        ({"may_end": lambda self, part: False}, "an end that one of the parts without delay says"),
    ],
)
def test_schemes_with_which_nothing_can_be_decoded_are_refused(facts, words):
    name = f"refused-{len(decoding_names())}"
    register_decoding(name, type("Refused", (MultiHeadDecoding,), {**facts, "__module__": __name__}))
    with pytest.raises(ValueError, match=words):
        SignMBartConfig(codebook_sizes=SIZES, decoding=name)
