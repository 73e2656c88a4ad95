"""Who may import whom within pycore: arrows point down the list."""

import ast
import re
import sys

import pytest

from builder.paths import ROOT

#: The modules of pycore from the bottom up; each may import those before it. A new one gets its place here.
ORDER = (
    *("expressions", "kinds", "settings", "rng", "cells", "scaling", "tables", "datasets", "features", "functions", "initializers"),
    *("classes", "plan"),
    *("network", "optimizers"),
    *("tuning", "trainer", "render", "contours", "plane", "maps", "history", "playground", "inspection", "storage", "exporting", "export"),
    *("walkthroughs", "presets"),
    "exhibits",
    *("watch", "frame", "lineup", "gallery", "questions", "sheet", "bridge"),
)
#: The same for the files of pycore/walkthroughs, which also import whatever lies below "walkthroughs", as far as "playground".
WALKTHROUGHS = (
    *("linear", "houses", "softmax", "labelled_houses"),
    *("neuron", "passengers"),
    *("restarts", "boundary", "hidden_weights", "hidden"),
    *("goals", "experiments", "exercises"),
)
MODULES = sorted((ROOT / "pycore").rglob("*.py"))


def imported(path):
    """Return the dotted names that a Python file imports, relative ones made absolute."""
    package = ".".join(path.relative_to(ROOT).parent.parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                base = ".".join(filter(None, [".".join(package.split(".")[: len(package.split(".")) - node.level + 1]), base]))
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def part_of(name):
    """Return the module of pycore in a dotted name, or None."""
    parts = name.split(".")
    return parts[1] if parts[0] == "pycore" and len(parts) > 1 and parts[1] in ORDER else None


@pytest.mark.parametrize("path", [path for path in MODULES if path.parent.name == "pycore"], ids=lambda path: path.name)
def test_pycore_imports_downwards(path):
    if path.name == "__init__.py":
        allowed = set(ORDER) - {"bridge"}
    else:
        assert path.stem in ORDER, f"{path.name} has no place in the order yet"
        allowed = set(ORDER[: ORDER.index(path.stem)])
    assert {part_of(name) for name in imported(path)} - {None} <= allowed


@pytest.mark.parametrize("path", [path for path in MODULES if path.parent.name == "walkthroughs"], ids=lambda path: path.name)
def test_walkthroughs_import_the_model_and_the_walkthroughs_before_them(path):
    below = set(ORDER[: ORDER.index("playground") + 1])
    names = set(imported(path))
    assert {part_of(name) for name in names} - {None, "walkthroughs"} <= below
    if path.name != "__init__.py":
        assert path.stem in WALKTHROUGHS, f"{path.name} has no place in the order yet"
    before = set() if path.name == "__init__.py" else set(WALKTHROUGHS[: WALKTHROUGHS.index(path.stem)])
    others = {name.split(".")[2] for name in names if re.match(r"pycore\.walkthroughs\.\w", name)}
    assert others <= before
    # `from pycore import Playground` is the playground, `import pycore.walkthroughs` alone nothing at all.
    assert "pycore.walkthroughs" not in names or others


@pytest.mark.parametrize("path", [path for path in MODULES if path.parent.name == "exhibits"], ids=lambda path: path.name)
def test_exhibits_import_the_model_and_the_walkthroughs(path):
    assert {part_of(name) for name in imported(path)} - {None} <= set(ORDER[: ORDER.index("exhibits") + 1])


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_pycore_needs_only_numpy_and_the_standard_library(path):
    roots = {name.split(".")[0] for name in imported(path)}
    assert roots <= {"numpy", "pycore"} | sys.stdlib_module_names
    assert not roots & {"js", "pyodide", "pyodide_js"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nobody_imports_the_bridge_and_nobody_imports_the_builder(path):
    names = set(imported(path))
    assert "pycore.bridge" not in names and not any(name.split(".")[0] == "builder" for name in names)


def test_there_is_something_to_look_at():
    assert len(MODULES) > 5
