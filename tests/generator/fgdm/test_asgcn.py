"""F4 to F7 against loops over frames, joints, neighbours, offsets and partitions, in float64."""

import math

import pytest
import torch

from signary.generator.fgdm.asgcn import ASGCN, Condition
from signary.generator.fgdm.focal_stage import FocalLayer
from signary.generator.fgdm.skeleton_graph import PARTITIONS, neck_distances, skeleton_graph
from signary.pose import get_layout, layout_names

T, J = 6, 50
#: Joints that are looked at: root, body, both hands, and the last.
LOOKED_AT = (1, 0, 4, 8, 30, 49)
LENGTHS = (6, 4)
TERMS = [
    {},
    {"contextual": False},
    {"topology": False},
    {"semantic_mask": "none"},
    {"semantic_mask": "joint"},
    {"contextual": False, "semantic_mask": "none"},
    {"window": 0},
]


def sigmoid(x):
    return 1 / (1 + math.exp(-x))


def numbers():
    generator = torch.Generator().manual_seed(1)
    x = torch.randn(2, T, J, 4, generator=generator, dtype=torch.float64)
    states = torch.randn(2, 3, 16, generator=generator, dtype=torch.float64)
    frame_mask = torch.arange(T)[None] < torch.tensor(LENGTHS)[:, None]
    return x, frame_mask, Condition(states, torch.tensor([[True, True, True], [True, True, False]]))


def contextual(module, x, length, frame):
    """F5: A_a of a frame, (K, J, J')."""
    width = 2 * module.window + 1
    query = module.query(x[frame])
    graph = torch.zeros(3, J, J, dtype=torch.float64)
    for offset in range(width):
        other = frame + offset - module.window
        if not 0 <= other < length:
            continue
        key = module.key(x[other])
        for p in LOOKED_AT:
            for q in range(J):
                score = sigmoid(float(query[p] @ key[q]) / math.sqrt(x.shape[-1]))
                for k in range(3):
                    graph[k, p, q] += module.mix[k, offset] * score
    return graph


def semantic(module, x, states, frame):
    """F7: M of a frame."""
    prototypes = [module.prototype(state).reshape(J, J) for state in states]
    keys = [module.similarity(state) for state in states]
    mask = torch.zeros(3, J, J, dtype=torch.float64)
    for p in LOOKED_AT:
        pose = x[frame, p] if module.per_joint else x[frame].mean(0)
        scores = [math.exp(float(pose @ key) / math.sqrt(x.shape[-1])) for key in keys]
        mean = sum(score / sum(scores) * prototype[p] for score, prototype in zip(scores, prototypes, strict=True))
        for k in range(3):
            mask[k, p] = 2 * torch.sigmoid(module.gain[k] * mean + module.bias[k])
    return mask


def literal(module, x, length, states, frame):
    """F4 of a frame, (J, C), where joints are looked at."""
    graph = torch.zeros(3, J, J, dtype=torch.float64)
    if module.contextual is not None:
        graph = graph + contextual(module.contextual, x, length, frame)
    if module.has_topology:
        graph = graph + module.skeleton + module.learned
    if module.semantic is not None:
        graph = graph * semantic(module.semantic, x, states, frame)
    y = torch.zeros(J, x.shape[-1], dtype=torch.float64)
    for k in range(3):
        weight = module.maps.weight[k * x.shape[-1] : (k + 1) * x.shape[-1]]
        for p in LOOKED_AT:
            for q in range(J):
                y[p] = y[p] + graph[k, p, q] * (weight @ x[frame, q])
    return torch.relu(x[frame] + module.norm(y))


