"""Batches of samples of similar length, in an order that depends on seed and epoch only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from torch.utils.data import Sampler

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
        self.epoch = 0

    def set_epoch(self, epoch: int) -> None:
        """Choose the order of an epoch."""
        self.epoch = epoch

    def __len__(self) -> int:
        """Number of batches an epoch."""
        return -(-self.size // self.batch_size)

    def __iter__(self) -> Iterator[list[Draw]]:
        for batch in self._indices():
            yield [Draw.of(self.seed, self.epoch, int(index)) for index in batch]

    def _indices(self) -> Iterator[np.ndarray]:
        order = np.arange(self.size)
        if not self.shuffle:
            yield from (order[at : at + self.batch_size] for at in range(0, len(order), self.batch_size))
            return
        lengths = np.asarray(self._lengths(self.seed, self.epoch))
        rng = np.random.default_rng([self.seed, self.epoch])
        order = rng.permutation(order)
        window = WINDOW * self.batch_size
        batches = list[np.ndarray]()
        for start in range(0, len(order), window):
            block = order[start : start + window]
            block = block[np.argsort(lengths[block], kind="stable")]
            batches += [block[at : at + self.batch_size] for at in range(0, len(block), self.batch_size)]
        for at in rng.permutation(len(batches)):
            yield batches[at]
