import base64
import builtins
import collections
import contextlib
import gzip
import io
import os
import pickle
import random
import struct
import subprocess
import zipfile
from pathlib import Path

import numpy as np
import pytest
import torch

from signary.io.errors import FormatError, InputError, UnsafeFileError
from signary.io.torch_file import load_torch
from signary.io.unpickle import load_pickle

DATA = {
    "text": "häuser",
    "bytes": b"\x00\xff",
    "empty": b"",
    "array of bytes": bytearray(b"ab"),
    "numbers": [1, -(2**70), 2.5, 1 + 2j, True, None],
    "containers": ({"a": {1, 2}}, frozenset({"x"}), (1, (2,)), collections.OrderedDict(a=1)),
    "array": np.arange(12.0).reshape(3, 4),
    "fortran": np.asfortranarray(np.arange(6, dtype=np.int16).reshape(2, 3)),
    "strings": np.array(["ab", "cde"]),
    "raw": np.array([b"x", b"yz"]),
    "objects": np.array([1, "x", None], dtype=object),
    "flags": np.array([True, False]),
    "none": np.zeros((0, 3)),
    "scalar": np.float32(2.5),
    "whole": np.int64(-3),
    "type": np.dtype("<f4"),
}
#: joblib 1.6.0 wrote {"keypoints": arange(6, dtype=float32).reshape(2, 3), "names": array(["a", None], dtype=object)}
#: with compress=0 and compress=3.
JOBLIB = [
    "fCQD|000000001elqie|Yh`(GZ)t9HbCiq|YHwm}X<{yJb!~8YUvOz-Yiwndj1f+CZE$%(a&lpLS8`!+aAk6olawielzo&aj0kge"
    "Vq<J!b90o81#We1aCwxB2X16xa&lpLl#`T<1#@U&aAlNB0!ssil#B&$a%5$4l#BsGl#B&rba`-"
    "PlxPTy1!Q!2aAlN}l#BvqG?a;mhm=y3C`$v30X&pWPEJby|Ns9=|NsC0O8|6~VvGu5Y;13LUu|t+aFmFQ8*X)NaCu*0a&lpLUtw%"
    "%XKrm}ZggK_d30rSluHnGVgmpF00000004kL0000$002Nh004kM005vsl}`Ww000000E`80VQpn|lxPGgfs}oeC};<03TO*U0)>="
    "l4QLK%4`>mL0#7)UiHL`kQj{o51B?NDluk}gO8@`=|4RS=|Nl!rbd+Lf7l~*XOAvKpfCZJ0000000001t7H)NIaCt6YV{dY0E^T#"
    "ebZKF7a$$Ltj0|6LWn*t{b98cbV|0|0l#B&#b!~8Yl#B;%WMOi0VR@93luH1GltTexl!ug3lqgF9O9F+IXakG|WOR9OWt5YYi~>("
    "Ml!=Iklv0!^O9PAne3VX3PD=m(|Nlz=|Ns9>KXjC0iCvT^i~(VkPGxkIVlH(q",
    "cwU8(&r8EF6vx+YV{`r-f(rfv^U{+C55gw9S?IuvCn-"
    "r6O<jM4G(`#y>S4M;z=Lmh|2F@T`Pw=ddNAZY67qe?=Y5kmmS44MOrfW@CM*-"
    "NAE^ZN;bTk#pIT8Gip&+hHwhT%u2XEUq$Js`BtkF=A8_^pMRhw#sTYt0i<@N?=vFi)g%(A+nQ$T)*rr{7#a%4NSgeg9uE#3F6W(6"
    "0P;K6y!(#phH_)@|+PDPAajsW5%4F9RP~9Ox5I?zLNCeFFX+>JT=aRsGh(Z=Amu8A3U>~H^T&=2B^FF2lPK+GmbFdu!xPas&L_Kd"
    "*P4O1*@NL_i0pI0&e4lr<Il9;+d;Ue%M>2lA;3vhCd2{)`zWJ!+vs^Eh%nH*$`IR+#$Cb>BqeRKnQ>9aX-"
    "Lq>m7#b8RLyQurzG>J0P>VbKBZGj$kkCr4Z$_2IR{",
]


