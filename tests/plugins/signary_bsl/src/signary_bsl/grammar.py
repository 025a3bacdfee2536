"""What a demo corpus of British Sign Language says with five signs and the manual alphabet."""

from __future__ import annotations

from signary.corpora.synthetic.templates import ONLY, Grammar, Word

_NAMES = (
    "Amy",
    "Billy",
    "Chloe",
    "Dave",
    "Emma",
    "Fred",
    "Grace",
    "Hugo",
    "Jack",
    "Kim",
    "Liz",
    "Max",
    "Olga",
    "Quentin",
)
_PATTERNS = {
    "greeting": ["{hello}, {name}.", "{hello}, I[ME] {be} {name}."],
    "name": ["the cat's[CAT] name[NAME] is {name}.", "{name} is a good[GOOD] name[NAME]."],
    "good": ["{name} is good[GOOD].", "the cat[CAT] is good[GOOD], {name}.", "{name} and I[ME] are good[GOOD]."],
    "question": ["is {name} good[GOOD]?", "is the cat's[CAT] name[NAME] {name}?"],
}
GRAMMAR = Grammar(
    _PATTERNS,
    {
        "hello": (Word({ONLY: "hello[HELLO]"}), Word({ONLY: "hi[HELLO]"})),
        "be": (Word({ONLY: "am"}),),
        "name": tuple(Word({ONLY: f"{name}[#{name.upper()}]"}) for name in _NAMES),
    },
)
