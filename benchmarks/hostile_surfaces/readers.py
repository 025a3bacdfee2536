"""Forms of corpora that `signary corpus prepare` reads beside those of `corpora.py`, and the shards that it writes."""

from __future__ import annotations

import base64
import gzip
import io
import json
import pickle
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch

from hostile_surfaces.corpora import packed
from hostile_surfaces.mutating import BINARY, JSON, NPZ, TEXT
from hostile_surfaces.pickling import BOMBS, CODE, LAUGHS, PICKLE, short, whole
from hostile_surfaces.surface import Files, Surface
from signary.corpora.opening import open_corpus
from signary.corpora.prepare import prepare_corpus
from signary.corpora.readers.annotations import Sentences
from signary.corpora.readers.dgs_pairs import DgsPairs
from signary.corpora.readers.how2sign import How2Sign
from signary.corpora.readers.ms_asl import MsAsl
from signary.corpora.readers.point_pickles import Slrtp, WholeBodyPickles
from signary.corpora.readers.reader import CorpusReader
from signary.corpora.readers.sign_tables import AslCitizen, Autsl, SemLex, SignTable, SpokenToSigned
from signary.corpora.readers.signavatars import SignAvatars
from signary.corpora.readers.signspark import SignSpark
from signary.corpora.readers.soke import SokeFrames
from signary.corpora.readers.soke_files import read_soke_statistics, read_soke_tokens, read_word_codes
from signary.corpora.readers.wlasl import Wlasl
from signary.corpora.row_schema import CorpusRow
from signary.pose.formats import read_pose, write_pose
from signary.pose.formats.soke_frames import PARAMETERS
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence

#: A database that the LMDB library has written, packed: two clips with body, hands and face.
_LMDB = (
    "c-rmSziPrz6vy$CRH6h+I+Ri}^$h|}-Qt_1H`QXHM5rzW2Oq&laPH(2NT0;X-NnJJz2uK1K}#tHY4iQS@dkgF43g-*CyHcR@$2ei"
    "vos{Hn+#XkjPHG><cG5Ph5!Hn004lh7?tk-&Hee!(!6FmHcBIX00000002(U%pKi|ZQ0hYJ+NJiPX_h0jc<vzj9=Ar<b_^1?7itX"
    "e33g{U0n~lrn+Xj<~|wOf5?)~Yg2;Yr5^=B=RR)9UZ(ef@&+pEjgFsa;ggY(ksZt?g<n<WJ*me&-@Ih!%C@EJkyRd99kYwv{{Kc?"
    "z592q_ZGWA0I07?sSn1Ao$Q=hu^$!Ek0K)@`(?&c9x}4I-`KDB47rxIvvbxCYhM5W0002~p5z&SvDcOT@Ba(PKGD("
)
_DICE = np.random.default_rng(1)


def _clip(path: Path) -> None:
    layout = get_layout("phoenix50")
    path.parent.mkdir(parents=True, exist_ok=True)
    write_pose(PoseSequence(_DICE.normal(size=(9, 150)), layout, 25.0), path)


def _texts(folder: Path, *names: str) -> None:
    lines = "".join(f"{name},Guten Tag.\n" for name in names)
    (folder / "texts.csv").write_text(f"clip,text\n{lines}", encoding="utf-8")


def _write_soke(folder: Path) -> None:
    clip = folder / "one" / "train" / "poses" / "a"
    clip.mkdir(parents=True)
    for at in range(3):
        frame = {name: _DICE.normal(size=size).astype(np.float32) for name, size in PARAMETERS.items()}
        (clip / f"a_{at}_3D.pkl").write_bytes(pickle.dumps(frame))
    _texts(folder / "one", "a")


def _soke_attacks() -> list[Files]:
    good = pickle.dumps({name: np.zeros(size, np.float32) for name, size in PARAMETERS.items()})
    inside = [b"}" + short(b"smplx_root_pose") + LAUGHS + b"s", LAUGHS]
    texts = b"clip,text\na,x\n"
    found: list[Files] = [
        {"texts.csv": texts, "a/a_0_3D.pkl": good, "a/a_1_3D.pkl": whole(steps)} for steps in (*inside, *CODE, *BOMBS)
    ]
    found += [{"texts.csv": texts, "a/a_0_3D.pkl": good, "a/a_999999999_3D.pkl": good}]
    found += [{"texts.csv": texts, "a/a_0_3D.pkl": good, "a/b_0_3D.pkl": good}]
    return found


