"""The reference's table of features in the page, rows 1 to 25: data, inputs, network, losses, batches, regularisation.

Numbers are Python's, so most rows hold the page to pycore's own playground of the same address (`twin`), which the tests of
pycore hold to the reference's recorded runs; what the row says is then asserted of that.
"""

import numpy as np
import pytest

from pycore.data.rng import SeededRandom

SEED = "seed=0.12345"


def options(page, key, place="dialog"):
    """Return what a select offers."""
    return page.run("return [...deepAll(args[0] + ' option')].map((o) => o.text)", f"{place} [data-control={key}]")


def slider(page, key):
    """Return lowest, highest and step of a slider in the page."""
    selector = f"[data-control={key}] input[type=range]"
    return page.run("const i = deep(args[0]); return [+i.min, +i.max, +i.step]", selector)


def table(page):
    """Return the numbers of the page's table of weights and biases, by layer."""
    page.run("deep('details.weights').open = true")
    page.wait("deepAll('.weights td').length > 0")
    layers = page.run(
        "const numbers = (row) => [...row.cells].slice(1).map((cell) => Number(cell.textContent));"
        "return [...deepAll('.weights table')].map((table) => [...table.tBodies[0].rows].map(numbers));"
    )
    page.run("deep('details.weights').open = false")
    return layers


def whole(playground):
    """Return all points, the training points first."""
    return np.concatenate([playground.train_points, playground.test_points])


def has_picture(page, label):
    return page.run("return !!deep(`.thumbs [aria-label='${args[0]}']`).parentElement.querySelector('path')", label)


@pytest.mark.parametrize(("key", "label"), [("circle", "Circle"), ("xor", "Exclusive or"), ("gauss", "Gaussian"), ("spiral", "Spiral")])
def test_row_01_the_reference_s_four_data_sets_of_500_points(shared, key, label):
    points = whole(shared.twin(f"{SEED}&dataset={key}", 1))
    assert len(points) == 500 and set(points[:, 2]) == {-1, 1}
    assert has_picture(shared, label)


@pytest.mark.parametrize(("key", "label"), [("reg-plane", "Plane"), ("reg-gauss", "Multi Gaussian")])
def test_row_02_two_regression_sets_of_1200_points(shared, key, label):
    points = whole(shared.twin(f"{SEED}&problem=regression&regDataset={key}", 1))
    assert len(points) == 1200 and len(set(points[:, 2])) > 400
    assert has_picture(shared, label)


@pytest.mark.parametrize(("key", "label"), [("moons", "Moons"), ("heart", "Heart")])
def test_row_03_moons_and_heart(shared, key, label):
    assert len(whole(shared.twin(f"{SEED}&dataset={key}", 1))) == 500
    assert has_picture(shared, label)


@pytest.mark.parametrize(("key", "label"), [("snowflake", "Snowflake"), ("infinity", "Infinity")])
def test_row_04_snowflake_and_infinity(shared, key, label):
    assert len(whole(shared.twin(f"{SEED}&dataset={key}", 1))) == 500
    assert has_picture(shared, label)


def test_row_05_noise_means_what_it_means_for_each_set(shared):
    assert slider(shared, "noise") == [0, 50, 5]
    clean, noisy = (whole(shared.twin(f"{SEED}&dataset=circle&noise={noise}")) for noise in (0, 50))
    assert {tuple(point) for point in clean[:, :2]} == {tuple(point) for point in noisy[:, :2]}  # the places stay, labels change
    assert sorted(clean[:, 2]) != sorted(noisy[:, 2])
    clean, noisy = (whole(shared.twin(f"{SEED}&dataset=spiral&noise={noise}")) for noise in (0, 50))
    assert (clean[:, 2] == noisy[:, 2]).all()  # the labels stay, places move by at most a half
    assert 0 < np.abs(clean[:, :2] - noisy[:, :2]).max() <= 0.5
    clean, noisy = (whole(shared.twin(f"{SEED}&dataset=gauss&noise={noise}")) for noise in (0, 50))
    spreads = [points[points[:, 2] > 0][:, :2].var() for points in (clean, noisy)]
    assert spreads == pytest.approx([0.5, 4], rel=0.2)


def test_row_06_the_training_share_is_a_prefix_of_one_shuffle(shared):
    assert slider(shared, "percTrainData") == [10, 90, 10]
    third, most = (shared.twin(f"{SEED}&percTrainData={share}", 1) for share in (30, 90))
    assert (len(third.train_points), len(most.train_points)) == (150, 450)
    assert (whole(third) == whole(most)).all()


