"""Glossing: marks into sign order, numbers, spelling, the face of negations and questions."""

import pytest

from signary.corpora.synthetic.glossing import NEGATION, SENTENCE_PAUSE, gloss_sentence
from signary.corpora.synthetic.signing import SigningJob, sign_job
from signary.io.errors import InputError
from signary.language.kind import CONTENT, POLAR, STATEMENT
from signary.signer.lexicon import SignEntry, shipped_alphabet, shipped_lexicon


def glosses(marked, language):
    return " ".join(gloss_sentence(marked, language).glosses)


def test_time_comes_first_question_words_and_negations_last():
    assert glosses("My[MY] father[FATHER] works[WORK] tomorrow[TOMORROW].", "asl") == "TOMORROW MY FATHER WORK"
    assert glosses("I[ME] don't[NOT] drink[DRINK] tea[TEA].", "asl") == "ME DRINK TEA NOT"
    assert glosses("Where[WHERE] does he[HE-SHE-IT] work[WORK]?", "asl") == "HE-SHE-IT WORK WHERE"
    assert glosses("他[他]今天[今天]不[不]吃[吃]面包[面包]。", "csl") == "今天 他 吃 面包 不"


def test_verbs_come_last_in_german_sign_language():
    assert glosses("Der Mann[MANN] kauft[KAUFEN] morgen[MORGEN] ein Auto[AUTO].", "dgs") == "MORGEN MANN AUTO KAUFEN"


def test_clauses_are_ordered_one_by_one():
    marked = "Thank you[THANK-YOU], tomorrow[TOMORROW] I[ME] sleep[SLEEP]."
    assert glosses(marked, "asl") == "THANK-YOU TOMORROW ME SLEEP"


def test_a_conjunction_that_is_not_signed_leaves_no_gloss():
    assert glosses("Ich[ICH] habe[HABEN] Tee[TEE] und[&] Milch[MILCH].", "dgs") == "ICH TEE MILCH HABEN"


def test_a_number_is_one_gloss_of_several_signs():
    sentence = gloss_sentence("We[WE] have[HAVE] twenty-five[TWO+FIVE] books[BOOK].", "asl")
    lexicon = shipped_lexicon("asl")
    number = sentence.units[sentence.glosses.index("TWO+FIVE")]
    assert number.forms == (*lexicon.forms("TWO"), *lexicon.forms("FIVE"))


def test_the_category_of_a_mark_goes_before_the_lexicons():
    assert glosses("He[HE-SHE-IT] sees[SEE] winter[WINTER].", "asl") == "WINTER HE-SHE-IT SEE"
    assert glosses("He[HE-SHE-IT] sees[SEE] winter[WINTER:noun].", "asl") == "HE-SHE-IT SEE WINTER"


def test_spelling():
    letters = shipped_alphabet("asl").letters
    unit = gloss_sentence("My[MY] name[NAME] is Tom[#TOM].", "asl").units[-1]
    assert unit.spelled
    assert unit.forms == tuple(letters[letter] for letter in "TOM")
    letters = shipped_alphabet("csl").letters
    unit = gloss_sentence("我[我]是[是]张伟[#张伟=zhang_wei]。", "csl").units[-1]
    assert unit.forms == tuple(letters[letter] for letter in ("ZH", "A", "NG", "W", "E", "I"))


def test_negations_shake_the_head_on_their_sign_only():
    sentence = gloss_sentence("I[ME] don't[NOT] sleep[SLEEP].", "asl")
    assert sentence.kind.negated
    assert [unit.nonmanual.head for unit in sentence.units] == [None, None, NEGATION.head]


@pytest.mark.parametrize(
    ("marked", "language", "mood", "brows"),
    [
        ("You[YOU] sleep[SLEEP].", "asl", STATEMENT, None),
        ("Do you[YOU] sleep[SLEEP]?", "asl", POLAR, "raised"),
        ("Why[WHY] do you[YOU] sleep[SLEEP]?", "asl", CONTENT, "furrowed"),
        ("Schläfst[SCHLAFEN] du[DU] nicht[NICHT]?", "dgs", POLAR, "raised"),
        ("他[他]为什么[为什么]睡觉[睡觉]？", "csl", CONTENT, "furrowed"),
    ],
)
def test_a_question_is_on_the_face_of_all_its_signs(marked, language, mood, brows):
    sentence = gloss_sentence(marked, language)
    assert sentence.kind.mood == mood
    assert {unit.nonmanual.brows for unit in sentence.units} == {brows}


def test_only_the_last_sign_is_held():
    sentence = gloss_sentence("You[YOU] sleep[SLEEP] here[HERE].", "asl")
    assert [unit.pause for unit in sentence.units] == [0.0, 0.0, SENTENCE_PAUSE]


def test_a_row_has_every_sign_with_its_times():
    row = sign_job(SigningJob("x", "You[YOU] eat[EAT] here[HERE].", "asl", "plain", 0, 25.0, 0))
    assert row["gloss"] == "YOU EAT HERE"
    assert [timed["gloss"] for timed in row["glosses"]] == row["gloss"].split()
    times = [time for timed in row["glosses"] for time in (timed["start"], timed["end"])]
    assert times == sorted(times)
    assert 0 < times[0] < times[-1] <= len(row["poses"]) / 25


def test_extra_entries_stand_beside_the_lexicon():
    form = shipped_lexicon("asl").forms("CAT")[0]
    entry = SignEntry("?BLICK", ("blick",), "nobody", checked=False, category="noun", form=form)
    sentence = gloss_sentence("My[MY] blick[?BLICK] sleeps[SLEEP].", "asl", {"?BLICK": entry})
    assert sentence.glosses == ("MY", "?BLICK", "SLEEP")
    assert sentence.units[1].forms == (form,)


def test_what_cannot_be_signed_is_an_error():
    with pytest.raises(InputError, match=r"gloss: expected one of the \d+ of the asl lexicon, got 'BLICK'"):
        gloss_sentence("My[MY] blick[BLICK].", "asl")
    with pytest.raises(InputError, match="gloss: expected"):
        gloss_sentence("Fifty[FIVE+BLICK].", "asl")
    with pytest.raises(InputError, match="sentence: expected at least one mark with a gloss, got 'Hello.'"):
        gloss_sentence("Hello.", "asl")
    with pytest.raises(InputError, match="spelling: expected letters of the asl manual alphabet, got '王'"):
        gloss_sentence("My[MY] name[NAME] is 王[#王].", "asl")
