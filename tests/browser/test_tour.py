"""The tour: shown once on a first visit, in the way of nothing, and there again when it is asked for."""

import pytest
from selenium.webdriver.common.keys import Keys

CARD = "[data-part=tour]"
#: The tour does not show itself to programs; a test that wants a person's first visit has to look like one.
PERSON = "Object.defineProperty(Navigator.prototype, 'webdriver', { get: () => false })"


@pytest.fixture
def person(page):
    """The page in a browser that does not say that a program drives it, on an origin that has nothing kept."""
    page.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": PERSON})
    return page


def shown(page):
    return page.find(CARD).is_displayed()


def marked(page):
    """Wait until the tour, whose script comes when it is wanted, has marked what its step speaks of."""
    page.wait("deepAll('[data-toured]').length === 1")


def words(page):
    return page.run("return [...deepAll('[data-part=tour] p')].filter((p) => !p.hidden).map((p) => p.textContent)")


def test_a_first_visit_shows_it_without_taking_the_focus_and_a_second_one_does_not(person, still_site):
    person.open(still_site.url).taken()
    assert shown(person)
    assert person.run("return deepActive() === document.body")
    # It stands in the flow of the page and covers nothing.
    box = "return deep(args[0]).getBoundingClientRect().toJSON()"
    card, boards = (person.run(box, each) for each in (CARD, ".strip"))
    assert card["bottom"] <= boards["top"] + 1 and card["width"] > 300
    person.open(still_site.url).taken()
    assert shown(person)  # it has only been looked at
    marked(person)
    person.find("[data-tour=close]").click()
    assert not shown(person)
    person.driver.refresh()
    person.taken()
    assert not shown(person)


def test_its_five_steps_are_gone_through_by_keyboard(person, still_site):
    person.open(still_site.url).taken()
    marked(person)
    person.find("[data-tour=next]").send_keys(Keys.ENTER)
    seen = []
    for step in range(2, 6):
        (text,) = words(person)
        assert text.startswith(f"{step} of 5")
        assert person.run("return deepAll('[data-toured]').length") == 1
        seen.append(text)
        person.active.send_keys(Keys.ENTER)
    assert len(set(seen)) == 4
    assert not shown(person)
    assert person.run("return deepActive().dataset.action") == "toggle"
    assert person.run("return deepAll('[data-toured]').length") == 0


def test_it_can_be_called_again_and_left_by_escape(page, still_site):
    page.open(still_site.url).taken()
    assert not shown(page)  # not to programs
    page.find("body").send_keys("?")
    page.find("[data-action=tour]").click()
    marked(page)
    assert shown(page)
    assert page.run("return deepActive().dataset.tour") == "next"
    page.active.send_keys(Keys.ENTER)
    page.find("[data-tour=back]").click()
    assert words(page)[0].startswith("1 of 5")
    assert page.run("return deepActive().dataset.tour") == "next"
    page.active.send_keys(Keys.ESCAPE)
    assert not shown(page)


def test_it_is_not_shown_where_the_playground_is_embedded(person, still_site):
    person.open(still_site.url + "index.html#hideText=true").taken()
    assert not shown(person)
    person.driver.get(still_site.url + "embed-example.html")
    person.driver.switch_to.frame(person.find("iframe"))
    person.wait("deep('py-playground')?.dataset.taken === ''")
    assert not shown(person)


def test_on_a_phone_it_leaves_the_target_in_sight(page, still_site):
    page.driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": True}
    )
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-reduced-motion", "value": "reduce"}]})
    page.open(still_site.url).taken()
    page.run("deep('[data-action=tour]').click()")
    marked(page)
    for _ in range(4):
        page.run("deep('[data-tour=next]').click()")
        page.run("await new Promise(requestAnimationFrame)")
        card, target = (
            page.run("return deep(args[0]).getBoundingClientRect().toJSON()", each) for each in (CARD, "[data-toured]")
        )
        assert target["bottom"] > card["bottom"] or target["top"] > card["bottom"]
        assert target["top"] < 700 and card["top"] >= 0
    assert page.run("return document.documentElement.scrollWidth") == 360
