"""What is slow the first time is done before the first client comes: lexicons, compiled loops, late imports, fonts."""

from __future__ import annotations

import tempfile
from pathlib import Path

from signary.bundle.bundle import Bundle
from signary.io.errors import InputError
from signary.language.languages import LANGUAGES
from signary.signer.lexicon import has_shipped_lexicon
from signary.signing.outputs import SUFFIXES, write_output
from signary.signing.rule_based import sign_text
from signary.signing.text_signer import SigningOptions, make_text_signer

#: By spoken language: numbers, names to be spelled, traditional characters, dates; each needs other tables.
_TEXTS = {
    "en": "On March 3rd my mother paid $12.50 to Zoe. Don't you know?",
    "de": "Am 3. März zahlte meine Mutter 12,50 € an Zoe. Weißt du das nicht?",
    "zh": "三月三日我媽媽付了十二块五给张伟。你不知道吗？",
}
_OTHERS, _SHORT = "12", "1"


def warm_up_files(bundle: Bundle) -> None:
    """Sign a text in every language that has rules, and one by the model, and write it in every format.

    Args:
        bundle: The model.
    """
    for language in LANGUAGES.values():
        if has_shipped_lexicon(language.id):
            sign_text(_TEXTS.get(language.spoken, _OTHERS), language)
    signed = make_text_signer("model", bundle.languages[0], SigningOptions(), bundle)(_SHORT)
    with tempfile.TemporaryDirectory(prefix="signary-") as folder:
        for suffix in SUFFIXES:
            try:
                write_output(signed, Path(folder) / f"warm{suffix}", size=64, captions=True)
            except InputError:
                continue  # motion of other layouts does not go into every format
