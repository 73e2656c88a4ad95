"""The main job in a real browser: the picture is there first, Python boots, and the network learns the circle."""

from urllib.parse import urlsplit

import pytest

MAP = "py-playground .field-map"


@pytest.fixture
def playground(page, site):
    return page.open(site.url + "index.html#seed=0.12345").ready()


def test_the_picture_is_drawn_before_the_runtime_is_asked_for(page, site):
    gate = site.hold("/runtime/")
    page.open(site.url)
    page.wait("deep('py-playground [data-part=map]')?.dataset.drawn === ''")
    assert page.pixel(MAP, 0.5, 0.5)[3] > 0
    assert page.run("return deep('py-playground').dataset.status") == "booting"
    page.wait("deep('[data-part=boot-text]').offsetParent !== null")
    paint = page.run("return performance.timeOrigin + performance.getEntriesByName('first-contentful-paint')[0].startTime;")
    gate.set()
    page.ready()
    first_request = min(time for path, time in site.requests if "/runtime/" in path)
    assert paint / 1000 < first_request
    assert page.state["epoch"] == 0


def test_run_raises_the_epoch_and_pause_holds_it(playground):
    playground.find("[data-action=toggle]").click()
    playground.wait("deep('py-playground').state.epoch > 5")
    assert playground.find("py-playground").get_attribute("data-status") == "running"
    assert playground.find("[data-action=toggle]").accessible_name == "Pause"
    playground.find("[data-action=toggle]").click()
    playground.wait("deep('py-playground').dataset.status === 'paused'")
    # The worker answers in order: behind this answer no frame is under way any more.
    answered = "await deep('py-playground').diagnose();"
    frames = "await new Promise((done) => { let n = 10; const f = () => (n-- ? requestAnimationFrame(f) : done()); f(); });"
    playground.run(answered + frames)
    epoch = playground.state["epoch"]
    playground.run(frames + answered + frames)
    assert playground.state["epoch"] == epoch
    assert playground.text("[data-part=epoch]").replace(",", "") == str(epoch)


def test_the_default_network_gives_the_reference_s_losses_and_solves_the_circle(playground):
    state = playground.step(100)
    assert state["epoch"] == 100
    assert state["lossTrain"] == pytest.approx(0.00889784, abs=1e-8)
    assert state["lossTest"] == pytest.approx(0.01144976, abs=1e-8)
    assert playground.text("[data-part=loss-test]") == "0.011"
    state = playground.step(200)
    assert state["lossTest"] == pytest.approx(0.00177085, abs=1e-8)
    assert state["lossTest"] < 0.005


def test_the_map_turns_blue_in_the_middle_and_orange_at_the_corners(playground):
    playground.step(300)
    assert playground.pixel(MAP, 0.5, 0.5)[:3] == pytest.approx([97, 167, 211], abs=8)
    for right, down in ((0, 0), (0, 1), (1, 0), (1, 1)):
        assert playground.pixel(MAP, right, down)[:3] == pytest.approx([246, 184, 113], abs=8), (right, down)


def test_reset_goes_back_to_epoch_0_and_the_same_first_weights(playground):
    before = playground.state
    playground.step(20)
    playground.find("[data-action=reset]").click()
    playground.wait("deep('py-playground').state.epoch === 0")
    assert playground.state["lossTest"] == before["lossTest"]
    assert playground.step(100)["lossTest"] == pytest.approx(0.01144976, abs=1e-8)


def test_step_trains_one_epoch_at_each_press(playground):
    for epoch in (1, 2, 3):
        playground.find("[data-action=step]").click()
        playground.wait("deep('py-playground').state.epoch === arguments[0]", epoch)


def test_run_pressed_while_python_boots_starts_when_it_is_there(page, site):
    gate = site.hold("pyodide.asm.wasm")
    page.open(site.url)
    page.wait("!!deep('py-playground[data-taken]')")
    page.find("[data-action=toggle]").click()
    gate.set()
    page.wait("deep('py-playground').state.epoch > 2")


def test_the_keyboard_runs_steps_and_resets(playground):
    body = playground.find("body")
    body.send_keys("\ue014")  # right arrow
    playground.wait("deep('py-playground').state.epoch === 1")
    body.send_keys(" ")
    playground.wait("deep('py-playground').state.epoch > 3")
    body.send_keys(" ")
    body.send_keys("r")
    playground.wait("deep('py-playground').state.epoch === 0")


def test_nothing_is_asked_of_anyone_but_the_site(page, site):
    page.driver.get_log("performance")
    page.open(site.url).ready()
    page.step(3)
    hosts = {urlsplit(url).netloc for url in page.requested_urls() if url.startswith("http")}
    assert hosts == {urlsplit(site.url).netloc}
    assert all(path.startswith(site.prefix) or path == "/favicon.ico" for path, _ in site.requests)


def test_a_thousand_frames_leave_no_proxy_behind_and_the_heap_as_it_was(playground):
    playground.step(3)
    # The finer map of a rest has the largest arrays that Python makes here; the heap has the size for them from now on.
    playground.wait("deep('py-playground .field-map').width === 200")
    before = playground.run("return deep('py-playground').diagnose()")
    playground.run("const p = deep('py-playground'); for (let i = 0; i < 1000; i++) await p.step();")
    after = playground.run("return deep('py-playground').diagnose()")
    assert playground.state["epoch"] == 1003
    assert after["proxies"] == before["proxies"]
    assert after["heap"] == before["heap"]


def test_two_playgrounds_share_one_python(page, site):
    page.open(site.url).ready()
    page.run(
        "const other = document.createElement('py-playground'); other.setAttribute('networkShape', '3');"
        "other.setAttribute('dataset', 'xor'); other.id = 'second'; deep('main').append(other);"
        "await other.ready;"
    )
    page.run("await deep('#second').step(5)")
    assert page.run("return deep('#second').state.epoch") == 5
    assert page.run("return deep('#second').state.settings.dataset") == "xor"
    assert page.state["epoch"] == 0
    assert page.run("return (await deep('py-playground').diagnose()).instances") == 2
    page.run("deep('#second').remove()")
    page.run("const p = deep('py-playground'); while ((await p.diagnose()).instances > 1) await 0;")
    assert page.step()["epoch"] == 1
