"""IDX files, in which MNIST comes: read piece by piece, compressed or not, with bounds, and told plainly what is wrong in one.

An IDX file of bytes is 0, 0, 8 (the code of uint8), the number of dimensions, each of these as four bytes with the highest first,
and then the values (LeCun, Cortes and Burges, "The MNIST database of handwritten digits", section "File formats").
"""

import zlib

import numpy as np

__all__ = ["MOST_IMAGES", "MOST_PIXELS", "SIDES", "IdxError", "IdxReader", "paired", "read_idx", "write_idx"]

#: As many images as all of MNIST has.
MOST_IMAGES = 70_000
#: Pixels from side to side, at least and at most, and in one image.
SIDES = (4, 64)
MOST_PIXELS = 28 * 28
#: The first four bytes as a number: of images, and of labels.
KINDS = {0x00000803: "images", 0x00000801: "labels"}
#: Bytes that are unpacked at a time, so that a small file can't fill the memory.
_PORTION = 1 << 20


class IdxError(ValueError):
    """A file is no IDX file of images or labels that can be used: `file`, `field`, what was expected and what came."""

    def __init__(self, file, field, expected, got):
        super().__init__(f"{file}: {field}: expected {expected}, got {got}")
        self.file, self.field = file, field


class IdxReader:
    """One file that comes in pieces: `feed` takes them in order, `finish` gives the array. Both raise IdxError.

    `kind` is "images" or "labels" as soon as its head has been read; `done` and `total` are bytes of values, for a progress bar. No more
    than the head promises is ever kept, and the head may promise no more than the bounds above.
    """

    def __init__(self, file):
        self.file = str(file)
        self.kind, self.done, self.total = None, 0, 0
        self._head, self._array = b"", None
        self._first, self._unpack, self._ended = b"", None, False

    def feed(self, data):
        """Take the next bytes of the file."""
        data = bytes(data)
        if self._unpack is None:
            self._first += data
            if len(self._first) < 2:
                return
            data, self._first = self._first, b""
            # 31: a gzip file with its head, in the largest window.
            self._unpack = zlib.decompressobj(31) if data[:2] == b"\x1f\x8b" else False
        if self._unpack is False:
            self._take(data)
            return
        while data:
            if self._ended:
                raise self._wrong("end", "nothing behind the compressed data", f"{len(data):,} bytes more")
            try:
                self._take(self._unpack.decompress(data, _PORTION))
            except zlib.error as error:
                raise self._wrong("compressed data", "a whole gzip file", str(error)) from error
            self._ended = self._unpack.eof
            data = self._unpack.unused_data if self._ended else self._unpack.unconsumed_tail

    def finish(self):
        """Return the array: (n, height, width) or (n,) uint8."""
        if self._unpack and not self._ended:
            raise self._wrong("compressed data", "a whole gzip file", "one that ends too early")
        if self._array is None:
            raise self._wrong("length", "a head of 8 or 16 bytes", f"{len(self._head) + len(self._first)} bytes")
        if self.done < self.total:
            raise self._wrong("values", f"{self.total:,} bytes, as its head says", f"{self.done:,}")
        return self._array

    def _take(self, data):
        if self._array is None:
            self._head += data
            data = self._read_head()
            if data is None:
                return
        room = self.total - self.done
        if len(data) > room:
            raise self._wrong("values", f"{self.total:,} bytes, as its head says", f"at least {self.done + len(data):,}")
        self._array.reshape(-1)[self.done : self.done + len(data)] = np.frombuffer(data, np.uint8)
        self.done += len(data)

    def _read_head(self):
        """Make the array as soon as the head is there, and return what came behind it; None before that."""
        head = self._head
        if len(head) < 4:
            return None
        magic = int.from_bytes(head[:4], "big")
        self.kind = KINDS.get(magic)
        if self.kind is None:
            raise self._wrong("magic number", "2051 for images or 2049 for labels", f"{magic}")
        dimensions = 3 if self.kind == "images" else 1
        if len(head) < 4 + 4 * dimensions:
            return None
        shape = [int.from_bytes(head[4 + 4 * k : 8 + 4 * k], "big") for k in range(dimensions)]
        if not 1 <= shape[0] <= MOST_IMAGES:
            raise self._wrong(f"number of {self.kind}", f"1 to {MOST_IMAGES:,}", f"{shape[0]:,}")
        for field, side in zip(("height", "width"), shape[1:], strict=False):
            if not SIDES[0] <= side <= SIDES[1]:
                raise self._wrong(field, f"{SIDES[0]} to {SIDES[1]} pixels", f"{side:,}")
        if dimensions == 3 and shape[1] * shape[2] > MOST_PIXELS:
            raise self._wrong("size of an image", f"up to {MOST_PIXELS} pixels", f"{shape[1]} × {shape[2]}")
        self._array = np.empty(shape, np.uint8)
        self.total, self._head = self._array.size, b""
        return head[4 + 4 * dimensions :]

    def _wrong(self, field, expected, got):
        return IdxError(self.file, field, expected, got)


