"""The README says what is true: its examples run, its files and its make targets exist, and it names the pinned versions."""

import doctest
import re

import pytest

from builder.paths import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_examples_at_the_prompt_give_what_they_say():
    results = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert results.attempted >= 6
    assert results.failed == 0


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`((?:pycore|site|tests|docs|\.github)/[\w./-]*)`", README))))
def test_every_file_it_names_exists(name):
    assert (ROOT / name).exists()


def test_every_make_target_it_names_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"\bmake (\w+)", README)) | {"build", "dev", "bench", "shots", "lint", "clean"}
    for target in targets:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_its_picture_and_its_links_within_the_project_exist():
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert links
    for link in links:
        assert (ROOT / link).exists(), link
