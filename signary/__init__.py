"""signary: text goes in, a signed pose sequence comes out, and every stage can be trained, saved, shared and measured.

Public names are imported when they are first used, so that `import signary` costs nothing. Importing it makes
every model type known to the Auto classes of transformers, and the tasks `text-to-sign` and `gloss-to-sign` to its
`pipeline`, whichever of the two packages is imported first.
"""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from signary.io import __version__
from signary.pipelines.import_hook import when_imported

if TYPE_CHECKING:
    from signary.io.extensions import register_decoding, register_metric, register_reader
    from signary.language.languages import SignLanguage, register_language
    from signary.pipelines.gloss_to_sign import GlossToSignPipeline
    from signary.pipelines.text_to_sign import TextToSignPipeline
    from signary.pose.formats import read_pose, write_pose
    from signary.pose.kinematics import BuiltInSkeleton, SmplxSkeleton, forward_kinematics
    from signary.pose.layout import PoseLayout
    from signary.pose.motion_spec import MotionSpec
    from signary.pose.registry import get_layout, layout_names, register_layout
    from signary.pose.render import render
    from signary.pose.sequence import PoseSequence
    from signary.signer.signer import Signer
    from signary.signer.style import SignerStyle
    from signary.signing.rule_based import SigningResult, sign_text

_HOMES = {
    "BuiltInSkeleton": "signary.pose.kinematics",
    "GlossToSignPipeline": "signary.pipelines.gloss_to_sign",
    "MotionSpec": "signary.pose.motion_spec",
    "PoseLayout": "signary.pose.layout",
    "PoseSequence": "signary.pose.sequence",
    "SignLanguage": "signary.language.languages",
    "Signer": "signary.signer.signer",
    "SignerStyle": "signary.signer.style",
    "SigningResult": "signary.signing.rule_based",
    "SmplxSkeleton": "signary.pose.kinematics",
    "TextToSignPipeline": "signary.pipelines.text_to_sign",
    "forward_kinematics": "signary.pose.kinematics",
    "get_layout": "signary.pose.registry",
    "layout_names": "signary.pose.registry",
    "read_pose": "signary.pose.formats",
    "register_decoding": "signary.io.extensions",
    "register_layout": "signary.pose.registry",
    "register_metric": "signary.io.extensions",
    "register_reader": "signary.io.extensions",
    "register_language": "signary.language.languages",
    "render": "signary.pose.render",
    "sign_text": "signary.signing.rule_based",
    "write_pose": "signary.pose.formats",
}

__all__ = [
    "BuiltInSkeleton",
    "GlossToSignPipeline",
    "MotionSpec",
    "PoseLayout",
    "PoseSequence",
    "SignLanguage",
    "Signer",
    "SignerStyle",
    "SigningResult",
    "SmplxSkeleton",
    "TextToSignPipeline",
    "__version__",
    "forward_kinematics",
    "get_layout",
    "layout_names",
    "read_pose",
    "register_decoding",
    "register_layout",
    "register_metric",
    "register_reader",
    "register_language",
    "render",
    "sign_text",
    "write_pose",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'signary' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)


def _register(what: str) -> None:
    getattr(import_module("signary.pipelines.registration"), what)()


# Registering needs parts of transformers that take seconds to import, so it waits for somebody to import them.
_AROUND = ("transformers", "signary")
when_imported("transformers.models.auto.configuration_auto", partial(_register, "register_models"), _AROUND)
when_imported("transformers.pipelines", partial(_register, "register_tasks"), _AROUND)
