"""Files of motion: `.pose` of all versions, `.npz`, `.skels`, folders of OpenPose files; read, written, drawn."""

from __future__ import annotations

import contextlib
import io
import json
import math
import struct
import zipfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np

from hostile_surfaces.mutating import BINARY, JSON, NPZ, TEXT
from hostile_surfaces.plain_files import npz_bombs
from hostile_surfaces.surface import Files, Surface
from signary.io.errors import InputError
from signary.io.json_file import read_json
from signary.pose import PoseSequence, get_layout
from signary.pose.formats import read_pose, read_skels, write_pose, write_skels
from signary.pose.hand_means import HandMeans, with_flat_hands
from signary.pose.layout import Channel, keypoint_layout
from signary.pose.layout_json import layout_from_json, layout_to_json
from signary.pose.render import frames
from signary.pose.view import to_layout

_FIELDS = {
    "pose_keypoints_2d": 25,
    "face_keypoints_2d": 70,
    "hand_left_keypoints_2d": 21,
    "hand_right_keypoints_2d": 21,
}
#: Frames that are looked at further: the rest of a long sequence costs as much as it is long.
_FRAMES = 20


def _motion(layout: str, count: int = 3) -> PoseSequence:
    """Small movements of somebody whose joints are where the rest body has them, a joint missing in a frame."""
    rest = PoseSequence(np.zeros((count, 133)), get_layout("smplx"), 25.0, metadata={"source": "a", "text": "häuser"})
    values = rest.values + np.linspace(0, 0.3, count)[:, None].astype(np.float32)
    moving = PoseSequence(values, rest.layout, 25.0, metadata=rest.metadata)
    sequence = moving if layout == "smplx" else to_layout(moving, layout)
    confidence = np.array(sequence.certainty)
    confidence[1, 3] = 0
    return PoseSequence.masked(sequence.values, sequence.layout, 25.0, confidence, sequence.metadata)


def _use(path: Path, **options: int) -> object:
    """Read a file and do with its motion what a user does: write it, change its layout, draw it."""
    sequence = read_pose(path, **options)
    some = sequence[:_FRAMES]
    for suffix in (".npz", ".pose"):
        _try(write_pose, some, path.with_name(f"out{suffix}"))
    for layout in ("holistic", "phoenix50"):
        _try(to_layout, some, layout)
    _try(lambda: some.resample(12.5).mirror())
    _try(lambda: next(iter(frames(some, size=64))))
    return sequence


def _try(work: object, *arguments: object) -> None:
    """What the file cannot become is refused by name; its other uses are tried all the same."""
    with contextlib.suppress(InputError):
        work(*arguments)  # type: ignore[operator]


def _put(folder: Path, name: str, content: bytes) -> None:
    folder.mkdir()
    (folder / name).write_bytes(content)


# ---------------------------------------------------------------------------------------------------------- .pose


def pose_header(version: float, components: Sequence[tuple[bytes, bytes, Sequence[bytes]]]) -> bytes:
    """A header of components with names, letters and points, without limbs."""

    def text(content: bytes) -> bytes:
        return struct.pack("<H", len(content)) + content

    packed = [
        text(name) + text(letters) + struct.pack("<HHH", len(points), 0, 0) + b"".join(map(text, points))
        for name, letters, points in components
    ]
    return struct.pack("<fHHHH", version, 100, 100, 100, len(components)) + b"".join(packed)


def _write_pose(version: float, folder: Path) -> None:
    folder_of = {"openpose137": "named", "phoenix50": "made", "smplx": "drawn"}
    for layout, name in folder_of.items():
        sequence = _motion(layout)
        (folder / name).mkdir()
        write_pose(sequence, folder / name / "a.pose")
        content = (folder / name / "a.pose").read_bytes()
        (folder / name / "a.pose").write_bytes(_of_version(content, version))
    hand = [b"hand_%d" % at for at in range(21)]
    header = pose_header(version, [(b"LEFT_HAND", b"XYC", hand), (b"FACE", b"XYC", [b"1", b"2"])])
    people = np.arange(2 * 2 * 23 * 3, dtype="<f4").reshape(2, 2, 23, 3)
    _put(folder / "people", "a.pose", header + _body(version, people))


