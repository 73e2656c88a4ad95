"""Compiles the modules of a zip. It runs in the Python whose byte code is wanted, so it needs nothing beside the standard library."""

import ast
import zipfile
from importlib import _bootstrap_external

#: The earliest time that a zip can hold; byte code carries no time of its source.
TIME = (1980, 1, 1, 0, 0, 0)


def compile_archive(source, target, kept=None, under="", sources=(), docstrings=True):
    """Write the zip `target`: the files of the zip `source`, in order, modules as byte code; same files, same bytes.

    `kept`, a set of names in `source`, and `under`, how they begin, leave out the rest. The modules in `sources` stay as they are.
    Without `docstrings` those are empty texts: some libraries can't do with none at all.
    `source` and `target` are paths or files.
    """
    with zipfile.ZipFile(source) as archive, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as output:
        names = [name for name in archive.namelist() if name.startswith(under) and not name.endswith("/")]
        for name in sorted(names):
            if kept is not None and name not in kept:
                continue
            data = archive.read(name)
            if name.endswith(".py") and name not in sources:
                code = compile(data if docstrings else _bare(data), name, "exec", dont_inherit=True, optimize=0)
                name, data = f"{name}c", _bootstrap_external._code_to_timestamp_pyc(code, 0, 0)
            entry = zipfile.ZipInfo(name, TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o100644 << 16
            output.writestr(entry, data)


def _bare(source):
    """Return the tree of a module's source with empty docstrings."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and ast.get_docstring(node, clean=False):
            node.body[0].value = ast.copy_location(ast.Constant(""), node.body[0].value)
    return tree
