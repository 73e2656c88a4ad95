"""Playgrounds in lessons: drawn by the builder with exactly the settings of their addresses, and refused by name when wrong."""

import json
import re

import jinja2
import pytest

from builder import lesson_playgrounds, paths
from builder.errors import BuildError
from pycore import Playground


@pytest.fixture(scope="module")
def environment():
    loader = jinja2.FileSystemLoader(paths.SITE / "templates")
    return jinja2.Environment(loader=loader, undefined=jinja2.StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True)


def render(environment, name, argument="", body="", numbering=None, **options):
    return str(lesson_playgrounds.DIRECTIVES[name](argument, options, body, environment, numbering))


def test_a_playground_shows_its_own_settings_before_any_script(environment):
    html = render(environment, "playground", "dataset=xor&networkShape=3&seed=0.5", "<p>Four squares.</p>", controls="learningRate noise")
    first = json.loads(re.search(r'data-part="first">(.*?)</script>', html)[1])
    assert first["layout"]["shape"] == [2, 3, 1] and first["layout"]["settings"]["dataset"] == "xor"
    p = Playground.from_hash("dataset=xor&networkShape=3&seed=0.5")
    assert f'<b data-part="loss-test">{p.loss_test:.3f}</b>' in html
    assert re.findall(r'data-control="(\w+)"', html) == ["learningRate", "noise"]
    assert 'href="index.html#dataset=xor&amp;networkShape=3&amp;seed=0.5"' in html and "<p>Four squares.</p>" in html


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
