"""custom-elements.json and pyground.d.ts say what is true of the sources; tests/browser/test_manifest.py asks the elements themselves."""

import json
import re
import subprocess

import pytest

from builder import element_words, manifest
from builder.errors import BuildError
from builder.node import find_node, npm_folder
from builder.paths import SITE
from pycore.lessons import exhibits
from pycore.settings import TABLE

#: What uses the types as a page would, and a line of it that is wrong in its own way for each of the others.
SAMPLE = """
import { drive, type PlaygroundState } from "./pyground";
const playground = document.querySelector("py-playground")!;
const state: PlaygroundState = await playground.step(10);
await playground.configure({ dataset: "xor", networkShape: [4, 2], learningRate: 0.1, discretize: true });
playground.addEventListener("settings", (event) => event.detail.lossTest.toFixed(state.epoch));
const dials = document.createElement("py-house-dials");
dials.addEventListener("change", ({ detail }) => detail.values.weight + detail.values.bias);
dials.addEventListener("error", ({ detail }) => detail.attribute?.toUpperCase());
await dials.configure({ weight: 0.2 });
document.querySelector("py-softmax-calculator")!.values.numbers.at(-1);
const frame = drive(document.querySelector("iframe")!);
await frame.configure({ dataset: "xor" });
frame.addEventListener("frame", () => frame.pause());
"""
WRONG = (
    'await playground.configure({ dataset: "square" });',
    "await playground.configure({ learningrate: 1 });",
    "playground.walk();",
    'await playground.step("ten");',
    'playground.addEventListener("stopped", (event) => event.detail.weight);',
    "playground.state = state;",
    "await dials.configure({ wieght: 0.2 });",
    'await dials.configure({ weight: "heavy" });',
    'document.createElement("py-house-dial").values;',
    'drive("iframe");',
)


@pytest.fixture(scope="module")
def made(dist):
    return json.loads((dist / "custom-elements.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def elements(made):
    """{tag: its declaration}."""
    (module,) = made["modules"]
    return {each["tagName"]: each for each in module["declarations"] if each["kind"] == "class"}


def sources(*patterns):
    return "\n".join(path.read_text(encoding="utf-8") for pattern in patterns for path in sorted((SITE).glob(pattern)))


def test_every_tag_is_there_and_exported_from_the_script_for_any_page(made, elements, dist):
    assert made["schemaVersion"] == "2.1.0"
    assert list(elements) == ["py-playground", *(f"py-{name}" for name in exhibits.NAMES)]
    (module,) = made["modules"]
    assert (dist / module["path"]).is_file()
    names = {each["name"] for each in module["declarations"]}
    assert {export["declaration"]["name"] for export in module["exports"]} == names
    tags = [export["name"] for export in module["exports"] if export["kind"] == "custom-element-definition"]
    assert tags == list(elements)


def test_attributes_are_the_settings_and_values_with_their_defaults(elements):
    own = {each["name"]: each for each in elements["py-playground"]["attributes"]}
    for setting in TABLE:
        row = own[manifest.attribute_of(setting.key)]
        assert setting.parse(row["default"]) == setting.default and setting.help in row["description"]
        if setting.kind == "choice":
            assert row["type"]["text"].split(" | ") == [json.dumps(str(value)) for value, _ in setting.options]
    for name, rows in exhibits.table().items():
        attributes = {each["name"]: each for each in elements[f"py-{name}"]["attributes"]}
        assert [each for each in attributes if each not in element_words.WIDGET.attributes] == [row["name"] for row in rows]
        defaults = {row["name"]: attributes[row["name"]]["default"] for row in rows}
        assert exhibits.create(name, defaults).values == exhibits.create(name).values
        assert all(row["allowed"] in attributes[row["name"]]["description"] for row in rows)


def test_everything_is_described(made):
    def described(node):
        if isinstance(node, list):
            for each in node:
                described(each)
        elif isinstance(node, dict):
            assert node.get("description", "words") and node.get("name", "name"), node
            for each in node.values():
                described(each)

    described(made)


def test_parts_are_those_of_the_markup(elements):
    text = sources("templates/*.html", "templates/widgets/*.html", "static/js/**/*.js")
    parts = {name for names in re.findall(r"""(?<![\w-])part(?:=|", )"([a-z -]+)\"""", text) for name in names.split()}
    assert parts == {part["name"] for part in elements["py-playground"]["cssParts"]}


def test_custom_properties_are_those_of_the_styles(elements):
    used = set(re.findall(r"var\(\s*(--pyground-[a-z0-9-]+)", sources("static/css/*.css", "static/js/**/*.js", "templates/*.html")))
    for element in elements.values():
        rows = {row["name"]: row["default"] for row in element["cssProperties"]}
        assert set(rows) == used
        assert rows["--pyground-radius"] == "10px" and rows["--pyground-ink"] == "light-dark(#1b2330, #e9ecf1)"
    with pytest.raises(BuildError, match="--pyground-x is used without what stands for it"):
        manifest.css_defaults("a { color: var(--pyground-x) }")


def test_events_are_those_that_are_dispatched():
    playground = sources("static/js/elements/py-playground.js", "static/js/elements/playground-parts.js", "static/js/model/*.js")
    told = set(re.findall(r"""\btell\("([a-z]+)\"""", playground))
    assert told == {event.name for event in element_words.PLAYGROUND.events}
    widget = sources("static/js/elements/lesson-widget.js", "static/js/elements/widget-values.js")
    assert set(re.findall(r"""new CustomEvent\("([a-z]+)\"""", widget)) == {event.name for event in element_words.WIDGET.events}


def checked(folder, text, dist):
    """Return what TypeScript says of a page's script that uses the types."""
    (folder / "pyground.d.ts").write_text((dist / "pyground.d.ts").read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "sample.ts").write_text(text, encoding="utf-8")
    tsc = npm_folder() / "typescript" / "bin" / "tsc"
    options = ["--noEmit", "--strict", "--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler"]
    return subprocess.run([find_node(), str(tsc), *options, "sample.ts"], cwd=folder, capture_output=True, text=True, timeout=120).stdout


def test_types_are_right_for_what_is_right_and_refuse_what_is_wrong(dist, tmp_path):
    assert checked(tmp_path, SAMPLE, dist) == ""
    said = checked(tmp_path, SAMPLE + "\n".join(WRONG), dist)
    first = SAMPLE.count("\n") + 1
    lines = {int(number) for number in re.findall(r"^sample\.ts\((\d+),", said, re.M)}
    assert lines == set(range(first, first + len(WRONG))), said
