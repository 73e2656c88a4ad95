"""Describes the elements: custom-elements.json for tools and editors, pyground.d.ts for TypeScript, and embed.html for people."""

import re

from markupsafe import Markup, escape

from builder.declarations import write_declarations
from builder.files import write
from builder.manifest import write_manifest
from builder.pages import setting_rows

__all__ = ["SITE_URL", "describe"]

#: Stands where the address of the site belongs; the page's script puts in the real one.
SITE_URL = "https://example.org/pyground/"
#: Heights in CSS pixels that a frame keeps without our script on the page around it.
FRAME_HEIGHTS = {"py-playground": 1100}
FRAME_HEIGHT = 720


def describe(environment, out, context, table, css):
    """Write all three into the folder `out`; `css` is the text of the elements' style sheet, `context` what pages are rendered with."""
    from pycore.lessons import exhibits

    rows = [row | {"text": setting.format(setting.default)} for row, setting in zip(setting_rows(table), table, strict=True)]
    widgets = {name: (exhibits.class_of(name).TITLE, values) for name, values in exhibits.table().items()}
    write_declarations(out, rows, widgets)
    made = write_manifest(out, rows, widgets, css)
    described = [shown(each) for each in made["modules"][0]["declarations"] if each["kind"] == "class"]
    page = {"name": "embed", "title": "Put it into your own page – Pyground"}
    more = {"elements": described, "site_url": SITE_URL, "page": page}
    write(out / "embed.html", environment.get_template("_elements.html").render(context | more))


def shown(element):
    """Return what embed.html shows of an element of the manifest: its words, texts to copy, and groups of rows."""
    tag, is_playground = element["tagName"], "cssParts" in element
    own = [each for each in element["attributes"] if each["name"] not in ("theme", "start", "hide", "src", "data")]
    examples = [(each["name"], each["default"]) for each in own if each["default"]]
    examples = [pair for pair in examples if pair[0] in ("dataset", "activation", "network-shape")] if is_playground else examples
    written = "".join(f' {name}="{value}"' for name, value in examples)
    address = "&".join(f"{_key(name)}={value}" for name, value in examples)
    height = FRAME_HEIGHTS.get(tag, FRAME_HEIGHT)
    source = f"{SITE_URL}embed/{tag}.html{'#' if address else ''}{address}".replace("&", "&amp;")
    title = element["description"]
    frame = f'<iframe src="{source}" title="{title}" width="100%" height="{height}" loading="lazy" style="border: 0"></iframe>'
    properties = [_property(each) for each in element["members"] if each.get("privacy") != "protected"]
    groups = [
        _group("Attributes", "Attribute", [_attribute(each) for each in element["attributes"]], is_open=not is_playground),
        _group("Properties and methods", "Name", properties),
        _group("Events", "Event", [{**_words(each), "type": each["type"]["text"], "default": ""} for each in element["events"]]),
    ]
    if is_playground:
        parts = [{**_words(each), "type": f"::part({each['name']})", "default": ""} for each in element["cssParts"]]
        styles = [{**_words(each), "type": each["default"], "default": ""} for each in element["cssProperties"]]
        groups += [_group("Parts", "Part", parts), _group("Custom properties, of all elements", "Property", styles)]
    return {
        "tag": tag,
        "words": element["description"] + ("" if element["description"][-1] in ".?!" else "."),
        "page": "index.html" if is_playground else f"widget-{tag.removeprefix('py-')}.html",
        "snippets": {"tag": f"<{tag}{written}></{tag}>", "frame": frame},
        "groups": groups,
    }


def _group(title, first, rows, is_open=False):
    return {"title": title, "first": first, "list": rows, "is_open": is_open}


def _words(row):
    words = Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(row["description"]))))
    return {"name": row["name"], "words": words}


def _attribute(row):
    return {**_words(row), "type": row["type"]["text"], "default": f"at first {row['default']}" if row["default"] else ""}


def _property(row):
    if row["kind"] == "field":
        return {**_words(row), "type": row["type"]["text"], "default": "to read" if row.get("readonly") else ""}
    inner = ", ".join(f"{each['name']}{'?' if each.get('optional') else ''}: {each['type']['text']}" for each in row["parameters"])
    return {**_words(row), "name": f"{row['name']}()", "type": f"({inner}) → {row['return']['type']['text']}", "default": ""}


def _key(attribute):
    """Return an attribute's name as an address has it."""
    first, *others = attribute.split("-")
    return first + "".join(part.capitalize() for part in others)
