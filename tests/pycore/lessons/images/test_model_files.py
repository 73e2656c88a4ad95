"""A model that is taken along: it says the very same when it comes back, in the program for elsewhere, too, and damage is named."""

import io
import json
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from pycore.lessons.images.image_workshop import ImageWorkshop
from pycore.lessons.images.model_files import MOST_FILE_BYTES, load_model
from pycore.saved_fields import StorageError
from tests.picture_workshops import BLUE, GREEN, RED, noisy, trained, workshop

ASKED = np.concatenate([noisy(colour, 3, 40 + place) for place, colour in enumerate((RED, GREEN, BLUE))])


@pytest.fixture(scope="module", params=[0, 100], ids=["softmax", "hidden"])
def learned(request):
    """A workshop that has learned with all features; not to be changed."""
    return trained(workshop(), features="gradients+colours+filters", hidden=request.param, epochs=8)


def array_of(answers):
    return np.array([[*answer["shares"], answer["distance"]] for answer in answers])


@pytest.mark.parametrize("kind", ["json", "npz"])
def test_what_was_exported_and_imported_says_the_very_same(learned, kind):
    saved = learned.export_json().encode() if kind == "json" else learned.export_npz()
    other = ImageWorkshop()
    other.load(saved)
    assert other.predict(ASKED.tobytes()) == learned.predict(ASKED.tobytes())
    assert other.model.classes == learned.model.classes and other.model.settings == learned.model.settings
    again = other.export_json()
    assert json.loads(again) == json.loads(learned.export_json())


def test_an_imported_model_is_trained_on(learned):
    shop = workshop()
    shop.load(learned.export_json())
    with pytest.raises(ValueError, match="training: expected one that was begun, got none"):
        shop.report()
    before = array_of(shop.predict(ASKED.tobytes()))
    shop.begin(further=True, epochs=3)
    while not (points := shop.portion(0.2)["points"]):  # on a slow machine the features alone may take that long
        pass
    first = points[0]
    assert first[0] == 0 and first[2] == 1  # it knows them from the beginning
    while shop.portion(0.2)["phase"] != "done":
        pass
    assert not np.allclose(array_of(shop.predict(ASKED.tobytes())), before)
    assert shop.model.settings["hidden"] == learned.model.settings["hidden"]


