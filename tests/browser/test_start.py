"""Python starts from a snapshot of its memory; where that can't be, as it starts elsewhere, with the same digits and a word about it."""

import hashlib
import re
import shutil

import pytest

from builder.files import integrity

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


@pytest.fixture
def mirrored(dist, site, site_of):
    """A function (folder) that has `site` be as one built with `--runtime-url` of that folder, which it serves; gives that Server."""

    def made(folder):
        mirror = site_of(folder)
        (worker,) = dist.glob("assets/worker-*.js")
        script, keeper = worker.read_bytes(), (dist / "sw.js").read_bytes()
        assert script.count(b'mirror:""') == keeper.count(b'"mirror": ""') == 1
        told = script.replace(b'mirror:""', f'mirror:"{mirror.url}"'.encode())
        keeper = keeper.replace(b'"mirror": ""', f'"mirror": "{mirror.url}"'.encode())
        before, after = (integrity(hashlib.sha256(text).hexdigest()).encode() for text in (script, told))
        site.answers |= {worker.name: (200, told), "sw.js": (200, keeper.replace(before, after))}
        return mirror

    return made


def pythons(server):
    return {path.rsplit("/", 1)[-1] for path, _ in server.requests if re.search("/(runtime|python)/", path)}


def test_python_comes_from_a_mirror_and_the_host_carries_none_of_it(page, site, mirrored, dist):
    mirror = mirrored(dist)
    page.open(site.url).ready()
    assert trained(page) == LOSS
    page.run("await navigator.serviceWorker.ready")
    assert pythons(site) == set()
    assert {"pyodide.asm.wasm", "_umath_linalg.wasm", "stdlib.zip"} <= pythons(mirror)


def test_what_a_mirror_has_with_other_bytes_comes_from_the_host(page, site, mirrored, dist, tmp_path):
    shutil.copytree(dist / "runtime", tmp_path / "runtime")
    (tmp_path / "runtime" / "pyodide.asm.js").write_text("globalThis.stolen = 1", encoding="utf-8")
    mirrored(tmp_path)
    page.expected += ["integrity", "404", "could not be used"]
    page.open(site.url).ready()
    assert trained(page) == LOSS
    assert "pyodide.asm.js" in pythons(site)