def _write_sentences(folder: Path) -> None:
    rows = [{"name": "dev/a", "signer": "Signer08", "gloss": "JETZT", "text": "und .", "sign": np.zeros((2, 3))}]
    for name in ("pickle", "table"):
        (folder / name).mkdir()
    (folder / "pickle" / "phoenix14t.dev").write_bytes(gzip.compress(pickle.dumps(rows)))
    table = "name|video|start|end|speaker|orth|translation\na|a/*.png|-1|-1|Signer08|JETZT|und nun .\n"
    (folder / "table" / "PHOENIX-2014-T.dev.corpus.csv").write_text(table, encoding="utf-8")


def _sentence_attacks() -> list[Files]:
    rows = [b"]}" + short(b"name") + LAUGHS + b"sa", b"]}" + LAUGHS + b"Nsa", LAUGHS]
    return [{"csl-daily.dev": gzip.compress(whole(steps))} for steps in (*rows, *CODE, *BOMBS)]


def _write_indices(folder: Path) -> None:
    take = {"video_id": "a", "fps": 25, "frame_start": 1, "frame_end": -1, "signer_id": 3, "split": "train"}
    entry = {"clean_text": "dog", "start_time": 0.0, "end_time": 0.2, "url": "x?v=abcdefghijk", "signer_id": 1}
    contents = {
        "wlasl/WLASL_v0.3.json": json.dumps([{"gloss": "book", "instances": [take, {**take, "frame_end": 4}]}]),
        "msasl/MSASL_val.json": json.dumps([entry, {**entry, "end_time": 0.1}]),
        "citizen/splits/val.csv": "Participant ID,Video file,Gloss,ASL-LEX Code\nP3,a.mp4,DOG1,B\n",
        "autsl/SignList_ClassId_TR_EN.csv": "ClassId,TR,EN\n0,abla,sister\n",
        "autsl/train_labels.csv": "a,0\n",
        "semlex/meta.csv": "split,video_id,signer_id,label\nval,a.mp4,7,dog\n",
        "lexicon/index.csv": "path,spoken_language,signed_language,start,end,words,glosses\na.npz,de,sgg,0,200,x,X\n",
        "suisse/signs.csv": "id,name,spokenLanguage,signedLanguage\na,Haus,de,sgg\n",
    }
    for name, content in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    for one in sorted(folder.iterdir()):
        _clip(one / "poses" / "a.npz")


_INDICES: dict[str, Callable[[], CorpusReader]] = {
    "WLASL_v0.3.json": Wlasl,
    "MSASL_val.json": MsAsl,
    "val.csv": AslCitizen,
    "train_labels.csv": Autsl,
    "meta.csv": SemLex,
    "index.csv": SpokenToSigned,
    "signs.csv": SignTable,
}


def _read_index(folder: Path) -> object:
    made = next(make for name, make in _INDICES.items() if next(folder.rglob(name), None))
    return list(made().rows(folder))


def _index_attacks() -> list[Files]:
    take = b'{"video_id": "a", "frame_start": %b, "frame_end": %b}'
    spans = ((b"1e999", b"2"), (b"-1", b"-1"), (b"9" * 30, b"-1"), (b"1", b"9" * 30), (b"true", b"[]"), (b"0.5", b"2"))
    found: list[Files] = [
        {"WLASL_v0.3.json": b'[{"gloss": "x", "instances": [' + take % span + b"]}]"} for span in spans
    ]
    found += [{"WLASL_v0.3.json": b"[" * 100_000}, {"MSASL_val.json": b'[{"clean_text": "a", "start_time": 1e400}]'}]
    head = b"path,signed_language,start,end,words\n"
    rows = (
        b"../../etc/passwd,sgg,0,0,x",
        b"/etc/passwd,ase,0,0,x",
        b"a,../..,0,0,x",
        b"a,ase,nan,inf,x",
        b"a,ase,1e300,2,x",
    )
    found += [{"index.csv": head + row + b"\n"} for row in rows]
    found += [{"SignList_ClassId_TR_EN.csv": b"ClassId,TR,EN\n0,a,b\n", "train_labels.csv": b"\0" * 50}]
    return found


