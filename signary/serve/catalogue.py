"""What can be signed: the languages, and the signs that a word has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from signary.bundle.bundle import Bundle
from signary.language.languages import LANGUAGES, resolve
from signary.language.text_support import lacking
from signary.signer.lexicon import SignEntry, has_shipped_alphabet, has_shipped_lexicon, shipped_lexicon
from signary.streaming.chunks import BEFORE_END
from signary.streaming.live_body import can_begin_early

#: Rank of a name that does not contain a text.
_NOT_IN = 3


def languages(bundle: Bundle) -> list[dict[str, Any]]:
    """Every sign language that is registered.

    Returns:
        `id`, `iso`, `name`, `spoken`, whether the `model` and the `rules` sign it, the `methods` that do, which of them
        sign a stream `before_end` of a sentence, by a policy, `signs` of the lexicon and how many are `checked` by
        signers, whether there is an `alphabet`, and what texts are `lacking`.
    """
    by_model = ("auto", "model", *(("hybridsign",) if bundle.has_text_motion else ()))
    early, found = BEFORE_END if can_begin_early(bundle) else (), []
    for language in LANGUAGES.values():
        rules = has_shipped_lexicon(language.id)
        entries = shipped_lexicon(language.id).entries.values() if rules else ()
        methods = (*(by_model if language.id in bundle.languages else ()), *(("signer",) if rules else ()))
        found.append(
            {
                "id": language.id,
                "iso": language.iso,
                "name": language.name,
                "spoken": language.spoken,
                "model": language.id in bundle.languages,
                "rules": rules,
                "methods": list(methods),
                "before_end": [method for method in methods if method in early],
                "signs": len(entries),
                "checked": sum(entry.checked for entry in entries),
                "alphabet": has_shipped_alphabet(language.id),
                "lacking": list(lacking(language.spoken)),
            }
        )
    return found


def search(bundle: Bundle, query: str, language: str | None, limit: int) -> list[dict[str, Any]]:
    """Signs whose words or gloss contain a text: equal ones first, then those that begin with it.

    Args:
        bundle: The model; its dictionary may have signs that no lexicon has.
        query: Part of a word, in any case; empty finds everything.
        language: Sign language; None for all.
        limit: Most signs.

    Returns:
        `language`, `gloss`, `lemma` (the word that it was found by), `words`, `category`, `source`, `checked` (by a
        signer), `in_model` (the model can be shown it).

    Raises:
        UnknownLanguageError: If there is no such language.
    """
    chosen = None if language is None else resolve(language).id
    text = " ".join(query.casefold().split())
    ranked = list[tuple[int, str, SignEntry]]()
    for one in LANGUAGES if chosen is None else (chosen,):
        ranked += [(rank, one, entry) for entry in _entries(one) if (rank := _rank(entry, text)) is not None]
    ranked.sort(key=lambda found: found[0])
    found = [_described(bundle, one, entry, text) for _, one, entry in ranked[:limit]]
    seen = {(one, entry.gloss) for _, one, entry in ranked}
    return (found + list(_others(bundle, text, chosen, limit, seen)))[:limit]


def _described(bundle: Bundle, language: str, entry: SignEntry, text: str) -> dict[str, Any]:
    dictionary, words = bundle.dictionary, sorted(entry.words, key=lambda word: _rank_of(word.casefold(), text))
    known = () if dictionary is None else (dictionary.lookup(lemma, language) for lemma in entry.lemmas)
    return {
        "language": language,
        "gloss": entry.gloss,
        "lemma": words[0] if words else entry.gloss,
        "words": list(entry.words),
        "category": entry.category,
        "source": entry.source,
        "checked": entry.checked,
        "in_model": any(sign is not None and sign.gloss == entry.gloss for sign in known),
    }


def _entries(language: str) -> tuple[SignEntry, ...]:
    return tuple(shipped_lexicon(language).entries.values()) if has_shipped_lexicon(language) else ()


def _rank(entry: SignEntry, text: str) -> int | None:
    """The best rank of its names; None if none contains the text."""
    rank = min(_rank_of(name.casefold(), text) for name in (*entry.words, entry.gloss))
    return rank if rank < _NOT_IN else None


def _rank_of(name: str, text: str) -> int:
    """0 if a name is the text, 1 if it begins with it, 2 if it contains it, else 3."""
    return 0 if name == text else 1 if name.startswith(text) else 2 if text in name else _NOT_IN


def _others(
    bundle: Bundle, text: str, language: str | None, limit: int, seen: set[tuple[str, str]]
) -> Iterator[dict[str, Any]]:
    """Signs of the model's dictionary that no lexicon has: of a model of somebody's own, all."""
    if bundle.dictionary is None:
        return
    for sign in bundle.dictionary.search(text, language, limit + len(seen)):
        # Letters are no signs of words.
        if (sign.language, sign.gloss) in seen or sign.lemma.startswith("#"):
            continue
        seen.add((sign.language, sign.gloss))
        yield {
            "language": sign.language,
            "gloss": sign.gloss,
            "lemma": sign.lemma,
            "words": [sign.lemma],
            "category": None,
            "source": sign.source,
            "checked": False,
            "in_model": True,
        }
