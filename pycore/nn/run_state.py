"""Everything that training goes on from, for all runs, in one record of arrays with a leading axis of runs.

Saving, copying, taking back, splitting and joining runs are operations on its rows. What trains (tapes, buffers) reads and
writes these arrays in place and can be made anew from them at any time.

Letters: R runs, P parameters of one, H hidden units of one.
"""

import numpy as np

from pycore.nn.history import History
from pycore.nn.tuning import Bandit

__all__ = ["TAKEN_BACK", "TRAINED", "RunState"]

#: What an optimiser remembers from update to update.
MEMORY = ("average", "velocity", "square", "power1", "power2")
#: What is restored when an epoch is taken back: no optimiser's memory, as in the fork.
TAKEN_BACK = ("parameters", "carry", "carried", "alive")
#: What an epoch changes, beside bandits and generators.
TRAINED = (*TAKEN_BACK, *MEMORY, "keep", "masks_are_old", "learning_rates", "epochs")
#: What the owner of a training notes about it.
NOTED = ("best_losses", "best_epochs", "diverged")


class RunState:
    """The state of R runs; all arrays are written in place and never replaced.

    parameters        (R, P) float64, the layers' matrices one after the other
    average, velocity, square   (R, P), and power1, power2 (R, 1): the optimiser's memory, see pycore.nn.optimizers
    memory            {name: (R, P)}: what a rule remembers beside those, zeros at first
    block             (4, R, P): average, square, room for a gradient, and velocity, above each other, for calls on several at once
    carry             (R, P): the sum of the gradients of points that filled no batch, and carried (R,) how many they are
    alive             (R, P): 0.0 at links that L1 has killed, else 1.0
    keep              (R, H, 1): the dropout mask; masks_are_old (R,): whether another is due before the next epoch
    learning_rates    (R,), before any schedule
    epochs            (R,): epochs trained
    best_losses, best_epochs   (R,): the lowest test loss that a stop condition has seen, and when
    diverged          (R,): the epoch since which parameters or losses are beyond all numbers, -1 for never
    bandits, generators   lists of R: the scores of learning rates, and the streams that masks and choices are drawn from
    history           the losses and accuracies over the epochs
    """

    def __init__(self, parameters, hidden_units, generators, memory=()):
        runs = len(parameters)
        self.parameters = parameters
        self.block = np.zeros((4, *parameters.shape))
        self.average, self.square, _, self.velocity = self.block
        self.memory = {name: np.zeros_like(parameters) for name in memory}
        self.carry = np.zeros_like(parameters)
        self.power1, self.power2 = np.ones((runs, 1)), np.ones((runs, 1))
        self.alive = np.ones_like(parameters)
        self.keep = np.ones((runs, hidden_units, 1))
        self.learning_rates, self.best_losses = np.zeros(runs), np.full(runs, np.inf)
        self.epochs, self.carried, self.best_epochs = (np.zeros(runs, int) for _ in range(3))
        self.masks_are_old, self.diverged = np.zeros(runs, bool), np.full(runs, -1)
        self.bandits, self.generators = [Bandit() for _ in range(runs)], list(generators)
        self.history = History(runs)

    @property
    def runs(self):
        """R."""
        return len(self.parameters)

    @property
    def trained(self):
        """The names of TRAINED and of `memory`, for `array`."""
        return (*TRAINED, *self.memory)

    def array(self, name):
        """Return an array by its name, one of `memory` or of the others."""
        return self.memory[name] if name in self.memory else getattr(self, name)

    def restart(self, generators, learning_rates):
        """Begin at epoch 0 with the parameters as they are: no memory, no dead links, no history."""
        for name, start in {
            "average": 0, "velocity": 0, "square": 0, "power1": 1, "power2": 1, "carry": 0, "carried": 0, "alive": 1,
            "epochs": 0, "masks_are_old": False, "best_losses": np.inf, "best_epochs": 0, "diverged": -1,
        }.items():  # fmt: skip
            getattr(self, name).fill(start)
        for array in self.memory.values():
            array.fill(0)
        self.learning_rates[:] = learning_rates
        self.bandits[:], self.generators[:] = [Bandit() for _ in generators], generators
        self.history.clear()

    # -- operations on rows

    def take(self, runs):
        """Return the state of the numbered runs alone, in that order; a copy."""
        taken = RunState(self.parameters[runs], self.keep.shape[1], [None] * len(runs), tuple(self.memory))
        taken.put(self, runs)
        return taken

    def copy(self):
        """Return a copy of everything."""
        return self.take(range(self.runs))

    def put(self, other, runs=None, without=()):
        """Become the numbered runs of `other`, all by default, which are as many as there are here; copies, in place.

        `without` names arrays that stay as they are.
        """
        runs = list(range(other.runs) if runs is None else runs)
        for name in (*self.trained, *NOTED):
            if name not in without:
                self.array(name)[...] = other.array(name)[runs]
        self.bandits[:] = [other.bandits[run].copy() for run in runs]
        self.generators[:] = [other.generators[run] and other.generators[run].copy() for run in runs]
        self.history.put(other.history, runs)

    @classmethod
    def joined(cls, states):
        """Return the state of all runs of several states of one shape, one after the other; a copy."""
        parts = [state.take([run]) for state in states for run in range(state.runs)]
        parameters, first = np.concatenate([part.parameters for part in parts]), parts[0]
        whole = cls(parameters, first.keep.shape[1], [None] * len(parts), tuple(first.memory))
        for name in (*whole.trained, *NOTED):
            np.concatenate([part.array(name) for part in parts], out=whole.array(name))
        whole.bandits, whole.generators = ([getattr(part, name)[0] for part in parts] for name in ("bandits", "generators"))
        whole.history = History.joined([part.history for part in parts])
        return whole

    def rows(self, runs, names=None):
        """Return copies of the named arrays' rows of the numbered runs, those of `trained` by default, by name, for `put_rows`."""
        return {name: self.array(name)[runs] for name in names or self.trained}

    def put_rows(self, rows, runs):
        """Write back what `rows` gave for the same runs."""
        for name, values in rows.items():
            self.array(name)[runs] = values

    # -- saving

    def getstate(self):
        """Return the state as arrays and JSON-able values by name, for `setstate`."""
        memory = {name: self.array(name).copy() for name in ("average", "velocity", "square", *self.memory)}
        return {
            "parameters": self.parameters.copy(),
            "trainer": {
                "epochs": self.epochs.tolist(),
                "learning_rates": self.learning_rates.copy(),
                "carried": self.carried.tolist(),
                "carry": self.carry.copy(),
                "alive": self.alive.copy(),
                "keep": self.keep[..., 0].copy(),
                "masks_are_old": self.masks_are_old.tolist(),
                "memory": {**memory, "power1": self.power1[:, 0].copy(), "power2": self.power2[:, 0].copy()},
                "scores": [bandit.getstate() for bandit in self.bandits],
                "generators": [generator.getstate() for generator in self.generators],
            },
            "history": self.history.getstate(),
            "best": np.column_stack([self.best_losses, self.best_epochs]),
            "diverged": self.diverged.tolist(),
        }

    def setstate(self, state):
        """Become the state of as many runs of one shape that `getstate` described."""
        trainer = state["trainer"]
        best = np.asarray(state["best"], float)
        arrays = {**trainer, **trainer["memory"], "parameters": state["parameters"], "diverged": state["diverged"]}
        for name in (*self.trained, "diverged"):
            array = self.array(name)
            array[...] = np.asarray(arrays[name]).reshape(array.shape)
        self.best_losses[:], self.best_epochs[:] = best.T
        self.carry[self.carried == 0] = 0
        for bandit, scores in zip(self.bandits, trainer["scores"], strict=True):
            bandit.setstate(scores)
        for generator, saved in zip(self.generators, trainer["generators"], strict=True):
            generator.setstate(saved)
        self.history.setstate(state["history"])
