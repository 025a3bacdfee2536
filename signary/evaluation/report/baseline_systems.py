"""The baselines as systems of a report, with what has to be said about each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from signary.evaluation.baselines import TRANSITION, DictionaryStitching, MeanPose, NearestSentence
from signary.evaluation.report.report_corpus import ReportCorpus
from signary.evaluation.report.systems import Sentences, System
from signary.io.progress import track
from signary.pose.sequence import PoseSequence
from signary.retrieval.dictionary import SignDictionary
from signary.tokenizer import MotionTokenizer


def ground_truth(references: Sequence[PoseSequence]) -> System:
    """The first row of every table."""
    return System("ground truth", "the references themselves: what metrics and recogniser say of the right answer",
                  references)  # fmt: skip


def mean_pose(corpus: ReportCorpus) -> MeanPose:
    """The mean pose of a corpus' training sentences.

    Raises:
        InputError: If training has no sentence.
    """
    return MeanPose.of(track(corpus.training_motion(), "mean pose", len(corpus.training)))


def system_of(name: str, about: str, motion: Sequence[PoseSequence | None], mean: MeanPose, **facts: Any) -> System:
    """A system that may have nothing to show for some sentences: it shows the mean pose, and says for how many.

    Args:
        name: Of the system.
        about: What it is.
        motion: One sequence a sentence, or None.
        mean: Takes the place of None.
        **facts: Of the system.
    """
    lost = sum(sequence is None for sequence in motion)
    if lost:
        about += f"; {lost} of {len(motion)} sentences without any motion are the mean pose"
    return System(name, about, [mean.hold() if sequence is None else sequence for sequence in motion], **facts)


def baseline_systems(
    corpus: ReportCorpus,
    sentences: Sentences,
    references: Sequence[PoseSequence],
    tokenizer: MotionTokenizer,
    dictionary: SignDictionary | None,
    mean: MeanPose,
) -> list[System]:
    """Nearest training sentence, dictionary stitching, mean pose and tokenizer reconstruction of some sentences.

    Args:
        corpus: With the sentences to learn from.
        sentences: What is to be signed.
        references: Their motion.
        tokenizer: Of the model.
        dictionary: Of the model; stitching is left out without one.
        mean: Of the training sentences.

    Raises:
        InputError: If training has no sentence of a language.
    """
    systems = [_nearest(corpus, sentences)]
    if dictionary is not None:
        systems.append(_stitched(DictionaryStitching(dictionary, tokenizer), sentences, mean))
    held = mean.hold()
    about = f"mean of all training frames, held for {held.seconds:.2f} s (the median training sentence)"
    systems.append(System("mean pose", about, [held] * len(sentences)))
    rebuilt = [tokenizer.reconstruct(sequence) for sequence in track(references, "reconstructing")]
    about = "the references through the model's motion tokenizer and back: the ceiling of its codes"
    return [*systems, System("tokenizer reconstruction", about, rebuilt, "reference")]


def _nearest(corpus: ReportCorpus, sentences: Sentences) -> System:
    nearest = NearestSentence(list(corpus.training["text"]), list(corpus.training["language"]))
    found = [nearest.find(text, lang) for text, lang in zip(sentences.texts, sentences.languages, strict=True)]
    texts = corpus.training["text"]
    same = sum(texts[at] == text for at, text in zip(found, sentences.texts, strict=True))
    about = (
        f"motion of the training sentence with the nearest text (tf-idf of 1- to 4-character runs); "
        f"{same} of {len(sentences)} texts stand in training as they are"
    )
    return System("nearest training sentence", about, [corpus.training_sequence(at) for at in found])


def _stitched(stitching: DictionaryStitching, sentences: Sentences, mean: MeanPose) -> System:
    pairs = zip(sentences.texts, sentences.languages, strict=True)
    about = f"dictionary signs of the words in the order of the text, {TRANSITION:g} s from one to the next"
    return system_of("dictionary stitching", about, [stitching.stitch(*pair) for pair in pairs], mean)
