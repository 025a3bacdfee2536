"""What libraries raise over a broken file becomes one named error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from huggingface_hub.errors import StrictDataclassError
from safetensors import SafetensorError

from signary.io.errors import InputError
from signary.io.quoting import cut

#: Panics of Rust code (tokenizers, safetensors) reach Python as an exception that is no `Exception`.
_RUST = "pyo3_runtime"
_KNOWN = (
    *(ArithmeticError, AssertionError, AttributeError, BufferError, EOFError, ImportError, LookupError, NameError),
    *(OSError, RuntimeError, StrictDataclassError, SafetensorError, SyntaxError, TypeError, ValueError, MemoryError),
)


@contextmanager
def named_errors(argument: str, expected: str, got: str, error: type[InputError] = InputError) -> Iterator[None]:
    """Within it, whatever a library raises over a file is raised as an `InputError`; ours pass.

    Args:
        argument: Of the error.
        expected: What was to be read.
        got: Name of the file or folder; the library's reason is added.
        error: Kind of error to raise.
    """
    try:
        yield
    except InputError:
        raise
    except _KNOWN as problem:
        raise error(argument, expected, f"{got} ({reason(problem)})") from None
    except BaseException as problem:
        # tokenizers raises a plain `Exception`.
        if type(problem).__module__ != _RUST and type(problem) is not Exception:
            raise
        raise error(argument, expected, f"{got} ({reason(problem)})") from None


def reason(problem: BaseException, most: int = 200) -> str:
    """Why a library did not do something, in one short line."""
    lines = [line.strip() for line in str(problem).strip().splitlines() if line.strip()]
    said = " ".join(lines[:2])
    plain = isinstance(problem, (OSError, ValueError, SafetensorError))
    return cut(said if said and plain else f"{type(problem).__name__}: {said}", most)
