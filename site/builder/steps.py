"""The steps of a build, from paths to paths; `build.py` takes them in order."""


from builder import assets, bundle, elements, fetch, licences, lock, pages, precache, stdlib, wheels
from builder.files import copy, sha256, tree, tree_digest, write
from builder.paths import ROOT, SITE
from builder.progress import megabytes, say

#: What the page asks Pyodide for; everything else in the lock file is there for readers.
PACKAGES = ["pycore"]
#: The official files that a boot reads besides the packages. pyodide.js is for workers that can't load modules.
BOOT = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm")
#: The official standard library, for those who start Pyodide from here themselves; our pages have byte code.
SOURCES = "python_stdlib.zip"


def place_runtime(out, runtime, cache, directory):
    """Put the verified files of the runtime into `out`/runtime, unchanged."""
    say(f"Pyodide {runtime.version}")
    before, after = fetch.default_sources(runtime, directory)
    for name, path in fetch.fetch(runtime.pins, cache, before, after).items():
        copy(path, out / "runtime" / name)


def make_python(out, runtime, cache, site=SITE):
    """Make the wheels, the lock file and the standard library, and put them with the rest of the assets into `out`/assets/<build>.

    For other Pythons the plain wheel of pycore, and a lock file with it, stand at the top of `out`, where their addresses stay.
    Returns (boot, late, spare), paths in `out`: of the lock file, the standard library and the wheels that a boot loads, of the
    archive that comes when a module is missed, and of what no page loads.
    """
    python = out / "assets" / "new" / "python"
    wheel_of = {name: out / "runtime" / runtime.wheel(name).name for name in ("numpy", "micropip", "packaging")}
    wheel_of["pycore"] = wheels.build_wheel(ROOT, out)
    lock.write_lock(out / "pyodide-lock.json", runtime.info, [lock.package(wheel) for wheel in wheel_of.values()])
    spare = [wheel_of["pycore"], out / "pyodide-lock.json", out / "runtime" / SOURCES]
    spare.append(wheel_of["numpy"])
    for name in ("numpy", "pycore"):
        pyodide = (out / "runtime", out / "pyodide-lock.json")
        wheel_of[name] = wheels.compile_wheel(wheel_of[name], python, cache, runtime.python, pyodide)
    lock_file = python / "pyodide-lock.json"
    lock.write_lock(lock_file, runtime.info, [lock.package(wheel) for wheel in wheel_of.values()])
    at_start, late = stdlib.make_library(out / "runtime", lock_file, PACKAGES, python, cache)

    build = tree_digest(tree(python))[:12]
    python.parent.rename(out / "assets" / build)
    assets.copy_loose(site / "static", out)

    def placed(file):
        path = file.relative_to(out).as_posix()
        return path.replace("assets/new/", f"assets/{build}/")

    boot = [placed(path) for path in (lock_file, at_start, wheel_of["numpy"], wheel_of["pycore"])]
    return boot, placed(late), [placed(path) for path in spare]


def make_pages(out, boot, late, cache, site=SITE):
    """Render the pages into `out`; `boot` and `late` are as `make_python` gives them."""
    import pycore
    from builder import gallery, lessons
    from pycore.lessons import exhibits
    from pycore.settings import TABLE

    content = site / "content"
    settings = pages.setting_rows(TABLE)
    config = {
        "pyodide": {
            "indexURL": "runtime/",
            "lockFileURL": boot[0],
            "stdLibURL": boot[1],
            "packages": PACKAGES,
            "files": {name: _pinned(out / name) for name in (*(f"runtime/{name}" for name in BOOT), *boot)},
            "library": {"url": late, **_pinned(out / late)},
        },
        "settings": pages.rows_for_scripts(settings),
        "widgets": {name: [row["name"] for row in rows] for name, rows in exhibits.table().items()},
        "serviceWorker": "sw.js",
        # what the address may open by name
        "lessons": lessons.slugs(content),
    }
    config["build"] = assets.build_name(site / "static", config)
    styles = bundle.styles(site / "static", out)
    component = styles.get("css/component.css", "")
    environment = pages.environment_of(site / "templates", component)
    first = pages.first_frame()
    insides = pages.insides(environment, first, settings) if content.exists() else {}
    css = (out / component).read_text(encoding="utf-8").split("/*# sourceMappingURL")[0] if component else ""
    scripts = bundle.scripts(site / "static", out, lambda worker: config | {"worker": worker}, insides, css)
    bundled = styles | scripts
    # A site without that folder has no course.
    course, glossary = lessons.read(content, environment) if content.exists() else ([], {})
    context = {"bundle": bundled, "settings": settings, "version": pycore.__version__, "build": config["build"]}
    context["presets"] = lambda: gallery.cards(cache)  # called by the pages that show them
    pages.render(environment, site / "templates", out, context | first)
    if content.exists():
        lessons.write_pages(course, glossary, environment, out, context | first)
        elements.describe(environment, out, context, TABLE, css)


def _pinned(path):
    return {"bytes": path.stat().st_size, "sha256": sha256(path)}


def finish(out, spare, site=SITE):
    """Add the licences, the mark that keeps GitHub Pages from Jekyll, and, last, the service worker with its file list."""
    licences.write_licences(out / "licenses", sorted((out / "runtime").glob("*.whl")))
    write(out / ".nojekyll", "")
    precache.write_worker(site / "static" / assets.WORKER, out, left_out=spare)


def report(out):
    """Print what `out` holds."""
    sizes = [(out / path).stat().st_size for path in tree(out)]
    say(f"{out}: {len(sizes)} files, {megabytes(sum(sizes))}")
