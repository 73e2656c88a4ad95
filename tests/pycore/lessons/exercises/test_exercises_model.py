"""Exercises: on the course's own data sets and over twenty first weights, networks come to what the answers say."""

import numpy as np
import pytest

from pycore import Playground
from pycore.lessons.exercises.exercises_model import EXERCISES, by_name
from pycore.lessons.goals import Goal
from pycore.lessons.restarts import restarts


def trained(name, variant=None, runs=20, epochs=None, **changes):
    """An exercise's network after its epochs, from so many first weights on its own data set."""
    exercise = by_name[name]
    own = exercise.variant(variant).epochs if variant else None
    p = restarts(exercise.settings(variant).replace(**changes), runs)
    p.train(epochs or own or exercise.epochs)
    return p


def any_seed(name, variant=None, **changes):
    """(20, 2): the losses from twenty seeds, each with points of its own."""
    exercise = by_name[name]
    p = Playground(exercise.settings(variant).replace(**changes), runs=20)
    p.train((exercise.variant(variant).epochs if variant else None) or exercise.epochs)
    return p.losses


def gaps(p):
    return p.losses[:, 1] - p.losses[:, 0]


def links(p):
    """(runs, inputs): the weights of a network without a hidden layer."""
    return p.network.weights[0][:, 0, :-1]


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_every_exercise_and_every_variant_is_understood(exercise):
    assert by_name[exercise.name] is exercise
    assert not exercise.settings().unknown
    assert exercise.epochs > 0
    assert len({variant.name for variant in exercise.variants}) == len(exercise.variants)
    for variant in exercise.variants:
        assert exercise.settings(variant.name) != exercise.settings()
    for goal in exercise.goals:
        goal.check()
    with pytest.raises(KeyError):
        exercise.settings("no such variant")


def test_a_link_opens_the_network_and_stops_it_in_time():
    p = Playground.from_hash(by_name["spiral"].link("sines"))
    assert p.settings == by_name["spiral"].settings("sines").replace(stop_epoch=200)
    assert p.train(1000) == 200
    assert by_name["crosses by hand"].link() == by_name["crosses by hand"].address


def test_goals_light_in_their_order_and_a_gap_only_after_the_epochs():
    exercise = by_name["L1"]
    assert [goal.limit for goal in exercise.reached(0.1, 0.19, 500)] == [0.135, 0.1, 0.205]
    assert exercise.reached(0.6, 0.4, 0) == ()
    assert exercise.reached(0.1, 0.2, 499) == (Goal("test", "at most", 0.205),)
    assert exercise.reached(float("nan"), float("nan"), 500) == ()


@pytest.mark.slow
def test_m1_one_linear_neuron_learns_nothing():
    assert any_seed("first network")[:, 1].min() > 0.47
    losses = trained("first network").losses
    assert losses[:, 1] == pytest.approx(np.full(20, 0.4999), abs=1.1e-4)
    assert losses[:, 0] == pytest.approx(np.full(20, 0.4967), abs=1.1e-4)


@pytest.mark.slow
def test_m2_two_neurons_can_not_follow():
    test = any_seed("first network", "two neurons")[:, 1]
    assert 0.25 < np.median(test) < 0.40
    assert (test <= 0.2).mean() <= 0.05
    test = trained("first network", "two neurons").losses[:, 1]
    assert 0.22 < test.min() < np.median(test) < test.max() < 0.44


def test_m3_three_neurons_can_if_they_begin_well():
    test = any_seed("first network", "three neurons")[:, 1]
    assert test.min() <= 0.177
    assert test.max() / test.min() >= 1.8


@pytest.mark.slow
def test_m4_a_larger_network_comes_out_the_same_more_often():
    small, large = (
        np.subtract(*np.percentile(trained("initialization", variant).losses[:, 1], [75, 25]))
        for variant in (None, "more neurons")
    )
    assert large < small / 3


def test_m5_the_spiral_is_too_much_for_a_small_network():
    assert any_seed("spiral")[:, 1].min() > 0.4
    assert trained("spiral").losses[:, 1].min() > 0.4


@pytest.mark.slow
def test_m6_sines_help_the_spiral_and_the_last_goal_stays_out_of_reach():
    assert np.median(any_seed("spiral", "sines")[:, 1]) <= 0.40
    test = trained("spiral", "sines").losses[:, 1]
    assert np.median(test) <= 0.40
    assert trained("spiral", "all features").losses[:, 1].min() > 0.25


def test_crosses_by_hand_are_met_by_the_product_alone():
    exercise = by_name["crosses by hand"]
    p = Playground(exercise.settings())
    assert (p.loss_train, p.loss_test) == (0.5, 0.5)
    p.set_layers([([0.0], [[0.0, 0.0, 1.0]])])
    assert p.accuracy() == p.accuracy(test=False) == 1
    assert exercise.reached(p.loss_train, p.loss_test, p.epoch) == exercise.goals
    p.set_layers([([0.0], [[0.0, 0.0, -1.0]])])
    assert p.accuracy() == 0
    assert exercise.reached(p.loss_train, p.loss_test, p.epoch) == ()


