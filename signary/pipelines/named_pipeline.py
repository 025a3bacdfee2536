"""Why `transformers.pipeline` cannot load a model of our tasks, said in our words.

It looks the model up before it asks any class of ours, and where there is none speaks of repository ids or of a network
that is not there; and it reads a folder's files before they are checked. So what the registered function does for our
tasks begins with a look at the name.
"""

from __future__ import annotations

import sys
from functools import wraps
from pathlib import Path
from typing import Any

from transformers import pipelines

from signary.io.hub import HUB_KEYWORDS, require_model

_checked = set[str]()


def check_models_of(task: str) -> None:
    """From now on `transformers.pipeline(task, model=…)` refuses a name that is none as an `InputError`.

    Other tasks are not touched. A name that was imported from transformers before signary is the one of transformers.
    """
    _checked.add(task)
    original: Any = pipelines.pipeline
    if getattr(original, "checks_models", False):
        return

    @wraps(original)
    def pipeline(task: str | None = None, model: Any = None, *arguments: Any, **keywords: Any) -> Any:
        if task in _checked and isinstance(model, (str, Path)):
            given = {**(keywords.get("model_kwargs") or {}), **keywords}
            require_model(model, **{name: given[name] for name in HUB_KEYWORDS if given.get(name) is not None})
        return original(task, model, *arguments, **keywords)

    pipeline.checks_models = True  # type: ignore[attr-defined]
    pipelines.pipeline = pipeline
    whole = sys.modules["transformers"]
    if "pipeline" in vars(whole):
        whole.pipeline = pipeline  # type: ignore[attr-defined]
