"""What the page asks of its ImageWorkshop: a question by name, keywords in JSON, pictures as bytes; answers that JSON can hold."""

import base64
import json

from pycore.lessons.images import image_settings
from pycore.lessons.images.image_workshop import ImageWorkshop
from pycore.lessons.images.picture_store import ImagesError

__all__ = ["PictureDesk"]


class PictureDesk:
    """An ImageWorkshop for the page."""

    def __init__(self):
        self.shop = ImageWorkshop()

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
            answer = QUESTIONS[question](self.shop, **keywords)
        except TypeError as error:
            raise ImagesError(f"{question}: expected other keywords: {error}") from error
        return json.dumps(answer, allow_nan=False)

    def close(self):
        """Let go of pictures and model."""
        self.shop = None


def _classes(shop, classes):
    shop.set_classes([(each["id"], each["name"]) for each in classes])
    return shop.state()


def _add(shop, class_id, ids, data):
    shop.add(class_id, ids, data)
    return {"count": len(shop.store)}


def _remove(shop, ids):
    shop.remove(ids)
    return {"count": len(shop.store)}


def _move(shop, ids, class_id):
    shop.move(ids, class_id)
    return {"count": len(shop.store)}


def _settings(shop):
    return {"rows": [row._asdict() for row in image_settings.ROWS]}


def _begin(shop, settings=None, further=False):
    shop.begin(further, **(settings or {}))
    return shop.progress()


def _portion(shop, milliseconds=50):
    return shop.portion(milliseconds / 1000)


def _predict(shop, data, neighbours=3, threshold=None):
    return {"answers": shop.predict(data, neighbours, threshold)}


def _export(shop, kind="json", name="model"):
    stem = "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in str(name))[:40] or "model"
    if kind == "npz":
        return {"name": f"{stem}.npz", "type": "application/octet-stream", "base64": base64.b64encode(shop.export_npz()).decode()}
    if kind == "json":
        return {"name": f"{stem}.json", "type": "application/json", "text": shop.export_json()}
    if kind == "script":
        return {"name": "what_is_it.py", "type": "text/x-python", "text": shop.export_script()}
    raise ImagesError(f"kind: expected json, npz or script, got {str(kind)[:60]!r}")


def _import(shop, data):
    shop.load(data)
    names = ", ".join(name for _, name in shop.model.classes)
    classes = [{"id": key, "name": name} for key, name in shop.model.classes]
    return {"classes": classes, "settings": shop.model.settings, "text": f"A model for {names}."}


QUESTIONS = {
    "state": ImageWorkshop.state,
    "classes": _classes,
    "add": _add,
    "remove": _remove,
    "move": _move,
    "settings": _settings,
    "begin": _begin,
    "portion": _portion,
    "stop": ImageWorkshop.stop,
    "report": ImageWorkshop.report,
    "predict": _predict,
    "threshold": ImageWorkshop.threshold,
    "occlusion": ImageWorkshop.occlusion,
    "export": _export,
    "import": _import,
}
WITH_DATA = frozenset({"add", "predict", "occlusion", "import"})
