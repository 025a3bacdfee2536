"""The notice of unverified signs in the language that a client reads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from signary.signer.signer import NOTICE

ENGLISH = "en"
#: The project's own notice by the language that it is read in; the page has the same (`strings.js`).
NOTICES = {
    ENGLISH: NOTICE,
    "de": "Vorführlexikon, nicht von Gebärdenden geprüft",
    "zh": "演示词典，未经手语使用者核实",
}


def notice_for(notice: str | None, accepted: str | None) -> str | None:
    """A notice for somebody who reads these languages; what owners of other models wrote stays as it is.

    Args:
        notice: What must be said with the motion, if anything.
        accepted: The header `Accept-Language`, if there is one.
    """
    return notice if notice != NOTICE else NOTICES[_preferred(accepted or "")]


def _preferred(accepted: str) -> str:
    """The language that is wanted most of those that there are; English if there is none."""
    found = sorted(_weighted(accepted), key=lambda item: -item[1])
    return next((language for language, weight in found if weight > 0), ENGLISH)


def _weighted(accepted: str) -> Iterator[tuple[str, float]]:
    """Languages of `de-CH, en;q=0.8` that there are, with weights from 0 to 1; what is of another form is not heard."""
    for each in accepted.split(","):
        tag, _, quality = each.partition(";")
        language = tag.strip().lower().partition("-")[0]
        if language not in NOTICES:
            continue
        name, _, value = quality.strip().partition("=")
        with suppress(ValueError):
            weight = float(value) if name.strip() == "q" else 1.0
            if 0 <= weight <= 1:
                yield language, weight
