"""What tests ask of surfaces: what lies inside them, and what is seen of them from the front."""

import numpy as np

from signary.pose.avatar.figure import Figure, FigurePart
from signary.pose.avatar.skinning import morphed
from signary.pose.render.triangles import draw_triangles


def inside(points: np.ndarray, parts: list[FigurePart]) -> np.ndarray:
    """Which points lie inside the surface that parts make together, by their solid angle (Van Oosterom 1983)."""
    wound = np.zeros(len(points))
    for part in parts:
        a, b, c = (
            part.vertices[part.triangles[:, corner]][None].astype(float) - points[:, None] for corner in range(3)
        )
        la, lb, lc = (np.linalg.norm(edge, axis=-1) for edge in (a, b, c))
        over = (a * np.cross(b, c)).sum(-1)
        under = la * lb * lc + (a * b).sum(-1) * lc + (b * c).sum(-1) * la + (c * a).sum(-1) * lb
        wound += np.arctan2(over, under).sum(1) / (2 * np.pi)
    return wound > 0.5


def seen_parts(figure: Figure, shares: np.ndarray, names: tuple[str, ...], scale: float = 4000.0) -> int:
    """How many pixels of some parts are seen of the face from the front, at `scale` pixels a metre."""
    size = round(0.2 * scale)
    depth, both = np.full((size, size), -1e9, dtype=np.float32), np.zeros((size, size), dtype=np.uint16)
    for at, part in enumerate(figure.parts):
        if part.name in ("hands", "nails", "top", "sleeves", "trousers", "shoes"):
            continue
        vertices, _ = morphed(part, shares)
        seen = np.zeros((len(vertices), 4), dtype=np.float32)
        seen[:, 0] = size / 2 + scale * vertices[:, 0]
        seen[:, 1] = size / 2 + scale * (0.68 - vertices[:, 1])
        seen[:, 2] = scale * vertices[:, 2]
        inks = np.full(len(part.triangles), at + 1, dtype=np.int32)
        draw_triangles(seen, np.zeros(len(vertices), dtype=np.float32), part.triangles, inks, 0.0, depth, both)
    wanted = [at + 1 for at, part in enumerate(figure.parts) if part.name in names]
    return int(np.isin(both >> 8, wanted).sum())
