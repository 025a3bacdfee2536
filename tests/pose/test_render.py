"""Pictures: depth, face, hands, timing of files, and that nothing half-written stays behind."""

import struct

import imageio_ffmpeg
import numpy as np
import pytest
from PIL import Image

from signary.io.errors import InputError
from signary.pose import Channel, PoseSequence, get_layout, layout_names
from signary.pose.kinematics import BuiltInSkeleton, forward_kinematics
from signary.pose.layout import keypoint_layout
from signary.pose.render import Film, frames, make_film, render, render_pair, write_gif, write_mp4, write_png
from signary.pose.render.mesh import MeshPainter
from signary.pose.render.palette import BACKGROUND, INKS
from signary.pose.render.raster import Canvas
from signary.pose.render.shading import Surface
from signary.pose.render.text import font_for
from signary.pose.skeletons.hands import hand_parents, hand_points
from signary.pose.skeletons.rest import EXPRESSIONS

SMPLX = get_layout("smplx")
#: Both hands before the chest, palms to the signer.
ARMS = {
    "left_shoulder": (0.25, -0.55, -1.05),
    "right_shoulder": (0.25, 0.55, 1.05),
    "left_elbow": (0.9, -1.55, 0.35),
    "right_elbow": (0.9, 1.55, -0.35),
}


def posed(count: int = 1, fps: float = 25.0, expression: str = "", **joints) -> PoseSequence:
    """A still person; joints as rotations (3,) or (count, 3)."""
    values = np.zeros((count, SMPLX.num_features), dtype=np.float32)
    for joint, rotation in (ARMS | joints).items():
        start = SMPLX.offsets[SMPLX.index(joint)]
        values[:, start : start + 3] = rotation
    if expression:
        values[:, SMPLX.offsets[SMPLX.index("expression")] + EXPRESSIONS.index(expression)] = 1.0
    return PoseSequence(values, SMPLX, fps, metadata={"hand_reference": "flat"})


def moving(count: int, fps: float = 25.0) -> PoseSequence:
    """A person who waves, nods and speaks."""
    turn = np.arange(count)[:, None] * 0.3
    wave = np.array(ARMS["right_elbow"]) + np.sin(turn) * np.array([0.0, 0.3, 0.2])
    return posed(
        count, fps, right_elbow=wave, head=np.sin(turn) * [0.1, 0.2, 0.0], jaw=np.abs(np.sin(turn)) * [0.3, 0, 0]
    )


def drawn(sequence: PoseSequence, **options) -> np.ndarray:
    return next(frames(sequence, **{"size": 128, "mark": False, **options})).astype(int)


def skin(picture: np.ndarray) -> np.ndarray:
    """Where a picture is redder than blue by much: hands, face, lips."""
    return picture[..., 0] - picture[..., 2] > 40


def with_hand_at(depth: float) -> PoseSequence:
    """The right hand lies before the belly, `depth` metres before the middle of the body; the left arm hangs down."""
    joints = forward_kinematics(posed(left_shoulder=(0, 0, -1.45), left_elbow=(0, 0, 0)))
    points = joints.joints.copy()
    names = joints.layout.joints
    hand = [
        at
        for at, name in enumerate(names)
        if name.startswith("right_")
        and name[6:] not in ("hip", "knee", "ankle", "foot", "collar", "shoulder", "ear", "eye", "elbow")
    ]
    points[:, hand] += np.array([0.0, 0.3, depth]) - points[:, [names.index("right_wrist")]]
    return PoseSequence(points, joints.layout, 25.0)


@pytest.mark.parametrize("name", layout_names())
@pytest.mark.parametrize("missing", [False, True])
def test_every_layout_is_drawn(make_sequence, name, missing):
    if missing and not get_layout(name).is_keypoints:
        pytest.skip("parameters are never missing")
    pictures = list(frames(make_sequence(name, frames=3, missing=missing), size=64))
    assert [picture.shape for picture in pictures] == [(64, 64, 3)] * 3
    assert all(picture.dtype == np.uint8 and (picture != BACKGROUND).any() for picture in pictures)


