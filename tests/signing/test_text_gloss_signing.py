"""`--method fgdm`: the rules' signs in their order, moved by a gloss model; here an untrained one of a lexicon."""

import pytest
import torch

from signary.cli import main
from signary.corpora.synthetic.gloss_orders import lexicon_units
from signary.generator.fgdm import FGDMConfig, FGDMModel, UnknownGlossError
from signary.io.errors import InputError, NothingToSignError, UnknownLanguageError
from signary.language.languages import resolve
from signary.pose.formats import read_pose
from signary.retrieval.lookup import plan_text
from signary.signing.text_gloss_signing import GlossTextSigner
from signary.signing.text_signer import SigningOptions, make_text_signer

TEXT = "Anna sees 42 dogs. My mother eats bread."
SIZES = {"hidden_size": 16, "ffn_size": 16, "num_attention_heads": 2, "focal_layers": 0, "scg_weight": 0.0}


def make_model(glosses, languages, **settings):
    torch.manual_seed(0)
    sizes = {**SIZES, "gloss_knots": 2, "fps": 10, "max_frames": 200, **settings}
    model = FGDMModel(FGDMConfig(glosses=glosses, languages=languages, notice="a test", **sizes))
    model.mean.copy_(torch.randn(model.mean.shape))
    model.frames_per_gloss.fill_(4)
    return model.eval()


@pytest.fixture(scope="module")
def model():
    return make_model([f"asl:{gloss}" for gloss in lexicon_units("asl")] + ["dgs:HUND"], ["asl", "dgs"])


@pytest.fixture(scope="module")
def folder(model, tmp_path_factory):
    where = tmp_path_factory.mktemp("gloss_model")
    model.save_pretrained(where)
    return where


def test_signs_are_those_of_the_rules_in_their_order(model):
    signed = GlossTextSigner(model, "ase").sign(TEXT)
    items = [item for plan in plan_text(TEXT, resolve("asl")) for item in plan.signed]
    assert [(found.word, found.gloss) for found in signed.segments] == [(item.word, item.gloss) for item in items]
    assert signed.pose.metadata["gloss"] == " ".join(item.gloss for item in items)
    assert (signed.pose.metadata["language"], signed.pose.metadata["notice"]) == ("asl", "a test")
    times = [time for found in signed.segments for time in (found.start, found.end)]
    assert times == sorted(times)
    assert 0 < times[0] < times[-1] < signed.pose.seconds
    assert "1 spelled (Anna)" in signed.account()


def test_every_sentence_is_signed_for_itself(model):
    signer = GlossTextSigner(model, "asl", seed=3)
    both, parts = signer.sign(TEXT), [signer.sign(f"{text.strip()}.") for text in TEXT.split(".")[:2]]
    assert len(both.pose) == sum(len(part.pose) for part in parts)
    assert (both.pose.values == parts[0].pose.concatenate(parts[1].pose).values).all()
    late = parts[0].pose.seconds
    assert both.segments[-1].end == pytest.approx(late + parts[1].segments[-1].end)


def test_a_sentence_that_is_too_long_is_signed_in_halves():
    units = lexicon_units("asl")
    short = make_model([f"asl:{gloss}" for gloss in units], ["asl"], max_frames=60)
    signed = GlossTextSigner(short, "asl").sign("My mother and my father eat bread and my mother sees my dog.")
    assert len(signed.segments) >= 10
    assert len(signed.pose) > 60


def test_a_sign_that_the_model_lacks_is_named_with_its_word(model):
    signer = GlossTextSigner(model, "dgs")
    assert [found.gloss for found in signer.sign("Hund").segments] == ["HUND"]
    with pytest.raises(
        UnknownGlossError, match=r"text: expected one of 1 known glosses of dgs.*, got 'KATZE' of 'Katze'"
    ):
        signer.sign("Hund, Katze")


def test_a_model_of_one_language_signs_what_it_has():
    """One that does not tell languages apart, as models before it."""
    signer = GlossTextSigner(make_model(["HUND"], [], gloss_knots=0), "dgs")
    (found,) = signer.sign("Hund").segments
    assert (found.gloss, found.start) == ("HUND", 0)
    with pytest.raises(UnknownGlossError, match="'KATZE' of 'Katze'"):
        signer.sign("Katze")


def test_mistakes_are_named(model, folder):
    with pytest.raises(UnknownLanguageError, match="language"):
        GlossTextSigner(model, "csl")
    with pytest.raises(NothingToSignError):
        GlossTextSigner(model, "asl").sign(" ")
    for name, value in (("signer", 1), ("speed", 2.0), ("no_retrieval", True), ("dictionaries", ("a.parquet",))):
        with pytest.raises(InputError, match=f"{name}: expected another method, got method fgdm"):
            make_text_signer("fgdm", "asl", SigningOptions(model=str(folder), **{name: value}))
    with pytest.raises(InputError, match="method: expected .* or fgdm, got 'fgmd'"):
        make_text_signer("fgmd", "asl", SigningOptions())


def test_files_of_a_text_and_of_many(capsys, folder, tmp_path):
    (tmp_path / "texts.txt").write_text("Hello!\nMy dog eats.\n", encoding="utf-8")
    common = ["--method", "fgdm", "-l", "asl", "--model", str(folder)]
    outputs = [part for suffix in ("npz", "vtt", "eaf") for part in ("-o", str(tmp_path / f"a.{suffix}"))]
    for flags in (
        [TEXT, "--fps", "20", *outputs],
        ["--input", str(tmp_path / "texts.txt"), "-o", str(tmp_path / "out"), "--format", "npz"],
    ):
        with pytest.raises(SystemExit) as stopped:
            main(["generate", *flags, *common])
        assert stopped.value.code == 0, capsys.readouterr().err
    assert read_pose(tmp_path / "a.npz").fps == 20
    captions = (tmp_path / "a.vtt").read_text(encoding="utf-8")
    assert captions.index("#ANNA") < captions.index("MOTHER") < captions.index("BREAD")
    assert len(list((tmp_path / "out").glob("*.npz"))) == 2


def test_a_line_of_glosses_of_a_language(capsys, folder, tmp_path):
    def run(*flags):
        with pytest.raises(SystemExit) as stopped:
            main(["generate", "--model", str(folder), "-o", str(tmp_path / "a.npz"), *flags])
        captured = capsys.readouterr()
        return stopped.value.code, captured.out + captured.err

    assert run("--gloss", "MOTHER #ANNA")[0] == 0
    assert run("--gloss", "HUND", "--language", "gsg")[0] == 0
    code, said = run("--gloss", "HUND", "--language", "asl")
    assert (code, "known glosses of asl" in said) == (2, True)
