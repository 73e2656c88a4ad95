"""Starts Firefox for the tests and speaks to it over WebDriver BiDi, which it brings along: no driver stands between."""

import json
import re
import selectors
import shutil
import subprocess
import tempfile
import time

PROGRAMS = ("firefox-esr", "firefox")
APT = ("firefox-esr",)
ADVICE = "No Firefox: install it (Debian: apt install firefox-esr)."
#: Seconds until it must have said where it listens, and until it must have answered, unless a command says otherwise.
START_SECONDS, ANSWER_SECONDS = 90, 60
#: What a profile begins with: nothing is asked for elsewhere, and nothing is shown but the page.
PREFERENCES = {
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.aboutwelcome.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,#",
}


class FirefoxError(Exception):
    """Firefox did not start, did not answer in time, or refused a command; str() says which."""


def on_path(which=shutil.which):
    """Return the path of a Firefox, or None."""
    return next(filter(None, map(which, PROGRAMS)), None)


class Firefox:
    """A headless Firefox with one tab, whose id is `tab`; `quit` ends it."""

    def __init__(self, program):
        import websocket  # only the tests have it

        self._timeout = websocket.WebSocketTimeoutException
        #: What its console has said, [(level, words)].
        self.console = []
        self._socket, self._last = None, 0
        self._folder = tempfile.TemporaryDirectory(prefix="pyground-firefox-")
        lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in PREFERENCES.items())
        with open(f"{self._folder.name}/user.js", "w", encoding="utf-8") as file:
            file.writelines(lines)
        command = [program, "--headless", "--no-remote", "--profile", self._folder.name, "--remote-debugging-port", "0", "about:blank"]
        self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        try:
            address = f"{self._address()}/session"
            self._socket = websocket.create_connection(address, timeout=ANSWER_SECONDS, suppress_origin=True)
            self.command("session.new", {"capabilities": {}})
            self.command("session.subscribe", {"events": ["log.entryAdded"]})
            self.tab = self.command("browsingContext.getTree", {})["contexts"][0]["context"]
        except BaseException:
            self.quit()
            raise

    def _address(self):
        """Return where it says that it listens; it goes on to say things that nobody reads."""
        said, end = b"", time.monotonic() + START_SECONDS
        with selectors.DefaultSelector() as readable:
            readable.register(self._process.stderr, selectors.EVENT_READ)
            while readable.select(max(0, end - time.monotonic())) and (part := self._process.stderr.read1()):
                said += part
                found = re.search(rb"WebDriver BiDi listening on (ws://[^\s]+)\s", said)
                if found:
                    return found[1].decode()
        raise FirefoxError(f"Firefox did not say where it listens: {said.decode(errors='replace')[-1000:]}")

    def command(self, method, parameters, seconds=ANSWER_SECONDS):
        """Send a command and return its result; raises FirefoxError if it is refused or not answered within `seconds`."""
        self._last += 1
        number, end = self._last, time.monotonic() + seconds
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            self._socket.settimeout(max(0.01, end - time.monotonic()))
            try:
                message = json.loads(self._socket.recv())
            except self._timeout as error:
                raise FirefoxError(f"{method} was not answered within {seconds} seconds") from error
            if message.get("method") == "log.entryAdded":
                told = message["params"]
                self.console.append((told["level"], told.get("text") or ""))
            elif message.get("id") == number:
                if message["type"] == "error":
                    raise FirefoxError(f"{method}: {message['message']}")
                return message["result"]

    def open(self, url):
        """Open an address in the tab, and wait until it has loaded."""
        self.command("browsingContext.navigate", {"context": self.tab, "url": url, "wait": "complete"})

    def call(self, function, *arguments, seconds=ANSWER_SECONDS):
        """Call the text `function` in the page with texts, wait for what it promises, and return the text that it gives."""
        given = [{"type": "string", "value": argument} for argument in arguments]
        parameters = {"functionDeclaration": function, "arguments": given, "awaitPromise": True, "target": {"context": self.tab}}
        answer = self.command("script.callFunction", parameters, seconds)
        if answer["type"] == "exception":
            raise FirefoxError(f"in the page: {answer['exceptionDetails']['text']}")
        return answer["result"]["value"]

    def quit(self):
        """End it, whatever it is doing, and take its profile away."""
        if self._socket:
            self._socket.close()
        self._process.kill()
        self._process.wait()
        self._process.stderr.close()
        self._folder.cleanup()
