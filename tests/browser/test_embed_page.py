"""embed.html: every tag live beside what the manifest says of it, at no cost until something is pressed."""

import json

import pytest

from builder.axe import COLOURS

LOOKS = [("light", ""), ("dark", ""), ("light", "safe"), ("dark", "safe")]
#: Texts that a reader can't see whole, or that reach out of the page.
CUT_OFF = """
return [...deepAll('main *')].filter((element) => {
  const box = element.getBoundingClientRect();
  if (!element.checkVisibility() || element.getRootNode() !== document || element.closest('.visually-hidden') || !box.width) return false;
  return box.right > innerWidth + 1 || (getComputedStyle(element).overflowX === 'hidden' && element.scrollWidth > element.clientWidth + 1);
}).map((element) => element.outerHTML.slice(0, 120));
"""


@pytest.fixture
def embed(page, site):
    page.site = site
    page.open(site.url + "embed.html")
    page.wait("!!customElements.get('py-playground')")
    return page


def resize(page, width):
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
    page.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    page.wait("innerWidth === arguments[0]", width)


def test_it_has_a_section_for_every_tag_with_all_that_the_manifest_says(embed, dist):
    (module,) = json.loads((dist / "custom-elements.json").read_text(encoding="utf-8"))["modules"]
    for each in module["declarations"]:
        if each["kind"] != "class":
            continue
        script = "return [...deep('#' + args[0]).closest('section').querySelectorAll('.name')].map((name) => name.textContent)"
        named = embed.run(script, each["tagName"])
        members = [row["name"] + "()" * (row["kind"] == "method") for row in each["members"] if "privacy" not in row]
        rows = [*each["attributes"], *each["events"], *each.get("cssParts", [])]
        assert {*members, *(row["name"] for row in rows)} <= set(named), each["tagName"]


def test_elements_come_when_they_are_near_and_python_when_one_is_pressed(embed):
    assert not embed.run("return !!deep('py-step-trace')")
    assert embed.run("return deepAll('[data-live] > :not(noscript)').length") < 4
    embed.run("deep('#py-house-dials').scrollIntoView()")
    embed.wait("!!deep('py-house-dials input[data-set=weight]')")
    assert not any("pyodide" in path for path, _ in embed.site.requests)
    embed.run("deep('py-house-dials .plot').click()")
    embed.wait("deep('py-house-dials').dataset.status === 'open'")


def test_what_is_copied_works_in_a_page(embed, site):
    grant = {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}
    embed.driver.execute_cdp_cmd("Browser.grantPermissions", grant)
    button = embed.find("[aria-labelledby=py-line-by-hand] [data-copy=Frame]")
    embed.run("args[0].scrollIntoView({ block: 'center' })", button)
    button.click()
    embed.wait("deep('[data-part=copied]').textContent === 'Frame is copied.'")
    text = embed.run("return await navigator.clipboard.readText()")
    assert text.startswith(f'<iframe src="{site.url}embed/py-line-by-hand.html#w1=-0.5&amp;w2=1&amp;bias=1" title=')
    tag = embed.run("return deep('#py-line-by-hand').closest('section').querySelector('.snippet code').textContent")
    assert tag == '<py-line-by-hand w1="-0.5" w2="1" bias="1"></py-line-by-hand>'


def test_it_is_accessible_and_whole_in_every_look(embed):
    embed.run("for (const details of deepAll('#py-playground ~ details')) details.open = true")
    embed.run("deep('#py-playground').scrollIntoView()")  # the live element comes when it is near
    embed.wait("!!deep('py-playground .playground')")
    for theme, palette in reversed(LOOKS):
        embed.run(
            "const root = document.documentElement; root.dataset.theme = args[0]; root.dataset.palette = args[1];"
            "await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));"
            "for (const animation of document.getAnimations()) animation.cancel();",
            theme,
            palette,
        )
        assert (embed.axe() if (theme, palette) == LOOKS[0] else embed.axe(COLOURS)) == [], f"{theme} {palette}"
    for width in (1366, 820, 360):
        resize(embed, width)
        assert embed.run(CUT_OFF) == [], width
        assert embed.run("return document.documentElement.scrollWidth <= innerWidth"), width
    embed.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
