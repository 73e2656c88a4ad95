"""Every setting can be changed on the page: by pictures, in the strip, in All settings, and by typing formulas."""

import re

import pytest
from selenium.webdriver.common.keys import Keys

from pycore import Playground
from pycore.settings import TABLE


@pytest.fixture
def playground(shared):
    return shared


def settings_when(page, script):
    page.wait(f"(s => {script})(deep('py-playground').state.settings)")
    return page.state["settings"]


def test_a_data_set_is_chosen_by_its_picture_or_by_the_arrow_keys(playground):
    playground.find(".thumbs label[title=Spiral]").click()
    settings_when(playground, "s.dataset === 'spiral'")
    radio = playground.find(".thumbs input[aria-label=Spiral]")
    assert radio.is_selected() and radio.accessible_name == "Spiral"
    radio.send_keys(Keys.ARROW_RIGHT)
    settings_when(playground, "s.dataset === 'moons'")


def test_pictures_are_upright(playground):
    # The heart's tip is its lowest point and stands in the middle.
    lowest = playground.run(
        "const d = [...deepAll('.thumbs label[title=Heart] path')].map(p => p.getAttribute('d')).join('');"
        "return [...d.matchAll(/M(\\d+) (\\d+)/g)].map(m => [+m[2], +m[1]]).sort((a, b) => b[0] - a[0])[0];"
    )
    assert lowest[0] > 40 and lowest[1] == pytest.approx(30, abs=3)


def test_each_problem_remembers_its_own_data(playground):
    playground.run("await deep('py-playground').configure({ dataset: 'xor' })")
    playground.run("await deep('py-playground').configure({ problem: 'regression', regDataset: 'reg-gauss' })")
    assert playground.find(".thumbs input[aria-label='Multi Gaussian']").is_selected()
    assert not playground.find(".thumbs label[title='Exclusive or']").is_displayed()
    playground.run("await deep('py-playground').configure({ problem: 'classification' })")
    assert playground.find(".thumbs input[aria-label='Exclusive or']").is_selected()


def test_classes_are_asked_for_only_where_there_can_be_several(playground):
    classes = playground.find(".data [data-control=classes]")
    assert not classes.is_displayed()
    playground.find(".thumbs label[title=Rings]").click()
    settings_when(playground, "s.dataset === 'rings'")
    assert classes.is_displayed()


def test_new_points_come_from_the_next_seed_and_start_all_over(playground):
    playground.step(5)
    before = playground.state
    playground.find(".data [data-action=seed]").click()
    playground.wait("deep('py-playground').state.epoch === 0")
    after = playground.state
    assert after["epoch"] == 0 and after["lossTest"] != before["lossTest"]
    assert playground.text("[data-part=epoch]") == "0"
    assert after["settings"]["seed"] == playground.run("return deep('py-playground').address").split("=")[1]


def test_formulas_are_added_by_typing_and_removed_by_a_click(playground):
    field = playground.find(".formula input")
    field.send_keys("x1^2 + x2^2" + Keys.ENTER)
    settings_when(playground, "s.features.length === 1")
    playground.wait("deep('.formula input').value === ''")
    assert playground.step(20)["epoch"] == 20
    field.send_keys("x1 +* 2" + Keys.ENTER)
    playground.wait("!deep('.formula .fault').hidden")
    assert "expected" in playground.text(".formula .fault")
    assert field.get_attribute("value") == "x1 +* 2"
    playground.find("[data-name^='feature-x1^2']").click()
    settings_when(playground, "s.features.length === 0")


