"""The plan against a plain reading of its rules, frame by frame and key by key."""

import torch
from hypothesis import given
from hypothesis import strategies as st

from signary.generator.hybridsign.frame_plan import FramePlan

CPU = torch.device("cpu")


def rules(plan: FramePlan) -> list[list[bool]]:
    starts = [sum(plan.chunks[:chunk]) for chunk in range(len(plan.chunks))]
    clean = [(at, None) for at in range(plan.clean)]
    noisy = [(starts[chunk] + at, chunk) for chunk, size in enumerate(plan.chunks) for at in range(size)]
    keys = [(at - plan.past, None) for at in range(plan.past)] + clean + noisy

    def sees(query, key):
        (position, chunk), (at, of) = query, key
        if of is not None:
            return chunk == of
        until = position if chunk is None else starts[chunk] - 1
        return position - plan.window < at <= until

    return [[sees(query, key) for key in keys] for query in clean + noisy]


@given(st.integers(1, 9), st.integers(0, 9), st.integers(0, 9), st.lists(st.integers(1, 5), max_size=4).map(tuple))
def test_frames_see_what_the_rules_say(window, past, clean, chunks):
    plan = FramePlan(window, past, clean, chunks)
    assert plan.visible(CPU).tolist() == rules(plan) or plan.num_frames == 0


@given(st.integers(1, 9), st.integers(0, 9), st.integers(1, 9), st.lists(st.integers(1, 5), max_size=3).map(tuple))
def test_chunks_that_follow_clean_frames_see_what_they_would_in_a_run_of_their_own(window, past, clean, chunks):
    together = FramePlan(window, past, clean, chunks, clean)
    writing, making = FramePlan(window, past, clean), FramePlan(window, past + clean, 0, chunks)
    seen = together.visible(CPU)
    assert torch.equal(seen[:clean, : past + clean], writing.visible(CPU))
    assert not seen[:clean, past + clean :].any()
    assert torch.equal(seen[clean:], making.visible(CPU)) or not chunks
    assert together.writes
    assert not FramePlan(window, past, 0, chunks).writes
    assert not chunks or not FramePlan(window, past, clean, chunks).writes


def test_the_picture_in_the_documentation():
    plan = FramePlan(3, 0, 4, (2, 2))
    rows = ["".join("x" if seen else "." for seen in row) for row in plan.visible(CPU).tolist()]
    assert rows == [
        "x.......", "xx......", "xxx.....", ".xxx....", "....xx..", "....xx..", "xx....xx", ".x....xx",
    ]  # fmt: skip
