"""The wheel of pycore, its byte code, and the lock file."""

import hashlib
import json
import marshal
import time
import zipfile

import pytest

from builder import byte_code, files, lock, pyodide_job, wheels
from builder.paths import ROOT


@pytest.fixture
def wheel(tmp_path):
    """A wheel with one module; its sets and its times would differ from build to build."""
    path = tmp_path / "in" / "tool-1.0-py3-none-any.whl"
    path.parent.mkdir()
    source = "WORDS = {'a', 'b', 'c', 'd', 'e'}\n\ndef has(x):\n    return x in {'north', 'south', 'east', 'west'}\n"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("tool/__init__.py", source)
        archive.writestr("tool/data.txt", "kept")
        archive.writestr("tool-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tool\nVersion: 1.0\n")
        archive.writestr("tool-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\n")
        archive.writestr("tool-1.0.dist-info/RECORD", "")
    return path


@pytest.fixture
def inside(pins, dist, official):
    """What `compile_wheel` needs to know of the runtime: its Python, and where it and a lock file are."""
    return pins.python, (official, dist / "pyodide-lock.json")


def lock_of(dist):
    (path,) = dist.glob("assets/*/python/pyodide-lock.json")
    return path, json.loads(path.read_text(encoding="utf-8"))


def parts_of_pycore():
    """The files that a wheel of pycore is made of: its modules, what they bring along, its types for editors and type checkers."""
    shipped = (ROOT / "pycore" / "images" / "shipped").iterdir()
    return [*(ROOT / "pycore").rglob("*.py"), *shipped, ROOT / "pycore" / "setting_values.pyi", ROOT / "pycore" / "py.typed"]


def test_the_wheel_is_the_same_whenever_and_wherever_it_is_built(tmp_path, monkeypatch):
    copy = tmp_path / "elsewhere"
    for path in [ROOT / "pyproject.toml", ROOT / "LICENSE", *parts_of_pycore()]:
        files.copy(path, copy / path.relative_to(ROOT))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(time.time())))
    first, second = (wheels.build_wheel(project, tmp_path / project.name) for project in (ROOT, copy))
    assert first.name == second.name == "pycore-0.1.0-py3-none-any.whl"
    assert first.read_bytes() == second.read_bytes()


def test_a_pythonpath_that_holds_a_build_py_is_not_what_tools_import(wheel, tmp_path, inside, monkeypatch):
    (tmp_path / "build.py").write_text("raise SystemExit('not the package build')", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert wheels.build_wheel(ROOT, tmp_path / "out").exists()
    assert wheels.compile_wheel(wheel, tmp_path / "out", tmp_path / "cache", *inside).exists()


def test_the_wheel_holds_pycore_its_licence_and_nothing_else(dist):
    (path,) = dist.glob("pycore-*-py3-none-any.whl")
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        metadata = archive.read(next(name for name in names if name.endswith("/METADATA"))).decode()
    sources = {path.relative_to(ROOT).as_posix() for path in parts_of_pycore()}
    assert {name for name in names if not name.startswith("pycore-0.1.0.dist-info/")} == sources
    assert "pycore-0.1.0.dist-info/licenses/LICENSE" in names
    assert "Requires-Dist: numpy" in metadata


def test_repacking_fixes_order_times_and_record(wheel, tmp_path):
    wheels.repack(wheel, tmp_path / "repacked.whl")
    with zipfile.ZipFile(tmp_path / "repacked.whl") as archive:
        names = [entry.filename for entry in archive.infolist()]
        assert {entry.date_time for entry in archive.infolist()} == {byte_code.TIME}
        assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o100644}
        record = archive.read("tool-1.0.dist-info/RECORD").decode().splitlines()
    assert names[:-1] == sorted(names[:-1]) and names[-1] == "tool-1.0.dist-info/RECORD"
    assert [line.split(",")[0] for line in record] == names
    assert record[-1] == "tool-1.0.dist-info/RECORD,,"


def test_the_archive_of_images_has_the_text_that_programs_take_along(dist):
    (path,) = dist.glob("assets/*/python/images.zip")
    with zipfile.ZipFile(path) as archive:
        assert archive.read("pycore/images/picture_features.py") == (ROOT / "pycore/images/picture_features.py").read_bytes()
        assert "pycore/images/shifts.pyc" in archive.namelist()


def test_a_module_whose_text_is_shown_stays_as_it_is_among_byte_code(tmp_path):
    shown, wheel = wheels.SHOWN[0], tmp_path / "pycore-1-py3-none-any.whl"
    assert all((ROOT / name).exists() for name in wheels.SHOWN)
    with zipfile.ZipFile(wheel, "w") as archive:
        for name in (f"{shown}c", "pycore/other.pyc", "pycore-1.dist-info/RECORD"):
            archive.writestr(name, "bytes")
    wheels.repack(wheel, tmp_path / "repacked.whl", {shown: b"text"})
    with zipfile.ZipFile(tmp_path / "repacked.whl") as archive:
        names = archive.namelist()
        assert names == ["pycore/nn/reference.py", "pycore/other.pyc", "pycore-1.dist-info/RECORD"]
        assert archive.read(shown) == b"text" and archive.read(names[-1]).decode().count("\n") == 3


