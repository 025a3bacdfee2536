"""Names and numbers come apart into letters and numerals; every other gloss is itself."""

import pytest

from signary.language.languages import resolve
from signary.retrieval.gloss_parts import gloss_parts
from signary.retrieval.lookup import plan_text
from signary.signer.lexicon import shipped_alphabet, shipped_lexicon


@pytest.mark.parametrize(
    ("gloss", "language", "parts"),
    [
        ("#ANNA", "dgs", "#A #N #N #A"),
        ("#SCHULZE", "dgs", "#SCH #U #L #Z #E"),
        ("#刘洋", "csl", "#L #I #U #Y #A #NG"),
        ("TWO+FIVE", "asl", "TWO FIVE"),
        ("TWO+#TH", "asl", "TWO #T #H"),
        ("MOTHER", "asl", "MOTHER"),
        ("#A", "asl", "#A"),
        ("NO-SUCH-SIGN", "asl", "NO-SUCH-SIGN"),
        ("XA", "asl", "XA"),
        ("TWO+XX", "asl", "TWO+XX"),
        ("+", "asl", "+"),
        ("#", "asl", "#"),
        ("#ANNA", "bsl", "#ANNA"),
    ],
)
def test_what_glosses_are_made_of(gloss, language, parts):
    assert gloss_parts(gloss, language) == tuple(parts.split())


@pytest.mark.parametrize("language", ["asl", "dgs", "csl"])
def test_entries_of_a_lexicon_are_themselves(language):
    assert all(gloss_parts(gloss, language) == (gloss,) for gloss in shipped_lexicon(language).entries)


@pytest.mark.parametrize(
    ("text", "language"),
    [("Zorblax sees 42 cars.", "asl"), ("Frau Schulze hat 28 Äpfel.", "dgs"), ("刘洋有二十五个苹果。", "csl")],
)
def test_glosses_of_a_text_are_made_of_signs_that_there_are(text, language):
    """What the rules sign for a text comes apart into nothing but entries and letters, as the rules say themselves."""
    entries, letters = shipped_lexicon(language).entries, shipped_alphabet(language).letters
    items = [item for plan in plan_text(text, resolve(language)) for item in plan.signed]
    assert any(len(gloss_parts(item.gloss, language)) > 1 for item in items)
    for item in items:
        parts = gloss_parts(item.gloss, language)
        assert all(part in entries or part.removeprefix("#") in letters for part in parts)
        assert parts == tuple(name for name, _ in item.unit.parts)
