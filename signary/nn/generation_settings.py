"""What the settings of generation that lie in a model's folder ask for."""

from __future__ import annotations

from typing import Any

from transformers import GenerationConfig


def explicit_settings(config: GenerationConfig, usual: GenerationConfig) -> dict[str, Any]:
    """What a configuration sets that does not follow from the model's own.

    Args:
        config: Of a model, as its folder has it.
        usual: What its model's configuration alone would give: `GenerationConfig.from_model_config`.
    """
    standard = usual.to_dict()
    return {
        name: value
        for name, value in config.to_dict().items()
        if value is not None and value != standard.get(name) and name[0] != "_" and name != "transformers_version"
    }
