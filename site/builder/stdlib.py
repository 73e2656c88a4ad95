"""Makes the standard library that pages start with: byte code, first of what every start imports, and of all of it for later.

Pyodide's own holds sources, and compiling them took three quarters of a start.
"""

import hashlib
import tempfile
from pathlib import Path

from builder import byte_code, pyodide_job
from builder.files import copy, sha256, whole

#: Their names beside the lock file.
AT_START, WHOLE = "stdlib-at-start.zip", "stdlib.zip"
_STARTER = Path(__file__).with_name("start_modules.py").read_text(encoding="utf-8")


def make_library(runtime, lock_file, packages, folder, cache):
    """Write the two archives into `folder` and return their paths, (at start, whole).

    `runtime` is the folder with Pyodide, `packages` those of `lock_file` that a page starts with. What depends on the same files is
    kept in the folder `cache`.
    """
    source = runtime / "python_stdlib.zip"
    compiled = _kept(cache, f"{sha256(source)} {pyodide_job.COMPILE}", lambda target: _compile(source, target, runtime, lock_file))
    copy(compiled, folder / WHOLE)
    wheels = sorted(sha256(path) for path in folder.glob("*.whl"))
    names = _kept(cache, f"{sha256(compiled)} {wheels} {_STARTER}", lambda target: _list(compiled, target, runtime, lock_file, packages))
    byte_code.compile_archive(compiled, folder / AT_START, kept=set(names.read_text(encoding="utf-8").split()))
    return folder / AT_START, folder / WHOLE


def _kept(cache, inputs, make):
    """Return the path of what `make` writes to the path it is given, made once for the text `inputs`."""
    path = cache / "stdlib" / hashlib.sha256(inputs.encode()).hexdigest()
    if not path.exists():
        with whole(path) as temporary:
            make(temporary)
    return path


def _compile(source, target, runtime, lock_file):
    with tempfile.TemporaryDirectory(prefix="pyground-") as job:
        copy(source, Path(job) / "in.zip")
        pyodide_job.run("compiling the standard library", pyodide_job.COMPILE, Path(job), runtime, lock_file)
        copy(Path(job) / "out.zip", target)


def _list(stdlib, target, runtime, lock_file, packages):
    with tempfile.TemporaryDirectory(prefix="pyground-") as job:
        copy(stdlib, Path(job) / "stdlib.zip")
        names = pyodide_job.run(
            "finding out what a start imports", _STARTER, Path(job), runtime, lock_file, packages, Path(job) / "stdlib.zip"
        )
    target.write_text(names, encoding="utf-8")