def test_row_07_points_are_not_shuffled_again(shared):
    before = shared.twin(SEED).train_points
    assert (shared.twin(SEED, 5).train_points == before).all()


def test_row_08_the_seed_fixes_points_and_first_weights_and_reset_keeps_them(shared):
    first = shared.settings(SEED).state
    weights = table(shared)
    shared.step(3)
    shared.run("await deep('py-playground').reset()")
    assert shared.state == first and table(shared) == weights
    shared.settings("seed=0.5")
    assert table(shared) != weights and shared.state["lossTest"] != first["lossTest"]
    assert shared.settings(SEED).state == first


def test_row_09_new_points_come_from_the_next_seed_and_start_afresh(shared):
    shared.step(5)
    shared.find(".data [data-action=seed]").click()
    shared.wait("deep('py-playground').state.epoch === 0")
    assert shared.state["settings"]["seed"] == SeededRandom("0.12345").new_seed()
    assert shared.text("[data-part=epoch]") == "0"


def test_row_10_the_seven_inputs_stand_in_the_reference_s_order_and_are_raw(shared):
    shared.settings(f"{SEED}&xSquared=true&ySquared=true&xTimesY=true&sinX=true&sinY=true")
    names = shared.run(
        "const top = (button) => parseFloat(button.style.top);"
        "const inputs = [...deepAll('[data-name^=feature-]')].sort((a, b) => top(a) - top(b));"
        "return inputs.map((button) => button.dataset.name.slice('feature-'.length));"
    )
    assert names[:7] == ["x", "y", "xSquared", "ySquared", "xTimesY", "sinX", "sinY"]
    twin = shared.twin(f"{SEED}&xSquared=true&ySquared=true&xTimesY=true&sinX=true&sinY=true", 1)
    values = [float(feature.function(np.array([6.0]), np.array([-5.0]))[0]) for feature in twin.features]
    assert values == pytest.approx([6, -5, 36, 25, -30, np.sin(6), np.sin(-5)])


def test_row_11_a_network_without_inputs_trains_its_biases(shared):
    assert shared.twin(f"{SEED}&x=false&y=false", 5).network.sizes[0] == 0
    assert shared.text("[data-part=loss-test]") == f"{shared.state['lossTest']:.3f}"


def test_row_12_none_to_six_layers_and_one_to_eight_neurons_and_more_by_the_address(shared):
    def press(name, times=1):
        for _ in range(times):
            before = shared.run("return deep('py-playground').address")
            shared.run("deep(`[data-name=${args[0]}]`).click()", name)
            shared.wait("deep('py-playground').address !== arguments[0]", before)

    press("less", 2)
    assert shared.step()["settings"]["networkShape"] == []
    assert shared.find("[data-name=less]").get_attribute("aria-disabled") == "true"
    press("more", 6)
    assert shared.state["settings"]["networkShape"] == [2] * 6
    press("more-1", 6)
    press("less-2")
    assert shared.step()["settings"]["networkShape"] == [8, 1, 2, 2, 2, 2]
    shared.twin(f"{SEED}&networkShape=10,10,10,10,10,10,10,10", 1)


def test_row_13_first_weights_are_within_a_half_and_biases_a_tenth(shared):
    layers = table(shared)
    assert [[len(unit) for unit in layer] for layer in layers] == [[3] * 4, [5] * 2, [3]]
    assert all(unit[-1] == 0.1 for layer in layers for unit in layer)
    weights = [weight for layer in layers for unit in layer for weight in unit[:-1]]
    assert max(map(abs, weights)) <= 0.5 and len(set(weights)) > 15


def test_row_14_all_zero_by_the_address_never_leaves_zero(shared):
    twin = shared.twin(f"{SEED}&initZero=true", 20)
    assert all(weight == 0 for layer in table(shared)[:2] for unit in layer for weight in unit)
    assert twin.loss_train == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize(("key", "label"), [("relu", "ReLU"), ("tanh", "Tanh"), ("sigmoid", "Sigmoid"), ("linear", "Linear")])
def test_row_15_the_reference_s_activations(shared, key, label):
    shared.twin(f"{SEED}&activation={key}", 3)
    assert label in options(shared, "activation", ".strip")


