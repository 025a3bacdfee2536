"""Many sentences into one folder: resumable, one file a sentence, nothing lost silently."""

from __future__ import annotations

import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from signal import Signals

from signary.io.errors import InputError, NoRoomError
from signary.io.progress import track
from signary.io.signals import interruption_behind, signal_of, stopping_in_order
from signary.io.temporary import remove_abandoned
from signary.pose.lifting import LiftedMany
from signary.signing.batch_record import BatchRecord, Recipe, digest_request
from signary.signing.outputs import SUFFIXES, write_output
from signary.signing.sentence_table import InputSentence, check_names_differ, read_sentences
from signary.signing.text_signer import TextSigner, make_text_signer

#: How many reasons, and ids of each, the report names; all were told as they came.
_REASONS, _IDS = 5, 5


@dataclass(frozen=True)
class BatchResult:
    """What became of the sentences of a file.

    Attributes:
        folder: Where the outputs are.
        total: Sentences of the file.
        written: Signed now.
        anew: Of those, why their file was there and not kept -> how many.
        kept: There already, whole and as asked for.
        failed: Id and reason of those that cannot be signed.
        cut_off: Ids of those that the model's limit of steps cut off.
        seconds: What it took.
        peak_bytes: Most memory that the process had so far; None where the system does not say.
        signal: Number of the signal that stopped it; 0 if none did.
        stop: What stopped it otherwise, a full disk say; empty if nothing did.
        remarks: What whoever gets the files that were written should know.
    """

    folder: Path
    total: int
    written: int
    anew: Mapping[str, int]
    kept: int
    failed: tuple[tuple[str, str], ...]
    cut_off: tuple[str, ...]
    seconds: float
    peak_bytes: int | None
    signal: int = 0
    stop: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def left(self) -> int:
        """Sentences that were not come to."""
        return self.total - self.written - self.kept - len(self.failed)

    def __str__(self) -> str:
        """The report, one line."""
        many = f"{self.total:,} sentence" + ("" if self.total == 1 else "s")
        line = f"{many}: {self.written} written, {self.kept} were there already, "
        parts = [f"{line}{len(self.failed)} failed, in {self.folder}"]
        if self.anew:
            parts.append("written anew: " + ", ".join(f"{count} {reason}" for reason, count in self.anew.items()))
        if self.failed:
            parts.append(f"refused: {self._reasons()}")
        if self.cut_off:
            parts.append(f"cut off by the limit of steps: {_some(self.cut_off)}")
        parts += self.remarks
        if self.kept == self.total:
            parts.append("nothing to do")
        if self.signal or self.stop:
            why = Signals(self.signal).name if self.signal else self.stop
            parts.append(f"stopped by {why}: {self.left:,} left, the same command goes on with them")
        memory = "" if self.peak_bytes is None else f", peak memory {self.peak_bytes / 1e6:,.0f} MB"
        return "; ".join([*parts, f"{self.seconds:.1f} s{memory}"])

    def _reasons(self) -> str:
        """Reasons with the ids that they refuse, the commonest first."""
        found = defaultdict[str, list[str]](list)
        for name, reason in self.failed:
            found[reason.partition(", got ")[0]].append(name)
        ordered = sorted(found.items(), key=lambda item: -len(item[1]))
        named = [f"{len(names)} × {reason} ({_some(names)})" for reason, names in ordered[:_REASONS]]
        return ", ".join([*named, *([f"{len(ordered) - _REASONS} more reasons"] if len(ordered) > _REASONS else [])])


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:_IDS]) + (", …" if len(names) > _IDS else "")


def one_folder(outputs: Sequence[Path]) -> Path:
    """The folder given with `--input`.

    Raises:
        InputError: If it is not exactly one, or a file.
    """
    if len(outputs) != 1:
        raise InputError("output", "one folder with --input", f"{len(outputs)} paths")
    if outputs[0].exists() and not outputs[0].is_dir():
        raise InputError("output", "a folder with --input", f"the file {str(outputs[0])!r}")
    return outputs[0]


def sign_file(
    path: Path, folder: Path, recipe: Recipe, language: str | None, tell: Callable[[str], object] = lambda line: None
) -> BatchResult:
    """Sign every sentence of a file into `folder/ID.FORMAT`.

    Files that are there already are kept if they are whole and made of the same text by the same recipe, as
    `folder/signed.jsonl` remembers; others are made anew. A sentence that cannot be signed does not stop the others; a
    full disk and a signal do, and what is reported then is what was done. Models are loaded if something is to do.

    Args:
        path: `.txt`, `.csv` or `.tsv` file, see `read_sentences`.
        folder: Made if it is not there.
        recipe: How to sign.
        language: Sign language; None if the table has a column of them.
        tell: Gets a line for every sentence that is refused, as it is, and one on the table's columns.

    Raises:
        InputError: If the file, the format, the folder or the recipe cannot be used; nothing is written then.
    """
    if f".{recipe.format}" not in SUFFIXES:
        raise InputError("format", ", ".join(suffix[1:] for suffix in SUFFIXES), repr(recipe.format))
    began = time.monotonic()
    table = read_sentences(path, language)
    check_names_differ(table, folder)
    if table.reading is not None:
        tell(table.reading)
    batch = _Batch(folder, recipe, table.sentences, tell)
    with stopping_in_order():
        try:
            batch.prepare()
            batch.run()
        except KeyboardInterrupt as stop:
            return batch.result(began, signal=int(signal_of(stop)))
        except NoRoomError as error:
            return batch.result(began, stop=f"a full disk ({error})")
        except InputError:
            raise
        except Exception as error:
            if (hidden := interruption_behind(error)) is not None:
                return batch.result(began, signal=int(signal_of(hidden)))
            # A fault of a library or of ours: it is shown as it is, after what was done.
            tell(str(batch.result(began, stop=f"{type(error).__name__}")))
            raise
    return batch.result(began)


