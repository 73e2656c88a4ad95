"""Serves a built site: `python -m builder.serve dist --port 8000`, for others in the network with `--host 0.0.0.0`."""

import argparse
import http.server
import signal
import socket
import sys
import urllib.parse
from pathlib import Path

from builder.progress import say

#: What the browser must be told; modules and WebAssembly are refused under another type.
TYPES = {
    ".webmanifest": "application/manifest+json",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".whl": "application/zip",
    ".zip": "application/zip",
}


HERE, EVERYWHERE = "127.0.0.1", "0.0.0.0"


class Handler(http.server.SimpleHTTPRequestHandler):
    """Files of `server.folder` below `server.prefix`; nothing outside it."""

    protocol_version = "HTTP/1.1"
    tag = None  # of the file that is being sent
    extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, **TYPES}

    def __init__(self, request, address, server):
        super().__init__(request, address, server, directory=str(server.folder))

    def send_head(self):
        """Answer 404 outside the prefix, as a host does that holds other sites too, and 304 to who has the file already."""
        self.tag = None
        path = urllib.parse.urlsplit(self.path).path
        if not path.startswith(self.server.prefix):
            self.send_error(404)
            return None
        file = Path(self.translate_path(path))
        if file.is_file():
            status = file.stat()
            # Last-Modified counts in seconds; two builds can be closer than that.
            self.tag = f'"{status.st_mtime_ns:x}-{status.st_size:x}"'
            if self.headers.get("If-None-Match") == self.tag:
                self.send_response(304)
                self.end_headers()
                return None
        return super().send_head()

    def send_error(self, code, message=None, explain=None):
        """Answer with the site's own page for an address that is none, as hosts do; otherwise in a line."""
        page = self.server.folder / "404.html"
        if code != http.HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code, message)
        self.send_header("Content-Type", TYPES[".html"])
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def translate_path(self, path):
        """Return the file for a URL's path, without the prefix."""
        return super().translate_path("/" + path.removeprefix(self.server.prefix))

    def end_headers(self):
        """Let the browser keep files but ask each time whether they have changed, and let pages of any origin hold elements of ours."""
        self.send_header("Cache-Control", "no-cache")
        self.send_header("Access-Control-Allow-Origin", "*")
        if self.tag:
            self.send_header("ETag", self.tag)
        super().end_headers()

    def log_message(self, form, *values):
        """Stay quiet; the terminal is for builds."""


class Server(http.server.ThreadingHTTPServer):
    """A server of the folder `folder` below the URL path `prefix`; `port` 0 takes any free one.

    `host` is the address of this machine that it listens on: on the default one for this machine only, on 0.0.0.0 for its network.
    """

    daemon_threads = True
    allow_reuse_address = False

    def __init__(self, folder, port=0, prefix="/", handler=Handler, host=HERE):
        self.folder = Path(folder)
        self.prefix = prefix
        self.host = host
        super().__init__((host, port), handler)

    @property
    def url(self):
        """The address of the site on this machine."""
        return self._url(HERE if self.host == EVERYWHERE else self.host)

    @property
    def network_url(self):
        """The address of the site for others, or None if only this machine has it."""
        if self.host == HERE:
            return None
        return self._url(own_address() if self.host == EVERYWHERE else self.host)

    def _url(self, host):
        return f"http://{host}:{self.server_address[1]}{self.prefix}"

    def handle_error(self, request, address):
        """Say nothing when a browser goes away in the middle of an answer; everything else is an error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, address)


def own_address():
    """Return the address under which others in the network reach this machine."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        try:
            way.connect(("192.0.2.1", 9))  # sends nothing; an address that is kept for examples
        except OSError:  # there is no network
            return socket.gethostname()
        return way.getsockname()[0]


def open_server(folder, port, tries=50, host=HERE):
    """Return a Server of `folder` on `port`, or on the next free port after it."""
    for candidate in range(port, min(port + tries, 65536)):
        try:
            return Server(folder, candidate, host=host)
        except OSError as error:
            if candidate == port:
                first = error
    raise SystemExit(f"no free port from {port} on {host}: {first.strerror}")


def port_number(text):
    """Return a port number from the command line."""
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port (1 to 65535)")
    return int(text)


def serve(server):
    """Serve until SIGINT or SIGTERM, whichever comes: a shell has its background jobs ignore the first."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    beyond = f", for this network on {server.network_url}" if server.network_url else ""
    say(f"Serving {server.folder} on {server.url}{beyond}  (Ctrl+C ends)")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()
    finally:
        server.server_close()


def main(arguments=None):
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="builder.serve", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=port_number, default=8000)
    parser.add_argument("--host", default=HERE, metavar="ADDRESS", help=f"listen on this address; {EVERYWHERE} for the whole network")
    options = parser.parse_args(arguments)
    if not options.folder.is_dir():
        parser.error(f"{options.folder} is not there; build it first")
    serve(open_server(options.folder, options.port, host=options.host))


if __name__ == "__main__":
    main()
