"""A corpus of a few sentences, signed by the rule-based signer, and the scripts as modules."""

import importlib.util
import json
import sys
from pathlib import Path

import pytest
from datasets import Dataset, DatasetDict

from signary.corpora.synthetic.demo_signs import isolated_row
from signary.corpora.synthetic.signing import SigningJob, corpus_features, sign_job
from signary.signer.lexicon import shipped_lexicon
from signary.signer.score import SignUnit
from signary.training import loop

SCRIPTS = Path(__file__).parent.parent.parent / "scripts"
SENTENCES = {
    "asl": ["My[MY] mother[MOTHER] eats[EAT] bread[BREAD].", "The girl[GIRL] drinks[DRINK] milk[MILK]."],
    "dgs": ["Mein[MEIN] Vater[VATER] trinkt[TRINKEN] Bier[BIER].", "Die Sonne[SONNE] scheint[SCHEINEN]."],
}


@pytest.fixture(scope="session")
def script():
    """Name -> module of scripts/."""

    def load(name):
        spec = importlib.util.spec_from_file_location(f"scripts_{name}", SCRIPTS / f"{name}.py")
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
        return module

    return load


class KilledError(Exception):
    """What a training dies of."""


@pytest.fixture
def killed_and_resumed(script, monkeypatch):
    """(name, flags, folder): trains to step 3, dies, and goes on from the checkpoint of step 2 to the end."""

    def train(name, flags, folder):
        log, flags = loop.Trainer._log, [*flags, "--output", str(folder)]

        def killing(self, figures):
            log(self, figures)
            if self.step == 3:
                raise KilledError

        with monkeypatch.context() as patched:
            patched.setattr(loop.Trainer, "_log", killing)
            with pytest.raises(KilledError):
                script(name).main(flags)
        assert json.loads((folder / loop.LAST).read_text())["step"] == 2
        script(name).main([*flags, "--resume"])

    return train


@pytest.fixture(scope="session")
def corpus(tmp_path_factory):
    """Folder of a corpus with train and dev."""
    folder = tmp_path_factory.mktemp("corpus") / "sentences"
    rows = [
        sign_job(SigningJob(f"{language}-{number}-{signer}", marked, language, "plain", signer, 25.0, 0))
        for language, sentences in SENTENCES.items()
        for number, marked in enumerate(sentences)
        for signer in (0, 1, 2)
    ]
    splits = {"train": rows, "dev": rows[::3]}
    made = {name: Dataset.from_list(part, features=corpus_features()) for name, part in splits.items()}
    DatasetDict(made).save_to_disk(str(folder))
    return str(folder)


@pytest.fixture(scope="session")
def signs(tmp_path_factory):
    """Folder of isolated signs of some words."""
    folder = tmp_path_factory.mktemp("signs") / "signs"
    rows = []
    for language, glosses in (("asl", ("MOTHER", "BREAD", "MILK")), ("dgs", ("VATER", "SONNE"))):
        lexicon = shipped_lexicon(language)
        for gloss in glosses:
            unit = SignUnit(gloss, tuple(lexicon.forms(gloss)))
            about = {"words": list(lexicon.entries[gloss].words), "kind": "sign", "source": "test"}
            rows.append(isolated_row(gloss, language, unit, 0, 25.0) | about)
    Dataset.from_list(rows).save_to_disk(str(folder))
    return str(folder)
