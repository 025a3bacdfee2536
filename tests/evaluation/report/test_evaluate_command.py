"""`signary evaluate`: a whole run with a tiny model, and what it refuses."""

import json
import shutil

import pytest
import torch
from datasets import Dataset, DatasetDict
from safetensors.torch import load_file, save_file

from signary.bundle.bundle import Bundle
from signary.cli import main
from signary.corpora.corpus_spec import save_corpus
from signary.evaluation import metric_ids
from signary.evaluation.back_translation import LoadedRecogniser
from signary.evaluation.measured_joints import wrists
from signary.evaluation.pose_metric import DistanceMetric
from signary.evaluation.signature import PoseSignature
from signary.io.extensions import register_metric
from signary.pipelines.loading import load_text_to_sign
from signary.pose import PoseSequence, get_layout
from signary.pose.feature_statistics import feature_statistics
from signary.pose.kinematics import forward_kinematics
from signary.pose.motion_spec import MotionSpec
from signary.pose.view import to_layout
from signary.retrieval.retrieval_settings import RetrievalSettings
from signary.tokenizer import MotionTokenizer, MotionTokenizerConfig


@pytest.fixture
def run(capsys, corpus_folder, model_folder, recogniser_folder):
    def run(*arguments, model=model_folder, corpus=corpus_folder, recogniser=recogniser_folder):
        flags = ["--model", model, "--corpus", corpus, "--processes", 1]
        flags += [] if recogniser is None else ["--recogniser", recogniser]
        with pytest.raises(SystemExit) as stopped:
            main(["evaluate", *map(str, [*flags, *arguments])])
        captured = capsys.readouterr()
        return stopped.value.code, captured.out, captured.err

    return run


def test_a_whole_run(run, tmp_path):
    out = tmp_path / "report"
    code, printed, err = run("-o", out)
    assert (err, code) == ("", 0)
    assert "(3 sentences, synthetic motion of the rule-based signer)" in printed
    assert sorted(path.name for path in out.iterdir()) == ["images", "report.html", "report.json", "report.md"]
    found = json.loads((out / "report.json").read_text(encoding="utf-8"))
    names = [system["name"] for system in found["systems"]]
    assert names == ["ground truth", "model", "nearest training sentence", "dictionary stitching", "mean pose",
                     "tokenizer reconstruction"]  # fmt: skip
    truth, model, nearest, *_, rebuilt = found["systems"]
    assert truth["metrics"]["dtw-jpe-hand"]["value"] == 0
    assert model["metrics"]["dtw-jpe-hand"]["value"] > nearest["metrics"]["dtw-jpe-hand"]["value"] > 0
    assert nearest["metrics"]["dtw-jpe-hand"]["scores"][2] == 0
    assert "1 of 3 texts stand in training" in nearest["about"]
    assert "length:reference" in rebuilt["metrics"]["dtw-jpe-hand"]["signature"]
    page = (out / "report.html").read_text(encoding="utf-8")
    assert page.count("not comparable with published BLEU") >= 3


def test_a_part_of_the_split_with_drawn_codes_and_without_recogniser(run, tmp_path, monkeypatch, model_folder):
    monkeypatch.setattr("signary.bundle.folder.EMBEDDED", tmp_path / "nothing")
    out = tmp_path / "report"
    assert run("-o", out, "--limit", 2, "--seed", 5, recogniser=None)[0] == 0
    found = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert found["facts"]["codes"] == "drawn, seed 5"
    assert "2 of 3 sentences" in found["facts"]["corpus"]
    text, wanted = found["sentences"][1]["text"], found["systems"][1]["seconds"][1]
    drawn = load_text_to_sign(str(model_folder))(text, language="asl", do_sample=True, seed=5)["pose"]
    assert drawn.seconds == wanted
    assert not found["systems"][0]["readings"]
    assert "back-translation and distances of features were left out" in (out / "report.md").read_text(encoding="utf-8")


