"""The page's modules that need no browser, run by node and compared with the package."""

import base64

import numpy as np
import pytest
import torch

from signary.io.yaml_file import parse_yaml
from signary.pose import PoseSequence, get_layout
from signary.pose.formats import read_pose, write_pose
from signary.pose.rotations import axis_angle_to_matrix
from signary.pose.skeletons.rest import EXPRESSIONS
from signary.pose.skeletons.smplx import ROTATED, SMPLX
from signary.pose.view import to_layout
from signary.serve.chunk_encoding import encode_chunk
from signary.serve.notices import NOTICES
from signary.signer.review import read_review
from signary.signing.rule_based import sign_text
from signary.streaming.session import PoseChunk


def encoded(content):
    return base64.b64encode(content).decode()


BYTES = "const bytes = Uint8Array.from(Buffer.from(given.bytes, 'base64')).buffer;"


@pytest.fixture(scope="module")
def signed():
    return sign_text("mother eats bread", "asl").pose


def test_layout_is_that_of_the_package(node):
    rotated, expressions, channels = node(
        "const at = await load('motion/layout.js'); return [at.ROTATED, at.EXPRESSIONS, at.CHANNELS];"
    )
    assert (tuple(rotated), tuple(expressions)) == (ROTATED, EXPRESSIONS)
    assert channels == sum(SMPLX.widths)


