"""Tiny parts of a text-to-sign model that fit, or do not."""

from signary.evaluation.back_translation import RecogniserConfig, RecogniserProcessor, SignRecogniser
from signary.generator.fgdm import FGDMConfig, FGDMModel
from signary.generator.hybridsign import HybridSignConfig, HybridSignModel

SENTENCES = [("asl", "Mother eats bread.", ["MOTHER", "EAT"]), ("dgs", "Es regnet.", ["REGEN"])]


def make_refiner(tokenizer, **settings):
    sizes = {"hidden_size": 16, "joint_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2, "text_size": 16}
    return HybridSignModel(HybridSignConfig(**sizes | {"coarse_sigma": 0.1, "fps": tokenizer.config.fps} | settings))


def make_recogniser(sentences=SENTENCES, **settings):
    """A recogniser and its processor."""
    processor = RecogniserProcessor.train(sentences, 300)
    names = {"vocab_size": len(processor.tokenizer), "glosses": processor.glosses, "languages": processor.languages}
    sizes = {"d_model": 16, "encoder_layers": 2, "decoder_layers": 1, "max_position_embeddings": 24}
    heads = {"encoder_attention_heads": 2, "decoder_attention_heads": 2}
    widths = {"encoder_ffn_dim": 32, "decoder_ffn_dim": 32}
    return SignRecogniser(RecogniserConfig(**names, **sizes, **heads, **widths, **settings)), processor


def make_gloss_model():
    sizes = {"hidden_size": 16, "ffn_size": 32, "num_attention_heads": 2, "focal_layers": 1, "focal_channels": 4}
    model = FGDMModel(FGDMConfig(fps=10, glosses=["MORGEN", "REGEN", "NORD"], max_frames=40, **sizes))
    model.frames_per_gloss.fill_(5)
    return model


def save_both(folder, model, processor):
    model.save_pretrained(folder)
    processor.save_pretrained(folder)
    return folder
