"""`tutorial=<name>` in the address opens a lesson of the site and nothing else."""

LESSONS = "return JSON.parse(document.getElementById('pyground-config').textContent).lessons"


def test_a_lesson_is_opened_by_its_name_and_back_does_not_lead_in_a_circle(page, still_site):
    page.open(still_site.url + "embed-example.html")
    page.open(still_site.url).taken()
    lesson = page.run(LESSONS)[0]
    page.run("location.hash = args[0]", f"noise=5&tutorial={lesson}")
    page.wait("location.pathname.endsWith(arguments[0])", f"/{lesson}.html")
    page.driver.back()
    page.wait("location.pathname.endsWith('/index.html') || location.pathname.endsWith('/where/')")
    assert "tutorial" not in page.run("return location.hash")
    page.taken()


def test_unknown_names_are_kept_in_the_address_and_hidden_text_opens_nothing(page, site):
    page.open(site.url + "index.html#tutorial=no-such-lesson&noise=5").ready()
    lesson = page.run(LESSONS)[0]
    page.run("await document.querySelector('py-playground').configure({ noise: 10 })")
    page.wait("location.hash.includes('noise=10')")
    assert "tutorial=no-such-lesson" in page.run("return location.hash")
    gate = site.hold("js/python/worker.js")  # this needs no Python
    page.driver.get("about:blank")
    page.open(f"{site.url}index.html#hideText=true&tutorial={lesson}").taken()
    assert page.run("return location.pathname").endswith("/index.html")
    gate.set()
