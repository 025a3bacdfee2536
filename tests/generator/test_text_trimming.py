"""Trimmed vocabularies: any text in the scripts of the languages reads as before, and what was dropped is said."""

import io
import tempfile
from pathlib import Path

import pytest
import sentencepiece
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from transformers import AutoTokenizer, MBartConfig, PreTrainedTokenizerFast

from signary.generator.sign_mbart import SignMBartProcessor, SignVocabulary, kept_text, train_text_tokenizer
from signary.generator.sign_mbart.piece_spelling import PieceSpeller

SIZES = {"body": 4, "left_hand": 4, "right_hand": 4}
#: What the tokenizers know: three languages of ours, and two scripts that none of ours has.
WORLD = [
    "The quick brown fox jumps over the lazy dog, umbrella and zebra; 0123456789 (why?) — “well”!",
    "Größere Übungen ärgern Öfen: Regenschirm, Straße, fünf Prozent & 20 € für Donaudampfschifffahrt.",
    "我妈妈吃面包，雨伞在学校里。今天天气很好！你叫什么名字？学校 雨伞",
    "Быстрая лиса прыгает через ленивую собаку",
    "ความรัก ภาษาไทย",
] * 4
CORPUS = [("My mother eats bread.", "asl"), ("Regen im Norden.", "dgs"), ("我妈妈吃面包。", "csl")]
LEMMAS = [("umbrella", "asl"), ("Regenschirm", "dgs"), ("雨伞", "csl"), ("#sch", "dgs")]
NEW = [
    "A lazy zebra jumps over 1902 umbrellas!", "Über größere Straßen: fünf € & Öfen?", "学校里有雨伞吗？今天很好！",
    "quick,brown(fox)", "  a  b ", "Zwölf dwarfs — “why?”", "x", "Ä", "校",
]  # fmt: skip


def fast(tokenizer, **marks):
    special = {"bos_token": "<s>", "pad_token": "<pad>", "eos_token": "</s>", "unk_token": "<unk>"}
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, **special, **marks)


SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]


def unigram():
    """As mBART's: sentencepiece's pieces without bytes."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer, tokenizer.decoder = pre_tokenizers.Metaspace(), decoders.Metaspace()
    tokenizer.train_from_iterator(
        WORLD, trainers.UnigramTrainer(vocab_size=320, special_tokens=SPECIAL, unk_token="<unk>", show_progress=False)
    )
    return fast(tokenizer)


def byte_fallback():
    return train_text_tokenizer(WORLD, 700)


def byte_level():
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=600, special_tokens=SPECIAL, initial_alphabet=alphabet, show_progress=False
    )
    tokenizer.train_from_iterator(WORLD, trainer)
    return fast(tokenizer)


def with_endings():
    """Pieces that end a word say so."""
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", end_of_word_suffix="</w>"))
    tokenizer.pre_tokenizer, tokenizer.decoder = pre_tokenizers.Whitespace(), decoders.BPEDecoder(suffix="</w>")
    trainer = trainers.BpeTrainer(
        vocab_size=500, special_tokens=SPECIAL, end_of_word_suffix="</w>", show_progress=False
    )
    tokenizer.train_from_iterator(WORLD, trainer)
    return fast(tokenizer)


def with_insides():
    """Pieces inside a word say so."""
    tokenizer = Tokenizer(models.WordPiece(unk_token="<unk>"))
    tokenizer.pre_tokenizer, tokenizer.decoder = pre_tokenizers.BertPreTokenizer(), decoders.WordPiece()
    tokenizer.train_from_iterator(
        WORLD, trainers.WordPieceTrainer(vocab_size=500, special_tokens=SPECIAL, show_progress=False)
    )
    return fast(tokenizer)


def mbart():
    """mBART's own tokenizer, of a sentencepiece model."""
    written = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(WORLD), model_writer=written, vocab_size=400, hard_vocab_limit=False,
        character_coverage=1.0, minloglevel=2,
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "sentencepiece.bpe.model").write_bytes(written.getvalue())
        MBartConfig().save_pretrained(folder)
        return AutoTokenizer.from_pretrained(folder)


KINDS = {each.__name__: each for each in (mbart, unigram, byte_fallback, byte_level, with_endings, with_insides)}


