"""Files, languages and signs over HTTP: what is answered, what is refused, and what every answer says."""

import json
import socket

import numpy as np
import pytest

from signary.pose.formats import read_pose
from signary.signing.outputs import SUFFIXES
from signary.signing.rule_based import sign_text
from tests.alone_text_to_sign import with_alone
from tests.pointing_text_to_sign import pointing

__all__ = ["pointing"]
HEADERS = (
    *("content-security-policy", "x-content-type-options", "referrer-policy", "cross-origin-opener-policy"),
    *("cross-origin-resource-policy", "permissions-policy"),
)


def test_json_is_the_motion_of_the_signer(served):
    answer = served.sign(text="Mother eats bread.", language="asl", format="json", method="signer")
    expected = sign_text("Mother eats bread.", "asl")
    assert answer.status_code == 200
    told = answer.json()
    assert (told["fps"], told["layout"], told["method"]) == (25.0, "smplx", "signer")
    assert np.allclose(told["values"], expected.pose.values, atol=1e-5)
    assert [each["gloss"] for each in told["segments"]] == [each.gloss for each in expected.segments]
    assert [(each["word"], each["by"]) for each in told["words"]] == [(item.word, "signer") for item in expected.items]
    assert told["notice"] == expected.pose.metadata["notice"]


def test_json_is_the_motion_of_the_model(served, sign):
    answer = served.sign(text="Hello!", language="asl", format="json", method="model").json()
    assert answer["method"] == "model"
    assert np.allclose(answer["values"], sign("Hello!", language="asl")["pose"].values, atol=2e-5)


def test_a_file_is_the_motion_in_its_format(served, tmp_path):
    for name in ("pose", "npz"):
        answer = served.sign(text="Mother eats bread.", language="ase", format=name, method="signer")
        assert answer.status_code == 200
        assert answer.headers["content-disposition"] == f'attachment; filename="signed.{name}"'
        (tmp_path / f"signed.{name}").write_bytes(answer.content)
        read = read_pose(tmp_path / f"signed.{name}")
        assert len(read) == len(sign_text("Mother eats bread.", "asl").pose)


def test_keypoints_are_lifted_for_files_that_are_played(serve, of_keypoints, caplog):
    caplog.set_level("INFO", "signary.serve")
    with serve(of_keypoints) as served:
        for name, begins in (("glb", b"glTF"), ("vrma", b"glTF"), ("bvh", b"HIERARCHY"), ("npz", b"PK")):
            answer = served.sign(text="Hello!", language="asl", format=name, method="model")
            assert (answer.status_code, answer.content.startswith(begins)) == (200, True)
    facts = [record.facts for record in caplog.records if record.getMessage() == "lifted"]
    assert [each["format"] for each in facts] == ["glb", "vrma", "bvh"]
    assert facts[0]["depth"] == "measured"


def test_every_format_of_the_command_line_is_offered(served):
    told = served.request("GET", "/v1/languages").json()
    assert told["formats"] == [*(suffix[1:] for suffix in SUFFIXES), "json"]
    film = served.sign(text="1", language="asl", format="mp4", method="signer", size=64)
    assert (film.headers["content-type"], film.content[4:8]) == ("video/mp4", b"ftyp")
    assert served.sign(text="1", language="asl", format="vtt", method="signer").text.startswith("WEBVTT")


def test_languages_say_who_signs_them(served):
    told = {each["id"]: each for each in served.request("GET", "/v1/languages").json()["languages"]}
    assert (told["asl"]["model"], told["asl"]["rules"], told["asl"]["iso"]) == (True, True, "ase")
    assert (told["csl"]["model"], told["csl"]["rules"]) == (False, True)
    assert told["dgs"]["signs"] > 500
    assert told["asl"]["methods"] == ["auto", "model", "signer"]
    assert told["csl"]["methods"] == ["signer"]
    assert told["asl"]["before_end"] == []


def test_languages_say_what_signs_without_codes_and_before_a_sentence_ends(serve, pointing, tmp_path):
    with serve(with_alone(pointing, tmp_path / "model")) as served:
        told = {each["id"]: each for each in served.request("GET", "/v1/languages").json()["languages"]}
        signed = served.sign(text="Mother eats bread.", language="asl", format="json", method="hybridsign").json()
        refused = served.sign(text="Mother eats.", language="asl", format="json", method="model", policy="wait-1")
    assert told["asl"]["methods"] == ["auto", "model", "hybridsign", "signer"]
    assert told["asl"]["before_end"] == ["model"]
    assert signed["method"] == "hybridsign"
    # A whole text has nothing to wait for.
    assert (refused.status_code, refused.json()["argument"]) == (400, "'policy'")


