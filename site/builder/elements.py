"""Describes the elements beside pyground.js: custom-elements.json for tools and editors, pyground.d.ts for TypeScript."""

from builder.declarations import write_declarations
from builder.manifest import write_manifest
from builder.pages import setting_rows

__all__ = ["describe"]


def describe(out, table, css):
    """Write both files into the folder `out` and return the manifest; `css` is the text of the elements' style sheet."""
    from pycore.lessons import exhibits

    rows = [row | {"text": setting.format(setting.default)} for row, setting in zip(setting_rows(table), table, strict=True)]
    widgets = {name: (exhibits.class_of(name).TITLE, values) for name, values in exhibits.table().items()}
    write_declarations(out, rows, widgets)
    return write_manifest(out, rows, widgets, css)
