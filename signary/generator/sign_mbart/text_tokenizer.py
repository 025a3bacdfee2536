"""A text tokenizer trained on a corpus, for generators that start from scratch."""

from __future__ import annotations

from collections.abc import Iterable

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast

from signary.io.errors import InputError

#: mBART's special tokens, at mBART's ids 0 to 3.
SPECIAL = {"bos_token": "<s>", "pad_token": "<pad>", "eos_token": "</s>", "unk_token": "<unk>"}
_BYTES = [f"<0x{byte:02X}>" for byte in range(256)]


def train_text_tokenizer(texts: Iterable[str], vocab_size: int) -> PreTrainedTokenizerFast:
    """Byte-pair encoding of lower-case text; characters that the corpus does not have are spelled in bytes.

    Pieces never cross a word, and Chinese ones are characters, so that a word has the same pieces in a sentence and as
    a lemma.

    Args:
        texts: Sentences and lemmas, any languages.
        vocab_size: Most tokens; 260 are special tokens and bytes.

    Raises:
        InputError: If there is no room for a piece.
    """
    special = [*SPECIAL.values(), *_BYTES]
    if vocab_size <= len(special):
        raise InputError("vocab_size", f"more than {len(special)}", vocab_size)
    tokenizer = Tokenizer(models.BPE(unk_token=SPECIAL["unk_token"], byte_fallback=True))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    characters = pre_tokenizers.Split(Regex(r"\p{Han}"), "isolated")
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Metaspace(), pre_tokenizers.Punctuation(), characters]
    )
    tokenizer.decoder = decoders.Sequence([decoders.ByteFallback(), decoders.Metaspace()])
    trainer = trainers.BpeTrainer(vocab_size=vocab_size, special_tokens=special, show_progress=False)
    tokenizer.train_from_iterator(texts, trainer)
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, **SPECIAL)  # type: ignore[no-untyped-call]
