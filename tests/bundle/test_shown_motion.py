"""Motion of shown signs in the times that a model says: as their entries where they are signed, rest at both ends."""

import numpy as np
import pytest
import torch

from signary.bundle.shown_motion import MARGIN, ShownMotion, TimedSentence, TimedSign, timed_sentence
from signary.generator.hybridsign.pace import STAY, WAY
from signary.language.languages import resolve
from tests.pointing_text_to_sign import pointing

__all__ = ["pointing"]


@pytest.fixture(scope="module")
def encoded(pointing):
    prompt = next(iter(pointing.prompter.sentences("Mother eats bread.", resolve("asl")))).prompt
    return pointing.generator.encode(**pointing.processor.pad([prompt]))


def test_times_are_sums_of_what_positions_take(encoded):
    shown, length = encoded.shown, encoded.hidden.shape[1]
    pace = torch.zeros(length, 2)
    pace[:, STAY] = torch.where(torch.isin(torch.arange(length), shown.at[0]), 3.0, 0.0)
    for number, way in enumerate((10.0, 4.0, 5.0)):
        pace[shown.at[0][shown.sign[0] == number][0], WAY] = way
    pace[-1, STAY] = 7.4
    timed = timed_sentence(pace, shown)
    steps = [int((shown.sign[0] == number).sum()) for number in range(3)]
    starts = [10, 14 + 3 * steps[0], 19 + 3 * (steps[0] + steps[1])]
    assert [one.start for one in timed.signs] == pytest.approx(starts)
    assert [one.end for one in timed.signs] == pytest.approx(
        [start + 3 * count for start, count in zip(starts, steps, strict=True)]
    )
    assert [one.sign for one in timed.signs] == [0, 1, 2]
    assert [len(one.codes) for one in timed.signs] == steps
    assert timed.frames == round(19 + 3 * sum(steps) + 7.4)
    assert (timed.up_to(12).frames, timed.up_to(12).over) == (12, timed.frames)
    assert timed.up_to(1000) is timed


def test_a_prompt_without_signs_is_as_long_as_its_positions():
    assert timed_sentence(torch.full((5, 2), 1.25), None) == TimedSentence((), 12)
    # Nothing at all would be no motion.
    assert timed_sentence(torch.zeros(5, 2), None).frames == 1


@pytest.fixture(scope="module")
def motion(pointing):
    return ShownMotion(pointing.motion_tokenizer, pointing.motion_tokenizer.mean + 1)


def test_a_sign_at_its_own_tempo_is_its_entry(pointing, motion):
    (entry,) = [sign for sign in pointing.dictionary if sign.lemma == "bread"][:1]
    config = pointing.motion_tokenizer.config
    stride, margin = config.stride, MARGIN * config.fps + (config.stride - 1) / 2
    frames = stride * len(entry.codes)
    assert frames > 2 * margin
    made = motion(TimedSentence((TimedSign(0, entry.codes, 20 + margin, 20 + frames - margin),), 60 + frames))
    steps = torch.from_numpy(np.concatenate([entry.codes[:1], entry.codes]).astype(np.int64))
    own = pointing.motion_tokenizer.decode(steps[None]).values[0, stride:]
    inside = slice(int(margin) + 1, frames - int(margin) - 1)
    assert torch.allclose(made[20 : 20 + frames][inside], own[inside], atol=1e-5)
    # At first and at last there is rest, and the way between is no jump.
    assert torch.allclose(made[0], motion.rest, atol=0.02)
    assert torch.allclose(made[-1], motion.rest, atol=0.02)
    far = (made - motion.rest).abs().mean(1)
    assert (far[:20].diff() > -1e-4).all()
    assert made.diff(dim=0).abs().max() < 0.5 * (made - motion.rest).abs().max()


def test_a_slow_sign_is_the_same_way_in_more_frames(pointing, motion):
    codes = next(sign.codes for sign in pointing.dictionary if sign.lemma == "bread")
    fast = motion(TimedSentence((TimedSign(0, codes, 10, 20),), 40))[10:20]
    slow = motion(TimedSentence((TimedSign(0, codes, 10, 30),), 50))[10:30]
    assert torch.allclose(slow.view(10, 2, -1).mean(1), fast, atol=0.1)


def test_signs_without_a_frame_and_signs_that_touch_are_no_holes(pointing, motion):
    codes = [sign.codes for sign in pointing.dictionary][:3]
    signs = (TimedSign(0, codes[0], 3.2, 3.2), TimedSign(1, codes[1], 3.2, 9.9), TimedSign(2, codes[2], 9.9, 12))
    made = motion(TimedSentence(signs, 12))
    assert made.shape == (12, motion.rest.shape[0])
    assert torch.isfinite(made).all()


def test_what_is_cut_off_begins_as_the_whole(pointing, motion):
    codes = next(sign.codes for sign in pointing.dictionary if sign.lemma == "bread")
    whole = TimedSentence((TimedSign(0, codes, 10, 20),), 50)
    for frames in (5, 15, 25):
        assert torch.equal(motion(whole.up_to(frames)), motion(whole)[:frames])
