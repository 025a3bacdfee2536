"""HybridSign: text, or coarse motion and text, to motion that is streamed chunk by chunk.

| | shape |
|---|---|
| in | text states (B, S, text_size); coarse motion (B, n, D) for a refiner |
| out | features (B, n, D) and their confidence (B, n, J), n frames a call, and the state of the stream |
"""

from signary.generator.hybridsign.configuration_hybridsign import HybridSignConfig
from signary.generator.hybridsign.generation_hybridsign import GeneratedFrames, HybridSignState
from signary.generator.hybridsign.modeling_hybridsign import HybridSignModel, HybridSignOutput
from signary.generator.hybridsign.self_forcing import SelfForcing, SelfForcingOutput
from signary.generator.hybridsign.sequences import to_sequences
from signary.generator.hybridsign.statistics import coarse_error

__all__ = [
    "GeneratedFrames",
    "HybridSignConfig",
    "HybridSignModel",
    "HybridSignOutput",
    "HybridSignState",
    "SelfForcing",
    "SelfForcingOutput",
    "coarse_error",
    "to_sequences",
]
