import copy

import pytest
import torch

from signary.io.errors import InputError
from signary.nn.motion_batch import batch_sequences
from signary.tokenizer import MotionTokenizer, MotionTokenizerConfig
from signary.tokenizer.codes_side_by_side import decode_side_by_side

TWO_LEVELS = {"residual_levels": 2}
#: The codebooks of a part may differ, and not every part needs as many.
UNEVEN_LEVELS = {
    "residual_levels": {"body": 3, "left_hand": 1, "right_hand": 2},
    "codebook_sizes": {"body": 8, "left_hand": 8, "right_hand": 8, "body_3": 5},
}
WIDTHS = {"width": {"body": 12, "left_hand": 8, "right_hand": 16, "face": 4}, "face_part": True, "head_part": True}
PARTITIONS = [
    WIDTHS,
    {"partition": "whole"},
    {"partition": "body_hands"},
    {},
    {"face_part": True},
    {"layout": "phoenix50"},
    TWO_LEVELS,
    UNEVEN_LEVELS,
]


#: Codebooks and thresholds of one level.
SMALL = {
    "codebook_sizes": dict.fromkeys(("body", "left_hand", "right_hand"), 8),
    "threshold_ema_dead_code": 0.05,
}


def test_overfits_two_real_sequences(make_model, signed, overfit):
    model = make_model()
    batch = batch_sequences([signed("Hello"), signed("Thank you")], model.config)
    outputs = overfit(model, batch._asdict(), 90, 5e-3)
    assert outputs[-1].loss < outputs[0].loss / 10


def test_features_that_never_move_are_only_shifted(make_model):
    model = make_model(layout="phoenix50")
    model.set_statistics(torch.full_like(model.mean, 3.0), torch.zeros_like(model.std))
    assert (model.std == 1).all()
    assert (model.mean == 3).all()


