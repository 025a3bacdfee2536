"""Draws the project's figure for parameters of layout `smplx`: the light mesh of `signary.pose.avatar`, skinned."""

from __future__ import annotations

import numpy as np
from PIL import Image

from signary.pose.avatar.figure import Figure, FigurePart, load_figure, local_rotations
from signary.pose.avatar.skinning import bone_transforms, morphed, skin_frame
from signary.pose.render.actor import HAND, REST, SIDES
from signary.pose.render.camera import frame_signer
from signary.pose.render.palette import INKS, PALM_STEPS
from signary.pose.render.shading import LAMP, RIM_DEPTH, TONE_MIDDLE, rim_slope
from signary.pose.render.triangles import bounds, draw_triangles, light_vertices
from signary.pose.skeletons.hands import FINGERS
from signary.pose.skeletons.smplx import SMPLX_JOINTS

#: Part of the figure -> ink; hands have one for each finger.
_PART_INKS = {
    "head": "skin",
    "nails": "nail",
    "lips": "lip",
    "mouth": "mouth",
    "brows": "brow",
    "lashes": "lid",
    "eyes": "eye",
    "iris": "iris",
    "pupil": "pupil",
    "teeth": "teeth",
    "tongue": "tongue",
    "hair": "hair",
    "top": "shirt",
    "sleeves": "sleeve",
    "trousers": "trousers",
}
#: Half the thickness by which the dark rim of a surface is measured, metres.
_FINGER, _LIMB = 0.009, 0.05
#: Parts without a rim: small things in the face.
_FLAT = ("lips", "brows", "lashes", "eyes", "iris", "pupil", "teeth", "nails", "mouth", "tongue")
#: Parts whose inside may be seen, and its tone.
_OPEN, _INNER = ("top", "sleeves"), 60.0
#: Outlines behind nearer things: differences of depth in metres, tone lost, width in pixels.
_OUTLINES = {"hand": (0.004, 0.012, 105.0, 1), "sleeve": (0.02, 0.05, 70.0, 2), "head": (0.035, 0.06, 45.0, 2)}
#: Where the pad of a thumb looks at rest: to the palm and to the little finger.
_THUMB_PAD = np.array([0.0, -0.8, -0.6])


class MeshPainter:
    """Draws the figure.

    Args:
        values: Frames of layout `smplx`, shape (T, 133), finite, hands flat at zero.
        width: Pixels.
        height: Pixels.
    """

    def __init__(self, values: np.ndarray, width: int, height: int) -> None:
        figure = load_figure("light")
        self._transforms = bone_transforms(figure, local_rotations(figure, values))
        self._expressions = np.ascontiguousarray(values[:, 123:], dtype=np.float32)
        shoulders = self._points(figure, [figure.joints.index(f"{side}_shoulder") for side in SIDES])
        self._origin = np.median(shoulders.mean(1), axis=0)
        hands = np.concatenate([self._hand(figure, side) for side in SIDES], 1) - self._origin
        self.view = view = frame_signer(hands, width, height)
        self._canvas = view.canvas()
        self._layers = [
            _Layer(figure, part, self._canvas.rim / view.scale) for part in figure.parts if part.name != "shoes"
        ]

    def _points(self, figure: Figure, joints: list[int], rest: np.ndarray | None = None) -> np.ndarray:
        """What hangs on joints, shape (T, N, 3), metres; the joints themselves by default."""
        at = (figure.rest[joints] if rest is None else rest).astype(np.float32)
        moved = self._transforms[:, joints]
        placed: np.ndarray = np.einsum("tnij,nj->tni", moved[..., :3], at) + moved[..., 3]
        return placed

    def _hand(self, figure: Figure, side: str) -> np.ndarray:
        names = [SMPLX_JOINTS.joints[at] for at in HAND[side]]
        joints = [figure.joints.index(name.replace("_tip", "3")) for name in names]
        return self._points(figure, joints, REST[HAND[side]])

    def places(self, points: np.ndarray) -> np.ndarray:
        """Where points of the body (..., 3), in metres from the pelvis, are in the finished picture: x, y, and depth.

        All in its pixels; y is down and depth backward, from the middle of the shoulders.
        """
        seen: np.ndarray = self.view.pixels(points - self._origin) * (np.array([1.0, 1.0, -1.0]) / self.view.fine)
        return seen

    def picture(self, frame: int) -> Image.Image:
        """A finished RGB picture of one frame."""
        canvas, view = self._canvas, self.view
        canvas.clear()
        middle = (
            view.middle[0] - view.scale * float(self._origin[0]),
            view.middle[1] + view.scale * float(self._origin[1]),
        )
        drawn = []
        for layer in self._layers:
            seen = layer.seen(self._transforms[frame], self._expressions[frame], middle, view.scale)
            for kind, vertices, triangles, inks in layer.pieces:
                left, top, right, bottom = bounds(seen, vertices)
                canvas.part()
                if canvas.box(left, top, right, bottom) is None:
                    continue
                draw_triangles(seen, layer.sides, triangles, inks, layer.inner, canvas.depth, canvas.both)
                if kind in _OUTLINES:
                    drawn.append((canvas.drawn(), _OUTLINES[kind]))
        for area, (low, high, loss, reach) in drawn:
            canvas.outline(area, reach, low * view.scale, high * view.scale, loss)
        return canvas.finish()


