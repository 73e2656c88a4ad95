"""Playgrounds in lessons: drawn by the builder with exactly the settings of their addresses, and refused by name when wrong."""

import json
import re

import pytest

from builder import lesson_playgrounds, pages
from builder.errors import BuildError
from builder.paths import SITE
from pycore import Playground
from pycore.lessons.exercises import exercises_model as exercises


@pytest.fixture(scope="module")
def environment():
    return pages.environment_of(SITE / "templates")


def render(environment, name, argument="", body="", numbering=None, **options):
    return str(lesson_playgrounds.DIRECTIVES[name](argument, options, body, environment, numbering))


def test_a_playground_shows_its_own_settings_before_any_script(environment):
    html = render(environment, "playground", "dataset=xor&networkShape=3&seed=0.5", "<p>Four squares.</p>", controls="learningRate noise")
    first = json.loads(re.search(r'data-part="first">(.*?)</script>', html)[1])
    assert first["layout"]["shape"] == [2, 3, 1]
    assert first["layout"]["settings"] == {"dataset": "xor", "networkShape": [3], "seed": "0.5"}  # the others are as by default
    p = Playground.from_hash("dataset=xor&networkShape=3&seed=0.5")
    assert f'<b data-part="loss-test">{p.loss_test:.3f}</b>' in html
    assert re.findall(r'data-control="(\w+)"', html) == ["learningRate", "noise"]
    assert 'href="index.html#dataset=xor&amp;networkShape=3&amp;seed=0.5"' in html and "<p>Four squares.</p>" in html


def test_it_tells_dropout_and_how_far_a_regression_is_off_before_any_script(environment):
    html = render(environment, "playground", "problem=regression&dropout=0.2")
    p = Playground(problem="regression", dropout=0.2)
    assert "data-masked" in html and f"RMSE\u00a0{p.rmse():.4g} · R²\u00a0{p.r2():.3f}</span>" in html
    assert "data-masked" not in render(environment, "playground")


def test_playgrounds_of_one_page_have_radio_buttons_of_their_own(environment):
    numbering = {}
    html = "".join(render(environment, "playground", numbering=numbering) for _ in range(2))
    assert len(set(re.findall(r'name="(speed-of-\d+)"', html))) == 2


def test_it_carries_no_window_and_no_second_copy_of_its_picture(environment):
    html = render(environment, "playground", "networkShape=8,8,8&dataset=spiral")
    assert "<dialog" not in html and '"frame"' not in html
    assert len(html) < 120_000


@pytest.mark.parametrize(
    ("argument", "options", "words"),
    [
        ("datset=xor", {}, "'datset=xor', which is no setting"),
        ("dataset=square", {}, "dataset"),
        ("", {"controls": "learningRate networkShape"}, "'networkShape' is no setting that has a control"),
        ("", {"control": "noise"}, "'control' is no option of a playground"),
    ],
)
def test_what_is_wrong_is_named(environment, argument, options, words):
    with pytest.raises(BuildError, match=words):
        render(environment, "playground", argument, **options)


def test_differences_are_said_in_the_words_of_the_page():
    addresses = ("networkShape=5", "networkShape=5,2&preventLossIncreases=true")
    before, after = (lesson_playgrounds.settings_of(address) for address in addresses)
    assert lesson_playgrounds.differences(before, after) == [("Hidden layers", "5 → 5, 2"), ("Prevent loss increases", "off → on")]


def test_a_pair_begins_from_one_seed_and_says_what_is_different(environment):
    html = render(environment, "pair", "seed=0.5&networkShape=8", after="dropout=0.2", epochs="300", right="Dropped")
    layouts = [json.loads(text)["layout"]["settings"] for text in re.findall(r'data-part="first">(.*?)</script>', html)]
    assert [(each["seed"], each.get("dropout")) for each in layouts] == [("0.5", None), ("0.5", 0.2)]
    assert 'data-epochs="300"' in html and "0% → 20%" in html and "Epoch of 300" in html
    losses = re.findall(r'data-part="loss-test">([\d.]+)', html)
    assert losses[0] == f"{Playground.from_hash('seed=0.5&networkShape=8').loss_test:.3f}"


def test_a_pair_may_change_its_second_half_later(environment):
    html = render(environment, "pair", "regularization=L2", at="100", then="regularizationRate=0.01")
    found = re.search(r'data-at="100" data-then="(.*?)"', html)[1]
    assert json.loads(found.replace("&#34;", '"')) == {"regularizationRate": 0.01}
    assert "At epoch 100: Regularisation rate" in html


def test_an_exercise_has_a_button_for_each_variant_and_a_chip_for_each_goal(environment):
    html = render(environment, "exercise", "learning-rate", controls="learningRate")
    exercise = exercises.by_name["learning rate"]
    assert re.findall(r'data-variant="([^"]*)"', html) == ["", *(variant.name for variant in exercise.variants)]
    assert re.findall(r'data-part="goal-name">([^<]*)<', html) == [str(goal) for goal in exercise.goals]
    assert exercise.link("lower").replace("&", "&amp;") in html


def test_a_tour_takes_its_steps_from_the_list_in_its_body(environment):
    html = render(environment, "tour", "", "<ol><li>One</li><li>Two</li></ol>", steps="output hidden")
    assert re.findall(r'data-step="(\w+)">(\w+)<', html) == [("output", "One"), ("hidden", "Two")]


@pytest.mark.parametrize(
    ("name", "argument", "options", "words"),
    [
        ("pair", "", {}, "a pair needs `after`"),
        ("pair", "", {"after": "dropout=0.5", "at": "5"}, "`at` and `then` come together"),
        ("pair", "", {"after": "dropout=0.5", "epochs": "many"}, "epochs: expected a whole number, got 'many'"),
        ("exercise", "no-such", {}, "there is no exercise 'no-such'; there are first-network"),
        ("tour", "", {"steps": "output roof"}, "each one of output"),
    ],
)
def test_what_is_wrong_in_other_blocks_is_named(environment, name, argument, options, words):
    with pytest.raises(BuildError, match=words):
        render(environment, name, argument, "<ol><li>One</li><li>Two</li></ol>", **options)
