"""`benchmarks/serve.py`: a server process, real clients, every name; what it watches for it sees."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
NAMES = (
    *("first_chunk_p50_ms", "first_chunk_p99_ms", "sessions_in_real_time", "evenness", "recovered", "refused"),
    *("memory_growth_percent", "streams_left", "streams_that_differ"),
)


@pytest.mark.slow
def test_every_figure_is_told():
    command = [sys.executable, str(ROOT / "benchmarks" / "serve.py"), "--json", "--short"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=True)
    told = {line["name"]: line for line in map(json.loads, done.stdout.splitlines())}
    assert {f"serve.{name}" for name in NAMES} <= set(told)
    assert told["serve.refused"]["value"] >= 170
    assert told["serve.streams_left"]["value"] == 0
    assert told["serve.streams_that_differ"]["value"] == 0
    assert told["serve.streams_that_differ"]["compared"] > 0


def test_a_bar_is_cleared_or_not():
    from common import verdict
    from serve import BARS, TIMELESS

    assert verdict("serve.first_chunk_p50_ms", 59.0, BARS, False, TIMELESS)["passed"]
    assert not verdict("serve.first_chunk_p50_ms", 61.0, BARS, False, TIMELESS)["passed"]
    assert "passed" not in verdict("serve.first_chunk_p50_ms", 61.0, BARS, True, TIMELESS)
    assert not verdict("serve.refused", 169, BARS, True, TIMELESS)["passed"]


def test_motion_alone_is_that_of_a_stream(tiny, monkeypatch):
    import serve_load

    pairs = [("Hello!", "asl"), ("Mother eats bread.", "asl")] * 8
    monkeypatch.setattr(serve_load, "sentences", lambda: pairs)
    found = serve_load.alone(tiny)
    assert [each.text for each in found[:2]] == ["Hello!", "Mother eats bread. Hello!"]
    assert len(found[1].motion) > len(found[0].motion)
    assert np.isfinite(found[1].motion).all()
