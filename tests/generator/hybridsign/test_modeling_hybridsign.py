import pytest
import torch

from signary.generator.hybridsign import HybridSignConfig, HybridSignModel
from signary.generator.hybridsign.frame_plan import FramePlan
from signary.generator.hybridsign.inputs import KnownMotion, drop_hands
from signary.generator.hybridsign.runs import FrameInputs
from signary.io.errors import InputError
from signary.io.model_files import ModelFolderError
from signary.pose.kinematics import BuiltInSkeleton

MIXERS = ("confidence", "causal", "rnn")
LAYOUTS = ("smplx", "phoenix50", "openpose137")


def velocity(model, text, clean, noisy, times, sizes, coarse=None, confidence=None):
    """Velocities of the noisy copy in one pass with the two-copy mask."""
    frames = clean.shape[1]
    plan = FramePlan(model.config.window, 0, frames, tuple(sizes))
    if confidence is None:
        confidence = torch.ones(*clean.shape[:2], len(model.config.pose_layout.joints), dtype=clean.dtype)
    condition = model.network.read(text, torch.ones(len(text), 1, text.shape[1], dtype=torch.bool), None)
    inputs = FrameInputs(
        torch.cat([clean, noisy], 1),
        torch.cat([confidence, torch.ones_like(confidence)], 1),
        None if coarse is None else torch.cat([coarse, coarse], 1),
        torch.cat([torch.ones_like(times[:, :1]), times], 1),
    )
    return model.network(inputs, model.network.places(plan, 0, torch.arange(frames)[None]), condition).velocity


@pytest.mark.parametrize("sizes", [[1] * 12, [5, 5, 2], [9, 3], [12], [2, 7, 3]], ids=str)
@pytest.mark.parametrize("mixer", MIXERS)
@torch.no_grad()
def test_the_two_copy_mask_is_a_loop_over_chunks(make_model, text, motion, mixer, sizes):
    model, states = make_model(mixer=mixer, coarse_sigma=None, window=4), text(2)
    clean, noisy = motion(model, 2, 12), motion(model, 2, 12)
    certainty = torch.rand(2, 12, 50, dtype=torch.double)
    times = torch.rand(2, len(sizes), dtype=torch.double)
    at_once = velocity(model, states, clean, noisy, times, sizes, confidence=certainty)
    condition = model.network.read(states, torch.ones(2, 1, 5, dtype=torch.bool), None)
    first, one_by_one = 0, []
    for chunk, size in enumerate(sizes):
        last = first + size
        caches = None
        if first:
            plan, past = FramePlan(4, 0, first), slice(0, first)
            inputs = FrameInputs(clean[:, past], certainty[:, past], None, torch.ones(1, 1, dtype=torch.double))
            caches = model.network.write(inputs, model.network.places(plan, 0, torch.arange(first)[None]), condition)
        plan = FramePlan(4, min(first, 3), 0, (size,))
        places = model.network.places(plan, first, torch.arange(first, last)[None])
        inputs = FrameInputs(
            noisy[:, first:last], torch.ones(2, size, 50, dtype=torch.double), None, times[:, chunk : chunk + 1]
        )
        one_by_one.append(model.network(inputs, places, condition, caches).velocity)
        first = last
    assert torch.allclose(at_once, torch.cat(one_by_one, 1), atol=1e-10)


