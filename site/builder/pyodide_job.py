"""Runs Python programs in the very Pyodide that the site ships, in Node: what a start needs is found out and made there."""

import json
import subprocess
from pathlib import Path

from builder import byte_code
from builder.errors import BuildError
from builder.files import write
from builder.node import find_node

_SCRIPT = Path(__file__).with_name("run-in-pyodide.mjs")
_SECONDS = 300

#: A program that compiles the modules of /job/in.zip into /job/out.zip.
COMPILE = f"{Path(byte_code.__file__).read_text(encoding='utf-8')}\n\ncompile_archive('/job/in.zip', '/job/out.zip')\n"


def run(what, program, folder, runtime, lock_file, packages=(), stdlib=None):
    """Run the text `program` in the Pyodide of the folder `runtime` and return what it prints.

    The program finds the folder `folder` as /job, and the `packages` of `lock_file` loaded. `stdlib` is another standard library
    than Pyodide's own. Raises BuildError, which says `what` was being done, with what came of it.
    """
    write(folder / "program.py", program)
    options = {"lockFile": str(lock_file.resolve()), "packages": list(packages), "stdlib": stdlib and str(stdlib.resolve())}
    command = [find_node(), str(_SCRIPT), f"{runtime.resolve()}/", str(folder.resolve()), json.dumps(options)]
    try:
        ran = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise BuildError(f"{what} took more than {_SECONDS} seconds") from error
    finally:
        (folder / "program.py").unlink()
    if ran.returncode:
        raise BuildError(f"{what} failed:\n{ran.stderr.strip() or ran.stdout.strip()}")
    return ran.stdout
