"""Makes the Python of the one file: what pages start with and may come to import, small enough to lie inside a page.

There is no snapshot in it, which alone would take half of the room: it starts as Pyodide starts elsewhere, in every browser alike.
Byte code of NumPy and of what a start imports has no docstrings; the rest of the standard library lies there as sources, which take
half as much and are compiled when they are imported.
"""

import hashlib
import io
import re
import tempfile
import zipfile
import zlib
from pathlib import Path

from builder import byte_code, lock, pyodide_job
from builder.files import copy, sha256, whole, write

#: The folder that addresses of the files begin with. Nothing is ever asked for there: it only has to be an address.
BASE = "file:///pyground/"
#: Modules of the standard library that no page of one file can use: for prompts, servers, processes and tests.
_NOT_STDLIB = re.compile(
    r"(unittest/|pydoc|doctest|pdb\.|bdb\.|cmd\.|code\.|codeop|rlcompleter|trace\.|timeit|profile\.|cProfile|pstats|pickletools|optparse"
    r"|mailbox|imaplib|smtplib|poplib|ftplib|xmlrpc/|wsgiref/|http/|socketserver|webbrowser|multiprocessing/|sqlite3/|dbm/|curses/|venv/"
    r"|ensurepip/|idlelib/|turtle|tkinter/|pty\.|tty\.|_pyio|_pydatetime|_sysconfigdata|this\.|antigravity|encodings/(mac_|cp|iso8859|euc|big5|jo))"
)
#: The parts of NumPy that neither pycore nor the rest of NumPy imports unasked.
_NOT_NUMPY = re.compile(
    r"numpy/(f2py|random|fft|distutils|_pyinstaller|testing|typing|conftest|linalg/lapack_lite)|.*/tests/|.*_tests\.|.*_simd\."
)
#: They hold nothing but texts for help().
_ONLY_HELP = ("numpy/_core/_add_newdocs.py", "numpy/_core/_add_newdocs_scalars.py")
_KEPT_SUFFIXES = (".py", ".so", "METADATA", "WHEEL", "RECORD")
#: Compiles without docstrings.
_PROGRAM = pyodide_job.COMPILE.replace("'/job/out.zip')", "'/job/out.zip', docstrings=False)")
_LEVEL = 9


def pack(runtime, info, wheels, at_start, cache):
    """Return (gzipped bytes, what a worker must know of them, as JSON can hold it).

    `runtime` is the folder with Pyodide, `info` what its lock file says of it, `wheels` {"numpy": its official wheel, "pycore": the one
    with byte code}, and `at_start` the archive of what a start imports. What depends on the runtime alone is kept in the folder `cache`.
    """
    sources = runtime / "python_stdlib.zip"
    names = _names(at_start)
    key = hashlib.sha256(f"{_PROGRAM} {sha256(sources)} {sha256(wheels['numpy'])} {names}".encode()).hexdigest()
    made = cache / "single" / key
    if not made.exists():
        with whole(made) as target:
            _compile(sources, wheels["numpy"], names, (runtime, info), target)
    with tempfile.TemporaryDirectory(prefix="pyground-") as temporary:
        folder = Path(temporary)
        numpy, pycore = folder / wheels["numpy"].name, folder / wheels["pycore"].name
        with zipfile.ZipFile(made) as archive:
            compiled = {name: archive.read(name) for name in archive.namelist()}
        write(numpy, _stored({name: data for name, data in compiled.items() if _is_numpy(name)}))
        write(pycore, _stored(_read(wheels["pycore"], lambda name: True)))
        rest = _read(sources, lambda name: name.endswith(".py") and f"{name}c" not in names and not _NOT_STDLIB.match(name))
        write(folder / "stdlib.zip", _stored({name: data for name, data in compiled.items() if not _is_numpy(name)} | rest))
        lock.write_lock(folder / "pyodide-lock.json", info, [lock.package(numpy), lock.package(pycore)])
        copy(runtime / "pyodide.asm.wasm", folder / "pyodide.asm.wasm")
        return _packed(folder, [pycore.name.split("-")[0]])


def _names(at_start):
    with zipfile.ZipFile(at_start) as archive:
        return sorted(archive.namelist())


def _is_numpy(name):
    return name.startswith("numpy")


def _read(archive, chosen):
    """Return {name: bytes} of the files of a zip whose names are `chosen`, in order."""
    with zipfile.ZipFile(archive) as opened:
        return {name: opened.read(name) for name in sorted(opened.namelist()) if not name.endswith("/") and chosen(name)}


def _compile(stdlib, numpy, names, pyodide, target):
    """Write the zip `target` with NumPy and with what of `stdlib` a start imports, as byte code of the runtime without docstrings."""
    files = _read(stdlib, lambda name: name in names or f"{name}c" in names)
    files |= _read(numpy, lambda name: name.endswith(_KEPT_SUFFIXES) and not _NOT_NUMPY.match(name))
    files |= dict.fromkeys(_ONLY_HELP, b"")
    with tempfile.TemporaryDirectory(prefix="pyground-") as job:
        write(Path(job) / "in.zip", _stored(files))
        (runtime, info), lock_file = pyodide, Path(job) / "pyodide-lock.json"
        lock.write_lock(lock_file, info, [])  # it loads no packages
        pyodide_job.run("compiling NumPy for the one file", _PROGRAM, Path(job), runtime, lock_file)
        copy(Path(job) / "out.zip", target)


def _stored(files):
    """Return the bytes of a zip of `files`, {name: bytes}, that is not compressed: what it lies in is, as a whole."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, byte_code.TIME)
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, data)
    return packed.getvalue()


def _packed(folder, packages):
    """Return what `pack` does, of the files in `folder`."""
    # The largest first: it is compiled while the others are still being read.
    paths = sorted(folder.iterdir(), key=lambda path: (-path.stat().st_size, path.name))
    place, given, pins, parts = 0, {}, {}, []
    for path in paths:
        data = path.read_bytes()
        given[path.name] = [place, place + len(data)]
        pins[path.name] = {"bytes": len(data), "sha256": sha256(path)}
        place += len(data)
        parts.append(data)
    python = {
        "indexURL": "./",
        "lockFileURL": "pyodide-lock.json",
        "stdLibURL": "stdlib.zip",
        "packages": packages,
        "files": pins,
        "snapshot": None,
        "mirror": "",
        "late": {},
    }
    return gzipped(b"".join(parts)), {"python": python, "given": given, "base": BASE}


def gzipped(data):
    """Return `data` compressed with gzip, without a time or a name: same bytes, same bytes."""
    maker = zlib.compressobj(_LEVEL, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    return maker.compress(data) + maker.flush()
