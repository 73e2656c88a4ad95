"""What the page asks of its ImageWorkshop: a question by name, keywords in JSON, pictures as bytes; answers that JSON can hold."""

import base64
import json
import time

from pycore.lessons.images import image_settings
from pycore.lessons.images.break_it_demos import Demo, demo_list
from pycore.lessons.images.image_workshop import ImageWorkshop
from pycore.lessons.images.picture_store import SIDE, ImagesError
from pycore.lessons.images.prepared_sets import prepared, prepared_sets

__all__ = ["PictureDesk"]

#: No answer takes much longer, in milliseconds, whatever the page asks for.
MOST_MS = 200


class PictureDesk:
    """An ImageWorkshop for the page, and a demonstration if one was begun."""

    def __init__(self):
        self.shop, self.demo = ImageWorkshop(), None

    def ask(self, question, details="{}", data=None):
        """Return the JSON of the answer to a question in QUESTIONS; `data` is a buffer, for those that take pictures or a file.

        Raises ImagesError, or StorageError for a file.
        """
        if question not in QUESTIONS:
            raise ImagesError(f"question: expected one of {', '.join(QUESTIONS)}, got {str(question)[:60]!r}")
        keywords = json.loads(details)
        if question in WITH_DATA:
            if data is None:
                raise ImagesError("data: expected bytes, got none")
            keywords["data"] = bytes(data.to_bytes() if hasattr(data, "to_bytes") else data)
        try:
            answer = QUESTIONS[question](self, **keywords)
        except (TypeError, KeyError) as error:
            raise ImagesError(f"{question}: expected other keywords: {error}") from error
        return json.dumps(answer, allow_nan=False)

    def close(self):
        """Let go of pictures and model."""
        self.shop = self.demo = None


def _classes(desk, classes):
    desk.shop.set_classes([(each["id"], each["name"]) for each in classes])
    return desk.shop.state()


def _add(desk, class_id, ids, data):
    desk.shop.add(class_id, ids, data)
    return {"count": len(desk.shop.store)}


def _remove(desk, ids):
    desk.shop.remove(ids)
    return {"count": len(desk.shop.store)}


def _move(desk, ids, class_id):
    desk.shop.move(ids, class_id)
    return {"count": len(desk.shop.store)}


def _settings(desk):
    return {"rows": [row._asdict() for row in image_settings.ROWS]}


def _begin(desk, settings=None, further=False):
    desk.shop.begin(further, **(settings or {}))
    return desk.shop.progress()


def _portion(desk, milliseconds=50):
    return desk.shop.portion(_seconds(milliseconds))


def _predict(desk, data, neighbours=3, threshold=None):
    return {"answers": desk.shop.predict(data, neighbours, threshold)}


def _export(desk, kind="json", name="model"):
    stem = "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in str(name))[:40] or "model"
    if kind == "npz":
        return {"name": f"{stem}.npz", "type": "application/octet-stream", "base64": base64.b64encode(desk.shop.export_npz()).decode()}
    if kind == "json":
        return {"name": f"{stem}.json", "type": "application/json", "text": desk.shop.export_json()}
    if kind == "script":
        return {"name": "what_is_it.py", "type": "text/x-python", "text": desk.shop.export_script()}
    raise ImagesError(f"kind: expected json, npz or script, got {str(kind)[:60]!r}")


def _import(desk, data):
    desk.shop.load(data)
    names = ", ".join(name for _, name in desk.shop.model.classes)
    classes = [{"id": key, "name": name} for key, name in desk.shop.model.classes]
    return {"classes": classes, "settings": desk.shop.model.settings, "text": f"A model for {names}."}


def _demo(desk, name, seed=0, milliseconds=100):
    """Go on with a demonstration, or begin it if it is another one: {"share"} until it is done, then its answer, too."""
    if desk.demo is None or (desk.demo.name, desk.demo.seed) != (name, seed):
        desk.demo = Demo(name, seed)
    end = time.perf_counter() + _seconds(milliseconds)
    while not desk.demo.go():
        if time.perf_counter() >= end:
            return {"share": desk.demo.share}
    answer = {"share": 1.0, **desk.demo.answer()}
    desk.demo = None
    return answer


def _prepared(desk, name, count=60, seed=0):
    names, labels, pictures = prepared(name, count, seed)
    classes = [{"name": each} for each in names]
    return {"classes": classes, "labels": labels.tolist(), "side": SIDE, "base64": base64.b64encode(pictures.tobytes()).decode()}


def _seconds(milliseconds):
    if isinstance(milliseconds, bool) or not isinstance(milliseconds, int | float) or not 0 <= milliseconds:
        raise ImagesError(f"milliseconds: expected a number from 0, got {str(milliseconds)[:40]!r}")
    return min(milliseconds, MOST_MS) / 1000


def _asked(name):
    """A question that is a method of the workshop."""
    return lambda desk, **keywords: getattr(desk.shop, name)(**keywords)


QUESTIONS = {
    "state": _asked("state"),
    "classes": _classes,
    "add": _add,
    "remove": _remove,
    "move": _move,
    "settings": _settings,
    "begin": _begin,
    "portion": _portion,
    "stop": _asked("stop"),
    "report": _asked("report"),
    "predict": _predict,
    "threshold": _asked("threshold"),
    "occlusion": _asked("occlusion"),
    "export": _export,
    "import": _import,
    "demos": lambda desk: {"demos": demo_list()},
    "demo": _demo,
    "prepared": lambda desk: {"sets": prepared_sets()},
    "prepared_pictures": _prepared,
}
WITH_DATA = frozenset({"add", "predict", "occlusion", "import"})
