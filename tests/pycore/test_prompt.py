"""What people write at a prompt: NumPy's values, names a little wrong, data as they have them; completion and signatures."""

import inspect
import pickle

import numpy as np
import pandas
import pytest

from pycore import NetworkClassifier, Playground, SettingError, Settings, tables
from pycore.page import bridge
from pycore.settings import TABLE


@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("learning_rate", np.float32(0.5), 0.5),
        ("learning_rate", np.array(0.25), 0.25),
        ("learning_rate", 1, 1.0),
        ("batch_size", np.int64(7), 7),
        ("batch_size", 7.0, 7),
        ("seed", 4, "4"),
        ("seed", np.int64(4), "4"),
        ("seed", 0.5, "0.5"),
        ("network_shape", [3, 2], (3, 2)),
        ("network_shape", np.array([3.0, 2.0]), (3, 2)),
        ("frozen", [1.0, np.float64(2)], (1, 2)),
        ("seed", 10**150, str(10**150)),
        ("network_shape", np.array([3, 2]), (3, 2)),
        ("network_shape", (np.int32(3), 2), (3, 2)),
        ("network_shape", np.array([], dtype=int), ()),
        ("frozen", np.array([1, 2]), (1, 2)),
        ("activations", np.array(["relu", "tanh"]), ("relu", "tanh")),
        ("expressions", ["x1 * 2"], ("x1*2",)),
        ("x", np.False_, False),
        ("animation_speed", np.int64(50), 50),
        ("dataset", np.str_("xor"), "xor"),
    ],
)
def test_values_of_numpy_and_of_python_are_taken_where_they_are_right(name, given, kept):
    value = getattr(Settings(**{name: given}), name)
    assert value == kept and type(value) is type(kept)
    assert Settings.from_hash(Settings(**{name: given}).to_hash()) == (Settings(**{name: given}), [])


@pytest.mark.parametrize("value", [np.nan, np.float64("inf"), np.True_, np.array([1.0]), "1", b"1", 1j])
def test_what_is_no_number_stays_wrong(value):
    with pytest.raises(SettingError, match="^learning_rate: expected a number from 0 to 1000"):
        Settings(learning_rate=value)


@pytest.mark.parametrize("value", [np.array([3.0, 2.5]), np.array([[3]]), np.array([0]), {3.5}, b"ab", np.nan])
def test_what_is_no_shape_stays_wrong(value):
    with pytest.raises(SettingError, match="^network_shape: expected at most 32 layer sizes"):
        Settings(network_shape=value)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: Playground(batch_size=0), "batch_size: expected a whole number from 1 to 100000, got 0"),
        (lambda: Playground.from_hash("batchSize=0"), "batchSize: expected a whole number from 1 to 100000, got 0"),
        (lambda: Playground().configure(batch_size=0), "batch_size: expected a whole number from 1 to 100000, got 0"),
        (lambda: bridge.open("").configure('{"batchSize": 0}'), "batchSize: expected a whole number from 1 to 100000, got 0"),
        (lambda: NetworkClassifier(batch_size=0).fit([[0], [1]], [0, 1]), "batch_size: expected a whole number from 1"),
        (lambda: Playground(dataset="spirals"), "got 'spirals'; did you mean spiral?"),
        (lambda: Playground(activations=["rellu"]), "; did you mean relu?"),
        (lambda: Playground(batchSize=3), "got 3; did you mean batch_size?"),
        (lambda: Playground(learning_rte=3), "got 3; did you mean learning_rate?"),
        (lambda: Playground(lr=3), "got 3; did you mean learning_rate?"),
        (lambda: Playground(hidden_layer_sizes=(3,)), "did you mean network_shape?"),
        (lambda: Playground(network_shape=8), r"got 8; did you mean \(8,\)?"),
        (lambda: Playground(loss="logloss"), "did you mean log?"),
        (lambda: Playground(optimizer="rms"), "did you mean rmsprop?"),
        (lambda: Playground(learning_rate=10**400), "learning_rate: expected a number from 0 to 1000, got 1000"),
        (lambda: Playground(learning_rate=10**5000), "learning_rate: expected a number from 0 to 1000, got a whole number of 16610 bits"),
        (lambda: Playground(seed=10**5000), "seed: expected a text of 1 to 200 characters"),
        (lambda: Playground(sweep={"learning_rate": [-1]}), "learning_rate: expected a number from 0 to 1000, got -1"),
        (lambda: Playground(sweep={"noise": {1, 2}}), "sweep: expected one setting of"),
        (lambda: Playground("learning_rate=0.1"), "settings: expected an address with a setting's key in it, .*did you mean learningRate?"),
        (lambda: Playground("crcle"), "settings: expected Settings, .* did you mean circle?"),
        (lambda: Playground(np.zeros((4, 3))), "points of your own are given as data="),
        (lambda: Playground(data="data.csv"), "data: expected a Table, .*pycore.read_table"),
        (lambda: Playground(data=np.zeros((4, 2))), r"data: expected a Table, .*this has the shape \(4, 2\)"),
        (lambda: Playground(data=(np.zeros((4, 2)), [1])), "data: expected a Table, .*this has X of shape"),
    ],
)
def test_what_is_wrong_has_the_name_that_was_typed_and_what_was_perhaps_meant(make, told):
    with pytest.raises(SettingError, match=told.replace("?", r"\?")) as caught:
        make()
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 1200
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.key) == (str(caught.value), caught.value.key)