@pytest.fixture
def write(tmp_path):
    def write_file(content: bytes) -> Path:
        (tmp_path / "file.pkl").write_bytes(content)
        return tmp_path / "file.pkl"

    return write_file


def _same(one, other) -> bool:
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and one.shape == other.shape and bool((one == other).all())
    return type(one) is type(other) and one == other


class TestData:
    @pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
    @pytest.mark.parametrize("pack", [bytes, gzip.compress])
    def test_plain_data_come_back_from_every_protocol(self, protocol, pack, write):
        loaded = load_pickle(write(pack(pickle.dumps(DATA, protocol))))
        assert list(loaded) == list(DATA)
        assert all(_same(loaded[key], value) for key, value in DATA.items())

    def test_the_names_of_numpy_1_are_known(self, write):
        content = pickle.dumps(np.arange(3), 2).replace(b"numpy._core.", b"numpy.core.")
        assert load_pickle(write(content)).tolist() == [0, 1, 2]

    @pytest.mark.parametrize("content", JOBLIB)
    def test_joblibs_arrays_come_back(self, content, write):
        loaded = load_pickle(write(base64.b85decode(content)))
        np.testing.assert_array_equal(loaded["keypoints"], np.arange(6).reshape(2, 3))
        assert loaded["names"].tolist() == ["a", None]

    @pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
    def test_tensors_in_a_pickle_come_back(self, protocol, write):
        whole = torch.arange(24.0).reshape(4, 6)
        data = [whole, whole.T, whole[1:3, ::2], torch.zeros(0, 3), torch.tensor(5), whole.bfloat16()]
        for loaded, tensor in zip(load_pickle(write(pickle.dumps(data, protocol))), data, strict=True):
            assert loaded.dtype == tensor.dtype
            assert torch.equal(loaded, tensor)

    def test_shared_objects_stay_shared(self, write):
        array = np.ones(3)
        one, other = load_pickle(write(pickle.dumps([array, array])))
        assert one is other

    def test_loaded_arrays_do_not_touch_numpys_own_types(self, write):
        load_pickle(write(pickle.dumps([np.arange(3, dtype=">f8"), np.arange(3, dtype="<f8")])))
        assert np.dtype("f8").isnative


class _Call:
    """A pickle that calls `function(*arguments)`."""

    def __init__(self, function, *arguments):
        self.call = (function, arguments)

    def __reduce__(self):
        return self.call


class _State:
    """A pickle that sets a state on what a call returns."""

    def __init__(self, call, state):
        self.parts = (*call, state)

    def __reduce__(self):
        return self.parts


ATTACKS = {
    "posix.system": _Call(os.system, "touch {}"),
    "builtins.eval": _Call(eval, "open('{}', 'w')"),
    "builtins.exec": _Call(exec, "open('{}', 'w')"),
    "builtins.getattr": _Call(getattr, "a", "upper"),
    "builtins.__import__": _Call(builtins.__import__, "os"),
    "subprocess.Popen": _Call(subprocess.Popen, ["touch", "{}"]),
    "builtins.map": _Call(map, os.system, ["touch {}"]),
    "io.open": _Call(io.open, "{}", "w"),
    "pathlib": Path("{}"),
    "numpy.fromfile": _Call(np.fromfile, "/etc/passwd"),
    "numpy.load": _Call(np.load, "{}", "r", True),
    "torch.load": _Call(torch.load, "{}"),
    "random.Random": random.Random(1),
}


