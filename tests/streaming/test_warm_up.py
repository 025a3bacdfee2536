"""After `warm_up` a sentence in any language waits for no file, no import and no new kernel."""

import json
import subprocess
import sys
from dataclasses import replace

import pytest

from signary.io.errors import InputError
from signary.retrieval.retrieval_settings import RetrievalSettings
from signary.streaming.network_work import Refine
from signary.streaming.pool import SessionPool
from tests.alone_text_to_sign import KINDS, with_alone
from tests.pointing_text_to_sign import pointing

__all__ = ["pointing"]

SENTENCES = {
    "asl": ("Did Anna Kowalski's grandmothers buy 25 books in 1987?", "He doesn't run quickly."),
    "dgs": ("Am 3. Mai ruft Dr. Schmidt seine Krankenversicherung nicht an.", "Das Buch wurde gelesen."),
    "csl": ("2023年5月1日我妈妈没有去北京大学。", "你喜欢学习手语吗?"),
}
#: What is opened and imported while sentences are signed in a process of its own, with or without warming up.
PROGRAM = """
import json, sys
from signary.bundle.bundle import Bundle
from signary.streaming.pool import SessionPool
from signary.streaming.session import StreamSettings

warm, sentences = json.loads(sys.argv[1])
bundle = Bundle.load(device="cpu")
pool, touched = SessionPool(bundle), []
if warm:
    pool.warm_up()
assert not pool.sessions
sys.addaudithook(lambda event, what: touched.append(str(what[0])) if event in ("open", "import") else None)
for language, texts in sentences.items():
    for text in texts:
        for how in ({}, {"method": "hybridsign"}, {"policy": "wait-2"}):
            session = pool.open(StreamSettings(bundle.language(language), **how))
            session.push(text + "\\n")
            assert sum(len(chunk.pose) for _ in range(2) for _, chunk in pool.step([session])) == 8
found = list(touched)
print(json.dumps(found))
"""


def touched(warm):
    """Files that are opened and modules that are imported by the sentences."""
    command = [sys.executable, "-c", PROGRAM, json.dumps([warm, SENTENCES])]
    return json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)


def test_a_sentence_in_any_language_waits_for_no_file():
    assert touched(warm=True) == []


@pytest.mark.slow
def test_without_it_one_does():
    cold = touched(warm=False)
    assert any("jieba" in each for each in cold)
    assert any("simplemma" in each for each in cold)
    assert any(each.endswith(".yaml") for each in cold)


def test_every_number_of_sessions_has_run(tiny, monkeypatch):
    rows, decode = [], type(tiny.motion_tokenizer).decode
    monkeypatch.setattr(
        type(tiny.motion_tokenizer), "decode", lambda *given: rows.append(len(given[1])) or decode(*given)
    )
    pool = SessionPool(tiny)
    pool.warm_up(5)
    assert {1, 2, 3, 4, 5} <= set(rows)
    assert not pool.sessions
    with pytest.raises(InputError, match="sessions: expected at least 1, got 0"):
        pool.warm_up(0)


@pytest.mark.parametrize("kind", KINDS)
def test_motion_without_codes_has_run_for_every_number_of_sessions(pointing, tmp_path, monkeypatch, kind):
    bundle = with_alone(pointing, tmp_path / "model", kind)
    rows, make = list[int](), Refine.do.__func__

    def count(cls, work):
        rows.extend([len(work)] if work[0].refiner is bundle.text_motion else ())
        make(cls, work)

    monkeypatch.setattr(Refine, "do", classmethod(count))
    SessionPool(bundle).warm_up(4)
    assert {1, 2, 3, 4} <= set(rows)


def test_a_model_without_signs_warms_up(tiny):
    bare = replace(tiny, dictionary=None, settings=RetrievalSettings(mode="none"))
    pool = SessionPool(bare)
    pool.warm_up()
    assert not pool.sessions
