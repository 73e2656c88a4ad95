"""What must work in every browser: the same tests in Chromium, Firefox and WebKit."""

from pathlib import Path

import pytest

from builder.one_file import NAME
from pycore import Playground, read_table
from tests.browser_page import LESSON
from tests.engine_page import ENGINES, ChromiumPage, start

#: What JavaScript that gathers images and trains on them may call.
IMAGES = (Path(__file__).parent / "images.js").read_text(encoding="utf-8")
#: Seconds: WebKit starts Python without the snapshot and draws without a graphics card, on machines that do other things, too.
pytestmark = pytest.mark.timeout(300)
#: Losses after a hundred epochs with the first settings, see tests/pycore/test_reference_runs.py.
KNOWN = {"lossTrain": 0.00889784, "lossTest": 0.01144976}

#: What some engine can't do, and why. In WebKit functions lie in other places than in the memory that the builder made.
WITHOUT_SNAPSHOT = ("webkit",)
#: Whether Python stands behind all widgets of a lesson.
OPEN = "deepAll('[data-exhibit]').length > 0 && deepAll('[data-exhibit]').every(({ dataset }) => dataset.status === 'open')"


@pytest.fixture(scope="session", params=ENGINES)
def engine(request):
    """A Page of an engine, one for the session."""
    if request.param == "chromium":
        driver = request.getfixturevalue("shared_driver")
        keep = driver.current_window_handle
        driver.switch_to.new_window("tab")
        page = ChromiumPage(driver)
        page.tab = driver.current_window_handle
        driver.switch_to.window(keep)
        yield page
        return
    page, end = start(request.param)
    yield page
    end()


@pytest.fixture
def any_page(engine):
    """The engine's page, in front; where the console can be read, nothing may be left in it."""
    if engine.name == "chromium":
        keep = engine.driver.current_window_handle
        engine.driver.switch_to.window(engine.tab)
        engine.driver.execute_cdp_cmd("Page.bringToFront", {})
        engine.driver.get_log("browser")
        yield engine
        engine.check_console()
        engine.open("about:blank")
        engine.driver.switch_to.window(keep)
    else:
        engine.console.clear()
        yield engine
        engine.open("about:blank")
        assert engine.console == []


def is_known(state):
    return [state[name] for name in KNOWN] == pytest.approx(list(KNOWN.values()), abs=1e-8)


def test_it_trains_learns_from_own_data_goes_on_as_a_saved_model_and_works_again_without_its_server(any_page, mortal_site):
    page = any_page.open(mortal_site.url).ready()
    assert is_known(page.step(100))
    # From the memory that the builder made, where the browser can restore it.
    assert any("stdlib-at-start" in path for path, _ in mortal_site.requests) == (page.name in WITHOUT_SNAPSHOT)
    # Saved in both forms, and gone on with from there.
    for what in ("model", "npz"):
        saved = page.run("const { text, base64 } = await deep('py-playground').ask('save', { what: args[0] }); return text ?? base64", what)
        before = page.step(2)
        page.run(
            "const p = deep('py-playground'); await p.reset();"
            "await p.load(args[1] ? Uint8Array.from(atob(args[0]), (each) => each.charCodeAt(0)).buffer : args[0])",
            saved,
            what == "npz",
        )
        assert page.state["epoch"] == before["epoch"] - 2
        after = page.step(2)
        assert [after[name] for name in KNOWN] == [before[name] for name in KNOWN]
    # Points of the reader's own.
    table = "x1,x2,label\n" + "".join(f"{x},{y},{int(x > y)}\n" for x in range(-3, 4) for y in range(-3, 4))
    page.run("await deep('py-playground').use(args[0])", table)
    twin = Playground(data=read_table(table))
    twin.train(50)
    assert page.step(50)["lossTrain"] == pytest.approx(twin.loss_train, rel=1e-6)
    # Once all is kept, it starts again from there.
    page.run(
        "const r = await navigator.serviceWorker.ready;"
        "while (r.active.state !== 'activated') await new Promise((go) => setTimeout(go, 20));"
    )
    mortal_site.stop()
    page.reload().ready()
    assert page.step(2)["epoch"] == 2


def test_a_lesson_s_widgets_answer(any_page, site):
    page = any_page.open(f"{site.url}softmax.html")
    page.wait(OPEN)
    page.run(LESSON + "click('py-softmax-calculator', '[1, 2, 4]'); await until(() => cells('py-softmax-calculator')[2]?.[2] === '0.8438')")
    page.run(LESSON + "click('py-labelled-houses', '1 step'); await until(() => text('py-labelled-houses', 'loss') === '0.6135')")


def test_own_images_are_gathered_trained_on_and_tried(any_page, site):
    page = any_page.open(f"{site.url}images.html")
    page.wait("document.querySelector('main').dataset.status === 'open'")
    page.run(IMAGES + "await give(0, await pictures(0, 5)); await give(1, await pictures(1, 5)); await train()")
    assert page.run(IMAGES + "return counts()") == [5, 5]
    assert page.run(IMAGES + "return show(await picture(1, 50))")["verdict"] == "Class 2"


def test_a_tag_is_all_it_takes_on_a_page_of_another_origin(any_page, site, serve, tmp_path):
    script = f'<script type="module" src="{site.url}pyground.js"></script>'
    tag = '<py-playground dataset="xor" seed="0.5" start="now"></py-playground>'
    text = f'<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>A host</title>{script}{tag}'
    (tmp_path / "page.html").write_text(text, encoding="utf-8")
    page = any_page.open(serve(tmp_path).url.replace("127.0.0.1", "localhost") + "page.html").ready()
    twin = Playground(dataset="xor", seed="0.5")
    twin.train(3)
    assert page.step(3)["lossTrain"] == pytest.approx(twin.loss_train, rel=1e-7)


def test_the_one_file_works_from_disk_with_the_lessons_in_it(any_page, dist):
    page = any_page.open((dist / NAME).as_uri()).ready()
    assert is_known(page.step(100))
    page.run("location.hash = '#/good-price'")
    page.wait(OPEN)
    for _ in range(3):
        page.run(LESSON + "click('py-house-look-up', 'Next step')")
    page.run(LESSON + "await until(() => text('py-house-look-up', 'price') === '360 k$')")
    page.run("history.back()")
    page.wait("deep('py-playground')?.checkVisibility() && deep('py-playground').state.epoch === 100")
