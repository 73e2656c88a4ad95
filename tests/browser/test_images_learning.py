"""Pictures of images.html are trained on, tried, taken along and broken, by pointer and by keyboard alone."""

import json

import pytest
from selenium.webdriver.common.keys import Keys

from builder.axe import COLOURS
from tests.browser.images_studio import downloaded


def save(page, what):
    page.do("part('take-told').textContent = ''; document.querySelector(`[data-save=${args[0]}]`).click()", what)
    page.wait("document.querySelector('[data-part=take-told]').textContent.includes('downloads')")


def test_camera_and_files_are_trained_on_kept_and_taken_along(images):
    images.camera_on()
    images.do(
        "const button = document.querySelector('[data-action=record]');"
        "button.dispatchEvent(new KeyboardEvent('keydown', { key: ' ', bubbles: true }));"
        "await until(() => counts()[0] >= 12);"
        "button.dispatchEvent(new KeyboardEvent('keyup', { key: ' ', bubbles: true }));"
    )
    images.do("await give(1, await pictures(1, 12))")
    first, second = images.do("return counts()")
    assert first >= 12 and second == 12
    images.do("await train()")
    assert "100 %" in images.text("[data-part=report-text]") or "right" in images.text("[data-part=report-text]")
    before = images.do("return show(await picture(1, 99))")
    assert before["verdict"] and max(before["shares"]) > 0.5
    assert images.run("return document.querySelectorAll('[data-part=nearest] canvas').length") > 0
    # The live bars: each picture of the camera is answered.
    images.run(
        "const board = document.querySelector('[data-part=trying]');"
        "board.querySelector('[value=camera]').click(); board.querySelector('[data-action=camera]').click()"
    )
    images.wait("parseInt(document.querySelector('[data-part=try-rate]').textContent, 10) >= 10")
    assert "below now" in images.text("[data-part=source] [data-part=camera-told]")
    save(images, "json")
    model = downloaded(images, "model.json")
    assert [each["name"] for each in json.loads(model)["classes"]] == images.do("return Object.keys(countsByName())")
    # The page as it is opened another day: pictures and network are there, and answer alike.
    images.visit(images.server)
    assert images.do("return counts()") == [first, second]
    kept = images.do("return show(await picture(1, 99))")
    assert kept["shares"] == pytest.approx(before["shares"], abs=1e-6)
    # And so does the network from the file, in the place of another one.
    images.do("await anew(); await give(0, await pictures(1, 4)); await give(1, await pictures(0, 4)); await train()")
    assert images.do("return show(await picture(1, 99))")["shares"] != pytest.approx(before["shares"], abs=1e-3)
    (images.downloads / "again.json").write_bytes(model)
    images.find("[data-part=model-file]").send_keys(str(images.downloads / "again.json"))
    images.wait("document.querySelector('[data-part=take-told]').textContent.startsWith('A model for')")
    again = images.do("return show(await picture(1, 99))")
    assert again["shares"] == pytest.approx(before["shares"], abs=1e-6)
    for what, name in (("npz", "model.npz"), ("script", "what_is_it.py")):
        save(images, what)
        assert len(downloaded(images, name)) > 2000
    # A damaged file is told of, and the network stays.
    (images.downloads / "damaged.json").write_bytes(model[:-200])
    images.find("[data-part=model-file]").send_keys(str(images.downloads / "damaged.json"))
    images.wait("document.querySelector('[data-part=take-fault]').checkVisibility()")
    assert "is still here" in images.text("[data-part=take-fault]")
    assert images.do("return show(await picture(1, 99))")["shares"] == pytest.approx(before["shares"], abs=1e-6)


def test_a_network_that_comes_in_names_the_classes_of_an_empty_page_and_is_trained_on(images):
    images.do("await give(0, await pictures(0, 8)); await give(1, await pictures(1, 8)); await train()")
    save(images, "npz")
    model = downloaded(images, "model.npz")
    images.do("await anew()")
    images.run("document.querySelector('[data-action=add-class]').click()")
    (images.downloads / "again.npz").write_bytes(model)
    images.find("[data-part=model-file]").send_keys(str(images.downloads / "again.npz"))
    images.do("await until(() => Object.keys(countsByName()).join() === 'Class 1,Class 2')")
    images.do("await give(0, await pictures(0, 5)); await give(1, await pictures(1, 5)); part('report').hidden = true")
    images.do("document.querySelector('[data-action=further]').click(); await until(() => !part('report').hidden)")
    assert images.do("return show(await picture(1, 50))")["verdict"] == "Class 2"


def test_the_page_that_it_writes_recognises_from_disk_and_asks_for_nothing(images):
    images.do("await give(0, await pictures(0, 8)); await give(1, await pictures(1, 8)); await train()")
    here = images.do("return show(await picture(0, 77))")
    save(images, "page")
    path = images.downloads / "recognise.html"
    images.until(lambda: path.exists() and not list(images.downloads.glob("*.crdownload")), "the page is there")
    images.requested_urls()
    images.driver.get(path.as_uri())
    images.wait("document.querySelector('main').dataset.status === 'open'")
    there = images.do("return show(await picture(0, 77))")
    assert there["shares"] == pytest.approx(here["shares"], abs=1e-6) and there["verdict"] == here["verdict"]
    assert images.axe() == []
    assert "NumPy" in images.text("footer") or "numpy" in images.text("footer")
    asked = [url for url in images.requested_urls() if not url.startswith(("blob:", "data:"))]
    assert asked == [path.as_uri()]
    path.unlink()


