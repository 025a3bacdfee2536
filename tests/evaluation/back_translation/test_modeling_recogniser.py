import numpy as np
import pytest
import torch
from torch.nn import functional as F  # noqa: N812

from signary.evaluation.back_translation import RecogniserConfig, SignRecogniser, motion_batch
from signary.io.errors import InputError


def loss_of(model, batch, labels):
    return model(**batch._asdict(), **labels)


@torch.no_grad()
def test_losses_are_those_of_the_formulas(model, sequences, labels):
    out = loss_of(model, motion_batch(sequences, model.config), labels)
    counts, steps = labels["gloss_counts"].tolist(), out.step_mask.sum(1).tolist()
    nll = [
        F.ctc_loss(scores[:step, None], ids[None, :count], (step,), (count,), reduction="sum")
        for scores, ids, step, count in zip(
            out.gloss_log_probabilities, labels["gloss_ids"], steps, counts, strict=True
        )
    ]
    assert float(out.recognition_loss) == pytest.approx(float(torch.stack(nll).mean()), rel=1e-5)
    likely, targets, smoothing = out.logits.log_softmax(-1), labels["labels"], model.config.label_smoothing
    right = likely.gather(-1, targets.clamp(min=0)[..., None])[..., 0]
    token = (1 - smoothing) * right + smoothing * likely.mean(-1)
    assert float(out.translation_loss) == pytest.approx(-float(token[targets >= 0].sum()) / 3, rel=1e-5)
    assert float(out.loss) == pytest.approx(5 * float(out.recognition_loss) + float(out.translation_loss), rel=1e-6)


def test_padding_and_batch_change_nothing(model, sequences, labels):
    batch = motion_batch(sequences, model.config)
    batch.values[1, 33:] = torch.nan
    batch.confidence[1, 33:] = 7.0
    together = model(**batch._asdict(), decoder_input_ids=labels["decoder_input_ids"])
    for row, sequence in enumerate(sequences):
        alone = motion_batch([sequence], model.config)
        single = model(**alone._asdict(), decoder_input_ids=labels["decoder_input_ids"][[row]])
        steps = single.step_mask.shape[1]
        assert together.step_mask[row].sum() == steps == -(-len(sequence) // 4)
        for name in ("encoder_last_hidden_state", "gloss_log_probabilities"):
            torch.testing.assert_close(
                getattr(together, name)[row, :steps], getattr(single, name)[0], atol=1e-5, rtol=0
            )
        torch.testing.assert_close(together.logits[row], single.logits[0], atol=1e-5, rtol=0)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16])
def test_saved_and_loaded_bit_for_bit(make, sequences, labels, tmp_path, dtype, assert_same_weights):
    model = make().to(dtype).eval()
    model.save_pretrained(tmp_path)
    loaded = SignRecogniser.from_pretrained(tmp_path, dtype=dtype).eval()
    assert_same_weights(model, loaded)
    batch = motion_batch(sequences, model.config)
    if dtype == torch.float32:
        one, other = (loss_of(each, batch, labels).loss for each in (model, loaded))
        torch.testing.assert_close(one, other, atol=0, rtol=1e-5)


def test_missing_joints_are_seen_and_their_numbers_are_not(model, sequences):
    batch = motion_batch(sequences[:1], model.config)
    whole = model(**batch._asdict()).encoder_last_hidden_state
    lost = batch.confidence.clone()
    lost[0, 5, 11] = 0
    nothing = model(**batch._asdict() | {"confidence": lost}).encoder_last_hidden_state
    assert not torch.allclose(nothing, whole, atol=1e-4)
    other = batch.values.clone()
    other[0, 5, 33:36] = 1000.0
    assert torch.equal(model(other, batch.frame_mask, lost).encoder_last_hidden_state, nothing)
    other[0, 5, 33:36] = torch.nan
    assert torch.equal(model(other, batch.frame_mask).encoder_last_hidden_state, nothing)


def test_what_missing_joints_add_starts_at_nothing(model):
    fresh = SignRecogniser(model.config)
    assert not fresh.encoder.embedding.missing.weight.any()


