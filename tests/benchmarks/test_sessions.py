"""Sessions side by side, measured: with a model that has learnt nothing, in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "sessions.py"


def test_every_number_of_sessions_is_measured_beside_one_alone(model_folder):
    command = [sys.executable, str(BENCHMARK), "--json", "--model", str(model_folder), "--counts", "3", "1"]
    done = subprocess.run([*command, "--rounds", "2", "--chunks", "20"], capture_output=True, check=True, text=True)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each["name"] for each in found] == [
        f"sessions.{count}.{what}" for count in (1, 3) for what in ("frames_per_second", "ratio_to_alone")
    ]
    assert all(each["value"] > 0 and each["threads"] == 1 for each in found)
    assert found[1]["value"] == 1.0
    # Together they take less time than one after another.
    assert found[3]["value"] > 1.1
    for rate in (found[0], found[2]):
        assert rate["low"] <= rate["value"] <= rate["high"]
        assert rate["per_processor_second"] > 0
        assert rate["step_p99_ms"] > 0
