"""Frequent German signs, made between two others, are nearer to themselves than to signs that resemble them."""

import numpy as np
import pytest
from sign_ranking import Templates, features, piece_at

from signary.corpora.synthetic.demo_signs import isolated_row
from signary.pose import PoseSequence, get_layout
from signary.retrieval.builder import cut_out
from signary.signer.lexicon import shipped_lexicon
from signary.signer.score import SignUnit
from signary.signer.signer import Signer

FPS = 25.0


def unit(gloss):
    return SignUnit(gloss, tuple(shipped_lexicon("dgs").forms(gloss)))


def template(gloss):
    poses = isolated_row("sign", "dgs", unit(gloss), 0, FPS)["poses"]
    return gloss, features(cut_out(PoseSequence(poses, get_layout("smplx"), FPS)))


@pytest.mark.parametrize(
    "glosses",
    [
        ("DU", "IMMER", "DRAUSSEN"),
        ("MEIN", "ANGENEHM", "LUST"),
        ("NICHT", "NEIN", "MOMENT", "NOCHMAL"),
        ("HEUTE", "LEICHT", "DIENST"),
        ("KEIN", "OKTOBER"),
        ("SPAETER", "NOCH-NICHT"),
        ("ZWEI", "EIGENTLICH"),
        ("WIE", "WASCHEN"),
        ("BUCH", "DIENST", "KILOGRAMM"),
        ("GLAUBEN", "SCHAF"),
        ("SCHWESTER", "BEEILEN"),
        ("GEBEN", "WERT"),
        ("DENKEN", "VERRUECKT"),
        ("GEHOERLOS", "HOEREN"),
    ],
    ids=lambda glosses: glosses[0],
)
def test_the_first_sign_between_two_others_is_nearest_to_itself(glosses):
    motion = Signer(fps=FPS).sign([unit("MANN"), unit(glosses[0]), unit("WASSER")])
    start, end = (seconds * FPS for seconds in motion.spans[1])
    piece = piece_at(features(motion.pose), np.arange(int(np.ceil(start)), int(end) + 1))
    distances = Templates(map(template, glosses)).distances(piece)
    # GEHOERLOS and HOEREN begin alike, and the second hand, which waits before the chest here and rests in both
    # templates, outweighs where they end: they are as near as each other.
    assert distances[0] <= 1.005 * distances.min()
