"""A tiny recogniser of three languages, three sentences and their motion."""

import pytest
import torch
from three_sentences import LENGTHS, SENTENCES, motion

from signary.evaluation.back_translation import RecogniserConfig, RecogniserProcessor, SignRecogniser, motion_batch


@pytest.fixture(scope="session")
def processor():
    return RecogniserProcessor.train(SENTENCES, 300)


@pytest.fixture(scope="session")
def make(processor):
    """Settings -> a recogniser with random weights and statistics."""

    def build(**settings):
        torch.manual_seed(0)
        sizes = {
            "d_model": 16,
            "encoder_layers": 2,
            "decoder_layers": 1,
            "encoder_attention_heads": 2,
            "decoder_attention_heads": 2,
            "encoder_ffn_dim": 32,
            "decoder_ffn_dim": 32,
            "max_position_embeddings": 24,
            "layout": "phoenix50",
        }
        names = {"vocab_size": len(processor.tokenizer), "glosses": processor.glosses, "languages": processor.languages}
        model = SignRecogniser(RecogniserConfig(**sizes | names | settings)).eval()
        size = model.encoder.mean.shape
        model.set_statistics(torch.randn(size), torch.rand(size) + 0.5)
        torch.nn.init.normal_(model.encoder.embedding.missing.weight)
        return model

    return build


@pytest.fixture(scope="session")
def model(make):
    return make()


@pytest.fixture(scope="session")
def trained(make, sequences, labels, overfit):
    """Knows the three sentences by heart, and the losses on its way."""
    model = make(dropout=0.0, label_smoothing=0.0)
    batch = motion_batch(sequences, model.config)
    outputs = overfit(model, {**batch._asdict(), **labels}, 60, 0.01)
    return model, [(out.recognition_loss.item(), out.translation_loss.item()) for out in outputs]


@pytest.fixture(scope="session")
def sequences():
    return [motion(frames, seed) for seed, frames in enumerate(LENGTHS)]


@pytest.fixture(scope="session")
def languages():
    return [language for language, _, _ in SENTENCES]


@pytest.fixture(scope="session")
def labels(processor, languages):
    return processor.labels([text for _, text, _ in SENTENCES], [found for _, _, found in SENTENCES], languages)
