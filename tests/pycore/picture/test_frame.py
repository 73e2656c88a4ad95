"""The picture's buffer holds what the playground is, where the layout says, and the bridge keeps it so."""

import json

import numpy as np
import pytest

from pycore import Playground, SettingError
from pycore.page import bridge
from pycore.picture import colours
from pycore.picture.frame import Frame
from pycore.picture.maps import ERROR_LIMIT, Maps

TYPES = {"f64": np.float64, "f32": np.float32, "u8": np.uint8}


def section(buffer, layout, name):
    where = layout["sections"][name]
    dtype = np.dtype(TYPES[where["type"]])
    return buffer[where["offset"] : where["offset"] + where["length"] * dtype.itemsize].view(dtype)


def test_sections_lie_behind_each_other_on_multiples_of_eight_bytes():
    layout = Frame(Playground(network_shape=(3,))).layout()
    end = 0
    for where in layout["sections"].values():
        assert where["offset"] % 8 == 0
        assert where["offset"] >= end
        end = where["offset"] + where["length"] * np.dtype(TYPES[where["type"]]).itemsize
    assert end <= layout["bytes"]


def test_the_header_and_the_parameters_are_those_of_the_playground():
    p = Playground()
    frame = Frame(p)
    p.train(7)
    frame.fill()
    layout = frame.layout()
    header = section(frame.buffer, layout, "header")
    assert header[:5].tolist() == [7, p.loss_train, p.loss_test, -1, 2]
    assert np.array_equal(section(frame.buffer, layout, "parameters"), p.network.parameters[0])
    history = section(frame.buffer, layout, "history").reshape(-1, 5)[:2]
    assert np.array_equal(history, p.history)


def test_the_map_shows_the_prediction_at_its_samples():
    p = Playground(dataset="xor", network_shape=(8,))
    p.train(60)
    frame = Frame(p)
    output = section(frame.buffer, frame.layout(), "output").reshape(100, 100)
    for row, column in ((0, 0), (99, 0), (10, 90), (50, 50), (37, 62)):
        value = p.predict([(-6 + 12 * column / 99, 6 - 12 * row / 99)])[0]
        assert output[row, column] == pytest.approx(
            min(30, int((value + 1) * 15.5)), abs=int(abs((value + 1) * 15.5 % 1 - 0.5) > 0.2)
        )


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"x_squared": True, "x_times_y": True, "sin_x": True, "network_shape": (8, 8, 8)},
        {"activations": ("relu", "sigmoid", "swish", "elu"), "network_shape": (3, 4, 5, 2), "cos_y": True},
        {"activation": "leaky_relu", "problem": "regression"},
        {"activation": "softplus", "dropout": 0.3},
        {"dropout": 0.5, "network_shape": (8, 8)},
        {"network_shape": ()},
        {"x": False, "y": False},
        {"expressions": ("x1 * x2^2",), "y": False},
        {"dataset": "blobs", "classes": 4},
        {"learning_rate": 10.0, "x_squared": True, "y_squared": True},
    ],
)
def test_maps_are_the_network_s_values_whatever_the_short_cuts(settings):
    p = Playground(**settings)
    p.train(20)
    places = np.column_stack(colours.grid(50))
    expected = p.probabilities(places, with_dropout=True)[:, 0] * 2 - 1 if p.classes > 2 else p.predict(places, with_dropout=True)
    blocks = expected.reshape(10, 5, 10, 5).mean(axis=(1, 3))
    for exact, tolerance in ((True, 1e-11), (False, ERROR_LIMIT)):
        maps = Maps(p.network, p.features, 50, 10, p.trainer.keep, exact=exact)
        maps.fill()
        output = np.empty((50, 50))
        maps.write_output(output)
        assert output.ravel() == pytest.approx(expected, rel=1e-9, abs=tolerance)
        assert maps.means[sum(p.network.sizes[1:-1])] == pytest.approx(blocks, rel=1e-9, abs=tolerance)


@pytest.mark.parametrize("scale", [0.1, 1, 3, 10, 1e3, 1e200, np.inf, np.nan])
@pytest.mark.parametrize("dropout", [0.0, 0.9])
def test_the_short_cuts_error_stays_below_its_limit_for_any_weights(scale, dropout):
    p = Playground(network_shape=(8, 8, 8, 8, 8), x_times_y=True, dropout=dropout)
    with np.errstate(all="ignore"):
        p.set_layers([(scale * bias, scale * weights) for bias, weights in p.layers()])
    exact, quick = (Maps(p.network, p.features, 100, 20, p.trainer.keep, exact=exact) for exact in (True, False))
    exact.fill()
    quick.fill()
    assert quick.means == pytest.approx(exact.means, abs=ERROR_LIMIT, nan_ok=True)


