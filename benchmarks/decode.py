"""How much faster the generator decodes than the loop of the released code, and multi-head than sequential decoding.

Random weights, the same for all four ways; heads are untied, drawn with a standard deviation of 0.1; `</s>` is
suppressed, so that each way takes exactly `--steps` steps (sequential decoding: three times as many positions). One
prompt; the time is that of encoding it and of all steps.

- reference: the whole prefix again at every step, one projection of all its positions to the whole vocabulary (text
  and motion), then at the last position for each part everything else masked with −inf, softmax, argmax;
- fp32, bf16: `decode_steps`, multi-head;
- sequential: `decode_steps` in fp32, one part after another.

The four take turns; ratios are taken within a round. Greedy codes of reference and fp32 are compared as far as the
smallest gap between the best two logits is more than ten times the largest difference of their logits.

    python benchmarks/decode.py --size large --steps 100 --source-tokens 110 --vocab 30000 --json
"""

from __future__ import annotations

import argparse
import copy
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# Before torch is imported: a step is hundreds of short parallel sections, and threads that sleep between them (as
# `common` asks for) take longer to wake up than to compute.
os.environ.setdefault("GOMP_SPINCOUNT", "300000")

import torch
from common import parallel_speedup, report, verdict
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from signary.generator.sign_mbart import Sampling, SignMBartConfig, SignMBartForConditionalGeneration

#: Layers of encoder and decoder, model size, feed-forward size, attention heads.
SIZES = {"large": (12, 1024, 4096, 16), "small": (2, 128, 512, 4)}
HEAD_STD, SUPPRESSED, SEED, WARM_UP = 0.1, -1e4, 0, 3
#: Of size large.
BARS = {
    "decode.speedup_fp32": (">=", 5.0),
    "decode.speedup_bf16": (">=", 8.0),
    "decode.multihead_over_sequential": ("<=", 0.45),
    "decode.tokens_equal": (">=", 1.0),
    "decode.distinct_triples": (">=", 50.0),
}
#: These are no times, and a busy machine does not change them.
TIMELESS = ("decode.tokens_equal", "decode.distinct_triples")

#: From (prompt (1, S), steps) to codes (1, L, P) of one way to decode.
Way = Callable[[Tensor, int], Tensor]


def make_model(size: str, vocab: int) -> SignMBartForConditionalGeneration:
    """A generator with random weights that never says `</s>`."""
    layers, width, inner, heads = SIZES[size]
    torch.manual_seed(SEED)
    config = SignMBartConfig(
        vocab_size=vocab,
        d_model=width,
        encoder_layers=layers,
        decoder_layers=layers,
        encoder_ffn_dim=inner,
        decoder_ffn_dim=inner,
        encoder_attention_heads=heads,
        decoder_attention_heads=heads,
        scale_embedding=True,
    )
    model = SignMBartForConditionalGeneration(config)
    model.eval()  # type: ignore[no-untyped-call]
    with torch.no_grad():
        for head in model.heads:
            head.weight.normal_(std=HEAD_STD)
            head.bias.zero_()
            head.bias[-1] = SUPPRESSED
    return model


def make_prompt(model: SignMBartForConditionalGeneration, tokens: int) -> Tensor:
    """Random text of so many tokens, `</s>` and language included, (1, S)."""
    ids = torch.randint(4, model.config.vocab_size, (1, tokens))
    ids[0, -2:] = torch.tensor([model.config.eos_id, model.config.vocabulary.language_id("dgs")])
    return ids


