"""Files written whole or not at all, and the digests of files and trees."""

import base64
import contextlib
import hashlib
import os
import shutil
import tempfile
from pathlib import Path

CHUNK = 1 << 18


def sha256(path):
    """Return the SHA-256 of the file at `path`, in hex."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def integrity(digest):
    """Return a hex SHA-256 in the form that `fetch(url, {integrity})` takes."""
    return "sha256-" + base64.b64encode(bytes.fromhex(digest)).decode()


def tree(folder):
    """Return every file below `folder` as {relative path with slashes: hex SHA-256}, sorted by path."""
    folder = Path(folder)
    paths = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return {path: sha256(folder / path) for path in paths}


def tree_digest(digests):
    """Return one hex SHA-256 for the names and contents in `digests`, as `tree` returns them."""
    lines = "".join(f"{digest}  {path}\n" for path, digest in sorted(digests.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def write(path, data):
    """Write `data` (str or bytes) to `path`, making its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)


def copy(source, target):
    """Copy the bytes of one file, making folders; times and modes stay behind."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


@contextlib.contextmanager
def whole(path):
    """Give a temporary path beside `path`; it becomes `path` when the block ends well, else it is deleted."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(0o644)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
