"""The steps of a build, from paths to paths; `build.py` takes them in order."""

from builder import (
    app_manifest,
    assets,
    bundle,
    byte_code,
    elements,
    fetch,
    licences,
    lock,
    network_page,
    one_file,
    packed_python,
    pages,
    picture_page,
    precache,
    share_pictures,
    site_address,
    snapshot,
    stdlib,
    wheels,
)
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
    """Put the verified files of the runtime into `out`/runtime, unchanged, and the licences of what is passed on beside it."""
    say(f"Pyodide {runtime.version}")
    before, after = fetch.default_sources(runtime, directory)
    for name, path in fetch.fetch(runtime.pins, cache, before, after).items():
        copy(path, out / "runtime" / name)
    licences.write_licences(out / "licenses", sorted((out / "runtime").glob("*.whl")))


def make_python(out, runtime, cache, site=SITE, mirror=""):
    """Make the wheels, the lock file and the standard library, and put them with the rest of the assets into `out`/assets/<build>.

    For other Pythons the plain wheel of pycore, and a lock file with it, stand at the top of `out`, where their addresses stay.
    Returns (config, spare, later): what a boot must know, with paths in `out`, and the paths there of what no page loads, and of what
    few pages do. `mirror` is the URL of another place that has Python's files as `out` has them, "" for none.
    """
    python = out / "assets" / "new" / "python"
    wheel_of = {name: out / "runtime" / runtime.wheel(name).name for name in ("numpy", "micropip", "packaging")}
    wheel_of["pycore"] = wheels.build_wheel(ROOT, out)
    lock.write_lock(out / "pyodide-lock.json", runtime.info, [lock.package(wheel) for wheel in wheel_of.values()])
    spare = [wheel_of["pycore"], out / "pyodide-lock.json", out / "runtime" / SOURCES]
    spare.append(wheel_of["numpy"])
    for name in ("numpy", "pycore"):
        inside = (out / "runtime", out / "pyodide-lock.json")
        wheel_of[name] = wheels.compile_wheel(wheel_of[name], python, cache, runtime.python, inside)
    lock_file = python / "pyodide-lock.json"
    lock.write_lock(lock_file, runtime.info, [lock.package(wheel) for wheel in wheel_of.values()])
    pyodide = (out / "runtime", lock_file)
    at_start, whole = stdlib.make_library(*pyodide, PACKAGES, python, cache)
    both = [wheel_of["numpy"], wheel_of["pycore"]]
    made = snapshot.make_snapshot(*pyodide, at_start, both, runtime.python, python, cache)
    lessons = python / "lessons.zip"
    byte_code.compile_archive(wheel_of["pycore"], lessons, under="pycore/lessons/")
    images = python / "images.zip"
    byte_code.compile_archive(wheel_of["pycore"], images, under="pycore/images/", sources=wheels.SHOWN)

    build = tree_digest(tree(python))[:12]
    python.parent.rename(out / "assets" / build)
    assets.copy_loose(site / "static", out)

    def placed(file):
        path = file.relative_to(out).as_posix()
        return path.replace("assets/new/", f"assets/{build}/")

    def pinned(files):
        return {path: {"bytes": (out / path).stat().st_size, "sha256": sha256(out / path)} for path in map(placed, files)}

    shared = [*(out / "runtime" / name for name in BOOT), lock_file]
    libraries = [{"path": path, "url": placed(file)} for path, file in made.libraries]
    late = {"stdlib": whole, "pycore.lessons": lessons, "pycore.images": images}
    late |= {"pycore": wheel_of["pycore"], "numpy": wheel_of["numpy"]}
    config = {
        "mirror": mirror,
        "indexURL": "runtime/",
        "lockFileURL": placed(lock_file),
        "stdLibURL": placed(at_start),
        "packages": PACKAGES,
        "files": pinned([*shared, at_start, *both]),
        "snapshot": {
            "url": placed(made.memory),
            "files": pinned([*shared, made.memory, *(file for _, file in made.libraries)]),
            "libraries": libraries,
            **made.told,
        },
        "late": {name: {"url": path, **pin} for name, file in late.items() for path, pin in pinned([file]).items()},
    }
    # Where the snapshot can't be restored, and for what readers may do with Python beyond what pages do with it.
    few = [at_start, *wheel_of.values()]
    return config, [placed(path) for path in spare], [placed(path) for path in few]


