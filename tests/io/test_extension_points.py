"""Registries: what waits until they are there, what is named instead of imported, and names that are taken."""

import subprocess
import sys
from collections import OrderedDict

import pytest

from signary.io.errors import InputError
from signary.io.registry import Registry, register

LIGHT = """
import sys
import signary
for kind in ("reader", "metric", "decoding"):
    getattr(signary, f"register_{kind}")("mine", "my_package.there:Thing")
heavy = sorted({"torch", "transformers", "datasets", "pyarrow", "my_package"} & set(sys.modules))
print(heavy)
"""


def test_what_was_added_before_the_registry_was_there_is_in_it():
    register("early bird", "worm", OrderedDict)
    found = Registry("early bird", {"seed": dict})
    assert found.names() == ("seed", "worm")
    assert (found.get("worm"), found.find("stone")) == (OrderedDict, None)
    assert (found.package("worm"), found.package("seed"), found.package("stone")) == ("collections", "", "")


def test_a_reference_is_imported_when_it_is_used_and_is_the_same_as_what_it_names():
    found = Registry("tool", {})
    register("tool", "wordlist", "collections:Counter")
    register("tool", "wordlist", "collections:Counter")
    assert found.package("wordlist") == "collections"
    assert found.get("wordlist").__name__ == "Counter"
    register("tool", "wordlist", "collections:Counter")
    with pytest.raises(InputError, match="name: expected a name no other tool has, got 'wordlist'"):
        register("tool", "wordlist", "collections:OrderedDict")
    assert found.get("wordlist").__name__ == "Counter"


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        ("no_such_package.at:all", "vehicle: expected 'no_such_package.at:all' to be there, got ModuleNotFoundError"),
        ("collections:Bicycle", "vehicle: expected 'collections:Bicycle' to be there, got AttributeError"),
    ],
)
def test_references_that_lead_nowhere_are_named(reference, words):
    found = Registry("vehicle", {})
    name = reference.partition(":")[2]
    register("vehicle", name, reference)
    assert name in found.names()
    with pytest.raises(InputError, match=words):
        found.get(name)


@pytest.mark.parametrize(
    ("name", "item", "words"),
    [
        ("two words", dict, "name: expected a name for a dish, without blanks, got 'two words'"),
        ("", dict, "without blanks, got ''"),
        ("soup", "collections.Counter", "dish: expected a class or function, or 'package.module:name'"),
        ("bread", dict, "name: expected a name no other dish has, got 'bread'"),
    ],
)
def test_mistakes_are_named(name, item, words):
    Registry("dish", {"bread": list})
    with pytest.raises(InputError, match=words):
        register("dish", name, item)


def test_what_is_no_such_thing_is_refused_when_it_is_used():
    def check(item):
        if not isinstance(item, type):
            raise InputError("pet", "a class", repr(item))

    found = Registry("pet", {}, check)
    register("pet", "rock", len)
    with pytest.raises(InputError, match="pet: expected a class, got <built-in function len>"):
        found.get("rock")
    with pytest.raises(InputError, match="pet: expected one of rock, got 'dog'"):
        found.get("dog")


def test_adding_by_reference_imports_nothing_heavy():
    done = subprocess.run([sys.executable, "-c", LIGHT], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