def _of_version(content: bytes, version: float) -> bytes:
    """A file of version 0.2 as one of another version."""
    from pose_format import Pose

    pose = Pose.read(content)
    numbers = np.concatenate([pose.body.data.data, pose.body.confidence[..., None]], axis=-1)
    size = 10 + 4 * numbers.size
    return struct.pack("<f", version) + content[4 : len(content) - size] + _body(version, numbers)


def _body(version: float, numbers: np.ndarray) -> bytes:
    """Numbers (frames, people, points, channels and confidence) as the body of a file."""
    numbers = numbers.astype("<f4")
    if version:
        head = struct.pack("<HHH" if version < 0.15 else "<fIH", 25, *numbers.shape[:2])
        return head + numbers[..., :-1].tobytes() + numbers[..., -1].tobytes()
    people = [struct.pack("<H", len(one)) + b"".join(b"\x07\x00" + each.tobytes() for each in one) for one in numbers]
    return struct.pack("<HH", 25, len(numbers)) + b"".join(people)


def _pose_attacks(version: float) -> list[Files]:
    many = [b"p%d" % at for at in range(20_000)]
    one: list[tuple[bytes, bytes, Sequence[bytes]]] = [(b"POSE", b"XYZC", [b"a"])]
    numbers = np.ones((1, 1, 1, 4))
    bodies = [
        (pose_header(version, [(b"POSE", b"XYZC", many)]), struct.pack("<HH", 25, 65535) + bytes(2 * 65535)),
        (pose_header(version, [*((b"c%d" % at, b"XYC", []) for at in range(65_534)), *one]), _body(version, numbers)),
        (pose_header(version, [(b"left_hand", b"XYZC", [b"hand_" + b"9" * 5000])]), _body(version, numbers)),
        (pose_header(version, [(b"FACE", b"XYZC", [b"9" * 5000])]), _body(version, numbers)),
        (pose_header(version, [(b"FACE", b"XYZC", many)]), _body(version, np.ones((1, 1, 20_000, 4)))),
        (pose_header(version, [(b"POSE", b"XYZC", [b"a"] * 20_000)]), _body(version, np.ones((1, 1, 20_000, 4)))),
        (pose_header(version, [(b"A", b"X" * 65_535, [b"a"])]), struct.pack("<fIH", 25, 0, 1)),
        (pose_header(version, [(b"A", b"XYC", [])] * 100), struct.pack("<fIH", 25, 2**32 - 1, 65535)),
        (pose_header(version, one), struct.pack("<fIH", 25, 2**32 - 1, 65535)),
        (pose_header(version, one), struct.pack("<fIH", 25, 0, 65535)),
        (pose_header(version, [(b"A", b"C", [b"a"])]), _body(version, np.ones((1, 1, 1, 1)))),
        (pose_header(version, one), _body(version, np.full((1, 1, 1, 4), 3e38))),
        (pose_header(version, one), _body(version, np.full((3, 2, 1, 4), np.nan))),
        (pose_header(version, [("\ud800".encode("utf-8", "surrogatepass"), b"XYZC", [b"a"])]), _body(version, numbers)),
    ]
    return [{"a.pose": header + body} for header, body in bodies]


def _read_pose(folder: Path) -> object:
    return _use(folder / "a.pose")


# ----------------------------------------------------------------------------------------------------------- .npz


