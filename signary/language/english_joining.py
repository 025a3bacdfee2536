"""English question words that ask nothing but join: `when it rains`, `the man who helped me`, `where I live`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from signary.language.function_words import listed
from signary.language.word_context import Context, Meaning

#: Verbs that stand behind a `when` that asks, and those that tell what is asked.
_ASKING = frozenset(
    listed("do does did is are was were am will would can could should shall have has had may might must 's 'll 're")
)
_TELLING = frozenset(
    listed(
        "know knows knew known wonder wonders wondering remember remembers forget forgot forgotten tell tells told ask "
        "asks asked say says said sure idea decide decided see explain guess"
    )
)
_ANYBODY = frozenset(listed("people someone somebody anyone anybody everyone everybody those person"))
_TIMES_WHEN = frozenset(listed("day days time times year years moment night morning summer winter"))
_DESCRIBING = frozenset(
    listed(
        "a an the this that these those every each another some any no my your his her its our their one two three many"
    )
)


def _when(context: Context, at: int) -> Meaning | None:
    """`when it rains` asks nothing: it is what happens; `the day when` says no more than the day."""
    left, right = context.at(at - 1, at), context.at(at + 1, at)
    start, _ = context.clause(at)
    asks = right in _ASKING or right in ("", "to", "and", "or", "exactly") or left in ("since", "until", "till")
    if left in _TIMES_WHEN and right not in _ASKING:
        return Meaning(dropped="relative pronoun")
    return None if asks or not _TELLING.isdisjoint(context.keys[start:at]) else Meaning(("happen",))


def _relative(context: Context, at: int) -> Meaning | None:
    """`the man who helped me`, `the house where I live` ask nothing; `tell the man who did it` does."""
    left, (start, _) = context.at(at - 1, at), context.clause(at)
    described = context.category(left) in ("noun", "place") or left in _ANYBODY
    owned = (
        context.at(at - 2, at) in _DESCRIBING
        or left in _ANYBODY
        or context.category(context.at(at - 2, at)) == "adjective"
    )
    told = {"tell", "tells", "told", "ask", "asks", "asked", "show", "showed"} & set(context.keys[start:at])
    return (
        Meaning(dropped="relative pronoun") if described and owned and not told and at + 1 < len(context.keys) else None
    )


JOINING: Mapping[str, Callable[[Context, int], Meaning | None]] = {
    **dict.fromkeys(("where", "who"), _relative),
    "when": _when,
}
