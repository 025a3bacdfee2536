"""The card of a model folder: `README.md`, from a template, with what the folder itself says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any

import yaml

from signary.bundle.bundle import Bundle
from signary.bundle.description import CARD, missing_parts, parts_of, training_facts
from signary.io.atomic import atomic_path
from signary.io.errors import FormatError, InputError
from signary.io.json_file import read_json
from signary.io.quoting import quoted
from signary.language.languages import resolve

_TEMPLATE = "model_card.md"
#: What the Hub calls a licence that nobody has named.
_UNKNOWN = "unknown"
_UNCHECKED = (
    "**Nobody has said whether this motion is synthetic, or whether signers have checked it: take it for unverified, "
    "and not for communication, until somebody does** (`signary model assemble --notice`)."
)
_UNMEASURED = "This card was given no figures (`signary evaluate`, then `signary model card --metrics report.json`)."
#: Letters from which on a word is an example that says something.
_TELLING = 5
#: In cells of a table.
_BAR = "\\|"
#: Names that go into code and commands as they are.
_NAME_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./")


@dataclass(frozen=True)
class CardFacts:
    """What a folder does not say of itself.

    Attributes:
        name: What the model is called by who loads it, such as `user/name`; the folder's name by default.
        title: Heading; the name by default.
        license: As the Hub calls it, such as `apache-2.0`; None if nobody has named one.
        datasets: What it was trained on, names or Hub ids.
        metrics: `report.json` that `signary evaluate` has written, *optional*.
        addition: Markdown at the end, such as how it was made and what it cannot do.
        tags: More words to find it by, such as `synthetic`.

    Raises:
        InputError: If a name has characters that no name on the Hub has.
    """

    name: str | None = None
    title: str | None = None
    license: str | None = None
    datasets: Sequence[str] = ()
    metrics: Path | None = None
    addition: str = ""
    tags: Sequence[str] = ()

    def __post_init__(self) -> None:
        for argument, names in (
            ("name", [self.name]),
            ("license", [self.license]),
            ("dataset", self.datasets),
            ("tag", self.tags),
        ):
            for name in names:
                if name is not None and (not name or not _NAME_CHARACTERS.issuperset(name)):
                    raise InputError(argument, "a name of letters, digits, and - _ . /", quoted(name))


def write_card(bundle: Bundle, folder: Path | str, facts: CardFacts | None = None, replace: bool = False) -> Path:
    """Write the card of a model folder.

    Args:
        bundle: The model.
        folder: Where it lies.
        facts: What it does not say of itself, *optional*.
        replace: Write over a card that is there.

    Returns:
        The card.

    Raises:
        InputError: If there is a card, or the folder has a name that cannot stand in code.
        FormatError: If the report is none.
    """
    path = Path(folder) / CARD
    if path.exists() and not replace:
        raise InputError("folder", f"one without {CARD}, or --replace", repr(str(folder)))
    text = card_text(bundle, Path(folder), facts or CardFacts())
    with atomic_path(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")
    return path


def card_text(bundle: Bundle, folder: Path, facts: CardFacts) -> str:
    """The card of a model folder as Markdown; arguments and errors as for `write_card`."""
    name = facts.name or Path(folder).resolve().name
    if not _NAME_CHARACTERS.issuperset(name):
        raise InputError("name", "one of letters, digits, and - _ . /, as the folder's name has others", quoted(name))
    languages, config = [resolve(each) for each in bundle.languages], bundle.motion_tokenizer.config
    lacking = missing_parts(bundle, folder)
    lacking.pop(CARD, None)
    listed = "; ".join(f"`{part}` ({meaning})" for part, meaning in lacking.items())
    head = {
        "license": facts.license or _UNKNOWN,
        "library_name": "signary",
        "pipeline_tag": "text-to-sign",
        "language": list(dict.fromkeys(language.spoken for language in languages)),
        **({"datasets": list(facts.datasets)} if facts.datasets else {}),
        "tags": ["sign-language", "text-to-sign", "motion", *bundle.languages, *facts.tags],
    }
    body = Template(files(__package__).joinpath(_TEMPLATE).read_text(encoding="utf-8")).substitute(
        title=facts.title or name,
        name=name,
        spoken=_listed(dict.fromkeys(f"`{language.spoken}`" for language in languages)),
        signed=_listed(language.name for language in languages),
        layout=config.layout,
        fps=f"{config.fps:g}",
        notice=_notice(bundle.notice),
        text=_example(bundle),
        language=languages[0].id,
        parts=_table(["part", "where", "what", "size"], _part_rows(bundle, folder)),
        missing=f"Not here: {listed}." if listed else "Nothing that such a folder may hold is missing.",
        training=_training(bundle, facts.datasets),
        metrics=_UNMEASURED if facts.metrics is None else _metrics(facts.metrics),
        licence=f"`{facts.license}`" if facts.license else "This card was given no licence: ask before you use it.",
    )
    front = yaml.safe_dump(head, sort_keys=False, allow_unicode=True, default_flow_style=None, width=1000)
    return f"---\n{front}---\n{body}" + (f"\n{facts.addition.strip()}\n" if facts.addition.strip() else "")


def _notice(notice: str | None) -> str:
    return f"**{notice[0].upper()}{notice[1:]}; not for communication.**" if notice else _UNCHECKED


def _part_rows(bundle: Bundle, folder: Path) -> list[list[str]]:
    return [
        [part.name, f"`{part.place}/`" if part.place else "this folder", part.about, part.weight]
        for part in parts_of(bundle, folder)
    ]


def _training(bundle: Bundle, datasets: Sequence[str]) -> str:
    rows = [[language, *said.split(", ")] for language, said in training_facts(bundle)]
    named = f"Data: {', '.join(f'`{name}`' for name in datasets)}." if datasets else "This card was given no data set."
    if not rows:
        return f"{named} Which sentences it saw is not known."
    return f"{named} `training_text.json` has every word with its count.\n\n" + _table(
        ["sign language", "sentences", "words", "length"], rows
    )


def _example(bundle: Bundle) -> str:
    """A word of the first language that training had often, and the dictionary has a sign for if it can be.

    Longer than a pronoun or an article, if there is one: an example should say something.
    """
    language = bundle.languages[0]
    learned = bundle.training_text.get(language)
    counted = {} if learned is None else {word: count for word, count in learned.words.items() if word.isalnum()}
    signs = bundle.dictionary
    if signs is not None:
        signed = {sign.lemma for sign in signs if sign.language == language and sign.lemma.isalnum()}
        counted = {word: count for word, count in counted.items() if word in signed} or counted
        counted = counted or dict.fromkeys(sorted(signed), 1)
    telling = {word: count for word, count in counted.items() if len(word) >= _TELLING} or counted
    return max(telling, key=lambda word: (telling[word], word)) if telling else "1"


def _metrics(path: Path) -> str:
    """The figures of a report, a row a metric and a column a system."""
    report: dict[str, Any] = read_json(path)
    try:
        systems = [(system["name"], system["metrics"], bool(system["is_model"])) for system in report["systems"]]
        names = list(dict.fromkeys(name for _, metrics, _ in systems for name in metrics))
        rows = [
            [name, *(f"{float(metrics[name]['value']):.4g}" if name in metrics else "" for _, metrics, _ in systems)]
            for name in names
        ]
        own = next(metrics for _, metrics, is_model in systems if is_model)
        signatures = [f"`{_line(own[name]['signature'])}`" for name in names if name in own]
        corpus, notices = report["facts"]["corpus"], [report["motion"], *report["notices"], report["recogniser"]]
        said = f"{_line(corpus)}; {_line('; '.join(filter(None, notices)))}."
    except (AttributeError, KeyError, StopIteration, TypeError, ValueError) as error:
        raise FormatError(str(path), "a report of `signary evaluate`", f"another file ({error!r})") from None
    table = _table(["metric", *(name for name, _, _ in systems)], rows)
    return f"{said}\n\n{table}\n\nSignatures of the model's figures: {', '.join(signatures)}."


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(_line(cell).replace('|', _BAR) for cell in line)} |" for line in lines)


def _line(text: object) -> str:
    """A text that breaks out of no line."""
    return " ".join(str(text).split())


def _listed(names: Any) -> str:
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else str(last)
