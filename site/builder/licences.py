"""Collects the licences of everything that the site hands on."""

import zipfile

from builder.files import copy, write
from builder.paths import ROOT, SITE

#: Files of a wheel that state a licence.
_STARTS = ("license", "licence", "copying", "notice")


def write_licences(folder, wheels):
    """Write ours, those in `site/licenses/` and those found in each of `wheels` into `folder`."""
    copy(ROOT / "LICENSE", folder / "Pyground.txt")
    for path in sorted((SITE / "licenses").iterdir()):
        copy(path, folder / path.name)
    for wheel in wheels:
        name = wheel.name.split("-")[0]
        with zipfile.ZipFile(wheel) as archive:
            for member in sorted(archive.namelist()):
                parts = member.split("/")
                if parts[-1].lower().startswith(_STARTS) and not member.endswith((".py", ".pyc")):
                    write(folder / name / _readable(parts), archive.read(member))


def texts_in(folder, besides=()):
    """Return [(name, text)] of the licences in `folder` but those of the wheels `besides`: ours, those of the runtime, those of wheels."""
    paths = [path for path in folder.rglob("*.txt") if path.relative_to(folder).parts[0] not in besides]
    paths.sort(key=lambda path: (path.name != "Pyground.txt", len(path.relative_to(folder).parts), path))
    return [(path.relative_to(folder).with_suffix("").as_posix(), path.read_text(encoding="utf-8")) for path in paths]


def _readable(parts):
    """Return one file name for the path `parts`, with an ending that browsers show as text."""
    name = "-".join(part for part in parts if not part.endswith(".dist-info"))
    return name if name.endswith(".txt") else f"{name}.txt"
