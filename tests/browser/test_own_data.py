"""People's own data: drawn, pasted, edited by mouse or by keyboard alone, learned, kept on the device and forgotten."""

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

PLANE = "[data-part=own-plane]"
#: Every kind of fault, each in the line that its place in this list says.
FAULTS = [
    ("x1,x2,label", None),
    ("1,2,cat", None),
    ("one,2,cat", "line 3, column 1: expected a number, got 'one'"),
    ("1,,dog", "line 4, column 2: expected a number, got nothing"),
    ("1,2", "line 5, column 3: expected three columns, got 2"),
    ("1,2,3,dog", "line 6, column 4: expected three columns, got 4"),
    ("1,2,", "line 7, column 3: expected a label, got nothing"),
    ("1,inf,cat", "line 8, column 2: expected a finite number, got 'inf'"),
    ('1,2,"cat', "line 9, column 1: expected a closing quote"),
    ("-3,4,dog", None),
]


@pytest.fixture
def playground(page, site):
    return opened(page.open(site.url + "index.html#seed=0.5", height=1000).ready())


def opened(page):
    page.run("deep('[data-action=own]').click()")
    page.wait("deepAll('.own-brushes label').length > 0")
    return page


def view(page, name):
    page.run("deep(`input[name=own-view][value=${args[0]}]`).click()", name)


def paste(page, text):
    view(page, "text")
    page.run(
        "const area = deep('[data-part=own-text]'); area.focus(); area.value = args[0];"
        "area.dispatchEvent(new InputEvent('input', { bubbles: true }));",
        text,
    )


def summary(page, words):
    page.wait("deep('[data-part=own-summary]').textContent.includes(arguments[0])", words, message=words)


def use(page):
    page.wait("!deep('[data-own=use]').disabled")
    page.run("deep('[data-own=use]').click()")
    page.wait("!deep('dialog[open]') && deep('[data-own-used]')")


def text(page):
    return page.run("return deep('[data-part=own-text]').value")


def layout_points(page):
    return page.text("[data-part=own-note]")


def test_points_are_drawn_erased_and_learned(playground):
    page = playground
    plane = page.find(PLANE)
    side = plane.size["width"]
    click = ActionChains(page.driver)
    for right in (-0.3, -0.2, -0.25):
        click.move_to_element_with_offset(plane, int(right * side), int(right * side)).click()
    click.perform()
    summary(page, "can't be learned yet")
    assert "at least two different labels" in page.text("[data-part=own-problems]")
    page.run("deepAll('[name=own-brush]')[1].click(); deep('[value=brush]').click()")
    drag = ActionChains(page.driver).move_to_element_with_offset(plane, 20, 20).click_and_hold()
    for step in range(1, 8):
        drag.move_by_offset(12, 3 * (step % 2))
    drag.release().perform()
    page.wait("deep('[data-part=own-text]').value.split(',B').length > 5")
    before = text(page)
    page.run("deep('[value=erase]').click()")
    ActionChains(page.driver).move_to_element_with_offset(plane, int(-0.3 * side), int(-0.3 * side)).click().perform()
    page.wait("deep('[data-part=own-text]').value.split(',A').length === 3")
    page.run("deep('[data-own=undo]').click()")
    page.wait("deep('[data-part=own-text]').value === arguments[0]", before)
    use(page)
    assert "2 classes: A, B" in layout_points(page)
    assert page.run("return deep('.legend').innerText.split(/\\s+/)") == ["A", "B"]
    assert page.run("return deep('.own-tile input').checked")
    page.run("await deep('py-playground').configure({ batchSize: 1 })")
    state = page.step(400)
    assert state["lossTrain"] < 0.1


