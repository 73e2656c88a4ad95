"""A program for the page's own Pyodide: imports what a playground needs, so that a snapshot of the memory has it, and tidies up."""

import encodings.cp437  # noqa: F401 - names in archives that come later are in it
import functools
import gc
import importlib
import linecache
import random
import re
import sys
import types
import zipimport

importlib.invalidate_caches()
# They only add texts for help(); and what ctypes makes in memory does not outlive a snapshot.
for name in ("numpy._core._add_newdocs", "numpy._core._add_newdocs_scalars"):
    sys.modules[name] = types.ModuleType(name)
sys.modules["ctypes"] = None
# After what stands above, and the second one only for the memory to have it.
from pycore.page import bridge, late_modules  # noqa: E402, F401

del sys.modules["ctypes"]


def warm_up():
    """Do once what a page does first."""
    instance = bridge.open("")
    instance.layout()
    instance.frame(1, 0)
    instance.frame(1, 0)  # one epoch each: two in one request may be one on a busy machine
    instance.snapshot()
    instance.ask("look", "{}")
    instance.configure('{"learningRate": 0.1}')
    instance.close()


def slim(code, known):
    """Return `code` without its docstring and without columns, which only arrows under a traceback's lines need."""
    if id(code) not in known:
        constants = [slim(each, known) if isinstance(each, types.CodeType) else each for each in code.co_consts]
        flags = code.co_flags
        if flags & HAS_DOCSTRING:
            constants[0], flags = None, flags & ~HAS_DOCSTRING
        # The old code is kept, or another could get its id.
        known[id(code)] = code, code.replace(co_consts=tuple(constants), co_flags=flags, co_linetable=lines_of(code))
    return known[id(code)][1]


HAS_DOCSTRING = 0x4000000
# Entries of a line table, as CPython's Objects/locations.md describes them: without a line, and with a line but no columns.
NO_LINE, LINE = 15, 13


def lines_of(code):
    """Return the line table of `code` with lines only."""
    table, last = bytearray(), code.co_firstlineno
    for start, end, line in code.co_lines():
        units = (end - start) // 2
        while units > 0:
            length = min(units, 8)
            units -= length
            table.append(0x80 | (NO_LINE if line is None else LINE) << 3 | length - 1)
            if line is not None:
                table += signed(line - last)
                last = line
    return bytes(table)


def signed(number):
    """Return a number as line tables have it: six bits a byte, the lowest first, the sign in the lowest bit."""
    rest, parts = (-number << 1 | 1) if number < 0 else number << 1, bytearray()
    while rest > 63:
        parts.append(64 | rest & 63)
        rest >>= 6
    parts.append(rest)
    return bytes(parts)


def drop_texts():
    """Drop the docstrings of all but pycore; help() on the rest is what its archive is for."""
    known = {}
    for thing in gc.get_objects():
        if isinstance(thing, types.FunctionType) and not thing.__module__.startswith("pycore"):
            thing.__code__ = slim(thing.__code__, known)
            thing.__doc__ = None
        elif isinstance(thing, types.ModuleType) and not thing.__name__.startswith(("pycore", "_pyodide")):
            thing.__doc__ = None
        elif isinstance(thing, type) and thing.__flags__ & HEAP_TYPE and not thing.__module__.startswith("pycore"):
            if isinstance(thing.__dict__.get("__doc__"), str) and not thing.__flags__ & IMMUTABLE:
                thing.__doc__ = None
        elif type(thing).__name__ == "_ArrayFunctionDispatcher":
            thing.__dict__["__doc__"] = None


HEAP_TYPE, IMMUTABLE = 1 << 9, 1 << 8


def forget_files():
    """Empty the caches, above all those of files: a page that restores this has none of them."""
    zipimport._zip_directory_cache.clear()
    for thing in gc.get_objects():
        if isinstance(thing, zipimport.zipimporter):
            thing._files = {}
    sys.path_importer_cache.clear()
    linecache.clearcache()
    re.purge()
    random.seed(1)  # it came from chance; a page seeds anew
    for thing in gc.get_objects():
        if isinstance(thing, functools._lru_cache_wrapper):
            thing.cache_clear()


warm_up()
drop_texts()
forget_files()
for name in ("warm_up", "slim", "lines_of", "signed", "drop_texts", "forget_files", "bridge", "late_modules", "name"):
    del globals()[name]
gc.collect()
gc.collect()
