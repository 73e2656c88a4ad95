"""Nothing waits for ever: each test has a limit, and so has each process that a test starts."""

import ast
import subprocess
import sys

import pytest

from builder.paths import ROOT

TESTS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("*.py"))
HANGS = "import threading\n\ndef test_that_waits():\n    threading.Event().wait()\n"


@pytest.mark.parametrize("path", [path for path in TESTS if "subprocess" in (ROOT / path).read_text(encoding="utf-8")])
def test_each_process_that_a_test_starts_has_a_limit(path):
    calls = [node for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    started = [call for call in calls if ast.unparse(call.func) in ("subprocess.run", "subprocess.check_output", "subprocess.call")]
    without = [call.lineno for call in started if not {"timeout"} & {keyword.arg for keyword in call.keywords}]
    assert not without, f"{path}: no timeout= in the lines {without}"


def test_a_test_that_waits_for_ever_is_ended_and_named(tmp_path, pytestconfig):
    assert float(pytestconfig.getini("timeout")) == 180
    (tmp_path / "test_hangs.py").write_text(HANGS, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-c", ROOT / "pyproject.toml", "-o", "timeout=0.2", tmp_path]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert run.returncode == 1 and "test_that_waits" in run.stdout and "Timeout" in run.stdout
