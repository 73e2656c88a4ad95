"""What `Table(...)` is given is looked at: each wrong thing has an error that names it, and nothing is made of it."""

import numpy as np
import pytest

from pycore import Playground, SettingError, tables
from pycore.data.tables import Table, TableError

POINTS = np.array([[0, 1, -1], [1, 2, 1], [2, 2, 1.0]])


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ((POINTS, ("no", "yes")), "columns: 3 texts; names of classes are given as classes="),
        ((POINTS, None), "columns: texts in a tuple, got NoneType"),
        ((POINTS, ("a", "b", 3)), "columns: 3 texts"),
        ((POINTS.astype(complex),), "points: real numbers.*complex"),
        ((POINTS.astype(str),), "points: real numbers.*U"),
        ((POINTS > 0,), "points: real numbers.*bool"),
        ((POINTS.astype("M8[s]"),), "points: real numbers.*datetime"),
        ((np.ma.masked_less(POINTS, 0),), "points: real numbers.*masked"),
        (([[10**400, 1, 1]] * 2,), "points: numbers"),
        (([[1, 2, [3]]] * 2,), "points: numbers"),
        ((None,), "points: shape"),
        ((POINTS, tables.COLUMNS, {"a", "b"}), "classes: texts in a tuple, got set"),
        ((POINTS, tables.COLUMNS, ("a",)), "classes: none, or 2 to 6 different names"),
        ((POINTS, tables.COLUMNS, ("a", "b", "c")), "one of 0, 1, 2, as there are 3 classes, got -1"),
        ((POINTS, tables.COLUMNS, (), (), 0, "text"), "notes: texts in a tuple"),
    ],
)
def test_what_is_wrong_is_named(given, told):
    with pytest.raises(TableError, match=told):
        Table(*given)


def test_lists_and_numpy_s_texts_are_taken():
    table = Table(POINTS.tolist(), ["a", "b", "c"], np.array(["no", "yes"]))
    assert (table.columns, table.classes) == (("a", "b", "c"), ("no", "yes"))
    assert type(table.classes[0]) is str and not table.points.flags.writeable
    p = Playground(data=table)
    p.train(3)
    assert np.isfinite(p.losses).all()


def test_one_row_is_a_table_but_nothing_to_train_and_test_on():
    with pytest.raises(SettingError, match="data: expected at least two rows"):
        Playground(data=Table(POINTS[:1]))
