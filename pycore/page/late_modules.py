"""Fetches the parts of Python that no start needs when something of them is first imported.

A page starts with those modules of the standard library that it uses. The whole of it lies in an archive beside them, which the
last finder on `sys.meta_path` brings: one request, and everything can be imported as in any other Python.
"""

import hashlib
import importlib
import io
import sys
import zipfile
from importlib.machinery import PathFinder
from pathlib import Path

__all__ = ["Archive", "LateFinder", "install"]

#: Packages that come with the standard library of a Python in the browser.
BESIDE = frozenset({"_pyodide", "pyodide"})


class Archive:
    """An archive that is fetched once, when one of `names` is imported that is not there.

    `names` are top-level names of modules, `url` is where it is, `sha256` in hex what it must be, `place` the path it goes to: a
    file's, if that ends in .zip, else that of the folder it is unpacked into.
    """

    def __init__(self, names, url, sha256, place):
        self.names = frozenset(names)
        self.url = url
        self.sha256 = sha256
        self.place = Path(place)

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
        top = name.partition(".")[0]
        archive = next((archive for archive in self._waiting if top in archive.names), None)
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


def install(read, url, sha256, place=""):
    """Have the standard library come from the archive at `url` when a module is missed; `place` is where Python has its zip of it."""
    place = place or Path(sys.base_prefix) / sys.platlibdir / f"python{sys.version_info.major}{sys.version_info.minor}.zip"
    sys.meta_path.append(LateFinder(read, [Archive(sys.stdlib_module_names | BESIDE, url, sha256, place)]))