def rotations(quaternions):
    x, y, z, w = np.moveaxis(np.array(quaternions).reshape(-1, 4), -1, 0)
    rows = [
        [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
        [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
        [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
    ]
    return np.moveaxis(np.array(rows), -1, 0)


def sampled(node, values, positions, cut=4):
    return node(
        """
        const { chunkOf } = await load('motion/chunks.js');
        const { Timeline } = await load('motion/timeline.js');
        const timeline = new Timeline(25);
        for (let at = 0; at < given.values.length; at += given.cut)
          timeline.append(chunkOf({ values: given.values.slice(at, at + given.cut) }));
        return given.positions.map((position) => {
          timeline.sample(position);
          return [Array.from(timeline.rotations), Array.from(timeline.expressions)];
        });""",
        values=values,
        positions=positions,
        cut=cut,
    )


@pytest.mark.parametrize("cut", [1, 4, 7])
def test_frames_have_the_rotations_and_expressions_of_their_values(node, signed, cut):
    values = signed.values[:40]
    found = sampled(node, values.tolist(), list(range(40)), cut)
    turns = values[:, : 3 * len(ROTATED)].reshape(-1, 3)
    expected = axis_angle_to_matrix(torch.from_numpy(turns.copy())).numpy()
    assert np.abs(rotations([frame for frame, _ in found]) - expected).max() < 1e-5
    assert np.abs(np.array([weights for _, weights in found]) - values[:, -10:]).max() < 1e-6


def test_between_frames_rotations_go_the_shorter_way_evenly(node):
    first, second = np.zeros(133), np.zeros(133)
    first[:3], second[:3] = (0, 0, 0.4), (0, 0, 1.2)
    # Turns by more than half a circle are the same as shorter ones the other way round.
    first[3:6], second[3:6] = (0, 3.0, 0), (0, -3.0, 0)
    first[123], second[123] = 0.2, 0.6
    ((turns, weights),) = sampled(node, [first.tolist(), second.tolist()], [0.25])
    angles = 2 * np.arctan2([turns[2], turns[5]], [turns[3], turns[7]])
    assert angles[0] == pytest.approx(0.6)
    assert np.cos(angles[1] - (3.0 + 0.25 * (2 * np.pi - 6))) == pytest.approx(1)
    assert weights[0] == pytest.approx(0.3)


def test_a_missing_number_is_rest_and_none_of_its_neighbours(node):
    values = np.full((2, 133), 0.1).tolist()
    values[1][4] = None
    ((turns, weights),) = sampled(node, values, [1])
    assert turns[4:8] == [0, 0, 0, 1]
    assert turns[:3] == pytest.approx([0.1 / 2] * 3, abs=1e-3)
    assert all(np.isfinite(weights))


@pytest.mark.parametrize("binary", [False, True])
def test_chunks_are_read_as_the_server_writes_them(node, signed, binary):
    chunk = PoseChunk(8, signed[8:12], "Mütter essen „Brot“.", None, word="Brot", gloss="BREAD")
    sent = encode_chunk(chunk, binary)
    content = sent if isinstance(sent, bytes) else sent.encode()
    found = node(
        BYTES
        + """
        const { binaryChunks, lineChunks } = await load('motion/chunks.js');
        const [chunk] = given.binary ? binaryChunks(bytes) : lineChunks(new TextDecoder().decode(bytes));
        return { ...chunk, values: Array.from(chunk.values) };""",
        bytes=encoded(content),
        binary=binary,
    )
    assert (found["frames"], found["text"], found["word"], found["gloss"]) == (4, chunk.text, "Brot", "BREAD")
    expected = chunk.pose.values.astype("<f2") if binary else chunk.pose.values.round(5)
    assert np.abs(np.array(found["values"]).reshape(4, 133) - expected).max() < 1e-6


def test_halves_are_decoded_exactly(node):
    bits = np.arange(0, 1 << 16, dtype=np.uint16)
    numbers = node(
        "return Array.from((await load('motion/chunks.js')).fromHalf(given.bits), String);", bits=bits.tolist()
    )
    expected = bits.view(np.float16).astype(np.float32)
    found = np.array([float(number.replace("Infinity", "inf")) for number in numbers], np.float32)
    assert np.array_equal(found, expected, equal_nan=True)


@pytest.mark.parametrize("cut", [3, 7, 30, -1, -200])
def test_a_damaged_binary_chunk_is_refused(node, signed, cut):
    sent = encode_chunk(PoseChunk(0, signed[:2], "x", None), True)
    said = node(
        BYTES + "try { (await load('motion/chunks.js')).binaryChunks(bytes); } catch (error) { return error.message; }",
        bytes=encoded(sent[:cut]),
    )
    assert said


def test_pose_files_are_read_as_pose_format_writes_them(node, signed, tmp_path):
    holistic = to_layout(signed, "holistic")
    write_pose(holistic, tmp_path / "a.pose")
    expected = read_pose(tmp_path / "a.pose")
    found = node(
        BYTES
        + """
        const pose = (await load('figure/pose_file.js')).readPose(bytes);
        const { fps, frames, people, points, dims, width, version } = pose;
        const names = pose.components.flatMap(({ points }) => points);
        const some = Array.from(pose.values.slice(0, points * dims));
        const sure = Array.from(pose.confidence.slice(0, points));
        return { fps, frames, people, points, dims, width, version, names, some, sure };""",
        bytes=encoded((tmp_path / "a.pose").read_bytes()),
    )
    assert (found["fps"], found["frames"], found["people"], found["dims"]) == (25, len(signed), 1, 3)
    assert found["points"] == len(found["names"]) == expected.joints.shape[1]
    known = np.array(found["sure"]) > 0
    assert known.sum() > 100
    first = np.array(found["some"]).reshape(found["points"], 3)
    assert np.abs(first[known] - np.asarray(expected.joints[0])[known]).max() < 0.1


@pytest.mark.parametrize("cut", [0, 3, 9, 40, 3000])
def test_a_damaged_pose_file_is_refused(node, signed, tmp_path, cut):
    write_pose(to_layout(signed[:2], "holistic"), tmp_path / "a.pose")
    content = (tmp_path / "a.pose").read_bytes()[:cut]
    said = node(
        BYTES + "try { (await load('figure/pose_file.js')).readPose(bytes); } catch (error) { return error.message; }",
        bytes=encoded(content),
    )
    assert ".pose" in said


PLAY = """
    const { Playback } = await load('motion/playback.js');
    const playback = new Playback();
    const show = { first: 0, end: given.end ?? 0, fps: 25, resting: false };
"""


def test_a_loop_shows_its_frames_again_and_again_at_its_speed(node):
    found = node(
        PLAY
        + """
        playback.open(show, { loop: [10, 15] });
        playback.speed = 0.5;
        const seen = [];
        for (let i = 0; i < 200; i++) { playback.advance(0.04); seen.push(playback.position); }
        return seen;""",
        end=50,
    )
    assert min(found) == 10
    assert 14 < max(found) < 15
    steps = np.diff(found)
    assert steps[steps > 0] == pytest.approx(0.5)
    assert (steps < 0).sum() in (19, 20)


def test_it_ends_at_the_last_frame_pauses_steps_and_begins_again(node):
    found = node(
        PLAY
        + """
        playback.open(show);
        const seen = [];
        const say = () => seen.push([playback.position, playback.playing]);
        for (let i = 0; i < 30; i++) playback.advance(0.04);
        say();
        playback.step(-3); say();
        playback.step(1); playback.advance(1); say();
        playback.seek(9); playback.toggle(); say();
        playback.toggle(); playback.advance(1); say();
        return seen;""",
        end=10,
    )
    assert found == [[9, False], [6, False], [7, False], [0, True], [0, False]]


def live(node, late, seconds=60):
    """Chunks of four frames are sent every 0.16 s; `late` says by how much each comes later."""
    return node(
        PLAY
        + """
        playback.open(show, { live: true });
        playback.buffer.finished = false;
        let still = 0, shown = 0, at = 0, began = false;
        const times = given.late.map((late, i) => 0.16 * i + late);
        for (let now = 0; now < given.seconds; now += 1 / 60) {
          while (at < times.length && times[at] <= now) { show.end += 4; at += 1; }
          const before = playback.position;
          playback.advance(1 / 60);
          if (playback.position > before) began = true;
          else if (began) still += 1;
        }
        const { gaps, target } = playback.buffer;
        return { gaps, target, still: still / 60, ahead: playback.ahead };""",
        late=late,
        seconds=seconds,
    )


def test_chunks_at_25_frames_a_second_are_shown_without_a_gap(node):
    found = live(node, [0.0] * 380)
    assert (found["gaps"], found["still"]) == (0, 0)
    assert found["ahead"] < 12


def test_late_chunks_are_hidden_after_the_buffer_has_learned(node):
    rng = np.random.default_rng(3)
    late = np.where(rng.random(380) < 0.1, 0.35, 0.02 * rng.random(380))
    found = live(node, late.tolist())
    assert found["gaps"] <= 4
    assert found["still"] < 1.5
    assert found["target"] > 6


TYPED = """
    const { TypedText } = await load('parts/typed_text.js');
    const typed = new TypedText();
    const said = [];
    for (const [what, text, state] of given.steps)
      if (what === 'hear') typed.hear(text, state);
      else {
        const { cancel, send } = typed.next(text, { ended: false, busy: false, ...state });
        if (cancel) said.push('CANCEL');
        if (send) said.push(send);
      }
    return said;
"""


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        (
            [("type", "Mor"), ("type", "Morgen "), ("type", "Morgen reg"), ("type", "Morgen regnet.")],
            ["Morgen ", "regnet."],
        ),
        ([("type", "我妈"), ("type", "我妈妈。")], ["我妈", "妈。"]),
        # Words of a sentence that is not signed yet are taken back when they change.
        ([("type", "Heute regnet "), ("type", "Heute schneit ")], ["Heute regnet ", "CANCEL", "Heute schneit "]),
        # What was signed is not signed again because its end is deleted, and goes on where it stood.
        (
            [("type", "Ja. "), ("hear", "Ja."), ("type", "Ja"), ("type", "Ja. "), ("type", "Ja. Nein. ")],
            ["Ja. ", ". ", "Nein. "],
        ),
        # While a sentence is signed, words wait for the end of the next one.
        (
            [
                ("type", "Ja. "),
                ("hear", "Ja."),
                ("type", "Ja. Aber ", {"busy": True}),
                ("type", "Ja. Aber nein.", {"busy": True}),
            ],
            ["Ja. ", "Aber nein."],
        ),
        ([("type", "Brot", {"ended": True})], ["Brot"]),
        # A word that was taken for whole and goes on.
        (
            [("type", "Es regne", {"ended": True}), ("hear", "Es regne"), ("type", "Es regnet. ")],
            ["Es regne", "Es regnet. "],
        ),
        ([("type", "Es regne", {"ended": True}), ("type", "Es regnet. ")], ["Es regne", "CANCEL", "Es regnet. "]),
        ([("type", "我来", {"ended": True}), ("type", "我来了。")], ["我来", "了。"]),
        # All is replaced.
        ([("type", "Ja. "), ("hear", "Ja."), ("type", "Nein. ")], ["Ja. ", "Nein. "]),
        ([("type", "um 3.30 Uhr. ")], ["um 3.30 Uhr. "]),
    ],
)
def test_what_is_typed_is_sent_word_by_word(node, steps, said):
    assert node(TYPED, steps=steps) == said


BUSY, LIVE = {"early": True}, {"early": True, "busy": True}


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        # Words of the sentence that is signed, and of the next one, do not wait.
        (
            [
                ("type", "Mor", BUSY),
                ("type", "Morgen ", BUSY),
                ("hear", "Morgen"),
                ("type", "Morgen regnet ", LIVE),
                ("hear", "Morgen regnet", True),
                ("type", "Morgen regnet es. ", LIVE),
                ("hear", "Morgen regnet es.", True),
                ("type", "Morgen regnet es. Im ", LIVE),
            ],
            ["Morgen ", "regnet ", "es. ", "Im "],
        ),
        # A word that was shown and is changed: the sentence is signed anew, not gone on from the middle.
        (
            [("type", "Heute regnet ", LIVE), ("hear", "Heute regnet"), ("type", "Heute schneit ", LIVE)],
            ["Heute regnet ", "CANCEL", "Heute schneit "],
        ),
        # So it is where its end is deleted, and something else comes in its place.
        (
            [
                ("type", "Ja. ", BUSY),
                ("hear", "Ja."),
                ("type", "Ja. Heute regnet ", LIVE),
                ("hear", "Heute regnet"),
                ("type", "Ja. Heute ", LIVE),
                ("type", "Ja. Heute schneit ", LIVE),
            ],
            ["Ja. ", "Heute regnet ", "CANCEL", "Heute ", "schneit "],
        ),
        # A sentence that has ended on the server stays signed.
        ([("type", "Ja. ", BUSY), ("hear", "Ja."), ("type", "Ja", BUSY), ("type", "Ja. ", BUSY)], ["Ja. ", ". "]),
    ],
)
def test_before_a_sentence_ends_words_are_sent_as_they_come(node, steps, said):
    assert node(TYPED, steps=steps) == said


