"""What images.html says before Python is there: the settings of its training, its demonstrations, and the measured table."""

import json
from types import SimpleNamespace

from builder.feature_table import PATH
from pycore.lessons.images.picture_desk import PictureDesk


def shown():
    """Return {name: value} for the templates: `picture_settings`, `picture_demos` and `picture_table`."""
    desk = PictureDesk()
    rows = [SimpleNamespace(**row) for row in json.loads(desk.ask("settings"))["rows"]]
    demos = json.loads(desk.ask("demos"))["demos"]
    desk.close()
    return {"picture_settings": rows, "picture_demos": demos, "picture_table": json.loads(PATH.read_text(encoding="utf-8"))}
