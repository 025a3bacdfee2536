"""SOKE's evaluation from its formulas, one pair of frames and one cell at a time; tests compare with it.

x is a frame of the hypothesis, y one of the reference: lists of joints of three numbers.
"""

import numpy as np


def similarity(x, y):
    """The scale, rotation and translation that bring x nearest to y (Umeyama 1991), applied to x."""
    x, y = np.array(x), np.array(y)
    centre_x, centre_y = x.mean(0), y.mean(0)
    left, sizes, right = np.linalg.svd((x - centre_x).T @ (y - centre_y) / len(x))
    rotation = right.T @ left.T
    if np.linalg.det(rotation) < 0:
        sizes[2] = -sizes[2]
        right[2] = -right[2]
        rotation = right.T @ left.T
    scale = sizes.sum() / x.var(0).sum()
    translation = centre_y - scale * rotation @ centre_x
    return [scale * rotation @ joint + translation for joint in x]


def translation(x, y, root):
    """x with its root where that of y is."""
    return [[joint[axis] - x[root][axis] + y[root][axis] for axis in range(3)] for joint in x]


def cost(x, y, measured, root=None):
    """Mean distance of the measured joints after alignment of all: by the root, or (None) by similarity."""
    moved = similarity(x, y) if root is None else translation(x, y, root)
    lengths = [sum((moved[joint][axis] - y[joint][axis]) ** 2 for axis in range(3)) ** 0.5 for joint in measured]
    return sum(lengths) / len(lengths)


def warped(hypothesis, reference, measured, root=None):
    """Least sum of costs along a path through all pairs of frames, divided by nothing."""
    rows, columns = len(hypothesis), len(reference)
    total = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows + 1):
        for j in range(columns + 1):
            if i == 0 or j == 0:
                total[i][j] = 0.0 if i == j else float("inf")
            else:
                before = min(total[i - 1][j - 1], total[i - 1][j], total[i][j - 1])
                total[i][j] = cost(hypothesis[i - 1], reference[j - 1], measured, root) + before
    return total[rows][columns]