@pytest.mark.parametrize(("key", "label"), [("leaky_relu", "Leaky ReLU"), ("elu", "ELU"), ("swish", "Swish"), ("softplus", "SoftPlus")])
def test_row_16_the_fork_s_activations(shared, key, label):
    shared.twin(f"{SEED}&activation={key}", 3)
    assert label in options(shared, "activation", ".strip")


def test_row_17_the_output_is_tanh_for_classes_and_linear_for_numbers(shared):
    place = np.array([[3.0, -2.0]])
    for address, output in ((SEED, np.tanh), (f"{SEED}&problem=regression", lambda z: z)):
        twin = shared.twin(f"{address}&networkShape=&activation=relu", 3)
        [(bias, weights)] = twin.layers()
        assert twin.predict(place) == pytest.approx(output(place @ weights[0] + bias))


def test_row_18_classes_cost_half_the_square_or_the_surprise(shared):
    twin = shared.twin(SEED, 5)
    x, label = twin.test_points[:, :2], twin.test_points[:, 2]
    assert shared.state["lossTest"] == pytest.approx(0.5 * ((twin.predict(x) - label) ** 2).mean(), rel=1e-7)
    twin = shared.twin(f"{SEED}&loss=log", 5)
    right = (1 + label * twin.predict(x)) / 2
    assert shared.state["lossTest"] == pytest.approx(-np.log(right).mean(), rel=1e-7)


def test_row_19_numbers_cost_half_the_square(shared):
    twin = shared.twin(f"{SEED}&problem=regression&regDataset=reg-gauss", 3)
    x, label = twin.test_points[:, :2], twin.test_points[:, 2]
    assert shared.state["lossTest"] == pytest.approx(0.5 * ((twin.predict(x) - label) ** 2).mean(), rel=1e-7)


def test_row_20_gradients_are_averaged_over_batches_of_1_to_30(shared):
    assert slider(shared, "batchSize") == [1, 30, 1]
    losses = {size: shared.twin(f"{SEED}&batchSize={size}", 2).loss_train for size in (1, 10, 25)}
    assert len(set(losses.values())) == 3


def test_row_21_a_remainder_is_carried_into_the_next_epoch(shared):
    shared.twin(f"{SEED}&batchSize=30", 1)  # of 250 points
    shared.run("deep('[role=tab][data-tab=step]').click(); deep('[data-part=step-run]').click();")
    shared.wait("!!deep('[data-part=step] p')")
    assert "follows the mean gradient of 40 points" in shared.text("[data-part=step] p")
    shared.twin(f"{SEED}&batchSize=30", 4)
    # A batch larger than what there is to train on takes all of it.
    losses = [shared.twin(f"{SEED}&batchSize={size}", 3).loss_train for size in (250, 251)]
    assert losses[0] == losses[1] != shared.twin(SEED, 0).loss_train


def test_row_22_no_regularisation_is_the_default_and_can_be_chosen(shared):
    assert shared.state["settings"]["regularization"] == "none"
    assert options(shared, "regularization", ".strip") == ["None", "L1", "L2"]
    assert not shared.find(".strip [data-control=regularizationRate]").is_displayed()


def test_row_23_l1_lets_weights_die_for_good(shared):
    twin = shared.twin(f"{SEED}&regularization=L1&regularizationRate=0.03", 10)
    dead = [index for index, weight in enumerate(twin.network.parameters[0]) if weight == 0]
    assert dead
    cells = [number for layer in table(shared) for unit in layer for number in unit]
    assert cells.count(0) >= len(dead)
    twin.train(5)
    assert all(twin.network.parameters[0][index] == 0 for index in dead)


def test_row_24_l2_keeps_weights_small(shared):
    free, held = (shared.twin(f"{SEED}&regularization={kind}&regularizationRate=0.03", 20) for kind in ("none", "L2"))
    lengths = [np.linalg.norm([w for _, weights in twin.layers() for w in weights.ravel()]) for twin in (free, held)]
    assert lengths[1] < 0.7 * lengths[0]


def test_row_25_the_penalty_is_not_in_the_loss_and_spares_biases(shared):
    assert shared.twin(f"{SEED}&regularization=L2&regularizationRate=10").loss_train == shared.twin(SEED).loss_train
    # So strong a pull that only the biases are left after an update; what they learn is the same for every place.
    twin = shared.twin(f"{SEED}&regularization=L2&regularizationRate=0.3&learningRate=0.3&x=false&y=false&networkShape=", 3)
    assert twin.loss_train == pytest.approx(shared.twin(f"{SEED}&learningRate=0.3&x=false&y=false&networkShape=", 3).loss_train)
