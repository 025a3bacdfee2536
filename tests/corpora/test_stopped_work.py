"""Work goes on with what was asked for, and with nothing else."""

import json

import pytest

from signary.corpora.stopped_work import begin_work
from signary.io.errors import InputError

ASKED = {"reader": "Pt", "options": {"fps": "25"}}


def test_it_begins_once_and_goes_on_with_the_same(tmp_path):
    state = tmp_path / "a.building" / "state.json"
    for _ in range(2):
        begin_work(state, ASKED, "build", ("records", "data"))
    assert json.loads(state.read_text()) == ASKED
    assert sorted(path.name for path in state.parent.iterdir()) == ["data", "records", "state.json"]


def test_others_are_refused_by_what_differs(tmp_path):
    state = tmp_path / "a.building" / "state.json"
    begin_work(state, ASKED, "build", ("records",))
    with pytest.raises(InputError, match=r"the options of the build that was stopped in 'a.building' \(or delete"):
        begin_work(state, {**ASKED, "options": {"fps": "50"}}, "build", ("records",))
    with pytest.raises(InputError, match="the reader and options of the build"):
        begin_work(state, {"reader": "Other", "options": {}}, "build", ("records",))
    assert json.loads(state.read_text()) == ASKED


def test_a_place_that_cannot_be_written_to_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="output: expected a folder that can be made and written to"):
        begin_work(tmp_path / "file" / "work" / "state.json", ASKED, "build", ("records",))
