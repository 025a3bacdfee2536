"""The files of the page: all there, nothing inline, nothing from elsewhere, all texts in all languages, small."""

import importlib.util
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from signary.pose.avatar.figure import TWISTS
from signary.serve.running import page_files

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "signary" / "serve" / "page"
MODULES = sorted(path for path in PAGE.rglob("*.js") if path.name not in ("three.js", "signary-player.js"))


class Elements(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []
        self.feed((PAGE / "index.html").read_text())

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))

    def having(self, attribute):
        return [attributes[attribute] for _, attributes in self.found if attribute in attributes]


@pytest.fixture(scope="module")
def elements():
    return Elements()


@pytest.fixture(scope="module")
def strings():
    text = (PAGE / "parts" / "strings.js").read_text()
    return json.loads(text[text.index("/* json */") + 10 : text.index("/* end */")])


@pytest.fixture(scope="module")
def builder():
    specification = importlib.util.spec_from_file_location("build_player", ROOT / "scripts" / "build_player.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_nothing_is_inline(elements):
    for tag, attributes in elements.found:
        assert tag != "style"
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        assert tag != "script" or attributes["src"]
    sources = "".join(path.read_text() for path in MODULES)
    assert not re.search(r"\beval\(|new Function|setAttribute\(\"style\"|javascript:", sources)


def test_no_address_leads_elsewhere(elements):
    for name in ("src", "href", "action", "srcset"):
        assert all(re.match(r"static/[\w./-]+$", address) for address in elements.having(name))
    for path in [*MODULES, PAGE / "style.css", PAGE / "index.html"]:
        # `three` and what lies below it is the package of the entry that is bundled.
        addresses = re.findall(r"https?://[^\s\"'`)]+|@import|url\(", path.read_text())
        assert addresses == []


def test_what_the_page_names_is_served(elements):
    served = page_files()
    for address in elements.having("src") + elements.having("href"):
        assert address.removeprefix("static/") in served
    for detail in ("figure.glb", "figure-light.glb"):
        content = served[detail].content
        assert content[:4] == b"glTF"
        document = json.loads(content[20 : 20 + int.from_bytes(content[12:16], "little")])
        twists = document["scenes"][0]["extras"]["twists"]
        assert [(each["name"], each["source"], each["share"]) for each in twists] == [
            (twist.name, twist.source, twist.share) for twist in TWISTS
        ]
    for package in ("three", "meshoptimizer"):
        assert served[f"vendor/{package}.LICENSE.txt"].media_type.startswith("text/plain")


def test_imports_lead_to_modules_that_have_the_names():
    for path in MODULES:
        for names, source in re.findall(r'import \{([^}]*)\} from "([^"]+)";', path.read_text(), re.DOTALL):
            target = path.parent / source
            assert target.is_file(), (path.name, source)
            if target.name == "three.js":
                exported = (PAGE / "vendor" / "three_entry.js").read_text()
            else:
                exported = target.read_text()
            for name in filter(None, (name.strip() for name in names.split(","))):
                declared = rf"export (async )?(class|const|function|let) {name}\b"
                assert re.search(declared if target.name != "three.js" else rf"\b{name}\b", exported), (path.name, name)


def test_every_text_is_there_in_every_language(elements, strings):
    assert set(strings) == {"en", "de", "zh"}
    names = set(strings["en"])
    for texts in strings.values():
        assert set(texts) == names
        assert all(text.strip() for text in texts.values())
    for name in names:
        places = [sorted(re.findall(r"\{(\w+)\}", texts[name])) for texts in strings.values()]
        assert places[0] == places[1] == places[2], name
    used = {*elements.having("data-text"), *elements.having("data-label"), *elements.having("data-hint")}
    for path in MODULES:
        text = path.read_text()
        used |= set(re.findall(r'\b(?:say|wordButton)\("(\w+)"', text)) | set(re.findall(r"#words\.(\w+)", text))
        used |= names & set(re.findall(r'"(\w+)"', text))
        used |= set(re.findall(r'data-label="(\w+)"', text))
    assert used <= names
    spoken = {f"language_{language}" for language in ("asl", "dgs", "csl")}
    at_run_time = {"tag", "play", "pause", "right", "wrong", "unsure", "lost", "connected", "busy"}
    assert names - used <= spoken | at_run_time


def test_the_file_says_in_english_what_the_scripts_say(elements, strings):
    """Whoever has no scripts reads English; `translate` replaces it."""
    text = (PAGE / "index.html").read_text()
    for key, shown in re.findall(r'data-text="(\w+)"[^>]*>([^<]*)<', text):
        assert shown.strip() in (strings["en"][key], ""), key


def test_scripts_ask_for_elements_that_are_there(elements):
    identities = elements.having("id")
    assert len(identities) == len(set(identities))
    for name in ("main.js", "parts/transport.js"):
        asked = set(re.findall(r'\belement\("([\w-]+)"\)', (PAGE / name).read_text()))
        assert asked <= set(identities)
    for name in ("for", "aria-labelledby"):
        assert set(elements.having(name)) <= set(identities)


def test_every_control_has_a_name(elements):
    text = (PAGE / "index.html").read_text()
    labelled = set(elements.having("for"))
    inside = set(
        re.findall(r'<label[^>]*>(?:(?!</label>).)*?<(?:input|select|textarea)[^>]* id="([\w-]+)"', text, re.DOTALL)
    )
    for tag, attributes in elements.found:
        if tag in ("input", "select", "textarea"):
            assert attributes["id"] in labelled | inside or "data-label" in attributes
        if tag == "button":
            assert "data-text" in attributes or "data-label" in attributes


def test_notice_is_in_sight_whatever_is_shown(elements):
    (notice,) = [attributes for _, attributes in elements.found if attributes.get("id") == "notice"]
    assert "hidden" not in notice
    assert re.search(r"#notice \{\s*position: sticky;", (PAGE / "style.css").read_text())
    assert "#notice" not in "".join(path.read_text() for path in MODULES)


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first, second):
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_aa():
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", (PAGE / "style.css").read_text()))
    white = "#ffffff"
    for ink in ("ink", "soft", "accent", "wrong"):
        for ground in ("ground", "card"):
            assert contrast(colours[ink], colours[ground]) >= 4.5
    for ground in ("accent", "right", "wrong", "unsure"):
        assert contrast(white, colours[ground]) >= 4.5
    assert contrast(colours["mark"], "#16232b") >= 4.5
    assert contrast(colours["edge"], colours["card"]) >= 3
    assert contrast(white, "#5d3b00") >= 4.5


def test_page_and_vendored_code_are_small_and_licensed():
    files = [path for path in PAGE.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 2_000_000
    for package in ("three", "meshoptimizer"):
        assert re.search("MIT License", (PAGE / "vendor" / f"{package}.LICENSE.txt").read_text())
    for name in ("vendor/three.js", "signary-player.js"):
        first = (PAGE / name).read_text().partition("\n")[0]
        assert "MIT" in first
        assert "three.LICENSE.txt" in first
        assert "meshoptimizer.LICENSE.txt" in first


def test_bundles_are_made_of_the_sources_beside_them(builder):
    for path, sources in (
        (builder.THREE, [PAGE / "vendor" / "three_entry.js"]),
        (builder.PLAYER, builder.player_sources()),
    ):
        assert path.read_text().startswith(builder.header(path, sources) + "\n"), "run scripts/build_player.py"


def test_a_changed_source_would_be_noticed(builder):
    sources = builder.player_sources()
    assert PAGE / "motion" / "timeline.js" in sources
    assert PAGE / "vendor" / "three.js" in sources
    assert PAGE / "main.js" not in sources
    assert builder.digest(sources) != builder.digest(sources[:-1])
