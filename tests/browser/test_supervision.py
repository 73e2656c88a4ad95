"""Python goes on, or begins again, whatever the browser lacks, denies or takes away; driven through the element alone."""

import pytest

PLAYGROUND = "document.querySelector('py-playground')"
#: What makes each optional feature of the browser missing, before any script of the page runs.
MISSING = {
    "OffscreenCanvas": "delete window.OffscreenCanvas",
    "roundRect": "delete CanvasRenderingContext2D.prototype.roundRect;"
    "delete window.OffscreenCanvasRenderingContext2D?.prototype.roundRect",
    "ResizeObserver": "delete window.ResizeObserver",
    "matchMedia": "delete window.matchMedia; delete Window.prototype.matchMedia",
    "clipboard": "Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined })",
    "localStorage": "for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, "
    "{ get() { throw new DOMException('denied', 'SecurityError'); } })",
    "indexedDB": "Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('denied', 'SecurityError'); } })",
    "replaceState": "for (const name of ['replaceState', 'pushState']) History.prototype[name] = "
    "() => { throw new DOMException('denied', 'SecurityError'); }",
}
#: Lets a test get at the page's worker and end it, as a device does that needs its memory.
MORTAL = """
window.workers = [];
window.Worker = class extends Worker {
  constructor(...args) { super(...args); window.workers.push(this); }
};
"""


@pytest.fixture
def before(page):
    """A function that has JavaScript run in every document of the page before its own scripts."""
    made = []

    def run(script):
        answer = page.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": script})
        made.append(answer["identifier"])

    yield run
    for identifier in made:
        page.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", {"identifier": identifier})


def trained(page, epoch):
    page.wait(f"{PLAYGROUND}.state.epoch >= arguments[0]", epoch)


@pytest.mark.parametrize("feature", MISSING)
def test_without_an_optional_feature_it_boots_and_trains(page, site, before, feature):
    before(MISSING[feature])
    page.open(site.url + "index.html").ready()
    assert page.step(2)["epoch"] == 2
    page.run(f"await {PLAYGROUND}.configure({{ learningRate: 0.1 }})")
    page.run(f"{PLAYGROUND}.play()")
    trained(page, 5)


def test_what_is_needed_and_missing_is_named(page, site, before):
    before(
        "window.failed = new Promise((done) => addEventListener('error', ({ detail }) => detail && done(detail.message), true));"
        "delete window.WebAssembly;"
    )
    page.open(site.url + "index.html")
    assert "WebAssembly" in page.run("return await failed")


@pytest.mark.parametrize("address", ["constructor_hide=true", "__proto__=1&hasOwnProperty=2&toString_hide=true"])
def test_keys_named_like_members_of_every_object_stop_nothing(page, site, address):
    page.open(f"{site.url}index.html#{address}").ready()
    assert page.step()["epoch"] == 1


def test_an_error_in_drawing_stops_neither_the_boot_nor_the_training(page, site, before):
    before(
        "window.reported = [];"
        "addEventListener('error', (event) => event.error && (reported.push(event.message), event.preventDefault()));"
        "CanvasRenderingContext2D.prototype.putImageData = () => { throw new Error('no canvas today'); };"
    )
    page.open(site.url + "index.html").ready()
    assert page.step(3)["epoch"] == 3
    assert "no canvas today" in page.run("return String(reported)")


def test_another_address_opened_while_training_leaves_python_alive(page, site):
    page.open(site.url + "index.html#seed=0.12345&animationSpeed=max").ready()
    page.run(f"{PLAYGROUND}.play()")
    trained(page, 20)
    page.run(f"const p = {PLAYGROUND}; const opening = p.open('dataset=xor&seed=0.5'); p.play(); await opening;")
    trained(page, 5)
    assert page.run(f"return (await {PLAYGROUND}.diagnose()).instances") == 1
    assert page.state["settings"]["dataset"] == "xor"