FEED = """
    globalThis.location = { hash: '', pathname: '', search: '' };
    globalThis.sessionStorage = { getItem: () => null };
    globalThis.document = { baseURI: 'http://127.0.0.1/' };
    const said = [];
    let heard = null;
    globalThis.WebSocket = class {
      static OPEN = 1;
      constructor() { Object.assign(this, { readyState: 1, on: {} }); heard = this.on; }
      addEventListener(what, act) { this.on[what] = act; }
      send(message) { said.push(JSON.parse(message)); }
      close() {}
    };
    const { SigningFeed } = await load('parts/signing_feed.js');
    const { Playback } = await load('motion/playback.js');
    const seen = [];
    const note = (sentence) => {
      sentence.grown = () => seen.push(['grown', sentence.text]);
      sentence.finished = () => seen.push(['finished', sentence.text, sentence.timeline.end]);
      seen.push(['new', sentence.text]);
    };
    const states = [];
    const on = { sentence: note, notice: () => {}, state: (state) => states.push(state) };
    on.error = (why) => seen.push(['error', why]);
    const feed = new SigningFeed(new Playback(), on, true);
    feed.start('asl', 'model', given.policy);
    heard.open();
    const bytes = (sent) => Uint8Array.from(Buffer.from(sent, 'base64')).buffer;
    for (const [what, value] of given.steps) {
      if (what === 'type') feed.type(value);
      else if (what === 'wait') await new Promise((resolve) => setTimeout(resolve, value));
      else heard.message({ data: what === 'chunk' ? bytes(value) : value });
    }
    const sent = said.slice(1).map(({ type }) => type);
    feed.stop();
    const text = said.filter(({ type }) => type === 'text').map(({ text }) => text);
    return { start: said[0], states, sent, text, seen };
"""


