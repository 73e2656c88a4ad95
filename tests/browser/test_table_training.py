"""The reference's table of features in the page, rows 26 to 44: rates, averaging, tuning, dropout, speed, running, losses."""

import numpy as np
import pytest
from selenium.webdriver.common.keys import Keys

from pycore.nn.tuning import LEARNING_RATES

SEED = "seed=0.12345"
P = "deep('py-playground')"


def options(page, key):
    """Return what a select of All settings offers."""
    return page.run("return [...deepAll(`dialog [data-control=${args[0]}] option`)].map((o) => o.text)", key)


def choose(page, key, label):
    """Choose an option in All settings, as a reader does."""
    page.run(
        "const select = deep(`dialog [data-control=${args[0]}] select`);"
        "select.selectedIndex = [...select.options].findIndex((option) => option.text === args[1]);"
        "select.dispatchEvent(new Event('change', { bubbles: true }));",
        key,
        label,
    )


def settings_when(page, key, value):
    page.wait(f"{P}.state.settings[arguments[0]] === arguments[1]", key, value)


def changes_live(page, key, label, value):
    """Assert that a choice takes effect in the middle of a training, without beginning it again."""
    page.step(3)
    choose(page, key, label)
    settings_when(page, key, value)
    assert page.step()["epoch"] == 4


def test_row_26_ten_regularisation_rates_that_act_at_once(shared):
    shared.settings(f"{SEED}&regularization=L2")
    assert [float(label) for label in options(shared, "regularizationRate")] == [0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10]
    changes_live(shared, "regularizationRate", "0.1", 0.1)


def test_row_27_fifteen_learning_rates_that_act_at_once_and_the_label_says_where_tuning_is(shared):
    assert [float(label) for label in options(shared, "learningRate")] == list(LEARNING_RATES) and len(LEARNING_RATES) == 15
    changes_live(shared, "learningRate", "0.3", 0.3)
    shared.twin(f"{SEED}&learningRate=3&preventLossIncreases=true&learningRateAutotuning=0.0001", 2)
    assert ", now " in shared.text("[data-control=learningRate] .k")


def test_row_28_gradient_averaging_in_13_steps(shared):
    assert [float(label) for label in options(shared, "momentum")] == [*(round(0.1 * n, 1) for n in range(10)), 0.95, 0.99, 0.999]
    changes_live(shared, "momentum", "0.9", 0.9)
    shared.twin(f"{SEED}&momentum=0.9", 3)


def test_row_29_layerwise_normalisation_from_none_to_maximal(shared):
    shown = options(shared, "layerwiseGradientNormalization")
    assert (shown[0], shown[-1], len(shown)) == ("None", "Maximal", 11)
    changes_live(shared, "layerwiseGradientNormalization", "0.8", 0.8)
    shared.twin(f"{SEED}&layerwiseGradientNormalization=0.8&networkShape=4,2,2,2,2,2", 3)


def test_row_30_a_bandit_tunes_the_learning_rate(shared):
    assert options(shared, "learningRateAutotuning") == ["None", "0.0001", "0.001", "0.01", "0.1", "1"]
    changes_live(shared, "learningRateAutotuning", "0.1", 0.1)
    twin = shared.twin(f"{SEED}&learningRateAutotuning=0.1", 20)
    assert twin.learning_rate in LEARNING_RATES


def test_row_31_the_rate_goes_up_only_after_it_has_done_well(shared):
    address = f"{SEED}&learningRate=10&learningRateAutotuning=0.01&dataset=spiral"
    twin = shared.twin(address)
    bad = None
    for _ in range(30):
        before, rate = twin.loss_train, twin.learning_rate
        twin.train(1)
        if bad is None and twin.loss_train >= before:
            bad = rate
            assert twin.learning_rate <= rate  # one phantom observation of 0 and a loss: not favourable
    assert bad is not None
    shared.twin(address, 30)


def test_row_32_loss_increases_are_taken_back(shared):
    address = f"{SEED}&learningRate=3&preventLossIncreases=true&learningRateAutotuning=0.0001"
    shared.settings(address)
    losses = [shared.step()["lossTrain"] for _ in range(12)]
    assert all(after <= before for before, after in zip(losses, losses[1:], strict=False))
    shared.settings(f"{SEED}&learningRate=3")
    losses = [shared.step()["lossTrain"] for _ in range(4)]
    assert any(after > before for before, after in zip(losses, losses[1:], strict=False))  # otherwise nothing was shown above


def test_row_33_preventing_increases_switches_tuning_on(shared):
    shared.run("deep('dialog [data-control=preventLossIncreases] input').click()")
    settings_when(shared, "learningRateAutotuning", 0.0001)
    shared.run("deep('dialog [data-control=preventLossIncreases] input').click()")
    settings_when(shared, "preventLossIncreases", False)
    assert shared.state["settings"]["learningRateAutotuning"] == 0.0001


