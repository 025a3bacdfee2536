"""The log says what happened and not what users wrote; the page is what lies in its folder; image and Space fit."""

import json
import logging
import re
from pathlib import Path

import pytest
import yaml

from signary.cli import main
from signary.serve.json_log import LOGGER, JsonLines, log, log_fault, set_up_log
from signary.serve.page_files import read_page
from signary.serve.running import page_files

ROOT = Path(__file__).parents[2]


@pytest.fixture
def lines(capsys):
    """Set up the log; afterwards it is as it was."""
    names = (LOGGER.name, "uvicorn.error", "asyncio")
    before = {name: (logging.getLogger(name).handlers, logging.getLogger(name).propagate) for name in names}

    def read(with_text, write):
        set_up_log(with_text)
        write()
        return [json.loads(line) for line in capsys.readouterr().err.splitlines()]

    yield read
    for name, (handlers, propagate) in before.items():
        logging.getLogger(name).handlers, logging.getLogger(name).propagate = handlers, propagate


def fail(text):
    raise ValueError(f"cannot sign {text}")


def some_lines():
    log("request", {"text": "my secret"}, route="/v1/sign", status=200)
    try:
        fail("my secret")
    except ValueError as error:
        log_fault("stream", error)
        logging.getLogger("uvicorn.error").exception("my secret")
    logging.getLogger("uvicorn.error").warning("GET /?q=my secret")


def test_what_users_write_is_not_in_the_log(lines):
    request, fault, *library = lines(False, some_lines)
    assert (request["event"], request["status"]) == ("request", 200)
    assert (fault["error"], fault["level"]) == ("ValueError", "error")
    assert any("fail" in place for place in fault["places"])
    assert [line["event"] for line in library] == ["library", "library"]
    assert "secret" not in json.dumps([request, fault, *library])
    assert "Traceback" not in json.dumps([request, fault, *library])


def test_it_is_if_that_is_asked_for(lines):
    found = lines(True, some_lines)
    assert found[0]["text"] == "my secret"
    assert "my secret" in found[1]["message"]


def test_every_line_is_an_object_with_time_level_and_event():
    record = logging.LogRecord(LOGGER.name, logging.INFO, "", 0, "ready", None, None)
    line = json.loads(JsonLines(False).format(record))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00", line["time"])
    assert (line["level"], line["event"]) == ("info", "ready")


def test_only_files_of_a_page_are_read(tmp_path):
    (tmp_path / "page" / "parts").mkdir(parents=True)
    (tmp_path / "secret.html").write_text("secret")
    for name in ("index.html", "parts/a.js", "notes.py", "README.md"):
        (tmp_path / "page" / name).write_text("x" * 100)
    (tmp_path / "page" / "link.html").symlink_to(tmp_path / "secret.html")
    page = read_page(tmp_path / "page", {"figure.glb": b"glTF"})
    assert set(page) == {"index.html", "parts/a.js", "figure.glb"}
    assert page["figure.glb"].media_type == "model/gltf-binary"
    assert page["parts/a.js"].packed is not None


def test_the_figure_is_part_of_the_page():
    page = page_files()
    for name in ("figure.glb", "figure-light.glb"):
        assert page[name].content[:4] == b"glTF"
    assert len(page["figure-light.glb"].content) <= len(page["figure.glb"].content)


def options_of(command):
    """Options in a command of an image."""
    return dict(zip(command[1:], command[2:], strict=False))


@pytest.mark.parametrize(("folder", "port"), [(".", "8000"), ("spaces", "7860")])
def test_images_serve_at_the_port_that_they_say(folder, port, capsys):
    text = (ROOT / folder / "Dockerfile").read_text("utf-8")
    (command,) = re.findall(r'^(?:ENTRYPOINT|CMD) (\[.*"serve".*\])$', text, re.MULTILINE)
    words = json.loads(command)
    assert options_of(words)["--port"] == port
    assert options_of(words)["--host"] == "0.0.0.0"
    assert f"EXPOSE {port}" in text
    assert f"127.0.0.1:{port}/health" in text
    # Nothing runs as root once there is somebody else.
    assert re.findall(r"^(USER|ENTRYPOINT|CMD) (\S+)", text, re.MULTILINE)[0] == ("USER", "signary")
    with pytest.raises(SystemExit):
        main(["serve", "--help"])
    known = set(re.findall(r"--[a-z-]+", capsys.readouterr().out))
    assert {word for word in words if word.startswith("--")} <= known


def test_the_card_of_the_space_is_one():
    card = (ROOT / "spaces" / "README.md").read_text("utf-8")
    facts = yaml.safe_load(card.split("---")[1])
    assert (facts["sdk"], facts["app_port"], facts["license"]) == ("docker", 7860, "apache-2.0")
    assert len(facts["short_description"]) <= 60
    assert "not verified by signers" in " ".join(card.split())
