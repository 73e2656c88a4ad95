"""The whole site in one file, opened from disk: it trains, holds the course, asks for nothing, and writes itself with what is in it."""

import base64
import re

import pytest

from builder.one_file import MOST_BYTES, NAME
from pycore import Playground
from tests.browser_page import Page

#: Keeps the text of the next file that the page gives its reader, instead of a download.
CATCH = (
    "globalThis.caught = new Promise((done) => { HTMLAnchorElement.prototype.click = function () {"
    " delete HTMLAnchorElement.prototype.click; fetch(this.href).then((answer) => answer.text()).then(done) } });"
    "deep('.top [data-action=share]').click()"
)
#: A table of the reader's own, and what the page's Python gives of its points.
OWN = "x1,x2,label\n" + "".join(f"{a},{b},{(a * b > 0) * 1}\n" for a in (-3, -1.5, 0.5, 2) for b in (-2.5, -1, 1, 3))
POINTS = "return (await deep('py-playground').ask('save', { what: 'points' })).text"
SAVE = "deep('[data-share=file]').click(); return await caught"


@pytest.fixture(scope="module")
def opened(shared_driver, dist):
    """A Page with the one file open from disk, the network off, and Python ready; one for all tests of this module."""
    driver = shared_driver
    keep = driver.current_window_handle
    driver.switch_to.new_window("tab")
    driver.get_log("browser")
    page = Page(driver)
    cut_off(driver)
    page.home = (dist / NAME).as_uri()
    page.open(page.home).ready()
    page.tab = driver.current_window_handle
    driver.switch_to.window(keep)
    yield page
    driver.switch_to.window(page.tab)
    driver.close()
    driver.switch_to.window(keep)


@pytest.fixture
def file(opened):
    """`opened` in front, at its playground; nothing may be left in the console, and nothing asked for but what the file holds."""
    driver, keep = opened.driver, opened.driver.current_window_handle
    driver.switch_to.window(opened.tab)
    driver.execute_cdp_cmd("Page.bringToFront", {})
    opened.requested_urls()  # those of other tabs
    opened.run("location.hash = '#/'")
    opened.wait("!document.querySelector('[data-page=index]').hidden")
    yield opened
    opened.check_console()
    asked = {url.split("#")[0] for url in opened.requested_urls() if not url.startswith(("data:", "blob:"))}
    assert all(url.startswith("file:///") and url.endswith(".html") for url in asked), asked
    driver.switch_to.window(keep)


