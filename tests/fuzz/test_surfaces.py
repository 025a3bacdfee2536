"""Damaged and hostile files end in named errors, soon, in bounded memory, and run nothing: `benchmarks/hostile.py`."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent.parent / "benchmarks"))

from hostile_surfaces import surfaces
from hostile_surfaces.running import run_surface

SURFACES = surfaces()
#: Beyond the inputs written by hand.
MUTANTS = 150


@pytest.mark.slow
@pytest.mark.parametrize("name", SURFACES)
def test_mutants_end_in_named_errors(name, tmp_path):
    surface = SURFACES[name]
    mutants = MUTANTS + len(surface.attacks())
    tally = run_surface(surface, mutants, seed=2, keep=tmp_path)
    assert tally.mutants == mutants
    assert not tally.failures, "\n".join(f"{outcome} {number}: {said}" for outcome, number, said in tally.failures)
    # A reader that refuses or takes everything would prove nothing.
    assert 0 < tally.counts["named"] < mutants
