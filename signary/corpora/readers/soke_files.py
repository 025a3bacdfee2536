"""What lies beside SOKE's poses: statistics of its features, motion tokens, and the codes of words.

- `mean.pt`, `std.pt`: tensors of 179 numbers in the order of `soke.PARAMETERS`; features are (x − μ) / (σ + 1e-10) of
  the 133 that layout `smplx` holds, in its order.
- `CLIP.npy`: whole numbers of shape (1, L, 3), one of body, left and right hand for every fourth frame.
- `word2code.json`: word -> {body, lhand, rhand}, lists of such numbers of one length.

Codes are those of SOKE's own tokenizer: to another they mean something else.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from signary.io.budget import JSON
from signary.io.errors import FormatError
from signary.io.json_file import read_json
from signary.io.npy import load_npy
from signary.io.quoting import quoted
from signary.io.torch_file import as_array, load_torch
from signary.pose.formats.signavatars_pickle import KEPT

#: Numbers of a file of statistics: all parameters, or those that are kept.
_ALL, _KEPT = 179, len(KEPT)
_HANDS = ("body", "lhand", "rhand")
#: More codes than any tokenizer of it has.
_CODES = 1 << 16


def read_soke_statistics(mean: Path | str, std: Path | str) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation of the features of layout `smplx`.

    Args:
        mean: A file of `torch.save`.
        std: Another.

    Returns:
        Two float32 arrays of shape (133,).

    Raises:
        InputError: If there is no such file.
        FormatError: If one holds something else, or a deviation is below 0.
        UnsafeFileError: If one asks for anything but data.
    """
    found = [_statistics(Path(path)) for path in (mean, std)]
    if (found[1] < 0).any():
        raise FormatError(Path(std).name, "standard deviations of 0 or more", f"{found[1].min():g}")
    return found[0], found[1]


def _statistics(path: Path) -> np.ndarray:
    content = load_torch(path, 1 << 20)
    array = as_array(content)
    if array is None or array.size not in (_ALL, _KEPT) or array.dtype.kind not in "fiu":
        raise FormatError(path.name, f"a tensor of {_ALL} or {_KEPT} numbers", quoted(content))
    numbers = array.ravel().astype(np.float32)
    if not np.isfinite(numbers).all():
        raise FormatError(path.name, "finite numbers", "NaN or infinity")
    return numbers[list(KEPT)] if len(numbers) == _ALL else numbers


def read_soke_tokens(path: Path | str) -> np.ndarray:
    """Tokens of a clip.

    Returns:
        An int64 array of shape (L, 3): codes of body, left hand, right hand.

    Raises:
        InputError: If there is no such file.
        FormatError: If it holds something else.
        UnsafeFileError: If it asks for Python objects.
    """
    path = Path(path)
    array = load_npy(path)
    codes = array[0] if array.ndim == 3 and array.shape[0] == 1 else array
    return _checked(path.name, codes)


def read_word_codes(path: Path | str) -> dict[str, np.ndarray]:
    """Word -> codes (L, 3) of its sign: body, left hand, right hand.

    Raises:
        InputError: If there is no such file.
        FormatError: If it holds something else; names the word.
    """
    path = Path(path)
    return {word: _word(f"{path.name}, {quoted(word)}", codes) for word, codes in read_json(path, JSON).items()}


def _word(where: str, codes: Any) -> np.ndarray:
    columns = [codes.get(part) if isinstance(codes, dict) else None for part in _HANDS]
    lengths = {len(column) if isinstance(column, list) else 0 for column in columns}
    if len(lengths) > 1 or not min(lengths):
        raise FormatError(where, f"lists {', '.join(_HANDS)} of one length", quoted(codes))
    if not all(type(code) is int for column in columns for code in column or ()):
        raise FormatError(where, "whole numbers", quoted(columns))
    return _checked(where, np.array(columns, dtype=object).T)


def _checked(where: str, codes: np.ndarray) -> np.ndarray:
    if codes.ndim != 2 or codes.shape[1] != len(_HANDS) or not len(codes) or codes.dtype.kind not in "iuO":
        raise FormatError(where, "codes of shape (1, L, 3)", f"{codes.dtype} of shape {codes.shape}")
    if codes.min() < 0 or codes.max() >= _CODES:
        raise FormatError(where, f"codes from 0, below {_CODES:,}", f"{codes.min()} to {codes.max()}")
    return codes.astype(np.int64)
