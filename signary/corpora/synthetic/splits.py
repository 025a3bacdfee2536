"""Sentences for every split: no sentence twice, and words kept out of training."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain, zip_longest
from random import Random

from signary.corpora.synthetic.glossing import GlossedSentence, gloss_sentence
from signary.corpora.synthetic.grammars import GRAMMARS
from signary.corpora.synthetic.templates import Expander, glosses_in, plain_text
from signary.io.errors import InputError
from signary.language.languages import LANGUAGES
from signary.language.lemmas import candidates
from signary.language.words import cut_words
from signary.signer.lexicon import shipped_lexicon

SPLITS = ("train", "dev", "test", "test_unseen_words")
HELD_OUT = 12
_CONTENT = ("noun", "verb", "adjective", "place")
#: Of few words no more than one in so many is held out.
_OF_FEW = 4
#: A word is kept out only if its vocabularies have more words than this.
_MIN_VOCABULARY = 6
#: So often one pattern tries for a new sentence, and of so many new ones the one with the rarest gloss is taken.
_TRIES, _CHOICE = 12, 3
#: Rounds over all patterns without enough new sentences after which there are no more.
_BARREN_ROUNDS = 25


@dataclass(frozen=True)
class DemoSentence:
    """A sentence of the corpus: its text with marks, the pattern it was made from, and its glosses."""

    marked: str
    pattern: str
    glosses: frozenset[str]

    @property
    def text(self) -> str:
        """The sentence without marks."""
        return plain_text(self.marked)

    def glossed(self, language: str) -> GlossedSentence:
        """The sentence with its signs."""
        return gloss_sentence(self.marked, language)


@cache
def held_out_glosses(language: str, seed: int) -> tuple[str, ...]:
    """Glosses whose sentences stand in no split but `test_unseen_words`.

    Args:
        language: Id of a language of the demo corpus.
        seed: Seed of the corpus.

    Returns:
        Twelve, fewer where the grammar has fewer than 48 to choose from.
    """
    sizes: dict[str, int] = {}
    for slot, size, text in GRAMMARS[language].texts():
        for gloss in glosses_in(text):
            sizes[gloss] = min(sizes.get(gloss, size), size if slot else 0)
    entries = shipped_lexicon(language).entries
    eligible = sorted(
        gloss
        for gloss, size in sizes.items()
        if size > _MIN_VOCABULARY and gloss in entries and entries[gloss].category in _CONTENT
        if LANGUAGES[language].spoken != "zh" or len(gloss) > 1
    )
    count = min(HELD_OUT, len(eligible) // _OF_FEW)
    return tuple(sorted(Random(f"held out {language} {seed}").sample(eligible, count)))


def make_splits(language: str, sizes: Mapping[str, int], seed: int) -> dict[str, list[DemoSentence]]:
    """Sentences of every split.

    Args:
        language: Id of a language of the demo corpus.
        sizes: Number of sentences in each of `SPLITS`.
        seed: Seed; the same seed and sizes give the same sentences.

    Raises:
        InputError: If the templates do not yield so many different sentences.
    """
    held_out = frozenset(held_out_glosses(language, seed))
    seen_needed = sum(size for split, size in sizes.items() if split != "test_unseen_words")
    seen, unseen = _collect(language, seed, held_out, seen_needed + seen_needed // 20, 2 * sizes["test_unseen_words"])
    if len(seen) < seen_needed:
        raise InputError("train", f"fewer sentences; the {language} templates yielded {len(seen)}", seen_needed)
    if len(unseen) < sizes["test_unseen_words"]:
        what = f"at most {len(unseen)}, as many as the {language} templates yielded with {len(held_out)} words held out"
        raise InputError("test_unseen_words", what, sizes["test_unseen_words"])
    Random(f"shuffle {language} {seed}").shuffle(seen)
    train, rest = seen[: sizes["train"]], seen[sizes["train"] :]
    known = frozenset().union(*(sentence.glosses for sentence in train))
    rest.sort(key=lambda sentence: len(sentence.glosses - known))
    chosen = _evenly(sorted(unseen, key=lambda sentence: len(sentence.glosses - known)), held_out)
    return {
        "train": train,
        "dev": rest[: sizes["dev"]],
        "test": rest[sizes["dev"] : sizes["dev"] + sizes["test"]],
        "test_unseen_words": chosen[: sizes["test_unseen_words"]],
    }


def _collect(
    language: str, seed: int, held_out: frozenset[str], seen_needed: int, unseen_needed: int
) -> tuple[list[DemoSentence], list[DemoSentence]]:
    """Different sentences without and with glosses that are held out."""
    words, texts = _surface(language, held_out), set[str]()
    seen, unseen, barren = list[DemoSentence](), list[DemoSentence](), 0
    used = Counter[str]()
    random = Random(f"sentences {language} {seed}")
    expander, patterns = Expander(GRAMMARS[language], random), list(GRAMMARS[language].patterns)
    while (len(seen) < seen_needed or len(unseen) < unseen_needed) and barren < _BARREN_ROUNDS:
        random.shuffle(patterns)
        before = len(texts)
        for pattern in patterns:
            sentence = _new_sentence(expander, pattern, texts, used)
            if sentence is None:
                continue
            texts.add(sentence.text)
            used.update(sentence.glosses)
            if sentence.glosses & held_out:
                unseen.append(sentence)
            elif not _contains(sentence.text, words, language):
                seen.append(sentence)
        barren = barren + 1 if len(texts) < before + max(1, len(patterns) // 4) else 0
    return seen, unseen


def _new_sentence(expander: Expander, pattern: str, texts: set[str], used: Counter[str]) -> DemoSentence | None:
    """A sentence that was not there yet, rather one with a gloss that was used less than others."""
    new: list[DemoSentence] = []
    for _ in range(_TRIES):
        marked = expander.sentence(pattern)
        if plain_text(marked) not in texts:
            new.append(DemoSentence(marked, pattern, frozenset(glosses_in(marked))))
        if len(new) == _CHOICE:
            break
    return min(new, key=lambda sentence: min(used[gloss] for gloss in sentence.glosses), default=None)


def _surface(language: str, glosses: Iterable[str]) -> frozenset[str]:
    """Words of the spoken language for glosses; Chinese ones of two characters and more."""
    entries = shipped_lexicon(language).entries
    words = chain.from_iterable(entries[gloss].words for gloss in glosses)
    return frozenset(word for word in words if LANGUAGES[language].spoken != "zh" or len(word) > 1)


def _contains(text: str, words: frozenset[str], language: str) -> bool:
    """Whether a sentence has one of the words, inflected forms included (another sense of a word counts too)."""
    spoken = LANGUAGES[language].spoken
    if spoken == "zh":
        return any(word in text for word in words)
    return any(not words.isdisjoint(candidates(word.key, spoken)) for word in cut_words(text, spoken))


def _evenly(sentences: list[DemoSentence], held_out: frozenset[str]) -> list[DemoSentence]:
    """Sentences in an order in which every gloss that is held out comes up equally early."""
    groups: defaultdict[str, list[DemoSentence]] = defaultdict(list)
    counts = Counter(gloss for sentence in sentences for gloss in sentence.glosses & held_out)
    for sentence in sentences:
        groups[min(sentence.glosses & held_out, key=lambda gloss: (counts[gloss], gloss))].append(sentence)
    return list(_interleaved([groups[gloss] for gloss in sorted(groups)]))


def _interleaved(groups: list[list[DemoSentence]]) -> Iterator[DemoSentence]:
    for row in zip_longest(*groups):
        yield from (sentence for sentence in row if sentence is not None)
