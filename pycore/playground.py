"""Playground: a data set, a network and its training in one object, for a Python prompt and for the page alike."""

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from pycore import bounds, given, run_plan
from pycore.answers import Answers, numbers
from pycore.data import datasets, features
from pycore.making import Making
from pycore.nn.run_state import RunState
from pycore.progress import Progress, looks_every
from pycore.settings import SettingError, Settings, TableSignature, by_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from contextlib import AbstractContextManager
    from typing import Self, Unpack

    from numpy.typing import ArrayLike, NDArray

    from pycore.setting_values import SettingValues
    from pycore.settings import DrawnAnew

__all__ = ["Playground"]


class Playground(Making, Progress, Answers):
    """A neural network that learns from a cloud of points in the plane.

    >>> p = Playground(dataset="circle", seed="0.12345")
    >>> p.train(epochs=100)
    100
    >>> round(p.loss_test, 8)
    0.01144976

    Keywords are the names of pycore.settings.TABLE; SettingError says which are wrong and what is allowed. `settings` may
    be given instead, or as what the keywords change; so may the name of a data set, as in Playground("spiral"), or an address.

    `data` is learned instead of the settings' data set, scaled to the window; it decides the problem. It is a tables.Table, or
    what tables.from_points makes one of: rows x1, x2, label as a list, an array (n, 3) or a DataFrame, or a tuple (X, y).

    `runs` trains so many networks side by side, each with a seed of its own (`seeds`; the first is the settings' seed).
    `sweep={"learning_rate": [0.01, 0.1]}` trains one network for each value of one setting of SWEEPABLE instead, all with
    one seed. `runs` may also be the settings of each run, which differ in settings of SWEEPABLE alone. What is not said to be
    per run concerns run 0. Run r gives the numbers of a Playground of its own with `run_settings[r]`: it stops, goes back and
    diverges by itself, and `run(r)` is that Playground.
    """

    __signature__ = TableSignature(settings=None, data=None, runs=1, sweep=None)

    def __init__(
        self,
        settings: "Settings | str | None" = None,
        *,
        data: "Any" = None,
        runs: "int | list[Settings] | tuple[Settings, ...]" = 1,
        sweep: "Mapping[str, Iterable[Any]] | None" = None,
        **values: "Unpack[SettingValues]",
    ) -> None:
        # What differs between the runs where they were given one by one.
        self._given = given.runs_of(runs, values)
        self.settings: Settings = self._given[0] if self._given else given.settings_of(settings, values)
        self.sweep = run_plan.checked(1 if self._given else runs, sweep)
        self.runs = len(self._given or next(iter(self.sweep.values()), ())) or int(runs)
        table = given.table_of(data)
        self._check_cost(self.settings, table)
        self._take_data(table)
        self._spread()
        self._build()
        #: SettingErrors of the address that this was made from, where it was read with strict=False.
        self.problems: tuple[SettingError, ...] = ()

    @classmethod
    def from_hash(cls, text: str, *, strict: bool = True, **options: "Any") -> "Self":
        """Return the playground of an address' fragment; raises the first SettingError of a malformed one.

        Without `strict` it goes on with what is understood, as the page does: settings with a wrong value, or that make a network
        too large (see pycore.bounds), have their defaults, and `problems` holds the SettingErrors.
        """
        settings, errors = Settings.from_hash(text)
        if strict:
            if errors:
                raise errors[0]
            return cls(settings, **options)
        made, too_large = bounds.within(settings, lambda fitting: cls(fitting, **options))
        made.problems = (*errors, *too_large)
        return made

    def to_hash(self) -> str:
        """Return the address' fragment that gives this playground, data and first weights again."""
        return self.settings.to_hash()

    def __getstate__(self):
        """What copies and pickles hold: everything but the features, whose functions can't be pickled."""
        return {name: value for name, value in vars(self).items() if name != "_features"}

    def __setstate__(self, state):
        vars(self).update(state)
        self._features = features.active(self.settings)

    # -- training

    def train(self, epochs: int = 1, *, looks: bool = True) -> int:
        """Train for `epochs` epochs (passes over the training points) and return the epoch reached.

        A run's training ends before that where a stop condition of the settings is met for it; `stops` says which. The epoch
        returned is that of run 0; `epochs` has those of all. Without `looks` nothing is added to the history, for who calls
        `look` afterwards: it takes about as long as an epoch.
        """
        if isinstance(epochs, bool) or not isinstance(epochs, int | np.integer) or epochs < 0:
            raise ValueError(f"epochs: expected a whole number of at least 0, got {epochs!r}")
        for _ in self.training(epochs, looks=looks):
            pass
        return self.epoch

    def training(self, epochs: int, *, looks: bool = True) -> "Iterator[float]":
        """Do what `train` does as a generator, which yields in the middle of epochs that take long how much of one is done, 0 to 1.

        An epoch that is under way counts only when it has ended: closing the generator takes it back, and what `between_epochs`
        shows is the playground before it.
        """
        parameters, trainer, watches = self._network.parameters.reshape(-1), self._trainer, self._stops_by_loss
        rhythm = looks_every(epochs)
        can_stop, active = watches or self.settings.stop_epoch > 0, None
        for left in range(int(epochs) - 1, -1, -1):
            if can_stop:
                active = np.array([reason is None for reason in self.stops])
                if not active.any():
                    break
            if trainer.takes_long:
                yield from trainer.epoch_in_parts(active)
            else:
                trainer.epoch(active)
            if not math.isfinite(np.vdot(parameters, parameters)):
                self._see_divergence()
            if watches:
                self._note_progress(active)
            if looks and left % rhythm == 0:
                self._look(active)
        if looks and epochs:
            self.look()

    @property
    def takes_long(self) -> bool:
        """Whether an epoch takes so long that `training` yields in the middle of it."""
        return self._trainer.takes_long

    def between_epochs(self) -> "AbstractContextManager[None]":
        """Return a context in which an epoch that is under way has not begun."""
        return self._trainer.between_epochs()

    def reset(self) -> None:
        """Go back to epoch 0 and the first weights."""
        self._network.parameters[:] = self._first_parameters
        self._begin()

    def use(self, data: "Any", **changes: "Unpack[SettingValues]") -> None:
        """Learn from the tables.Table `data`, or from the settings' data set again if it is None; starts again.

        Without data the problem is again the one that the settings had before. `changes` are settings to change at the same
        time, as for `configure`. Raises SettingError for what is no table and for a wrong value, and then changes nothing.
        """
        data = given.table_of(data)
        settings = self._changed(changes, data)
        self._take_data(data)
        if "problem" in changes:
            self.problem_without_data = settings.problem
        self.settings = settings.replace(problem=data.kind if data else self.problem_without_data)
        self._spread()
        self._build()

    def _changed(self, changes, data):
        """Return the settings with changes; SettingError for a wrong one, and for what the data or the sweep decide."""
        settings = self.settings.replace(**changes)
        if data and settings.problem != data.kind and "problem" in changes:
            raise SettingError("problem", settings.problem, f"{data.kind}, as the data given are for that")
        swept = set(changes) & (set(self.sweep) | run_plan.differing(self._given))
        if swept:
            name = min(swept)
            raise SettingError(by_name[name].key, changes[name], "no value: it is swept over runs", name)
        self._check_cost(settings, data)
        return settings

    def configure(self, **changes: "Unpack[SettingValues]") -> "DrawnAnew":
        """Change settings by name; training starts again only when one of them says so in the table.

        Returns what was drawn anew: "no", the "picture" alone, the "network" or the "data". Raises SettingError and changes
        nothing if a value is wrong.
        """
        settings = self._changed(changes, self.data)
        anew = self.settings.drawn_anew_by(settings)
        watched, self.settings = self._stops_by_loss, settings
        if not watched:
            self.state.best_losses.fill(np.inf)
            self.state.best_epochs[:] = self.state.epochs
        self._spread()
        if anew in ("network", "data"):
            self._build()
        else:
            self._trainer.configure(self.run_settings)
        return anew

    def getstate(self):
        """Return what training goes on from, as arrays and JSON-able values by name, for `setstate`."""
        return self.state.getstate()

    def setstate(self, state):
        """Go on from what `getstate` gave for a playground of the same settings."""
        self.state.setstate(state)
        self._state_changed()

    def run(self, run: int) -> "Playground":
        """Return a Playground of one run alone, which goes on exactly as that run does here; a copy."""
        run = self._one_of(run)
        return self._of([self.run_settings[run]], self.data, self.state.take([run]), self.problem_without_data)

    @classmethod
    def joined(cls, playgrounds: "Iterable[Playground]") -> "Playground":
        """Return a Playground of all runs of several, side by side, each of which goes on exactly as it would have; a copy.

        They learn the same table, or none, and differ in what may differ between runs (`SWEEPABLE`); else SettingError.
        """
        parts = list(playgrounds) if hasattr(playgrounds, "__iter__") else [playgrounds, None]
        for part in parts:
            if not isinstance(part, Playground):
                raise TypeError(f"playgrounds: expected a list of Playgrounds, got {type(playgrounds if part is None else part).__name__}")
        run_settings = [settings for part in parts for settings in part.run_settings]
        run_plan.check_alike(run_settings)
        data = parts[0].data
        if any(not given.same_table(part.data, data) for part in parts):
            raise SettingError("data", "other data", "the same data for all runs side by side")
        states = RunState.joined([part.state for part in parts])
        return cls._of(run_settings, data, states, parts[0].problem_without_data)

    @classmethod
    def _of(cls, run_settings, data, state, problem_without_data):
        """A Playground of runs with these settings and this state."""
        made = Playground(run_settings[0], data=data) if len(run_settings) == 1 else Playground(runs=run_settings, data=data)
        made.problem_without_data = problem_without_data
        made.state.put(state)
        made._state_changed()
        return made

    @property
    def runs_were_given(self) -> bool:
        """Whether the runs' settings were given one by one, instead of as seeds or a sweep."""
        return bool(self._given)

    @property
    def state(self):
        """The RunState: everything that training goes on from, in arrays with a leading axis of runs."""
        return self._trainer.state

    # -- what can be seen

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences on what is otherwise than the settings or the table say, for people; none where all is as it was asked for."""
        return _views().notes(self)

    @property
    def classes(self) -> int:
        """The number of classes: 0 for regression, where labels are numbers; labels of two are -1 and +1, of more 0, 1, 2, ..."""
        return len(self.data.classes) if self.data else datasets.class_count(self.settings)

    @property
    def features(self):
        """The active features, in the order of the network's inputs."""
        return self._features

    @property
    def network(self):
        """The Network, whose `parameters` are written in place while training."""
        return self._network

    @property
    def trainer(self):
        """The Trainer, which knows dropout masks, dead links and the optimiser's memory."""
        return self._trainer

    def layers(self, run: int = 0) -> "list[tuple[NDArray[np.float64], NDArray[np.float64]]]":
        """Return [(bias (units,), weights (units, inputs)), ...] of a run's layers, hidden first, output last; copies."""
        run = self._one_of(run)
        return [(layer[run, :, -1].copy(), layer[run, :, :-1].copy()) for layer in self._network.weights]

    def set_layers(self, layers: "Iterable[tuple[ArrayLike, ArrayLike]]", run: int = 0) -> None:
        """Give a run the weights of `layers`, in the form that `layers()` returns. Raises ValueError if a shape is wrong."""
        run, layers, whole = self._one_of(run), list(layers), []
        if len(layers) != len(self._network.weights):
            raise ValueError(f"layers: expected {len(self._network.weights)} of them, got {len(layers)}")
        for index, (given_layer, layer) in enumerate(zip(layers, self._network.weights, strict=True)):
            if len(given_layer) != 2:
                raise ValueError(f"layer {index}: expected a pair, bias and weights, got {len(given_layer)} of them")
            bias, weights = (numbers(part, f"layer {index}") for part in given_layer)
            units, inputs = layer.shape[1], layer.shape[2] - 1
            if bias.shape != (units,) or weights.shape != (units, inputs):
                shapes = f"{bias.shape} and {weights.shape}"
                raise ValueError(f"layer {index}: expected a bias ({units},) and weights ({units}, {inputs}), got {shapes}")
            whole.append(np.column_stack([weights, bias]))
        for values, layer in zip(whole, self._network.weights, strict=True):
            layer[run] = values
        self.parameters_changed()

    def parameters_changed(self) -> None:
        """Say that the network's parameters have been written to: losses and pictures, and what has diverged, are those of now."""
        self._trainer.forget_losses()
        self._see_divergence(with_losses=True)

    # -- at a prompt and in a notebook

    def __repr__(self) -> str:
        return _views().line(self)

    def _repr_html_(self) -> str:
        """The network, the output over the plane and the losses as one SVG, which notebooks show."""
        return _views().svg(self)

    def summary(self) -> str:
        """Return several lines that tell data, layers, training, losses and accuracies; `print` them."""
        return _views().summary(self)

    def plot(self, ax: "Any" = None) -> "Any":
        """Draw the output over the plane and the points into a matplotlib Axes, a new one by default, and return it."""
        return _views().plot(self, ax)

    def plot_history(self, ax: "Any" = None) -> "Any":
        """Draw the losses over the epochs into a matplotlib Axes, a new one by default, and return it."""
        return _views().plot_history(self, ax)


def _views():
    """pycore.views, which only people at a prompt need."""
    from pycore import views

    return views
