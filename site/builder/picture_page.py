"""What images.html says before Python is there: the settings of its training, its demonstrations, and the measured table."""

import json
from types import SimpleNamespace

from pycore.lessons.images.picture_desk import QUESTIONS, PictureDesk


def shown():
    """Return {name: value} for the templates: `picture_settings`, `picture_demos` and `picture_table`."""
    desk = PictureDesk()
    try:
        rows = [SimpleNamespace(**row) for row in _asked(desk, "settings")["rows"]]
        return {"picture_settings": rows, "picture_demos": _asked(desk, "demos")["demos"], "picture_table": None}
    finally:
        desk.close()


def _asked(desk, question):
    return json.loads(desk.ask(question)) if question in QUESTIONS else {"demos": []}