def test_a_hand_before_the_body_hides_it_and_one_behind_is_hidden():
    chest = slice(60, 125), slice(35, 93)
    before, behind = (skin(drawn(with_hand_at(depth)))[chest].sum() for depth in (0.3, -0.4))
    assert before > 100
    assert behind == 0


def test_flat_layouts_draw_hands_before_the_body():
    flat = forward_kinematics(posed()).convert("openpose137", scale=500.0, origin=[640.0, 600.0])
    below_the_head = skin(drawn(flat))[60:]
    assert below_the_head.sum() > 0.5 * skin(drawn(posed()))[60:].sum() > 50


def test_palm_is_lighter_than_the_back_of_the_hand():
    up = {"right_shoulder": (0, 0, 0.9), "right_elbow": (0, 0, -2.2)}
    tones = {}
    for side, twist in (("palm", -1.57), ("back", 1.57)):
        picture = drawn(posed(right_wrist=(twist, 0, 0), **up), size=256)
        hand = skin(picture)
        hand[:, 90:] = False
        assert hand.sum() > 100
        tones[side] = picture[hand].mean()
    assert tones["palm"] > tones["back"] + 15


@pytest.mark.parametrize(
    ("change", "part"),
    [({"jaw": (0.35, 0, 0)}, "mouth"), ({"expression": "smile"}, "mouth"), ({"expression": "eyes_closed"}, "eyes")],
)
def test_the_face_moves_where_it_should(change, part):
    calm, changed = drawn(posed(), size=256), drawn(posed(**change), size=256)
    rows = np.flatnonzero((calm != changed).any((1, 2)))
    head = slice(100, 156)
    eyes, mouth = slice(44, 62), slice(62, 100)
    assert len(rows)
    changes = {name: (calm[at, head] != changed[at, head]).sum() for name, at in (("eyes", eyes), ("mouth", mouth))}
    assert changes[part] > 20
    assert changes[part] > 5 * changes["eyes" if part == "mouth" else "mouth"]


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_every_expression_is_seen(expression):
    calm, changed = drawn(posed(), size=256), drawn(posed(expression=expression), size=256)
    head = np.zeros((256, 256), dtype=bool)
    head[20:100, 90:166] = True
    differs = np.abs(calm - changed).max(-1) > 12
    assert differs[head].sum() > 25
    assert not differs[~head].any()


def test_parameters_with_gaps_are_drawn_without_what_is_missing():
    gap = posed()
    gap.values[:, SMPLX.offsets[SMPLX.index("left_elbow")]] = np.nan
    whole, part = drawn(posed(), size=256), drawn(gap, size=256)
    assert 100 < skin(part).sum() < skin(whole).sum()


def test_an_open_mouth_is_dark_inside():
    dark = [(drawn(posed(jaw=(angle, 0, 0)), size=256)[70:80, 118:138].sum(-1) < 180).sum() for angle in (0.0, 0.4)]
    assert dark[0] == 0
    assert dark[1] > 5


def test_what_is_missing_is_not_drawn():
    whole = forward_kinematics(posed())
    points, confidence = whole.values, whole.certainty.copy()
    fingers = [at for at, name in enumerate(whole.layout.joints) if name in hand_points("left")[1:]]
    confidence[:, fingers] = 0
    maimed = PoseSequence.masked(points, whole.layout, 25.0, confidence)
    lost = skin(drawn(whole, size=256)).sum() - skin(drawn(maimed, size=256)).sum()
    assert lost > 100
    nothing = PoseSequence.masked(points, whole.layout, 25.0, np.zeros_like(confidence))
    assert (drawn(nothing) == BACKGROUND).all()


def test_framing_does_not_move_with_the_hands():
    pictures = list(frames(moving(12), size=96, mark=False))
    # Lower edge of the shirt: below everything that moves.
    assert all((picture[-4:] == pictures[0][-4:]).all() for picture in pictures)


