"""A model's motion for the sentences of a corpus, side by side, as evaluations measure it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from signary.evaluation.baselines import MeanPose
    from signary.evaluation.report import Sentences, System
    from signary.pipelines.text_to_sign import TextToSignPipeline

#: Sentences that are generated side by side.
_BATCH = 16


def generate_motion(
    sign: TextToSignPipeline, sentences: Sentences, seed: int | None, mean: MeanPose
) -> tuple[System, list[str]]:
    """The model's motion of all sentences, and the ids of those that the limit of steps has cut off.

    Args:
        sign: The model.
        sentences: What is to be signed.
        seed: Of the draw of codes; None for the likeliest ones.
        mean: Takes the place of motion that the model does not make.
    """
    from signary.evaluation.report.baseline_systems import system_of
    from signary.io.progress import track

    options: dict[str, Any] = {} if seed is None else {"do_sample": True, "seed": seed}
    found: dict[int, dict[str, Any] | None] = {}
    for batch in track(_batches(sentences.languages), "generating"):
        texts = [sentences.texts[at] for at in batch]
        found |= dict(zip(batch, _signed(sign, texts, sentences.languages[batch[0]], options), strict=True))
    results = [found[at] for at in range(len(sentences))]
    refined = "refined" if sign.bundle.refiner is not None else "as its codes give it"
    motion = [None if result is None else result["pose"] for result in results]
    system = system_of("model", f"motion from text alone, {refined}", motion, mean, is_model=True)
    return system, [sentences.ids[at] for at, result in enumerate(results) if result and not result["complete"]]


def _signed(
    sign: TextToSignPipeline, texts: list[str], language: str, options: dict[str, Any]
) -> list[dict[str, Any] | None]:
    """What the model signs, side by side; None for a text for which it makes no motion."""
    from signary.bundle.sentence_steps import NoMotionError

    try:
        return list(sign(texts, language=language, batch_size=len(texts), **options))
    except NoMotionError:
        if len(texts) == 1:
            return [None]
        return [found for text in texts for found in _signed(sign, [text], language, options)]


def _batches(languages: Sequence[str]) -> list[list[int]]:
    """Numbers of sentences, those of a language together."""
    found = []
    for language in dict.fromkeys(languages):
        chosen = [at for at, one in enumerate(languages) if one == language]
        found += [chosen[first : first + _BATCH] for first in range(0, len(chosen), _BATCH)]
    return found
