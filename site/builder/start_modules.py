"""A program for the page's own Pyodide: does what a page does first, and prints the modules of the standard library that took."""

import sys

from pycore.lessons import exhibits
from pycore.page import bridge, late_modules

LIBRARY = f"/lib/python{sys.version_info.major}{sys.version_info.minor}.zip/"

assert late_modules.install
instance = bridge.open("")
instance.layout()
instance.frame(1, 0)
instance.snapshot()
instance.ask("look", "{}")
instance.configure('{"learningRate": 0.1}')
for widget in exhibits.NAMES:
    exhibits.class_of(widget)
origins = [getattr(getattr(module, "__spec__", None), "origin", None) or "" for module in list(sys.modules.values())]
print(*sorted(origin.removeprefix(LIBRARY) for origin in origins if origin.startswith(LIBRARY)), sep="\n")
