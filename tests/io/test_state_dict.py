"""Weights of checkpoints: read exactly, whatever else stands in the file, and nothing of it is run."""

import io
import os
import pickle
import zipfile

import pytest
import torch

from signary.io.errors import FormatError, InputError, UnsafeFileError
from signary.io.state_dict import load_state_dict

WEIGHTS = {
    "turned": torch.arange(6.0).reshape(2, 3).T,
    "parameter": torch.nn.Parameter(torch.ones(2)),
    "scalar": torch.tensor(3),
    "empty": torch.zeros(0, 3),
    "half": torch.tensor([1.5, -2], dtype=torch.float16),
    "brain": torch.tensor([1.5, -2], dtype=torch.bfloat16),
    "flags": torch.tensor([True, False]),
}


def saved(path, content, **settings):
    torch.save(content, path, **settings)
    return path


@pytest.mark.parametrize("new", [True, False])
@pytest.mark.parametrize("inside", [True, False])
def test_tensors_are_what_was_saved(tmp_path, new, inside):
    content = {"state_dict": WEIGHTS, "epoch": 3} if inside else WEIGHTS
    found = load_state_dict(saved(tmp_path / "some.ckpt", content, _use_new_zipfile_serialization=new))
    assert list(found) == list(WEIGHTS)
    for name, tensor in WEIGHTS.items():
        assert found[name].dtype == tensor.dtype
        assert torch.equal(found[name], tensor)


class Program:
    """Asks for a call when it is read."""

    def __init__(self, mark):
        self.mark = mark

    def __reduce__(self):
        return os.mkdir, (str(self.mark),)


def test_programs_beside_the_weights_are_not_run(tmp_path):
    path = saved(tmp_path / "some.ckpt", {"state_dict": {"a": torch.ones(2)}, "hooks": [Program(tmp_path / "made")]})
    assert torch.equal(load_state_dict(path)["a"], torch.ones(2))
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"state_dict": {"a": [1]}}, "named tensors in state_dict, got 'a': list"),
        ({"state_dict": {1: torch.ones(1)}}, "named tensors in state_dict, got 1"),
        ({"state_dict": {}}, "a dictionary of tensors"),
        ([torch.ones(1)], "a dictionary of tensors.*, got list"),
        ({"state_dict": {"a": Program("x")}}, "named tensors in state_dict, got 'a': _Foreign"),
    ],
)
def test_what_holds_no_weights_is_refused(tmp_path, content, said):
    with pytest.raises(FormatError, match=said):
        load_state_dict(saved(tmp_path / "some.ckpt", content))


def rewritten(path, change):
    """The archive with some members changed: name below its folder -> content, None to leave it out."""
    with zipfile.ZipFile(path) as archive:
        members = {member.filename: archive.read(member) for member in archive.infolist()}
    folder = next(iter(members)).split("/")[0]
    for name, content in change.items():
        members[f"{folder}/{name}"] = content
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            if content is not None:
                archive.writestr(name, content)
    return path


def test_broken_files_are_named(tmp_path):
    def fresh():
        return saved(tmp_path / "some.ckpt", {"state_dict": {"a": torch.ones(4)}})

    with pytest.raises(FormatError, match="some.ckpt, a: expected 16 bytes of numbers, got 3"):
        load_state_dict(rewritten(fresh(), {"data/0": b"abc"}))
    with pytest.raises(FormatError, match="a member 'some/data/0', got none"):
        load_state_dict(rewritten(fresh(), {"data/0": None}))
    with pytest.raises(FormatError, match="byte order"):
        load_state_dict(rewritten(fresh(), {"byteorder": b"big"}))
    with pytest.raises(FormatError, match="one data.pkl"):
        load_state_dict(rewritten(fresh(), {"data.pkl": None}))
    with pytest.raises(FormatError, match="some.ckpt: expected a whole pickle"):
        load_state_dict(rewritten(fresh(), {"data.pkl": b"\x80\x02}"}))
    path = fresh()
    path.write_bytes(path.read_bytes().replace(b"some/byteorder", b"s\xffme/byteorder"))
    with pytest.raises(FormatError, match=r"some\.ckpt: expected a whole torch file"):
        load_state_dict(path)
    path = fresh()
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(FormatError, match=r"some\.ckpt"):
        load_state_dict(path)
    with pytest.raises(InputError, match="path: expected an existing file"):
        load_state_dict(tmp_path / "none.ckpt")


def test_a_file_cannot_ask_for_more_than_it_holds(tmp_path):
    path = saved(tmp_path / "some.ckpt", {"state_dict": {"a": torch.ones(4)}})
    with zipfile.ZipFile(path) as archive:
        steps = archive.read("some/data.pkl")
    wide = steps.replace(b"K\x04\x85", b"J\x00\x00\x00\x40\x85")
    assert wide != steps
    with pytest.raises(FormatError, match="a tensor beyond its numbers"):
        load_state_dict(rewritten(path, {"data.pkl": wide}))
    with pytest.raises(UnsafeFileError, match="at most 10 bytes"):
        load_state_dict(path, max_bytes=10)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("some/data.pkl", pickle.dumps({"a": "b" * 10_000_000}))
    path.write_bytes(packed.getvalue())
    with pytest.raises(FormatError, match="'some/data.pkl' as it is"):
        load_state_dict(path)
