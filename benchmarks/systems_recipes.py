"""How each system is made within its budget, or where it already stands."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from systems_corpora import LANGUAGE, LAYOUT, sign_words
from systems_training import Trained, Workshop, read_spent

from signary.bundle.assemble import PartFolders, assemble
from signary.bundle.folder import DICTIONARY, EMBEDDED, REFINER

#: Shares of the budget.
TOKENIZER, GENERATOR_ALONE, GENERATOR, REFINER_SHARE = 0.3, 0.7, 0.4, 0.3
#: The preset is for the demo corpus: here nobody says who signs, and weather forecasts have up to fifty words, whose
#: signs in one prompt would be too many.
ANY_TEXT = ("--num_signers", "0", "--all_share", "0", "--max_position_embeddings", "1024")
#: Presets of the scripts.
SMALL, DEMO, ALONE_PRESET = "ablation", "demo", "alone"
#: Stages of the embedded model's card that a system needs.
STAGES = {
    "soke": ("tokenizer", "generator"),
    "soke_hybridsign": ("tokenizer", "generator", "refiner"),
    "fgdm": ("fgdm",),
}


class Systems:
    """The trained systems of a corpus, each trained when it is first asked for.

    Args:
        work: Folder of the corpus in the work folder.
        sentences: Corpus to train on.
        budget: Core-minutes a system; None takes what is given or embedded.
        smoke: As of `Workshop`.
    """

    def __init__(self, work: Path, sentences: Path, budget: float | None, smoke: bool) -> None:
        self.work, self.sentences, self.budget = work, sentences, budget
        self.folder = work / ("given" if budget is None else "smoke" if smoke else f"{budget:g}_minutes")
        self.workshop = Workshop(self.folder, smoke)

    def find(self, name: str) -> Trained | None:
        """The system of that name; None if it can be had neither from the work folder nor from the package."""
        if self.budget is not None:
            return {
                "soke": self._soke,
                "soke_hybridsign": self._soke_hybridsign,
                "hybridsign_alone": self._hybridsign_alone,
                "fgdm": self._fgdm,
            }[name]()
        if (self.folder / name / "config.json").is_file():
            return read_spent(self.folder / name, self.folder / name)
        needed = {"soke": "config.json", "soke_hybridsign": f"{REFINER}/config.json", "fgdm": "fgdm/config.json"}
        if name in needed and (EMBEDDED / needed[name]).is_file():
            minutes = card_minutes((EMBEDDED / "README.md").read_text(encoding="utf-8"), STAGES[name])
            return Trained(EMBEDDED / "fgdm" if name == "fgdm" else EMBEDDED, minutes)
        return None

    def _minutes(self, share: float) -> float:
        assert self.budget is not None
        return share * self.budget

    @cached_property
    def _tokenizer(self) -> Trained:
        corpus = ("--corpus", str(self.sentences), str(sign_words(self.work / "signs")))
        return self.workshop.train("tokenizer", "train_tokenizer", SMALL, self._minutes(TOKENIZER), *corpus)

    def _generator(self, name: str, share: float) -> Trained:
        """A text-to-sign model without refiner."""
        tokenizer, make = self._tokenizer, self.workshop.make
        coded = ("--tokenizer", str(tokenizer.folder))
        codes = make("codes", "encode_corpus", *coded, "--corpus", str(self.sentences))
        dictionary = make("dictionary.parquet", "build_dictionary", *coded, "--input", str(self.work / "signs"))
        data = ("--codes", str(codes), "--dictionary", str(dictionary), *ANY_TEXT)
        trained = self.workshop.train(name, "train_generator", SMALL, self._minutes(share), *data)
        return self._whole(
            f"{name}_model", PartFolders(tokenizer.folder, trained.folder, dictionary=dictionary), trained
        )

    def _whole(self, name: str, parts: PartFolders, last: Trained) -> Trained:
        """A model folder of parts, made where it is missing, with the cost of the one that was trained last."""
        folder = self.folder / name
        if not folder.is_dir():
            assemble(parts, folder)
        return replace(last, folder=folder)

    def _soke(self) -> Trained:
        return together(self._generator("soke", GENERATOR_ALONE), self._tokenizer)

    def _soke_hybridsign(self) -> Trained:
        coarse = self._generator("soke_shorter", GENERATOR)
        data = ("--model", str(coarse.folder), "--corpus", str(self.sentences))
        refiner = self.workshop.train("refiner", "train_hybridsign", DEMO, self._minutes(REFINER_SHARE), *data)
        parts = PartFolders(self._tokenizer.folder, coarse.folder, refiner.folder, coarse.folder / DICTIONARY)
        return together(self._whole("soke_hybridsign", parts, refiner), coarse, self._tokenizer)

    def _hybridsign_alone(self) -> Trained:
        data = ("--model", str(self._soke().folder), "--corpus", str(self.sentences), "--coarse_sigma", "none")
        return self.workshop.train("hybridsign_alone", "train_hybridsign", ALONE_PRESET, self._minutes(1), *data)

    def _fgdm(self) -> Trained:
        data = ("--corpus", str(self.sentences), "--language", LANGUAGE, "--layout", LAYOUT)
        return self.workshop.train("fgdm", "train_fgdm", SMALL, self._minutes(1), *data)


def together(last: Trained, *earlier: Trained) -> Trained:
    """A model of several stages, with the core-minutes of all."""
    stages = [each.core_minutes for each in (last, *earlier)]
    known = [minutes for minutes in stages if minutes is not None]
    return Trained(last.folder, sum(known) if len(known) == len(stages) else None)


def card_minutes(card: str, stages: tuple[str, ...]) -> float | None:
    """Core-minutes of stages by the table of CPU hours in the embedded model's card; None if one is not in it."""
    hours = {name: float(number) for name, number in re.findall(r"^\| (\w+) \| ([\d.]+) \|$", card, re.MULTILINE)}
    return 60 * sum(hours[stage] for stage in stages) if hours.keys() >= set(stages) else None
