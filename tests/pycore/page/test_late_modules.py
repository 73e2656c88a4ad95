"""What is missing at a start comes with the first import that needs it, whole and checked, or is told plainly."""

import hashlib
import importlib
import io
import sys
import zipfile

import pytest

from pycore.page import late_modules


def archive_of(files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()


SKY = {"late_sky/__init__.py": "HEIGHT = 1\n"}
MOON = "import late_sea\nPHASE = late_sea.TIDE\n"
WHOLE = archive_of({**SKY, "late_sky/moon.py": MOON, "late_sea.py": "TIDE = 3\n"})
PART = archive_of(SKY)
DIGEST = hashlib.sha256(WHOLE).hexdigest()


@pytest.fixture
def install(monkeypatch, tmp_path):
    """A function (place, read, digest) that has late_sky and late_sea come from WHOLE; all of it is gone after the test."""
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path])

    def start(place, read, digest=DIGEST):
        sys.path.append(str(place))
        sys.meta_path.append(late_modules.LateFinder(read, [late_modules.Archive({"late_sky", "late_sea"}, "u/all.zip", digest, place)]))

    yield start
    for name in [name for name in sys.modules if name.startswith("late_s")]:
        del sys.modules[name]
    importlib.invalidate_caches()


def test_a_zip_with_a_part_of_the_modules_becomes_the_whole_one_with_one_request(install, tmp_path):
    place, asked = tmp_path / "library.zip", []
    place.write_bytes(PART)
    install(place, lambda url: asked.append(url) or WHOLE)
    import late_sky

    assert late_sky.HEIGHT == 1 and asked == []
    from late_sky import moon

    assert moon.PHASE == 3 and asked == ["u/all.zip"]
    with pytest.raises(ModuleNotFoundError, match="No module named 'late_sky.sun'"):
        importlib.import_module("late_sky.sun")
    assert asked == ["u/all.zip"]


def test_a_folder_gets_the_files_of_the_archive(install, tmp_path):
    install(tmp_path, lambda url: memoryview(WHOLE))
    moon = importlib.import_module("late_sky.moon")
    assert moon.PHASE == 3 and moon.__file__ == str(tmp_path / "late_sky" / "moon.py")


def test_what_cannot_be_fetched_is_named_and_asked_for_again(install, tmp_path):
    answers = [OSError("the network is gone"), WHOLE]

    def read(url):
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    install(tmp_path / "library.zip", read)
    with pytest.raises(ImportError, match=r"late_sea is in u/all\.zip, which could not be fetched: the network is gone"):
        importlib.import_module("late_sea")
    assert importlib.import_module("late_sea").TIDE == 3


def test_other_bytes_than_expected_are_refused(install, tmp_path):
    install(tmp_path / "library.zip", lambda url: WHOLE, digest="0" * 64)
    with pytest.raises(ImportError, match=r"u/all\.zip is not the file this page was made with: expected SHA-256 0000"):
        importlib.import_module("late_sea")
    assert not (tmp_path / "library.zip").exists()


def test_other_modules_are_none_of_its_business(monkeypatch):
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path])
    late_modules.install(None, '{"stdlib": {"url": "stdlib.zip", "sha256": ""}, "numpy": {"url": "numpy.whl", "sha256": ""}}')
    with pytest.raises(ModuleNotFoundError, match="No module named 'late_stars'"):
        importlib.import_module("late_stars")


def test_a_part_of_a_package_has_an_archive_of_its_own_before_that_of_the_whole():
    part = late_modules.Archive({"late_sky.moon"}, "moon.zip", "", "/packages")
    whole = late_modules.Archive({"late_sky"}, "sky.whl", "", "/packages")
    assert part.has("late_sky.moon") and part.has("late_sky.moon.sea") and not part.has("late_sky") and not part.has("late_sky.moons")
    assert whole.has("late_sky") and whole.has("late_sky.sun") and not whole.has("late_skylight")