class _Layer:
    """One part of the figure with what painting it needs."""

    def __init__(self, figure: Figure, part: FigurePart, rim: float) -> None:
        self._part = part
        names = np.array(figure.joints)[part.joints[:, 0]]
        hand = part.name in ("hands", "nails")
        slope = rim_slope(rim, _FINGER if hand else _LIMB)
        self._slopes = np.full(len(part.vertices), 1e6 if part.name in _FLAT else slope, dtype=np.float32)
        self.sides = np.zeros(len(part.vertices), dtype=np.float32)
        if part.name == "hands":
            palm = np.where(np.char.find(names, "thumb") >= 0, part.normals @ _THUMB_PAD, -part.normals[:, 1])
            self.sides[:] = np.clip((palm + 1) * PALM_STEPS / 2, 0, PALM_STEPS - 1)
        #: Clothes are seen from inside where they end; what closes itself is not.
        self.inner = _INNER if part.name in _OPEN else -1.0
        self._moved = np.empty((2, len(part.vertices), 3), dtype=np.float32)
        self._seen = np.empty((len(part.vertices), 4), dtype=np.float32)
        kind = {"hands": "hand", "sleeves": "sleeve", "head": "head"}.get(part.name, "")
        inks = self._inks(names[part.triangles])
        self.pieces = []
        for side in ("left_", "right_") if kind in ("hand", "sleeve") else ("",):
            rows = np.array([name.startswith(side) for name in names[part.triangles[:, 0]]])
            triangles = np.ascontiguousarray(part.triangles[rows])
            self.pieces.append((kind, np.unique(triangles), triangles, inks[rows]))

    def _inks(self, joints: np.ndarray) -> np.ndarray:
        """Ink of every triangle; `joints` are the names of those that rule its corners, shape (F, 3)."""
        if self._part.name != "hands":
            return np.full(len(joints), INKS[_PART_INKS[self._part.name]], dtype=np.int32)
        inks = np.full(len(joints), INKS["hand"], dtype=np.int32)
        for finger in FINGERS:
            inside = np.char.find(joints.astype(str), finger) >= 0
            if finger == "thumb":
                inside &= np.char.find(joints.astype(str), "thumb1") < 0
            inks[inside.all(1)] = INKS[finger]
        return inks

    def seen(self, bones: np.ndarray, shares: np.ndarray, middle: tuple[float, float], scale: float) -> np.ndarray:
        """Vertices in one frame: column, row, depth, tone; shape (V, 4)."""
        part, (places, normals) = self._part, self._moved
        vertices, directions = morphed(part, shares)
        skin_frame(vertices, directions, part.joints, part.weights, bones, places, normals)
        tones, lamp = (TONE_MIDDLE, RIM_DEPTH), (LAMP[0], LAMP[1], LAMP[2])
        light_vertices(places, normals, self._slopes, lamp, middle, scale, tones, self._seen)
        return self._seen
