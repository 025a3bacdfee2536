"""What files of other people's programs hold. Set SIGNARY_REAL_DATA and run with `-m real_data`."""

import numpy as np
import pytest
from pose_format import Pose

from signary.cli import main
from signary.pose import get_layout
from signary.pose.formats import read_pose, read_skels, write_pose, write_skels
from signary.pose.formats.pose_header import layout_header

pytestmark = [pytest.mark.real_data, pytest.mark.filterwarnings("ignore:All-NaN slice")]
LAYOUTS = {
    "pose-samples/example.pose": "openpose137",
    "pose-samples/openpose.pose": "openpose137",
    "pose-samples/FOOTBALL.pose": "holistic",
    "pose-samples/hand_estimation/84322c38ff23406f222641da30d0a49b.pose": "holistic_refined",
    "dgs-corpus-pairs/raw-sentence/sentence.pose": "holistic",
    "pose-samples/mediapipe.pose": "pose_178_",
    "pose-samples/mediapipe_hand_normalized.pose": "pose_21_",
    "pose-samples/mmposewholebody/FOOTBALL.pose": "pose_133_",
}


def test_every_pose_file_is_read_as_the_library_reads_it_and_survives_writing(real_data, tmp_path):
    files = sorted(real_data.rglob("*.pose"))
    assert len(files) > 50
    for file in files:
        sequence = read_pose(file)
        library = Pose.read(file.read_bytes())
        count = len(sequence.layout.joints)
        seen = sequence.confidence > 0
        np.testing.assert_array_equal(sequence.joints[seen], library.body.data.data[:, 0, :count][seen])
        assert np.isnan(sequence.joints[~seen]).all()
        write_pose(sequence, tmp_path / "a.pose")
        again = read_pose(tmp_path / "a.pose")
        assert (again.layout, again.fps) == (sequence.layout, sequence.fps)
        np.testing.assert_array_equal(again.values, sequence.values)
        np.testing.assert_array_equal(again.confidence, sequence.confidence)


@pytest.mark.parametrize("name", LAYOUTS)
def test_estimators_are_recognised_by_their_points(name, real_data):
    assert read_pose(real_data / name).layout.name.startswith(LAYOUTS[name])


def test_all_reduced_holistic_files_share_a_layout(real_data):
    files = [*real_data.glob("dgs-corpus-pairs/t*/*.pose"), *real_data.glob("pose-lexicon/dummy_lexicon/*/*.pose")]
    assert len({read_pose(file).layout.name for file in files}) == 1


@pytest.mark.parametrize("name", ["pose-samples/FOOTBALL.pose", "pose-samples/openpose.pose"])
def test_our_header_is_the_estimators(name, real_data):
    """Points and colours are equal; limbs are the same set, which mesh edges enter once instead of twice."""
    theirs = Pose.read((real_data / name).read_bytes()).header.components[:4]
    ours = layout_header(read_pose(real_data / name).layout, {})
    for one, other in zip(ours, theirs, strict=True):
        assert (one.name, list(one.points), one.format) == (other.name, other.points, other.format)
        assert {frozenset(limb) for limb in one.limbs} == {frozenset(map(int, limb)) for limb in other.limbs}
        if name.endswith("FOOTBALL.pose"):
            assert [list(color) for color in one.colors] == np.asarray(other.colors).tolist()


@pytest.mark.parametrize(
    "name",
    [
        "pose-samples/FOOTBALL.pose",
        "pose-samples/mediapipe.pose",
        "pose-samples/mmposewholebody/FOOTBALL.pose",
        "pose-samples/example.pose",
        "how2sign-openpose/json/_2FBDaOPYig_2-3-rgb_front",
        "phoenix14t-skels/dev.skels",
    ],
)
def test_left_is_the_signers_left(name, real_data):
    """Signers face the camera: their left is the right of the picture. Hands hang on the wrists of their side."""
    sequence = read_pose(real_data / name, **({"index": 0} if name.endswith(".skels") else {}))
    where = {joint: np.nanmedian(sequence.joints[:, at], axis=0) for at, joint in enumerate(sequence.layout.joints)}
    for joint in ("shoulder", "hip", "eye", "ear"):
        if f"left_{joint}" in where and np.isfinite(where[f"left_{joint}"]).all():
            assert where[f"left_{joint}"][0] > where[f"right_{joint}"][0]
    width = where["left_shoulder"][0] - where["right_shoulder"][0]
    for side in ("left", "right"):
        wrist, hand = (sequence.joints[:, sequence.layout.index(f"{side}_{name}")] for name in ("wrist", "hand_wrist"))
        apart = np.linalg.norm((wrist - hand)[:, :2], axis=-1)
        if np.isfinite(apart).any():
            assert np.nanmedian(apart) < 0.3 * width
    if "face_263" in where:
        assert where["face_263"][0] > where["face_33"][0]