def _write_points(folder: Path) -> None:
    for name in ("hrnet", "slrtp", "avatars"):
        (folder / name).mkdir()
        _texts(folder / name, "a")
    (folder / "hrnet" / "train.pkl").write_bytes(pickle.dumps({"a": {"keypoints": _DICE.random((2, 133, 3))}}))
    rows = {"a": {"text": "und .", "gloss": "X", "speaker": "Signer01", "poses_3d": torch.rand(2, 178, 3)}}
    torch.save(rows, folder / "slrtp" / "dev.pt")
    facts = {"smplx": _DICE.random((3, 182)).astype(np.float32), "total_valid_index": np.arange(3)}
    (folder / "avatars" / "a.pkl").write_bytes(pickle.dumps(facts))


def _point_attacks() -> list[Files]:
    texts = b"clip,text\na,x\n"
    inside = [b"}" + short(b"a") + LAUGHS + b"s", LAUGHS]
    steps = [whole(one) for one in (*inside, *CODE)]
    found: list[Files] = [{"texts.csv": texts, "train.pkl": whole(one)} for one in BOMBS]
    return [*found, *({"texts.csv": texts, name: one} for name in ("train.pkl", "a.pkl", "dev.pt") for one in steps)]


def _read_points(folder: Path) -> object:
    texts = folder / "texts.csv"
    if (folder / "dev.pt").is_file():
        return list(Slrtp(texts=texts).rows(folder))
    if (folder / "train.pkl").is_file():
        return list(WholeBodyPickles("dgs", texts, 25.0).rows(folder))
    return list(SignAvatars("dgs", texts).rows(folder))


def _write_arrays(folder: Path) -> None:
    body = np.concatenate(
        [_DICE.random((3, 33, 3)), 0.5 + 0.01 * _DICE.random((3, 468, 3)), _DICE.random((3, 42, 3))], 1
    )
    for name, array in {"floats": body.astype(np.float32), "doubles": body}.items():
        (folder / name).mkdir()
        np.save(folder / name / "a.npy", array)


def _array_attacks() -> list[Files]:
    heads = ("(9, 543, 3)", "(1 << 60, 543, 3)", "(-1, 543, 3)", "(1000000000000, 543, 3)", "(0, 543, 3)", "()")
    found = []
    for head in heads:
        text = f"{{'descr': '<f4', 'fortran_order': False, 'shape': {head}, }}"
        found.append(b"\x93NUMPY\x01\x00" + (len(text) + 1).to_bytes(2, "little") + text.encode() + b"\n" + b"\0" * 64)
    objects = io.BytesIO()
    np.save(objects, np.array([{}], object))
    return [{"a.npy": one} for one in (*found, objects.getvalue(), b"\x93NUMPY\x03\x00" + b"\xff" * 40)]


def _write_soke_files(folder: Path) -> None:
    (folder / "one").mkdir()
    torch.save(torch.rand(179), folder / "one" / "mean.pt")
    codes = {"body": [1], "lhand": [2], "rhand": [3]}
    (folder / "one" / "word2code.json").write_text(json.dumps({"dog": codes, "cat": codes}), encoding="utf-8")
    np.save(folder / "one" / "a.npy", np.ones((1, 4, 3), np.int64))


def _read_soke_files(folder: Path) -> object:
    found = read_word_codes(folder / "word2code.json"), read_soke_tokens(folder / "a.npy")
    return found, read_soke_statistics(folder / "mean.pt", folder / "mean.pt")


def _write_lmdb(folder: Path) -> None:
    (folder / "one").mkdir()
    (folder / "one" / "data.mdb").write_bytes(zlib.decompress(base64.b85decode(_LMDB)))
    _texts(folder / "one", "a", "b")


def _write_dwpose(folder: Path) -> None:
    sizes = {"body": 18, "face": 68, "left_hand": 21, "right_hand": 21}
    person: dict[str, list[Any]] = {f"{part}_keypoints": [[0.5, 0.25]] * size for part, size in sizes.items()}
    person |= {f"{part}_scores": [0.5] * size for part, size in sizes.items()}
    (folder / "one").mkdir()
    for frame in range(2):
        text = json.dumps({"num_persons": 1, "person_0": person})
        (folder / "one" / f"{frame:08d}.json").write_text(text, encoding="utf-8")


def _dwpose_attacks() -> list[Files]:
    counts = (b"1e9", b"100000000", b"-1", b"true", b"[]", b"99")
    return [{"00000000.json": b'{"num_persons": ' + count + b"}"} for count in counts]


