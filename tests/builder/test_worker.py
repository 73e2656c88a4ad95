"""The service worker: the list it is given, and, in a real browser, a site that outlives its server and changes whole."""

import hashlib
import json
import re
import shutil

import pytest
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.support.ui import WebDriverWait

from builder import browser, files, precache
from builder.errors import BuildError
from builder.paths import SITE

PAGE = """<!doctype html>
<title>{{ page.title }}</title>
<link rel="icon" href="favicon.svg">
<script type="module" src="{{ assets }}js/a.js"></script>
<p id="page">WORD</p><p id="script"></p>
"""
SCRIPT = """document.getElementById("script").textContent = "WORD";
navigator.serviceWorker.register(new URL("sw.js", document.baseURI), { updateViaCache: "none" });
"""


def list_in(out):
    text = (out / "sw.js").read_text(encoding="utf-8")
    return json.loads(re.search(r"const SITE = (\{.*?\n\});", text, re.S)[1])


def test_the_list_is_every_file_but_the_worker_hidden_ones_source_maps_and_what_no_page_loads(dist, pins):
    site = list_in(dist)
    listed = {file["url"]: file for file in site["files"]}
    lock = json.loads(next(dist.glob("assets/*/python/pyodide-lock.json")).read_text(encoding="utf-8"))
    locked = {package["sha256"] for package in lock["packages"].values()}
    # What stands there for other Pythons, and for search engines, no page reads, either.
    others = {"sw.js", ".nojekyll", "pyodide-lock.json", next(dist.glob("pycore-*.whl")).name, "runtime/python_stdlib.zip", "robots.txt"}
    expected = {
        path: digest
        for path, digest in files.tree(dist).items()
        if path not in others and not path.endswith(".map") and (not path.endswith(".whl") or digest in locked)
    }
    assert {url: file["sha256"] for url, file in listed.items()} == {url: files.integrity(each) for url, each in expected.items()}
    assert all(file["bytes"] == (dist / url).stat().st_size for url, file in listed.items())


def test_everything_that_a_boot_reads_is_in_the_list(dist):
    listed = {file["url"] for file in list_in(dist)["files"]}
    # Its files' names stand in the scripts with their digests.
    scripts = "".join(path.read_text(encoding="utf-8") for path in (dist / "assets").glob("*.js"))
    read = set(re.findall(r'"([^"]+)":\{bytes:', scripts))
    names = {name.split("/")[-1] for name in read}
    assert names >= {"pyodide.mjs", "pyodide.asm.wasm", "stdlib-at-start.zip", "_umath_linalg.wasm", "pyodide-lock.json"}
    assert read <= listed
    later = {file["url"].rsplit("/")[-1] for file in list_in(dist)["files"] if file.get("later")}
    stems = {name.split("-")[0] for name in later}
    assert stems == {"stdlib", "numpy", "pycore", "micropip", "packaging", "pyground.html"} and "stdlib.zip" not in later
    assert {name.rsplit("/")[-1] for name in listed} >= {"stdlib.zip", "lessons.zip"}


def test_any_change_of_the_site_gives_the_list_another_name(tmp_path):
    (tmp_path / "index.html").write_text("one", encoding="utf-8")
    names = set()
    for text in ("one", "two"):
        (tmp_path / "index.html").write_text(text, encoding="utf-8")
        (tmp_path / "sw.js").unlink(missing_ok=True)
        precache.write_worker(SITE / "static" / "sw.js", tmp_path, [])
        names.add(list_in(tmp_path)["build"])
    assert len(names) == 2


def test_a_worker_without_the_place_for_the_list_stops_the_build(tmp_path):
    (tmp_path / "sw.js").write_text("const FILES = [];\n", encoding="utf-8")
    with pytest.raises(BuildError, match="needs this line once"):
        precache.write_worker(tmp_path / "sw.js", tmp_path, [])


