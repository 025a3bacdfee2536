"""From the baked mesh to the parts that are drawn: skin, lips, brows, nails, eyes, teeth, tongue, hair, clothes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from avatar_bake.face import EYE_MIDDLE, EYE_RADIUS
from avatar_bake.geometry import smoothstep, unit
from avatar_bake.mesh import Mesh, cut, joined, vertex_normals
from avatar_bake.skeleton import rest
from avatar_bake.source import Source
from signary.pose.skeletons import face

#: Where the neck leaves the top, and trousers begin: heights in metres; how far the top ends before the wrist.
_WAIST, _CUFF = -0.045, 0.016
#: How far teeth and tongue are moved back, metres, and made narrower, and where they end,
#: so that closed lips hide them.
_TEETH_BACK, _TEETH_NARROW, _TEETH_HALF = 0.003, 0.88, 0.021
#: How deep skin lies under clothes, metres.
_SUNK = 0.005
#: The egg that the neckline leaves free: middle and half axes, metres.
_NECK_MIDDLE, _NECK_HALF = np.array([0.0, 0.564, -0.022]), np.array([0.090, 0.097, 0.112])
#: Iris and pupil: their radius on the eyeball, metres.
_IRIS, _PUPIL = 0.0060, 0.0028
_BROWS = ((face.LEFT_BROW_UPPER, face.LEFT_BROW_LOWER), (face.RIGHT_BROW_UPPER, face.RIGHT_BROW_LOWER))
_LIDS = (face.LEFT_EYE_UPPER, face.RIGHT_EYE_UPPER)
#: Lashes: points along and across, where they begin above the edge of the lid, and how wide they are in its middle.
_LASH_GRID, _LASH_FROM, _LASH_WIDTH, _LASH_RISE = (15, 3), 0.0, 0.0026, 0.0021
_FACE_DEPTH = 0.08
_LIP_LINE_GRID, _LIP_LINE_WIDTH, _LIP_LINE_WIDER, _LIP_LINE_RISE = (15, 2), 0.0013, 1.16, 0.0007
#: Points of a brow along and across, how far it stands off the skin, and how much thicker than its outline it is.
_BROW_GRID, _BROW_RISE, _BROW_WIDER = (13, 4), 0.0009, 1.25


def triangulated(quads: np.ndarray) -> np.ndarray:
    """Quads (F, 4) as triangles; triangles given as quads with a corner twice stay single."""
    both = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
    single: np.ndarray = both[(both[:, 0] != both[:, 1]) & (both[:, 1] != both[:, 2]) & (both[:, 0] != both[:, 2])]
    return single


def assemble(source: Source, baked: Mesh) -> Mesh:
    """All parts of the figure; `baked` has the vertices of the source in the rest body and no triangles."""
    pieces = [
        _skin(source, baked),
        _clothes(source, baked),
        _mouth(source, baked),
        *(_eye(baked, side) for side in (1.0, -1.0)),
    ]
    skin = pieces[0]
    pieces += [
        _hair(skin),
        *(_brow(skin, *curves) for curves in _BROWS),
        *(_lashes(skin, curve) for curve in _LIDS),
        _lip_line(skin),
    ]
    return joined(pieces)


def _group(source: Source, baked: Mesh, group: str, part: str) -> Mesh:
    triangles = triangulated(source.faces[group])
    whole = Mesh(baked.vertices, triangles, np.full(len(triangles), part, dtype=object), baked.weights, baked.morphs)
    return whole.taken(np.arange(len(triangles)))


def _skin(source: Source, baked: Mesh) -> Mesh:
    """Head, neck and hands; what the clothes cover is left out."""
    triangles = triangulated(source.faces["body"])
    vertices = baked.vertices
    masks = {name: source.mask(f"mpfb_{name}") for name in ("fingernails", "inside-mouth")}
    across = abs(vertices[:, 0])
    hand = across > rest("left_wrist")[0] - 0.05
    neck = (neckline(vertices, 1.4) > 0) | (vertices[:, 1] > _NECK_MIDDLE[1])
    kept = hand | neck
    triangles = triangles[kept[triangles].all(1)]
    parts = np.where(hand[triangles].all(1), "hands", "head").astype(object)
    inside = masks["inside-mouth"][triangles].mean(1) > 0.5
    parts[inside] = "mouth"
    mesh = Mesh(vertices, triangles, parts, baked.weights, baked.morphs)
    nails = masks["fingernails"] - 0.5
    mesh = cut(mesh, nails, "hands", "nails")
    mesh = cut(mesh, _front(mesh, _outline(face.LIPS_OUTER_UPPER, face.LIPS_OUTER_LOWER), 0.10), "head", "lips")
    mesh = mesh.taken(np.arange(len(mesh.triangles)))
    # Under the top, skin steps back, or it would show through between the top's larger triangles.
    covered = smoothstep((-neckline(mesh.vertices) - 0.04) / 0.1) * (abs(mesh.vertices[:, 0]) < 0.3)
    sleeve = smoothstep((rest("left_wrist")[0] - _CUFF - abs(mesh.vertices[:, 0])) / 0.015)
    sunk = _SUNK * (covered * (mesh.vertices[:, 1] < _NECK_MIDDLE[1]) + sleeve * (abs(mesh.vertices[:, 0]) > 0.3))
    return mesh.moved(mesh.vertices - sunk[:, None] * mesh.normals())


def _outline(upper: tuple[int, ...], lower: tuple[int, ...]) -> np.ndarray:
    """A closed curve seen from the front, shape (N, 2)."""
    there = [rest(face.name(point))[:2] for point in upper]
    back = [rest(face.name(point))[:2] for point in lower[::-1]]
    return np.array(there + back)


def _front(mesh: Mesh, outline: np.ndarray, deepest: float) -> np.ndarray:
    """How far vertices lie inside a curve seen from the front, metres; negative outside and behind `deepest`."""
    points = mesh.vertices[:, :2]
    start, end = outline, np.roll(outline, -1, axis=0)
    way = end - start
    length = np.maximum((way**2).sum(1), 1e-12)
    share = np.clip(((points[:, None] - start) * way).sum(-1) / length, 0.0, 1.0)
    distance = np.linalg.norm(points[:, None] - start - share[..., None] * way, axis=-1).min(1)
    above = (start[:, 1] > points[:, None, 1]) != (end[:, 1] > points[:, None, 1])
    rise = np.where(abs(way[:, 1]) < 1e-12, 1e-12, way[:, 1])
    crossing = start[:, 0] + (points[:, None, 1] - start[:, 1]) * way[:, 0] / rise
    inside = (above & (points[:, None, 0] < crossing)).sum(1) % 2 == 1
    behind = mesh.vertices[:, 2] < deepest
    field: np.ndarray = np.where(inside & ~behind, distance, -np.maximum(distance, 1e-5))
    return field


def neckline(vertices: np.ndarray, wider: float = 1.0) -> np.ndarray:
    """Above 0 where the top leaves the neck free: an egg about the neck; `wider` makes it larger."""
    away = (vertices - _NECK_MIDDLE) / (wider * _NECK_HALF)
    field: np.ndarray = 1 - np.linalg.norm(away, axis=1)
    return field


def _clothes(source: Source, baked: Mesh) -> Mesh:
    mesh = _group(source, baked, "helper-tights", "top")
    mesh = cut(mesh, neckline(mesh.vertices), "top", "none")
    mesh = cut(mesh, _WAIST - mesh.vertices[:, 1], "top", "trousers")
    shoulder = rest("left_shoulder")
    seam = abs(mesh.vertices[:, 0]) - shoulder[0] - 0.008 + 0.12 * (mesh.vertices[:, 1] - shoulder[1])
    mesh = cut(mesh, seam, "top", "sleeves")
    mesh = cut(mesh, rest("left_ankle")[1] + 0.02 - mesh.vertices[:, 1], "trousers", "shoes")
    mesh = mesh.taken(~mesh.named("none"))
    return joined([mesh, *(_cuff_lid(mesh, side) for side in (1.0, -1.0))])


def _cuff_lid(mesh: Mesh, side: float) -> Mesh:
    """The end of a sleeve closed around the wrist, so that nobody looks into it."""
    triangles = mesh.triangles
    edges = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    known = {tuple(edge) for edge in edges.tolist()}
    end = rest("left_elbow")[0] + 0.1
    border = [(a, b) for a, b in known if (b, a) not in known and side * mesh.vertices[a, 0] > end]
    rows = np.array(sorted({row for edge in border for row in edge}))
    place = {row: at for at, row in enumerate(rows.tolist())}
    middle = mesh.vertices[rows].mean(0)
    vertices = np.vstack([mesh.vertices[rows], middle - [0.006 * side, 0, 0]])
    weights = np.vstack([mesh.weights[rows], mesh.weights[rows].mean(0)])
    fan = np.array([[place[b], place[a], len(rows)] for a, b in border])
    morphs = np.zeros((len(mesh.morphs), len(vertices), 3))
    return Mesh(vertices, fan, np.full(len(fan), "sleeves", dtype=object), weights, morphs)


def _mouth(source: Source, baked: Mesh) -> Mesh:
    groups = (("helper-upper-teeth", "teeth"), ("helper-lower-teeth", "teeth"), ("helper-tongue", "tongue"))
    inside = joined([_group(source, baked, group, part) for group, part in groups])
    inside = inside.moved(inside.vertices * [_TEETH_NARROW, 1, 1] - [0, 0, _TEETH_BACK])
    return inside.taken((abs(inside.vertices[inside.triangles][..., 0]) < _TEETH_HALF).all(1))


def _eye(baked: Mesh, side: float) -> Mesh:
    """A ball with rings where iris and pupil end, looking forward."""
    edges = [np.arcsin(radius / EYE_RADIUS) for radius in (_PUPIL, _IRIS)]
    turns = np.concatenate([[0.0], edges, np.linspace(edges[-1], 0.62 * np.pi, 7)[1:]])
    around = np.linspace(0, 2 * np.pi, 20, endpoint=False)
    rings = [
        np.stack([np.sin(turn) * np.cos(around), np.sin(turn) * np.sin(around), np.full(20, np.cos(turn))], 1)
        for turn in turns[1:]
    ]
    unit_ball = np.concatenate([[[0.0, 0.0, 1.0]], *rings])
    vertices = EYE_MIDDLE * [side, 1, 1] + EYE_RADIUS * unit_ball
    first = [[0, 1 + at, 1 + (at + 1) % 20] for at in range(20)]
    triangles, parts = list(first), ["pupil"] * 20
    for ring in range(len(rings) - 1):
        for at in range(20):
            a, b = 1 + 20 * ring + at, 1 + 20 * ring + (at + 1) % 20
            triangles += [[a, a + 20, b + 20], [a, b + 20, b]]
            parts += ["iris" if ring == 0 else "eyes"] * 2
    weights = np.zeros((len(vertices), baked.weights.shape[1]))
    weights[:, 23 if side > 0 else 24] = 1.0
    morphs = np.zeros((len(baked.morphs), len(vertices), 3))
    return Mesh(vertices, np.array(triangles), np.array(parts, dtype=object), weights, morphs)


def _brow(skin: Mesh, upper: tuple[int, ...], lower: tuple[int, ...]) -> Mesh:
    """A strip that rides on the skin: its points move as the place of the skin does on which they lie."""
    along = np.linspace(0, len(upper) - 1, _BROW_GRID[0])
    edges = []
    for curve in (upper, lower):
        points = np.array([rest(face.name(point))[:2] for point in curve])
        edges.append(np.stack([np.interp(along, np.arange(len(curve)), points[:, axis]) for axis in (0, 1)], 1))
    across = np.linspace(0, 1, _BROW_GRID[1])[:, None, None]
    middle, half = (edges[0] + edges[1]) / 2, (edges[0] - edges[1]) / 2 * _BROW_WIDER
    # The inner end is blunt, the outer end thin.
    half[:, 1] = np.maximum(half[:, 1], np.interp(along, [0, 1, len(upper) - 1], [0.0004, 0.0024, 0.0034]))
    return _strip(skin, middle + half - 2 * across * half, _BROW_RISE, "brows")


def _lashes(skin: Mesh, lid: tuple[int, ...]) -> Mesh:
    """A dark line along the edge of an upper lid: open or closed, an eye is read by it."""
    along = np.linspace(0.02, 0.98, _LASH_GRID[0]) * (len(lid) - 1)
    points = np.array([rest(face.name(point))[:2] for point in lid])
    edge = np.stack([np.interp(along, np.arange(len(lid)), points[:, axis]) for axis in (0, 1)], 1)
    wide = _LASH_WIDTH * np.interp(along / (len(lid) - 1), [0, 0.25, 0.8, 1], [0.7, 1, 0.9, 0.25])
    up = np.stack([np.zeros(len(edge)), np.ones(len(edge))], 1)
    across = np.linspace(1, 0, _LASH_GRID[1])[:, None, None]
    return _strip(skin, edge + up * (_LASH_FROM + across * wide[:, None]), _LASH_RISE, "lashes")


def _lip_line(skin: Mesh) -> Mesh:
    """A dark line along the lower edge of the upper lip: where closed lips meet."""
    points = np.array([rest(face.name(point))[:2] for point in face.LIPS_INNER_UPPER])
    across = np.linspace(_LIP_LINE_WIDER * points[0, 0], _LIP_LINE_WIDER * points[-1, 0], _LIP_LINE_GRID[0])
    edge = np.stack([across, np.interp(across, points[:, 0], points[:, 1])], 1)
    wide = _LIP_LINE_WIDTH * (1 - 0.6 * (across / across[-1]) ** 2)
    up = np.stack([np.zeros(len(edge)), wide], 1)
    return _strip(skin, edge + np.linspace(1, 0, _LIP_LINE_GRID[1])[:, None, None] * up, _LIP_LINE_RISE, "mouth")


def _strip(skin: Mesh, places: np.ndarray, rise: float, part: str) -> Mesh:
    """A strip over a grid of places seen from the front, shape (rows, columns, 2), that rides on the skin."""
    rider = on_surface(skin, places.reshape(-1, 2))
    triangles = grid(*places.shape[:2])
    normals = vertex_normals(rider.vertices, triangles)
    if normals[:, 2].mean() < 0:
        triangles, normals = triangles[:, ::-1], -normals
    parts = np.full(len(triangles), part, dtype=object)
    return Mesh(rider.vertices + rise * normals, triangles, parts, rider.weights, rider.morphs)


def grid(rows: int, columns: int) -> np.ndarray:
    """Triangles of a grid of points that are counted along its rows."""
    corner = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)).reshape(-1)
    quads = np.stack([corner, corner + 1, corner + columns + 1, corner + columns], 1)
    return triangulated(quads)


def on_surface(mesh: Mesh, places: np.ndarray) -> Mesh:
    """Points of the front of a mesh at places (x, y), with their weights and morphs; a mesh without triangles."""
    corners = mesh.vertices[mesh.triangles]  # (F, 3, 3)
    a, b, c = (corners[:, corner, :2] for corner in range(3))
    found = []
    for place in places:
        way, first, second = place - a, b - a, c - a
        area = first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]
        area = np.where(abs(area) < 1e-14, np.inf, area)
        beta = (way[:, 0] * second[:, 1] - way[:, 1] * second[:, 0]) / area
        gamma = (first[:, 0] * way[:, 1] - first[:, 1] * way[:, 0]) / area
        shares = np.stack([1 - beta - gamma, beta, gamma], 1)
        depth = np.where((shares >= -1e-9).all(1), (shares * corners[..., 2]).sum(1), -np.inf)
        if not np.isfinite(depth).any():  # beside the surface: the nearest triangle that looks forward
            shares = np.clip(shares, 0.0, 1.0)
            shares /= shares.sum(1, keepdims=True)
            miss = np.linalg.norm((shares[..., None] * corners[..., :2]).sum(1) - place, axis=1)
            depth = np.where(corners[:, :, 2].min(1) > _FACE_DEPTH, -miss, -np.inf)
        nearest = int(np.argmax(depth))
        found.append((mesh.triangles[nearest], shares[nearest]))
    rows = np.array([row for row, _ in found])
    shares = np.array([share for _, share in found])[..., None]
    return Mesh(
        (mesh.vertices[rows] * shares).sum(1),
        np.zeros((0, 3), dtype=int),
        np.zeros(0, dtype=object),
        (mesh.weights[rows] * shares).sum(1),
        (mesh.morphs[:, rows] * shares).sum(2),
    )


def hairline(points: np.ndarray) -> np.ndarray:
    """How far points of the scalp lie above the line where hair begins, metres."""
    across, height, depth = abs(points[:, 0]), points[:, 1], points[:, 2]
    # Front: a soft bow over the forehead; sides: down before the ear, around it, and low in the neck.
    front = np.interp(
        across, [0.0, 0.025, 0.045, 0.055, 0.062, 0.068, 0.075], [0.757, 0.756, 0.749, 0.74, 0.725, 0.705, 0.69]
    )
    temple = np.interp(
        depth, [-0.09, -0.045, -0.03, 0.0, 0.012, 0.03, 0.05], [0.612, 0.625, 0.705, 0.707, 0.69, 0.695, 0.745]
    )
    line = np.where(depth > 0.05, front, np.minimum(temple, 0.76))
    blend = smoothstep((depth - 0.03) / 0.03)
    line = (1 - blend) * temple + blend * np.maximum(front, 0.70)
    result: np.ndarray = height - line
    return result


def _hair(skin: Mesh) -> Mesh:
    """A shell over the scalp, thick at the crown, thin at its edge."""
    scalp = skin.taken(skin.named("head"))
    field = hairline(scalp.vertices)
    scalp = cut(scalp, field, "head", "hair")
    hair = scalp.taken(scalp.named("hair"))
    inside = np.maximum(hairline(hair.vertices), 0.0)
    thick = 0.0030 + 0.0065 * smoothstep(inside / 0.06)
    moved = hair.vertices + unit(hair.normals()) * thick[:, None]
    return replace(hair, vertices=moved, morphs=np.zeros_like(hair.morphs))
