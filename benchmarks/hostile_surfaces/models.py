"""Model folders: JSON and weights of a generator with its parts, of a gloss model, a tokenizer, a refiner, a reader.

Each is tiny and real, written by `save_pretrained`; what loads is used once, as some damage shows only then.
"""

from __future__ import annotations

import json
import pickle
import random
import struct
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load, save

from hostile_surfaces.mutating import BINARY, JSON, change_json, insert_word, nested, truncate
from hostile_surfaces.surface import Files, Mutator, Surface
from signary.bundle.bundle import Bundle
from signary.evaluation.back_translation import LoadedRecogniser, RecogniserConfig, RecogniserProcessor, SignRecogniser
from signary.evaluation.back_translation.recognition import read_motion
from signary.generator.fgdm import FGDMConfig, FGDMModel
from signary.generator.hybridsign import HybridSignConfig, HybridSignModel
from signary.generator.sign_mbart import (
    SignMBartConfig,
    SignMBartForConditionalGeneration,
    SignMBartProcessor,
    train_text_tokenizer,
)
from signary.nn.loading import load_model
from signary.pipelines.loading import load_gloss_to_sign, load_text_to_sign
from signary.pose.feature_statistics import feature_statistics
from signary.pose.registry import get_layout
from signary.pose.sequence import PoseSequence
from signary.retrieval.builder import IsolatedSign, build_dictionary
from signary.retrieval.retrieval_settings import RetrievalSettings
from signary.signing.rule_based import sign_text
from signary.tokenizer import MotionTokenizer, MotionTokenizerConfig

_WEIGHTS = "model.safetensors"
SIZES: dict[str, Any] = {
    "d_model": 16,
    "encoder_layers": 1,
    "decoder_layers": 1,
    "encoder_attention_heads": 2,
    "decoder_attention_heads": 2,
    "encoder_ffn_dim": 32,
    "decoder_ffn_dim": 32,
}
SENTENCES = [("asl", "Mother eats bread.", ("MOTHER", "EAT", "BREAD")), ("dgs", "Es regnet.", ("REGNEN",))]
#: What a config may be made to say so that code would run, or files elsewhere be read.
_REQUESTS: tuple[dict[str, Any], ...] = (
    {"auto_map": {"AutoConfig": "code.Config", "AutoModel": "code.Model", "AutoProcessor": "code.Model"}},
    {"auto_map": {"AutoModel": "other/repository--code.Model"}},
    {"custom_pipelines": {"text-to-sign": {"impl": "code.Model", "pt": ["AutoModel"]}}},
    {"quantization_config": {"quant_method": "gptq", "bits": 4}},
    {"transformers_weights": "../../../weights.safetensors"},
    {"attn_implementation": "kernels-community/flash-attn2"},
    {"_attn_implementation": "kernels-community/flash-attn2"},
    {"_attn_implementation_internal": "someone/kernel:attention"},
    {"attn_implementation": {"": "someone/kernel"}},
    {"experts_implementation": "someone/kernel"},
    {"dtype": "load"},
    {"torch_dtype": "nn"},
    {"architectures": ["BertModel"]},
    {"model_type": "bert"},
    {"tokenizer_file": "/etc/passwd"},
    {"attribute_map": {"d_model": "decoder_layers"}},
    {"per_layer_config": {"0": {"d_model": 3}}},
)
_HUGE = (10**6, 10**9, 2**31, 2**62)


def write_generator(folder: Path) -> None:
    """A text-to-sign model with all its parts."""
    torch.manual_seed(0)
    config = MotionTokenizerConfig(
        width=8, code_dim=4, codebook_sizes={"body": 6, "left_hand": 7, "right_hand": 8}, causal_decoder=True
    )
    poses = {word: sign_text(word, "asl").pose for word in ("mother", "bread")}
    tokenizer = MotionTokenizer(config)
    tokenizer.set_statistics(*feature_statistics(poses.values(), config))
    tokenizer.assign_id()
    signs = [IsolatedSign((word,), "asl", pose, gloss=word.upper()) for word, pose in poses.items()]
    tokenizer.train(False)
    dictionary = build_dictionary(signs, tokenizer, progress=False).dictionary
    text_tokenizer = train_text_tokenizer([text for _, text, _ in SENTENCES], 280)
    settings = SignMBartConfig(
        **SIZES,
        vocab_size=len(text_tokenizer),
        max_position_embeddings=128,
        codebook_sizes=dict(config.codebook_sizes or {}),
        languages=["asl", "dgs"],
        num_signers=2,
    )
    model = SignMBartForConditionalGeneration(settings)
    with torch.no_grad():
        for head in model.heads:
            head.bias[-1] -= 20.0  # it goes on until it is stopped
    processor = SignMBartProcessor.for_vocabulary(text_tokenizer, settings.vocabulary, max_length=128)
    Bundle(model, processor, tokenizer, dictionary, RetrievalSettings(), _refining("smplx")).save(folder)