def test_without_a_name_the_models_own_recogniser_reads(run, tmp_path, monkeypatch, model_folder, recogniser_folder):
    monkeypatch.setattr("signary.bundle.folder.EMBEDDED", tmp_path / "nothing")
    own = shutil.copytree(model_folder, tmp_path / "model")
    shutil.copytree(recogniser_folder, own / "recogniser")
    code, _, err = run("-o", tmp_path / "report", model=own, recogniser=None)
    assert (err, code) == ("", 0)
    found = json.loads((tmp_path / "report" / "report.json").read_text(encoding="utf-8"))
    assert found["facts"]["recogniser"] == LoadedRecogniser.load(recogniser_folder).name
    assert found["systems"][0]["readings"]


def test_a_model_that_makes_no_motion_is_measured_all_the_same(run, model_folder, tmp_path):
    silent = tmp_path / "silent"
    shutil.copytree(model_folder, silent)
    weights = load_file(silent / "model.safetensors")
    for name in (name for name in weights if name.startswith("heads.") and name.endswith("bias")):
        weights[name][-1] = 100.0
    save_file(weights, silent / "model.safetensors", metadata={"format": "pt"})
    code, _, err = run("-o", tmp_path / "out", model=silent)
    assert (err, code) == ("", 0)
    systems = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))["systems"]
    model, mean = systems[1], systems[4]
    assert "3 of 3 sentences without any motion are the mean pose" in model["about"]
    assert model["metrics"] == mean["metrics"]


def test_mistakes_are_one_line(run, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "kept.txt").write_text("mine")
    code, _, err = run("-o", tmp_path / "full")
    assert code == 2
    assert err.startswith("signary: output: expected a new or empty folder")
    assert (tmp_path / "full" / "kept.txt").read_text() == "mine"
    for arguments, options, message in (
        (("--split", "dev"), {}, "split: expected one of train, test, got 'dev'"),
        ((), {"corpus": tmp_path}, "corpus: expected a folder written by datasets' save_to_disk"),
        ((), {"recogniser": tmp_path}, "recogniser: expected a folder with model.safetensors"),
        ((), {"model": tmp_path}, "model: expected"),
    ):
        code, _, err = run("-o", tmp_path / "out", *arguments, **options)
        assert code == 2, message
        assert message in err
        assert len(err.splitlines()) == 1
        assert not (tmp_path / "out").exists()


@pytest.fixture
def wrist_height():
    """A metric of somebody else's: how far apart the wrists' mean heights are."""
    if "wrist-height" not in metric_ids():
        register_metric("wrist-height", WristHeight)
    return "wrist-height"


class WristHeight(DistanceMetric):
    definition, source, best = "difference of the mean height of the wrists", "this test", 0.0
    signature = PoseSignature("wrist-height", "mean-l1", "none", "none", "wrists", "m")

    def _measure(self, reference, hypothesis):
        heights = [wrists(sequence, complete=True)[..., 1].mean() for sequence in (reference, hypothesis)]
        return abs(heights[0] - heights[1]), 1.0


def test_metrics_that_were_asked_for_are_measured_and_no_others(run, tmp_path, wrist_height):
    out = tmp_path / "report"
    code, printed, err = run("-o", out, "--metric", wrist_height, "--metric", "duration-ratio", "--metric", "bleu-1-zh")
    assert (err, code) == ("", 0)
    assert [line.split()[1] for line in printed.splitlines()[:3]] == ["wrist-height", "duration-ratio", "bleu-1-zh"]
    found = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert all(list(one["metrics"]) == [wrist_height, "duration-ratio", "bleu-1-zh"] for one in found["systems"])
    truth, model, *_ = (one["metrics"][wrist_height] for one in found["systems"])
    assert truth["value"] == 0 < model["value"]
    assert len(model["scores"]) == 3
    assert model["signature"].startswith("wrist-height|cost:mean-l1|")
    page = (out / "report.md").read_text(encoding="utf-8")
    assert f"\n{model['signature']}\n" in page
    assert "wrist-height ↓" in page
    assert "Chosen by wrist-height" in page


def test_without_a_metric_of_readings_no_recogniser_is_loaded(run, tmp_path):
    out = tmp_path / "report"
    assert run("-o", out, "--metric", "dtw-jpe-body", recogniser=tmp_path / "nothing")[0] == 0
    found = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert found["facts"]["recogniser"] == "none"
    assert "Nothing was read off the motion" in (out / "report.md").read_text(encoding="utf-8")