class Reference:
    """The loop of the released code, with the model's weights.

    Attributes:
        logits: Of the last run: the last position's logits of each step over the whole vocabulary, (V,).
    """

    def __init__(self, model: SignMBartForConditionalGeneration) -> None:
        self.model, self.logits = model, list[Tensor]()
        config, vocabulary = model.config, model.config.vocabulary
        text = torch.randn(config.vocab_size, config.d_model) * HEAD_STD
        codes = [head.weight[:-1].detach() for head in model.heads]
        self.matrix = torch.cat([text, *codes])
        self.masks = []
        for first, size in zip(vocabulary.motion_offsets, vocabulary.codebook_sizes, strict=True):
            mask = torch.full((len(self.matrix),), -torch.inf)
            mask[first : first + size] = 0
            self.masks.append(mask)

    @torch.no_grad()
    def __call__(self, ids: Tensor, steps: int) -> Tensor:
        """Codes (1, L, P) of a prompt (1, S)."""
        model, vocabulary = self.model, self.model.config.vocabulary
        source, offsets = model.encode(ids), torch.tensor(vocabulary.motion_offsets)
        weights = torch.tensor(model.scheme.weights)[:, None]
        inputs = model.scheme.start_ids(source.language_ids)[:, None]  # (1, N, P)
        self.logits = []
        for _ in range(steps):
            hidden = model.model.decoder(
                inputs_embeds=(model.model.shared(inputs) * weights).sum(-2),
                encoder_hidden_states=source.hidden,
                encoder_attention_mask=source.mask,
                use_cache=False,
            ).last_hidden_state
            logits = F.linear(hidden, self.matrix)[:, -1]  # of (1, N, V)
            said = torch.stack([(logits + mask).softmax(-1).argmax(-1) for mask in self.masks], -1)  # (1, P)
            inputs = torch.cat([inputs, said[:, None]], 1)
            self.logits.append(logits[0])
        return inputs[:, 1:] - offsets


def ours(model: SignMBartForConditionalGeneration) -> Way:
    """`decode_steps` of a model."""

    def decode(ids: Tensor, steps: int) -> Tensor:
        return torch.stack(list(model.decode_steps(model.encode(ids), max_new_tokens=steps)), 1)

    return decode


def as_sequential(model: SignMBartForConditionalGeneration) -> SignMBartForConditionalGeneration:
    """The same network, weights shared, that says one part after another."""
    other = copy.copy(model)
    other.config = copy.deepcopy(model.config)
    other.config.decoding = "sequential"
    return other


@dataclass(frozen=True)
class Listener(Sampling):
    """Chooses the likeliest codes and keeps the logits, without those of `</s>`."""

    heard: list[Tensor] = field(default_factory=list)

    def chooser(self) -> Callable[[Tensor], Tensor]:
        """Greedy, listening."""

        def choose(logits: Tensor) -> Tensor:
            self.heard.append(logits[0, :-1].clone())
            return logits.argmax(-1)

        return choose


def agreement(
    model: SignMBartForConditionalGeneration, reference: Reference, ids: Tensor, steps: int
) -> dict[str, Any]:
    """Greedy codes of both ways side by side: equal (1 or 0), steps judged, gap, difference, distinct triples."""
    listener = Listener()
    codes = torch.cat(list(model.decode_steps(model.encode(ids), max_new_tokens=steps, sampling=listener)))
    heard = [listener.heard[part :: len(model.heads)] for part in range(len(model.heads))]
    expected = reference(ids, steps)[0]
    vocabulary = model.config.vocabulary
    gap, difference, judged, equal = torch.inf, 0.0, 0, True
    for step in range(steps):
        gaps, differences = [], []
        for part, (first, size) in enumerate(zip(vocabulary.motion_offsets, vocabulary.codebook_sizes, strict=True)):
            logits = reference.logits[step][first : first + size]
            best = logits.topk(2).values
            gaps.append(float(best[0] - best[1]))
            differences.append(float((logits - heard[part][step]).abs().max()))
        if min(gap, *gaps) <= 10 * max(difference, *differences):
            break
        gap, difference, judged = min(gap, *gaps), max(difference, *differences), step + 1
        equal = equal and torch.equal(codes[step], expected[step])
    distinct = len(set(map(tuple, codes[:judged].tolist())))
    return {"equal": float(equal), "judged": judged, "gap": gap, "difference": difference, "distinct": distinct}


def floor_seconds(model: SignMBartForConditionalGeneration, source: int, steps: int, rate: float) -> float:
    """Seconds that reading what each step must read takes: decoder layers, heads, keys and values of the prompt."""
    config = model.config
    read = [model.heads, *(part for layer in model.model.decoder.layers for part in layer.children())]
    total = sum(parameter.numel() for part in read for parameter in part.parameters())
    # The prompt's keys and values stand for the weights that made them, which are read once.
    total += config.decoder_layers * (2 * source * config.d_model - 2 * config.d_model * (config.d_model + 1))
    return float(steps * total * model.model.shared.weight.element_size() / rate)


