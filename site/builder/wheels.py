"""Makes the wheel of pycore, and wheels with byte code instead of sources."""

import base64
import csv
import hashlib
import io
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from builder import byte_code, pyodide_job
from builder.errors import BuildError
from builder.files import copy, sha256, whole

#: The time of every file in our wheels: the earliest that a zip can hold, in seconds since 1970.
EPOCH = 315532800

#: Modules that also go into the wheel as they are, because people see their text: in exported programs.
SHOWN = ("pycore/nn/reference.py", "pycore/images/picture_features.py")


def build_wheel(project, folder):
    """Build the wheel of the project in the folder `project` into `folder` and return its path; same sources, same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="pyground-") as temporary:
        command = [sys.executable, "-m", "flit_core.wheel", str(project.resolve()), "--outdir", temporary]
        _run(command, "building the wheel of pycore", temporary)
        (wheel,) = Path(temporary).glob("*.whl")
        copy(wheel, folder / wheel.name)
    return folder / wheel.name


def is_runtimes_own(python, here=None):
    """Say whether this Python's byte code is that of the runtime's `python`, as (3, 13)."""
    return (sys.version_info[:2] if here is None else here) == python


def compile_wheel(wheel, folder, cache, python, pyodide):
    """Write a copy of `wheel` with its modules as byte code of `python`, as (3, 13), into `folder` and return its path.

    This Python compiles if it is that one, else the Pyodide in `pyodide`, (its folder, a lock file). The result depends on the
    wheel and the compiling Python alone, so it is kept in the folder `cache`. Python's hash seed and the source times are fixed,
    because both would end up in the byte code.
    """
    own = is_runtimes_own(python)
    key = hashlib.sha256(f"3 {sys.version if own else python} {wheel.name} {sha256(wheel)}".encode()).hexdigest()
    kept = cache / "bytecode" / key
    if not list(kept.glob("*.whl")):
        with tempfile.TemporaryDirectory(prefix="pyground-") as temporary:
            compiled = _compile_here(wheel, Path(temporary)) if own else compile_in_pyodide(wheel, Path(temporary), python, *pyodide)
            with whole(kept / compiled.name) as target:
                repack(compiled, target, _sources(wheel))
    (result,) = kept.glob("*.whl")
    copy(result, folder / result.name)
    return folder / result.name


def _compile_here(wheel, folder):
    copy(wheel, folder / wheel.name)
    command = [sys.executable, "-m", "pyodide_cli", "py-compile", "--silent", "--keep", wheel.name]
    _run(command, f"compiling {wheel.name}", folder)
    # A wheel for any Python gets a new name; one for this Python keeps its name, and its source becomes *.whl.old.
    found = {path.name: path for path in folder.glob("*.whl")}
    return found[next((name for name in found if name != wheel.name), wheel.name)]


def compile_in_pyodide(wheel, folder, python, runtime, lock_file):
    """Write a copy of `wheel` with byte code of the Pyodide in the folder `runtime` into `folder` and return its path."""
    copy(wheel, folder / "in.zip")
    pyodide_job.run(f"compiling {wheel.name}", pyodide_job.COMPILE, folder, runtime, lock_file)
    target = folder / wheel.name.replace("-py3-none-", f"-cp{python[0]}{python[1]}-none-")
    (folder / "out.zip").rename(target)
    return target


def _sources(wheel):
    """Return {name: bytes} of the SHOWN modules in a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in SHOWN if name in archive.namelist()}


def repack(wheel, target, sources=None):
    """Write the wheel `wheel` to `target` with fixed times and modes, files in order, and a RECORD that is true again.

    `sources`, {name: bytes}, take the place of the byte code of the same modules.
    """
    sources = sources or {}
    with zipfile.ZipFile(wheel) as source:
        names = sorted(name for name in source.namelist() if not name.endswith("/"))
        (record,) = (name for name in names if name.endswith(".dist-info/RECORD"))
        contents = {name: source.read(name) for name in names if name != record and name.removesuffix("c") not in sources}
    contents = dict(sorted({**contents, **sources}.items()))
    rows = io.StringIO()
    writer = csv.writer(rows, lineterminator="\n")
    for name, data in contents.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
        writer.writerow((name, f"sha256={digest}", len(data)))
    writer.writerow((record, "", ""))
    contents[record] = rows.getvalue().encode()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as output:
        for name, data in contents.items():
            entry = zipfile.ZipInfo(name, byte_code.TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o100644 << 16
            output.writestr(entry, data)


def _run(command, what, folder):
    # A PYTHONPATH that holds this project would have its build.py stand in for the package of that name.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment |= {"SOURCE_DATE_EPOCH": str(EPOCH), "PYTHONHASHSEED": "0"}
    run = subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if run.returncode:
        raise BuildError(f"{what} failed:\n{run.stdout.strip()}")
