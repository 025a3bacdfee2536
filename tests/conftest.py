"""What holds for all tests, and what tests of several rooms are made of."""

from pathlib import Path

import pytest
import torch
from datasets import Dataset, DatasetDict

from signary.corpora.synthetic.signing import SigningJob, corpus_features, sign_job
from signary.evaluation.back_translation import RecogniserConfig, RecogniserProcessor, SignRecogniser
from signary.generator.sign_mbart import (
    SignMBartConfig,
    SignMBartForConditionalGeneration,
    SignMBartProcessor,
    train_text_tokenizer,
)
from signary.language import languages
from signary.pose.feature_statistics import feature_statistics

#: Fixtures of a text-to-sign model, for tests of several rooms.
pytest_plugins = ["tiny_text_to_sign"]

SIZES = {
    "d_model": 16,
    "encoder_layers": 1,
    "decoder_layers": 1,
    "encoder_attention_heads": 2,
    "decoder_attention_heads": 2,
    "encoder_ffn_dim": 32,
    "decoder_ffn_dim": 32,
}


#: What other kernels and other addresses of memory may change in motion, as a share of its largest number.
MOTION_TOLERANCE = 1e-5


#: Where the suite compares what one network or transform makes in several ways: marked `kernels`, but for what trains.
ROUNDING = (
    "evaluation/back_translation",
    "generator",
    "nn",
    "bundle/test_model_folder.py",
    "streaming/test_session.py",
    "pose/formats",
    "pose/test_geometry.py",
    "pose/test_kinematics.py",
    "pose/test_rotations.py",
    "pose/test_view.py",
    "test_embedded_model.py",
    "tokenizer",
)


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    rounding = tuple(here / name for name in ROUNDING)
    for item in items:
        if any(item.path.is_relative_to(path) for path in rounding) and "overfit" not in item.fixturenames:
            item.add_marker("kernels")


def pytest_addoption(parser):
    parser.addoption("--torch-threads", type=int, default=1, help="threads of torch in every test process")


@pytest.fixture(autouse=True, scope="session")
def torch_threads(request):
    """One thread by default: the suite runs on all cores already."""
    torch.set_num_threads(request.config.getoption("--torch-threads"))


@pytest.fixture(autouse=True, scope="module")
def languages_forgotten():
    """Languages that corpora of a module brought with them by their codes are gone after it."""
    before = set(languages._met)
    yield
    for met in languages._met - before:
        languages._languages.pop(met, None)
        languages._files.pop(met, None)
    languages._met.intersection_update(before)


@pytest.fixture(scope="session")
def assert_same_motion():
    """Compare motion of the same model and input, to `MOTION_TOLERANCE` of its largest number (at least of 1).

    Kernels are chosen by processor, number of rows and address of weights, and each rounds its sums otherwise.
    """

    def check(one, other):
        one, other = (torch.as_tensor(each).detach() for each in (one, other))
        largest = max(1.0, float(other.nan_to_num().abs().max())) if other.numel() else 1.0
        torch.testing.assert_close(one, other, rtol=0, atol=MOTION_TOLERANCE * largest, equal_nan=True)

    return check


@pytest.fixture(scope="session")
def assert_same_weights():
    """Compare parameters and buffers of two models, those that no checkpoint holds too, bit for bit."""

    def check(one, other):
        for kind in ("named_parameters", "named_buffers"):
            first, second = (dict(getattr(model, kind)()) for model in (one, other))
            assert first.keys() == second.keys()
            for name, value in first.items():
                assert torch.equal(value, second[name]), name

    return check


@pytest.fixture(scope="session")
def overfit():
    """Train on one batch of forward's keywords for some steps, in place; the outputs of all steps."""

    def run(model, batch, steps, rate):
        optimizer, outputs = torch.optim.Adam(model.parameters(), rate), []
        model.train()
        for _ in range(steps):
            optimizer.zero_grad()
            outputs.append(model(**batch))
            outputs[-1].loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            optimizer.step()
        model.eval()
        return outputs

    return run


@pytest.fixture(scope="session")
def sign_splits():
    """Sentences with marked glosses, a tuple a split, and a language -> signed rows, a list a split."""

    def make(marked, language):
        return {
            split: [
                sign_job(SigningJob(f"{split}-{at}", sentence, language, "plain", 0, 25.0, 0))
                for at, sentence in enumerate(sentences)
            ]
            for split, sentences in marked.items()
        }

    return make


@pytest.fixture(scope="session")
def save_splits(tmp_path_factory):
    """Rows, a list a split -> folder of a corpus."""

    def save(rows):
        folder = tmp_path_factory.mktemp("corpus") / "sentences"
        splits = {split: Dataset.from_list(part, features=corpus_features()) for split, part in rows.items()}
        DatasetDict(splits).save_to_disk(str(folder))
        return folder

    return save


@pytest.fixture(scope="session")
def untaught():
    """Texts, codebook sizes, a language -> a generator that has learnt nothing: it signs noise, but its own."""

    def make(texts, codebook_sizes, language):
        text_tokenizer = train_text_tokenizer(texts, 300)
        torch.manual_seed(0)
        names = {"vocab_size": len(text_tokenizer), "codebook_sizes": codebook_sizes, "languages": [language]}
        model = SignMBartForConditionalGeneration(
            SignMBartConfig(**SIZES, **names, max_position_embeddings=128, init_std=0.2)
        ).eval()
        with torch.no_grad():
            for head in model.heads:
                head.bias[-1] -= 20.0  # it goes on until it is stopped, so that there is motion to measure
        return model, SignMBartProcessor.for_vocabulary(text_tokenizer, model.config.vocabulary, max_length=128)

    return make


@pytest.fixture(scope="session")
def save_recogniser(tmp_path_factory):
    """Rows, a list a split, their language, and motion -> folder of a recogniser that has learnt nothing."""

    def save(rows, language, sequences, **settings):
        everything = [row for part in rows.values() for row in part]
        processor = RecogniserProcessor.train(
            [(language, row["text"], row["gloss"].split()) for row in everything], 300
        )
        torch.manual_seed(0)
        names = {"vocab_size": len(processor.tokenizer), "glosses": processor.glosses, "languages": processor.languages}
        settings |= {"max_position_embeddings": 24, "trained_on": "synthetic signing"}
        model = SignRecogniser(RecogniserConfig(**SIZES, **names, **settings))
        model.set_statistics(*feature_statistics(sequences, model.config))
        folder = tmp_path_factory.mktemp("recogniser")
        model.save_pretrained(folder)
        processor.save_pretrained(folder)
        return folder

    return save
