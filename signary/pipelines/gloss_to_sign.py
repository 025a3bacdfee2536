"""The transformers pipeline `gloss-to-sign`: glosses to motion by denoising (FGDM, CVPR 2026).

glosses ── ids ── durations ── lengths ── denoising ── motion
          preprocess └──────── _forward ─────────┘   └─ postprocess
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass
from numbers import Integral
from typing import Any

import torch
from torch import Tensor
from torch.utils.data import DataLoader
from transformers.pipelines.base import Pipeline
from transformers.pipelines.pt_utils import PipelineDataset, PipelineIterator

from signary.bundle.folder import GLOSS_MODEL
from signary.bundle.loading import number_type
from signary.generator.fgdm import FGDMModel
from signary.generator.fgdm.inputs import checked_lengths, pad_gloss_ids
from signary.generator.fgdm.sentence_poses import to_sequence
from signary.io.errors import InputError
from signary.pipelines.named_auto_model import LoadsModelOnly, raise_if_refused

TASK = "gloss-to-sign"


@dataclass(frozen=True)
class _Sentence:
    """Glosses of a sentence, and its frames where somebody says how many."""

    glosses: tuple[str, ...]
    length: int | None


@dataclass(frozen=True)
class _Signed:
    """A sentence as the model signs it: poses (T, J, C), in shoulder widths from the neck, and times of glosses.

    Times are start and end in frames of each part of a gloss, tensor of shape (parts, 2); `parts` says how many parts
    each gloss has.
    """

    sentence: _Sentence
    poses: Tensor
    spans: Tensor
    parts: tuple[int, ...]


class GlossToSignPipeline(LoadsModelOnly, Pipeline):
    """Glosses to sign language motion.

    `transformers.pipeline("gloss-to-sign", model=…)` makes one; a seed given there holds for every call.

    Args:
        model: The network.
        dtype: Its number type, *optional*; `"auto"`, which `transformers.pipeline` passes by default, is float32, and
            None that of the model.
        device: Its device, *optional*, defaults to the first accelerator, else the CPU.
        task: Name of the task.
        batch_size: Sentences that are denoised side by side.
        num_workers: As in every pipeline.
        **settings: `seed`, as for a call.

    Raises:
        InputError: If the model is another one, or a setting is unknown or out of range.
    """

    model: FGDMModel
    device: torch.device

    def __init__(
        self,
        model: FGDMModel,
        *,
        dtype: torch.dtype | str | None = None,
        device: torch.device | str | int | None = None,
        task: str = TASK,
        batch_size: int | None = None,
        num_workers: int | None = None,
        **settings: Any,
    ) -> None:
        raise_if_refused(model)
        if not isinstance(model, FGDMModel):
            expected = f"an FGDMModel (that of a text-to-sign folder is in its folder {GLOSS_MODEL})"
            raise InputError("model", expected, type(model).__name__)
        self.vocabulary = model.config.vocabulary
        super().__init__(
            model=model.to(number_type(dtype, model.dtype)).eval(),  # type: ignore[arg-type]
            device=device,  # type: ignore[arg-type]
            task=task,
            batch_size=batch_size,
            num_workers=num_workers,
            **settings,
        )

    def __call__(self, glosses: Any, lengths: Any = None, **settings: Any) -> Any:  # type: ignore[override]
        """Sign a sentence of glosses, or many.

        Args:
            glosses: A sentence as a line of glosses parted by blanks (`"MORGEN REGEN NORD"`); a list of sentences, each
                a line or a list of glosses; or a data set or generator of such.
            lengths: Frames of the sentence, a whole number, or of every sentence of a list, *optional*; predicted
                without.
            **settings:
                language (`str`, *optional*): Sign language of the glosses, where the model has several; without it the
                    one that has all glosses of a sentence.
                seed (`int`, *optional*, defaults to 0): Of the noise that motion is made of; a sentence begins with it,
                    whatever stands beside it.
                batch_size (`int`, *optional*, defaults to 1): Sentences that are denoised side by side.

        Returns:
            A dictionary for a line, a list of them for a list, an iterator over them for a data set or generator:

            - `pose` (`PoseSequence`): the motion, of the model's layout and frame rate;
            - `segments` (list of dictionaries): `gloss`, `start` and `end` in seconds and `source` (`model`) of every
              gloss, as predicted. A network with `gloss_knots` is told them, and leaves rest and transitions out; to
              another, which shares the whole motion out, they are no more than an estimate;
            - `length` (`str`): `predicted` or `given`. Figures of both kinds are not comparable.

        Raises:
            UnknownGlossError: If the model does not know a gloss; names the nearest that it knows.
            UnknownLanguageError: If the model does not have the language.
            InputError: If there is no sentence or no gloss, several languages have the glosses and none is named, a
                length, given or predicted, is not 1 to the model's `max_frames`, or a setting is unknown
                or out of range.
        """
        if isinstance(glosses, list) and not glosses:
            raise InputError("glosses", "at least one sentence", "an empty list")
        iterable = hasattr(glosses, "__getitem__") or hasattr(glosses, "__iter__")
        if isinstance(glosses, (bytes, Mapping, tuple)) or not iterable:
            raise InputError("glosses", "a line of glosses, a list of such, a data set or a generator", repr(glosses))
        return super().__call__(self._with_lengths(glosses, lengths), **settings)  # type: ignore[no-untyped-call]

    def _with_lengths(self, glosses: Any, lengths: Any) -> Any:
        """The sentences with their lengths, if any are given."""
        if lengths is None:
            return glosses
        many = isinstance(glosses, list)
        if not many and not isinstance(glosses, str):
            raise InputError("lengths", "none for a data set or generator (they go with a list)", repr(lengths))
        sentences, numbers = (glosses, lengths) if many else ([glosses], [lengths])
        if not isinstance(numbers, Sequence) or not all(_is_whole(number) for number in numbers):
            raise InputError("lengths", "a whole number, or a list of them for a list of sentences", repr(lengths))
        checked_lengths(numbers, len(sentences), self.model.config)
        found = [_Sentence(_split(each), int(number)) for each, number in zip(sentences, numbers, strict=True)]
        return found if many else found[0]

    def save_pretrained(  # type: ignore[override]
        self, save_directory: str | os.PathLike[str], max_shard_size: int | str = "50GB"
    ) -> None:
        """Write the model folder.

        Args:
            save_directory: Folder, made if it is not there.
            max_shard_size: Largest file of the weights.
        """
        self.model.save_pretrained(save_directory, max_shard_size=max_shard_size)

    def _sanitize_parameters(self, **settings: Any) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
        """Settings of the constructor or of a call, checked: language goes to `preprocess`, seed to `_forward`."""
        unknown = sorted(set(settings) - {"seed", "language"})
        if unknown:
            raise InputError(TASK, "no settings but lengths, language, seed and batch_size", ", ".join(unknown))
        language, seed = settings.get("language"), settings.get("seed")
        if language is not None and not isinstance(language, str):
            raise InputError("language", "the name of a sign language", repr(language))
        if seed is not None and (not _is_whole(seed) or seed < 0):
            raise InputError("seed", "an integer of at least 0", repr(seed))
        said = {"language": language} if language is not None else {}
        return said, {"seed": int(seed)} if seed is not None else {}, {}

    def get_iterator(  # type: ignore[no-untyped-def]
        self, inputs, num_workers, batch_size, preprocess_params, forward_params, postprocess_params
    ) -> Iterator[dict[str, Any]]:
        """As that of every pipeline, but for padding, which is no matter of a text tokenizer here."""
        kind: Any = PipelineDataset if isinstance(inputs, Sized) else PipelineIterator
        sentences = kind(inputs, self.preprocess, preprocess_params)
        collate = _alone if batch_size == 1 else _side_by_side
        loader = DataLoader(sentences, batch_size, num_workers=num_workers, collate_fn=collate)
        iterator: Any = PipelineIterator
        signed = iterator(loader, self.forward, forward_params, loader_batch_size=batch_size)
        found: Iterator[dict[str, Any]] = iterator(signed, self.postprocess, postprocess_params)
        return found

    def preprocess(  # type: ignore[override]
        self, glosses: str | Sequence[str] | _Sentence, language: str | None = None
    ) -> dict[str, Any]:
        """A sentence with the ids of its glosses, and how many each has."""
        sentence = glosses if isinstance(glosses, _Sentence) else _Sentence(_split(glosses), None)
        parts = self.vocabulary.parts(sentence.glosses, language)
        return {
            "sentence": sentence,
            "ids": [number for own in parts for number in own],
            "parts": tuple(map(len, parts)),
        }

    def _forward(self, inputs: dict[str, Any], seed: int = 0) -> dict[str, Any]:  # type: ignore[override]
        """Poses of a sentence, or of several side by side: then what `inputs` has are lists."""
        several = isinstance(inputs["sentence"], list)
        sentences: list[_Sentence] = inputs["sentence"] if several else [inputs["sentence"]]
        gloss_ids = pad_gloss_ids(inputs["ids"] if several else [inputs["ids"]]).to(self.device)
        given = [sentence.length for sentence in sentences if sentence.length is not None]
        poses, lengths = self.model.sample(gloss_ids, given or None, seed)
        spans = self.model.predict_spans(gloss_ids, lengths).spans
        parts: list[tuple[int, ...]] = inputs["parts"] if several else [inputs["parts"]]
        rows = zip(sentences, poses, lengths.tolist(), spans, parts, strict=True)
        found = [_Signed(each, row[:length], times[: sum(own)], own) for each, row, length, times, own in rows]
        return {"signed": found if several else found[0]}

    def postprocess(self, outputs: dict[str, Any]) -> dict[str, Any]:  # type: ignore[override]
        """Motion of a sentence, and when which gloss is signed."""
        signed: _Signed = outputs["signed"]
        sentence, config = signed.sentence, self.model.config
        pose = to_sequence(signed.poses, config, sentence.glosses).with_metadata(source=f"signary {TASK}")
        return {
            "pose": pose,
            "segments": list(_segments(signed, pose.fps)),
            "length": "predicted" if sentence.length is None else "given",
        }


def _split(glosses: Any) -> tuple[str, ...]:
    """Glosses of a sentence, a line or a list."""
    found = glosses.split() if isinstance(glosses, str) else glosses
    if not isinstance(found, (list, tuple)) or not all(isinstance(gloss, str) for gloss in found):
        raise InputError("glosses", "sentences, each a line or a list of glosses", repr(glosses))
    return tuple(found)


def _is_whole(number: Any) -> bool:
    return isinstance(number, Integral) and not isinstance(number, bool)


def _alone(items: list[dict[str, Any]]) -> dict[str, Any]:
    return items[0]


def _side_by_side(items: list[dict[str, Any]]) -> dict[str, Any]:
    """Sentences as a dictionary of lists."""
    return {name: [item[name] for item in items] for name in items[0]}


def _segments(signed: _Signed, fps: float) -> Iterator[dict[str, Any]]:
    """When each gloss is signed, from the start of its first part to the end of its last."""
    first, seconds = 0, (signed.spans.double() / fps).tolist()
    for gloss, count in zip(signed.sentence.glosses, signed.parts, strict=True):
        start, end = seconds[first][0], seconds[first + count - 1][1]
        yield {"gloss": gloss, "start": start, "end": end, "source": "model"}
        first += count