def test_metrics_of_readings_alone(run, tmp_path):
    out = tmp_path / "report"
    code, printed, err = run("-o", out, "--metric", "gloss-wer", "--metric", "fid")
    assert (err, code) == ("", 0)
    assert [line.split()[1] for line in printed.splitlines()[:2]] == ["gloss-wer", "fid"]
    page = (out / "report.md").read_text(encoding="utf-8")
    assert "## Motion" not in page
    assert "gloss-wer ↓" in page


def test_metrics_that_cannot_be_measured_are_named(run, tmp_path, monkeypatch):
    code, _, err = run("-o", tmp_path / "out", "--metric", "dtw-jpe-boddy")
    assert (code, len(err.splitlines())) == (2, 1)
    assert "metric: expected an id such as dtw-jpe-body" in err
    monkeypatch.setattr("signary.bundle.folder.EMBEDDED", tmp_path / "nothing")
    code, _, err = run("-o", tmp_path / "out", "--metric", "kid", recogniser=None)
    wanted = "a recogniser for what is read off motion (there is no recogniser)"
    assert (code, err) == (2, f"signary: metric: expected {wanted}, got kid\n")
    assert not (tmp_path / "out").exists()


@pytest.fixture(scope="module")
def keypoints(rows, untaught, tmp_path_factory):
    """Corpus and model of keypoints, which the embedded recogniser does not read."""
    folder, smplx, layout = tmp_path_factory.mktemp("keypoints"), get_layout("smplx"), get_layout("phoenix50")
    splits, motion = {}, []
    for split, part in rows.items():
        bodies = [to_layout(forward_kinematics(PoseSequence(row["poses"], smplx, row["fps"])), layout) for row in part]
        splits[split] = Dataset.from_list([
            {"id": row["id"], "text": row["text"], "language": "asl", "poses": body.values.tolist(), "fps": 25.0}
            for row, body in zip(part, bodies, strict=True)
        ])  # fmt: skip
        motion += bodies
    save_corpus(DatasetDict(splits), folder / "corpus", layout)
    torch.manual_seed(0)
    sizes = {"body": 6, "left_hand": 7, "right_hand": 8}
    config = MotionTokenizerConfig(layout="phoenix50", width=8, code_dim=4, codebook_sizes=sizes)
    tokenizer = MotionTokenizer(config).eval()
    tokenizer.set_statistics(*feature_statistics(motion, config))
    tokenizer.assign_id()
    model, processor = untaught([row["text"] for row in rows["train"]], sizes, "asl")
    Bundle(model, processor, tokenizer, None, RetrievalSettings("none")).save(folder / "model")
    return {"corpus": folder / "corpus", "model": folder / "model"}


def test_where_no_recogniser_reads_the_motion_back_translation_is_left_out_and_said(run, keypoints, tmp_path):
    why = "the embedded recogniser reads motion of layout smplx, not phoenix50"
    out = tmp_path / "report"
    code, _, err = run("-o", out, **keypoints, recogniser=None)
    assert (code, err) == (0, f"back-translation is left out: {why}; --recogniser names another one\n")
    found = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert found["facts"]["recogniser"] == why
    assert "dtw-jpe-hand" in found["systems"][1]["metrics"]
    page = (out / "report.md").read_text(encoding="utf-8")
    assert why in page
    assert "back-translation and distances of features were left out" in page
    code, _, err = run("-o", tmp_path / "out", "--metric", "kid", **keypoints, recogniser=None)
    assert (code, err) == (2, f"signary: metric: expected a recogniser for what is read off motion ({why}), got kid\n")
    assert not (tmp_path / "out").exists()


def test_a_named_recogniser_that_cannot_read_the_motion_is_an_error(run, keypoints, tmp_path):
    code, _, err = run("-o", tmp_path / "out", **keypoints)
    assert (code, len(err.splitlines())) == (2, 1)
    assert "smplx" in err
    assert "phoenix50" in err


