"""A build is whole or does not happen, is the same every time, and says plainly what is wrong with its input."""

import base64
import json
import os
import re
import subprocess
import sys

import pytest

import build
from builder import files, output, snapshot
from builder.errors import BuildError, UsageError
from builder.node import find_node
from builder.paths import ROOT, SITE

#: What stands at the top of every site.
ALWAYS = {
    *(".nojekyll", "assets", "favicon.svg", "icons", "index.html", "licenses"),
    *("manifest.webmanifest", "robots.txt", "runtime", "sw.js"),
}


def script_of(out, name="lesson-page"):
    (script,) = (out / "assets").glob(f"{name}-*.js")
    return script


def config_of(out, script="lesson-page", what="site"):
    """Return what a bundled script of the tiny site was told: it hands that to whoever runs it."""
    code = f"await import({script_of(out, script).as_uri()!r}); console.log(JSON.stringify(globalThis.{what}))"
    run = subprocess.run([find_node(), "--input-type=module", "-e", code], capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_two_builds_have_the_same_bytes(build_tiny, monkeypatch, tmp_path):
    first = files.tree(build_tiny("first"))
    monkeypatch.setenv("PYTHONHASHSEED", "123")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    # Nor does it matter where the project lies.
    for name in ("builder/make-snapshot.mjs", "static/js/python/snapshot-start.js"):
        files.copy(SITE / name, tmp_path / "a project that lies elsewhere" / name)
    monkeypatch.setattr(snapshot, "_MAKER", tmp_path / "a project that lies elsewhere" / "builder" / "make-snapshot.mjs")
    second = files.tree(build_tiny("second", tmp_path / "cache of the second"))  # nothing that the first has made is used
    assert first == second
    assert len(first) > 20


def test_a_page_has_what_the_contract_with_the_scripts_says(build_tiny, pins):
    out = build_tiny()
    (folder,) = (path for path in (out / "assets").iterdir() if path.is_dir())
    page = (out / "index.html").read_text(encoding="utf-8")
    config = config_of(out)
    assert re.search(r'href="assets/lesson-page-[A-Z0-9]{8}\.css"', page) and f'src="assets/{script_of(out).name}"' in page
    assert re.fullmatch("[0-9a-f]{12}", config["build"]) and re.fullmatch("[0-9a-f]{12}", folder.name)
    assert config["serviceWorker"] == "sw.js"
    pyodide = config_of(out, "worker", "python")
    assert config["worker"] == f"assets/{script_of(out, 'worker').name}"
    assert pyodide["indexURL"] == "runtime/"
    assert pyodide["lockFileURL"] == f"assets/{folder.name}/python/pyodide-lock.json"
    assert pyodide["packages"] == ["pycore"]
    for name, said in pyodide["files"].items():
        assert said == {"bytes": (out / name).stat().st_size, "sha256": files.sha256(out / name)}
    both_ways = {"runtime/pyodide.mjs", "runtime/pyodide.asm.js", "runtime/pyodide.asm.wasm", pyodide["lockFileURL"]}
    names = {name.rsplit("/")[-1] for name in pyodide["files"].keys() - both_ways}
    assert names == {"stdlib-at-start.zip", *(path.name for path in (folder / "python").glob("*.whl"))}
    assert pyodide["stdLibURL"] == f"assets/{folder.name}/python/stdlib-at-start.zip" and pyodide["stdLibURL"] in pyodide["files"]
    snapshot = pyodide["snapshot"]
    libraries = [each["url"] for each in snapshot["libraries"]]
    assert snapshot["files"].keys() - both_ways == {snapshot["url"], *libraries}
    assert [each["path"].split(".")[0] for each in snapshot["libraries"]] == ["numpy/_core/_multiarray_umath", "numpy/linalg/_umath_linalg"]
    for name, said in {**snapshot["files"], **{each["url"]: each for each in pyodide["late"].values()}}.items():
        assert (said["bytes"], said["sha256"]) == ((out / name).stat().st_size, files.sha256(out / name))
    assert list(pyodide["late"]) == ["stdlib", "pycore.lessons", "pycore.images", "pycore", "numpy"]
    assert "<p>0.1.0 2-4-2-1 " in page and page.count("<svg") >= 2


def test_pages_styles_and_loose_files_are_where_they_belong(build_tiny):
    out = build_tiny()
    top = {path.name for path in out.iterdir()}
    for_other_pythons = {"pycore-0.1.0-py3-none-any.whl", "pyodide-lock.json"}
    assert top == ALWAYS | for_other_pythons
    names = {re.sub("-[A-Z0-9]{8}", "", path.name) for path in (out / "assets").iterdir() if path.is_file()}
    assert names == {"lesson-page.css", "lesson-page.css.map", "lesson-page.js", "lesson-page.js.map", "worker.js", "worker.js.map"}


def test_the_official_files_are_passed_on_unchanged(build_tiny, pins):
    out = build_tiny()
    assert files.tree(out / "runtime") == {pin.name: pin.sha256 for pin in sorted(pins.pins, key=lambda pin: pin.name)}


def test_files_are_named_after_their_contents_so_that_others_stay_in_readers_caches(build_tiny, tiny):
    first = build_tiny("first")
    script = tiny / "static" / "js" / "pages" / "lesson-page.js"
    script.write_text(script.read_text(encoding="utf-8") + "globalThis.ran = 'again';\n", encoding="utf-8")
    second = build_tiny("second")
    assert config_of(second)["build"] != config_of(first)["build"]
    names = [{path.relative_to(out).as_posix() for path in (out / "assets").rglob("*") if path.is_file()} for out in (first, second)]
    changed = {name for name in names[0] ^ names[1]}
    assert {re.sub("-[A-Z0-9]{8}", "", name) for name in changed} == {"assets/lesson-page.js", "assets/lesson-page.js.map"}


def test_a_script_that_is_broken_stops_the_build_with_the_place(build_tiny, tiny):
    (tiny / "static" / "js" / "pages" / "lesson-page.js").write_text("const = 1;\n", encoding="utf-8")
    with pytest.raises(BuildError, match=r"esbuild: (?s:.*)js/pages/lesson-page\.js:1:6"):
        build_tiny()


def test_licences_of_everything_passed_on_are_there(dist):
    names = {path.relative_to(dist / "licenses").as_posix() for path in (dist / "licenses").rglob("*") if path.is_file()}
    assert {"Pyground.txt", "Pyodide.txt", "CPython.txt", "libraries-in-Pyodide.txt", "numpy/LICENSE.txt"} <= names
    assert {"micropip/licenses-LICENSE.txt", "packaging/licenses-LICENSE.APACHE.txt"} <= names
    assert "Mozilla Public License" in (dist / "licenses" / "Pyodide.txt").read_text(encoding="utf-8")


def test_an_undefined_name_in_a_template_stops_the_build_and_keeps_the_old_site(build_tiny, tiny):
    out = build_tiny()
    before = files.tree(out)
    (tiny / "templates" / "broken.html").write_text("fine\n{{ no_such_thing }}\n", encoding="utf-8")
    with pytest.raises(BuildError, match=r"broken\.html:2: 'no_such_thing' is undefined"):
        build_tiny()
    assert files.tree(out) == before
    assert sorted(path.name for path in out.parent.iterdir() if path.name.startswith(".")) == []


def test_a_mistake_in_a_template_names_file_and_line(build_tiny, tiny):
    (tiny / "templates" / "broken.html").write_text("fine\nfine\n{% if %}\n", encoding="utf-8")
    with pytest.raises(BuildError, match=r"broken\.html:3: "):
        build_tiny()


def test_a_new_build_replaces_the_old_one_whole(build_tiny, tiny):
    out = build_tiny()
    (out / "left-over.html").write_text("old", encoding="utf-8")
    (tiny / "templates" / "second.html").write_text("{{ page.title }}", encoding="utf-8")
    build_tiny()
    assert not (out / "left-over.html").exists()
    assert (out / "second.html").read_text(encoding="utf-8") == "Second"


def test_an_interrupted_swap_is_repaired(tmp_path):
    old = tmp_path / ".dist-old"
    old.mkdir()
    (old / "index.html").write_text("the old site", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt), output.swapped(tmp_path / "dist"):
        raise KeyboardInterrupt
    assert (tmp_path / "dist" / "index.html").read_text(encoding="utf-8") == "the old site"
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]


