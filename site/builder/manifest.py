"""Writes custom-elements.json (the Custom Elements Manifest, https://github.com/webcomponents/custom-elements-manifest): every tag, from
the settings' table, the widgets' values, and builder/element_words.py."""

import json
import re

from builder.element_words import CSS_PROPERTIES, PARTS, PLAYGROUND, WIDGET
from builder.errors import BuildError
from builder.files import write

__all__ = ["attribute_of", "class_name", "css_defaults", "manifest", "setting_type", "value_type", "write_manifest"]

#: The version of the manifest's form.
SCHEMA = "2.1.0"
#: Where all elements come from.
SCRIPT = "pyground.js"


def write_manifest(out, rows, widgets, css):
    """Write `out`/custom-elements.json and return what is in it; the arguments are those of `manifest`."""
    made = manifest(rows, widgets, css)
    write(out / "custom-elements.json", json.dumps(made, indent=1, ensure_ascii=False) + "\n")
    return made


def manifest(rows, widgets, css):
    """Return the manifest as JSON can hold it.

    `rows` are the settings as `pages.setting_rows` gives them, `widgets` {name: (title, rows of pycore.lessons.exhibits.table)},
    `css` the text of the style sheet inside the elements.
    """
    elements = [_playground(rows, css), *(_widget(name, title, values, css) for name, (title, values) in widgets.items())]
    exports = [{"kind": "custom-element-definition", "name": element["tagName"], "declaration": _here(element)} for element in elements]
    drive = {
        "kind": "function",
        "name": "drive",
        "description": "Drives the playground or widget in a frame of this site, as its element would be driven.",
        "parameters": [{"name": "frame", "type": {"text": "HTMLIFrameElement"}}],
        "return": {"type": {"text": "FrameDriver"}},
    }
    exports.append({"kind": "js", "name": "drive", "declaration": {"name": "drive", "module": SCRIPT}})
    module = {"kind": "javascript-module", "path": SCRIPT, "declarations": [*elements, drive], "exports": exports}
    return {"schemaVersion": SCHEMA, "readme": "docs/components.md", "modules": [module]}


def _here(element):
    return {"name": element["name"], "module": SCRIPT}


def _playground(rows, css):
    attributes = [
        {
            "name": attribute_of(row["key"]),
            "type": {"text": setting_type(row, is_text=True)},
            "default": row["text"],
            "description": f"{row['label']}. {row['help']}{_range(row)}",
        }
        for row in rows
    ]
    more = {"cssParts": [{"name": name, "description": words} for name, words in PARTS.items()]}
    words = "A network that trains in front of the reader, with everything to change it."
    return _element("py-playground", words, "A playground", attributes, PLAYGROUND, css, more)


def _range(row):
    low, high = row["minimum"], row["maximum"]
    if low is None and high is None:
        return ""
    return f" From {low:g}{f' to {high:g}' if high is not None else ' up'}." if low is not None else f" Up to {high:g}."


def _widget(name, title, values, css):
    attributes = [
        {
            "name": value["name"],
            "type": {"text": value_type(value, is_text=True)},
            "default": ",".join(f"{number:g}" for number in value["default"]) if value["kind"] == "numbers" else _text(value["default"]),
            "description": f"{value['label']}{', ' + value['unit'] if value['unit'] else ''}: {value['allowed']}.",
        }
        for value in values
    ]
    return _element(f"py-{name}", title, title, attributes, WIDGET, css, {})


def _text(value):
    return str(value).lower() if isinstance(value, bool) else f"{value:g}" if isinstance(value, int | float) else str(value)


def _element(tag, words, summary, attributes, offer, css, more):
    shared = [
        {"name": name, "type": {"text": kind}, "default": default, "description": said}
        for name, (kind, default, said) in offer.attributes.items()
    ]
    defaults = css_defaults(css)
    return {
        "kind": "class",
        "customElement": True,
        "name": class_name(tag),
        "tagName": tag,
        "summary": summary,
        "description": words,
        "superclass": {"name": "HTMLElement"},
        "attributes": [*attributes, *shared],
        "members": [_member(member) for member in offer.members],
        "events": [
            {
                "name": event.name,
                "type": {"text": f"CustomEvent<{event.detail}>"},
                "description": event.words,
            }
            for event in offer.events
        ],
        "slots": [],
        **more,
        "cssProperties": [
            {"name": f"--pyground-{name}", "default": defaults[name], "description": said} for name, said in CSS_PROPERTIES.items()
        ],
    }


def _member(member):
    shared = {"name": member.name, "description": member.words, **({"privacy": "protected"} if member.is_inner else {})}
    if member.parameters is None:
        return {"kind": "field", **shared, "type": {"text": member.type}, **({"readonly": True} if member.is_fixed else {})}
    parameters = [
        {"name": each.name, "type": {"text": each.type}, **({"optional": True, "default": each.default} if each.default else {})}
        for each in member.parameters
    ]
    return {"kind": "method", **shared, "parameters": parameters, "return": {"type": {"text": member.type}}}


def attribute_of(key):
    """Return an address key as an attribute is named.

    >>> attribute_of("networkShape")
    'network-shape'
    """
    return re.sub("[A-Z]", lambda letter: f"-{letter[0].lower()}", key)


def class_name(tag):
    """Return the name of an element's class.

    >>> class_name("py-house-dials")
    'PyHouseDials'
    """
    return "".join(part.capitalize() for part in tag.split("-"))


def setting_type(row, *, is_text):
    """Return the TypeScript type of a setting: as the text of an attribute, or as scripts give it."""
    names = " | ".join(json.dumps(str(value)) for value, _ in row["options"])
    kinds = {
        "choice": (names, names),
        "flag": ('"true" | "false"', "boolean"),
        "number": ("number", "number"),
        "integer": ("number", "number"),
        "text": ("string", "string | number"),
        "shape": ("string", "number[]"),
        "integers": ("string", "number[]"),
        "names": ("string", f"({names})[]"),
        "expressions": ("string", "string[]"),
    }
    return kinds[row["kind"]][not is_text]


def value_type(value, *, is_text):
    """Return the TypeScript type of a widget's value: as the text of an attribute, or as scripts give it."""
    if value["kind"] == "choice":
        return " | ".join(json.dumps(str(option) if is_text and isinstance(option, str) else option) for option, _ in value["options"])
    kinds = {"number": ("number",) * 2, "integer": ("number",) * 2, "flag": ("boolean",) * 2, "numbers": ("string", "number[]")}
    return kinds[value["kind"]][not is_text]


def css_defaults(css):
    """Return {name without "--pyground-": what the style sheet takes where a page says nothing}; the last place counts.

    Raises BuildError for a property that is used without one.
    """
    found = {}
    for match in re.finditer(r"var\(\s*--pyground-([a-z0-9-]+)\s*(,?)\s*", css):
        if not match[2]:
            raise BuildError(f"--pyground-{match[1]} is used without what stands for it where a page says nothing")
        depth, end = 1, match.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(css[end], 0)
            end += 1
        found[match[1]] = css[match.end() : end - 1].strip()
    return found
