"""`signary generate --method model`: files, many sentences, and errors in one line."""

import json
import shutil

import numpy as np
import pytest

from signary.bundle import folder as model_folder
from signary.cli import main
from signary.pose.formats import read_pose

#: Of every `.npz` with fewer frames a second than Blender's add-on takes.
ADVICE = "the SMPL-X Blender add-on refuses less than 30 frames a second, and this has 25 (--fps 30 resamples)\n"


@pytest.fixture
def run(capsys, folder):
    def run(*arguments, model=folder):
        chosen = [] if model is None else ["--model", model]
        with pytest.raises(SystemExit) as stopped:
            main(["generate", "--method", "model", *map(str, [*chosen, *arguments])])
        captured = capsys.readouterr()
        return stopped.value.code, captured.out, captured.err

    return run


def test_it_writes_every_format(run, sign, tmp_path):
    outputs = [tmp_path / f"a{suffix}" for suffix in (".pose", ".npz", ".png", ".vtt", ".eaf", ".glb", ".bvh")]
    flags = [part for path in outputs for part in ("-o", path)]
    code, out, err = run("Hello! Mother eats bread.", "-l", "ase", "--size", 96, "--captions", *flags)
    assert (code, err) == (0, ADVICE)
    expected = sign("Hello! Mother eats bread.", language="asl")["pose"]
    assert np.allclose(read_pose(outputs[1]).values, expected.values, atol=1e-5)
    assert len(read_pose(outputs[0])) == len(expected)
    assert "4 words: 2 with a sign of the dictionary, 2 left to the network (Hello, eats)" in out
    captions = outputs[3].read_text(encoding="utf-8")
    assert captions.index("Hello!") < captions.index("Mother eats bread.")
    assert all(path.stat().st_size > 0 for path in outputs)


def test_many_sentences_resume_and_report_failures(run, tmp_path):
    table, out = tmp_path / "sentences.txt", tmp_path / "out"
    table.write_text(f"Hello!\n{'bread' * 100}\nMother eats bread.\n", encoding="utf-8")
    flags = ("--input", table, "-o", out, "--format", "npz", "-l", "asl")
    code, printed, err = run(*flags)
    assert code == 2
    assert "2 written, 0 were there already, 1 failed" in printed
    assert "00002: text: expected a prompt of at most" in err
    assert sorted(path.name for path in out.iterdir()) == ["00001.npz", "00003.npz", "signed.jsonl"]
    assert "0 written, 2 were there already, 1 failed" in run(*flags)[1]


def test_a_sentence_that_is_too_long_is_signed_in_pieces_and_the_account_says_so(run, sign, tmp_path):
    table, out, text = tmp_path / "sentences.tsv", tmp_path / "out", "Hello, mother eats bread, " * 8 + "mother."
    table.write_text(f"id\ttext\none\tHello!\nlong\tHello! {text}\n", encoding="utf-8")
    code, printed, err = run("--input", table, "-o", out, "--format", "npz", "-l", "asl", "--max-steps", 24)
    assert code == 0
    assert "prompt" not in err
    assert "2 written" in printed
    result = sign(f"Hello! {text}", language="asl", max_new_tokens=24)
    assert np.allclose(read_pose(out / "long.npz").values, result["pose"].values, atol=1e-5)
    parts = result["segments"][-1]["parts"]
    assert parts == len(result["segments"]) - 1 > 2
    accounts = [json.loads(line)["account"] for line in (out / "signed.jsonl").read_text(encoding="utf-8").splitlines()]
    assert "pieces" not in accounts[0]
    assert f"; signed in {parts} pieces: '{result['segments'][1]['text']}' …" in accounts[1]
    outputs = ("-o", tmp_path / "a.npz", "-o", tmp_path / "a.vtt")
    code, printed, _ = run(f"Hello! {text}", "-l", "asl", "--max-steps", 24, *outputs)
    assert code == 0
    assert f"signed in {parts} pieces" in printed
    captions = (tmp_path / "a.vtt").read_text(encoding="utf-8")
    assert captions.count(" --> ") == parts + 1
    words = [line for line in captions.splitlines()[1:] if line and " --> " not in line and not line.isdecimal()]
    assert " ".join(" ".join(words).split()) == f"Hello! {text}"


