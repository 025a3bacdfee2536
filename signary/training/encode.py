"""Motion of a corpus to motion codes, once, for the generator's training.

    signary corpus encode --tokenizer runs/tokenizer/model --corpus CORPUS --output runs/codes

The result has the corpus' splits and columns, with `codes` (L, P) in the place of `poses`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import torch
from accelerate import Accelerator
from datasets import Dataset, DatasetDict, Features, List, Value

from signary.corpora.rows import WHERE
from signary.io.atomic import atomic_folder
from signary.io.errors import InputError
from signary.io.progress import track
from signary.nn.loading import load_model
from signary.nn.motion_batch import batch_sequences
from signary.tokenizer import MotionTokenizer
from signary.training.batches import LengthBatches
from signary.training.corpus import COLUMNS, as_arrays, checked_split, open_splits
from signary.training.flags import parse_arguments, run
from signary.training.motion import count_frames, row_sequence


@dataclass
class EncodeArguments:
    """What to encode."""

    tokenizer: str = field(metadata={"help": "Folder or Hub id of the motion tokenizer."})
    corpus: str = field(metadata={"help": "Folder written by save_to_disk, with or without splits."})
    output: str = field(metadata={"help": "Folder for the codes; it must be new."})
    batch_size: int = field(default=32, metadata={"help": "Sequences a batch."})


@torch.no_grad()
def encode_split(split: Dataset, lengths: Sequence[int], tokenizer: MotionTokenizer, batch_size: int) -> Dataset:
    """A split with codes instead of motion, rows in the same order.

    Args:
        split: Motion that has been checked.
        lengths: Frames of every row.
        tokenizer: Makes the codes.
        batch_size: Sequences a batch.
    """
    config, codes = tokenizer.config, dict[int, list[list[int]]]()
    batches = LengthBatches(lengths, batch_size)
    for draws in track(batches, "encoding", len(batches)):
        rows = [split[draw.index] for draw in draws]
        batch = batch_sequences([row_sequence(row, config) for row in rows], config)
        found, mask = tokenizer.encode(batch.values.to(tokenizer.device), batch.frame_mask.to(tokenizer.device))
        for draw, row, there in zip(draws, found.cpu(), mask.cpu(), strict=True):
            codes[draw.index] = row[there].tolist()
    gone = {"poses", "confidence", WHERE} & set(split.column_names)
    kept = split.with_format(None).remove_columns(sorted(gone))
    feature = Features({"codes": List(List(Value("int32")))})
    column = Dataset.from_dict({"codes": [codes[index] for index in range(len(split))]}, features=feature)
    return kept.add_column("codes", column.data.column("codes").combine_chunks(), feature=feature["codes"])


def main(flags: list[str]) -> None:
    """Encode and save, with the tokenizer's id."""
    (arguments,) = parse_arguments((EncodeArguments,), flags, "signary corpus encode")
    output = Path(arguments.output)
    if output.exists():
        raise InputError("output", "a new folder", repr(str(output)))
    device = Accelerator().device
    tokenizer = load_model(MotionTokenizer, arguments.tokenizer, argument="tokenizer").to(device)
    splits = {
        name: as_arrays(checked_split(split, arguments.corpus, name, COLUMNS))
        for name, split in open_splits(arguments.corpus).items()
    }
    # All of it is checked before any of it is encoded.
    lengths = {name: count_frames(split, tokenizer.config) for name, split in splits.items()}
    encoded = DatasetDict(
        {name: encode_split(split, lengths[name], tokenizer, arguments.batch_size) for name, split in splits.items()}
    )
    with atomic_folder(output, argument="output") as temporary:
        encoded.save_to_disk(str(temporary))
        tokenizer.config.save_pretrained(temporary / "motion_tokenizer")


if __name__ == "__main__":
    run(main, sys.argv[1:])