def cut_off(driver, is_off=True):
    """Take the network from the driver's present tab, or give it back."""
    driver.execute_cdp_cmd("Network.enable", {})
    conditions = {"offline": is_off, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    driver.execute_cdp_cmd("Network.emulateNetworkConditions", conditions)


def saved_as(page, tmp_path, name):
    """Save the page's playground with the button for that, as a file; returns its path."""
    page.run(CATCH)
    page.shown("[data-share=file]")
    target = tmp_path / name
    target.write_text(page.run(SAVE), encoding="utf-8")
    page.wait("/has 1\\d\\.\\d MB/.test(deep('[data-part=file-note]').textContent)")
    page.run("deep('dialog[data-part=share]').close()")
    return target


def test_it_trains_to_the_known_loss_and_asks_for_nothing(file):
    state = file.settings("").step(100)
    assert state["epoch"] == 100
    assert state["lossTrain"] == pytest.approx(0.00889784, abs=1e-8)
    # It was opened with the network off, and nothing was missed.
    assert file.run("return performance.getEntriesByType('resource').filter(({ name }) => !/^(data|blob):/.test(name)).length") == 0
    assert file.run("return [...document.querySelectorAll('script')].some((script) => script.src)") is False


def test_the_course_stands_in_it_and_back_leads_through_it(file):
    file.settings("seed=0.12345&networkShape=3").step(3)
    file.find(".places a[href='#/learn']").click()
    file.wait("document.title.startsWith('Learn') && !deep('[data-page=index]').checkVisibility()")
    assert file.run("return deepAll('.course a').length") == 11
    file.find(".course a[href='#/good-price']").click()
    # Its widgets live, and the words with definitions.
    file.wait("[...deepAll('[data-exhibit]')].every((element) => element.dataset.status === 'open')")
    for _ in range(3):
        file.operate("click('py-house-look-up', 'Next step')")
    file.operate("await until(() => text('py-house-look-up', 'price') === '360 k$')")
    file.run("deep('a.term').focus()")
    assert file.run("return deep('#term-card').textContent") == file.run("return deep('a.term').dataset.definition")
    # A place in a lesson, and the glossary at a word.
    file.run("deep('nav.contents a:last-of-type').click()")
    file.wait("location.hash.startsWith('#/good-price/') && scrollY > 100")
    place = file.run("return location.hash")
    file.run("location.hash = deep('a.term').getAttribute('href')")
    file.wait("deep('main:focus, main :focus')?.id === location.hash.split('/')[2] && document.title.startsWith('Glossary')")
    # The keys of the playground are not those of the page that is read.
    file.run("dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight' }))")
    for address, shown in ((place, "good-price"), ("#/good-price", "good-price"), ("#/learn", "learn")):
        file.run("history.back()")
        file.wait("location.hash === arguments[0] && deep(`[data-page=${arguments[1]}] main`)?.checkVisibility()", address, shown)
    file.run("history.back()")
    # The playground is where it was left.
    file.wait("deep('py-playground')?.checkVisibility() && document.title.startsWith('Pyground')")
    assert (file.state["epoch"], file.state["settings"]["networkShape"]) == (3, [3])


def test_old_addresses_open_in_it_and_a_lesson_opens_its_networks_here(file):
    file.run("location.hash = '#dataset=spiral&networkShape=5,3&seed=0.3'")
    file.wait("deep('py-playground').state.settings.dataset === 'spiral'")
    twin = Playground.from_hash("dataset=spiral&networkShape=5,3&seed=0.3")
    file.wait("Math.abs(deep('py-playground').state.lossTrain - arguments[0]) < 1e-9", twin.loss_train)
    file.run("location.hash = '#tutorial=experiments'")
    file.wait("deep('main')?.dataset.lesson === 'experiments'")
    file.run("await deep('[data-page=experiments] py-playground').ready")
    link = file.run("const a = deep('[data-page=experiments] [data-part=open-link]'); a.click(); return a.getAttribute('href')")
    assert re.fullmatch("#[a-zA-Z]+=.*", link)
    file.wait("deep('[data-page=index] py-playground').address === location.hash.slice(1)")


def test_what_python_brings_late_is_in_it(file):
    file.settings("seed=0.12345").step(2)
    texts = file.run(
        "const p = deep('py-playground'); const found = {};"
        "for (const what of ['model', 'npz', 'points', 'numpy', 'pytorch', 'keras', 'sklearn', 'notebook'])"
        "  { const { text, base64, error } = await p.ask('save', { what }); found[what] = error || (text ?? base64).length }"
        "return found"
    )
    assert all(isinstance(size, int) and size > 500 for size in texts.values()), texts


def test_a_playground_is_saved_as_a_file_that_goes_on_where_it_was_and_can_be_saved_again(shared, tmp_path):
    shared.settings("seed=0.7&dataset=xor&networkShape=4,3&activation=relu&showTestData_hide=true")
    shared.run("await deep('py-playground').use(args[0])", OWN)
    shared.step(7)
    shared.run("await deep('py-playground').ask('setParameter', { index: 0, value: 0.123 })")
    path = saved_as(shared, tmp_path, "mine.html")
    assert path.stat().st_size < MOST_BYTES
    points = shared.run(POINTS)
    before = shared.step(1)
    shared.run("await deep('py-playground').use(null)")
    # The file is opened, and saved once more from there.
    shared.driver.switch_to.new_window("tab")
    try:
        page = Page(shared.driver)
        page.open(path.as_uri() + "#/learn")
        page.wait("deepAll('.course a').length === 11")
        assert page.run("return deep('py-playground') === null"), "a page that is read starts no playground"
        page.find(".places a[href='#/']").click()
        page.ready()
        page.wait("deep('py-playground').state.epoch === 7")
        assert "showTestData_hide=true" in page.run("return location.hash")
        page.open(saved_as(page, tmp_path, "again.html").as_uri()).ready()
        page.wait("deep('py-playground').state.epoch === 7")
        loaded = page.state["settings"]
        assert (loaded["dataset"], loaded["networkShape"], loaded["activation"]) == ("xor", [4, 3], "relu")
        assert page.run(POINTS) == points
        after = page.step(1)
        assert (after["lossTrain"], after["lossTest"]) == (before["lossTrain"], before["lossTest"])
    finally:
        shared.driver.close()
        shared.driver.switch_to.window(shared.tab)


def test_without_the_network_the_page_says_why_there_is_no_file(shared):
    shared.expected.append("pyground.html")
    # The service worker would ask for it, and keeps what it has had: what the page asks for is stopped before that.
    shared.driver.execute_cdp_cmd("Network.enable", {})
    shared.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*pyground.html*"]})
    try:
        shared.find(".top [data-action=share]").click()
        shared.shown("[data-share=file]").click()
        why = "/There is no file: pyground.html could not be fetched; is the network there/"
        shared.wait(f"{why}.test(deep('[data-part=file-note]').textContent)")
    finally:
        shared.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": []})
        shared.run("deep('dialog[data-part=share]').close()")


def test_it_prints_what_is_shown(file):
    file.run("location.hash = '#/good-price'")
    file.wait("deep('main')?.dataset.lesson === 'good-price'")
    pages = base64.b64decode(file.driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": True})["data"])
    assert len(pages) > 50_000 and pages.count(b"/Type /Page\n") >= 3


def test_it_says_what_a_browser_lacks_or_the_file(file, dist, tmp_path):
    driver = file.driver
    damaged = tmp_path / "damaged.html"
    text = (dist / NAME).read_text(encoding="utf-8")
    place = text.index('data-part="pages">') + 5000
    damaged.write_text(text[:place] + text[place + 4 :], encoding="utf-8")
    driver.switch_to.new_window("tab")
    try:
        script = {"source": "delete globalThis.DecompressionStream"}
        page = Page(driver)
        driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", script)
        page.open(file.home)
        page.wait("/with DecompressionStream, which this browser lacks/.test(deep('[data-part=broken]').textContent)")
        assert page.run("return deep('[data-part=broken]').checkVisibility() && deep('[data-part=map] svg').checkVisibility()")
        driver.close()
        driver.switch_to.window(file.tab)
        driver.switch_to.new_window("tab")
        page = Page(driver)
        page.open(damaged.as_uri())
        page.wait("/This file is damaged/.test(deep('[data-part=broken]').textContent)")
    finally:
        driver.close()
        driver.switch_to.window(file.tab)
