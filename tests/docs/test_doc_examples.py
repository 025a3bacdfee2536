"""Commands and programs of the pages name only what there is: commands, options, files, modules, names."""

import ast
import importlib
import importlib.util
import re
import shlex
from contextlib import redirect_stdout
from functools import cache
from io import StringIO

import pytest
import typer
from doc_pages import PAGES, ROOT, blocks, name_of

from signary.cli import app, main

#: Shells and blocks without a language.
_SHELL = ("bash", "sh", "console", "")


def _commands(page, program):
    """Lines of the page's blocks that begin with the program, as words, comments and line ends joined or cut."""
    found = []
    for block in blocks(page, *_SHELL):
        for line in re.sub(r"\\\n", " ", block).splitlines():
            match = re.search(rf"(?:^|[|&;] *|\bpython -m )({program}.*)$", line.split(" #")[0].strip())
            if match:
                words = re.sub(r"[\[\]{}|…]", " ", match.group(1)).replace("'", " ").replace('"', " ")
                found.append(shlex.split(words))
    return found


@cache
def _flags(*way):
    """Flags of a command that leaves them to a module of its own, as its help lists them; None if it has no help."""
    said = StringIO()
    with redirect_stdout(said), pytest.raises(SystemExit) as end:
        main([*way, "--help"])
    return None if end.value.code else set(re.findall(r"--\w[\w-]*", said.getvalue()))


def _wrong(words):
    """What of a `signary …` command there is not, or None."""
    command, given, way = typer.main.get_command(app), words[1:], []
    plain = re.compile(r"[a-z]+(-[a-z]+)*")
    while isinstance(getattr(command, "commands", None), dict) and given and plain.fullmatch(given[0]):
        if given[0] not in command.commands:
            return given[0]
        command, given, way = command.commands[given[0]], given[1:], [*way, given[0]]
    known = {name for option in command.params for name in (*option.opts, *option.secondary_opts)} | {"--help"}
    if command.context_settings.get("ignore_unknown_options"):
        chosen = given[given.index("--format") :][:2] if "--format" in given else []
        named = given[:1] not in (["FORMAT"], ["READER"]) and not given[0].startswith("-")
        if way in (["corpus", "prepare"], ["dictionary", "build"]) and not chosen and named:
            chosen = ["--format", given[0]]
        more = _flags(*way, *chosen)
        # A format of a plug-in that is not installed here may have any.
        return None if more is None else next(iter(_unknown(given, known | more)), None)
    return next(iter(_unknown(given, known)), None)


def _unknown(given, known):
    return [word for word in given if word.startswith("--") and word.partition("=")[0] not in known]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_commands_and_their_options_are_there(page):
    wrong = {" ".join(words): _wrong(words) for words in _commands(page, "signary ")}
    assert {command: part for command, part in wrong.items() if part} == {}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_programs_are_there(page):
    named = [path for block in blocks(page, *_SHELL) for path in re.findall(r"\b(?:scripts|benchmarks)/\w+\.py", block)]
    modules = [name for block in blocks(page, *_SHELL) for name in re.findall(r"-m (signary[\w.]*)", block)]
    assert [path for path in named if not (ROOT / path).is_file()] == []
    assert [name for name in modules if importlib.util.find_spec(name) is None] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_python_is_python_and_imports_what_there_is(page):
    for block in blocks(page, "python"):
        for node in ast.walk(ast.parse(block)):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "signary":
                home = importlib.import_module(node.module)
                assert [name.name for name in node.names if not hasattr(home, name.name)] == []


def test_a_wrong_option_is_found():
    assert _wrong(["signary", "generate", "TEXT", "--langauge", "dgs"]) == "--langauge"
    assert _wrong(["signary", "dictionary", "biuld"]) == "biuld"
    assert _wrong(["signary", "stream", "-", "--language", "dgs"]) is None
