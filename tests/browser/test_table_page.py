"""The reference's table of features in the page, rows 45 to 72: pictures, looking and editing, addresses, own data, phones."""

import numpy as np
import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from pycore.settings import TABLE, Settings

SEED = "seed=0.12345"
P = "deep('py-playground')"
MAP = ".field-map"
NET = "[data-part=network] > canvas"


def blue(pixel):
    """Whether a pixel is on the blue side of the scale."""
    return pixel[2] > pixel[0]


def colours(page):
    """Return how many colours the output's map has."""
    return page.run(
        "const c = deep(args[0]);"
        "return new Set(new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer)).size",
        MAP,
    )


def stop_at(page, name):
    """Lead the keyboard to the part of the network with this name; returns where it stands, in CSS pixels."""
    page.find(".stop").send_keys(Keys.HOME)
    for _ in range(60):
        if page.active.accessible_name.split(",")[0] == name:
            return page.run("const s = deep('.stop').style; return [parseFloat(s.left), parseFloat(s.top)]")
        page.active.send_keys(Keys.ARROW_RIGHT)
    raise AssertionError(f"no part {name}")


def give(page, value):
    """Type a value for the part that has the focus, and leave the network."""
    page.active.send_keys(Keys.ENTER)
    page.active.send_keys(str(value) + Keys.ENTER)
    page.wait("deep('[data-part=part-value]').textContent === arguments[0]", f"{value:.3f}")
    page.run("deepActive().blur(); await new Promise(requestAnimationFrame)")


def net_pixel(page, x, y):
    """Return the colour of the network's drawing at a place in CSS pixels."""
    width, height = page.run("const c = deep(args[0]); return [c.clientWidth, c.clientHeight]", NET)
    return page.pixel(NET, x / width, y / height)


def shown(page, selector):
    return page.run("return [...deepAll(args[0])].some((element) => element.checkVisibility())", selector)


def test_row_45_how_many_points_are_right(shared):
    twin = shared.twin(SEED, 30)
    assert shared.text("[data-part=accuracy-test]") == f"{100 * twin.accuracy():.1f}% right"
    assert shared.text("[data-part=accuracy-train]") == f"{100 * twin.accuracy(test=False):.1f}% right"


def test_row_46_the_map_shows_what_the_network_says_from_minus_6_to_6(shared):
    twin = shared.twin(f"{SEED}&dataset=xor", 100)
    places = [(x, y) for x in (-5.5, -2, 1, 4, 5.5) for y in (-5, -1.5, 2, 5)]
    sides = [(place, value > 0) for place, value in zip(places, twin.predict(np.array(places)), strict=True) if abs(value) > 0.3]
    assert len(sides) > 10 and {side for _, side in sides} == {True, False}
    for (x, y), side in sides:
        assert blue(shared.pixel(MAP, (x + 6) / 12, (6 - y) / 12)) == side, (x, y)


def test_row_47_each_unit_has_a_map_of_its_own(shared):
    twin = shared.twin(f"{SEED}&networkShape=2", 60)
    bias, weights = twin.layers()[0]
    for unit in range(2):
        left, top = stop_at(shared, f"Neuron {unit + 1} of layer 1")
        shared.run("deepActive().blur()")
        for x, y in ((3, 3), (-3, 3), (3, -3), (-3, -3)):
            value = np.tanh(weights[unit] @ (x, y) + bias[unit])
            if abs(value) > 0.3:
                assert blue(net_pixel(shared, left + 3 * x, top - 3 * y)) == (value > 0), (unit, x, y)


def test_row_48_31_shades_from_orange_over_grey_to_blue(shared):
    shared.step(300)
    assert shared.pixel(MAP, 0.5, 0.5)[:3] == pytest.approx([97, 167, 211], abs=8)
    assert shared.pixel(MAP, 0, 0)[:3] == pytest.approx([246, 184, 113], abs=8)
    assert 10 < colours(shared) <= 31


def test_row_49_a_hard_decision_has_two_colours(shared):
    shared.step(100)
    shared.find(".checks [data-control=discretize] input").click()
    shared.wait(f"{P}.state.settings.discretize")
    shared.run(f"await {P}.step()")
    assert colours(shared) == 2


