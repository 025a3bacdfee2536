"""Loading without the bars and notices of transformers: the command line has a line of its own to say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def quiet_loading() -> Iterator[None]:
    """Within it, transformers shows no progress bars and says nothing short of an error."""
    from transformers.utils import logging

    bars, verbosity = logging.is_progress_bar_enabled(), logging.get_verbosity()
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        logging.set_verbosity(verbosity)
        if bars:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]


def load_pipeline(task: str, name: str, **settings: Any) -> Any:
    """A pipeline of transformers, loaded without a word on the screen.

    Args:
        task: One of signary's tasks.
        name: Folder or Hub id of its model.
        **settings: Of the pipeline.

    Raises:
        InputError: If it cannot be loaded, or a setting is out of range.
    """
    from transformers import pipeline

    from signary.io.hub import A_MODEL, HUB_KEYWORDS, require_model
    from signary.io.library_errors import named_errors

    with quiet_loading(), named_errors("model", A_MODEL, repr(name)):
        # transformers reads the config before it asks the model's class.
        require_model(name, **{key: settings[key] for key in HUB_KEYWORDS if settings.get(key) is not None})
        return pipeline(task, model=name, **settings)  # type: ignore[call-overload]
