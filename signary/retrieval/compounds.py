"""Unknown compounds out of known words: `wintersturm` is winter and sturm, `不想` is 不 and 想."""

from __future__ import annotations

from collections.abc import Callable, Iterator

MIN_PART, MAX_LENGTH = 3, 60
_LINKS = ("", "s", "es", "n", "en", "er", "e")

#: Says under which dictionary key a piece is known, or `None`. The flag allows inflected forms (last pieces only).
Known = Callable[[str, bool], str | None]


def split_compound(word: str, known: Known) -> tuple[str, ...] | None:
    """Dictionary keys of the two or three known words that a German compound consists of.

    Pieces but the last may be followed by a linking -s-, -es-, -n-, -en-, -er- or -e- or lack a final -e (`schul`).
    Two pieces are preferred to three, and then the longest last piece.

    Args:
        word: In lower case.
        known: Looks up a piece.
    """
    if len(word) > MAX_LENGTH:
        return None
    for pieces in (2, 3):
        found = next(_splits(word, pieces, known), None)
        if found is not None:
            return found
    return None


def _splits(word: str, pieces: int, known: Known) -> Iterator[tuple[str, ...]]:
    if pieces == 1:
        key = known(word, True)
        if key is not None:
            yield (key,)
        return
    for cut in range(MIN_PART, len(word) - MIN_PART * (pieces - 1) + 1):
        head = _modifier(word[:cut], known)
        if head is not None:
            yield from ((head, *rest) for rest in _splits(word[cut:], pieces - 1, known))


def _modifier(piece: str, known: Known) -> str | None:
    """The key of a piece that is not the last: as it is, without its linking letters, or with a final -e."""
    for link in _LINKS:
        stem = piece.removesuffix(link)
        if piece.endswith(link) and len(stem) >= MIN_PART + (link == "er") and (key := known(stem, False)) is not None:
            return key
    return known(piece + "e", False)


def split_characters(word: str, known: Callable[[str], bool]) -> tuple[str, ...] | None:
    """The fewest known words that a Chinese word consists of, or `None` if some character stays unknown."""
    if len(word) > MAX_LENGTH:
        return None
    best: list[tuple[str, ...] | None] = [()]
    for end in range(1, len(word) + 1):
        options = [
            (*before, word[start:end])
            for start in range(end)
            if (before := best[start]) is not None and known(word[start:end])
        ]
        best.append(min(options, key=len, default=None))
    return best[-1]
