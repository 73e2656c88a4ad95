"""What the page asks a playground now and then, beside its frames: small questions with answers that JSON can hold."""

from types import MappingProxyType

from pycore.rng import SeededRandom

__all__ = ["QUESTIONS"]


def next_seed(playground):
    """Return the text of the seed that follows the playground's in the chain of seeds."""
    return SeededRandom(playground.settings.seed).new_seed()


#: By the names that the page uses; each takes the playground and keywords.
QUESTIONS = MappingProxyType({"nextSeed": next_seed})
