"""custom-elements.json says of every element what the element itself has: attributes, properties and methods."""

import json


def test_every_element_has_what_the_manifest_says_and_nothing_else(page, site, serve, tmp_path, dist):
    script = f'<script type="module" src="{site.url}pyground.js"></script>'
    text = f'<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">{script}'
    (tmp_path / "page.html").write_text(text, encoding="utf-8")
    page.open(serve(tmp_path).url + "page.html")
    page.wait("!!customElements.get('py-step-trace')")
    # What is there beside HTMLElement's: on the prototypes, and on an element of each kind.
    found = page.run(
        "const found = {};"
        "for (const tag of args[0]) {"
        "  const kind = customElements.get(tag), element = document.createElement(tag), members = {};"
        "  const add = (object) => { for (const [name, { get, set, value }] of Object.entries(Object.getOwnPropertyDescriptors(object)))"
        "    members[name] ??= typeof value === 'function' ? value.length : get && !set ? 'fixed' : 'field'; };"
        "  add(element);"
        "  for (let proto = kind.prototype; proto !== HTMLElement.prototype; proto = Object.getPrototypeOf(proto)) add(proto);"
        "  found[tag] = { attributes: kind.observedAttributes, members };"
        "} return found;",
        [each["tagName"] for each in declarations(dist)],
    )
    reactions = {"constructor", "connectedCallback", "disconnectedCallback", "attributeChangedCallback"}
    for each in declarations(dist):
        real = found[each["tagName"]]
        assert sorted(real["attributes"]) == sorted(row["name"] for row in each["attributes"]), each["tagName"]
        members = {name: kind for name, kind in real["members"].items() if name not in reactions}
        assert set(members) == {row["name"] for row in each["members"]}, each["tagName"]
        for row in each["members"]:
            assert members[row["name"]] in said_of(row), f"{each['tagName']}: {row['name']}"


def declarations(dist):
    (module,) = json.loads((dist / "custom-elements.json").read_text(encoding="utf-8"))["modules"]
    return [each for each in module["declarations"] if each["kind"] == "class"]


def said_of(row):
    """Return what the script above may find: how many arguments are named before one with a default, or whether a property can be set."""
    if row["kind"] == "method":
        needed = [parameter for parameter in row["parameters"] if not parameter.get("optional")]
        return range(len(needed), len(row["parameters"]) + 1)
    return ["fixed" if row.get("readonly") else "field"]


def test_what_drives_a_frame_has_the_methods_of_its_type(page, site):
    from builder.element_words import DRIVER

    page.open(site.url + "embed/py-house-dials.html")
    names = page.run(
        "const { drive } = await import(args[0]); const frame = document.createElement('iframe'); frame.src = location.href;"
        "document.body.append(frame); return Object.getOwnPropertyNames(Object.getPrototypeOf(drive(frame)))",
        site.url + "pyground.js",
    )
    assert set(names) == {"constructor", *(member.name for member in DRIVER)}
