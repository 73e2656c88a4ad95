"""NumPy's masked arrays, recognised without importing their large module: whoever has one has imported it."""

import sys

__all__ = ["is_masked", "is_masked_array"]


def is_masked_array(values):
    """Say whether `values` is a masked array."""
    ma = sys.modules.get("numpy.ma")
    return ma is not None and isinstance(values, ma.MaskedArray)


def is_masked(values):
    """Say whether `values` is a masked array in which something is masked."""
    ma = sys.modules.get("numpy.ma")
    return ma is not None and bool(ma.is_masked(values))
