"""The gloss model that comes with the package: there, small, and its signs are those of the glosses."""

import numpy as np
import pytest
from transformers import pipeline

import signary
from signary.bundle.folder import embedded_gloss_folder
from signary.cli import main
from signary.evaluation import PtDtw, measure_poses
from signary.generator.fgdm import UnknownGlossError
from signary.pose.formats import read_pose
from signary.pose.view import to_layout
from signary.signer.lexicon import shipped_lexicon
from signary.signer.score import SignUnit
from signary.signer.signer import Signer

LARGEST = 8_000_000
#: Glosses, and sentences that the rule-based signer signs so.
SENTENCES = {
    "MORGEN NORD REGEN": "Morgen regnet es im Norden.",
    "MEIN KIND HUNGER": "Mein Kind hat Hunger.",
    "ARZT TEE BRINGEN NIE": "Der Arzt bringt nie Tee.",
}


def distance(reference, motion):
    return measure_poses([PtDtw()], [reference], [motion], length="own")[0].value


@pytest.fixture(scope="module")
def sign():
    return pipeline("gloss-to-sign")


@pytest.fixture(scope="module")
def signed(sign):
    return [result["pose"] for result in sign(list(SENTENCES), batch_size=len(SENTENCES))]


def test_its_folder_is_small_and_the_card_names_it():
    folder = embedded_gloss_folder()
    assert sum(path.stat().st_size for path in folder.iterdir()) < LARGEST
    assert "`fgdm/`" in (folder.parent / "README.md").read_text(encoding="utf-8")


def test_every_sentence_is_its_own(signed):
    references = [
        to_layout(signary.sign_text(text, "dgs").pose, "phoenix50").resample(motion.fps)
        for text, motion in zip(SENTENCES.values(), signed, strict=True)
    ]
    distances = np.array([[distance(reference, motion) for reference in references] for motion in signed])
    others = distances + np.where(np.eye(len(signed), dtype=bool), np.inf, 0)
    assert (distances.diagonal() < others.min(axis=1) / 3).all()


def test_glosses_are_signed_in_the_order_in_which_they_are_given(sign):
    """No sentence of the demo corpus has the first of these orders, or those in reverse."""
    forms = shipped_lexicon("dgs").forms
    orders = [["MORGEN", "REGEN", "NORD"], *(order.split()[::step] for order in SENTENCES for step in (1, -1))]
    signed = [result["pose"] for result in sign(orders)]
    units = [[SignUnit(gloss, tuple(forms(gloss))) for gloss in glosses] for glosses in orders]
    references = [to_layout(Signer().sign(row).pose, "phoenix50").resample(signed[0].fps) for row in units]
    distances = np.array([[distance(reference, motion) for reference in references] for motion in signed])
    assert (distances.argmin(axis=1) == np.arange(len(orders))).all(), distances.round(1)


def test_lengths_are_those_of_such_sentences(signed):
    assert all(1.5 < pose.seconds < 8 for pose in signed)
    assert all("not verified by signers" in pose.metadata["notice"] for pose in signed)


def test_unknown_glosses_are_named_with_their_nearest(sign):
    with pytest.raises(UnknownGlossError, match="nearest: REGEN"):
        sign("MORGEN REGN")


def test_it_is_the_default_of_the_command_line(capsys, tmp_path):
    with pytest.raises(SystemExit) as stopped:
        main(["generate", "--gloss", "MORGEN NORD REGEN", "-o", str(tmp_path / "rain.npz")])
    captured = capsys.readouterr()
    assert stopped.value.code == 0, captured.err
    assert "3 glosses signed; length predicted" in captured.out
    assert captured.err == "demonstration lexicon, not verified by signers; not for communication\n"
    assert read_pose(tmp_path / "rain.npz").layout.name == "phoenix50"