def read_rate(runs: int = 5) -> float:
    """Bytes a second at which a matrix of 512 MiB is multiplied with a vector."""
    matrix, vector = torch.ones(1 << 14, 1 << 13), torch.ones(1 << 13)
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        matrix @ vector
        seconds.append(time.perf_counter() - start)
    return matrix.numel() * 4 / statistics.median(seconds)


def cpu_flags() -> set[str]:
    """What the processor can do, as Linux says; empty elsewhere."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    return {flag for line in lines if line.startswith("flags") for flag in line.split(":")[1].split()}


def timed(ways: dict[str, Way], ids: Tensor, steps: int, rounds: int) -> dict[str, list[float]]:
    """Seconds of each way in each round, the ways taking turns."""
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for way in ways.values():
        way(ids, WARM_UP)
    for _ in range(rounds):
        for name, way in ways.items():
            start = time.perf_counter()
            codes = way(ids, steps)
            seconds[name].append(time.perf_counter() - start)
            if codes.shape[1] != steps:
                raise RuntimeError(f"{name}: expected {steps} steps, got {codes.shape[1]}")
    return seconds


def parse() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", choices=SIZES, default="large")
    parser.add_argument("--steps", type=int, default=100)
    parser.add_argument("--source-tokens", type=int, default=110)
    parser.add_argument("--vocab", type=int, default=30_000, help="text tokens")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--threads", type=int, default=1, help="on two, bfloat16 gains less: its products with a vector do not scale"
    )
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def main() -> None:
    """Measure and print."""
    arguments = parse()
    speedups = [parallel_speedup()]
    torch.set_num_threads(arguments.threads)
    model = make_model(arguments.size, arguments.vocab)
    ids, steps = make_prompt(model, arguments.source_tokens), arguments.steps
    reference, half = Reference(model), copy.deepcopy(model).bfloat16()
    ways: dict[str, Way] = {
        "reference": reference,
        "fp32": ours(model),
        "bf16": ours(half),
        "sequential": ours(as_sequential(model)),
    }
    seconds = timed(ways, ids, steps, arguments.rounds)
    rate = read_rate()
    floors = {name: floor_seconds(each, ids.shape[1], steps, rate) for name, each in (("fp32", model), ("bf16", half))}
    found = agreement(model, reference, ids, steps)
    speedups.append(parallel_speedup())
    contended, fast_bf16 = min(speedups) < 1.6, bool(cpu_flags() & {"avx512_bf16", "amx_bf16"})
    context = {
        **{"size": arguments.size, "steps": steps, "source_tokens": ids.shape[1], "vocab": arguments.vocab},
        **{"weights": "random", "seed": SEED, "threads": arguments.threads, "rounds": arguments.rounds},
        **{"machine.parallel_speedup": round(min(speedups), 2), "contended": contended},
    }

    def say(name: str, value: float, unit: str, **more: Any) -> None:
        decides = arguments.size == "large" and (name != "decode.speedup_bf16" or fast_bf16)
        bar = verdict(name, value, BARS, contended, TIMELESS) if decides else {}
        report(name, value, unit, arguments.json, **bar, **more, **context)

    for name, each in seconds.items():
        more = (
            {"floor_seconds": round(floors[name], 2), "read_gb_per_s": round(rate / 1e9, 1)} if name in floors else {}
        )
        say(
            f"decode.{name}_seconds",
            statistics.median(each),
            "s",
            low=round(min(each), 3),
            high=round(max(each), 3),
            **more,
        )
    for name, top, bottom in (
        ("speedup_fp32", "reference", "fp32"),
        ("speedup_bf16", "reference", "bf16"),
        ("multihead_over_sequential", "fp32", "sequential"),
    ):
        ratios = [one / other for one, other in zip(seconds[top], seconds[bottom], strict=True)]
        say(f"decode.{name}", statistics.median(ratios), "x", low=round(min(ratios), 3), high=round(max(ratios), 3))
    say("decode.tokens_equal", found["equal"], "bool", judged_steps=found["judged"])
    say("decode.distinct_triples", found["distinct"], "triples", judged_steps=found["judged"])
    say("decode.min_gap", found["gap"], "logit")
    say("decode.max_logit_diff", found["difference"], "logit")


if __name__ == "__main__":
    main()