class Site:
    """A small site with a worker: each build shows another word, in its page and in its script."""

    def __init__(self, folder):
        self.folder = folder

    def publish(self, word):
        if self.folder.exists():
            shutil.rmtree(self.folder)
        name = hashlib.sha256(word.encode()).hexdigest()[:12]
        page = PAGE.replace("{{ assets }}", f"assets/{name}/").replace("{{ page.title }}", "Tiny").replace("WORD", word)
        files.write(self.folder / "index.html", page)
        files.write(self.folder / "assets" / name / "js" / "a.js", SCRIPT.replace("WORD", word))
        files.write(self.folder / "favicon.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
        files.write(self.folder / "big.bin", b"the same in every build")
        files.write(self.folder / "few.bin", b"few need it")
        precache.write_worker(SITE / "static" / "sw.js", self.folder, [], ["few.bin"])
        return f"{word} {word}"


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "site")


@pytest.fixture(scope="module")
def chromium():
    driver = browser.start()
    driver.set_script_timeout(60)
    yield driver
    driver.quit()


@pytest.fixture
def tab(chromium):
    """A browser with one tab; what it opens beyond that is closed afterwards."""
    first = chromium.current_window_handle
    yield chromium
    for handle in chromium.window_handles:
        if handle != first:
            chromium.switch_to.window(handle)
            chromium.close()
    chromium.switch_to.window(first)
    chromium.get("about:blank")


def words(driver):
    """Return what the page and its script say, once both have."""
    script = "return [document.getElementById('page'), document.getElementById('script')].map((e) => e?.textContent).join(' ')"
    # In the middle of a change of pages there is no page to ask.
    wait = WebDriverWait(driver, 60, ignored_exceptions=[WebDriverException])
    return wait.until(lambda driver: len((said := driver.execute_script(script)).split()) == 2 and said)


def until_kept(driver):
    driver.execute_async_script("const done = arguments[0]; navigator.serviceWorker.ready.then(() => done())")


def until_waiting(driver):
    """Look for a new build and wait until it is there and waits."""
    driver.execute_async_script("""
      const done = arguments[0];
      const registration = await navigator.serviceWorker.getRegistration();
      await registration.update();
      const installing = registration.installing;
      if (!installing) return done();
      installing.addEventListener("statechange", () => installing.state === "installed" && done());
    """)


def worker_states(driver):
    return driver.execute_async_script("""
      const done = arguments[0];
      const registration = await navigator.serviceWorker.getRegistration();
      done({ waiting: !!registration?.waiting, caches: await caches.keys(), controlled: !!navigator.serviceWorker.controller });
    """)


def test_after_one_visit_the_site_works_without_its_server(tab, site, serve):
    said = site.publish("first")
    server = serve(site.folder, "/any/sub/path/")
    tab.get(server.url + "?seed=0.5#activation=tanh")
    assert words(tab) == said
    until_kept(tab)
    shutil.rmtree(site.folder)
    tab.refresh()
    assert words(tab) == said
    tab.get(server.url + "index.html?another=1")
    assert words(tab) == said
    assert tab.execute_script("return fetch('big.bin').then((r) => r.text())") == "the same in every build"


def visit(tab, site, serve, prefix):
    """Publish the site, open it below `prefix` and wait until it is kept; returns what it says and its address."""
    said, url = site.publish("first"), serve(site.folder, prefix).url
    tab.get(url)
    words(tab)
    until_kept(tab)
    return said, url


def test_what_the_build_does_not_list_goes_to_the_server(tab, site, serve):
    visit(tab, site, serve, "/listed/")
    (site.folder / "later.txt").write_text("later", encoding="utf-8")
    assert tab.execute_script("return fetch('later.txt').then((r) => r.text())") == "later"
    assert tab.execute_script("return fetch('missing.txt').then((r) => r.status)") == 404


def test_what_few_need_is_kept_once_it_was_used_and_is_what_the_build_lists(tab, site, serve):
    visit(tab, site, serve, "/few/")
    kept = "return caches.keys().then((names) => caches.open(names[0])).then((cache) => cache.match('few.bin')).then((found) => !!found)"
    fetched = "return fetch('few.bin').then((answer) => answer.text())"
    (site.folder / "few.bin").write_bytes(b"spoilt")
    assert tab.execute_script(fetched) == "spoilt" and not tab.execute_script(kept)
    (site.folder / "few.bin").write_bytes(b"few need it")
    assert tab.execute_script(fetched) == "few need it"
    WebDriverWait(tab, 60).until(lambda driver: driver.execute_script(kept))
    shutil.rmtree(site.folder)
    assert tab.execute_script(fetched) == "few need it"