@pytest.mark.parametrize("kind", ["json", "npz"])
def test_the_program_says_the_same_with_numpy_and_pillow_alone(learned, tmp_path, kind):
    model, program = tmp_path / f"model.{kind}", tmp_path / "what_is_it.py"
    model.write_bytes(learned.export_json().encode() if kind == "json" else learned.export_npz())
    program.write_text(learned.export_script(), encoding="utf-8")
    np.save(tmp_path / "asked.npy", ASKED)
    calls = "import sys, numpy, what_is_it; model = what_is_it.load(sys.argv[1]); "
    calls += "shares, away = what_is_it.predict(model, numpy.load('asked.npy')); "
    calls += "numpy.save('said.npy', numpy.column_stack([shares, away])); "
    calls += "print(*sorted(name for name in sys.modules if name.split('.')[0] in ('pycore', 'builder')))"
    ran = subprocess.run([sys.executable, "-c", calls, str(model)], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip() == ""
    np.testing.assert_allclose(np.load(tmp_path / "said.npy"), array_of(learned.predict(ASKED.tobytes())), atol=1e-6)


def test_the_program_reads_a_picture_upright_and_square_and_names_what_is_on_it(learned, tmp_path):
    (tmp_path / "model.json").write_text(learned.export_json(), encoding="utf-8")
    (tmp_path / "what_is_it.py").write_text(learned.export_script(), encoding="utf-8")
    large = np.repeat(np.repeat(noisy(GREEN, 1, 50)[0], 4, axis=0), 4, axis=1)
    beside = np.full((len(large), 40, 3), 255, np.uint8)
    wide = np.concatenate([beside, large, beside], axis=1)
    Image.fromarray(wide).save(tmp_path / "wide.png")
    Image.fromarray(noisy(BLUE, 1, 50)[0]).save(tmp_path / "blue.png")
    command = [sys.executable, "what_is_it.py", "model.json", "wide.png", "blue.png"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    first, second = ran.stdout.splitlines()
    share = learned.predict(noisy(GREEN, 1, 50).tobytes())[0]["shares"][1]
    assert first.startswith(f"wide.png: green {share:.4f}, red ") and not first.endswith("(none of these looks right)")
    assert second.endswith("(none of these looks right)")
    short = subprocess.run([sys.executable, "what_is_it.py"], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert short.returncode == 1 and "python what_is_it.py model.json picture.jpg" in short.stderr


# -- damage


def changed(saved, path, value):
    """Return the JSON `saved` with another value, or without one where it is `...`."""
    content = json.loads(saved)
    *way, last = [int(step) if step.isdecimal() else step for step in path.split(".")]
    part = content
    for step in way:
        part = part[step]
    if value is ...:
        del part[last]
    else:
        part[last] = value
    return json.dumps(content)


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        ("format", "pyground", "format"),
        ("version", 2, "version"),
        ("version", ..., "version"),
        ("preprocessing.side", 64, "preprocessing.side"),
        ("classes", [], "classes"),
        ("classes.0.name", 3, "classes.0.name"),
        ("classes.1.name", "red", "classes"),
        ("classes.0.id", "", "classes"),
        ("settings", {"features": "mobilenet"}, "settings"),
        ("settings.hidden", 7, "settings"),
        ("scaling.mean", [0.0], "scaling.mean"),
        ("scaling.factor.3", "x", "scaling.factor"),
        ("layers", [], "layers"),
        ("layers.0.weights.2", [0.0], "layers.0.weights"),
        ("layers.0.biases.0", None, "layers.0.biases"),
        ("layers.0.biases.0", 1e300, "layers.0.biases"),
        ("layers.0.biases.0", "nan", "layers.0.biases"),
        ("seen.unit", 0, "seen.unit"),
        ("seen.unit", -1, "seen.unit"),
        ("seen.features", [], "seen.features"),
        ("seen.features.0.0", 1e6, "seen.features"),
        ("seen.labels.0", 2, "seen.labels"),
        ("seen.labels.0", 0.5, "seen.labels"),
        ("seen.ids", [1], "seen.ids"),
        ("seen.ids.0", -1, "seen.ids"),
        ("bank", None, "bank.mean"),
        ("bank.centres.0.0", 99, "bank.centres"),
    ],
)
def test_a_damaged_field_is_named_and_the_model_that_stands_stays(shop, path, value, field):
    model = trained(workshop(), features="filters", epochs=2) if path.startswith("bank") else shop
    before = shop.model
    with pytest.raises(StorageError) as caught:
        shop.load(changed(model.export_json(), path, value))
    assert caught.value.field == field
    assert shop.model is before


def test_a_cut_or_changed_archive_is_named(shop):
    saved = shop.export_npz()
    for damaged in (saved[: len(saved) // 2], saved[:-1], saved.replace(b"meta.npy", b"beta.npy")):
        with pytest.raises(StorageError):
            load_model(damaged)
    file = io.BytesIO()
    with np.load(io.BytesIO(saved)) as arrays:
        np.savez_compressed(file, **{name: arrays[name] for name in arrays.files if name != "mean"})
    with pytest.raises(StorageError) as caught:
        load_model(file.getvalue())
    assert caught.value.field == "scaling.mean"


def test_what_is_no_model_is_said_before_it_is_read(shop):
    for saved, told in (
        (b"\x89PNG\r\n", "file: expected a model as JSON or NPZ"),
        ("[1]", "file: expected a JSON object"),
        ("{", "file: expected JSON"),
        ("{}", "format: expected a value, got none"),
        (" " * (MOST_FILE_BYTES + 1), f"file: expected at most {MOST_FILE_BYTES} bytes"),
    ):
        with pytest.raises(StorageError, match=told.replace("[", r"\[")):
            shop.load(saved)


def test_a_file_stays_small_however_many_pictures_there_were():
    counts = (1300, 1300)
    shop = ImageWorkshop()
    shop.set_classes([("id-red", "red"), ("id-green", "green")])
    for place, name in enumerate(("red", "green")):
        for at in range(0, counts[place], 500):
            pictures = noisy((RED, GREEN)[place], min(500, counts[place] - at), at)
            shop.add(f"id-{name}", range(10_000 * place + at, 10_000 * place + at + len(pictures)), pictures.tobytes())
    trained(shop, epochs=1)
    assert len(shop.model.kept) == 500 and set(shop.model.kept_labels.tolist()) == {0, 1}
    assert len(shop.export_npz()) < 400_000 < MOST_FILE_BYTES
