"""Motion to glosses and text at once: Sign Language Transformers (Camgoz, Koller, Hadfield and Bowden, CVPR 2020).

    motion ── encoder ──┬── CTC ── glosses            (recognition, §3.2)
                        └── decoder ── text           (translation, §3.3)

Decoder and layers are mBART's, as transformers has them; `generate` decodes text, greedily or by beam search. Each
text starts with the token of its sign language, so that one model reads several.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812
from transformers import Cache, GenerationMixin
from transformers import initialization as init
from transformers.modeling_outputs import BaseModelOutput
from transformers.models.mbart.modeling_mbart import MBartDecoder, MBartPreTrainedModel

from signary.evaluation.back_translation.configuration_recogniser import RecogniserConfig
from signary.evaluation.back_translation.ctc import ctc_nll
from signary.evaluation.back_translation.encoder import MissingJoints, RecogniserEncoder
from signary.evaluation.back_translation.outputs import RecogniserOutput
from signary.io.errors import InputError
from signary.nn.checked_loading import CheckedLoading
from signary.nn.installed_transformers import cache_keyword, cache_of, take_cache
from signary.nn.whole_batch import mean_of
from signary.pose.feature_statistics import checked_statistics

#: Label behind the end of a text.
IGNORED = -100


class SignRecogniser(CheckedLoading, MBartPreTrainedModel, GenerationMixin):  # type: ignore[no-untyped-call, misc]
    """Reads glosses and text off motion.

    Args:
        config: Sizes, the kind of motion and the glosses.

    Raises:
        InputError: If the config names no gloss.
    """

    config_class = RecogniserConfig
    base_model_prefix = "recogniser"
    main_input_name = "values"
    _tied_weights_keys = {"lm_head.weight": "decoder.embed_tokens.weight"}
    config: RecogniserConfig

    def __init__(self, config: RecogniserConfig) -> None:
        super().__init__(config)
        # Keywords of `from_pretrained` are set on the config after it was checked.
        config.check()
        if not config.glosses:
            raise InputError("glosses", "at least one gloss in the config", "none")
        self.encoder = RecogniserEncoder(config)
        self.gloss_head = nn.Linear(config.d_model, 1 + len(config.glosses))
        self.decoder = MBartDecoder(config)
        self.lm_head = nn.Linear(config.d_model, config.vocab_size, bias=False)
        self.post_init()  # type: ignore[no-untyped-call]

    @torch.no_grad()
    def _init_weights(self, module: nn.Module) -> None:
        """The start of mBART's modules, and buffers that no checkpoint holds."""
        super()._init_weights(module)  # type: ignore[no-untyped-call]
        if isinstance(module, MissingJoints):
            init.zeros_(module.weight)
        elif isinstance(module, RecogniserEncoder):
            init.zeros_(module.mean)
            init.ones_(module.std)
            init.copy_(module.joint_of_feature, module.joints_of_features())

    def get_input_embeddings(self) -> nn.Module:
        """Embedding of text tokens."""
        return self.decoder.embed_tokens

    def set_statistics(self, mean: torch.Tensor, std: torch.Tensor) -> None:
        """Set what features are standardised with (`feature_statistics` computes it).

        A feature that never moves in the training motion is only shifted (`checked_statistics`).

        Args:
            mean: Tensor of shape (D,).
            std: Tensor of shape (D,), at least 0.

        Raises:
            InputError: If shapes do not fit, or a number is not finite or a standard deviation negative.
        """
        mean, std = checked_statistics(mean, std, self.encoder.mean.shape)
        self.encoder.mean.copy_(mean)
        self.encoder.std.copy_(std)

    def forward(
        self,
        values: torch.Tensor | None = None,
        frame_mask: torch.Tensor | None = None,
        confidence: torch.Tensor | None = None,
        gloss_ids: torch.Tensor | None = None,
        gloss_counts: torch.Tensor | None = None,
        decoder_input_ids: torch.Tensor | None = None,
        labels: torch.Tensor | None = None,
        encoder_outputs: BaseModelOutput | None = None,
        cache: Cache | None = None,
        use_cache: bool | None = None,
        **attention: Any,
    ) -> RecogniserOutput:
        """Glosses and text of motion, and with labels how wrong they are.

        Args:
            values: Features of shape (B, T, D), NaN where missing, as `motion_batch` makes them.
            frame_mask: Booleans of shape (B, T), false for padding at the end of rows; default: no padding.
            confidence: Tensor of shape (B, T, J); joints with confidence 0 are missing, too.
            gloss_ids: Ids of shape (B, G), from 1, anything behind the end of a row.
            gloss_counts: Number of glosses of every row, (B,).
            decoder_input_ids: Tokens of shape (B, S): language, text. Without them only glosses are read.
            labels: Tokens that follow them, (B, S): text, end; −100 where nothing does.
            encoder_outputs: What the encoder made of the motion earlier, instead of `values`.
            cache: Of earlier tokens; `GenerationMixin` of an older transformers says `past_key_values`.
            use_cache: Return such a cache.
            **attention: What else transformers hands to attention.

        Raises:
            InputError: If shapes or ids do not fit, a number that counts is infinite, a row has no frame, one has fewer
                steps than its glosses take, or a cache comes under two names.
        """
        cache = take_cache(cache, attention)
        if encoder_outputs is None:
            if values is None:
                raise InputError("values", "features of shape (B, T, D)", None)
            encoder_outputs = self.encoder(values, frame_mask, confidence)
        states = encoder_outputs[0]
        steps = states.new_ones(states.shape[:2], dtype=torch.bool)
        if frame_mask is not None:
            steps = self.encoder.steps(frame_mask)
        out = RecogniserOutput(encoder_last_hidden_state=states, step_mask=steps)
        if cache is None or gloss_ids is not None:
            out.gloss_log_probabilities = F.log_softmax(self.gloss_head(states).float(), -1)
        if decoder_input_ids is not None:
            decoded = self.decoder(
                input_ids=decoder_input_ids,
                encoder_hidden_states=states,
                encoder_attention_mask=steps,
                use_cache=use_cache,
                **cache_keyword(cache),
                **attention,
            )
            out.logits, out.cache = self.lm_head(decoded.last_hidden_state), cache_of(decoded)
        self._add_losses(out, gloss_ids, gloss_counts, labels)
        return out

    def _add_losses(
        self,
        out: RecogniserOutput,
        gloss_ids: torch.Tensor | None,
        gloss_counts: torch.Tensor | None,
        labels: torch.Tensor | None,
    ) -> None:
        """Eq. 6, 9 and 10, of the labels that there are."""
        losses = []
        if gloss_ids is not None:
            if gloss_counts is None or gloss_counts.shape != gloss_ids.shape[:1] or int(gloss_counts.min()) < 1:
                raise InputError("gloss_counts", f"{len(gloss_ids)} numbers of at least 1", gloss_counts)
            self._check_glosses(gloss_ids, gloss_counts)
            assert out.gloss_log_probabilities is not None
            assert out.step_mask is not None
            nll = ctc_nll(out.gloss_log_probabilities, out.step_mask.sum(1), gloss_ids, gloss_counts)
            rows = torch.tensor(len(gloss_ids), device=nll.device)
            out.recognition_loss = mean_of(nll.sum(), rows)
            losses.append(self.config.recognition_weight * out.recognition_loss)
        if labels is not None:
            if out.logits is None or labels.shape != out.logits.shape[:2]:
                raise InputError("labels", "tokens of the shape of decoder_input_ids", tuple(labels.shape))
            total = F.cross_entropy(
                out.logits.flatten(0, 1).float(),
                labels.flatten(),
                ignore_index=IGNORED,
                reduction="sum",
                label_smoothing=float(self.config.label_smoothing),
            )
            out.translation_loss = mean_of(total, torch.tensor(len(labels), device=total.device))
            losses.append(self.config.translation_weight * out.translation_loss)
        if losses:
            out.loss = torch.stack(losses).sum()

    def _check_glosses(self, ids: torch.Tensor, counts: torch.Tensor) -> None:
        there = ids[torch.arange(ids.shape[1], device=ids.device) < counts[:, None]]
        last = len(self.config.glosses)
        if int(counts.max()) > ids.shape[1] or bool(((there < 1) | (there > last)).any()):
            raise InputError("gloss_ids", f"ids of 1 to {last}, as many as gloss_counts says", ids.tolist())