def read_idx(path):
    """Return the array in the IDX file `path`, compressed or not: (n, height, width) or (n,) uint8. Raises IdxError, and OSError."""
    reader = IdxReader(getattr(path, "name", path))
    with open(path, "rb") as file:
        while piece := file.read(_PORTION):
            reader.feed(piece)
    return reader.finish()


def write_idx(array, compressed=True):
    """Return the bytes of an IDX file of `array`, uint8 of up to three dimensions; the same array gives the same bytes."""
    array = np.ascontiguousarray(array, np.uint8)
    head = bytes((0, 0, 8, array.ndim)) + b"".join(size.to_bytes(4, "big") for size in array.shape)
    data = head + array.tobytes()
    if not compressed:
        return data
    import gzip  # only here: pages read such files, and write none

    return gzip.compress(data, 9, mtime=0)


def paired(files, classes=10):
    """Return [(images, labels), ...] of {file name: array}, the largest first: each file of images with the file of its labels.

    They belong together if their names do ("train-images…", "train-labels…"), or if there are only two. Raises IdxError: an image without a
    label, another number of labels than images, a label that is no class, sizes that differ.
    """
    images = {name: array for name, array in files.items() if array.ndim == 3}
    labels = {name: array for name, array in files.items() if array.ndim == 1}
    pairs = []
    for name, pictures in images.items():
        own = next((other for other in labels if _key(other) == _key(name)), None)
        if own is None and len(images) == len(labels) == 1:
            own = next(iter(labels))
        if own is None:
            raise IdxError(name, "labels", "a file of labels beside it", f"{', '.join(labels) or 'none'}")
        found = labels.pop(own)
        if len(found) != len(pictures):
            raise IdxError(own, "number of labels", f"{len(pictures):,}, one for each image in {name}", f"{len(found):,}")
        wrong = np.flatnonzero(found >= classes)
        if len(wrong):
            raise IdxError(own, f"label {wrong[0] + 1:,}", f"0 to {classes - 1}", f"{found[wrong[0]]}")
        pairs.append((pictures, found))
    if labels:
        raise IdxError(next(iter(labels)), "images", "a file of images beside it", ", ".join(images) or "none")
    pairs.sort(key=lambda pair: -len(pair[0]))
    for pictures, _ in pairs[1:]:
        if pictures.shape[1:] != pairs[0][0].shape[1:]:
            tall, wide = pictures.shape[1:]
            raise IdxError("images", "size", " × ".join(map(str, pairs[0][0].shape[1:])), f"{tall} × {wide} in the second file")
    return pairs


def _key(name):
    """What the names of two files that belong together have in common."""
    text = str(name).lower().replace("\\", "/").rsplit("/", 1)[-1]
    for word in ("images", "labels", "image", "label", "idx3", "idx1"):
        text = text.replace(word, "")
    return text
