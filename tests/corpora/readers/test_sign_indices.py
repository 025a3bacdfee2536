"""Indices of isolated signs, made as their data sets describe them: what is cut, named, dropped."""

import gzip
import json

import numpy as np
import pytest

from signary.corpora.opening import open_corpus
from signary.corpora.prepare import prepare_corpus
from signary.corpora.readers.reader import Dropped
from signary.corpora.readers.registry import get_reader, looks_like
from signary.corpora.readers.sign_index import SignClip, cut_clip, plain_word, stem
from signary.corpora.readers.wlasl import frames_from_one
from signary.io.errors import FormatError, InputError, UnknownLanguageError
from signary.language.languages import resolve
from signary.pose import PoseSequence, get_layout
from signary.pose.formats import write_pose
from signary.pose.motion_spec import MotionSpec
from signary.retrieval.recordings import list_recordings

LAYOUT = get_layout("phoenix50")


def motion(frames=20, fps=25.0):
    values = np.arange(frames, dtype=np.float32)[:, None] + np.linspace(0, 0.5, 150, dtype=np.float32)
    return PoseSequence(values, LAYOUT, fps)


def put(folder, *names, frames=20, fps=25.0):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write_pose(motion(frames, fps), folder / f"{name}.npz")


def prepared(name, source, **options):
    made = prepare_corpus(get_reader(name)(**options), source, source / "prepared")
    found = {row["id"]: row for part in open_corpus(source / "prepared").values() for row in part}
    return made, found


def frames_of(row):
    """Numbers of the frames that a row has, as each frame is made of its number."""
    return [int(frame[0]) for frame in row["poses"]]


def wlasl(folder, **instances):
    takes = [
        {"video_id": name, "fps": 25, "frame_start": start, "frame_end": end, "signer_id": 3, "split": split}
        for name, (start, end, split) in instances.items()
    ]
    (folder / "WLASL_v0.3.json").write_text(json.dumps([{"gloss": "book", "instances": takes}]))


def test_wlasl_counts_from_one_and_minus_one_is_the_end(tmp_path):
    put(tmp_path / "poses", "00001", "00002", "00003", "00005")
    spans = {"00001": (1, -1, "train"), "00002": (3, 5, "val"), "00003": (5, 4, "test"), "00004": (1, 2, "test")}
    wlasl(tmp_path, **spans, **{"00005": (19, 400, "test")})
    assert looks_like(tmp_path) == ("wlasl",)
    made, found = prepared("wlasl", tmp_path)
    assert frames_of(found["00001"]) == list(range(20))
    assert frames_of(found["00002"]) == [2, 3, 4]
    assert made.rows == {"train": 1, "dev": 1}
    assert (found["00002"]["words"], found["00002"]["gloss"], found["00002"]["signer"]) == (["book"], "book", 3)
    assert (found["00002"]["language"], found["00002"]["licence"]) == ("asl", "C-UDA")
    said = "\n".join(made.findings)
    assert "1 (frames that are none), such as 00003: frames 5 to 4, which count from 1" in said
    assert "1 (no file of motion), such as 00004: no 00004" in said
    assert "1 (expected a part that lies in its file" in said


def test_wlasl_by_another_clock_and_cut_already(tmp_path):
    put(tmp_path, "a", frames=40, fps=50.0)
    wlasl(tmp_path, a=(3, 5, "train"))
    _, found = prepared("wlasl", tmp_path)
    assert frames_of(found["a"]) == [4, 5, 6, 7, 8, 9]
    (tmp_path / "prepared").rename(tmp_path / "before")
    _, found = prepared("wlasl", tmp_path, whole=True)
    assert len(frames_of(found["a"])) == 40


