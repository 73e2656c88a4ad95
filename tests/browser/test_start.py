"""Python starts from a snapshot of its memory; where that can't be, as it starts elsewhere, with the same digits and a word about it."""

import pytest

LOSS = 0.011449761960334872


def trained(page):
    page.run("await deep('py-playground').configure({ seed: '0.12345' })")
    page.step(100)
    return page.state["lossTest"]


def fetched(site):
    return {path.rsplit("/", 1)[-1].split("-")[0] for path, _ in site.requests if "/python/" in path}


def test_a_start_fetches_the_snapshot_and_nothing_of_what_is_in_it(page, site):
    page.open(site.url).ready()
    assert trained(page) == LOSS
    # The service worker, which keeps the rest for later, comes after that.
    early = [path for path, _ in site.requests]
    early = early[: next((at for at, path in enumerate(early) if path.endswith("sw.js")), len(early))]
    names = {path.rsplit("/", 1)[-1].split("-")[0] for path in early if "/python/" in path}
    assert names == {"_multiarray_umath.wasm", "_umath_linalg.wasm", "snapshot", "pyodide"}


FAULTS = {
    "a missing snapshot": ("/python/snapshot-", (404, b"not here"), "could not be fetched: the server answered 404"),
    "a library of other bytes": ("_umath_linalg.wasm", (200, b"not this"), "_umath_linalg.wasm is not the file this page"),
    "a browser that unpacks nothing": ("assets/worker-", "delete globalThis.DecompressionStream;", "has no DecompressionStream"),
    "a browser whose functions are others in tables": (
        "assets/worker-",
        "const { get } = WebAssembly.Table.prototype;"
        "WebAssembly.Table.prototype.get = function (at) { return get.call(this, at)?.bind() };",
        "functions lie in other places",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_without_the_snapshot_python_starts_another_way_and_says_why(page, site, dist, fault):
    part, answer, reason = FAULTS[fault]
    if isinstance(answer, str):
        (script,) = dist.glob("assets/worker-*.js")
        answer = (200, answer.encode() + script.read_bytes())
    site.answers[part] = answer
    page.expected += ["Python starts without the snapshot of its memory", "404"]
    page.open(site.url).ready()
    assert trained(page) == LOSS
    said = [entry["message"] for entry in page.driver.get_log("browser") if "without the snapshot" in entry["message"]]
    assert len(said) == 1 and reason in said[0], said
    assert fetched(site) >= {"stdlib", "numpy", "pycore"}


@pytest.mark.parametrize("name", ["stdlib-at-start", "numpy-", "pycore-"])
def test_what_is_missing_then_is_named(page, site, name):
    site.answers["/python/snapshot-"] = (404, b"")
    site.answers[name] = (404, b"")
    page.expected += ["404", "Python starts without the snapshot of its memory"]
    page.open(site.url)
    page.wait("deep('py-playground')?.dataset.status === 'failed'")
    assert name in page.text("[data-part=notice-message]")


def test_a_module_that_is_missed_comes_with_its_archive(page, site):
    page.open(site.url + "widget-sigmoid-explorer.html")
    page.wait("deep('[data-exhibit]')?.dataset.status === 'open'")
    assert "lessons.zip" in fetched(site) and "stdlib.zip" not in fetched(site)
