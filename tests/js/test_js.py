"""Runs the unit tests of the JavaScript modules, tests/js/*.test.mjs, in Node."""

import shutil
import subprocess
from pathlib import Path

from builder.node import find_node
from builder.paths import SITE

HERE = Path(__file__).parent


def run_node(*arguments):
    return subprocess.run([find_node(), *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120)


def test_the_unit_tests_in_node_pass():
    files = sorted(str(path) for path in HERE.glob("*.test.mjs"))
    assert files, "no *.test.mjs files beside this one"
    run = run_node("--test", *files)
    assert run.returncode == 0, run.stdout


def test_the_scripts_are_modules_below_a_folder_whose_package_is_commonjs(tmp_path):
    (tmp_path / "package.json").write_text('{"type": "commonjs"}', encoding="utf-8")
    scripts = tmp_path / "checkout" / "js"
    shutil.copytree(SITE / "static" / "js", scripts)
    script = f"const {{ decodeFrame }} = await import({str(scripts / 'draw/frame-views.js')!r}); console.log(typeof decodeFrame)"
    run = run_node("--input-type=module", "-e", script)
    assert (run.returncode, run.stdout.strip()) == (0, "function"), run.stdout
