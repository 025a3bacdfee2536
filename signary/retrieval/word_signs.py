"""The sign of every word of a sentence, or the reason why it has none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from signary.language.function_words import (
    CONJUNCTIONS,
    MEASURE_WORDS,
    NEGATIONS,
    TIME_NAMES,
    is_month_not_verb,
)
from signary.language.kind import CONTENT
from signary.language.meanings import meanings
from signary.language.numbers import NumberSpan, find_numbers
from signary.language.order import CONJUNCTION
from signary.language.powers import unit_power
from signary.language.read_text import ReadSentence
from signary.language.separable_verbs import PREFIXES, infinitive_of, lone_particles, separated_verbs
from signary.language.symbols import UNITS, symbol_names
from signary.language.verbs import auxiliaries, clauses, expletives
from signary.language.word_context import Meaning
from signary.retrieval.bound_english import bind_english
from signary.retrieval.bound_signs import Found, bind
from signary.retrieval.dictionary_words import DictionaryWords
from signary.retrieval.number_signs import number_signs, word_sign
from signary.retrieval.plan import Item
from signary.retrieval.spelling import not_spelled, pinyin, spell
from signary.signer.lexicon import Alphabet
from signary.signer.score import SignUnit

#: German verbs in two pieces that are signed as another word.
_SAME_VERB = {"leidtun": "entschuldigung"}


def find_signs(sentence: ReadSentence, dictionary: DictionaryWords, alphabet: Alphabet) -> list[Found]:
    """Account for every word of a sentence, once and in order; with their places in the normal form.

    Args:
        sentence: The sentence, its words as the dictionary cuts them.
        dictionary: The lexicon, indexed.
        alphabet: Spells what the lexicon does not have.
    """
    search = _Search(sentence, dictionary, alphabet)
    found = list(search.run())
    return bind(bind_english(found, sentence.breaks) if dictionary.spoken == "en" else found, dictionary.spoken)


class _Search:
    def __init__(self, sentence: ReadSentence, dictionary: DictionaryWords, alphabet: Alphabet) -> None:
        self.text, self.words, self.breaks = sentence.text, sentence.words, sentence.breaks
        words, breaks, kind = sentence.words, sentence.breaks, sentence.kind
        self.dictionary, self.alphabet = dictionary, alphabet
        self.lexicon, self.spoken = dictionary.lexicon, dictionary.spoken
        self.prefer = "question" if kind.mood == CONTENT else ""
        self.numbers = {span.start: span for span in find_numbers([word.key for word in words], self.spoken)}
        self.auxiliaries = auxiliaries(words, self.spoken, kind, breaks)
        self.expletives = expletives(words, self.spoken) | self._of_the_clock()
        self.meanings = meanings(words, self.spoken, breaks, self._category_of)
        self.whole_verbs, self.prefixes = dict[int, str](), dict[int, str]()
        spans = list(clauses([word.key.lower() for word in words], self.spoken, breaks)) if self.spoken == "de" else []
        pairs = separated_verbs(words, spans, lambda verb: dictionary.find(verb) is not None)
        pairs = [pair for pair in pairs if pair.verb not in self.auxiliaries]
        self.particles = lone_particles(words, spans, pairs)
        for pair in pairs:
            self.whole_verbs[pair.verb], self.prefixes[pair.prefix] = pair.infinitive, pair.infinitive

    def _of_the_clock(self) -> frozenset[int]:
        """Indices of English `it` that only says what time it is: `it is 10 am`, `it's ten o'clock`."""
        if self.spoken != "en":
            return frozenset()
        keys = [word.key.lower() for word in self.words] + [""]
        told = {at for at, span in self.numbers.items() if span.time or keys[span.end] == "o'clock"}
        verbs = ("is", "'s", "was")
        return frozenset(at - 2 for at in told if at > 1 and keys[at - 2] == "it" and keys[at - 1] in verbs)

    def run(self) -> Iterator[Found]:
        at = 0
        while at < len(self.words):
            meant = self.meanings.get(at)
            if meant is not None and meant.dropped:
                found = self._dropped(at, meant.dropped)
            else:
                found = self._several(at) or (self._one(at) if meant is None else self._meant(at, meant))
            at = found.end
            yield found

    def _category_of(self, key: str) -> str:
        known = self.dictionary.key_of(key) if key else None
        return "" if known is None else self.dictionary.category(known)

    def _meant(self, at: int, meaning: Meaning) -> Found:
        """A word whose neighbours tell what it means."""
        end = at + meaning.size
        known = next((key for key in meaning.keys if self.dictionary.find(key)), None)
        if not meaning.keys and self.words[at].key.lower() in self.dictionary.function_words:
            return self._dropped(at, "function word")
        return self._spelled(at, end) if known is None else self._entry(at, end, known)

    def _several(self, at: int) -> Found | None:
        """The longest of a multi-word entry and a number."""
        phrase = self.dictionary.phrase_at(self.words, at, self.breaks)
        if phrase is not None and (self._parts_otherwise(at, phrase[1]) or self._takes_dropped(at, phrase[1])):
            phrase = None
        span = self.numbers.get(at)
        if phrase is not None and (span is None or phrase[1] + (not span.time) > span.end - span.start):
            key, size = phrase
            return self._entry(at, at + size, key)
        if span is None or (
            span.end == at + 1 and (at in self.meanings or self._reads_otherwise(self.words[at].key.lower()))
        ):
            return None
        return self._number(span)

    def _takes_dropped(self, at: int, size: int) -> bool:
        """Whether an entry would sign a word that another says already: `is not` in `is not here yet`."""
        return any(meaning.dropped for index in range(at, at + size) if (meaning := self.meanings.get(index)))

    def _parts_otherwise(self, at: int, size: int) -> bool:
        """Whether the prefix of a German verb in an entry is a preposition here: `ich komme vor acht`."""
        end = at + size
        if self.spoken != "de" or self.words[end - 1].key.lower() not in PREFIXES or at + size == len(self.words):
            return False
        verb = infinitive_of(self.words[at].key, first=at == 0) is not None
        return verb and end not in self.breaks and not self._joins(end)

    def _reads_otherwise(self, key: str) -> bool:
        """Whether a number word has an entry that is no number: the time `second`, the ordinal sign `erste`."""
        known = self.dictionary.find(key)
        return known is not None and self.dictionary.entry(known).number is None

    def _number(self, span: NumberSpan) -> Found | None:
        signs = number_signs(span, self.lexicon, self.alphabet, self.spoken)
        if signs is None:
            return None
        unit = SignUnit("+".join(signs.glosses), signs.forms)
        item = self._item(span.start, span.end, "number", " ".join(map(str, span.parts)), unit)
        return Found(item, span.start, span.end, "time" if span.time else "number")

    def _one(self, at: int) -> Found:
        key = self.words[at].key.lower()
        if at in self.prefixes:
            return self._dropped(at, f"part of '{self.prefixes[at]}'")
        if at in self.whole_verbs:
            return self._whole_verb(at, self.whole_verbs[at])
        if at in self.auxiliaries:
            return self._dropped(at, "auxiliary verb")
        if at in self.expletives:
            return self._dropped(at, "stands for nothing")
        if is_month_not_verb(self.words[at].text, self.spoken, at == 0 and not self._before_a_day(at)):
            return self._of_time(at, key)
        if self._counts(at):
            return self._dropped(at, "measure word")
        if found := self._symbol(at) or self._unit(at, key):
            return found
        function = key in self.dictionary.function_words
        known = self.dictionary.find(key)
        if known is not None and not (function and self.dictionary.entry(known).number is not None):
            return self._entry(at, at + 1, known)
        if function and at not in self.particles:
            return self._dropped(at, "function word")
        return self._inflected(at) or self._negation(at, key) or self._compound(at) or self._spelled(at)

    def _whole_verb(self, at: int, infinitive: str) -> Found:
        """A verb whose prefix stands elsewhere, as its infinitive would be signed; never as the verb without it."""
        known = self.dictionary.find(infinitive) or self.dictionary.find(_SAME_VERB.get(infinitive, ""))
        if known is not None:
            return self._entry(at, at + 1, known)
        return self._compound(at, infinitive) or self._spelled(at, infinitive=infinitive)

    def _counts(self, at: int) -> bool:
        """Whether a Chinese measure word stands between a number, `这` or `那` and what is counted."""
        if self.spoken != "zh" or self.words[at].key not in MEASURE_WORDS or not 0 < at < len(self.words) - 1:
            return False
        counted = any(span.end == at for span in self.numbers.values()) or self.words[at - 1].key in ("这", "那", "几")
        return counted and at + 1 not in self.breaks

    def _before_a_day(self, at: int) -> bool:
        """Whether the day of a date follows: `May 3rd`, `May 3, 2024`, but not `May 3 people come?`."""
        day = self.numbers.get(at + 1)
        if day is None or day.value is None or not 0 < day.value <= 31:
            return False
        ends = day.end == len(self.words) or day.end in self.breaks
        return day.ordinal or ends or self.words[day.end].key.lower() in self.dictionary.function_words

    def _symbol(self, at: int) -> Found | None:
        """A symbol as what it is called: its sign, else its letters."""
        named = symbol_names(self.words, at, self.spoken)
        if named is None:
            return None
        names, end = named
        if not names:
            return self._dropped(at, "mark before a word")
        if len(names) == 1 and names[0] in self.dictionary.function_words and not self.dictionary.find(names[0]):
            return self._dropped(at, "function word")
        return self._named(at, end, names)

    def _named(self, at: int, end: int, names: Sequence[str]) -> Found | None:
        """The signs of several names, or their letters; `None` if one cannot be spelled either."""
        signs = [word_sign(name, self.lexicon, self.alphabet) for name in names]
        if not all(signs):
            return None
        glosses = [gloss for sign in signs if sign for gloss in sign.glosses]
        forms = tuple(form for sign in signs if sign for form in sign.forms)
        spelled = all(gloss.startswith("#") for gloss in glosses)
        source = "fingerspelling" if spelled else "lexicon"
        item = self._item(at, end, source, " ".join(names), SignUnit("+".join(glosses), forms, spelled=spelled))
        return Found(item, at, end, "other")

    def _unit(self, at: int, key: str) -> Found | None:
        """`km` after a number, where the lexicon has a sign for the kilometre; `km²` and `km³` wherever they stand."""
        name = UNITS.get(self.spoken, {}).get(key)
        power = unit_power(self.words[at + 1].key, self.spoken) if at + 1 < len(self.words) else ""
        if name and power:
            return self._named(at, at + 2, (power, name if self.dictionary.find(name) else key))
        counted = any(span.end == at for span in self.numbers.values())
        return self._entry(at, at + 1, name) if name and counted and self.dictionary.find(name) else None

    def _of_time(self, at: int, key: str) -> Found:
        """`May` and `March`: an entry of category time, else spelled."""
        known = self.dictionary.find(key)
        if known is None or self.dictionary.entry(known, "time").category != "time":
            return self._spelled(at)
        return self._entry(at, at + 1, known, "time")

    def _inflected(self, at: int) -> Found | None:
        key = self.dictionary.key_of(self.words[at].key)
        return None if key is None else self._entry(at, at + 1, key)

    def _negation(self, at: int, key: str) -> Found | None:
        """Any negation is better signed as plain negation than spelled or dropped."""
        negations = NEGATIONS.get(self.spoken, ())
        stand_in = next((word for word in negations[:2] if self.dictionary.find(word)), None)
        return self._entry(at, at + 1, stand_in) if key in negations and stand_in is not None else None

    def _compound(self, at: int, word: str = "") -> Found | None:
        keys = self.dictionary.split(word or self.words[at].key)
        if keys is None:
            return None
        entries = [self.dictionary.entry(key) for key in keys]
        forms = tuple(form for entry in entries for form in self.lexicon.forms(entry.gloss))
        unit = SignUnit("+".join(entry.gloss for entry in entries), forms)
        item = self._item(at, at + 1, "compound", f"compound split: {' + '.join(keys)}", unit)
        return Found(item, at, at + 1, entries[-1].category)

    def _spelled(self, at: int, end: int = 0, infinitive: str | None = None) -> Found:
        """Spell a word or several; German verbs as their infinitive."""
        end = end or at + 1
        key = "".join(word.key for word in self.words[at:end])
        verb = infinitive or (infinitive_of(key, first=at == 0) if self.spoken == "de" else None)
        word = replace(self.words[at], key=verb or key)
        if reason := not_spelled(word.key, self.spoken):
            return Found(self._item(at, end, "missing", reason, None), at, end)
        spelling = spell(word.key, self.alphabet, self.lexicon)
        if spelling.unknown:
            reason = f"not in the lexicon, and no letter or number sign for {spelling.unknown!r}"
            return Found(self._item(at, end, "missing", reason, None), at, end)
        han = "".join(spelling.letters) != word.key.upper() and any(letter >= "\u3400" for letter in word.key)
        gloss = "#" + (word.key if han else "".join(spelling.letters))
        through = f"not in the lexicon; pinyin {' '.join(pinyin(word.key))}" if han else "not in the lexicon"
        unit = SignUnit(gloss, spelling.forms, spelled=True)
        is_time = word.key.lower() in TIME_NAMES.get(self.spoken, ())
        category = "time" if is_time else "other" if verb is None else "verb"
        return Found(self._item(at, end, "fingerspelling", through, unit), at, end, category)

    def _entry(self, at: int, end: int, key: str, prefer: str = "") -> Found:
        entry = self.dictionary.entry(key, prefer or self.prefer)
        unit = SignUnit(entry.gloss, tuple(self.lexicon.forms(entry.gloss)))
        source = "lexicon" if entry.number is None else "number"
        category = CONJUNCTION if end == at + 1 and self._joins(at) else entry.category
        return Found(self._item(at, end, source, key, unit), at, end, category)

    def _dropped(self, at: int, reason: str) -> Found:
        category = CONJUNCTION if self._joins(at) else ""
        return Found(self._item(at, at + 1, "dropped", reason, None), at, at + 1, category)

    def _joins(self, at: int) -> bool:
        return self.words[at].key.lower() in CONJUNCTIONS.get(self.spoken, ())

    def _item(self, at: int, end: int, source: str, through: str, unit: SignUnit | None) -> Item:
        start, stop = self.words[at].start, self.words[end - 1].end
        gloss = "" if unit is None else unit.gloss
        return Item(self.text[start:stop], start, stop, gloss, source, through, unit)
