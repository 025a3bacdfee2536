"""Prompts as the network takes them: known ids, padding last, and the sign language that decoding starts from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from signary.generator.sign_mbart.vocabulary import SignVocabulary
from signary.io.errors import InputError
from signary.nn.masks import checked_mask

if TYPE_CHECKING:
    from signary.generator.sign_mbart.configuration_sign_mbart import SignMBartConfig


def prompt_mask(config: SignMBartConfig, input_ids: Tensor, attention_mask: Tensor | None) -> Tensor:
    """Check prompts and say where they have tokens.

    mBART counts positions from the first column, so that padding in front would change what a prompt means.

    Args:
        config: Of the network.
        input_ids: Integers of shape (B, S).
        attention_mask: 1 where there is a token, of shape (B, S), or None: everything but padding.

    Returns:
        The mask.

    Raises:
        InputError: If there are ids that the network does not know, more than it has positions for, or padding before
            the end.
    """
    size, longest = config.vocabulary.size, config.max_position_embeddings
    if input_ids.dim() != 2 or not input_ids.numel() or input_ids.is_floating_point():
        got = f"{input_ids.dtype} of shape {tuple(input_ids.shape)}"
        raise InputError("input_ids", "integers of shape (B, S)", got)
    # With a pointer a step takes one position, not an id for each part: positions are counted where they are made.
    if input_ids.shape[1] > longest and not config.pointer:
        raise InputError("input_ids", f"at most {longest} tokens", input_ids.shape[1])
    low, high = int(input_ids.min()), int(input_ids.max())
    if low < 0 or high >= size:
        raise InputError("input_ids", f"0 to {size - 1}", f"{low} to {high}")
    name, mask = "attention_mask", attention_mask
    if mask is None:
        name, mask = "input_ids", torch.ne(input_ids, config.pad_id).long()
    checked_mask(mask, input_ids, name, at_end=True, no_empty_row=True, numbers=True)
    return mask


def prompt_languages(
    vocabulary: SignVocabulary, input_ids: Tensor, mask: Tensor, language: str | Sequence[str] | None = None
) -> Tensor:
    """Ids of the language tokens that decoding starts from, of shape (B,).

    Args:
        vocabulary: Of the network.
        input_ids: Prompts of shape (B, S).
        mask: 1 where there is a token, of shape (B, S).
        language: Sign language of all or of each sample, *optional*, defaults to the last token of each prompt.

    Raises:
        UnknownLanguageError: If the network does not know the language.
        InputError: If a prompt does not end with a language token and no language is given.
    """
    if language is not None:
        names = [language] * len(input_ids) if isinstance(language, str) else list(language)
        if len(names) != len(input_ids):
            raise InputError("language", f"one, or one for each of {len(input_ids)} samples", names)
        return torch.tensor([vocabulary.language_id(name) for name in names], device=input_ids.device)
    last = mask.bool().sum(1, keepdim=True) - 1
    ids = input_ids.gather(1, last)[:, 0]
    known = set(vocabulary.language_ids.values())
    if not known.issuperset(ids.tolist()):
        raise InputError("input_ids", f"a language token ({sorted(known)}) last in every prompt", ids.tolist())
    return ids
