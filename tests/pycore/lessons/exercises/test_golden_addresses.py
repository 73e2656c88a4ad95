"""Golden runs: the tutorials' addresses give the reference's points and losses, with its seeds, over a hundred epochs."""

import pytest

from pycore import Playground
from pycore.lessons.exercises import exercises_model as exercises
from pycore.lessons.experiments import experiments_model as experiments


def claimed(name):
    return experiments.by_name[name].address


def exercise(name):
    return exercises.by_name[name].address


CIRCLE, MLCC = (4.61808, -1.83544, -1), (-4.83046, 4.38698, -1)
#: Address; the first training point; training and test loss after 0, 1, 10 and 100 epochs.
RUNS = {
    "circle, tanh": ("", CIRCLE, (0.50158, 0.51811), (0.49636, 0.50942), (0.47635, 0.49631), (0.00890, 0.01145)),
    "one ReLU": (claimed("A1"), CIRCLE, (0.58010, 0.57926), (0.52427, 0.52525), (0.45435, 0.46570), (0.38648, 0.42267)),
    "five ReLUs": (claimed("A2"), CIRCLE, (0.47677, 0.45755), (0.39259, 0.37931), (0.12494, 0.11717), (0.01467, 0.01687)),
    "five linear": (claimed("B"), CIRCLE, (0.53807, 0.51001), (0.49451, 0.51577), (0.49408, 0.52500), (0.49315, 0.51891)),
    "two layers": (claimed("C1"), CIRCLE, (0.48421, 0.48763), (0.45058, 0.44981), (0.12955, 0.12156), (0.00410, 0.00493)),
    "squares": (claimed("E1"), CIRCLE, (0.43115, 0.43833), (0.19081, 0.17402), (0.02957, 0.02620), (0.00185, 0.00193)),
    "two clouds": (
        claimed("line"),
        (1.47273, 1.66847, 1),
        (1.39018, 1.38468),
        (0.02626, 0.02588),
        (0.00403, 0.00308),
        (0.00085, 0.00036),
    ),
    "spiral": (
        claimed("spiral, three layers"),
        (3.02043, -2.43544, 1),
        (0.48041, 0.48271),
        (0.47487, 0.48229),
        (0.46822, 0.48333),
        (0.44926, 0.47994),
    ),
    "first network": (
        exercise("first network"),
        MLCC,
        (0.51563, 0.50520),
        (0.50755, 0.50051),
        (0.49683, 0.49905),
        (0.49671, 0.49967),
    ),
    "initialization": (
        exercise("initialization"),
        MLCC,
        (0.52772, 0.51733),
        (0.48549, 0.48479),
        (0.41234, 0.43609),
        (0.32665, 0.36460),
    ),
    "spiral exercise": (
        exercise("spiral"),
        (2.72207, 0.90547, 1),
        (0.50926, 0.53335),
        (0.49795, 0.50824),
        (0.46178, 0.49695),
        (0.44809, 0.52497),
    ),
    "crosses": (
        exercise("crosses"),
        (-3.16766, 2.74325, -1),
        (0.61087, 0.76311),
        (0.61488, 0.80652),
        (0.63415, 0.83327),
        (0.63841, 0.83624),
    ),
    "L2": (
        exercise("L2"),
        (2.38450, 1.10401, -1),
        (0.82841, 0.76130),
        (0.76058, 0.67573),
        (0.18183, 0.16197),
        (0.15843, 0.12464),
    ),
    "L1": (
        exercise("L1"),
        (-1.15922, 0.89696, 1),
        (0.63100, 0.46744),
        (0.28525, 0.21901),
        (0.14850, 0.18019),
        (0.09498, 0.18552),
    ),
    "learning rate": (
        exercise("learning rate"),
        (-0.52687, 3.83349, 1),
        (1.18799, 1.25646),
        (0.24596, 0.23606),
        (0.25423, 0.20827),
        (0.23206, 0.21977),
    ),
    "training and test": (
        exercise("training and test"),
        (1.41115, 2.41433, 1),
        (0.34694, 0.32414),
        (0.58186, 0.63981),
        (0.28001, 0.34156),
        (0.28000, 0.34453),
    ),
    "regression": (
        "problem=regression&networkShape=",
        (4.24777, 1.45512, 0.57029),
        (0.05639, 0.05995),
        (0.00014, 0.00014),
        (0.00000, 0.00000),
        (0.00000, 0.00000),
    ),
}


#: Runs at rates so large for their batches that they are chaotic, and the last of the epochs above up to which they can be compared.
CHAOTIC = {"crosses": 10, "learning rate": 1, "training and test": 1}


def played(name):
    address = RUNS[name][0]
    return Playground.from_hash(address if "seed=" in address else f"{address}&seed=0.12345")


@pytest.mark.parametrize("name", RUNS)
def test_an_address_gives_the_reference_s_run(name):
    _, point, *expected = RUNS[name]
    p = played(name)
    assert p.train_points[0] == pytest.approx(point, abs=5.1e-6)
    for epoch, losses in zip((0, 1, 10, 100), expected, strict=True):
        if epoch <= CHAOTIC.get(name, 100):
            p.train(epoch - p.epoch)
            assert (p.loss_train, p.loss_test) == pytest.approx(losses, abs=5.1e-6), epoch


@pytest.mark.parametrize("name", CHAOTIC)
def test_where_a_run_is_chaotic_the_last_digit_of_a_weight_decides(name):
    """So an order of summation does, too, and the reference's later epochs are one of many outcomes."""
    later = []
    for change in (0, 1e-15, -1e-15, 2e-15):
        p = played(name)
        p.network.parameters *= 1 + change
        p.trainer.forget_losses()
        p.train(CHAOTIC[name])
        assert (p.loss_train, p.loss_test) == pytest.approx(RUNS[name][-2 if CHAOTIC[name] == 10 else -3], abs=5.1e-6)
        p.train(10 * CHAOTIC[name] - p.epoch)
        later.append(p.loss_test)
    assert max(later) - min(later) > 1e-3
