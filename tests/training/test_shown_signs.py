"""HybridSign alone in training: when shown signs are signed, what is not known of it, and an end that is learnt."""

import numpy as np
import pytest
import torch
from datasets import Dataset

from signary.bundle.shown_motion import TimedSentence
from signary.generator.hybridsign.pace import STAY, WAY, pace_loss
from signary.io.errors import InputError
from signary.language.languages import resolve
from signary.streaming.session import SignStream, StreamSettings
from signary.training.batches import Draw
from signary.training.frames import FrameCollator, pace_targets, text_of_frames
from signary.training.shown_signs import ShownCoarse, paced_frames, paced_prompts
from tests.alone_text_to_sign import with_alone
from tests.pointing_text_to_sign import pointing

__all__ = ["pointing"]
SENTENCES = {
    "Mother eats bread.": (50, [("MOTHER", 10, 18), ("EAT", 24, 32), ("BREAD", 36, 42)]),
    "Anna eats.": (
        80,
        [(f"#{letter}", 12 + 8 * at, 18 + 8 * at) for at, letter in enumerate("ANNA")] + [("EAT", 60, 70)],
    ),
}


def make_rows(sentences, fps=25.0):
    rng = np.random.default_rng(0)
    rows = []
    for text, (frames, pieces) in sentences.items():
        poses = np.cumsum(rng.normal(0, 0.01, (frames, 133)), axis=0).astype(np.float32)
        timed = [{"entry": entry, "start": start / fps, "end": end / fps} for entry, start, end in pieces]
        rows.append({"text": text, "language": "asl", "fps": fps, "poses": poses.tolist(), "pieces": timed})
    return Dataset.from_list(rows)


def frames_of(bundle, rows, **settings):
    return paced_frames(bundle, rows, bundle.motion_tokenizer.config, (1 << 30, 0.0), of_signs=True, **settings)


def test_the_prompt_takes_the_frames_that_its_signs_take(pointing):
    rows = make_rows(SENTENCES)
    for row, paced in zip(rows, paced_prompts(pointing, rows, pointing.motion_tokenizer.config), strict=True):
        frames, pieces = SENTENCES[row["text"]]
        assert [one.start for one in paced.timed.signs] == pytest.approx([start for _, start, _ in pieces])
        assert [one.end for one in paced.timed.signs] == pytest.approx([end for *_, end in pieces])
        assert paced.timed.frames == frames
        assert paced.frames.sum() == pytest.approx(frames)
        encoded = pointing.generator.encode(**pointing.processor.pad([paced.ids]))
        assert paced.frames.shape == (encoded.hidden.shape[1], 2)
        first = encoded.shown.at[0][encoded.shown.place[0] == 0].numpy()
        starts = paced.frames.reshape(-1).cumsum().reshape(-1, 2)[first, WAY]
        assert starts == pytest.approx([start for _, start, _ in pieces])
        assert paced.frames[-1, STAY] == pytest.approx(frames - pieces[-1][2])


def test_of_a_sign_that_is_not_shown_nothing_is_said_nor_of_the_way_around_it(pointing):
    frames, pieces = SENTENCES["Mother eats bread."]
    rows = make_rows({"Mother eats bread.": (frames, [pieces[0], ("UNKNOWN", 24, 32), pieces[2]])})
    (paced,) = paced_prompts(pointing, rows, pointing.motion_tokenizer.config)
    assert [one.start for one in paced.timed.signs] == pytest.approx([10, 36])
    assert np.isnan(paced.frames[:, WAY]).sum() == 1
    assert np.nansum(paced.frames[:, WAY]) == pytest.approx(10)


def test_without_times_signs_are_looked_for(pointing):
    rows = make_rows(SENTENCES).remove_columns("pieces")
    for paced, frames in zip(paced_prompts(pointing, rows, pointing.motion_tokenizer.config), (50, 80), strict=True):
        assert paced.timed.frames == frames
        starts = [one.start for one in paced.timed.signs]
        assert starts == sorted(starts)
        # Nobody knows what else is signed.
        assert np.isnan(paced.frames[-1, STAY])


def test_windows_have_the_motion_of_the_shown_signs(pointing):
    frames = frames_of(pointing, make_rows(SENTENCES))
    assert isinstance(frames.coarse, ShownCoarse)
    for at in range(2):
        sample = frames[Draw.of(0, 0, at)]
        assert sample.coarse.shape == sample.values.shape
        assert np.allclose(sample.coarse, frames.coarse[at].numpy())
    batch = FrameCollator(pointing.processor)([frames[Draw.of(0, 0, at)] for at in range(2)])
    states, _ = text_of_frames(pointing.generator, batch)
    targets = pace_targets(states, batch)
    assert targets.total.tolist() == [50, 80]
    sums = torch.where(targets.mask[..., None], targets.frames, 0.0).sum((1, 2))
    assert sums.tolist() == pytest.approx([50, 80], rel=1e-5)


def test_a_model_without_signs_has_none_to_start_from(tiny):
    with pytest.raises(InputError, match="model: expected one with dictionary and pointer"):
        paced_frames(tiny, make_rows(SENTENCES), tiny.motion_tokenizer.config, (64, 0.0), of_signs=True)


@pytest.mark.parametrize("kind", ["signs", "noise"])
def test_an_end_that_is_learnt_is_the_end_of_the_stream(pointing, tmp_path, kind):
    bundle = with_alone(pointing, tmp_path / "model", kind)
    model, rows = bundle.text_motion, make_rows(SENTENCES)
    batch = FrameCollator(bundle.processor)([frames_of(bundle, rows)[Draw.of(0, 0, at)] for at in range(2)])
    targets = pace_targets(text_of_frames(bundle.generator, batch)[0], batch)
    if kind == "noise":
        targets = targets._replace(frames=torch.full_like(targets.frames, torch.nan))
    optimizer = torch.optim.Adam(model.pace.parameters(), 0.02)
    falling = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.01, 600)
    for _ in range(600):
        loss = pace_loss(model.pace(targets.states, targets.mask), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        falling.step()
    for text, (frames, pieces) in SENTENCES.items():
        chunks = list(SignStream(bundle, StreamSettings(resolve("asl"), method="hybridsign")).sign(text))
        assert sum(len(chunk.pose) for chunk in chunks) == pytest.approx(frames, abs=3)
        # An encoder that was never trained hardly tells a letter from the same one later on.
        if kind == "signs" and not pieces[0][0].startswith("#"):
            begun = next(chunk for chunk in chunks if chunk.word)
            assert begun.start + 2 == pytest.approx(pieces[0][1], abs=6)


def test_the_sentence_of_a_row_is_that_of_its_motion(pointing):
    (paced,) = paced_prompts(pointing, make_rows({"Hello!": (9, [])}), pointing.motion_tokenizer.config)
    assert paced.timed == TimedSentence((), 9)
    assert np.isnan(paced.frames).all()
