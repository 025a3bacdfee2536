"""Pickles that ask for time, memory or text that is none: each is refused by name, at once."""

import pickle
import random
import struct
import time
import tracemalloc
import zipfile

import numpy as np
import pytest
import torch

from signary.corpora.readers.keypoint_pickles import KeypointPickles
from signary.corpora.readers.pt_format import read_translation_pickle
from signary.io.errors import FormatError, InputError
from signary.io.torch_file import load_torch
from signary.io.unpickle import load_pickle

M61 = 2**61 - 1


def text(content):
    return b"X" + struct.pack("<I", len(content)) + content


def raw(content):
    return b"B" + struct.pack("<I", len(content)) + content


def name(module, attribute):
    return f"c{module}\n{attribute}\n".encode()


def integer(value):
    size = value.bit_length() // 8 + 1
    head = b"\x8a" + bytes([size]) if size < 256 else b"\x8b" + struct.pack("<I", size)
    return head + value.to_bytes(size, "little", signed=True)


def laughs(first, last, levels=12):
    """A list of ten of the list below it; written out, gigabytes."""
    start = b"](" + text(b"lol") * 10 + b"e"
    return start + b"".join(
        b"q" + bytes([at]) + b"0" + first + (b"h" + bytes([at])) * 10 + last for at in range(levels)
    )


LISTS = laughs(b"](", b"e")
TUPLES = laughs(b"(", b"t")
UNICODE = name("numpy", "dtype") + b"(" + text(b"U1") + b"tR(K\x03" + text(b"<") + b"NNNJ\4\0\0\0J\4\0\0\0K\x08tb"
COLLIDING = [at * M61 for at in range(1, 100_001)]

MEGABYTE = raw(b"x" * (1 << 20)) + b"q\x010"
BYTEARRAY, SET = name("builtins", "bytearray"), name("builtins", "set")
CHARACTER = name("numpy.core.multiarray", "scalar") + b"(" + UNICODE
AGAIN = b"h\x02h\x01\x85R"

