"""The body for a method."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signary.io.errors import InputError
from signary.streaming.chunks import StreamSettings
from signary.streaming.policies import read_policy
from signary.streaming.rule_body import RuleBody
from signary.streaming.signing_body import Body

if TYPE_CHECKING:
    from signary.bundle.bundle import Bundle
    from signary.generator.sign_mbart.stepping import JoinedWeights


def make_body(bundle: Bundle | None, settings: StreamSettings, joined: JoinedWeights | None = None) -> Body:
    """A body that signs by the method of its settings.

    Args:
        bundle: The model; None if there is none, for method `signer`.
        settings: How to sign.
        joined: The generator's weights, put together, *optional*, defaults to a copy of its own.

    Raises:
        NoDictionaryError: If the method is `signer` and the language has no lexicon.
        InputError: If the method needs a model and there is none, or a part that it lacks, its motion tokenizer cannot
            decode piece by piece, or it does not know the signer or the mode of retrieval.
    """
    if settings.method == "signer":
        return RuleBody(settings)
    if bundle is None:
        raise InputError("method", "signer where there is no model", repr(settings.method))
    # The rules need no network, and nobody waits for what loads one.
    from signary.streaming.auto_body import AutoBody, can_choose
    from signary.streaming.live_body import LiveBody
    from signary.streaming.model_body import ModelBody
    from signary.streaming.text_motion_body import TextMotionBody

    if settings.method == "hybridsign":
        return TextMotionBody(bundle, settings, joined)
    if policy := read_policy(settings.policy):
        return LiveBody(bundle, settings, policy, joined)
    if settings.method == "auto" and can_choose(bundle, settings):
        return AutoBody(bundle, settings, joined)
    return ModelBody(bundle, settings, joined)
