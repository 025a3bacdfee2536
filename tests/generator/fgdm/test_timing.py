"""When glosses are signed: predicted, learnt, and told to frames."""

import math

import numpy as np
import pytest
import torch

from signary.generator.fgdm import SentencePoses, batch_sentences
from signary.generator.fgdm.durations import Spans, duration_loss, spans_of, times_loss
from signary.generator.fgdm.timing import Timing
from signary.io.errors import InputError

KNOTS = {"gloss_knots": 3}


def literal_shares(laid, frames):
    """Linear interpolation between knots that lie at some times, frame by frame."""
    found = np.zeros((frames, len(laid)))
    for frame in range(frames):
        for knot in range(len(laid) - 1):
            if laid[knot] <= frame < laid[knot + 1]:
                share = (frame - laid[knot]) / (laid[knot + 1] - laid[knot])
                found[frame, knot], found[frame, knot + 1] = 1 - share, share
    return found


@pytest.mark.parametrize("seed", range(20))
def test_frames_take_what_lies_between_their_two_knots(make_config, seed):
    rng, timing = np.random.default_rng(seed), Timing(make_config(**KNOTS))
    length = int(rng.integers(5, 30))
    times = np.sort(rng.uniform(0, length, 4)).reshape(2, 2)
    spans, ends = torch.tensor(times, dtype=torch.float64)[None], torch.tensor([[float(length)]], dtype=torch.float64)
    shares = timing.shares(spans, ends, length)[0]
    laid = np.array([0, *(np.linspace(*row, 3) for row in times), length], dtype=object)
    laid = np.concatenate([np.atleast_1d(part) for part in laid]).astype(float) + 1e-3 * np.arange(8)
    assert np.allclose(shares.numpy(), literal_shares(laid, length), atol=1e-9)
    assert torch.allclose(shares.sum(-1), torch.ones(length, dtype=torch.float64))


def test_times_say_when_glosses_are_signed():
    times = torch.tensor([[[2.0, 3.0, 0.0], [1.0, 4.0, 5.0]], [[1.0, 2.0, 3.0], [0.0, 0.0, 0.0]]])
    found = spans_of(times)
    assert found.spans.tolist() == [[[2.0, 5.0], [6.0, 10.0]], [[1.0, 3.0], [6.0, 6.0]]]
    assert found.lengths.tolist() == [15.0, 6.0]
    longer = found.stretched(torch.tensor([30, 6]))
    assert longer.spans[0].tolist() == [[4.0, 10.0], [12.0, 20.0]]
    assert longer.lengths.tolist() == [30.0, 6.0]


def literal_loss(times, spans, lengths, counts):
    differences = []
    for row, count in enumerate(counts):
        if not np.isfinite(spans[row, :count]).all():
            continue
        end = 0.0
        for at in range(count):
            pairs = [(times[row, at, 0], spans[row, at, 0] - end), (times[row, at, 1], np.diff(spans[row, at])[0])]
            end = spans[row, at, 1]
            if at == count - 1:
                pairs.append((times[row, at, 2], lengths[row] - end))
            differences += [abs(math.log(max(one, 0.5)) - math.log(max(other, 0.5))) for one, other in pairs]
    return np.mean(differences) if differences else 0.0


@pytest.mark.parametrize("seed", range(20))
def test_the_loss_of_times_is_its_loop(seed):
    rng = np.random.default_rng(seed)
    counts, lengths = rng.integers(1, 5, 4), rng.integers(20, 30, 4)
    times, spans = rng.uniform(0.1, 9, (4, 4, 3)), np.sort(rng.uniform(0, 20, (4, 8)), axis=1).reshape(4, 4, 2)
    spans[int(rng.integers(4)), 0, 1] = np.nan
    mask = torch.arange(4)[None] < torch.tensor(counts)[:, None]
    found = times_loss(torch.tensor(times), torch.tensor(spans), torch.tensor(lengths), mask)
    assert float(found) == pytest.approx(literal_loss(times, spans, lengths, counts), abs=1e-6)


def test_nothing_known_is_no_loss():
    mask, times = torch.ones(1, 2, dtype=torch.bool), torch.ones(1, 2, 3, requires_grad=True)
    loss = times_loss(times, torch.full((1, 2, 2), torch.nan), torch.tensor([9]), mask)
    loss.backward()
    assert float(loss) == 0
    assert not times.grad.any()


