"""Setting up: which Python is taken, what is installed, and what an interruption leaves."""

import os
import subprocess
import sys
import tomllib
import types

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from builder import browser, firefox, setup, webkit
from builder.paths import ROOT, SITE

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def fake_python(path, version):
    """Write a program that answers the script's question as a Python of `version` would; None makes one that does not run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    answer = "exit 127" if version is None else f'for wanted do [ "$wanted" = {version} ] && echo "$0" && exit; done; exit 0'
    path.write_text(f"#!/bin/sh\nshift 3\n{answer}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def find(path, home, **variables):
    """Run the script with these folders on the PATH."""
    environment = {"PATH": ":".join(map(str, path)), "HOME": str(home), **variables}
    script = str(SITE / "builder" / "find-python.sh")
    return subprocess.run(["/bin/sh", script], env=environment, capture_output=True, text=True, timeout=120)


def test_the_newest_python_on_the_path_is_taken(tmp_path):
    fake_python(tmp_path / "a" / "python3.11", "3.11")
    newest = fake_python(tmp_path / "b" / "python3", "3.12")
    assert find([tmp_path / "a", tmp_path / "b"], tmp_path).stdout.strip() == newest


def test_a_shim_that_does_not_run_is_passed_over_for_the_version_behind_it(tmp_path):
    root = tmp_path / "env"
    fake_python(root / "shims" / "python3.13", None)
    fake_python(root / "shims" / "python3", "3.10")
    behind = fake_python(root / "versions" / "3.13.0" / "bin" / "python3", "3.13")
    fake_python(root / "versions" / "3.12.1" / "bin" / "python3", "3.12")
    assert find([root / "shims"], tmp_path).stdout.strip() == behind
    assert find([tmp_path], tmp_path, PYENV_ROOT=str(root)).stdout.strip() == behind


def test_pyenvs_usual_place_is_looked_at(tmp_path):
    behind = fake_python(tmp_path / ".pyenv" / "versions" / "3.11.7" / "bin" / "python3", "3.11")
    assert find([tmp_path / "nothing"], tmp_path).stdout.strip() == behind


def test_python_overrides(tmp_path):
    fake_python(tmp_path / "python3.13", "3.13")
    chosen = fake_python(tmp_path / "mine", "3.11")
    assert find([tmp_path], tmp_path, PYTHON=chosen).stdout.strip() == chosen


@pytest.mark.parametrize("version", ["3.10", None])
def test_a_python_that_will_not_do_is_refused_by_name(tmp_path, version):
    chosen = fake_python(tmp_path / "mine", version)
    result = find([tmp_path], tmp_path, PYTHON=chosen)
    assert result.returncode == 2 and f"PYTHON={chosen} is not a Python 3.13, 3.12 or 3.11" in result.stderr


def test_no_python_at_all_says_what_to_do(tmp_path):
    fake_python(tmp_path / "python3", "3.9")
    result = find([tmp_path], tmp_path)
    assert result.returncode == 2 and result.stdout == ""
    assert "Install one" in result.stderr and "make PYTHON=" in result.stderr


def test_this_python_is_found_for_real():
    result = find([], "/", PYTHON=sys.executable)
    assert os.path.samefile(result.stdout.strip(), sys.executable)


def test_a_failed_set_up_leaves_no_stamp_and_a_good_one_is_not_done_again(tmp_path, monkeypatch):
    calls = []

    def failing(command):
        calls.append(command)
        raise SystemExit("no network")

    project = {"dependency-groups": {"build": ["a==1"]}, "tool": {"pyground": {"npm": {}}}}
    stamp = tmp_path / "stamp-build"
    stamp.write_text("an older set-up", encoding="utf-8")
    monkeypatch.setattr(setup, "_run", failing)
    with pytest.raises(SystemExit):
        setup.install(tmp_path, "python", "build", project)
    assert not stamp.exists() and calls[0][-1] == "a==1"

    monkeypatch.setattr(setup, "_run", calls.append)
    setup.install(tmp_path, "python", "build", project)
    setup.install(tmp_path, "python", "build", project)
    assert stamp.exists() and len(calls) == 2

    project["dependency-groups"]["build"] = ["a==2"]
    setup.install(tmp_path, "python", "build", project)
    assert len(calls) == 3


def test_a_folder_that_is_no_environment_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(SystemExit, match="no Python environment"):
        setup.make_environment(tmp_path)
    assert (tmp_path / "thesis.txt").exists()


def test_every_dependency_is_pinned_exactly_and_once_for_each_python():
    for version in ("3.11", "3.12", "3.13"):
        for group in ("build", "test", "hosts"):
            wanted = [Requirement(each) for each in PROJECT["dependency-groups"][group]]
            here = [each for each in wanted if each.marker is None or each.marker.evaluate({"python_version": version})]
            assert all(str(each.specifier).startswith("==") and "*" not in str(each.specifier) for each in wanted)
            assert len({each.name.lower() for each in here}) == len(here)


def test_both_groups_name_the_same_version_of_what_they_share():
    build, test = (
        {(each := Requirement(text)).name: str(each.specifier) for text in PROJECT["dependency-groups"][group]}
        for group in ("build", "test")
    )
    assert {name for name in build.keys() & test.keys() if build[name] != test[name]} == set()


def test_nothing_is_installed_here_that_is_not_pinned():
    from importlib.metadata import distributions

    pinned = {Requirement(text).name for group in PROJECT["dependency-groups"].values() for text in group}
    here = [each for each in distributions() if str(each.locate_file("")).startswith(sys.prefix)]
    found = {canonicalize_name(each.metadata["Name"]) for each in here}
    assert found - set(map(canonicalize_name, pinned)) - {"pip", "setuptools"} == set()


def test_a_node_that_is_not_there_or_does_not_run_has_version_0(tmp_path):
    assert setup.node_version(str(tmp_path / "missing")) == 0
    assert setup.node_version("false") == 0
    old = tmp_path / "node"
    old.write_text("#!/bin/sh\necho v18.19.1\n", encoding="utf-8")
    old.chmod(0o755)
    assert setup.node_version(str(old)) == 18


def test_a_browser_is_looked_for_on_the_path_then_by_apt_then_by_selenium():
    asked = []

    def way(name, answer):
        def ask():
            asked.append(name)
            return answer

        return ask

    found = ("browser", "driver")
    assert browser.ensure_browser([way("path", None), way("apt", found), way("selenium", found)]) == found
    assert asked == ["path", "apt"]
    with pytest.raises(browser.NoBrowser, match="install Chromium or Chrome and its chromedriver"):
        browser.ensure_browser([way("path", None)])


def test_on_the_path_both_browser_and_driver_are_needed():
    assert browser.on_path({"chromium": "/b/c", "chromedriver": "/b/d"}.get) == ("/b/c", "/b/d")
    assert browser.on_path({"google-chrome": "/b/chrome"}.get) is None


def test_apt_is_used_as_root_on_debian_only(tmp_path):
    release = tmp_path / "os-release"
    release.write_text("ID=debian\n", encoding="utf-8")
    commands = []

    def run(command, env):
        commands.append(command)
        return subprocess.CompletedProcess(command, 0)

    which = {"apt-get": "/a", "chromium": "/c", "chromedriver": "/d"}.get
    assert browser.by_apt(run=run, root=False, release=release, which=which) is None and not commands
    assert browser.by_apt(run=run, root=True, release=tmp_path / "missing", which=which) is None and not commands
    assert browser.by_apt(run=run, root=True, release=release, which=which) == ("/c", "/d")
    assert commands[1][-2:] == ["chromium", "chromium-driver"]


def test_what_is_missing_of_all_browsers_is_installed_at_once(monkeypatch):
    one = types.SimpleNamespace(on_path=lambda: None, APT=("one",), ADVICE="no One")
    two = types.SimpleNamespace(on_path=lambda: "/b/two", APT=("two",))
    others = [one, two]
    assert browser.missing(others, {"chromium": "/b/c", "chromedriver": "/b/d"}.get) == ["one"]
    assert browser.missing(others, {}.get) == ["chromium", "chromium-driver", "one"]
    assert browser.ensure(two) == "/b/two"
    with pytest.raises(browser.NoBrowser, match="no One"):
        browser.ensure(one, install=lambda packages: packages == ("another",))


def test_webkit_needs_its_browser_its_driver_and_a_screen(tmp_path):
    there = {"WebKitWebDriver": "/b/w", "Xvfb": "/b/x"}
    assert webkit.on_path(there.get, tmp_path) is None
    place = tmp_path / "x86_64-linux-gnu" / "webkit2gtk-4.1" / "MiniBrowser"
    place.parent.mkdir(parents=True)
    place.touch()
    assert webkit.on_path(there.get, tmp_path) == (str(place), "/b/w", "/b/x")
    assert webkit.on_path({"Xvfb": "/b/x"}.get, tmp_path) is None
    assert firefox.on_path({"firefox": "/b/f"}.get) == "/b/f"


def test_a_firefox_that_does_not_start_is_named_and_leaves_nothing(tmp_path):
    program = tmp_path / "firefox"
    program.write_text("#!/bin/sh\necho no display >&2\n", encoding="utf-8")
    program.chmod(0o755)
    with pytest.raises(firefox.FirefoxError, match="did not say where it listens: no display"):
        firefox.Firefox(str(program))