def test_wlasl_packed_and_its_subset(tmp_path):
    put(tmp_path, "05237")
    (tmp_path / "wlasl_class_list.txt").write_text("0\tbook\n77\tlet's go\n")
    (tmp_path / "nslt_100.json").write_text(json.dumps({"05237": {"subset": "val", "action": [77, 1, 5]}}))
    made, found = prepared("wlasl", tmp_path)
    assert frames_of(found["05237"]) == [0, 1, 2, 3, 4]
    assert (found["05237"]["gloss"], dict(made.rows)) == ("let's go", {"dev": 1})
    content = json.dumps([{"gloss": "book", "instances": [{"video_id": "05237"}]}]).encode()
    (tmp_path / "WLASL_v0.3.json.gz").write_bytes(gzip.compress(content))
    (clip,) = get_reader("wlasl")().signs(tmp_path)
    assert (clip.words, clip.frames) == (("book",), (0, None))


@pytest.mark.parametrize(
    ("start", "end", "wanted"),
    [
        (1, -1, (0, None)),
        (None, None, (0, None)),
        (7, 7, (6, 7)),
        (0, 5, str),
        (1, 0, str),
        (True, 4, str),
        (1.5, 3, str),
    ],
)
def test_frames_that_count_from_one(start, end, wanted):
    found = frames_from_one(start, end)
    assert isinstance(found, str) if wanted is str else found == wanted


def test_ms_asl_is_in_seconds(tmp_path):
    entries = [
        {"clean_text": "thank you", "org_text": "THANK YOU", "start_time": 0.2, "end_time": 0.4, "signer_id": 4},
        {"clean_text": "dog", "start_time": 0.5, "end_time": 0.4, "url": "https://www.youtube.com/watch?v=abcdefghijk"},
    ]
    entries[0] |= {"url": "www.youtube.com/watch?v=C37R_Ix8-qs", "file": "SIGN - ASL", "fps": 29.97, "label": 3}
    (tmp_path / "MSASL_val.json").write_text(json.dumps(entries))
    put(tmp_path, "C37R_Ix8-qs")
    assert looks_like(tmp_path) == ("ms-asl",)
    made, found = prepared("ms-asl", tmp_path)
    assert frames_of(found["dev_00000"] if "dev_00000" in found else found["val_00000"]) == [5, 6, 7, 8, 9]
    assert made.rows == {"dev": 1}
    assert "1 (times that are none), such as val_00001: (0.5, 0.4) s" in "\n".join(made.findings)


def test_asl_citizen(tmp_path):
    (tmp_path / "splits").mkdir()
    head = "Participant ID,Video file,Gloss,ASL-LEX Code\n"
    (tmp_path / "splits" / "train.csv").write_text(f"{head}P52,15890366051589-DOG 2.mp4,DOG2,B_01_001\n")
    (tmp_path / "splits" / "val.csv").write_text(f"{head}P3,1-NOT_YET.mp4,NOT_YET,B_02\n")
    put(tmp_path / "poses", "15890366051589-DOG 2", "1-NOT_YET")
    assert looks_like(tmp_path) == ("asl-citizen",)
    _, found = prepared("asl-citizen", tmp_path)
    dog, yet = found["15890366051589-DOG 2"], found["1-NOT_YET"]
    assert (dog["words"], dog["gloss"], dog["signer"]) == (["dog"], "DOG2", 52)
    assert (yet["words"], yet["signer"]) == (["not yet"], 3)


def test_autsl_has_no_header_and_is_turkish(tmp_path):
    (tmp_path / "SignList_ClassId_TR_EN.csv").write_text(
        "ClassId,TR,EN\n0,abla,sister\n41,acele,hurry\n", encoding="utf-8"
    )
    (tmp_path / "train_labels.csv").write_text("signer0_sample1,41\nsigner12_sample3,0\n")
    (tmp_path / "validation_labels.csv").write_text("signer1_sample7,0\n")
    put(tmp_path, "signer0_sample1_color", "signer12_sample3_color", "signer1_sample7")
    assert looks_like(tmp_path) == ("autsl",)
    made, found = prepared("autsl", tmp_path)
    assert made.rows == {"train": 2, "dev": 1}
    assert {name: (row["words"], row["signer"]) for name, row in found.items()} == {
        "signer0_sample1": (["acele"], 0),
        "signer12_sample3": (["abla"], 12),
        "signer1_sample7": (["abla"], 1),
    }
    assert {row["language"] for row in found.values()} == {"tsm"}
    assert resolve("tsm").name == "Turkish Sign Language"
    (tmp_path / "train_labels.csv").write_text("signer0_sample1,42\n")
    with pytest.raises(FormatError, match=r"train_labels.csv, line 1: expected signerX_sampleY,CLASS"):
        get_reader("autsl")().listed(tmp_path)


