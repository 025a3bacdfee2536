"""The transformers pipeline `text-to-sign`: text and the signs of its words to motion (SOKE, ICCV 2025, §3).

text ── sentences ── retrieval ── prompt ── encoder ── decoder ── codes (L, P) ── motion tokenizer ── motion
        └─────────── preprocess ────────┘   └────── _forward ────────────────┘   └─ postprocess ─┘
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import torch
from torch import Tensor
from transformers import AutoConfig, AutoModel, AutoProcessor
from transformers.pipelines import PIPELINE_REGISTRY
from transformers.pipelines.base import ChunkPipeline

from signary.generator.sign_mbart import SignMBartConfig, SignMBartForConditionalGeneration, SignMBartProcessor
from signary.io.errors import InputError
from signary.language.languages import SignLanguage, resolve
from signary.nn.threads import fitting_threads, on_threads
from signary.pipelines.generating import GENERATION, check_generation, decode_sentences, steps_of
from signary.pipelines.model_folder import ModelParts, embedded_folder, is_embedded, local_folder
from signary.pipelines.moving import Mover
from signary.pipelines.named_auto_model import NamedAutoModel, raise_if_refused
from signary.pipelines.number_type import number_type
from signary.pipelines.prompting import PromptedSentence, prompt_sentences
from signary.pipelines.stream import PoseChunk, SignStream, StreamSettings
from signary.pose.sequence import PoseSequence
from signary.retrieval.retriever import MODES, Retriever
from signary.signer.signer import NOTICE

TASK = "text-to-sign"
#: What a call and the constructor may set, beside `GENERATION`.
PREPROCESSING = ("language", "retrieval", "signer")
POSTPROCESSING = ("refine",)


class TextToSignPipeline(ChunkPipeline):
    """Text to sign language motion.

    `transformers.pipeline("text-to-sign", model=…)` makes one; settings given there hold for every call.

    Args:
        model: The generator.
        parts: Everything else, *optional*, defaults to what lies in the folder that the generator was loaded from.
        dtype: Number type of all networks, *optional*; `"auto"`, which `transformers.pipeline` passes where nobody
            says anything, is float32, and None that of the generator.
        device: Device of all networks, *optional*, defaults to the first accelerator, else the CPU.
        task: Name of the task.
        local_files_only: Fetch nothing from the Hub.
        batch_size: Sentences that are generated side by side.
        num_workers: As in every pipeline.
        **settings: As for a call.

    Raises:
        ModelFolderError: If the folder lacks a part, or its parts do not belong together.
        DictionaryMismatchError: If another tokenizer made the dictionary.
        EmptyDictionaryError: If the dictionary has no entry.
        UnknownLanguageError: If the model does not know the language.
        InputError: If the model is another one, or a setting is unknown or out of range.
    """

    _load_processor = False  # type: ignore[assignment]
    _load_tokenizer = False  # type: ignore[assignment]
    _load_feature_extractor = False  # type: ignore[assignment]
    _load_image_processor = False  # type: ignore[assignment]
    _load_video_processor = False  # type: ignore[assignment]

    model: SignMBartForConditionalGeneration
    processor: SignMBartProcessor
    device: torch.device

    def __init__(
        self,
        model: SignMBartForConditionalGeneration,
        *,
        parts: ModelParts | None = None,
        dtype: torch.dtype | str | None = None,
        device: torch.device | str | int | None = None,
        task: str = TASK,
        local_files_only: bool = False,
        batch_size: int | None = None,
        num_workers: int | None = None,
        **settings: Any,
    ) -> None:
        raise_if_refused(model)
        if not isinstance(model, SignMBartForConditionalGeneration):
            raise InputError("model", "a SignMBartForConditionalGeneration", type(model).__name__)
        kind = number_type(dtype, model.dtype)
        if parts is None:
            folder = _folder_of(model, local_files_only)
            parts = ModelParts.load(folder, model.config.vocabulary, kind)
            if is_embedded(folder):
                # In the configuration, so that it is still there when the model was saved elsewhere.
                model.config.notice = NOTICE
        parts.processor.check(model.config.vocabulary)
        self.parts = parts
        self._retrievers: dict[tuple[str, str], Retriever] = {}
        super().__init__(
            model=model.to(kind).eval(),  # type: ignore[arg-type]
            processor=parts.processor,
            device=device,  # type: ignore[arg-type]
            task=task,
            batch_size=batch_size,
            num_workers=num_workers,
            **settings,
        )
        parts.motion_tokenizer.to(self.device, kind).eval()  # type: ignore[arg-type]

    @property
    def languages(self) -> tuple[str, ...]:
        """Ids of the sign languages of the model."""
        return self.processor.vocabulary.languages

    @property
    def notice(self) -> str | None:
        """What must be said wherever motion of this model is shown, if anything."""
        return self.model.config.notice or None

    def __call__(self, text: Any, **settings: Any) -> Any:  # type: ignore[override]
        """Sign a text of one or several sentences, or many texts.

        Args:
            text: A text, a list of texts, or a data set or generator of texts.
            **settings:
                language (`str`): Sign language by id, ISO 639-3 code or name; not needed if the model has only one.
                retrieval (`str`, *optional*): `all`, `at_most`, `rare` or `none`, see `Retriever`; defaults to what
                    the model was trained with.
                signer (`int`, *optional*): Which signer to imitate, if the model has several.
                max_new_tokens (`int`, *optional*, defaults to 100): Most steps a sentence.
                do_sample (`bool`, *optional*): Draw codes instead of taking the likeliest.
                temperature, top_k, top_p (*optional*): How to draw, only with `do_sample`.
                seed (`int`, *optional*): Repeats a draw; every sentence begins with it, whatever stands beside it.
                refine (`bool`, *optional*, defaults to True): Make motion continuous, if the model has a refiner.
                batch_size (`int`, *optional*, defaults to 1): Sentences that are generated side by side.

        Returns:
            A dictionary for a text, a list of them for a list, an iterator over them for a data set or generator:

            - `pose` (`PoseSequence`): the motion of all sentences, at the motion tokenizer's frame rate;
            - `codes` (int64 array of shape (L, P)): its motion codes;
            - `retrieved` (list of dictionaries): what was retrieved for every word, see `word_account.account`;
            - `segments` (list of dictionaries): `text`, `start` and `end` in seconds, `source` (`model`) and
              `complete` of every sentence. The network gives no times of words. One that is too long to be signed at
              once has a segment for each piece: `part` (from 1) of `parts`, and `cut` says why (else None);
            - `complete` (`bool`): False if the model was stopped by `max_new_tokens`;
            - `timings` (dictionary): seconds of `retrieval`, `encoding`, `decoding` and `motion`; sentences of a
              batch share its seconds equally.

        Raises:
            TextTooLongError: If a single word with its signs is longer than the model's positions.
            NoMotionError: If the model makes no motion for a sentence.
            UnknownLanguageError: If the model does not know the language.
            InputError: If a text is none or empty, or a setting is unknown, missing or out of range.
        """
        if isinstance(text, list) and not text:
            raise InputError("text", "at least one text", "an empty list")
        if isinstance(text, (bytes, dict, tuple)) or not hasattr(text, "__getitem__") | hasattr(text, "__iter__"):
            raise InputError("text", "a text, a list of texts, a data set or a generator", type(text).__name__)
        return super().__call__(text, **settings)  # type: ignore[no-untyped-call]

    def save_pretrained(  # type: ignore[override]
        self, save_directory: str | os.PathLike[str], max_shard_size: int | str = "50GB"
    ) -> None:
        """Write the whole model folder: generator, processor, motion tokenizer, dictionary.

        Args:
            save_directory: Folder, made if it is not there.
            max_shard_size: Largest file of the generator's weights.

        Raises:
            InputError: If the folder cannot be made.
        """
        folder = Path(save_directory)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError("save_directory", "a folder that can be made", f"{str(folder)!r} ({error})") from None
        self.model.save_pretrained(folder, max_shard_size=max_shard_size)
        self.parts.save(folder)

    def _sanitize_parameters(self, **settings: Any) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
        """Settings of the constructor or of a call, checked, as those of `preprocess`, `_forward` and `postprocess`."""
        known = (*PREPROCESSING, *GENERATION, *POSTPROCESSING)
        unknown = sorted(set(settings) - set(known))
        if unknown:
            raise InputError(TASK, f"settings among {', '.join(known)}", ", ".join(unknown))
        given = {name: value for name, value in settings.items() if value is not None}
        for name, kind in (("language", str), ("retrieval", str), ("signer", int), ("refine", bool)):
            if not isinstance(given.get(name, kind()), kind):
                raise InputError(name, f"a value of type {kind.__name__}", repr(given[name]))
        if "language" in given:
            given["language"] = resolve(given["language"], self.languages)
        if "retrieval" in given:
            self._check_retrieval(given["retrieval"])
        check_generation(given)
        # How many steps a sentence may take also says into how many pieces a long one is cut.
        first, second, third = (
            {name: value for name, value in given.items() if name in names}
            for names in ((*PREPROCESSING, "max_new_tokens"), GENERATION, POSTPROCESSING)
        )
        return first, second, third

    def _check_retrieval(self, mode: str) -> None:
        if mode not in MODES:
            raise InputError("retrieval", f"one of {', '.join(MODES)}", repr(mode))
        if mode != "none" and self.parts.dictionary is None:
            raise InputError("retrieval", "none, as the model has no dictionary", repr(mode))
        if mode == "rare" and not self.parts.settings.word_counts:
            raise InputError("retrieval", "another mode, as the model does not know which words are rare", repr(mode))

    def preprocess(  # type: ignore[override]
        self,
        text: str,
        language: SignLanguage | None = None,
        retrieval: str | None = None,
        signer: int | None = None,
        max_new_tokens: int | None = None,
    ) -> Iterator[dict[str, Any]]:
        """The sentences of a text, or pieces of long ones, with their prompts; `is_last` is true for the last."""
        if not isinstance(text, str):
            raise InputError("text", "a text", type(text).__name__)
        language = language or self._only_language()
        retriever = self.retriever(language, retrieval)
        prompts = prompt_sentences(text, language, self.processor, retriever, signer, max_new_tokens=max_new_tokens)
        sentences = list(prompts)
        for number, sentence in enumerate(sentences, start=1):
            yield {"sentence": sentence, "is_last": number == len(sentences)}

    def _only_language(self) -> SignLanguage:
        if len(self.languages) > 1:
            raise InputError("language", f"one of {', '.join(self.languages)}", "none")
        return resolve(self.languages[0])

    def retriever(self, language: SignLanguage, mode: str | None = None) -> Retriever | None:
        """The retriever of a language and mode (default: the model's own); None for a model without a dictionary."""
        if self.parts.dictionary is None:
            return None
        mode = mode or self.parts.settings.mode
        # Made when it is first needed: it keeps an index of phrases.
        key = (language.id, mode)
        if key not in self._retrievers:
            self._retrievers[key] = self.parts.settings.retriever(self.parts.dictionary, language.id, mode)
        return self._retrievers[key]

    def _forward(self, inputs: dict[str, Any], **settings: Any) -> dict[str, Any]:  # type: ignore[override]
        """Codes of a sentence, or of several side by side: lists in `inputs` are batches."""
        given = inputs["sentence"]
        sentences: Sequence[PromptedSentence] = given if isinstance(given, list) else [given]
        prompts = self.processor.pad([sentence.prompt for sentence in sentences]).to(self.device)
        with on_threads(fitting_threads(self.model)):
            began = perf_counter()
            encoded = self.model.encode(**prompts)
            encoded_at = perf_counter()
            codes, complete = decode_sentences(self.model, encoded, **settings)
        seconds = torch.tensor([encoded_at - began, perf_counter() - encoded_at], dtype=torch.float64)
        return {
            "codes": codes,
            "complete": complete,
            "seconds": (seconds / len(sentences)).repeat(len(sentences), 1),
            "states": encoded.hidden,
            "mask": encoded.mask,
            **inputs,
        }

    def postprocess(  # type: ignore[override]
        self, outputs: Sequence[dict[str, Any]], refine: bool = True
    ) -> dict[str, Any]:
        """Motion of all sentences of a text, and everything that is known about it."""
        began = perf_counter()
        sentences: list[PromptedSentence] = [output["sentence"] for output in outputs]
        codes = [steps_of(output["codes"][0], output["sentence"].sentence.text) for output in outputs]
        mover = Mover(self.parts.motion_tokenizer, self.parts.refiner if refine else None)
        with on_threads(fitting_threads(mover.tokenizer, mover.refiner)):
            poses = [self._motion(mover, output, steps) for output, steps in zip(outputs, codes, strict=True)]
        facts = {"text": sentences[0].whole, "language": sentences[0].language, "source": f"signary {TASK}"}
        if self.notice is not None:
            facts["notice"] = self.notice
        complete = [bool(output["complete"]) for output in outputs]
        encoding, decoding = torch.cat([output["seconds"] for output in outputs]).sum(0).tolist()
        return {
            "pose": poses[0].concatenate(*poses[1:]).with_metadata(**facts),
            "codes": np.concatenate([steps.numpy() for steps in codes]),
            "retrieved": [word for sentence in sentences for word in sentence.retrieved],
            "segments": list(_segments(sentences, poses, complete)),
            "complete": all(complete),
            "timings": {
                "retrieval": sum(sentence.seconds for sentence in sentences),
                "encoding": encoding,
                "decoding": decoding,
                "motion": perf_counter() - began,
            },
        }

    def _motion(self, mover: Mover, output: dict[str, Any], codes: Tensor) -> PoseSequence:
        """Codes (L, P) of a sentence to stride · L frames."""
        # A sentence alone has no padding: beside others it gets none either.
        length = int(output["mask"].sum())
        mover.begin(output["states"][:, :length].to(self.device), output["mask"][:, :length].to(self.device))
        return self.parts.motion_tokenizer.to_sequence(mover.show_whole(codes.to(self.device)))

    def open_stream(self, language: str | None = None, **settings: Any) -> SignStream:
        """A session that signs while text comes in.

        Args:
            language: Sign language by id, ISO 639-3 code or name; not needed if the model has only one.
            **settings: As for `StreamSettings`.

        Raises:
            UnknownLanguageError: If the model does not know the language.
            InputError: If a setting is unknown or out of range, or the motion tokenizer cannot decode piece by piece.
        """
        names = [field.name for field in fields(StreamSettings) if field.name != "language"]
        if unknown := sorted(set(settings) - set(names)):
            raise InputError("stream", f"settings among {', '.join(names)}", ", ".join(unknown))
        chosen = self._only_language() if language is None else resolve(language, self.languages)
        if settings.get("retrieval") is not None:
            self._check_retrieval(settings["retrieval"])
        return SignStream(self, StreamSettings(chosen, **settings))

    def stream(self, text: str, language: str | None = None, **settings: Any) -> Iterator[PoseChunk]:
        """Sign a text in chunks, each as soon as it is ready; the first does not wait for the sentence to be decoded.

        Args:
            text: One sentence or several.
            language: As for `open_stream`.
            **settings: As for `StreamSettings`.

        Raises:
            InputError: As `open_stream`, or if the text is none.
        """
        session = self.open_stream(language, **settings)
        return session.sign(text)


def _folder_of(model: SignMBartForConditionalGeneration, local_files_only: bool) -> Path:
    if not model.name_or_path:
        raise InputError("parts", "the parts of a generator that was not loaded from a folder", "none")
    return local_folder(model.name_or_path, getattr(model.config, "_commit_hash", None), local_files_only)


def _segments(
    sentences: Sequence[PromptedSentence], poses: Sequence[PoseSequence], complete: Sequence[bool]
) -> Iterator[dict[str, Any]]:
    """When each sentence or piece is signed."""
    frames = 0
    for sentence, pose, whole in zip(sentences, poses, complete, strict=True):
        start, frames = frames / pose.fps, frames + len(pose)
        times = {"start": start, "end": frames / pose.fps}
        piece = {"part": sentence.part, "parts": sentence.parts, "cut": sentence.cut}
        yield {"text": sentence.sentence.text, **times, "source": "model", "complete": whole, **piece}


class _EmbeddedModel:
    """Name and revision of the default model, looked up when it is asked for."""

    def __iter__(self) -> Iterator[str | None]:
        return iter((str(embedded_folder()), None))


AutoConfig.register(SignMBartConfig.model_type, SignMBartConfig)
AutoModel.register(SignMBartConfig, SignMBartForConditionalGeneration)
AutoProcessor.register(SignMBartConfig, SignMBartProcessor)  # type: ignore[no-untyped-call]
PIPELINE_REGISTRY.register_pipeline(
    TASK, pipeline_class=TextToSignPipeline, pt_model=NamedAutoModel, default={"model": _EmbeddedModel()}, type="text"
)
