"""The lesson about digits in a real browser: drawn, trained, chosen and dropped, by pointer and by keyboard alone."""

import base64

import numpy as np
import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.keys import Keys

from pycore.images.digits import load_digits
from pycore.images.idx_files import write_idx

#: Where a hand draws an 8, in shares of the pad: down the S, and up again.
HAND = [
    *((0.62, 0.28), (0.5, 0.16), (0.36, 0.27), (0.5, 0.47), (0.66, 0.66)),
    *((0.5, 0.85), (0.34, 0.67), (0.5, 0.47), (0.64, 0.3), (0.6, 0.25)),
]


@pytest.fixture
def lesson(open_lesson):
    return open_lesson("digits")


def test_every_widget_of_the_lesson(lesson, site):
    neuron(lesson)
    draw(lesson)
    draw_by_keys(lesson)
    train(lesson)
    cell(lesson)
    files(lesson)
    fetched_files(lesson, site)
    painted_filter(lesson)
    shift_and_walk(lesson)


def canvases(page, tag, sheet):
    """Return what the canvases of a sheet show, as texts."""
    script = "return [...deepAll(`[data-sheet=${args[1]}] canvas`, deep(args[0]))].map((canvas) => canvas.toDataURL())"
    return page.run(script, tag, sheet)


def focus(page, selector):
    page.run("deep(args[0]).scrollIntoView({ block: 'center' }); deep(args[0]).focus()", selector)


def neuron(page):
    """Weights of zero become a picture; keyboard alone."""
    page.wait("deepAll('[data-sheet=weights] canvas').length === 1")
    assert page.operate("return text('py-digit-neuron', 'accuracy')") == "90.4 %"
    blank = canvases(page, "py-digit-neuron", "weights")
    focus(page, "py-digit-neuron [data-do=train]")
    page.active.send_keys(Keys.ENTER)
    page.operate("await until(() => text('py-digit-neuron', 'epochs') === '60')")
    assert canvases(page, "py-digit-neuron", "weights") != blank
    right, recall = page.operate("return cells('py-digit-neuron').slice(0, 2).map((row) => parseFloat(row[1]))")
    assert right > 93 and recall > 50
    # The images it got wrong can be looked at, and say so.
    page.run("deep('py-digit-neuron [data-sheet=missed] button:nth-of-type(1)').focus()")
    page.active.send_keys(Keys.ENTER)
    page.wait("deep('py-digit-neuron [data-sheet=missed] button').getAttribute('aria-pressed') === 'true'")
    # Balanced training: fewer right, more of them found.
    page.operate("turn('py-digit-neuron', 'balanced', true); await until(() => text('py-digit-neuron', 'epochs') === '0')")
    page.operate("click('py-digit-neuron', 'Train 45 epochs'); await until(() => text('py-digit-neuron', 'epochs') === '45')")
    now, found = page.operate("return cells('py-digit-neuron').slice(0, 2).map((row) => parseFloat(row[1]))")
    assert now < right and found > recall


def draw(page):
    """An 8 drawn by hand is read while it is drawn."""
    page.operate("click('py-digit-network', 'Clear the pad'); await until(() => text('py-digit-network', 'said') === '–')")
    pad = page.find("[data-pad=drawing]")
    page.run("deep('[data-pad=drawing]').scrollIntoView({ block: 'center' })")
    box = page.run("const { left, top, width } = deep('[data-pad=drawing]').getBoundingClientRect(); return [left, top, width]")
    hand = ActionBuilder(page.driver, duration=30)
    for number, (x, y) in enumerate(HAND):
        hand.pointer_action.move_to_location(round(box[0] + x * box[2]), round(box[1] + y * box[2]))
        if number == 0:
            hand.pointer_action.pointer_down()
    hand.pointer_action.pointer_up()
    hand.perform()
    page.operate("await until(() => text('py-digit-network', 'said') === '8')")
    assert pad.find_elements("css selector", "path")
    seen = page.run("return deep('[data-sheet=seen] canvas').width")
    assert seen == 8 and page.operate("return text('py-digit-network', 'sure')").endswith("% sure")