def test_sem_lex_arrays_are_face_pose_hands(tmp_path):
    dice = np.random.default_rng(0)
    blocks = {"face": 478, "pose": 33, "left": 21, "right": 21}
    points = {name: dice.uniform(0.2, 0.8, (6, size, 3)).astype(np.float32) for name, size in blocks.items()}
    points["left"][:] = 0
    np.save(tmp_path / "abc.npy", np.concatenate(list(points.values()), axis=1))
    (tmp_path / "semlex_metadata.csv").write_text(
        "split,video_id,signer_id,label_type,label\nval,abc.mp4,7,asllex,dog_2\nval,x,7,a,\n"
    )
    assert "sem-lex" in looks_like(tmp_path)
    made, found = prepared("sem-lex", tmp_path, fps=30.0)
    row = found["abc"]
    assert (row["layout"], row["words"], row["signer"], row["fps"]) == ("holistic_refined", ["dog"], 7, 30)
    layout = get_layout("holistic_refined")
    values = np.asarray(row["poses"], np.float32).reshape(6, 553, 3)
    np.testing.assert_allclose(values[:, layout.index("nose")], 1000 * points["pose"][:, 0], rtol=1e-6)
    np.testing.assert_allclose(values[:, layout.index("face_7")], 1000 * points["face"][:, 7], rtol=1e-6)
    np.testing.assert_allclose(values[:, layout.index("right_pinky_tip")], 1000 * points["right"][:, 20], rtol=1e-6)
    assert np.isnan(values[:, layout.index("left_thumb1")]).all()
    assert "1 (no label)" in "\n".join(made.findings)


INDEX = "path,spoken_language,signed_language,start,end,words,glosses,priority\n"


def test_spoken_to_signed_is_in_milliseconds_and_keeps_its_codes(tmp_path):
    rows = [
        "sgg/a.pose,de,sgg,0,0,kleine,Kleine,0",
        'ase/b.pose,en,ase,200,400,"Hi, you",HI,0',
        "ase/b.pose,en,ase,0,9000,B,B,0",
    ]
    rows += ["qqs/c.pose,en,qqs,0,0,x,X,0", "ase/none.pose,en,ase,0,0,y,Y,0", "ase/b.pose,en,ase,500,100,z,Z,0"]
    (tmp_path / "index.csv").write_text(INDEX + "\n".join(rows) + "\n", encoding="utf-8")
    put(tmp_path, "sgg/a", "ase/b", "qqs/c")
    assert looks_like(tmp_path) == ("spoken-to-signed",)
    made, found = prepared("spoken-to-signed", tmp_path)
    assert frames_of(found["sgg/a"]) == list(range(20))
    assert frames_of(found["ase/b"]) == [5, 6, 7, 8, 9]
    assert len(found["ase/b#2"]["poses"]) == 20
    assert {name: row["language"] for name, row in found.items()} == {
        **{"sgg/a": "sgg", "ase/b": "asl", "ase/b#2": "asl", "qqs/c": "qqs"}
    }
    assert (resolve("sgg").spoken, resolve("qqs").spoken) == ("de", "en")
    said = "\n".join(made.findings)
    assert "kept, but odd: 1 (the index ends behind the file, which is taken to its end), such as ase/b#2" in said
    assert "1 (times that are none), such as index.csv, line 7: 500 to 100 ms" in said
    assert "1 (no file of motion), such as ase/none: no ase/none" in said


