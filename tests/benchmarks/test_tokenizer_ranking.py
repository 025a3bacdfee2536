"""What a tokenizer keeps of signs: nothing lost is what goes in, other signs' motion is not."""

import json
import sys

import motion_tokenizer
import numpy as np
import pytest
from motion_tokenizer import Sentence, ranks
from sign_ranking import Templates, features

from signary.corpora.synthetic.demo_signs import isolated_row
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence
from signary.retrieval.builder import cut_out
from signary.signer.lexicon import shipped_lexicon
from signary.signer.score import SignUnit
from signary.signing.rule_based import sign_text
from signary.tokenizer import MotionTokenizer

TEXTS = ("Mein Vater trinkt Milch.", "Die Sonne scheint.", "Meine Mutter isst Brot.")


@pytest.fixture(scope="module")
def signed():
    """Sentences and their signs."""
    poses = {text: sign_text(text, "dgs") for text in TEXTS}
    return [
        Sentence("dgs", one.pose, [(sign.gloss, sign.start, sign.end) for sign in one.segments])
        for one in poses.values()
    ]


@pytest.fixture(scope="module")
def templates(signed):
    """The signs of the sentences, and as many others."""
    lexicon, found = shipped_lexicon("dgs"), []
    own = dict.fromkeys(gloss for one in signed for gloss, _, _ in one.signs)
    for gloss in [*own, *[name for name in lexicon.entries if name not in own][: len(own)]]:
        row = isolated_row(gloss, "dgs", SignUnit(gloss, tuple(lexicon.forms(gloss))), 0, 25.0)
        found.append((gloss, features(cut_out(PoseSequence(row["poses"], get_layout("smplx"), 25.0)))))
    return {"dgs": Templates(found)}


def test_signs_are_found_in_their_own_motion_and_not_in_that_of_others(signed, templates):
    own = ranks(signed, [one.pose for one in signed], templates)
    others = ranks(signed, [one.pose for one in (*signed[1:], signed[0])], templates)
    assert len(own) == len(others) == sum(len(one.signs) for one in signed) > 6
    assert np.mean(np.array(own) < 1) > 0.8
    assert np.mean(np.array(others) < 1) < 0.4


def test_figures_are_one_json_object_a_line(model_folder, signed, templates, monkeypatch, capsys):
    monkeypatch.setattr(motion_tokenizer, "LANGUAGES", ("dgs",))
    monkeypatch.setattr(motion_tokenizer, "sign_templates", templates.__getitem__)
    monkeypatch.setattr(motion_tokenizer, "signed_sentences", lambda *_: signed)
    folder = model_folder / "motion_tokenizer"
    monkeypatch.setattr(sys, "argv", ["motion_tokenizer.py", "--json", "--signer", "--tokenizer", str(folder)])
    motion_tokenizer.main()
    found = {line.pop("name"): line for line in map(json.loads, capsys.readouterr().out.splitlines())}
    goes_in, comes_out = (found[f"motion_tokenizer.{name}.top1"] for name in ("signer", "motion_tokenizer"))
    assert goes_in["value"] > 0.8 > 0.5 > comes_out["value"]
    assert goes_in["signs"] == comes_out["signs"] == sum(len(one.signs) for one in signed)
    assert found["motion_tokenizer.signer.dgs.top1"] == goes_in
    value = {name.removeprefix("motion_tokenizer.motion_tokenizer."): line["value"] for name, line in found.items()}
    assert value["bits"] == pytest.approx(25 / 4 * np.log2([6, 7, 8]).sum(), abs=1e-5)
    assert 0 <= value["entropy"] <= value["bits"]
    tensors = MotionTokenizer.from_pretrained(folder).state_dict().values()
    assert value["bytes_fp16"] == 2 * sum(tensor.numel() for tensor in tensors)
    assert value["decode"] > 0
    assert all(0 < value[f"usage.{part}"] <= 1 for part in ("body", "left_hand", "right_hand"))
    assert value["pa_mpjpe.body"] > 1
