"""People install pycore from the site into a Pyodide of their own, without our lock file."""

import json

import pytest


def test_micropip_installs_pycore_from_the_site_and_it_trains(page, site, dist):
    ours = json.loads(next(dist.glob("assets/*/python/pyodide-lock.json")).read_text(encoding="utf-8"))
    plain = {"info": ours["info"], "packages": {}}
    site.answers["runtime/pyodide-lock.json"] = (200, json.dumps(plain).encode())
    wheel = next(dist.glob("pycore-*-py3-none-any.whl"))
    parts = [f"runtime/{path.name}" for path in (dist / "runtime").glob("*.whl")]
    page.expected.append("favicon.ico")  # a text page has no icon of its own
    page.open(site.url + "licenses/Pyground.txt")
    loss = page.run(
        """
        const [base, parts, wheel] = args;
        const { loadPyodide } = await import(base + "runtime/pyodide.mjs");
        const pyodide = await loadPyodide();
        await pyodide.loadPackage(parts.map((part) => base + part));
        await pyodide.pyimport("micropip").install(base + wheel);
        return await pyodide.runPythonAsync(
          "from pycore import Playground\\np = Playground(seed='0.12345')\\np.train(epochs=100)\\np.loss_test"
        );
        """,
        site.url,
        parts,
        wheel.relative_to(dist).as_posix(),
    )
    assert loss == pytest.approx(0.01144976, abs=1e-8)
