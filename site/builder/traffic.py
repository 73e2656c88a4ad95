"""Says how many bytes a built site costs its host: `python -m builder.traffic dist`. docs/hosting.md explains the numbers."""

import gzip
import json
import re
import sys
from pathlib import Path

#: Compressed already: a host sends these as they are.
PACKED = (".bin", ".zip", ".whl", ".png")
#: Visitors a month that the table has.
VISITORS = (1_000, 100_000, 10_000_000)


def listed(dist):
    """Return the files that the service worker of the folder `dist` keeps at a first visit, as [path]."""
    text = (dist / "sw.js").read_text(encoding="utf-8")
    site = json.loads(re.search(r"const SITE = (\{.*?\n\});", text, re.S)[1])
    return [file["url"] for file in site["files"] if not file.get("later")]


def sent(path):
    """Return the bytes in which a host with gzip sends the file at `path`."""
    data = path.read_bytes()
    return len(data) if path.suffix in PACKED else len(gzip.compress(data, 6, mtime=0))


def measured(dist):
    """Return the bytes of the stages of a first visit to the playground, as a host with gzip sends them: {stage: bytes}.

    "page": what is asked for before Python. "python": what Python starts with. "offline": all else that the service worker keeps.
    "again": what a later visit asks for as long as nothing has changed.
    """
    dist = Path(dist)
    files = set(listed(dist))
    index = (dist / "index.html").read_text(encoding="utf-8")
    page = {"index.html", "favicon.svg", *re.findall(r'(?:src|href)="(assets/[^"]+)"', index)}
    # The worker's script is not Python's, but comes with it. The archives come with what first misses them.
    start = re.compile(r"runtime/|assets/[0-9a-f]{12}/python/(?!.*\.zip$)|assets/worker-")
    python = {path for path in files if start.match(path)}
    rest = files - page - python
    stages = {"page": page, "python": python, "offline": rest, "again": {"sw.js"}}
    return {stage: sum(sent(dist / path) for path in paths) for stage, paths in stages.items()}


def beside_a_mirror(dist):
    """Return the bytes that are left to the host of a site built with --runtime-url: (until Python runs, until all is kept)."""
    dist = Path(dist)
    stages = measured(dist)
    own = [path for path in listed(dist) if not re.match(r"runtime/|assets/[0-9a-f]{12}/python/", path)]
    scripts = [path for path in own if path.startswith("assets/worker-")]
    soon = stages["page"] + stages["again"] + sum(sent(dist / path) for path in scripts)
    return soon, stages["again"] + sum(sent(dist / path) for path in own)


def table(stages):
    """Return [(visitors, bytes if they leave once Python runs, bytes if they stay)] of new visitors a month."""
    soon = stages["page"] + stages["python"] + stages["again"]
    return [(count, count * soon, count * (soon + stages["offline"])) for count in VISITORS]


def readable(count):
    """Return a number of bytes in decimal units, to three digits: 15.1 GB."""
    for unit in ("B", "kB", "MB", "GB", "TB"):
        if count < 1000 or unit == "TB":
            return f"{count:.3g} {unit}"
        count /= 1000


def main(dist):
    """Print the stages and the table of the built site `dist`."""
    stages = measured(dist)
    for stage, count in stages.items():
        print(f"{stage:>8}  {readable(count)}")
    for visitors, soon, whole in table(stages):
        print(f"{visitors:>10,} new visitors: {readable(soon)} to {readable(whole)}")
    soon, whole = beside_a_mirror(dist)
    print(f"With Python's files elsewhere, a visitor: {readable(soon)} to {readable(whole)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