def test_every_fault_in_a_csv_names_its_line_and_the_good_rows_can_be_used(playground):
    page = playground
    paste(page, "\n".join(line for line, _ in FAULTS))
    summary(page, "can't be learned yet")
    said = page.run("return [...deepAll('[data-part=own-problems] li')].map((item) => item.textContent)")
    expected = [fault for _, fault in FAULTS if fault]
    assert len(said) == len(expected)
    for sentence, fault in zip(said, expected, strict=True):
        assert sentence.startswith(fault)
    page.run("deepAll('[data-part=own-problems] li button')[1].click()")
    selected = "const a = deep('[data-part=own-text]'); return a.value.slice(a.selectionStart, a.selectionEnd)"
    assert page.run(selected) == "1,,dog"
    assert "Use the 2 good rows" in page.text(".own-skip")
    page.run("deep('[data-part=own-skip]').click()")
    summary(page, "2 points in 2 classes: cat, dog")
    use(page)
    assert "7 cells could not be used" in layout_points(page)


def drop(page, name, content):
    """Drop a file of these bytes on the window."""
    page.run(
        "const files = new DataTransfer();"
        "files.items.add(new File([Uint8Array.from(args[1])], args[0]));"
        "deep('dialog[data-part=own]').dispatchEvent(new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true }));",
        name,
        list(content),
    )


def test_files_that_are_dropped_are_read_by_python_whatever_their_encoding_and_what_was_chosen_is_said(playground):
    page = playground
    table = "nr;l\u00e4nge;breite;gr\u00f6\u00dfe\r\n1;2,91;0,75;klein\r\n2;5,86;0,36;gro\u00df\r\n3;4,82;1,83;klein\r\n"
    drop(page, "windows.csv", table.encode("cp1252"))
    summary(page, "3 points in 2 classes: gro\u00df, klein")
    notes = page.run("return [...deepAll('[data-part=own-notes] li')].map((item) => item.textContent)")
    assert notes == [
        "The file is not UTF-8; it is read as Windows-1252.", "The label is gr\u00f6\u00dfe.",
        "The inputs are l\u00e4nge and breite; not used: nr.", "l\u00e4nge: '2,91' is read as 2.91.", "breite: '0,75' is read as 0.75.",
    ]  # fmt: skip
    drop(page, "utf16.txt", "x\ty\tclass\n1\t2\tsmall\n3\t4\tlarge\n".encode("utf-16"))
    summary(page, "2 points in 2 classes: large, small")
    assert not page.find("[data-part=own-notes]").is_displayed()
    drop(page, "table.xlsx", b"PK\x03\x04 and so on")
    page.wait("deep('[data-part=own-fault]').textContent.includes('save the table as CSV, got an Excel workbook')")
    assert text(page).startswith("x\ty")
    drop(page, "windows.csv", table.encode("cp1252"))
    summary(page, "3 points")
    use(page)
    assert "The label is gr\u00f6\u00dfe. The inputs are l\u00e4nge and breite; not used: nr." in layout_points(page)


def test_a_csv_with_names_is_scaled_kept_over_a_reload_and_left_for_a_built_in_data_set(playground, site):
    page = playground
    paste(page, "height,width,kind\n150,2,cat\n160,3,dog\n170,4,cat\n180,-5,dog\n")
    summary(page, "4 points in 2 classes: cat, dog")
    assert "height: 150 to 180 became -5 to 5" in page.text("[data-part=own-scaling]")
    use(page)
    sent = len(site.requests)
    page.driver.refresh()
    page.ready()
    page.wait("deep('[data-own-used]')")
    assert "height: 150 to 180 became -5 to 5" in layout_points(page)
    assert not [path for path, _ in site.requests[sent:] if "150" in path]
    page.run("deep('[data-control=dataset] input').click()")
    page.wait("!deep('[data-own-used]')")
    assert page.state["settings"]["dataset"] == "circle"
    assert page.find(".own-tile").is_displayed()
    page.driver.refresh()
    page.ready()
    page.step()
    assert not page.run("return deep('py-playground').hasAttribute('data-own-used')")
    page.run("deep('.own-tile input').click()")
    page.wait("deep('[data-own-used]')")


