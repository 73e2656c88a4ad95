"""The results of a sweep on disk: rows in one CSV or Parquet file, as they come in, and what was planned beside it as JSON."""

import csv
import importlib
import io
import json
import os
from pathlib import Path

__all__ = ["COLUMNS", "ResultFile"]

#: The columns behind those of the swept settings.
COLUMNS = (
    "seed", "epochs", "loss_train", "loss_test", "accuracy_train", "accuracy_test", "diverged", "error", "seconds", "address", "run",
    "curve",
)  # fmt: skip
_NUMBERS = {
    "epochs": int,
    "loss_train": float,
    "loss_test": float,
    "accuracy_train": float,
    "accuracy_test": float,
    "seconds": float,
}


class ResultFile:
    """Rows that are kept as soon as they are added, and read again after an interruption.

    path: a name that ends in .csv or .parquet; the plan lies beside it, as .json. names: the swept settings. A CSV file grows line
    by line; a line that was cut off is taken away. A Parquet file, which can't grow, is written anew and put in place of the old.
    """

    def __init__(self, path, names):
        self.path, self.names = Path(path), tuple(names)
        if self.path.suffix not in (".csv", ".parquet"):
            raise ValueError(f"out: expected a name that ends in .csv or .parquet, got {self.path.name!r}")
        self.columns = (*self.names, *(column for column in COLUMNS if column not in self.names))
        self._parquet = self.path.suffix == ".parquet" and _pyarrow()
        self.rows = self._read() if self.path.exists() else []
        if not self._parquet:
            self._mend()

    def add(self, rows):
        """Keep `rows`, dicts by column."""
        rows = [{column: row.get(column) for column in self.columns} for row in rows]
        self.rows += rows
        if self._parquet:
            self._replace(self.path, self._table())
            return
        text = io.StringIO()
        writer = csv.DictWriter(text, self.columns, lineterminator="\n")
        writer.writerows(rows)
        with open(self.path, "a", encoding="utf-8", newline="") as file:
            file.write(text.getvalue())
            file.flush()
            os.fsync(file.fileno())

    def describe(self, plan):
        """Write the plan, JSON-able, beside the rows."""
        self._replace(self.path.with_suffix(".json"), (json.dumps(plan, indent=1, default=str) + "\n").encode())

    def _read(self):
        if self._parquet:
            table = importlib.import_module("pyarrow.parquet").read_table(self.path)
            self._demand(table.column_names)
            return table.to_pylist()
        text = self.path.read_text(encoding="utf-8")
        lines = list(csv.DictReader(io.StringIO(text[: text.rfind("\n") + 1])))
        if lines:
            self._demand(lines[0])
        return [self._row(line) for line in lines]

    def _row(self, line):
        row = {**line, "diverged": line["diverged"] == "True"}
        for column, kind in _NUMBERS.items():
            row[column] = kind(line[column]) if line[column] else None
        return row

    def _demand(self, columns):
        if tuple(columns) != self.columns:
            told = ", ".join(self.names) or "seeds alone"
            raise ValueError(f"{self.path}: expected the results of a sweep over {told}; it has the columns {', '.join(columns)}")

    def _mend(self):
        """Give a new file its head, and take away the rest of a line that was being written when everything ended."""
        text = self.path.read_bytes() if self.path.exists() else b""
        whole = text[: text.rfind(b"\n") + 1]
        if not whole:
            whole = (",".join(self.columns) + "\n").encode()
        if whole != text:
            self._replace(self.path, whole)

    def _table(self):
        pyarrow, parquet = importlib.import_module("pyarrow"), importlib.import_module("pyarrow.parquet")
        kinds = {int: pyarrow.int64(), float: pyarrow.float64()}
        fields = [
            (name, pyarrow.bool_() if name == "diverged" else kinds.get(_NUMBERS.get(name), pyarrow.string()))
            for name in self.columns
        ]
        file = io.BytesIO()
        parquet.write_table(pyarrow.Table.from_pylist(self.rows, schema=pyarrow.schema(fields)), file)
        return file.getvalue()

    @staticmethod
    def _replace(path, content):
        """Write a file in one step: whoever looks finds the old one or the new one, whole."""
        fresh = path.with_name(path.name + ".new")
        fresh.write_bytes(content)
        os.replace(fresh, path)


def _pyarrow():
    try:
        importlib.import_module("pyarrow")
    except ImportError as error:
        raise ImportError("Parquet files need pyarrow: pip install 'pycore[sweep]', or choose a .csv file") from error
    return True