def sent_chunk(signed, text):
    return "chunk", encoded(encode_chunk(PoseChunk(0, signed[:4], text), True))


def test_a_sentence_that_still_comes_is_one_that_grows(node, signed):
    steps = [
        ("told", '{"type": "started", "fps": 25}'),
        ("type", "Mother ate "),
        sent_chunk(signed, "Mother"),
        sent_chunk(signed, None),
        ("type", "Mother ate bread. "),
        sent_chunk(signed, "Mother ate bread."),
        ("told", '{"type": "signed"}'),
    ]
    found = node(FEED, policy="wait-1", steps=steps)
    assert found["start"]["policy"] == "wait-1"
    assert found["text"] == ["Mother ate ", "bread. "]
    whole = "Mother ate bread."
    assert found["seen"] == [["new", "Mother"], ["grown", whole], ["finished", whole, 8]]


def test_a_connection_that_comes_late_ends_no_sentence_that_is_still_typed(node):
    steps = [("type", "Mother "), ("told", '{"type": "started", "fps": 25}'), ("type", "Mother ate ")]
    found = node(FEED, policy="wait-1", steps=steps)
    assert (found["sent"], found["text"]) == (["text", "text"], ["Mother ", "ate "])
    # Whoever has typed nothing for a while has: 1.2 s.
    steps = [("type", "Mother ate"), ("wait", 1300), ("told", '{"type": "started", "fps": 25}')]
    found = node(FEED, policy="wait-1", steps=steps)
    assert (found["sent"], found["text"]) == (["text", "text", "flush", "flush"], ["Mother ", "ate"])


