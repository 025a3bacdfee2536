"""Isolated signs: every entry of a lexicon, the manual alphabet, and pseudo-signs that no language has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random
from typing import Any, TypeVar

from datasets import Dataset, Features, List, Value

from signary.corpora.synthetic.signing import CANONICAL, pose_feature, signer_style
from signary.io.errors import InputError
from signary.language.languages import resolve
from signary.nn.threads import on_threads
from signary.pose.skeletons.handshapes import HANDSHAPES
from signary.signer.lexicon import SignEntry, shipped_lexicon, speller
from signary.signer.locations import BASE_LOCATIONS
from signary.signer.phonology import PLANES, Phonology
from signary.signer.score import SignUnit
from signary.signer.signer import DEFAULT_FPS, Signer

Item = TypeVar("Item")
#: Seconds for which a sign that is shown alone is held at its end, as citation forms of dictionaries are.
CITATION_HOLD = 0.3
PSEUDO_SOURCE = "random phonology, no sign of any language"
_DIRECTIONS = ("up", "down", "forward", "back", "in", "out")
_HANDS, _HAND_WEIGHTS = ("one", "symmetric", "alternating"), (6, 3, 2)
#: A word that exists, or a form out of reach, is drawn again so often at most.
_TRIES = 40
#: Spoken language -> onsets, vowels and codas of syllables.
_SYLLABLES = {
    "en": ("b bl d dr f fl g gr k l m n p pl r s sk st t tr v z", "a e i o u oo ee", "- n m k t sh x"),
    "de": ("b br d f fl g gl k kn l m n pf r schw s t tr w z", "a e i o u ä ö ü ei au", "- n m k t sch lz"),
}
#: Of every other spoken language: what most of them can pronounce.
_ANY_SYLLABLES = ("b d f g h k l m n p r s t v z", "a e i o u", "- n m k t s")
#: Characters that write the sounds of foreign names: together they make no Chinese word.
_SOUNDS = (
    "巴卡达法加哈拉马纳帕萨塔瓦扎贝德菲格莱梅内佩雷塞特维泽比迪基里米尼皮里西蒂"
    "博多福戈洛莫诺波罗索托布杜富古卢穆努普鲁苏图"
)


def isolated_signs(language: str, *, signer: int = CANONICAL, fps: float = DEFAULT_FPS) -> Dataset:
    """Every entry of the lexicon and every letter of the manual alphabet, if there is one, signed alone.

    Args:
        language: Sign language by id, ISO 639-3 code or name.
        signer: 0 for the canonical signer, else the number of a signer of the demo corpus.
        fps: Frames a second.

    Returns:
        Columns id, language, gloss (`#A` for letters), words (lower case; see `SignEntry.lemmas`), category, kind
        (`sign` or `letter`), source, signer, fps, start and end of the sign in seconds, and poses (T, 133) from rest to
        rest; after its end a sign is held for 0.3 s, as citation forms are.

    Raises:
        UnknownLanguageError: If there is no such language.
        NoDictionaryError: If it has no lexicon.
        InputError: If `signer` is negative or fps is no usable rate.
    """
    chosen = resolve(language).id
    if isinstance(signer, bool) or not isinstance(signer, int) or signer < 0:
        raise InputError("signer", "an integer from 0", repr(signer))
    with on_threads(1):
        rows = list(_rows(chosen, signer, fps))
    dataset = Dataset.from_list(rows, features=isolated_features())
    return dataset.with_format("numpy", columns=["poses"], output_all_columns=True)


def isolated_features() -> Features:
    """Columns of isolated signs."""
    texts = ("id", "language", "gloss", "category", "kind", "source")
    numbers = ("fps", "start", "end")
    columns: dict[str, Any] = {name: Value("string") for name in texts}
    columns |= {"words": List(Value("string")), "signer": Value("int32")}
    columns |= {name: Value("float32") for name in numbers}
    return Features({**columns, "poses": pose_feature()})


def _rows(language: str, signer: int, fps: float) -> Iterator[dict[str, Any]]:
    lexicon, alphabet = shipped_lexicon(language), speller(language)
    for number, entry in enumerate(lexicon.entries.values()):
        unit = SignUnit(entry.gloss, tuple(lexicon.forms(entry.gloss)))
        about = {"words": list(entry.lemmas), "category": entry.category, "kind": "sign", "source": entry.source}
        yield isolated_row(f"{language}-sign-{number:04d}", language, unit, signer, fps) | about
    for number, (letter, form) in enumerate(alphabet.letters.items()):
        unit = SignUnit(f"#{letter}", (form,), spelled=True)
        about = {"words": [letter.lower()], "category": "other", "kind": "letter", "source": "manual alphabet"}
        yield isolated_row(f"{language}-letter-{number:02d}", language, unit, signer, fps) | about


def isolated_row(name: str, language: str, unit: SignUnit, signer: int, fps: float) -> dict[str, Any]:
    """A sign alone, from rest to rest: the columns that do not depend on its entry."""
    motion = Signer(signer_style(signer, name), fps).sign([replace(unit, pause=CITATION_HOLD)])
    start, end = motion.spans[0]
    return {
        "id": name,
        "language": language,
        "gloss": unit.gloss,
        "signer": signer,
        "fps": fps,
        "start": start,
        "end": end,
        "poses": motion.pose.values,
    }


def pseudo_signs(count: int, seed: int, *, language: str = "asl") -> tuple[SignEntry, ...]:
    """Signs that do not exist for words that do not exist, so that a model learns to read its prompt.

    Orientation and place are those of a random entry of the lexicon, so that a hand can hold them; handshape, movement
    and number of hands are random. Every sign lies within reach of the canonical signer.

    Args:
        count: How many.
        seed: Seed; the first signs of a longer list are those of a shorter one.
        language: Sign language; its spoken language decides what the words look like
            (those of other languages than English, German and Chinese are Latin syllables).

    Returns:
        Entries with one form and one word each, gloss `?WORD`.

    Raises:
        InputError: If `count` is less than 1.
        UnknownLanguageError: If there is no such language.
        NoDictionaryError: If it has no lexicon.
    """
    if isinstance(count, bool) or not isinstance(count, int) or count < 1:
        raise InputError("count", "an integer from 1", repr(count))
    chosen = resolve(language)
    random, signer = Random(f"pseudo {chosen.id} {seed}"), Signer()
    lexicon = shipped_lexicon(chosen.id)
    models = [form for entry in lexicon.entries.values() if (form := entry.form) is not None and not _on_hand(form)]
    taken = set(lexicon.by_word)
    entries = []
    for _ in range(count):
        word = _new(lambda: pronounceable(random, chosen.spoken), lambda item: item not in taken)
        taken.add(word)
        form = _new(lambda: _form(random, random.choice(models)), lambda item: _within_reach(signer, item))
        entries.append(SignEntry(f"?{word.upper()}", (word,), PSEUDO_SOURCE, checked=False, category="noun", form=form))
    return tuple(entries)


def _new(draw: Callable[[], Item], fits: Callable[[Item], bool]) -> Item:
    for _ in range(_TRIES):
        if fits(item := draw()):
            return item
    raise InputError("count", f"fewer signs: {_TRIES} draws in a row did not fit", "too many")


def _on_hand(form: Phonology) -> bool:
    return form.base is not None or form.location in BASE_LOCATIONS


def pronounceable(random: Random, spoken: str) -> str:
    """A word that could be one of a spoken language, by ISO 639-1 code, and hardly is."""
    if spoken == "zh":
        return "".join(random.choices(_SOUNDS, k=random.choice((2, 3))))
    onsets, vowels, codas = (sounds.split() for sounds in _SYLLABLES.get(spoken, _ANY_SYLLABLES))
    syllables = (random.choice(onsets) + random.choice(vowels) for _ in range(random.choice((2, 2, 3))))
    return "".join(syllables) + random.choice(codas).strip("-")


def _form(random: Random, model: Phonology) -> Phonology:
    """A form at the place and with the orientation of another."""
    hands = random.choices(_HANDS, _HAND_WEIGHTS)[0]
    return Phonology.parse(
        {
            "handshape": random.choice(sorted(HANDSHAPES)),
            "palm": model.palm,
            "fingers": model.fingers,
            "location": model.location,
            "offset": model.offset,
            "contact": model.contact,
            "apart": model.apart,
            "hands": hands,
            "movement": [_movement(random) for _ in range(random.choice((1, 1, 2)))],
        }
    )


def _movement(random: Random) -> dict[str, Any]:
    kind = random.choice(("straight", "arc", "circle", "zigzag", "shake", "tap", "twist", "nod", "wiggle", "change"))
    move: dict[str, Any] = {"kind": kind}
    if kind in ("straight", "arc", "zigzag", "shake", "tap"):
        move["direction"] = random.choice(_DIRECTIONS)
    if kind == "arc":
        move["bulge"] = random.choice([name for name in ("up", "forward", "in") if name != move["direction"]])
    if kind == "circle":
        move["plane"] = random.choice(PLANES)
    if kind == "change" or (kind in ("straight", "arc") and random.random() < 0.3):
        move["shape"] = random.choice(sorted(HANDSHAPES))
    return move


def _within_reach(signer: Signer, form: Phonology) -> bool:
    return "out_of_reach_mm" not in signer.sign([SignUnit("?", (form,))]).pose.metadata
