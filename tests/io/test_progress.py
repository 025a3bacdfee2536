import io
import sys

import pytest

from signary.io import progress


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def stderr(monkeypatch):
    def replace(stream):
        monkeypatch.setattr(sys, "stderr", stream)
        return stream

    return replace


def test_nothing_is_said_where_nobody_watches(stderr, monkeypatch):
    silent = stderr(io.StringIO())
    monkeypatch.setattr(progress, "PATIENCE_SECONDS", -1.0)
    assert list(progress.track(range(5), "signing")) == list(range(5))
    assert silent.getvalue() == ""


def test_nothing_is_said_about_quick_work(stderr):
    terminal = stderr(_Terminal())
    assert list(progress.track(iter("abc"), "signing")) == ["a", "b", "c"]
    assert terminal.getvalue() == ""


def test_long_work_on_a_terminal_shows_a_bar(stderr, monkeypatch):
    terminal = stderr(_Terminal())
    monkeypatch.setattr(progress, "PATIENCE_SECONDS", -1.0)
    assert list(progress.track(range(5), "signing")) == list(range(5))
    assert "signing" in terminal.getvalue()
    assert "5" in terminal.getvalue()


@pytest.mark.parametrize("isatty", [True, False])
def test_items_are_asked_for_one_by_one(isatty, stderr, monkeypatch):
    stderr(_Terminal() if isatty else io.StringIO())
    monkeypatch.setattr(progress, "PATIENCE_SECONDS", -1.0)
    drawn = []
    tracked = progress.track((drawn.append(item) or item for item in range(5)), "signing", total=5)
    next(tracked)
    next(tracked)
    assert drawn == [0, 1]
    tracked.close()