def test_keypoints_are_not_played_which_is_said(node):
    points = PoseSequence(np.zeros((4, 150), dtype=np.float32), get_layout("phoenix50"), 25.0)
    steps = [
        ("told", '{"type": "started", "fps": 25, "layout": "phoenix50", "channels": 150}'),
        ("type", "Ja. "),
        sent_chunk(points, "Ja."),
    ]
    found = node(FEED, policy="sentence", steps=steps)
    assert (found["states"], found["seen"], found["text"]) == (["unplayable"], [], ["Ja. "])


def test_sentences_that_have_ended_are_told_apart(node, signed):
    steps = [
        ("told", '{"type": "started", "fps": 25}'),
        ("type", "Ja. Ja, so. "),
        sent_chunk(signed, "Ja."),
        sent_chunk(signed, "Ja, so."),
        sent_chunk(signed, None),
    ]
    found = node(FEED, policy="sentence", steps=steps)
    assert found["start"]["policy"] == "sentence"
    assert [each[:2] for each in found["seen"]] == [
        ["new", "Ja."],
        ["finished", "Ja."],
        ["new", "Ja, so."],
        ["finished", "Ja, so."],
    ]


@pytest.mark.parametrize(
    ("text", "word", "turn", "marked"),
    [
        ("Morgen regnet es.", "regnet", 0, ["Morgen ", "regnet", " es."]),
        ("Der Mann kann es, der Mann.", "Mann", 1, ["Der Mann kann es, der ", "Mann", "."]),
        ("kannst du? kann ich", "kann", 0, ["kannst du? ", "kann", " ich"]),
        ("我的妈妈喜欢苹果。", "妈妈", 0, ["我的", "妈妈", "喜欢苹果。"]),
        ("Ärger im Büro", "büro", 0, ["Ärger im ", "Büro", ""]),
        ("nichts davon", "anderes", 0, ["nichts davon", "", ""]),
        ("a+b (c)", "+", 0, ["a", "+", "b (c)"]),
    ],
)
def test_the_signed_word_is_marked_in_its_sentence(node, text, word, turn, marked):
    code = "return (await load('parts/captions.js')).markWord(given.text, given.word, given.turn);"
    assert node(code, text=text, word=word, turn=turn) == marked


EXPORT = """
    const { ReviewStore } = await load('parts/review_store.js');
    const kept = new Map();
    const storage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };
    const store = new ReviewStore(storage);
    store.name(given.by);
    for (const [item, verdict, why] of given.items) store.set(item, verdict, why);
    return new ReviewStore(storage).toYaml();
"""
SIGN = {"kind": "sign", "language": "dgs", "gloss": "REGEN"}
SENTENCE = {"kind": "sentence", "language": "csl", "text": '他说："好" #1', "method": "model"}


def test_exported_reviews_are_what_the_command_reads(node, tmp_path):
    items = [[SIGN, "wrong", 'too "fast": {x}'], [SENTENCE, "unsure", ""], [{**SIGN, "gloss": "SCHNEE"}, "right", ""]]
    (tmp_path / "review.yaml").write_text(node(EXPORT, by="Anna Müller", items=items), encoding="utf-8")
    review = read_review(tmp_path / "review.yaml")
    assert review.by == "Anna Müller"
    assert [(each.what, each.verdict, each.why) for each in review.signs] == [
        ("REGEN", "wrong", 'too "fast": {x}'),
        ("SCHNEE", "right", ""),
    ]
    assert [(each.language, each.what, each.verdict) for each in review.sentences] == [
        ("csl", SENTENCE["text"], "unsure")
    ]


def test_a_verdict_that_is_taken_back_is_not_exported(node, tmp_path):
    (tmp_path / "review.yaml").write_text(node(EXPORT, by="A", items=[[SIGN, "wrong", "x"], [SIGN, "", ""]]))
    assert read_review(tmp_path / "review.yaml").signs == ()


@pytest.mark.parametrize("text", ["a\u2028b", "\x85", "tab\tend", "\ufeff", "😀", "\\u0041", "' \" : #", "\x7f"])
def test_any_text_is_a_scalar_of_yaml(node, text):
    written = node("return (await load('parts/review_store.js')).scalar(given.text);", text=text)
    assert parse_yaml(f"a: {written}\n".encode(), "x").values == {"a": text}


