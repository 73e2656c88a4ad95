"""Compiles the modules of a zip. It runs in the Python whose byte code is wanted, so it needs nothing beside the standard library."""

import zipfile
from importlib import _bootstrap_external

#: The earliest time that a zip can hold; byte code carries no time of its source.
TIME = (1980, 1, 1, 0, 0, 0)


def compile_archive(source, target, kept=None, under="", sources=()):
    """Write the zip `target`: the files of the zip `source`, in order, modules as byte code; same files, same bytes.

    `kept`, a set of names in `source`, and `under`, how they begin, leave out the rest. The modules in `sources` stay as they are.
    `source` and `target` are paths or files.
    """
    with zipfile.ZipFile(source) as archive, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as output:
        names = [name for name in archive.namelist() if name.startswith(under) and not name.endswith("/")]
        for name in sorted(names):
            if kept is not None and name not in kept:
                continue
            data = archive.read(name)
            if name.endswith(".py") and name not in sources:
                code = compile(data, name, "exec", dont_inherit=True, optimize=0)
                name, data = f"{name}c", _bootstrap_external._code_to_timestamp_pyc(code, 0, 0)
            entry = zipfile.ZipInfo(name, TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o100644 << 16
            output.writestr(entry, data)
