"""From an archive to a signed sentence: everything that the wheel promises, where no checkout is."""

import json
import sys
import tarfile

import numpy as np
import pytest
from fresh_environment import CORPORA, ROOT, Environment, content, done

pytestmark = [pytest.mark.slow, pytest.mark.network]

SENTENCE = "Morgen regnet es im Norden."
#: Flags of the stages and of what stands between them, in the order in which one needs another.
WAY = """
corpus prepare recordings --format motion-files --table recordings.csv --language dgs -o recorded
train tokenizer --preset smoke --corpus sentences signs recorded --output runs/tokenizer
corpus encode --tokenizer runs/tokenizer/model --corpus sentences --output runs/codes
dictionary build --tokenizer runs/tokenizer/model --input signs -o runs/dictionary.parquet
train generator --preset smoke --codes runs/codes --dictionary runs/dictionary.parquet --output runs/generator
model assemble --tokenizer runs/tokenizer/model --generator runs/generator/model \
 --dictionary runs/dictionary.parquet -o coarse
train hybridsign --preset smoke --model coarse --corpus sentences --output runs/refiner
train fgdm --preset smoke --corpus sentences --output runs/fgdm
train recogniser --preset smoke --corpus sentences --output runs/recogniser
model assemble --tokenizer runs/tokenizer/model --generator runs/generator/model --dictionary runs/dictionary.parquet \
 --refiner runs/refiner/model --gloss-model runs/fgdm/model --recogniser runs/recogniser/model -o own
model card own --license apache-2.0 --dataset demo-corpus --name somebody/own
"""
PIPELINE = f"""
from transformers import pipeline
import numpy, signary
sign = pipeline("text-to-sign", model="own")
pose = sign({SENTENCE!r}, language="dgs")["pose"]
assert pose.layout.name == "smplx", pose.layout
numpy.save("offline.npy", pose.values)
glosses = sign.bundle.gloss_model.config.glosses[:2]
print(" ".join(glosses))
"""
#: Some that need no package for developers but pytest and hypothesis.
OWN_TESTS = ("tests/docs", "tests/language", "tests/io", "tests/test_cli.py", "tests/test_public_names.py")


@pytest.fixture(scope="session")
def archives(tmp_path_factory):
    """Source archive, wheel of the checkout, wheel of the source archive."""
    folder = tmp_path_factory.mktemp("archives")
    build = [sys.executable, "-m", "uv", "build", "--quiet"]
    done([*build, "--sdist", "-o", folder, ROOT])
    (source,) = folder.glob("*.tar.gz")
    done([*build, "--wheel", "-o", folder / "checkout", ROOT])
    done([*build, "--wheel", "-o", folder / "source", source])
    (wheel,), (again,) = ((folder / made).glob("*.whl") for made in ("checkout", "source"))
    return source, wheel, again


@pytest.fixture(scope="session")
def fresh(archives, tmp_path_factory):
    """The environment with the checkout's wheel."""
    environment = Environment(tmp_path_factory.mktemp("fresh"))
    environment.install(archives[1])
    return environment


def test_both_wheels_hold_every_file_of_the_package(archives):
    wheel, again = map(content, archives[1:])
    assert wheel == again
    places = {"signary": ROOT / "signary", "signary/dictionaries": ROOT / "dictionaries"}
    files = {
        f"{name}/{path.relative_to(place).as_posix()}"
        for name, place in places.items()
        for path in place.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {name for name in wheel if ".dist-info/" not in name} == files


@pytest.fixture(scope="module")
def model(fresh):
    """A model folder of parts that were all trained in the fresh environment."""
    fresh("python", CORPORA)
    for command in WAY.replace("\\\n", "").strip().splitlines():
        fresh("signary", *command.split())
    return fresh.work / "own"


def test_the_package_is_the_installed_one(fresh):
    place = fresh("python", "-c", "import signary, sys; print(signary.__file__, *sys.path, sep='\\n')")
    assert place.splitlines()[0].startswith(str(fresh.programs.parent))
    assert str(ROOT) not in place


def test_the_folder_is_whole(fresh, model):
    parts = ("motion_tokenizer", "refiner", "fgdm", "recogniser", "dictionary")
    assert [name for name in parts if not (model / name).is_dir()] == []
    assert "dgs" in fresh("signary", "model", "info", "own")
    assert "somebody/own" in (model / "README.md").read_text(encoding="utf-8")


def test_the_pipeline_and_the_stream_sign_the_same(fresh, model):
    glosses = fresh("python", "-c", PIPELINE).splitlines()[-1]
    said = fresh("signary", "stream", SENTENCE, "--language", "dgs", "--model", model)
    chunks = [json.loads(line) for line in said.splitlines()]
    streamed = np.array([frame for chunk in chunks for frame in chunk["values"]], dtype=float)
    offline = np.load(fresh.work / "offline.npy")
    assert len(offline) > 0
    np.testing.assert_allclose(streamed, offline, atol=1e-4)
    fresh("signary", "generate", "--gloss", glosses, "--model", model, "--length", "40", "-o", "gloss.npz")
    with np.load(fresh.work / "gloss.npz") as found:
        assert len(found["values"]) == 40


def test_the_model_is_measured(fresh, model):
    flags = ["--corpus", "sentences", "--split", "dev", "--limit", "2"]
    fresh("signary", "evaluate", "--model", model, *flags, "-o", "report")
    report = json.loads((fresh.work / "report" / "report.json").read_text())
    assert report["systems"][1]["metrics"]


def test_accelerate_launches_what_the_wheel_has(fresh, model):
    launch = ["launch", "--cpu", "--num_processes", "1", "-m", "signary.training.generator"]
    assert "--decoding" in fresh("accelerate", *launch, "--help")
    flags = ["--preset", "smoke", "--codes", "runs/codes", "--retrieval", "none", "--steps", "2"]
    fresh("accelerate", *launch, *flags, "--output", "runs/launched")
    assert (fresh.work / "runs" / "launched" / "model" / "model.safetensors").is_file()


def test_the_source_archive_makes_a_wheel_that_signs_and_passes_its_own_tests(fresh, model, archives):
    source, _, again = archives
    fresh.install("--force-reinstall", "--no-deps", again)
    fresh("signary", "generate", SENTENCE, "--language", "dgs", "-o", "embedded.npz")
    assert fresh("signary", "stream", SENTENCE, "--language", "dgs", "--model", model)
    fresh.install("pytest", "hypothesis")
    with tarfile.open(source) as files:
        files.extractall(fresh.work, filter="data")
    said = fresh("pytest", *OWN_TESTS, cwd=fresh.work / source.name.removesuffix(".tar.gz"))
    assert " passed" in said.splitlines()[-1]
