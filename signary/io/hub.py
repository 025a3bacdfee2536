"""Models by name: a folder, or a repository of the Hub; whatever is wrong with the name is said in one sentence."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from huggingface_hub import constants, snapshot_download
from huggingface_hub.errors import (
    GatedRepoError,
    HFValidationError,
    LocalEntryNotFoundError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)
from huggingface_hub.utils import validate_repo_id  # type: ignore[attr-defined]

from signary.io.errors import InputError
from signary.io.library_errors import named_errors, reason
from signary.io.model_files import CONFIG_FILE, ModelFolderError, check_model_folder
from signary.io.quoting import quoted

#: What the name of a model may be.
A_MODEL = "a model folder or Hub id that can be loaded"
_FOLDER, _ID = f"a folder with {CONFIG_FILE}", "a Hub id (user/name)"
#: Keywords of transformers that say where and how to look.
HUB_KEYWORDS = ("revision", "cache_dir", "token", "local_files_only")


def check_model_name(name: str | os.PathLike[str]) -> None:
    """Refuse what is neither a folder nor possibly the id of a Hub repository; nothing is fetched.

    Raises:
        InputError: If it is neither.
    """
    if not isinstance(name, (str, os.PathLike)):
        raise InputError("model", A_MODEL, f"a value of type {type(name).__name__}")
    if os.path.isdir(name):
        return
    if os.path.exists(name):
        raise InputError("model", A_MODEL, f"the file {quoted(str(name))}, which is neither {_FOLDER} nor {_ID}")
    try:
        validate_repo_id(str(name))
    except HFValidationError:
        raise InputError("model", A_MODEL, f"{quoted(str(name))}, which is neither {_FOLDER} nor {_ID}") from None


def fetch_model(name: str | os.PathLike[str], files: Sequence[str], **known: Any) -> Path:
    """The folder of a model on this disk; what is not there yet is fetched from the Hub.

    Args:
        name: Folder or Hub id.
        files: Patterns of what is fetched.
        **known: Some of `HUB_KEYWORDS`, as in transformers.

    Raises:
        InputError: If it is neither, the Hub has no such repository or revision, or nothing can be fetched and the
            cache does not have it.
    """
    check_model_name(name)
    if os.path.isdir(name):
        return Path(name)
    said = quoted(str(name))
    # Said, as older versions ask for the list of files even offline.
    offline = bool(known.pop("local_files_only", False)) or constants.HF_HUB_OFFLINE
    with named_errors("model", A_MODEL, said):
        try:
            return Path(snapshot_download(str(name), allow_patterns=list(files), local_files_only=offline, **known))
        except LocalEntryNotFoundError as error:
            why = "offline: nothing is fetched" if offline else f"the Hub cannot be reached: {reason(error, 80)}"
            said = f"{said}, which is neither {_FOLDER} nor {_ID} in the cache ({why})"
        except GatedRepoError:
            said = f"{said}, which the Hub gives only to those who asked for it (`hf auth login`)"
        except RepositoryNotFoundError:
            said = f"{said}, which is neither {_FOLDER} nor {_ID} that is public (`hf auth login`)"
        except RevisionNotFoundError:
            said = f"{said}, which has no revision {quoted(known.get('revision'))}"
    raise InputError("model", A_MODEL, said)


def require_model(name: str | os.PathLike[str], **known: Any) -> None:
    """Refuse what no model can be loaded from, before anybody reads more of it than its JSON files.

    Args:
        name: Folder or Hub id.
        **known: As for `fetch_model`.

    Raises:
        ModelFolderError: If it has no configuration, or is an adapter.
        UnsafeFileError: If a file asks for code, for files elsewhere, or is too large or deep.
        FormatError: If a file is no JSON object.
        InputError: As for `fetch_model`.
    """
    folder = fetch_model(name, (CONFIG_FILE, "adapter_config.json"), **known)
    check_model_folder(folder)
    if not (folder / CONFIG_FILE).is_file():
        raise ModelFolderError("model", A_MODEL, f"{quoted(str(name))} without {CONFIG_FILE}")