def test_row_50_test_points_are_drawn_on_demand(shared):
    inked = (
        "const data = deep('.points').getContext('2d').getImageData(0, 0, 1000, 1000).data;"
        "return data.filter((value, index) => index % 4 === 3 && value).length"
    )
    before = shared.run(inked)
    shared.find(".checks [data-control=showTestData] input").click()
    shared.wait(f"{P}.state.settings.showTestData")
    shared.run("await new Promise(requestAnimationFrame)")
    assert shared.run(inked) > 1.3 * before


def test_row_51_points_have_the_colour_of_their_label(shared):
    twin = shared.twin(SEED)
    points = [point for point in twin.train_points if abs(np.hypot(*point[:2]) - 3) > 1][:40]
    for x, y, label in points:
        assert blue(shared.pixel(".points", (x + 6) / 12, (6 - y) / 12)) == (label > 0), (x, y)


def test_row_52_a_legend_from_minus_one_to_one(shared):
    assert shared.find(".legend").is_displayed()
    assert shared.run("return deep('.legend').innerText.split(/\\s+/)") == ["−1", "+1"]
    assert "gradient" in shared.run("return getComputedStyle(deep('.legend i')).backgroundImage")


def test_row_53_links_are_as_wide_as_their_weight_and_coloured_by_its_sign_and_gone_when_dropped(shared):
    shared.settings(f"{SEED}&networkShape=1&y=false")
    name = "Weight from X₁ to neuron 1 of layer 1"
    widths = []
    for weight in (5, -2.5, 0.5):
        x, y = stop_at(shared, name)
        give(shared, weight)
        assert blue(net_pixel(shared, x, y)) == (weight > 0)
        widths.append(sum(net_pixel(shared, x, y + step)[3] > 128 for step in range(-9, 10)))
    assert widths[0] > widths[1] > widths[2] > 0
    shared.settings(f"{SEED}&networkShape=1&y=false&dropout=0.9")
    shared.step(3)
    assert net_pixel(shared, x, y)[3] == 0


def test_row_54_biases_stand_at_the_neurons(shared):
    shared.settings(f"{SEED}&networkShape=1&y=false")
    x, y = stop_at(shared, "Bias of neuron 1 of layer 1")
    give(shared, 2)
    assert blue(net_pixel(shared, x, y))
    stop_at(shared, "Bias of neuron 1 of layer 1")
    give(shared, -2)
    assert not blue(net_pixel(shared, x, y))


def test_row_55_the_output_s_bias_is_seen_and_edited(shared):
    stop_at(shared, "Bias of output")
    before = shared.state["lossTest"]
    give(shared, 1.5)
    shared.wait(f"{P}.state.lossTest !== arguments[0]", before)


def test_row_56_a_unit_under_the_mouse_fills_the_map(shared):
    output = shared.run(f"return deep('{MAP}').toDataURL()")
    shared.run("deep('[data-part=network]').scrollIntoView({ block: 'center' })")
    ActionChains(shared.driver).move_to_element(shared.find("[data-name=feature-x]")).perform()
    shared.wait("deep('[data-part=map-title]').textContent === 'Input X₁'")
    shared.wait(f"deep('{MAP}').toDataURL() !== arguments[0]", output)
    ActionChains(shared.driver).move_to_element(shared.find(".losses")).perform()
    shared.wait("deep('[data-part=map-title]').hidden")


def test_row_57_a_card_shows_weight_or_bias(shared):
    stop_at(shared, "Weight from X₁ to neuron 1 of layer 1")
    assert shared.find("[data-part=part-card]").is_displayed()
    assert shared.text("[data-part=part-value]") == "0.151"


def test_row_58_the_card_follows_the_training(shared):
    stop_at(shared, "Weight from X₁ to neuron 1 of layer 1")
    before = shared.text("[data-part=part-value]")
    shared.step(10)
    weight = shared.twin(SEED, 10).layers()[0][1][0][0]
    stop_at(shared, "Weight from X₁ to neuron 1 of layer 1")
    assert shared.text("[data-part=part-value]") == f"{weight:.3f}" != before


