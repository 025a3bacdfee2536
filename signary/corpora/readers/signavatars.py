"""SignAvatars: a pickle of SMPL-X a video (`signavatars_pickle.py`), and the tables of the data sets it is made of."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar

from signary.corpora.readers.annotations import annotated_row, read_annotations, split_in
from signary.corpora.readers.reader import Dropped, ListingReader
from signary.corpora.readers.soke import FrameClip
from signary.corpora.row_schema import CorpusRow
from signary.io.errors import InputError
from signary.language.languages import resolve
from signary.pose.formats.signavatars_pickle import FPS, read_signavatars


@dataclass
class SignAvatars(ListingReader[FrameClip]):
    """A folder of pickles, layout `smplx`; hands are relaxed where rotations are zero (`mano_mean`)."""

    about: ClassVar[str] = "SignAvatars: a pickle a video with smplx (T, 182), and a table of sentences"

    language: str = field(metadata={"help": "Sign language."})
    texts: Path = field(metadata={"help": "Table or pickle of sentences, or folder with some."})
    fps: float = field(default=FPS, metadata={"help": "Frames a second, where the table does not say it."})

    @classmethod
    def sniff(cls, source: Path) -> bool:
        """A pickle with what its own are known by."""
        files = [source] if source.suffix == ".pkl" else sorted(source.glob("*.pkl"))[:1] if source.is_dir() else []
        for path in files:
            with path.open("rb") as file:
                head = file.read()[-1 << 16 :] if path.stat().st_size < 1 << 16 else file.read(1 << 16)
            return b"unsmooth_smplx" in head or b"total_valid_index" in head or b"bb2img_trans" in head
        return False

    def listed(self, source: Path) -> list[FrameClip | Dropped]:
        """All pickles below the folder, and texts that have none."""
        resolve(self.language)
        texts = read_annotations(self.texts)
        files = [source] if source.is_file() else sorted(source.rglob("*.pkl"))
        if not files:
            raise InputError("source", "pickles of SignAvatars (*.pkl)", f"none in {str(source)!r}")
        found: list[FrameClip | Dropped] = []
        for path in files:
            text = texts.get(path.stem)
            if text is None or not text.text:
                found.append(Dropped(path.stem, "no text"))
                continue
            split = text.split or split_in(path.parent.name)
            found.append(FrameClip(text.id, path, text.fps or self.fps, replace(text, split=split)))
        there = {path.stem for path in files}
        return [*found, *(Dropped(name, "no pickle") for name in texts if name not in there)]

    def read(self, item: FrameClip) -> CorpusRow:
        """A video."""
        motion = read_signavatars(item.folder, fps=item.fps)
        whole = replace(motion, confidence=motion.certainty)
        return annotated_row(item.annotation, self.language, whole, "SignAvatars")
