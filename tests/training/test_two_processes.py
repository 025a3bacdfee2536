"""Two processes (gloo) train as one: the same losses, samples and codebooks, noise of their own, exact resume."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch
import two_processes as worker


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Folder of what two processes did, and what they found."""
    folder = tmp_path_factory.mktemp("two")
    launched = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc_per_node", "2"]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [*launched, worker.__file__, str(folder)], check=False, capture_output=True, text=True, env=environment
    )
    assert not done.returncode, done.stderr[-3000:]
    return folder, [json.loads((folder / f"{rank}.json").read_text()) for rank in (0, 1)]


def logged(folder, name="loss"):
    return [json.loads(line)[name] for line in (Path(folder) / "log.jsonl").read_text().splitlines()]


@pytest.mark.parametrize(("name", "accumulate"), [("two", 1), ("accumulated", 2)])
def test_losses_are_those_of_one_process_with_both_batches(run, tmp_path, name, accumulate):
    """k-means, moving averages and dead codes included; thirteen samples leave one process without at every end."""
    worker.train(tmp_path, 4, accumulate=accumulate)
    assert logged(run[0] / name) == pytest.approx(logged(tmp_path), abs=1e-5)
    assert set(logged(run[0] / name, "processes")) == {2}


def test_weights_and_codebooks_are_the_same_in_both_and_in_one(run, tmp_path):
    trainer, _ = worker.train(tmp_path, 4)
    one, (_, (first, second)) = worker.weights(trainer), run
    assert first["weights"] == second["weights"]
    for name, value in one.items():
        assert torch.allclose(torch.tensor(value), torch.tensor(first["weights"][name]), atol=1e-4), name


def test_every_sample_once_an_epoch_and_epochs_differ(run):
    _, (first, second) = run
    steps = [(a[0], [*a[1], *b[1]]) for a, b in zip(first["seen"], second["seen"], strict=True)]
    orders = [[at for epoch, step in steps if epoch == number for at in step] for number in range(worker.EPOCHS)]
    # The last batch has one sample: the process without takes the same one, which counts once.
    assert all(len(order) == worker.SAMPLES + 1 for order in orders)
    assert all(sorted(set(order)) == list(range(worker.SAMPLES)) for order in orders)
    assert orders[0] != orders[1] != orders[2]


def test_means_are_of_all_rows_that_count(run):
    for rank, found in enumerate(run[1]):
        assert found["alone"] == (1.0, 10.0)[rank]
        assert found["one_counts"] == (2.0, 0.0)[rank]
        assert found["rows"] == [0.0, 1.0, 2.0, 10.0]
        assert found["rows_that_count"] == [0.0, 1.0, 2.0]
    assert sum(found["mean"] for found in run[1]) / 2 == pytest.approx(13 / 4)


def test_losses_of_rows_that_are_too_short_are_taken_with_the_others(run):
    """Nobody waits for a mean that another process does not take, nor for a gradient."""
    short, long = run[1]
    assert (short["jitter"] + long["jitter"]) / 2 == pytest.approx(float(worker.jitter([worker.SHORT, worker.LONG])))
    assert long["jitter"] > 0
    alone, skipped, _ = worker.guidance([30])
    assert (short["guidance"][:2], long["guidance"][1]) == ([0.0, 1], skipped)
    assert long["guidance"][0] / 2 == pytest.approx(alone)
    assert not any(short["guidance"][2])
    assert all(long["guidance"][2])


def test_average_velocities_are_learnt_as_by_one_process(run):
    loss, gradient = worker.averaged([0, 1, 2, 3])
    first, second = (found["averaged"] for found in run[1])
    assert (first[0] + second[0]) / 2 == pytest.approx(loss, rel=1e-5)
    means = [(one + other) / 2 for one, other in zip(first[1], second[1], strict=True)]
    assert means == pytest.approx(gradient, rel=1e-3, abs=1e-5)
    assert max(map(abs, gradient)) > 1e-2


def test_processes_draw_alike_only_where_they_have_to(run):
    _, (first, second) = run
    assert first["alike"] == second["alike"]
    assert first["own"] != second["own"]
    drawn = [[number for _, _, number in found["seen"]] for found in run[1]]
    assert not set(drawn[0]) & set(drawn[1])
    assert [len(set(numbers)) for numbers in drawn] == [12, 12]


def test_a_resumed_run_ends_as_an_uninterrupted_one_and_each_process_draws_on(run):
    _, (first, second) = run
    assert first["whole"] == first["resumed"] == second["resumed"]
    assert first["next"] != second["next"]
    assert logged(run[0] / "whole") == logged(run[0] / "killed")
    assert logged(run[0] / "whole", "drawn") == logged(run[0] / "killed", "drawn")


def test_another_number_of_processes_is_refused(run):
    with pytest.raises(ValueError, match="processes: expected 2 as in the run that is resumed, got 1"):
        worker.train(run[0] / "two", 2, resume=True)