SPOIL = """
const [url, done] = arguments;
const [name] = await caches.keys();
const cache = await caches.open(name);
const { headers } = await cache.match(url);
await cache.put(url, new Response("spoilt", { headers }));
done();
"""


def test_what_is_damaged_where_it_is_kept_is_fetched_again(tab, site, serve):
    said, url = visit(tab, site, serve, "/damaged/")
    WebDriverWait(tab, 60).until(lambda driver: worker_states(driver)["controlled"])
    for path in [file["url"] for file in list_in(site.folder)["files"] if not file.get("later")]:
        tab.execute_async_script(SPOIL, url + path)
        tab.refresh()
        assert words(tab) == said
        assert tab.execute_script("return fetch(arguments[0]).then((r) => r.text())", path) == (site.folder / path).read_text("utf-8")
    shutil.rmtree(site.folder)
    tab.refresh()
    assert words(tab) == said  # what came is kept


def test_a_new_build_is_there_whole_after_one_reload_and_the_old_one_is_gone(tab, site, serve):
    old = site.publish("first")
    tab.get(serve(site.folder, "/app/").url)
    assert words(tab) == old
    until_kept(tab)
    new = site.publish("second")
    tab.refresh()
    assert words(tab) == old
    until_waiting(tab)
    tab.refresh()
    WebDriverWait(tab, 60).until(lambda driver: words(driver) == new)
    WebDriverWait(tab, 60).until(lambda driver: len(worker_states(driver)["caches"]) == 1)
    assert not worker_states(tab)["waiting"]


def test_a_new_build_waits_while_another_tab_is_open(tab, site, serve):
    old = site.publish("first")
    url = serve(site.folder, "/tabs/").url
    tab.get(url)
    words(tab)
    until_kept(tab)
    tab.switch_to.new_window("tab")
    tab.get(url)
    assert words(tab) == old
    new = site.publish("second")
    until_waiting(tab)
    tab.refresh()
    assert words(tab) == old and worker_states(tab)["waiting"]
    tab.close()
    tab.switch_to.window(tab.window_handles[0])
    tab.refresh()
    WebDriverWait(tab, 60).until(lambda driver: words(driver) == new)


def test_files_that_did_not_change_are_not_fetched_again(tab, site, serve):
    site.publish("first")
    server = serve(site.folder, "/again/")
    tab.get(server.url)
    words(tab)
    until_kept(tab)
    site.publish("second")
    # Were it fetched, its digest would not fit, and the new build would not be kept.
    (site.folder / "big.bin").write_bytes(b"other bytes than the list says")
    until_waiting(tab)
    assert worker_states(tab)["waiting"]


def test_a_build_with_wrong_bytes_is_not_kept_and_the_old_one_stays(tab, site, serve):
    old, _ = visit(tab, site, serve, "/spoilt/")
    site.publish("second")
    (site.folder / "index.html").write_text("spoilt on the way", encoding="utf-8")
    state = tab.execute_async_script("""
      const done = arguments[0];
      const registration = await navigator.serviceWorker.getRegistration();
      await registration.update();
      const installing = registration.installing;
      if (!installing) return done("none");
      installing.addEventListener("statechange", () => done(installing.state));
    """)
    assert state == "redundant"
    tab.refresh()
    assert words(tab) == old


def test_two_copies_of_the_site_on_one_host_keep_their_own_files(tab, site, tmp_path, serve):
    both = tmp_path / "host"
    copies = {name: Site(both / name) for name in ("one", "two")}
    said = {name: copy.publish(name) for name, copy in copies.items()}
    server = serve(both)
    for name in copies:
        tab.get(f"{server.url}{name}/")
        assert words(tab) == said[name]
        until_kept(tab)
    shutil.rmtree(both)
    for name in copies:
        tab.get(f"{server.url}{name}/")
        assert words(tab) == said[name]