def test_a_folder_with_other_files_is_not_replaced(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(UsageError, match="holds other files"):
        output.check(tmp_path)


def run(*arguments):
    command = [sys.executable, str(ROOT / "build.py"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=120)


BAD_INPUT = {
    "an unknown option": ["--no-such-option"],
    "an argument too many": ["somewhere"],
    "an option without its value": ["--out"],
    "a runtime folder that is not there": ["--runtime-dir", "{tmp}/missing"],
    "a runtime folder that is a file": ["--runtime-dir", "{tmp}/file"],
    "an output that is a file": ["--out", "{tmp}/file"],
    "an output below a file": ["--out", "{tmp}/file/dist"],
    "an output that can't be written": ["--out", "/proc/dist"],
    "a cache below a file": ["--cache-dir", "{tmp}/file/cache"],
    "an address without a scheme": ["--site-url", "example.org/pyground"],
    "an address with a port that is none": ["--site-url", "https://example.org:port/"],
    "an address of a place within a page": ["--site-url", "https://example.org/#top"],
}


@pytest.mark.parametrize("case", BAD_INPUT)
def test_bad_input_gives_one_line_and_exit_code_2(case, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    given = [part.format(tmp=tmp_path) for part in BAD_INPUT[case]]
    result = run("--cache-dir", tmp_path / "cache", "--out", tmp_path / "out", *given)
    assert result.returncode == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1 and result.stderr.startswith("build.py: error: ")


def test_failing_to_get_the_runtime_is_one_message_without_a_traceback(monkeypatch, tmp_path, capsys, pins):
    monkeypatch.setattr(build.steps.fetch, "default_sources", lambda runtime, directory: ([], []))
    assert build.main(["--out", str(tmp_path / "dist"), "--cache-dir", str(tmp_path / "cache")]) == 1
    assert capsys.readouterr().err.startswith("build.py: error: no source has pyodide.mjs")
    assert not (tmp_path / "dist").exists()


def test_build_py_is_short():
    assert len((ROOT / "build.py").read_text(encoding="utf-8").splitlines()) < 80


def test_the_first_frame_of_the_page_is_the_default_playgrounds():
    from builder.pages import first_frame
    from pycore import Playground
    from pycore.picture.frame import Frame

    first = first_frame()["first"]
    frame = Frame(Playground())
    frame.fill()
    assert base64.b64decode(first["frame"]) == frame.buffer.tobytes()
    assert base64.b64decode(first["points"]) == frame.points().tobytes()
    assert first["layout"] == frame.layout() == json.loads(json.dumps(first["layout"]))


def test_nothing_of_this_machine_is_in_the_site(build_tiny):
    out = build_tiny()
    home = os.path.expanduser("~").encode()
    marks = [str(ROOT).encode(), str(out).encode(), *([home] if len(home) > 5 else [])]
    ours = [path for path in out.rglob("*") if path.is_file() and "runtime" not in path.parts and path.suffix != ".whl"]
    assert [path for path in ours if any(mark in path.read_bytes() for mark in marks)] == []
