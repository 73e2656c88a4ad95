"""The standard library as byte code: what a start needs is little, and the rest comes in the same Python when it is missed."""

import io
import marshal
import zipfile

import pytest

from builder import byte_code, pyodide_job, stdlib
from builder.errors import BuildError
from builder.files import copy


@pytest.fixture
def library(dist):
    """The folder with the lock file, the wheels and both archives."""
    (lock,) = dist.glob("assets/*/python/pyodide-lock.json")
    return lock.parent


def names_in(path):
    with zipfile.ZipFile(path) as archive:
        return set(archive.namelist())


def test_the_whole_library_has_every_file_of_pyodides_own_as_byte_code(library, official):
    with zipfile.ZipFile(official / "python_stdlib.zip") as archive:
        sources = {name for name in archive.namelist() if not name.endswith("/")}
    assert names_in(library / stdlib.WHOLE) == {f"{name}c" if name.endswith(".py") else name for name in sources}
    assert sum(name.endswith(".pyc") for name in names_in(library / stdlib.WHOLE)) > 500


def test_a_start_gets_a_small_part_of_it(library):
    at_start = names_in(library / stdlib.AT_START)
    assert {"json/__init__.pyc", "asyncio/__init__.pyc", "pyodide/__init__.pyc", "zipfile/__init__.pyc"} <= at_start
    assert at_start < names_in(library / stdlib.WHOLE) and len(at_start) < 180
    assert (library / stdlib.AT_START).stat().st_size < 1_500_000


def test_the_rest_comes_with_the_first_import_that_needs_it_and_help_has_its_texts(library, official, tmp_path):
    copy(library / stdlib.WHOLE, tmp_path / "whole.zip")
    program = """
import hashlib, json, sys
from pycore.page import late_modules
asked = []
def read(path):
    asked.append(path)
    return open(path, "rb").read()
digest = hashlib.sha256(open("/job/whole.zip", "rb").read()).hexdigest()
late_modules.install(read, json.dumps({"stdlib": {"url": "/job/whole.zip", "sha256": digest}}))
import pycore.playground, pycore.estimators
assert asked == [], asked
import html.parser, xml.sax.handler, asyncio.runners, statistics
assert asked == ["/job/whole.zip"], asked
import pydoc
print(pydoc.render_doc(statistics.median, renderer=pydoc.plaintext))
try:
    1 / statistics.mean([0.0])
except ZeroDivisionError:
    import traceback
    traceback.print_exc(file=sys.stdout)
"""
    job = (library.parents[2] / "runtime", library / "pyodide-lock.json", ["pycore"], library / stdlib.AT_START)
    said = pyodide_job.run("importing", program, tmp_path, *job)
    assert "Return the median (middle value) of numeric data." in said and "ZeroDivisionError" in said


def test_what_goes_wrong_in_python_is_told_with_its_traceback(library, official, tmp_path):
    with pytest.raises(BuildError, match=r"looking failed:\n(?s:.*)ValueError: no such thing"):
        pyodide_job.run("looking", "raise ValueError('no such thing')", tmp_path, official, library / "pyodide-lock.json")


def test_an_archive_is_compiled_the_same_each_time_and_keeps_what_is_no_module():
    source = io.BytesIO()
    with zipfile.ZipFile(source, "w") as archive:
        archive.writestr("tool/data.txt", "kept")
        archive.writestr("tool/__init__.py", "WORDS = {'a', 'b', 'c'}\n")
        archive.writestr("tool/shown.py", "TEXT = 1\n")
    targets = [io.BytesIO(), io.BytesIO()]
    for target in targets:
        byte_code.compile_archive(source, target, sources={"tool/shown.py"})
    assert targets[0].getvalue() == targets[1].getvalue()
    with zipfile.ZipFile(targets[0]) as archive:
        assert archive.namelist() == ["tool/__init__.pyc", "tool/data.txt", "tool/shown.py"]
        assert {entry.date_time for entry in archive.infolist()} == {byte_code.TIME}
        names = {}
        exec(marshal.loads(archive.read("tool/__init__.pyc")[16:]), names)
        assert names["WORDS"] == {"a", "b", "c"} and archive.read("tool/data.txt") == b"kept"
    part = io.BytesIO()
    byte_code.compile_archive(targets[0], part, kept={"tool/data.txt"})
    assert zipfile.ZipFile(part).namelist() == ["tool/data.txt"]
