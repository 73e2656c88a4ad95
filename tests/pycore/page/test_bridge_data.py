"""People's own data as the page uses them: a text that is drawn into and edited, learned from, kept and left again."""

import base64
import json

import numpy as np
import pytest

from pycore.data.table_editor import sheet
from pycore.data.tables import TableError
from pycore.lessons.exhibits import ExhibitError
from pycore.page import bridge

TWO = "height,width,kind\n150,2,cat\n160,3,dog\n170,4,cat\n180,-5,dog\n"
BAD = "x1,x2,label\n1,2,a\n1,two,b\n,3,a\n4,5,b\n1,2\n2,1,\n"


def use(instance, text, skip_bad=False):
    return json.loads(instance.use(json.dumps({"text": text, "skipBad": skip_bad})))


def test_a_table_is_learned_and_described():
    instance = bridge.open("seed=0.5")
    answer = use(instance, TWO)
    assert (answer["restarted"], answer["reshaped"]) == ("data", True)
    own = answer["layout"]["own"]
    assert own["classes"] == ["cat", "dog"]
    assert own["rows"] == 4
    assert own["scaling"] == "height: 150 to 180 became -5 to 5; width is as it was; kind is as it was"
    assert instance.points.shape == (12,)
    instance.frame(5, 0)
    assert instance.buffer[:8].view(np.float64)[0] == 5


def test_three_classes_and_regression_are_found_by_their_labels():
    instance = bridge.open("")
    assert use(instance, "1,2,a\n2,1,b\n-1,0,c\n")["layout"]["classes"] == 3
    layout = use(instance, "1,2,0.5\n2,1,0.25\n-1,0,-0.75\n")["layout"]
    assert (layout["classes"], layout["settings"]["problem"]) == (0, "regression")


def test_bad_rows_are_refused_or_left_out_and_nothing_is_lost():
    instance = bridge.open("seed=0.5")
    use(instance, TWO)
    with pytest.raises(TableError, match=r"line 3, column 2: expected a number, got 'two' \(and 3 more\)"):
        use(instance, BAD)
    assert json.loads(instance.layout())["own"]["rows"] == 4
    assert use(instance, BAD, skip_bad=True)["layout"]["own"]["leftOut"] == 4


@pytest.mark.parametrize(
    "changes", [{"dataset": "spiral"}, {"dataset": "circle"}, {"problem": "regression", "regDataset": "reg-plane"}]
)
def test_choosing_a_data_set_leaves_own_data(changes):
    instance = bridge.open("")
    use(instance, TWO)
    answer = json.loads(instance.configure(json.dumps(changes)))
    assert answer["layout"]["own"] is None
    assert answer["restarted"] == "data"
    assert instance.points.shape != (12,)


def test_other_settings_keep_own_data_and_the_problem_is_theirs():
    instance = bridge.open("")
    use(instance, TWO)
    assert json.loads(instance.configure('{"networkShape": [3]}'))["layout"]["own"]["rows"] == 4
    with pytest.raises(ValueError, match="as the data given are for that"):
        instance.configure('{"problem": "regression"}')
    assert json.loads(instance.use("null"))["layout"]["own"] is None


def test_a_snapshot_holds_own_data_and_so_does_opening_with_them():
    instance = bridge.open("seed=0.5")
    use(instance, TWO)
    instance.frame(3, 0)
    again = bridge.open("seed=0.5", instance.snapshot())
    assert json.loads(again.layout())["own"] == json.loads(instance.layout())["own"]
    opened = bridge.open("seed=0.5", "", json.dumps({"text": TWO, "skipBad": False}))
    np.testing.assert_array_equal(opened.points, instance.points)


def test_the_points_are_given_as_csv():
    instance = bridge.open("")
    use(instance, TWO)
    assert json.loads(instance.ask("pointsCsv")) == TWO


def test_drawing_begins_with_nothing():
    report = sheet("")
    assert (report["empty"], report["table"], report["problems"], report["goodRows"]) == (True, None, [], 0)
    assert [brush["label"] for brush in report["brushes"]] == list("ABCDEF")
    assert [brush["value"] for brush in report["brushes"]] == [-1, 1, 2, 3, 4, 5]


def test_points_are_drawn_also_while_there_is_one_class():
    report = sheet("", add=[[1.234, -2, "B"], [0, 0.5, "B"]])
    assert report["text"] == "x1,x2,label\n1.23,-2,B\n0,0.5,B\n"
    assert report["table"] is None
    assert report["points"] == {"lines": [2, 3], "places": [1.23, -2.0, 1, 0.0, 0.5, 1], "classes": 2}
    assert "at least two different labels" in report["problems"][0]["text"]
    report = sheet(report["text"], add=[[3, 3, "A"]])
    assert report["table"]["classes"] == ["A", "B"]
    assert report["points"]["places"][2::3] == [1, 1, -1]


