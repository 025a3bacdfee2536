"""What does it cost not to wait for the end of a sentence? Synthetic: the rule-based signer says which signs it has.

The everyday sentences of `free_text/` that have at least eight words, word by word at 2.5 words a second on a simulated
clock: motion is shown at its rate as soon as it is there, what it takes to compute is told apart, and the body holds or
rests where there is none. For each policy, by language and for all, `stream.policy[.LANGUAGE].NAME.`

- `top5`: expected signs of the whole sentence among the five nearest of the lexicon, in the frames of the whole motion
  that they fit best, as `free_text.py`'s `order_free`; `top5_in_order`, in the frames that alignment gives them;
- `delay_seconds`: from when a word has come until its sign begins, mean; `delay_seconds.p90`;
- `average_token_delay`: Kano et al. 2023 (`signary.evaluation.token_delay`);
- `reordered`: share of pairs of signs that come in another order than when the whole sentence is known;
- `after_end_seconds`: from the last word until the motion is over; `held`: share of the motion in which the body holds;
- `compute`: seconds of the processor for each second of motion.

    python benchmarks/stream_policy.py --json [--model FOLDER] [--languages asl dgs csl] [--limit N]
                                       [--policies wait-1 wait-2 wait-3 wait-5 clause sentence]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations

import numpy as np
from common import report
from free_text import FOLDER, LANGUAGES, sentences
from free_text_measures import Expected, Ruler
from quality import one_thread

from signary.bundle.bundle import Bundle
from signary.evaluation.token_delay import TimedSign, average_token_delay
from signary.io.progress import track
from signary.language.languages import SignLanguage
from signary.language.read_text import ReadSentence, read_text
from signary.pose.sequence import PoseSequence
from signary.streaming.policies import SENTENCE
from signary.streaming.session import PoseChunk, SignStream, StreamSettings

POLICIES = ("wait-1", "wait-2", "wait-3", "wait-5", "clause", SENTENCE)
WORDS_A_SECOND = 2.5
LEAST_WORDS = 8
TOP = 5


@dataclass(frozen=True)
class Shown:
    """A sign that was shown.

    Attributes:
        gloss: Its name.
        word: Index of the last of its words.
        time: When it begins and is over, and how many words had come.
    """

    gloss: str
    word: int
    time: TimedSign


@dataclass
class Told:
    """What was shown of a sentence.

    Attributes:
        pose: From its first frame to its last.
        signs: What was shown in it.
        after_end: Seconds from the last word to the end.
        held: Share of the frames in which the body held.
        compute: Seconds of the processor.
    """

    pose: PoseSequence
    signs: list[Shown]
    after_end: float
    held: float
    compute: float


@dataclass
class Costs:
    """What was found in the sentences of a policy; figures are means of them."""

    right: list[bool] = field(default_factory=list)
    right_in_order: list[bool] = field(default_factory=list)
    delays: list[float] = field(default_factory=list)
    token_delays: list[float] = field(default_factory=list)
    reordered: list[float] = field(default_factory=list)
    after_end: list[float] = field(default_factory=list)
    held: list[float] = field(default_factory=list)
    compute: list[float] = field(default_factory=list)

    def __iadd__(self, other: Costs) -> Costs:
        """These and others."""
        for name in self.__dataclass_fields__:
            getattr(self, name).extend(getattr(other, name))
        return self


def long_sentences(language: SignLanguage, limit: int | None) -> list[ReadSentence]:
    """Lines of one sentence each with at least eight words."""
    read = (read_text(line, language.spoken) for line in sentences(FOLDER, language.id))
    return [lines[0] for lines in read if len(lines) == 1 and len(lines[0].words) >= LEAST_WORDS][:limit]


def places_of(sentence: ReadSentence) -> list[tuple[int, int]]:
    """Start and end of every word in the text as typed."""
    return [sentence.place(word.start, word.end) for word in sentence.words]


class Speaker:
    """Words that come one after another, on a clock of its own.

    Args:
        bundle: The model.
        settings: How a fresh session signs.
        sentence: What is said.
    """

    def __init__(self, bundle: Bundle, settings: StreamSettings, sentence: ReadSentence) -> None:
        self.now = self.compute = 0.0
        self.session, self.sentence = SignStream(bundle, settings, clock=lambda: self.now), sentence
        self.fps = self.session.spec.fps
        self.chunks = list[tuple[PoseChunk, int]]()

    def say(self) -> Told:
        """Say the sentence to its end."""
        text, places = self.sentence.typed.text, places_of(self.sentence)
        starts = [0, *(start for start, _ in places[1:]), len(text)]
        for number, (start, end) in enumerate(zip(starts, starts[1:], strict=False), start=1):
            self.now = number / WORDS_A_SECOND
            late = round(self.now * self.fps) - self.session.frames
            if late > 0:
                self._show(self.session.idle(late), number - 1)
            self._show(self.session.push(text[start:end]), number)
        self._show(self.session.flush(), len(places))
        return self._told(places)

    def _show(self, chunks: Iterator[PoseChunk], known: int) -> None:
        began = time.process_time()
        self.chunks += [(chunk, known) for chunk in chunks]
        self.compute += time.process_time() - began

    def _told(self, places: Sequence[tuple[int, int]]) -> Told:
        first = next(at for at, (chunk, _) in enumerate(self.chunks) if chunk.text is not None)
        shown = [chunk for chunk, _ in self.chunks[first:]]
        values = np.concatenate([chunk.pose.values for chunk in shown])
        held = sum(len(chunk.pose) for chunk in shown if chunk.text is None) / len(values)
        pose = PoseSequence(values, shown[0].pose.layout, self.fps, metadata=dict(shown[0].pose.metadata))
        after = self.session.frames / self.fps - len(places) / WORDS_A_SECOND
        return Told(pose, list(self._signs(places)), after, held, self.compute)

    def _signs(self, places: Sequence[tuple[int, int]]) -> list[Shown]:
        """Signs as the chunks name them, each with the word that it is of."""
        found, used, before = list[Shown](), set[int](), None
        for chunk, known in self.chunks:
            start = chunk.start / self.fps
            end = start + len(chunk.pose) / self.fps
            name = (chunk.word, chunk.gloss)
            if chunk.word is None:
                before = before if chunk.text is None else None
                continue
            if name == before:
                found[-1] = Shown(chunk.gloss or "", found[-1].word, found[-1].time._replace(end=end))
                continue
            before, word = name, self._word_of(chunk.word, places, used)
            found.append(Shown(chunk.gloss or "", word, TimedSign(start, end, max(known, 1))))
        return found

    def _word_of(self, word: str, places: Sequence[tuple[int, int]], used: set[int]) -> int:
        """Index of the last of the words that a sign is of: of several that are alike the first that had none."""
        text, at = self.sentence.typed.text, -1
        options = list[int]()
        while (at := text.find(word, at + 1)) >= 0:
            inside = [number for number, (start, end) in enumerate(places) if start < at + len(word) and at < end]
            options += inside[-1:]
        chosen = next((one for one in options if one not in used), options[0] if options else 0)
        used.add(chosen)
        return chosen


def measure(
    bundle: Bundle, ruler: Ruler, language: SignLanguage, policies: Sequence[str], sentence: ReadSentence
) -> dict[str, Costs]:
    """What each policy costs in a sentence."""
    whole = speak(bundle, language, SENTENCE, sentence)
    expected = Expected(sentence.typed.text, language.id)
    arrivals = [(number + 1) / WORDS_A_SECOND for number in range(len(sentence.words))]
    found = dict[str, Costs]()
    for policy in policies:
        told = whole if policy == SENTENCE else speak(bundle, language, policy, sentence)
        costs = found[policy] = Costs()
        ranked = ruler.measure(expected, told.pose, ())
        costs.right += [rank < TOP for rank in ranked.anywhere]
        costs.right_in_order += [rank < TOP for rank in ranked.ranks]
        costs.delays += [sign.time.start - arrivals[sign.word] for sign in told.signs]
        if told.signs:
            costs.token_delays.append(average_token_delay(arrivals, [sign.time for sign in told.signs]))
        costs.reordered += out_of_order(told.signs, whole.signs)
        costs.after_end.append(told.after_end)
        costs.held.append(told.held)
        costs.compute.append(told.compute / told.pose.seconds)
    return found


def speak(bundle: Bundle, language: SignLanguage, policy: str, sentence: ReadSentence) -> Told:
    """Say a sentence to a fresh session."""
    return Speaker(bundle, StreamSettings(language, policy=policy), sentence).say()


def out_of_order(signs: Sequence[Shown], expected: Sequence[Shown]) -> list[float]:
    """Of every pair of signs that both have, of the same words, whether they come in another order."""
    place = {(sign.word, sign.gloss): number for number, sign in enumerate(expected)}
    order = [place[key] for sign in signs if (key := (sign.word, sign.gloss)) in place]
    return [float(first > second) for first, second in combinations(order, 2)]


def tell(costs: Costs, name: str, say: partial[None], **about: int) -> None:
    """Print the figures of a policy."""
    facts = {"signs": len(costs.right), **about}
    say(f"{name}.top5", float(np.mean(costs.right)), "share", **facts)
    say(f"{name}.top5_in_order", float(np.mean(costs.right_in_order)), "share", **facts)
    say(f"{name}.delay_seconds", float(np.mean(costs.delays)), "s", shown=len(costs.delays), **facts)
    say(f"{name}.delay_seconds.p90", float(np.percentile(costs.delays, 90)), "s", **facts)
    say(f"{name}.average_token_delay", float(np.mean(costs.token_delays)), "s", **facts)
    say(f"{name}.reordered", float(np.mean(costs.reordered)), "share", pairs=len(costs.reordered), **facts)
    say(f"{name}.after_end_seconds", float(np.mean(costs.after_end)), "s", **facts)
    say(f"{name}.held", float(np.mean(costs.held)), "share", **facts)
    say(f"{name}.compute", float(np.mean(costs.compute)), "s/s", **facts)


def main() -> None:
    """Print all measures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--model", help="model folder; default: the embedded one")
    parser.add_argument("--languages", nargs="+", choices=LANGUAGES, default=LANGUAGES, help="default: all")
    parser.add_argument("--policies", nargs="+", default=POLICIES, help=f"default: {' '.join(POLICIES)}")
    parser.add_argument("--limit", type=int, help="sentences a language; default: all of at least eight words")
    arguments = parser.parse_args()
    one_thread()
    bundle, say = Bundle.load(arguments.model), partial(report, as_json=arguments.json)
    everything, count = {policy: Costs() for policy in arguments.policies}, 0
    for name in arguments.languages:
        language, ruler = bundle.language(name), Ruler(name)
        texts = long_sentences(language, arguments.limit)
        count += len(texts)
        here = {policy: Costs() for policy in arguments.policies}
        for sentence in track(texts, name):
            for policy, costs in measure(bundle, ruler, language, arguments.policies, sentence).items():
                here[policy] += costs
                everything[policy] += costs
        for policy, costs in here.items():
            tell(costs, f"stream.policy.{name}.{policy}", say, sentences=len(texts))
    for policy, costs in everything.items():
        tell(costs, f"stream.policy.{policy}", say, sentences=count)


if __name__ == "__main__":
    main()
