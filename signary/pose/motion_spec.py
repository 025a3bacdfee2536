"""What two things must share before one may feed the other: pose layout, clock and hand reference.

Every tokenizer, generator, refiner, gloss model, recogniser, corpus and dictionary says it under the same names:
`layout`, `fps`, `hand_reference` and, where the layout does not come with this package, `layout_json`, so that another
process knows the layout without a registration. They are compared here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from signary.io.errors import InputError
from signary.io.quoting import quoted
from signary.pose.layout import PoseLayout
from signary.pose.layout_json import carried_json, carried_layout

#: What zero hand rotations may mean, and what they mean where nobody says it.
HAND_REFERENCES = ("flat", "mano_mean")
USUAL_REFERENCE = HAND_REFERENCES[0]
MAX_FPS = 1000.0
#: Clocks that differ by less are one.
_SAME_FPS = 1e-6


class HasMotionSpec(Protocol):
    """A config, a corpus, a sequence: anything of which one can ask what its motion is like."""

    @property
    def motion_spec(self) -> MotionSpec:
        """What its motion is like."""
        ...


@dataclass(frozen=True)
class MotionSpec:
    """What motion is like.

    Attributes:
        layout: What the numbers of a frame mean.
        fps: Frames a second.
        hand_reference: What zero hand rotations mean, `flat` or `mano_mean`; of keypoint layouts, where it has no
            meaning, always `flat`.

    Raises:
        InputError: If the clock or the hand reference is none.
    """

    layout: PoseLayout
    fps: float
    hand_reference: str = USUAL_REFERENCE

    def __post_init__(self) -> None:
        if isinstance(self.fps, bool) or not isinstance(self.fps, (int, float)) or not 0 < self.fps <= MAX_FPS:
            raise InputError("fps", f"a number above 0, at most {MAX_FPS:g}", self.fps)
        checked_hand_reference(self.hand_reference)
        if self.layout.is_keypoints:
            object.__setattr__(self, "hand_reference", USUAL_REFERENCE)

    @classmethod
    def of(cls, thing: MotionSpec | HasMotionSpec) -> MotionSpec:
        """The spec itself, or that of a config, a corpus or a sequence."""
        return thing if isinstance(thing, MotionSpec) else thing.motion_spec

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any], argument: str = "layout") -> MotionSpec:
        """The spec that `settings` has written; names beside its own are passed over.

        Args:
            settings: `layout`, `fps` and perhaps `hand_reference` and `layout_json`, as from JSON: read as hostile.
            argument: What messages call a layout that cannot be.

        Raises:
            UnknownLayoutError: If there is no such layout and none comes along.
            InputError: If a setting is missing or out of range.
            FormatError: If the layout that comes along is none, or has the name of another one.
            UnsafeFileError: If it is larger than any body.
        """
        layout = carried_layout(settings.get("layout"), settings.get("layout_json"), argument)
        reference = checked_hand_reference(settings.get("hand_reference"))
        fps: Any = settings.get("fps")
        return cls(layout, fps, reference)

    def settings(self) -> dict[str, Any]:
        """The spec as a config, a header or a file says it; `layout_json` is None for layouts of this package.

        Raises:
            InputError: If the layout has the name of another one, which would be taken for it.
        """
        carried = carried_json(self.layout)
        return {
            "layout": self.layout.name,
            "fps": self.fps,
            "hand_reference": self.hand_reference,
            "layout_json": carried,
        }

    def differences(self, other: MotionSpec) -> tuple[str, ...]:
        """Which of `layout`, `fps` and `hand_reference` differ, in this order.

        Where layouts differ, hand references have no common meaning and are not compared.
        """
        if self.layout is not other.layout and self.layout != other.layout:
            return ("layout", *(("fps",) if abs(self.fps - other.fps) > _SAME_FPS else ()))
        found = {
            "fps": abs(self.fps - other.fps) > _SAME_FPS,
            "hand_reference": self.hand_reference != other.hand_reference,
        }
        return tuple(name for name, differs in found.items() if differs)

    def require(
        self,
        other: MotionSpec | HasMotionSpec,
        *,
        argument: str,
        owner: str,
        any_fps: bool = False,
        error: type[InputError] = InputError,
    ) -> None:
        """Refuse motion of another kind.

        Args:
            other: What is given, or what has it.
            argument: What messages call it.
            owner: Whose spec this is, for messages: `the motion tokenizer`.
            any_fps: Let another clock pass, for it will be resampled.
            error: Kind of error to raise.

        Raises:
            InputError: If they differ, or what `error` says; one sentence says both, and what can be done.
        """
        given = MotionSpec.of(other)
        found = [name for name in self.differences(given) if name != "fps" or not any_fps]
        if found:
            expected = f"{self._described(any_fps)}, as {owner} has it{''.join(_advice(found, self, given))}"
            raise error(argument, expected, given._described(any_fps))

    def __str__(self) -> str:
        """As messages say it: `layout smplx, 25 fps, hand_reference flat`."""
        return self._described()

    def _described(self, any_fps: bool = False) -> str:
        clock = "" if any_fps else f", {self.fps:g} fps"
        hands = "" if self.layout.is_keypoints else f", hand_reference {self.hand_reference}"
        return f"layout {self.layout.name}{clock}{hands}"


def checked_hand_reference(
    found: object, argument: str = "hand_reference", error: type[InputError] = InputError
) -> str:
    """What zero hand rotations mean; `flat` where nothing is said.

    Args:
        found: What is said, or None.
        argument: What messages call it.
        error: Kind of error to raise.

    Raises:
        InputError: If there is no such meaning, or what `error` says.
    """
    if found is None:
        return USUAL_REFERENCE
    if not isinstance(found, str) or found not in HAND_REFERENCES:
        raise error(argument, f"one of {', '.join(HAND_REFERENCES)}", quoted(found))
    return str(found)


def _advice(names: list[str], ours: MotionSpec, given: MotionSpec) -> Iterator[str]:
    if "layout" in names and ours.layout.name == given.layout.name:
        yield " (two layouts of one name: " + " and ".join(
            f"{len(spec.layout.joints)} joints, {spec.layout.num_features} numbers" for spec in (ours, given)
        )
        yield ")"
    if "fps" in names and "layout" not in names:
        yield " (resample first)"
    if "hand_reference" in names:
        yield " (converting needs the licensed hand means)"
