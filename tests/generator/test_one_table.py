"""One embedding in the generator: what an adapter trains is what it generates with, before and after merging."""

import copy

import pytest
import torch
from safetensors.torch import load_file
from torch import nn

from signary.generator.sign_mbart import SignMBartConfig, SignMBartForConditionalGeneration

METHODS = ("multi_head", "parallel", "sequential")
SIZES = {"body": 9, "left_hand": 7, "right_hand": 7}
STEPS = 10
ADAPTERS = {
    "lora of the table": {"target_modules": ["shared"]},
    "lora of table and attention": {"target_modules": ["shared", "q_proj", "v_proj"]},
    "lora of all": {"target_modules": r".*\.(shared|q_proj|k_proj|v_proj|out_proj|fc1|fc2)|heads\.\d"},
    "dora of the table": {"target_modules": ["shared"], "use_dora": True},
    "a copy of the table": {"target_modules": ["q_proj"], "modules_to_save": ["shared"]},
    "some rows of the table": {"target_modules": ["q_proj"], "trainable_token_indices": list(range(30, 53))},
}


def make(method="multi_head", **settings):
    torch.manual_seed(0)
    config = SignMBartConfig(
        vocab_size=30, codebook_sizes=SIZES, languages=["asl", "dgs"], decoding=method, d_model=16, encoder_layers=1,
        decoder_layers=2, encoder_attention_heads=2, decoder_attention_heads=2, encoder_ffn_dim=32, decoder_ffn_dim=32,
        max_position_embeddings=64, dropout=0.0, init_std=0.3, scale_embedding=True, **settings,
    )  # fmt: skip
    return SignMBartForConditionalGeneration(config).eval()


def prompts(model):
    ids = torch.tensor([[5, 6, 7, 8, 0], [9, 10, 11, 12, 0], [5, 13, 14, 15, 0]])
    ids[:, -1] = torch.tensor([model.config.vocabulary.language_id(name) for name in ("asl", "dgs", "dgs")])
    return ids


def train(adapted, ids, steps=12):
    """Some steps towards random codes, with a rate that moves the table by far."""
    codes = torch.stack([torch.arange(3 * STEPS).reshape(3, STEPS).mul(7) % size for size in SIZES.values()], -1)
    optimizer = torch.optim.AdamW([each for each in adapted.parameters() if each.requires_grad], 0.03)
    adapted.train()
    for _ in range(steps):
        adapted(input_ids=ids, motion_codes=codes).loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    adapted.eval()


@torch.no_grad()
def assert_forced_is_generated(adapted, ids):
    """The likeliest code of teacher forcing is the generated one, at every step."""
    codes = adapted.generate(input_ids=ids, max_new_tokens=STEPS)
    assert codes.shape[1] >= 3
    assert len({tuple(row) for row in codes.flatten(0, 1).tolist()}) >= 2
    logits = adapted(input_ids=ids, motion_codes=codes).logits
    for part in range(len(SIZES)):
        there = codes[..., part] >= 0
        forced = logits[part][:, : codes.shape[1]].argmax(-1)
        assert torch.equal(forced[there], codes[..., part][there])
    return codes


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("adapter", ADAPTERS)
def test_what_an_adapter_trains_is_what_it_generates_with(adapter, method, tmp_path):
    peft = pytest.importorskip("peft")
    model = make(method)
    # Sequences go on to the last step, or there would be little to compare.
    for head in model.heads:
        head.bias.data[-1] = -100.0
    ids, before = prompts(model), copy.deepcopy(model)
    untrained = assert_forced_is_generated(model, ids)
    adapted = peft.get_peft_model(model, peft.LoraConfig(r=4, lora_alpha=16, **ADAPTERS[adapter]))
    train(adapted, ids)
    trained = assert_forced_is_generated(adapted, ids)
    assert not torch.equal(trained, untrained)

    adapted.save_pretrained(tmp_path / "adapter")
    loaded = peft.PeftModel.from_pretrained(before, tmp_path / "adapter").eval()
    assert torch.equal(assert_forced_is_generated(loaded, ids), trained)

    merged = loaded.merge_and_unload().eval()
    assert type(merged.model.shared) is type(make().model.shared)
    assert torch.equal(assert_forced_is_generated(merged, ids), trained)
    merged.save_pretrained(tmp_path / "merged")
    again = SignMBartForConditionalGeneration.from_pretrained(tmp_path / "merged").eval()
    assert torch.equal(assert_forced_is_generated(again, ids), trained)
    assert torch.equal(again.model.shared.weight, merged.model.shared.weight)


def test_an_adapter_of_a_name_that_is_no_table_is_refused():
    peft = pytest.importorskip("peft")
    with pytest.raises(ValueError, match="embed_tokens"):
        peft.get_peft_model(make(), peft.LoraConfig(target_modules=["embed_tokens"]))


def test_there_is_one_table_and_the_stacks_follow_it(tmp_path):
    model = make()
    assert [name for name, each in model.named_modules() if isinstance(each, nn.Embedding)] == [
        "model.shared",
        "model.encoder.embed_positions",
        "model.decoder.embed_positions",
    ]
    assert not [name for name in model.state_dict() if "embed_tokens" in name]
    replaced = nn.Embedding(model.config.vocabulary.size, 16)
    for replace in (
        lambda: setattr(model.model, "shared", replaced),
        lambda: model.set_input_embeddings(nn.Embedding.from_pretrained(replaced.weight)),
        lambda: model.model.decoder.set_input_embeddings(replaced),
    ):
        replace()
        for stack in (model.model.encoder, model.model.decoder):
            assert stack.embed_tokens is model.model.shared
            assert stack.get_input_embeddings() is model.model.shared
    other = copy.deepcopy(model)
    assert other.model.encoder.embed_tokens is other.model.shared
    assert other.model.shared is not model.model.shared


def test_weights_of_earlier_folders_load_bit_for_bit(tmp_path):
    model = make()
    model.save_pretrained(tmp_path)
    written = load_file(tmp_path / "model.safetensors")
    # The names that folders have had since there are any.
    assert [name for name in written if "shared" in name or "embed_tokens" in name] == ["model.shared.weight"]
    loaded, report = SignMBartForConditionalGeneration.from_pretrained(tmp_path, output_loading_info=True)
    assert not report["missing_keys"]
    assert not report["unexpected_keys"]
    for name, value in loaded.state_dict().items():
        assert torch.equal(value, written[name]), name
    codes = loaded.eval().generate(prompts(model), max_new_tokens=4)
    assert torch.equal(codes, model.generate(prompts(model), max_new_tokens=4))
