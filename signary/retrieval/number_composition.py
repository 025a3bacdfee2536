"""Integers out of number signs: own entries, tens and ones in the order of the language, scales, years."""

from __future__ import annotations

from typing import Protocol

#: Scales, the greatest first, and how many of each may be counted; a number beyond them is signed digit by digit.
_SCALES = ((10**12, 1000), (10**9, 1000), (10**6, 1000), (10**3, 1000), (10**2, 10))
_MYRIAD, _SQUARE = 10**4, 10**8


class NumberKeys(Protocol):
    """Value -> gloss or lemma of its sign."""

    def __contains__(self, value: object, /) -> bool: ...

    def __getitem__(self, value: int, /) -> str: ...


class Numerals(Protocol):
    """Which numbers have a sign, and how the others are composed: a lexicon, or the numerals of a sign dictionary."""

    @property
    def numbers(self) -> str:
        """How numbers are composed, one of `NUMBER_ORDERS`."""
        ...

    @property
    def by_number(self) -> NumberKeys:
        """Value -> gloss or lemma."""
        ...


def compose(value: int, numerals: Numerals) -> tuple[str, ...] | None:
    """Keys for an integer from 0: its own entry, else composed, else its digits; `None` if those are lacking."""
    values = composed_values(value, numerals)
    return None if values is None else tuple(numerals.by_number[each] for each in values)


def composed_values(value: int, numerals: Numerals) -> tuple[int, ...] | None:
    """What the signs for an integer from 0 are worth, one after another; `None` if some are lacking."""
    return _composed(value, numerals) or _own(_digits(value), numerals)


def year_values(year: int, numerals: Numerals, *, by_digits: bool) -> tuple[int, ...] | None:
    """What the signs for a year are worth: two pairs (19|98), or digit by digit."""
    century, rest = divmod(year, 100)
    if by_digits:
        return _own(_digits(year), numerals)
    if not 10 <= century < 100 or (century % 10 == 0 and rest < 10):
        return composed_values(year, numerals)
    if not rest:
        return composed_values(year, numerals)
    head, tail = composed_values(century, numerals), composed_values(rest, numerals)
    zero = _own((0,), numerals) if rest < 10 else ()
    return None if head is None or tail is None or zero is None else (*head, *zero, *tail)


def _composed(value: int, numerals: Numerals) -> tuple[int, ...] | None:
    if numerals.numbers == "myriads":
        return _own(_myriads(value), numerals) if value < _SQUARE * _SQUARE else None
    counted = value >= 10**6 or (value >= 100 and numerals.numbers == "digits")
    if value in numerals.by_number and not counted:
        return (value,)
    return _tens(value, numerals) if value < 100 else _scaled(value, numerals)


def _tens(value: int, numerals: Numerals) -> tuple[int, ...] | None:
    if numerals.numbers == "digits":
        return _own(_digits(value), numerals)
    tens, ones = value - value % 10, value % 10
    return _own((tens, ones) if numerals.numbers == "tens_first" else (ones, tens), numerals)


def _scaled(value: int, numerals: Numerals) -> tuple[int, ...] | None:
    """Count, scale sign (1,000,000 where there is one, 1,000, 100), rest."""
    scale, most = next((each for each in _SCALES if each[0] <= value and each[0] in numerals.by_number), (0, 0))
    if not scale or value // scale >= most:
        return None
    count, rest = divmod(value, scale)
    head = _composed(count, numerals)
    tail = _composed(rest, numerals) if rest else ()
    return None if head is None or tail is None else (*head, scale, *tail)


def _myriads(value: int) -> tuple[int, ...]:
    """Chinese: sections of four digits with 万 and 亿, and 零 in every gap (一百零五)."""
    above, below = divmod(value, _SQUARE)
    high, low = divmod(below, _MYRIAD)
    signs: list[int] = [*_myriads(above), _SQUARE] if above else []
    if high:
        signs += [*_section(high, leads=not signs), _MYRIAD]
    if low and not high and signs and low >= 1000:
        signs.append(0)
    return (*signs, *_section(low, leads=not signs)) if low or not signs else tuple(signs)


def _section(value: int, leads: bool) -> tuple[int, ...]:
    """Up to 9999: count and unit by count and unit; `leads` says that nothing stands before it."""
    if value == 0:
        return (0,)
    signs, gap = list[int](), False
    for unit in (1000, 100, 10, 1):
        count = value // unit % 10
        if not count:
            gap = bool(signs) or not leads
            continue
        signs += [0] if gap else []
        gap = False
        if unit == 10 and count == 1 and (signs or not leads):
            signs += [1, 10]
        else:
            signs += [count * unit] if unit <= 10 else [count, unit]
    return tuple(signs)


def _digits(value: int) -> tuple[int, ...]:
    return tuple(map(int, str(value)))


def _own(values: tuple[int, ...], numerals: Numerals) -> tuple[int, ...] | None:
    return None if any(value not in numerals.by_number for value in values) else values
