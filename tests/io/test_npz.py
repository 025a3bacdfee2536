import io
import struct
import tracemalloc
import zipfile

import numpy as np
import pytest

from signary.io.errors import FormatError, InputError, UnsafeFileError
from signary.io.npz import load_npz, npz_members
from signary.pose.formats.npz_file import read_npz_file


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


def _sparse(path, name, dtype, count):
    """An archive that stores one array of zeros, of which the disk holds next to nothing."""
    head = _header((count,), dtype)
    size = len(head) + count * np.dtype(dtype).itemsize
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(f"{name}.npy", head)
        (info,) = archive.infolist()
        directory = archive.start_dir
        with path.open("r+b") as file:
            file.seek(info.header_offset + 18)
            file.write(struct.pack("<II", size, size))
        info.file_size = info.compress_size = size
        archive.start_dir = directory + size - len(head)
        archive.fp.seek(archive.start_dir)
    return path


def _most_memory(act):
    tracemalloc.start()
    try:
        act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_large_files_are_refused_by_their_directory_before_they_are_read(tmp_path):
    path = _sparse(tmp_path / "a.npz", "values", "<f8", 200_000_000)
    assert path.stat().st_size > 1_600_000_000
    assert npz_members(path) == {"values": len(_header((200_000_000,), "<f8")) + 1_600_000_000}

    def refuse():
        with pytest.raises(UnsafeFileError, match="at most 1,000,000,000 bytes"):
            load_npz(path, max_bytes=1_000_000_000)
        with pytest.raises(UnsafeFileError, match="at most .* bytes after decompression"):
            read_npz_file(path)
        assert load_npz(path, ["others"]) == {}

    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("layout.npy", _header((), "<U5") + bytes(20))
    assert _most_memory(refuse) < 20_000_000


@pytest.mark.parametrize("keys", [("poses",), ("pose_body", "trans")])
def test_motion_that_would_fill_gigabytes_is_refused_before_it_is_read(keys, tmp_path):
    path = _sparse(tmp_path / "a.npz", keys[0], "<f8", 80_000_000)

    def refuse():
        with pytest.raises(UnsafeFileError, match="at most 536,870,912 bytes after decompression, got 640,000,"):
            read_npz_file(path)

    assert _most_memory(refuse) < 20_000_000


def test_an_array_is_in_memory_once(tmp_path):
    path = _sparse(tmp_path / "a.npz", "values", "<f4", 10_000_000)
    assert _most_memory(lambda: load_npz(path, ["others"])) < 2_000_000
    with pytest.raises(FormatError, match="CRC"):  # of the header alone
        load_npz(path)
    np.savez(path, values=np.zeros(10_000_000, np.float32))
    assert path.stat().st_size > 40_000_000
    assert _most_memory(lambda: load_npz(path)) < 46_000_000


def test_directories_that_fill_the_file_are_refused(tmp_path):
    path = tmp_path / "a.npz"
    with path.open("wb") as file:
        file.truncate(1 << 30)
        file.seek(1 << 30)
        file.write(struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 1, 1, 1 << 30, 0, 0))

    def refuse():
        for read in (load_npz, npz_members):
            with pytest.raises(UnsafeFileError, match="a directory of at most 16,777,216 bytes, got 1,073,741,824"):
                read(path)

    assert _most_memory(refuse) < 5_000_000


def test_headers_that_fill_the_file_are_named(tmp_path):
    head = b"\x93NUMPY\x02\x00" + struct.pack("<I", 30_000_000)
    assert _most_memory(lambda: _refused(_archive(tmp_path / "a.npz", values=head + b" " * 30_000_000))) < 70_000_000


def _refused(path):
    with pytest.raises(FormatError):
        load_npz(path)
