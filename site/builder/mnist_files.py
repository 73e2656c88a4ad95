"""Puts MNIST, or what has its form, into the site, where the builder is given it: IDX files, checked before a page offers them."""

from builder.errors import BuildError
from builder.files import copy
from pycore.images.idx_files import IdxError, paired, read_idx

#: Where they lie in the site.
FOLDER = "mnist"
#: How the names of such files go on.
_ENDINGS = ("-ubyte", "-ubyte.gz", ".idx", ".idx.gz")


def place_mnist(folder, out):
    """Copy the IDX files of `folder` into `out`/mnist and return their paths in `out`; () without a folder.

    Raises BuildError if there are none, or if they are no images with their labels; its sentence is that of the reader's page.
    """
    if folder is None:
        return ()
    found = sorted(path for path in folder.iterdir() if path.name.endswith(_ENDINGS))
    if not found:
        raise BuildError(f"--mnist {folder}: expected files that end in {', '.join(_ENDINGS)}, found none")
    try:
        paired({path.name: read_idx(path) for path in found})
    except IdxError as error:
        raise BuildError(f"--mnist {folder}: {error}") from error
    for path in found:
        copy(path, out / FOLDER / path.name)
    return tuple(f"{FOLDER}/{path.name}" for path in found)