def test_row_34_dropout_leaves_hidden_units_out_for_an_epoch(shared):
    assert options(shared, "dropout") == [f"{share}%" for share in range(0, 100, 10)]
    twin = shared.twin(f"{SEED}&dropout=0.5", 5)
    assert {round(float(keep), 6) for layer in twin.trainer.keep for keep in np.ravel(layer)} <= {0, 1, 2}


def test_row_35_dropout_at_zero_shows_the_tested_boundary_at_once(shared):
    shared.settings(f"{SEED}&dropout=0.5&networkShape=8,8")
    shared.step(9)
    picture = "return deep('.field-map').toDataURL()"
    before = shared.run(picture)
    shared.run(f"await {P}.configure({{ dropout: 0 }})")
    assert shared.state["epoch"] == 9 and shared.run(picture) != before


def test_row_36_dropout_slows_the_pictures_down(shared):
    choose(shared, "dropout", "30%")
    settings_when(shared, "dropout", 0.3)
    assert shared.state["settings"]["animationSpeed"] == 5
    choose(shared, "dropout", "0%")
    settings_when(shared, "dropout", 0)
    assert shared.state["settings"]["animationSpeed"] == 5


def test_row_37_six_speeds_and_full_speed(shared):
    assert [label.rpartition(" ")[2] for label in options(shared, "animationSpeed")] == ["frame", "Max", "50%", "25%", "10%", "5%", "1%"]
    shared.settings(f"{SEED}&animationSpeed=25")
    shared.run(
        f"const p = {P}; let frames = 0; p.play();"
        "const count = () => { frames++; if (p.state.epoch < 5) requestAnimationFrame(count); else window.took = frames; };"
        "requestAnimationFrame(count);"
    )
    shared.wait("window.took")
    shared.run(f"{P}.pause()")
    assert shared.run("return took") >= 4 * 4  # the first epoch comes at once, each other after four frames


def test_row_38_run_pause_step_and_reset(shared):
    shared.find("[data-action=step]").click()
    shared.wait(f"{P}.state.epoch === 1")
    shared.find("[data-action=toggle]").click()
    shared.wait(f"{P}.state.epoch > 2 && {P}.state.playing")
    shared.find("[data-action=step]").click()
    shared.wait(f"!{P}.state.playing")
    shared.find("[data-action=reset]").click()
    shared.wait(f"{P}.state.epoch === 0")


def test_row_39_one_epoch_for_each_animation_frame(shared):
    shared.run(
        f"const p = {P}; window.seen = []; window.noted = () => seen.push([frame, p.state.epoch]);"
        "let frame = 0; const tick = () => { frame++; if (seen.length < 30) requestAnimationFrame(tick); }; tick();"
        "p.addEventListener('frame', noted); p.play();"
    )
    shared.wait("seen.length > 20")
    shared.run(f"{P}.pause(); {P}.removeEventListener('frame', noted)")
    seen = shared.run("return seen.slice(0, 20)")
    assert [epoch for _, epoch in seen] == list(range(1, 21))
    assert len({frame for frame, _ in seen}) == len(seen)


@pytest.mark.parametrize(("key", "label"), [("activation", "ReLU"), ("regularization", "L2"), ("optimizer", "Adam")])
def test_row_40_a_change_of_the_network_pauses_and_begins_again(shared, key, label):
    shared.run(f"{P}.play()")
    shared.wait(f"{P}.state.epoch > 1")
    choose(shared, key, label)
    shared.wait(f"{P}.state.epoch === 0 && !{P}.state.playing")
    assert shared.text("[data-part=epoch]") == "0"


def test_row_41_the_epoch_is_read_out_in_full(shared):
    shared.settings(f"{SEED}&networkShape=&x=false")
    shared.step(1234)
    assert shared.text("[data-part=epoch]") == "1,234"


def test_row_42_keys_run_step_and_reset(shared):
    shared.find("body").send_keys(Keys.ARROW_RIGHT)
    shared.wait(f"{P}.state.epoch === 1")
    shared.find("body").send_keys(" ")
    shared.wait(f"{P}.state.playing")
    shared.find("body").send_keys("r")
    shared.wait(f"{P}.state.epoch === 0 && !{P}.state.playing")


def test_row_43_losses_with_three_decimals_and_under_dropout_with_its_mask(shared):
    state = shared.step(7)
    assert shared.text("[data-part=loss-test]") == f"{state['lossTest']:.3f}"
    assert shared.text("[data-part=loss-train]") == f"{state['lossTrain']:.3f}"
    shared.twin(f"{SEED}&dropout=0.3", 7)


def test_row_44_the_chart_draws_both_losses_and_its_length_stays_bounded(shared):
    picture = "return deep('[data-part=chart] canvas').toDataURL()"
    empty = shared.run(picture)
    history = shared.twin(f"{SEED}&networkShape=&x=false", 1500).history
    assert len(history) < 1500 and shared.run(picture) != empty
    shared.find("[data-part=chart] canvas").send_keys(Keys.ARROW_LEFT)
    epoch, train, test = history[-1, :3]
    assert shared.text("[data-part=chart-tip]") == f"Epoch {epoch:,.0f} · test {test:.3f} · training {train:.3f}"
    shared.run("deepActive().blur()")