def _refining(layout: str) -> HybridSignModel:
    config = HybridSignConfig(
        layout=layout,
        hidden_size=16,
        joint_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        text_size=16,
        window=6,
        coarse_sigma=0.1,
    )
    model = HybridSignModel(config)
    model.train(False)
    return model


def write_one(write: Callable[[Path], None], folder: Path) -> None:
    """One input, which `write` writes."""
    write(folder / "one")


def _refiner(folder: Path) -> None:
    torch.manual_seed(0)
    _refining("phoenix50").save_pretrained(folder)


def _tokenizer(folder: Path) -> None:
    torch.manual_seed(0)
    sizes = {"body": 6, "left_hand": 7, "right_hand": 8}
    tokenizer = MotionTokenizer(MotionTokenizerConfig(width=8, code_dim=4, codebook_sizes=sizes))
    tokenizer.assign_id()
    tokenizer.save_pretrained(folder)


def write_gloss_model(folder: Path) -> None:
    """A gloss model of two glosses."""
    torch.manual_seed(0)
    sizes: dict[str, Any] = {
        "hidden_size": 16,
        "ffn_size": 16,
        "num_attention_heads": 2,
        "focal_layers": 1,
        "focal_channels": 2,
    }
    layers: dict[str, Any] = {"general_layers": 1, "gloss_layers": 1, "sampling_steps": 2, "max_frames": 40}
    FGDMModel(FGDMConfig(fps=5, glosses=("HELLO", "YOU"), **sizes, **layers)).save_pretrained(folder)


def _recogniser(folder: Path) -> None:
    torch.manual_seed(0)
    processor = RecogniserProcessor.train(SENTENCES, 280)
    names: dict[str, Any] = {"vocab_size": len(processor.tokenizer), "glosses": processor.glosses}
    names["languages"] = processor.languages
    config = RecogniserConfig(**SIZES, **names, max_position_embeddings=24, layout="phoenix50")
    SignRecogniser(config).save_pretrained(folder)
    processor.save_pretrained(folder)


def _sign(folder: Path) -> object:
    return load_text_to_sign(str(folder), device="cpu")("Hello, mother!", language="asl", max_new_tokens=4)


def _sign_glosses(folder: Path) -> object:
    return load_gloss_to_sign(str(folder))("HELLO YOU", lengths=8)


def decode(folder: Path) -> object:
    """Load a motion tokenizer, and use it."""
    tokenizer = load_model(MotionTokenizer, folder)
    return tokenizer.decode(torch.zeros(1, 2, len(tokenizer.config.column_names), dtype=torch.long))


def _refine(folder: Path) -> object:
    model = load_model(HybridSignModel, folder)
    state = model.start_stream(torch.zeros(1, 0, model.config.text_size))
    return model.next_frames(state, torch.zeros(1, 4, len(model.mean)), steps=1)


def _read_signs(folder: Path) -> object:
    loaded = LoadedRecogniser.load(folder)
    motion = PoseSequence(
        np.random.default_rng(0).normal(size=(12, 150)).astype(np.float32), get_layout("phoenix50"), 25.0
    )
    return read_motion(loaded.model, loaded.processor, [motion], ["asl"])