def test_what_can_not_be_trained_is_said(images):
    images.do("await give(0, await pictures(0, 1))")
    images.run("document.querySelector('[data-action=train]').click()")
    assert images.text("[data-part=train-fault]") == "“Class 2” has no pictures yet."
    images.run("document.querySelectorAll('[data-action=remove-class]')[1].click()")
    images.run("document.querySelector('[data-action=train]').click()")
    assert "two classes at least" in images.text("[data-part=train-fault]")
    images.run("document.querySelector('[data-action=undo]').click()")
    images.do("await give(1, await pictures(1, 1)); await train()")
    assert images.do("return part('train-fault').hidden && !part('report').hidden")
    assert "nothing can be said" in images.text("[data-part=report-text]")
    assert images.do("return counts()") == [1, 1]


def test_keyboard_alone_trains_a_network(images):
    for number in range(2):
        target = images.find("[data-part=target]")
        target.send_keys(f"Class {number + 1}")
        images.wait("document.querySelector('[data-part=target]').selectedIndex === arguments[0]", number)
        images.find("[name=source-way]:checked").send_keys(Keys.ARROW_RIGHT if number == 0 else Keys.NULL)
        for shift in range(3):
            pad = images.find("[data-pad=gather-pad]")
            pad.send_keys(*[Keys.ARROW_UP] * (2 + shift), Keys.SPACE, *[Keys.ARROW_DOWN if number else Keys.ARROW_RIGHT] * 6, Keys.SPACE)
            images.find("[data-action=take-drawing]").send_keys(Keys.ENTER)
    assert images.do("return counts()") == [3, 3]
    images.run("document.querySelector('[data-part=report]').hidden = true")
    images.find("[data-action=train]").send_keys(Keys.ENTER)
    images.wait("!document.querySelector('[data-part=report]').hidden")
    cell = images.find("[data-part=confusion] button")
    cell.send_keys(Keys.ENTER)
    images.wait("document.querySelectorAll('[data-part=cell] canvas').length > 0")


@pytest.mark.parametrize(("theme", "palette"), [("light", ""), ("dark", ""), ("light", "safe"), ("dark", "safe")])
def test_axe_finds_nothing(images, theme, palette):
    images.do("await give(0, await pictures(0, 6)); await give(1, await pictures(1, 6)); await train(); await show(await picture(1, 3))")
    images.run("const { dataset } = document.documentElement; dataset.theme = args[0]; dataset.palette = args[1]", theme, palette)
    images.run("for (const fold of document.querySelectorAll('main details')) fold.open = true")
    assert (images.axe() if (theme, palette) == ("light", "") else images.axe(COLOURS)) == []
    images.run("const { dataset } = document.documentElement; delete dataset.theme; delete dataset.palette")


def test_a_narrow_page(images):
    phone = {"width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": True}
    images.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", phone)
    images.wait("innerWidth === 360")
    images.do("await give(0, await pictures(0, 6)); await give(1, await pictures(1, 6)); await train(); await show(await picture(1, 3))")
    assert images.run("return document.documentElement.scrollWidth") == 360
    assert images.axe() == []


def test_demonstrations_run_when_they_are_pressed_and_drawn_hands_train(images):
    images.run("document.querySelector('[name=source-way][value=prepared]').click()")
    images.wait("document.querySelectorAll('[data-part=prepared] button').length > 1")
    images.run("document.querySelector('[data-part=prepared] button').click()")
    images.wait("document.querySelector('[data-part=counted]').textContent.startsWith('60 pictures in 2 classes')")
    assert images.run("return [...document.querySelectorAll('[data-part=name]')].map(({ value }) => value)") == ["High five", "Knuckles"]
    images.do("await train(); part('mattered-text').textContent = ''")
    images.run("document.querySelector('[data-action=show-fingers]').click()")
    images.wait("document.querySelector('[data-part=mattered-text]').textContent")
    # The threshold is the reader's: where nothing may be far away, nothing looks right.
    images.do("const dial = part('threshold'); dial.value = dial.min; dial.dispatchEvent(new Event('input'))")
    images.wait("document.querySelector('[data-part=verdict]').textContent === 'None of these looks right'")
    images.run("document.querySelector('[data-demo=background] [data-action=demo]').click()")
    images.wait("document.querySelector('[data-demo=background] [data-part=demo-told]').textContent === 'Done.'")
    cells = "return [...document.querySelectorAll('[data-demo=background] td')].map((cell) => cell.textContent).filter(Boolean)"
    assert images.run(cells) == ["100 %", "0 %"]
    assert images.run("return document.querySelectorAll('[data-demo=background] [data-part=demo-pictures] canvas').length") == 16
    assert images.text("[data-demo=background] [data-part=demo-lesson]")
