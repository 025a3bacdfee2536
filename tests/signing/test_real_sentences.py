"""Fifty random sentences of a real corpus, and twenty everyday ones: all are signed, nothing is lost."""

import csv
import os
import random
from pathlib import Path

import numpy as np
import pytest

from signary.pose.formats import read_pose, write_pose
from signary.signing.rule_based import sign_text

ENGLISH = [
    "Hello, my name is Anna.",
    "Where do you live?",
    "I don't understand the teacher.",
    "Tomorrow we will go to school.",
    "It is raining today but yesterday the sun was shining.",
    "My father drinks coffee every morning.",
    "Can you help me, please?",
    "She wants to buy a red car.",
    "We have two dogs and three cats.",
    "The meeting starts at 10 on Monday.",
]
CHINESE = [
    "我妈妈今天吃面包。",
    "你好，我叫小明。",
    "你住在哪里？",
    "我不明白老师的话。",
    "明天我们去学校。",
    "他喜欢喝咖啡。",
    "今天天气很冷。",
    "你为什么不来？",
    "我有三个朋友。",
    "爸爸星期一去北京工作。",
]


def check(text, language, path):
    result = sign_text(text, language)
    write_pose(result.pose, path)
    again = read_pose(path)
    assert len(again) == len(result.pose)
    assert again.fps == result.pose.fps
    assert not np.isnan(again.values[:, again.layout.features(np.flatnonzero((again.certainty > 0).all(0)))]).any()
    assert {item.source for item in result.items} <= {"lexicon", "number", "compound", "fingerspelling", "dropped"}
    covered = sorted((item.start, item.end) for item in result.items)
    left = "".join(char for at, char in enumerate(text) if not any(start <= at < end for start, end in covered))
    assert not any(char.isalnum() for char in left), f"unaccounted: {left!r}"


@pytest.mark.parametrize("text", ENGLISH)
def test_english_sentences(text, tmp_path):
    check(text, "asl", tmp_path / "a.pose")


@pytest.mark.parametrize("text", CHINESE)
def test_chinese_sentences(text, tmp_path):
    check(text, "csl", tmp_path / "a.pose")


@pytest.mark.real_data
@pytest.mark.skipif("SIGNARY_REAL_DATA" not in os.environ, reason="SIGNARY_REAL_DATA is not set")
def test_fifty_random_sentences_of_the_dev_split(tmp_path):
    table = Path(os.environ["SIGNARY_REAL_DATA"]) / "phoenix14t-text/dev_phoenix2014t.csv"
    with table.open(encoding="utf-8") as file:
        texts = [row["translation"] for row in csv.DictReader(file, delimiter="|")]
    for text in random.Random(0).sample(texts, 50):
        check(text, "dgs", tmp_path / "a.pose")
