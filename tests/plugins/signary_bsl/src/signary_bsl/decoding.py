"""Decoding with a delay between parts (as MusicGen's levels): hands speak one step after the body, and have seen it."""

from __future__ import annotations

from signary.generator.sign_mbart.decoding import MultiHeadDecoding


class HandsAfterBody(MultiHeadDecoding):
    """The body says step t while the hands say step t − 1; the body alone ends a sequence.

    | decoder input | s | B0 + pad + pad | B1 + LH0 + RH0 |
    |---|---|---|---|
    | predictions | B0 | B1 LH0 RH0 | $ LH1 RH1 |
    """

    @property
    def delays(self) -> tuple[int, ...]:
        """None for the body, one step for everything else."""
        return tuple(int(part != "body") for part in self.vocabulary.parts)