@pytest.mark.parametrize("mixer", MIXERS)
@torch.no_grad()
def test_a_chunk_depends_on_its_past_and_itself_only(make_model, text, motion, mixer):
    model, states = make_model(mixer=mixer, coarse_sigma=None, num_hidden_layers=1), text()
    clean, noisy, times = motion(model, 1, 16), motion(model, 1, 16), torch.full((1, 4), 0.5, dtype=torch.double)
    usual = velocity(model, states, clean, noisy, times, [4] * 4)
    moved = {"clean": clean.clone(), "noisy": noisy.clone()}
    for copy in moved.values():
        copy[:, 9] += 1  # of chunk 2
    of_clean = velocity(model, states, moved["clean"], noisy, times, [4] * 4)
    of_noisy = velocity(model, states, clean, moved["noisy"], times, [4] * 4)
    changed = [(usual - other).abs().amax((0, 2)) > 1e-6 for other in (of_clean, of_noisy)]
    assert changed[0].nonzero().flatten().tolist() == ([12, 13, 14] if mixer != "rnn" else [12, 13, 14, 15])
    assert changed[1].nonzero().flatten().tolist() == ([8, 9, 10, 11] if mixer != "rnn" else [9, 10, 11])


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("num_experts", [1, 3, 4])
def test_every_layout_and_number_of_experts_trains(make_model, text, motion, layout, num_experts):
    model = make_model(layout=layout, num_experts=num_experts, coarse_sigma=None).train()
    output = model(motion(model, 2, 9), text(2))
    output.loss.backward()
    assert torch.isfinite(output.loss)
    unused = [name for name, parameter in model.named_parameters() if parameter.grad is None]
    assert not unused
    assert all(torch.isfinite(parameter.grad).all() for parameter in model.parameters())


@pytest.mark.parametrize("mixer", MIXERS)
def test_padding_changes_neither_velocity_nor_loss(make_model, text, motion, mixer):
    model, states = make_model(mixer=mixer, coarse_sigma=0), text(2)
    values, coarse = motion(model, 2, 10), motion(model, 2, 10)
    mask = torch.arange(10)[None] < torch.tensor([[10], [7]])
    seen = []
    for garbage in (0.0, 1e3, torch.nan):
        torch.manual_seed(1)
        padded, rough = (torch.where(mask[..., None], given, garbage) for given in (values, coarse))
        seen.append(model(padded, states, mask, coarse=rough, chunk_frames=4))
    assert all(torch.equal(seen[0].loss, output.loss) for output in seen)
    torch.manual_seed(1)
    times = torch.rand(2, 3)
    row = slice(1, 2)
    start, data = ((given[row, :7] - model.mean) / model.std for given in (coarse, values))
    share = times[row].double().repeat_interleave(torch.tensor([4, 3, 0]), 1)[..., None]
    noisy = start * (1 - share) + data * share
    alone = velocity(model, states[row], data, noisy, times[row, :2].double(), [4, 3], start)
    assert torch.allclose(seen[0].velocity[row, :7], alone, atol=1e-9)


def test_the_loss_is_that_of_the_formula(make_model, text, motion):
    model, states = make_model(coarse_sigma=None, confidence_weight=0), text()
    values = motion(model, 1, 8)
    torch.manual_seed(2)
    output = model(values, states, chunk_frames=4)
    torch.manual_seed(2)
    times, noise = torch.rand(1, 2).double(), torch.randn(1, 8, 150, dtype=torch.double)
    data = (values - model.mean) / model.std
    share = times.repeat_interleave(4, 1)[..., None]
    moves = velocity(model, states, data, (1 - share) * noise + share * data, times, [4, 4])
    assert torch.allclose(output.velocity, moves, atol=1e-10)
    assert torch.allclose(output.loss, ((moves - (data - noise)) ** 2).mean())


