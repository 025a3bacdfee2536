"""The base of configurations of networks that read or make motion: what the motion is like."""

# No `from __future__ import annotations` here: `strict` does not check types that are strings.
from dataclasses import dataclass
from typing import Any

from signary.nn.checked_config import CheckedConfig
from signary.pose.layout import PoseLayout
from signary.pose.motion_spec import USUAL_REFERENCE, MotionSpec

_LAYOUT_JSON = "layout_json"
#: Where a config keeps the layout that it has looked up; never saved.
_FOUND = "_found_layout"


@dataclass(kw_only=True, repr=False, eq=False)
class MotionConfig(CheckedConfig):
    """Mix-in of configurations, before transformers': layout, clock and hand reference, as `MotionSpec` has them.

    A layout that does not come with this package stands in `config.json` itself, so that every part of a model folder
    can be loaded, moved and shared by itself, as transformers loads it: from one file.

    Attributes:
        layout: Name of the pose layout of the motion.
        fps: Frames a second of the motion.
        hand_reference: What zero hand rotations mean, `flat` or `mano_mean`. Without meaning for keypoint layouts.
        layout_json: The layout, where it does not come with this package; by default the one registered as `layout`.
    """

    layout: str = "smplx"
    fps: float | int = 25
    hand_reference: str = USUAL_REFERENCE
    layout_json: dict[str, Any] | None = None

    def __post_init__(self, **kwargs: Any) -> None:
        super().__post_init__(**kwargs)
        # What is registered here may not be where the config is read again.
        self.layout_json = self.motion_spec.settings()[_LAYOUT_JSON]

    @property
    def motion_spec(self) -> MotionSpec:
        """What the motion is like.

        Raises:
            UnknownLayoutError: If no pose layout has the name, and none comes along.
            InputError: If the layout that comes along has the name of another one, or a setting is out of range.
        """
        return MotionSpec(self.pose_layout, self.fps, self.hand_reference)

    @property
    def pose_layout(self) -> PoseLayout:
        """The layout itself."""
        found = self.__dict__.get(_FOUND)
        if found is None or found[0] is not self.layout_json or found[1].name != self.layout:
            settings = {"layout": self.layout, "fps": self.fps, _LAYOUT_JSON: self.layout_json}
            found = (self.layout_json, MotionSpec.from_settings(settings).layout)
            self.__dict__[_FOUND] = found
        layout: PoseLayout = found[1]
        return layout

    def check_motion(self) -> None:
        """Validate layout, clock and hand reference; errors as of `motion_spec`."""
        _ = self.motion_spec

    def to_dict(self) -> dict[str, Any]:
        """As transformers', without a layout that comes with this package."""
        settings: dict[str, Any] = super().to_dict()  # type: ignore[misc]
        settings.pop(_FOUND, None)
        if settings.get(_LAYOUT_JSON) is None:
            settings.pop(_LAYOUT_JSON, None)
        return settings
