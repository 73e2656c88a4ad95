"""What widgets that train a playground while one looks have in common: train and pause, go on in portions, start anew."""

from pycore.data.rng import SeededRandom
from pycore.lessons.widgets.exhibit_base import Exhibit, action

__all__ = ["Training"]


class Training(Exhibit):
    """A subclass writes `make`, which returns a Playground of a seed; PORTION epochs are trained at a time, PER_PICTURE for a picture."""

    PORTION, PER_PICTURE = 300, 5

    @action
    def start_over(self):
        """Go back to what the lesson begins with."""
        super().start_over()
        self._take(self.first())

    def make(self, seed=None):
        """Return a new Playground, with the lesson's seed if none is given."""
        raise NotImplementedError

    def first(self):
        """Return the Playground that the lesson begins with."""
        return self.make()

    def _take(self, playground):
        self.playground, self._goal = playground, playground.epoch

    @action
    def untrained(self):
        """Go back to the first weights."""
        self._take(self.make(self.playground.settings.seed))

    @action
    def again(self):
        """Take other points and other first weights."""
        self._take(self.make(SeededRandom(self.playground.settings.seed).new_seed()))

    @action
    def train(self):
        """Train for a portion, or pause."""
        self._goal = self.playground.epoch if self.is_going else self.playground.epoch + self.PORTION

    @action
    def go(self, milliseconds=0):
        """Train as much as fits well before the next picture."""
        self.playground.train(max(0, min(self.PER_PICTURE, self._goal - self.playground.epoch)))

    @property
    def is_going(self):
        return self.playground.epoch < self._goal

    def state(self):
        """Return the parts of a view that say how the training goes."""
        p = self.playground
        return {
            "texts": {
                "train": "Pause" if self.is_going else f"Train {self.PORTION} epochs",
                "epoch": f"{p.epoch:,}",
                "loss": f"{p.loss_test:.3f}",
            },
            "busy": self.is_going,
            "off": [] if p.epoch else ["untrained"],
        }