def test_the_loss_of_a_refiner_is_that_of_the_frames_it_leads_to(make_model, text, motion):
    model, states = make_model(coarse_sigma=0.2, confidence_weight=0, jitter_weight=3), text()
    values, coarse = motion(model, 1, 8), motion(model, 1, 8)
    torch.manual_seed(2)
    output = model(values, states, coarse=coarse, chunk_frames=4)
    torch.manual_seed(2)
    times, noise = torch.rand(1, 2).double(), torch.randn(1, 8, 150, dtype=torch.double)
    data, rough = ((given - model.mean) / model.std for given in (values, coarse))
    share = times.repeat_interleave(4, 1)[..., None]
    error = model.network.coarse_error
    noisy = (1 - share) * (rough + 0.2 * error * noise) + share * data
    # Body and hands have a unit each, in the layout's own numbers.
    unit = torch.empty(150, dtype=torch.double)
    for part in (slice(0, 24), slice(24, 150)):
        unit[part] = (error * model.std)[part].square().mean().sqrt() / model.std[part]
    off = (noisy + (1 - share) * velocity(model, states, data, noisy, times, [4, 4], rough) - data) / unit
    jerk = torch.zeros(1, 5, 150, dtype=torch.double)
    for at in range(3, 8):
        # The past that is shown, in evaluation the true one, has no error.
        chunk = [off[:, frame] if frame // 4 == at // 4 else 0 for frame in range(at - 3, at + 1)]
        jerk[:, at - 3] = chunk[3] - 3 * chunk[2] + 3 * chunk[1] - chunk[0]
    assert torch.allclose(output.loss, (off**2).mean() + 3 * (jerk**2).mean())


def test_places_of_joints_count_in_centimetres(make_model, text, motion):
    model = make_model(coarse_sigma=0, layout="smplx", confidence_weight=0)
    model.set_statistics(torch.zeros(133), torch.full((133,), 0.2))
    states, values, coarse = text(), motion(model, 1, 8), motion(model, 1, 8)
    losses = []
    for weight in (0.0, 2.0):
        model.config.joint_weight = weight
        torch.manual_seed(2)
        output = model(values, states, coarse=coarse, chunk_frames=4)
        losses.append(output.loss)
    torch.manual_seed(2)
    share = torch.rand(1, 2).double().repeat_interleave(4, 1)[..., None]
    start, data = ((given - model.mean) / model.std for given in (coarse, values))
    end = (1 - share) * start + share * data + (1 - share) * output.velocity
    skeleton = BuiltInSkeleton()
    made, true = (skeleton.joints(given) for given in (end * model.std + model.mean, values))
    arms = [f"{side}_{joint}" for side in ("left", "right") for joint in ("shoulder", "elbow", "wrist")]
    off = [(made - true)[..., [skeleton.layout.index(name) for name in arms], :]]
    hands = []
    for side in ("left", "right"):
        fingers, wrist = list(skeleton.layout.parts[f"{side}_hand"]), [skeleton.layout.index(f"{side}_wrist")]
        one, other = (places[..., fingers, :] - places[..., wrist, :] for places in (made, true))
        hands.append(one - other)
    off.append(torch.cat(hands, dim=-2))
    assert torch.allclose(losses[1] - losses[0], 2 * sum((100 * each).square().mean() for each in off))


@pytest.mark.parametrize("weight", [0, 5.0])
def test_errors_of_the_face_count_as_often_as_they_are_told_to(make_model, text, motion, weight):
    model = make_model(coarse_sigma=0, layout="smplx", confidence_weight=0, jitter_weight=2)
    states, values, coarse = text(), motion(model, 1, 8), motion(model, 1, 8)

    def loss(weight, parts):
        """The loss of a motion that is off in some numbers alone; where it is not, coarse motion is right."""
        model.config.face_weight = weight
        rough = values.clone()
        rough[..., parts] = coarse[..., parts]
        torch.manual_seed(2)
        return model(values, states, coarse=rough, chunk_frames=4).loss

    for parameter in model.network.decoder.velocity.parameters():
        torch.nn.init.zeros_(parameter)
    face, others = slice(120, 133), slice(0, 120)
    assert torch.allclose(loss(weight, face), weight * loss(1, face))
    assert torch.allclose(loss(weight, others), loss(1, others))
    assert loss(1, face) > 0


def test_an_own_past_is_what_the_model_makes_of_coarse_motion(make_model, text, motion):
    settings = {"coarse_sigma": 0, "hand_dropout": 0, "clean_jitter": 0, "start_share": 1}
    model, states = make_model(**settings).train(), text(20)
    values, coarse = motion(model, 20, 8), motion(model, 20, 8)

    def moves(share):
        model.config.own_past = share
        return model(values, states, coarse=coarse, chunk_frames=4).velocity

    data, rough = ((given - model.mean) / model.std for given in (values, coarse))
    at_start = torch.zeros(20, 2, dtype=torch.double), [4, 4], rough
    made = rough + velocity(model, states, rough, rough, *at_start)
    after = [velocity(model, states, past, rough, *at_start) for past in (data, rough, made)]
    assert torch.allclose(moves(0.0), after[0], atol=1e-10)
    assert torch.allclose(moves(1.0), after[2], atol=1e-10)
    mixed = moves(0.5)
    of_coarse, own = ((mixed - past).abs().amax((1, 2)) < 1e-10 for past in after[1:])
    assert torch.equal(of_coarse, ~own)
    assert 3 < own.sum() < 17


def test_missing_joints_are_missing_however_it_is_said(make_model, text, motion):
    model, states = make_model(coarse_sigma=None), text()
    values, confidence = motion(model, 1, 8), torch.ones(1, 8, 50, dtype=torch.double)
    confidence[:, :4, 8:29] = 0
    lost = values.clone()
    lost[:, :4, 24:87] = torch.nan
    losses = []
    for given, sure in ((lost, None), (values, confidence), (lost, torch.ones_like(confidence)), (values, None)):
        torch.manual_seed(3)
        losses.append(model(given, states, confidence=sure, chunk_frames=4).loss.item())
    assert losses[0] == losses[1] == losses[2] != losses[3]


def test_confidence_changes_whom_frames_listen_to(make_model, text, motion):
    model, states = make_model(coarse_sigma=None), text()
    clean, noisy = motion(model, 1, 8), motion(model, 1, 8)
    times = torch.full((1, 2), 0.5, dtype=torch.double)
    # Only the bias of attention is left to notice: the embedding of confidence is switched off.
    model.network.joints.first.weight.data[:, 3] = 0
    sure, doubtful = (torch.ones(1, 8, 50, dtype=torch.double) for _ in range(2))
    doubtful[:, 2:4] = 0
    moves = [velocity(model, states, clean, noisy, times, [4, 4], confidence=given) for given in (sure, doubtful)]
    assert torch.equal(moves[0][:, :4], moves[1][:, :4])
    assert (moves[0] - moves[1])[:, 4:].abs().max() > 1e-6
    for layer in model.network.layers:
        layer.mixer.beta.data.zero_()
    moves = [velocity(model, states, clean, noisy, times, [4, 4], confidence=given) for given in (sure, doubtful)]
    assert torch.equal(*moves)


def test_sentences_in_a_row_are_told_by_masks_and_positions(make_model, text, motion):
    model, states = make_model(coarse_sigma=None), text(1, 7)
    values, usual = motion(model, 1, 10), torch.arange(10)[None]
    seen = torch.zeros(1, 10, 7, dtype=torch.long)
    seen[:, :6, :4], seen[:, 6:, 4:] = 1, 1

    def moves(mask, positions):
        torch.manual_seed(5)
        return model(values, states, text_mask=mask, positions=positions, chunk_frames=3).velocity

    everywhere = moves(torch.ones(1, 10, 7, dtype=torch.long), usual)
    assert torch.allclose(everywhere, moves(None, None), atol=1e-12)
    assert torch.equal(moves(seen[:, 0], usual)[:, :6], moves(seen, usual)[:, :6])
    assert not torch.allclose(moves(seen[:, 0], usual)[:, 6:], moves(seen, usual)[:, 6:], atol=1e-4)
    anew = torch.cat([torch.arange(6), torch.arange(4)])[None]
    assert torch.equal(moves(seen, usual)[:, :6], moves(seen, anew)[:, :6])
    assert not torch.allclose(moves(seen, usual)[:, 6:], moves(seen, anew)[:, 6:], atol=1e-4)


@pytest.mark.parametrize("name", ["hand_dropout", "clean_jitter", "own_past", "start_share"])
def test_only_training_hides_hands_and_shows_another_past(make_model, text, motion, name):
    model, states = make_model(hand_dropout=0, clean_jitter=0), text()
    values, coarse = motion(model, 1, 8), motion(model, 1, 8)

    def loss(training: bool) -> float:
        torch.manual_seed(4)
        return model.train(training)(values, states, coarse=coarse, chunk_frames=4).loss.item()

    usual = loss(False), loss(True)
    setattr(model.config, name, 1.0)
    assert loss(False) == usual[0]
    assert loss(True) != usual[1]


def test_a_hidden_hand_is_missing_for_a_while():
    torch.manual_seed(0)
    config = HybridSignConfig(layout="phoenix50", hand_dropout=0.5)
    values, confidence = torch.randn(200, 12, 150), torch.full((200, 12, 50), 0.7)
    motion = KnownMotion(values, torch.ones(200, 12, dtype=torch.bool), confidence)
    hidden = drop_hands(motion, config).confidence == 0
    assert torch.equal(confidence, torch.full((200, 12, 50), 0.7))
    assert not hidden[..., list(config.pose_layout.parts["body"])].any()
    for part in ("left_hand", "right_hand"):
        hand = hidden[..., list(config.pose_layout.parts[part])]
        assert torch.equal(hand.all(-1), hand.any(-1))
        assert 0.35 < hand.any(-1).any(-1).float().mean() < 0.65
        changes = hand.any(-1).int().diff(dim=1).abs().sum(1)
        assert changes.max() == 2


@pytest.mark.parametrize("mixer", MIXERS)
@torch.no_grad()
def test_saved_and_loaded_it_is_the_same(
    make_model, text, motion, tmp_path, mixer, assert_same_weights, assert_same_motion
):
    model = make_model(mixer=mixer, num_signers=2, num_experts=4).float()
    model.save_pretrained(tmp_path)
    loaded = HybridSignModel.from_pretrained(tmp_path)
    assert_same_weights(model, loaded)
    states, coarse, made = text(), motion(model.double(), 1, 9), []
    for one in (model, loaded.double()):
        seed = torch.Generator().manual_seed(1)
        made.append(one.generate(states, coarse=coarse, signer=torch.tensor([1]), generator=seed))
    assert_same_motion(made[0].values, made[1].values)
    assert_same_motion(made[0].confidence, made[1].confidence)


def test_a_checkpoint_without_the_weights_of_a_layer_is_refused(make_model, tmp_path):
    make_model(num_signers=2).float().save_pretrained(tmp_path)
    config = HybridSignConfig.from_pretrained(tmp_path, num_hidden_layers=3)
    with pytest.raises(ModelFolderError, match=r"all weights of the HybridSignModel .* without network\.layers\.2\."):
        HybridSignModel.from_pretrained(tmp_path, config=config)


@pytest.mark.parametrize("mixer", MIXERS)
def test_it_trains_in_bfloat16(make_model, text, motion, mixer):
    model, states = make_model(0.05, mixer=mixer, coarse_sigma=None).float(), text(2).float()
    values, losses = motion(model, 2, 9), []
    for enabled in (False, True):
        torch.manual_seed(1)
        with torch.autocast("cpu", torch.bfloat16, enabled=enabled):
            losses.append(model(values, states, chunk_frames=4).loss)
    losses[1].backward()
    assert losses[1].item() == pytest.approx(losses[0].item(), rel=0.02)


def test_it_overfits_two_rows(text, motion):
    config = HybridSignConfig(
        layout="phoenix50",
        hidden_size=32,
        joint_size=16,
        num_hidden_layers=1,
        text_size=6,
        hand_dropout=0,
        clean_jitter=0,
        coarse_sigma=0.01,
        start_share=0.8,
    )
    model, states = HybridSignModel(config), text(2).float()
    coarse = torch.randn(2, 12, 150)
    values = coarse + 0.5 * torch.sin(torch.arange(12.0))[None, :, None] * torch.tensor([1.0, -1.0])[:, None, None]
    optimizer = torch.optim.AdamW(model.parameters(), 3e-3)
    for _ in range(150):
        loss = model(values, states, coarse=coarse).loss
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    made = model.eval().generate(states, coarse=coarse, chunk_frames=3, steps=4)
    assert (made.values - values).abs().mean() < 0.5 * (coarse - values).abs().mean()
    assert made.confidence.mean() > 0.9


def test_errors_are_named(make_model, text, motion):
    model, states = make_model(), text()
    values = motion(model, 1, 6)
    coarse = values.clone()
    ones = torch.ones(1, 6, 50, dtype=torch.double)
    for name, call in {
        "values: expected shape": lambda: model(values[..., :5], states),
        "values: expected finite": lambda: model(values / 0, states, coarse=coarse),
        "frame_mask": lambda: model(values, states, torch.ones(1, 6), coarse=coarse),
        "frame_mask: expected padding": lambda: model(values, states, torch.tensor([[0, 1, 1, 1, 1, 1]]).bool()),
        "confidence: expected shape": lambda: model(values, states, confidence=ones[:, :5], coarse=coarse),
        "confidence: expected numbers from 0 to 1, got 2 to 2": lambda: model(values, states, confidence=2 * ones),
        "coarse: expected coarse motion": lambda: model(values, states),
        "positions: expected integers": lambda: model(values, states, coarse=coarse, positions=ones[..., 0]),
        "positions: expected 0": lambda: model(values, states, coarse=coarse, positions=-ones[..., 0].long()),
        "chunk_frames": lambda: model(values, states, coarse=coarse, chunk_frames=0),
        "mean": lambda: model.set_statistics(torch.ones(3), torch.ones(150)),
        "std": lambda: model.set_statistics(torch.ones(150), -torch.ones(150)),
        "coarse_error": lambda: model.set_statistics(torch.ones(150), torch.ones(150), torch.zeros(150)),
    }.items():
        with pytest.raises(InputError, match=f"^{name}"):
            call()


@torch.no_grad()
def test_a_refiner_sees_how_coarse_motion_moves_and_where_a_chunk_goes_on(make_model, motion):
    model = make_model()
    network, unit = model.network, model.network.coarse_error
    clean, noisy, coarse = motion(model, 1, 7), motion(model, 1, 7), motion(model, 1, 7)
    certainty = torch.ones(1, 14, 50, dtype=torch.double)
    certainty[:, 3, 4] = 0
    both, times = torch.cat([coarse, coarse], 1), torch.zeros(1, 3, dtype=torch.double)
    plan = FramePlan(6, 0, 7, (4, 3))
    for before in (None, motion(model, 1, 2)):
        inputs = FrameInputs(torch.cat([clean, noisy], 1), certainty, both, times, before=before)
        since, until = (part * unit for part in network._around(inputs, plan))
        apart = network._of_joints((inputs.values - both) / unit)
        apart[:, 3, 4] = 0
        seams = network._seams(apart, inputs, plan)
        first = coarse[:, 0] - before[:, 0] if before is not None else torch.zeros_like(coarse[:, 0])
        for copy in (0, 7):
            assert torch.allclose(since[:, copy], first)
            assert torch.allclose(since[:, copy + 1 : copy + 7], coarse.diff(dim=1))
        assert not until[:, [0, 1, 2, 3, 4, 5, 6, 10, 13]].any()
        assert torch.allclose(until[:, [7, 8, 9, 11, 12]], coarse.diff(dim=1)[:, [0, 1, 2, 4, 5]])
        assert not seams[:, :7].any()
        started = 0 * unit if before is None else (before[:, 1] - before[:, 0]) / unit
        assert torch.allclose(seams[:, 7:11].flatten(2)[0], network._of_joints(started).flatten().expand(4, -1))
        assert torch.allclose(seams[:, 11:], apart[:, 3:4].expand(-1, 3, -1, -1))
