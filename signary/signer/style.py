"""How somebody signs: body, tempo, size of the signing space, handedness, unsteadiness. Seeded, so repeatable."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from signary.io.errors import InputError


@dataclass(frozen=True)
class SignerStyle:
    """One signer's manner.

    Attributes:
        speed: Tempo of strokes and transitions; 2 is twice as fast.
        space: Size of movements and of the signing space.
        left_handed: The left hand is dominant.
        jitter: Unsteadiness of place (metres) and, in proportion, of orientation and handshape; 0 for none.
        proportions: Length factors of the body (`signary.pose.kinematics.BuiltInSkeleton`).
        seed: Seed of blinks, head sway and jitter.
    """

    speed: float = 1.0
    space: float = 1.0
    left_handed: bool = False
    jitter: float = 0.0
    proportions: dict[str, float] = field(default_factory=dict)
    seed: int = 0

    def __post_init__(self) -> None:
        for name, low, high in (("speed", 0.25, 4.0), ("space", 0.5, 1.5), ("jitter", 0.0, 0.03)):
            value = getattr(self, name)
            if not low <= value <= high:
                raise InputError(name, f"a number from {low:g} to {high:g}", value)

    @classmethod
    def canonical(cls) -> SignerStyle:
        """The signer of tests and tables: average in everything, perfectly steady."""
        return cls()

    @classmethod
    def random(cls, seed: int) -> SignerStyle:
        """A signer drawn from the population: about one in ten is left-handed."""
        rng = np.random.default_rng(seed)
        proportions = {name: float(rng.normal(1.0, 0.04)) for name in ("arms", "hands", "shoulders", "head")}
        return cls(
            speed=float(np.clip(rng.normal(1.0, 0.12), 0.7, 1.4)),
            space=float(np.clip(rng.normal(1.0, 0.08), 0.75, 1.2)),
            left_handed=bool(rng.random() < 0.1),
            jitter=float(rng.uniform(0.002, 0.008)),
            proportions={name: float(np.clip(value, 0.88, 1.12)) for name, value in proportions.items()},
            seed=seed,
        )
