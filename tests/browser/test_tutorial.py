"""`tutorial=<name>` in the address opens a lesson of the site and nothing else."""

from builder.lessons import slugs
from builder.paths import SITE

LESSON = slugs(SITE / "content")[0]


def test_a_lesson_is_opened_by_its_name_and_back_does_not_lead_in_a_circle(page, still_site):
    page.open(still_site.url + "embed-example.html")
    page.open(still_site.url).taken()
    page.run("location.hash = args[0]", f"noise=5&tutorial={LESSON}")
    page.wait("location.pathname.endsWith(arguments[0])", f"/{LESSON}.html")
    page.driver.back()
    page.wait("location.pathname.endsWith('/index.html') || location.pathname.endsWith('/where/')")
    assert "tutorial" not in page.run("return location.hash")
    page.taken()


def test_unknown_names_are_kept_in_the_address_and_hidden_text_opens_nothing(page, site):
    page.open(site.url + "index.html#tutorial=no-such-lesson&noise=5").ready()
    page.run("await deep('py-playground').configure({ noise: 10 })")
    page.wait("location.hash.includes('noise=10')")
    assert "tutorial=no-such-lesson" in page.run("return location.hash")
    gate = site.hold("assets/worker-")  # this needs no Python
    page.driver.get("about:blank")
    page.open(f"{site.url}index.html#hideText=true&tutorial={LESSON}").taken()
    assert page.run("return location.pathname").endswith("/index.html")
    gate.set()