def draw_by_keys(page):
    """A 1 by arrow keys and space."""
    focus(page, "[data-pad=drawing]")
    page.active.send_keys(*[Keys.BACKSPACE] * 3)
    page.operate("await until(() => text('py-digit-network', 'said') === '–')")
    page.active.send_keys(Keys.SHIFT, Keys.ARROW_UP, Keys.ARROW_UP, Keys.ARROW_UP, Keys.ARROW_UP, Keys.NULL)
    page.active.send_keys(Keys.ARROW_DOWN, Keys.SPACE, *[Keys.ARROW_DOWN] * 13, Keys.SPACE)
    page.operate("await until(() => text('py-digit-network', 'said') === '1')")
    assert "Pen up" in page.text("[data-pad=drawing] [data-part=pen]")


def train(page):
    """Weight images change while ten neurons learn anew."""
    shipped = canvases(page, "py-digit-network", "pictures")
    assert len(shipped) == 10 and len(set(shipped)) == 10
    page.operate("click('py-digit-network', 'Begin anew'); await until(() => text('py-digit-network', 'epochs').startsWith('0 '))")
    page.wait("new Set([...deepAll('[data-sheet=pictures] canvas')].map((canvas) => canvas.toDataURL())).size === 1")
    page.operate("click('py-digit-network', 'Train 20 epochs'); await until(() => text('py-digit-network', 'epochs').startsWith('20 '))")
    page.operate("await until(() => !widget('py-digit-network').view.busy)")
    assert len(set(canvases(page, "py-digit-network", "pictures"))) == 10
    assert page.operate("return parseFloat(text('py-digit-network', 'accuracy'))") > 93


def cell(page):
    """A cell of the matrix shows its images; one of them is looked at."""
    name = page.run(
        "const spots = [...deepAll('py-digit-network [data-spot^=cell]')].map((spot) => spot.dataset.spot);"
        "return spots.find((spot) => spot.split(' ')[1] !== spot.split(' ')[2])"
    )
    _, true, said = name.split()
    spot = page.find(f"py-digit-network [data-spot='{name}']")
    ActionChains(page.driver).move_to_element(spot).click().perform()
    page.operate("await until(() => / taken for /.test(text('py-digit-network', 'cell')))")
    page.wait("[...deepAll('[data-sheet=mistakes] small')].every((small) => small.textContent === arguments[0])", f"{true} → {said}")
    page.run("deep('[data-sheet=mistakes] button').click()")
    page.operate(f"await until(() => text('py-digit-network', 'said') === '{said}')")


def drop(page, files):
    """Drop files, {name: bytes}, on the workshop."""
    page.run(
        "const data = new DataTransfer();"
        "for (const [name, text] of Object.entries(args[0])) {"
        "  data.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], name));"
        "}"
        "deep('[data-files]').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))",
        {name: base64.b64encode(content).decode() for name, content in files.items()},
    )


