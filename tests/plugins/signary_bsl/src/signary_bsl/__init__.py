"""British Sign Language for signary: a plug-in, found through the entry-point group `signary.plugins`."""

from __future__ import annotations

import signary
from signary_bsl import language, layout


def register() -> None:
    """Add everything in this package to signary.

    The language and the layout are there at once. What needs the libraries of training is named, and imported by who
    uses it: signing by rules stays as quick as it is without this package.
    """
    language.register()
    layout.register()
    signary.register_reader("bsl-lines", "signary_bsl.reader:JsonLines")
    signary.register_metric("hands-apart", "signary_bsl.metric:HandsApart")
    signary.register_decoding("hands_after_body", "signary_bsl.decoding:HandsAfterBody")
