"""Pieces of text that a trimmed vocabulary has dropped, spelled with those that it has kept.

A tokenizer goes on cutting text into all the pieces it knows. One whose row was dropped is written with smaller ones,
with single characters or with bytes in the end, which read as the same text: `▁Umbrella` as `▁U mb rell a`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from transformers import PreTrainedTokenizerBase

_BYTE = re.compile(r"<0x([0-9A-F]{2})>")
#: What stands for a blank; a decoder would not find it again in bytes.
BLANK = "▁"


class PieceSpeller:
    """Spells pieces of a tokenizer with others of it, as few as possible, the longer ones first.

    Args:
        tokenizer: Of the text.
        kept: Ids of the pieces to spell with; special tokens among them spell nothing.
    """

    def __init__(self, tokenizer: PreTrainedTokenizerBase, kept: Iterable[int]) -> None:
        model: Any = getattr(getattr(tokenizer, "backend_tokenizer", None), "model", None)
        self._inner: str = getattr(model, "continuing_subword_prefix", None) or ""
        self._ending: str = getattr(model, "end_of_word_suffix", None) or ""
        marked = {*tokenizer.all_special_ids, *tokenizer.added_tokens_decoder}
        #: All pieces that are text, by id.
        self.pieces = dict[int, str]()
        #: Ids of tokens that are one byte, by byte.
        self.bytes = dict[int, int]()
        for piece, at in tokenizer.get_vocab().items():
            if found := _BYTE.fullmatch(piece):
                self.bytes[int(found[1], 16)] = at
            elif at not in marked:
                self.pieces[at] = piece
        self._ids = dict[str, int]()
        self._bytes = dict[int, int]()
        self._longest = 0
        for at in kept:
            self.keep(at)

    def keep(self, at: int) -> None:
        """Spell with one more piece or byte."""
        if (piece := self.pieces.get(at)) is not None:
            self._ids[piece] = at
            self._longest = max(self._longest, len(self.characters(at)))
        else:
            self._bytes |= {byte: each for byte, each in self.bytes.items() if each == at}

    def characters(self, at: int) -> list[str]:
        """What a piece is cut into at most: its characters, the last one with the mark of the end of a word, if any."""
        body = self.pieces[at].removeprefix(self._inner)
        ending = self._ending if self._ending and body.endswith(self._ending) else ""
        units = list(body.removesuffix(ending) if ending else body)
        return [*units[:-1], units[-1] + ending] if units else [ending]

    def spell(self, at: int) -> tuple[int, ...] | None:
        """Ids of kept pieces that read as a piece, in order; None if there are none that do."""
        if at not in self.pieces:
            return None
        units, inside = self.characters(at), bool(self._inner) and self.pieces[at].startswith(self._inner)
        # From the end, so that of spellings of one length the first piece is the longest.
        best: list[tuple[int, ...] | None] = [*[None] * len(units), ()]
        for start in reversed(range(len(units))):
            prefix = self._inner if start or inside else ""
            for end in range(min(len(units), start + self._longest), start, -1):
                rest, found = best[end], self._ids.get(prefix + "".join(units[start:end]))
                if rest is not None and found is not None:
                    best[start] = _shorter(best[start], (found, *rest))
            rest = best[start + 1]
            if rest is not None and (spelled := self._in_bytes(units[start])) is not None:
                best[start] = _shorter(best[start], (*spelled, *rest))
        return best[0]

    def _in_bytes(self, character: str) -> tuple[int, ...] | None:
        """A character as bytes, if the tokenizer has them."""
        if not self._bytes or character == BLANK or len(character) > 1:
            return None
        ids = [self._bytes.get(byte) for byte in character.encode("utf-8", "surrogatepass")]
        return None if None in ids else tuple(at for at in ids if at is not None)


def _shorter(one: tuple[int, ...] | None, other: tuple[int, ...]) -> tuple[int, ...]:
    """The spelling of fewer pieces; of equals the first."""
    return other if one is None or len(other) < len(one) else one