def test_maps_stand_weights_whose_exponentials_overflow():
    p = Playground()
    p.set_layers([(1000 * bias, 1000 * weights) for bias, weights in p.layers()])
    maps = Maps(p.network, p.features, 50, 10, exact=True)
    maps.fill()
    output = np.empty((50, 50))
    maps.write_output(output)
    assert output.ravel() == pytest.approx(p.predict(np.column_stack(colours.grid(50))), abs=1e-9)


def test_several_classes_are_told_by_number_and_probability():
    p = Playground(dataset="blobs", classes=3)
    p.train(30)
    frame = Frame(p)
    output = section(frame.buffer, frame.layout(), "output")
    probabilities = p.probabilities(np.column_stack(colours.grid(100)))
    second, first = np.sort(probabilities, axis=1)[:, -2:].T
    clear = first - second > ERROR_LIMIT
    assert np.array_equal((output // 32)[clear], probabilities.argmax(axis=1)[clear])
    assert output % 32 == pytest.approx((probabilities.max(axis=1) * 31).astype(int), abs=1)


def test_small_maps_are_the_means_of_blocks():
    p = Playground(network_shape=(2,))
    frame = Frame(p)
    units = section(frame.buffer, frame.layout(), "units").reshape(-1, 20, 20)
    assert len(units) == 3
    bias, weights = p.layers()[0]
    x1, x2 = colours.grid(100)
    values = np.tanh(weights[1, 0] * x1 + weights[1, 1] * x2 + bias[1]).reshape(100, 100)
    mean = values[5:10, 10:15].mean()
    assert units[1, 1, 2] == int((mean + 1) * 15.5)


def test_the_first_feature_grows_to_the_right_and_the_second_upwards():
    layout = Frame(Playground()).layout()
    shades = section(Frame(Playground()).buffer, layout, "features").reshape(-1, 20, 20).astype(int)
    assert [f["key"] for f in layout["features"]][:2] == ["x", "y"]
    assert shades[0, 0, 0] == shades[1, 19, 0] == 0
    assert shades[0, 0, 19] == shades[1, 0, 0] == 30


def test_a_hard_decision_has_two_shades_with_zero_on_the_blue_side():
    frame = Frame(Playground(discretize=True, init_zero=True))
    assert set(section(frame.buffer, frame.layout(), "output")) == {30}
    frame = Frame(Playground(discretize=True))
    assert set(section(frame.buffer, frame.layout(), "units")) == {0, 30}


def test_what_is_not_a_number_has_its_own_shade():
    p = Playground(problem="regression", activation="relu", learning_rate=10.0)
    frame = Frame(p)
    p.train(100)
    assert p.diverged
    p.network.parameters.fill(np.nan)
    frame.fill()
    assert set(section(frame.buffer, frame.layout(), "output")) == {colours.NOT_A_NUMBER}


@pytest.mark.parametrize(
    ("value", "colour"),
    [(0, "f59322"), (7, "efbc80"), (14, "e9e4de"), (15, "e8eaeb"), (16, "d9e2e8"), (23, "71add2"), (30, "0877bd")],
)
def test_the_31_shades_have_the_reference_s_colours(value, colour):
    assert bytes(colours.palette()[value, :3]).hex() == colour


@pytest.mark.parametrize(("value", "index"), [(0.5, 23), (0.97, 30), (0.0, 15), (-1.0, 0), (7.0, 30), (-9.0, 0)])
def test_a_value_falls_into_its_shade(value, index):
    out = np.empty(1, np.uint8)
    colours.shade(np.array([value]), out, np.empty(1))
    assert out[0] == index


def test_the_continuous_scale_runs_from_orange_over_grey_to_blue():
    assert bytes(colours.continuous_colour(-0.5)).hex() == "efbf87"
    assert bytes(colours.continuous_colour(0.5)).hex() == "78b1d4"


def test_the_bridge_trains_and_renews_the_same_buffer():
    instance = bridge.open("#seed=0.12345")
    buffer = instance.buffer
    instance.frame(100, 0)
    layout = json.loads(instance.layout())
    assert section(buffer, layout, "header")[2] == pytest.approx(0.01144976, abs=1e-8)
    instance.frame(-1, 1.0)
    assert section(instance.buffer, layout, "header")[0] > 100
    assert instance.buffer is buffer


def test_the_bridge_reports_wrong_settings_and_goes_on_with_the_others():
    layout = json.loads(bridge.open("noise=abc&dataset=xor").layout())
    assert layout["settings"]["dataset"] == "xor"
    assert [problem["key"] for problem in layout["problems"]] == ["noise"]
    assert "abc" in layout["problems"][0]["message"]


def test_the_header_says_whether_losses_are_under_a_mask_and_how_far_a_regression_is_off():
    p = Playground(problem="regression", dropout=0.3)
    p.train(5)
    assert Frame(p)._header[15:20].tolist() == [1, p.rmse(False), p.rmse(), p.r2(False), p.r2()]
    header = Frame(Playground())._header
    assert header[15] == 0 and np.isnan(header[16:20]).all()


def test_the_bridge_says_whether_a_change_needs_a_new_buffer():
    instance = bridge.open("")
    old = instance.buffer
    answer = json.loads(instance.configure('{"learningRate": 0.1}'))
    assert (answer["restarted"], answer["reshaped"]) == ("no", False)
    assert instance.buffer is old
    answer = json.loads(instance.configure('{"networkShape": [3], "dataset": "spiral"}'))
    assert (answer["restarted"], answer["reshaped"]) == ("data", True)
    assert answer["layout"]["shape"] == [2, 3, 1]
    assert answer["layout"]["bytes"] == len(instance.buffer)
    with pytest.raises(SettingError):
        instance.configure('{"learningRate": "fast"}')
    assert json.loads(instance.layout())["settings"]["learningRate"] == 0.1


def test_the_bridge_gives_the_points_training_first():
    instance = bridge.open("percTrainData=10")
    p = Playground(perc_train_data=10)
    assert instance.points.dtype == np.float32
    assert instance.points.reshape(-1, 3)[49] == pytest.approx(p.train_points[49], rel=1e-6)
    assert instance.points.reshape(-1, 3)[50] == pytest.approx(p.test_points[0], rel=1e-6)


@pytest.mark.parametrize("address", ["", "networkShape=", "x=false&y=false"])
def test_a_snapshot_reopens_with_the_same_weights_and_epoch(address):
    first = bridge.open(address)
    first.frame(20, 0)
    second = bridge.open(address, first.snapshot())
    layout = json.loads(second.layout())
    for name in ("parameters", "output", "units"):
        assert np.array_equal(section(first.buffer, layout, name), section(second.buffer, layout, name))
    assert section(second.buffer, layout, "header")[0] == 20


def test_the_next_seed_is_the_one_that_the_chain_of_seeds_gives():
    instance = bridge.open("seed=0.5")
    assert json.loads(instance.ask("nextSeed")) == Playground(seed="0.5", runs=2).seeds[1]


def test_the_header_says_accuracy_learning_rate_and_which_stop_condition_is_met():
    p = Playground(stop_epoch=30, learning_rate=0.1)
    frame = Frame(p)
    header = section(frame.buffer, frame.layout(), "header")
    assert header[5] == 0 and header[8] == 0.1
    p.train(50)
    frame.fill()
    assert header[0] == 30
    assert header[5:8].tolist() == [1, p.accuracy(test=False), p.accuracy()]
    regression = Frame(Playground(problem="regression"))
    assert np.isnan(section(regression.buffer, regression.layout(), "header")[6:8]).all()


def test_training_for_a_time_ends_at_the_epochs_that_were_asked_for():
    instance = bridge.open("")
    instance.frame(7, 60_000)
    assert section(instance.buffer, json.loads(instance.layout()), "header")[0] == 7


@pytest.mark.parametrize("settings", [{}, {"dataset": "blobs", "classes": 3}, {"dropout": 0.4}, {"expressions": ("x1*x2",)}])
def test_a_unit_that_is_looked_at_fills_the_output(settings):
    p = Playground(**settings)
    p.train(20)
    frame = Frame(p)
    layout = frame.layout()
    header, output = section(frame.buffer, layout, "header"), section(frame.buffer, layout, "output").reshape(100, 100)
    small = section(frame.buffer, layout, "units").reshape(-1, 20, 20)
    shown = section(frame.buffer, layout, "features").reshape(-1, 20, 20)
    for number in (1, 4, 5, len(small), -1, -5, -len(shown)):
        frame.look(number)
        frame.fill()
        assert header[9] == number
        expected = (small[number - 1] if number > 0 else shown[-number - 1]).astype(float)
        means = output.reshape(20, 5, 20, 5).astype(float).mean(axis=(1, 3))
        assert np.abs(means - expected).mean() < 1  # shades; a small map is the mean of values, not of shades
    frame.look(None)
    frame.fill()
    assert header[9] == 0
    with pytest.raises(ValueError, match="unit"):
        frame.look(len(small) + 1)


@pytest.mark.parametrize("settings", [{}, {"dataset": "rings", "classes": 4}, {"problem": "regression"}, {"loss": "log"}])
def test_a_watched_parameter_s_gradient_is_the_slope_of_the_loss(settings):
    p = Playground(**settings)
    p.train(3)
    frame = Frame(p)
    header = section(frame.buffer, frame.layout(), "header")
    for index in (0, 7, p.network.parameters.shape[1] - 1):
        frame.watch(index)
        frame.fill()
        losses = []
        for step in (1e-5, -1e-5):
            p.network.parameters[0, index] += step
            p.trainer.forget_losses()
            losses.append(p.loss_train)
            p.network.parameters[0, index] -= step
        p.trainer.forget_losses()
        assert header[10] == pytest.approx((losses[0] - losses[1]) / 2e-5, abs=1e-6)


def test_a_watched_parameter_s_last_change_is_that_of_the_epochs_since_the_last_picture():
    instance = bridge.open("")
    header = section(instance.buffer, json.loads(instance.layout()), "header")
    parameters = section(instance.buffer, json.loads(instance.layout()), "parameters")
    instance.ask("watch", json.dumps({"index": 3}))
    instance.frame(0, 0)
    assert np.isnan(header[11])
    before = parameters[3]
    instance.frame(5, 0)
    assert header[11:13].tolist() == [parameters[3] - before, 5]
    instance.frame(0, 0)
    assert header[12] == 5
    instance.ask("watch")
    instance.frame(0, 0)
    assert np.isnan(header[10:13]).all()


def test_a_parameter_that_is_set_moves_the_losses_at_once():
    instance = bridge.open("")
    header = section(instance.buffer, json.loads(instance.layout()), "header")
    before = header[1]
    instance.ask("setParameter", json.dumps({"index": 24, "value": 2.5}))
    instance.frame(0, 0)
    assert header[1] != before
    assert section(instance.buffer, json.loads(instance.layout()), "parameters")[24] == 2.5
    with pytest.raises(ValueError, match="finite"):
        instance.ask("setParameter", '{"index": 0, "value": NaN}')
    counts = json.loads(instance.ask("confusion"))
    assert np.sum(counts["train"]) == np.sum(counts["test"]) == 250


def test_the_settings_of_another_address_can_be_asked_for():
    values = json.loads(bridge.open("").ask("settingsOf", json.dumps({"address": "networkShape=8&noise=wrong&sinX=true"})))
    assert (values["networkShape"], values["noise"], values["sinX"]) == ([8], 0, True)


def test_confidence_runs_from_undecided_to_certain_whatever_the_class_and_the_number_of_classes():
    two = np.array([-1.0, -0.5, 0, 0.5, 1]).reshape(1, 1, 5)
    assert colours.confidence(two).tolist() == [[[1, 0, -1, 0, 1]]]
    probabilities = np.array([[1 / 3, 1, 2 / 3], [1 / 3, 0, 1 / 3], [1 / 3, 0, 0]]).reshape(3, 1, 3)
    assert colours.confidence(2 * probabilities - 1).ravel() == pytest.approx([-1, 1, 0])


@pytest.mark.parametrize("settings", [{"dataset": "xor"}, {"dataset": "blobs", "classes": 4}])
def test_the_map_of_confidence_is_pale_where_the_prediction_is_open_and_hard_decisions_leave_it_alone(settings):
    p = Playground(**settings, confidence=True, discretize=True)
    p.train(40)
    frame = Frame(p)
    output = section(frame.buffer, frame.layout(), "output").reshape(100, 100)
    along = np.linspace(-6, 6, 100)
    for row, column in ((3, 5), (50, 20), (49, 51), (90, 40)):
        shares = p.probabilities([(along[column], -along[row])])[0]
        sure = (len(shares) * shares.max() - 1) / (len(shares) - 1)
        assert output[row, column] == pytest.approx(min(30, int(sure * 31)), abs=1)
    frame.look(1)
    frame.fill()
    assert set(np.unique(output)) <= {0, 30}  # a unit is no decision about classes; it has its sign


def test_a_regression_has_no_confidence_to_show():
    assert not Frame(Playground(problem="regression", confidence=True)).shows_confidence
