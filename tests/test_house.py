"""The house as it stands: no circle of modules, names of files."""

from collections import Counter, defaultdict
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def imports():
    """Module -> modules that it imports: in functions and for type checking too."""
    graph = grimp.build_graph("signary")
    return {module: set(graph.find_modules_directly_imported_by(module)) for module in graph.modules}


def circles(imports):
    """Groups of modules that import one another (Tarjan), each sorted."""
    number, low, stack, on_stack, found = {}, {}, [], set(), []

    def visit(module):
        number[module] = low[module] = len(number)
        stack.append(module)
        on_stack.add(module)
        for other in imports[module]:
            if other not in number:
                visit(other)
                low[module] = min(low[module], low[other])
            elif other in on_stack:
                low[module] = min(low[module], number[other])
        if low[module] == number[module]:
            group = set[str]()
            while module not in group:
                group.add(stack.pop())
            on_stack.difference_update(group)
            if len(group) > 1:
                found.append(sorted(group))

    for module in imports:
        if module not in number:
            visit(module)
    return found


def test_no_modules_import_one_another(imports):
    assert circles(imports) == []


def test_a_circle_would_be_found():
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": set()}) == [["b", "c"]]


def test_no_room_imports_one_that_imports_it(imports):
    rooms = defaultdict(set)
    for module, others in imports.items():
        rooms[module.split(".")[1] if "." in module else ""] |= {name.split(".")[1] for name in others if "." in name}
    rooms = {room: {other for other in others if other in rooms} - {room} for room, others in rooms.items()}
    assert circles(rooms) == []


def test_two_files_of_one_name_have_the_same_role():
    """Files whose name says what they are in every room that has one; a module of `cli/` is named like its command."""
    same = {"__init__.py", "__main__.py", "inputs.py", "outputs.py", "loading.py", "losses.py", "encoder.py"}
    same |= {"errors.py", "registry.py", "vocabulary.py"}
    paths = [path for path in (ROOT / "signary").rglob("*.py") if path.parent.name != "cli"]
    assert {name for name, count in Counter(path.name for path in paths).items() if count > 1} <= same
