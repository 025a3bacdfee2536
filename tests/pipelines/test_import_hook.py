"""An action after the first import of a module, in the way of nobody."""

import importlib
import importlib.util
import inspect
import sys
import threading
from importlib.machinery import ModuleSpec, SourceFileLoader

import pytest

from signary.pipelines.import_hook import when_imported


@pytest.fixture
def module(tmp_path, monkeypatch):
    """Writes a module; its name."""
    name = f"hooked_{tmp_path.name}"
    monkeypatch.syspath_prepend(str(tmp_path))
    finders = list(sys.meta_path)

    def write(text="done = True\n"):
        (tmp_path / f"{name}.py").write_text(text)
        importlib.invalidate_caches()
        return name

    yield write
    sys.modules.pop(name, None)
    sys.meta_path[:] = finders


def test_it_runs_once_after_the_first_import_and_is_gone(module):
    name, seen, finders = module(), [], list(sys.meta_path)
    when_imported(name, lambda: seen.append(sys.modules[name].done))
    assert importlib.util.find_spec(name) is not None  # asking is not importing
    assert seen == []
    imported = importlib.import_module(name)
    assert seen == [True]
    assert sys.meta_path == finders
    importlib.reload(imported)
    assert seen == [True]


def test_the_module_keeps_its_own_loader(module):
    name = module("loader = type(__loader__).__name__, type(__spec__.loader).__name__\n")
    when_imported(name, lambda: None)
    imported = importlib.import_module(name)
    assert imported.loader == ("SourceFileLoader", "SourceFileLoader")
    assert isinstance(imported.__spec__.loader, SourceFileLoader)
    assert "loader =" in inspect.getsource(imported)


def test_it_runs_at_once_where_the_module_is_there(module):
    name, seen, finders = module(), [], list(sys.meta_path)
    importlib.import_module(name)
    when_imported(name, lambda: seen.append(1))
    assert seen == [1]
    assert sys.meta_path == finders


def test_a_failed_import_does_not_count(module):
    name, seen = module("raise RuntimeError('broken')\n"), []
    when_imported(name, lambda: seen.append(1))
    with pytest.raises(RuntimeError, match="broken"):
        importlib.import_module(name)
    assert seen == []
    module()
    importlib.import_module(name)
    assert seen == [1]


def test_unknown_modules_stay_unknown():
    finders = list(sys.meta_path)
    try:
        when_imported("no_such_module_anywhere", lambda: None)
        with pytest.raises(ModuleNotFoundError):
            importlib.import_module("no_such_module_anywhere")
    finally:
        sys.meta_path[:] = finders


def test_other_finders_are_asked_and_two_hooks_live_together(module):
    name, seen = module(), []

    class Finder:
        def find_spec(self, fullname, path=None, target=None):
            return ModuleSpec(name, self) if fullname == name else None

        def create_module(self, spec):
            return None

        def exec_module(self, imported):
            imported.done = "by another finder"

    sys.meta_path.insert(0, Finder())
    for number in range(2):
        when_imported(name, lambda number=number: seen.append((number, sys.modules[name].done)))
    imported = importlib.import_module(name)
    assert sorted(seen) == [(0, "by another finder"), (1, "by another finder")]
    assert type(imported.__loader__) is Finder


def test_many_threads_import_and_the_action_runs_once(module):
    name, seen, finders = module("import time\ntime.sleep(0.05)\ndone = True\n"), [], list(sys.meta_path)
    barrier = threading.Barrier(8)

    def run(number):
        barrier.wait()
        if number % 2:
            importlib.import_module(name)
        else:
            when_imported(name, lambda: seen.append((number, sys.modules[name].done)))

    threads = [threading.Thread(target=run, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=10)
    assert not any(thread.is_alive() for thread in threads)
    assert sorted(seen) == [(0, True), (2, True), (4, True), (6, True)]
    assert sys.meta_path == finders


def test_it_waits_for_the_outermost_import_of_the_packages(module, tmp_path):
    inner, seen, finders = module(), [], list(sys.meta_path)
    package = f"around_{tmp_path.name}"
    (tmp_path / f"{package}.py").write_text(f"import {inner}\nhalf = True\nwhole = True\n")
    importlib.invalidate_caches()
    when_imported(inner, lambda: seen.append(hasattr(sys.modules[package], "whole")), packages=(package,))
    importlib.import_module(package)
    assert seen == [True]
    assert sys.meta_path == finders
    sys.modules.pop(package)
