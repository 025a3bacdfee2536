"""The network's parts against their equations, frame by frame."""

import math

import pytest
import torch

from signary.generator.hybridsign.experts import Fusion, TextAttention
from signary.generator.hybridsign.frame_plan import FramePlan
from signary.generator.hybridsign.joint_tokens import JointDecoder, JointEncoder
from signary.generator.hybridsign.mixers import MixingFrames, temporal_mixer
from signary.nn.positions import rotary_turns, rotate

GROUPS, ROWS, SIZE, HEADS = 3, 2, 8, 2
PLAN = FramePlan(3, 0, 5, (2, 3))
CPU = torch.device("cpu")


@pytest.fixture
def frames():
    mask = torch.zeros(10, 10, dtype=torch.double).masked_fill(~PLAN.visible(CPU), -math.inf)
    turns = rotary_turns(PLAN.positions(CPU), SIZE // HEADS).double()
    return MixingFrames(PLAN, mask[None, None], turns, torch.rand(GROUPS, ROWS, 10, dtype=torch.double))


def with_weights(module):
    for parameter in module.parameters():
        torch.nn.init.normal_(parameter, std=0.5)
    return module.double()


@pytest.mark.parametrize("kind", ["causal", "confidence"])
@torch.no_grad()
def test_attention_is_that_of_equation_17(frames, kind):
    mixer, x = with_weights(temporal_mixer(kind, GROUPS, SIZE, HEADS)), torch.randn(GROUPS, ROWS, 10, SIZE).double()
    mixed, cache = mixer(x, frames, None)
    visible, width = PLAN.visible(CPU), SIZE // HEADS
    for group in range(GROUPS):
        beta = mixer.beta[group].item() if kind == "confidence" else 0.0
        all_heads = x[group] @ mixer.inward.weight[group] + mixer.inward.bias[group]
        parts = all_heads.reshape(ROWS, 10, 3, HEADS, width)
        for row in range(ROWS):
            for at in range(10):
                heads = []
                for head in range(HEADS):
                    query, key = (rotate(parts[row, :, part, head], frames.turns) for part in (0, 1))
                    seen = visible[at].nonzero().flatten()
                    logits = key[seen] @ query[at] / math.sqrt(width) + beta * frames.confidence[group, row, seen]
                    heads.append(logits.softmax(0) @ parts[row, seen, 2, head])
                expected = torch.cat(heads) @ mixer.outward.weight[group] + mixer.outward.bias[group, 0]
                assert torch.allclose(mixed[group, row, at], expected, atol=1e-10)
    assert cache is None


@torch.no_grad()
def test_the_recurrent_mixer_goes_frame_by_frame_and_starts_chunks_from_clean_states(frames):
    mixer, x = with_weights(temporal_mixer("rnn", GROUPS, SIZE, HEADS)), torch.randn(GROUPS, ROWS, 10, SIZE).double()
    mixed, _ = mixer(x, frames, None)
    for group, cell in enumerate(mixer.cells):

        def step(at, state, cell=cell, group=group):
            return cell(x[group, :, at : at + 1], state[None])[0][:, 0]

        states = [torch.zeros(ROWS, SIZE, dtype=torch.double)]
        for at in range(5):
            states.append(step(at, states[-1]))
        expected = states[1:]
        for first, count in ((0, 2), (2, 3)):
            state = states[first]
            for at in range(first, first + count):
                state = step(5 + at, state)
                expected.append(state)
        assert torch.allclose(mixed[group], torch.stack(expected, 1), atol=1e-10)


@torch.no_grad()
def test_fusion_is_that_of_equation_15():
    fusion, tokens = with_weights(Fusion(SIZE)), torch.randn(GROUPS, ROWS, 4, SIZE).double()
    scores = [(torch.tanh(fusion.inward(part)) * fusion.weigh.weight[0]).sum(-1).exp() for part in tokens]
    expected = sum(score[..., None] * part for score, part in zip(scores, tokens, strict=True)) / sum(scores)[..., None]
    assert torch.allclose(fusion(tokens), expected, atol=1e-10)


@torch.no_grad()
def test_text_is_seen_where_the_mask_allows_it():
    attention, x = with_weights(TextAttention(GROUPS, SIZE, HEADS)), torch.randn(GROUPS, ROWS, 4, SIZE).double()
    text = torch.randn(ROWS, 6, SIZE).double()
    mask = torch.zeros(GROUPS * ROWS, 1, 1, 6, dtype=torch.double)
    mask[..., 3:] = -math.inf
    short = attention(x, attention.remember(text[:, :3]), mask[..., :3])
    assert torch.allclose(attention(x, attention.remember(text), mask), short, atol=1e-12)
    assert not torch.allclose(attention(x, attention.remember(text), torch.zeros_like(mask)), short, atol=1e-3)


@torch.no_grad()
def test_joints_mix_within_their_group_only():
    groups = [[0, 2], [1, 3, 4]]
    encoder = with_weights(JointEncoder(groups, 5, 8, SIZE, HEADS))
    of_joint = torch.tensor([0, 1, 0, 1, 1])
    x = torch.randn(ROWS, 4, 5, 5).double()
    other = x.clone()
    other[:, :, 3] += 1
    (joints, tokens), (moved, changed) = (encoder(one, of_joint[:, None] == of_joint) for one in (x, other))
    assert torch.equal(joints[:, :, [0, 2]], moved[:, :, [0, 2]])
    assert torch.equal(tokens[0], changed[0])
    for joint in (1, 3, 4):
        assert not torch.allclose(joints[:, :, joint], moved[:, :, joint], atol=1e-4)
    assert not torch.allclose(tokens[1], changed[1], atol=1e-4)


@torch.no_grad()
def test_velocity_comes_of_the_joint_its_group_and_all():
    groups = [[0, 2], [4, 1, 3]]
    decoder = with_weights(JointDecoder(groups, 3, 8, SIZE, sure=True))
    joints, tokens = torch.randn(ROWS, 4, 5, 8).double(), torch.randn(2, ROWS, 4, SIZE).double()
    fused = torch.randn(ROWS, 4, SIZE).double()
    velocity, logits = decoder(joints, tokens, fused)
    for group, members in enumerate(groups):
        for at, joint in enumerate(members):
            own = decoder.of_tokens[group].weight[8 * at : 8 * at + 8]
            told = tokens[group] @ own[:, :SIZE].T + fused @ own[:, SIZE:].T
            hidden = torch.nn.functional.silu(decoder.of_joint(joints[:, :, joint]) + told)
            expected = hidden @ decoder.velocity.weight[joint] + decoder.velocity.bias[joint, 0]
            assert torch.allclose(velocity[:, :, joint], expected, atol=1e-10)
            assert torch.allclose(logits[:, :, joint], decoder.confidence(hidden)[..., 0], atol=1e-10)


@pytest.mark.parametrize("size", [16, 64])
@torch.no_grad()
def test_tokens_of_a_new_model_vary_as_much_as_the_positions_that_are_added(size):
    encoder = JointEncoder([list(range(10)), list(range(10, 40))], 7, size, 4 * size, HEADS)
    same_group = torch.zeros(40, 40, dtype=torch.bool)
    same_group[:10, :10] = same_group[10:, 10:] = True
    _, tokens = encoder(torch.randn(2, 50, 40, 7), same_group)
    assert 0.5 < tokens.std((1, 2)).mean() < 3
