"""Runs the unit tests of the JavaScript modules, tests/js/*.test.mjs, in Node."""

import subprocess
from pathlib import Path

from builder.node import find_node

HERE = Path(__file__).parent


def test_the_unit_tests_in_node_pass():
    files = sorted(str(path) for path in HERE.glob("*.test.mjs"))
    assert files, "no *.test.mjs files beside this one"
    # The modules under test are .js files without a package.json: Node is told to look at their syntax.
    command = [find_node(), "--experimental-detect-module", "--no-warnings", "--test", *files]
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120)
    assert run.returncode == 0, run.stdout
