"""Models that were fetched from the Hub: everything that a folder may hold is fetched, and found again."""

from fnmatch import fnmatch

import pytest
from huggingface_hub import constants

from signary.bundle import folder as model_folder
from signary.bundle.bundle import Bundle
from signary.bundle.folder import EMBEDDED, gloss_folder, local_folder
from signary.io.errors import InputError

COMMIT = "0123456789" * 4


@pytest.fixture
def hub(assembled, tmp_path, monkeypatch):
    """A cache of the Hub with the model `me/model`, as `snapshot_download` fills it: links to blobs."""
    home = tmp_path / "models--me--model"
    (home / "blobs").mkdir(parents=True)
    (home / "refs").mkdir()
    (home / "refs" / "main").write_text(COMMIT)
    for number, path in enumerate(sorted(path for path in assembled.rglob("*") if path.is_file())):
        blob, link = home / "blobs" / f"{number:040x}", home / "snapshots" / COMMIT / path.relative_to(assembled)
        blob.write_bytes(path.read_bytes())
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(blob)
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    return home / "snapshots" / COMMIT


def test_all_parts_of_a_fetched_model_are_there(hub):
    assert local_folder("me/model") == hub
    bundle = Bundle.load("me/model", device="cpu")
    assert bundle.refiner is not None
    assert sorted(bundle.gloss_model.config.glosses) == ["MORGEN", "NORD", "REGEN"]
    assert bundle.recogniser.model.config.languages == ("asl", "dgs")
    assert gloss_folder("me/model") == hub / "fgdm"


def test_saved_it_is_a_folder_of_files(hub, tmp_path):
    Bundle.load("me/model", device="cpu").save(tmp_path / "saved")
    assert not [path for path in (tmp_path / "saved").rglob("*") if path.is_symlink()]
    assert Bundle.load(tmp_path / "saved").gloss_model is not None


def test_every_file_of_a_model_is_asked_for():
    files = [path.relative_to(EMBEDDED).as_posix() for path in EMBEDDED.rglob("*") if path.is_file()]
    unasked = [name for name in files if not any(fnmatch(name, one) for one in model_folder._HUB_FILES)]
    assert unasked == ["README.md"]


def test_what_was_never_fetched_is_named(hub):
    with pytest.raises(InputError, match="model: expected a model folder or Hub id that can be loaded, got 'me/other'"):
        gloss_folder("me/other")
