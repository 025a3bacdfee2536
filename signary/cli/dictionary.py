"""`signary dictionary`: build a dictionary of signs, search it, say what is in it; take in reviews by signers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from signary.cli import options
from signary.cli.train import PASSED_ON
from signary.io.errors import InputError

if TYPE_CHECKING:
    from signary.retrieval.dictionary import DictionarySign, SignDictionary

app = typer.Typer(
    help="Dictionaries of signs: build, search, look at them; take in reviews by signers.", no_args_is_help=True
)


# Options depend on the reader: they are read there, --help included.
@app.command(context_settings=PASSED_ON)
def build(context: typer.Context) -> None:
    """Encode isolated signs of a READER's form, a table or a corpus, the best take of each: READER INPUT… -o FILE."""
    from signary.cli.dictionary_build import build_dictionary_file

    build_dictionary_file(context.args)


@app.command()
def record(
    word: Annotated[str, typer.Argument(metavar="WORD", help="What the sign stands for; several with ; between.")],
    language: Annotated[str, typer.Option("--language", "-l", help="Sign language.")],
    signs: Annotated[Path, typer.Option("--signs", help="Folder of recordings and their table signs.csv.")],
    clip: Annotated[
        Path | None, typer.Argument(metavar="[CLIP]", help="A video, or a file of motion; or else --camera.")
    ] = None,
    camera: Annotated[int | None, typer.Option("--camera", help="Number of a camera, from 0.")] = None,
    seconds: Annotated[float, typer.Option("--seconds", help="How long the camera looks.")] = 4.0,
    gloss: Annotated[str, typer.Option("--gloss", help="What the sign is called.")] = "",
    source: Annotated[str, typer.Option("--source", help="Who recorded it.")] = "",
    licence: Annotated[str, typer.Option("--licence", help="Under which it may be used.")] = "",
) -> None:
    """Put a sign from a clip or a camera among the recordings that `dictionary build` makes a dictionary of."""
    from signary.cli.dictionary_record import seen_by_camera, seen_in_clip
    from signary.retrieval.recorded_signs import RecordedSign, add_recording

    if (clip is None) is (camera is None):
        raise InputError("CLIP", "a clip, or --camera", "both" if camera is not None else "neither")
    sign = RecordedSign(word, language, gloss, source, licence)
    motion = seen_in_clip(clip) if clip is not None else seen_by_camera(int(camera or 0), seconds)
    path = add_recording(signs, sign, motion)
    typer.echo(f"{path}: {sign.words} ({sign.language}), {motion.layout.name}, {motion.seconds:.1f} s")


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(metavar="WORD...", help="Words, or the beginnings of words.")],
    language: Annotated[
        str | None, typer.Option("--language", "-l", help="Sign language; all of the dictionary by default.")
    ] = None,
    dictionary: Annotated[
        Path | None, typer.Option("--dictionary", help="File or folder of a dictionary; default the embedded one.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", help="Most entries a word.", min=1)] = 20,
) -> None:
    """Show the entries whose words contain a text: equal ones first, then those that begin with it."""
    from signary.language.languages import resolve

    signs = _open(dictionary)
    chosen = None if language is None else resolve(language, signs.languages()).id
    for word in words:
        found = signs.search(word, chosen, limit)
        for sign in found:
            typer.echo(_entry(sign, signs))
        if not found:
            typer.echo(f"{word}: no entry")


@app.command()
def info(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="File or folder of a dictionary; default the embedded one.")
    ] = None,
) -> None:
    """Show how many entries a dictionary has, and which tokenizer its codes belong to."""
    for line in _facts(_open(file).info()):
        typer.echo(line)


