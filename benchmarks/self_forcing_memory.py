"""What a step of self-forcing takes of memory, for short and long roll-outs: each in a process of its own.

    python benchmarks/self_forcing_memory.py FRAMES

prints the MiB (Linux) by which one step of that many frames, forward and backward, raises the peak of the process.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import torch

from signary.generator.hybridsign import HybridSignConfig, HybridSignModel, SelfForcing
from signary.training import small_network_environment

FRAMES, ROWS, TOKENS = (100, 300), 4, 30


def peak() -> float:
    """Most MiB that this process has had; the kernel's own count of `getrusage` would be that of its parent, too."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    (found,) = (line.split()[1] for line in lines if line.startswith("VmHWM"))
    return int(found) / 1024


def step(stage: SelfForcing, frames: int) -> None:
    """One step of so many frames."""
    config = stage.config
    values = torch.randn(ROWS, frames, config.pose_layout.num_features)
    stage(values, torch.randn(ROWS, TOKENS, config.text_size), chunk_frames=4).loss.backward()


def raised(frames: int) -> float:
    """MiB by which a step raises the peak, after one of a few frames that has loaded what there is to load."""
    torch.set_num_threads(1)
    torch.manual_seed(0)
    sizes: dict[str, Any] = {"hidden_size": 128, "joint_size": 8, "num_hidden_layers": 2, "num_attention_heads": 2}
    config = HybridSignConfig(layout="phoenix50", window=32, text_size=256, **sizes)
    stage = SelfForcing(HybridSignModel(config)).train()
    step(stage, 8)
    before = peak()
    step(stage, frames)
    return peak() - before


def measure_memory(tell: Any) -> None:
    """Print what steps of different lengths take."""
    command = [sys.executable, str(Path(__file__).resolve())]
    for frames in FRAMES:
        done = subprocess.run(
            [*command, str(frames)], check=True, capture_output=True, text=True, env=small_network_environment()
        )
        tell(f"hybridsign.self_forcing.memory_{frames}", float(done.stdout), "MiB", rows=ROWS, frames=frames)


if __name__ == "__main__":
    print(raised(int(sys.argv[1])))
