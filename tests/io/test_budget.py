import gzip
import zipfile

import numpy as np
import pytest

from signary.io.budget import MAX_RATIO, SMALL_BYTES, Budget
from signary.io.errors import FormatError, UnsafeFileError
from signary.io.npz import load_npz
from signary.io.reading import read_decompressed


def test_every_limit_is_checked_and_named():
    budget = Budget(on_disk=10, unpacked=20, items=3, depth=2, text=5, digits=4)
    checks = {
        "10 bytes": lambda by: budget.check_on_disk("x", 10 + by),
        "20 bytes after decompression": lambda by: budget.check_unpacked("x", 20 + by, 1),
        "3 rows": lambda by: budget.check_items("x", 3 + by, "rows"),
        "2 levels": lambda by: budget.check_depth("x", 2 + by),
        "5 characters": lambda by: budget.check_text("x", 5 + by),
        "4 digits": lambda by: budget.check_digits("x", 4 + by),
    }
    for said, check in checks.items():
        check(0)
        with pytest.raises(UnsafeFileError, match=f"^x: expected at most {said}"):
            check(1)
        with pytest.raises(UnsafeFileError, match="far more"):
            check(10**50_000)


def test_a_file_may_unpack_to_a_multiple_of_itself():
    assert Budget().room(0) == SMALL_BYTES
    assert Budget().room(10**6) == SMALL_BYTES + MAX_RATIO * 10**6
    assert Budget().room(2**31) == 2**31
    assert Budget().sized(50).room(10**6) == 50


def test_a_small_archive_does_not_become_gigabytes(tmp_path):
    header = b"\x93NUMPY\1\0" + (118).to_bytes(2, "little")
    size = SMALL_BYTES + (16 << 20)
    header += (b"{'descr': '|u1', 'fortran_order': False, 'shape': (%d,), }" % size).ljust(118)
    with zipfile.ZipFile(tmp_path / "a.npz", "w", 8) as archive, archive.open("values.npy", "w") as member:
        member.write(header)
        for _ in range(size >> 20):
            member.write(bytes(1 << 20))
    assert (tmp_path / "a.npz").stat().st_size < 300_000
    with pytest.raises(UnsafeFileError, match="after decompression"):
        load_npz(tmp_path / "a.npz")


def test_a_small_gzip_file_does_not_become_gigabytes(tmp_path):
    with gzip.open(tmp_path / "a.gz", "wb", 1) as file:
        for _ in range((SMALL_BYTES + (32 << 20)) >> 20):
            file.write(bytes(1 << 20))
    with pytest.raises(UnsafeFileError, match="after decompression"):
        read_decompressed(tmp_path / "a.gz")


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("point", [0x110000, 0xFFFFFFFF, 0xD800, 0xDFFF])
def test_text_arrays_hold_characters(point, order, tmp_path):
    np.savez(tmp_path / "a.npz", names=np.array([65, 0, point], order + "u4").view(order + "U1"))
    with pytest.raises(FormatError, match="Unicode"):
        load_npz(tmp_path / "a.npz")
    np.savez(tmp_path / "a.npz", names=np.array([65, 0, 0x10FFFF], order + "u4").view(order + "U3"))
    assert load_npz(tmp_path / "a.npz")["names"].tolist() == ["A\0\U0010ffff"]


@pytest.mark.parametrize("dtype", [[("a", "<U1")], [("a", "f4"), ("b", "f4")], "M8[s]", "m8[s]", "(2,)f4"])
def test_arrays_of_records_and_dates_are_refused(dtype, tmp_path):
    np.savez(tmp_path / "a.npz", values=np.zeros(3, dtype))
    if dtype == "(2,)f4":  # numpy writes these as one more dimension
        assert load_npz(tmp_path / "a.npz")["values"].shape == (3, 2)
    else:
        with pytest.raises(FormatError, match="numbers and text"):
            load_npz(tmp_path / "a.npz")