def test_what_is_drawn_into_a_table_has_its_units_and_its_way_of_writing():
    text = sheet("a;b;c\n100,5;1;x\n200,5;2;y\n", add=[[0, 0, "x"]])["text"]
    assert text.endswith("\n150,5;0;x\n")
    assert sheet(text)["points"]["places"][-3:] == [0.0, 0.0, -1]


def test_points_are_erased_by_their_lines_and_cells_changed_by_theirs():
    text = sheet(TWO, remove=[2, 4])["text"]
    assert text == "height,width,kind\n160,3,dog\n180,-5,dog\n"
    text = sheet(text, change=[3, 3, "big, bad\nwolf"])["text"]
    assert text == 'height,width,kind\n160,3,dog\n180,-5,"big, bad wolf"\n'
    assert sheet(text)["table"]["classes"] == ["big, bad wolf", "dog"]
    assert sheet(text, append=["1", "2", "dog"])["text"] == text + "1,2,dog\n"


def test_a_report_names_every_fault_and_says_how_many_rows_are_good():
    report = sheet(BAD)
    places = [(problem["line"], problem["column"]) for problem in report["problems"]]
    assert places == [(3, 2), (4, 1), (6, 3), (7, 3)]
    assert report["problems"][0]["text"] == "line 3, column 2: expected a number, got 'two'"
    assert (report["goodRows"], report["problemCount"], report["table"]) == (2, 4, None)
    assert [row[0] for row in report["rows"]] == [2, 3, 4, 5, 7]
    assert report["points"]["lines"] == [2, 5]
    assert sheet(BAD, skip_bad=True)["table"]["leftOut"] == 4


def test_regression_is_drawn_with_numbers():
    report = sheet("0,0,0\n1,1,1.5\n3,3,3\n")
    assert [brush["label"] for brush in report["brushes"]] == ["0", "0.75", "1.5", "2.25", "3"]
    assert report["points"]["classes"] == 0
    assert report["points"]["places"][2::3] == [-1, 0, 1]


def test_numbered_classes_are_drawn_with_numbers():
    report = sheet("0,0,-1\n1,1,1\n3,3,1\n")
    assert [brush["label"] for brush in report["brushes"]] == ["-1", "1", "0", "2", "3", "4"]


@pytest.mark.parametrize("text", ["only one column", "1,2\n3,4", '"', ",,,\n", "x1,x2,label\n", "\ufeff1;2;a\r\n1;2;b"])
def test_no_text_is_too_odd_to_be_reported(text):
    report = sheet(text)
    assert report["text"] == text
    assert json.dumps(report)


def test_a_widget_opens_without_the_values_that_are_wrong_and_tells_of_them_once():
    widget = bridge.exhibit("house-dials", json.dumps({"weight": "heavy", "bias": "12"}))
    view = json.loads(widget.view())
    assert view["faults"] == {"weight": "weight: expected a number from 0 to 0.4, got 'heavy'"}
    assert (view["values"]["weight"], view["values"]["bias"]) == (0.1, 12)
    assert "faults" not in json.loads(widget.view())


def test_a_lesson_s_widget_answers_with_views_as_json():
    widget = bridge.exhibit("house-dials", json.dumps({"weight": "0.059"}))
    assert json.loads(widget.view())["values"]["weight"] == 0.059
    view = json.loads(widget.act("set", json.dumps({"name": "bias", "value": 246})))
    assert view["texts"]["error"] == "447"
    assert "faults" not in view
    view = json.loads(widget.act("configure", json.dumps({"values": {"weight": 0.2, "bias": "9"}})))
    assert (view["values"]["weight"], view["values"]["bias"]) == (0.2, 9)
    with pytest.raises(ExhibitError, match="'explode' can't be done here"):
        widget.act("explode")
    widget.close()


@pytest.mark.parametrize(
    ("encoding", "told"),
    [("utf-8-sig", ""), ("utf-16", ""), ("utf-16-le", ""), ("cp1252", "The file is not UTF-8; it is read as Windows-1252.")],
)
def test_a_file_is_read_by_its_bytes(encoding, told):
    text = "länge;breite;größe\r\n2,91;0,75;klein\r\n5,86;0,36;groß\r\n4,82;1,83;klein\r\n"
    report = sheet("what was there before", file=base64.b64encode(text.encode(encoding)).decode())
    assert (report["text"], report["told"], report["table"]["classes"]) == (text, told, ["groß", "klein"])
    assert report["table"]["notes"][0] == "länge: '2,91' is read as 2.91."
    assert sheet(report["text"])["told"] == ""


def test_a_file_that_is_no_text_is_called_by_its_name():
    with pytest.raises(TableError, match="expected text with columns; save the table as CSV, got an Excel workbook"):
        sheet("", file=base64.b64encode(b"PK\x03\x04 and so on").decode())