def _write_npz(folder: Path) -> None:
    for layout in ("smplx", "phoenix50", "openpose137"):
        (folder / layout).mkdir()
        write_pose(_motion(layout), folder / layout / "a.npz")
    channels = (Channel("x", "metre", "left"), Channel("d", "none"))
    two = keypoint_layout("two", ("left_a", "right_a"), channels, {"right_a": "left_a"}, {"left_a": "nose"})
    (folder / "own").mkdir()
    write_pose(PoseSequence(np.ones((3, 4)), two, 25.0), folder / "own" / "a.npz")
    amass = {"poses": np.zeros((3, 165)), "trans": np.zeros((3, 3)), "betas": np.ones(16), "gender": np.array("male")}
    (folder / "amass").mkdir()
    np.savez(folder / "amass" / "a.npz", **amass, expressions=np.ones((3, 100)), mocap_frame_rate=np.float32(29.97))  # type: ignore[arg-type]
    parts = {"pose_body": np.zeros((3, 63)), "pose_hand": np.zeros((3, 90)), "root_orient": np.zeros((3, 3))}
    (folder / "parts").mkdir()
    np.savez_compressed(folder / "parts" / "a.npz", **parts, mocap_framerate=60)  # type: ignore[arg-type]


def _npz_attacks() -> list[Files]:
    """Small archives of many frames, beyond and within what may be unpacked, and the small ones of all archives."""
    shapes: list[tuple[int, ...]] = [(500_000, 165), (40_000, 165), (40_000, 52, 3), (0, 10**9), (10**9, 0)]
    found = [{"a.npz": _zeros("poses", shape)} for shape in shapes]
    return [*found, *({"a.npz": content} for content in npz_bombs() if len(content) < 10_000)]


def _zeros(name: str, shape: tuple[int, ...]) -> bytes:
    packed, left = io.BytesIO(), 4 * math.prod(shape)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        with archive.open(f"{name}.npy", "w", force_zip64=True) as file:
            facts = {"descr": "<f4", "fortran_order": False, "shape": shape}
            np.lib.format.write_array_header_1_0(file, facts)
            while left:
                file.write(bytes(min(left, 1 << 20)))
                left -= min(left, 1 << 20)
        with archive.open("mocap_frame_rate.npy", "w") as file:
            np.lib.format.write_array(file, np.array(25.0))
    return packed.getvalue()


def read_npz(folder: Path) -> object:
    """Read `a.npz`, and use it."""
    return _use(folder / "a.npz")


# --------------------------------------------------------------------------------------------------------- .skels


def _write_means(folder: Path) -> None:
    mean = np.linspace(-1, 1, 45)
    (folder / "one").mkdir()
    np.savez(folder / "one" / "SMPLX_NEUTRAL.npz", hands_meanl=mean, hands_meanr=mean, v_template=np.zeros((4, 3)))


def _read_means(folder: Path) -> object:
    return with_flat_hands(_motion("smplx").with_metadata(hand_reference="mano_mean"), HandMeans.load(folder))


def _write_skels(folder: Path) -> None:
    for name, count in (("one", 1), ("three", 3)):
        (folder / name).mkdir()
        sequences = [_whole(_motion("phoenix50")) for _ in range(count)]
        write_skels(sequences, folder / name / "a.skels")
        for suffix in ("files", "text", "gloss"):
            (folder / name / f"a.{suffix}").write_text("häuser im süden\n" * count, encoding="utf-8")


def _whole(sequence: PoseSequence) -> PoseSequence:
    return PoseSequence(np.nan_to_num(sequence.values), sequence.layout, sequence.fps)


def _skels_attacks() -> list[Files]:
    zero = " ".join(["0"] * 151)
    contents = [b"\n" * 5_000_000, b"0 " * 5_000_000, b"1" * 5_000_000, (zero + " ").encode() * 10_000, b"\0" * 1000]
    contents += ["٣ ".encode() * 151, b"1e999 " * 151, b"0x10 " * 151, b"1_0 " * 151]
    return [{"a.skels": content} for content in contents] + [{"a.skels": zero.encode(), "a.text": b"\n" * 5_000_000}]


def _read_skels(folder: Path) -> object:
    read_skels(folder / "a.skels")
    return _use(folder / "a.skels", index=0)


# ------------------------------------------------------------------------------------------------------- OpenPose