def modules_of(wheel):
    """The modules of a wheel with byte code: {name: code}."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: marshal.loads(archive.read(name)[16:]) for name in archive.namelist() if name.endswith(".pyc")}


def test_byte_code_is_the_same_every_time(wheel, tmp_path, inside):
    first = wheels.compile_wheel(wheel, tmp_path / "one", tmp_path / "cache one", *inside)
    second = wheels.compile_wheel(wheel, tmp_path / "two", tmp_path / "cache two", *inside)
    assert first.name == "tool-1.0-cp313-none-any.whl"
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as archive:
        assert "tool/__init__.pyc" in archive.namelist() and "tool/__init__.py" not in archive.namelist()
        assert archive.read("tool/data.txt") == b"kept"
        assert str(tmp_path).encode() not in archive.read("tool/__init__.pyc")


def test_where_another_python_builds_the_runtime_itself_compiles(wheel, tmp_path, inside):
    python, pyodide = inside
    made = wheels.compile_in_pyodide(wheel, tmp_path, python, *pyodide)
    assert made.name == "tool-1.0-cp313-none-any.whl" and modules_of(made).keys() == {"tool/__init__.pyc"}
    program = "import sys; sys.path.insert(0, '/job/tool-1.0-cp313-none-any.whl'); import tool; print(tool.__file__, tool.has('east'))"
    assert pyodide_job.run("importing", program, tmp_path, *pyodide).strip().endswith("tool/__init__.pyc True")
    if wheels.is_runtimes_own(python):
        here = wheels.compile_wheel(wheel, tmp_path / "here", tmp_path / "cache", *inside)
        assert modules_of(here) == modules_of(made)


def test_byte_code_is_kept_and_not_made_twice(wheel, tmp_path, inside, monkeypatch):
    first = wheels.compile_wheel(wheel, tmp_path / "one", tmp_path / "cache", *inside)
    monkeypatch.setattr(wheels, "_run", None)
    monkeypatch.setattr(wheels, "compile_in_pyodide", None)
    assert wheels.compile_wheel(wheel, tmp_path / "two", tmp_path / "cache", *inside).read_bytes() == first.read_bytes()


def test_the_lock_file_holds_four_packages_and_says_what_pyodides_own_says(dist, pins):
    path, data = lock_of(dist)
    assert data["info"] == {
        "abi_version": "2025_0",
        "arch": "wasm32",
        "platform": "emscripten_4_0_9",
        "python": "3.13.2",
        "version": "0.28.0.dev0",
    }
    packages = data["packages"]
    assert {name: package["version"] for name, package in packages.items()} == {
        "numpy": "2.2.5",
        "micropip": "0.10.1",
        "packaging": "24.2",
        "pycore": "0.1.0",
    }
    assert packages["pycore"]["depends"] == ["numpy"]
    assert not any(packages[name]["depends"] for name in ("numpy", "micropip", "packaging"))
    for name, package in packages.items():
        wheel = path.parent / package["file_name"]
        assert files.sha256(wheel) == package["sha256"]
        assert package["imports"] == [name] and package["install_dir"] == "site"


def test_a_lock_file_for_others_holds_the_plain_wheels(dist, pins):
    data = json.loads((dist / "pyodide-lock.json").read_text(encoding="utf-8"))
    assert data["info"] == dict(pins.info)
    names = {name: package["file_name"] for name, package in data["packages"].items()}
    assert names.keys() == {"numpy", "micropip", "packaging", "pycore"}
    assert names["pycore"] == "pycore-0.1.0-py3-none-any.whl" and names["numpy"].startswith("runtime/numpy-")
    for name, package in data["packages"].items():
        assert files.sha256(dist / names[name]) == package["sha256"]


def test_the_lock_file_names_byte_code(dist, pins):
    _, data = lock_of(dist)
    assert "cp313-none-any" in data["packages"]["pycore"]["file_name"]
    assert data["packages"]["numpy"]["sha256"] != pins.wheel("numpy").sha256


def test_a_package_is_named_by_its_wheel(wheel):
    assert lock.package(wheel) == lock.Package("tool", "1.0", wheel)


def test_digests_are_sha256_in_the_form_browsers_take(wheel):
    digest = hashlib.sha256(wheel.read_bytes()).digest()
    assert files.sha256(wheel) == digest.hex()
    assert files.integrity(digest.hex()).startswith("sha256-") and len(files.integrity(digest.hex())) == 7 + 44


def test_runtime_pins_agree_with_the_packages_that_the_builder_uses(pins):
    import numpy

    assert pins.wheel("numpy").name.split("-")[1] == numpy.__version__
    assert pins.version in pins.cdn
    assert len({pin.name for pin in pins.pins}) == len(pins.pins) == 8
