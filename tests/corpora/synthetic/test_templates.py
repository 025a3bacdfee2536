"""Templates: slots are filled, agree, differ where they should, and marks are read."""

from collections import Counter
from random import Random

import pytest

from signary.corpora.synthetic.grammars import SHIPPED
from signary.corpora.synthetic.templates import ONLY, Expander, Grammar, Mark, Word, glosses_in, marks, plain_text
from signary.signer.lexicon import shipped_lexicon

WORDS = {
    "subject": (Word({ONLY: "I[ME]"}, "i"), Word({ONLY: "{person.the}"}, "s")),
    "person": (Word({"the": "the boy[BOY]", "plural": "boys[BOY]"}),),
    "verb": (Word({"i": "run[RUN]", "s": "runs[RUN]"}),),
    "animal": (Word({ONLY: "cat[CAT]"}), Word({ONLY: "dog[DOG]"})),
}


def expand(template, seed=0, **settings):
    expander = Expander(Grammar({"only": [template]}, WORDS, **settings), Random(seed))
    return {expander.sentence("only") for _ in range(20)}


def test_verbs_agree_with_their_subject_even_before_it():
    assert expand("{subject} {verb.v}.") == {"I[ME] run[RUN].", "The boy[BOY] runs[RUN]."}
    assert expand("{verb.v} {subject}?") == {"Run[RUN] I[ME]?", "Runs[RUN] the boy[BOY]?"}


def test_numbered_slots_are_different_words_and_equal_slots_the_same():
    assert expand("{animal_1} {animal_2}") == {"Cat[CAT] dog[DOG]", "Dog[DOG] cat[CAT]"}
    assert expand("{animal} {animal}") == {"Cat[CAT] cat[CAT]", "Dog[DOG] dog[DOG]"}


def test_polish_has_the_last_word():
    assert expand("{animal}", polish=lambda text: text.replace("cat", "ox").replace("dog", "ox")) == {
        "Ox[CAT]",
        "Ox[DOG]",
    }


def test_words_are_used_about_equally_often():
    expander = Expander(Grammar({"only": ["{animal}"]}, WORDS), Random(3))
    counts = Counter(expander.sentence("only") for _ in range(100))
    assert max(counts.values()) - min(counts.values()) <= 10


def test_unknown_forms_are_errors():
    with pytest.raises(KeyError):
        WORDS["verb"][0].form("past")


def test_marks_in_spoken_order():
    marked = "Tomorrow[TOMORROW:time], Tom[#TOM] and[&AND] 25[TWO+FIVE] 王明[#王明=wang_ming]"
    assert marks(marked) == [
        Mark("TOMORROW", "time"),
        Mark("", "break"),
        Mark("#TOM", "other", "TOM"),
        Mark("AND", "conjunction"),
        Mark("TWO+FIVE"),
        Mark("#王明", "other", "wang ming"),
    ]
    assert plain_text(marked) == "Tomorrow, Tom and 25 王明"
    assert glosses_in(marked) == {"TOMORROW", "#TOM", "AND", "TWO", "FIVE", "#王明"}


@pytest.mark.parametrize("language", SHIPPED)
def test_every_mark_of_a_grammar_is_in_the_lexicon(language):
    entries = shipped_lexicon(language).entries
    named = set().union(*(glosses_in(text) for _, _, text in SHIPPED[language].texts()))
    assert len(named) > 200
    assert {gloss for gloss in named if not gloss.startswith("#")} <= set(entries)
