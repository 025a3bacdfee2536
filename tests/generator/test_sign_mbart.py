"""The generator, tiny and real: cached equals whole, batches equal singles, ends are each sequence's own."""

import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import MBartConfig, MBartModel

from signary.generator.sign_mbart import Sampling, SignMBartConfig, SignMBartForConditionalGeneration
from signary.generator.sign_mbart.decoding_registry import decoding_names, decoding_package
from signary.io.model_files import ModelFolderError

#: Those of installed packages, too, but not those that other tests make.
METHODS = tuple(name for name in decoding_names() if not decoding_package(name).startswith("test"))
SIZES = {"body": 11, "left_hand": 13, "right_hand": 13}
TINY = {
    "vocab_size": 50,
    "d_model": 32,
    "encoder_layers": 2,
    "decoder_layers": 2,
    "encoder_attention_heads": 4,
    "decoder_attention_heads": 4,
    "encoder_ffn_dim": 64,
    "decoder_ffn_dim": 64,
    "max_position_embeddings": 128,
    "dropout": 0.0,
    "init_std": 0.2,
}


def make(method="multi_head", **settings):
    torch.manual_seed(0)
    config = SignMBartConfig(**{**TINY, "codebook_sizes": SIZES, "decoding": method, **settings})
    return SignMBartForConditionalGeneration(config).eval()


def prompts(model, lengths, seed=0):
    generator = torch.Generator().manual_seed(seed)
    longest = max(lengths) + 1
    ids = torch.full((len(lengths), longest), model.config.pad_token_id)
    for row, length in enumerate(lengths):
        ids[row, :length] = torch.randint(5, 50, (length,), generator=generator)
        ids[row, length] = model.config.vocabulary.language_id("dgs")
    return ids


