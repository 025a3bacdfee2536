"""F6: the skeleton as a graph whose edges are split by where they lead, seen from the neck."""

from __future__ import annotations

from collections import deque

import torch

from signary.pose.layout import PoseLayout

#: Edges lead to joints as far from the neck as the joint itself, closer to it, or further from it.
PARTITIONS = ("root", "closer", "further")


def neck_distances(layout: PoseLayout) -> list[int]:
    """Bones between each joint and the neck.

    Joints that no bone connects with the neck (points of the face, say) are counted from the root of their own tree,
    as all joints of a layout without a neck.
    """
    neighbours: list[list[int]] = [[] for _ in layout.joints]
    for parent, child in layout.bones:
        neighbours[parent].append(child)
        neighbours[child].append(parent)
    roots = [joint for joint, parent in enumerate(layout.parents) if parent < 0]
    starts = [*([layout.index("neck")] if "neck" in layout.joints else []), *roots]
    distances = [-1] * len(layout.joints)
    for start in starts:
        if distances[start] >= 0:
            continue
        distances[start], waiting = 0, deque([start])
        while waiting:
            joint = waiting.popleft()
            for other in neighbours[joint]:
                if distances[other] < 0:
                    distances[other] = distances[joint] + 1
                    waiting.append(other)
    return distances


def skeleton_graph(layout: PoseLayout) -> torch.Tensor:
    """Normalised adjacency by partition.

    Every joint is its own neighbour. The entries of a row (one over the number of a joint's neighbours) sum to 1 over
    all partitions.

    Args:
        layout: A keypoint layout.

    Returns:
        float32 tensor of shape (3, J, J): partition, joint, neighbour.
    """
    count, distances = len(layout.joints), neck_distances(layout)
    adjacency = torch.eye(count, dtype=torch.bool)
    for parent, child in layout.bones:
        adjacency[parent, child] = adjacency[child, parent] = True
    weights = adjacency / adjacency.sum(1, keepdim=True)
    step = torch.tensor(distances)[None] - torch.tensor(distances)[:, None]
    return torch.stack([torch.where(where, weights, 0.0) for where in (step == 0, step < 0, step > 0)])
