"""Databases that the library has written are read as they were written; broken ones end in named errors."""

import base64
import random
import zlib

import pytest
from lmdb_databases import DATABASES, TREE

from signary.io import lmdb_file
from signary.io.errors import FormatError, InputError, UnsafeFileError
from signary.io.lmdb_file import open_lmdb


@pytest.fixture
def put(tmp_path):
    def put(packed, name="data.mdb"):
        path = tmp_path / name
        path.write_bytes(zlib.decompress(base64.b85decode(packed)))
        return path

    return put


def test_a_tree_of_several_pages_with_large_values_and_deleted_keys(put):
    with open_lmdb(put(TREE)) as file:
        found = dict(file.items())
    assert found == {b"%0200d" % at: bytes([at]) * (at * 397 % 6000) for at in range(60) if at % 7}
    assert list(found) == sorted(found)


def test_a_folder_and_databases_in_a_database(put):
    with open_lmdb(put(DATABASES).parent) as file:
        assert sorted(file.databases()) == ["body", "face", "left_hand", "right_hand"]
        assert list(file.items()) == []
        assert [key for key, _ in file.items(file.databases()["body"])] == [b"a", b"b"]


def read(path):
    with open_lmdb(path) as file:
        for tree in (None, *file.databases().values()):
            for _ in file.items(tree):
                pass


@pytest.mark.parametrize("packed", [TREE, DATABASES])
def test_broken_databases_are_named(put, packed):
    """Bytes changed, pages cut off, numbers of pages exchanged."""
    path = put(packed)
    whole, refused = path.read_bytes(), 0
    for number in range(150):
        dice, content = random.Random(number), bytearray(whole)
        for _ in range(dice.choice((1, 4, 30))):
            head = dice.randrange(16) + 4096 * dice.randrange(len(content) // 4096)
            at = dice.randrange(len(content)) if dice.random() < 0.4 else head
            content[at] = dice.choice((0, 1, 255, dice.randrange(256)))
        if number % 10 == 0:
            del content[dice.randrange(len(content)) :]
        path.write_bytes(bytes(content))
        try:
            read(path)
        except InputError:
            refused += 1
    assert refused > 20


def test_circles_and_too_many_keys_are_refused(put, monkeypatch):
    path = put(TREE)
    content = bytearray(path.read_bytes())
    with open_lmdb(path) as file:
        root, page = file.main.root, file._page
    start = root * page
    first = int.from_bytes(content[start + 16 : start + 18], "little")
    content[start + first : start + first + 6] = root.to_bytes(6, "little")
    path.write_bytes(bytes(content))
    with pytest.raises(UnsafeFileError, match="every page once"):
        read(path)
    put(TREE)
    monkeypatch.setattr(lmdb_file, "LMDB", lmdb_file.Budget(items=10))
    with pytest.raises(UnsafeFileError, match="at most 10 keys"):
        read(path)


@pytest.mark.parametrize("content", [b"", b"x" * 100, b"\0" * 20_000])
def test_other_files_are_none(tmp_path, content):
    (tmp_path / "data.mdb").write_bytes(content)
    with pytest.raises(FormatError, match="LMDB database"):
        read(tmp_path)
    with pytest.raises(InputError, match="an existing file"):
        read(tmp_path / "none")
