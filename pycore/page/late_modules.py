"""Fetches the parts of Python that no start needs when something of them is first imported.

A page starts with those modules that it uses. The rest lies in archives beside them, which the last finder on `sys.meta_path`
brings: one request each, and everything can be imported as in any other Python.
"""

import hashlib
import importlib
import io
import json
import random
import sys
import time
import zipfile
from importlib.machinery import PathFinder
from pathlib import Path

__all__ = ["Archive", "LateFinder", "install"]

#: What the archive "stdlib" has; packages that come with the standard library of a Python in the browser are among it.
STDLIB = frozenset({*sys.stdlib_module_names, "_pyodide", "pyodide"})


class Archive:
    """An archive that is fetched once, when one of `names`, or something in it, is imported that is not there.

    `names` are names of modules, `url` is where it is, `sha256` in hex what it must be, `place` the path it goes to: a
    file's, if that ends in .zip, else that of the folder it is unpacked into.
    """

    def __init__(self, names, url, sha256, place):
        self.names = frozenset(names)
        self.url = url
        self.sha256 = sha256
        self.place = Path(place)

    def has(self, name):
        """Say whether the module `name` is one that this archive is asked for."""
        parts = name.split(".")
        return any(".".join(parts[:count]) in self.names for count in range(1, len(parts) + 1))

    def put(self, data):
        """Put the archive's bytes into its place. Raises ImportError if they are not those that were expected."""
        found = hashlib.sha256(data).hexdigest()
        if found != self.sha256:
            raise ImportError(f"{self.url} is not the file this page was made with: expected SHA-256 {self.sha256}, received {found}")
        if self.place.suffix == ".zip":
            self.place.write_bytes(data)
        else:
            zipfile.ZipFile(io.BytesIO(data)).extractall(self.place)


class LateFinder:
    """A finder for the end of `sys.meta_path`: fetches the Archive that a module is in, and then leaves the finding to others.

    `read` is a function from a URL to the bytes there, which raises an exception if they can't be had: then the import fails with
    its words, and the next one tries again.
    """

    def __init__(self, read, archives):
        self._read = read
        self._waiting = list(archives)

    def find_spec(self, name, path=None, target=None):
        """Return the spec of the module `name` if an archive that was not there yet has it, else None."""
        archive = next((archive for archive in self._waiting if archive.has(name)), None)
        if archive is None:
            return None
        self._waiting.remove(archive)  # what unpacks it may import, too
        try:
            archive.put(self._fetched(name, archive.url))
        except ImportError:
            self._waiting.append(archive)
            raise
        importlib.invalidate_caches()
        return PathFinder.find_spec(name, path, target)

    def _fetched(self, name, url):
        try:
            return bytes(self._read(url))
        except Exception as error:
            raise ImportError(f"{name} is in {url}, which could not be fetched: {error}", name=name) from error


def install(read, archives):
    """Have modules that are missed come from `archives`, JSON of {name: {"url", "sha256"}}: the first that has a module is asked.

    The archive "stdlib" takes the place of Python's zip of the standard library; others, named by the module that they have, go to
    where packages are. Chance is seeded anew and the time zone read: in a memory that was restored they are the builder's.
    """
    random.seed()
    if hasattr(time, "tzset"):
        time.tzset()
    library = Path(sys.base_prefix) / sys.platlibdir
    version = sys.version_info
    packages = library / f"python{version.major}.{version.minor}" / "site-packages"
    found = []
    for name, archive in json.loads(archives).items():
        names, place = {name}, packages
        if name == "stdlib":
            names, place = STDLIB, library / f"python{version.major}{version.minor}.zip"
        found.append(Archive(names, archive["url"], archive["sha256"], place))
    sys.meta_path.append(LateFinder(read, found))
