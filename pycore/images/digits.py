"""The handwritten digits that come with pycore: 1,797 images of 8 × 8 pixels with 17 shades.

E. Alpaydin and C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine Learning Repository, 1998, doi 10.24432/C50P49,
CC BY 4.0; of it, the file for testing, as scikit-learn distributes it. `site/builder/digit_files.py` wrote the files in `shipped/`.
"""

from pathlib import Path

from pycore.images.idx_files import IdxReader
from pycore.images.image_set import ImageSet

__all__ = ["CLASSES", "FILES", "FULL", "load_digits"]

#: In the folder `shipped`: images and labels.
FILES = ("digits-images-idx3-ubyte.gz", "digits-labels-idx1-ubyte.gz")
#: The darkest shade: each pixel counts how many of 4 × 4 finer ones had ink.
FULL = 16
CLASSES = tuple("0123456789")


def load_digits():
    """Return the ImageSet of all 1,797 digits, writer after writer."""
    pictures, labels = (_read(name) for name in FILES)
    return ImageSet(pictures, labels, FULL, CLASSES, "8 × 8 digits")


def _read(name):
    reader = IdxReader(name)
    reader.feed((Path(__file__).with_name("shipped") / name).read_bytes())
    return reader.finish()
