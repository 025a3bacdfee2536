"""The sign of every word of a sentence, or the reason why it has none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Generic

from signary.language.function_words import (
    CONJUNCTIONS,
    MEASURE_WORDS,
    NEGATIONS,
    TIME_NAMES,
    is_month_not_verb,
)
from signary.language.german_verb_senses import sense_of_whole_verb
from signary.language.kind import CONTENT
from signary.language.meanings import meanings
from signary.language.numbers import NumberSpan, find_numbers
from signary.language.order import CONJUNCTION
from signary.language.powers import unit_power
from signary.language.read_text import ReadSentence
from signary.language.separable_verbs import PREFIXES, infinitive_of, is_infinitive, lone_particles, separated_verbs
from signary.language.symbols import UNITS, symbol_names
from signary.language.text_so_far import clause_has_ended
from signary.language.verbs import auxiliaries, clauses, expletives
from signary.language.word_context import Meaning
from signary.retrieval.bound_english import bind_english
from signary.retrieval.bound_signs import Found, SignedWord, bind
from signary.retrieval.spelling import not_spelled, pinyin
from signary.retrieval.word_store import SignsT, WordIndex, number_of

#: German verbs in two pieces that are signed as another word.
_SAME_VERB = {"leidtun": "entschuldigung"}


def find_signs(sentence: ReadSentence, dictionary: WordIndex[SignsT]) -> list[Found[SignsT]]:
    """Account for every word of a sentence, once and in order; with their places in the normal form.

    The one search of words: for the rule-based signer in a lexicon, for prompts in a dictionary of motion codes.

    Args:
        sentence: The sentence, its words as `WordIndex.recut` cuts them.
        dictionary: A lexicon or a dictionary, indexed.
    """
    found = list(_Search(sentence, dictionary).run())
    return bind(bind_english(found, sentence.breaks) if dictionary.spoken == "en" else found, dictionary.spoken)


class _Search(Generic[SignsT]):
    def __init__(self, sentence: ReadSentence, dictionary: WordIndex[SignsT]) -> None:
        self.text, self.words, self.breaks = sentence.text, sentence.words, sentence.breaks
        words, breaks, kind = sentence.words, sentence.breaks, sentence.kind
        self.dictionary, self.store, self.spoken = dictionary, dictionary.store, dictionary.spoken
        self.prefer = "question" if kind.mood == CONTENT else ""
        self.numbers = {span.start: span for span in find_numbers([word.key for word in words], self.spoken)}
        self.auxiliaries = auxiliaries(words, self.spoken, kind, breaks)
        self.expletives = expletives(words, self.spoken) | self._of_the_clock()
        self.meanings = meanings(words, self.spoken, breaks, self._category_of, sentence.around)
        self.whole_verbs, self.prefixes = dict[int, str](), dict[int, str]()
        spans = list(clauses([word.key.lower() for word in words], self.spoken, breaks)) if self.spoken == "de" else []
        pairs = separated_verbs(words, spans, lambda verb: dictionary.find(verb) is not None)
        pairs = [pair for pair in pairs if pair.verb not in self.auxiliaries]
        # Where a sentence still comes its last word may be a preposition as well.
        undecided = {len(words) - 1} if sentence.goes_on and not clause_has_ended(sentence.text) else set()
        pairs = [pair for pair in pairs if pair.prefix not in undecided]
        self.particles = lone_particles(words, spans, pairs) - undecided
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

    def run(self) -> Iterator[Found[SignsT]]:
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
        return "" if known is None else self.store.category(known)

    def _meant(self, at: int, meaning: Meaning) -> Found[SignsT]:
        """A word whose neighbours tell what it means."""
        end = at + meaning.size
        known = next((key for key in meaning.keys if self.dictionary.find(key)), None)
        if not meaning.keys and self.words[at].key.lower() in self.dictionary.function_words:
            return self._dropped(at, "function word")
        if known is not None:
            return self._entry(at, end, known)
        verb = meaning.keys[0].removesuffix(" (verb)") if self.spoken == "de" and meaning.keys else ""
        return self._spelled(at, end, verb if is_infinitive(verb) else None)

    def _several(self, at: int) -> Found[SignsT] | None:
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
        return known is not None and self.store.number(known) is None

    def _number(self, span: NumberSpan) -> Found[SignsT] | None:
        unit = number_of(span, self.store)
        if unit is None:
            return self._number_word(span)
        item = self._item(span.start, span.end, "number", " ".join(map(str, span.parts)), unit)
        return Found(item, span.start, span.end, "time" if span.time else "number")

    def _number_word(self, span: NumberSpan) -> Found[SignsT] | None:
        """The number that the first word is alone, where signs are lacking for the whole; the others come after it."""
        if span.end == span.start + 1:
            return None
        for at in range(span.start, span.end):
            for alone in find_numbers([self.words[at].key], self.spoken):
                self.numbers[at] = replace(alone, start=at, end=at + 1)
        first = self.numbers[span.start]
        return self._number(first) if first.end == span.start + 1 else None

    def _one(self, at: int) -> Found[SignsT]:
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
        if known is not None and not (function and self.store.number(known) is not None):
            return self._entry(at, at + 1, known)
        if function and at not in self.particles:
            return self._dropped(at, "function word")
        return self._inflected(at) or self._negation(at, key) or self._compound(at) or self._spelled(at)

    def _whole_verb(self, at: int, infinitive: str) -> Found[SignsT]:
        """A verb whose prefix stands elsewhere, as its infinitive would be signed; never as the verb without it."""
        meant = sense_of_whole_verb(infinitive, frozenset(word.key.lower() for word in self.words))
        known = self.dictionary.find(meant) or self.dictionary.find(_SAME_VERB.get(infinitive, ""))
        if known is not None:
            return self._entry(at, at + 1, known)
        # `wo kommst du her?`, `wo gehst du hin?`: the prefix says no more than the question.
        bare = self.dictionary.find(infinitive[3:]) if infinitive.startswith(("her", "hin")) else None
        if bare is not None and self.store.category(bare) == "verb" and not infinitive.startswith("hinter"):
            return self._entry(at, at + 1, bare)
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

    def _symbol(self, at: int) -> Found[SignsT] | None:
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

    def _named(self, at: int, end: int, names: Sequence[str]) -> Found[SignsT] | None:
        """The signs of several names, or their letters; `None` if one cannot be spelled either."""
        signs = [sign for name in names if (sign := self.store.named(name)) is not None]
        if len(signs) < len(names):
            return None
        unit = self.store.joined(signs)
        item = self._item(at, end, "fingerspelling" if unit.spelled else "lexicon", " ".join(names), unit)
        return Found(item, at, end, "other")

    def _unit(self, at: int, key: str) -> Found[SignsT] | None:
        """`km` after a number, where the lexicon has a sign for the kilometre; `km²` and `km³` wherever they stand."""
        name = UNITS.get(self.spoken, {}).get(key)
        power = unit_power(self.words[at + 1].key, self.spoken) if at + 1 < len(self.words) else ""
        if name and power:
            return self._named(at, at + 2, (power, name if self.dictionary.find(name) else key))
        counted = any(span.end == at for span in self.numbers.values())
        return self._entry(at, at + 1, name) if name and counted and self.dictionary.find(name) else None

    def _of_time(self, at: int, key: str) -> Found[SignsT]:
        """`May` and `March`: an entry of category time, else spelled."""
        known = self.dictionary.find(key)
        if known is None or self.store.category(known, "time") != "time":
            return self._spelled(at)
        return self._entry(at, at + 1, known, "time")

    def _inflected(self, at: int) -> Found[SignsT] | None:
        """By another form of a word; a numeral is taken as it is (`3.` is not 3)."""
        word = self.words[at].key
        key = None if word[0].isdecimal() else self.dictionary.key_of(word)
        return None if key is None else self._entry(at, at + 1, key)

    def _negation(self, at: int, key: str) -> Found[SignsT] | None:
        """Any negation is better signed as plain negation than spelled or dropped."""
        negations = NEGATIONS.get(self.spoken, ())
        stand_in = next((word for word in negations[:2] if self.dictionary.find(word)), None)
        return self._entry(at, at + 1, stand_in) if key in negations and stand_in is not None else None

    def _compound(self, at: int, word: str = "") -> Found[SignsT] | None:
        keys = self.dictionary.split(word or self.words[at].key)
        if keys is None:
            return None
        unit = self.store.joined([self.store.sign(key) for key in keys])
        item = self._item(at, at + 1, "compound", f"compound split: {' + '.join(keys)}", unit)
        return Found(item, at, at + 1, self.store.category(keys[-1]))

    def _spelled(self, at: int, end: int = 0, infinitive: str | None = None) -> Found[SignsT]:
        """Spell a word or several; German verbs as their infinitive."""
        end = end or at + 1
        key = "".join(word.key for word in self.words[at:end])
        verb = infinitive or (infinitive_of(key, first=at == 0) if self.spoken == "de" else None)
        word, lacking = verb or key, f"not in the {self.store.name}"
        if not self.store.spells:
            return Found(self._item(at, end, "missing", lacking, None), at, end)
        if reason := not_spelled(word, self.spoken):
            return Found(self._item(at, end, "missing", reason, None), at, end)
        unit, unknown = self.store.spell(word)
        if unit is None:
            reason = f"{lacking}, and no letter or number sign for {unknown!r}"
            return Found(self._item(at, end, "missing", reason, None), at, end)
        han = any(character >= "\u3400" for character in word)
        through = f"{lacking}; pinyin {' '.join(pinyin(word))}" if han else lacking
        is_time = word.lower() in TIME_NAMES.get(self.spoken, ())
        category = "time" if is_time else "other" if verb is None else "verb"
        return Found(self._item(at, end, "fingerspelling", through, unit), at, end, category)

    def _entry(self, at: int, end: int, key: str, prefer: str = "") -> Found[SignsT]:
        prefer = prefer or self.prefer
        category = CONJUNCTION if end == at + 1 and self._joins(at) else self.store.category(key, prefer)
        if category == "verb" and self._is_named(at):
            category = "noun"
        source = "lexicon" if self.store.number(key) is None else "number"
        return Found(self._item(at, end, source, key, self.store.sign(key, prefer)), at, end, category)

    def _is_named(self, at: int) -> bool:
        """Whether a German word has the capital letter of a noun: `viel Arbeit`, `beim Schwimmen`."""
        text = self.words[at].text
        return self.spoken == "de" and at > 0 and at not in self.breaks and text[:1].isupper() and not text.isupper()

    def _dropped(self, at: int, reason: str) -> Found[SignsT]:
        category = CONJUNCTION if self._joins(at) else ""
        return Found(self._item(at, at + 1, "dropped", reason, None), at, at + 1, category)

    def _joins(self, at: int) -> bool:
        return self.words[at].key.lower() in CONJUNCTIONS.get(self.spoken, ())

    def _item(self, at: int, end: int, source: str, through: str, unit: SignsT | None) -> SignedWord[SignsT]:
        start, stop = self.words[at].start, self.words[end - 1].end
        return SignedWord(self.text[start:stop], start, stop, source, through, unit)