def test_tables_as_signsuisse_has_them(tmp_path):
    head = "id,name,category,spokenLanguage,signedLanguage,video\n"
    (tmp_path / "signsuisse.csv").write_text(head + "12,Haus;Heim,Wohnen,de,sgg,x/12.mp4\n13,,Wohnen,de,sgg,13.mp4\n")
    put(tmp_path, "x/12", "13")
    assert looks_like(tmp_path) == ("signsuisse",)
    made, found = prepared("signsuisse", tmp_path)
    assert (found["12"]["words"], found["12"]["language"], found["12"]["text"]) == (["Haus", "Heim"], "sgg", "Haus")
    assert "1 (no word or no file), such as 13" in "\n".join(made.findings)


def test_files_named_by_their_glosses(tmp_path):
    put(tmp_path / "signs", "HOUSE1A^", "SMOOTH-OR-SLICK1^", "dog/1", "dog/2", "Zürich")
    _, found = prepared("gloss-folder", tmp_path / "signs", language="dgs")
    assert {name: (row["words"], row["gloss"]) for name, row in found.items()} == {
        "HOUSE1A^": (["house"], "HOUSE1A^"),
        "SMOOTH-OR-SLICK1^": (["smooth or slick"], "SMOOTH-OR-SLICK1^"),
        "dog/1": (["dog"], "dog"),
        "dog/2": (["dog"], "dog"),
        "Zürich": (["Zürich"], "Zürich"),
    }
    with pytest.raises(InputError, match="language: expected a sign language"):
        get_reader("gloss-folder")().listed(tmp_path)
    with pytest.raises(UnknownLanguageError, match="language"):
        prepare_corpus(get_reader("gloss-folder")(language="klingon"), tmp_path / "signs", tmp_path / "x")


@pytest.mark.parametrize(
    ("gloss", "word"),
    [
        ("DOG1", "dog"),
        ("dog_2", "dog"),
        ("NOT_YET", "not yet"),
        ("A", "A".lower()),
        ("let's go", "let's go"),
        ("B12C", "b"),
    ],
)
def test_words_of_glosses(gloss, word):
    assert plain_word(gloss) == word


def test_letters_are_found_in_the_names_of_files_or_folders(tmp_path):
    put(tmp_path, "a", "B_1", "C (2)", "7", "d/take two", "SCH/1", "numbers/8", "e/f", "letter_g", "signer1/again")
    put(tmp_path, "P", "Buchstabe Q", "LETTER-R_2", "alphabet/s", "letter_ß", "Ä", "letters/T1", "letter sch2")
    listed = get_reader("gloss-folder")(language="dgs", kind="letter").listed(tmp_path)
    letters = [clip.words[0].lower() for clip in listed if isinstance(clip, SignClip)]
    assert set(letters) == {"a", "b", "c", "7", "d", "sch", "8", "f", "g", "p", "q", "r", "s", "ß", "ä", "t"}
    assert letters.count("sch") == letters.count("g") + 1 == 2
    dropped = {clip.id: (clip.reason, clip.said) for clip in listed if isinstance(clip, Dropped)}
    assert dropped == {
        "signer1/again": ("not a letter", "signer1/again: 'again' has more than 4 characters or a blank"),
    }


def test_rows_that_are_something_unknown_are_left_out_and_named(tmp_path):
    put(tmp_path, "a", "b", "c", "d")
    for column, unknown in (("kind", "leter"), ("type", "noun"), ("Fingerspelling", "maybe")):
        rows = [f"path,signed_language,words,{column}", "a.pose,ase,A,Letter", f"b.pose,ase,B,{unknown}"]
        rows += ["c.pose,ase,C,", "d.pose,ase,D,sign"]
        (tmp_path / "index.csv").write_text("\n".join(rows), encoding="utf-8")
        letter, dropped, *signs = get_reader("spoken-to-signed")().listed(tmp_path)
        assert (letter.kind, [each.kind for each in signs]) == ("letter", ["sign", "sign"])
        said = f"index.csv, line 3: {column.lower()}: expected sign or letter, got {unknown!r}"
        assert (dropped.id, dropped.reason, dropped.said) == ("b", "neither sign nor letter", said)
    table = tmp_path / "signs.csv"
    table.write_text("id,name,signedLanguage,kind\na,A,ase,lettre\nb,B,ase,letter\n", encoding="utf-8")
    dropped, letter = get_reader("signsuisse")(motion=tmp_path).listed(table)
    assert (dropped.reason, letter.kind) == ("neither sign nor letter", "letter")