def test_row_59_weights_and_biases_are_edited_and_the_losses_follow(shared):
    before = shared.state
    stop_at(shared, "Weight from X₂ to neuron 1 of layer 1")
    give(shared, 2.25)
    shared.wait(f"{P}.state.lossTest !== arguments[0]", before["lossTest"])
    assert shared.state["epoch"] == 0
    shared.step()


def test_row_60_what_there_is_to_see_is_pointed_out(shared):
    shared.run(f"{P}.showKeys()")
    shared.find("[data-action=tour]").click()
    shared.shown("[data-tour=close]")
    words = shared.run("return [...deepAll('[data-part=tour] p')].map((step) => step.textContent).join(' ')")
    assert shown(shared, "[data-part=tour]") and "Each square is a neuron" in words and "Lines are weights" in words
    shared.find("[data-tour=close]").click()
    assert not shown(shared, "[data-part=tour]")


def test_row_61_pictures_of_data_sets_are_upright(shared):
    tip = shared.run(
        "const d = [...deepAll('.thumbs label[title=Heart] path')].map((path) => path.getAttribute('d')).join('');"
        "return [...d.matchAll(/M(\\d+) (\\d+)/g)].map((m) => [+m[2], +m[1]]).sort((a, b) => b[0] - a[0])[0];"
    )
    assert tip[0] > 40 and tip[1] == pytest.approx(30, abs=3)  # of a square of 60, the lowest point is in the middle


def test_row_62_each_problem_keeps_its_data_set(shared):
    shared.settings(f"{SEED}&dataset=xor&regDataset=reg-gauss")
    shared.run(f"await {P}.configure({{ problem: 'regression' }})")
    assert shared.find(".thumbs [aria-label='Multi Gaussian']").is_selected() and not shown(shared, ".thumbs label[title=Circle]")
    shared.run(f"await {P}.configure({{ problem: 'classification' }})")
    assert shared.find(".thumbs [aria-label='Exclusive or']").is_selected()


def test_row_63_all_settings_are_in_the_address(shared):
    changes = {"activation": "relu", "learningRate": 0.1, "networkShape": [8, 8], "sinX": True, "noise": 25, "dropout": 0.1}
    shared.run(f"await {P}.configure(args[0])", changes)
    shared.wait("location.hash.includes('dropout=0.1')")
    settings, errors = Settings.from_hash(shared.run("return location.hash"))
    assert not errors and settings.by_key() == shared.state["settings"]
    assert changes.items() <= settings.by_key().items()


HIDDEN = {
    "playButton": "[data-action=toggle]",
    "stepButton": "[data-action=step]",
    "resetButton": "[data-action=reset]",
    "dataset": ".thumbs",
    "numHiddenLayers": "[data-part=layer-buttons]",
    "percTrainData": "[data-control=percTrainData], [data-part=loss-test]",
    "layerwise": "[data-control=layerwiseGradientNormalization]",
    "animationSpeed": "[data-part=speed], [data-control=animationSpeed]",
    "sinX": "[data-name=feature-sinX]",
    "x": "[data-name=feature-x]",
    **{
        name: f"[data-control={name}]"
        for name in (
            *("showTestData", "discretize", "learningRate", "activation", "regularization", "regularizationRate", "problem", "noise"),
            *("batchSize", "dropout", "momentum", "learningRateAutotuning", "preventLossIncreases"),
        )
    },
}


def test_row_64_any_control_is_hidden_by_its_name(shared):
    shared.settings(f"{SEED}&regularization=L2")
    shared.find("[data-action=settings]").click()
    assert [name for name, selector in HIDDEN.items() if not shown(shared, selector)] == []
    shared.settings(f"{SEED}&regularization=L2&" + "&".join(f"{name}_hide=true" for name in HIDDEN))
    shared.run("deep('dialog[data-part=settings]').showModal()")
    assert [name for name, selector in HIDDEN.items() if shown(shared, selector)] == []
    assert shared.state["settings"]["regularization"] == "L2"  # a hidden setting still holds


