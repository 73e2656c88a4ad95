"""Building again at a change: what counts as one, and that a build that fails does not end it."""

import subprocess
import sys

from builder import dev


def test_every_change_of_a_source_is_noticed_and_nothing_else(tmp_path):
    source = tmp_path / "pycore"
    (source / "__pycache__").mkdir(parents=True)
    (source / "a.py").write_text("a = 1\n", encoding="utf-8")
    before = dev.snapshot([source])
    assert set(before) == {source / "a.py"}
    (source / "__pycache__" / "a.pyc").write_bytes(b"compiled")
    assert dev.snapshot([source]) == before
    (source / "a.py").write_text("a = 10\n", encoding="utf-8")
    assert dev.snapshot([source]) != before
    (source / "b.py").write_text("", encoding="utf-8")
    assert len(dev.snapshot([source])) == 2
    (source / "a.py").unlink()
    assert set(dev.snapshot([source])) == {source / "b.py"}


def test_templates_scripts_and_pins_are_watched():
    watched = {path.name for path in dev.snapshot()}
    assert {"index.html", "worker.js", "runtime.json", "pyproject.toml", "settings.py", "steps.py", "build.py"} <= watched


def test_a_build_that_fails_says_so_and_watching_goes_on(capfd):
    dev.build(["--no-such-option"])
    out, err = capfd.readouterr()
    assert "build.py: error: unrecognized arguments: --no-such-option" in err
    assert "The build failed; the site is as it was." in out


def test_bad_input_ends_with_exit_code_2(tmp_path):
    command = [sys.executable, "-m", "builder.dev", "--port", "none"]
    run = subprocess.run(command, env={"PYTHONPATH": str(dev.SITE)}, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert run.returncode == 2 and "is not a port" in run.stderr
