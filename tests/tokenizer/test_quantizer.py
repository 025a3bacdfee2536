"""A part's quantizer: gradients pass straight through, the codebook is what it is in any precision."""

import torch

from signary.tokenizer.quantizer import PartQuantizer, nearest_levels, quantize_levels


def learnt(precision, steps=5):
    torch.manual_seed(0)
    quantizer = PartQuantizer(8, 4, 0.9, 1.0, 0.5).train()
    latent = torch.randn(steps, 3, 7, 4, generator=torch.Generator().manual_seed(1)).bfloat16().float()
    mask = torch.arange(7) < torch.tensor([7, 4, 6])[:, None]
    for each in latent:
        with torch.autocast("cpu", torch.bfloat16, enabled=precision == "bf16"):
            quantizer(each, mask)
    return quantizer.state_dict()


def test_mixed_precision_does_not_round_the_codebook():
    full, mixed = learnt("no"), learnt("bf16")
    assert all(torch.equal(value, mixed[name]) for name, value in full.items())


def test_what_is_masked_enters_neither_codebook_nor_loss():
    mask = torch.tensor([[True, True, False]])
    latent = torch.randn(1, 3, 4, generator=torch.Generator().manual_seed(1))
    found = []
    for last in (0.0, 1e6):
        torch.manual_seed(0)
        quantizer = PartQuantizer(2, 4, 0.9, 1.0, 0.5).train()
        latent[0, 2] = last
        out = quantizer(latent, mask)
        found.append((out.codes.tolist(), float(out.commitment), quantizer.vq.codebook.tolist()))
    assert found[0] == found[1]
    assert found[0][0][0][2] == -1


def test_gradients_pass_straight_through():
    quantizer = PartQuantizer(4, 4, 0.9, 1.0, 0.0).train()
    latent = torch.randn(2, 5, 4, requires_grad=True)
    mask = torch.ones(2, 5, dtype=torch.bool)
    quantizer(latent.detach(), mask)
    weight = torch.randn(2, 5, 4)
    found = quantizer(latent, mask)
    (found.vectors * weight).sum().backward()
    assert torch.allclose(latent.grad, weight)
    latent.grad = None
    codes = quantizer.nearest(latent, mask)
    found = quantizer(latent, mask)
    assert torch.equal(codes, found.codes)
    found.commitment.backward()
    # The book has moved by now; what the commitment was computed from has not.
    wanted = (latent.detach() - found.vectors.detach()) * 2 / latent.numel()
    assert torch.allclose(latent.grad, wanted, atol=1e-6)


def test_validation_changes_nothing():
    quantizer = PartQuantizer(4, 4, 0.9, 1.0, 0.5).eval()
    before = {name: value.clone() for name, value in quantizer.state_dict().items()}
    drawn = torch.get_rng_state()
    quantizer(torch.randn(2, 5, 4, generator=torch.Generator()), torch.ones(2, 5, dtype=torch.bool))
    assert all(torch.equal(value, before[name]) for name, value in quantizer.state_dict().items())
    assert torch.equal(drawn, torch.get_rng_state())


def levels_of(count):
    torch.manual_seed(0)
    return [PartQuantizer(8, 4, 0.9, 1.0, 0.0) for _ in range(count)]


def a_latent():
    return torch.randn(3, 7, 4, generator=torch.Generator().manual_seed(1)), torch.arange(7) < torch.tensor(
        [[7], [4], [6]]
    )


def test_one_level_is_the_quantizer_itself():
    latent, mask = a_latent()
    (alone,), (level,) = levels_of(1), levels_of(1)
    for training in (True, True, False):
        torch.manual_seed(2)
        wanted = alone.train(training)(latent, mask)
        torch.manual_seed(2)
        found = quantize_levels([level.train(training)], latent, mask)
        assert torch.equal(found.vectors, wanted.vectors)
        assert torch.equal(found.codes[0], wanted.codes)
        assert torch.equal(found.commitments[0], wanted.commitment)


def test_a_level_quantizes_what_those_before_it_leave():
    latent, mask = a_latent()
    levels = levels_of(3)
    for _ in range(5):
        quantize_levels([level.train() for level in levels], latent, mask)
    found = quantize_levels([level.eval() for level in levels], latent, mask)
    left, total = latent, torch.zeros_like(latent)
    for level, codes, commitment in zip(levels, found.codes, found.commitments, strict=True):
        assert torch.equal(codes, level.nearest(left, mask))
        vectors = torch.where(mask[..., None], level.lookup(codes.clamp(min=0)), 0.0)
        left, total = left - vectors, total + vectors
        assert torch.allclose(commitment, left[mask].square().mean())
    assert torch.allclose(found.vectors, total)
    assert all(
        torch.equal(one, other) for one, other in zip(found.codes, nearest_levels(levels, latent, mask), strict=True)
    )
    assert found.commitments[0] > found.commitments[1] > found.commitments[2]


def test_gradients_pass_once_through_all_levels():
    latent, mask = a_latent()
    latent.requires_grad_()
    found = quantize_levels([level.train() for level in levels_of(3)], latent, mask)
    weight = torch.randn(latent.shape, generator=torch.Generator().manual_seed(2))
    (found.vectors * weight).sum().backward()
    assert torch.allclose(latent.grad, torch.where(mask[..., None], weight, 0.0))
