"""What a gloss is made of: a name of letters, a number of numerals; any other sign of itself."""

from __future__ import annotations

from signary.retrieval.spelling import spell
from signary.signer.lexicon import has_shipped_lexicon, shipped_lexicon, speller


def gloss_parts(gloss: str, language: str) -> tuple[str, ...]:
    """Entries of the lexicon (`TWO`) and letters (`#A`) that are signed one after another for a gloss.

    `#ANNA` is `#A #N #N #A`, spelled as everywhere (longest letters first, Chinese through its pinyin), and `TWO+FIVE`
    is `TWO FIVE`. A gloss that cannot be taken apart, and any of a language without a lexicon, is itself.

    Args:
        gloss: Without spaces.
        language: Id of a registered sign language.
    """
    if not has_shipped_lexicon(language):
        return (gloss,)
    lexicon, alphabet = shipped_lexicon(language), speller(language)
    parts = list[str]()
    for part in (gloss,) if gloss in lexicon.entries else gloss.split("+"):
        if part in lexicon.entries or (part.startswith("#") and part[1:] in alphabet.letters):
            parts.append(part)
        elif part.startswith("#") and (spelled := spell(part[1:].lower(), alphabet, lexicon).parts):
            parts += [letter for letter, _ in spelled]
        else:
            return (gloss,)
    return tuple(parts)
