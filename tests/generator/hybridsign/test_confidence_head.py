"""The head of confidence: what it is told of each joint's past, in training as in a stream."""

import pytest
import torch

from signary.generator.hybridsign import HybridSignConfig
from signary.generator.hybridsign.confidence_head import NEVER, ConfidenceHead, before_chunks, said_last
from signary.generator.hybridsign.frame_plan import FramePlan
from signary.io.errors import InputError

JOINTS, MEMORY = 5, 3


def test_before_each_chunk_stands_what_was_said_last():
    confidence, chunks = torch.rand(2, 9, JOINTS), (2, 4, 3)
    found = before_chunks(confidence, FramePlan(4, 0, 9, chunks), MEMORY)
    for number, start in enumerate((0, 2, 6)):
        for back in range(1, MEMORY + 1):
            expected = confidence[:, start - back] if start >= back else torch.full((2, JOINTS), NEVER)
            assert torch.equal(found[:, number, -back], expected)


def test_a_stream_knows_what_training_knows():
    confidence, past = torch.rand(1, 9, JOINTS), None
    known = before_chunks(confidence, FramePlan(4, 0, 9, (2, 4, 3)), MEMORY)
    for number, (first, last) in enumerate(((0, 2), (2, 6), (6, 9))):
        if past is not None:
            assert torch.equal(past, known[:, number])
        past = said_last(confidence[:, first:last], past, MEMORY)


def test_joints_are_told_of_their_own_past_alone():
    torch.manual_seed(0)
    head = ConfidenceHead([[3, 0], [1, 2, 4]], 8)
    tokens, fused = torch.randn(2, 1, 6, 8), torch.randn(1, 6, 8)
    plan, past = FramePlan(4, 0, 6, (3, 3)), torch.rand(1, 2, MEMORY, JOINTS)
    logits = head(tokens, fused, past, plan)
    assert logits.shape == (1, 6, JOINTS)
    for joint in range(JOINTS):
        changed = past.clone()
        changed[:, 1, -1, joint] = 1 - changed[:, 1, -1, joint]
        moved = (head(tokens, fused, changed, plan) - logits).abs() > 1e-6
        assert moved[0, 3:, joint].all()
        moved[0, 3:, joint] = False
        assert not moved.any()


def test_tokens_of_a_group_speak_to_its_joints_alone():
    torch.manual_seed(0)
    head, plan = ConfidenceHead([[3, 0], [1, 2, 4]], 8), FramePlan(4, 0, 2, (2,))
    tokens, fused, past = torch.randn(2, 1, 2, 8), torch.randn(1, 2, 8), torch.rand(1, 1, MEMORY, JOINTS)
    logits = head(tokens, fused, past, plan)
    tokens[0] += 1
    moved = (head(tokens, fused, past, plan) - logits).abs().amax((0, 1)) > 1e-6
    assert moved.tolist() == [True, False, False, True, False]


@torch.no_grad()
def test_it_learns_that_what_is_lost_stays_lost_for_a_while():
    """Spans of 10 frames on average, out of the blue: nothing but the last frame says anything, and that is learnt."""
    torch.manual_seed(0)
    frames, rows, chunk = 400, 8, 4
    state, rolls = torch.ones(rows, JOINTS), []
    for _ in range(frames):
        switch = torch.rand(rows, JOINTS) < 0.1
        state = torch.where(switch, 1 - state, state)
        rolls.append(state)
    truth = torch.stack(rolls, 1)
    head, plan = ConfidenceHead([list(range(JOINTS))], 4), FramePlan(4, 0, frames, (chunk,) * (frames // chunk))
    past = before_chunks(truth, plan, MEMORY)
    nothing = torch.zeros(1, rows, frames, 4), torch.zeros(rows, frames, 4)
    optimizer = torch.optim.Adam(head.parameters(), 0.03)
    with torch.enable_grad():
        for _ in range(120):
            loss = torch.nn.functional.binary_cross_entropy_with_logits(head(*nothing, past, plan), truth)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    said = head(*nothing, past, plan).sigmoid()
    within = torch.stack(
        [torch.corrcoef(torch.stack([said[..., j].ravel(), truth[..., j].ravel()]))[0, 1] for j in range(JOINTS)]
    )
    held = past[:, :, -1].repeat_interleave(chunk, 1)[:, chunk:]
    alone = torch.corrcoef(torch.stack([held.ravel(), truth[:, chunk:].ravel()]))[0, 1]
    assert within.mean() > alone > 0.5


def test_a_model_has_one_head_or_the_other(make_model):
    old, new = make_model(), make_model(confidence_memory=4)
    names = [
        {name for name, _ in model.named_parameters() if "confidence" in name or "sureness" in name}
        for model in (old, new)
    ]
    assert names[0] == {"network.decoder.confidence.weight", "network.decoder.confidence.bias"}
    assert all(name.startswith("network.sureness.") for name in names[1])
    assert names[1]


def test_memory_is_of_no_fewer_than_no_frames():
    with pytest.raises(InputError, match="^confidence_memory: expected 0 or more"):
        HybridSignConfig(confidence_memory=-1)
