import math

import numpy as np
import pytest
import torch

from signary.generator.fgdm import FGDMModel, batch_sentences
from signary.generator.fgdm.asgcn import Condition
from signary.io.errors import InputError
from signary.io.model_files import ModelFolderError
from signary.nn.positions import position_encoding

VARIANTS = [
    {},
    {"focal_layers": 0},
    {"scg_weight": 0.0},
    {"general_causal": True},
    {"semantic_mask": "joint", "bone_loss": "direction"},
    {"contextual": False, "semantic_mask": "none"},
    {"topology": False},
    {"layout": "phoenix50"},
]


def attention(module, queries, keys, allowed):
    """Softmax attention head by head and query by query, (T, E)."""
    heads, size = module.num_heads, queries.shape[-1] // module.num_heads
    weights, biases = module.in_proj_weight.chunk(3), module.in_proj_bias.chunk(3)
    q, k, v = (x @ w.T + b for x, w, b in zip((queries, keys, keys), weights, biases, strict=True))
    out = torch.zeros_like(queries)
    for head in range(heads):
        at = slice(head * size, (head + 1) * size)
        for i in range(len(q)):
            seen = [j for j in range(len(k)) if allowed(i, j)]
            scores = torch.stack([q[i, at] @ k[j, at] / math.sqrt(size) for j in seen]).softmax(0)
            out[i, at] = sum(score * v[j, at] for score, j in zip(scores, seen, strict=True))
    return module.out_proj(out)


def everything(_i, _j):
    return True


def encode(encoder, ids):
    """F2: an encoder layer after the other."""
    x = encoder.embedding(ids) + position_encoding(torch.arange(len(ids)), 16).double()
    for layer in encoder.layers.layers:
        x = layer.norm1(x + attention(layer.self_attn, x, x, everything))
        x = layer.norm2(x + layer.linear2(layer.linear1(x).relu()))
    return x


def decode(stage, joints, glosses, causal):
    """F8: F2G, then a decoder layer after the other."""
    flat = torch.stack([torch.cat([*frame]) for frame in joints])
    x = stage.transform(flat) + position_encoding(torch.arange(len(flat)), 16).double()
    for layer in stage.layers.layers:
        x = layer.norm1(x + attention(layer.self_attn, x, x, (lambda i, j: j <= i) if causal else everything))
        x = layer.norm2(x + attention(layer.multihead_attn, x, glosses, everything))
        x = layer.norm3(x + layer.linear2(layer.linear1(x).relu()))
    return x


@torch.no_grad()
def test_the_gloss_encoder_is_a_literal_transformer(make_model, randomised):
    encoder = randomised(make_model(gloss_layers=2).gloss_encoder)
    ids = torch.tensor([[2, 3, 1], [5, 0, 0]])
    found = encoder(ids, ids > 0)
    for row, count in enumerate((3, 1)):
        assert torch.allclose(found[row, :count], encode(encoder, ids[row, :count]), atol=1e-10)


@torch.no_grad()
@pytest.mark.parametrize("causal", [False, True])
def test_the_general_stage_is_a_literal_transformer(make_model, randomised, causal):
    stage = randomised(make_model(general_causal=causal, general_layers=2).general_stage)
    joints, glosses = torch.randn(2, 7, 6, 4).double(), torch.randn(2, 3, 16).double()
    frame_mask = torch.arange(7)[None] < torch.tensor([[7], [5]])
    gloss_mask = torch.tensor([[True, True, True], [True, True, False]])
    found = stage(joints, frame_mask, Condition(glosses, gloss_mask))
    for row, (frames, count) in enumerate(((7, 3), (5, 2))):
        expected = decode(stage, joints[row, :frames], glosses[row, :count], causal)
        assert torch.allclose(found[row, :frames], expected, atol=1e-10)


@torch.no_grad()
def test_the_network_is_its_parts_one_after_another(make_model, randomised):
    """Without the focal stage, sampled in one step: noise at t = 999 in, x̂₀ out, standardised on both sides."""
    model = randomised(make_model(focal_layers=0, sampling_steps=1))
    poses, _ = model.sample(torch.tensor([[2, 3, 1]]), [7], seed=5)
    noise = torch.randn(7, 6, 3, generator=torch.Generator().manual_seed(5)).double()
    time = model.time_embedding(torch.tensor([0.001], dtype=torch.float64))
    glosses = encode(model.gloss_encoder, torch.tensor([2, 3, 1])) + time
    numbers = model.iconicity(noise + model.mean / model.std)
    clean = model.output(decode(model.general_stage, numbers, glosses, causal=False))
    assert torch.allclose(poses[0], clean.reshape(7, 6, 3) * model.std + model.mean, atol=1e-8)


