"""Makes the memory that pages start with: of the very Pyodide that they load, after NumPy and pycore have been imported.

A page restores it in a fifth of the time that it takes to come there. It depends on each of the files it was made of, so it is
named by their digest; and it is made twice, because a page in which something differs would not work.
"""

import gzip
import json
import os
import subprocess
import tempfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from builder.errors import BuildError
from builder.files import copy, sha256, tree_digest, whole, write
from builder.node import find_node
from builder.paths import SITE

#: The libraries of NumPy that pycore imports, in this order.
LIBRARIES = ("_core/_multiarray_umath", "linalg/_umath_linalg")
_HERE = Path(__file__).parent
_MAKER, _PROGRAM = _HERE / "make-snapshot.mjs", _HERE / "before_snapshot.py"
_STARTER = SITE / "static" / "js" / "python" / "snapshot-start.js"
_SECONDS = 300
#: What Node itself needs of the environment.
_KEPT = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")


@dataclass(frozen=True)
class Snapshot:
    """What was made: the file with the memory, the libraries [(path in the packages' folder, file)], and what the page must know."""

    memory: Path
    libraries: list
    told: dict


def make_snapshot(runtime, lock_file, stdlib, wheels, python, folder, cache):
    """Write the snapshot and its libraries into `folder` and return the Snapshot.

    `runtime` is the folder with Pyodide, `stdlib` the standard library, `wheels` those of NumPy and pycore, `python` the runtime's
    as (3, 13). What depends on the same files is kept in the folder `cache`. Raises BuildError if two runs differ.
    """
    names = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm")
    inputs = {path.name: sha256(path) for path in (*(runtime / name for name in names), stdlib, *wheels, _MAKER, _PROGRAM, _STARTER)}
    digest = tree_digest(inputs)
    kept = cache / "snapshot" / digest
    with tempfile.TemporaryDirectory(prefix="pyground-") as temporary:
        site = Path(temporary) / "site"
        for wheel in wheels:
            zipfile.ZipFile(wheel).extractall(site)
        found = [path for name in LIBRARIES for path in (site / "numpy").glob(f"{name}.*.so")]
        libraries = [(path.relative_to(site).as_posix(), folder / f"{path.name.split('.')[0]}.wasm") for path in found]
        for path, target in libraries:
            copy(site / path, target)
        place = f"/lib/python{python[0]}.{python[1]}/site-packages/"
        options = {"lockFile": str(lock_file.resolve()), "stdlib": str(stdlib.resolve()), "folder": place}
        options["libraries"] = [{"path": path} for path, _ in libraries]
        if not (kept / "told.json").exists():
            _make_twice(site, runtime, options, kept)
    memory = folder / f"snapshot-{digest[:12]}.bin"
    copy(kept / "snapshot.bin", memory)
    told = json.loads((kept / "told.json").read_text(encoding="utf-8"))
    return Snapshot(memory, libraries, {"folder": place, **told})


def _make_twice(site, runtime, options, kept):
    with ThreadPoolExecutor() as pool, tempfile.TemporaryDirectory(prefix="pyground-") as temporary:
        folders = [Path(temporary) / name for name in ("one", "two")]
        for folder in folders:
            folder.mkdir()
            (folder / "site").symlink_to(site)
            copy(_PROGRAM, folder / "program.py")
        one, two = pool.map(lambda folder: _make(folder, runtime, options), folders)
        if one != two:
            raise BuildError("the snapshot of Python's memory came out differently the second time")
    told, memory = one
    # Compressed here, since hosts do not compress what they don't know; without a time, so that it is the same each time.
    with whole(kept / "snapshot.bin") as target:
        target.write_bytes(gzip.compress(memory, 9, mtime=0))
    write(kept / "told.json", told)


def _make(folder, runtime, options):
    command = [find_node(), str(_MAKER), f"{runtime.resolve()}/", str(folder.resolve()), json.dumps(options)]
    try:
        # Time zone and language of the builder would end up in it.
        environment = {name: value for name, value in os.environ.items() if name in _KEPT} | {"TZ": "UTC"}
        ran = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_SECONDS, env=environment)
    except subprocess.TimeoutExpired as error:
        raise BuildError(f"making the snapshot took more than {_SECONDS} seconds") from error
    if ran.returncode:
        raise BuildError(f"making the snapshot failed:\n{ran.stderr.strip() or ran.stdout.strip()}")
    return ran.stdout.strip().splitlines()[-1], (folder / "snapshot.bin").read_bytes()