def test_a_worker_that_the_device_ends_is_replaced_at_the_epoch_where_it_was(page, site, before):
    before(MORTAL)
    page.open(site.url + "index.html#seed=0.12345").ready()
    # The copy is sent when nothing is asked for a moment; when the page is put aside, at once.
    page.run(
        "window.copied = new Promise((done) => workers[0].addEventListener('message', ({ data }) => {"
        "  if (data.type === 'snapshot' && JSON.parse(data.snapshot).state.trainer.epochs[0] === 40) done();"
        "}));"
    )
    loss = page.step(40)["lossTest"]
    page.run(
        "Object.defineProperty(document, 'hidden', { value: true, configurable: true });"
        "document.dispatchEvent(new Event('visibilitychange'));"
        "delete document.hidden; document.dispatchEvent(new Event('visibilitychange'));"
        "await window.copied;"
    )
    page.run("workers[0].onerror(new ErrorEvent('error', { message: 'out of memory', cancelable: true }))")
    page.run(f"{PLAYGROUND}.play()")
    page.wait("workers.length === 2")
    trained(page, 41)
    page.run(f"{PLAYGROUND}.pause()")
    assert page.state["epoch"] < 1000
    assert page.state["lossTest"] < 2 * loss


def test_a_death_over_everything_at_once_leaves_no_rejection_unheard_and_a_retry_no_model_behind(host, before):
    before(MORTAL + "window.unheard = []; addEventListener('unhandledrejection', ({ reason }) => unheard.push(String(reason)));")
    page = host('<py-playground start="now" seed="0.5"></py-playground><py-house-dials start="now"></py-house-dials>')
    page.run(f"await {PLAYGROUND}.ready; await document.querySelector('py-house-dials').ready; await {PLAYGROUND}.step(5)")
    page.run("deep('details[data-part=confusion]').open = true; deep('[data-part=seeds-run]').click()")
    page.wait("deepAll('.seeds button').length === 16 && deepAll('[data-part=confusion-tables] table').length > 0")
    # All of these are on their way when the worker, a young one, goes: none is replaced by itself.
    asked = "follow('learningRate=0.1'), playground.step(), playground.ask('confusion'), widget.act('best')"
    page.run(
        f"const playground = {PLAYGROUND}, widget = document.querySelector('py-house-dials');"
        f"window.asked = [playground.{asked}].map((call) => call.catch(() => 'told'));"
        "for (let i = 0; i < 50; i++) await null;"  # sent, and nothing is answered meanwhile
        "workers[0].onerror(new ErrorEvent('error', { message: 'out of memory', cancelable: true }));"
    )
    page.wait("document.querySelector('py-house-dials').dataset.status === 'failed'")
    page.wait(f"{PLAYGROUND}.dataset.status === 'failed'")
    page.run("deep('py-house-dials [data-retry]').click()")
    page.wait("document.querySelector('py-house-dials').dataset.status === 'open'")
    page.run(f"{PLAYGROUND}.play()")
    trained(page, 7)
    page.run(f"{PLAYGROUND}.pause(); await Promise.all(asked)")
    left = page.run(f"return await {PLAYGROUND}.diagnose()")
    assert (left["instances"], left["widgets"]) == (1, 1)
    assert page.run("return unheard") == []


FRAMES = """
document.body.innerHTML = '';
const opened = [];
for (const name of ['circle', 'xor']) {
  const frame = document.createElement('iframe');
  frame.width = 800; frame.height = 700;
  frame.src = `index.html?frame#dataset=${name}`;
  document.body.append(frame);
  await new Promise((done) => frame.addEventListener('load', done, { once: true }));
  opened.push(frame);
}
const found = async (frame) => {
  while (!frame.contentDocument.querySelector('py-playground')?.ready) await new Promise(requestAnimationFrame);
  return frame.contentDocument.querySelector('py-playground');
};
window.playgrounds = [await found(opened[0]), await found(opened[1])];
for (const playground of playgrounds) { await playground.ready; await playground.step(2); }
window.frames_ = opened;
"""


def test_frames_of_one_page_share_one_python_and_one_that_goes_lets_go(page, site):
    page.open(site.url + "learn.html")
    page.run(FRAMES)
    seen = page.run("return await playgrounds[1].diagnose()")
    assert (seen["pages"], seen["instances"]) == (2, 2)
    page.run("frames_[0].remove()")
    page.run("for (;;) if ((await playgrounds[1].diagnose()).instances === 1) return")
    assert page.run("return (await playgrounds[1].step()).epoch") == 3