def _write_how2sign(folder: Path) -> None:
    fields = {"pose": 25, "face": 70, "hand_left": 21, "hand_right": 21}
    person = {f"{name}_keypoints_2d": [0.5, 1.5, 0.9] * points for name, points in fields.items()}
    clip = folder / "one" / "json" / "a"
    clip.mkdir(parents=True)
    for frame in range(2):
        (clip / f"a_{frame:012d}_keypoints.json").write_text(json.dumps({"people": [person]}), encoding="utf-8")
    table = "VIDEO_ID\tSENTENCE_NAME\tSENTENCE\tfps\nx\ta\tYes.\t30\n"
    (folder / "one" / "how2sign_val.csv").write_text(table, encoding="utf-8")


def _write_pairs(folder: Path) -> None:
    glosses = {"gloss": ["ICH1", "DU1"], "start": [0, 100], "end": [90, 300]}
    facts = {"sentence": {"english": "I.", "german": "Ich.", "glosses": glosses}}
    (folder / "one").mkdir()
    (folder / "one" / "a_metadata.json").write_text(json.dumps(facts), encoding="utf-8")
    _clip(folder / "one" / "a_original.pose")


def _pair_attacks() -> list[Files]:
    lists = (
        '["A"], "start": [0], "end": [0]',
        '["A"], "start": [5], "end": [1]',
        '["A"], "start": [], "end": [1]',
        "[]",
    )
    return [
        {
            "a_metadata.json": f'{{"sentence": {{"german": "x", "glosses": {{"gloss": {one}}}}}}}'.encode(),
            "a_original.pose": b"",
        }
        for one in lists
    ]


@dataclass
class _Few(CorpusReader):
    """Two rows."""

    def rows(self, source: Path) -> Iterator[CorpusRow]:
        for name in ("a", "b"):
            motion = PoseSequence(_DICE.normal(size=(4, 150)), get_layout("phoenix50"), 25.0)
            yield CorpusRow(name, "Guten Tag.", "dgs", motion, words=("tag",))


def _write_shards(folder: Path) -> None:
    prepare_corpus(_Few(), folder, folder / "one")


def _shard_attacks() -> list[Files]:
    return [
        {"data/train-00000-of-00002.parquet": b"PAR1" + b"\0" * 40 + b"PAR1"},
        {"data/train-00000-of-00001.parquet": b""},
        {"data/train-00000-of-99999.parquet": b"PAR1"},
        {"data/train-00000-of-00001.parquet": b"PAR1" + b"\xff" * 60 + b"\xff\xff\xff\x7fPAR1"},
    ]


def _rows(make: Callable[[Path], CorpusReader], folder: Path) -> object:
    return list(make(folder).rows(folder))


SURFACES = (
    Surface(
        "soke_frames",
        _write_soke,
        partial(_rows, lambda folder: SokeFrames("dgs", folder / "texts.csv", 25.0)),
        {"": PICKLE, ".csv": TEXT},
        _soke_attacks,
    ),
    Surface(
        "sentence_annotations",
        _write_sentences,
        partial(_rows, lambda folder: Sentences("dgs")),
        {"": (packed(PICKLE), *PICKLE[:4]), ".csv": TEXT},
        _sentence_attacks,
    ),
    Surface("sign_indices", _write_indices, _read_index, {"": TEXT, ".json": JSON, ".npz": NPZ}, _index_attacks),
    Surface("point_files", _write_points, _read_points, {"": PICKLE, ".pt": BINARY, ".csv": TEXT}, _point_attacks),
    Surface(
        "landmark_arrays",
        _write_arrays,
        lambda folder: read_pose(folder / "a.npy", fps=25.0),
        {"": BINARY},
        _array_attacks,
    ),
    Surface(
        "signspark",
        _write_lmdb,
        partial(_rows, lambda folder: SignSpark("dgs", folder / "texts.csv")),
        {"": BINARY, ".csv": TEXT},
    ),
    Surface("soke_files", _write_soke_files, _read_soke_files, {"": BINARY, ".json": JSON, ".pt": BINARY}),
    Surface("dwpose", _write_dwpose, lambda folder: read_pose(folder, fps=25.0), {"": JSON}, _dwpose_attacks),
    Surface("how2sign", _write_how2sign, partial(_rows, lambda folder: How2Sign()), {"": TEXT, ".json": JSON}),
    Surface(
        "dgs_pairs", _write_pairs, partial(_rows, lambda folder: DgsPairs()), {"": BINARY, ".json": JSON}, _pair_attacks
    ),
    Surface("corpus_shards", _write_shards, open_corpus, {"": BINARY, ".json": JSON}, _shard_attacks),
)
