import bz2
import gzip
import lzma
import zlib

import pytest

from signary.io.errors import FormatError, InputError, UnsafeFileError
from signary.io.reading import read_bytes, read_decompressed

CONTENT = bytes(range(256)) * 1000
PACKERS = [
    gzip.compress,
    zlib.compress,
    bz2.compress,
    lzma.compress,
    lambda data: lzma.compress(data, lzma.FORMAT_ALONE),
]


@pytest.fixture
def write(tmp_path):
    def write_file(content: bytes):
        (tmp_path / "file").write_bytes(content)
        return tmp_path / "file"

    return write_file


@pytest.mark.parametrize("pack", PACKERS)
def test_compression_is_recognised_by_its_first_bytes(pack, write):
    assert read_decompressed(write(pack(CONTENT))) == CONTENT


def test_plain_files_are_left_alone(write):
    assert read_decompressed(write(b"x plain")) == b"x plain"
    assert read_decompressed(write(b"")) == b""


def test_gzip_files_of_several_members_are_whole(write):
    assert read_decompressed(write(gzip.compress(b"one") + gzip.compress(b"two"))) == b"onetwo"


@pytest.mark.parametrize("pack", PACKERS)
def test_bombs_are_defused(pack, write):
    bomb = write(pack(bytes(20_000_000)))
    with pytest.raises(UnsafeFileError, match="after decompression"):
        read_decompressed(bomb, max_bytes=1_000_000)


@pytest.mark.parametrize("pack", PACKERS)
@pytest.mark.parametrize("share", [0.3, 0.99])
def test_compressed_files_that_are_cut_off_are_named(pack, share, write):
    packed = pack(CONTENT)
    with pytest.raises(FormatError, match="whole compressed data"):
        read_decompressed(write(packed[: int(share * len(packed))]))


@pytest.mark.parametrize("start", [b"\x1f\x8b", b"BZh9", b"\xfd7zXZ\x00", b"x\x9c"])
def test_damaged_compression_is_named(start, write):
    with pytest.raises(FormatError):
        read_decompressed(write(start + b"\xff" * 100))


def test_large_and_missing_files_are_named(write, tmp_path):
    with pytest.raises(UnsafeFileError, match="at most 10 bytes, got 11"):
        read_bytes(write(b"x" * 11), max_bytes=10)
    assert read_bytes(write(b"x" * 10), max_bytes=10) == b"x" * 10
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(InputError, match="existing file"):
            read_bytes(path)
