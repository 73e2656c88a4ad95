"""What the page asks in JSON and bytes: every question has an answer that JSON can hold, and a wrong one a sentence."""

import base64
import json

import numpy as np
import pytest

from pycore.lessons.images.image_settings import DEFAULTS
from pycore.lessons.images.picture_desk import QUESTIONS, WITH_DATA
from pycore.lessons.images.picture_store import SIDE, ImagesError
from pycore.page import bridge
from tests.picture_workshops import GREEN, RED, noisy


@pytest.fixture
def ask():
    desk = bridge.images()
    yield lambda question, data=None, **details: json.loads(desk.ask(question, json.dumps(details), data))
    desk.close()


@pytest.fixture
def learned(ask):
    ask("classes", classes=[{"id": "r", "name": "red"}, {"id": "g", "name": "green"}])
    assert ask("add", noisy(RED, 12, 1).tobytes(), class_id="r", ids=list(range(12))) == {"count": 12}
    assert ask("add", noisy(GREEN, 12, 2).tobytes(), class_id="g", ids=list(range(12, 24))) == {"count": 24}
    progress = ask("begin", settings={"features": "colours", "epochs": 20})
    while progress["phase"] != "done":
        progress = ask("portion", milliseconds=100)
    return ask


def test_a_page_goes_from_pictures_to_a_file_and_back(learned):
    state = learned("state")
    assert state["side"] == SIDE and state["trained"] and [row["count"] for row in state["classes"]] == [12, 12]
    asked = noisy(RED, 2, 5).tobytes()
    said = learned("predict", asked)
    assert [answer["best"] for answer in said["answers"]] == [0, 0]
    assert learned("report")["accuracy"] == 1 and learned("threshold")["default"] == 1.1
    assert len(learned("occlusion", asked[: len(asked) // 2], cells=3)["rows"]) == 3
    for kind in ("json", "npz"):
        file = learned("export", kind=kind, name="my/../model")
        assert file["name"] == f"my----model.{kind}"
        saved = base64.b64decode(file["base64"]) if kind == "npz" else file["text"].encode()
        other = bridge.images()
        answer = json.loads(other.ask("import", "{}", memoryview(saved)))
        assert answer["text"] == "A model for red, green." and answer["settings"]["features"] == "colours"
        assert json.loads(other.ask("predict", "{}", asked)) == said
    assert learned("export", kind="script")["type"] == "text/x-python"
    assert learned("move", ids=[0], class_id="g") == {"count": 24} and learned("remove", ids=[0]) == {"count": 23}
    assert learned("begin", further=True)["phase"] == "features" and learned("stop")["phase"] == "stopped"


def test_bytes_come_from_the_page_s_own_buffers_too(ask):
    class Proxy:
        def to_bytes(self):
            return noisy(RED, 1, 1).tobytes()

    ask("classes", classes=[{"id": "r", "name": "red"}])
    assert ask("add", Proxy(), class_id="r", ids=[1]) == {"count": 1}


def test_settings_come_with_words_for_each(ask):
    rows = ask("settings")["rows"]
    assert {row["name"]: row["default"] for row in rows} == DEFAULTS
    assert all(row["label"] and row["help"].endswith(".") for row in rows)
    assert all(row["default"] in [option[0] for option in row["options"]] for row in rows if row["kind"] == "choice")


def test_a_demonstration_comes_in_portions_and_prepared_pictures_as_bytes(ask):
    shares, answer = [], ask("demo", name="background", milliseconds=0)
    while answer["share"] < 1:
        shares.append(answer["share"])
        answer = ask("demo", name="background", milliseconds=0)
    assert len(shares) > 10 and shares == sorted(shares) and "verdict" in answer
    # Asked again, or for another one, it begins anew.
    assert ask("demo", name="background", milliseconds=0)["share"] < 0.1
    assert ask("demo", name="background", seed=1, milliseconds=0)["share"] < 0.1
    found = ask("prepared_pictures", name="hands", count=3)
    data = np.frombuffer(base64.b64decode(found["base64"]), np.uint8)
    assert data.size == len(found["labels"]) * found["side"] ** 2 * 3
    assert [each["name"] for each in found["classes"]] == ["High five", "Knuckles"]
    assert len(ask("demos")["demos"]) == 5 and len(ask("prepared")["sets"]) == 3


@pytest.mark.parametrize(
    ("question", "details", "told"),
    [
        ("explode", {}, "question: expected one of state, classes"),
        ("add", {"class_id": "r", "ids": [1]}, "data: expected bytes, got none"),
        ("portion", {"milliseconds": -1}, "milliseconds: expected a number from 0"),
        ("portion", {"hours": 1}, "portion: expected other keywords"),
        ("export", {"kind": "exe"}, "kind: expected json, npz or script"),
        ("prepared_pictures", {"name": "cats"}, "name: expected one of hands"),
        ("demo", {"name": "x"}, "name: expected one of clean"),
    ],
)
def test_what_can_t_be_asked_is_said(learned, question, details, told):
    with pytest.raises(ImagesError) as caught:
        learned(question, **details)
    assert told in str(caught.value)


def test_every_question_that_needs_bytes_is_a_question():
    assert WITH_DATA < set(QUESTIONS)
