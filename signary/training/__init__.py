"""Training: a module with a `main` for each stage, and what they share: flags, presets, batches, loop, checkpoints."""

from __future__ import annotations

import os
from collections.abc import Mapping

#: Small networks spend the least CPU time on one thread, in one process. glibc (others ignore what is said to it) would
#: give large blocks back to the system after every step and take them again, up to half of the time of a step; and its
#: heap in huge pages is found in few look-ups of the page table, which counts where the host's memory is busy.
SMALL_NETWORKS: Mapping[str, str] = {
    "OMP_NUM_THREADS": "1",
    "MALLOC_MMAP_THRESHOLD_": str(1 << 33),
    "MALLOC_TRIM_THRESHOLD_": str(1 << 34),
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
}


def small_network_environment() -> dict[str, str]:
    """This process' environment, with what suits small networks on a CPU wherever it says nothing itself."""
    return {**SMALL_NETWORKS, **os.environ}