def test_row_65_what_to_hide_is_chosen_by_ticking(shared):
    shared.settings(f"{SEED}&noise_hide=true")
    shared.find(".top [data-action=share]").click()
    shared.shown("dialog[data-part=share]")
    assert shared.find(".share input[value=noise]").is_selected()
    shared.find(".share input[value=activation]").click()
    link = shared.run("return deep('[data-part=share-link]').value")
    shared.settings(link.partition("#")[2])
    assert not shown(shared, "[data-control=noise]") and not shown(shared, "[data-control=activation]")


def test_row_66_an_embedded_page_has_the_playground_alone(page, site):
    gate = site.hold("pyodide.asm.wasm")
    page.open(site.url + "index.html#hideText=true&tutorial=anything")
    assert not shown(page, "header.top, footer, .gallery") and shown(page, "py-playground .boards")
    gate.set()


def test_row_67_back_and_forward_go_through_settings(shared):
    shared.run("history.pushState(history.state, '', location.hash)")
    shared.run(f"await {P}.configure({{ learningRate: 0.3 }})")
    shared.wait("location.hash.includes('learningRate=0.3')")
    shared.driver.back()
    shared.wait(f"{P}.state.settings.learningRate === 0.03")
    shared.driver.forward()
    shared.wait(f"{P}.state.settings.learningRate === 0.3")


def test_row_68_what_is_no_number_is_dark_grey(shared):
    shared.settings(f"{SEED}&activation=linear&learningRate=10&problem=regression")
    shared.step(30)
    red, green, blue_, _ = shared.pixel(MAP, 0.5, 0.5)
    assert red == green == blue_ < 140
    assert shared.text("[data-part=loss-test]") in ("not a number", "infinite")
    assert "ran away" in shared.text("[data-part=notice-title]")


def test_row_69_every_setting_is_explained_and_leads_to_where_the_course_explains_it(shared):
    shared.find("[data-action=settings]").click()
    shown_of = shared.run(
        # The inputs have one help for all of them.
        "const help = (e) => e.querySelector('.help:not(.reason)') ?? e.closest('section').querySelector(':scope > .help');"
        "return [...deepAll('dialog[data-part=settings] [data-control]')].map((e) =>"
        "[e.dataset.control, help(e).checkVisibility(), help(e).querySelector('a').getAttribute('href')])"
    )
    wanted = {row.key: row.explained.replace("#", ".html#") for row in TABLE}
    assert {key: link for key, visible, link in shown_of if visible} == wanted  # that each leads somewhere: tests/builder/test_links.py


def test_row_70_own_data_in_and_data_weights_and_code_out(shared):
    shared.find("[data-action=own]").click()
    shared.shown("dialog[data-part=own] .own-plane")
    shared.settings(SEED)
    shared.run("deep('[role=tab][data-tab=save]').click()")
    shared.shown("[data-save=points]")
    assert shown(shared, "[data-save=numpy]") and shown(shared, "[data-save=pytorch]")


def test_row_71_several_classes_and_typed_inputs(shared):
    twin = shared.twin(f"{SEED}&dataset=blobs&classes=5&features=x1^2+x2^2", 10)
    assert twin.classes == 5 and twin.network.sizes[0] == 3 and twin.network.sizes[-1] == 5
    assert shared.run("return deepAll('.classes li').length") == 5


def test_row_72_a_phone_scrolls_only_down_and_a_screen_reader_hears_the_numbers(shared):
    shared.driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 360, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    )
    shared.wait("innerWidth === 360")
    shared.run("scrollTo(1000, 0)")
    assert shared.run("return [scrollX, document.documentElement.scrollWidth]") == [0, 360]
    strip = "deep('.strip').offsetHeight"
    one_row, epoch = shared.run(f"return [{strip}, deep('[data-part=epoch]').textContent]")
    shared.run("deep('[data-part=epoch]').textContent = '1,234,567'")
    assert shared.run(f"return {strip}") == one_row, "a long run leaves the buttons where they are"
    shared.run("deep('[data-part=epoch]').textContent = args[0]", epoch)
    shared.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    shared.step()
    assert shared.find("[data-part=live]").get_attribute("aria-live") == "polite"
    assert shared.text("[data-part=live]").startswith("Epoch 1. Test loss ")