@app.command()
def export(
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for the files, and a table signs.csv of all.")],
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[WORD...]", help="Only entries of these words, exactly; default all.")
    ] = None,
    dictionary: Annotated[
        Path | None, typer.Option("--dictionary", help="File or folder of a dictionary; default the embedded one.")
    ] = None,
    tokenizer: Annotated[
        Path | None, typer.Option("--tokenizer", help="Folder of its motion tokenizer; default the embedded one.")
    ] = None,
    format: Annotated[
        list[str] | None,
        typer.Option("--format", help="png, gif, mp4, pose, npz or skels; repeatable; default png."),
    ] = None,
    language: Annotated[str | None, typer.Option("--language", "-l", help="Only this sign language.")] = None,
    size: options.Size = 256,
    mark: options.Mark = True,
) -> None:
    """Write entries as pictures and files of motion, decoded from their codes."""
    from signary.cli.dictionary_build import load_tokenizer
    from signary.io.progress import track
    from signary.language.languages import resolve
    from signary.retrieval.dictionary import SignDictionary
    from signary.retrieval.dictionary_file import embedded_dictionary
    from signary.signing.sign_export import export_signs

    decoder = load_tokenizer(tokenizer)
    place = embedded_dictionary() if dictionary is None else dictionary
    signs = SignDictionary.load(place, decoder.config.tokenizer_id)
    chosen = None if language is None else resolve(language, signs.languages()).id
    found = _chosen(signs, words or [], chosen)
    forms = list(dict.fromkeys(format or ["png"]))
    files = export_signs(found, decoder, output, forms, size=size, mark=mark)
    count = sum(1 for _ in track(files, "exporting", len(found) * len(forms) + 1))
    typer.echo(f"{output}: {len(found):,} signs in {count:,} files")


def _chosen(signs: SignDictionary, words: list[str], language: str | None) -> list[DictionarySign]:
    """The entries of some words, or all; each word has to have one."""
    if not words:
        return [sign for sign in signs if language in (None, sign.language)]
    found: list[DictionarySign] = []
    for word in words:
        names = [language] if language is not None else list(signs.languages())
        entries = [sign for name in names if (sign := signs.lookup(word.lower(), name)) is not None]
        if not entries:
            raise InputError("words", "words that the dictionary has (`signary dictionary search`)", repr(word))
        found += entries
    return found


@app.command()
def review(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Corrections that the page of `serve` has exported.")],
    dictionaries: Annotated[
        Path, typer.Option("--dictionaries", help="Folder of lexicons (*.yaml), such as that of a checkout.")
    ] = Path("dictionaries"),
) -> None:
    """Bring a signer's verdicts into lexicons: `checked: by whom, when` of right signs, a note on others."""
    from signary.signer.review import plan_changes, read_review

    found = read_review(file)
    changes, lost = plan_changes(found, dictionaries)
    for change in changes:
        change.write()
        typer.echo(f"{change.path}: {len(change.checked)} checked, {len(change.noted)} noted by {found.by}")
        for gloss in change.disputed:
            typer.echo(f"{gloss}: noted, and checked by others", err=True)
    if not changes:
        typer.echo("nothing to change")
    for verdict in lost:
        typer.echo(f"left out: {verdict.what}, which the {verdict.language} lexicon does not have", err=True)
    for verdict in found.sentences:
        if verdict.verdict != "right":
            why = f": {verdict.why}" if verdict.why else ""
            typer.echo(
                f"sentence, in no lexicon: {verdict.verdict}, {verdict.language}, {verdict.what!r}{why}", err=True
            )


def _open(place: Path | None) -> SignDictionary:
    from signary.retrieval.dictionary import SignDictionary
    from signary.retrieval.dictionary_file import embedded_dictionary

    return SignDictionary.load(embedded_dictionary() if place is None else place)


def _entry(sign: DictionarySign, dictionary: SignDictionary) -> str:
    """An entry in one line."""
    length = f"{len(sign.codes)} steps ({sign.frames / dictionary.header.fps:.2f} s)"
    origin = ", ".join(part for part in (sign.source, sign.licence) if part) or "no source"
    gloss = sign.gloss or "no gloss"
    return f"{sign.lemma}  {sign.language}  {gloss}  {length}  error {sign.reconstruction_error:.1f}  {origin}"


def _facts(info: dict[str, Any]) -> Iterator[str]:
    """What `SignDictionary.info` says, a line a fact."""
    for name, value in info.items():
        if isinstance(value, dict):
            shown = ", ".join(f"{key or 'none'} {count:,}" for key, count in value.items())
        elif isinstance(value, (list, tuple)):
            shown = ", ".join(map(str, value))
        else:
            shown = f"{value:g}" if isinstance(value, float) else str(value)
        yield f"{name.replace('_', ' ')}: {shown}"
