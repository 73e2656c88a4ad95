"""The examples in the chapters under docs/ and in pycore's docstrings give what they say."""

import doctest
import importlib
import pkgutil

import pytest

import pycore
from builder.paths import ROOT

CHAPTERS = sorted((ROOT / "docs").glob("*.md"))
MODULES = sorted(module.name for module in pkgutil.walk_packages(pycore.__path__, "pycore."))


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.name)
def test_a_chapter_s_examples_run(path):
    failed, _ = doctest.testfile(str(path), module_relative=False, encoding="utf-8")
    assert failed == 0


@pytest.mark.parametrize("name", MODULES)
def test_a_module_s_examples_run(name):
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0


def test_there_are_examples():
    found = [test for name in MODULES for test in doctest.DocTestFinder(exclude_empty=True).find(importlib.import_module(name))]
    assert sum(bool(test.examples) for test in found) >= 4
    assert ">>>" in (ROOT / "docs" / "arrays.md").read_text(encoding="utf-8")
