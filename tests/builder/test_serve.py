"""The server for a built site: the right types, the right folder, a free port."""

import contextlib
import http.client
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from builder.paths import ROOT, SITE
from builder.serve import open_server


@pytest.fixture
def folder(tmp_path):
    """A site with a file of every kind, and a secret beside it."""
    site = tmp_path / "site"
    site.mkdir()
    for name in ("index.html", "a.js", "a.mjs", "a.css", "a.wasm", "a.whl", "a.json", "a.svg", "a.zip"):
        (site / name).write_text(f"this is {name}", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret\n", encoding="utf-8")
    return site


def ask(server, path):
    """Return (status, body) for a path sent exactly as it is."""
    with contextlib.closing(http.client.HTTPConnection(*server.server_address[:2])) as connection:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read()


def get(url):
    with urllib.request.urlopen(url) as response:
        return response.headers, response.read().decode()


def test_files_have_the_types_that_browsers_insist_on(folder, serve):
    url = serve(folder).url
    assert get(url)[1] == "this is index.html"
    types = {name: get(url + name)[0]["Content-Type"].split(";")[0] for name in ("a.js", "a.mjs", "a.wasm", "a.whl", "a.css")}
    assert types == {
        "a.js": "text/javascript",
        "a.mjs": "text/javascript",
        "a.wasm": "application/wasm",
        "a.whl": "application/zip",
        "a.css": "text/css",
    }


def test_files_are_asked_for_again_when_they_may_have_changed(folder, serve):
    url = serve(folder).url + "a.js"
    headers, _ = get(url)
    assert headers["Cache-Control"] == "no-cache"
    again = urllib.request.Request(url, headers={"If-None-Match": headers["ETag"], "If-Modified-Since": headers["Last-Modified"]})
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(again)
    error.value.close()
    assert error.value.code == 304
    (folder / "a.js").write_text("this is new js", encoding="utf-8")
    assert get(again)[1] == "this is new js"


def test_below_a_prefix_there_is_nothing_outside_it(folder, serve):
    server = serve(folder, "/any/sub/path/")
    assert server.url.endswith("/any/sub/path/") and get(server.url + "a.js?v=1")[1] == "this is a.js"
    assert [ask(server, path)[0] for path in ("/", "/a.js", "/any/sub/a.js", "/any/sub/path")] == [404] * 4


def test_nothing_beside_the_folder_can_be_read(folder, serve):
    server = serve(folder)
    for path in ("/../secret.txt", "/%2e%2e/secret.txt", "//secret.txt"):
        status, body = ask(server, path)
        assert status == 404 and b"secret\n" not in body


def test_an_address_that_is_none_shows_the_site_s_own_page_for_it(folder, serve):
    (folder / "404.html").write_text("no such page", encoding="utf-8")
    server = serve(folder, prefix="/sub/")
    assert ask(server, "/sub/missing.html") == ask(server, "/elsewhere") == (404, b"no such page")
    assert ask(server, "/sub/a.js") == (200, b"this is a.js")  # on a connection of its own, and whole


def test_a_missing_file_is_404(folder, serve):
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(serve(folder).url + "missing.js")
    error.value.close()
    assert error.value.code == 404


def test_a_taken_port_gives_the_next_free_one(folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        server = open_server(folder, port)
        try:
            assert port < server.server_address[1] < port + 50
        finally:
            server.server_close()


def test_a_class_is_served_on_all_addresses_and_told_the_one_for_others(folder, serve):
    server = serve(folder, host="0.0.0.0")
    assert server.url.startswith("http://127.0.0.1:") and get(server.url)[1] == "this is index.html"
    headers, text = get(server.network_url + "a.whl")
    assert text == "this is a.whl" and headers["Access-Control-Allow-Origin"] == "*"
    assert serve(folder).network_url is None


def test_an_address_that_this_machine_has_not_ends_with_a_sentence(folder):
    with pytest.raises(SystemExit, match=r"no free port from 8000 on 192\.0\.2\.1: "):
        open_server(folder, 8000, tries=2, host="192.0.2.1")


@pytest.mark.parametrize("arguments", [["dist", "--port", "seventy"], ["dist", "--port", "70000"], ["no-such-folder"], []])
def test_bad_input_ends_with_exit_code_2(arguments, tmp_path):
    command = [sys.executable, "-m", "builder.serve", *arguments]
    result = subprocess.run(command, env={"PYTHONPATH": str(SITE)}, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert result.returncode == 2 and "error: " in result.stderr.splitlines()[-1]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_prints_its_address_and_stops_at_a_signal_although_it_was_started_in_the_background(folder, number):
    # What a shell does to its background jobs.
    code = "import signal, sys; signal.signal(signal.SIGINT, signal.SIG_IGN); from builder.serve import main; main(sys.argv[1:])"
    command = [sys.executable, "-c", code, str(folder), "--port", "8000"]
    with subprocess.Popen(command, env={"PYTHONPATH": str(SITE)}, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            line = process.stdout.readline()
            url = line.split(" on ")[1].split()[0]
            assert url.startswith("http://127.0.0.1:") and get(url)[1] == "this is index.html"
            process.send_signal(number)
            assert process.wait(timeout=60) == 0
        finally:
            process.kill()
