"""The model that comes with the package: there, small, honest, and what signs where nobody says how."""

import numpy as np
import pytest
from transformers import pipeline

import signary
from signary.bundle.assemble import PartFolders, assemble
from signary.bundle.card import CardFacts, card_text
from signary.bundle.description import CARD
from signary.bundle.folder import embedded_folder
from signary.cli import main
from signary.pose.formats import read_pose

#: Bytes: of the text-to-sign model itself, and of what lies beside it.
LARGEST = {"": 20_000_000, "refiner": 8_000_000, "recogniser": 6_000_000, "fgdm": 6_000_000}
TEXTS = {"asl": "My mother eats bread.", "dgs": "Morgen regnet es im Norden.", "csl": "我妈妈吃面包。"}


@pytest.fixture(scope="module")
def sign():
    return pipeline("text-to-sign")


def test_its_folder_is_small_and_has_a_card():
    sizes = dict.fromkeys(LARGEST, 0)
    for path in embedded_folder().rglob("*"):
        first = path.relative_to(embedded_folder()).parts[0]
        sizes[first if first in LARGEST else ""] += path.stat().st_size if path.is_file() else 0
    assert all(size < LARGEST[name] for name, size in sizes.items())
    card = (embedded_folder() / "README.md").read_text(encoding="utf-8")
    for words in ("not verified by signers", "not for communication", "synthetic", "CPU hours"):
        assert words in card


@pytest.mark.parametrize("language", TEXTS)
def test_every_language_is_signed(sign, language):
    result = sign(TEXTS[language], language=language)
    pose = result["pose"]
    assert result["complete"]
    assert 1.5 < pose.seconds < 12
    assert "not verified by signers" in pose.metadata["notice"]
    joints = signary.forward_kinematics(pose)
    wrist = joints.joints[:, joints.layout.index("right_wrist")]
    # The hands leave their rest, and come back to it.
    assert np.linalg.norm(wrist - wrist[0], axis=1).max() > 0.15
    assert np.linalg.norm(wrist[-1] - wrist[0]) < 0.1


def test_a_stream_of_it_is_the_whole_in_pieces(sign):
    whole = sign(TEXTS["asl"], language="asl")["pose"].values
    chunks = [chunk.pose.values for chunk in sign.stream(TEXTS["asl"], "asl")]
    assert np.allclose(np.concatenate(chunks), whole, atol=1e-5)


def test_it_is_the_default_of_the_command_line(capsys, tmp_path):
    with pytest.raises(SystemExit) as stopped:
        main(["generate", TEXTS["asl"], "-l", "asl", "-o", str(tmp_path / "a.npz")])
    captured = capsys.readouterr()
    assert stopped.value.code == 0, captured.err
    assert "left to the network" in captured.out
    assert captured.err == "demonstration lexicon, not verified by signers; not for communication\n"
    assert len(read_pose(tmp_path / "a.npz")) > 30


def test_its_parts_assemble_to_itself_byte_for_byte(tmp_path):
    folder = embedded_folder()
    below = {"tokenizer": "motion_tokenizer", "gloss_model": "fgdm"} | {
        name: name for name in ("refiner", "dictionary", "recogniser")
    }
    places = {part: folder / name for part, name in below.items()}
    bundle = assemble(PartFolders(generator=folder, **places), tmp_path / "model")
    assert bundle.notice == "demonstration lexicon, not verified by signers"
    files = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file() and path.name != CARD}
    assert files == {path.relative_to(tmp_path / "model") for path in (tmp_path / "model").rglob("*") if path.is_file()}
    assert [name for name in files if (folder / name).read_bytes() != (tmp_path / "model" / name).read_bytes()] == []
    # Its card is what the template says of these files, and an addition.
    title, data = "The embedded demonstration model of signary", ["demo-corpus", "pseudo-signs"]
    text = card_text(bundle, folder, CardFacts("signary/demo", title, "apache-2.0", data, tags=["synthetic"]))
    assert (folder / CARD).read_text(encoding="utf-8").startswith(f"{text}\n## What it is\n")