def test_signs_are_found_by_word(served):
    signs = served.request("GET", "/v1/dictionary", params={"q": "mother", "language": "asl", "limit": 5}).json()[
        "signs"
    ]
    assert signs[0]["gloss"] == "MOTHER"
    assert signs[0]["lemma"] == "mother"
    assert not signs[0]["checked"]
    assert len(signs) <= 5
    assert served.request("GET", "/v1/dictionary?q=qqqq").json() == {"signs": []}


@pytest.mark.parametrize(
    ("fields", "status", "argument"),
    [
        ({"text": "Hello!", "language": "asl"}, 400, "format"),
        ({"text": 5, "language": "asl", "format": "pose"}, 400, "text"),
        ({"text": "Hello!", "language": "asl", "format": "pose", "method": "magic"}, 400, "method"),
        ({"text": "Hello!", "language": "asl", "format": "pose", "seed": -1}, 400, "seed"),
        ({"text": "Hello!", "language": "asl", "format": "pose", "nothing": 1}, 400, "'nothing'"),
        ({"text": "x" * 2001, "language": "asl", "format": "pose"}, 400, "text"),
        ({"text": "Hello!", "language": "klingon", "format": "pose"}, 422, "language"),
        ({"text": "Hello!", "language": "asl", "format": "exe"}, 422, "format"),
        ({"text": "Hello!", "language": "asl", "format": "../pose"}, 422, "format"),
        ({"text": " ", "language": "asl", "format": "pose"}, 422, "text"),
        ({"text": "?!", "language": "asl", "format": "pose", "method": "signer"}, 422, "text"),
    ],
)
def test_what_cannot_be_signed_is_named(served, fields, status, argument):
    answer = served.sign(**fields)
    told = answer.json()
    assert (answer.status_code, told["argument"]) == (status, argument)
    assert told["message"] == f"{told['argument']}: expected {told['expected']}, got {told['got']}"
    assert "/" not in told["got"] or fields["format"] in told["got"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"text": NaN, "language": "asl", "format": "pose"}',
        b"[" * 60_000,
        b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
        b'{"text": "a", "text": "b", "language": "asl", "format": "pose"}',
        b'{"text": "\\ud800", "language": "asl", "format": "pose"}',
        b'{"text": "\xff", "language": "asl", "format": "pose"}',
        b'{"seed": ' + b"9" * 5000 + b"}",
    ],
)
def test_a_body_that_is_no_request_is_refused(served, body):
    answer = served.request("POST", "/v1/sign", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert set(answer.json()) == {"argument", "expected", "got", "message"}


def test_sizes_types_and_paths_are_refused_by_status(served):
    large = b'{"text": "' + b"x" * 70_000 + b'"}'
    kind = {"Content-Type": "application/json"}
    assert served.request("POST", "/v1/sign", content=large, headers=kind).status_code == 413
    assert served.request("POST", "/v1/sign", content=iter([large]), headers=kind).status_code == 413
    assert served.request("POST", "/v1/sign", content=b"{}", headers={"Content-Type": "text/plain"}).status_code == 415
    assert served.request("GET", "/v1/sign").status_code == 405
    assert served.request("GET", "/v1/nothing").status_code == 404
    assert served.request("GET", "/v1/stream").status_code == 426
    assert served.request("GET", "/v1/dictionary?limit=0").json()["argument"] == "limit"
    assert served.request("GET", "/v1/dictionary?limit=99999999999999999999999").status_code == 400


def test_every_answer_has_the_same_heads(served):
    for method, path in (("GET", "/"), ("GET", "/health"), ("GET", "/nothing"), ("POST", "/v1/sign")):
        heads = served.request(method, path).headers
        assert [name for name in HEADERS if name not in heads] == []
        assert "server" not in heads
        assert "access-control-allow-origin" not in heads
        assert heads["content-security-policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'; ")


def test_health_metrics_and_the_description(served):
    assert served.request("GET", "/health").json()["status"] == "ready"
    served.request("GET", "/v1/languages")
    page = served.request("GET", "/metrics").text
    assert 'signary_requests_total{route="/v1/languages",status="200"}' in page
    assert "signary_ready 1.0" in page
    described = served.request("GET", "/openapi.json").json()
    body = described["paths"]["/v1/sign"]["post"]["requestBody"]["content"]["application/json"]
    assert set(body["schema"]["required"]) == {"text", "language", "format"}
    for example in body["examples"].values():
        assert example["value"]["format"] in body["schema"]["properties"]["format"]["enum"]
    assert {"/v1/languages", "/v1/dictionary", "/health", "/metrics"} <= set(described["paths"])


def test_examples_of_the_description_are_answered(served):
    described = served.request("GET", "/openapi.json").json()["paths"]["/v1/sign"]["post"]["requestBody"]
    for example in described["content"]["application/json"]["examples"].values():
        answer = served.sign(**{**example["value"], "method": "signer"})
        assert answer.status_code == 200, answer.text


def test_the_page_is_sent_once_and_packed(served):
    first = served.request("GET", "/", headers={"Accept-Encoding": "gzip"})
    assert first.headers["content-encoding"] == "gzip"
    assert first.headers["content-type"] == "text/html; charset=utf-8"
    plain = served.request("GET", "/", headers={"Accept-Encoding": "identity"})
    assert plain.content == first.content
    assert plain.headers["etag"] != first.headers["etag"]
    again = served.request("GET", "/", headers={"Accept-Encoding": "gzip", "If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert served.request("HEAD", "/static/main.js").headers["content-type"] == "text/javascript; charset=utf-8"


def raw(port, content):
    """What a server answers to bytes."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(content)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    return answer


@pytest.mark.parametrize(
    "path",
    ["../../pyproject.toml", "..%2f..%2fpyproject.toml", "%2e%2e/%2e%2e/etc/passwd", "/etc/passwd", "a%00b", ".", ""],
)
def test_nothing_but_the_page_is_served(served, path):
    answer = raw(served.port, f"GET /static/{path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 404")
    told = json.loads(answer.partition(b"\r\n\r\n")[2])
    assert "passwd" not in told["message"]
    assert "toml" not in told["message"]


def test_a_name_of_somebody_else_is_not_answered(serve):
    with serve(hosts=("signs.example",)) as other:
        for host, status in (("evil.example", 421), ("signs.example", 200), ("localhost:1", 200), ("[::1]:80", 200)):
            assert other.request("GET", "/v1/languages", headers={"Host": host}).status_code == status
        assert other.request("GET", "/health", headers={"Host": "evil.example"}).status_code == 200


def test_the_token_is_asked_for(serve):
    with serve(token="secret of mine") as locked:
        assert locked.request("GET", "/v1/languages").status_code == 401
        assert locked.request("GET", "/metrics").headers["www-authenticate"] == "Bearer"
        wrong = {"Authorization": "Bearer secret of min"}
        assert locked.request("GET", "/v1/languages", headers=wrong).status_code == 401
        right = {"Authorization": "Bearer secret of mine"}
        assert locked.request("GET", "/v1/languages", headers=right).status_code == 200
        assert locked.request("GET", "/").status_code == 200
        assert locked.request("GET", "/health").status_code == 200


def test_pages_of_others_ask_only_if_they_are_named(serve, served):
    asked = {"Origin": "https://a.example", "Access-Control-Request-Method": "POST"}
    assert served.request("OPTIONS", "/v1/sign", headers=asked).status_code == 405
    with serve(cors=("https://a.example",)) as open_to:
        allowed = open_to.request("OPTIONS", "/v1/sign", headers=asked)
        assert allowed.headers["access-control-allow-origin"] == "https://a.example"
        other = open_to.request("OPTIONS", "/v1/sign", headers={**asked, "Origin": "https://b.example"})
        assert "access-control-allow-origin" not in other.headers


def test_requests_that_wait_are_bounded(serve):
    import threading

    with serve(limits={"queue": 1}) as small:
        began, go_on = threading.Event(), threading.Event()

        def hold():
            began.set()
            go_on.wait(20)

        answers = []
        small.running.files._thread.submit(hold)
        began.wait(5)
        ask = {"text": "1", "language": "asl", "format": "vtt", "method": "signer"}
        waiting = threading.Thread(target=lambda: answers.append(small.sign(**ask)))
        waiting.start()
        while not small.running.files.waiting:
            pass
        busy = small.sign(**ask)
        assert (busy.status_code, busy.headers["retry-after"]) == (503, "5")
        go_on.set()
        waiting.join(20)
        assert answers[0].status_code == 200


def test_an_answer_that_takes_too_long_is_given_up(serve):
    with serve(limits={"seconds": 0.001}) as hasty:
        answer = hasty.sign(text="Mother eats bread. " * 20, language="asl", format="json", method="signer")
        assert answer.status_code == 503
        assert answer.json()["argument"] == "server"
        assert answer.headers["content-security-policy"]