def test_a_mirrored_face_keeps_its_mesh(real_data):
    sequence = read_pose(real_data / "pose-samples/FOOTBALL.pose")
    face = layout_header(sequence.layout, {})[1]

    def lengths(points: np.ndarray) -> np.ndarray:
        mesh = points[:, 33:501, :2]
        return np.linalg.norm(np.diff(mesh[:, np.array(face.limbs)], axis=2), axis=-1)

    assert lengths(sequence.mirror().joints).max() < 1.5 * lengths(sequence.joints).max()


def test_conversions_of_real_poses_land_on_the_same_places(real_data):
    sequence = read_pose(real_data / "pose-samples/FOOTBALL.pose")
    openpose = sequence.convert("openpose137")
    for joint in ("nose", "left_wrist", "right_index_tip", "face_op8", "left_ear"):
        at = sequence.layout.index(get_layout("openpose137").canonical(openpose.layout.index(joint)))
        np.testing.assert_array_equal(openpose.joints[:, openpose.layout.index(joint)], sequence.joints[:, at, :2])


@pytest.mark.parametrize("split", ["dev", "train"])
def test_phoenix_skeletons_are_written_byte_for_byte(split, real_data, tmp_path):
    file = real_data / f"phoenix14t-skels/{split}.skels"
    sequences = read_skels(file)
    assert len(sequences) == 5
    assert all(sequence.metadata["text"] and sequence.metadata["gloss"] for sequence in sequences)
    assert all((sequence.joints[:, sequence.layout.index("neck")] == 0).all() for sequence in sequences)
    write_skels(sequences, tmp_path / "a.skels")
    assert (tmp_path / "a.skels").read_bytes() == file.read_bytes()


def test_how2sign_clips(real_data):
    clips = sorted((real_data / "how2sign-openpose/json").iterdir())
    sequences = [read_pose(clip) for clip in clips]
    assert sum(map(len, sequences)) == 328
    assert max(sequence.confidence.max() for sequence in sequences) > 1.0
    assert all(np.isnan(sequence.joints[sequence.confidence == 0]).all() for sequence in sequences)


@pytest.mark.parametrize("split", ["dev", "train"])
def test_phoenix_sentences_are_chosen_on_the_command_line(split, real_data, tmp_path, capsys):
    file = real_data / f"phoenix14t-skels/{split}.skels"
    with pytest.raises(SystemExit):
        main(["convert", str(file), str(tmp_path / "a.npz")])
    assert f"from 0 to 4, as {split}.skels has 5 sequences ({split}/11August_2010" in capsys.readouterr().err
    for index, sequence in enumerate(read_skels(file)):
        with pytest.raises(SystemExit):
            main(["convert", str(file), str(tmp_path / "a.npz"), "--index", str(index)])
        np.testing.assert_array_equal(read_pose(tmp_path / "a.npz").values, sequence.values)


def test_all_people_of_real_files_are_read_or_named(real_data):
    for file in sorted(real_data.rglob("*.pose")):
        people = Pose.read(file.read_bytes()).body.data.shape[1]
        named = [what for what in read_pose(file).metadata.get("left_out", ()) if what.startswith("person ")]
        assert len(named) >= people - 1


def test_how2sign_signers_stay_who_they_are(real_data):
    """Nobody jumps by half a picture between two frames."""
    for clip in sorted((real_data / "how2sign-openpose/json").iterdir()):
        neck = read_pose(clip).joints[:, get_layout("openpose137").index("neck")]
        steps = np.linalg.norm(np.diff(neck[np.isfinite(neck).all(1)], axis=0), axis=1)
        assert steps.max() < 100
