"""What the page's worker may call; it holds these objects and nothing else of Python. No other module imports this one.

Arguments are numbers and short texts, results are texts (JSON) when a playground is opened or changed, and a buffer that is
read in place at every frame.
"""

import base64
import json
import math
import time

from pycore import bounds, export, storage
from pycore.data import tables
from pycore.data.table_editor import describe, sheet
from pycore.page.comparison import Comparison
from pycore.page.requests import REQUESTS
from pycore.page.undo_list import Standing, UndoList, restored, standing
from pycore.picture.comparison_picture import ComparisonPicture
from pycore.picture.frame import Frame
from pycore.playground import Playground
from pycore.progress import looks_every
from pycore.settings import SettingError, Settings, by_key

__all__ = ["Instance", "Widget", "exhibit", "images", "open"]

#: One request trains about so long at the most, so that whoever asks for a pause or a reset is answered.
REQUEST_SECONDS = 0.1


def open(address, snapshot="", data="null", compared=""):  # noqa: A001 - the worker calls it bridge.open
    """Return an Instance with the settings of an address, continued from what `Instance.snapshot` gave, if any.

    Without a snapshot it learns `data`, as in `Instance.use`.

    Settings that are wrong, or make a network larger than pycore.bounds allows, are left at their defaults and reported in the
    layout's "problems".

    With `compared`, one of pycore.page.comparison.KINDS, it is a ComparedInstance of many networks.
    """
    return ComparedInstance(address, data, compared) if compared else Instance(address, snapshot, data)


