"""A body that signs by rules: no model, no network; a sentence is made at once and comes in chunks."""

from __future__ import annotations

from collections.abc import Iterator

from torch import Tensor

from signary.language.long_sentences import CutText
from signary.pose.motion_spec import MotionSpec
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons.smplx import SMPLX
from signary.retrieval.lookup import check_signs, plan_text
from signary.retrieval.plan import SentencePlan
from signary.signer.lexicon import shipped_lexicon
from signary.signer.signer import DEFAULT_FPS, NOTICE
from signary.signer.style import SignerStyle
from signary.streaming.body_motion import BodyMotion
from signary.streaming.chunks import StreamSettings
from signary.streaming.conversation import Said
from signary.streaming.idle_pose import IdlePose, signers_idle_pose
from signary.streaming.rule_motion import MOST_FORMS, RuleMotion, items_account, pieces_of, sign_items
from signary.streaming.signing_body import Body
from signary.streaming.text_buffer import NO_END
from signary.streaming.work import Pause


def rule_spec(fps: float = DEFAULT_FPS) -> MotionSpec:
    """What motion of the rules is like.

    Args:
        fps: Frames a second.
    """
    return MotionSpec(SMPLX, fps)


class SignsByRules(Body):
    """What a body does that can sign by rules, whatever else it can."""

    def _by_rules(self, plan: SentencePlan, why: str, cut: str | None = None) -> Said:
        """The chunks of a sentence.

        Args:
            plan: What becomes of its words.
            why: Who signs it and why, for the account.
            cut: Why it is the piece of a longer one.
        """
        check_signs(plan.text, [plan])
        style = SignerStyle.canonical() if self.settings.signer is None else SignerStyle.random(self.settings.signer)
        account: str | None = f"{why}: {items_account(plan.items)}"
        parts = pieces_of(plan)
        for part, items in enumerate(parts, start=1):
            # Whoever is cancelled here has shown what came before.
            yield Pause()
            piece = sign_items(items, style, self.spec.fps)
            more = f"cut, part {part} of {len(parts)}: more than {MOST_FORMS} signs or letters"
            message = more if len(parts) > 1 else cut
            self.motion.begin_made()
            yield from self._show_piece(plan.text, piece, message, account)
            account = None

    def _show_piece(self, text: str, piece: RuleMotion, message: str | None, account: str | None) -> Said:
        count = self.settings.chunk_frames
        for first in range(0, len(piece.frames), count):
            frames = piece.frames[first : first + count]
            yield Pause()
            item = piece.item_at((first + len(frames) / 2) / self.spec.fps)
            word, gloss = (None, None) if item is None else (item.word, item.gloss)
            facts = {"text": text, "message": message, "account": account, "word": word, "gloss": gloss}
            yield self._chunk(self.motion.show_made(frames), "signer", **facts)
            message = account = None


class RuleBody(SignsByRules):
    """A body that signs by rules alone.

    Args:
        settings: How to sign.

    Raises:
        NoDictionaryError: If the language has no lexicon.
    """

    def __init__(self, settings: StreamSettings) -> None:
        shipped_lexicon(settings.language.id)
        super().__init__(settings)

    @property
    def spec(self) -> MotionSpec:
        """What its motion is like."""
        return rule_spec()

    @property
    def notice(self) -> str:
        """What must be said wherever its motion is shown."""
        return NOTICE

    def _at_rest(self) -> BodyMotion:
        return BodyMotion(IdlePose(signers_idle_pose(), self.spec.layout, self.spec.fps))

    def _pose(self, frames: Tensor, method: str | None) -> PoseSequence:
        facts = {"hand_reference": self.spec.hand_reference, "notice": self.notice}
        return PoseSequence(frames.numpy(), self.spec.layout, self.spec.fps, metadata=facts)

    def _sentences(self, text: str) -> Iterator[tuple[str, Said]]:
        plans = plan_text(text, self.settings.language)
        check_signs(text, plans)
        cut = cut_message(text)
        return ((plan.text, self._by_rules(plan, "by rules", cut)) for plan in plans)


def cut_message(text: str) -> str | None:
    """What is said of a text that was cut because it had no end; None of others."""
    return f"cut: {NO_END}" if isinstance(text, CutText) else None
