import io
import zipfile

import numpy as np
import pytest

from signary.io.errors import FormatError, InputError, UnsafeFileError
from signary.io.npz import load_npz, npz_members


def _archive(path, **members: bytes):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.npy", content)
    return path


def _header(shape, dtype="<f4") -> bytes:
    stream = io.BytesIO()
    np.lib.format.write_array_header_1_0(stream, {"descr": dtype, "fortran_order": False, "shape": shape})
    return stream.getvalue()


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_arrays_come_back(save, tmp_path):
    arrays = {
        "numbers": np.arange(6.0).reshape(2, 3),
        "fortran": np.asfortranarray(np.arange(6).reshape(2, 3)),
        "text": np.array("häuser"),
        "scalar": np.array(25.0),
        "none": np.zeros((0, 3), np.float32),
        "big": np.arange(3, dtype=">i2"),
    }
    save(tmp_path / "a.npz", **arrays)
    loaded = load_npz(tmp_path / "a.npz")
    assert set(loaded) == set(arrays)
    for name, array in arrays.items():
        np.testing.assert_array_equal(loaded[name], array)
        assert loaded[name].dtype == array.dtype
        assert loaded[name].flags.writeable
    assert set(load_npz(tmp_path / "a.npz", ["text", "absent"])) == {"text"}


def test_python_objects_are_refused_but_may_lie_beside(tmp_path):
    np.savez(tmp_path / "a.npz", good=np.ones(2), bad=np.array([{}], dtype=object))
    with pytest.raises(UnsafeFileError, match="Python objects in 'bad'"):
        load_npz(tmp_path / "a.npz")
    assert load_npz(tmp_path / "a.npz", ["good"])["good"].tolist() == [1, 1]


def test_zip_bombs_are_refused_by_their_stated_size(tmp_path):
    bomb = _archive(tmp_path / "a.npz", values=_header((5_000_000,)) + bytes(20_000_000))
    assert bomb.stat().st_size < 50_000
    with pytest.raises(UnsafeFileError, match="after decompression"):
        load_npz(bomb, max_bytes=1_000_000)


@pytest.mark.parametrize("shape", [(10**12,), (10**9, 10**9), (3,), (-1,), (0, 10**30)])
def test_headers_that_lie_about_the_shape_are_refused(shape, tmp_path):
    with pytest.raises(FormatError):
        load_npz(_archive(tmp_path / "a.npz", values=_header(shape) + bytes(8)))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no archive at all"])
def test_other_content_is_named(content, tmp_path):
    (tmp_path / "a.npz").write_bytes(content)
    with pytest.raises(FormatError, match="whole .npz archive"):
        load_npz(tmp_path / "a.npz")


@pytest.mark.parametrize(
    "content",
    [b"", b"\x93NUMPY\x09\x00", b"\x93NUMPY\x01\x00\x05\x00{abc}", b"text"]
    + [b"\x93NUMPY\x01\x00\x02\x00{(", b"\x93NUMPY\x01\x00\x03\x00{\xa9", b"\x93NUMPY\x01\x00\x04\x00{\x00\n}"],
)
def test_members_that_are_no_arrays_are_named(content, tmp_path):
    with pytest.raises(FormatError):
        load_npz(_archive(tmp_path / "a.npz", values=content))


def test_members_are_named_with_their_sizes_and_not_looked_at(tmp_path):
    archive = _archive(tmp_path / "a.npz", values=_header((2,)) + bytes(8), broken=b"no array")
    assert npz_members(archive) == {"values": len(_header((2,))) + 8, "broken": 8}
    (tmp_path / "a.npz").write_bytes(b"PK\x03\x04")
    with pytest.raises(FormatError, match="whole .npz archive"):
        npz_members(tmp_path / "a.npz")


def test_directories_without_end_are_refused_before_they_are_listed(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.npz", "w") as archive:
        for at in range(10_001):
            archive.writestr(f"{at}", b"")
    for read in (load_npz, npz_members):
        with pytest.raises(UnsafeFileError, match="at most 10,000 arrays"):
            read(tmp_path / "a.npz")


def test_missing_files_are_named(tmp_path):
    with pytest.raises(InputError, match="existing file"):
        load_npz(tmp_path / "none.npz")
