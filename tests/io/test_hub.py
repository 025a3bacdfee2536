"""Names of models: folders, ids of the Hub, and what is neither, each said in one sentence."""

import pytest
from huggingface_hub.errors import GatedRepoError, LocalEntryNotFoundError, RepositoryNotFoundError
from huggingface_hub.errors import RevisionNotFoundError as NoRevisionError

from signary.io import hub
from signary.io.errors import FormatError, InputError
from signary.io.hub import check_model_name, fetch_model, require_model
from signary.io.model_files import ModelFolderError

EXPECTED = "model: expected a model folder or Hub id that can be loaded, got {}"


@pytest.fixture
def cache(tmp_path):
    """A cache of the Hub in which one model is."""
    commit = "a" * 40
    snapshot = tmp_path / "cache" / "models--user--name" / "snapshots" / commit
    snapshot.mkdir(parents=True)
    (snapshot / "config.json").write_text("{}")
    refs = snapshot.parent.parent / "refs"
    refs.mkdir()
    (refs / "main").write_text(commit)
    return tmp_path / "cache"


@pytest.mark.parametrize(
    "name", ["a/b/c", "/no/such/folder", "", " ", "a..b", "-x", "user/", "model.git", "x" * 97, "ä/ö"]
)
def test_what_is_neither_is_named_and_nothing_is_asked(name):
    for ask in (check_model_name, require_model, lambda name: fetch_model(name, ["*"])):
        with pytest.raises(InputError) as error:
            ask(name)
        assert str(error.value) == EXPECTED.format(
            f"{name!r}, which is neither a folder with config.json nor a Hub id (user/name)"
        )


def test_folders_and_cached_ids_are_found(tmp_path, cache):
    check_model_name("user/name")
    check_model_name(str(tmp_path))
    assert fetch_model(tmp_path, ["*"]) == tmp_path
    found = fetch_model("user/name", ["config.json"], cache_dir=cache, local_files_only=True)
    assert (found / "config.json").read_text() == "{}"
    require_model("user/name", cache_dir=cache, local_files_only=True)


@pytest.mark.parametrize("name", ["user/other", "bert-base"])
def test_what_is_not_cached_is_named_offline(name, cache):
    with pytest.raises(InputError) as error:
        fetch_model(name, ["*"], cache_dir=cache, local_files_only=True)
    why = (
        "which is neither a folder with config.json nor a Hub id (user/name) in the cache (offline: nothing is fetched)"
    )
    assert str(error.value) == EXPECTED.format(f"{name!r}, {why}")


def test_folders_without_a_model_are_named(tmp_path):
    with pytest.raises(ModelFolderError) as error:
        require_model(tmp_path)
    assert str(error.value) == EXPECTED.format(f"{str(tmp_path)!r} without config.json")
    (tmp_path / "config.json").write_text("[")
    with pytest.raises(FormatError, match=r"config\.json"):
        require_model(tmp_path)
    with pytest.raises(InputError, match="got the file"):
        require_model(tmp_path / "config.json")


@pytest.mark.parametrize(
    ("raised", "said"),
    [
        (LocalEntryNotFoundError("no\nnetwork"), "(user/name) in the cache (the Hub cannot be reached: no network)"),
        (RepositoryNotFoundError, "nor a Hub id (user/name) that is public (`hf auth login`)"),
        (GatedRepoError, "'user/name', which the Hub gives only to those who asked for it"),
        (NoRevisionError, "'user/name', which has no revision 'v2'"),
        (ConnectionError("refused\n\nby peer"), "'user/name' (refused by peer)"),
    ],
)
def test_what_the_hub_answers_is_one_sentence(raised, said, monkeypatch):
    if isinstance(raised, type):
        raised = raised.__new__(raised, "a long\npage")

    def answer(*_, **__):
        raise raised

    monkeypatch.setattr(hub, "snapshot_download", answer)
    monkeypatch.setattr(hub.constants, "HF_HUB_OFFLINE", False)
    with pytest.raises(InputError) as error:
        fetch_model("user/name", ["*"], revision="v2")
    assert said in str(error.value)
    assert str(error.value).startswith(EXPECTED.format(""))
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("name", [0, 5, None, b"user/name", ["user/name"]])
def test_names_are_text_or_paths(name):
    with pytest.raises(InputError, match=f"got a value of type {type(name).__name__}"):
        check_model_name(name)
