"""Reads the fields of a saved playground by their path, from JSON or NPZ, and says which one is wrong; trusts nothing.

Arrays of an NPZ file are read when they are asked for, and only if they have the shape that is expected: what a file merely
declares costs nothing.
"""

import ast
import io
import json
import math
import re
import zipfile
import zlib
from itertools import accumulate

import numpy as np

__all__ = ["LARGEST_COUNT", "Fields", "StorageError"]

#: Counts in a file go up to here, as JSON's numbers do exactly.
LARGEST_COUNT = 2**53
#: How JSON, which has no number beyond all numbers, writes such.
NOT_FINITE = ("nan", "inf", "-inf")
#: A file has at most so many bytes, or characters, and an NPZ file so many arrays. Raise it here; the largest network's is a tenth of that.
MOST_BYTES = 100_000_000
MOST_ARRAYS = 10_000
#: The description in an NPZ file has at most so many bytes.
MOST_META = 1 << 26
#: Lists and objects within each other: deeper ones end Python in a browser, whose stack is small, instead of raising an error.
MOST_NESTED = 50
#: Characters in which an array of an NPZ file says what it is; NumPy writes about a hundred.
_MOST_HEADER = 500
#: What can be wrong with a file that should be an NPZ.
_BROKEN = (ValueError, OSError, EOFError, KeyError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, MemoryError)
#: A bracket of JSON, or a text, in which brackets are none.
_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*"?|[][{}]')
#: NumPy's names of the numbers that are taken: floats and whole numbers of up to 8 bytes.
_NUMBERS = re.compile(r"[<>|=]?(f[248]|[iu][1248])")
_MOST_SHOWN = 120


class StorageError(ValueError):
    """A saved playground that can't be used; names the `field`, what was expected, and what came, in one line."""

    def __init__(self, field, expected, got):
        self.field = field
        super().__init__(f"{field}: expected {_short(expected)}, got {_short(got)}")

    def __reduce__(self):
        return _error, (self.field, str(self))


def _error(field, told):
    error = StorageError.__new__(StorageError, told)
    error.field, error.args = field, (told,)
    return error


def _short(told):
    told = " ".join(str(told).split())
    return told if len(told) <= _MOST_SHOWN else told[: _MOST_SHOWN - 3] + "..."


class Fields:
    """The fields of a file: `saved` is the text of JSON, or the bytes of an NPZ. Raises StorageError."""

    def __init__(self, saved):
        self._archive = None
        size = saved.nbytes if isinstance(saved, memoryview) else len(saved) if isinstance(saved, str | bytes | bytearray) else 0
        if size > MOST_BYTES:
            raise StorageError("file", f"at most {MOST_BYTES} bytes (pycore.saved_fields.MOST_BYTES)", size)
        if isinstance(saved, str):
            self._content = _json(saved)
        elif isinstance(saved, bytes | bytearray | memoryview):
            self._archive = _archive(bytes(saved))
            meta = self._member("meta", np.uint8, (None,), MOST_META)
            try:
                self._content = _json(meta.tobytes().decode())
            except UnicodeDecodeError as error:
                raise StorageError("meta", "JSON in UTF-8", error) from error
        else:
            raise StorageError("file", "a text or bytes", type(saved).__name__)

    def has(self, path):
        """Whether there is such a field; a number in the path is a place in a list."""
        value = self._content
        for step in path.split("."):
            if isinstance(value, dict) and step in value:
                value = value[step]
            elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
                value = value[int(step)]
            else:
                return False
        return True

    def replace(self, name, content):
        """Put other content in the place of the field `name`, which is in no other."""
        self._content[name] = content

    def get(self, path, kind):
        """Return the field if it is of the type `kind`."""
        if not self.has(path):
            raise StorageError(path, "a value", "none")
        value = self._content
        for step in path.split("."):
            value = value[step] if isinstance(value, dict) else value[int(step)]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise StorageError(path, getattr(kind, "__name__", kind), f"{type(value).__name__} {_start(value)!r}")
        return value

    def count(self, path, most=LARGEST_COUNT):
        """Return a field that is a whole number from 0 to `most`."""
        value = self.get(path, int)
        if not 0 <= value <= most:
            raise StorageError(path, f"a whole number from 0 to {most}", value)
        return value

    def each(self, path, count, is_good, expected):
        """Return a field that is a list of `count` values, each of which `is_good`."""
        values = self.get(path, list)
        if len(values) != count or not all(map(is_good, values)):
            wrong = next((value for value in values if not is_good(value)), len(values))
            raise StorageError(path, f"{count} {expected}", _start(wrong))
        return values

    def texts(self, path, least, most):
        """Return a field that is a list of so many texts as a tuple."""
        names = self.get(path, list)
        if not least <= len(names) <= most or not all(isinstance(name, str) for name in names):
            raise StorageError(path, f"{least} to {most} texts", _start(names))
        return tuple(names)

    def array(self, path, shape, low=-math.inf, high=math.inf, *, finite=False, most=LARGEST_COUNT):
        """Return a float64 array of `shape`, in which None stands for any length up to `most`.

        Its numbers are from `low` to `high`; what is no number is let through unless they have to be `finite`.
        """
        value = self.get(path, dict | list | float | int | str | np.ndarray)
        if isinstance(value, dict):
            if not isinstance(value.get("array"), str) or self._archive is None:
                raise StorageError(path, "the name of an array in the file", _start(value))
            array = self._member(value["array"], float, shape, most, path)
        else:
            array = value if isinstance(value, np.ndarray) else _numbers(value, path)
            _check_shape(path, shape, array.shape, most)
        wrong = (array < low) | (array > high)
        if finite:
            wrong |= ~np.isfinite(array)
        if wrong.any():
            span = "" if (low, high) == (-math.inf, math.inf) else f" from {low:g} to {high:g}"
            raise StorageError(path, f"{'finite ' * finite}numbers{span}", array[wrong][0])
        return array

    def _member(self, name, kind, shape, most, path=None):
        """An array of the archive, of a kind of numbers and the shape that is expected."""
        path = path or name
        try:
            member = self._archive.open(f"{name}.npy")
        except KeyError:
            raise StorageError(path, "an array in the file", "none") from None
        except _BROKEN as error:
            raise StorageError(path, "an array in the file", error) from error
        with member:
            try:
                declared, in_columns, dtype = _npy_header(member)
            except (*_BROKEN, SyntaxError, TypeError, RecursionError) as error:
                raise StorageError(path, "an array as NumPy writes it", error) from error
            if not _NUMBERS.fullmatch(dtype) or (kind is np.uint8 and dtype != "|u1"):
                raise StorageError(path, "numbers", f"an array of {dtype}")
            dtype = np.dtype(dtype)
            _check_shape(path, shape, declared, most)
            size = math.prod(declared) * dtype.itemsize
            try:
                content = member.read(size + 1)
            except _BROKEN as error:
                raise StorageError(path, "an array that is whole", error) from error
        if len(content) != size:
            raise StorageError(path, f"{size} bytes", len(content))
        array = np.frombuffer(content, dtype).reshape(declared, order="F" if in_columns else "C")
        return array.astype(kind)


