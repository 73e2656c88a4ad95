"""Gets every pinned file of the runtime from the first source that has it with the right hash, into the user's cache."""

from pathlib import Path

from builder import sources
from builder.errors import BuildError
from builder.files import sha256, whole
from builder.progress import Bar, megabytes, say
from builder.sources import SourceError


class FetchError(BuildError):
    """No source had the file; str() lists each source and why it failed."""


def default_sources(runtime, directory=None):
    """Return the sources of `runtime`'s files in the order in which they are asked; the cache comes between the first two."""
    local = [sources.Directory(directory)] if directory else []
    return local, [sources.Http(runtime.cdn), sources.Pip(runtime.requirement, runtime.folder)]


def fetch(pins, cache, before=(), after=()):
    """Return {name: path} of verified copies of `pins`, all below the folder `cache`.

    Each pin is asked of the sources `before`, the cache, then the sources `after`. A source is an object with a `name`, a
    method `get(pin, path, progress)` that writes the file to `path` or raises SourceError, and `close()`.
    """
    cache = Path(cache)
    try:
        return {pin.name: _fetch_one(pin, cache, before, after) for pin in pins}
    finally:
        for source in (*before, *after):
            source.close()


def _fetch_one(pin, cache, before, after):
    target = cache / "runtime" / pin.sha256 / pin.name
    reasons = []
    for source in (*before, sources.Cache(target), *after):
        bar = Bar(pin.name, pin.bytes)
        try:
            if isinstance(source, sources.Cache):
                source.check(pin)
            else:
                with whole(target) as temporary:
                    source.get(pin, temporary, bar.add)
                    _verify(pin, temporary)
        except SourceError as error:
            reasons.append(f"  {source.name}: {error}")
        else:
            bar.clear()
            say(f"  {pin.name}  {megabytes(pin.bytes)}  from {source.name}")
            return target
        bar.clear()
    raise FetchError("\n".join([f"no source has {pin.name} (sha256 {pin.sha256}):", *reasons]))


def _verify(pin, path):
    found = sha256(path)
    if found != pin.sha256:
        raise SourceError(f"{pin.name} has the wrong SHA-256: expected {pin.sha256}, found {found}")