def test_crosses_trained_find_the_product():
    p = Playground(dataset="xor", network_shape=(), x=False, y=False, x_times_y=True, runs=20)
    p.train(100)
    assert np.median(p.losses[:, 1]) == pytest.approx(0.0039, abs=0.002)
    assert min(p.accuracy(run=run) for run in range(20)) >= 0.98


@pytest.mark.parametrize(
    ("variant", "low", "high"),
    [
        (None, 0.72, 0.85),
        ("slow", 0.4875, 0.4877),
        ("product", 0.499, 0.616),
        ("squares", 0.1684, 0.1704),  # M7
        ("squares alone", 0.168, 0.169),
        ("all five", 0.170, 0.171),
    ],
)
def test_m7_both_squares_help_and_the_product_does_not(variant, low, high):
    test = trained("crosses", variant, runs=5).losses[:, 1]
    assert low <= test.min() <= test.max() <= high
    if variant == "squares":
        assert test.max() <= 0.173


def test_m7_from_any_seed_a_line_does_not_do():
    assert np.median(any_seed("crosses", "slow")[:, 1]) > 0.47


def test_too_many_products_fit_the_noise():
    five, two = trained("overcrossing", runs=5).losses, trained("overcrossing", "without products", runs=5).losses
    assert two[:, 1].max() < five[:, 1].min()
    assert two[:, 0].min() > five[:, 0].max()


def test_m8_smaller_weights_close_the_gap():
    none, much = trained("L2"), trained("L2", "much")
    assert np.median(gaps(none)) > 0.08
    assert np.median(gaps(much)) < 0.012
    assert np.median(none.losses[:, 1]) > 1.5 * much.losses[:, 1].max()  # the test loss falls
    assert none.losses[:, 0].max() < much.losses[:, 0].min()  # the training loss rises
    assert np.abs(links(none)).max() > 1
    assert np.abs(links(much)).max() == pytest.approx(0.271, abs=2e-3)
    expected = {"a little": (0.1431, -0.0085), "more": (0.1233, -0.0395), "much": (0.1304, -0.0416)}
    for variant, (test, gap) in expected.items():
        p = trained("L2", variant, runs=5)
        assert (np.median(p.losses[:, 1]), np.median(gaps(p))) == (pytest.approx(test, abs=1e-3), pytest.approx(gap, abs=1e-3))


def test_m9_l1_leaves_few_weights_and_l2_all():
    l2, l1 = trained("L1", runs=8), trained("L1", "L1", runs=8)
    assert np.median(gaps(l1)) < 0.05 < np.median(gaps(l2))
    assert (l2.losses[:, 1].min(), np.median(gaps(l2))) == (pytest.approx(0.1879, abs=1e-4), pytest.approx(0.0941, abs=1e-4))
    assert ((links(l1) == 0).sum(axis=1) >= 2).all()
    assert not (links(l2) == 0).any()
    product = [feature.key for feature in l1.features].index("xTimesY")
    assert (np.abs(links(l1)).argmax(axis=1) == product).all()


def test_m9_from_the_page_s_first_weights_the_product_alone_stays():
    p = Playground(by_name["L1"].settings("L1"))
    p.train(500)
    left = {feature.key: weight for feature, weight in zip(p.features, links(p)[0].tolist(), strict=True) if weight}
    assert left == {"xTimesY": pytest.approx(0.204, abs=5e-4)}


def test_m9_with_more_l1_all_weights_may_die():
    p = trained("L1", "more L1", runs=20)
    dead = (links(p) == 0).sum(axis=1)
    assert ((dead == 4) | (dead == 5)).mean() > 0.6
    assert p.losses[dead == 5, 1] == pytest.approx(0.5, abs=1e-3)


def test_m10_a_rate_of_three_jumps():
    high, low = trained("learning rate", runs=5).losses[:, 0], trained("learning rate", "lower", runs=5).losses[:, 0]
    assert np.ptp(high) > 0.03
    assert np.ptp(low) < 0.001
    assert low == pytest.approx(np.full(5, 0.1908), abs=1e-4)
    assert trained("learning rate", "too low").losses[:, 0].max() > 1


@pytest.mark.slow
def test_m11_the_gap_closes_at_a_low_rate_and_opens_with_fewer_points():
    lower = gaps(trained("training and test", "lower rate"))
    assert lower.max() <= 0.02
    assert lower == pytest.approx(np.full(20, 0.0139), abs=1e-4)
    assert np.median(gaps(trained("training and test"))) > 0.03
    assert np.median(gaps(trained("training and test", "larger batch"))) == pytest.approx(0.012, abs=1e-3)
    assert np.median(gaps(trained("training and test", "fewer points"))) == pytest.approx(0.070, abs=1e-3)