def test_another_model_signs_anew_and_the_same_one_elsewhere_does_not(run, folder, tmp_path):
    table, out, copied = tmp_path / "sentences.txt", tmp_path / "out", tmp_path / "copied"
    table.write_text("Hello!\n", encoding="utf-8")
    flags = ("--input", table, "-o", out, "--format", "npz", "-l", "asl", "--max-steps", 5)
    assert "1 written, 0 were there already, 0 failed" in run(*flags)[1]
    shutil.copytree(folder, copied)
    assert "0 written, 1 were there already" in run(*flags, model=copied)[1]
    retrieval = copied / "dictionary" / "retrieval.json"
    retrieval.write_text(retrieval.read_text() + "\n")
    code, printed, _ = run(*flags, model=copied)
    assert code == 0
    assert "1 written, 0 were there already, 0 failed" in printed
    assert "written anew: 1 asked for differently; cut off by the limit of steps: 00001" in printed
    assert "1 written" in run(*flags, "--no-retrieval", model=copied)[1]
    signer = list(map(str, flags[:-2]))
    with pytest.raises(SystemExit):
        main(["generate", "--method", "signer", *signer])
    assert "1 written" in run(*flags, model=copied)[1]


def test_options_of_the_model(run, tmp_path):
    target = tmp_path / "a.npz"
    code, out, _ = run("Mother eats bread.", "-l", "asl", "-o", target, "--no-retrieval", "--max-steps", 5)
    assert code == 0
    assert "3 words: 0 with a sign of the dictionary" in out
    assert "cut off by the limit of steps: 'Mother eats bread.'" in out
    assert len(read_pose(target)) == 20
    assert run("Hello!", "-l", "asl", "-o", target, "--fps", 50)[0] == 0
    assert read_pose(target).fps == 50
    drawn = []
    for seed in (1, 1, 2):
        assert run("Hello!", "-l", "asl", "-o", target, "--sample", "--seed", seed, "--max-steps", 30)[0] == 0
        drawn.append(read_pose(target).values)
    assert np.array_equal(drawn[0], drawn[1])
    assert run("Hello!", "-l", "asl", "-o", target, "--signer", 1, "--max-steps", 30)[0] == 0


def test_the_embedded_model_is_the_default_and_says_what_it_is(run, honest_folder, tmp_path, monkeypatch):
    target = tmp_path / "a.npz"
    monkeypatch.setattr(model_folder, "EMBEDDED", tmp_path / "nothing")
    code, _, err = run("Hello!", "-l", "asl", "-o", target, model=None)
    assert (code, target.exists()) == (2, False)
    assert "model: expected a folder or Hub id, as this installation carries no model" in err
    monkeypatch.setattr(model_folder, "EMBEDDED", honest_folder)
    code, _, err = run("Hello!", "-l", "asl", "-o", target, model=None)
    assert code == 0
    assert err == f"{ADVICE}demonstration lexicon, not verified by signers; not for communication\n"


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["-l", "csl"], "language: expected one of asl"),
        (["-l", "asl", "--speed", 2], "speed: expected method signer, got method model"),
        (["-l", "asl", "--left-handed"], "left_handed: expected method signer, got method model"),
        (["-l", "asl", "--signer", 7], "signer: expected 0 to 1, got 7"),
        (["-l", "asl", "--fps", 0], "fps: expected"),
        (["-l", "asl", "--model", "no/such_model"], "model: expected a model folder or Hub id that can be loaded"),
        (["-l", "asl", "--model", "/"], "model: expected a folder with config.json, got '/' without it"),
        (["-l", "asl", "--method", "signer"], "model: expected method model or hybridsign, got method signer"),
    ],
)
def test_bad_input_is_one_line_exit_code_two_and_no_file(run, tmp_path, flags, words):
    code, _, err = run("Hello!", "-o", tmp_path / "a.pose", *flags)
    assert code == 2
    assert words in err
    assert len(err.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
