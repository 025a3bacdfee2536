"""A finished model: rounded once, tied weights written once, numbers that do not fit named."""

import pytest
import torch
from safetensors.torch import load_file

from signary.generator.sign_mbart import SignMBartConfig, SignMBartForConditionalGeneration
from signary.io.errors import InputError
from signary.training.finish import save_rounded


def model():
    torch.manual_seed(0)
    sizes = {"encoder_layers": 1, "decoder_layers": 1, "encoder_attention_heads": 2, "decoder_attention_heads": 2}
    config = SignMBartConfig(
        vocab_size=300, d_model=16, encoder_ffn_dim=16, decoder_ffn_dim=16, max_position_embeddings=20, **sizes
    )
    return SignMBartForConditionalGeneration(config)


@pytest.mark.parametrize(("weights", "dtype"), [("fp32", torch.float32), ("fp16", torch.float16)])
def test_what_is_saved_is_what_is_loaded(tmp_path, weights, dtype):
    made = model()
    save_rounded(made, tmp_path / "model", weights)
    written = load_file(tmp_path / "model" / "model.safetensors")
    assert {value.dtype for value in written.values()} == {dtype}
    assert sum(tuple(value.shape) == tuple(made.model.shared.weight.shape) for value in written.values()) == 1
    loaded = SignMBartForConditionalGeneration.from_pretrained(tmp_path / "model", dtype=torch.float32)
    for (name, before), after in zip(made.state_dict().items(), loaded.state_dict().values(), strict=True):
        assert torch.equal(before.to(dtype).float(), after), name
    save_rounded(made, tmp_path / "model", weights)
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_numbers_that_do_not_fit_are_named(tmp_path):
    made = model()
    made.heads[0].weight.data[0, 0] = 1e6
    with pytest.raises(InputError, match=r"weights: expected a format that holds heads\.0\.weight, got fp16"):
        save_rounded(made, tmp_path / "model", "fp16")
    with pytest.raises(InputError, match="weights: expected one of fp32, fp16, bf16"):
        save_rounded(made, tmp_path / "model", "int8")
    assert not list(tmp_path.iterdir())


def test_what_belongs_beside_the_weights_appears_with_them(tmp_path):
    def write(folder):
        assert not (tmp_path / "model").exists()
        (folder / "beside").write_text("processor")

    save_rounded(model(), tmp_path / "model", "fp32", write)
    assert (tmp_path / "model" / "beside").read_text() == "processor"

    def fail(folder):
        raise InputError("processor", "a vocabulary", "none")

    with pytest.raises(InputError, match="processor"):
        save_rounded(model(), tmp_path / "model", "fp32", fail)
    assert (tmp_path / "model" / "beside").exists()