def files(page):
    """A bad file gets its sentence and nothing is lost; good ones are taken and learned."""
    digits = load_digits().take(slice(0, 600))
    large = np.repeat(np.repeat(digits.pictures.astype(int) * 255 // 16, 2, 1), 2, 2).astype(np.uint8)
    good = {"train-images-idx3-ubyte.gz": write_idx(large), "train-labels-idx1-ubyte.gz": write_idx(digits.labels)}
    before = page.operate("return [text('py-digit-network', 'set'), text('py-digit-network', 'accuracy')]")
    drop(page, {**good, "train-labels-idx1-ubyte.gz": write_idx(digits.labels[:-1])})
    told = "[data-files] [role=alert]"
    page.wait("deep(arguments[0]).checkVisibility()", told)
    assert page.text(told).startswith("train-labels-idx1-ubyte.gz: number of labels: expected 600, one for each image in")
    assert page.text(told).endswith("got 599. What was here before is still here.")
    assert page.operate("return [text('py-digit-network', 'set'), text('py-digit-network', 'accuracy')]") == before
    drop(page, {"cat.jpg": b"\xff\xd8\xff\xe0" * 10})
    page.wait("deep(arguments[0]).textContent.startsWith('cat.jpg: magic number: expected 2051')", told)
    drop(page, good)
    page.operate("await until(() => text('py-digit-network', 'set').startsWith('450 images to train on, 150 to test with, 16 × 16'))")
    page.wait("!deep(arguments[0]).checkVisibility()", told)
    page.operate("click('py-digit-network', 'Train 20 epochs'); await until(() => text('py-digit-network', 'epochs').startsWith('20 '))")
    page.operate("await until(() => parseFloat(text('py-digit-network', 'accuracy')) > 85)")


def fetched_files(page, site):
    """Files of the site are fetched when they are wanted; one that is missing is named, and what was there stays."""
    digits = load_digits().take(slice(600, 800))
    site.answers["mnist/t10k-images"] = (200, write_idx(digits.pictures * 15))
    site.answers["mnist/t10k-labels"] = (404, b"")
    page.expected += ["404"]
    addresses = "mnist/t10k-images-idx3-ubyte.gz mnist/t10k-labels-idx1-ubyte.gz"
    page.run("deep('[data-files]').insertAdjacentHTML('beforeend', `<button data-fetch='${args[0]}'>Fetch</button>`)", addresses)
    page.operate("click('py-digit-network', 'Fetch')")
    page.wait("deep('[data-files] [role=alert]').textContent.includes('the server answered 404. What was here before')")
    assert page.operate("return text('py-digit-network', 'set')").startswith("450 images")
    site.answers["mnist/t10k-labels"] = (200, write_idx(digits.labels))
    page.operate("click('py-digit-network', 'Fetch')")
    page.operate("await until(() => text('py-digit-network', 'set').startsWith('150 images to train on, 50 to test with, 8 × 8'))")


def painted_filter(page):
    """A filter is painted by keyboard and slides over the digit."""
    page.operate("click('py-digit-filter', 'Nothing'); await until(() => text('py-digit-filter', 'here') === '0.00')")
    focus(page, "py-digit-filter [data-sheet=filter] li:nth-child(5) button")
    page.active.send_keys(Keys.SPACE)
    page.operate("await until(() => text('py-digit-filter', 'best').startsWith('The best match, 1.00'))")
    assert page.active.get_attribute("aria-label").startswith("Row 2, column 2: for ink")
    assert page.run("return deepActive().dataset.item") == "4"
    page.operate("widget('py-digit-filter').scrollIntoView(); click('py-digit-filter', 'Slide it over')")
    page.operate("await until(() => text('py-digit-filter', 'where') === 'row 8, column 8' && !widget('py-digit-filter').view.busy)")
    box = page.run("const { left, top } = deep('py-digit-filter [data-sheet=response] i').style; return [left, top]")
    assert box == ["87.5%", "87.5%"]


def shift_and_walk(page):
    """One pixel to the side changes what ten neurons say; the dial walks through the plane."""
    page.operate("turn('py-digit-shift', 'right', 0); await until(() => cells('py-digit-shift')[0][1] === '3 ✓')")
    page.operate("turn('py-digit-shift', 'right', 1); await until(() => cells('py-digit-shift')[0][1].endsWith('✗'))")
    assert page.operate("return cells('py-digit-shift').map((row) => parseFloat(row[3]) > 90)") == [False, False, True]
    page.operate("turn('py-digit-walk', 'share', 0.9); await until(() => text('py-digit-walk', 'says').startsWith('Yes'))")
    page.operate("deep('input[value=plane]', widget('py-digit-walk')).click()")
    page.operate("await until(() => text('py-digit-walk', 'crossing') === '50 %')")
