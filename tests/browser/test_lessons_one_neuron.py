"""The three lessons of one neuron in a real browser: every widget operated once, with the numbers that the texts tell."""

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys


def wait(page, name, part, words):
    page.operate(f"await until(() => text('{name}', '{part}') === '{words}')")


def test_a_good_price(open_lesson):
    page = open_lesson("good-price")
    # A price is looked up, for another house by the keys.
    for _ in range(3):
        page.operate("click('py-house-look-up', 'Next step')")
    wait(page, "py-house-look-up", "price", "360 k$")
    page.run("deep('py-house-look-up [data-handle=area]').focus()")
    ActionChains(page.driver).key_down(Keys.SHIFT).send_keys(Keys.ARROW_RIGHT).key_up(Keys.SHIFT).perform()
    wait(page, "py-house-look-up", "price", "378 k$")
    # Three bars become one number, and going back hides it again.
    for _ in range(5):
        page.operate("click('py-house-errors', 'Next step')")
    wait(page, "py-house-errors", "error", "2,058")
    assert page.operate("return cells('py-house-errors')[2][4]") == "3,969.0"
    page.operate("click('py-house-errors', 'Back')")
    wait(page, "py-house-errors", "error", "?")
    # Each line by its row of the table, then one's own.
    for row, error in enumerate(["2,058", "2,747", "3,229", "2,017", "820", "799"]):
        page.operate(f"deep('tr[data-row=\"{row}\"] button', widget('py-house-lines')).click()")
        wait(page, "py-house-lines", "error", error)
        assert page.operate(f"return cells('py-house-lines')[{row}][1]") == error
    page.operate("turn('py-house-lines', 'bias', 155)")
    wait(page, "py-house-lines", "error", "696")
    assert page.operate("return cells('py-house-lines')[6][0]") == "Your own: 0.100 × area + 155.0"


def test_train_it_yourself(open_lesson):
    page = open_lesson("train-it-yourself")
    # By hand.
    assert page.operate("return [text('py-house-dials', 'error'), shown('py-house-dials', 'below799')]") == ["1,155", False]
    page.operate("turn('py-house-dials', 'weight', 0.059); turn('py-house-dials', 'bias', 246)")
    wait(page, "py-house-dials", "error", "447")
    assert page.operate("return [799, 750, 600, 500, 450].every((goal) => shown('py-house-dials', `below${goal}`))")
    # By nudges.
    assert page.operate("return [text('py-house-nudge', 'error'), text('py-house-nudge', 'higher')]") == ["1,155", "743"]
    page.operate("click('py-house-nudge', 'Take the better side')")
    wait(page, "py-house-nudge", "error", "743")
    # By steps: one, ten clicks of one as one of ten, a hundred, and by itself.
    for label, error in (("Step", "965"), ("Step", "734")):
        page.operate(f"click('py-house-descent', '{label}')")
        wait(page, "py-house-descent", "error", error)
    # Quick clicks all count, also those that come while others wait.
    step = "click('py-house-descent', 'Step');"
    page.operate(f"widget('py-house-descent').addEventListener('frame', () => {{ {step * 4} }}, {{ once: true }}); {step * 4}")
    wait(page, "py-house-descent", "steps", "10")
    assert page.operate("return text('py-house-descent', 'error')") == "729"
    for _ in range(9):
        page.operate("click('py-house-descent', '10 steps')")
    wait(page, "py-house-descent", "steps", "100")
    assert page.operate("return text('py-house-descent', 'error')") == "680"
    page.operate("click('py-house-descent', 'Start over'); click('py-house-descent', '100 steps')")
    wait(page, "py-house-descent", "error", "680")
    page.operate("widget('py-house-descent').scrollIntoView({ block: 'center' }); click('py-house-descent', 'Go on by itself')")
    wait(page, "py-house-descent", "state", "As good as the best there is.")
    assert page.operate("return [text('py-house-descent', 'error'), text('py-house-descent', 'run')]") == ["447", "Go on by itself"]
    # Fifty steps do as much.
    page.operate("deep('input[data-set=standardised]', widget('py-house-descent')).click()")
    wait(page, "py-house-descent", "steps", "0")
    for _ in range(5):
        page.operate("click('py-house-descent', '10 steps')")
    wait(page, "py-house-descent", "steps", "50")
    assert page.operate("return [cells('py-house-descent')[1][1], cells('py-house-descent')[1][2]]") == ["50", "447"]
    # The whole map.
    # Cells of one shade are one path, in which each begins with a move.
    paths = "deepAll('[data-plot=map] .cell', widget('py-house-descent'))"
    cells = f"return {paths}.reduce((sum, path) => sum + path.getAttribute('d').split('M').length - 1, 0)"
    few = page.operate(cells)
    page.operate("deep('input[data-set=surface]', widget('py-house-descent')).click()")
    page.operate("await until(() => widget('py-house-descent').view.values.surface)")
    assert page.operate(cells) > 10 * few > 0


def test_two_inputs(open_lesson):
    page = open_lesson("two-inputs")
    page.operate("click('py-house-two', 'Step')")
    wait(page, "py-house-two", "error", "10,435")
    for _ in range(9):
        page.operate("click('py-house-two', 'Step')")
    wait(page, "py-house-two", "error", "8,343")
    for _ in range(9):
        page.operate("click('py-house-two', '10 steps')")
    wait(page, "py-house-two", "error", "5,479")
    for _ in range(9):
        page.operate("click('py-house-two', '100 steps')")
    wait(page, "py-house-two", "error", "1,686")
    assert page.operate("return [shown('py-house-two', 'below2000'), shown('py-house-two', 'below1500')]") == [True, False]
    # What a weight says of a price.
    assert page.operate("return text('py-house-quote', 'price')") == "345.8 k$"
    page.operate("turn('py-house-quote', 'baths', 4)")
    wait(page, "py-house-quote", "price", "335.8 k$")
    page.operate("deep('input[value=baths]', widget('py-house-quote')).click()")
    wait(page, "py-house-quote", "error", "6,757")
    # The plane turns by the arrow keys.
    space = "return deep('[data-plot=space] polygon', widget('py-house-quote')).getAttribute('points')"
    before = page.operate(space)
    page.run("deep('py-house-quote [data-plot=space] svg').focus()")
    ActionChains(page.driver).send_keys(Keys.ARROW_RIGHT).perform()
    assert page.operate(space) != before
