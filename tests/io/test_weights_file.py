"""Headers of safetensors files: what they say is what is there."""

import json
import struct

import pytest
import torch
from safetensors.torch import save_file

from signary.io.errors import FormatError, UnsafeFileError
from signary.io.weights_file import TensorFacts, read_weights_header, weights_of_folder


def header(path, content, data=b""):
    packed = json.dumps(content).encode() if isinstance(content, dict) else content
    path.write_bytes(struct.pack("<Q", len(packed)) + packed + data)
    return path


def test_names_types_and_shapes(tmp_path):
    save_file({"a": torch.zeros(2, 3), "b": torch.zeros((), dtype=torch.bool)}, tmp_path / "model.safetensors")
    found = {"a": TensorFacts("F32", (2, 3)), "b": TensorFacts("BOOL", ())}
    assert read_weights_header(tmp_path / "model.safetensors") == found
    assert weights_of_folder(tmp_path).tensors == found
    assert weights_of_folder(tmp_path).bytes == (tmp_path / "model.safetensors").stat().st_size


@pytest.mark.parametrize(
    ("content", "data"),
    [
        (b"", b""),
        (b"[" * 10_000, b""),
        (b"\xff\xff", b""),
        ({"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}, b"1234"),
        ({"a": {"dtype": "F32", "shape": [2**62, 2**62], "data_offsets": [0, 8]}}, b"12345678"),
        ({"a": {"dtype": "F32", "shape": [-1], "data_offsets": [0, 8]}}, b"12345678"),
        ({"a": {"dtype": "object", "shape": [2], "data_offsets": [0, 8]}}, b"12345678"),
        ({"a": {"dtype": "F32", "shape": [2], "data_offsets": [8, 0]}}, b"12345678"),
        ({"a": 5}, b""),
    ],
)
def test_broken_headers_are_named(tmp_path, content, data):
    with pytest.raises(FormatError, match=r"/x\.safetensors: expected a whole safetensors file"):
        read_weights_header(header(tmp_path / "x.safetensors", content, data))


@pytest.mark.parametrize("length", [2**21, 2**40, 2**63, 2**64 - 1])
def test_a_large_header_is_not_read(tmp_path, length):
    (tmp_path / "x.safetensors").write_bytes(struct.pack("<Q", length) + b"{}")
    with pytest.raises(UnsafeFileError, match="a safetensors header of at most 1,048,576 bytes"):
        read_weights_header(tmp_path / "x.safetensors")


def test_an_index_says_what_its_files_hold(tmp_path):
    save_file({"a": torch.zeros(1)}, tmp_path / "one.safetensors")
    save_file({"b": torch.zeros(1)}, tmp_path / "two.safetensors")
    index = tmp_path / "model.safetensors.index.json"

    def say(places):
        index.write_text(json.dumps({"weight_map": places}))

    say({"a": "one.safetensors", "b": "two.safetensors"})
    assert set(weights_of_folder(tmp_path).tensors) == {"a", "b"}
    say({"a": "one.safetensors", "c": "two.safetensors"})
    with pytest.raises(FormatError, match="the weights that its files hold"):
        weights_of_folder(tmp_path)
    save_file({"a": torch.zeros(1)}, tmp_path / "two.safetensors")
    with pytest.raises(FormatError, match="'a' twice"):
        weights_of_folder(tmp_path)
    say({"a": "three.safetensors"})
    with pytest.raises(ValueError, match=r"without three\.safetensors"):
        weights_of_folder(tmp_path)
