"""The model that comes with the package: there, small, honest, and what signs where nobody says how."""

import re

import numpy as np
import pytest
from transformers import pipeline

import signary
from signary.bundle.assemble import PartFolders, assemble
from signary.bundle.card import CardFacts, card_text
from signary.bundle.description import CARD
from signary.bundle.folder import embedded_folder
from signary.cli import main
from signary.evaluation import PtDtw, measure_poses
from signary.pose.formats import read_pose
from signary.pose.view import to_layout
from signary.signer.lexicon import shipped_lexicon, speller

#: Bytes: of the text-to-sign model itself, of what lies beside it, and of all.
LARGEST = {"": 24_000_000, "refiner": 8_000_000, "recogniser": 9_000_000, "fgdm": 8_000_000, "hybridsign": 8_000_000}
LARGEST_OF_ALL = 50_000_000
TEXTS = {"asl": "My mother eats bread.", "dgs": "Morgen regnet es im Norden.", "csl": "我妈妈吃面包。"}
#: Sentences of no template: commands, lists, two clauses, names, numbers; without capitals and stops.
FREE_TEXTS = [
    ("asl", "could you help me find my keys"),
    ("asl", "Sorry, I can't come on Friday because my son is sick."),
    ("asl", "Nora has 12 cats."),
    ("dgs", "mach bitte die tür zu"),
    ("dgs", "Ich heiße Ute, und das ist mein Bruder."),
    ("dgs", "Der Bus kommt erst in 20 Minuten."),
    ("csl", "请给我一杯热水"),
    ("csl", "她不是老师，她是医生。"),
    ("csl", "我有三个苹果。"),
]


def distance(reference, motion):
    both = [to_layout(each, "phoenix50").resample(12.5) for each in (reference, motion)]
    return measure_poses([PtDtw()], both[:1], both[1:], length="own")[0].value


@pytest.fixture(scope="module")
def sign():
    return pipeline("text-to-sign")


def test_its_folder_is_small_and_has_a_card():
    sizes = dict.fromkeys(LARGEST, 0)
    for path in embedded_folder().rglob("*"):
        first = path.relative_to(embedded_folder()).parts[0]
        sizes[first if first in LARGEST else ""] += path.stat().st_size if path.is_file() else 0
    assert all(size < LARGEST[name] for name, size in sizes.items()), sizes
    assert sum(sizes.values()) <= LARGEST_OF_ALL
    card = (embedded_folder() / "README.md").read_text(encoding="utf-8")
    for words in ("not verified by signers", "not for communication", "synthetic", "CPU hours"):
        assert words in card
    assert re.findall(r"\{[A-Z]\w+\}", card) == []


@pytest.mark.parametrize("language", TEXTS)
def test_its_dictionary_has_every_sign_and_letter_of_the_lexicon(sign, language):
    known = {entry.gloss for entry in sign.bundle.dictionary if entry.language == language}
    letters = {f"#{letter}" for letter in speller(language).letters}
    assert {*shipped_lexicon(language).entries, *letters} <= known


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


def glosses(segments):
    return [segment["gloss"] for segment in segments]


@pytest.mark.parametrize(("language", "text"), FREE_TEXTS)
def test_it_signs_what_the_rules_sign_in_their_order_and_says_when(sign, language, text):
    result, rules = sign(text, language=language), signary.sign_text(text, language)
    assert result["complete"]
    assert glosses(result["segments"]) == [segment.gloss for segment in rules.segments]
    times = [time for segment in result["segments"] for time in (segment["start"], segment["end"])]
    assert times == sorted(times)
    assert 0 < times[0] < times[-1] <= result["pose"].seconds
    for word in result["retrieved"]:
        assert (word["shown"] is None) == (word["source"] == "left out"), word
        assert (word["reason"] is None) == (word["source"] != "left out"), word


def test_motion_of_every_text_is_its_own(sign):
    """Of the signed texts of a language, the motion is nearest to that of the rules for the same text."""
    texts = [text for language, text in FREE_TEXTS if language == "asl"]
    references = [signary.sign_text(text, "asl").pose for text in texts]
    signed = [result["pose"] for result in sign(texts, language="asl", batch_size=len(texts))]
    distances = np.array([[distance(reference, motion) for reference in references] for motion in signed])
    assert (distances.argmin(axis=1) == np.arange(len(texts))).all(), distances.round(2)


def test_a_stream_of_it_is_the_whole_in_pieces(sign):
    whole = sign(TEXTS["asl"], language="asl")["pose"].values
    chunks = [chunk.pose.values for chunk in sign.stream(TEXTS["asl"], "asl")]
    assert np.allclose(np.concatenate(chunks), whole, atol=1e-5)


def test_it_is_the_default_of_the_command_line(capsys, tmp_path):
    with pytest.raises(SystemExit) as stopped:
        main(["generate", TEXTS["asl"], "-l", "asl", "-o", str(tmp_path / "a.npz")])
    captured = capsys.readouterr()
    assert stopped.value.code == 0, captured.err
    assert "by the model: 4 words: 4 shown; least sure: " in captured.out
    advice, notice = captured.err.splitlines()
    assert "Blender" in advice
    assert notice == "demonstration lexicon, not verified by signers; not for communication"
    assert len(read_pose(tmp_path / "a.npz")) > 30


def test_its_parts_assemble_to_itself_byte_for_byte(tmp_path):
    folder = embedded_folder()
    below = {"tokenizer": "motion_tokenizer", "gloss_model": "fgdm", "text_motion": "hybridsign"} | {
        name: name for name in ("refiner", "dictionary", "recogniser")
    }
    places = {part: folder / name for part, name in below.items() if (folder / name).is_dir()}
    bundle = assemble(PartFolders(generator=folder, **places), tmp_path / "model")
    assert bundle.notice == "demonstration lexicon, not verified by signers"
    files = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file() and path.name != CARD}
    assert files == {path.relative_to(tmp_path / "model") for path in (tmp_path / "model").rglob("*") if path.is_file()}
    assert [name for name in files if (folder / name).read_bytes() != (tmp_path / "model" / name).read_bytes()] == []
    # Its card is what the template says of these files, and an addition.
    title, data = "The embedded demonstration model of signary", ["composed-corpus", "demo-corpus"]
    text = card_text(bundle, folder, CardFacts("signary/demo", title, "apache-2.0", data, tags=["synthetic"]))
    assert (folder / CARD).read_text(encoding="utf-8").startswith(f"{text}\n## What it is\n")
