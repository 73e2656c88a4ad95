"""Two runs that are one rounding apart: a calm pair stays together, a chaotic one parts, and the widget shows both."""

import pytest

from pycore import Playground
from pycore.lessons import exhibits
from pycore.lessons.one_step.rounding_model import CALM, CHAOTIC, EPOCHS, gaps


def test_a_calm_pair_agrees_to_twelve_digits_throughout_and_a_chaotic_one_at_first_only():
    calm, chaotic = gaps(CALM), gaps(CHAOTIC)
    assert len(calm) == len(chaotic) == len(EPOCHS) and max(calm) < 1e-12
    assert max(gap for epoch, gap in zip(EPOCHS, chaotic, strict=True) if epoch <= 20) < 1e-12
    assert chaotic[-1] > 1e-3
    p = Playground(CHAOTIC)
    p.train(20)
    assert p.loss_test > 0.1  # so that the difference is small beside it


def test_the_widget_draws_both_pairs_and_tells_them_in_a_table():
    view = exhibits.create("rounding-runs").view()
    lines = [mark for mark in view["plots"]["gaps"]["marks"] if mark["mark"] == "line"]
    assert [len(line["points"]) for line in lines] == [len(EPOCHS)] * 2 and lines[1]["dashed"]
    assert all(height >= 1e-17 for line in lines for _, height in line["points"])
    rows = view["tables"]["gaps"]["rows"]
    assert [row[0] for row in rows] == ["0", "20", "40", "60", "80", "100", "120"]
    assert all(cell == "0" or cell.startswith("10⁻¹") for _, cell, _ in rows) and float(rows[-1][2]) > 1e-3
    assert view["says"].startswith("After 120 epochs the calm pair is ")
    with pytest.raises(exhibits.ExhibitError):
        exhibits.create("rounding-runs", {"epoch": 3})