class ShownModel:
    """What both have in common: a model that is trained and has a picture.

    `buffer` is the picture's uint8 array (see pycore.picture.frame), another array after a change that reshaped it. `points` is
    float32 (3 n,): x1, x2, label of each point, the training points first.

    A class below has the `_model` that is trained, and shows its picture in `_picture`.
    """

    #: Epochs of those asked for that are left to train, and how many lie between two looks at the losses.
    _left, _rhythm = 0, 1
    #: The generator that trains an epoch which one request could not end, and how much of it is done.
    _under_way, _share = None, 0.0

    def layout(self):
        """Return the JSON of the picture's layout."""
        return json.dumps(self._layout())

    def frame(self, epochs, milliseconds):
        """Train and then renew the buffer.

        Trains `epochs` epochs; if `milliseconds` is above 0, as many of them as fit into that time, and if `epochs` is
        negative, as many as fit without a limit. Without milliseconds the time is bounded, too: what is left to train is then in
        the header, to be asked for next, and whoever asks for it gets what one training of all would have given.

        An epoch that does not fit into the time goes on with the next request; until it has ended, the picture is that from before it,
        and the header says how much of it is done. Whatever else is asked meanwhile finds the playground as it was before the epoch,
        and what changes it takes the epoch back.
        """
        left, trained = 0, 0
        if epochs < 0 or (epochs and milliseconds > 0):
            trained = self._train_for(milliseconds / 1000, epochs if epochs > 0 else math.inf)
            if not self._under_way:
                self._model.look()
        elif epochs:
            trained, left = self._train_on(epochs)
        self._frame.left, self._frame.share = left, self._share if self._under_way else 0.0
        if self._under_way and epochs and not trained:
            self._frame.write_progress()  # nothing else has changed
        else:
            with self._model.between_epochs():
                self._frame.fill()

    def configure(self, changes):
        """Apply the JSON of {address key: value}; returns JSON: "restarted", "reshaped" and the new "layout".

        A choice of a data set ends learning from people's own data. Raises SettingError for a wrong value, and then changes
        nothing.
        """
        self._take_back()
        named = {}
        for key, value in json.loads(changes).items():
            row = by_key.get(key)
            name = row.name if row else key
            named[name] = tuple(value) if isinstance(value, list) else value
        rows = [by_key[key] for key in json.loads(changes) if key in by_key]
        # A slider that is dragged is one change, however many steps it takes.
        series = rows[0].key if len(rows) == 1 and rows[0].slider else None
        before = self._standing(", ".join(row.label for row in rows), series)
        try:
            anew = self._changed(named)
        except SettingError as error:
            # Of this very class, by whose name the page knows what stands beside a control.
            raise SettingError(error.key, error.value, error.expected, meant=error.meant) from error
        if before is None or before.settings != self._model.settings or before.data is not self._model.data:
            self._note(before, anew)
        self._drawn_anew(anew)
        self._problems = [problem for problem in self._problems if problem.key not in by_key or by_key[problem.key].name not in named]
        return self._answer(anew)

    def use(self, data):
        """Learn from people's own table, or from the settings' data set again; returns what `configure` returns.

        `data` is the JSON of {"text": CSV, "skipBad": whether to leave out bad rows}, or of None. Raises TableError, and then
        changes nothing.
        """
        self._take_back()
        table, before = _table(data), self._standing("Points")
        self._model.use(table)
        self._note(before)
        self._picture()
        return self._answer("data")

    def reset(self):
        """Go back to epoch 0 and the first weights."""
        self._take_back()
        self._note(self._standing("Reset"))
        self._model.reset()

    def close(self):
        """Let go of the model and its buffers."""
        self._take_back()
        self._frame = self.buffer = self.points = None

    def _standing(self, words, series=None):
        """What stands before a change that may be taken back, None where none may be."""

    def _note(self, before, anew="data"):
        """Note that a change has been made, after which `anew` was drawn anew."""

    def _drawn_anew(self, anew):
        """Make what has been drawn anew another picture, in which the same is looked at where it is there still."""
        if anew != "no":
            before = self._frame
            self._picture()
            if anew == "picture":
                self._frame.take_over(before)

    def _changed(self, named):
        """Change settings by their names in Python, and return what was drawn anew."""
        if self._model.data and not named.keys().isdisjoint(("dataset", "reg_dataset")):
            self._model.use(None, **named)
            return "data"
        return self._model.configure(**named)

    def _show(self, frame):
        self._frame = frame
        self.buffer = frame.buffer
        self.points = frame.points().reshape(-1)

    def _answer(self, anew, **more):
        restarted = "no" if anew == "picture" else anew
        return json.dumps({"restarted": restarted, "reshaped": anew != "no", "layout": self._layout(), **more})

    def _layout(self):
        problems = [{"key": problem.key, "message": str(problem)} for problem in self._problems]
        own = self._model.data and describe(self._model.data)
        return {**self._frame.layout(), "problems": problems, "own": own}

    def _take_back(self):
        """Take back an epoch that is under way."""
        if self._under_way:
            self._under_way.close()
            self._under_way = None

    def _train_on(self, epochs):
        """Train `epochs` epochs as far as REQUEST_SECONDS go; return how many that were, and how many are left.

        Losses are looked at as in `train`: who asks for those that are left goes on in the same rhythm of looks, so that the history
        is that of one training.
        """
        if epochs != self._left:
            self._rhythm = looks_every(epochs)
        trained = self._train_for(REQUEST_SECONDS, epochs, self._rhythm)
        self._left = epochs - trained if self._under_way or not self._model.stopped else 0
        if not self._left:
            self._model.look()
        return trained, self._left

    def _train_for(self, seconds, most, rhythm=None):
        """Train in portions that grow, and end about in time; return the number of epochs.

        `most` epochs are trained at the most. With a rhythm the losses are looked at whenever a multiple of it is left.
        """
        p, portion, begin = self._model, 1, time.perf_counter()
        start, trained = p.epoch, 0
        while self._under_way or not p.stopped:
            self._under_way = self._under_way or p.training(portion, looks=False)
            for share in self._under_way:
                self._share = share
                if time.perf_counter() - begin >= seconds:
                    return p.epoch - start
            self._under_way = None
            trained = p.epoch - start
            if (most - trained) % rhythm == 0 if rhythm else p.takes_long:
                p.look()
            spent = time.perf_counter() - begin
            # epochs, at the pace so far
            left = min((seconds - spent) * trained / max(spent, 1e-6), most - trained)
            if trained == most or spent >= seconds or (left < 1 and not p.takes_long):
                break
            portion = 1 if p.takes_long else max(1, min(2 * portion, int(left)))
            if rhythm:
                portion = min(portion, (most - trained - 1) % rhythm + 1)
        return trained


