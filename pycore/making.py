"""How a playground is made of its settings: points, first weights and training of every run."""

import numpy as np

from pycore import bounds, run_plan
from pycore.data import datasets, features, targets
from pycore.data.rng import SeededRandom
from pycore.nn.initializers import initialize
from pycore.nn.network import Network
from pycore.nn.trainer import Trainer
from pycore.settings import TABLE, SettingError

__all__ = ["Making", "network_shape"]


class Making:
    """The part of a Playground that draws points and first weights, and sets up the training."""

    def _spread(self):
        """Write down each run's settings and seed."""
        self.run_settings = run_plan.settings_of_runs(self.settings, self.runs, self.sweep, self._given)
        self.seeds = [settings.seed for settings in self.run_settings]

    def _take_data(self, data):
        if getattr(self, "data", None) is None:
            #: What the settings ask to learn where there are no data of one's own: to go back to.
            self.problem_without_data = self.settings.problem
        #: The Table that is learned, or None, and how it was scaled.
        self.data = data
        self.scaling = None
        if data is not None:
            self._scaled, self.scaling = data.scaled()
        self.settings = self.settings.replace(problem=data.kind if data else self.problem_without_data)

    def _check_cost(self, settings, data):
        """Raise SettingError if networks of these settings, with this Table or None, would be too large; nothing has been made."""
        if data is None:
            count = datasets.class_count(settings)
            points = datasets.CLASSIFICATION_POINTS if count else datasets.REGRESSION_POINTS
        else:
            settings, count, points = settings.replace(problem=data.kind), len(data.classes), len(data.points)
        bounds.check(network_shape(settings, count), points, settings.batch_size, self.runs, settings.perc_train_data / 100)

    def _draw_points(self, settings, rng):
        """The points (n, 3) of a run, in the order of training."""
        if self.data is None:
            return datasets.generate(settings, rng)
        order = self._orders[settings.seed] = rng.shuffle(len(self._scaled))
        return self._scaled[order]

    def _build(self):
        """Draw the points and the first weights of every run, and set up the training."""
        settings, count = self.settings, self.classes
        self._features = features.active(settings)
        self._network = Network(
            network_shape(settings, count),
            (*_hidden_activations(settings), targets.output_activation(count)),
            self.runs,
        )
        points, self._rng_states = [], []
        self._orders = {}  # of the table's rows, by seed
        drawn = {}  # runs of one seed and one data set share the drawing, which costs more than all the rest
        for run, own in enumerate(self.run_settings):
            rng, data = SeededRandom(own.seed), tuple(getattr(own, row.name) for row in TABLE if row.restarts == "data")
            if data in drawn:
                rng.setstate(drawn[data][1])
            else:
                drawn[data] = self._draw_points(own, rng), rng.getstate()
            points.append(drawn[data][0])
            if own.init_seed:
                rng = SeededRandom(own.init_seed)
            method = "zero" if own.init_zero else own.initialization
            initialize(method, [layer[run] for layer in self._network.weights], rng)
            self._rng_states.append(rng.getstate())
        if len({len(cloud) for cloud in points}) > 1:
            raise SettingError("runs", self.seeds, "as many points in all runs side by side")
        self._points = np.stack(points)
        self._first_parameters = self._network.parameters.copy()
        self._train_count = len(datasets.split(points[0], settings.perc_train_data)[0])
        self._trainer = Trainer(
            self._network,
            np.stack([features.inputs(self._features, cloud[:, 0], cloud[:, 1]) for cloud in points]),
            targets.targets(self._points[:, :, 2], count),
            self._train_count,
            self.run_settings,
            self._generators(),
            targets.loss(count, settings.loss),
        )
        self._begin()

    def _generators(self):
        """The generators of all runs as they were after data and first weights."""
        generators = [SeededRandom(seed) for seed in self.seeds]
        for rng, state in zip(generators, self._rng_states, strict=True):
            rng.setstate(state)
        return generators

    def _begin(self):
        self._trainer.restart(self._generators())
        self.state.history.add(self.state.epochs, self.losses, self.accuracies)


def network_shape(settings, count):
    """Return (inputs, hidden ..., outputs): the units of all layers that the settings ask for with `count` classes."""
    return (len(features.active(settings)), *settings.network_shape, targets.outputs(count))


def _hidden_activations(settings):
    """The activation of each hidden layer: those named one by one, then the one for all."""
    count = len(settings.network_shape)
    named = settings.activations[:count]
    return (*named, *(settings.activation,) * (count - len(named)))
