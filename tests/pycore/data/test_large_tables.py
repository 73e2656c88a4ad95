"""Tables just below, at and far above every bound: read, or refused with a sentence before the work."""

import re
from itertools import count, cycle, islice, repeat

import numpy as np
import pytest

from pycore import Playground, SettingError
from pycore.data import csv_cells, table_sources, tables
from pycore.data.csv_cells import MOST_CHARACTERS_A_LINE, MOST_COLUMNS, TableError
from pycore.data.table_editor import sheet
from pycore.data.tables import from_points, parse, read_table
from pycore.page import bridge

ROWS, CELLS, LINES, TEXT = 40, 300, 2000, 9000
#: Sizes around a bound: one less, it, one more, far more.
AROUND = (-1, 0, 1, 1000)


@pytest.fixture
def small(monkeypatch):
    """Bounds as small as a test likes them; the real ones are met below."""
    for module in (csv_cells, table_sources, tables):
        monkeypatch.setattr(module, "MOST_ROWS", ROWS)
    for module in (csv_cells, table_sources):
        monkeypatch.setattr(module, "MOST_CELLS", CELLS)
    monkeypatch.setattr(csv_cells, "MOST_LINES", LINES)
    monkeypatch.setattr(table_sources, "MOST_BYTES", TEXT)


def text_of(rows, columns=3):
    more = ",7" * (columns - 3)
    return "\n".join(islice(cycle([f"1,2,a{more}", f"2,1,b{more}"]), rows))


def outcome(read, source, **options):
    """The number of points, or the sentence."""
    try:
        return len(read(source, **options).points)
    except TableError as error:
        return str(error)


@pytest.mark.parametrize("more", AROUND)
@pytest.mark.usefixtures("small")
def test_rows_cells_lines_and_characters_have_bounds(more):
    fits = more <= 0
    for told, text in (
        (f"at most {ROWS} rows", "x,y,label\n" + text_of(ROWS + more)),
        (f"at most {CELLS} cells, got", text_of(30, 10 + min(more, 90))),
        (f"at most {LINES} lines, with empty ones", text_of(4) + "\n" * (LINES - 4 + more)),
        (f"at most {TEXT} characters", text_of(4).ljust(TEXT + more)),
    ):
        for source in (text, text.replace("\n", "\r\n") if "characters" not in told else text):
            found = outcome(parse, source)
            assert (isinstance(found, int) if fits else told in str(found)), (told, found)
            report = outcome(read_table, source)
            assert (isinstance(report, int) if fits else told in str(report)), (told, report)
        if "characters" in told and not fits:
            with pytest.raises(TableError, match=told):
                sheet(text)
        else:
            report = sheet(text)
            assert bool(report["table"]) is fits and (fits or told in report["problems"][0]["text"])


def forms(rows, columns):
    """Tables of so many rows and columns in the forms that a prompt has."""
    cells = np.tile(np.arange(columns, dtype=float), (rows, 1))
    cells[::2, -1] = 7
    yield {f"c{place}": column for place, column in enumerate(cells.T)}
    yield {f"c{place}": list(column) for place, column in enumerate(cells.T)}
    yield cells.tolist()
    yield [dict(zip(map(str, range(columns)), row, strict=True)) for row in cells.tolist()]
    yield np.rec.fromrecords(cells.tolist(), names=[f"c{place}" for place in range(columns)])
    yield (row for row in cells.tolist())


@pytest.mark.parametrize(("rows", "columns", "told"), [
    (ROWS - 1, 3, ""), (ROWS, 3, ""), (ROWS + 1, 3, f"at most {ROWS} rows|point {ROWS + 1}"), (60 * ROWS, 3, "rows"),
    (10, 29, ""), (10, 30, ""), (10, 31, f"at most {CELLS} cells"), (ROWS, 200, f"at most {CELLS} cells"),
    (2, 1001, "at most 1000 columns|at most 300 cells"),
])  # fmt: skip
@pytest.mark.usefixtures("small")
def test_frames_records_and_rows_have_the_same_bounds(rows, columns, told):
    for form in forms(rows, columns):
        found = outcome(read_table, form)
        assert isinstance(found, int) if not told else re.search(told, str(found)), (type(form), found)


def test_what_never_ends_is_refused():
    for endless in (zip(count(), count(), cycle("ab")), {"a": repeat(1), "b": repeat(2), "c": cycle("ab")}, [count(), count()]):
        with pytest.raises(TableError, match="at most"):
            read_table(endless)
    with pytest.raises(TableError, match="at most 100000 points"):
        from_points(zip(count(), count(), cycle("ab")))
    with pytest.raises(SettingError, match="data: expected at most 100000 points, got 200000"):
        Playground(data=np.zeros((200_000, 3)))
    with pytest.raises(SettingError, match="data: expected at most 100000 points, got 200000"):
        Playground(data=(np.zeros((200_000, 2)), np.zeros(200_000)))


def test_one_endless_line_and_five_million_empty_ones_are_refused_without_being_taken_apart():
    line = "1," * 2_500_000
    for text in (line, f"# {line}\n1,2,a\n2,1,b", f"x,y\n{line}\n1,2,3,a"):
        found = outcome(parse, text)
        assert found == 2 or f"at most {MOST_CHARACTERS_A_LINE} characters" in found or "4 names" in found
    assert "at most 1000000 lines, with empty ones, got 5000001" in outcome(parse, "\n" * 5_000_000)
    assert f"at most {MOST_COLUMNS} columns" in outcome(parse, text_of(3, MOST_COLUMNS + 1))
    assert "at most 3000000 cells, got 3100 rows of 1000 columns" in outcome(parse, text_of(3100, 1000))


def test_the_page_goes_on_with_what_it_had(monkeypatch):
    instance = bridge.open("networkShape=3")
    instance.frame(2, 0)
    monkeypatch.setattr(csv_cells, "MOST_CELLS", CELLS)
    with pytest.raises(TableError, match="at most 300 cells"):
        instance.use(f'{{"text": "{text_of(101).replace(chr(10), chr(92) + "n")}", "skipBad": false}}')
    instance.frame(1, 0)
    assert instance._model.epoch == 3 and instance._model.data is None
