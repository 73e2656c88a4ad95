"""The runtime's files come from the first source that has them, and only with the right bytes."""

import hashlib
import shutil
import socket
import zipfile

import pytest

from builder import fetch, sources
from builder.runtime import Pin
from builder.serve import Handler

CONTENT = {"pyodide.mjs": b"export const a = 1;\n" * 100, "python_stdlib.zip": b"PK nothing" * 5000}
PINS = [Pin(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in CONTENT.items()]


@pytest.fixture
def release(tmp_path):
    """An unpacked release: a folder with the right files."""
    folder = tmp_path / "release"
    folder.mkdir()
    for name, data in CONTENT.items():
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache"


def nothing_in(cache):
    return not [path for path in cache.rglob("*") if path.is_file()]


def check(found):
    assert {name: path.read_bytes() for name, path in found.items()} == CONTENT


def refusing_port():
    """A port that nobody listens on: it is held, but not listening, so that nobody else takes it."""
    held = socket.socket()
    held.bind(("127.0.0.1", 0))
    return held


def wheel_index(folder, release, name="carrier", version="1.0", inside="carrier/files/"):
    """Write a wheel with the files of `release` into `folder`, which pip can take for an index."""
    folder.mkdir()
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
        for path in release.iterdir():
            wheel.write(path, inside + path.name)
        # A Python that is not this one: the files are wanted, not the program.
        requires = "Requires-Python: ==2.7.*\nRequires-Dist: not-to-be-installed"
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{requires}\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")
    return ["--no-index", "--find-links", str(folder)]


def test_a_local_folder_gives_the_files_and_the_cache_keeps_them(release, cache):
    check(fetch.fetch(PINS, cache, before=[sources.Directory(release)]))
    shutil.rmtree(release)
    check(fetch.fetch(PINS, cache, before=[sources.Directory(release)]))


def test_an_http_server_gives_the_files(release, cache, serve):
    check(fetch.fetch(PINS, cache, after=[sources.Http(serve(release, "/pyodide/full/").url)]))


def test_a_wheel_on_an_index_gives_the_files_through_pip(release, cache, tmp_path):
    options = wheel_index(tmp_path / "index", release)
    check(fetch.fetch(PINS, cache, after=[sources.Pip("carrier==1.0", "carrier/files/", options)]))


def test_pip_is_asked_once_for_all_files_and_leaves_no_wheel(release, cache, tmp_path):
    options = wheel_index(tmp_path / "index", release)
    source = sources.Pip("carrier==1.0", "carrier/files/", options)
    first = tmp_path / "first"
    source.get(PINS[0], first, lambda count: None)
    shutil.rmtree(tmp_path / "index")
    source.get(PINS[1], tmp_path / "second", lambda count: None)
    source.close()
    assert first.read_bytes() == CONTENT[PINS[0].name]
    assert source._temporary is None


def test_sources_are_asked_in_order_until_one_has_the_file(release, cache, tmp_path, serve, capsys):
    (release / "pyodide.mjs").unlink()
    complete = tmp_path / "complete"
    complete.mkdir()
    for name, data in CONTENT.items():
        (complete / name).write_bytes(data)
    url = serve(complete).url
    check(fetch.fetch(PINS, cache, before=[sources.Directory(release)], after=[sources.Http(url)]))
    said = capsys.readouterr().out.splitlines()
    assert f"from {url}" in said[0] and f"from the folder {release}" in said[1]


def test_a_file_with_the_wrong_bytes_is_passed_over(release, cache, tmp_path, serve):
    bad = tmp_path / "bad"
    shutil.copytree(release, bad)
    (bad / "pyodide.mjs").write_bytes(b"something else")
    check(fetch.fetch(PINS, cache, before=[sources.Directory(bad)], after=[sources.Http(serve(release).url)]))


def test_a_wrong_hash_names_file_expected_and_found_and_leaves_nothing_behind(release, cache):
    (release / "pyodide.mjs").write_bytes(b"something else")
    found = hashlib.sha256(b"something else").hexdigest()
    with pytest.raises(fetch.FetchError) as error:
        fetch.fetch(PINS[:1], cache, before=[sources.Directory(release)])
    assert f"pyodide.mjs has the wrong SHA-256: expected {PINS[0].sha256}, found {found}" in str(error.value)
    assert nothing_in(cache)


def test_a_spoilt_file_in_the_cache_is_replaced(release, cache):
    (path,) = fetch.fetch(PINS[:1], cache, before=[sources.Directory(release)]).values()
    path.write_bytes(b"spoilt")
    (again,) = fetch.fetch(PINS[:1], cache, after=[sources.Directory(release)]).values()
    assert again.read_bytes() == CONTENT["pyodide.mjs"]
    path.write_bytes(b"spoilt")
    with pytest.raises(fetch.FetchError, match="the cache: .*wrong SHA-256"):
        fetch.fetch(PINS[:1], cache)
    assert nothing_in(cache)


class BreaksOff(Handler):
    """Promises a whole file and closes the connection in the middle."""

    def do_GET(self):
        data = CONTENT[self.path.rsplit("/", 1)[1]]
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data[: len(data) // 2])
        self.close_connection = True


def test_an_interrupted_download_leaves_nothing_and_the_next_source_is_asked(release, cache, serve):
    url = serve(release, handler=BreaksOff).url
    with pytest.raises(fetch.FetchError, match=r"broke off after 25000 of 50000 bytes"):
        fetch.fetch(PINS[1:], cache, after=[sources.Http(url)])
    assert nothing_in(cache)
    check(fetch.fetch(PINS, cache, after=[sources.Http(url), sources.Directory(release)]))


def test_when_every_source_fails_one_message_lists_each_and_why(release, cache, tmp_path, serve):
    empty = tmp_path / "empty"
    empty.mkdir()
    url = serve(empty).url
    with refusing_port() as held, pytest.raises(fetch.FetchError) as error:
        dead = f"http://127.0.0.1:{held.getsockname()[1]}/"
        after = [sources.Http(url), sources.Http(dead), sources.Pip("carrier==1.0", "", ["--no-index"])]
        fetch.fetch(PINS, cache, before=[sources.Directory(empty)], after=after)
    lines = str(error.value).splitlines()
    assert lines[0] == f"no source has pyodide.mjs (sha256 {PINS[0].sha256}):"
    assert [line.strip().split(": ")[0] for line in lines[1:]] == [
        f"the folder {empty}",
        "the cache",
        url,
        dead,
        "the package index (carrier==1.0)",
    ]
    assert "No such file" in lines[1] and "not there" in lines[2] and "404" in lines[3]
    assert "can't be reached" in lines[4] and "No matching distribution found" in lines[5]
    assert nothing_in(cache)


def test_a_server_that_cannot_be_reached_is_tried_once_a_build(release, cache):
    with refusing_port() as held:
        source = sources.Http(f"http://127.0.0.1:{held.getsockname()[1]}/")
        check(fetch.fetch(PINS[:1], cache, after=[source, sources.Directory(release)]) | {PINS[1].name: release / PINS[1].name})
        reason = source.unreachable
        source.base = "http://this-would-be-asked.invalid/"
        fetch.fetch(PINS[1:], cache, after=[source, sources.Directory(release)])
    assert reason and source.unreachable == reason


def test_a_wheel_without_the_file_says_so(release, cache, tmp_path):
    options = wheel_index(tmp_path / "index", release)
    with pytest.raises(fetch.FetchError, match="the wheel has no elsewhere/pyodide.mjs"):
        fetch.fetch(PINS, cache, after=[sources.Pip("carrier==1.0", "elsewhere/", options)])


def test_the_sources_of_a_build_are_the_pinned_ones(pins):
    before, after = fetch.default_sources(pins, "somewhere")
    assert [source.name for source in (*before, *after)] == [
        "the folder somewhere",
        "https://cdn.jsdelivr.net/pyodide/v0.28.3/full/",
        "the package index (open-webui==0.9.6)",
    ]
    assert after[1].folder == "open_webui/frontend/pyodide/"
    assert fetch.default_sources(pins)[0] == []


class Terminal:
    """A stream that says it is a terminal and keeps what it is sent."""

    def __init__(self, live):
        self.live, self.text = live, ""

    def isatty(self):
        return self.live

    def write(self, text):
        self.text += text

    def flush(self):
        pass


@pytest.mark.parametrize("live", [True, False])
def test_a_bar_with_bytes_is_drawn_on_a_terminal_only(live):
    from builder.progress import Bar

    stream = Terminal(live)
    bar = Bar("numpy.whl", 3_000_000, stream)
    bar.add(1_500_000)
    bar.clear()
    assert ("1.5 MB of 3.0 MB" in stream.text) == live
    assert stream.text.count("#") == (15 if live else 0)
