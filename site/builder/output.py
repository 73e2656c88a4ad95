"""The output folder: checked before the work, built beside its place and swapped in whole."""

import contextlib
import shutil
import tempfile
from pathlib import Path

from builder.errors import UsageError

#: A folder with these files was made by this builder and may be replaced.
_OURS = ("sw.js", ".nojekyll")


def check(out):
    """Raise UsageError unless the folder `out` can be written and is ours, empty or not there."""
    if out.exists() and not out.is_dir():
        raise UsageError(f"the output {out} is not a folder")
    if out.is_dir() and any(out.iterdir()) and not all((out / name).exists() for name in _OURS):
        raise UsageError(f"the output folder {out} holds other files; name an empty or a new one")
    check_writable(out.parent, "output")


def check_writable(folder, what):
    """Make the folder `folder`, or raise UsageError if a file can't be made in it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        raise UsageError(f"the {what} folder {folder} can't be written: {error.strerror}") from error


@contextlib.contextmanager
def swapped(out):
    """Give an empty folder beside `out`; it becomes `out` when the block ends well, else `out` stays as it was."""
    old = _beside(out, "old")
    if old.exists():  # an earlier swap was interrupted
        if out.exists():
            shutil.rmtree(old)
        else:
            old.rename(out)
    new = _beside(out, "new")
    if new.exists():
        shutil.rmtree(new)
    new.mkdir()
    try:
        yield new
        if out.exists():
            out.rename(old)
        new.rename(out)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    if old.exists():
        shutil.rmtree(old)


def _beside(out, what):
    out = Path(out).resolve()
    return out.parent / f".{out.name}-{what}"