def test_step_by_step_as_all_at_once(model, sequences, labels):
    batch = motion_batch(sequences, model.config)
    tokens = labels["decoder_input_ids"]
    whole = model(**batch._asdict(), decoder_input_ids=tokens).logits
    encoded, cache, rows = model.encoder(**batch._asdict()), None, []
    for at in range(tokens.shape[1]):
        out = model(
            encoder_outputs=encoded,
            frame_mask=batch.frame_mask,
            decoder_input_ids=tokens[:, at : at + 1],
            cache=cache,
            use_cache=True,
        )
        cache = out.cache
        rows.append(out.logits)
    torch.testing.assert_close(torch.cat(rows, 1), whole, atol=1e-5, rtol=0)


def test_greedy_generation_takes_the_likeliest_token(model, processor, sequences, languages):
    batch = motion_batch(sequences, model.config)
    starts = processor.start_ids(languages)
    tokens = model.generate(**batch._asdict(), decoder_start_token_id=starts, max_new_tokens=6, do_sample=False)
    assert tokens[:, 0].tolist() == starts
    for at in range(1, tokens.shape[1]):
        logits = model(**batch._asdict(), decoder_input_ids=tokens[:, :at]).logits[:, -1]
        going = (tokens[:, 1:at] != processor.tokenizer.eos_token_id).all(1)
        assert torch.equal(logits.argmax(-1)[going], tokens[going, at])


def test_beam_search_is_not_less_likely_than_greedy(model, processor, sequences, languages):
    batch = motion_batch(sequences, model.config)

    def likelihood(beams):
        tokens = model.generate(
            **batch._asdict(),
            decoder_start_token_id=processor.start_ids(languages),
            num_beams=beams,
            max_new_tokens=4,
            min_new_tokens=4,
            length_penalty=0.0,
            do_sample=False,
        )
        scores = model(**batch._asdict(), decoder_input_ids=tokens[:, :-1]).logits
        # `min_new_tokens` forbids the end before it is due.
        scores[:, :-1, processor.tokenizer.eos_token_id] = -torch.inf
        return scores.log_softmax(-1).gather(-1, tokens[:, 1:, None]).sum((1, 2))

    assert (likelihood(40) >= likelihood(1) - 1e-4).all()


def test_both_losses_fall(trained):
    first, last = trained[1][0], trained[1][-1]
    assert last[0] < 0.1 * first[0]
    assert last[1] < 0.1 * first[1]


def test_mistakes_are_named(model, sequences, labels):
    batch = motion_batch(sequences, model.config)._asdict()
    short = {name: value[:, :8] for name, value in batch.items()}
    infinite = batch["values"].index_fill(1, torch.tensor([3]), torch.inf)
    nothing = batch["frame_mask"] & (torch.arange(3) > 0)[:, None]
    wrong = {
        r"gloss_ids\[0\]: expected motion of at least 4 steps, got 2 steps": short | labels,
        "gloss_ids: expected ids of 1 to 9": batch | labels | {"gloss_ids": labels["gloss_ids"] + 9},
        "gloss_counts: expected 3 numbers of at least 1": batch | labels | {"gloss_counts": None},
        "labels: expected tokens of the shape of decoder_input_ids": batch | {"labels": labels["labels"]},
        r"values: expected shape \(B, T, 150\)": batch | {"values": batch["values"][..., 1:]},
        "values: expected finite numbers": batch | {"values": infinite},
        "values: expected features": {},
        r"confidence: expected shape \(3, 40, 50\)": batch | {"confidence": batch["confidence"][:, 1:]},
        "frame_mask: expected padding at the end": batch | {"frame_mask": batch["frame_mask"].flip(1)},
        "frame_mask: expected at least one entry that counts": batch | {"frame_mask": nothing},
    }
    for message, arguments in wrong.items():
        with pytest.raises(InputError, match=message):
            model(**arguments)
    with pytest.raises(InputError, match="glosses: expected at least one gloss"):
        SignRecogniser(RecogniserConfig())
    with pytest.raises(InputError, match="mean: expected finite numbers of shape"):
        model.set_statistics(torch.full((150,), np.nan), torch.ones(150))
    with pytest.raises(InputError, match="std: expected numbers of at least 0"):
        model.set_statistics(torch.zeros(150), -torch.ones(150))
