"""Where a file of the runtime can come from: a folder, the cache, an HTTP server, or a wheel on the package index."""

import http.client
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

from builder.files import CHUNK, sha256
from builder.progress import say


class SourceError(Exception):
    """This source can't give the file; str() says why."""


class Directory:
    """An unpacked Pyodide release at `folder`."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.name = f"the folder {folder}"

    def get(self, pin, path, progress):
        """Copy the file named by `pin` to `path`."""
        try:
            shutil.copyfile(self.folder / pin.name, path)
        except OSError as error:
            raise SourceError(error.strerror) from error

    def close(self):
        """Nothing is held."""


class Cache:
    """The copy of one file in the user's cache, at `path`."""

    def __init__(self, path):
        self.path = path
        self.name = "the cache"

    def check(self, pin):
        """Raise SourceError if the copy is not there; delete it first if its bytes are not the pinned ones."""
        if not self.path.exists():
            raise SourceError("not there")
        found = sha256(self.path)
        if found != pin.sha256:
            self.path.unlink()
            raise SourceError(f"{pin.name} has the wrong SHA-256: expected {pin.sha256}, found {found}; deleted")


class Http:
    """A server with the files below `base`; given up for the rest of the build once it can't be reached."""

    def __init__(self, base, timeout=6):
        self.base = base
        self.name = base
        self.timeout = timeout  # seconds to connect, and between two pieces of a file
        self.unreachable = None

    def get(self, pin, path, progress):
        """Download the file named by `pin` to `path`."""
        if self.unreachable:
            raise SourceError(self.unreachable)
        request = urllib.request.Request(self.base + pin.name, headers={"User-Agent": "pyground-build"})
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as response, open(path, "wb") as file:
                done = 0
                while piece := response.read(CHUNK):
                    file.write(piece)
                    done += len(piece)
                    progress(len(piece))
                expected = response.headers.get("Content-Length")
        except urllib.error.HTTPError as error:
            raise SourceError(f"{error.code} {error.reason}") from error
        except urllib.error.URLError as error:
            self.unreachable = f"can't be reached: {error.reason}"
            raise SourceError(self.unreachable) from error
        except (OSError, http.client.HTTPException) as error:
            raise SourceError(f"the download broke off: {error or type(error).__name__}") from error
        if expected is not None and done != int(expected):
            raise SourceError(f"the download broke off after {done} of {expected} bytes")

    def close(self):
        """Nothing is held."""


class Pip:
    """A wheel from the package index that carries the files in `folder`; downloaded once, when first asked.

    `options` are further arguments for pip, such as `--index-url`.
    """

    def __init__(self, requirement, folder, options=()):
        self.requirement, self.folder, self.options = requirement, folder, options
        self.name = f"the package index ({requirement})"
        self._temporary = self._failure = self._wheel = None

    def get(self, pin, path, progress):
        """Extract the file named by `pin` to `path`."""
        wheel = self._download()
        try:
            with wheel.open(self.folder + pin.name) as source, open(path, "wb") as file:
                shutil.copyfileobj(source, file, CHUNK)
        except KeyError as error:
            raise SourceError(f"the wheel has no {self.folder}{pin.name}") from error
        except (OSError, zipfile.BadZipFile) as error:
            raise SourceError(f"the wheel can't be read: {error}") from error

    def close(self):
        """Delete the downloaded wheel."""
        if self._wheel:
            self._wheel.close()
        if self._temporary:
            self._temporary.cleanup()
        self._wheel = self._temporary = None

    def _download(self):
        if self._failure:
            raise SourceError(self._failure)
        if not self._wheel:
            self._temporary = tempfile.TemporaryDirectory(prefix="pyground-")
            try:
                self._wheel = self._open(Path(self._temporary.name))
            except SourceError as error:
                self._failure = str(error)
                raise
        return self._wheel

    def _open(self, folder):
        live = sys.stderr.isatty()
        say(f"  asking the package index for {self.requirement}")
        command = [
            *(sys.executable, "-m", "pip", "download", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:"),
            *("--ignore-requires-python", "--no-cache-dir", "--retries", "1", "--timeout", "20", "--dest", str(folder)),
            *("--progress-bar", "on" if live else "off", *self.options, self.requirement),
        ]
        # pip draws its own bar, with bytes, on its standard output.
        run = subprocess.run(command, stdout=sys.stderr if live else subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if run.returncode:
            lines = [line for line in run.stderr.splitlines() if line.startswith("ERROR:")] or run.stderr.splitlines()[-1:]
            raise SourceError(f"pip failed: {lines[-1].removeprefix('ERROR:').strip() if lines else run.returncode}")
        wheels = list(folder.glob("*.whl"))
        if len(wheels) != 1:
            raise SourceError(f"pip left {len(wheels)} wheels, not one")
        try:
            return zipfile.ZipFile(wheels[0])
        except zipfile.BadZipFile as error:
            raise SourceError(f"the wheel can't be read: {error}") from error
