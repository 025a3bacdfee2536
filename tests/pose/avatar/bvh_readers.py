"""Where bvhio and pybvh have the joints of BVH files, as JSON: `python bvh_readers.py OUT FILE …`."""

import json
import sys

import bvhio
import pybvh


def _by_bvhio(path):
    root = bvhio.readAsHierarchy(path)
    joints = {joint.Name: joint for joint, _, _ in root.layout()}
    places = []
    for frame in range(root.getKeyframeRange()[1] + 1):
        root.loadPose(frame)
        places.append({name: [*joint.PositionWorld] for name, joint in joints.items()})
    return places


def _by_pybvh(path):
    file = pybvh.read_bvh_file(path)
    places = file.joint_positions()
    return [dict(zip(file.joint_names, frame.tolist(), strict=True)) for frame in places]


if __name__ == "__main__":
    found = {path: {"bvhio": _by_bvhio(path), "pybvh": _by_pybvh(path)} for path in sys.argv[2:]}
    with open(sys.argv[1], "w") as file:
        json.dump(found, file)
