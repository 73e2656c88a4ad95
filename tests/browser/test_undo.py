"""What a reader has changed is taken back and made again by keys and by buttons: weights, resets, settings and points."""

import pytest
from selenium.webdriver.common.keys import Keys

CSV = "x1,x2,label\n1,1,a\n-1,-1,b\n2,1,a\n-2,-1,b\n0,2,a\n0,-2,b\n"
LAYERS = "return JSON.stringify(await deep('py-playground').ask('layers'))"


def press(page, *keys):
    """Press keys where nothing has the focus."""
    page.run("deepActive()?.blur()")
    page.find("body").send_keys(*keys)


def said(page, words):
    page.wait("deep('[data-part=live]').textContent === arguments[0]", words)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("await p.configure({ dataset: 'xor' })", "Data set"),
        ("await p.configure({ networkShape: [3] })", "Hidden layers"),
        ("await p.reset()", "Reset"),
        (f"await p.use({CSV!r})", "Points"),
        ("await p.ask('setParameter', { index: 1, value: 2.5 }); await p.step(1)", "Weight"),
    ],
)
def test_each_kind_of_change_is_taken_back_by_keys_and_made_again(shared, change, words):
    shared.settings("seed=0.5")
    shared.step(3)
    address, layers = shared.run("return deep('py-playground').address"), shared.run(LAYERS)
    shared.run(f"const p = deep('py-playground'); {change}")
    changed = shared.run("return deep('py-playground').address"), shared.run(LAYERS)
    assert changed != (address, layers)
    shared.wait("deep('[data-action=undo]').getAttribute('aria-disabled') === 'false'")
    press(shared, Keys.CONTROL, "z")
    said(shared, f"Taken back: {words}.")
    assert (shared.run("return deep('py-playground').address"), shared.run(LAYERS)) == (address, layers)
    assert shared.state["epoch"] == 3
    shared.wait("deep('[data-action=redo]').getAttribute('aria-disabled') === 'false'")
    press(shared, Keys.CONTROL, Keys.SHIFT, "z")
    said(shared, f"Made again: {words}.")
    assert (shared.run("return deep('py-playground').address"), shared.run(LAYERS)) == changed


def test_the_buttons_say_whether_there_is_anything_to_take_back_and_the_address_follows(shared):
    shared.settings("seed=0.5")
    undo, redo = shared.find("[data-action=undo]"), shared.find("[data-action=redo]")
    assert [button.get_attribute("aria-disabled") for button in (undo, redo)] == ["true", "true"]
    undo.click()  # nothing happens
    shared.run("await deep('py-playground').configure({ noise: 20 }); await deep('py-playground').configure({ learningRate: 0.1 })")
    shared.wait("location.hash.includes('noise=20') && location.hash.includes('learningRate=0.1')")
    undo.click()
    shared.wait("!location.hash.includes('learningRate') && location.hash.includes('noise=20')")
    undo.click()
    shared.wait("!location.hash.includes('noise=20')")
    shared.wait("deep('[data-action=undo]').getAttribute('aria-disabled') === 'true'")
    redo.click()
    shared.wait("location.hash.includes('noise=20')")
    assert shared.run("return deepActive() === deep('[data-action=redo]')")


def test_a_field_takes_its_own_text_back(shared):
    shared.settings("seed=0.5")
    shared.run("await deep('py-playground').configure({ noise: 20 })")
    field = shared.find("[data-part=formula] input")
    field.send_keys("x1*x2")
    field.send_keys(Keys.CONTROL, "z")
    field.clear()
    assert shared.state["settings"]["noise"] == 20


def test_a_weight_that_is_dragged_is_one_change(shared):
    shared.settings("seed=0.5")
    before = shared.run(LAYERS)
    shared.run("const p = deep('py-playground'); for (let n = 0; n < 10; n++) await p.ask('setParameter', { index: 2, value: n / 10 });")
    shared.run("await deep('py-playground').ask('setParameter', { index: 2, value: 3 }); await deep('py-playground').step(1)")
    press(shared, Keys.CONTROL, "z")
    said(shared, "Taken back: Weight.")
    assert shared.run(LAYERS) == before
