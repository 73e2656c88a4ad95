"""Addresses made for TensorFlow Playground and its fork give here the settings they say: every key, and the odd values too."""

import pytest

from pycore.settings import by_key

P = "deep('py-playground')"

#: Each address with the settings that are not the defaults, and the keys whose values can't be used, which the page explains.
LINKS = {
    "the default page's own link": (
        "activation=tanh&batchSize=10&dataset=circle&regDataset=reg-plane&learningRate=0.03&regularizationRate=0&noise=0"
        "&networkShape=4,2&seed=0.54321&showTestData=false&discretize=false&percTrainData=50&x=true&y=true&xTimesY=false"
        "&xSquared=false&ySquared=false&cosX=false&sinX=false&cosY=false&sinY=false&collectStats=false&problem=classification"
        "&initZero=false&hideText=false",
        {"seed": "0.54321"},
        [],
    ),
    "a spiral with all inputs": (
        "activation=relu&batchSize=10&dataset=spiral&regDataset=reg-plane&learningRate=0.03&regularizationRate=0&noise=0"
        "&networkShape=8,8&seed=0.10101&showTestData=true&discretize=true&percTrainData=80&x=true&y=true&xTimesY=true"
        "&xSquared=true&ySquared=true&sinX=true&sinY=true&problem=classification&initZero=false&hideText=false",
        {
            **{"activation": "relu", "dataset": "spiral", "networkShape": [8, 8], "seed": "0.10101", "showTestData": True},
            **{"discretize": True, "percTrainData": 80, "xTimesY": True, "xSquared": True, "ySquared": True, "sinX": True, "sinY": True},
        },
        [],
    ),
    "regression with a penalty": (
        "activation=linear&regularization=L1&batchSize=30&regDataset=reg-gauss&learningRate=0.001&regularizationRate=0.003"
        "&problem=regression&seed=0.3",
        {
            **{"activation": "linear", "regularization": "L1", "batchSize": 30, "regDataset": "reg-gauss", "learningRate": 0.001},
            **{"regularizationRate": 0.003, "problem": "regression", "seed": "0.3"},
        },
        [],
    ),
    "everything of the fork": (
        "activation=leaky_relu&regularization=L2&dataset=heart&learningRate=0.000003&momentum=0.95&dropout=0.2&animationSpeed=25"
        "&layerwiseGradientNormalization=0.8&learningRateAutotuning=0.01&preventLossIncreases=true",
        {
            "loss": "log",
            **{"activation": "leaky_relu", "regularization": "L2", "dataset": "heart", "learningRate": 0.000003, "momentum": 0.95},
            **{"dropout": 0.2, "animationSpeed": 25, "layerwiseGradientNormalization": 0.8, "learningRateAutotuning": 0.01},
            "preventLossIncreases": True,
        },
        [],
    ),
    "a flag is on unless it is the word false": (
        "discretize=0&showTestData=no&initZero=FALSE",
        {"discretize": True, "showTestData": True, "initZero": True},
        [],
    ),
    "no hidden layer, and empty values elsewhere": (
        "networkShape=&activation=&noise=&dataset=&seed=&discretize=",
        {"networkShape": []},
        [],
    ),
    "no number where there should be one": (
        "batchSize=abc&learningRate=NaN&noise=x&percTrainData=half&regularizationRate=-",
        {},
        ["batchSize", "learningRate", "noise", "percTrainData", "regularizationRate"],
    ),
    "more noise than the slider has": ("noise=60&dataset=gauss", {"noise": 60, "dataset": "gauss"}, []),
    "more noise than there can be": ("noise=90&dataset=xor", {"dataset": "xor", "noise": 50}, []),
    "names that do not exist": (
        "activation=cube&dataset=cats&problem=sorting&regularization=L3",
        {},
        ["activation", "dataset", "problem", "regularization"],
    ),
    "values that the page does not offer": (
        "learningRate=0.02&batchSize=100&networkShape=9,9,9,9,9,9,9,9&percTrainData=33&regularization=none",
        {"learningRate": 0.02, "batchSize": 100, "networkShape": [9] * 8, "percTrainData": 33},
        [],
    ),
    "parts taken away, and the text": (
        "dataset=moons&hideText=true&playButton_hide=false&stepButton_hide=true&x_hide=true&problem_hide=true&sinX=true"
        "&tutorial=../../<b>x</b>&cosX=true",
        {"dataset": "moons", "hideText": True, "sinX": True, "cosX": True},
        [],
    ),
}


@pytest.mark.parametrize("name", LINKS)
def test_an_old_link(shared, name):
    address, wanted, wrong = LINKS[name]
    shared.settings(address)
    defaults = {key: list(row.default) if isinstance(row.default, tuple) else row.default for key, row in by_key.items()}
    assert shared.state["settings"] == {**defaults, **wanted}
    explained = shared.run(
        "const said = [...deepAll('[data-control] .fault')].filter((fault) => fault.textContent);"
        "return said.map((fault) => fault.parentElement.dataset.control)"
    )
    assert sorted(set(explained)) == sorted(wrong)
    before = shared.state["lossTest"]
    assert shared.step(2)["epoch"] == 2
    assert shared.state["lossTest"] != before or shared.state["settings"]["initZero"]


def test_unknown_keys_stay_in_the_address(shared):
    shared.settings("seed=0.3&collectStats=true&somebody=else&playButton_hide=true")
    shared.run(f"await {P}.configure({{ noise: 5 }})")
    shared.wait("location.hash.includes('noise=5')")
    assert shared.run("return location.hash").split("&")[2:] == ["collectStats=true", "somebody=else", "playButton_hide=true"]
    assert not shared.find("[data-action=toggle]").is_displayed()


def test_a_link_followed_on_the_page_opens_what_it_says(shared):
    shared.run("location.hash = '#dataset=spiral&networkShape=3&noise=10'")
    shared.wait(f"{P}.state.settings.dataset === 'spiral'")
    assert shared.state["settings"]["networkShape"] == [3] and shared.state["settings"]["noise"] == 10
