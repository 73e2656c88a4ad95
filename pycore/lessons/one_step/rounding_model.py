"""How far two runs part that differ in the last bit of one weight: not at all where training is calm, wholly where it is chaotic.

>>> calm = gaps(CALM, (1, 20))
>>> max(calm) < 1e-12
True
"""

import numpy as np

from pycore import Playground, Settings

__all__ = ["CALM", "CHAOTIC", "EPOCHS", "gaps"]

#: A run that settles, and one whose large steps throw it about between the folds of a ReLU network.
CALM = Settings(seed="0.12345")
CHAOTIC = Settings(dataset="spiral", network_shape=(8, 8), activation="relu", learning_rate=0.3, seed="0.5")
#: When the two are compared.
EPOCHS = tuple(range(0, 121, 5))


def gaps(settings, epochs=EPOCHS):
    """Return how far the test losses of two runs are apart after each of the ascending `epochs`, a list.

    They are one run twice, but for the first weight: in the second it is the next larger number that the computer has.
    """
    one, other = Playground(settings), Playground(settings)
    weights = other.network.parameters
    weights[0, 0] = np.nextafter(weights[0, 0], np.inf)
    other.trainer.forget_losses()
    found = []
    for epoch in epochs:
        for run in (one, other):
            run.train(epoch - run.epoch)
        found.append(abs(one.loss_test - other.loss_test))
    return found