def test_a_type_that_says_nothing_of_letters_is_another_column(tmp_path):
    put(tmp_path, "a", "b")
    rows = ["path,signed_language,words,type", "a.pose,ase,A,noun", "b.pose,ase,B,verb"]
    (tmp_path / "index.csv").write_text("\n".join(rows), encoding="utf-8")
    assert [clip.kind for clip in get_reader("spoken-to-signed")().listed(tmp_path)] == [None, None]


@pytest.mark.parametrize("path", ["/elsewhere/b.pose", "../b.pose", "ase/../../b.pose"])
def test_a_path_that_leads_out_of_the_folder_says_so(path, tmp_path):
    put(tmp_path, "a")
    rows = ["path,signed_language,words", "a.pose,ase,A", f"{path},ase,B"]
    (tmp_path / "index.csv").write_text("\n".join(rows), encoding="utf-8")
    _, dropped = get_reader("spoken-to-signed")().listed(tmp_path)
    assert dropped.reason == "a path out of the folder"
    assert path.removesuffix(".pose") in dropped.said


def test_names_of_files():
    assert [stem(name) for name in ("a/b.mp4", "./x.y.pose", "c", "d\\e.npz")] == ["a/b", "x.y", "c", "d/e"]


@pytest.mark.parametrize(
    ("clip", "wanted"),
    [
        ({"seconds": (0.4, 0.8)}, list(range(10, 20))),
        ({"seconds": (0.4, None)}, list(range(10, 20))),
        ({"frames": (2, 5)}, [2, 3, 4]),
        ({"frames": (2, 5), "fps": 50.0}, [1]),
        ({"frames": (0, 21)}, list(range(20))),
        ({}, list(range(20))),
        ({"frames": (20, 22)}, None),
        ({"seconds": (0.0, 3.0)}, None),
    ],
)
def test_parts_of_files(clip, wanted):
    sign = SignClip("a", ("a",), ("a",), "A", "ase", **clip)
    if wanted is None:
        with pytest.raises(FormatError, match="a part that lies in its file"):
            cut_clip(motion(), sign)
    else:
        assert [int(frame[0]) for frame in cut_clip(motion(), sign).values] == wanted


def test_the_index_alone_and_the_wrong_form(tmp_path):
    wlasl(tmp_path, a=(1, -1, "train"))
    made, found = prepared("wlasl", tmp_path, index_only=True)
    assert (str(made), sorted(found["a"])) == ("train 1 rows, no motion", sorted(found["a"]))
    assert "poses" not in found["a"]
    with pytest.raises(InputError, match="source: expected the index of MS-ASL"):
        get_reader("ms-asl")().listed(tmp_path)
    (tmp_path / "WLASL_v0.3.json").write_text(json.dumps([{"gloss": 3}]))
    with pytest.raises(FormatError, match="WLASL_v0.3.json, entry 0: expected a gloss and its instances"):
        get_reader("wlasl")().listed(tmp_path)


def test_prepared_signs_are_recordings_of_a_dictionary(tmp_path):
    put(tmp_path / "poses", "00001", "00002")
    wlasl(tmp_path, **{"00001": (1, -1, "train"), "00002": (3, 5, "train")})
    prepared("wlasl", tmp_path)
    found = list_recordings(tmp_path / "prepared", MotionSpec(LAYOUT, 25.0))
    assert [(one.words, one.language, one.about["licence"]) for one in found] == [(("book",), "asl", "C-UDA")] * 2
    assert [len(one.read()) for one in found] == [20, 3]