class TestAttacks:
    @pytest.mark.parametrize("name", ATTACKS)
    @pytest.mark.parametrize("protocol", [0, 2, 4])
    @pytest.mark.parametrize("nest", [lambda bad: bad, lambda bad: [1, {"a": (2, bad)}]])
    def test_calls_are_refused_by_name(self, name, protocol, nest, write, tmp_path):
        content = pickle.dumps(nest(ATTACKS[name]), protocol).replace(b"{}", b"x!")
        with pytest.raises(UnsafeFileError, match=r"asks for [\w.]+"):
            load_pickle(write(content))
        assert [file.name for file in tmp_path.iterdir()] == ["file.pkl"]

    def test_the_message_says_what_was_asked_for(self, write):
        with pytest.raises(UnsafeFileError, match=r"^file.pkl: expected plain .* asks for posix.system$"):
            load_pickle(write(pickle.dumps(_Call(os.system, "true"))))

    def test_a_pickle_in_a_joblib_array_is_watched_too(self, write):
        plain = base64.b85decode(JOBLIB[0])
        inner = plain.rindex(b"\x80\x05", 0, plain.rindex(b"numpy._core.multiarray"))
        attack = plain[:inner] + pickle.dumps(_Call(os.system, "true"))
        with pytest.raises(UnsafeFileError, match="posix.system"):
            load_pickle(write(attack))

    @pytest.mark.parametrize(
        "content",
        [
            b"cnumpy\nndarray\n(I1000000000000\ntR.",  # the class itself, called
            b"cnumpy._core.multiarray\n_reconstruct\n(I1\nI2\nI3\ntR.",
            b"cnumpy\ndtype\n(S'O,O'\ntR.",
            b"cnumpy\ndtype\n(S'V8'\ntR(I3\nS'|'\nN(S'a'\ntN(dI99\nI1\nI0\ntb.",
            b"cbuiltins\nbytes\n(I1000000000000\ntR.",
            b"cbuiltins\nbytearray\n(I1000000000000\ntR.",
            b"c_codecs\nencode\n(S'x'\nS'rot13'\ntR.",
            b"cbuiltins\nset\n}S'__code__'\nI1\nsb.",  # a state on our own function
            b"]K\x00K\x01s.",  # an item set on what is no dict
            b"S'storage'\nQ.",
        ],
    )
    def test_allowed_names_cannot_be_misused(self, content, write):
        with pytest.raises(UnsafeFileError):
            load_pickle(write(content))

    @pytest.mark.parametrize(
        "content",
        [
            b"\x80\x02r\xff\xff\xff\x7f.",  # a memo index that would need gigabytes in the C unpickler
            b"\x80\x05\x96" + struct.pack("<Q", 10**13) + b".",  # a byte array of 10 TB
            b"\x80\x04\x8e" + struct.pack("<Q", 10**13) + b".",
            b"\x80\x04\x95" + struct.pack("<Q", 10**13) + b".",
            b"\x80\x02\x82\x01.",  # an extension code
            b"\x80\x05\x97.",  # a buffer from outside
            b"(lp0\n0g1\n.",
            b"I" + b"9" * 100_000 + b"\n.",
        ],
    )
    def test_absurd_opcodes_are_only_a_broken_file(self, content, write):
        with pytest.raises(FormatError):
            load_pickle(write(content))

    def test_arrays_cannot_claim_more_than_they_hold(self, write):
        state = (1, (10**12,), np.dtype("f8"), False, b"12345678")
        array = (np.empty(0).__reduce__()[0], (np.ndarray, (0,), b"b"))
        with pytest.raises(FormatError):
            load_pickle(write(pickle.dumps(_State(array, state))))

    def test_keys_cannot_be_nested(self, write):
        """Hashing a tuple of a tuple of … visits every level: 2 to the power of 60 of them, or a C stack overflow."""
        doubled = b"\x80\x02}" + b"K\x01" + b"2\x86" * 60 + b"K\x02s."
        deep = b"\x80\x02}" + b")" + b"\x85" * 1_000_000 + b"K\x02s."
        for content in (doubled, deep, deep.replace(b"}", b"\x8f(").replace(b"K\x02s", b"\x90")):
            with pytest.raises(UnsafeFileError, match="as a key"):
                load_pickle(write(content))

    def test_tensors_cannot_reach_beyond_their_numbers(self, write):
        content = pickle.dumps(torch.arange(6.0).reshape(2, 3), 2)
        assert content.count(b"K\x02K\x03\x86") == 1
        for size in (b"K\x02K\x09\x86", b"K\x02J\x00\x00\x00\x7f\x86", b"K\x02J\xff\xff\xff\xff\x86"):
            with pytest.raises(FormatError):
                load_pickle(write(content.replace(b"K\x02K\x03\x86", size)))

    def test_bombs_are_defused(self, write):
        with pytest.raises(UnsafeFileError, match="after decompression"):
            load_pickle(write(gzip.compress(pickle.dumps(bytes(50_000_000)))), max_bytes=10**6)