class Instance(ShownModel):
    """One playground on a page, whose reader's changes can be taken back."""

    def __init__(self, address, snapshot="", data="null"):
        self._undo = UndoList()
        if snapshot:
            self._problems = Settings.from_hash(address)[1]
            self._playground = storage.load(snapshot)
        else:
            self._playground = Playground.from_hash(address, strict=False, data=_table(data))
            self._problems = list(self._playground.problems)
        self._picture()

    def close(self):
        super().close()
        self._playground = None

    def load(self, saved, binary=False):
        """Go on as the saved playground `saved`: the text of a JSON file, or with `binary` an NPZ file's bytes in base64.

        Returns what `configure` returns. Raises StorageError, and then changes nothing.
        """
        playground = storage.load(_bytes(saved) if binary else saved)
        if playground.runs > 1 or playground.sweep:
            got = f"{playground.runs} side by side" if playground.runs > 1 else f"a sweep of {', '.join(playground.sweep)}"
            raise storage.StorageError("runs", "one network, which is what the page shows", got)
        self._take_back()
        self._note(self._standing("File"))
        self._playground, self._problems = playground, []
        self._picture()
        return self._answer("data")

    def revert(self, forwards=False):
        """Take the latest change back, or with `forwards` make the one again that was taken back last.

        Returns what `configure` returns, with the change in "words", "" where there is none. What trained since a change that
        drew nothing anew, as that of a learning rate, stays trained; otherwise the network is that from before it.
        """
        self._take_back()
        wanted, anew = self._undo.take(self._playground, forwards), "no"
        if wanted and wanted.state:
            self._playground, self._problems = restored(wanted), []
            self._picture()
            anew = "data"
        elif wanted:
            anew = self._playground.configure(**wanted.settings.changes_from(self._playground.settings))
            self._drawn_anew(anew)
        return self._answer(anew, words=wanted.words if wanted else "")

    def snapshot(self):
        """Return JSON from which `open` continues, for when a worker has died."""
        with self._playground.between_epochs():
            return storage.save(self._playground)

    def ask(self, question, details="{}"):
        """Return the JSON answer to one of REQUESTS, or do what it asks for; `details` is the JSON of its keywords.

        Beside those there are "sheet", of pycore.data.table_editor, "pointsCsv", the points as CSV text, and "undoCounts", how many
        changes can be taken back and how many made again.
        """
        named = json.loads(details)
        if question == "undoCounts":
            return json.dumps(self._undo.counts)
        before = None
        if question == "setParameter":
            self._take_back()
            before = standing(self._playground, "Weight", (named.get("index"), self._playground.epoch))
        with self._playground.between_epochs():
            answer = self._answered(question, named)
        if before:
            self._note(before)
        return answer

    def _answered(self, question, named):
        if question == "sheet":
            return json.dumps(sheet(**named))
        if question == "pointsCsv":
            return json.dumps(export.points_csv(self._playground))
        return json.dumps(REQUESTS[question](self._frame, **named))

    @property
    def _model(self):
        return self._playground

    def _picture(self):
        self._show(Frame(self._playground))

    def _standing(self, words, series=None):
        return standing(self._playground, words, series)

    def _note(self, before, anew="data"):
        # What drew nothing anew, or the picture alone, is taken back alone.
        if anew in ("no", "picture"):
            before = Standing(before.words, before.settings, series=before.series)
        self._undo.add(before)


class ComparedInstance(ShownModel):
    """Many networks on a page, trained together; their picture is a ComparisonPicture. What is asked of one network is refused."""

    def __init__(self, address, data, compared):
        settings, errors = Settings.from_hash(address)
        table = _table(data)
        self._comparison, too_large = bounds.within(settings, lambda fitting: Comparison(fitting, compared, table))
        self._problems = errors + too_large
        self._picture()

    def close(self):
        super().close()
        self._comparison = None

    def load(self, saved, binary=False):
        """Refuse a saved playground, which is one network: raises StorageError."""
        raise storage.StorageError("file", "none here, where networks are compared", "a saved playground")

    def snapshot(self):
        """Return "": networks that are compared begin again when a worker has died."""
        return ""

    def revert(self, forwards=False):
        """Refuse to take back a change: raises ValueError."""
        raise ValueError("revert: expected one network, got several that are compared")

    def ask(self, question, details="{}"):
        """Refuse a question, which is always one about a single network: raises ValueError."""
        raise ValueError(f"question: expected none here, where networks are compared, got {question!r}")

    @property
    def _model(self):
        return self._comparison

    def _picture(self):
        self._show(ComparisonPicture(self._comparison))


def _bytes(text):
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as error:  # binascii.Error is one, and so is what a letter beyond ASCII raises
        raise storage.StorageError("file", "base64", str(error)) from error


def exhibit(name, values="{}"):
    """Return the Widget of this name; `values` is the JSON of {name: text}. Raises ExhibitError for an unknown name of a widget.

    Values that are wrong are left out; the first view tells of them as "faults".
    """
    return Widget(name, values)


def images():
    """Return the PictureDesk of a page on which people train on images of their own: `ask(question, details, data)` and `close()`."""
    from pycore.lessons.images.picture_desk import PictureDesk  # only here, as above

    return PictureDesk()


class Widget:
    """One of pycore.lessons.exhibits on a page."""

    def __init__(self, name, values="{}"):
        from pycore.lessons import exhibits  # only here: the playground's page starts without them

        right, self._faults = exhibits.class_of(name).sorted_out(json.loads(values))
        self._exhibit = exhibits.create(name, right)

    def view(self):
        """Return the JSON of the view."""
        faults = {"faults": self._faults} if self._faults else {}
        self._faults = {}  # told once
        return json.dumps({**self._exhibit.view(), **faults}, allow_nan=False)

    def act(self, action, details="{}"):
        """Do what a reader asked for, with keywords from JSON, and return the JSON of the new view. Raises ExhibitError."""
        self._exhibit.do(action, **json.loads(details))
        return self.view()

    def close(self):
        """Let go of the model."""
        self._exhibit = None


def _table(data):
    """The Table of what `Instance.use` takes, or None."""
    given = json.loads(data)
    return given and tables.parse(given["text"], skip_bad=given["skipBad"])