def test_a_frame_does_not_depend_on_those_drawn_before():
    sequence = moving(8)
    film = make_film(sequence, 96)
    in_order = list(film.frames())
    for frame in (7, 0, 3, 3):
        assert (np.asarray(film.picture(frame)) == in_order[frame]).all()
        assert (np.asarray(make_film(sequence, 96).picture(frame)) == in_order[frame]).all()


def test_a_rounded_cone_is_the_union_of_its_spheres():
    rng = np.random.default_rng(3)
    for _ in range(20):
        a, b = rng.uniform(15, 45, (2, 3))
        ra, rb = rng.uniform(3, 12, 2)
        canvas = Canvas(64, 64, 2, 1.0)
        with np.errstate(invalid="ignore"):
            canvas.cone(a.tolist(), b.tolist(), float(ra), float(rb), Surface(INKS["skin"]))
        part = np.linspace(0, 1, 400)[:, None, None]
        x, y = np.meshgrid(np.arange(64) + 0.5, np.arange(64) + 0.5)
        centre = [a[axis] + (b - a)[axis] * part for axis in range(3)]
        square = (ra + (rb - ra) * part) ** 2 - (x - centre[0]) ** 2 - (y - centre[1]) ** 2
        depth = np.where(square > 0, centre[2] + np.sqrt(np.maximum(square, 0)), -np.inf).max(0)
        both = (depth > -np.inf) & (canvas.depth > -1e5)
        # At the very edge depth falls steeply, and 400 spheres are not yet all of them.
        assert np.percentile(np.abs(depth - canvas.depth)[both], 97) < 0.01
        assert (both != (depth > -np.inf)).sum() + (both != (canvas.depth > -1e5)).sum() <= 4


def test_layouts_without_arms_are_drawn_as_bones():
    pixels = (Channel("x", "pixel", "left"), Channel("y", "pixel", "down"))
    hand = keypoint_layout("hand_only", hand_points("right"), pixels, hand_parents("right"))
    points = forward_kinematics(posed()).convert(hand, scale=300.0, origin=[100.0, 100.0])
    assert (drawn(points) != BACKGROUND).any(-1).sum() > 100
    letters = keypoint_layout("letters", "abc", (Channel("u", "none"), Channel("v", "none")), {"b": "a", "c": "b"})
    ad_hoc = PoseSequence(np.array([[[0, 0], [1, 0], [1, 1]]], dtype=np.float32), letters, 25.0)
    assert (drawn(ad_hoc) != BACKGROUND).any()
    lost = PoseSequence.masked(ad_hoc.values, letters, 25.0, np.zeros((1, 3)))
    assert (drawn(lost) == BACKGROUND).all()


def test_the_mark_is_in_the_corner_and_can_be_left_out():
    differs = (drawn(posed(), mark=True, size=256) != drawn(posed(), size=256)).any(-1)
    assert 50 < differs.sum() < 0.02 * differs.size
    assert differs[:20].sum() == differs.sum()


def test_captions_show_in_their_time_below_the_signer():
    pictures = list(frames(posed(10, fps=10), size=128, captions=[(0.2, 0.5, "MORGEN ÜBER 明天 \U0001f600")]))
    # Letters are white, the band is dark; how white the thinnest strokes get depends on the font.
    strip = [picture[-6:].max() > 150 for picture in pictures]
    assert strip == [0.2 <= frame / 10 < 0.5 for frame in range(10)]
    assert all(picture.shape == (128, 128, 3) for picture in pictures)


def test_letters_without_a_font_are_replaced_visibly(monkeypatch):
    monkeypatch.setattr("signary.pose.render.text._font_files", tuple)
    font, shown = font_for("Grün ßo 明天北 \x07", 14)
    assert shown == "Grun sso [?x3] [?]"
    assert font.getlength(shown) > 0


