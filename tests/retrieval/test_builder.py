from dataclasses import dataclass, replace

import numpy as np
import pytest

from signary.io.errors import InputError, UnknownLanguageError
from signary.pose.motion_spec import MotionSpec
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence
from signary.retrieval.builder import (
    BuildReport,
    IsolatedSign,
    Refusal,
    build_dictionary,
    cut_out,
    hands_seen,
    reconstruction_error,
    sign_span,
)
from signary.retrieval.dictionary_file import CodeRangeError, EmptyDictionaryError
from signary.signer.lexicon import shipped_lexicon
from signary.signer.score import SignUnit
from signary.signer.signer import Signer

STRIDE, SIZE = 4, 32


@dataclass
class Config:
    tokenizer_id: str | None = "abc"
    column_names: tuple[str, ...] = ("body", "left_hand", "right_hand")
    sizes: tuple[int, ...] = (SIZE, SIZE, SIZE)
    stride: int = STRIDE
    fps: float = 25.0
    motion_spec: MotionSpec = MotionSpec(get_layout("smplx"), 25.0)


class NearestNeighbour:
    """A real tokenizer without training: a token is the nearest of some frames of one recording."""

    def __init__(self, pose, config=None):
        at = np.linspace(0, len(pose) - 1, SIZE).round().astype(int)
        self.books, self.config = {part: values[at] for part, values in pose.split().items()}, config or Config()

    def _codes(self, pose):
        parts = pose[::STRIDE].split()
        far = [np.abs(parts[part][:, None] - book).sum(-1) for part, book in self.books.items()]
        return np.stack([distance.argmin(-1) for distance in far], -1)

    def encode(self, pose):
        codes = self._codes(pose)[None]
        return codes, np.ones(codes.shape[:2], dtype=bool)

    def reconstruct(self, pose):
        codes = self._codes(pose).repeat(STRIDE, 0)[: len(pose)]
        parts = {part: book[codes[:, at]] for at, (part, book) in enumerate(self.books.items())}
        return PoseSequence.merge(parts, pose)


@pytest.fixture(scope="module")
def mother():
    lexicon = shipped_lexicon("asl")
    return Signer().sign([SignUnit("MOTHER", tuple(lexicon.forms("MOTHER")))]).pose


@pytest.fixture(scope="module")
def tokenizer(mother):
    return NearestNeighbour(mother)


def noisy(pose, amount):
    noise = np.random.default_rng(0).normal(0, amount, pose.values.shape).astype(np.float32)
    return replace(pose, values=pose.values + noise)


