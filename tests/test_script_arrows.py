"""Who may import whom among the scripts: folders import downwards, only js/python names Pyodide, and drawing knows no state."""

import re

import pytest

from builder.paths import SITE

BASE = SITE / "static" / "js"
#: The folders from the bottom up; a file may import from its own and from those before it.
FOLDERS = ("draw", "python", "model", "panels", "elements", "pages")
SCRIPTS = sorted(BASE.rglob("*.js"))


def name_of(path):
    """Return a script's path relative to js/."""
    return path.relative_to(BASE).as_posix()


def code_of(path):
    """Return a script without its comments."""
    return re.sub(r"/\*.*?\*/|//[^\n]*", "", path.read_text(encoding="utf-8"), flags=re.S)


def imports_of(path):
    """Return the files that a script imports, as paths relative to js/."""
    code = code_of(path)
    found = re.findall(r"""^import\s+(?:[\w*{}\s,]+\sfrom\s+)?["']([^"']+)["']""", code, re.M)
    found += re.findall(r"""^export\s+[\w*{}\s,]+\sfrom\s+["']([^"']+)["']""", code, re.M)
    found += re.findall(r"""\bimport\(\s*["']([^"']+)["']""", code)
    assert all(name.startswith(".") and name.endswith((".js", ".mjs")) for name in found), f"{path}: {found}"
    return [name_of((path.parent / name).resolve()) for name in found]


@pytest.mark.parametrize("path", SCRIPTS, ids=name_of)
def test_scripts_import_downwards(path):
    here = path.parent.name
    assert here in FOLDERS, f"{name_of(path)} is in no folder that has a place in the order"
    assert {name.split("/")[0] for name in imports_of(path)} <= set(FOLDERS[: FOLDERS.index(here) + 1])


def test_no_two_scripts_have_one_name():
    names = [path.name for path in SCRIPTS]
    assert len(names) == len(set(names)) > 5


@pytest.mark.parametrize("path", [path for path in SCRIPTS if path.parent.name == "draw"], ids=name_of)
def test_drawing_touches_no_document(path):
    code = code_of(path)
    assert not re.search(r"\b(window|localStorage|fetch|document\.(?!createElement\b)\w+)\b", code)


@pytest.mark.parametrize("path", SCRIPTS, ids=name_of)
def test_only_js_python_names_pyodide_and_imports_are_files_of_ours(path):
    names = imports_of(path)
    if path.parent.name != "python":
        code = code_of(path)
        assert "loadPyodide" not in code and not any("pyodide" in name for name in names)
