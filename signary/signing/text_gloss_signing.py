"""Text to motion by a gloss model (FGDM): the rules say which signs and in which order, the model how they move.

A sentence at a time, from rest to rest; a gloss model makes motion whole, so that there is no stream of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch

from signary.bundle.folder import gloss_folder
from signary.bundle.loading import quiet_loading
from signary.generator.fgdm import FGDMModel, UnknownGlossError
from signary.generator.fgdm.inputs import pad_gloss_ids
from signary.generator.fgdm.sentence_poses import to_sequence
from signary.io.errors import InputError
from signary.language.languages import SignLanguage, resolve
from signary.language.read_text import read_text
from signary.nn.loading import load_model
from signary.pose.sequence import PoseSequence
from signary.retrieval.lookup import check_signs, plan_sentences
from signary.retrieval.plan import Item, SentencePlan
from signary.retrieval.segments import Segment
from signary.signing.rule_based import check_text
from signary.streaming.rule_motion import items_account


@dataclass(frozen=True)
class TextGlossSigning:
    """A text signed by a gloss model.

    Attributes:
        pose: The motion, of the model's layout.
        segments: Each sign with its word, gloss, time and source, in the order of signing.
        plans: Sentence by sentence, what became of every word.
    """

    pose: PoseSequence
    segments: tuple[Segment, ...]
    plans: tuple[SentencePlan, ...]

    def account(self) -> str:
        """One line that says what became of the words."""
        return items_account([item for plan in self.plans for item in plan.items])


class GlossTextSigner:
    """A gloss model that signs texts.

    Args:
        model: The network, in evaluation mode.
        language: Sign language by id, ISO 639-3 code or name.
        seed: Of the noise that every sentence is made of.
        fps: Frames a second of the results; None for the model's own.

    Raises:
        UnknownLanguageError: If there is no such language, or the model does not have it.
    """

    def __init__(self, model: FGDMModel, language: str, seed: int = 0, fps: float | None = None) -> None:
        self.model, self.seed, self.fps = model, seed, fps
        self.vocabulary = model.config.vocabulary
        self.language: SignLanguage = resolve(language, self.vocabulary.languages or None)

    @classmethod
    def load(cls, name: str | None, language: str, seed: int = 0, fps: float | None = None) -> GlossTextSigner:
        """The signer of a model.

        Args:
            name: Folder or Hub id of a gloss model, or of a text-to-sign model that has one; None for the embedded one.
            language: As for the class, as the others.
            seed: As for the class.
            fps: As for the class.

        Raises:
            InputError: If the model cannot be loaded.
            UnknownLanguageError: As the class.
        """
        with quiet_loading():
            return cls(load_model(FGDMModel, gloss_folder(name)), language, seed, fps)

    def sign(self, text: str) -> TextGlossSigning:
        """Sign a text.

        Raises:
            NothingToSignError: If the text is empty or holds nothing that can be signed.
            InputError: If it is too long, or a sign takes longer than the model signs at once.
            NoDictionaryError: If the language has no lexicon.
            UnknownGlossError: If the model does not know the sign of a word; names the word.
        """
        check_text(text)
        plans = tuple(plan_sentences(read_text(text, self.language.spoken), self.language))
        check_signs(text, plans)
        ids = [[(item, self._ids(item)) for item in plan.signed] for plan in plans]
        poses, segments, late = list[PoseSequence](), list[Segment](), 0.0
        for signs in (piece for sentence in ids for piece in self._pieces(sentence)):
            pose, spans = self._motion(signs)
            first = 0
            for item, own in signs:
                start, end = float(spans[first, 0]), float(spans[first + len(own) - 1, 1])
                first += len(own)
                segments.append(Segment(item.word, item.gloss, late + start, late + end, item.source))
            poses.append(pose)
            late += pose.seconds
        whole = poses[0].concatenate(*poses[1:]).with_metadata(text=text, language=self.language.id)
        whole = whole.with_metadata(gloss=" ".join(item.gloss for signs in ids for item, _ in signs))
        return TextGlossSigning(whole if self.fps is None else whole.resample(self.fps), tuple(segments), plans)

    def _ids(self, item: Item) -> list[int]:
        """Of a word's sign, or of the entries and letters that it is made of."""
        language = self.language.id if self.vocabulary.languages else None
        made_of = [] if item.unit is None else [name for name, _ in item.unit.parts]
        for glosses in ([item.gloss], made_of):
            try:
                return self.vocabulary.ids(glosses, language)
            except UnknownGlossError as error:
                unknown = error
            except InputError:
                # Nobody said what it is made of.
                continue
        raise UnknownGlossError("text", unknown.expected, f"{item.gloss!r} of {item.word!r}")

    def _pieces(self, signs: list[tuple[Item, list[int]]]) -> Iterator[list[tuple[Item, list[int]]]]:
        """A sentence, or halves of halves of one that takes longer than the model signs at once."""
        if not signs:
            return
        ids = pad_gloss_ids([[number for _, own in signs for number in own]])
        if len(signs) == 1 or float(self.model.predict_spans(ids).lengths.round()) <= self.model.config.max_frames:
            yield signs
            return
        middle = len(signs) // 2
        yield from self._pieces(signs[:middle])
        yield from self._pieces(signs[middle:])

    def _motion(self, signs: Sequence[tuple[Item, list[int]]]) -> tuple[PoseSequence, torch.Tensor]:
        """Motion of signs, and start and end in seconds of everything that they are made of, (parts, 2)."""
        ids = pad_gloss_ids([[number for _, own in signs for number in own]])
        poses, lengths = self.model.sample(ids, seed=self.seed)
        spans = self.model.predict_spans(ids, lengths).spans[0] / self.model.config.fps
        return to_sequence(poses[0], self.model.config, [item.gloss for item, _ in signs]), spans
