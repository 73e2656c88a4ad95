"""Writes pycore's handwritten digits anew, from scikit-learn's, and trains its networks for them; tests compare.

PYTHONPATH=site:. python -m builder.digit_files
"""

import numpy as np

from builder.files import whole
from builder.paths import ROOT
from pycore.images import digits, trained
from pycore.images.idx_files import write_idx

FOLDER = ROOT / "pycore" / "images" / "shipped"


def arrays():
    """Return the images (1797, 8, 8) and labels (1797,), uint8, as scikit-learn has them."""
    from sklearn.datasets import load_digits  # of the tests' dependencies

    found = load_digits()
    return found.images.astype(np.uint8), found.target.astype(np.uint8)


def main():
    for name, array in zip(digits.FILES, arrays(), strict=True):
        with whole(FOLDER / name) as target:
            target.write_bytes(write_idx(array))
    for name in trained.NAMES:
        with whole(trained.path_of(name)) as target:
            target.write_bytes(trained.trained(name).parameters.astype("<f4").tobytes())


if __name__ == "__main__":
    main()