@pytest.mark.parametrize("variant", VARIANTS, ids=str)
def test_a_step_of_training_reaches_every_parameter(make_model, sentences, variant):
    model = make_model(**variant).train()
    model(**batch_sentences(sentences(model.config))._asdict()).loss.backward()
    assert not [name for name, parameter in model.named_parameters() if parameter.grad is None]
    assert all(torch.isfinite(parameter.grad).all() for parameter in model.parameters())


def test_the_loss_is_the_weighted_sum(make_model, rows):
    model = make_model(bone_weight=0.3, scg_weight=0.02, duration_weight=0.7)
    out = model(**rows(model)[0])
    expected = out.joint_loss + 0.3 * out.bone_loss + 0.02 * out.scg_loss + 0.7 * out.duration_loss
    assert torch.allclose(out.loss, expected)
    assert out.scg_skipped == 1


@pytest.mark.parametrize("variant", VARIANTS, ids=str)
def test_padding_and_batch_size_change_nothing(make_model, rows, variant):
    model = make_model(3, **variant)
    batch, lengths = rows(model)
    together = model(**batch)
    for garbage in (float("nan"), float("inf")):
        assert torch.equal(model(**rows(model, garbage)[0]).loss, together.loss)
    for row, length in enumerate(lengths):
        glosses = batch["gloss_ids"][row : row + 1]
        alone = model(
            batch["poses"][row : row + 1, :length],
            glosses[:, : int((glosses > 0).sum())],
            times=batch["times"][row : row + 1],
            noise=batch["noise"][row : row + 1, :length],
        )
        assert torch.allclose(together.clean[row, :length], alone.clean[0], atol=1e-4)


@pytest.mark.parametrize("eta", [0.0, 1.0])
def test_a_sampled_row_is_the_row_alone(make_model, eta):
    model = make_model(3, eta=eta)
    ids = torch.tensor([[1, 0, 0], [2, 3, 0], [6, 5, 1]])
    poses, lengths = model.sample(ids, [1, 40, 23], seed=7)
    assert lengths.tolist() == [1, 40, 23]
    for row, length in enumerate(lengths.tolist()):
        glosses = ids[row : row + 1, : int((ids[row] > 0).sum())]
        alone, _ = model.sample(glosses, [length], seed=7)
        assert torch.allclose(poses[row, :length], alone[0], atol=1e-4)
        assert (poses[row, length:] == 0).all()
    assert not torch.allclose(poses, model.sample(ids, [1, 40, 23], seed=8)[0])


def test_terms_that_start_at_zero_are_no_ops(make_model):
    full, bare = make_model(), make_model(contextual=False, semantic_mask="none")
    shared = set(bare.state_dict())
    bare.load_state_dict({name: value for name, value in full.state_dict().items() if name in shared})
    ids = torch.tensor([[2, 3]])
    assert torch.allclose(full.sample(ids, [20])[0], bare.sample(ids, [20])[0], atol=1e-4)


@pytest.mark.parametrize("variant", VARIANTS, ids=str)
def test_saved_and_loaded_it_is_the_same(make_model, rows, tmp_path, variant, assert_same_weights, assert_same_motion):
    model = make_model(2, **variant)
    model.save_pretrained(tmp_path)
    loaded = FGDMModel.from_pretrained(tmp_path)
    assert loaded.config.glosses == model.config.glosses
    assert_same_weights(model, loaded)
    ids = torch.tensor([[2, 3], [1, 0]])
    assert_same_motion(model.sample(ids)[0], loaded.sample(ids)[0])
    batch, _ = rows(model)
    torch.testing.assert_close(model(**batch).loss, loaded(**batch).loss, atol=0, rtol=1e-5)


def test_what_a_checkpoint_lacks_is_named(make_model, tmp_path):
    make_model(2, contextual=False, semantic_mask="none").save_pretrained(tmp_path)
    lost = r"all weights of the FGDMModel .* without focal_stage\.layers\.0\.spatial\.contextual\.key\.bias and 21 more"
    with pytest.raises(ModelFolderError, match=lost):
        FGDMModel.from_pretrained(tmp_path, contextual=True, semantic_mask="frame")


@pytest.mark.parametrize("variant", [{}, {"focal_layers": 0}], ids=str)
def test_overfits_two_real_sentences(make_model, sentences, overfit, variant):
    model = make_model(hidden_size=32, focal_channels=8, dropout=0.0, **variant)
    read = sentences(model.config, 2)
    outputs = overfit(model, batch_sentences(read)._asdict(), 150, 5e-3)
    losses = [output.loss.item() for output in outputs]
    assert np.mean(losses[-20:]) < losses[0] / 4
    for sentence in read:
        ids = torch.tensor([sentence.gloss_ids])
        poses, _ = model.sample(ids, [len(sentence.poses)])
        error = np.linalg.norm(poses[0].numpy() - sentence.poses, axis=-1).mean()
        still = np.linalg.norm(sentence.poses.mean(0) - sentence.poses, axis=-1).mean()
        assert error < still
        assert abs(float(model.predict_durations(ids).sum()) / len(sentence.poses) - 1) < 0.2


