"""What the reader sees when Python does not come: the file, the reason and a way to try again, never a frozen page."""

import pytest

NOTICE = "py-playground [data-part=notice]"


def failed(page):
    page.wait("deep('py-playground')?.dataset.status === 'failed'")
    assert page.find(NOTICE).is_displayed()
    return page.text("[data-part=notice-message]")


@pytest.mark.parametrize("name", ["pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "pyodide-lock"])
def test_a_missing_file_is_named_and_retry_boots(page, site, name):
    site.answers[name] = (404, b"not here")
    page.expected += ["404"]
    page.open(site.url)
    message = failed(page)
    assert name in message
    assert "404" in message
    site.answers.clear()
    retry = page.find(NOTICE + " [data-action=notice]")
    assert retry.text == "Try again"
    retry.click()
    page.ready()
    assert page.step()["epoch"] == 1
    assert not page.find(NOTICE).is_displayed()


@pytest.mark.parametrize("name", ["pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm"])
def test_a_file_with_wrong_bytes_is_named_with_what_was_expected(page, site, name):
    site.answers[name] = (200, b"these are not the bytes")
    page.expected += ["CompileError"]
    page.open(site.url)
    message = failed(page)
    assert name in message
    assert "expected" in message
    assert "received 23 bytes" in message


def test_the_picture_and_the_page_stay_usable_without_python(page, site):
    site.answers["pyodide.asm.wasm"] = (404, b"")
    page.expected += ["404"]
    page.open(site.url)
    failed(page)
    assert page.pixel("py-playground .field-map", 0.5, 0.5)[3] > 0
    page.find("py-playground details summary").click()
    page.wait("deep('py-playground details').open")
    assert page.find("[data-part=notice-details]").is_displayed()


def test_an_error_in_python_stops_the_model_and_says_what_happened(page, site):
    page.open(site.url).ready()
    message = page.run(
        "return deep('py-playground').configure({ noise: 1000 }).then(() => 'accepted', (e) => e.message)"
    )
    assert message == "noise: expected a number from 0 to 80, got 1000"
    assert page.state["settings"]["noise"] == 0
    assert page.step()["epoch"] == 1


def test_a_wrong_address_is_explained_beside_its_control_and_the_rest_is_used(page, site):
    page.open(site.url + "#noise=loud&networkShape=3").ready()
    state = page.state
    assert state["settings"]["noise"] == 0
    assert state["settings"]["networkShape"] == [3]
    assert "expected a number from 0 to 80, got 'loud'" in page.text("[data-control=noise]")


def test_markup_in_the_address_stays_text(page, site):
    page.open(site.url + "#dataset=%3Cimg%20src=x%20onerror=alert(1)%3E&seed=<b>x</b>&noise=<i>5</i>").ready()
    assert page.run("return deepAll('py-playground img, py-playground b > b, py-playground i > i').length") == 0
    assert "<i>5</i>" in page.text("[data-control=noise]")
