import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signary.language.addresses import find_addresses, is_address
from signary.language.sentences import split_sentences
from signary.language.words import clause_breaks, cut_words

ADDRESSES = [
    "https://example.org/help?x=1",
    "http://localhost:8000/a/b.html#top",
    "https://en.wikipedia.org/wiki/Sign_(language)",
    "ftp://files.example.net/x",
    "www.example.de",
    "WWW.EXAMPLE.COM",
    "example.com",
    "docs.python.org/3/?q=A&b=c",
    "anna@mail.com",
    "anna.b+news@mail.example.co.uk",
    "mailto:anna@mail.com",
    "user@host",
    "@anna_b",
    "@signary.project",
    "report.pdf",
    "data_2.tar.gz",
    "src/main.py",
    "./run.sh",
    "../docs/signer.md",
    "/usr/bin/python3",
    "~/notes/today.txt",
    "C:\\Temp\\a.txt",
    "node.js",
    "v2.0",
    "v3.11.7",
    "2.0rc1",
    "3.12.0-beta2",
]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("template", ["Look at {} today.", "Look at {}.", "({})", "{}, please!", '"{}"?', "{}"])
def test_an_address_is_one_word_and_parts_nothing(address, template):
    text = template.format(address)
    words = cut_words(text, "en")
    assert [word.text for word in words if is_address(word.text)] == [address]
    assert [word.text for word in words if word.text != address] == re.findall(r"\w+", template)
    assert [sentence.text for sentence in split_sentences(text, "en")] == [text]
    assert not clause_breaks(f"Look at {address} today", cut_words(f"Look at {address} today", "en"))


@pytest.mark.parametrize("address", ADDRESSES[:10])
def test_an_address_between_chinese_words(address):
    assert address in [word.text for word in cut_words(f"请看{address}。谢谢", "zh")]


@pytest.mark.parametrize(
    "text",
    [
        "Das ist das Ende.Wie geht es",
        "I like it.It is good",
        "z.B. und d.h. oder usw.",
        "Mr. Smith e.g. in the U.S.A.",
        "3.5 km/h und/oder 8.30 Uhr",
        "am 03.05.2010 um 10:30",
        "Nord/Süd 24/7 AC/DC",
        "5 @ 3 und 50 % # 1",
        "1,000.50 or 3:4",
        "so: ja; nein / vielleicht",
        "https:// www. @",
        "192.168.0.1",
        "Er kommt an.Dann geht er.",
    ],
)
def test_what_is_no_address(text):
    assert list(find_addresses(text)) == []


@settings(max_examples=200, deadline=None)
@given(text=st.text(st.sampled_from("ab.@/:?-_~\\ 1ä我()'"), max_size=60))
def test_addresses_do_not_overlap_and_are_found_again_alone(text):
    at = 0
    for start, end in find_addresses(text):
        assert at <= start < end <= len(text)
        assert not text[start:end].isspace()
        at = end


@pytest.mark.parametrize(
    "text", ["a." * 3000, "a@" * 3000, "/a" * 3000, "a" * 6000 + "@", "http://" * 1000, "-." * 3000]
)
def test_long_texts_take_no_time(text):
    began = time.process_time()
    list(find_addresses(text))
    assert time.process_time() - began < 2.0