def test_generated_sentences_are_sequences(make_model):
    model = make_model(3, layout="phoenix50")
    one, other = model.generate([["THANK", "YOU"], ["HELLO"]], lengths=[30, 11])
    assert (len(one), len(other)) == (30, 11)
    assert one.layout.name == "phoenix50"
    assert one.metadata["gloss"] == "THANK YOU"
    predicted = model.generate([["THANK", "YOU"]])[0]
    assert len(predicted) == round(float(model.predict_durations(torch.tensor([[2, 3]])).sum()))


def test_pictures_have_a_size(make_config):
    model = FGDMModel(make_config(layout="openpose137", focal_layers=0)).eval()
    (pose,) = model.generate([["HELLO"]], lengths=[3])
    assert pose.joints.shape == (3, 137, 2)
    assert (pose.metadata["width"], pose.metadata["height"]) == (1000, 1000)


def test_a_sentence_that_would_take_too_long_is_named(make_model):
    model = make_model(max_frames=40)
    model.frames_per_gloss.fill_(60)
    with pytest.raises(InputError, match="glosses: expected glosses that take at most 40 frames .*, got 2 that take"):
        model.generate([["THANK", "YOU"]])
    assert len(model.generate([["THANK", "YOU"]], lengths=[40])[0]) == 40


def test_standardising_is_an_affine_map_that_keeps_directions(make_model, sentences):
    """What is standardised by mean and one number is, at the start of sampling, noise around the mean pose."""
    model = make_model()
    read = sentences(model.config)
    everything = np.concatenate([sentence.poses for sentence in read])
    assert np.allclose(model.mean, everything.mean(0), atol=1e-5)
    assert float(model.std) == pytest.approx(float(np.sqrt(np.square(everything - everything.mean(0)).mean())))
    assert float(model.frames_per_gloss) == pytest.approx(len(everything) / 6)


def test_errors_are_named(make_model):
    model = make_model(layout="phoenix50", max_frames=50)
    ids = torch.tensor([[1, 2]])
    poses = torch.zeros(1, 4, 50, 3)
    for length in (0, 51, -3):
        with pytest.raises(InputError, match=f"lengths: expected 1 to 50 frames, got {length}"):
            model.sample(ids, [length])
    with pytest.raises(InputError, match="lengths: expected 1 whole numbers"):
        model.sample(ids, [3.5])
    with pytest.raises(InputError, match="lengths: expected 1 whole numbers"):
        model.sample(ids, [3, 4])
    with pytest.raises(InputError, match=r"poses: expected shape \(B, T, 50, 3\)"):
        model(torch.zeros(1, 4, 49, 3), ids)
    with pytest.raises(InputError, match="poses: expected finite numbers .* row 0"):
        model(torch.full((1, 4, 50, 3), torch.nan), ids)
    with pytest.raises(InputError, match="1 to 50 frames, got 51"):
        model(torch.zeros(1, 51, 50, 3), ids)
    with pytest.raises(InputError, match="behind padding"):
        model(poses, ids, torch.tensor([[True, False, True, True]]))
    with pytest.raises(InputError, match="gloss_ids: expected at least one entry that counts in every row"):
        model(poses, torch.tensor([[0, 0]]))
    with pytest.raises(InputError, match="something behind padding"):
        model(poses, torch.tensor([[0, 1]]))
    with pytest.raises(InputError, match=r"gloss_ids: expected 0 \(padding\) to 6"):
        model(poses, torch.tensor([[7]]))
    with pytest.raises(InputError, match="gloss_ids: expected 1 rows"):
        model(poses, torch.tensor([[1], [2]]))
    with pytest.raises(InputError, match="gloss_ids: expected integers"):
        model.sample(torch.tensor([[1.0]]))
    with pytest.raises(InputError, match="glosses: expected at least one sentence"):
        model.generate([])
    with pytest.raises(InputError, match="at least one gloss in the config"):
        FGDMModel(type(model.config)())
    with pytest.raises(InputError, match="std: expected a finite number above 0"):
        model.set_statistics((torch.zeros(50, 3), 0.0, 9.0))
    with pytest.raises(InputError, match="mean: expected finite numbers"):
        model.set_statistics((torch.zeros(49, 3), 1.0, 9.0))
