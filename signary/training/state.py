"""The state of a training run as tensors by name, and back: weights, optimizer, random numbers.

`…_like` says which tensors there have to be, or are taken from the run; what restores takes tensors that were checked.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor, nn

from signary.training.checkpoints import CheckpointError

#: Words of the state of a Mersenne twister.
WORDS = 624
#: What AdamW keeps of a parameter.
ADAM = ("step", "exp_avg", "exp_avg_sq")


def module_state(module: nn.Module) -> dict[str, Tensor]:
    """All weights and buffers by name, the first one's where several are one tensor; copying into them changes it."""
    state, seen = dict[str, Tensor](), set[tuple[int, torch.Size]]()
    for name, value in module.state_dict().items():
        if isinstance(value, Tensor):
            key = (value.data_ptr(), value.shape)
            if not value.numel() or key not in seen:
                state[name] = value
                seen.add(key)
    return state


@torch.no_grad()
def restore_module(module: nn.Module, tensors: Mapping[str, Tensor]) -> None:
    """Give a module the weights and buffers of `module_state`."""
    for name, value in module_state(module).items():
        value.copy_(tensors[name])


def parameter_names(model: nn.Module, optimizer: torch.optim.Optimizer) -> list[tuple[str, Tensor]]:
    """Name of every parameter of an optimizer, in its order."""
    names = {id(parameter): name for name, parameter in model.named_parameters()}
    return [(names[id(one)], one) for group in optimizer.param_groups for one in group["params"]]


def optimizer_state(model: nn.Module, optimizer: torch.optim.Optimizer) -> dict[str, Tensor]:
    """What AdamW keeps, by parameter; nothing of a parameter that never had a gradient."""
    return {
        f"{name}.{kind}": optimizer.state[parameter][kind]
        for name, parameter in parameter_names(model, optimizer)
        for kind in (ADAM if optimizer.state.get(parameter) else ())
    }


def optimizer_like(model: nn.Module, optimizer: torch.optim.Optimizer, names: set[str]) -> dict[str, Tensor]:
    """What there has to be, if `names` has the step of a parameter."""
    return {
        f"{name}.{kind}": torch.zeros(()) if kind == "step" else parameter.detach()
        for name, parameter in parameter_names(model, optimizer)
        for kind in (ADAM if f"{name}.step" in names else ())
    }


def restore_optimizer(model: nn.Module, optimizer: torch.optim.Optimizer, tensors: Mapping[str, Tensor]) -> None:
    """Give an optimizer what `optimizer_state` says."""
    state = {
        at: {kind: tensors[f"{name}.{kind}"].clone() for kind in ADAM}
        for at, (name, _) in enumerate(parameter_names(model, optimizer))
        if f"{name}.step" in tensors
    }
    optimizer.load_state_dict({"state": state, "param_groups": optimizer.state_dict()["param_groups"]})


def random_state(device: torch.device) -> dict[str, Tensor]:
    """Where the random numbers of Python, numpy and torch are, of this process."""
    _, words, gauss = random.getstate()
    _, keys, position, has_gauss, cached = np.random.get_state()
    state = {
        "python": torch.tensor(words, dtype=torch.int64),
        # NaN for none: Python keeps the second of each two normal numbers.
        "python_gauss": torch.tensor(math.nan if gauss is None else gauss, dtype=torch.float64),
        "numpy": torch.from_numpy(np.asarray(keys, np.int64)),
        "numpy_position": torch.tensor(int(position)),
        "numpy_gauss": torch.tensor([float(has_gauss), cached], dtype=torch.float64),
        "torch": torch.get_rng_state(),
    }
    if device.type != "cpu":
        state["device"] = torch.get_device_module(device).get_rng_state(device)
    return state


def check_random(where: str, tensors: Mapping[str, Tensor], device: torch.device) -> None:
    """Refuse what is no state of random numbers; nothing is changed.

    Raises:
        CheckpointError: If it is none.
    """
    words, has_gauss = tensors["numpy"], float(tensors["numpy_gauss"][0])
    position = int(tensors["numpy_position"])
    if words.min() < 0 or words.max() >= 1 << 32 or not 0 <= position <= WORDS or has_gauss not in (0.0, 1.0):
        raise CheckpointError(where, f"{WORDS} words of 32 bits and a position among them", "others")
    try:
        random.Random().setstate(_python(tensors))
        torch.Generator().set_state(tensors["torch"])
        if "device" in tensors:
            torch.Generator(device).set_state(tensors["device"])
    except (ValueError, TypeError, OverflowError, RuntimeError) as error:
        raise CheckpointError(where, "states of generators", str(error).splitlines()[0]) from None


def restore_random(tensors: Mapping[str, Tensor], device: torch.device) -> None:
    """Go on drawing where `random_state` was."""
    random.setstate(_python(tensors))
    has_gauss, cached = tensors["numpy_gauss"].tolist()
    keys = tensors["numpy"].numpy().astype(np.uint32)
    np.random.set_state(("MT19937", keys, int(tensors["numpy_position"]), int(has_gauss), cached))
    torch.set_rng_state(tensors["torch"])
    if "device" in tensors:
        torch.get_device_module(device).set_rng_state(tensors["device"], device)


def _python(tensors: Mapping[str, Tensor]) -> tuple[int, tuple[int, ...], float | None]:
    gauss = float(tensors["python_gauss"])
    return 3, tuple(tensors["python"].tolist()), None if math.isnan(gauss) else gauss