@dataclass
class _Batch:
    """A run: what is to do, and what was done.

    Attributes:
        folder: Where to.
        recipe: How.
        sentences: Of the file.
        tell: Gets what is refused.
        todo: Sentences that have to be signed, the digest of each, and why a file that is there is not kept.
        kept: Number of files that are as asked for.
        written: Why each was written: "" if it was not there.
        failed: Id and reason.
        cut_off: Ids.
        remarks: What whoever gets the files should know, each once, in order.
        lifted: How well keypoints were lifted for files that figures play.
    """

    folder: Path
    recipe: Recipe
    sentences: Sequence[InputSentence]
    tell: Callable[[str], object]
    todo: list[tuple[InputSentence, str, str]] = field(default_factory=list)
    kept: int = 0
    written: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    cut_off: list[str] = field(default_factory=list)
    remarks: dict[str, None] = field(default_factory=dict)
    lifted: LiftedMany = field(default_factory=LiftedMany)

    def prepare(self) -> None:
        """Find out what is to do, load what does it, and make the folder."""
        if self.folder.is_dir():
            remove_abandoned(self.folder)
        self._record = BatchRecord(self.folder)
        self._methods: dict[str, TextSigner] = {}
        facts = self.recipe.facts()
        self._compare(facts)
        if not self.todo:
            return
        for language in dict.fromkeys(sentence.language for sentence, _, _ in self.todo):
            self._methods[language] = make_text_signer(self.recipe.method, language, self.recipe.options)
        # A model of the Hub is known by what was fetched just now.
        if (fetched := self.recipe.facts()) != facts:
            self._compare(fetched)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            got = f"{str(self.folder)!r} ({error.strerror})"
            raise InputError("output", "a folder that can be made", got) from None

    def _compare(self, facts: Mapping[str, object]) -> None:
        self.todo.clear()
        for sentence in self.sentences:
            request = digest_request(sentence.text, sentence.language, facts)
            reason = self._record.reason_to_sign(self._target(sentence), request)
            if reason is not None:
                self.todo.append((sentence, request, reason))
        self.kept = len(self.sentences) - len(self.todo)

    def _target(self, sentence: InputSentence) -> Path:
        return self.folder / f"{sentence.id}.{self.recipe.format}"

    def run(self) -> None:
        """Sign what is to do."""
        for sentence, request, reason in track(self.todo, "signing", len(self.todo)):
            try:
                self._sign(sentence, request)
            except NoRoomError:
                raise
            except (InputError, OSError) as error:
                if (hidden := interruption_behind(error)) is not None:
                    raise hidden from None
                known = isinstance(error, InputError)
                self._refuse(
                    sentence, str(error) if known else f"output: expected a file that can be written, got {error}"
                )
            else:
                self.written.append(reason)

    def result(self, began: float, signal: int = 0, stop: str = "") -> BatchResult:
        """What was done so far.

        Args:
            began: When, by `time.monotonic`.
            signal: As in the result.
            stop: As in the result.
        """
        return BatchResult(
            self.folder,
            total=len(self.sentences),
            written=len(self.written),
            anew=Counter(reason for reason in self.written if reason),
            kept=self.kept,
            failed=tuple(self.failed),
            cut_off=tuple(self.cut_off),
            seconds=time.monotonic() - began,
            peak_bytes=peak_memory(),
            signal=signal,
            stop=stop,
            remarks=(*([str(self.lifted)] if self.lifted.rows else []), *self.remarks),
        )

    def _refuse(self, sentence: InputSentence, reason: str) -> None:
        self.failed.append((sentence.id, reason))
        self.tell(f"{sentence.id}: {reason}")

    def _sign(self, sentence: InputSentence, request: str) -> None:
        target = self._target(sentence)
        signed = self._methods[sentence.language](sentence.text)
        said = write_output(signed, target, **self.recipe.writing)
        if said.lifted is not None:
            self.lifted.add(sentence.id, said.lifted.frames, said.lifted.figures())
        self.remarks.update(dict.fromkeys(said.remarks))
        self._record.add(target, request, signed.account())
        if getattr(signed, "cut_off", ()):
            self.cut_off.append(sentence.id)


def peak_memory() -> int | None:
    """Most bytes of memory that this process had so far; None where the system does not say."""
    try:
        import resource
    except ImportError:  # not on Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
