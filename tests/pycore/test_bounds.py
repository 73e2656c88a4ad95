"""What a network may cost: told before anything is made, at a prompt, from an address, in the page and for a saved model."""

import json
import random

import numpy as np
import pytest

from pycore import Playground, SettingError, bounds, storage
from pycore.data.tables import Table
from pycore.page import bridge
from pycore.picture.frame import MAP_SIDE

LARGEST = (64, 64, 64, 64, 64)
TOO_LARGE = [(256,) * 2, (256,) * 12, (256,) * 28, (256,) * 32, (198, 198), (36,) * 32]


def of_rows(count):
    return Table(
        np.stack([np.linspace(-5, 5, count), np.zeros(count), np.where(np.arange(count) % 2, 1.0, -1.0)], axis=1),
        classes=("a", "b"),
    )


def around(bound, key):
    """Shapes whose cost by `key` is just below and just above a bound: the widest that fits, and one unit more in one layer."""
    rng = random.Random(key)
    for _ in range(30):
        depth = rng.randint(2, 30)
        shape = [rng.randint(1, 20) for _ in range(depth)]
        while getattr(bounds.cost((2, *shape, 1), 500), key) <= bound and max(shape) < 256:
            before = tuple(shape)
            shape[rng.randrange(depth)] += 1
        if max(shape) < 256:
            yield before, tuple(shape)


@pytest.fixture
def nothing_is_made(monkeypatch):
    """What a playground is made with must not be reached."""

    def made(*_):
        raise AssertionError("something was made before the cost was known")

    monkeypatch.setattr(Playground, "_build", made)
    monkeypatch.setattr(Playground, "_take_data", made)


@pytest.mark.parametrize("shape", TOO_LARGE)
@pytest.mark.usefixtures("nothing_is_made")
def test_a_network_that_is_too_large_is_refused_before_anything_is_made(shape):
    count = bounds.cost((2, *shape, 1), 500).parameters
    says = (
        "network_shape: expected layers of at most 20000 parameters together "
        f".at a prompt pycore.bounds.MOST_PARAMETERS can be raised., got {count}"
    )
    with pytest.raises(SettingError, match=says):
        Playground(network_shape=shape)


@pytest.mark.usefixtures("nothing_is_made")
def test_just_below_the_bound_a_network_is_made_and_just_above_refused():
    pairs = list(around(bounds.MOST_PARAMETERS, "parameters"))
    assert len(pairs) > 20
    for below, above in pairs:
        bounds.check((2, *below, 1), 500)
        with pytest.raises(AssertionError, match="something was made"):
            Playground(network_shape=below)
        with pytest.raises(SettingError, match="20000 parameters"):
            Playground(network_shape=above)


def test_the_parameters_and_the_plane_are_reckoned_as_they_are():
    for shape in ((), (4, 2), (16, 3, 8)):
        p = Playground(network_shape=shape, runs=2)
        assert bounds.cost(p.network.sizes, 500, runs=2).parameters == p.network.parameters.shape[1]
    assert bounds.PLANE == MAP_SIDE**2


@pytest.mark.parametrize(
    ("bound", "most", "options"),
    [
        ("MOST_PARAMETERS", 24, {}),
        ("MOST_MULTIPLICATIONS", 500 * 25 - 1, {}),
        ("MOST_BYTES", 1_000_000, {}),
        ("MOST_CALLS", 249 * 36, {"batch_size": 1}),
    ],
)
def test_every_bound_can_be_raised_at_a_prompt_and_names_what_to_raise(monkeypatch, bound, most, options):
    usual = getattr(bounds, bound)
    monkeypatch.setattr(bounds, bound, most)
    with pytest.raises(
        bounds.CostError, match=f"at most {most} .*at a prompt pycore.bounds.{bound} can be raised.*, got"
    ) as caught:
        Playground(**options)
    assert caught.value.value > most and caught.value.key in ("networkShape", "batchSize")
    monkeypatch.setattr(bounds, bound, usual)
    assert Playground(**options).train(1) == 1


@pytest.mark.usefixtures("nothing_is_made")
def test_points_and_runs_count():
    rows = of_rows(100_000)
    with pytest.raises(SettingError, match="60000000 multiplications with 4481 parameters and 100000 points"):
        Playground(network_shape=(64, 64), x_squared=True, y_squared=False, data=rows, runs=1)
    with pytest.raises(SettingError, match="in each of 1024 runs"):
        Playground(network_shape=(64, 64), runs=1024)
    with pytest.raises(SettingError, match="batch_size: expected batches so large that an epoch takes at most 1000000 calls"):
        Playground(data=rows, batch_size=1)
    with pytest.raises(AssertionError, match="something was made"):
        Playground(data=rows)


def test_a_change_that_costs_too_much_changes_nothing():
    p = Playground(network_shape=(3,), seed="0.5")
    p.train(3)
    before, losses = p.settings, p.losses.tolist()
    for changes in ({"network_shape": (256, 256)}, {"network_shape": (200, 200), "learning_rate": 0.1, "noise": 10}):
        with pytest.raises(SettingError, match="network_shape"):
            p.configure(**changes)
        with pytest.raises(SettingError, match="network_shape"):
            p.use(of_rows(10), **changes)
    with pytest.raises(SettingError, match="batch_size"):
        p.use(of_rows(90_000), batch_size=1)
    assert p.settings == before and p.losses.tolist() == losses and p.data is None and p.train(1) == 4


def test_the_largest_network_trains_and_has_its_picture():
    instance = bridge.open("networkShape=" + ",".join(map(str, LARGEST)))
    layout = json.loads(instance.layout())
    assert not layout["problems"] and layout["shape"] == [2, *LARGEST, 1]
    instance.frame(1, 0)
    assert instance.buffer[:8].view(float)[0] == 1


@pytest.mark.parametrize(
    ("shape", "compared"), [*((shape, "") for shape in TOO_LARGE), (TOO_LARGE[1], "seeds"), (TOO_LARGE[4], "rates")]
)
def test_in_the_page_the_sentence_stands_by_its_control_and_the_default_network_trains(shape, compared):
    instance = bridge.open(f"noise=5&networkShape={','.join(map(str, shape))}&seed=0.5", compared=compared)
    layout = json.loads(instance.layout())
    (problem,) = layout["problems"]
    assert problem["key"] == "networkShape" and problem["message"].startswith(
        "networkShape: expected layers of at most 20000 parameters"
    )
    assert (
        layout["settings"]["networkShape"] == [4, 2] and layout["settings"]["noise"] == 5 and layout["settings"]["seed"] == "0.5"
    )
    instance.frame(1, 0)
    with pytest.raises(SettingError, match="networkShape: expected layers") as caught:
        instance.configure(json.dumps({"networkShape": list(shape)}))
    assert caught.type is SettingError and caught.value.key == "networkShape"  # the page goes by the name of the class
    instance.frame(1, 0)
    assert instance._model.epoch == 2
    assert json.loads(instance.configure('{"networkShape": [3]}'))["layout"]["problems"] == []


def test_a_saved_model_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(bounds, "MOST_PARAMETERS", 100_000)
    saved = storage.save(Playground(network_shape=(200, 200), init_zero=True))
    monkeypatch.undo()
    with pytest.raises(storage.StorageError, match="network_shape: expected layers of at most 20000 parameters"):
        storage.load(saved)
