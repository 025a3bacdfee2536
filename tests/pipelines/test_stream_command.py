"""`signary stream`: JSON lines as they are ready, of an argument or of standard input as it is typed."""

import json
import subprocess
import sys

import numpy as np
import pytest

from signary.cli import main


@pytest.fixture
def run(capsys, folder):
    def run(*arguments):
        with pytest.raises(SystemExit) as stopped:
            main(["stream", *map(str, arguments), "--model", str(folder)])
        captured = capsys.readouterr()
        return stopped.value.code, captured.out, captured.err

    return run


def test_lines_are_the_chunks(run, sign):
    code, out, err = run("Hello! Mother eats bread.", "-l", "asl", "--chunk-frames", 5)
    assert (code, err) == (0, "")
    lines = [json.loads(line) for line in out.splitlines()]
    expected = list(sign.stream("Hello! Mother eats bread.", "asl", chunk_frames=5))
    assert [(line["start"], line["text"]) for line in lines] == [(chunk.start, chunk.text) for chunk in expected]
    for line, chunk in zip(lines, expected, strict=True):
        assert (line["fps"], line["layout"], line["message"]) == (25.0, "smplx", None)
        assert np.allclose(line["values"], chunk.pose.values, atol=1e-5)


def test_a_text_without_words_is_a_rest_with_a_message(run):
    code, out, _ = run("?!", "-l", "asl")
    assert code == 0
    assert json.loads(out)["message"].startswith("text: expected at least one word")


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["--chunk-frames", 0], "chunk_frames: expected an integer of at least 1, got 0"),
        (["--signer", 7], "signer: expected 0 to 1, got 7"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_two(run, flags, words):
    code, out, err = run("Hello!", "-l", "asl", *flags)
    assert (code, out) == (2, "")
    assert words in err
    assert len(err.strip().splitlines()) == 1


def test_standard_input_is_signed_before_it_ends(folder):
    command = [sys.executable, "-m", "signary.cli", "stream", "-", "-l", "asl", "--model", str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as process:
        process.stdin.write("Hello! Mother ")
        process.stdin.flush()
        first = json.loads(process.stdout.readline())
        assert (first["start"], first["text"]) == (0, "Hello!")
        process.stdin.write("eats bread")
        process.stdin.close()
        rest = [json.loads(line) for line in process.stdout]
        assert process.wait() == 0
    assert rest[-1]["text"] == "Mother eats bread"
