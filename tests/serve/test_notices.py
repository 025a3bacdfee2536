"""The notice of unverified signs in the language that a client asks for."""

import pytest
from websockets.sync.client import connect

from signary.serve.notices import NOTICES, notice_for
from signary.signer.signer import NOTICE


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("de", "de"),
        ("de-CH, de;q=0.9, en;q=0.8", "de"),
        ("fr-FR, zh-Hans;q=0.7, en;q=0.3", "zh"),
        ("en;q=0.3, ZH-tw;q=0.7", "zh"),
        ("en-GB, de", "en"),
        ("de;q=0, zh; q = 0.1", "zh"),
        ("fr, *", "en"),
        ("de;q=x, ;;, =, zh-TW;q=0.1", "zh"),
        ("de;q=nan, zh;q=inf, de;q=-1", "en"),
        ("a" * 50_000 + ",;" * 5_000, "en"),
    ],
)
def test_the_language_wanted_most_of_those_there_are(accepted, language):
    assert notice_for(NOTICE, accepted) == NOTICES[language]


def test_notices_of_other_models_stay_as_they_are():
    assert notice_for("only for tests", "de") == "only for tests"
    assert notice_for(None, "de") is None


def test_answers_and_streams_say_it_so(served):
    body = {"text": "Hello!", "language": "asl", "format": "json", "method": "signer"}
    for accepted, language in (("de-AT,en;q=0.5", "de"), ("zh-CN", "zh"), ("fr", "en")):
        headers = {"Accept-Language": accepted}
        assert served.request("POST", "/v1/sign", json=body, headers=headers).json()["notice"] == NOTICES[language]
        with connect(served.stream, proxy=None, additional_headers=headers) as stream:
            stream.send('{"type": "start", "language": "asl", "method": "signer"}')
            assert f'"notice": "{NOTICES[language]}"' in stream.recv(20)
