"""The shipped dictionaries, through the same look-up that users get."""

import subprocess
import sys
import time

import pytest

from signary.language.languages import LANGUAGES, dictionaries_folder
from signary.retrieval.coverage import coverage
from signary.retrieval.lookup import look_up, plan_text
from signary.retrieval.number_signs import compose
from signary.signer.lexicon import shipped_alphabet, shipped_lexicon

SENTENCES = {
    "asl": "I don't want to go to school today. Where is my book? She has seen the dog. My name is Bob.",
    "dgs": "Morgen regnet es im Norden. Ich komme nicht. Wo wohnst du? Am 3. Mai sind es minus fünf Grad.",
    "csl": "我今天不想去学校。你叫什么名字？我有两个朋友。他不喜欢下雨。",
}

pytestmark = pytest.mark.skipif(
    not all((dictionaries_folder() / f"{name}.yaml").is_file() for name in LANGUAGES), reason="dictionaries not there"
)


@pytest.mark.parametrize("language", sorted(SENTENCES))
def test_everyday_sentences_are_covered(language):
    result = coverage(plan_text(SENTENCES[language], language))
    assert result.share >= 0.9, result.unknown
    assert result.sources["missing"] == 0


@pytest.mark.parametrize("language", sorted(SENTENCES))
def test_every_key_finds_its_sign(language):
    lexicon, alphabet = shipped_lexicon(language), shipped_alphabet(language)
    lost = {}
    for key, glosses in lexicon.by_word.items():
        signed = [item.gloss for item in look_up(key, lexicon, alphabet, LANGUAGES[language]).signed]
        if len(signed) != 1 or signed[0] not in glosses:
            lost[key] = signed
    assert lost == {}


@pytest.mark.parametrize("language", sorted(SENTENCES))
def test_numbers_up_to_9999_and_all_letters(language):
    lexicon, alphabet = shipped_lexicon(language), shipped_alphabet(language)
    assert all(compose(value, lexicon) for value in range(10_000))
    assert alphabet.spell("THEQUICKBROWNFOXJUMPSOVERTHELAZYDOG")


@pytest.mark.parametrize("language", ["asl", "dgs"])
def test_a_sentence_is_planned_in_milliseconds(language):
    plan_text(SENTENCES[language], language)
    best = min(_seconds(language) for _ in range(5))
    assert best < 0.02  # a tenth of that is usual; the rest is for a busy machine


def _seconds(language):
    begin = time.perf_counter()
    plan_text(SENTENCES[language], language)
    return (time.perf_counter() - begin) / 4


def test_english_needs_no_heavy_module():
    code = (
        "import sys; from signary.retrieval.lookup import plan_text; plan_text('I like Bob.', 'asl');"
        "print([name for name in ('jieba', 'pypinyin', 'torch', 'transformers') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"
