"""Batches of samples of similar length, in an order that depends on seed and epoch only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from torch.utils.data import DataLoader, Dataset, Sampler

from signary.io.errors import InputError

#: Samples are sorted by length within windows of this many batches, which mixes well and pads little.
WINDOW = 16


@dataclass(frozen=True)
class Draw:
    """What a batch sampler asks a data set for: a sample, and where its randomness (crops, dropout) comes from.

    Attributes:
        index: Of the sample.
        key: Seed, epoch and index; a resumed run or another number of workers draws the same.
    """

    index: int
    key: tuple[int, int, int]

    @classmethod
    def of(cls, seed: int, epoch: int, index: int) -> Draw:
        """The draw of a sample in an epoch."""
        return cls(index, (seed, epoch, index))

    def rng(self) -> np.random.Generator:
        """A generator of its own."""
        return np.random.default_rng(self.key)


class LengthBatches(Sampler[list[Draw]]):
    """Batches of draws; every sample once an epoch, samples of a batch of similar length.

    Args:
        lengths: Length of each sample; or seed and epoch -> lengths, where they change from epoch to epoch.
        batch_size: Samples a batch; the last one of an epoch may be smaller.
        seed: Seed of the order.
        shuffle: False gives the samples as they come.

    Attributes:
        first: Batches at the beginning of an epoch that are passed over.
        process: Which of `processes` gets the batches: each has its rows of every batch, one after the other.
    """

    def __init__(
        self,
        lengths: Sequence[int] | Callable[[int, int], Sequence[int]],
        batch_size: int,
        seed: int = 0,
        shuffle: bool = True,
    ) -> None:
        if batch_size < 1:
            raise InputError("batch_size", "at least 1", batch_size)
        self._lengths = lengths if callable(lengths) else lambda _seed, _epoch: lengths
        self.size = len(self._lengths(seed, 0))
        if not self.size:
            raise InputError("lengths", "at least one sample", "none")
        self.batch_size, self.seed, self.shuffle = batch_size, seed, shuffle
        self.epoch, self.first = 0, 0
        self.process, self.processes = 0, 1
        self._kept: tuple[int, list[np.ndarray]] | None = None

    def of_process(self, process: int, processes: int) -> LengthBatches:
        """The share of one of several processes, each with `batch_size` samples a batch.

        Together they get the batches of one process with `processes` times the batch size. Where a batch has fewer
        samples than there are processes, those without get its first one, which then does not count (`counts`).
        """
        shared = LengthBatches(self._lengths, self.batch_size * processes, self.seed, self.shuffle)
        shared.process, shared.processes = process, processes
        return shared

    def set_epoch(self, epoch: int) -> None:
        """Choose the order of an epoch."""
        self.epoch = epoch

    def __len__(self) -> int:
        """Number of batches an epoch."""
        return -(-self.size // self.batch_size)

    def __iter__(self) -> Iterator[list[Draw]]:
        for batch in self._batches()[self.first :]:
            own = self._own(batch)
            yield [Draw.of(self.seed, self.epoch, int(index)) for index in (own if len(own) else batch[:1])]

    def counts(self) -> Iterator[bool]:
        """Whether each of the batches that follow has a sample of this process."""
        return (bool(len(self._own(batch))) for batch in self._batches()[self.first :])

    def _own(self, batch: np.ndarray) -> np.ndarray:
        """Rows of this process: as even as it goes."""
        start, end = (len(batch) * at // self.processes for at in (self.process, self.process + 1))
        return batch[start:end]

    def _batches(self) -> list[np.ndarray]:
        """Samples of all batches of the epoch; of the last epoch asked for they are kept, for lengths cost time."""
        if self._kept is None or self._kept[0] != self.epoch:
            self._kept = self.epoch, self._ordered()
        return self._kept[1]

    def _ordered(self) -> list[np.ndarray]:
        order = np.arange(self.size)
        if not self.shuffle:
            return [order[at : at + self.batch_size] for at in range(0, len(order), self.batch_size)]
        lengths = np.asarray(self._lengths(self.seed, self.epoch))
        rng = np.random.default_rng([self.seed, self.epoch])
        order = rng.permutation(order)
        window = WINDOW * self.batch_size
        batches = list[np.ndarray]()
        for start in range(0, len(order), window):
            block = order[start : start + window]
            block = block[np.argsort(lengths[block], kind="stable")]
            batches += [block[at : at + self.batch_size] for at in range(0, len(block), self.batch_size)]
        return [batches[at] for at in rng.permutation(len(batches))]


def batches_in_order(
    samples: Dataset[Any], lengths: Sequence[int], batch_size: int, collate: Callable[[Any], Any]
) -> DataLoader[Any]:
    """Samples as they come, each once: for evaluations."""
    return DataLoader(samples, batch_sampler=LengthBatches(lengths, batch_size, shuffle=False), collate_fn=collate)