class Trimmed:
    """A tokenizer, its processor of everything, and that of what stays."""

    def __init__(self, kind, languages=("asl", "csl", "dgs")):
        self.tokenizer = KINDS[kind]()
        self.whole = self.processor(languages, len(self.tokenizer), None)
        corpus, lemmas = ([each for each in texts if each[1] in languages] for texts in (CORPUS, LEMMAS))
        self.kept = kept_text(self.whole, corpus, lemmas)
        self.part = self.processor(languages, len(self.kept.ids), self.kept.ids)
        self.unknown = self.tokenizer.unk_token_id

    def processor(self, languages, size, kept):
        vocabulary = SignVocabulary(size, tuple(SIZES), tuple(SIZES.values()), tuple(languages))
        return SignMBartProcessor.for_vocabulary(self.tokenizer, vocabulary, max_length=200, kept_text_ids=kept)

    def check(self, text):
        """Text ids are those of the same text, and none is unknown that the tokenizer knows."""
        before = self.whole.text_ids(text)
        after = [self.kept.ids[new] for new in self.part.text_ids(text)]
        assert self.tokenizer.decode(after) == self.tokenizer.decode(before), text
        assert after.count(self.unknown) == before.count(self.unknown), text
        return before, after


@pytest.fixture(scope="module")
def trimmed():
    return {kind: Trimmed(kind) for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_any_text_of_the_languages_reads_as_before(trimmed, kind):
    spelled = 0
    for text in NEW + WORLD[:3]:
        before, after = trimmed[kind].check(text)
        spelled += before != after
    assert spelled
    assert len(trimmed[kind].kept.ids) < len(trimmed[kind].tokenizer)


@pytest.mark.parametrize("kind", KINDS)
def test_no_row_that_is_used_moves(trimmed, kind):
    for text, _ in CORPUS + LEMMAS:
        before, after = trimmed[kind].check(text)
        assert before == after


CHARACTERS = sorted({character for text in WORLD[:3] for character in text})


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*CHARACTERS, " ", "Regen", "umbrella", "雨伞"]), max_size=25).map("".join))
def test_no_text_in_the_scripts_becomes_unknown(trimmed, kind, text):
    trimmed[kind].check(text)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=12))
def test_bytes_spell_everything(trimmed, text):
    before, _ = trimmed["byte_fallback"].check(text)
    assert trimmed["byte_fallback"].unknown not in before


def test_other_scripts_become_unknown_and_that_is_said(trimmed):
    some = trimmed["unigram"]
    assert some.part.text_ids("собаку").count(some.kept.ids.index(some.unknown)) > 1
    assert any("с" in piece for piece in some.kept.lost)
    kept, words = some.kept, str(some.kept)
    assert len(kept.ids) == kept.of_corpus + kept.of_lemmas + kept.for_spelling
    assert kept.size == len(some.tokenizer)
    assert kept.size - len(kept.ids) == kept.spelled + len(kept.lost)
    assert f"{len(kept.ids)} of {kept.size} pieces stay" in words
    assert "any other word of asl, csl, dgs" in words
    assert f"{len(kept.lost)} of other scripts, which become unknown: " in words
    assert "other scripts" not in str(trimmed["byte_fallback"].kept)


def test_chinese_characters_stay_only_where_there_is_chinese(trimmed):
    german = Trimmed("unigram", ("dgs",))
    german.check("Über größere Straßen")
    assert german.unknown in [german.kept.ids[new] for new in german.part.text_ids("学校")]
    assert len(german.kept.ids) < len(trimmed["unigram"].kept.ids)


def test_a_saved_processor_spells_alike(trimmed, tmp_path):
    some = trimmed["unigram"]
    some.part.text_ids(NEW[0])
    some.part.save_pretrained(tmp_path)
    loaded = SignMBartProcessor.from_pretrained(tmp_path)
    for text in NEW:
        assert loaded.text_ids(text) == some.part.text_ids(text)


def test_spellings_are_of_few_pieces_and_the_longest_first():
    pieces = {name: at for at, name in enumerate([*SPECIAL, "a", "b", "ab", "aba", "▁", "▁ab", "abab", "▁abab", "c"])}
    tokenizer = fast(Tokenizer(models.BPE(pieces, [], unk_token="<unk>")))
    speller = PieceSpeller(tokenizer, (pieces[name] for name in ("<unk>", "a", "b", "ab", "aba", "▁", "▁ab")))
    assert speller.spell(pieces["abab"]) == (pieces["aba"], pieces["b"])
    assert speller.spell(pieces["▁abab"]) == (pieces["▁ab"], pieces["ab"])
    assert speller.spell(pieces["c"]) is None
    assert speller.spell(pieces["<unk>"]) is None
    speller.keep(pieces["c"])
    assert speller.spell(pieces["c"]) == (pieces["c"],)
