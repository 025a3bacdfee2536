"""Thirty sentences, ten a language, signed by rules: with spelling, numbers and non-manuals."""

from functools import cache

import numpy as np

from signary.pose.kinematics import forward_kinematics
from signary.pose.skeletons.smplx import TREE
from signary.signing.rule_based import sign_text

SENTENCES = {
    "asl": (
        "Hello, my name is Anna.",
        "My mother eats bread.",
        "Where do you live?",
        "I do not like the cold rain.",
        "The train comes at 7 o'clock.",
        "Can you help me, please?",
        "Yesterday my brother bought a red car.",
        "The doctor works in the hospital.",
        "Why is the child crying?",
        "We will see Thomas tomorrow.",
    ),
    "dgs": (
        "Ich heiße Lena und suche meine Brille.",
        "Morgen regnet es im Norden.",
        "Wo wohnst du?",
        "Meine Mutter isst Brot.",
        "Der Zug kommt um 8 Uhr.",
        "Kannst du mir bitte helfen?",
        "Das Kind weint nicht.",
        "Im Süden scheint die Sonne.",
        "Warum lernst du Gebärdensprache?",
        "Wir sehen Peter am Montag.",
    ),
    "csl": (
        "你好,我是学生。",
        "妈妈吃面包。",
        "你住在哪里?",
        "我不喜欢下雨。",
        "明天我们去学校。",
        "请帮助我。",
        "他有三个孩子。",
        "医生在医院工作。",
        "为什么孩子哭?",
        "今天很冷。",
    ),
}


@cache
def signed(language, number=0):
    """A sentence as motion, with its signs in the metadata."""
    result = sign_text(SENTENCES[language][number], language)
    keys = ("word", "gloss", "start", "end")
    segments = [{key: getattr(each, key) for key in keys} for each in result.segments]
    return result.pose.with_metadata(segments=segments)


def tree_places(sequence):
    """The joints that forward kinematics gives, shape (T, 55, 3), metres, pelvis at the origin, in double precision."""
    return forward_kinematics(sequence).joints[:, : len(TREE)].astype(np.float64)