def test_the_sum_of_times_is_the_length_of_which_the_paper_knows_nothing(make_model):
    model = make_model(**KNOTS)
    ids = torch.tensor([[1, 2, 3], [4, 0, 0]])
    spans, durations = model.predict_spans(ids), model.predict_durations(ids)
    assert torch.allclose(spans.lengths, durations.sum(1))
    assert (spans.spans[0].flatten().diff() > 0).all()
    assert spans.spans[0, 0, 0] > 0
    assert spans.spans[0, -1, 1] < spans.lengths[0]
    told = model.predict_spans(ids, [20, 10])
    assert torch.allclose(told.spans[0] / 20, spans.spans[0] / spans.lengths[0])


def test_without_knots_the_sentence_is_shared_out(make_model):
    model = make_model()
    ids = torch.tensor([[1, 2, 3]])
    spans, durations = model.predict_spans(ids, [30]), model.predict_durations(ids)
    ends = durations[0].cumsum(0) / durations.sum() * 30
    assert torch.allclose(spans.spans[0, :, 1], ends)
    assert torch.allclose(spans.spans[0, 1:, 0], ends[:-1])
    assert float(spans.spans[0, 0, 0]) == 0


def test_a_row_with_knots_is_as_alone_in_every_batch(make_model, randomised):
    model = randomised(make_model(**KNOTS))
    ids, lengths = torch.tensor([[1, 2, 3], [4, 0, 0], [5, 6, 0]]), [31, 9, 17]
    together, _ = model.sample(ids, lengths)
    for row, (length, count) in enumerate(zip(lengths, (3, 1, 2), strict=True)):
        alone, _ = model.sample(ids[row : row + 1, :count], [length])
        assert torch.allclose(together[row, :length], alone[0], atol=1e-8)


def test_what_frames_are_told_changes_what_they_show(make_model, sentences):
    """Times that are given are heeded; a row without them is told what the model predicts itself."""
    model = make_model(steps=3, **KNOTS)
    read = [
        one._replace(spans=np.array([[3, 5 + at]] * len(one.gloss_ids), np.float32))
        for at, one in enumerate(sentences(model.config, 1))
    ]
    batch = batch_sentences(read)._asdict() | {"times": torch.tensor([900]), "noise": None}
    batch["noise"] = torch.randn(batch["poses"].shape, generator=torch.Generator().manual_seed(0))
    told = model(**batch).clean
    other = model(**{**batch, "spans": batch["spans"] + 2}).clean
    unknown = model(**{**batch, "spans": None}).clean
    predicted = model.predict_spans(batch["gloss_ids"], batch["frame_mask"].sum(1)).spans
    assert not torch.allclose(told, other, atol=1e-4)
    assert torch.allclose(unknown, model(**{**batch, "spans": predicted}).clean, atol=1e-5)


def test_durations_and_places_are_learnt(make_model, sentences, overfit):
    model = make_model(**KNOTS)
    read = []
    for one in sentences(model.config):
        edges = np.linspace(0.2, 0.8, len(one.gloss_ids) + 1) * len(one.poses)
        read.append(
            SentencePoses(one.poses, one.gloss_ids, np.stack([edges[:-1] + 0.6, edges[1:]], 1).astype(np.float32))
        )
    batch = batch_sentences(read)
    overfit(model, batch._asdict(), 150, 1e-2)
    found = model.eval().predict_spans(batch.gloss_ids, batch.frame_mask.sum(1)).spans
    counted = torch.isfinite(batch.spans)
    assert (found - batch.spans)[counted].abs().mean() < 0.6


@pytest.mark.parametrize(
    ("spans", "words"),
    [
        (torch.zeros(1, 2, 2), r"numbers of shape \(1, 1, 2\)"),
        (torch.zeros(1, 1, 2, dtype=torch.int64), "torch.int64"),
        (torch.tensor([[[5.0, 2.0]]]), "times in order, from 0 to the row's frames, got others in row 0"),
        (torch.tensor([[[-1.0, 2.0]]]), "times in order"),
        (torch.tensor([[[1.0, 99.0]]]), "times in order"),
        (torch.tensor([[[1.0, math.inf]]]), "times in order"),
    ],
)
def test_times_that_cannot_be_are_named(make_model, spans, words):
    model = make_model(**KNOTS)
    poses = torch.zeros(1, 10, *model.mean.shape)
    with pytest.raises(InputError, match=words):
        model(poses, torch.tensor([[1]]), spans=spans)


def test_settings_of_knots(make_config):
    for wrong in (-1, 1, 65):
        with pytest.raises(InputError, match="gloss_knots"):
            make_config(gloss_knots=wrong)
    assert make_config().gloss_knots == 0


def test_duration_loss_counts_whole_sentences():
    loss = duration_loss(torch.tensor([[2.0, 4.0]]), torch.tensor([6]))
    assert float(loss) == 0
    assert isinstance(spans_of(torch.ones(1, 1, 3)), Spans)