class TestBrokenFiles:
    @pytest.mark.parametrize("content", [b"", b"hello world", b"{}", b"\x80\x04.", b"\x80\x63.", b"PK\x03\x04zip"])
    def test_other_content_is_named(self, content, write):
        with pytest.raises(FormatError, match="pickle"):
            load_pickle(write(content))

    def test_every_truncation_is_named(self, write):
        content = pickle.dumps([np.arange(3), {"a": (1, "b")}, torch.ones(2)])
        for length in range(len(content)):
            with pytest.raises(FormatError):
                load_pickle(write(content[:length]))

    def test_missing_files_are_named(self, tmp_path):
        with pytest.raises(InputError, match="existing file"):
            load_pickle(tmp_path / "none.pkl")

    def test_flipped_bytes_raise_nothing_else(self, write):
        dice = random.Random(3)
        seeds = [pickle.dumps(DATA, protocol) for protocol in (0, 2, 5)] + [base64.b85decode(JOBLIB[0])]
        for content in seeds * 100:
            damaged = bytearray(content)
            for _ in range(dice.choice((1, 3, 10))):
                damaged[dice.randrange(len(damaged))] = dice.randrange(256)
            with contextlib.suppress(FormatError):
                load_pickle(write(bytes(damaged)))


class TestTorchFiles:
    @pytest.mark.parametrize("as_zip", [True, False])
    def test_weights_come_back(self, as_zip, tmp_path):
        weights = {"mean": torch.arange(3.0), "names": ["a"], "nested": {"std": torch.ones(2, 2)}}
        torch.save(weights, tmp_path / "a.pt", _use_new_zipfile_serialization=as_zip)
        loaded = load_torch(tmp_path / "a.pt")
        assert torch.equal(loaded["mean"], weights["mean"])
        assert loaded["names"] == ["a"]

    @pytest.mark.parametrize("as_zip", [True, False])
    def test_code_is_refused_by_name(self, as_zip, tmp_path):
        torch.save([_Call(os.system, "true")], tmp_path / "a.pt", _use_new_zipfile_serialization=as_zip)
        with pytest.raises(UnsafeFileError, match="asks for posix.system") as error:
            load_torch(tmp_path / "a.pt")
        assert "weights_only" not in str(error.value)

    @pytest.mark.parametrize("as_zip", [True, False])
    def test_cut_files_are_named(self, as_zip, tmp_path):
        torch.save({"a": torch.ones(3)}, tmp_path / "a.pt", _use_new_zipfile_serialization=as_zip)
        content = (tmp_path / "a.pt").read_bytes()
        for length in (0, 1, 10, len(content) // 2, len(content) - 5):
            (tmp_path / "a.pt").write_bytes(content[:length])
            with pytest.raises(FormatError, match="a whole torch file"):
                load_torch(tmp_path / "a.pt")

    def test_text_is_no_torch_file_and_no_advice_is_given(self, tmp_path):
        (tmp_path / "a.pt").write_text("import os")
        with pytest.raises(FormatError) as error:
            load_torch(tmp_path / "a.pt")
        assert "arbitrary" not in str(error.value)

    def test_zip_bombs_are_refused(self, tmp_path):
        with zipfile.ZipFile(tmp_path / "a.pt", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("archive/data/0", bytes(20_000_000))
        with pytest.raises(UnsafeFileError, match="after decompression"):
            load_torch(tmp_path / "a.pt", max_bytes=10**6)
