"""The package's public names exist, are imported lazily, and unknown ones are refused as Python does."""

import subprocess
import sys

import pytest

import signary


def test_every_public_name_resolves():
    for name in signary.__all__:
        assert getattr(signary, name) is not None


def test_import_is_free():
    program = "import sys, signary; assert not {'torch', 'numpy'} & set(sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_unknown_names_raise():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = signary.nothing