@torch.no_grad()
@pytest.mark.parametrize("terms", TERMS, ids=str)
def test_asgcn_is_the_formulas(make_config, randomised, terms):
    module = randomised(ASGCN(make_config(**terms)))
    x, frame_mask, condition = numbers()
    found = module(x, frame_mask, condition)
    # The first and last frames, whose windows reach beyond the ends, of the whole and of the padded row.
    for row, frame, glosses in ((0, 0, 3), (0, 3, 3), (1, 3, 2)):
        expected = literal(module, x[row], LENGTHS[row], condition.states[row, :glosses], frame)
        assert torch.allclose(found[row, frame, list(LOOKED_AT)], expected[list(LOOKED_AT)], atol=1e-10)


@pytest.mark.parametrize("terms", TERMS, ids=str)
def test_a_few_frames_at_a_time_are_as_all_at_once(make_config, randomised, terms):
    module = randomised(ASGCN(make_config(**terms)))
    x = torch.randn(2, 37, J, 4, dtype=torch.float64)
    mask = torch.arange(37)[None] < torch.tensor([[37], [20]])
    condition = numbers()[2]
    with torch.no_grad():
        few = module(x, mask, condition)
    assert torch.allclose(few, module(x, mask, condition), atol=1e-12)


def test_terms_that_start_at_zero_change_nothing(make_config):
    """A_a and M are there, but graphs are the skeleton's."""
    full = ASGCN(make_config()).eval()
    bare = ASGCN(make_config(contextual=False, semantic_mask="none")).eval()
    bare.load_state_dict({name: full.state_dict()[name] for name in bare.state_dict()})
    x, frame_mask, condition = numbers()
    found = full(x.float(), frame_mask, Condition(condition.states.float(), condition.mask))
    assert torch.allclose(found, bare(x.float(), frame_mask, condition), atol=1e-6)


def test_terms_that_start_at_zero_are_learned(make_config):
    module = ASGCN(make_config())
    x, frame_mask, condition = numbers()
    module(x.float(), frame_mask, Condition(condition.states.float(), condition.mask)).square().sum().backward()
    for parameter in (module.contextual.mix, module.semantic.gain, module.semantic.bias):
        assert parameter.grad.abs().max() > 0


@torch.no_grad()
def test_the_temporal_convolution_is_a_loop_over_frames(make_config, randomised):
    layer = randomised(FocalLayer(make_config(temporal_kernel=5)))
    x, frame_mask, condition = numbers()
    found, spatial = layer(x, frame_mask, condition), layer.spatial(x, frame_mask, condition)
    for row, length in enumerate(LENGTHS):
        for frame in range(length):
            y = layer.temporal.bias.expand(J, -1).clone()
            for tap in range(5):
                other = frame + tap - 2
                if 0 <= other < length:
                    y += spatial[row, other] @ layer.temporal.weight[:, :, tap, 0].T
            expected = torch.relu(spatial[row, frame] + layer.norm(y))
            assert torch.allclose(found[row, frame], expected, atol=1e-12)


@pytest.mark.parametrize("name", [name for name in layout_names() if get_layout(name).is_keypoints])
def test_the_skeletons_graph_is_a_loop_over_pairs(name):
    layout = get_layout(name)
    graph, distances = skeleton_graph(layout), neck_distances(layout)
    assert graph.shape == (len(PARTITIONS), len(layout.joints), len(layout.joints))
    expected = torch.zeros_like(graph)
    edges = {*layout.bones, *((child, parent) for parent, child in layout.bones)}
    for joint in range(len(layout.joints)):
        neighbours = [joint, *(other for one, other in edges if one == joint)]
        for other in neighbours:
            step = distances[other] - distances[joint]
            partition = "root" if step == 0 else "closer" if step < 0 else "further"
            expected[PARTITIONS.index(partition), joint, other] = 1 / len(neighbours)
    assert torch.allclose(graph, expected)
    assert torch.allclose(graph.sum((0, 2)), torch.ones(len(layout.joints)))


def test_distances_count_bones_to_the_neck():
    layout = get_layout("phoenix50")
    distances = neck_distances(layout)
    joints = ("neck", "nose", "left_wrist", "left_hand_wrist")
    assert [distances[layout.index(joint)] for joint in joints] == [0, 1, 3, 4]
