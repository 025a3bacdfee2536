"""A body that a model moves where it shows what is said, and rules everywhere else."""

from __future__ import annotations

from collections.abc import Iterator

from torch import Tensor

from signary.bundle.bundle import Bundle
from signary.bundle.prompter import PromptedSentence
from signary.generator.sign_mbart.visits import SignVisit, sign_visits
from signary.language.long_sentences import CutText
from signary.pose.sequence import PoseSequence
from signary.retrieval.lookup import plan_text
from signary.signer.lexicon import has_shipped_lexicon
from signary.signer.signer import NOTICE
from signary.streaming.choosing import BY_MODEL, by_rules, share_out
from signary.streaming.chunks import StreamSettings
from signary.streaming.conversation import Said
from signary.streaming.model_body import ModelBody, Run
from signary.streaming.rule_body import SignsByRules, cut_message, rule_spec
from signary.streaming.shown_words import why_not_shown, words_account
from signary.streaming.sign_times import words_shown
from signary.streaming.text_buffer import NO_END
from signary.streaming.work import Later, Work

#: Codes that are decided in a step in which others make chunks of one or two.
_AT_ONCE = 6


class AutoBody(ModelBody, SignsByRules):
    """A body that a model moves where it shows what is said, and rules everywhere else.

    Which of them signs a sentence is known before its first chunk: the codes of all of it are decided first. Arguments
    and errors as of `ModelBody`; `can_choose` says of which models and languages there is a choice.
    """

    @property
    def notice(self) -> str:
        """What must be said wherever its motion is shown: the rules have theirs."""
        return self.bundle.notice or NOTICE

    def _pose(self, frames: Tensor, method: str | None) -> PoseSequence:
        facts = {"notice": NOTICE} if method == "signer" else {}
        return super()._pose(frames, method).with_metadata(**facts)

    def _sentences(self, text: str) -> Iterator[tuple[str, Said]]:
        cut = NO_END if isinstance(text, CutText) else None
        if self.bundle.processor.pointer or self.bundle.own_sources:
            yield from self._prompted(text, cut)
            return
        language = self.settings.language
        for share in share_out(text, language, self.bundle.training_text):
            if share.by_model:
                yield from self._prompted(share.text, cut)
                continue
            for plan in plan_text(share.text, language):
                yield plan.text, self._by_rules(plan, by_rules(share.reasons), cut_message(text))

    def _sign(self, sentence: PromptedSentence) -> Said:
        """The chunks of a sentence or piece, whoever signs it."""
        run = yield from self._begin(sentence)
        if run.state.pointer is None:
            yield from self._show(run, self._decided(run), f"{BY_MODEL}: {words_account(sentence.retrieved)}")
            return
        codes = list[Tensor]()
        for step in self._decided(run):
            if isinstance(step, Work):
                yield step
                continue
            codes.append(step)
            if len(codes) % _AT_ONCE == 0:
                yield Later()
        words = words_shown(sentence, self._visits(run, len(codes)), self._seconds_a_step)
        reason = why_not_shown(words, self.bundle.own_sources)
        if reason is None:
            yield from self._show(run, iter(codes), f"{BY_MODEL}: {words_account(words)}")
            return
        for plan in plan_text(sentence.sentence.text, self.settings.language):
            yield from self._by_rules(plan, by_rules([reason]), sentence.message)

    def _visits(self, run: Run, steps: int) -> tuple[SignVisit, ...]:
        return () if run.state.pointer is None else sign_visits(run.state.pointer, 0, steps)

    @property
    def _seconds_a_step(self) -> float:
        return self.bundle.motion_tokenizer.config.stride / self.spec.fps


def can_choose(bundle: Bundle, settings: StreamSettings) -> bool:
    """Whether model and rules can take turns; else the model signs everything.

    There must be a lexicon, the rules must make motion like the model's, and the model must say what it shows or what
    it was trained on.

    Args:
        bundle: The model.
        settings: How to sign.
    """
    spec = bundle.motion_tokenizer.config.motion_spec
    alike = not rule_spec(spec.fps).differences(spec)
    judged = bundle.processor.pointer or bool(bundle.training_text)
    return alike and judged and has_shipped_lexicon(settings.language.id)