def random_codes(batch, steps, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return torch.stack([torch.randint(0, size, (batch, steps), generator=generator) for size in SIZES.values()], -1)


def decode(model, ids, steps=12):
    return list(model.decode_steps(model.encode(ids), max_new_tokens=steps))


@pytest.mark.parametrize("method", METHODS)
def test_steps_with_cache_equal_teacher_forcing(method):
    model = make(method)
    for head in model.heads:
        head.bias.data[-1] = -100.0
    ids = prompts(model, [7])
    codes = torch.stack(decode(model, ids), 1)
    assert codes.shape == (1, 12, 3)
    with torch.no_grad():
        logits = model(input_ids=ids, motion_codes=codes).logits
    for part, found in enumerate(logits):
        assert torch.equal(found[:, :12, : list(SIZES.values())[part]].argmax(-1), codes[..., part])


@pytest.mark.parametrize("method", METHODS)
def test_a_batch_of_eight_lengths_equals_each_alone(method):
    model = make(method)
    ids = prompts(model, [3, 9, 5, 12, 4, 7, 10, 6])
    together = model.generate(ids, max_new_tokens=10)
    for row in range(8):
        length = int((ids[row] != model.config.pad_token_id).sum())
        alone = model.generate(ids[row : row + 1, :length], max_new_tokens=10)
        kept = together[row][(together[row] >= 0).all(-1)]
        assert torch.equal(kept, alone[0][: len(kept)])
        assert len(kept) == alone.shape[1]


def test_one_heads_end_ends_only_its_own_sequence():
    model = make()
    ids = prompts(model, [4, 6, 9, 11])
    free = model.generate(ids, max_new_tokens=30)
    lengths = (free >= 0).all(-1).sum(1)
    assert ((free >= 0).all(-1) == (free >= 0).any(-1)).all()
    bias = model.heads[1].bias.data.clone()
    for push in torch.linspace(0, 12, 40):
        model.heads[1].bias.data[-1] = bias[-1] + push
        found = (model.generate(ids, max_new_tokens=30) >= 0).all(-1).sum(1)
        if len(set(found.tolist())) > 1:
            break
    assert len(set(found.tolist())) > 1, "no bias makes sequences end at different steps"
    assert (found <= lengths).all()


@pytest.mark.slow
@pytest.mark.parametrize("method", METHODS)
def test_it_learns_and_reproduces_what_it_learned(method, overfit):
    model = make(method, init_std=0.05)
    ids, codes = prompts(model, [5, 8, 6, 7]), random_codes(4, 6)
    codes[1, 4:] = -1
    outputs = overfit(model, {"input_ids": ids, "motion_codes": codes}, 150, 5e-3)
    assert outputs[-1].loss < outputs[0].loss / 3
    found = model.generate(ids, max_new_tokens=20)
    assert torch.equal(found, codes)


@pytest.mark.parametrize("method", METHODS)
def test_padding_never_changes_the_loss(method):
    model = make(method)
    ids, codes = prompts(model, [5, 8]), random_codes(2, 6)
    codes[0, 4:] = -1
    with torch.no_grad():
        loss = model(input_ids=ids, motion_codes=codes).loss
        longer = torch.cat([codes, torch.full((2, 3, 3), -1)], 1)
        wider = torch.cat([ids, torch.full((2, 4), model.config.pad_token_id)], 1)
        assert torch.allclose(model(input_ids=ids, motion_codes=longer).loss, loss, atol=1e-5)
        assert torch.allclose(model(input_ids=wider, motion_codes=codes).loss, loss, atol=1e-5)


def test_saved_and_loaded_models_say_the_same(tmp_path):
    model = make()
    model.save_pretrained(tmp_path)
    again = SignMBartForConditionalGeneration.from_pretrained(tmp_path).eval()
    ids = prompts(model, [5, 8])
    assert torch.equal(model.generate(ids, max_new_tokens=8), again.generate(ids, max_new_tokens=8))
    for name, value in model.state_dict().items():
        assert torch.equal(value, again.state_dict()[name]), name


def head_starts(model):
    """What each head is to start from: the embedding rows of its codes, and of `</s>`."""
    rows, end = model.model.shared.weight, model.config.eos_token_id
    places = zip(model.config.vocabulary.motion_offsets, SIZES.values(), strict=True)
    return [torch.cat([rows[first : first + size], rows[end, None]]) for first, size in places]


@pytest.mark.parametrize("method", METHODS)
def test_fresh_heads_equal_the_embedding_rows_of_their_codes_and_are_not_tied(method):
    model = make(method)
    for head, start in zip(model.heads, head_starts(model), strict=True):
        assert start.std() > 0.1
        assert torch.equal(head.weight, start)
        assert not head.bias.any()
    with torch.no_grad():
        model.model.shared.weight += 1
    assert not any(torch.equal(head.weight, start) for head, start in zip(model.heads, head_starts(model), strict=True))


def test_heads_that_a_checkpoint_lacks_are_named(tmp_path):
    make().save_pretrained(tmp_path)
    weights = load_file(tmp_path / "model.safetensors")
    save_file({name: value for name, value in weights.items() if "heads.1" not in name}, tmp_path / "model.safetensors")
    with pytest.raises(ModelFolderError, match=r"without heads\.1\.bias and 1 more"):
        SignMBartForConditionalGeneration.from_pretrained(tmp_path)


def test_sampling_is_seeded():
    model = make()
    ids = prompts(model, [6, 9])

    def sample(seed):
        sampling = Sampling(temperature=1.5, top_k=9, top_p=0.95, generator=torch.Generator().manual_seed(seed))
        return torch.stack(list(model.decode_steps(model.encode(ids), max_new_tokens=6, sampling=sampling)), 1)

    assert torch.equal(sample(1), sample(1))
    assert any(not torch.equal(sample(1)[:, :1], sample(seed)[:, :1]) for seed in range(2, 8))


def test_an_abandoned_iterator_leaves_nothing_behind():
    model = make()
    state = model.encode(prompts(model, [6]))
    steps = model.decode_steps(state, max_new_tokens=10)
    next(steps)
    steps.close()
    assert [code.tolist() for code in model.decode_steps(state, max_new_tokens=5)] == [
        code.tolist() for code in model.decode_steps(state, max_new_tokens=5)
    ]


@pytest.fixture(scope="module")
def mbart(tmp_path_factory):
    torch.manual_seed(1)
    folder = tmp_path_factory.mktemp("mbart")
    MBartModel(MBartConfig(**TINY)).save_pretrained(folder)
    return folder


def test_from_mbart_keeps_its_weights(mbart):
    model = SignMBartForConditionalGeneration.from_mbart(mbart, codebook_sizes=SIZES)
    base = MBartModel.from_pretrained(mbart)
    assert torch.equal(model.model.shared.weight[:50], base.shared.weight)
    layer = "encoder.layers.1.fc1.weight"
    assert torch.equal(model.model.state_dict()[layer], base.state_dict()[layer])
    assert len(model.model.shared.weight) == model.config.vocabulary.size
    for head, start in zip(model.heads, head_starts(model), strict=True):
        assert torch.equal(head.weight, start)


def test_trimming_the_text_vocabulary_changes_no_output(mbart):
    whole = SignMBartForConditionalGeneration.from_mbart(mbart, codebook_sizes=SIZES).eval()
    ids = prompts(whole, [5, 8])
    used = sorted({int(index) for index in ids.flatten() if index < 50})
    trimmed = SignMBartForConditionalGeneration.from_mbart(mbart, codebook_sizes=SIZES).eval()
    kept = trimmed.trim_text_vocabulary(used)
    renamed = ids.clone()
    for new, old in enumerate(kept):
        renamed[ids == old] = new
    renamed[ids >= 50] = ids[ids >= 50] - 50 + len(kept)
    codes = random_codes(2, 5)
    with torch.no_grad():
        before = whole(input_ids=ids, motion_codes=codes).loss
        after = trimmed(input_ids=renamed, motion_codes=codes).loss
    assert torch.allclose(before, after, atol=1e-6)


def test_mbart_large_falls_below_400_million_parameters_when_trimmed():
    large = {
        "d_model": 1024,
        "encoder_ffn_dim": 4096,
        "decoder_ffn_dim": 4096,
        "encoder_layers": 12,
        "decoder_layers": 12,
    }
    large |= {"encoder_attention_heads": 16, "decoder_attention_heads": 16, "max_position_embeddings": 1024}
    counts = []
    for vocabulary in (250027, 30000):
        with torch.device("meta"):
            model = SignMBartForConditionalGeneration(SignMBartConfig(**large, vocab_size=vocabulary))
        counts.append(sum(parameter.numel() for parameter in model.parameters()) / 1e6)
    assert 600 < counts[0] < 620
    assert counts[1] < 400


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda codes: codes + 20, "motion_codes: expected -1, or 0 and more"),
        (lambda codes: codes.float(), "motion_codes: expected integers"),
        (lambda codes: codes[..., :2], "motion_codes: expected integers of shape"),
        (lambda codes: torch.cat([torch.full_like(codes, -1), codes], 1), r"motion_codes\[0\]: expected steps, then"),
        (lambda codes: torch.full_like(codes, -1), r"motion_codes\[0\]: expected steps, then"),
    ],
)
def test_bad_codes_are_named(change, words):
    model = make()
    with pytest.raises(ValueError, match=words):
        model(input_ids=prompts(model, [4, 5]), motion_codes=change(random_codes(2, 4)))


def test_bad_requests_are_named():
    model = make()
    ids = prompts(model, [4])
    for settings, words in (
        ({"max_new_tokens": 0}, "max_new_tokens: expected 1 or more"),
        ({"max_new_tokens": 10_000}, "max_new_tokens: expected at most"),
        ({"language": "xyz"}, "language"),
        ({"beams": 3}, "generate: expected settings among"),
    ):
        with pytest.raises(ValueError, match=words):
            model.generate(ids, **settings)
    with pytest.raises(ValueError, match="a language token"):
        model.generate(ids[:, :-1], max_new_tokens=3)
    with pytest.raises(ValueError, match="decoding: expected one of"):
        SignMBartConfig(decoding="magic")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("num_signers", "three", "num_signers: expected int, got 'three'"),
        ("codebook_sizes", {"body": 1.5}, "codebook_sizes: expected dict"),
        ("d_model", "wide", "d_model: expected int"),
    ],
)
def test_settings_of_a_wrong_type_are_named(name, value, words):
    with pytest.raises(ValueError, match=words):
        SignMBartConfig(**{name: value})