def test_all_settings_holds_every_row_of_the_table_and_closes_with_escape(playground):
    playground.find("[data-action=settings]").click()
    drawn = playground.run("return [...deepAll('dialog [data-control]')].map(e => e.dataset.control)")
    assert sorted(drawn) == sorted(row.key for row in TABLE)
    helps = playground.run("return [...deepAll('dialog [data-control] .help:not(.reason)')].map(e => e.textContent)")
    # What stands in brackets, for those who hear the link, is the place that it leads to where that has another name.
    named = [re.sub(r" \([a-z0-9 ]+\)(?=, in a new tab$)", "", words) for words in helps]
    rows = [row for row in TABLE if row.group != "features" or row.kind != "flag"]  # the inputs have one help for all of them
    assert sorted(named) == sorted(f"{row.help} More about {row.label}, in a new tab" for row in rows)
    assert len({row.label for row in TABLE}) == len(TABLE)
    titles = playground.run("return [...deepAll('dialog[data-part=settings] h3')].map(e => e.textContent)")
    assert titles == ["Running", "Training", "Data", "Network", "Inputs", "Output", "Page"]
    playground.find("dialog [data-control=batchSize] input").send_keys(Keys.ARROW_RIGHT)
    settings_when(playground, "s.batchSize === 11")
    playground.find("dialog").send_keys(Keys.ESCAPE)
    assert not playground.find("dialog").is_displayed()
    assert playground.run("return deepActive().dataset.action") == "settings"


def sifted(page):
    return page.run("return [...deepAll('dialog [data-control]')].filter((e) => e.checkVisibility()).map((e) => e.dataset.control)")


def test_settings_are_found_by_words_and_by_differing_from_their_defaults(playground):
    playground.run("await deep('py-playground').configure({ noise: 20, beta1: 0.8 })")
    playground.find("[data-action=settings]").click()
    words, changed = playground.find("[data-part=settings-words]"), playground.find("[data-part=settings-changed]")
    words.send_keys("Adam")
    playground.wait("!deep('[data-part=settings-none]').hidden")
    found = sifted(playground)
    assert {"weightDecay", "optimizer", "beta1"} <= {*found} and "dataset" not in found
    assert playground.text("[data-part=settings-none]") == f"{len(found)} settings"
    words.send_keys(" zebra")
    playground.wait("deep('[data-part=settings-none]').textContent === 'No setting has these words.'")
    assert sifted(playground) == []
    words.clear()
    words.send_keys("x" + Keys.BACK_SPACE)
    changed.send_keys(Keys.SPACE)
    playground.wait("/^[0-9] settings$/.test(deep('[data-part=settings-none]').textContent)")
    settings = Playground.from_hash(playground.run("return deep('py-playground').address")).settings
    assert set(sifted(playground)) == {row.key for row in TABLE if getattr(settings, row.name) != row.default} >= {"beta1", "noise"}
    playground.find("dialog").send_keys(Keys.ESCAPE)
    playground.find("[data-action=settings]").click()
    assert len(sifted(playground)) == len(TABLE) and playground.find("[data-part=settings-none]").get_attribute("hidden")


def test_a_setting_without_effect_is_disabled_and_says_why(playground):
    playground.find("[data-action=settings]").click()
    control = playground.find("dialog [data-control=beta1]")
    assert not control.find_element("css selector", "input").is_enabled()
    assert "Adam" in control.find_element("css selector", ".reason").text
    playground.run("await deep('py-playground').configure({ optimizer: 'adam' })")
    assert control.find_element("css selector", "input").is_enabled()
    assert not control.find_element("css selector", ".reason").is_displayed()


def test_a_typed_value_that_is_not_allowed_says_so_beside_its_control(playground):
    playground.find("[data-action=settings]").click()
    field = playground.find("dialog [data-control=networkShape] input")
    field.send_keys(Keys.CONTROL + "a" + Keys.NULL + "8,0" + Keys.ENTER)
    playground.wait("!deep('dialog [data-control=networkShape] .fault').hidden")
    assert playground.state["settings"]["networkShape"] == [4, 2]
    assert field.get_attribute("value") == "4,2"
    field.send_keys(Keys.CONTROL + "a" + Keys.NULL + "8,8" + Keys.ENTER)
    settings_when(playground, "s.networkShape.join() === '8,8'")