def test_motion_that_does_not_follow_is_faded_into(node):
    still, other = np.zeros((30, 133)), np.zeros((30, 133))
    other[:, 2] = 1.0
    found = node(
        """
        const { chunkOf } = await load('motion/chunks.js');
        const { timelineOf } = await load('motion/timeline.js');
        const [first, next] = given.parts.map((values) => chunkOf({ values }));
        const timeline = timelineOf([first]);
        timeline.seam();
        timeline.append(next);
        const angles = [];
        for (let at = 25; at < 45; at += 0.5) {
          timeline.sample(at);
          angles.push(2 * Math.asin(timeline.rotations[2]));
        }
        return angles;""",
        parts=[still.tolist(), other.tolist()],
    )
    assert found[0] == 0
    assert found[-1] == pytest.approx(1)
    assert np.abs(np.diff(found)).max() < 0.15


def test_a_sequence_of_rules_has_its_signs_as_marks(node):
    answer = {
        "fps": 25,
        "layout": "smplx",
        "values": np.zeros((100, 133)).tolist(),
        "segments": [
            {"word": "mother", "gloss": "MOTHER", "start": 0.4, "end": 1.0},
            {"word": "bread", "gloss": "BREAD", "start": 1.2, "end": 2.0},
        ],
    }
    found = node(
        """
        globalThis.location = { hash: '', pathname: '', search: '' };
        globalThis.sessionStorage = { getItem: () => null };
        globalThis.document = { baseURI: 'http://127.0.0.1/' };
        const { signedTimeline } = await load('parts/signing_feed.js');
        const timeline = signedTimeline(given.answer, 'Mother, bread.');
        return [timeline.end, timeline.marks.map(({ from, to, word }) => [from, to, word])];""",
        answer=answer,
    )
    assert found == [100, [[0, 10, ""], [10, 25, "mother"], [25, 30, ""], [30, 50, "bread"], [50, 100, ""]]]


def test_the_notice_is_said_in_the_language_of_the_page(node):
    code = """
        globalThis.localStorage = { getItem: () => given.language };
        globalThis.navigator ??= { languages: [] };
        const { noticeText } = await load('parts/interface_text.js');
        return given.notices.map(noticeText);"""
    for language, said in NOTICES.items():
        found = node(code, language=language, notices=[*NOTICES.values(), "only for tests", ""])
        assert found == [*[said] * len(NOTICES), "only for tests", ""]


@pytest.mark.parametrize(
    ("text", "marks", "signs"),
    [
        # A gap in a sign, of a word that stands there once.
        ("Brot essen.", [("Brot", 4), ("", 8), ("Brot", 12), ("essen", 4)], [("Brot", 0, 24), ("essen", 24, 28)]),
        ("Ja, ja.", [("Ja", 4), ("", 8), ("Ja", 4)], [("Ja", 0, 16)]),
        ("Ja ja ja.", [("ja", 4), ("", 8), ("ja", 4)], [("ja", 0, 4), ("ja", 12, 16)]),
        # What comes back behind another sign is shown as it is.
        ("Brot essen.", [("Brot", 4), ("essen", 4), ("Brot", 4)], [("Brot", 0, 4), ("essen", 4, 8), ("Brot", 8, 12)]),
    ],
)
def test_a_sign_with_a_gap_in_it_is_one(node, text, marks, signs):
    code = "return (await load('parts/shown_signs.js')).signsOf({ marks: given.marks });"
    sent, at = [], 0
    for word, frames in marks:
        sent.append({"from": at, "to": at + frames, "word": word, "gloss": "", "text": text})
        at += frames
    found = node(code, marks=sent)
    assert [(each["word"], each["from"], each["to"]) for each in found] == signs


def test_motion_is_forgotten_by_whole_frames(node):
    found = node(
        """
        const { chunkOf } = await load('motion/chunks.js');
        const { Timeline } = await load('motion/timeline.js');
        const timeline = new Timeline();
        timeline.forget(5);
        const said = [timeline.empty];
        for (let at = 0; at < 5; at++) timeline.append(chunkOf({ values: given.values, text: String(at) }));
        timeline.forget(9);
        said.push(timeline.first, timeline.end, timeline.marks.map(({ text }) => text).join(''));
        return said;""",
        values=np.zeros((4, 133)).tolist(),
    )
    assert found == [True, 8, 20, "234"]