@pytest.mark.parametrize(("fps", "count", "step"), [(25, 10, 1), (24, 24, 1), (30, 15, 1), (60, 30, 2), (120, 24, 3)])
def test_gif_timing_is_true(tmp_path, fps, count, step):
    write_gif(make_film(moving(count, fps), 64), tmp_path / "a.gif")
    with Image.open(tmp_path / "a.gif") as gif:
        assert gif.n_frames == -(-count // step)
        delays = []
        for frame in range(gif.n_frames):
            gif.seek(frame)
            delays.append(gif.info["duration"])
        assert gif.info["loop"] == 0
    starts = np.cumsum([0, *delays])
    wanted = [*(np.arange(0, count, step) * 1000 / fps), count * 1000 / fps]
    assert np.abs(starts - wanted).max() <= 5.01
    assert min(delays) >= 20


def test_gif_shows_the_frames_and_holds_still_ones(tmp_path):
    film = make_film(moving(6), 96)
    write_gif(film, tmp_path / "a.gif")
    with Image.open(tmp_path / "a.gif") as gif:
        for frame in range(6):
            gif.seek(frame)
            error = np.asarray(gif.convert("RGB")).astype(int) - np.asarray(film.picture(frame))
            assert np.abs(error).mean() < 1.5
        assert gif.convert("RGB").getpixel((95, 95)) == BACKGROUND
    write_gif(make_film(posed(20), 96), tmp_path / "still.gif")
    with Image.open(tmp_path / "still.gif") as gif:
        assert gif.n_frames == 20


def test_three_seconds_of_gif_are_small(tmp_path):
    render(moving(75), tmp_path / "a.gif", size=320)
    assert (tmp_path / "a.gif").stat().st_size < 1_500_000


@pytest.mark.parametrize(("fps", "size"), [(25.0, 64), (24000 / 1001, (97, 65)), (12.5, 64)])
def test_mp4_has_all_frames_and_the_exact_rate(tmp_path, fps, size):
    write_mp4(make_film(moving(9, fps), size), tmp_path / "a.mp4")
    reader = imageio_ffmpeg.read_frames(str(tmp_path / "a.mp4"))
    facts = next(reader)
    assert sum(1 for _ in reader) == 9
    assert facts["fps"] == pytest.approx(fps, abs=0.006)  # ffmpeg prints two digits
    assert facts["codec"] == "h264"
    assert facts["pix_fmt"].startswith("yuv420p")
    assert facts["size"] == ((98, 66) if size == (97, 65) else (64, 64))
    content = (tmp_path / "a.mp4").read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")  # faststart


def test_png_is_a_grid_of_frames_with_times(tmp_path):
    film = make_film(moving(30), 64, mark=False)
    write_png(film, tmp_path / "a.png", count=5)
    with Image.open(tmp_path / "a.png") as sheet:
        assert sheet.width == 3 * 64
        cell = sheet.height // 2
        assert cell > 64
        assert (np.asarray(sheet)[:64, :64] == np.asarray(film.picture(0))).all()
        assert (np.asarray(sheet)[cell : cell + 64, 64:128] == np.asarray(film.picture(29))).all()
    write_png(make_film(posed(), 64), tmp_path / "one.png")
    with pytest.raises(InputError, match="count: expected at least 1, got 0"):
        write_png(film, tmp_path / "b.png", count=0)


def test_pairs_keep_time_and_hold_the_last_frame(tmp_path):
    slow, fast = moving(5, 10), moving(5, 25)
    render_pair(slow, fast, tmp_path / "a.gif", labels=("left", "right"), size=64, mark=False)
    alone = [np.asarray(picture).astype(int) for picture in frames(fast, size=64, mark=False)]
    with Image.open(tmp_path / "a.gif") as gif:
        assert gif.n_frames == 13  # half a second at 25 fps
        assert gif.width == 128
        top = gif.height - 64
        assert top > 5
        for frame in (1, 4, 12):
            gif.seek(frame)
            right = np.asarray(gif.convert("RGB")).astype(int)[top:, 64:]
            errors = [np.abs(right - picture).mean() for picture in alone]
            assert int(np.argmin(errors)) == min(frame, 4)


@pytest.mark.parametrize("suffix", [".gif", ".png", ".mp4"])
def test_same_input_same_file(tmp_path, suffix):
    for name in ("a", "b"):
        render(moving(5), tmp_path / f"{name}{suffix}", size=64)
    assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()


@pytest.mark.parametrize("suffix", [".gif", ".png", ".mp4"])
def test_an_error_leaves_nothing_half_written(tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    path.write_bytes(b"old")
    whole = make_film(moving(6), 64)

    def broken(frame: int) -> Image.Image:
        if frame == 5:
            raise RuntimeError("no more")
        return whole.picture(frame)

    write = {".gif": write_gif, ".png": write_png, ".mp4": write_mp4}[suffix]
    with pytest.raises(RuntimeError, match="no more"):
        write(Film(6, 25.0, (64, 64), broken), path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"path": "a.webm"}, r"path: expected a name ending in .gif, .mp4, .png, got 'a.webm'"),
        ({"size": 63}, "size: expected pixels from 64 to 2048"),
        ({"size": (64, 4096)}, "size: expected pixels from 64 to 2048"),
        ({"size": 64.5}, "size: expected pixels from 64 to 2048"),
        ({"sequence": posed()[:0]}, "sequence: expected at least one frame, got none"),
        ({"captions": ["text"]}, r"captions\[0\]: expected \(start in seconds"),
        ({"captions": [(1, 1, "text")]}, r"captions\[0\]: expected an end after the start"),
    ],
)
def test_bad_input_is_named(tmp_path, monkeypatch, options, message):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=message):
        render(**{"sequence": posed(), "path": "a.gif", "size": 64, **options})
    assert not list(tmp_path.iterdir())