@cache
def valid(write: Callable[[Path], None]) -> Files:
    """The files that `write` writes into a folder."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder))
        return {
            str(path.relative_to(folder)): path.read_bytes()
            for path in sorted(Path(folder).rglob("*"))
            if path.is_file()
        }


class _Runs:
    """What a pickle in the place of weights would do."""

    def __reduce__(self) -> tuple[Any, ...]:
        return exec, ("open('signary_canary', 'w')",)


def _attacks(write: Callable[[Path], None]) -> Sequence[Files]:
    """Folders that ask for code, for other files, or for far more than they hold."""
    files = valid(write)
    config = json.loads(files["config.json"])

    def saying(**settings: Any) -> Files:
        return files | {"config.json": json.dumps(config | settings).encode()}

    found = [saying(**request) for request in _REQUESTS]
    found += [saying(**{name: size}) for name, value in config.items() if type(value) is int for size in _HUGE[:2]]
    found += [saying(x=nested(200, "list")), files | {"config.json": b"[" * 100_000}]
    program = pickle.dumps(_Runs())
    bare = {name: content for name, content in files.items() if name != _WEIGHTS}
    found += [bare, *(bare | {name: program} for name in ("pytorch_model.bin", "model.pt", "adapter_model.bin"))]
    found += [
        bare | {"pytorch_model.bin.index.json": b'{"metadata": {}, "weight_map": {"a": "x.bin"}}', "x.bin": program}
    ]
    adapter = json.dumps({"base_model_name_or_path": "../other", "peft_type": "LORA"}).encode()
    found += [files | {"adapter_config.json": adapter}, bare | {"adapter_config.json": adapter}]
    found += [files | {"code.py": b"open('signary_canary', 'w')", "custom_generate/generate.py": b"raise SystemExit"}]
    names = load(files[_WEIGHTS])
    for place in ("../one/model.safetensors", "/etc/passwd", "x.bin", ""):
        index = {"metadata": {}, "weight_map": dict.fromkeys(names, place)}
        found.append(bare | {"model.safetensors.index.json": json.dumps(index).encode(), "x.bin": program})
    return [*found, *_poor_weights(files)]


def _poor_weights(files: Files) -> list[Files]:
    """Weights that lack one, have one too many, or one of another shape or kind."""
    weights = load(files[_WEIGHTS])
    first = next(name for name, one in weights.items() if one.dim() and one.is_floating_point())
    others: tuple[dict[str, torch.Tensor], ...] = (
        {name: one for name, one in weights.items() if name != first},
        weights | {"another": torch.zeros(2)},
        weights | {first: torch.zeros(3, 5)},
        weights | {first: weights[first].to(torch.int32)},
        {},
    )
    return [files | {_WEIGHTS: save(one, {"format": "pt"})} for one in others]


def change_header(content: bytes, dice: random.Random) -> bytes:
    """The header of a safetensors file changed as JSON, its length put right or wrong."""
    length = int.from_bytes(content[:8], "little")
    if length > len(content):
        return truncate(content, dice)
    header = dice.choice((change_json, change_json, insert_word))(content[8 : 8 + length], dice)
    said = dice.choice((len(header),) * 6 + (0, 2**63, 2**64 - 1, len(content)))
    return struct.pack("<Q", said) + header + content[8 + length :]


_HEADERS: tuple[Mutator, ...] = (*BINARY, *[change_header] * 12)
_KINDS: dict[str, tuple[Callable[[Path], None], Callable[[Path], object]]] = {
    "text_to_sign": (write_generator, _sign),
    "gloss_to_sign": (write_gloss_model, _sign_glosses),
    "motion_tokenizer": (_tokenizer, decode),
    "refiner": (_refiner, _refine),
    "recogniser": (_recogniser, _read_signs),
}
_BINARY_SUFFIXES: dict[str, Sequence[Mutator]] = {".safetensors": _HEADERS, ".parquet": BINARY, "": BINARY}
_PARTS = ("motion_tokenizer", "refiner")
_BESIDE_WEIGHTS = frozenset(
    (
        *("config.json", "generation_config.json", "processor_config.json", "tokenizer.json", "tokenizer_config.json"),
        *(f"{part}/{name}" for part in _PARTS for name in ("config.json", "generation_config.json")),
        *("dictionary/dictionary.parquet", "dictionary/retrieval.json"),
    )
)
SURFACES = (
    *(
        Surface(
            name,
            partial(write_one, write),
            read,
            {".json": JSON, **_BINARY_SUFFIXES},
            partial(_attacks, write),
            frozenset({_WEIGHTS, *(f"{part}/{_WEIGHTS}" for part in _PARTS)}),
        )
        for name, (write, read) in _KINDS.items()
    ),
    *(
        Surface(
            f"{name}_weights",
            partial(write_one, write),
            read,
            _BINARY_SUFFIXES,
            whole=_BESIDE_WEIGHTS,
        )
        for name, (write, read) in _KINDS.items()
        if name in ("text_to_sign", "gloss_to_sign", "recogniser")
    ),
)
