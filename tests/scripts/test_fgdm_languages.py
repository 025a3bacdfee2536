"""train_fgdm.py on sign languages side by side, with the times of their glosses."""

import pytest
from datasets import Dataset, DatasetDict

from signary.corpora.corpus_spec import save_corpus
from signary.corpora.synthetic.gloss_orders import gloss_orders
from signary.generator.fgdm import FGDMModel
from signary.io.errors import InputError
from signary.pose.registry import get_layout
from signary.training.gloss_corpus import gloss_corpus


@pytest.fixture(scope="module")
def rows():
    """Glosses in any order."""
    return gloss_orders("dgs", 5, progress=False, glosses="lexicon", signers=0).with_format(None)


def test_training_on_languages_side_by_side(script, rows, tmp_path):
    """Names of glosses stand with their language; letters are learnt, not names; times are heeded."""
    name = {"language": "asl", "gloss": "#ANNA", "glosses": [{"gloss": "#ANNA", "start": 0.5, "end": 2.0}]}
    other = rows.select([0]).map(lambda row: name, features=rows.features)
    made = gloss_corpus([rows, other], "phoenix50", 12.5)
    save_corpus(DatasetDict({"train": made, "dev": made.select([0])}), tmp_path / "corpus", get_layout("phoenix50"))
    flags = ["--preset", "smoke", "--corpus", str(tmp_path / "corpus"), "--corpus_layout", "phoenix50", "--fps", "12.5"]
    flags += ["--by_language", "yes", "--gloss_knots", "3", "--scg_weight", "0", "--gloss_start", "motion"]
    script("train_fgdm").main([*flags, "--output", str(tmp_path / "run")])
    model = FGDMModel.from_pretrained(tmp_path / "run" / "model").float()
    assert model.config.languages == ("asl", "dgs")
    assert [name for name in model.config.glosses if name.startswith("asl:")] == ["asl:#A", "asl:#N"]
    (pose,) = model.generate([["#NANA"]])
    assert len(pose) > 4
    start = ["--start_from", str(tmp_path / "run" / "model"), "--output", str(tmp_path / "on")]
    script("train_fgdm").main([*flags, *start])
    for wrong, words in (
        (["--gloss_knots", "4"], "gloss_knots: expected 3, as"),
        (["--by_language", "no"], "by_language: expected True, as in the start, got False"),
        (["--gloss_start", "zero"], "gloss_start: expected random or motion, got 'zero'"),
    ):
        used = [*(start[:2] if wrong[0] != "--gloss_start" else ()), "--output", str(tmp_path / wrong[0])]
        with pytest.raises(InputError, match=words):
            script("train_fgdm").main([*flags, *used, *wrong])


def test_pieces_that_are_none_are_named(script, rows, tmp_path):
    made = gloss_corpus([rows], "phoenix50", 12.5)
    bad = Dataset.from_list([{**row, "pieces": [{"gloss": "A"}]} for row in made])
    bad.save_to_disk(str(tmp_path / "corpus"))
    flags = ["--preset", "smoke", "--corpus", str(tmp_path / "corpus"), "--corpus_layout", "phoenix50"]
    with pytest.raises(InputError, match="row 0, pieces: expected rows of entry, start and end in seconds"):
        script("train_fgdm").main(
            [*flags, "--evaluate_every", "0", "--by_language", "yes", "--output", str(tmp_path / "run")]
        )
