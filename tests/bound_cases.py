"""Addresses, tables and saved models at every bound, just below it and far above: what a prompt says of them is what a page says."""

import json

from pycore import Playground, Settings, bounds, storage
from pycore.data import tables
from pycore.data.csv_cells import MOST_CHARACTERS_A_LINE, MOST_COLUMNS, MOST_LINES, MOST_ROWS
from pycore.data.table_columns import MOST_CLASSES
from pycore.page import bridge
from pycore.setting_types import MOST_EXPRESSIONS, MOST_LAYERS, MOST_NEURONS
from pycore.settings import MOST_CHARACTERS, MOST_UNKNOWN, TABLE

#: What stands in the page before a case, and stands there still after one that is refused.
BEFORE = "networkShape=3&seed=0.5"


def around(bound):
    """A bound, just below and just above it, and far above."""
    return bound - 1, bound, bound + 1, 10 * bound


def in_two_layers(parameters):
    """Return the sizes of two layers with about so many parameters."""
    width = int((parameters + 2) ** 0.5) - 1
    return f"{width},{width}"


def addresses():
    """Return about 200 addresses."""
    shapes = [",".join(["1"] * layers) for layers in around(MOST_LAYERS)]
    shapes += [f"{before}{units}" for units in around(MOST_NEURONS) for before in ("", "4,", "2,2,")]
    shapes += [in_two_layers(count) for count in (1000, 5000, 19_000, 19_900, 20_500, 22_000, 40_000, 60_000)]
    shapes += [",".join([str(width)] * depth) for width in (25, 36, 64, 198, 256) for depth in (2, 5, 12, 28, 32, 33)]
    found = [f"networkShape={shape}" for shape in shapes]
    found += [f"networkShape={shape}&batchSize=1&optimizer=adam" for shape in shapes[-8:]]
    found += [f"features={';'.join(f'x1*{n}' for n in range(2, count + 2))}" for count in around(MOST_EXPRESSIONS)]
    found += [f"features={'(' * depth}x1{')' * depth}" for depth in (20, 23, 24, 25, 26, 90, 9000)]
    texts = (("features", "x"), ("seed", "7"), ("activations", "r"))
    found += [f"{key}={letter * count}" for key, letter in texts for count in around(200)]
    found += ["&".join(f"k{n}=1" for n in range(count)) for count in around(MOST_UNKNOWN)]
    found += [f"more={'a' * (length - 5)}" for length in around(MOST_CHARACTERS)]
    found += [letter * length for letter in "&%" for length in around(MOST_CHARACTERS)]
    numbers = [row for row in TABLE if row.kind in ("number", "integer") and not row.key.startswith("stop")]
    found += [f"{row.key}={'9' * digits}" for row in numbers for digits in (1, 2, 3, 4, 20, 400)]
    return found + [f"{row.key}={'a' * 300}" for row in TABLE if row.kind == "choice"]


def table_texts():
    """Return about 50 tables, each as pieces (text, how often) that make its text."""
    few = "1,2,a\n-1,1,b\n2,1,a\n-2,-1,b\n"
    found = [[(few, 1), (row, 1)] for row in ("1,2\n", "1,1e308,a\n", "1,1e309,a\n", f"1,{'9' * 400},a\n", "1,-1e999,b\n")]
    found += [[(few, 1), ("1,2,a,", count), ("\n", 1)] for count in (1, 2, 300)]
    found += [[(f"1,2,{name}\n-1,1,{name}\n" * 2, 1)] for name in ("a", '"a', "a" * 300)]
    counts = (1, 2, *around(MOST_CLASSES), 7, 8, 20, 500)
    found += [[("".join(f"{n},{-n},c{n % count}\n" for n in range(3 * count)), 1)] for count in counts]
    counts = (2, 3, 29, *(count - 1 for count in around(MOST_COLUMNS)))
    found += [[("1,", count), ("a\n", 1), ("2,", count), ("b\n", 1)] * 2 for count in counts]
    found += [[(few, 1), ("1,2,a", 1), (" ", letters - 5), ("\n", 1)] for letters in around(MOST_CHARACTERS_A_LINE)]
    found += [[(few, 1), ('1,2,"', 1), ("a", letters - 6), ('"\n', 1)] for letters in (50, *around(MOST_CHARACTERS_A_LINE))]
    found += [[(few, 1), ("\n", lines)] for lines in (10, 1000, MOST_LINES - 5, MOST_LINES, 2 * MOST_LINES)]
    counts = (1, 2, 3, 9, 10, 1001, 30_000, MOST_ROWS + 1, 2 * MOST_ROWS)
    found += [[("1,2,a\n2,1,b\n", rows // 2), ("1,2,a\n", rows % 2)] for rows in counts]
    return found + [[("1," * 999 + "a\n", rows)] for rows in (2, 3001)]


def saved_models():
    """Return about 50 saved models as texts."""
    whole = json.loads(storage.save(Playground(network_shape=(1,), seed="0.5")))

    def changed(key, value):
        return json.dumps({**whole, key: value})

    rows = {"columns": ["a", "b", "c"], "classes": []}
    found = [json.dumps(whole), "{" * 10_000, "[" * 100_000, '{"a":' * 5000, "", "1" * 5000, "\x00" * 100]
    found += [changed("address", f"networkShape={','.join(['64'] * layers)}") for layers in (1, 5, *around(MOST_LAYERS))]
    found += [changed("address", f"networkShape={units}") for units in (1, *around(MOST_NEURONS))]
    found += [changed("address", "&".join(f"k{n}=1" for n in range(count))) for count in around(MOST_UNKNOWN)]
    found += [changed("address", f"more={'a' * (length - 5)}") for length in around(MOST_CHARACTERS)]
    found += [changed("runs", runs) for runs in (0, 1, 2, 1024, 1025, 10**9)]
    found += [changed("addresses", [""] * count) for count in (0, 1, 2, 5000)]
    found += [changed("sweep", {"learning_rate": [0.1] * count}) for count in (1, 2, 1024, 1025)]
    found += [changed("data", {**rows, "points": [[0, 0, 0.5]] * count}) for count in (1, 2, 1000, MOST_ROWS + 1)]
    classes = [[str(n) for n in range(count)] for count in around(MOST_CLASSES)]
    found += [changed("data", {**rows, "classes": names, "points": [[0, 0, 1]] * 3}) for names in classes]
    return found + [json.dumps({**whole, "state": {"parameters": [[0.0] * count]}}) for count in (1, 5, 100_000)]


def refused_of_address(address):
    """The first sentence about an address at a prompt, None where it is fine."""
    settings, errors = Settings.from_hash(address)
    problems = errors + bounds.within(settings, Playground)[1]
    return str(problems[0]) if problems else None


def refused_of_table(pieces):
    """The sentence with which a table is refused at a prompt, None where it is learned."""
    playground = Playground(BEFORE)
    try:
        playground.use(tables.parse("".join(text * count for text, count in pieces)))
    except ValueError as error:
        return str(error)
    playground.train(1)
    return None


def refused_of_model(saved):
    """The sentence with which a saved model is refused where one network is shown, None where it trains on."""
    instance = bridge.open(BEFORE)
    try:
        instance.load(saved)
    except storage.StorageError as error:
        return str(error)
    instance.frame(1, 0)
    return None
