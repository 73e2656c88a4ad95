"""One data set, many beginnings: networks side by side that learn the same points from different first weights."""

from pycore.data import datasets
from pycore.data.rng import SeededRandom
from pycore.nn.initializers import initialize
from pycore.playground import Playground

__all__ = ["restarts"]


def restarts(settings, runs=20):
    """Return a Playground of `runs` runs with the points of `settings`' seed, each with first weights of its own.

    Run 0 is the playground of the settings; run r starts as it would after r times "reset" in the reference, which draws
    further first weights from the stream that gave the points. (`Playground(runs=...)` gives every run its own points, too.)
    `Playground.reset` would give all runs the first weights of run 0: make a new one instead. Raises SettingError as
    Playground does.

    >>> from pycore import Settings
    >>> p = restarts(Settings(dataset="xor"), runs=3)
    >>> (p.points(0) == p.points(2)).all().item(), len({run[0] for run in p.losses.tolist()})
    (True, 3)
    """
    # A sweep over a setting that stays as it is: one seed for all runs.
    playground = Playground(settings, sweep={"init_zero": [settings.init_zero] * runs})
    rng = SeededRandom(settings.seed)
    datasets.generate(settings, rng)  # to the place in the stream where first weights begin
    method = "zero" if settings.init_zero else settings.initialization
    for run in range(runs):
        initialize(method, [layer[run] for layer in playground.network.weights], rng)
    playground.parameters_changed()
    return playground
