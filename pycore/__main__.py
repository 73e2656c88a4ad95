"""The command line, `python -m pycore`: sweeps over settings and seeds."""

import argparse
import sys
from pathlib import Path

from pycore import sweep_page, sweeps
from pycore.data import tables
from pycore.settings import SettingError, Settings, by_key, by_name, near_miss


def main(arguments=None):
    """Run a command; returns the exit status: 0, 1 where runs failed, 2 for what can't be used."""
    options = _parser().parse_args(arguments)
    try:
        return _sweep(options)
    except (SettingError, tables.TableError, OSError, ImportError, ValueError) as error:
        print(f"pycore sweep: {error}", file=sys.stderr)
        return 2


def _parser():
    parser = argparse.ArgumentParser(prog="python -m pycore", description="Pyground's networks at a command line.")
    commands = parser.add_subparsers(required=True, metavar="command")
    sweep = commands.add_parser(
        "sweep", help="train every combination of settings with many seeds", description=sweeps.run.__doc__
    )
    sweep.formatter_class = argparse.RawDescriptionHelpFormatter
    add = sweep.add_argument
    add("--set", action="append", default=[], metavar="NAME=A,B", dest="values",
        help="values of a setting, by its name at a prompt or in an address; of lists such as networkShape, separated by semicolons; "
        "in a random search also a range, 0.1..1 or log:0.001..1")  # fmt: skip
    add("--address", default="", help="settings that all runs share, as in the playground's address")
    add("--data", type=Path, help="a CSV file to learn from: two columns of numbers and a label")
    add("--seeds", type=int, default=1, help="how many seeds for each combination")
    add("--epochs", type=int, default=100)
    add("--random", type=int, metavar="N", help="N random combinations instead of all")
    add("--out", default="sweep.csv", help="where results go, a .csv or .parquet file; what it has already is not trained again")
    add("--engine", default="loky", choices=sweeps.ENGINES)
    add("--workers", type=int, default=1, help="processes")
    add("--scheduler", help="the address of a Dask or Ray cluster")
    add("--html", type=Path, help="write a page with curves and links to this file")
    add("--playground", default="index.html", help="the address of the playground's page, for the links")
    return parser


def _sweep(options):
    values = dict(map(_values, options.values))
    settings, errors = Settings.from_hash(options.address)
    if errors:
        raise errors[0]
    data = tables.parse(options.data.read_text(encoding="utf-8-sig")) if options.data else None
    results = sweeps.run(
        values, settings, seeds=options.seeds, epochs=options.epochs, samples=options.random, data=data, out=options.out,
        engine=options.engine, workers=options.workers, scheduler=options.scheduler, progress=True,
    )  # fmt: skip
    print(results.table())
    for row in results.failed:
        print(f"failed: {row['address']}: {row['error']}", file=sys.stderr)
    if options.html:
        options.html.write_text(sweep_page.html(results, options.playground, f"Sweep: {options.out}"), encoding="utf-8")
    return 1 if results.failed else 0


def _values(text):
    """Return `(name, values)` of what follows --set."""
    name, _, listed = text.partition("=")
    row = by_name.get(name) or by_key.get(name)
    if row is None or not listed:
        raise SettingError(
            "--set", text, "a setting and its values, such as learning_rate=0.01,0.1", meant=near_miss(name, by_name)
        )
    if ".." in listed and row.kind in ("number", "integer"):
        low, _, high = listed.removeprefix("log:").partition("..")
        return row.name, sweeps.Between(float(low), float(high), listed.startswith("log:"))
    is_list = row.kind in ("shape", "integers", "names", "expressions")
    return row.name, [row.parse(part) for part in listed.split(";" if is_list else ",")]


if __name__ == "__main__":
    sys.exit(main())