def test_the_lowest_error_wins_and_the_rest_is_reported(mother, tokenizer):
    poses = [noisy(mother, 0.1), mother, mother, noisy(mother, 0.05)]
    rows = [IsolatedSign(("Mother",), "ase", pose, f"M{at}", "made", "CC0") for at, pose in enumerate(poses)]
    dictionary, report = build_dictionary(iter(rows), tokenizer)
    found = dictionary.lookup("mother", "asl")
    assert (len(dictionary), found.gloss, found.licence) == (1, "M1", "CC0")
    assert report.outdone == [(0, "mother", "asl"), (2, "mother", "asl"), (3, "mother", "asl")]
    assert report.recordings == 4
    sign = cut_out(mother)
    first, stop = sign_span(mother)
    stride = tokenizer.config.stride
    # Encoded with the motion around it, as signs in sentences are.
    expected = tokenizer.encode(mother)[0][0][first // stride : -(-stop // stride)]
    np.testing.assert_array_equal(found.codes, expected)
    assert found.frames == len(sign)
    rebuilt = tokenizer.reconstruct(mother)[first:stop]
    assert found.reconstruction_error == pytest.approx(reconstruction_error(sign, rebuilt))


def test_known_times_of_a_sign_are_kept_instead_of_found_ones(mother, tokenizer):
    rows = [IsolatedSign(("mother",), "asl", mother, span=(0.6, 1.0))]
    found = build_dictionary(rows, tokenizer).dictionary.lookup("mother", "asl")
    fps, stride = tokenizer.config.fps, tokenizer.config.stride
    first, stop = int((0.6 - 0.1) * fps), int(np.ceil((1.0 + 0.1) * fps))
    assert found.frames == stop - first
    np.testing.assert_array_equal(found.codes, tokenizer.encode(mother)[0][0][first // stride : -(-stop // stride)])


def test_every_lemma_becomes_an_entry_in_the_form_that_is_looked_up(mother, tokenizer):
    rows = [
        IsolatedSign(("Ice  Cream", "GELATO", "gelato"), "asl", mother),
        IsolatedSign(("没 关系",), "csl", mother),
    ]
    dictionary, report = build_dictionary(rows, tokenizer)
    assert [(sign.lemma, sign.language) for sign in dictionary] == [
        ("ice cream", "asl"),
        ("gelato", "asl"),
        ("没关系", "csl"),
    ]
    assert not report.outdone


def test_unusable_recordings_are_reported(mother, tokenizer):
    values = mother.values.copy()
    layout = mother.layout
    hands = [joint for part in ("left_hand", "right_hand") for joint in layout.parts[part]]
    values[:, layout.features(hands)] = np.nan
    certainty = np.ones((len(mother), len(layout.joints)), dtype=np.float32)
    certainty[:, hands] = 0
    handless = PoseSequence(values, layout, 25.0, certainty, mother.metadata)
    middle = mother[len(mother) // 2 :]
    long = middle[:1].concatenate(*[middle[:1]] * 300)
    rest = mother[:1].concatenate(*[mother[:1]] * 30)
    poses = [mother, mother[:0], rest, long, handless]
    rows = [IsolatedSign((f"w{at}",), "asl", pose, str(at)) for at, pose in enumerate(poses)]
    dictionary, report = build_dictionary(rows, tokenizer)
    assert len(dictionary) == 1
    assert [(refusal.row, refusal.reason.split(":")[0]) for refusal in report.refused] == [
        (1, "too short"),
        (2, "too short"),
        (3, "too long"),
        (4, "hands missing"),
    ]
    assert "4 refused" in str(report)
    with pytest.raises(EmptyDictionaryError, match="1 refused"):
        build_dictionary(rows[1:2], tokenizer)


def test_recordings_are_brought_to_the_tokenizers_clock(mother, tokenizer):
    dictionary, _ = build_dictionary([IsolatedSign(("m",), "asl", mother.resample(50.0))], tokenizer)
    assert abs(dictionary.lookup("m", "asl").frames - len(cut_out(mother))) <= 1


def test_rest_before_and_after_is_cut(mother):
    start, end = mother[:1].concatenate(*[mother[:1]] * 24), mother[-1:].concatenate(*[mother[-1:]] * 24)
    sign = cut_out(mother)
    assert len(sign) < len(mother)
    np.testing.assert_array_equal(cut_out(start.concatenate(mother, end)).values, sign.values)


@pytest.mark.parametrize("name", ["phoenix50", "openpose137", "holistic"])
def test_keypoints_that_grow_downwards_are_cut_too(mother, name):
    from signary.pose.kinematics import forward_kinematics

    joints = forward_kinematics(mother).convert(get_layout(name), scale=100.0)
    assert abs(len(cut_out(joints)) - len(cut_out(mother))) <= 1


def test_errors_are_millimetres_for_smplx_and_units_else(mother):
    assert reconstruction_error(mother, mother) == 0
    layout = get_layout("phoenix50")
    zeros = PoseSequence(np.zeros((4, layout.num_features)), layout, 25.0)
    assert reconstruction_error(zeros, replace(zeros, values=zeros.values + 2)) == pytest.approx(2)
    bent = mother.values.copy()
    bent[:, mother.layout.features([mother.layout.index("left_elbow")])] += 0.5
    assert 1 < reconstruction_error(mother, replace(mother, values=bent)) < 500
    with pytest.raises(InputError, match="layout smplx"):
        reconstruction_error(mother, zeros)


def test_what_a_caller_got_wrong_is_an_error(mother, tokenizer):
    sign = IsolatedSign(("m",), "asl", mother)
    with pytest.raises(UnknownLanguageError):
        build_dictionary([replace(sign, language="xyz")], tokenizer)
    for lemmas in ((), ("",), ("m", " ")):
        with pytest.raises(InputError, match="lemmas of row 0"):
            build_dictionary([replace(sign, lemmas=lemmas)], tokenizer)
    with pytest.raises(InputError, match="tokenizer_id"):
        build_dictionary([sign], NearestNeighbour(mother, Config(tokenizer_id=None)))
    with pytest.raises(CodeRangeError, match="part body: expected 0 to 1"):
        build_dictionary([sign], NearestNeighbour(mother, Config(sizes=(2, SIZE, SIZE))))
    assert hands_seen(mother) == 1.0


def test_every_fault_has_a_line_and_many_alike_have_one():
    said = {"a": "3 frames of 9,376 bytes", "b": "another version", "c": "another version"}
    faults = {name: f"cannot be read: {name}.pose: {why}" for name, why in said.items()}
    refused = [Refusal(at, "", why, name) for at, (name, why) in enumerate(faults.items())]
    refused += [Refusal(at, "", f"no file of motion: no sign {at}", f"sign {at}") for at in range(9)]
    lines = list(BuildReport(12, refused).lines())
    assert lines == [
        *(f"refused: {name}: {why}" for name, why in faults.items()),
        "refused: 9 (no file of motion), such as sign 0: no sign 0; sign 1: no sign 1; …",
    ]


def test_faults_without_end_do_not_make_lines_without_end():
    refused = [Refusal(at, "", f"cannot be read: {chr(97 + at % 26) * (1 + at)}", f"sign {at}") for at in range(500)]
    lines = list(BuildReport(500, refused).lines())
    assert len(lines) < 20
    assert lines[-1].startswith("refused: 488 (cannot be read), such as sign 12: ")
