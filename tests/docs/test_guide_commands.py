"""The guide from SOKE's pickles to a signed sentence, command by command as it stands on the page, at a small size."""

import importlib.util
import itertools
import re
import shlex
import sys

import pytest
from doc_pages import ROOT, blocks

from signary.bundle.bundle import Bundle
from signary.cli import main
from signary.corpora.opening import open_corpus
from signary.pose.formats import read_pose
from signary.retrieval.dictionary import SignDictionary

PAGE = ROOT / "docs" / "guides" / "soke_to_sentence.md"
#: Option -> what it is here, whatever the page says; None where the preset says it.
SMALL = {
    **{"--clips": "10", "--signs": "8", "--limit": "1", "--preset": "smoke"},
    **dict.fromkeys(("--steps", "--save_every", "--evaluate_every")),
}


def commands():
    """Programs and words of the page, in its order, with small numbers."""
    for block in blocks(PAGE, "bash"):
        for line in re.sub(r"\\\n", " ", block).splitlines():
            words = shlex.split(line, comments=True)
            if words:
                yield small(words)


def small(words):
    found, at = [], 0
    while at < len(words):
        if words[at] in SMALL:
            value = SMALL[words[at]]
            found += [] if value is None else [words[at], value]
            at += 2
        else:
            found.append(words[at])
            at += 1
    return found


def run(words, monkeypatch):
    """A command of the page; others than these two programs are a mistake of the page."""
    if words[0] == "signary":
        more = ["--processes", "1"] if words[1:4] == ["corpus", "prepare", "soke"] else []
        with pytest.raises(SystemExit) as stopped:
            main([*words[1:], *more])
        return stopped.value.code
    assert words[:2] == ["python", "benchmarks/soke_clips.py"], words
    spec = importlib.util.spec_from_file_location("soke_clips", ROOT / words[1])
    program = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, program)
    spec.loader.exec_module(program)
    monkeypatch.setattr(sys, "argv", [*words[1:], "--processes", "1"])
    program.main()
    return 0


def test_the_data_of_the_guide_are_made_prepared_and_looked_at(tmp_path, monkeypatch, capsys):
    """All before the first training."""
    monkeypatch.chdir(tmp_path)
    for words in itertools.takewhile(lambda words: "train" not in words, commands()):
        assert run(words, monkeypatch) == 0, f"{' '.join(words)}: {capsys.readouterr().err}"
    assert "hand reference: flat" in capsys.readouterr().out
    assert (tmp_path / "sentences.png").stat().st_size > 1000
    signs = open_corpus(tmp_path / "corpora" / "signs")["train"]
    assert (len(signs), "mother" in signs["words"][0]) == (8, True)
    assert {split: len(part) for split, part in open_corpus(tmp_path / "corpora" / "sentences").items()} == {
        "train": 9,
        "dev": 1,
    }


@pytest.mark.slow
def test_every_command_of_the_guide_works_on_what_the_ones_before_it_made(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    given = list(commands())
    for words in given:
        assert run(words, monkeypatch) == 0, f"{' '.join(words)}: {capsys.readouterr().err}"
    said = capsys.readouterr().out
    assert "10 clips of" in said
    assert SignDictionary.load(tmp_path / "runs" / "dictionary.parquet").languages() == ("asl",)
    bundle = Bundle.load(tmp_path / "models" / "own")
    assert (bundle.motion_tokenizer.config.layout, bundle.notice) == ("smplx", "synthetic, not verified by signers")
    motion = read_pose(tmp_path / "sentence.npz")
    assert (motion.layout.name, motion.fps, len(motion) > 4) == ("smplx", 25.0, True)
    assert (tmp_path / "sentence.gif").stat().st_size > 1000
    stages = {tuple(words[1:3]) for words in given if words[0] == "signary"}
    assert {("corpus", "prepare"), ("train", "tokenizer"), ("corpus", "encode"), ("dictionary", "build")} <= stages
    assert {("train", "generator"), ("model", "assemble")} <= stages
