"""Which pieces of a text vocabulary stay when the rest is dropped: enough to write any word, and an account of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from signary.generator.sign_mbart.piece_spelling import BLANK, PieceSpeller
from signary.generator.sign_mbart.processing_sign_mbart import SignMBartProcessor
from signary.io.progress import track
from signary.language.languages import resolve

#: Beginnings of the Unicode names of the letters and marks of a script; Latin is everybody's.
_LATIN = (
    "LATIN ",
    "FULLWIDTH LATIN",
    "COMBINING ",
    "MODIFIER LETTER",
    "FEMININE ORDINAL",
    "MASCULINE ORDINAL",
    "MICRO",
)
_SCRIPTS = {"zh": ("CJK ", "IDEOGRAPHIC", "KANGXI RADICAL")}
#: Categories of characters of no script: punctuation, symbols, numbers, blanks.
_OF_NO_SCRIPT = "PSNZC"
#: Pieces that an account shows.
_EXAMPLES = 5


@dataclass(frozen=True)
class KeptText:
    """What stays of a text vocabulary, and why.

    Attributes:
        ids: Text ids that stay, in ascending order; special tokens are among them.
        languages: Sign languages whose words can be written.
        size: Text ids that there were.
        of_corpus: How many of `ids` the corpus' sentences use.
        of_lemmas: How many more the dictionary's lemmas use.
        for_spelling: How many more are there so that any other word can be written.
        spelled: Pieces that were dropped and are written with those that stay.
        lost: Pieces that were dropped and become the unknown token: those of other scripts.
    """

    ids: tuple[int, ...]
    languages: tuple[str, ...]
    size: int
    of_corpus: int
    of_lemmas: int
    for_spelling: int
    spelled: int
    lost: tuple[str, ...]

    def __str__(self) -> str:
        """One line for people."""
        line = (
            f"text vocabulary: {len(self.ids):,} of {self.size:,} pieces stay ({self.of_corpus:,} of the corpus' "
            f"sentences, {self.of_lemmas:,} more of the dictionary's lemmas, {self.for_spelling:,} more to spell any "
            f"other word of {', '.join(self.languages)}); dropped are {self.spelled:,} that "
            "are spelled with those that stay"
        )
        if not self.lost:
            return line
        examples = " ".join(piece.strip(BLANK) for piece in self.lost[:_EXAMPLES])
        return f"{line}, and {len(self.lost):,} of other scripts, which become unknown: {examples} …"


def kept_text(
    processor: SignMBartProcessor, sentences: Iterable[tuple[str, str]], lemmas: Iterable[tuple[str, str]] = ()
) -> KeptText:
    """The text ids that `trim_text_vocabulary` is to keep.

    Those that prompts of the corpus and the lemmas of the dictionary use, special tokens, bytes if the tokenizer has
    them, and every piece in the scripts of the languages that what is kept could not spell: its characters, mostly. So
    no text in these scripts that the tokenizer can read becomes unknown.

    Args:
        processor: Of the whole vocabulary.
        sentences: Text and sign language of each sentence of the corpus.
        lemmas: Lemma and sign language of each entry of the dictionary.
    """
    tokenizer, size = processor.tokenizer, processor.vocabulary.text_size
    of_corpus = _used(processor, sentences)
    of_lemmas = _used(processor, lemmas) - of_corpus
    speller = PieceSpeller(tokenizer, of_corpus | of_lemmas)
    special = {at for at in tokenizer.all_special_ids if at < size}
    kept = of_corpus | of_lemmas | special
    for at in speller.bytes.values():
        speller.keep(at)
        kept.add(at)
    scripts = [_SCRIPTS.get(resolve(name).spoken, ()) for name in processor.languages]
    beginnings = (*_LATIN, *(begin for script in scripts for begin in script))
    spelled, lost, known = 0, list[str](), dict[str, bool]()
    rest = sorted(speller.pieces.keys() - kept, key=lambda at: (len(speller.characters(at)), at))
    for at in track(rest, "trimming the text vocabulary"):
        if speller.spell(at) is not None:
            spelled += 1
        elif all(known.setdefault(each, _is_of(each, beginnings)) for each in speller.characters(at)):
            speller.keep(at)
            kept.add(at)
        else:
            lost.append(speller.pieces[at])
    for_spelling = len(kept) - len(of_corpus) - len(of_lemmas)
    return KeptText(
        tuple(sorted(kept)), tuple(processor.languages), size, len(of_corpus), len(of_lemmas), for_spelling, spelled,
        tuple(lost),
    )  # fmt: skip


def _used(processor: SignMBartProcessor, texts: Iterable[tuple[str, str]]) -> set[int]:
    """Text ids of prompts: through the processor, as training and use go."""
    size = processor.vocabulary.text_size
    return {at for text, language in set(texts) for at in processor.prompt(text, language) if at < size}


def _is_of(characters: str, beginnings: tuple[str, ...]) -> bool:
    """Whether all characters are of no script, or of one that is asked for."""
    return all(
        unicodedata.category(each)[0] in _OF_NO_SCRIPT or unicodedata.name(each, "").startswith(beginnings)
        for each in characters
    )
