"""The integrated vocabulary of SOKE §3.3: text, motion, marker, language and signer tokens in one id space.

With a text vocabulary of S entries, the parts body (96), left and right hand (192 each) and three languages:

| ids | tokens |
|---|---|
| 0 … S−1 | text, specials included |
| S … S+95, S+96 … S+287, S+288 … S+479 | `<B_0>` …, `<LH_0>` …, `<RH_0>` … |
| S+480 | `<SIGN>`, which introduces a retrieved sign |
| then four a language | `<ASL>`, `<ASL_B>`, `<ASL_LH>`, `<ASL_RH>`, `<CSL>`, … |
| with a pointer: then two | `<LETTER>`, `<NUMERAL>`, which introduce what is shown beside signs |
| then one a signer | `<SIGNER_0>`, … |

Further residual levels of a part (`body_2`) are columns like parts, behind them: `<B2_0>` …, `<LH2_0>` …

Codes are part-local everywhere but inside the embedding: only this module adds offsets.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from signary.io.errors import InputError
from signary.language.languages import resolve
from signary.tokenizer.columns import named_columns

#: Names of parts inside token names; any other part is called by its own name.
PART_TOKENS = {"body": "B", "left_hand": "LH", "right_hand": "RH"}
#: What a prompt of a generator with a pointer shows; each kind has a marker.
SIGN_KINDS = ("sign", "letter", "numeral")


@dataclass(frozen=True)
class SignVocabulary:
    """Which id stands for what; equal vocabularies mean that a processor and a model fit together.

    Attributes:
        text_size: Number of text ids S.
        parts: Names of the P columns of codes: parts in layout order, then their further residual levels.
        codebook_sizes: Codebook size V of each column.
        languages: Ids of the sign languages.
        num_signers: Number of signer tokens.
        pointer: Whether prompts say of what kind a shown sign is.
    """

    text_size: int
    parts: tuple[str, ...]
    codebook_sizes: tuple[int, ...]
    languages: tuple[str, ...]
    num_signers: int = 0
    pointer: bool = False

    @cached_property
    def lower_levels(self) -> tuple[tuple[int, ...], ...]:
        """For each column the columns of its part's lower levels: none, but for a residual level such as `body_2`."""
        columns = named_columns(self.parts)
        return tuple(
            tuple(at for at, (part, level) in enumerate(columns) if part == column.part and level < column.level)
            for column in columns
        )

    @cached_property
    def kind_ids(self) -> tuple[int, ...]:
        """Markers of `SIGN_KINDS`; without a pointer only that of signs."""
        if not self.pointer:
            return (self.marker_id,)
        first = self.first_language_id + (1 + len(self.parts)) * len(self.languages)
        return (self.marker_id, first, first + 1)

    @cached_property
    def motion_offsets(self) -> tuple[int, ...]:
        """Integrated id of code 0 of every part."""
        return tuple(accumulate(self.codebook_sizes[:-1], initial=self.text_size))

    @property
    def marker_id(self) -> int:
        """`<SIGN>`, which introduces a retrieved sign in the prompt."""
        return self.text_size + sum(self.codebook_sizes)

    @property
    def first_language_id(self) -> int:
        """Id of the first language token; each language takes 1 + P ids."""
        return self.marker_id + 1

    @property
    def language_ids(self) -> dict[str, int]:
        """Language -> id of its token; the part-wise start token of part p is 1 + p further."""
        stride = 1 + len(self.parts)
        return {name: self.first_language_id + stride * index for index, name in enumerate(self.languages)}

    @property
    def size(self) -> int:
        """Number of rows of the embedding."""
        languages = (1 + len(self.parts)) * len(self.languages)
        return self.first_language_id + languages + len(self.kind_ids) - 1 + self.num_signers

    def language_id(self, language: str) -> int:
        """Id of the token of a language, called by its id, ISO 639-3 code or English name.

        Raises:
            UnknownLanguageError: If the vocabulary has no such language; lists those it has.
        """
        ids = self.language_ids
        name = language.strip().casefold()
        return ids[name] if name in ids else ids[resolve(language, self.languages).id]

    def signer_id(self, signer: int) -> int:
        """Id of the token of a signer.

        Raises:
            InputError: If the vocabulary has no such signer.
        """
        if not 0 <= signer < self.num_signers:
            known = f"0 to {self.num_signers - 1}" if self.num_signers else "None (the vocabulary has no signers)"
            raise InputError("signer", known, signer)
        return self.size - self.num_signers + signer

    def token_names(self) -> list[str]:
        """Names of all ids that are not text, in id order from `text_size` on."""
        short = [
            PART_TOKENS.get(part, part.upper()) + (str(level) if level > 1 else "")
            for part, level in named_columns(self.parts)
        ]
        names = [f"<{p}_{code}>" for p, size in zip(short, self.codebook_sizes, strict=True) for code in range(size)]
        names.append("<SIGN>")
        for language in self.languages:
            names += [f"<{language.upper()}>", *(f"<{language.upper()}_{part}>" for part in short)]
        names += [f"<{kind.upper()}>" for kind in SIGN_KINDS[1 : len(self.kind_ids)]]
        return names + [f"<SIGNER_{signer}>" for signer in range(self.num_signers)]
