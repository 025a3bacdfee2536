"""Motion to part-wise codes and back: SOKE's decoupled tokenizer (DETO).

| | shape |
|---|---|
| in | features (B, T, D), or a PoseSequence |
| codes | (B, L, P), part-local, P in `config.column_names` order, -1 where padded |
| out | features (B, stride · L, D); `to_sequence` makes a PoseSequence of them |
"""

from signary.tokenizer.configuration_motion_tokenizer import MotionTokenizerConfig
from signary.tokenizer.modeling_motion_tokenizer import MotionTokenizer
from signary.tokenizer.outputs import MotionDecoderOutput, MotionDecoderState, MotionTokenizerOutput
from signary.tokenizer.usage import code_counts, dead_code_threshold, perplexity, usage

__all__ = [
    "MotionDecoderOutput",
    "MotionDecoderState",
    "MotionTokenizer",
    "MotionTokenizerConfig",
    "MotionTokenizerOutput",
    "code_counts",
    "dead_code_threshold",
    "perplexity",
    "usage",
]
