"""A body that HybridSign alone moves: texts to prompts and motion, without codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signary.bundle.prompter import PromptedSentence
from signary.streaming.conversation import Said
from signary.streaming.model_body import ModelBody
from signary.streaming.network_work import Encode
from signary.streaming.text_motion import CUT_OFF, TextMotion, most_frames, signed_at
from signary.streaming.work import Work

if TYPE_CHECKING:
    from signary.generator.sign_mbart.stepping import JoinedWeights


class TextMotionBody(ModelBody):
    """A body that HybridSign alone moves; arguments as of `ModelBody`.

    Raises:
        InputError: If the model has no such part, or does not know the signer or the mode of retrieval.
    """

    motion: TextMotion

    def _ready(self, joined: JoinedWeights | None) -> None:
        """Nothing is decoded."""
        self.bundle.require_text_motion()

    def _at_rest(self) -> TextMotion:
        model = self.bundle.require_text_motion()
        return TextMotion(self.bundle.motion_tokenizer, model, self.settings.flow_steps)

    def _sign(self, sentence: PromptedSentence) -> Said:
        """The chunks of a sentence or piece; one without frames if its end is not signed."""
        encoding = Encode(self.bundle, sentence.prompt)
        yield encoding
        planned = self.motion.plan(encoding.encoded)
        timed = planned.up_to(most_frames(self.bundle, self.settings.max_new_tokens))
        text, message, began, last = sentence.sentence.text, sentence.message, self.frames, None
        for made in self.motion.show_timed(encoding.encoded, timed, self.settings.chunk_frames):
            if isinstance(made, Work):
                yield made
                continue
            sign = signed_at(sentence, timed, self.frames - began - len(made) / 2)
            word, gloss = (None, None) if sign is None else (sign.word, sign.gloss)
            yield self._chunk(made, "hybridsign", text=text, message=message, word=word, gloss=gloss)
            last, message = made, None
        if timed is not planned and last is not None:
            yield self._chunk(last[:0], "hybridsign", text=text, message=CUT_OFF)
