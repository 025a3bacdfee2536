"""Sentences as a generator with a pointer is trained on them: what prompts show is what is signed, and when."""

import pytest
from datasets import Dataset

from signary.generator.sign_mbart.pointer import END, STEPS
from signary.retrieval.lookup import plan_text
from signary.signer.lexicon import shipped_lexicon
from signary.signer.signer import Signer
from signary.training.batches import Draw
from signary.training.composing.composed_rows import pieces_of
from signary.training.generator_sentences import SentenceCollator, SignedSentences, TimedEntry, match_pieces
from tests.pointing_text_to_sign import pointing

__all__ = ["pointing"]
TEXTS = ("Mother did not eat bread.", "Anna eats twenty-five.")


@pytest.fixture(scope="module")
def rows(pointing):
    made = []
    for text in TEXTS:
        (plan,) = plan_text(text, "asl")
        motion = Signer().sign(plan.units)
        codes = pointing.motion_tokenizer.encode(motion.pose)[0][0].tolist()
        pieces = list(pieces_of(plan, motion, shipped_lexicon("asl")))
        made.append({"text": text, "language": "asl", "codes": codes, "pieces": pieces})
    return Dataset.from_list(made)


@pytest.mark.parametrize("timed", [True, False])
def test_batches_teach_the_pointer(pointing, rows, timed):
    given = rows if timed else rows.remove_columns("pieces")
    samples = SignedSentences(given, pointing.prompter)
    batch = SentenceCollator(samples)([samples[Draw.of(0, 0, index)] for index in range(2)])
    targets, there = batch["pointer_targets"], batch["motion_codes"][..., 0] >= 0
    shown = pointing.generator.encode(batch["input_ids"], batch["attention_mask"]).shown
    if timed:
        # All that is signed is shown, in that order, and then comes the end.
        assert shown.signs.tolist() == [4, 7]
        assert (targets[there] >= END).all()
        for row in range(2):
            steps = targets[row][there[row]].tolist()
            assert steps == sorted(steps, key=lambda place: place if place >= STEPS else 1 << 20)
            assert steps[-1] == END
            signs = {int(shown.sign[row, place - STEPS]) for place in steps if place >= STEPS}
            assert signs == set(range(int(shown.signs[row])))
    assert int(targets.max()) < STEPS + shown.codes.shape[1]
    assert bool(pointing.generator(**batch).loss.isfinite())


def test_only_what_is_signed_is_shown(pointing):
    from signary.language.languages import resolve

    signs = [one for one in pointing.prompter.outcomes("Mother eats bread.", resolve("asl")) if hasattr(one, "entries")]
    pieces, shown = match_pieces(
        [TimedEntry("MOTHER", 0, 2), TimedEntry("COFFEE", 3, 5), TimedEntry("BREAD", 6, 8)], signs
    )
    assert [entry.gloss for entry in shown] == ["MOTHER", "BREAD"]
    assert [piece.codes is None for piece in pieces] == [False, True, False]
