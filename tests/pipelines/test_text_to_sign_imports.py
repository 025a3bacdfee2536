"""Whoever is imported first: transformers knows our models and tasks, and nobody imports transformers for nothing."""

import os
import shutil
import subprocess
import sys

import pytest

SIGNS = "assert len(sign('Hello!', language='asl')['codes']) == 8\n"


def run(program, **environment):
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1", **environment}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr


def test_signary_first_with_a_model_of_the_hub(folder, tmp_path):
    commit, cache = "0123456789abcdef" * 2 + "01234567", tmp_path / "hub" / "models--user--name"
    shutil.copytree(folder, cache / "snapshots" / commit)
    (cache / "refs").mkdir()
    (cache / "refs" / "main").write_text(commit)
    run(
        "import sys, signary\n"
        "assert not {'torch', 'transformers'} & set(sys.modules)\n"
        "from transformers import pipeline\n"
        "sign = pipeline('text-to-sign', model='user/name', device='cpu')\n" + SIGNS,
        HF_HOME=str(tmp_path),
    )


def test_transformers_first(folder):
    run(
        "from transformers import pipeline\n"
        "import signary\n"
        f"sign = pipeline('text-to-sign', model={str(folder)!r}, device='cpu')\n" + SIGNS
    )


ALL = """
from pathlib import Path
import signary
from transformers import AutoConfig, AutoModel, AutoProcessor, pipeline
demo = Path(signary.__file__).parent / "demo"
kinds = {}
for part in ("", "motion_tokenizer", "refiner", "fgdm", "recogniser"):
    config = AutoConfig.from_pretrained(demo / part)
    kinds[config.model_type] = type(config) in AutoModel._model_mapping
assert kinds == dict.fromkeys(("sign_mbart", "motion_tokenizer", "hybridsign", "fgdm", "sign_recogniser"), True), kinds
assert type(AutoModel.from_pretrained(demo / "motion_tokenizer")).__name__ == "MotionTokenizer"
assert type(AutoProcessor.from_pretrained(demo / "recogniser")).__name__ == "RecogniserProcessor"
assert pipeline("gloss-to-sign", model=str(demo / "fgdm"), device="cpu").task == "gloss-to-sign"
"""


@pytest.mark.parametrize(
    "first",
    [
        "from transformers import AutoConfig",
        "import signary\nfrom transformers import MBartForConditionalGeneration",
        "from signary.bundle.bundle import Bundle",
    ],
)
def test_every_model_type_is_known(first):
    run(f"{first}\n{ALL}")