HOSTILE = {
    "lists as a type": name("numpy", "dtype") + b"(" + LISTS + b"tR",
    "tuples as a type": name("numpy", "dtype") + b"(" + TUPLES + b"tR",
    "lists as an encoding": name("_codecs", "encode") + b"(" + text(b"x") + LISTS + b"tR",
    "lists as a shape": name("numpy._core.numeric", "_frombuffer") + b"(" + raw(b"x") + UNICODE + LISTS + b"NtR",
    "lists as a key": b"}" + LISTS + b"Ns",
    "lists that are called": LISTS + b")R",
    "lists as a state": name("numpy", "dtype") + b"(" + text(b"f4") + b"tR" + TUPLES + b"b",
    "copies of bytes": raw(b"x" * (1 << 20))
    + b"q\x010"
    + name("builtins", "bytearray")
    + b"q\x020]("
    + b"h\x02h\x01\x85R" * 100_000
    + b"e",
    "copies in old steps": MEGABYTE + b"](" + (b"(" + BYTEARRAY + b"h\x01o") * 20_000 + b"e",
    "copies of a list": b"](" + b"N" * 100_000 + b"eq\x010" + SET + b"q\x020](" + AGAIN * 20_000 + b"e",
    "colliding keys": b"}(" + b"".join(integer(key) + b"N" for key in COLLIDING) + b"u",
    "colliding keys one by one": b"}" + b"".join(integer(key) + b"Ns" for key in COLLIDING),
    "colliding members": b"\x8f(" + b"".join(map(integer, COLLIDING)) + b"\x90",
    "colliding tuples": b"}(" + b"".join(integer(key) + b"\x85N" for key in COLLIDING) + b"u",
    "colliding complex numbers": b"}("
    + b"".join(
        name("builtins", "complex") + b"(G" + struct.pack(">d", -1000003.0 * at) + b"G" + struct.pack(">d", at) + b"tRN"
        for at in range(1, 50_001)
    )
    + b"u",
    "colliding places": b"".join(b"Np%d\n0" % key for key in COLLIDING) + b"N",
    "a key of a million digits": integer(1 << 4_000_000) + b"q\x010}(" + b"h\x01Nh\x01N" * 50_000 + b"u",
    "sets": b"](" + b"\x8f" * 5_000_000 + b"e",
    "dicts": b"](" + b"}" * 7_000_000 + b"e",
    "a character beyond all": name("numpy.core.multiarray", "scalar")
    + b"("
    + UNICODE
    + raw(b"\xff\xff\xff\xff")
    + b"tR",
    "half a character": CHARACTER + raw(b"\x00\xd8\x00\x00") + b"tR",
    "half a character in text": text(b"\xed\xa0\x80"),
    "half a character of protocol 0": b"V\\udfff\n",
    "items for a tensor": name("numpy", "dtype") + b"(" + text(b"f4") + b"tR(N\x90",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_each_is_refused_at_once(kind, tmp_path):
    (tmp_path / "a.pkl").write_bytes(b"\x80\x04" + HOSTILE[kind] + b".")
    started = time.process_time()
    with pytest.raises(FormatError, match=r"^a\.pkl: expected") as error:
        load_pickle(tmp_path / "a.pkl")
    assert time.process_time() - started < 5
    assert len(str(error.value)) < 1000


def test_bombs_take_little_memory(tmp_path):
    (tmp_path / "a.pkl").write_bytes(b"\x80\x04" + HOSTILE["copies of bytes"] + b".")
    tracemalloc.start()
    try:
        with pytest.raises(FormatError, match="copied again"):
            load_pickle(tmp_path / "a.pkl")
        assert tracemalloc.get_traced_memory()[1] < 200 << 20
    finally:
        tracemalloc.stop()


def test_good_keys_are_kept(tmp_path):
    dice = random.Random(1)
    good = {dice.randrange(-(2**63), 2**63): None for _ in range(5000)}
    good |= {(at, f"clip {at}"): at for at in range(5000)} | {at / 7: at for at in range(5000)} | {None: 1, True: 2}
    good |= {np.int64(-5): 1, np.str_("x"): 2}
    (tmp_path / "a.pkl").write_bytes(pickle.dumps([good, set(range(5000)), {"a", b"b"}]))
    assert load_pickle(tmp_path / "a.pkl") == [good, set(range(5000)), {"a", b"b"}]


@pytest.mark.parametrize("place", [b"text", b"keypoints", b"name"])
@pytest.mark.parametrize("nest", [LISTS, TUPLES])
def test_corpora_quote_little_of_what_they_refuse(place, nest, tmp_path):
    row = b"}(" + text(b"name") + text(b"n") + text(place) + nest + b"u"
    (tmp_path / "train.pkl").write_bytes(b"\x80\x04]" + row + b"a.")
    rows = KeypointPickles("dgs", 25.0).rows
    for read in (lambda folder: list(rows(folder)), lambda folder: read_translation_pickle(folder / "train.pkl")):
        started = time.process_time()
        with pytest.raises(InputError, match=r"train\.pkl") as error:
            read(tmp_path)
        assert time.process_time() - started < 3
        assert len(str(error.value)) < 1000


class TestTorchFiles:
    @pytest.mark.parametrize(
        "kind", ["colliding keys", "colliding members", "copies of bytes", "sets", "colliding places"]
    )
    def test_their_pickles_are_gone_through_first(self, kind, tmp_path):
        with zipfile.ZipFile(tmp_path / "a.pt", "w") as archive:
            archive.writestr("archive/data.pkl", b"\x80\x02" + HOSTILE[kind] + b".")
            archive.writestr("archive/version", "3\n")
        started = time.process_time()
        with pytest.raises(FormatError, match=r"^a\.pt: expected"):
            load_torch(tmp_path / "a.pt")
        assert time.process_time() - started < 5

    @pytest.mark.parametrize("as_zip", [True, False])
    def test_a_tensor_cannot_reach_beyond_its_numbers(self, as_zip, tmp_path):
        torch.save({"a": torch.arange(6.0).reshape(2, 3)}, tmp_path / "a.pt", _use_new_zipfile_serialization=as_zip)
        content = (tmp_path / "a.pt").read_bytes()
        assert content.count(b"K\x02K\x03\x86") == 1
        (tmp_path / "a.pt").write_bytes(content.replace(b"K\x02K\x03\x86", b"K\x7fK\x7f\x86"))
        with pytest.raises(FormatError):
            load_torch(tmp_path / "a.pt")

    @pytest.mark.parametrize("as_zip", [True, False])
    def test_checkpoints_of_trainings_come_back(self, as_zip, tmp_path):
        network = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.BatchNorm1d(4))
        optimizer = torch.optim.AdamW(network.parameters())
        network(torch.rand(5, 3)).sum().backward()
        optimizer.step()
        saved = {"model": network.state_dict(), "optimizer": optimizer.state_dict(), "step": 3, "types": torch.float16}
        saved |= {
            "weights": torch.nn.Parameter(torch.ones(2)),
            "size": torch.Size([2]),
            "random": torch.get_rng_state(),
        }
        torch.save(saved, tmp_path / "a.pt", _use_new_zipfile_serialization=as_zip)
        loaded = load_torch(tmp_path / "a.pt")
        assert set(loaded) == set(saved)
        assert torch.equal(loaded["model"]["0.weight"], network[0].weight)
        assert loaded["optimizer"]["state"][0]["exp_avg"].shape == (4, 3)