def _npy_header(member):
    """Return (shape, whether it is in columns, what it is of) of an array in NumPy's format 1.0.

    NumPy's own reader raises what its parser happens to raise, and warns. https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
    """
    start = member.read(10)
    if len(start) < 10 or start[:8] != b"\x93NUMPY\x01\x00":
        raise ValueError("another beginning")
    length = int.from_bytes(start[8:], "little")
    if length > _MOST_HEADER:
        raise ValueError(f"a header of {length} characters")
    header = ast.literal_eval(member.read(length).decode("latin-1").strip())
    shape, in_columns, dtype = header["shape"], header["fortran_order"], header["descr"]
    if not isinstance(shape, tuple) or not all(type(length) is int and 0 <= length <= LARGEST_COUNT for length in shape):
        raise ValueError(f"the shape {shape}")
    return shape, in_columns is True, str(dtype)


def _check_shape(path, shape, got, most):
    if len(got) != len(shape) or any(has > most if want is None else has != want for want, has in zip(shape, got, strict=True)):
        wanted = ", ".join(f"up to {most}" if want is None else str(want) for want in shape)
        raise StorageError(path, f"shape ({wanted})", got)


def _numbers(value, path):
    """The float64 array of nested lists of numbers and of the texts that stand for what is not finite."""
    try:
        cells = np.array(value, dtype=object)
        wrong = [cell for cell in cells.ravel().tolist() if type(cell) not in (int, float) and cell not in NOT_FINITE]
        if wrong:
            raise StorageError(path, "numbers", f"{type(wrong[0]).__name__} {_start(wrong[0])!r}")
        return cells.astype(float)
    except StorageError:
        raise
    except (ValueError, TypeError, OverflowError) as error:
        raise StorageError(path, "numbers in rows of one length", error) from error


def _start(value):
    """The beginning of what a value looks like; long lists and texts are not written out for it."""
    if isinstance(value, list):
        return str(value[:5])[:60]
    return str(value[:60] if isinstance(value, str) else value)[:60]


def _json(text):
    def refuse(word):
        raise ValueError(f"{word} is no JSON")

    if (depth := _nested(text)) > MOST_NESTED:
        raise StorageError("file", f"at most {MOST_NESTED} brackets within each other", depth)
    try:
        content = json.loads(text, parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        raise StorageError("file", "JSON", error) from error
    if not isinstance(content, dict):
        raise StorageError("file", "a JSON object", type(content).__name__)
    return content


def _nested(text):
    """How deep the lists and objects of a JSON text lie within each other; counted only where they may lie too deep."""
    if text.count("[") + text.count("{") <= MOST_NESTED:
        return 0
    steps = ({"[": 1, "{": 1, "]": -1, "}": -1}.get(found[0], 0) for found in _BRACKET.finditer(text))
    return max(accumulate(steps), default=0)


def _archive(saved):
    # The end of a ZIP file says how many members it has, before they are listed.
    end = saved.rfind(b"PK\x05\x06")
    count = int.from_bytes(saved[end + 10 : end + 12], "little") if end >= 0 else 0
    if count > MOST_ARRAYS:
        raise StorageError("file", f"at most {MOST_ARRAYS} arrays", count)
    try:
        return zipfile.ZipFile(io.BytesIO(saved))
    except _BROKEN as error:
        raise StorageError("file", "an NPZ file", error) from error
