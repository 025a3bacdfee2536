"""A dictionary of many recordings: in parts, by several processes and machines, and on from where it was stopped.

While it is built, what is done lies in `FILE.building`: a record a part. Parts do not depend on each other; when all
are done their recordings compete in the order in which they were listed, so that the dictionary is the same however
many processes made it, and however often they were stopped.

Under `accelerate launch` every process takes its share of the parts, on as many machines as there are; the first one
gathers the records of all and writes the file. The machines need not share a disk.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from signary.corpora.stopped_work import begin_work
from signary.corpora.workers import run_parts
from signary.io.errors import InputError
from signary.io.progress import track
from signary.retrieval.builder import BuiltDictionary, Competition, Refusal, Take, dictionary_header
from signary.retrieval.dictionary_file import EmptyDictionaryError
from signary.retrieval.dictionary_parts import ITEMS, EncodingJob, EntryFacts, part_path, read_record
from signary.retrieval.recordings import AnyRecording
from signary.retrieval.sign_encoding import MotionTokenizerLike

_STATE, _RECORDS, _SUFFIX = "building.json", "records", ".building"


@dataclass(frozen=True)
class Launch:
    """Which of several processes this is; of one that nobody launched with others, the only one.

    Attributes:
        rank: Its number, from 0.
        size: How many there are.
    """

    rank: int = 0
    size: int = 1

    @classmethod
    def find(cls) -> Launch:
        """What `accelerate launch` or `torchrun` says."""
        if int(os.environ.get("WORLD_SIZE", "1")) < 2:
            return cls()
        from accelerate import PartialState

        state = PartialState(cpu=True)
        return cls(state.process_index, state.num_processes)

    def gather(self, found: Any) -> list[Any]:
        """What every process has, in their order; all have to come here."""
        if self.size == 1:
            return [found]
        from accelerate.utils import gather_object

        return list(gather_object([found]))


def build_from_recordings(
    recordings: Sequence[AnyRecording],
    tokenizer: MotionTokenizerLike,
    output: Path,
    *,
    facts: EntryFacts | None = None,
    asked: Mapping[str, Any] | None = None,
    processes: int = 1,
    launch: Launch | None = None,
) -> BuiltDictionary | None:
    """Encode recordings; of several of a word the one with the lowest reconstruction error is kept.

    Args:
        recordings: Of `list_recordings` and `index_recordings`, always in the same order.
        tokenizer: Encodes and reconstructs.
        output: The file that will be written: what is done lies beside it until `finish_build` is called.
        facts: What is said of all entries, *optional*.
        asked: What else was asked for, as JSON can hold it: a build that was stopped goes on only with the same.
        processes: That work at the same time; more than one is spawned.
        launch: Which of several processes this is.

    Returns:
        The dictionary and the report; None in every process but the first.

    Raises:
        EmptyDictionaryError: If no recording can be used.
        InputError: If the tokenizer has no id, another build of this name was stopped, or what a recording is refused
            with that stops everything.
    """
    launch, facts = launch or Launch(), facts or EntryFacts()
    if isinstance(processes, bool) or not isinstance(processes, int) or processes < 1:
        raise InputError("processes", "a number of at least 1", processes)
    header, work = dictionary_header(tokenizer.config), work_folder(output)
    begin = {"tokenizer": header.tokenizer_id, "facts": asdict(facts), **(asked or {})}
    begin["listing"] = hashlib.sha256("\0".join(one.name for one in recordings).encode()).hexdigest()
    begin_work(work / _STATE, begin, "build", (_RECORDS,))
    parts = _share(recordings, launch)
    job = EncodingJob(tokenizer, facts, work / _RECORDS)
    left = [part for part in parts if not part_path(job.records, part[0]).is_file()]
    refused: InputError | None = None
    try:
        for _ in track(run_parts(job, left, processes), "building the dictionary", sum(len(part) for _, part in left)):
            pass
        mine = {number: read_record(part_path(job.records, number)) for number, _ in parts}
    except InputError as error:
        # The others wait for this process where all meet.
        refused, mine = error, {}
    everybody = launch.gather((mine, None if refused is None else str(refused)))
    if refused is not None:
        # What is done is kept for the next try; nothing is left of a build that did nothing.
        if not any(job.records.glob("*.json")):
            finish_build(output)
        raise refused
    if found := [said for _, said in everybody if said is not None]:
        raise InputError("accelerate", "processes that all get through", found[0])
    if launch.rank:
        return None
    try:
        return _compete([records for records, _ in everybody]).finish(header)
    except EmptyDictionaryError:
        finish_build(output)
        raise


def _share(recordings: Sequence[AnyRecording], launch: Launch) -> list[tuple[int, list[tuple[int, AnyRecording]]]]:
    """The parts of this process, with their numbers."""
    numbered = list(enumerate(recordings))
    parts = [(number, numbered[start : start + ITEMS]) for number, start in enumerate(range(0, len(numbered), ITEMS))]
    return parts[launch.rank :: launch.size]


def _compete(records: Sequence[Mapping[int, Sequence[Take | Refusal]]]) -> Competition:
    """All recordings, in the order of their rows."""
    everything = {number: found for some in records for number, found in some.items()}
    competition = Competition()
    for number in sorted(everything):
        for found in everything[number]:
            competition.add(found)
    return competition


def work_folder(output: Path) -> Path:
    """Where what is done lies while a file is built."""
    return output.with_name(output.name + _SUFFIX)


def finish_build(output: Path) -> None:
    """Let go of what was kept for a build that was stopped; for when the file is there."""
    shutil.rmtree(work_folder(output), ignore_errors=True)
