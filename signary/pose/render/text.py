"""Text on pictures: the mark, captions, labels, in a font that has the letters.

Pillow's own font has plain Latin letters only. Fonts of the machine are looked for and none is relied on: letters that
no font has are replaced visibly.
"""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from signary.io.errors import InputError

MARK = "signary · unverified demonstration"
#: Sizes as shares of the picture's height, and the least size in pixels that can be read.
_MARK_SIZE, _CAPTION_SIZE, _LABEL_SIZE, _SMALLEST = 0.022, 0.042, 0.045, 7
_MARK_COLOUR, _LABEL_COLOUR = (112, 120, 130), (52, 62, 74)
#: Ground of captions.
STRIP = (40, 48, 58)
_MAX_LINES = 3
#: Families in order of liking: plain Latin first, then those with Chinese letters.
_FAMILIES = (
    *("dejavusans.", "notosans-regular", "liberationsans-regular", "arial.", "helvetica", "segoeui.", "roboto-regular"),
    *("notosanscjk", "notosanssc", "sourcehansans", "wqy-microhei", "wqy-zenhei", "droidsansfallback", "pingfang"),
    *("hiragino sans gb", "stheiti", "msyh.", "simhei", "simsun", "uming", "ukai", "arialuni", "arial unicode"),
)
_MAX_FILES, _MAX_OTHERS = 20000, 40
#: Letters that do not come apart into a plain one and its marks.
_PLAIN = str.maketrans(
    {"ß": "ss", "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "’": "'", "“": '"', "”": '"', "„": '"', "–": "-"}
)

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@dataclass(frozen=True)
class Caption:
    """A line shown from `start` (included) to `end` (excluded), in seconds."""

    start: float
    end: float
    text: str


def check_captions(captions: Sequence[tuple[float, float, str]]) -> list[Caption]:
    """Captions of (start, end, text).

    Raises:
        InputError: If one is not such a triple, or ends before it starts.
    """
    checked = []
    for at, caption in enumerate(captions):
        try:
            start, end, text = caption
            checked.append(Caption(float(start), float(end), str(text)))
        except (TypeError, ValueError):
            raise InputError(f"captions[{at}]", "(start in seconds, end in seconds, text)", repr(caption)) from None
        if not checked[-1].start < checked[-1].end:
            raise InputError(f"captions[{at}]", "an end after the start", f"{start} to {end}")
    return checked


def font_for(text: str, size: int) -> tuple[Font, str]:
    """A font of `size` pixels that has all letters of `text`, and the text; where none has, replaced letters.

    Letters become plain ones (ä: a), else a count of what is missing: `[?x4]`.
    """
    best: tuple[int, Font] | None = None
    for path in (None, *_font_files()):
        font = _load(path, size)
        if font is None:
            continue
        missing = len(_missing(font, text))
        if not missing:
            return font, text
        if best is None or missing < best[0]:
            best = missing, font
    font = best[1] if best else ImageFont.load_default()
    return font, _replaced(font, text)


def _replaced(font: Font, text: str) -> str:
    plain = "".join(letter if not _missing(font, letter) else _plain(letter) for letter in text)
    pieces = []
    for lost, letters in groupby(plain, key=lambda letter: bool(_missing(font, letter)) or not letter.isprintable()):
        run = "".join(letters)
        pieces.append(run if not lost else "[?]" if len(run) == 1 else f"[?x{len(run)}]")
    return "".join(pieces)


def _plain(letter: str) -> str:
    apart = unicodedata.normalize("NFKD", letter.translate(_PLAIN))
    ascii_only = apart.encode("ascii", "ignore").decode()
    return ascii_only or letter


def _missing(font: Font, text: str) -> set[str]:
    """Letters of `text` that a font draws as its sign for unknown letters."""
    letters = {letter for letter in text if not letter.isspace()}
    try:
        unknown = bytes(font.getmask("\uffff"))
    except UnicodeEncodeError:  # Pillow without FreeType: a bitmap font of ASCII
        return {letter for letter in letters if not letter.isascii()}
    return {letter for letter in letters if bytes(font.getmask(letter)) == unknown}


@lru_cache(maxsize=64)
def _load(path: Path | None, size: int) -> Font | None:
    try:
        return ImageFont.load_default(size) if path is None else ImageFont.truetype(str(path), size)
    except OSError:  # a broken or unreadable font file is no font
        return None


@lru_cache(maxsize=1)
def _font_files() -> tuple[Path, ...]:
    """Fonts of the machine, best first."""
    found: list[tuple[int, str, Path]] = []
    others = 0
    for path in _walk():
        name = path.name.lower()
        rank = next((at for at, family in enumerate(_FAMILIES) if family in name), None)
        if rank is None and ("bold" in name or "italic" in name or "oblique" in name or others >= _MAX_OTHERS):
            continue
        others += rank is None
        found.append((len(_FAMILIES) if rank is None else rank, str(path), path))
    return tuple(path for _, _, path in sorted(found))


def _walk() -> Iterator[Path]:
    home = Path.home()
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local/share")
    folders = [data / "fonts", home / ".fonts", Path("/usr/local/share/fonts"), Path("/usr/share/fonts")]
    if sys.platform == "darwin":
        folders = [home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts")]
    elif sys.platform == "win32":
        folders = [Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"]
    seen = 0
    for folder in folders:
        for root, _, names in os.walk(folder):
            for name in sorted(names):
                seen += 1
                if seen > _MAX_FILES:
                    return
                if name.lower().endswith((".ttf", ".otf", ".ttc")):
                    yield Path(root) / name


def _wrapped(font: Font, text: str, width: float) -> list[str]:
    """Lines of at most `width` pixels; words, or letters where a word is too wide (Chinese has no spaces)."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if font.getlength(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        line = ""
        for letter in word:
            if line and font.getlength(line + letter) > width:
                lines.append(line)
                line = ""
            line += letter
    return [*lines, line] if line else lines


def _block(text: str, size: int, width: float, max_lines: int) -> tuple[Font, list[str]]:
    """Font and lines for a text in a width: smaller if it takes too many lines, cut at the smallest."""
    while True:
        font, shown = font_for(text, size)
        lines = _wrapped(font, shown, width)
        if len(lines) <= max_lines:
            return font, lines
        if size <= _SMALLEST:
            return font, [*lines[: max_lines - 1], lines[max_lines - 1][:-3] + "..."]
        size = max(int(size * 0.85), _SMALLEST)


def _sheet(
    text: str,
    width: int,
    size: int,
    max_lines: int,
    ground: tuple[int, ...],
    colour: tuple[int, ...],
    centred: bool = True,
) -> Image.Image:
    """A text on a ground, `width` pixels wide and as high as it needs."""
    margin = max(size // 3, 2)
    font, lines = _block(text, size, width - 2 * margin, max_lines)
    step = round(1.25 * getattr(font, "size", size))
    sheet = Image.new("RGBA", (width, step * len(lines) + margin), ground)
    draw = ImageDraw.Draw(sheet)
    for at, line in enumerate(lines):
        x = (width - font.getlength(line)) / 2 if centred else margin
        draw.text((x, margin / 2 + at * step), line, fill=colour, font=font)
    return sheet


def mark_sheet(width: int, height: int) -> Image.Image:
    """The mark, RGBA on clear ground, for the upper left corner."""
    size = max(round(_MARK_SIZE * height), _SMALLEST)
    return _sheet(MARK, width, size, _MAX_LINES, (*_MARK_COLOUR, 0), (*_MARK_COLOUR, 255), centred=False)


def caption_sheet(text: str, width: int, height: int) -> Image.Image:
    """A caption for a picture of `height`, on the ground `STRIP`."""
    size = max(round(_CAPTION_SIZE * height), _SMALLEST)
    return _sheet(text, width, size, _MAX_LINES, (*STRIP, 255), (255, 255, 255, 255)).convert("RGB")


def label_sheet(text: str, width: int, height: int, ground: tuple[int, int, int]) -> Image.Image:
    """A label for above or below a picture of `height`, RGB, always of the same height."""
    size = max(round(_LABEL_SIZE * height), _SMALLEST)
    label = Image.new("RGB", (width, round(1.7 * size)), ground)
    if text.strip():
        sheet = _sheet(text, width, size, 1, (*ground, 255), (*_LABEL_COLOUR, 255))
        label.paste(sheet, (0, (label.height - sheet.height) // 2))
    return label