def test_another_skeleton_may_be_given():
    sequence = posed().with_metadata(hand_reference="mano_mean")
    with pytest.raises(InputError, match="hand_reference"):
        frames(sequence, size=64)

    class Other:
        layout = BuiltInSkeleton.layout
        hand_reference = "mano_mean"

        def joints(self, parameters):
            return BuiltInSkeleton().joints(parameters)

    assert (drawn(sequence, skeleton=Other()) == drawn(posed(), skeleton=BuiltInSkeleton())).all()


@pytest.mark.real_data
def test_real_sentences_show_both_hands_before_the_body(real_data):
    line = (real_data / "phoenix14t-skels/train.skels").read_text().splitlines()[0]
    values = np.array(line.split(), dtype=np.float32).reshape(-1, 151)[:, :150]
    for picture in frames(PoseSequence(values, get_layout("phoenix50"), 25.0)[::10], size=128, mark=False):
        assert skin(picture.astype(int))[50:].sum() > 60


def test_gif_header_is_well_formed(tmp_path):
    write_gif(make_film(posed(2), (65, 70)), tmp_path / "a.gif")
    content = (tmp_path / "a.gif").read_bytes()
    assert content[:6] == b"GIF89a"
    assert struct.unpack("<HH", content[6:10]) == (65, 70)
    assert content[-1:] == b";"


def test_places_of_joints_are_where_the_figure_is_drawn(signed):
    sequence = signed("smplx")
    painter, joints = MeshPainter(sequence.values, 200, 200), forward_kinematics(sequence)
    places = painter.places(joints.joints)
    depth = places[:, joints.layout.index("right_wrist"), 2] - places[:, joints.layout.index("right_elbow"), 2]
    assert depth.min() < 0  # a hand before the body is nearer than its elbow
    for frame in (0, len(sequence) // 2):
        picture = np.asarray(painter.picture(frame))
        for name in ("nose", "left_shoulder", "right_elbow", "left_wrist", "right_index2"):
            x, y = places[frame, joints.layout.index(name), :2].astype(int)
            assert np.abs(picture[y, x].astype(int) - BACKGROUND).max() > 20, name
            x = (x + 100) % 200
            if name == "nose":
                assert np.abs(picture[y, x].astype(int) - BACKGROUND).max() < 5
