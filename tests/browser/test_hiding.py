"""`<name>_hide=true` and `hideText` really take their part away, on the page and in a frame of another page."""

import pytest

#: Each name of TensorFlow Playground, of its fork and of ours, and what is gone with it.
HIDES = {
    "showTestData": ".checks [data-control=showTestData]",
    "discretize": ".checks [data-control=discretize]",
    "playButton": "[data-action=toggle]",
    "stepButton": "[data-action=step]",
    "resetButton": "[data-action=reset]",
    "learningRate": ".strip [data-control=learningRate]",
    "activation": ".strip [data-control=activation]",
    "regularization": ".strip [data-control=regularization]",
    "regularizationRate": ".strip [data-control=regularizationRate]",
    "problem": ".strip [data-control=problem]",
    "dataset": ".data [data-control=dataset], .data .hint, [data-action=own]",
    "noise": ".data [data-control=noise]",
    "batchSize": ".data [data-control=batchSize]",
    "percTrainData": ".data [data-control=percTrainData], [data-part=loss-test]",
    "numHiddenLayers": "[data-part=layer-buttons]",
    "numNodes1": "[data-name=more-1], [data-name=less-1]",
    "sinX": "[data-name=feature-sinX]",
    "animationSpeed": "[data-part=speed]",
    "optimizer": ".strip [data-control=optimizer]",
    "seedButton": ".transport [data-action=seed]",
    "regenerate": ".data [data-action=seed]",
    "ownData": "[data-action=own]",
    "features": "[data-part=formula]",
    "lookCloser": "[data-part=closer]",
    "allSettings": "[data-action=settings]",
}
#: Settings of the fork stand in All settings only.
IN_THE_WINDOW = {
    "dropout": "dropout",
    "momentum": "momentum",
    "layerwise": "layerwiseGradientNormalization",
    "learningRateAutotuning": "learningRateAutotuning",
    "preventLossIncreases": "preventLossIncreases",
}
#: What is there only with other settings than the first.
LATER = {"regularizationRate": "regularization=L2"}
SHOWN = (
    "return [...deepAll(args[0])].map((e) => e.checkVisibility({ visibilityProperty: true }) && e.offsetWidth > 0)"
)
#: Whether any of what a selector finds is shown, as an expression.
SOME_SHOWN = f"(function (...args) {{ {SHOWN} }})(...arguments).some(Boolean)"


def fresh(page, url):
    """Open an address as a page of its own, even where only what follows # differs, until its scripts have taken it over."""
    page.driver.get("about:blank")
    page.open(url)
    page.wait("deep('py-playground')?.dataset.taken === ''")
    return page


def test_everything_is_there_when_nothing_is_hidden(page, site):
    fresh(page, f"{site.url}index.html#regularization=L2").ready()
    for name, selector in HIDES.items():
        shown = page.run(SHOWN, selector)
        assert shown and all(shown), name


def test_each_name_hides_its_part_and_no_other(shared):
    for name, selector in HIDES.items():
        shared.run("location.hash = args[0]", f"seed=0.12345&{LATER.get(name, '')}&{name}_hide=true")
        shared.wait(f"!{SOME_SHOWN}", selector, message=f"{name} is hidden")
        for key, other in HIDES.items():
            if other not in selector and key not in LATER:
                shared.wait(SOME_SHOWN, other, message=f"{key} is there when {name} is hidden")


@pytest.mark.parametrize("name", IN_THE_WINDOW)
def test_names_of_the_fork_hide_their_setting(page, still_site, name):
    fresh(page, f"{still_site.url}index.html#{name}_hide=true")
    page.find("[data-action=settings]").click()
    assert page.run(SHOWN, "dialog [data-control=activation]") == [True]
    assert page.run(SHOWN, f"dialog [data-control={IN_THE_WINDOW[name]}]") == [False]


def test_only_the_word_true_hides(page, still_site):
    fresh(page, f"{still_site.url}index.html#noise_hide=yes&playButton_hide=1&dataset_hide=false")
    assert page.run(SHOWN, ".data [data-control=noise], [data-action=toggle], .data [data-control=dataset]") == [True] * 3


def test_a_hidden_setting_still_applies(page, site):
    fresh(page, f"{site.url}index.html#noise=25&noise_hide=true").ready()
    assert page.state["settings"]["noise"] == 25


def test_the_buttons_of_a_layer_stay_hidden_when_the_network_is_built_anew(page, site):
    fresh(page, f"{site.url}index.html#seed=0.12345&numNodes1_hide=true").ready()
    page.find("[data-name=more-2]").click()
    page.wait("deep('py-playground').state.settings.networkShape.join() === '4,3'")
    page.wait("deep('py-playground').state.epoch === 0")
    page.step(2)
    assert page.run(SHOWN, "[data-name=more-1]") == []
    assert page.run(SHOWN, "[data-name=more-2]") == [True]


def test_a_hidden_input_is_neither_drawn_nor_fed_even_if_it_is_on(page, site):
    fresh(page, f"{site.url}index.html#seed=0.12345&xSquared=true&xSquared_hide=true").ready()
    assert page.run(SHOWN, "[data-name^='feature-']") == [True] * 8
    assert page.run(SHOWN, "[data-name='feature-xSquared']") == []
    assert page.step(100)["lossTest"] == pytest.approx(0.01144976, abs=1e-8)  # as with X1 and X2 alone


def test_all_inputs_may_be_hidden(page, site):
    keys = ("x", "y", "xSquared", "ySquared", "xTimesY", "sinX", "sinY", "cosX", "cosY")
    fresh(page, f"{site.url}index.html#" + "&".join(f"{key}_hide=true" for key in keys)).ready()
    assert page.run(SHOWN, "[data-name^='feature-']") == []
    assert page.step(3)["epoch"] == 3


def test_keys_do_not_reach_what_is_hidden(page, site):
    fresh(page, f"{site.url}index.html#playButton_hide=true&seedButton_hide=true&regenerate_hide=true").ready()
    seed = page.state["settings"]["seed"]
    page.run("document.body.focus()")
    page.find("body").send_keys(" n")
    page.find("body").send_keys("?")
    assert page.find("dialog[data-part=keys]").is_displayed()  # so the two before it have come
    assert not page.state["playing"]
    page.step(1)  # Python answers in the order in which it is asked, and a new seed would ask twice
    page.step(1)
    assert page.state["settings"]["seed"] == seed


def test_another_address_in_the_same_page_hides_and_shows_again(page, site):
    fresh(page, f"{site.url}index.html#noise_hide=true&hideText=false").ready()
    assert page.run(SHOWN, ".data [data-control=noise]") == [False]
    page.run("location.hash = 'batchSize_hide=true'")
    page.wait("!deep('.data [data-control=noise]').hasAttribute('data-put-away')")
    assert page.run(SHOWN, ".data [data-control=noise]") == [True]
    assert page.run(SHOWN, ".data [data-control=batchSize]") == [False]


def test_in_a_frame_of_another_page_the_same_is_hidden(page, still_site):
    fresh(page, f"{still_site.url}index.html")
    page.driver.get(still_site.url + "embed-example.html")
    page.driver.switch_to.frame(page.find("iframe"))
    page.wait("deep('py-playground')?.dataset.taken === ''")
    for selector in (".top", ".foot", "[data-part=gallery]", ".strip [data-control=learningRate]", ".data", "[data-part=loss-test]"):
        assert not any(page.run(SHOWN, selector)), selector
    assert page.run(SHOWN, "[data-action=toggle]") == [True]
    assert page.run(SHOWN, ".strip [data-control=activation]") == [True]