def test_a_link_means_what_it_says_though_the_tab_had_own_data_which_come_back_by_back(playground, site):
    page = playground
    paste(page, "1,2,a\n-3,4,b\n2,2,a\n-1,3,b\n")
    summary(page, "4 points")
    use(page)
    page.driver.get(site.url + "learn.html")
    page.driver.get(site.url + "index.html#problem=regression&regDataset=reg-gauss&seed=0.3")
    page.ready()
    assert page.step()["settings"]["regDataset"] == "reg-gauss" and page.state["settings"]["problem"] == "regression"
    assert not page.run("return Boolean(deep('[data-own-used]'))")
    page.driver.refresh()
    page.ready()
    assert page.step()["settings"]["problem"] == "regression" and not page.run("return Boolean(deep('[data-own-used]'))")
    page.driver.back()
    page.driver.back()
    page.ready()
    page.wait("deep('[data-own-used]')")


def test_forgetting_leaves_nothing_on_the_device(playground):
    page = playground
    paste(page, "1,2,a\n-3,4,b\n")
    summary(page, "2 points")
    use(page)
    assert page.run("return Object.keys(localStorage).length") == 1
    opened(page)
    page.run("deep('[data-own=forget]').click()")
    page.wait("!deep('[data-own-used]')")
    assert page.run("return [localStorage, sessionStorage].flatMap((s) => Object.keys(s)).filter((k) => k.includes('own'))") == []
    assert page.run("return deep('.own-tile').hidden")


def test_the_keyboard_alone_draws_edits_and_uses(playground):
    page = playground
    page.run("deep('[data-part=own-plane]').focus()")
    keys = page.active
    keys.send_keys(
        Keys.ARROW_RIGHT, Keys.ENTER, "2", Keys.SHIFT + Keys.ARROW_UP + Keys.NULL, Keys.ENTER, Keys.ARROW_LEFT, Keys.ENTER
    )
    summary(page, "3 points in 2 classes: A, B")
    assert text(page) == "x1,x2,label\n0.25,0,A\n0.25,1,B\n0,1,B\n"
    assert page.text("[data-part=own-live]").startswith("x1 0, x2 1")
    keys.send_keys(Keys.DELETE)
    page.wait("deep('[data-part=own-text]').value === 'x1,x2,label\\n0.25,0,A\\n'")
    view(page, "table")
    page.find("[data-part=own-append] input").send_keys("1.5", Keys.TAB, "-2", Keys.TAB, "B", Keys.ENTER)
    summary(page, "2 points in 2 classes: A, B")
    cell = page.find("[data-part=own-rows] [data-line='2'][data-column='1']")
    assert cell.accessible_name == "x1, line 2"
    cell.send_keys(Keys.CONTROL, "a", Keys.NULL, "-3", Keys.TAB)
    page.wait("deep('[data-part=own-text]').value.includes('-3,0,A')")
    page.run("deep('[data-own=use]').focus()")
    page.active.send_keys(Keys.ENTER)
    page.wait("deep('[data-own-used]')")


def test_points_are_downloaded_as_they_stand(playground):
    page = playground
    page.run("URL.createObjectURL = (blob) => { window.saved = blob; return '#'; };")
    page.run("deep('[data-own=begin]').click()")
    summary(page, "500 points in 2 classes")
    page.run("deep('[data-own=download]').click()")
    page.wait("window.saved")
    assert page.run("return await window.saved.text()") == text(page)


def test_points_that_make_one_batch_are_told_and_a_smaller_one_learns_faster(playground):
    page = playground
    paste(page, "\n".join(f"{x},{y},{'left' if x < 0 else 'right'}" for x in (-3, -2, 2, 3) for y in (-2, 2)))
    use(page)
    page.run("await deep('py-playground').step(5)")
    note = page.find("[data-part=batch-note]")
    assert "A batch of 10 is all 4 training points here" in note.text
    before = page.state["lossTrain"]
    page.run("await deep('py-playground').step(50)")
    assert page.state["lossTrain"] < before
    before = page.state["lossTrain"]
    note.find_element("css selector", "button").click()
    page.wait("deep('py-playground').state.settings.batchSize === 1")
    page.wait("deep('[data-part=batch-note]').hidden")
    page.run("await deep('py-playground').step(50)")
    assert page.state["lossTrain"] < before / 2
