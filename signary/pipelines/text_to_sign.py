"""The transformers pipeline `text-to-sign`: text and the signs of its words to motion (SOKE, ICCV 2025, §3).

text ── sentences ── retrieval ── prompt ── encoder ── decoder ── codes (L, P) ── motion tokenizer ── motion
        └─────────── preprocess ────────┘   └────── _forward ────────────────┘   └─ postprocess ─┘
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any

import torch
from transformers.pipelines.base import ChunkPipeline

from signary.bundle.bundle import Bundle
from signary.bundle.loading import number_type
from signary.bundle.prompter import PromptedSentence
from signary.bundle.sentence_steps import GENERATION, SentenceCodes, check_generation, decode_prompts
from signary.generator.sign_mbart import SignMBartForConditionalGeneration, SignMBartProcessor
from signary.io.errors import InputError
from signary.language.languages import SignLanguage
from signary.pipelines.named_auto_model import LoadsModelOnly, raise_if_refused
from signary.signing.model_signing import result_of
from signary.streaming.session import PoseChunk, SignStream, StreamSettings

TASK = "text-to-sign"
#: What a call and the constructor may set, beside `GENERATION`.
PREPROCESSING = ("language", "retrieval", "signer")
POSTPROCESSING = ("refine",)


class TextToSignPipeline(LoadsModelOnly, ChunkPipeline):
    """Text to sign language motion.

    `transformers.pipeline("text-to-sign", model=…)` makes one; settings given there hold for every call.

    Args:
        model: The generator.
        bundle: The whole model, *optional*, defaults to what lies in the folder that the generator was loaded from.
        dictionary: File, or files, of signs of one's own (`signary dictionary build`), *optional*: they go before those
            of the model's dictionary, which gives the rest.
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

    model: SignMBartForConditionalGeneration
    processor: SignMBartProcessor
    device: torch.device

    def __init__(
        self,
        model: SignMBartForConditionalGeneration,
        *,
        bundle: Bundle | None = None,
        dictionary: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] | None = None,
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
        if bundle is None:
            bundle = Bundle.around(model.to(kind), dtype=kind, local_files_only=local_files_only)  # type: ignore[arg-type]
        elif bundle.generator is not model:
            raise InputError("bundle", "the bundle of this generator", "that of another")
        places = [dictionary] if isinstance(dictionary, (str, os.PathLike)) else dictionary or ()
        self.bundle = bundle = bundle.with_dictionaries(places)
        super().__init__(
            model=model.to(kind).eval(),  # type: ignore[arg-type]
            processor=bundle.processor,
            device=device,  # type: ignore[arg-type]
            task=task,
            batch_size=batch_size,
            num_workers=num_workers,
            **settings,
        )
        bundle.to(self.device, kind)

    @property
    def languages(self) -> tuple[str, ...]:
        """Ids of the sign languages of the model."""
        return self.bundle.languages

    @property
    def notice(self) -> str | None:
        """What must be said wherever motion of this model is shown, if anything."""
        return self.bundle.notice

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
            - `retrieved` (list of dictionaries): what was retrieved for every word, see
              `signary.retrieval.word_account`;
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
        self.bundle.save(save_directory, max_shard_size)

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
            given["language"] = self.bundle.language(given["language"])
        if "retrieval" in given:
            self.bundle.prompter.check_mode(given["retrieval"])
        check_generation(given)
        # How many steps a sentence may take also says into how many pieces a long one is cut.
        first, second, third = (
            {name: value for name, value in given.items() if name in names}
            for names in ((*PREPROCESSING, "max_new_tokens"), GENERATION, POSTPROCESSING)
        )
        return first, second, third

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
        chosen = language or self.bundle.language(None)
        prompts = self.bundle.prompter.sentences(text, chosen, retrieval, signer, max_new_tokens=max_new_tokens)
        sentences = list(prompts)
        for number, sentence in enumerate(sentences, start=1):
            yield {"sentence": sentence, "is_last": number == len(sentences)}

    def _forward(self, inputs: dict[str, Any], **settings: Any) -> dict[str, Any]:  # type: ignore[override]
        """Codes of a sentence, or of several side by side: lists in `inputs` are batches."""
        given = inputs["sentence"]
        sentences: Sequence[PromptedSentence] = given if isinstance(given, list) else [given]
        decoded = decode_prompts(self.bundle, [sentence.prompt for sentence in sentences], **settings)
        return {**decoded._asdict(), **inputs}

    def postprocess(  # type: ignore[override]
        self, outputs: Sequence[dict[str, Any]], refine: bool = True
    ) -> dict[str, Any]:
        """Motion of all sentences of a text, and everything that is known about it."""
        sentences = [output["sentence"] for output in outputs]
        decoded = [SentenceCodes(*(output[name] for name in SentenceCodes._fields)) for output in outputs]
        return result_of(self.bundle, sentences, decoded, refine)

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
        return SignStream(self.bundle, StreamSettings(self.bundle.language(language), **settings))

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