@pytest.mark.parametrize("settings", PARTITIONS, ids=str)
def test_partitions_and_layouts_reconstruct(make_model, signed, settings):
    model = make_model(3, **settings)
    pose = signed("Hello", model.config.layout)
    codes, mask = model.encode(pose)
    assert codes.shape == (1, -(-len(pose) // 4), len(model.config.column_names))
    assert (codes[0].amax(0) < torch.tensor(model.config.sizes)).all()
    assert mask.all()
    again = model.reconstruct(pose)
    assert again.values.shape == pose.values.shape
    assert again.layout.name == pose.layout.name


@pytest.mark.parametrize("settings", [{}, UNEVEN_LEVELS])
def test_a_padded_row_is_the_row_alone(make_model, rows, settings):
    model = make_model(3, **settings)
    values, mask = rows(model)
    together, codes = model(values, mask), model.encode(values, mask)[0]
    for row in range(8):
        frames = int(mask[row].sum())
        steps = -(-frames // 4)
        alone = model(values[row : row + 1, :frames])
        assert torch.allclose(together.reconstruction[row, :frames], alone.reconstruction[0], atol=1e-5)
        assert torch.equal(codes[row, :steps], model.encode(values[row : row + 1, :frames])[0][0])
        assert (codes[row, steps:] == -1).all()


@pytest.mark.parametrize("settings", [{}, TWO_LEVELS])
def test_padding_changes_neither_output_nor_codebook(make_model, rows, snapshot, settings):
    model = make_model(3, **settings)
    before = snapshot(model)
    seen = []
    for garbage in (1e3, float("nan"), float("inf")):
        model.load_state_dict(before)
        torch.manual_seed(1)
        output = model.train()(*rows(model, garbage))
        seen.append((output.loss, output.reconstruction, snapshot(model)))
    for loss, reconstruction, state in seen[1:]:
        assert torch.equal(loss, seen[0][0])
        assert torch.equal(reconstruction, seen[0][1])
        assert all(torch.equal(state[name], seen[0][2][name]) for name in state)


def test_missing_numbers_have_no_influence_on_the_loss(make_model, rows):
    model = make_model(3)
    values, mask = rows(model)
    confidence = torch.ones(8, 22, len(model.config.pose_layout.joints))
    confidence[:, :, 0] = 0
    lost = values.clone()
    lost[..., :3] = torch.nan
    assert torch.equal(model(values, mask, confidence).loss, model(lost, mask).loss)


def test_only_a_training_forward_changes_state(make_model, signed, rows, snapshot):
    model = make_model()
    before = snapshot(model)
    model(*rows(model))
    model.train().encode(signed())
    model.reconstruct(signed())
    assert all(torch.equal(tensor, before[name]) for name, tensor in model.state_dict().items())


@pytest.mark.parametrize("settings", [{}, UNEVEN_LEVELS])
@pytest.mark.parametrize("chunk", [1, 3, 7])
def test_streamed_decoding_equals_decoding_at_once(make_model, chunk, settings):
    model = make_model(3, causal_decoder=True, **settings)
    codes = torch.randint(0, 5, (2, 20, len(model.config.column_names)))
    state, pieces = model.start_stream(2), []
    for piece in codes.split(chunk, dim=1):
        values, state = model.decode(piece, state)
        pieces.append(values)
    assert torch.allclose(torch.cat(pieces, 1), model.decode(codes).values, atol=1e-5)


@pytest.mark.parametrize("settings", [{}, UNEVEN_LEVELS])
def test_streams_side_by_side_are_each_as_alone(make_model, settings, assert_same_motion):
    """They begin at different tokens, and one sits some out."""
    model = make_model(3, causal_decoder=True, **settings)
    codes = torch.randint(0, 5, (4, 9, len(model.config.column_names)))
    states, made = [model.start_stream() for _ in codes], [[] for _ in codes]
    for turn in range(24):
        going = [at for at in range(4) if at <= turn and len(made[at]) < 9 and (at != 2 or turn % 3)]
        next_ = [codes[at, len(made[at]), None] for at in going]
        found = decode_side_by_side(model, next_, [states[at] for at in going]) if going else []
        for at, (values, state) in zip(going, found, strict=True):
            made[at].append(values)
            states[at] = state
    for own, each in zip(made, codes, strict=True):
        assert_same_motion(torch.cat(own), model.decode(each[None]).values[0])
    # A view would keep those of all alive.
    for state in states:
        kept = [cache for caches in state.caches.values() for cache in caches]
        assert sum(cache.untyped_storage().nbytes() for cache in kept) == sum(cache.nbytes for cache in kept)


def test_later_codes_do_not_change_earlier_frames(make_model):
    model = make_model(3, causal_decoder=True)
    codes = torch.randint(0, 8, (1, 20, 3))
    other = codes.clone()
    other[:, 12:] = (other[:, 12:] + 1) % 8
    assert torch.equal(model.decode(codes).values[:, :48], model.decode(other).values[:, :48])


@pytest.mark.parametrize(("steps", "settings"), [(0, {}), (5, {}), (5, UNEVEN_LEVELS)])
def test_saved_and_loaded_it_is_the_same_and_trains_on_alike(
    make_model, rows, overfit, snapshot, tmp_path, steps, settings, assert_same_weights, assert_same_motion
):
    model = make_model(steps, **settings)
    model.save_pretrained(tmp_path)
    loaded = MotionTokenizer.from_pretrained(tmp_path)
    batch = rows(model)
    assert_same_weights(model, loaded)
    assert_same_motion(model(*batch).reconstruction, loaded(*batch).reconstruction)
    assert {name for name, _ in model.named_buffers() if "initted" in name} <= set(model.state_dict())
    losses, loaded = [], copy.deepcopy(loaded)  # weights of a file lie at other addresses, where sums round otherwise
    for one in (model, loaded):
        torch.manual_seed(5)
        outputs = overfit(one, {"values": batch[0], "frame_mask": batch[1]}, 2, 3e-3)
        losses.append([output.loss.item() for output in outputs])
    assert losses[0] == losses[1]
    after = snapshot(loaded)
    assert all(torch.equal(tensor, after[name]) for name, tensor in snapshot(model).items())


def test_errors_are_named(make_model, signed):
    model, pose = make_model(), signed()
    codes = torch.zeros(1, 4, 3, dtype=torch.long)
    for wrong in (-1, 8):
        bad = codes.clone()
        bad[0, 2, 1] = wrong
        with pytest.raises(InputError, match=f"part left_hand: expected codes from 0 to 7, got {wrong}"):
            model.decode(bad)
    with pytest.raises(InputError, match="causal_decoder=True"):
        model.start_stream()
    with pytest.raises(InputError, match="layout smplx"):
        model.encode(signed("Hello", "phoenix50"))
    with pytest.raises(InputError, match="hand_reference"):
        model.encode(pose.with_metadata(hand_reference="mano_mean"))
    with pytest.raises(InputError, match="fps"):
        model.encode(pose.resample(30), resample=False)
    with pytest.raises(InputError, match="behind padding"):
        model.encode(torch.zeros(1, 3, 133), torch.tensor([[True, False, True]]))
    with pytest.raises(InputError, match="std"):
        model.set_statistics(torch.zeros(133), -torch.ones(133))
    model.assign_id()
    with pytest.raises(InputError, match="tokenizer_id"):
        model.assign_id()
    assert model.encode(pose.resample(50))[0].shape == model.encode(pose)[0].shape


def test_a_level_more_leaves_the_columns_before_it_and_less_error(make_model, signed, overfit):
    model = make_model(**TWO_LEVELS)
    batch = batch_sequences([signed("Hello"), signed("Thank you")], model.config)
    overfit(model, batch._asdict(), 60, 5e-3)
    both = model.eval()(**batch._asdict())
    one = MotionTokenizer(MotionTokenizerConfig(**model.config.to_dict() | {"residual_levels": 1, **SMALL}))
    known = one.state_dict()
    one.load_state_dict({name: value for name, value in model.state_dict().items() if name in known})
    alone = one.eval()(**batch._asdict())
    assert torch.equal(both.codes[..., :3], alone.codes)
    assert torch.equal(both.commitment_loss[:3], alone.commitment_loss)
    assert (both.commitment_loss[3:] < both.commitment_loss[:3]).all()
    assert both.reconstruction_loss.sum() < 0.9 * alone.reconstruction_loss.sum()
    assert both.usage.shape == both.perplexity.shape == (6,)


def test_what_one_level_is_made_of_keeps_its_names(make_model):
    one, two = make_model().state_dict(), make_model(**TWO_LEVELS).state_dict()
    assert set(one) < set(two)
    assert all("_2.vq" in name for name in set(two) - set(one))


def test_frozen_codes_stay_while_the_decoders_learn(make_model, signed, rows, overfit, snapshot):
    model = make_model(20, **UNEVEN_LEVELS)
    values, mask = rows(model)
    codes, before = model.encode(values, mask)[0], snapshot(model)
    model.freeze_codes()
    batch = batch_sequences([signed("Hello"), signed("Thank you")], model.config)
    outputs = overfit(model, batch._asdict(), 30, 5e-3)
    assert torch.equal(model.encode(values, mask)[0], codes)
    after = snapshot(model)
    changed = {name.split(".")[0] for name, value in before.items() if not torch.equal(value, after[name])}
    assert changed == {"decoders"}
    assert outputs[-1].loss < outputs[0].loss
    assert torch.equal(outputs[-1].codes, outputs[0].codes)
