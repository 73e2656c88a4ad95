"""A type checker passes on the README's examples, knows every setting, and finds what is wrong; the types come from the table."""

import doctest
import re
import subprocess
import sys

import pytest

from builder import stub
from builder.paths import ROOT


def checked(code, tmp_path):
    """Return mypy's lines about `code`."""
    (tmp_path / "example.py").write_text(code, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--no-error-summary",
        "--follow-imports=silent",
        "--cache-dir",
        str(tmp_path / "cache"),
    ]
    run = subprocess.run(
        [*command, "example.py"],
        cwd=tmp_path,
        env={"MYPYPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert not run.stderr, run.stderr
    return run.stdout.splitlines()


def test_the_stub_is_current():
    assert stub.STUB.read_text(encoding="utf-8") == stub.text(), "PYTHONPATH=.:site python -m builder.stub writes it anew"
    assert (ROOT / "pycore" / "py.typed").exists()


@pytest.mark.slow
def test_a_type_checker_passes_on_the_readme_s_examples_and_finds_what_is_wrong(tmp_path):
    examples = doctest.DocTestParser().get_examples((ROOT / "README.md").read_text(encoding="utf-8"))
    assert len(examples) > 6
    code = "".join(example.source for example in examples)
    told = checked(
        code
        + """
import numpy as np
from pycore import NetworkRegressor, Settings
reveal_type(p.loss_test)
reveal_type(p.settings.network_shape)
reveal_type(NetworkRegressor().fit([[1.0]], [2.0]).score([[1.0]], [2.0]))
Playground(network_shape=np.array([3, 4]), seed=4, noise=np.float32(3), x=np.True_, activations=["relu"])
Playground("circle").configure(batch_size=np.int64(3))
Playground(dataset="crcle")
Settings(batchSize=3)
p.configure(learning_rate="x")
""",
        tmp_path,
    )
    revealed = [re.search(r'Revealed type is "(.*)"', line)[1].replace("builtins.", "") for line in told if "Revealed" in line]
    assert revealed == ["float", "tuple[int, ...]", "float"]
    errors = [line.partition("error: ")[2] for line in told if "error" in line]
    assert len(errors) == 3, told
    assert 'Argument "dataset" to "Playground" has incompatible type' in errors[0]
    assert 'Unexpected keyword argument "batchSize" for "Settings"; did you mean "batch_size"?' in errors[1]
    assert 'Argument "learning_rate" to "configure" of "Playground" has incompatible type' in errors[2]
