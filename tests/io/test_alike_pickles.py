"""Pickles that differ in their numbers alone: what is taken from their bytes is what the unpickler would have given."""

import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signary.io import alike_pickles
from signary.io.alike_pickles import read_alike_pickles
from signary.io.errors import FormatError, InputError, UnsafeFileError

SIZES = {"a": 3, "b": 63, "c": 10}


def arrays_in(path, found):
    return {name: found[name] for name in SIZES}


def written(folder, frames, protocol=4):
    paths = [folder / f"{at}.pkl" for at in range(len(frames))]
    for path, frame in zip(paths, frames, strict=True):
        path.write_bytes(pickle.dumps(frame, protocol=protocol))
    return paths


def frames(count=6, dtype=np.float32):
    dice = np.random.default_rng(1)
    made = [{name: dice.normal(size=size).astype(dtype) for name, size in SIZES.items()} for _ in range(count)]
    made[-1]["b"][:] = 0
    made[-1]["a"][1] = np.nan
    return made


def assert_equal(paths, wanted):
    got = list(read_alike_pickles(paths, arrays_in))
    assert len(got) == len(wanted)
    for one, other in zip(got, wanted, strict=True):
        for name in SIZES:
            assert one[name].dtype == other[name].dtype
            np.testing.assert_array_equal(one[name], other[name])


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int16])
@pytest.mark.parametrize("protocol", [0, 1, 2, 3, 4, 5])
def test_every_protocol_gives_what_was_pickled(tmp_path, protocol, dtype):
    given_frames = (
        frames()
        if dtype != np.int16
        else [{n: np.arange(s, dtype=dtype) + k for n, s in SIZES.items()} for k in range(4)]
    )
    assert_equal(written(tmp_path, given_frames, protocol), given_frames)


def test_most_files_are_not_unpickled(tmp_path, monkeypatch):
    loaded = []
    noting = alike_pickles._Noting

    class Counting(noting):
        def loaded(self, name):
            loaded.append(name)
            return super().loaded(name)

    monkeypatch.setattr(alike_pickles, "_Noting", Counting)
    made = frames(50)
    assert_equal(written(tmp_path, made), made)
    assert len(loaded) == 1


def test_files_of_other_forms_between_them(tmp_path):
    made = frames(9)
    made[4] = {**made[4], "more": np.ones(5)}
    made[6] = {name: array.astype(np.float64) for name, array in made[6].items()}
    made[7] = {name: made[7][name] for name in ("c", "b", "a")}
    assert_equal(written(tmp_path, made), made)


def test_arrays_that_share_their_bytes_or_are_views(tmp_path):
    made = frames(5)
    for frame in made:
        frame["a"] = frame["b"][:3]
        frame["b"] = np.asfortranarray(frame["b"])
    assert_equal(written(tmp_path, made), made)
    shared = np.arange(3.0)
    twice = [{"a": shared * k, "b": np.zeros(63), "c": np.zeros(10)} for k in range(4)]
    for frame in twice:
        frame["other"] = frame["a"]
    assert_equal(written(tmp_path, twice), twice)


def test_what_stands_around_the_numbers_may_not_differ(tmp_path):
    """A file that says the same with another key at the end is read by the unpickler."""
    made = frames(3)
    paths = written(tmp_path, made)
    content = paths[1].read_bytes()
    paths[1].write_bytes(content.replace(b"\x8c\x01c", b"\x8c\x01d"))
    with pytest.raises(KeyError):
        list(read_alike_pickles(paths, arrays_in))


def test_hostile_files_behind_a_good_one_are_refused(tmp_path):
    made = frames(2)
    paths = written(tmp_path, made)
    size = paths[0].stat().st_size
    code = b"cos\nsystem\n(S'touch x'\ntR."
    for hostile, error in ((code, UnsafeFileError), (b"N." * 10, TypeError), (paths[0].read_bytes()[:-5], FormatError)):
        paths[1].write_bytes(hostile if len(hostile) == size - 5 else hostile.ljust(size, b"x"))
        with pytest.raises(error):
            list(read_alike_pickles(paths, lambda path, found: {name: found[name] for name in SIZES}))
    with pytest.raises(InputError, match="an existing file"):
        list(read_alike_pickles([tmp_path / "none.pkl"], arrays_in))
    paths[1].write_bytes(b"x" * (2 << 20))
    with pytest.raises(UnsafeFileError, match="at most"):
        list(read_alike_pickles(paths, arrays_in))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damaged_files_give_what_the_unpickler_gives(tmp_path_factory, data):
    """A byte changed anywhere: the same arrays as from the file alone, or the same refusal."""
    folder = tmp_path_factory.mktemp("frames")
    paths = written(folder, frames(2))
    content = bytearray(paths[1].read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    paths[1].write_bytes(bytes(content))

    def read(files):
        try:
            return list(read_alike_pickles(files, arrays_in))[-1]
        except (InputError, KeyError, TypeError) as error:
            return type(error)

    together, alone = read(paths), read(paths[1:])
    if isinstance(alone, type):
        assert together is alone
    else:
        for name in SIZES:
            np.testing.assert_array_equal(together[name], alone[name])
