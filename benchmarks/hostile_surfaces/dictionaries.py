"""Sign dictionaries (parquet), what they are built of, how a model retrieves, captions."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from hostile_surfaces.mutating import BINARY, JSON, TEXT, WORDS, change_tree
from hostile_surfaces.surface import Files, Mutator, Surface
from signary.pose.formats import write_pose
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence
from signary.retrieval.builder import dictionary_from_entries
from signary.retrieval.dictionary import DictionarySign, SignDictionary
from signary.retrieval.dictionary_file import SCHEMA, DictionaryHeader
from signary.retrieval.recordings import list_recordings, read_signs
from signary.retrieval.retrieval_settings import RetrievalSettings
from signary.retrieval.segments import read_vtt
from signary.tokenizer import MotionTokenizerConfig

_PARQUET = "dictionary.parquet"
_LARGE = 10_000
_HEADER = DictionaryHeader("abc", ("body", "left_hand"), (16, 8), 4, 20.0)


def _entries(count: int) -> list[DictionarySign]:
    codes = np.arange(8).reshape(4, 2) % 8
    return [DictionarySign(f"wort{at}", "dgs", codes, 16, 0.5 * at, "s", "l", f"WORT{at}") for at in range(count)]


def _write_dictionaries(folder: Path) -> None:
    for count in (3, 40):
        (folder / str(count)).mkdir()
        dictionary_from_entries(_entries(count), _HEADER).save(folder / str(count))


def change_parquet(content: bytes, dice: random.Random) -> bytes:
    """The table changed and written anew by another writer: values, columns, types, header, encodings."""
    try:
        footer = pq.read_metadata(pa.BufferReader(content))
        groups = [footer.row_group(at) for at in range(footer.num_row_groups)]
        if sum(group.column(at).num_values for group in groups for at in range(group.num_columns)) > _LARGE:
            return dice.choice(BINARY)(content, dice)  # bombs stay packed
        table = pq.read_table(pa.BufferReader(content), use_threads=False)
    except Exception:  # noqa: BLE001 - a file that an earlier damage has broken
        return dice.choice(BINARY)(content, dice)
    choice = dice.random()
    header = dict(table.schema.metadata or {})
    if choice < 0.45:
        facts = change_tree(json.loads(header.get(b"signary.dictionary", b"{}")), dice)
        header[b"signary.dictionary"] = json.dumps(facts).encode("utf-8", "surrogatepass")
        table = table.replace_schema_metadata(header)
    elif choice < 0.85:
        table = _change_column(table, dice)
    elif choice < 0.95:
        table = pa.concat_tables([table] * dice.choice((2, 500)))
    else:
        table = table.slice(0, dice.choice((0, 1)))
    stream = pa.BufferOutputStream()
    options: dict[str, Any] = {"compression": dice.choice(("zstd", "none", "snappy", "gzip"))}
    options["data_page_version"] = dice.choice(("1.0", "2.0"))
    if dice.random() < 0.2:
        options["use_dictionary"] = dice.choice((True, False))
    pq.write_table(table, stream, row_group_size=dice.choice((max(1, table.num_rows // 50), 1 << 17)), **options)
    written: bytes = stream.getvalue().to_pybytes()
    return written


def _change_column(table: pa.Table, dice: random.Random) -> pa.Table:
    at = dice.randrange(table.num_columns)
    name, rows = table.column_names[at], table.num_rows
    columns = [
        pa.array([dice.choice(WORDS).encode("utf-8", "ignore").decode() for _ in range(rows)], pa.string()),
        pa.array([b"\xff\xfe"] * rows, pa.binary()),
        pa.array([dice.choice((0, -1, 2**31 - 1, -(2**31), 5)) for _ in range(rows)], pa.int32()),
        pa.array([dice.choice((float("nan"), float("inf"), -1.0, 1e308)) for _ in range(rows)], pa.float64()),
        pa.array([dice.choice(([], [7], [1, 2], [65535] * 8, [0] * 1000)) for _ in range(rows)], pa.list_(pa.uint16())),
        pa.array([None] * rows, table.schema.field(at).type),
        pa.array([[[1]]] * rows, pa.list_(pa.list_(pa.int8()))),
    ]
    if dice.random() < 0.1:
        return table.drop_columns(name)
    fitting = [one for one in columns if one.type == table.schema.field(at).type]
    column = dice.choice(fitting if fitting and dice.random() < 0.7 else columns)
    return table.set_column(at, dice.choice((name, name, name, "other")), column)


def _parquet_attacks() -> list[Files]:
    """Columns that pack well: many rows of one value, long texts once, many codes."""
    text = json.dumps(
        {"format_version": 1, "tokenizer_id": "abc", "parts": ["a"], "codebook_sizes": [9], "stride": 4, "fps": 20.0}
    )
    rows = 2_000_000
    wide = _table({"lemma": pa.repeat(pa.scalar("x" * 1000), 200_000)}, 200_000)
    same = _table({}, rows)
    codes = pa.ListArray.from_arrays(pa.array([0, 120_000_000], pa.int32()), pa.array(np.zeros(120_000_000, np.uint16)))
    long = _table({}, 1).set_column(5, "codes", codes)
    found = []
    for table in (wide, same, long):
        stream = pa.BufferOutputStream()
        packed = table.replace_schema_metadata({b"signary.dictionary": text.encode()})
        pq.write_table(packed, stream, compression="zstd", row_group_size=1 << 24)
        found.append({_PARQUET: stream.getvalue().to_pybytes()})
    return found


def _table(columns: dict[str, list[Any]], rows: int) -> pa.Table:
    texts = ("lemma", "language", "source", "licence", "gloss")
    plain: dict[str, Any] = {name: pa.repeat(pa.scalar("x"), rows) for name in texts}
    codes = pa.array(np.ones(rows, np.uint16))
    plain["codes"] = pa.ListArray.from_arrays(pa.array(np.arange(rows + 1, dtype=np.int32)), codes)
    plain |= {"steps": np.ones(rows, np.int32), "frames": np.full(rows, 4, np.int32)}
    return pa.table({**plain, "reconstruction_error": np.zeros(rows), **columns}, schema=SCHEMA)


def _read_dictionary(folder: Path) -> object:
    dictionary = SignDictionary.load(folder)
    return [sign for sign, _ in zip(dictionary, range(20), strict=False)]


def _write_settings(folder: Path) -> None:
    for at, settings in enumerate(
        (RetrievalSettings(), RetrievalSettings("rare", word_counts={"dgs": {"a": 3, "b": 1}}))
    ):
        (folder / str(at)).mkdir()
        settings.save(folder / str(at))


def _settings_attacks() -> list[Files]:
    text = json.dumps(
        {"mode": "all", "max_signs": 5, "max_steps": 5, "rare_below": 5, "spell": False, "word_counts": {}}
    )
    texts = [
        "[" * 100_000 + "]" * 100_000,
        '{"mode":' * 100_000,
        text.replace('"max_signs": 5', '"max_signs": ' + "9" * 100_000),
        text.replace('"word_counts": {}', '"word_counts": {"dgs": {"a": ' + "9" * 4000 + "}}"),
        text.replace('"all"', "[[[]]]"),
        text.replace('"all"', '{"a": 1}'),
        text.replace("5", "-5"),
        text.replace('"mode"', '"mode": "none", "mode"'),
        "[" + "[]," * 5_000_000 + "[]]",
    ]
    return [{"retrieval.json": one.encode()} for one in texts]


def _read_settings(folder: Path) -> object:
    return RetrievalSettings.load(folder)


def _write_recordings(folder: Path) -> None:
    one = folder / "one"
    one.mkdir()
    layout = get_layout("smplx")
    write_pose(PoseSequence(np.zeros((3, layout.num_features), np.float32), layout, 20.0), one / "a.npz")
    rows = "path,words,language,gloss,source,licence,kind\na.npz,vater;papa,dgs,VATER,s,l,\na.npz,a,dgs,A,s,l,letter\n"
    (one / "signs.csv").write_text(rows, encoding="utf-8")


def _recording_attacks() -> list[Files]:
    head = b"path,words,language\n"
    tables = [
        head + b"a.npz," + b"x" * 131_073 + b",dgs\n",
        head + b"../../etc/passwd,a,dgs\n",
        head + b"/etc/passwd,a,dgs\n",
        head + b"a" * 5000 + b",a,dgs\n",
        head + b"a\x00.npz,a,dgs\n",
        head + b'a.npz,"a,dgs\n',
        head + b".,a,dgs\n",
        head + b"signs.csv,a,dgs\n",
        b"," * 1_000_000,
        head + b"a.npz,a," + b"x" * 100_000 + b"\n",
        head + b"a.npz,a,dgs\n" * 200_000,
    ]
    return [{"signs.csv": table} for table in tables]


def _read_recordings(folder: Path) -> object:
    recordings = list_recordings(folder, MotionTokenizerConfig())
    return list(read_signs(recordings[:20], MotionTokenizerConfig()))


def _write_captions(folder: Path) -> None:
    (folder / "one").mkdir()
    cues = "WEBVTT\n\n1\n00:00:00.000 --> 00:00:01.500\nHallo <b>Welt</b> &amp; ihr\n\n00:01.500 --> 00:02.000\nTag\n"
    (folder / "one" / "file.vtt").write_text(cues, encoding="utf-8")


def _caption_attacks() -> list[Files]:
    texts = [
        b"WEBVTT\n\n" + b"9" * 100_000 + b":00:00.000 --> 00:00:01.000\nx\n",
        b"WEBVTT\n\n00:00.000 --> 00:01.000\n" + b"<" * 400_000,
        b"WEBVTT\n\n00:00.000 --> 00:01.000\n" + b"&#" + b"9" * 100_000 + b";",
        b"WEBVTT" + b"\n \n " * 500_000,
        b"WEBVTT\n" + b" \t" * 1_000_000,
        b"WEBVTT\n" + b"\n" * 3_000_000,
        b"WEBVTT\n\n" + b"-->\n" * 300_000,
    ]
    return [{"file.vtt": text} for text in texts]


def _read_captions(folder: Path) -> object:
    return read_vtt(folder / "file.vtt")


_PARQUET_DAMAGE: tuple[Mutator, ...] = (*BINARY, *[change_parquet] * 10)

SURFACES = (
    Surface("dictionary", _write_dictionaries, _read_dictionary, {"": _PARQUET_DAMAGE}, _parquet_attacks),
    Surface("retrieval_settings", _write_settings, _read_settings, {"": JSON}, _settings_attacks),
    Surface(
        "recordings",
        _write_recordings,
        _read_recordings,
        {"": TEXT, ".npz": BINARY},
        _recording_attacks,
        frozenset({"a.npz"}),
    ),
    Surface("captions", _write_captions, _read_captions, {"": TEXT}, _caption_attacks),
)
