"""Which bone is which joint, by the names that tools give to bones; or as a mapping file says.

Known: Mixamo (`mixamorig:LeftForeArm`, with and without its prefix), game engines (`lowerarm_l`), VRM's humanoid names
of both versions (`leftLowerArm`), VRoid (`J_Bip_L_LowerArm`), Blender and MakeHuman (`lowerarm01.L`, `forearm.L`,
`f_index.01.L`), 3ds Max (`Bip01 L Forearm`), Character Creator, Daz, motion capture (`LeftForeArm`) and SMPL-X.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from signary.io.errors import InputError
from signary.io.json_file import read_json
from signary.io.quoting import cut, quoted
from signary.io.yaml_file import read_yaml
from signary.pose.avatar.rig import JOINTS, SIDES, TWISTS
from signary.pose.skeletons.smplx import HAND_JOINTS

_PREFIX = re.compile(
    r"(?:.*[:|])?(?:mixamorig\d*[_ ]?|j_(?:bip|adj)_(?:c_)?|cc_base_|bip\d*[ _]|valvebiped[._]bip\d*_|def-|org-)?",
    re.IGNORECASE,
)
_SIDES = (
    re.compile(r"(?P<side>left|right)(?P<rest>[ _.\-]?[^a-z].*|[ _.\-]?[a-z].*)", re.IGNORECASE),
    re.compile(r"(?P<side>[lr])[ _.\-](?P<rest>.+)", re.IGNORECASE),
    re.compile(r"(?P<side>[lr])(?P<rest>[A-Z].+)"),
    re.compile(r"(?P<rest>.+?)[ _.\-](?P<side>left|right|l|r)", re.IGNORECASE),
    re.compile(r"(?P<rest>.+?)(?P<side>Left|Right)"),
)
_CENTRE = {
    "pelvis": ("hips", "pelvis", "hip", "root"),
    "neck": ("neck", "neck1", "neck01", "neck2", "neck02", "neck3", "neck03", "necktwist01", "necktwist02")
    + ("necklower", "neckupper"),
    "head": ("head", "head1", "head01"),
    "jaw": ("jaw", "jawroot", "lowerjaw", "jaw01"),
}
_SPINE = re.compile(r"(?:lower|upper)?(?:spine|chest|abdomen|torso|waist|belly)(?:lower|upper)?\d*")
#: In each row what is surer comes first. `shoulder` is a collar bone for some and an upper arm for others: see below.
_SIDE = {
    "collar": ("clavicle", "collar", "collarbone", "clavicle01"),
    "shoulder": ("upperarm", "upperarm01", "uparm", "arm", "shldrbend", "shldr", "upperarmbend", "humerus"),
    "elbow": ("forearm", "lowerarm", "lowerarm01", "elbow", "loarm", "forearmbend", "forearm01"),
    "forearm_twist": ("lowerarmtwist01", "lowerarmtwist", "lowerarmtwist1", "forearmtwist", "forearmtwist01")
    + ("forearmtwist1", "lowerarm02", "forearm02", "foretwist", "foretwist1", "forearmroll", "lowerarmroll"),
    "wrist": ("hand", "wrist"),
    "eye": ("eye", "eyeball"),
    "hip": ("upleg", "thigh", "upperleg", "upperleg01", "thighbend", "hip"),
    "knee": ("leg", "calf", "lowerleg", "lowerleg01", "shin", "knee"),
    "ankle": ("foot", "ankle"),
    "foot": ("toebase", "toes", "ball", "toe", "toe0", "toe11"),
}
_FINGER_NAMES = {
    "thumb": ("thumb",),
    "index": ("index", "pointer"),
    "middle": ("middle", "mid"),
    "ring": ("ring",),
    "pinky": ("pinky", "little", "pinkie"),
}
_FINGER = re.compile(
    r"(?:hand|f|finger)?(?P<finger>thumb|index|pointer|middle|mid|ring|pinky|pinkie|little)(?:finger)?"
    r"(?P<part>0?[123]|metacarpal|proximal|intermediate|distal)"
)
_PARTS = {"proximal": 1, "intermediate": 2, "distal": 3}
#: `finger1-1` is a thumb to MakeHuman and Blender's default rig; `Finger0` is one to 3ds Max, `Finger11` an index.
_MAKEHUMAN, _MAX = re.compile(r"finger([1-5])-([1-3])", re.IGNORECASE), re.compile(r"finger([0-4])([12]?)")
_ORDER = ("thumb", "index", "middle", "ring", "pinky")


def humanoid_joint(name: str, version: int = 1) -> str | None:
    """Our name of a bone of VRM's humanoid, or None if we have no such joint.

    Args:
        name: Such as `leftLowerArm`.
        version: 1 for VRM 1.0, 0 for VRM 0.x, which calls the bones of a thumb otherwise.
    """
    if name in ("spine", "chest", "upperChest"):
        return {"spine": "spine1", "chest": "spine2", "upperChest": "spine3"}[name]
    thumbs = {0: {"proximal": 1, "intermediate": 2, "distal": 3}, 1: {"metacarpal": 1, "proximal": 2, "distal": 3}}
    side, core = _sided(name)
    if side is None:
        return next((joint for joint, names in _CENTRE.items() if core in names), None)
    found = _FINGER.fullmatch(core)
    if found:
        finger = _finger(found["finger"])
        part = thumbs[version].get(found["part"]) if finger == "thumb" else _PARTS.get(found["part"])
        return f"{side}_{finger}{part}" if part else None
    if core == "shoulder":
        return f"{side}_collar"
    return next((f"{side}_{joint}" for joint, names in _SIDE.items() if core in names), None)


def recognise(bones: Sequence[str], parents: Sequence[int]) -> dict[str, tuple[int, ...]]:
    """Joint -> bones, for all bones whose names are known; parents come before their children.

    Args:
        bones: Names.
        parents: Index of each bone's parent, -1 for roots.
    """
    found: dict[str, list[tuple[int, int]]] = {}
    shoulders: dict[str, int] = {}
    thumbs_of_vrm = any(_sided(bone)[1] == "thumbmetacarpal" for bone in bones)
    for at, bone in enumerate(bones):
        side, core = _sided(bone)
        if side and core in ("shoulder", "shoulder01"):
            shoulders.setdefault(side, at)
            continue
        for joint, rank in _candidates(bone, side, core, thumbs_of_vrm):
            found.setdefault(joint, []).append((rank, at))
    for side, at in shoulders.items():
        upper = f"{side}_collar" if f"{side}_shoulder" in found else f"{side}_shoulder"
        found.setdefault(upper, [(0, at)])
    mapping: dict[str, tuple[int, ...]] = {
        joint: (min(bones_of)[1],) for joint, bones_of in found.items() if joint not in ("neck", "spine")
    }
    mapping |= _trunk(found, mapping, parents)
    for twist in TWISTS:
        if twist in found:
            mapping[twist] = (min(found[twist])[1],)
    return mapping


def _trunk(
    found: Mapping[str, list[tuple[int, int]]], mapping: Mapping[str, tuple[int, ...]], parents: Sequence[int]
) -> dict[str, tuple[int, ...]]:
    """Necks and the spine: the bones of these names that lead to the head."""
    above = set[int]()
    at = mapping["head"][0] if "head" in mapping else -1
    while at >= 0:
        at = parents[at]
        above.add(at)
    neck = tuple(sorted(bone for _, bone in found.get("neck", []) if bone in above))
    spine = sorted(bone for _, bone in found.get("spine", []) if bone in above)
    trunk = {"neck": neck} if neck else {}
    # The lowest, the middle and the highest: what a humanoid's spine, chest and upper chest are.
    chosen = spine if len(spine) <= 3 else [spine[0], spine[len(spine) // 2], spine[-1]]
    return trunk | {f"spine{number}": (bone,) for number, bone in enumerate(chosen, 1)}


def _candidates(bone: str, side: str | None, core: str, thumbs_of_vrm: bool) -> list[tuple[str, int]]:
    """What a bone may be, each with how unsure its name is (0 surest)."""
    if side is None:
        if _SPINE.fullmatch(core):
            return [("spine", 0)]
        return [(joint, names.index(core)) for joint, names in _CENTRE.items() if core in names]
    numbered = _MAKEHUMAN.search(bone)
    if numbered:
        return [(f"{side}_{_ORDER[int(numbered[1]) - 1]}{numbered[2]}", 0)]
    numbered = _MAX.fullmatch(core)
    if numbered:
        return [(f"{side}_{_ORDER[int(numbered[1])]}{1 + int(numbered[2] or 0)}", 0)]
    found = _FINGER.fullmatch(core)
    if found:
        finger, part = _finger(found["finger"]), found["part"]
        if finger == "thumb" and thumbs_of_vrm:
            number = {"metacarpal": 1, "proximal": 2, "distal": 3}.get(part, 0)
        else:
            number = _PARTS.get(part, 0) or (int(part) if part.isdigit() else 0)
        return [(f"{side}_{finger}{number}", 0)] if number else []
    return [(f"{side}_{joint}", names.index(core)) for joint, names in _SIDE.items() if core in names]


def _finger(name: str) -> str:
    return next(finger for finger, names in _FINGER_NAMES.items() if name in names)


def _sided(bone: str) -> tuple[str | None, str]:
    """Side and bare name of a bone: `mixamorig:LeftForeArm` -> (left, forearm)."""
    prefix = _PREFIX.match(bone)
    bare = bone[prefix.end() :] if prefix else bone
    for pattern in _SIDES:
        found = pattern.fullmatch(bare)
        if found:
            side = "left" if found["side"].lower().startswith("l") else "right"
            return side, re.sub(r"[^a-z0-9]", "", found["rest"].lower())
    return None, re.sub(r"[^a-z0-9]", "", bare.lower())


def read_mapping(path: Path | str) -> dict[str, tuple[str, ...]]:
    """What a mapping file says: `left_elbow: MyForearm.L`, a list for necks of several bones; YAML or JSON.

    Raises:
        InputError: If there is no such file, or a joint is none that we have.
        FormatError: If it is not a mapping of joints to names of bones.
    """
    path = Path(path)
    values = read_json(path) if path.suffix.lower() == ".json" else read_yaml(path).values
    if not isinstance(values, dict):
        raise InputError("mapping", "joints with the names of their bones", f"no mapping in {path.name}")
    for joint, bones in values.items():
        if joint not in JOINTS:
            raise InputError("mapping", f"joints among {cut(', '.join(JOINTS), 400)}", quoted(joint))
        named = bones if isinstance(bones, list) else [bones]
        if not named or not all(isinstance(bone, str) for bone in named) or (len(named) > 1 and joint != "neck"):
            raise InputError("mapping", f"the name of a bone for {joint} (a list only for necks)", quoted(bones))
    return {joint: tuple(bones) if isinstance(bones, list) else (bones,) for joint, bones in values.items()}


def mapped(bones: Sequence[str], mapping: Mapping[str, tuple[str, ...]], rig: str) -> dict[str, tuple[int, ...]]:
    """Joint -> indices of bones, of a mapping that says names.

    Raises:
        InputError: If a bone is not there, or two have its name.
    """
    found: dict[str, tuple[int, ...]] = {}
    for joint, names in mapping.items():
        for name in names:
            if bones.count(name) != 1:
                got = f"{'none' if name not in bones else 'two'} of this name in {rig}: {cut(', '.join(bones), 160)}"
                raise InputError("mapping", f"one bone {quoted(name)} for {joint}", got)
        found[joint] = tuple(sorted(bones.index(name) for name in names))
    return found


_TRUNK = ("pelvis", "spine1", "spine2", "spine3", "neck", "head", "jaw")
_LIMBS = ("collar", "shoulder", "elbow", "wrist", "hip", "knee", "ankle", "foot")
#: Trunk (empty where the convention has no such bone), limbs, and fingers with their parts. `{Side}` is Left, `{side}`
#: left, `{s}` l, `{S}` L; `{F}` a finger, `{f}` the same in lower case, `{n}` 1 … 3, `{i}` its number from the thumb.
_CONVENTIONS: dict[str, tuple[str, str, str]] = {
    "mixamo": (
        "Hips Spine Spine1 Spine2 Neck Head -",
        "{Side}Shoulder {Side}Arm {Side}ForeArm {Side}Hand {Side}UpLeg {Side}Leg {Side}Foot {Side}ToeBase",
        "{Side}Hand{F}{n}",
    ),
    "game_engine": (
        "pelvis spine_01 spine_02 spine_03 neck_01 head -",
        "clavicle_{s} upperarm_{s} lowerarm_{s} hand_{s} thigh_{s} calf_{s} foot_{s} ball_{s}",
        "{f}_0{n}_{s}",
    ),
    "vrm": (
        "hips spine chest upperChest neck head jaw",
        "{side}Shoulder {side}UpperArm {side}LowerArm {side}Hand {side}UpperLeg {side}LowerLeg {side}Foot {side}Toes",
        "{side}{F}{part}",
    ),
    "makehuman": (
        "root spine05 spine03 spine01 neck01 head jaw",
        "clavicle.{S} upperarm01.{S} lowerarm01.{S} wrist.{S} upperleg01.{S} lowerleg01.{S} foot.{S} toe1-1.{S}",
        "finger{i}-{n}.{S}",
    ),
}
CONVENTIONS = tuple(_CONVENTIONS)


def convention(name: str) -> dict[str, str]:
    """Joint of our tree -> what Mixamo, a game engine, VRM or MakeHuman calls it; joints it lacks are left out.

    Args:
        name: One of `CONVENTIONS`.

    Raises:
        InputError: If it is none of them.
    """
    if name not in _CONVENTIONS:
        raise InputError("rig", f"a .glb, .gltf, .vrm or .bvh file or one of {', '.join(CONVENTIONS)}", quoted(name))
    trunk, limbs, fingers = _CONVENTIONS[name]
    prefix = "mixamorig:" if name == "mixamo" else ""
    names = {joint: bone for joint, bone in zip(_TRUNK, trunk.split(), strict=True) if bone != "-"}
    for side in SIDES:
        marks = {"Side": side.title(), "side": side, "s": side[0], "S": side[0].upper()}
        names |= {f"{side}_{joint}": bone.format(**marks) for joint, bone in zip(_LIMBS, limbs.split(), strict=True)}
        for joint in HAND_JOINTS[side]:
            finger, number = joint.split("_")[1][:-1], int(joint[-1])
            spoken = "little" if name == "vrm" and finger == "pinky" else finger
            parts = (
                ("Metacarpal", "Proximal", "Distal") if finger == "thumb" else ("Proximal", "Intermediate", "Distal")
            )
            marks |= {"F": spoken.title(), "f": finger, "n": joint[-1], "i": str(1 + _ORDER.index(finger))}
            names[joint] = fingers.format(**marks, part=parts[number - 1])
    return {joint: prefix + bone for joint, bone in names.items()}