def _write_openpose(folder: Path) -> None:
    dice = np.random.default_rng(1)
    (folder / "clip").mkdir()
    for frame in range(3):
        people = [
            {name: np.round(dice.uniform(1, 500, 3 * count), 3).tolist() for name, count in _FIELDS.items()}
            for _ in range(1 + frame % 2)
        ]
        facts = {"version": 1.3, "people": [{"person_id": [-1], **person} for person in people]}
        (folder / "clip" / f"clip_{frame:012d}_keypoints.json").write_text(json.dumps(facts))


def _openpose_attacks() -> list[Files]:
    name = "clip_{:012d}_keypoints.json".format
    person = {field: [1.0] * 3 * count for field, count in _FIELDS.items()}
    crowd = json.dumps({"people": [person] * 90}).encode()
    alone = json.dumps({"people": [person]}).encode()
    nobody = b'{"people": []}'
    frame_0 = [b"[" * 100_000, b'{"people":' * 5000, b'{"people": [' + b"{}," * 90 + b"{}]}", crowd, nobody]
    frame_0 += [
        b'{"people": [{"pose_keypoints_2d": ' + b"9" * 100_000 + b"}]}",
        b'{"people": [{"face_keypoints_2d": {}}]}',
    ]
    found = [{name(0): content} for content in frame_0]
    found += [{name(0): alone, name(99): alone}, {name(0): alone, name(10**11): alone}]
    found += [{name(99 * frame): nobody for frame in range(1, 1500)} | {name(0): alone}]
    return [*found, {name(frame): crowd for frame in range(4)}, {"a.json": alone}, {"9" * 100 + ".json": alone}]


def _read_openpose(folder: Path) -> object:
    return _use(folder)


# -------------------------------------------------------------------------------------------------------- layouts


def _write_layouts(folder: Path) -> None:
    for name in ("smplx", "phoenix50"):
        _put(folder / name, "layout.json", json.dumps(layout_to_json(get_layout(name))).encode())


def layout_changes(joints: int) -> list[dict[str, object]]:
    """What a layout of so many joints may be made to say, instead of what it says."""
    changes: list[dict[str, object]] = [
        {"widths": [10**9] * joints},
        {"parents": [1, 0] + [-1] * (joints - 2)},
        {"parents": [*range(1, joints), 0]},
    ]
    changes += [{"joints": ["a"] * 20_001}, {"mirror": [[]] * joints}, {"parts": {"body": [0] * 1_000_000}}]
    changes += [{"joints": {}}, {"channels": [["x", "pixel", "left"]] * 1000}, {"kinds": ["rotation"] * joints}]
    return [*changes, {"aliases": {"a": "b"}}]


def _layout_attacks() -> list[Files]:
    facts = layout_to_json(get_layout("phoenix50"))
    return [{"layout.json": json.dumps(facts | change).encode()} for change in layout_changes(50)]


def _read_layout(folder: Path) -> object:
    layout = layout_from_json(read_json(folder / "layout.json"))
    values = np.zeros((2, layout.num_features), np.float32)
    if layout.is_keypoints:
        _try(to_layout, PoseSequence(values, layout, 25.0), "holistic")
    return layout_from_json(json.loads(json.dumps(layout_to_json(layout))))


SURFACES = (
    *(
        Surface(
            f"pose_{name}", partial(_write_pose, version), _read_pose, {"": BINARY}, partial(_pose_attacks, version)
        )
        for name, version in (("0_0", 0.0), ("0_1", 0.1), ("0_2", 0.2))
    ),
    Surface("motion_npz", _write_npz, read_npz, {"": (*NPZ, *BINARY[:2])}, _npz_attacks),
    Surface("hand_means", _write_means, _read_means, {"": (*NPZ, *BINARY[:2])}),
    Surface("skels", _write_skels, _read_skels, {"": TEXT}, _skels_attacks),
    Surface("openpose", _write_openpose, _read_openpose, {"": JSON}, _openpose_attacks),
    Surface("layout", _write_layouts, _read_layout, {"": JSON}, _layout_attacks),
)
