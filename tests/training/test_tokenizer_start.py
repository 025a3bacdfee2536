"""A tokenizer that goes on from another one: all of it, or only its decoders while its codes stay."""

import json
import shutil
from hashlib import sha256

import pytest
import torch
from datasets import DatasetDict

from signary.corpora.synthetic.sign_sequences import sign_sequences
from signary.io.errors import InputError
from signary.tokenizer import MotionTokenizer
from signary.training import tokenizer

SHAPE = ("--residual_levels", "body=2", "left_hand=1", "right_hand=1", "face=1", "--face_part", "--head_part")
SHAPE += ("--codebook_sizes", "body=12", "left_hand=8", "right_hand=8", "face=6", "--width", "12", "--code_dim", "8")
FEW = ("--causal_decoder", "--frames", "32", "--batch_size", "4", "--evaluate_every", "0", "--learning_rate", "0.01")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    DatasetDict(train=sign_sequences("asl", 6, progress=False).with_format(None)).save_to_disk(str(folder))
    return folder


@pytest.fixture(scope="module")
def train(corpus, tmp_path_factory):
    def run(*flags, steps=6, output=None):
        output = output or tmp_path_factory.mktemp("run")
        words = ("--corpus", str(corpus), "--output", str(output), "--steps", str(steps), "--warmup", "1")
        tokenizer.main([*words, *FEW, *(flags if "--width" in flags else (*SHAPE, *flags))])
        return output / "model"

    return run


@pytest.fixture(scope="module")
def start(train):
    return train("--joint_weight", "0.5", steps=12)


def loaded(folder):
    return MotionTokenizer.from_pretrained(folder).eval()


def test_frozen_codes_and_their_id_stay(start, train, corpus):
    before, after = loaded(start), loaded(train("--start_from", str(start), "--freeze_codes", "--joint_weight", "1"))
    assert after.config.tokenizer_id == before.config.tokenizer_id is not None
    motion = torch.from_numpy(sign_sequences("dgs", 2, progress=False)[1]["poses"])[None]
    codes = before.encode(motion)[0]
    assert codes.shape[-1] == 5
    assert torch.equal(after.encode(motion)[0], codes)
    assert not torch.equal(after.decode(codes).values, before.decode(codes).values)
    assert after.config.joint_weight == 1


def test_without_freezing_it_is_another_tokenizer(start, train):
    before, after = loaded(start), loaded(train("--start_from", str(start)))
    assert after.config.tokenizer_id not in (None, before.config.tokenizer_id)
    assert torch.equal(after.mean, before.mean)
    assert not torch.equal(after.encoders["body"].last.conv.weight, before.encoders["body"].last.conv.weight)


def test_resumed_with_levels_it_is_as_uninterrupted(train):
    flags = ("--joint_weight", "0.5", "--save_every", "3")
    folder = train(*flags)
    whole = loaded(folder).state_dict()
    shutil.rmtree(folder)
    shutil.rmtree(folder.parent / "step_0000006")
    last, facts = folder.parent / "last.json", folder.parent / "step_0000003" / "checkpoint.json"
    earlier = {"checkpoint": facts.parent.name, "step": 3, "sha256": sha256(facts.read_bytes()).hexdigest()}
    last.write_text(json.dumps(json.loads(last.read_text()) | earlier))
    resumed = loaded(train(*flags, "--resume", output=folder.parent)).state_dict()
    assert len(whole) == len(resumed)
    assert any("body_2.vq" in name for name in whole)
    assert all(torch.equal(value, resumed[name]) for name, value in whole.items())


def test_what_cannot_go_on_is_refused(start, train):
    with pytest.raises(InputError, match="width: expected 12, as the tokenizer to start from has, got 16"):
        train("--start_from", str(start), *SHAPE[: SHAPE.index("--width")], "--width", "16", "--code_dim", "8")
    with pytest.raises(
        InputError, match="freeze_codes: expected a tokenizer to start from .--start_from., whose codes stay, got none"
    ):
        train("--freeze_codes")
