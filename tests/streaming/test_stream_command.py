"""`signary stream`: JSON lines as they are ready, of an argument or of standard input as it is typed."""

import json
import signal
import subprocess
import sys
import time
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from signary.cli import main
from signary.cli.typed import Decoder
from signary.signer.signer import NOTICE
from signary.signing.rule_based import sign_text


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


def test_lines_of_rules_need_no_model(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["stream", "Mother eats bread. asdf", "-l", "asl", "--method", "signer"])
    captured = capsys.readouterr()
    assert (stopped.value.code, captured.err) == (0, f"{NOTICE}; not for communication\n")
    lines = [json.loads(line) for line in captured.out.splitlines()]
    whole = sign_text("Mother eats bread. asdf", "asl").pose.values
    assert np.allclose(np.concatenate([line["values"] for line in lines]), whole, atol=1e-5)
    assert {line["method"] for line in lines} == {"signer"}
    assert [line["account"] for line in lines if line["account"]] == [
        "by rules: 3 words: 3 signed",
        "by rules: 1 word: 1 spelled (asdf)",
    ]
    assert {"MOTHER", "EAT", "#ASDF"} <= {line["gloss"] for line in lines}


def test_a_text_without_words_is_a_rest_with_a_message(run):
    code, out, _ = run("?!", "-l", "asl")
    assert code == 0
    assert json.loads(out)["message"].startswith("text: expected at least one word")


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["--chunk-frames", 0], "chunk_frames: expected an integer of at least 1, got 0"),
        (["--signer", 7], "signer: expected 0 to 1, got 7"),
        (["--method", "rules"], "method: expected auto or model or hybridsign or signer, got 'rules'"),
        (["--method", "signer"], "model: expected method model or auto, got method signer"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_two(run, flags, words):
    code, out, err = run("Hello!", "-l", "asl", *flags)
    assert (code, out) == (2, "")
    assert words in err
    assert len(err.strip().splitlines()) == 1


@pytest.fixture
def start(folder):
    """The command with a pipe on both sides; killed if a test leaves it."""
    command = [sys.executable, "-m", "signary.cli", "stream", "-", "-l", "asl", "--model", str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        yield process
        process.kill()


def say(process, text):
    process.stdin.write(text)
    process.stdin.flush()


def seconds_until_it_ends(process):
    began = time.monotonic()
    process.wait(timeout=30)
    return time.monotonic() - began


def test_one_interrupt_ends_it(start):
    say(start, b"Hello! ")
    assert json.loads(start.stdout.readline())["text"] == "Hello!"
    start.send_signal(signal.SIGINT)
    assert seconds_until_it_ends(start) < 2
    assert (start.returncode, start.stderr.read()) == (130, b"")


@pytest.mark.parametrize("idle", [True, False])
def test_it_ends_when_nobody_reads_any_more(start, idle):
    say(start, b"Hello! " if idle else b"Mother eats bread. " * 200)
    json.loads(start.stdout.readline())
    start.stdout.close()
    assert seconds_until_it_ends(start) < 2
    assert (start.returncode, start.stderr.read()) == (141, b"")


def test_what_is_no_utf8_is_named_with_its_line_and_the_rest_is_signed(start):
    out, err = start.communicate(b"Hello!\nGr\xfcn.\r\nMother eats bread.\n" + b"x" * 3000 + "ü".encode()[:1])
    lines = [json.loads(line) for line in out.splitlines()]
    named = [line["message"] for line in lines if line["message"] and line["message"].startswith("standard input")]
    assert named == [
        f"standard input, line {line}: expected UTF-8, got {got}" for line, got in ((2, "0xfc"), (4, "0xc3"))
    ]
    assert any("U+FFFD" in line["message"] and line["text"] == "Gr\ufffdn." for line in lines if line["message"])
    assert {"Hello!", "Mother eats bread."} <= {line["text"] for line in lines if not line["message"]}
    assert "".join(dict.fromkeys(line["text"] for line in lines if line["text"])).count("x") > 900
    assert (start.returncode, err) == (0, b"")


@given(st.binary(max_size=60) | st.text(max_size=30).map(str.encode), st.data())
def test_pieces_of_bytes_change_nothing(content, data):
    cuts = sorted(data.draw(st.sets(st.integers(0, len(content)))))
    decoder = Decoder()
    pieces = [decoder.decode(content[start:end]) for start, end in pairwise([0, *cuts, len(content)])]
    pieces.append(decoder.decode(b"", final=True))
    whole = Decoder().decode(content, final=True)
    assert "".join(piece.text for piece in pieces) == whole.text == content.decode(errors="replace")
    assert [problem for piece in pieces for problem in piece.problems] == list(whole.problems)
    assert len(whole.problems) == whole.text.count("\ufffd") - content.count("\ufffd".encode())


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
