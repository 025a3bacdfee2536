"""Bundles of the page: what it needs of three.js, and `<signary-player>` as one file. Needs node and three packages.

    npm install --prefix tests/node
    python scripts/build_player.py [--node FOLDER] [--check]

Both files begin with the digest of what they were made of, which a test compares with the sources beside them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
from collections.abc import Iterable
from pathlib import Path

PAGE = Path(__file__).parents[1] / "signary" / "serve" / "page"
NODE = Path(__file__).parents[1] / "tests" / "node"
VERSIONS = {"three": "0.187.0", "meshoptimizer": "1.3.0", "esbuild": "0.28.2"}
PLAYER, THREE = PAGE / "signary-player.js", PAGE / "vendor" / "three.js"
_THREE_ENTRY = PAGE / "vendor" / "three_entry.js"
_LICENCE = (
    "three.js 0.187.0, MIT, Copyright 2010-2026 three.js authors: vendor/three.LICENSE.txt; "
    "meshoptimizer 1.3.0, MIT, Copyright 2016-2026 Arseny Kapoulkine: vendor/meshoptimizer.LICENSE.txt"
)


def player_sources() -> list[Path]:
    """The modules of the player: what `player.js` imports, and what that imports."""
    found, left = list[Path](), [PAGE / "player.js"]
    while left:
        path = left.pop()
        if path not in found:
            found.append(path)
            lines = path.read_text(encoding="utf-8").splitlines() if path != THREE else []
            names = [line.rsplit('"', 2)[1] for line in lines if ' from "' in line and line.endswith(";")]
            left += [(path.parent / name).resolve() for name in names]
    return sorted(found)


def digest(sources: Iterable[Path]) -> str:
    """SHA-256 of files and their names."""
    summed = hashlib.sha256()
    for path in sources:
        content = path.read_bytes()
        summed.update(f"{path.relative_to(PAGE).as_posix()} {len(content)}\n".encode() + content)
    return summed.hexdigest()


def header(path: Path, sources: Iterable[Path]) -> str:
    """First line of a bundle."""
    return f"/*! {path.name}: made by scripts/build_player.py of sources {digest(sources)}; {_LICENCE} */"


def bundle(node: Path, entry: Path, first: str) -> bytes:
    """A module and all that it imports in one file.

    Args:
        node: Folder that has `node_modules`.
        entry: The module.
        first: First line of the bundle.
    """
    program = node / "node_modules" / ".bin" / "esbuild"
    options = ["--bundle", "--format=esm", "--minify", "--charset=utf8", "--legal-comments=none", "--target=es2022"]
    # Its package does not export it.
    decoder = node / "node_modules" / "meshoptimizer" / "meshopt_decoder_reference.js"
    options.append(f"--alias:meshopt_decoder_reference={decoder}")
    environment = {"NODE_PATH": str(node / "node_modules"), "PATH": "/usr/bin:/bin"}
    command = [str(program), str(entry), *options, f"--banner:js={first}"]
    return subprocess.run(command, check=True, capture_output=True, env=environment, cwd=PAGE).stdout


def check_versions(node: Path) -> None:
    """Refuse other versions than those that the committed bundles were made with."""
    for name, wanted in VERSIONS.items():
        package = json.loads((node / "node_modules" / name / "package.json").read_text(encoding="utf-8"))
        if package["version"] != wanted:
            raise SystemExit(f"{name}: expected version {wanted}, got {package['version']}")


def main() -> None:
    """Make both bundles, or say whether they are what they would be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--node", type=Path, default=NODE, help="folder with node_modules: three, meshoptimizer, esbuild"
    )
    parser.add_argument("--check", action="store_true", help="write nothing; exit code 1 if a bundle is another")
    arguments = parser.parse_args()
    node = arguments.node.absolute()
    check_versions(node)
    for path, entry in ((THREE, _THREE_ENTRY), (PLAYER, PAGE / "player.js")):
        sources = [_THREE_ENTRY] if path == THREE else player_sources()
        made = bundle(node, entry, header(path, sources))
        if not arguments.check:
            path.write_bytes(made)
        elif path.read_bytes() != made:
            raise SystemExit(f"{path.name} is not what its sources make")
        print(f"{path.relative_to(PAGE)}: {len(made):,} bytes")  # noqa: T201


if __name__ == "__main__":
    main()