def test_what_a_recogniser_reads_is_told_by_layout_hands_and_language(recogniser):
    smplx, phoenix = (MotionSpec(get_layout(name), 12.5) for name in ("smplx", "phoenix50"))
    assert recogniser.obstacle(smplx, ["asl"]) is None
    assert recogniser.obstacle(phoenix, ["asl"]) == "reads motion of layout smplx, not phoenix50"
    assert recogniser.obstacle(smplx, ["dgs", "asl"]) == "reads asl, not dgs"
    other = MotionSpec(get_layout("smplx"), 25.0, "mano_mean")
    assert recogniser.obstacle(other, ["asl"]) == "reads motion with hand_reference flat, not mano_mean"


TINY_RECOGNISER = (
    *("--d_model", "16", "--encoder_layers", "1", "--decoder_layers", "1", "--encoder_attention_heads", "2"),
    *("--decoder_attention_heads", "2", "--encoder_ffn_dim", "16", "--decoder_ffn_dim", "16", "--text_tokens", "300"),
    *("--steps", "3", "--batch_size", "2", "--warmup", "1", "--evaluate_every", "0"),
)


@pytest.mark.parametrize(
    "layout", ["phoenix50", *(pytest.param(one, marks=pytest.mark.slow) for one in ("openpose137", "holistic"))]
)
def test_recognisers_that_were_trained_on_a_layout_read_it(run, rows, untaught, tmp_path, layout):
    smplx, kind = get_layout("smplx"), get_layout(layout)
    splits, motion = {}, []
    for split, part in rows.items():
        bodies = [to_layout(PoseSequence(row["poses"], smplx, row["fps"]), layout) for row in part]
        splits[split] = Dataset.from_list([
            {"id": row["id"], "text": row["text"], "language": "asl", "poses": body.values.tolist(), "fps": 25.0,
             "confidence": body.certainty.tolist(), "glosses": row["glosses"]}
            for row, body in zip(part, bodies, strict=True)
        ])  # fmt: skip
        motion += bodies
    corpus = tmp_path / "corpus"
    save_corpus(DatasetDict(splits), corpus, kind)
    flags = ["--corpus", corpus, "--corpus_layout", layout, "--layout", layout, "--output", tmp_path / "recogniser"]
    with pytest.raises(SystemExit) as stopped:
        main(["train", "recogniser", *map(str, flags), *TINY_RECOGNISER])
    assert not stopped.value.code
    sizes = {"body": 6, "left_hand": 7, "right_hand": 8}
    tokenizer = MotionTokenizer(MotionTokenizerConfig(layout=layout, width=8, code_dim=4, codebook_sizes=sizes)).eval()
    tokenizer.set_statistics(*feature_statistics(motion, tokenizer.config))
    tokenizer.assign_id()
    model, processor = untaught([row["text"] for row in rows["train"]], sizes, "asl")
    Bundle(model, processor, tokenizer, None, RetrievalSettings("none")).save(tmp_path / "model")
    recogniser = tmp_path / "recogniser" / "model"
    places = {"corpus": corpus, "model": tmp_path / "model", "recogniser": recogniser}
    code, _, err = run("-o", tmp_path / "report", **places)
    assert code == 0, err
    found = json.loads((tmp_path / "report" / "report.json").read_text(encoding="utf-8"))
    assert {"gloss-wer", "bleu-4-zh", "dtw-jpe-hand"} <= set(found["systems"][1]["metrics"])
    flat = len(kind.channels) == 2
    assert ("dtw-pa-jpe-hand" in found["systems"][1]["metrics"]) == (not flat)
    assert (
        "dtw-pa-jpe-hand: needs a layout with three dimensions" in found["facts"].get("metrics left out", "")
    ) == flat
    code, _, err = run("-o", tmp_path / "soke", "--protocol", "soke", **places)
    assert code == 0, err
    (data_set,) = json.loads((tmp_path / "soke" / "report.json").read_text(encoding="utf-8"))["data_sets"]
    assert {"bleu-4-legacy", "rouge-l"} <= set(data_set["reading"])
    assert f"layout:{layout}" in data_set["metrics"]["soke-dtw-jpe-hand"]["signature"]
