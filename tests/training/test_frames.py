import numpy as np
import pytest
import torch
from datasets import Dataset

from signary.generator.hybridsign import coarse_error
from signary.generator.sign_mbart import SignMBartConfig, SignMBartProcessor, train_text_tokenizer
from signary.pose.detector_faults import DetectorFaults
from signary.tokenizer import MotionTokenizer, MotionTokenizerConfig
from signary.training.batches import Draw
from signary.training.frames import FrameCollator, SignedFrames, coarse_rows

LENGTHS = (10, 30, 7, 16)


@pytest.fixture(scope="module")
def tokenizer():
    torch.manual_seed(0)
    sizes = {"body": 8, "left_hand": 8, "right_hand": 8}
    config = MotionTokenizerConfig(width=8, code_dim=4, codebook_sizes=sizes, causal_decoder=True)
    model = MotionTokenizer(config)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(0.1 * torch.randn_like(parameter))
    return model.eval()


@pytest.fixture(scope="module")
def rows():
    rng = np.random.default_rng(0)
    poses = [np.cumsum(0.05 * rng.normal(size=(length, 133)), axis=0).astype(np.float32) for length in LENGTHS]
    columns = {"poses": poses, "fps": [25.0] * 4, "text": ["a"] * 4, "language": ["asl"] * 4}
    return Dataset.from_dict(columns)


def test_coarse_motion_is_that_of_each_row_alone(rows, tokenizer):
    for row, coarse in zip(rows, coarse_rows(rows, tokenizer), strict=True):
        codes, _ = tokenizer.encode(torch.tensor(row["poses"])[None])
        alone = tokenizer.decode(codes).values[0]
        assert coarse.shape == (4 * -(-len(row["poses"]) // 4), 133)
        assert torch.allclose(coarse.float(), alone, rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("pair_share", [0.0, 1.0])
def test_windows_of_coarse_motion_begin_where_codes_begin(rows, tokenizer, pair_share):
    prompts = [[1]] * len(rows)
    coarse = coarse_rows(rows, tokenizer)
    frames = SignedFrames(rows, prompts, tokenizer.config, 8, pair_share, coarse)
    windows = [frames[Draw.of(0, epoch, index)] for epoch in range(8) for index in range(len(rows))]
    assert {int(window.positions[0]) % 4 for window in windows} == {0}
    assert {len(window.values) for window in windows} == {8}
    plain = SignedFrames(rows, prompts, tokenizer.config, 8, pair_share)
    assert {int(plain[Draw.of(0, epoch, 1)].positions[0]) % 4 for epoch in range(40)} == {0, 1, 2, 3}


def test_motion_stays_at_its_last_frame_until_its_last_code_ends(rows, tokenizer):
    frames = SignedFrames(rows, [[1]] * len(rows), tokenizer.config, 100, 0.0, coarse_rows(rows, tokenizer))
    window, poses = frames[Draw.of(0, 0, 2)], np.asarray(rows[2]["poses"], dtype=np.float32)
    assert np.array_equal(window.values, np.concatenate([poses, poses[-1:]]))
    assert window.coarse.shape == window.values.shape
    assert window.certainty.shape[0] == window.positions.shape[0] == 8


def test_windows_get_faults_anew_in_every_epoch_and_coarse_motion_none(rows, tokenizer):
    coarse = coarse_rows(rows, tokenizer)
    prompts = [[1]] * len(rows)
    plain, worse = (
        SignedFrames(rows, prompts, tokenizer.config, 100, 0.0, coarse, faults=faults)
        for faults in (None, DetectorFaults.of_severity(5))
    )
    windows = [worse[Draw.of(0, epoch, 1)] for epoch in (0, 0, 1)]
    first, again, later = (window.certainty for window in windows)
    assert np.array_equal(first, again)
    assert not np.array_equal(first, later)
    wide = np.repeat(first == 0, tokenizer.config.pose_layout.widths, axis=1)
    assert wide.any()
    assert np.array_equal(np.isnan(windows[0].values), wide)
    assert np.array_equal(windows[0].coarse, plain[Draw.of(0, 0, 1)].coarse)
    assert torch.isfinite(worse.both(1)[1]).all()


def test_how_far_coarse_motion_is_off_is_told_by_pairs(rows, tokenizer):
    coarse = coarse_rows(rows, tokenizer)
    frames = SignedFrames(rows, [[1]] * len(rows), tokenizer.config, 100, 0.0, coarse)
    found = coarse_error((frames.both(at) for at in range(4)), tokenizer.std)
    off = [
        made.float()[: len(row["poses"])] - torch.tensor(row["poses"]) for made, row in zip(coarse, rows, strict=True)
    ]
    assert torch.allclose(found, (torch.cat(off) / tokenizer.std).square().mean(0).sqrt(), rtol=0.2)


def test_padding_goes_on_with_the_last_frame_of_coarse_motion_only(rows, tokenizer):
    text_tokenizer = train_text_tokenizer(["a b c"], 300)
    vocabulary = SignMBartConfig(vocab_size=len(text_tokenizer), languages=["asl"]).vocabulary
    processor = SignMBartProcessor.for_vocabulary(text_tokenizer, vocabulary, max_length=16)
    frames = SignedFrames(rows, [[1]] * len(rows), tokenizer.config, 100, 0.0, coarse_rows(rows, tokenizer))
    samples = [frames[Draw.of(0, 0, at)] for at in (0, 1)]
    batch = FrameCollator(processor)(samples)
    assert batch["frame_mask"].sum(1).tolist() == [12, 32]
    assert torch.equal(batch["coarse"][0, :12], torch.tensor(samples[0].coarse))
    assert torch.equal(batch["coarse"][0, 12:], torch.tensor(samples[0].coarse[-1:]).expand(20, -1))
    assert torch.equal(batch["coarse"][1], torch.tensor(samples[1].coarse))
    assert not batch["values"][0, 12:].any()