def test_the_key_in_the_address_is_known_whatever_was_typed():
    with pytest.raises(SettingError) as caught:
        Settings(network_shape=3)
    assert (caught.value.key, caught.value.name) == ("networkShape", "network_shape")


def test_a_data_set_s_name_or_an_address_is_enough():
    assert Playground("circle").settings == Settings(dataset="circle")
    assert Playground("reg-gauss", noise=5).settings == Settings(problem="regression", reg_dataset="reg-gauss", noise=5)
    assert Playground("dataset=xor&noise=5").settings == Settings(dataset="xor", noise=5)


POINTS = [(0.0, 1.0, "a"), (1.0, -2.0, "b"), (2.0, 3.0, "a"), (-1.0, 0.5, "b")]


@pytest.mark.parametrize(
    "data",
    [
        POINTS,
        np.array(POINTS, dtype=object),
        pandas.DataFrame(POINTS, columns=["x1", "x2", "label"]),
        ([point[:2] for point in POINTS], [point[2] for point in POINTS]),
        (pandas.DataFrame(POINTS)[[0, 1]], pandas.Series([point[2] for point in POINTS])),
    ],
    ids=["rows", "array", "frame", "X and y", "frames"],
)
def test_points_of_one_s_own_are_taken_as_people_have_them(data):
    p = Playground(data=data)
    table = tables.from_points(POINTS)
    assert np.array_equal(p.data.points, table.points) and p.data.classes == ("a", "b") and p.data.columns == table.columns
    p.use(None)
    assert p.data is None
    p.use(data)
    assert p.data.classes == ("a", "b")


def test_a_frame_s_columns_and_numbers_and_true_and_false_are_kept():
    p = Playground(data=pandas.DataFrame({"width": [1, 2, 3], "height": [0.5, 4, 2], "price": [1.5, 2.5, 3.5]}))
    assert p.data.columns == ("width", "height", "price") and p.settings.problem == "regression"
    assert Playground(data=(np.eye(2), np.array([True, False]))).data.classes == ("False", "True")


def test_signatures_name_every_setting_with_its_default_and_completion_finds_what_there_is():
    for kind, own in ((Playground, ["settings", "data", "runs", "sweep"]), (Settings, ["unknown"])):
        parameters = inspect.signature(kind).parameters
        assert list(parameters) == own + [row.name for row in TABLE]
        assert all(parameters[row.name].default == row.default for row in TABLE)
        assert all(parameters[row.name].kind is inspect.Parameter.KEYWORD_ONLY for row in TABLE)
    assert {"train", "predict", "loss_test", "configure", "settings"} <= set(dir(Playground()))
    assert Playground().train(np.int64(2)) == 2


@pytest.mark.parametrize("places", ["ab", [("0", "1")], [(1j, 2)], np.array([["2024-01-01", "2024-01-02"]], "M8[D]"), [(1, 2), (3,)]])
def test_places_that_are_no_real_numbers_are_refused(places):
    with pytest.raises(ValueError, match="xy: expected real numbers, got"):
        Playground().predict(places)


def test_a_mask_over_places_is_not_dropped():
    with pytest.raises(ValueError, match="xy: expected real numbers, got masked values"):
        Playground().predict(np.ma.masked_array([[1.0, 2.0]], [[True, False]]))


@pytest.mark.parametrize("run", [-1, 3, True, None, "0", 1.0])
def test_a_run_is_a_number_from_0_on_everywhere(run):
    many = Playground(runs=np.int64(3))
    for ask in (many.layers, many.points, many.run, lambda run: many.set_layers(many.layers(), run)):
        with pytest.raises(IndexError, match="run: expected a whole number from 0 to 2"):
            ask(run)


def test_layers_are_pairs_of_a_bias_and_weights_in_this_order():
    p = Playground()
    before = p.network.parameters.copy()
    layers = p.layers()
    wrong = [[(weights, bias) for bias, weights in layers], [(bias + 1j, weights) for bias, weights in layers], [(1, 2, 3)] * 3]
    for each in wrong:
        with pytest.raises(ValueError, match="layer 0: expected"):
            p.set_layers(each)
    p.set_layers(iter(layers))
    assert np.array_equal(p.network.parameters, before)


@pytest.mark.parametrize("playgrounds", [Playground(), ["a"], "ab"])
def test_only_playgrounds_are_joined(playgrounds):
    with pytest.raises(TypeError, match="playgrounds: expected a list of Playgrounds, got"):
        Playground.joined(playgrounds)
