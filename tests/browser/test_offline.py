"""After one visit the page needs no server: it boots from its cache, below any path, and a new build replaces the old whole."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from builder.paths import ROOT
from builder.serve import Handler

#: What JavaScript that gathers and trains may call.
IMAGES = (Path(__file__).parent / "images.js").read_text(encoding="utf-8")
BUILD = "document.querySelector('meta[name=pyground-build]')?.content"


class IsolatingHandler(Handler):
    """Sends what isolates a page from other sites."""

    def end_headers(self):
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
        super().end_headers()


def kept(page):
    """Wait until the whole build is in the cache."""
    page.run(
        "const r = await navigator.serviceWorker.ready;"
        "while (r.active.state !== 'activated') await new Promise((go) => setTimeout(go, 20));"
    )


def test_a_visited_page_boots_and_trains_when_the_server_is_gone(page, mortal_site):
    page.open(mortal_site.url).ready()
    kept(page)
    mortal_site.stop()
    page.driver.refresh()
    page.ready()
    assert page.step(100)["lossTest"] == pytest.approx(0.01144976, abs=1e-8)
    page.open(mortal_site.url + "index.html#dataset=xor").ready()
    assert page.state["settings"]["dataset"] == "xor"
    page.open(mortal_site.url + "embed-example.html")
    assert page.find("h1").is_displayed()


def test_images_are_trained_on_and_a_page_is_written_when_the_server_is_gone(page, mortal_site):
    page.open(mortal_site.url + "images.html")
    page.wait("document.querySelector('main').dataset.status === 'open'")
    page.run(IMAGES + "await give(0, await pictures(0, 4)); await give(1, await pictures(1, 4)); await train()")
    kept(page)
    page.wait("navigator.serviceWorker.controller")
    # Ten megabytes that few readers want are kept once they have been wanted.
    page.run("await (await fetch('pyground.html')).arrayBuffer()")
    mortal_site.stop()
    page.driver.refresh()
    page.wait("document.querySelector('main').dataset.status === 'open'")
    assert page.run(IMAGES + "await train(); return [counts(), part('report').hidden]") == [[4, 4], False]
    page.run("window.saved = 0; HTMLAnchorElement.prototype.click = function () { window.saved = this.download; }")
    page.run("document.querySelector('[data-save=page]').click()")
    page.wait("window.saved === 'recognise.html'")


def test_pages_that_the_server_isolates_boot_from_the_cache_too(page, serve, dist):
    """The worker's script is refused unless it comes with the header that its page came with."""
    site = serve(dist, handler=IsolatingHandler)
    page.open(site.url).ready()
    kept(page)
    assert page.run("return crossOriginIsolated")
    page.wait("navigator.serviceWorker.controller")
    for _ in range(2):
        page.driver.refresh()
        page.ready()
        assert page.run("return crossOriginIsolated")
        assert page.step(3)["epoch"] == 3


def test_a_new_build_replaces_the_old_one_whole(page, dist, tmp_path, site_of):
    folder = tmp_path / "site"
    shutil.copytree(dist, folder)
    server = site_of(folder)
    page.expected.append("/favicon.ico")  # the page that only loads the new build has no icon of its own
    page.open(server.url).ready()
    kept(page)
    first = build_of(page)
    rebuild_with_other_words(tmp_path, folder)
    server.requests.clear()
    page.driver.refresh()
    page.ready()
    page.run(
        "const r = await navigator.serviceWorker.getRegistration(); await r.update();"
        "while (!r.waiting) await new Promise((go) => setTimeout(go, 20));"
    )
    assert build_of(page) == first
    page.driver.refresh()
    page.wait(f"{BUILD} && {BUILD} !== arguments[0]", first)
    page.ready()
    second = build_of(page)
    urls = page.run("return performance.getEntriesByType('resource').map((entry) => entry.name)")
    assert second != first
    assert [url for url in urls if "/assets/" in url and not (folder / "assets" / url.split("/assets/")[1]).exists()] == []
    assert "Other words" in page.text("body")
    page.wait("caches.keys().then((names) => names.length === 1)")
    assert page.step(1)["epoch"] == 1


SPOIL_ALL = """
const [name] = await caches.keys();
const cache = await caches.open(name);
const requests = await cache.keys();
for (const request of requests) {
  const { headers } = await cache.match(request);
  await cache.put(request, new Response("spoilt", { headers }));
}
return requests.length;
"""


def test_a_page_whose_kept_files_are_all_damaged_has_them_fetched_again(page, site):
    page.expected.append("Python starts without the snapshot of its memory")  # if that is the first to be found damaged
    page.open(site.url).ready()
    kept(page)
    page.wait("navigator.serviceWorker.controller")
    assert page.run(SPOIL_ALL) > 100
    page.driver.refresh()
    page.ready()
    assert page.step(100)["lossTest"] == pytest.approx(0.01144976, abs=1e-8)
    site.answers["/"] = (500, b"no longer here")
    page.driver.refresh()
    page.ready()
    assert page.step(1)["epoch"] == 1


def test_a_device_without_room_for_the_site_still_trains_and_says_that_it_is_not_kept(page, site):
    page.open(site.url + "licenses/Pyground.txt")
    page.expected += ["favicon.ico", "is not kept for offline use", "can't be kept"]
    page.driver.execute_cdp_cmd("Storage.overrideQuotaForOrigin", {"origin": page.run("return location.origin"), "quotaSize": 5_000_000})
    for _ in range(2):
        page.open(site.url).ready()
        assert page.step(100)["lossTest"] == pytest.approx(0.01144976, abs=1e-8)
    said = [entry["message"] for entry in page.driver.get_log("browser")]
    assert page.run("return (await navigator.serviceWorker.getRegistration())?.active ?? null") is None, said


def build_of(page):
    return page.run(f"return {BUILD}")


def rebuild_with_other_words(tmp_path, folder):
    """Build the site again from changed sources, into the folder that is being served."""
    project = tmp_path / "project"
    shutil.copytree(
        ROOT, project, ignore=shutil.ignore_patterns(".git", ".venv", "dist", "shots", "__pycache__", ".*cache", "tests")
    )
    script = project / "site/static/js/pages/playground-page.js"
    script.write_text(script.read_text(encoding="utf-8") + "\ndocument.body.append('Other words');\n", encoding="utf-8")
    command = [sys.executable, "build.py", "--out", str(folder)]
    run = subprocess.run(command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120)
    assert run.returncode == 0, run.stdout


def test_over_plain_http_on_another_name_it_trains_and_says_that_it_cannot_keep_itself(page, site):
    page.open(site.url.replace("127.0.0.1", "classroom.test")).ready()
    assert page.run("return [isSecureContext, 'serviceWorker' in navigator, crypto.subtle === undefined]") == [False, False, True]
    assert page.step(100)["lossTest"] == pytest.approx(0.01144976, abs=1e-8)
    said = [entry["message"] for entry in page.driver.get_log("browser")]
    assert any("can't keep itself for offline use: that takes https." in message for message in said), said


@pytest.mark.parametrize("name", ["index.html", "softmax.html", "widget-house-dials.html"])
def test_opened_from_disk_a_page_says_in_sight_what_to_do(page, dist, name):
    page.expected += ["file://", "CORS"]
    page.open((dist / name).as_uri())
    sentence = page.find("[data-part=from-disk]")
    assert sentence.is_displayed() and "python3 -m http.server" in sentence.text
    assert page.run("return args[0].getBoundingClientRect().top", sentence) < 200
