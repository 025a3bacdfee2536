"""Text to motion without any learned weights: look up, order, sign.

Demonstration lexicon, written from public descriptions, not verified by signers; not for communication.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from signary.io.errors import InputError, NothingToSignError
from signary.language.languages import SignLanguage, resolve
from signary.language.read_text import read_text
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons.smplx import SMPLX
from signary.retrieval.lookup import check_signs, plan_sentences
from signary.retrieval.plan import Item, SentencePlan
from signary.retrieval.segments import Segment
from signary.signer.signer import DEFAULT_FPS, NOTICE
from signary.signer.style import SignerStyle
from signary.streaming.body_motion import BodyMotion
from signary.streaming.idle_pose import IdlePose, signers_idle_pose
from signary.streaming.rule_motion import items_account, pieces_of, sign_items

MAX_CHARACTERS = 2000


@dataclass(frozen=True)
class SigningResult:
    """A signed text.

    Attributes:
        pose: Motion in layout `smplx`.
        segments: Each sign with its word, gloss, time and source, in the order of signing.
        plans: Sentence by sentence, what became of every word.
    """

    pose: PoseSequence
    segments: tuple[Segment, ...]
    plans: tuple[SentencePlan, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """All words in spoken order."""
        return tuple(item for plan in self.plans for item in plan.items)

    def account(self) -> str:
        """One line that says what became of the words."""
        return items_account(self.items)


def check_text(text: str) -> str:
    """The text, if it can be signed.

    Raises:
        NothingToSignError: If it is empty.
        InputError: If it is longer than 2,000 characters.
    """
    if not text.strip():
        raise NothingToSignError("text", "at least one word", "an empty text")
    if len(text) > MAX_CHARACTERS:
        raise InputError("text", f"at most {MAX_CHARACTERS:,} characters", f"{len(text):,}")
    return text


def sign_text(
    text: str,
    language: str | SignLanguage,
    style: SignerStyle | None = None,
    fps: float = DEFAULT_FPS,
) -> SigningResult:
    """Sign a text of one or several sentences with the rule-based signer.

    Args:
        text: Spoken-language text, at most 2,000 characters.
        language: Sign language by id (such as `asl`), ISO 639-3 code or name.
        style: How it is signed; the canonical signer by default.
        fps: Frames a second.

    Returns:
        Motion, time segments and the account of every word.

    Raises:
        NothingToSignError: If the text is empty or holds nothing that can be signed.
        InputError: If it is too long.
        UnknownLanguageError: If the language is unknown.
        NoDictionaryError: If it has no lexicon.
    """
    chosen = resolve(language) if isinstance(language, str) else language
    check_text(text)
    sentences = read_text(text, chosen.spoken)
    plans = tuple(plan_sentences(sentences, chosen))
    check_signs(text, plans)
    return sign_plans(text, plans, style or SignerStyle.canonical(), fps)


def sign_plans(
    text: str, plans: Sequence[SentencePlan], style: SignerStyle, fps: float, motion: BodyMotion | None = None
) -> SigningResult:
    """Sign sentences that were planned, each from rest to rest, as a stream does.

    Args:
        text: They are of.
        plans: At least one, and one of them with a sign.
        style: How they are signed.
        fps: Frames a second.
        motion: What was signed before and goes on, at that rate, *optional*.

    Raises:
        InputError: If the rate cannot be used.
    """
    going = motion or BodyMotion(IdlePose(signers_idle_pose(), SMPLX, fps))
    poses, segments = list[PoseSequence](), list[Segment]()
    for plan in plans:
        found = dict[tuple[int, int], Segment]()
        for items in pieces_of(plan):
            late, made = sum(pose.seconds for pose in poses), sign_items(items, style, fps)
            going.begin_made()
            poses.append(replace(made.pose, values=going.show_made(made.frames).numpy()))
            for item, start, end in made.signed:
                # A word of hundreds of letters comes in pieces, and is one all the same.
                first = found.get((item.start, item.end))
                begun = late + start if first is None else first.start
                found[item.start, item.end] = Segment(item.word, item.gloss, begun, late + end, item.source)
        segments += found.values()
    facts = {"text": text, "language": plans[0].language, "notice": NOTICE}
    reach = [float(pose.metadata["out_of_reach_mm"]) for pose in poses if "out_of_reach_mm" in pose.metadata]
    facts |= {"out_of_reach_mm": f"{max(reach):.1f}"} if reach else {}
    return SigningResult(poses[0].concatenate(*poses[1:]).with_metadata(**facts), tuple(segments), tuple(plans))
