"""The three grammars: every template makes sentences that can be glossed and signed, of many kinds."""

from dataclasses import replace
from random import Random

import pytest

from signary.corpora.synthetic.glossing import gloss_sentence
from signary.corpora.synthetic.grammars import SHIPPED
from signary.corpora.synthetic.templates import Expander, glosses_in
from signary.language.kind import CONTENT, POLAR
from signary.retrieval.lookup import plan_text
from signary.signer.signer import Signer

LANGUAGES = pytest.mark.parametrize("language", SHIPPED)
EVERYDAY = {
    "asl": [
        "My[MY] mother[MOTHER] eats[EAT] bread[BREAD].",
        "Where[WHERE] is my[MY] book[BOOK]?",
        "I[ME] want[WANT] to drink[DRINK] water[WATER].",
        "We[WE] will[WILL] go[GO] home[HOME] tomorrow[TOMORROW].",
        "It is cold[COLD] today[TODAY].",
    ],
    "dgs": [
        "Morgen[MORGEN] regnet[REGEN] es im Norden[NORD].",
        "Meine[MEIN] Mutter[MUTTER] isst[ESSEN] Brot[BROT].",
        "Wo[WO] ist das Buch[BUCH]?",
        "Ich[ICH] möchte[MOECHTEN] Wasser[WASSER] trinken[TRINKEN].",
        "Heute[HEUTE] ist es nicht[NICHT] kalt[KALT].",
    ],
    "csl": [
        "我[我]妈妈[妈妈]吃[吃]面包[面包]。",
        "明天[明天]下雨[雨]。",
        "我[我]的书[书]在[在]哪里[哪里]？",
        "他[他]不[不]喝水[喝水]。",
        "今天[今天]很[很]冷[冷]。",
    ],
}


def expansions(grammar, template, count, seed=0):
    expander = Expander(replace(grammar, patterns={"only": [template]}), Random(seed))
    return [expander.sentence("only") for _ in range(count)]


@LANGUAGES
def test_every_template_makes_sentences_with_glosses(language):
    grammar = SHIPPED[language]
    for template in [text for templates in grammar.patterns.values() for text in templates]:
        for marked in expansions(grammar, template, 4):
            sentence = gloss_sentence(marked, language)
            assert not set("{}[]=#&+") & set(sentence.text), marked
            assert "  " not in sentence.text
            assert sentence.text[-1] in ".?。？"
            assert sentence.text[0] == sentence.text[0].upper()
            assert all(unit.forms for unit in sentence.units)
            asked = sentence.text[-1] in "?？"
            assert (sentence.kind.mood in (POLAR, CONTENT)) == asked, sentence.text


@LANGUAGES
def test_every_pattern_can_be_signed(language):
    grammar, signer = SHIPPED[language], Signer()
    for pattern in grammar.patterns:
        sentence = gloss_sentence(Expander(grammar, Random(pattern)).sentence(pattern), language)
        motion = signer.sign(sentence.units)
        assert motion.pose.values.shape[1] == 133
        assert len(motion.spans) == len(sentence.glosses)


@LANGUAGES
def test_statements_questions_and_negations_are_all_common(language):
    grammar = SHIPPED[language]
    expander = Expander(grammar, Random(0))
    sentences = [gloss_sentence(expander.sentence(pattern), language) for pattern in grammar.patterns for _ in range(5)]
    for mood in (POLAR, CONTENT):
        assert sum(sentence.kind.mood == mood for sentence in sentences) > len(sentences) / 10
    shaken = [any(unit.nonmanual.head == "shake" for unit in sentence.units) for sentence in sentences]
    assert 0.1 < sum(shaken) / len(shaken) < 0.4


@LANGUAGES
def test_everyday_sentences_are_within_the_vocabulary(language):
    reach = set().union(*(glosses_in(text) for _, _, text in SHIPPED[language].texts()))
    for marked in EVERYDAY[language]:
        assert glosses_in(marked) <= reach, marked
        assert gloss_sentence(marked, language).units


@LANGUAGES
def test_glosses_are_those_that_the_look_up_finds_in_the_text(language):
    for marked in EVERYDAY[language]:
        sentence = gloss_sentence(marked, language)
        found = [unit for plan in plan_text(sentence.text, language) for unit in plan.units]
        assert tuple(unit.gloss for unit in found) == sentence.glosses
        assert tuple(found) == sentence.units


@LANGUAGES
def test_look_up_and_marks_agree_on_most_sentences(language):
    expander = Expander(SHIPPED[language], Random(0))
    marked = [expander.sentence(pattern) for pattern in SHIPPED[language].patterns for _ in range(5)]
    sentences = [gloss_sentence(text, language) for text in marked]
    found = [tuple(unit.gloss for plan in plan_text(item.text, language) for unit in plan.units) for item in sentences]
    same = [item.glosses == glosses for item, glosses in zip(sentences, found, strict=True)]
    assert sum(same) > 0.9 * len(same)