def make_pages(out, python, cache, site=SITE, address="", mnist=()):
    """Render the pages into `out`; `python` is what `make_python` says that a boot must know, `address` that of the site, if known.

    `mnist` are the paths in `out` of IDX files that the page about digits offers. Returns what `make_one_file` is to hold, None for a
    site without a course.
    """
    import pycore
    from builder import gallery, lessons
    from pycore.lessons import exhibits
    from pycore.settings import TABLE

    content = site / "content"
    settings = pages.setting_rows(TABLE)
    config = {
        "settings": pages.rows_for_scripts(settings),
        "widgets": {name: [row["name"] for row in rows] for name, rows in exhibits.table().items()},
        "serviceWorker": "sw.js",
        # what the address may open by name
        "lessons": lessons.slugs(content),
    }
    config["build"] = assets.build_name(site / "static", {**config, "python": python})
    config["lender"] = f"assets/lend-python-{config['build']}.html"
    config["networkPage"] = f"assets/network-page-{config['build']}.html"
    styles = bundle.styles(site / "static", out)
    component = styles.get("css/component.css", "")
    environment = pages.environment_of(site / "templates", component, address, python["mirror"])
    environment.globals["mnist"] = mnist
    environment.globals |= picture_page.shown()
    first = pages.first_frame()
    insides = pages.insides(environment, first, settings) if content.exists() else {}
    css = (out / component).read_text(encoding="utf-8").split("/*# sourceMappingURL")[0] if component else ""
    scripts = bundle.scripts(site / "static", out, python, lambda worker: config | {"worker": worker}, insides, css)
    bundled = styles | scripts
    # A site without that folder has no course.
    course, glossary = lessons.read(content, environment) if content.exists() else ([], {})
    networks = {lesson.slug: lesson.first_network for lesson in course}
    # Who shows a picture beside a link wants its whole address.
    environment.globals["link_pictures"] = share_pictures.write_pictures(out, networks, cache) if address else {}
    context = {"bundle": bundled, "settings": settings, "version": pycore.__version__, "build": config["build"]}
    context["presets"] = lambda: gallery.cards(cache)  # called by the pages that show them
    pages.render(environment, site / "templates", out, context | first)
    if "js/pages/lend-python.js" in bundled:
        write(out / config["lender"], environment.get_template("_lend_python.html").render(context))
    if content.exists():
        lessons.write_pages(course, glossary, environment, out, context | first)
        elements.describe(environment, out, context, TABLE, css)
    site_address.write_lists(out, address)
    app_manifest.write_app(site / "static", out)
    if not content.exists():
        return None
    environment = pages.environment_of(site / "templates", component, address, is_one_file=True)
    environment.globals["mnist"] = ()
    whole = pages.page_of(environment, "index.html", context | first)
    everything = {"index": whole, **lessons.course_pages(course, glossary, environment, context | first)}
    return {"environment": environment, "site_data": config, "bundled": bundled, "everything": everything, "context": context | first}


def make_one_file(out, runtime, python, held, cache, site=SITE):
    """Write the whole site as one file into `out`, from what `make_python` and `make_pages` gave."""
    if held is None:
        return
    wheels = {"numpy": out / "runtime" / runtime.wheel("numpy").name, "pycore": out / python["late"]["pycore"]["url"]}
    title, texts = "Licences – Pyground", licences.texts_in(out / "licenses", besides=("micropip", "packaging"))
    context = held["context"] | {"licences": texts, "page": {"name": "licences", "title": title}}
    held["everything"]["licences"] = (title, held["environment"].get_template("_licences.html").render(context))
    packed = packed_python.pack(out / "runtime", runtime.info, wheels, out / python["stdLibURL"], cache)
    one_file.write_file(out, site / "static", packed=packed, **held)
    page = {name: held[name] for name in ("environment", "site_data", "bundled")}
    network_page.write_page(out, site / "static", **page, context=context)


def finish(out, spare, later, site=SITE, mirror=""):
    """Add the mark that keeps GitHub Pages from Jekyll, and, last, the service worker with its file list."""
    write(out / ".nojekyll", "")
    precache.write_worker(site / "static" / assets.WORKER, out, [*spare, *_for_robots(out)], [*later, one_file.NAME], mirror)


def _for_robots(out):
    """Return the paths in `out` of what no reader's browser asks for."""
    return ["robots.txt", "sitemap.xml", *(path.relative_to(out).as_posix() for path in (out / share_pictures.FOLDER).glob("*"))]


def report(out):
    """Print what `out` holds."""
    sizes = [(out / path).stat().st_size for path in tree(out)]
    say(f"{out}: {len(sizes)} files, {megabytes(sum(sizes))}")
