"""Playground: a data set, a network and its training in one object, for a Python prompt and for the page alike."""

import math

import numpy as np

from pycore import datasets, features, functions
from pycore.network import Network, Pass, play
from pycore.rng import SeededRandom
from pycore.settings import Settings, by_name
from pycore.trainer import Trainer

__all__ = ["HISTORY", "Playground"]

#: Points of the loss history that are kept; when it is full, every second one goes.
HISTORY = 512


class Playground:
    """A neural network that learns from a cloud of points in the plane.

    >>> p = Playground(dataset="circle", seed="0.12345")
    >>> p.train(epochs=100)
    100
    >>> round(p.loss_test, 8)
    0.01144976

    Keywords are the names of pycore.settings.TABLE; SettingError says which are wrong and what is allowed. `settings` may
    be given instead, or as what the keywords change. `runs` trains so many networks side by side, each with a seed of its
    own (`seeds`; the first is the settings' seed); what is not said to be per run concerns run 0.
    """

    def __init__(self, settings=None, *, runs=1, **values):
        self.settings = settings.replace(**values) if settings else Settings(**values)
        self.runs = runs
        self._build()

    @classmethod
    def from_hash(cls, text, *, runs=1):
        """Return the playground of an address' fragment; raises the first SettingError of a malformed one."""
        settings, errors = Settings.from_hash(text)
        if errors:
            raise errors[0]
        return cls(settings, runs=runs)

    def to_hash(self):
        """Return the address' fragment that gives this playground, data and first weights again."""
        return self.settings.to_hash()

    # -- training

    def train(self, epochs=1):
        """Train for `epochs` epochs (passes over the training points) and return the epoch reached."""
        parameters = self._network.parameters
        for _ in range(epochs):
            self._trainer.epoch()
            self.epoch += 1
            if self.diverged is None and not math.isfinite(np.vdot(parameters, parameters)):
                self.diverged = self.epoch
        if epochs > 0:
            self._losses = None
            self._remember()
            if self.diverged is None and not np.isfinite(self.losses).all():
                self.diverged = self.epoch
        return self.epoch

    def reset(self):
        """Go back to epoch 0 and the first weights."""
        self._network.parameters[:] = self._first_parameters
        self._trainer.restart()
        self._begin()

    def configure(self, **changes):
        """Change settings by name; training starts again only when one of them says so in the table.

        Returns what was drawn anew: "no", "network" or "data". Raises SettingError and changes nothing if a value is wrong.
        """
        settings = self.settings.replace(**changes)
        changed = {name for name in changes if getattr(settings, name) != getattr(self.settings, name)}
        restarts = {by_name[name].restarts for name in changed if name in by_name}
        self.settings = settings
        if restarts <= {"no"}:
            self._set_rates()
            return "no"
        self._build()
        return "data" if "data" in restarts else "network"

    # -- what can be seen

    @property
    def loss_train(self):
        """The mean loss over the training points, without any penalty."""
        return float(self.losses[0, 0])

    @property
    def loss_test(self):
        """The mean loss over the test points."""
        return float(self.losses[0, 1])

    @property
    def losses(self):
        """(runs, 2): the training and the test loss of each run."""
        if self._losses is None:
            self._losses = self._evaluate()
        return self._losses

    @property
    def history(self):
        """(n, 3): epoch, training loss and test loss of run 0, ascending and thinned to at most HISTORY rows; a view."""
        return self._history[: self._history_length]

    @property
    def train_points(self):
        """(n, 3): x1, x2 and label of the training points of run 0, in the order of training."""
        return datasets.split(self._points[0], self.settings.perc_train_data)[0]

    @property
    def test_points(self):
        """(n, 3): x1, x2 and label of the test points of run 0."""
        return datasets.split(self._points[0], self.settings.perc_train_data)[1]

    @property
    def features(self):
        """The active features, in the order of the network's inputs."""
        return self._features

    @property
    def network(self):
        """The Network, whose `parameters` are written in place while training."""
        return self._network

    def layers(self, run=0):
        """Return [(bias (units,), weights (units, inputs)), ...] of a run's layers, hidden first, output last; copies."""
        return [(layer[run, :, -1].copy(), layer[run, :, :-1].copy()) for layer in self._network.weights]

    def set_layers(self, layers, run=0):
        """Give a run the weights of `layers`, in the form that `layers()` returns. Raises ValueError if a shape is wrong."""
        if len(layers) != len(self._network.weights):
            raise ValueError(f"layers: expected {len(self._network.weights)} of them, got {len(layers)}")
        for index, ((bias, weights), layer) in enumerate(zip(layers, self._network.weights, strict=True)):
            whole = np.column_stack([np.asarray(weights, float), np.asarray(bias, float)])
            if whole.shape != layer[run].shape:
                raise ValueError(f"layer {index}: expected shape {layer[run].shape}, got {whole.shape}")
        for (bias, weights), layer in zip(layers, self._network.weights, strict=True):
            layer[run, :, :-1], layer[run, :, -1] = weights, bias
        self._losses = None

    def predict(self, xy):
        """Return the network's outputs (n,) at the points `xy` (n, 2), by run 0."""
        xy = np.asarray(xy, dtype=float)
        if xy.ndim != 2 or xy.shape[1] != 2:
            raise ValueError(f"xy: expected shape (n, 2), got {xy.shape}")
        inputs = features.inputs(self._features, xy[:, 0], xy[:, 1])
        return self.forward(Pass(self._network, len(xy)), inputs).outputs[0, 0].copy()

    def forward(self, batch, inputs):
        """Send `inputs` (i + 1, n) or (R, i + 1, n) through the network with the Pass `batch`, which is returned."""
        with np.errstate(all="ignore"):
            batch.first(inputs)()
            play(batch.forward())
        return batch

    # -- making it

    def _build(self):
        """Draw the points and the first weights of every run, and set up the training."""
        settings = self.settings
        self._features = features.active(settings)
        output = "tanh" if settings.problem == "classification" else "linear"
        sizes = (len(self._features), *settings.network_shape, 1)
        activations = [settings.activation] * len(settings.network_shape) + [output]
        self._network = Network(sizes, activations, self.runs)
        self.seeds = _chain_of_seeds(settings.seed, self.runs)
        points = []
        for run, seed in enumerate(self.seeds):
            rng = SeededRandom(seed)
            points.append(datasets.generate(settings, rng))
            self._network.draw_uniform(run, rng)
        self._points = np.stack(points)
        if settings.init_zero:
            self._network.parameters.fill(0)
        self._first_parameters = self._network.parameters.copy()
        inputs = np.stack([features.inputs(self._features, cloud[:, 0], cloud[:, 1]) for cloud in points])
        labels = np.ascontiguousarray(self._points[:, :, 2])[:, None, :]
        self._train_count = len(datasets.split(points[0], settings.perc_train_data)[0])
        self._inputs, self._labels = inputs, labels
        count = self._train_count
        self._trainer = Trainer(
            self._network, inputs[..., :count], labels[..., :count], settings.batch_size, settings.regularization
        )
        self._everything = Pass(self._network, len(points[0]))
        squeezed = self._network.squeezed
        self._look = [self._everything.first(squeezed(inputs)), *self._everything.forward()]
        self._set_rates()
        self._begin()

    def _begin(self):
        self.epoch = 0
        #: The epoch at which the parameters or a loss were first seen to be beyond all numbers, or None.
        self.diverged = None
        self._history = np.zeros((HISTORY, 3))
        self._history_length = self._remembered = 0
        self._stride, self._provisional = 1, False
        self._losses = None
        self._remember()

    def _set_rates(self):
        self._trainer.set_rates(self.settings.learning_rate, self.settings.regularization_rate)

    def _evaluate(self):
        with np.errstate(all="ignore"):
            play(self._look)
            outputs, labels, count = self._everything.outputs[:, 0], self._labels[:, 0], self._train_count
            return np.stack(
                [
                    functions.squared_loss(outputs[:, :count], labels[:, :count]),
                    functions.squared_loss(outputs[:, count:], labels[:, count:]),
                ],
                axis=1,
            )

    def _remember(self):
        """Write the losses into the history's last row, which stays when it is the stride's turn.

        When the history is full, every second row goes and the stride doubles, so that rows stay evenly spread.
        """
        row = self._history_length - 1 if self._provisional else self._history_length
        self._history[row] = self.epoch, *self.losses[0]
        self._history_length = row + 1
        self._provisional = self._remembered % self._stride != 0
        self._remembered += 1
        if self._history_length == HISTORY and not self._provisional:
            self._history[: HISTORY // 2] = self._history[::2].copy()
            self._history_length = HISTORY // 2
            self._stride *= 2


def _chain_of_seeds(seed, count):
    """The seed itself, then seeds drawn one from another."""
    rng = SeededRandom(seed)
    return [seed, *(rng.new_seed() for _ in range(count - 1))]
