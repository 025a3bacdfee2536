"""Node, for the modules of the page; Chromium and packages of npm, for the page in a browser."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PAGE, NODE = ROOT / "signary" / "serve" / "page", ROOT / "tests" / "node"


@pytest.fixture(scope="session")
def node():
    """Run a piece of JavaScript in which `load(name)` is a module of the page; what it returns."""
    program = shutil.which("node")
    if program is None:
        pytest.skip("no node")

    def run(code, **given):
        lines = [
            f"const load = (name) => import('{PAGE.as_uri()}/' + name);",
            "let said = ''; for await (const piece of process.stdin) said += piece;",
            "const given = JSON.parse(said);",
            f"const found = await (async () => {{ {code} }})();",
            "console.log(JSON.stringify(found ?? null));",
        ]
        command = [program, "--no-warnings", "--input-type=module", "--eval", "\n".join(lines)]
        done = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


@pytest.fixture(scope="session")
def chromium():
    """Path of Chromium, where the packages of tests/node are there that drive it."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    packages = NODE / "node_modules"
    if shutil.which("node") is None or found is None:
        pytest.skip("no node or no Chromium")
    if not all((packages / name).is_dir() for name in ("puppeteer-core", "axe-core")):
        pytest.skip("the packages of tests/node/package.json are not installed (npm install --prefix tests/node)")
    return found
